"""The CSV files beside the report: joined tables that open in Excel and need no other file to be understood."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from pipeline.comparison.figures import UNKNOWN
from pipeline.data import Dataset, NamedFile
from pipeline.reporting.labels import InstrumentLabel, Label, country_label, name_label
from pipeline.reporting.schemas import TEXT
from pipeline.reporting.tables import Records, plain_number, record_tables, to_csv

_VALUE_COLUMNS = (
    *("measure_id", "name_zh", "name_en", "country", "type", "role", "quote", "min", "max", "currency", "bound"),
    *("per", "year", "numerator", "denominator", "period_from", "period_to", "converted_min", "converted_max"),
    *("converted_currency", "converted_year", "converted_year_stated", "converted_rate", "converted_source"),
    *("converted_steps", "sentence", "page", "title", "source", "rule", "confidence", "score", "reason"),
    *("mention_id", "doc_id", "organisation_id"),
)


def csv_files(records: Records, instruments: Mapping[str, InstrumentLabel]) -> tuple[NamedFile, ...]:
    """The files: measures, values, the country × instrument table, counterparts, clusters and conflicts."""
    tables = record_tables(records)
    names = names_frame(records.dataset)
    frames = {
        "measures": measures_frame(tables, names),
        "values": values_frame(tables, names),
        "instruments": instruments_frame(tables, instruments),
        "counterparts": counterparts_frame(tables, names),
        "clusters": clusters_frame(tables),
        "conflicts": conflicts_frame(tables, names),
    }
    return tuple(NamedFile(path=f"{name}.csv", content=to_csv(frame)) for name, frame in frames.items())


def names_frame(dataset: Dataset) -> pl.DataFrame:
    """The names to show for each measure and organisation, and its country, by its id."""
    things = [(m.measure_id, m.names, m.country or UNKNOWN) for m in dataset.measures]
    things += [(o.organisation_id, o.names, o.country or UNKNOWN) for o in dataset.organisations]
    rows = [(key, *_pair(name_label(names)), country, *_pair(country_label(country))) for key, names, country in things]
    columns = ("subject", "name_zh", "name_en", "country", "country_zh", "country_en")
    return pl.DataFrame(rows, schema=dict.fromkeys(columns, TEXT), orient="row")


def measures_frame(tables: Mapping[str, pl.DataFrame], names: pl.DataFrame) -> pl.DataFrame:
    """One row a measure: its names, country, organisations by name, cluster, and how its amount is known."""
    organisations = names.select(organisations="subject", organisation="name_en")
    running = (
        tables["measures"]
        .select("measure_id", "organisations")
        .explode("organisations")
        .join(organisations, on="organisations", how="inner", maintain_order="left")
        .group_by("measure_id", maintain_order=True)
        .agg(organisation_names="organisation")
    )
    clusters = tables["clusters"].select("cluster_id", measure_id="measure_ids").explode("measure_id")
    counts = tables["facts"].group_by("subject").len("values")
    return (
        tables["measures"]
        .drop("mentions", "country")
        .join(names, left_on="measure_id", right_on="subject", how="left", maintain_order="left")
        .join(running, on="measure_id", how="left", maintain_order="left")
        .join(clusters, on="measure_id", how="left", maintain_order="left")
        .join(tables["coverage"], on="measure_id", how="left", maintain_order="left")
        .join(counts, left_on="measure_id", right_on="subject", how="left", maintain_order="left")
    )


def values_frame(tables: Mapping[str, pl.DataFrame], names: pl.DataFrame) -> pl.DataFrame:
    """One row a value and thing that it describes, with its evidence; values that describe nothing known stand last."""
    sides = [pl.coalesce(plain_number(pl.col(side)), f"{side}_duration").alias(side) for side in ("min", "max")]
    is_measure = pl.col("subject_type") == "measure"
    return (
        tables["facts"]
        .drop("type", "doc_id")
        .join(tables["mentions"].with_columns(sides), on="mention_id", how="full", coalesce=True)
        .join(tables["documents"].select("doc_id", "title", "source"), on="doc_id", how="left")
        .join(names, on="subject", how="left")
        .with_columns(
            measure_id=pl.when(is_measure).then("subject"),
            organisation_id=pl.when(~is_measure).then("subject"),
        )
        .sort("measure_id", "organisation_id", "doc_id", "start", "mention_id", nulls_last=True)
        .select(_VALUE_COLUMNS)
    )


def instruments_frame(tables: Mapping[str, pl.DataFrame], instruments: Mapping[str, InstrumentLabel]) -> pl.DataFrame:
    """One row a cell of the country × instrument table, with labels."""
    cells = tables["instrument_cells"]
    labels = [instruments.get(key) or InstrumentLabel(en=key, zh=key) for key in cells["instrument"]]
    countries = [country_label(code) for code in cells["country"]]
    return cells.with_columns(
        measures=pl.col("measure_ids").list.len(),
        instrument_zh=pl.Series([label.zh for label in labels], dtype=TEXT),
        instrument_en=pl.Series([label.en for label in labels], dtype=TEXT),
        group=pl.Series([label.group for label in labels], dtype=TEXT),
        country_zh=pl.Series([label.zh for label in countries], dtype=TEXT),
        country_en=pl.Series([label.en for label in countries], dtype=TEXT),
    )


def counterparts_frame(tables: Mapping[str, pl.DataFrame], names: pl.DataFrame) -> pl.DataFrame:
    """One row a pair, with both sides' names and countries."""
    there = names.select(pl.all().name.prefix("counterpart_"))
    return (
        tables["counterparts"]
        .join(names, left_on="measure_id", right_on="subject", how="left", maintain_order="left")
        .join(there, left_on="counterpart_id", right_on="counterpart_subject", how="left", maintain_order="left")
    )


def clusters_frame(tables: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """One row a cluster and range; a cluster without any figures has one row with empty ranges."""
    ranges = tables["cluster_ranges"]
    return (
        tables["clusters"]
        .with_columns(measures=pl.col("measure_ids").list.len())
        .join(ranges, on="cluster_id", how="left", maintain_order="left")
    )


def conflicts_frame(tables: Mapping[str, pl.DataFrame], names: pl.DataFrame) -> pl.DataFrame:
    """One row a value of a conflict, with its quote and place."""
    mentions = tables["mentions"].select("mention_id", "doc_id", "quote", "page", "sentence")
    facts = tables["facts"].select("fact_id", "mention_id").join(mentions, on="mention_id", how="left")
    return (
        tables["conflicts"]
        .explode("fact_ids")
        .join(facts, left_on="fact_ids", right_on="fact_id", how="left", maintain_order="left")
        .join(tables["documents"].select("doc_id", "title", "source"), on="doc_id", how="left", maintain_order="left")
        .join(names, left_on="measure_id", right_on="subject", how="left", maintain_order="left")
        .rename({"fact_ids": "fact_id"})
    )


def _pair(label: Label) -> tuple[str, str]:
    return label.zh, label.en

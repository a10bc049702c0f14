"""The tables beside the report (CSV files, sheets of the workbook): joined, so that each is understood alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

import polars as pl

from pipeline.comparison.figures import UNKNOWN
from pipeline.data import Dataset
from pipeline.reporting.labels import Label, Labels, country_label, name_label
from pipeline.reporting.schemas import TEXT, TEXTS
from pipeline.reporting.tables import Records, record_tables

_VALUE_COLUMNS = (
    *("measure_id", "name_zh", "name_en", "country", "type", "role", "quote", "min", "max", "currency", "bound"),
    *("per", "year", "min_duration", "max_duration", "min_years", "max_years", "period_from", "period_to"),
    *("numerator", "denominator", "converted_min", "converted_max", "converted_currency", "converted_year"),
    *("ppp_min", "ppp_max", "ppp_year", "constant_market_min", "constant_market_max", "constant_market_year"),
    *("constant_ppp_min", "constant_ppp_max", "constant_ppp_year"),
    *("converted_year_stated", "converted_rate", "converted_source", "converted_steps", "sentence", "page", "title"),
    *("source", "rule", "confidence", "score", "reason", "mention_id", "doc_id", "organisation_id"),
)


def joined_frames(records: Records, labels: Labels) -> dict[str, pl.DataFrame]:
    """The tables, by name: one a record kind, each with the names of what its ids point to."""
    tables = record_tables(records)
    names = names_frame(records.dataset)
    return {
        "measures": measures_frame(tables, names, labels),
        "values": values_frame(tables, names),
        "organisations": organisations_frame(tables, names),
        "instruments": instruments_frame(tables, labels),
        "counterparts": counterparts_frame(tables, names),
        "clusters": clusters_frame(tables),
        "prices": prices_frame(tables, labels),
        "rankings": rankings_frame(tables, labels),
        "gaps": gaps_frame(tables, labels),
        "conflicts": conflicts_frame(tables, names),
        "sources": sources_frame(tables),
        "failures": tables["failures"],
    }


def names_frame(dataset: Dataset) -> pl.DataFrame:
    """The names to show for each measure and organisation, and its country, by its id."""
    things = [(m.measure_id, m.names, m.country or UNKNOWN) for m in dataset.measures]
    things += [(o.organisation_id, o.names, o.country or UNKNOWN) for o in dataset.organisations]
    rows = [(key, *_pair(name_label(names)), country, *_pair(country_label(country))) for key, names, country in things]
    columns = ("subject", "name_zh", "name_en", "country", "country_zh", "country_en")
    return pl.DataFrame(rows, schema=dict.fromkeys(columns, TEXT), orient="row")


def measures_frame(tables: Mapping[str, pl.DataFrame], names: pl.DataFrame, labels: Labels) -> pl.DataFrame:
    """One row a measure: its names, country, organisations, what it pays and for how long in the words of the documents."""
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
    told = _traits(tables, labels)
    times = tables["timelines"].select("measure_id", "runs_from", "runs_to", "runs_on")
    return _first(
        (
            *("measure_id", "name_zh", "name_en", "country", "country_zh", "country_en", "kind", "organisation_names"),
            *("instruments_zh", "instruments_en", "amounts", "durations", "amount", "values"),
            *("beneficiaries_zh", "beneficiaries_en", "stages_zh", "stages_en", "runs_from", "runs_to", "runs_on"),
        ),
        tables["measures"]
        .with_columns(_labelled(tables["measures"]["instruments"], "instruments", labels.instrument))
        .drop("mentions", "country")
        .join(names, left_on="measure_id", right_on="subject", how="left", maintain_order="left")
        .join(running, on="measure_id", how="left", maintain_order="left")
        .join(clusters, on="measure_id", how="left", maintain_order="left")
        .join(tables["coverage"], on="measure_id", how="left", maintain_order="left")
        .join(told, on="measure_id", how="left", maintain_order="left")
        .join(times, on="measure_id", how="left", maintain_order="left")
        .join(_quotes(tables, "money", "amounts"), on="measure_id", how="left", maintain_order="left")
        .join(_quotes(tables, "duration", "durations"), on="measure_id", how="left", maintain_order="left")
        .join(counts, left_on="measure_id", right_on="subject", how="left", maintain_order="left"),
    )


def _traits(tables: Mapping[str, pl.DataFrame], labels: Labels) -> pl.DataFrame:
    """Whom each measure is for and which stages it pays for, by name."""
    profiles = tables["profiles"]
    return profiles.select("measure_id", "changes").with_columns(
        *_labelled(profiles["beneficiaries"], "beneficiaries", partial(labels.trait, "beneficiaries")),
        *_labelled(profiles["stages"], "stages", partial(labels.trait, "stages")),
    )


def _labelled(keys: pl.Series, name: str, label: Callable[[str], Label]) -> list[pl.Series]:
    """A column of lists of keys as two columns of lists of labels, `name`_zh and `name`_en."""
    rows = [[label(key) for key in row or ()] for row in keys.to_list()]
    return [
        pl.Series(f"{name}_zh", [[found.zh for found in row] for row in rows], dtype=TEXTS),
        pl.Series(f"{name}_en", [[found.en for found in row] for row in rows], dtype=TEXTS),
    ]


def _quotes(tables: Mapping[str, pl.DataFrame], kind: str, name: str) -> pl.DataFrame:
    """The words of each measure's values of a type, each once; the author's own conversions are left out."""
    own = pl.col("conversion_of").is_null() & (pl.col("type") == kind)
    mentions = tables["mentions"].filter(own).select("mention_id", pl.col("quote").str.replace_all(r"\s+", " "))
    return (
        tables["facts"]
        .select("mention_id", measure_id="subject")
        .join(mentions, on="mention_id", how="inner", maintain_order="left")
        .group_by("measure_id", maintain_order=True)
        .agg(pl.col("quote").unique(maintain_order=True).alias(name))
    )


def values_frame(tables: Mapping[str, pl.DataFrame], names: pl.DataFrame) -> pl.DataFrame:
    """One row a value and thing that it describes, with its evidence; values that describe nothing known stand last."""
    is_measure = pl.col("subject_type") == "measure"
    return (
        tables["facts"]
        .drop("type", "doc_id")
        .join(tables["mentions"], on="mention_id", how="full", coalesce=True)
        .join(tables["documents"].select("doc_id", "title", "source"), on="doc_id", how="left")
        .join(names, on="subject", how="left")
        .with_columns(
            measure_id=pl.when(is_measure).then("subject"),
            organisation_id=pl.when(~is_measure).then("subject"),
        )
        .sort("measure_id", "organisation_id", "doc_id", "start", "mention_id", nulls_last=True)
        .select(_VALUE_COLUMNS)
    )


def organisations_frame(tables: Mapping[str, pl.DataFrame], names: pl.DataFrame) -> pl.DataFrame:
    """One row an organisation: its names and country, how many measures it runs and values it has."""
    runs = (
        tables["measures"]
        .select("measure_id", organisation_id="organisations")
        .explode("organisation_id")
        .group_by("organisation_id", maintain_order=True)
        .agg(measures=pl.len(), measure_ids="measure_id")
    )
    values = tables["facts"].group_by("subject").len("values")
    return _first(
        ("organisation_id", "name_zh", "name_en", "country", "country_zh", "country_en"),
        tables["organisations"]
        .drop("mentions", "country")
        .join(names, left_on="organisation_id", right_on="subject", how="left", maintain_order="left")
        .join(runs, on="organisation_id", how="left", maintain_order="left")
        .join(values, left_on="organisation_id", right_on="subject", how="left", maintain_order="left"),
    )


def sources_frame(tables: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """One row a document, without its text: how many measures and values it has."""
    values = tables["mentions"].group_by("doc_id").len("values")
    measures = tables["measures"].select(doc_id="doc_ids").explode("doc_id").group_by("doc_id").len("measures")
    return (
        tables["documents"]
        .drop("text")
        .join(measures, on="doc_id", how="left", maintain_order="left")
        .join(values, on="doc_id", how="left", maintain_order="left")
    )


def instruments_frame(tables: Mapping[str, pl.DataFrame], labels: Labels) -> pl.DataFrame:
    """One row a cell of the country × instrument table, with labels."""
    cells = tables["instrument_cells"]
    groups = [found.group if (found := labels.instruments.get(key)) else "" for key in cells["instrument"]]
    named = cells.with_columns(
        *_named(cells["instrument"], "instrument", labels.instrument),
        *_named(cells["country"], "country", country_label),
        measures=pl.col("measure_ids").list.len(),
        group=pl.Series(groups, dtype=TEXT),
    )
    heads = ("country", "country_zh", "country_en", "instrument", "instrument_zh", "instrument_en", "group", "measures")
    return _first(heads, named)


def gaps_frame(tables: Mapping[str, pl.DataFrame], labels: Labels) -> pl.DataFrame:
    """One row a country, instrument and kind of missing, with labels."""
    gaps = tables["gaps"]
    heads = ("country", "country_zh", "country_en", "instrument", "instrument_zh", "instrument_en", "gap", "value")
    named = gaps.with_columns(
        *_named(gaps["instrument"], "instrument", labels.instrument), *_named(gaps["country"], "country", country_label)
    )
    return _first(heads, named)


def prices_frame(tables: Mapping[str, pl.DataFrame], labels: Labels) -> pl.DataFrame:
    """One row a country, instrument or cluster, kind of amount and method: the range of the amounts."""
    ranges = tables["price_ranges"]
    heads = ("scope", "key", "key_zh", "key_en", "country", "country_zh", "country_en", "role", "value", "method")
    named = ranges.with_columns(*_scoped(ranges, tables, labels), *_named(ranges["country"], "country", country_label))
    return _first(heads, named)


def rankings_frame(tables: Mapping[str, pl.DataFrame], labels: Labels) -> pl.DataFrame:
    """One row a warning that the method, or an assumed year, decides who pays more."""
    rankings = tables["rankings"]
    named = rankings.with_columns(*_scoped(rankings, tables, labels))
    return _first(("scope", "key", "key_zh", "key_en", "role", "value"), named)


def _scoped(frame: pl.DataFrame, tables: Mapping[str, pl.DataFrame], labels: Labels) -> list[pl.Series]:
    """The names of instruments and clusters that `scope` and `key` point to."""
    clusters = tables["clusters"].select("cluster_id", "label_en", "label_zh").rows()
    names = {key: Label(en=en, zh=zh) for key, en, zh in clusters}
    found = [
        names.get(key, Label(en=key, zh=key)) if scope == "cluster" else labels.instrument(key)
        for scope, key in frame.select("scope", "key").rows()
    ]
    return [
        pl.Series("key_zh", [label.zh for label in found], dtype=TEXT),
        pl.Series("key_en", [label.en for label in found], dtype=TEXT),
    ]


def _named(keys: pl.Series, name: str, label: Callable[[str], Label]) -> list[pl.Series]:
    """A column of keys as two columns of labels, `name`_zh and `name`_en."""
    found = [label(key) for key in keys]
    return [
        pl.Series(f"{name}_zh", [one.zh for one in found], dtype=TEXT),
        pl.Series(f"{name}_en", [one.en for one in found], dtype=TEXT),
    ]


def counterparts_frame(tables: Mapping[str, pl.DataFrame], names: pl.DataFrame) -> pl.DataFrame:
    """One row a pair, with both sides' names and countries."""
    there = names.select(pl.all().name.prefix("counterpart_"))
    ends = ("name_zh", "name_en", "country", "country_zh", "country_en")
    return _first(
        (*ends, *(f"counterpart_{end}" for end in ends), "rank", "score", "reasons"),
        tables["counterparts"]
        .join(names, left_on="measure_id", right_on="subject", how="left", maintain_order="left")
        .join(there, left_on="counterpart_id", right_on="counterpart_subject", how="left", maintain_order="left"),
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
    return _first(
        ("name_zh", "name_en", "value", "quote", "page", "title", "sentence", "country", "country_zh", "country_en"),
        tables["conflicts"]
        .explode("fact_ids")
        .join(facts, left_on="fact_ids", right_on="fact_id", how="left", maintain_order="left")
        .join(tables["documents"].select("doc_id", "title", "source"), on="doc_id", how="left", maintain_order="left")
        .join(names, left_on="measure_id", right_on="subject", how="left", maintain_order="left")
        .rename({"fact_ids": "fact_id"}),
    )


def _first(columns: Sequence[str], frame: pl.DataFrame) -> pl.DataFrame:
    """The frame with these columns first."""
    return frame.select(*columns, pl.exclude(columns))


def _pair(label: Label) -> tuple[str, str]:
    return label.zh, label.en

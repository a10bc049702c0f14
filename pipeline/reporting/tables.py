"""Tables: the records as polars frames, one per record kind.

Amounts are DECIMAL(38,6); ids join the tables. Lists stay lists, until `to_csv` writes them with semicolons.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, TypeVar

import msgspec
import polars as pl

from pipeline.comparison.figures import LARGEST, quantise, years
from pipeline.data import (
    AnyFinding,
    AnyMention,
    Clustering,
    ClusterRange,
    Comparison,
    Conflict,
    Counterpart,
    Coverage,
    Dataset,
    Document,
    Duration,
    Failure,
    Gap,
    InstrumentCell,
    Money,
    Percent,
    Period,
    PriceRange,
    Profile,
    RankingNote,
    Sheets,
    Timeline,
)
from pipeline.reporting import schemas
from pipeline.reporting.findingtables import (
    comparable_columns,
    gap_table,
    profile_table,
    ranking_table,
    timeline_table,
    unresolved_table,
)
from pipeline.reporting.schemas import Schema

BOM = b"\xef\xbb\xbf"
"""What tells Excel that a CSV file is UTF-8."""

Found = TypeVar("Found", bound=AnyFinding)


@dataclass(frozen=True, slots=True)
class Records:
    """All records of a run, as the tables are made of them."""

    documents: tuple[Document, ...]
    mentions: tuple[AnyMention, ...]
    dataset: Dataset
    clustering: Clustering
    comparison: Comparison
    sheets: tuple[Sheets, ...] = ()
    failures: tuple[Failure, ...] = ()


def record_tables(records: Records) -> dict[str, pl.DataFrame]:
    """One frame per record kind, named as the run's files are; findings have a frame for each of their types."""
    return {
        "documents": _documents(records.documents),
        "mentions": _mentions(records),
        "organisations": _frame(records.dataset.organisations, schemas.ORGANISATION),
        "measures": _frame(records.dataset.measures, schemas.MEASURE),
        "facts": _facts(records.dataset),
        "unresolved": unresolved_table(records.dataset.unresolved),
        "clusters": _frame(records.clustering.clusters, schemas.CLUSTER),
        "cluster_tree": _frame(records.clustering.tree, schemas.BRANCH),
        "instrument_cells": _frame(findings(records.comparison, InstrumentCell), schemas.INSTRUMENT_CELL),
        "counterparts": _frame(findings(records.comparison, Counterpart), schemas.COUNTERPART),
        "cluster_ranges": _frame(findings(records.comparison, ClusterRange), schemas.CLUSTER_RANGE),
        "conflicts": _frame(findings(records.comparison, Conflict), schemas.CONFLICT),
        "coverage": _frame(findings(records.comparison, Coverage), schemas.COVERAGE),
        "profiles": profile_table(findings(records.comparison, Profile)),
        "timelines": timeline_table(findings(records.comparison, Timeline)),
        "gaps": gap_table(findings(records.comparison, Gap)),
        "price_ranges": _frame(findings(records.comparison, PriceRange), schemas.PRICE_RANGE),
        "rankings": ranking_table(findings(records.comparison, RankingNote)),
        "failures": _frame(records.failures, schemas.FAILURE),
    }


def findings(comparison: Comparison, kind: type[Found]) -> tuple[Found, ...]:
    """The findings of one type, in their order."""
    return tuple(finding for finding in comparison.findings if isinstance(finding, kind))


def to_csv(frame: pl.DataFrame) -> bytes:
    """Writes a frame as CSV with BOM: lists joined by "; ", decimals without trailing zeros, structs as JSON."""
    return BOM + frame.select(_cell(name, kind) for name, kind in frame.schema.items()).write_csv().encode()


def plain_number(column: pl.Expr) -> pl.Expr:
    """A DECIMAL(38,6) column as text without trailing zeros: "2500000", "0.5"."""
    return column.cast(pl.String).str.replace(r"\.?0*$", "")


def _cell(name: str, kind: pl.DataType) -> pl.Expr:
    column = pl.col(name)
    if kind == schemas.TEXTS:
        return column.list.join("; ")
    if isinstance(kind, pl.Decimal):
        return plain_number(column)
    if isinstance(kind, pl.List | pl.Struct):
        return column.map_elements(lambda value: msgspec.json.encode(value.to_list()).decode(), return_dtype=pl.String)
    return column


def _frame(records: Iterable[Any], schema: Schema) -> pl.DataFrame:
    """A frame with a column for each field named in `schema`; a record without the field has null there."""
    return _rows([[_plain(getattr(record, name, None)) for name in schema] for record in records], schema)


def _rows(rows: Sequence[Sequence[object]], schema: Schema) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=dict(schema), orient="row")


def _plain(value: object) -> object:
    """A field as polars takes it: tuples as lists, decimals as the column holds them (None beyond its digits)."""
    if isinstance(value, Decimal):
        return quantise(value) if abs(value) < LARGEST else None
    return list(value) if isinstance(value, tuple) else value


def _documents(documents: tuple[Document, ...]) -> pl.DataFrame:
    pages = pl.Series("pages", [len(document.pages) for document in documents], dtype=schemas.COUNT)
    return _frame(documents, schemas.DOCUMENT).with_columns(pages)


def _mentions(records: Records) -> pl.DataFrame:
    texts = {document.doc_id: document.text for document in records.documents}
    added = [_added(mention, texts[mention.doc_id]) for mention in records.mentions]
    return _frame(records.mentions, schemas.MENTION).hstack(_rows(added, schemas.MENTION_ADDED))


def _added(mention: AnyMention, text: str) -> list[object]:
    """The row of `MENTION_ADDED`."""
    number = (mention.min, mention.max) if isinstance(mention, Money | Percent) else (None, None)
    duration = (mention.min, mention.max) if isinstance(mention, Duration) else (None, None)
    period = (mention.from_, mention.to) if isinstance(mention, Period) else (None, None)
    return [
        mention.__struct_config__.tag,
        *(_plain(side) for side in number),
        *duration,
        *(years(side) if side else None for side in duration),
        *period,
        " ".join(text[mention.sentence.start : mention.sentence.end].split()),
        [msgspec.to_builtins(box) for box in mention.boxes],
    ]


def _facts(dataset: Dataset) -> pl.DataFrame:
    converted = [[_plain(getattr(fact.converted, name, None)) for name in schemas.CONVERTED] for fact in dataset.facts]
    schema = {f"converted_{name}": kind for name, kind in schemas.CONVERTED.items()}
    frame = _frame(dataset.facts, schemas.FACT).hstack(_rows(converted, schema))
    return frame.hstack(comparable_columns(dataset.facts))

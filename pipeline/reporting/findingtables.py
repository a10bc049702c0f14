"""Tables of findings whose records do not fit a row as they are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

import polars as pl

from pipeline.comparison.figures import LARGEST, quantise
from pipeline.comparison.prices import METHODS
from pipeline.data import Fact, Gap, Profile, RankingNote, Timeline, Unresolved
from pipeline.reporting import schemas
from pipeline.reporting.schemas import Schema


def profile_table(found: Iterable[Profile]) -> pl.DataFrame:
    """One row a measure: the keys of whom it is for, the stages it pays for, what it raises or lowers."""
    rows = [
        [p.measure_id, *([cue.key for cue in cues] for cues in (p.beneficiaries, p.stages, p.changes))] for p in found
    ]
    return _table(rows, schemas.PROFILE)


def timeline_table(found: Iterable[Timeline]) -> pl.DataFrame:
    """One row a measure: the years that it runs from and to."""
    rows = [
        [t.measure_id, t.basis, t.start, t.end, t.open, [str(year) for year in t.budget_years], list(t.fact_ids)]
        for t in found
    ]
    return _table(rows, schemas.TIMELINE)


def gap_table(found: Iterable[Gap]) -> pl.DataFrame:
    """One row a country, instrument and kind of missing."""
    rows = [[gap.country, gap.instrument, gap.kind, gap.value, list(gap.measure_ids)] for gap in found]
    return _table(rows, schemas.GAP)


def ranking_table(found: Iterable[RankingNote]) -> pl.DataFrame:
    """One row a warning: the pairs that change places, and the measures in their order by each method."""
    rows = [
        [
            *(note.scope, note.key, note.value, note.role),
            [" ".join(pair) for pair in note.turned],
            list(note.year_unknown),
            *(list(note.orders.get(method, ())) for method in METHODS),
        ]
        for note in found
    ]
    return _table(rows, schemas.RANKING)


def unresolved_table(found: Iterable[Unresolved]) -> pl.DataFrame:
    """One row a name that no entry knows."""
    rows = [
        [
            *(name.name_id, name.doc_id, name.of, name.form, name.times, name.page, name.quote, name.rule),
            [f"{near.form} ({near.entry}, {near.score:.0f})" for near in name.nearest],
        ]
        for name in found
    ]
    return _table(rows, schemas.UNRESOLVED)


def comparable_columns(facts: Sequence[Fact]) -> pl.DataFrame:
    """The facts' amounts by the methods other than market rates, in columns that carry the method as prefix."""
    names = {f"{method}_{name}": kind for method in METHODS[1:] for name, kind in schemas.COMPARABLE.items()}
    rows = []
    for fact in facts:
        found = {conversion.method: conversion for conversion in fact.comparable}
        sides = [
            (found[method].min, found[method].max, found[method].year) if method in found else (None, None, None)
            for method in METHODS[1:]
        ]
        rows.append([value for low, high, year in sides for value in (_held(low), _held(high), year)])
    return _table(rows, names)


def _held(number: Decimal | None) -> Decimal | None:
    """A number as the column holds it; None beyond its digits."""
    return None if number is None or abs(number) >= LARGEST else quantise(number)


def _table(rows: Sequence[Sequence[object]], schema: Schema) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=dict(schema), orient="row")

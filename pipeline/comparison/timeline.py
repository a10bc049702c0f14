"""Timeline: the years in which each measure runs, from its periods and from budgets of stated years."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from pipeline.comparison.figures import UNKNOWN
from pipeline.data import AnyMention, Dataset, Measure, Money, Period, Timeline

YEAR_CHARS = 4


@dataclass(slots=True)
class _Years:
    """What the facts of a measure tell: first and last years of periods, whether one is open, budgets' years."""

    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    open: bool = False
    budgets: set[int] = field(default_factory=set)
    facts: list[str] = field(default_factory=list)


def timelines(dataset: Dataset, mentions: Mapping[str, AnyMention]) -> tuple[Timeline, ...]:
    """The time of each measure of which any is told, by measure."""
    told: dict[str, _Years] = defaultdict(_Years)
    for fact in sorted(dataset.facts, key=lambda f: f.fact_id):
        mention = mentions.get(fact.mention_id)
        if fact.subject_type == "measure" and mention is not None and _add(told[fact.subject], mention):
            told[fact.subject].facts.append(fact.fact_id)
    measures = sorted(dataset.measures, key=lambda m: m.measure_id)
    return tuple(
        _timeline(m, told[m.measure_id]) for m in measures if m.measure_id in told and told[m.measure_id].facts
    )


def _add(years: _Years, mention: AnyMention) -> bool:
    """Adds a value; false where it tells no year."""
    if isinstance(mention, Period):
        start, end = _year(mention.from_), _year(mention.to)
        years.starts += [start] if start is not None else []
        years.ends += [end] if end is not None else []
        years.open = years.open or (start is not None and mention.to is None)
        return start is not None or end is not None
    if isinstance(mention, Money) and mention.role == "budget" and (year := _year(mention.year)) is not None:
        years.budgets.add(year)
        return True
    return False


def _timeline(measure: Measure, years: _Years) -> Timeline:
    known = bool(years.starts or years.ends)
    starts, ends = (years.starts, years.ends) if known else (sorted(years.budgets), sorted(years.budgets))
    return Timeline(
        measure_id=measure.measure_id,
        country=measure.country or UNKNOWN,
        basis="period" if known else "fiscal_years",
        start=min(starts, default=None),
        end=None if years.open else max(ends, default=None),
        open=years.open,
        budget_years=tuple(sorted(years.budgets)),
        fact_ids=tuple(years.facts),
    )


def _year(date: str | None) -> int | None:
    """The year of an ISO date or year."""
    return int(date[:YEAR_CHARS]) if date and date[:YEAR_CHARS].isdigit() else None

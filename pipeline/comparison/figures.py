"""Figures: the facts of measures as comparable numbers, in one polars frame.

Only what is comparable becomes a figure: money that `normalise` could convert, of role award or budget, and durations.
Left out are an author's own conversions (the amount itself is already there), and contributions, thresholds and fees,
which say nothing of what a measure pays. The facts themselves stay in `facts.jsonl` and in every table of values.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, localcontext
from typing import Literal

import polars as pl

from pipeline.data import AnyMention, Clustering, Dataset, Duration, Extraction, Fact, Method, Money, Role

Value = Literal["money", "money_per_year", "duration"]

UNKNOWN = "unknown"
"""The country of a measure whose country no document tells."""
YEARS = "years"
MONTHS_A_YEAR = 12
COMPARED_ROLES = frozenset({"award", "budget"})
PLACES = Decimal("0.000001")
"""Figures carry six decimals, as DECIMAL(38,6) does in DuckDB."""
LARGEST = Decimal("1e30")
"""Beyond this a figure does not fit DECIMAL(38,6), and is no amount of money or time either."""

FIGURE_SCHEMA: dict[str, pl.DataType | type[pl.DataType]] = {
    "fact_id": pl.String,
    "measure_id": pl.String,
    "country": pl.String,
    "cluster_id": pl.String,
    "value": pl.String,
    "role": pl.String,
    "unit": pl.String,
    "low": pl.Decimal(38, 6),
    "middle": pl.Decimal(38, 6),
    "high": pl.Decimal(38, 6),
}

_ISO_DURATION = re.compile(
    r"P(?:(?P<years>[\d.]+)Y)?(?:(?P<months>[\d.]+)M)?(?:(?P<weeks>[\d.]+)W)?(?:(?P<days>[\d.]+)D)?"
    r"(?:T(?:(?P<hours>[\d.]+)H)?(?:(?P<minutes>[\d.]+)M)?(?:(?P<seconds>[\d.]+)S)?)?"
)
_DAYS_A_YEAR = Decimal("365.25")
_YEARS_EACH = {
    "years": Decimal(1),
    "months": 1 / Decimal(12),
    "weeks": 7 / _DAYS_A_YEAR,
    "days": 1 / _DAYS_A_YEAR,
    "hours": 1 / (24 * _DAYS_A_YEAR),
    "minutes": 1 / (1440 * _DAYS_A_YEAR),
    "seconds": 1 / (86400 * _DAYS_A_YEAR),
}


@dataclass(frozen=True, slots=True)
class Figure:
    """A fact as a number: `low` to `high` (equal for a single value) in `unit` (a currency, or years).

    A range with an open side stands at the side that is stated: "up to 5 years" counts as 5 years. `middle` is the
    mean of both sides and is what medians are taken of.
    """

    fact_id: str
    measure_id: str
    value: Value
    role: Role | None
    unit: str
    low: Decimal
    high: Decimal

    @property
    def middle(self) -> Decimal:
        """The mean of both sides, to six decimals."""
        return quantise((self.low + self.high) / 2)


def quantise(number: Decimal) -> Decimal:
    """`number` to six decimals, half up on ties to even."""
    with localcontext() as context:
        context.prec = 60
        return number.quantize(PLACES)


def years(duration: str) -> Decimal | None:
    """Reads an ISO 8601 duration as years (`P6M` = 0.5, `P30D` = 0.082136); None when it is not one."""
    match = _ISO_DURATION.fullmatch(duration)
    if match is None or not any(match.groups()):
        return None
    parts = (Decimal(number) * _YEARS_EACH[name] for name, number in match.groupdict().items() if number)
    return quantise(sum(parts, Decimal(0)))


def mentions_by_id(extractions: Iterable[Extraction]) -> dict[str, AnyMention]:
    """All values of the corpus by their id."""
    return {mention.mention_id: mention for extraction in extractions for mention in extraction.mentions}


def figures(dataset: Dataset, mentions: Mapping[str, AnyMention], *, method: Method = "market") -> tuple[Figure, ...]:
    """The comparable facts of measures, by measure and then fact id; money as the method converts it."""
    found = (
        _figure(fact, mentions[fact.mention_id], method)
        for fact in dataset.facts
        if fact.subject_type == "measure" and fact.mention_id in mentions
    )
    return tuple(sorted((f for f in found if f is not None), key=lambda f: (f.measure_id, f.fact_id)))


def figure_frame(items: tuple[Figure, ...], dataset: Dataset, clustering: Clustering) -> pl.DataFrame:
    """The figures as a frame with country and cluster; a figure that a measure repeats counts once."""
    countries = {m.measure_id: m.country or UNKNOWN for m in dataset.measures}
    clusters = {measure: c.cluster_id for c in clustering.clusters for measure in c.measure_ids}
    rows = [
        (
            *(f.fact_id, f.measure_id, countries.get(f.measure_id, UNKNOWN), clusters.get(f.measure_id)),
            *(f.value, f.role, f.unit, f.low, f.middle, f.high),
        )
        for f in items
    ]
    same = ["measure_id", "value", "role", "unit", "low", "high"]
    frame = pl.DataFrame(rows, schema=FIGURE_SCHEMA, orient="row")
    return frame.sort("fact_id").unique(subset=same, keep="first", maintain_order=True)


def _figure(fact: Fact, mention: AnyMention, method: Method) -> Figure | None:
    if isinstance(mention, Money):
        return _money_figure(fact, mention, method)
    if isinstance(mention, Duration):
        low, high = (years(side) if side else None for side in (mention.min, mention.max))
        return _closed(fact, "duration", None, YEARS, (low, high))
    return None


def _money_figure(fact: Fact, mention: Money, method: Method) -> Figure | None:
    ways = (fact.converted, *fact.comparable)
    converted = next((way for way in ways if way is not None and way.method == method), None)
    if converted is None or mention.conversion_of is not None or mention.role not in COMPARED_ROLES:
        return None
    times = MONTHS_A_YEAR if "month" in mention.per else 1
    sides = tuple(None if side is None else side * times for side in (converted.min, converted.max))
    value: Value = "money_per_year" if is_yearly(mention) else "money"
    return _closed(fact, value, mention.role, converted.currency, (sides[0], sides[1]))


def is_yearly(mention: Money) -> bool:
    """Whether an amount is one year's: per year, per month (counted twelvefold), or the budget of a stated year."""
    return bool({"year", "month"} & set(mention.per)) or (mention.role == "budget" and mention.year is not None)


def _closed(
    fact: Fact, value: Value, role: Role | None, unit: str, sides: tuple[Decimal | None, Decimal | None]
) -> Figure | None:
    stated = [side for side in sides if side is not None and abs(side) < LARGEST]
    if not stated:
        return None
    low, high = quantise(min(stated)), quantise(max(stated))
    return Figure(fact_id=fact.fact_id, measure_id=fact.subject, value=value, role=role, unit=unit, low=low, high=high)

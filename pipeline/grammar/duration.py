"""Lengths of time: 3～5年, 十年以下, 14-60 天, 一年半, up to 36 months, five-year, two to three years.

A year is never a duration (2018年), nor an age, a frequency (每5年) or a distance in time (十年前, two years later).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import msgspec

from pipeline.data import Bound
from pipeline.grammar.bounds import BoundReader
from pipeline.grammar.expression import Expression, ExpressionReader, Unit
from pipeline.grammar.money import limits
from pipeline.text.numerals import Number, alternatives


class TimeUnit(msgspec.Struct, frozen=True):
    """A row of time_units.csv; `unit` is Y, M, W, D or H."""

    form: str
    unit: str
    language: str


class DurationContext(msgspec.Struct, frozen=True):
    """A row of duration_context.csv: a word beside a number of years that makes it no duration, and why."""

    form: str
    position: str
    language: str
    note: str


@dataclass(frozen=True, slots=True)
class DurationValue:
    """A length of time at `text[start:end]`, ISO 8601."""

    start: int
    end: int
    min: str | None
    max: str | None
    bound: Bound
    rule: str
    confidence: float


HALF = re.compile(r"(?<![一二两三四五六七八九十0-9])半(?P<unit>年|个月|天|日|个学期)")
HALF_UNITS = {"年": "P6M", "个月": "P15D", "天": "PT12H", "日": "PT12H", "个学期": "P3M"}
DATE_BEFORE = re.compile(r"(?:月|[/.\-年])\s?\Z")


class DurationGrammar:
    """Reads durations. Built once from time_units.csv and duration_context.csv."""

    def __init__(self, units: tuple[TimeUnit, ...], context: tuple[DurationContext, ...], bounds: BoundReader) -> None:
        self._units = {u.form.casefold(): u.unit for u in units}
        han = alternatives(u.form for u in units if u.language == "zh")
        latin = alternatives(u.form for u in units if u.language == "en")
        self._after = re.compile(
            rf"\s?(?:(?P<han>{han})(?![级代龄鉴轻青元圆圓本方益常报期边围津然空月])|[\s\-–]?(?P<latin>{latin})(?![A-Za-z]))",
            re.IGNORECASE,
        )
        self._expressions = ExpressionReader(before=lambda text, start: None, after=self._unit_after, mixed=True)
        self._bounds = bounds
        self._not_before = self._context(context, "before", r"(?:{})\s*(?:的)?\s*\Z")
        self._not_after = self._context(context, "after", r"\s?(?:{})")

    @staticmethod
    def _context(rows: tuple[DurationContext, ...], position: str, pattern: str) -> re.Pattern[str]:
        han = alternatives(r.form for r in rows if r.position == position and r.language == "zh")
        latin = alternatives(r.form for r in rows if r.position == position and r.language == "en")
        return re.compile(pattern.format(rf"{han}|(?<![A-Za-z])(?:{latin})(?![A-Za-z])"), re.IGNORECASE)

    def find(self, text: str, numbers: Sequence[Number]) -> list[DurationValue]:
        """All durations of `text`."""
        found = [self._half(text, m) for m in HALF.finditer(text)]
        for expression in self._expressions.expressions(text, numbers):
            if self._is_duration(text, expression):
                found.append(self._value(text, expression))
        return sorted(found, key=lambda d: d.start)

    def _unit_after(self, text: str, end: int) -> Unit | None:
        match = self._after.match(text, end)
        if not match:
            return None
        if match["han"] == "月" and "个" not in text[end : match.end()]:
            return None
        return Unit(self._units[(match["han"] or match["latin"]).casefold()], match.end())

    def _is_duration(self, text: str, e: Expression) -> bool:
        if e.written == "arabic" and e.low >= 1900 and e.low == int(e.low) or e.high > 1000:
            return False
        if text[e.end - 1 : e.end] == "日" and DATE_BEFORE.search(text, max(0, e.start - 3), e.start):
            return False
        if text[max(0, e.start - 1) : e.start].isascii() and text[max(0, e.start - 1) : e.start].isalnum():
            return False
        if "几" in text[e.start : e.end] or "数" in text[e.start : e.end]:
            return False
        start = self._bounds.around(text, e.start, e.end).start
        if self._not_before.search(text, max(0, start - 14), start):
            return False
        return not self._not_after.match(text, e.end)

    def _value(self, text: str, e: Expression) -> DurationValue:
        end, half = e.end, Decimal(0)
        if text[end : end + 1] == "半" and e.unit == "Y":
            end, half = end + 1, Decimal("0.5")
        bounded = self._bounds.around(text, e.start, end, ranged=e.ranged)
        bound: Bound = "at_least" if e.fuzzy and bounded.bound == "exact" else bounded.bound
        low, high = limits(e.low + half, e.high + half, bound)
        return DurationValue(
            bounded.start, bounded.end, _iso(low, e.unit), _iso(high, e.high_unit), bound,
            rule="duration." + ("range" if e.ranged else "list" if e.members > 1 else "single"), confidence=0.95,
        )  # fmt: skip

    def _half(self, text: str, match: re.Match[str]) -> DurationValue:
        value = HALF_UNITS[match["unit"]]
        bounded = self._bounds.around(text, match.start(), match.end())
        low = None if bounded.bound == "at_most" else value
        high = None if bounded.bound == "at_least" else value
        return DurationValue(bounded.start, bounded.end, low, high, bounded.bound, "duration.half", 0.9)


def _iso(value: Decimal | None, unit: str) -> str | None:
    """A number of units as ISO 8601: 2 Y → P2Y, 1.5 Y → P1Y6M, 24 H → PT24H."""
    if value is None:
        return None
    whole = int(value)
    if unit == "Y" and value != whole:
        months = (value - whole) * 12
        return f"P{whole}Y{int(months)}M" if whole else f"P{int(months)}M"
    number = f"{whole}" if value == whole else f"{value.normalize():f}"
    return f"PT{number}H" if unit == "H" else f"P{number}{unit}"

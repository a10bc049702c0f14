"""Lengths of time: 3～5年, 十年以下, 14-60 天, 一年半, up to 36 months, five-year, two to three years.

A year is never a duration (2018年), nor an age, a frequency (每5年) or a distance in time (十年前, two years later).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

import msgspec

from pipeline.data import Bound
from pipeline.grammar.bounds import Bounded, BoundReader
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


HALF = re.compile(r"(?<![一二两三四五六七八九十0-9上下前后後大])半(?P<unit>年(?![报報度刊])|个月|個月|天|日|个学期)")
HALVES = {
    "年": "P6M",
    "个月": "P15D",
    "個月": "P15D",
    "天": "PT12H",
    "日": "PT12H",
    "个学期": "P3M",
    "year": "P6M",
    "month": "P15D",
}
ARTICLE = re.compile(
    r"(?<![A-Za-z])(?:half an? (?P<half>year|month)|(?:(?:for|within|than|least|most|about|around|nearly|almost|approximately|roughly|to|over"
    r"|lasts|lasting|lasted|takes?) )?(?P<value>an? (?P<unit>year|month|week|day)(?P<more> and a half)?))(?![A-Za-z\-])",
    re.IGNORECASE,
)
COMPOUND = re.compile(r"又|, ?| and |, and | ?")
LONE_DAY = re.compile(r"[\d一二两三四五六七八九十百]\s?日\Z")
DATE_BEFORE = re.compile(r"(?:月|[/.\-年])\s?\Z")
DAY_SAYS = re.compile(r"\s?(?:[内間间期]|以内|以上|以下|之内|的)")
AFTERWARDS = re.compile(r"的[\u4e00-\u9fff]{1,4}(?<!士)后")  # 十年的发展后
COMING = re.compile(r"(?<=年)来(?![自华源访])|(?:以?来)(?=[，,、；。的]|\Z)")  # 十年来; not 三年来华 or 2个月来日本
SPANNING = re.compile(
    r"(?<![A-Za-z])(?:for|of|last|lasts|lasted|lasting|takes?|took|is|are|was|were|with|well|just|than|and)\s\Z",
    re.IGNORECASE,
)


class DurationGrammar:
    """Reads durations. Built once from time_units.csv and duration_context.csv."""

    def __init__(self, units: tuple[TimeUnit, ...], context: tuple[DurationContext, ...], bounds: BoundReader) -> None:
        self._units = {u.form.casefold(): u.unit for u in units}
        han = alternatives(u.form for u in units if u.language == "zh")
        latin = alternatives(u.form for u in units if u.language == "en")
        self._after = re.compile(
            rf"\s?(?:(?P<han>{han})(?![级代龄鉴轻青元圆圓本方益常报期边围津然空月年度岁歲])|[\s\-–]?(?P<latin>{latin})(?![A-Za-z]))",
            re.IGNORECASE,
        )
        self._expressions = ExpressionReader(
            before=lambda text, start: None, after=self._unit_after, mixed=True, sums=True
        )
        self._bounds = bounds
        gone = tuple(r for r in context if r.note == "elapsed")
        self._gone_before = self._context(gone, "before", r"(?:{})\s*(?:的)?\s*\Z")
        rest = tuple(r for r in context if r.note != "elapsed")
        self._not_before = self._context(rest, "before", r"(?:{})\s*(?:的)?\s*\Z")
        self._not_after = self._context(context, "after", r"[\s\-]?(?:{})")

    @staticmethod
    def _context(rows: tuple[DurationContext, ...], position: str, pattern: str) -> re.Pattern[str]:
        han = alternatives(r.form for r in rows if r.position == position and r.language == "zh")
        latin = alternatives(r.form for r in rows if r.position == position and r.language == "en")
        either = [han] * bool(han) + [rf"(?<![A-Za-z])(?:{latin})(?![A-Za-z])"] * bool(latin)
        return re.compile(pattern.format("|".join(either)), re.IGNORECASE)

    def find(self, text: str, numbers: Sequence[Number]) -> list[DurationValue]:
        """All durations of `text`."""
        found = [v for m in HALF.finditer(text) if (v := self._fixed(text, m.span(), HALVES[m["unit"]]))]
        found += [v for m in ARTICLE.finditer(text) if (v := self._article(text, m))]
        for group in _lists(_joined(text, self._expressions.expressions(text, numbers))):
            if self._is_duration(text, group[-1]):
                found += [self._value(text, e) for e in group if self._is_duration(text, e)]
        return sorted(found, key=lambda d: d.start)

    def _unit_after(self, text: str, end: int) -> Unit | None:
        match = self._after.match(text, end)
        if not match:
            return None
        if match["han"] == "月" and "个" not in text[end : match.end()]:
            return None
        return Unit(self._units[(match["han"] or match["latin"]).casefold()], match.end())

    def _is_duration(self, text: str, e: Expression) -> bool:
        written = text[e.start : e.end]
        if e.written == "arabic" and e.low >= 1900 and e.low == int(e.low) or not 0 < e.high <= 1000:
            return False
        if e.written == "han" and written[0] in "百千" or any(c in written for c in "几数幾數"):
            return False
        if e.written == "word" and e.ranged and e.high == e.low * 10:  # several years, tens of years
            return False
        before = text[max(0, e.start - 1) : e.start]
        if before.isascii() and before.isalnum():
            return False
        bounded = self._bounds.around(text, e.start, e.end)
        if LONE_DAY.search(written) and not self._counts_days(text, e, bounded):
            return False
        if not e.ranged and self._gone_before.search(text, max(0, bounded.start - 14), bounded.start):
            return False  # 经过十年; but 经过5至10年的培育 is planned
        return not self._elapsed(text, bounded.start, e.start) and not self._points(text, e.end)

    @staticmethod
    def _counts_days(text: str, e: Expression, bounded: Bounded) -> bool:
        """Whether 日 counts days and is no date: 5月3日, 于3日."""
        if DATE_BEFORE.search(text, max(0, e.start - 3), e.start):
            return False
        return e.high > 31 or bounded.bound != "exact" or DAY_SAYS.match(text, e.end) is not None

    def _elapsed(self, text: str, start: int, number: int) -> bool:
        """Whether the words before a value make it an age, a frequency or time gone by; 近十年 is the last ten years."""
        return text[start:number] == "近" or self._not_before.search(text, max(0, start - 14), start) is not None

    def _points(self, text: str, end: int) -> bool:
        """Whether the words behind a value make it a point in time or part of a name."""
        return bool(self._not_after.match(text, end) or COMING.match(text, end) or AFTERWARDS.match(text, end))

    def _value(self, text: str, e: Expression) -> DurationValue:
        end, half = e.end, Decimal(0)
        if text[end : end + 1] == "半" and e.unit == "Y":
            end, half = end + 1, Decimal("0.5")
        bounded = self._bounded(text, e.start, end, ranged=e.ranged)
        bound: Bound = "at_least" if e.fuzzy and bounded.bound == "exact" else bounded.bound
        low, high = limits(e.low + half, e.high + half, bound)
        return DurationValue(
            bounded.start, bounded.end, _iso(low, e.unit), _iso(high, e.high_unit), bound,
            rule="duration." + ("range" if e.ranged else "list" if e.members > 1 else "single"), confidence=0.95,
        )  # fmt: skip

    def _bounded(self, text: str, start: int, end: int, *, ranged: bool = False) -> Bounded:
        """The bound around a duration. `over three years` says when the money flows, `for over three years` how long at least."""
        bounded = self._bounds.around(text, start, end, ranged=ranged)
        over = text[bounded.start : bounded.start + 5].casefold() == "over "
        if over and bounded.start < start and not SPANNING.search(text, max(0, bounded.start - 10), bounded.start):
            return Bounded("range" if ranged else "exact", start, end)
        return bounded

    def _article(self, text: str, match: re.Match[str]) -> DurationValue | None:
        """A year, a month with its article: only behind a word that takes a length of time, as `$5 million a year` has none."""
        if match["half"]:
            return self._fixed(text, match.span(), HALVES[match["half"].casefold()])
        if match.start("value") == match.start() and not match["more"]:
            return None
        unit = match["unit"][0].upper()
        return self._fixed(text, match.span("value"), _iso(Decimal("1.5") if match["more"] else Decimal(1), unit))

    def _fixed(self, text: str, span: tuple[int, int], value: str | None) -> DurationValue | None:
        """A duration in words that is no number and a unit: 半年, half a year."""
        bounded = self._bounded(text, *span)
        if self._elapsed(text, bounded.start, span[0]) or self._points(text, span[1]):
            return None
        low = None if bounded.bound == "at_most" else value
        high = None if bounded.bound == "at_least" else value
        return DurationValue(bounded.start, bounded.end, low, high, bounded.bound, "duration.half", 0.9)


def _lists(expressions: list[Expression]) -> list[list[Expression]]:
    """Expressions grouped by the list that they are members of; one alone is a group."""
    groups: list[list[Expression]] = []
    for e in expressions:
        if e.member and groups:
            groups[-1].append(e)
        else:
            groups.append([e])
    return groups


def _joined(text: str, expressions: list[Expression]) -> list[Expression]:
    """Joins years and months that follow each other (3年6个月, 2 years and 6 months) to one value in years."""
    joined: list[Expression] = []
    for e in expressions:
        last = joined[-1] if joined else None
        if last and _continues(last, e) and COMPOUND.fullmatch(text, last.end, e.start):
            years = last.low + e.low / 12
            joined[-1] = replace(last, end=e.end, low=years, high=years)
        else:
            joined.append(e)
    return joined


def _continues(years: Expression, months: Expression) -> bool:
    plain = not years.ranged and not months.ranged
    return plain and (years.unit, months.unit) == ("Y", "M") and years.low < 1900 and months.high < 12


def _iso(value: Decimal | None, unit: str) -> str | None:
    """A number of units as ISO 8601: 2 Y → P2Y, 1.5 Y → P1Y6M, 24 H → PT24H."""
    if value is None:
        return None
    whole = int(value)
    if unit == "Y" and value != whole:
        months = round((value - whole) * 12)
        return f"P{whole}Y{months}M" if whole else f"P{months}M"
    number = f"{whole}" if value == whole else f"{value.normalize():f}"
    return f"PT{number}H" if unit == "H" else f"P{number}{unit}"

"""Lengths of time: 3～5年, 十年以下, 14-60 天, 一年半, up to 36 months, five-year, two to three years.

A year is never a duration (2018年), nor an age, a frequency (每5年) or a distance in time (十年前, two years later).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

import msgspec

from pipeline.data import Bound
from pipeline.grammar.bounds import Bounded, BoundReader
from pipeline.grammar.clause import clause
from pipeline.grammar.expression import Changes, Expression, ExpressionReader, Unit
from pipeline.grammar.money import limits
from pipeline.grammar.timecontext import DurationContext, TimeContext
from pipeline.text.numerals import Number
from pipeline.text.patterns import alternatives, fold


class TimeUnit(msgspec.Struct, frozen=True):
    """A row of time_units.csv; `unit` is Y, M, W, D or H, `factor` how many of them one is (a decade: 10 Y)."""

    form: str
    unit: Literal["Y", "M", "W", "D", "H"]
    language: str
    factor: int = 1


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
HALF_EN = re.compile(r"half an? (?P<half>year|month)(?![a-z\-])")
ARTICLE = re.compile(r"\s(?P<unit>year|month|week|day|decade)(?P<more> and a half)?(?![a-z\-])")
ONE = re.compile(  # words behind which a year with its article is a length of time; `$5 million a year` has none
    r"(?<![a-z])(?:(?P<takes>for|within|than|least|most|about|around|nearly|almost|approximately|roughly|to|over|by|or|lasts?|lasting|lasted"
    r"|takes?|took|exceed|exceeding|under|additional)\s)?(?P<article>an?|another)\Z|(?<![a-z])(?P<coming>next|coming|following)\Z"
)
COMPOUND = re.compile(r"又|零|, ?| and |, and | ?")
PART_OF = re.compile(
    r"[a-z0-9]\Z|\d[-–/]\Z|\d{4}\s?年\s?\Z|第[一二三四五六七八九十\d]{1,3}[、，,和与至到-]\Z"
)  # M6, the end of 2019-20, 2018年一年, 第四、五年
LONE_DAY = re.compile(r"[\d一二两三四五六七八九十百]\s?日\Z")
DATE_BEFORE = re.compile(r"(?:月|[/.\-年])\s?\Z")
DAY_SAYS = re.compile(r"\s?(?:[内間间期]|以内|以上|以下|之内|的)")
INSIDE = re.compile(r"\s?(?:[之以]?[内內](?![容部需涵在蒙地外化陆]))")
FORBIDDEN = re.compile(r"禁止|不得|不准|不可|不能|不许|不許|严禁")
HYPHENED = re.compile(r"\d-[a-z]")
COUNTED = re.compile(r"[前这這该該此头首]\s?\Z")  # the first 13 years, these 3 years
SPANNING = re.compile(
    r"(?<![a-z])(?:for|of|last|lasts|lasted|lasting|takes?|took|is|are|was|were|with|well|just|than|and)\s\Z"
)


class DurationGrammar:
    """Reads durations. Built once from time_units.csv and duration_context.csv."""

    def __init__(
        self,
        units: tuple[TimeUnit, ...],
        context: tuple[DurationContext, ...],
        *,
        bounds: BoundReader,
        changes: Changes,
    ) -> None:
        self._units = {fold(u.form): f"{u.factor if u.factor > 1 else ''}{u.unit}" for u in units}
        han, latin = (
            alternatives((fold(u.form) for u in units if u.language == language), blanks=language == "en")
            for language in ("zh", "en")
        )
        self._after = re.compile(
            rf"\s?(?:(?P<han>{han})(?![级代龄鉴轻青元圆圓本方益常报期边围津然空月年度岁歲]|\s?\d{{1,2}}\s?月)|[\s\-–]{{0,2}}(?P<latin>{latin})(?![a-z]))"
        )
        self._firsts = frozenset({fold(u.form)[0] for u in units} | set(" \n\u00a0-–"))
        self._expressions = ExpressionReader(
            before=lambda text, start: None, after=self._unit_after, changes=changes, mixed=True, sums=True
        )
        self._bounds, self._context = bounds, TimeContext(context)

    def find(self, text: str, numbers: Sequence[Number]) -> list[DurationValue]:
        """All durations of `text`."""
        text = fold(text)
        found = [v for m in ARTICLE.finditer(text) if (v := self._article(text, m))]
        if "半" in text:
            found += [v for m in HALF.finditer(text) if (v := self._fixed(text, m.span(), HALVES[m["unit"]]))]
        if "half a" in text:
            found += [v for m in HALF_EN.finditer(text) if (v := self._fixed(text, m.span(), HALVES[m["half"]]))]
        for group in _lists(_joined(text, self._expressions.expressions(text, numbers))):
            if self._is_duration(text, group[-1]):
                found += [self._value(text, e) for e in group if e is group[-1] or self._is_duration(text, e)]
        return sorted(found, key=lambda d: d.start)

    def _unit_after(self, text: str, end: int) -> Unit | None:
        match = self._after.match(text, end) if text[end : end + 1] in self._firsts else None
        if not match:
            return None
        if match["han"] == "月" and "个" not in text[end : match.end()]:
            return None
        return Unit(self._units[" ".join((match["han"] or match["latin"]).split())], match.end())

    def _is_duration(self, text: str, e: Expression) -> bool:
        written = text[e.start : e.end]
        if e.written == "arabic" and e.low >= 1900 and e.low == int(e.low) or not 0 < e.high <= 1000:
            return False
        if e.written == "han" and written[0] in "百千" or any(c in written for c in "几数幾數"):
            return False
        if e.written == "word" and e.ranged and e.high == e.low * 10:  # several years, tens of years
            return False
        if PART_OF.search(text, max(0, e.start - 6), e.start):
            return False
        bounded = self._bounds.around(text, e.start, e.end)
        if LONE_DAY.search(written) and not self._counts_days(text, e, bounded):
            return False
        if e.unit == "H" and self._context.serves(text, bounded.start, e.end):
            return False
        if self._context.due(text, (bounded.start, bounded.end), e.start, e.unit):
            return FORBIDDEN.search(text, *clause(text, e.start, e.end)) is not None
        if not e.ranged and self._context.gone_by(text, bounded.start):
            return False  # 经过十年; but 经过5至10年的培育 is planned
        if self._context.cycles(text, bounded.start, e.end):
            return True
        return not self._context.elapsed(text, bounded.start, e.start) and not self._context.points(text, e.end)

    @staticmethod
    def _counts_days(text: str, e: Expression, bounded: Bounded) -> bool:
        """Whether 日 counts days and is no date: 5月3日, 于3日."""
        if DATE_BEFORE.search(text, max(0, e.start - 3), e.start):
            return False
        return e.high > 31 or bounded.bound != "exact" or DAY_SAYS.match(text, e.end) is not None

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
        if text[bounded.start : bounded.start + 6] == "under " and HYPHENED.search(text, start, end):
            return Bounded("range" if ranged else "exact", start, end)  # under 5-year agreements
        over = text[bounded.start : bounded.start + 5] == "over "
        if over and bounded.start < start and not SPANNING.search(text, max(0, bounded.start - 10), bounded.start):
            return Bounded("range" if ranged else "exact", start, end)
        return bounded if ranged else self._within(text, bounded, start, end)

    def _within(self, text: str, bounded: Bounded, start: int, end: int) -> Bounded:
        """What 内 makes of a length: at most so long (5年内吸引), or just so long.

        The latter where money flows over it, something is forbidden in it, or it is counted from the start.
        """
        match = INSIDE.match(text, end)
        if not match or bounded.start < start:
            return bounded
        begin, stop = clause(text, start, match.end())
        if FORBIDDEN.search(text, begin, stop) or self._context.spreads(text, match.end(), stop):
            return Bounded("exact", start, end)
        counted = COUNTED.search(text, max(0, start - 2), start)
        return bounded if counted else Bounded("at_most", start, match.end())

    def _article(self, text: str, match: re.Match[str]) -> DurationValue | None:
        """A year, a month with its article: only behind a word that takes a length of time, as `$5 million a year` has none."""
        one = ONE.search(text, max(0, match.start() - 26), match.start())
        if not one or not (one["takes"] or match["more"] or (one["coming"] and match["unit"] == "decade")):
            return None
        start = match.start("unit") if one["coming"] else one.start("article")
        unit = self._units[match["unit"]]
        return self._fixed(text, (start, match.end()), _iso(Decimal("1.5") if match["more"] else Decimal(1), unit))

    def _fixed(self, text: str, span: tuple[int, int], value: str | None) -> DurationValue | None:
        """A duration in words that is no number and a unit: 半年, half a year."""
        bounded = self._bounded(text, *span)
        if self._context.elapsed(text, bounded.start, span[0]) or self._context.points(text, span[1]):
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
            joined[-1] = last._replace(end=e.end, low=years, high=years)
        else:
            joined.append(e)
    return joined


def _continues(years: Expression, months: Expression) -> bool:
    plain = not years.ranged and not months.ranged
    return plain and (years.unit, months.unit) == ("Y", "M") and years.low < 1900 and months.high < 12


def _iso(value: Decimal | None, unit: str) -> str | None:
    """A number of units as ISO 8601: 2 Y → P2Y, 1.5 Y → P1Y6M, 2 times 3M → P6M, 24 H → PT24H."""
    if value is None:
        return None
    value, unit = value * int(unit[:-1] or 1), unit[-1]
    whole = int(value)
    if unit == "Y" and value != whole:
        months = round((value - whole) * 12)
        return f"P{whole}Y{months}M" if whole else f"P{months}M"
    number = f"{whole}" if value == whole else f"{value.normalize():f}"
    return f"PT{number}H" if unit == "H" else f"P{number}{unit}"

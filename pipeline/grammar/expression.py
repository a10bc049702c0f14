"""Numbers joined to their units: single values, ranges, and lists that share a unit.

The one place that knows `2 000 万～ 5 亿日元`, `100万日元到7亿日元`, `5~7 亿日元`, `USD 70–120 million`, `2 678、2 661、2 817 亿日元` and
`7天到10年`: money, time and shares differ only in their units.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from pipeline.text.numerals import Number

RANGE = re.compile(r"-?\s*(?:~|～|〜|∼|-|–|—|－|−|―|‐|‑|至|到|to)\s*", re.IGNORECASE)
BETWEEN = re.compile(r"\s*(?:and|和|与)\s*", re.IGNORECASE)
LIST = re.compile(r"\s*(?:、|,|，|和|及|与|或|and|or|, and)\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as found beside a number: its code, where its words begin or end, whether its reading depends on context."""

    code: str
    edge: int
    ambiguous: bool = False


@dataclass(frozen=True, slots=True)
class Expression:
    """A value with its unit at `text[start:end]`. `high_unit` differs from `unit` only for `7天到10年`.

    `prefixed` says that its unit stands before it; `member` and `members` place it in a list that shares a unit (0 of 1 when alone).
    """

    start: int
    end: int
    low: Decimal
    high: Decimal
    unit: str
    high_unit: str
    ranged: bool = False
    fuzzy: bool = False
    ambiguous: bool = False
    prefixed: bool = False
    member: int = 0
    members: int = 1
    written: str = "arabic"


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with the unit that stands beside it, if one does."""

    number: Number
    unit: Unit | None
    prefixed: bool
    start: int
    end: int


UnitFinder = Callable[[str, int], Unit | None]


class ExpressionReader:
    """Joins numbers to the units that `before` and `after` find; `mixed` allows two units in one range (7天到10年)."""

    def __init__(self, *, before: UnitFinder, after: UnitFinder, mixed: bool = False, lists: bool = True) -> None:
        self._before, self._after, self._mixed, self._lists = before, after, mixed, lists

    def expressions(self, text: str, numbers: Sequence[Number]) -> list[Expression]:
        """All values of `text` that have a unit, from left to right."""
        quantities = [self._quantity(text, n) for n in numbers]
        groups: list[Expression | Quantity] = []
        i = 0
        while i < len(quantities):
            joined = self._range(text, quantities[i], quantities[i + 1]) if i + 1 < len(quantities) else None
            groups.append(joined or self._single(quantities[i]))
            i += 2 if joined else 1
        return self._share_units(text, groups)

    def _quantity(self, text: str, number: Number) -> Quantity:
        unit = self._before(text, number.start)
        if unit:
            number = number.with_short()
            return Quantity(number, unit, True, unit.edge, number.end)
        unit = self._after(text, number.end)
        if unit is None and number.short_scale is not None:
            short = number.with_short()
            unit = self._after(text, short.end)
            number = short if unit else number
        return Quantity(number, unit, False, number.start, unit.edge if unit else number.end)

    @staticmethod
    def _single(q: Quantity) -> Expression | Quantity:
        if q.unit is None:
            return q
        n = q.number
        return Expression(
            q.start, q.end, n.value, n.high_value, q.unit.code, q.unit.code,
            ranged=n.high != n.low, fuzzy=n.fuzzy == "over", ambiguous=q.unit.ambiguous, prefixed=q.prefixed, written=n.written,
        )  # fmt: skip

    def _range(self, text: str, a: Quantity, b: Quantity) -> Expression | None:
        gap = text[a.end : b.start]
        if len(gap) > 8 or not (a.unit or b.unit):
            return None
        if not RANGE.fullmatch(gap) and not (BETWEEN.fullmatch(gap) and _opens_between(text, a.start)):
            return None
        unit = b.unit or a.unit
        assert unit is not None
        if b.prefixed and a.unit is None:  # "2018 to JPY 473.9 billion": the first number has no unit to share
            return None
        if a.unit and not a.prefixed and b.unit is None:  # "5年-10" is no range: the unit closes the value
            return None
        if a.unit and b.unit and a.unit.code != b.unit.code and not self._mixed:
            return None
        number = self._inherit(a, b)
        same_unit = not a.unit or a.unit.code == unit.code
        if same_unit and number.value >= b.number.high_value:
            return None
        return Expression(
            a.start, b.end, number.value, b.number.high_value, (a.unit or unit).code, unit.code,
            ranged=True, ambiguous=unit.ambiguous, prefixed=a.prefixed, written=b.number.written,
        )  # fmt: skip

    @staticmethod
    def _inherit(a: Quantity, b: Quantity) -> Number:
        """The first number under the second's magnitude, where it has none of its own: 5~7 亿, $2 to $5 million."""
        if a.number.scale == 1 and b.number.scale > 1 and (a.unit is None or a.prefixed):
            shared = a.number.scaled(b.number.scale)
            if shared.value < b.number.high_value:
                return shared
        return a.number

    def _share_units(self, text: str, groups: list[Expression | Quantity]) -> list[Expression]:
        """Gives the bare numbers of a list the unit that closes it, and numbers its members."""
        found: list[Expression] = []
        pending: list[Quantity] = []
        for group in groups:
            if pending and not LIST.fullmatch(text[pending[-1].end : group.start]):
                pending = []
            if isinstance(group, Quantity):
                pending = [] if _year_like(group.number) else [*pending, group]
                continue
            bare = pending if self._lists and not group.prefixed else []
            members = [*(self._member(q, group, text) for q in bare), group]
            found += [replace(m, member=k, members=len(members)) for k, m in enumerate(members)]
            pending = []
        return found

    @staticmethod
    def _member(q: Quantity, closing: Expression, text: str) -> Expression:
        number = q.number
        scale = _scale_of(closing, text)
        if number.scale == 1 and scale > 1:
            number = number.scaled(scale)
        return replace(
            closing,
            start=q.start,
            end=q.number.end,
            low=number.value,
            high=number.high_value,
            ranged=False,
            fuzzy=False,
        )


def _scale_of(expression: Expression, text: str) -> Decimal:
    """The magnitude written in a list's closing member, from its digits and its value."""
    digits = re.match(r"\D*?([\d][\d \u00a0,，]*(?:\.\d+)?)", text[expression.start : expression.end])
    if not digits:
        return Decimal(1)
    written = Decimal(re.sub(r"[^\d.]", "", digits[1]) or "1")
    return expression.low / written if written else Decimal(1)


def _year_like(number: Number) -> bool:
    return number.scale == 1 and 1900 <= number.low <= 2100 and number.end - number.start == 4


def _opens_between(text: str, start: int) -> bool:
    return bool(re.search(r"(?:between|介于|从|在)\s*\Z", text[max(0, start - 9) : start], re.IGNORECASE))

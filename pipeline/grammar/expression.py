"""Numbers joined to their units: single values, ranges, changes, and lists that share a unit.

The one place that knows `2 000 万～ 5 亿日元`, `100万日元到7亿日元`, `5~7 亿日元`, `USD 70–120 million`, `2 678、2 661、2 817 亿日元`, `7天到10年`
and `increased from 10% to 20%` (two values, no range): money, time and shares differ only in their units.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Literal, NamedTuple

import msgspec

from pipeline.text.numerals import Number
from pipeline.text.patterns import alternatives

SUM = re.compile(r"\s?[+＋]\s?")
RANGE = re.compile(
    r"(?:[（(]不?含[)）])?-?\s*(?:~|～|〜|∼|-{1,2}|–|—{1,2}|－|−|―|‐|‑|至|到|から|to)\s*-?", re.IGNORECASE
)
BETWEEN = re.compile(r"\s*(?:and|和|与)\s*", re.IGNORECASE)
LABEL = re.compile(r"[A-Za-z]\.?\s\Z")
COMMA = re.compile(r"\s*[,，]\s*")
LIST = re.compile(r"\s*(?:、|,|，|和|及|与|或|and|or|, and)\s*", re.IGNORECASE)


class Unit(NamedTuple):
    """A unit as found beside a number: its code, where its words begin or end, whether its reading depends on context, its form."""

    code: str
    edge: int
    ambiguous: bool = False
    form: str = ""


class Expression(NamedTuple):
    """A value with its unit at `text[start:end]`. `high_unit` differs from `unit` only for `7天到10年`.

    `prefixed` says that its unit stands before it, `form` how it is written there; `member` and `members` place it in a list that
    shares a unit (0 of 1 when alone).
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
    scale: Decimal = Decimal(1)
    form: str = ""


class ChangeWord(msgspec.Struct, frozen=True):
    """A row of changes.csv: a `verb` behind which one value changes into another, or words between the two (`becomes`).

    Right before from, a `span` word says that they are the ends of a range all the same (ranging from).
    """

    form: str
    kind: Literal["verb", "becomes", "span"]
    language: str


class Changes:
    """Tells a change from a range: increased from 10% to 20% names two values, grants from $1 to $2 million one range."""

    def __init__(self, rows: tuple[ChangeWord, ...]) -> None:
        verbs, becomes, spans = (alternatives(r.form for r in rows if r.kind == k) for k in ("verb", "becomes", "span"))
        self._verb = re.compile(rf"(?<![A-Za-z]){verbs}(?![A-Za-z])", re.IGNORECASE)
        self._span = re.compile(rf"(?<![A-Za-z]){spans}\s\Z", re.IGNORECASE)
        self._becomes = re.compile(rf"\s*[，,]?\s*(?:逐步|逐渐|大幅|已|将|进一步)?(?:{becomes})了?\s*")

    def between(self, text: str, start: int, end: int, after: int) -> bool:
        """Whether the value at `text[start:end]` changes into the one that begins at `after`."""
        if self._becomes.fullmatch(text, end, after):
            return True
        lead = FROM.search(text, max(0, start - 40), start) if TO.fullmatch(text, end, after) else None
        if not lead:
            return False
        begin = max(0, lead.start() - REACH)
        if self._span.search(text, max(0, lead.start() - 12), lead.start()):
            return False
        stops = [m.end() for m in STOP.finditer(text, begin, lead.start())]
        return self._verb.search(text, stops[-1] if stops else begin, lead.start()) is not None


TO = re.compile(r",?\s+to\s+", re.IGNORECASE)
FROM = re.compile(
    r"(?<![A-Za-z])from\s(?:(?:the|a|an|its|their|current|present|existing|previous|former|initial|about|around)\s){0,3}[“\"‘']?\Z",
    re.IGNORECASE,
)
STOP = re.compile(r"[。；;!?！？]|\.\s")
GAP = 10  # characters between the two ends of a range or change
REACH = 140  # characters before `from` in which a verb of change stands


class Quantity(NamedTuple):
    """A number with the unit that stands beside it, if one does."""

    number: Number
    unit: Unit | None
    prefixed: bool
    start: int
    end: int


UnitFinder = Callable[[str, int], Unit | None]


class ExpressionReader:
    """Joins numbers to the units that `before` and `after` find.

    `mixed` allows two units in one range (7天到10年); `sums` reads 1+2 years as a range from 1 to 3.
    """

    def __init__(
        self,
        *,
        before: UnitFinder,
        after: UnitFinder,
        changes: Changes,
        mixed: bool = False,
        sums: bool = False,
        lists: bool = True,
    ) -> None:
        self._before, self._after, self._changes = before, after, changes
        self._mixed, self._sums, self._lists = mixed, sums, lists

    def expressions(self, text: str, numbers: Sequence[Number]) -> list[Expression]:
        """All values of `text` that have a unit, from left to right."""
        quantities = [self._quantity(text, n) for n in numbers]
        groups: list[Expression | Quantity] = []
        i = 0
        while i < len(quantities):
            a, b = quantities[i], quantities[i + 1] if i + 1 < len(quantities) else None
            joined = self._joined_pair(text, a, b) if b else None
            groups += joined or [self._single(a)]
            i += 2 if joined else 1
        return self._share_units(text, groups)

    def _joined_pair(self, text: str, a: Quantity, b: Quantity) -> list[Expression | Quantity] | None:
        """What two neighbours make: the two values of a change, or one range; None where each stands for itself."""
        if b.start - a.end > GAP or not (a.unit or b.unit):
            return None
        if self._share(a, b) and self._changes.between(text, a.start, a.end, b.start):
            return [self._single(q) for q in self._change(a, b)]
        joined = self._range(text, a, b)
        return [joined] if joined else None

    def _change(self, a: Quantity, b: Quantity) -> tuple[Quantity, Quantity]:
        """The two values of a change, each with the unit and magnitude that the other may have left out."""
        if b.unit is None and b.number.short_scale:
            b = b._replace(number=b.number.with_short(), end=b.number.short_end)
        number = a.number
        if number.scale == 1 and b.number.scale > 1 and (a.unit is None or a.prefixed) and number.low < 1000:
            number = number.scaled(b.number.scale)
        shared = b._replace(unit=a.unit, prefixed=a.prefixed) if b.unit is None else b
        return a._replace(number=number, unit=a.unit or b.unit), shared

    def _quantity(self, text: str, number: Number) -> Quantity:
        unit = self._before(text, number.start)
        if unit:
            number = number.with_short()
            again = self._after(text, number.end)
            if again and unit.ambiguous and not again.ambiguous:  # $5 million CAD
                unit = again._replace(edge=unit.edge)
                return Quantity(number, unit, False, unit.edge, again.edge)
            return Quantity(number, unit, True, unit.edge, self._closing(number.end, unit, again))
        unit = self._after(text, number.end)
        if unit is None and number.short_scale is not None:
            short = number.with_short()
            unit = self._after(text, short.end)
            number = short if unit else number
        return Quantity(number, unit, False, number.start, unit.edge if unit else number.end)

    @staticmethod
    def _closing(end: int, unit: Unit, again: Unit | None) -> int:
        """Where a value with a unit before it ends: behind a second form of that unit, if one follows (人民币3000万元, RMB 3m yuan)."""
        return again.edge if again and (again.ambiguous or again.code == unit.code) else end

    @staticmethod
    def _single(q: Quantity) -> Expression | Quantity:
        if q.unit is None:
            return q
        n = q.number
        return Expression(
            q.start, q.end, n.value, n.high_value, q.unit.code, q.unit.code,
            ranged=n.high != n.low, fuzzy=n.fuzzy == "over", ambiguous=q.unit.ambiguous, prefixed=q.prefixed,
            written=n.written, scale=n.scale, form=q.unit.form,
        )  # fmt: skip

    def _range(self, text: str, a: Quantity, b: Quantity) -> Expression | None:
        """The range from `a` to `b`, if the words between them say one and the two can share a unit."""
        gap = text[a.end : b.start]
        if self._sums and SUM.fullmatch(gap) and b.unit and not a.unit:
            total = b.number._replace(low=a.number.low + b.number.low, high=a.number.high + b.number.high)
            return self._joined(a, b._replace(number=total), a.number)
        if not RANGE.fullmatch(gap) and not (BETWEEN.fullmatch(gap) and _opens_between(text, a.start)):
            return None
        if a.prefixed and b.unit is None and b.number.short_scale:  # €10–20k
            b = b._replace(number=b.number.with_short(), end=b.number.short_end)
        number = self._inherit(a, b)
        same_unit = not (a.unit and b.unit) or a.unit.code == b.unit.code
        if not self._share(a, b) or (same_unit and number.value >= b.number.high_value):
            return None
        return self._joined(a, b, number)

    def _share(self, a: Quantity, b: Quantity) -> bool:
        """Whether two quantities can have one unit, or two that go together."""
        if a.unit is None:
            return not b.prefixed  # "2018 to JPY 473.9 billion": the first number has no unit to share
        if b.unit is None:
            return a.prefixed  # "5年-10" is no range: the unit closes the value
        return self._mixed or a.unit.code == b.unit.code or (a.prefixed and b.unit.ambiguous)

    def _joined(self, a: Quantity, b: Quantity, low: Number) -> Expression:
        """The range from `low` at `a` to the number of `b`, in the unit that either has."""
        first, last = a.unit or b.unit, b.unit or a.unit
        assert first is not None and last is not None
        if not self._mixed:
            last = first
        return Expression(
            a.start, b.end, low.value, b.number.high_value, first.code, last.code,
            ranged=True, ambiguous=first.ambiguous and last.ambiguous, prefixed=a.prefixed, written=b.number.written, scale=b.number.scale,
            form=first.form,
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
                if _year_like(group.number):
                    pending = []
                else:
                    pending.append(group)
                continue
            lone = len(pending) == 1 and _labelled(text, pending[0], group.start)
            bare = pending if self._lists and not group.prefixed and not lone else []
            if not bare:
                found.append(group)
                pending = []
                continue
            members = [*(self._member(q, group) for q in bare), group]
            found += [m._replace(member=k, members=len(members)) for k, m in enumerate(members)]
            pending = []
        return found

    @staticmethod
    def _member(q: Quantity, closing: Expression) -> Expression:
        number = q.number
        if number.scale == 1 and closing.scale > 1:
            number = number.scaled(closing.scale)
        return closing._replace(
            start=q.start,
            end=q.number.end,
            low=number.value,
            high=number.high_value,
            ranged=False,
            fuzzy=False,
        )


def _labelled(text: str, lone: Quantity, after: int) -> bool:
    """Whether a number before a comma is a label's: section 5, 20 million euros."""
    labelled = LABEL.search(text, max(0, lone.start - 3), lone.start)
    return labelled is not None and COMMA.fullmatch(text, lone.end, after) is not None


def _year_like(number: Number) -> bool:
    return number.scale == 1 and 1900 <= number.low <= 2100 and number.end - number.start == 4


def _opens_between(text: str, start: int) -> bool:
    return bool(re.search(r"(?:between|介于|从|在)\s*\Z", text[max(0, start - 9) : start], re.IGNORECASE))

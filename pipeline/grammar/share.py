"""Percentages: 30% 以内, 4%～5%左右, 十多个百分点, 千分之五, 三成半, at least 50 per cent, a 10 percent limit."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

import msgspec

from pipeline.data import Bound, ShareRole
from pipeline.grammar.bounds import BoundReader
from pipeline.grammar.clause import clause, sentence
from pipeline.grammar.expression import Changes, Expression, ExpressionReader, Unit
from pipeline.grammar.money import limits
from pipeline.text.numerals import Number
from pipeline.text.patterns import alternatives


class ShareCue(msgspec.Struct, frozen=True):
    """A row of share_cues.csv: a word that makes a percentage a term (not a statistic), or `1:1` a ratio.

    A `name` right behind a percentage makes it part of a name (51% attack).
    """

    form: str
    kind: Literal["term", "ratio", "name"]
    language: str


@dataclass(frozen=True, slots=True)
class PercentValue:
    """A percentage at `text[start:end]`, in per cent."""

    start: int
    end: int
    min: Decimal | None
    max: Decimal | None
    bound: Bound
    role: ShareRole
    rule: str
    confidence: float


SIGN = (
    r"[%％﹪]|per[\s\-]?cent(?:age points?)?(?![A-Za-z])|percentage points?|pct\b|个?百分点|個?百分點"
    r"|(?P<mille>[‰]|per[\s\-]mille?(?![A-Za-z]))"
    r"|(?P<tenths>成)(?P<half>半)?(?![功立果员員本为為都绩績就熟长長效分品人年套型形交因语語全批片群对對组組不像])"
)
PERCENT_AFTER = re.compile(rf"[\s\-]?(?:{SIGN})", re.IGNORECASE)
PERCENT_BEFORE = re.compile(r"(?P<unit>百分之|千分之)\s?\Z")
SCALES = {"%": Decimal(1), "tenths": Decimal(10), "‰": Decimal("0.1")}


class Cues:
    """Tells by the words around a share what it is. Built once from share_cues.csv."""

    def __init__(self, rows: tuple[ShareCue, ...]) -> None:
        self._term, self._ratio = (_cue_pattern(r.form for r in rows if r.kind == kind) for kind in ("term", "ratio"))
        self._name = re.compile(rf"\s?{alternatives(r.form for r in rows if r.kind == 'name')}", re.IGNORECASE)

    def role(self, text: str, start: int, end: int) -> ShareRole:
        """A term where the clause speaks of money, cost sharing or success, else a statistic."""
        begin, stop = clause(text, start, end)
        return "term" if self._term.search(text, begin, stop) else "statistic"

    def names(self, text: str, end: int) -> bool:
        """Whether a percentage that ends at `end` is part of a name."""
        return self._name.match(text, end) is not None

    def speaks_of_shares(self, text: str, start: int, end: int) -> bool:
        """Whether the sentence speaks of sharing, so that 1:1 is no time and no score."""
        begin, stop = sentence(text, start, end, reach=60)
        return self._ratio.search(text, begin, stop) is not None


class ShareGrammar:
    """Reads percentages."""

    def __init__(self, cues: Cues, *, bounds: BoundReader, changes: Changes) -> None:
        self._cues, self._bounds = cues, bounds
        self._expressions = ExpressionReader(before=_percent_before, after=_percent_after, changes=changes)

    def percents(self, text: str, numbers: Sequence[Number]) -> list[PercentValue]:
        """All percentages of `text`."""
        found = self._expressions.expressions(text, numbers)
        return [self._percent(text, e) for e in found if _plausible(e) and not self._cues.names(text, e.end)]

    def _percent(self, text: str, e: Expression) -> PercentValue:
        bounded = self._bounds.around(text, e.start, e.end, ranged=e.ranged, far=True)
        bound: Bound = "at_least" if e.fuzzy and bounded.bound == "exact" else bounded.bound
        scale = SCALES[e.unit]
        half = Decimal(5) if e.unit == "tenths" and text[e.end - 1 : e.end] == "半" else Decimal(0)
        low, high = limits(e.low * scale + half, e.high * scale + half, bound)
        role = self._cues.role(text, bounded.start, bounded.end)
        rule = "percent." + ("range" if e.ranged else "list" if e.members > 1 else "single")
        return PercentValue(bounded.start, bounded.end, low, high, bound, role, rule, 0.97)


def _percent_before(text: str, start: int) -> Unit | None:
    match = PERCENT_BEFORE.search(text, max(0, start - 5), start)
    return Unit("%" if match["unit"] == "百分之" else "‰", match.start()) if match else None


def _percent_after(text: str, end: int) -> Unit | None:
    match = PERCENT_AFTER.match(text, end)
    if not match:
        return None
    return Unit("‰" if match["mille"] else "tenths" if match["tenths"] else "%", match.end())


def _plausible(e: Expression) -> bool:
    """成 counts tenths only up to ten of them (三成); 百分之 needs no other check."""
    return e.unit != "tenths" or e.high <= 10


def _cue_pattern(forms: object) -> re.Pattern[str]:
    words = sorted(set(forms))  # type: ignore[call-overload]
    han = alternatives(w for w in words if not w.isascii())
    latin = alternatives((w for w in words if w.isascii()), blanks=True)
    return re.compile(rf"{han}|(?<![A-Za-z]){latin}(?![A-Za-z])", re.IGNORECASE)

"""Bound words around a value: 不超过, 以内, 上限为, up to, at least, about, or more."""

from __future__ import annotations

import re
from dataclasses import dataclass

import msgspec

from pipeline.data import Bound
from pipeline.text.numerals import alternatives


class BoundWord(msgspec.Struct, frozen=True):
    """A row of bounds.csv: a form, the bound it sets, and the side of the value it stands on.

    A `round` form stands before a bare magnitude only (上亿, 过百亿), a `sign` right behind the value (50%+).
    """

    form: str
    bound: Bound
    position: str
    language: str


BARE = ("百", "千", "万", "萬", "亿", "億")


@dataclass(frozen=True, slots=True)
class Bounded:
    """A value's span with its bound words taken in."""

    bound: Bound
    start: int
    end: int


class BoundReader:
    """Finds the bound words that touch a value. Built once from bounds.csv."""

    def __init__(self, rows: tuple[BoundWord, ...]) -> None:
        self._bounds = {(r.position, r.form.casefold()): r.bound for r in rows}
        before = {r.form for r in rows if r.position == "before"}
        after = {r.form for r in rows if r.position == "after"}
        latin = alternatives(f for f in before if f[0].isascii() and f[0].isalpha())
        other = alternatives(f for f in before if not (f[0].isascii() and f[0].isalpha()))
        self._before = re.compile(
            rf"(?:(?<![A-Za-z])(?P<latin>{latin})(?: (?:of|to|is|be|the|a|total of))?\s"
            rf"|(?<![最附远])(?P<other>{other})(?:[为達达在到是至：:]|可达|不会)?)\s*\Z",
            re.IGNORECASE,
        )
        latin_after = alternatives(f for f in after if f[0].isascii() and f[0].isalpha())
        other_after = alternatives(f for f in after if not (f[0].isascii() and f[0].isalpha()))
        signs = alternatives(r.form for r in rows if r.position == "sign")
        self._after = re.compile(
            rf"\s*(?:(?P<other>{other_after})|(?<=\s)(?P<latin>{latin_after})(?![A-Za-z]))|(?P<sign>{signs})(?!\s?\d)",
            re.IGNORECASE,
        )
        self._round = tuple(r.form for r in rows if r.position == "round")

    def around(self, text: str, start: int, end: int, *, ranged: bool = False) -> Bounded:
        """The bound of the value at `text[start:end]`, and its span with the words that say it.

        A range stays a range whatever stands around it; 最高 2 亿 is at_most; two bounds on both sides: the first wins.
        """
        bound: Bound = "range" if ranged else "exact"
        lead = max(0, start - 24)
        before = self._before.search(text, lead, start)
        if before:
            start = before.start("latin") if before["latin"] else before.start("other")
            bound = self._bounds["before", (before["latin"] or before["other"]).casefold()]
        elif text[start : start + 1] in BARE and text[start - 1 : start] in self._round:
            start -= 1
            bound = self._bounds["round", text[start]]
        after = self._after.match(text, end)
        if after:
            end = after.end()
            word = after["latin"] or after["other"]
            found = self._bounds["after", word.casefold()] if word else self._bounds["sign", after["sign"]]
            bound = found if not before or bound == "approx" else bound
        return Bounded("range" if ranged else bound, start, end)

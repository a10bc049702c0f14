"""Bound words around a value: 不超过, 以内, 上限为, 最高给予, up to, at least, about, or more, a maximum award of."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

import msgspec

from pipeline.data import Bound
from pipeline.text.patterns import alternatives, fold


class BoundWord(msgspec.Struct, frozen=True):
    """A row of bounds.csv: a form, the bound it sets, and the side of the value it stands on.

    `before` and `after` forms touch the value; a `lead` stands before it with a noun between (a maximum award of, 最高给予), a `loose` one
    with any few characters (至少保存三年), a `far` one with a phrase that ends in 的 (不超过总投资的30%); a `closing` one stands behind it
    where the clause ends (100万元起), a `round` one before a bare magnitude (上亿, 过百亿), a `sign` right behind the value (50%+). A
    `lesser` says that of two limits the lower holds; a `header` form is a bound of all values of a table's column (Ceiling, 最高额度).
    Behind a `negation` in its clause what would be at least is at most (no firm may draw more than X). Right
    behind one of the characters in `unless`, the form is part of another word (签约).
    """

    form: str
    bound: Bound
    position: Literal[
        "before", "after", "lead", "loose", "far", "closing", "round", "sign", "lesser", "header", "negation"
    ]
    language: str
    unless: str = ""


class Bridge(msgspec.Struct, frozen=True):
    """A row of bridges.csv: what may stand between a bound word and its value (up to an additional; 最高给予)."""

    form: str
    language: str


BARE = ("百", "千", "万", "萬", "亿", "億")
OVER = re.compile(r"(?:more than|over|above|exceeding|exceed|greater than)\b|超过|超出|高于|多于", re.IGNORECASE)
REACH = 64  # characters before a value in which its bound stands
LINKS = r"[为為達达在到是至は：:]"


@dataclass(frozen=True, slots=True)
class Bounded:
    """A value's span with its bound words taken in."""

    bound: Bound
    start: int
    end: int


class BoundReader:
    """Finds the bound words that touch a value. Built once from bounds.csv and bridges.csv.

    What stands before a value is read backwards from it, so that nothing is tried at the places before.
    """

    def __init__(self, rows: tuple[BoundWord, ...], bridges: tuple[Bridge, ...]) -> None:
        self._rows: dict[tuple[str, str], BoundWord] = {(r.position, fold(r.form)): r for r in rows}
        self._round = tuple(r.form for r in rows if r.position == "round")
        self._latin = re.compile(_latin_before(rows, bridges))
        self._han = re.compile(_han_before(rows, bridges))
        far = [r.form[::-1] for r in rows if r.position == "far"]
        self._far = re.compile(
            rf"\s*[的之][^，,。；;、：:的\s\d%％]{{1,14}}?(?P<far>{alternatives(far)})"
            rf"|\s*[^，,。；;、：:的\s\da-z%％一二三四五六七八九十占达至到]{{2,8}}?(?P<near>{alternatives(f for f in far if f[-1] == '不')})"
        )
        latin, other = _forms(rows, "after", latin=True), _forms(rows, "after", latin=False)
        signs, closing = (alternatives(r.form for r in rows if r.position == p) for p in ("sign", "closing"))
        self._after = re.compile(
            rf"\s*(?:(?P<other>{other})|(?<=[\s-])(?P<latin>{latin})(?![A-Za-z])|(?P<closing>{closing})(?=\s*(?:[，,。；;、)）]|\Z)))"
            rf"|(?P<sign>{signs})(?!\s?\d|\w)",
            re.IGNORECASE,
        )
        self._lesser = re.compile(
            r"[，,]?\s*(?:" + alternatives((r.form for r in rows if r.position == "lesser"), blanks=True) + ")",
            re.IGNORECASE,
        )
        latin, other = _forms(rows, "negation", latin=True), _forms(rows, "negation", latin=False)
        self._denied = re.compile(
            rf"(?:(?<![a-z]){latin}(?![a-z])[^.;:()]{{0,48}}|{other}[^，,。；;：:（）()\d]{{0,8}})\Z"
        )
        latin, other = _forms(rows, "header", latin=True), _forms(rows, "header", latin=False)
        self._header = re.compile(rf"(?<![a-z])(?P<latin>{latin})(?![a-z])|(?P<other>{other})")

    def of_header(self, header: str) -> Bound | None:
        """The bound that a column's header sets: Ceiling per firm, EU max., 单项上限."""
        match = self._header.search(fold(header))
        return self._rows["header", match[0]].bound if match else None

    def around(self, text: str, start: int, end: int, *, ranged: bool = False, far: bool = False) -> Bounded:
        """The bound of the value at `text[start:end]`, and its span with the words that say it.

        A range stays a range whatever stands around it; 最高 2 亿 is at_most; two bounds on both sides: the first wins. With `far`, a
        phrase may stand between (不少于藏书量的 1%).
        """
        bound: Bound = "range" if ranged else "exact"
        before = self._before(text, start, far=far)
        if before:
            bound, start = before
            if (
                bound == "at_least"
                and OVER.match(text, start)
                and self._denied.search(fold(text[max(0, start - REACH) : start]))
            ):
                bound = "at_most"
        elif text[start : start + 1] in BARE and text[start - 1 : start] in self._round:
            start -= 1
            bound = self._rows["round", text[start]].bound
        after = self._after.match(text, end)
        if after:
            end = after.end()
            position = "sign" if after["sign"] else "closing" if after["closing"] else "after"
            form = next(g for g in after.groups() if g)
            found = self._rows[position, " ".join(fold(form).split())].bound
            bound = found if not before or bound == "approx" else bound
        return Bounded("range" if ranged else bound, start, end)

    def lesser(self, text: str, end: int) -> bool:
        """Whether the words behind a value say that the lesser of two limits holds: whichever is less, 以较低者为准."""
        return self._lesser.match(text, end) is not None

    def _before(self, text: str, start: int, *, far: bool) -> tuple[Bound, int] | None:
        """The bound that stands before a value, and where its words begin."""
        window = fold(text[max(0, start - REACH) : start])[::-1]
        for pattern in (self._latin, self._han, self._far) if far else (self._latin, self._han):
            match = pattern.match(window)
            if match and match.lastgroup and (row := self._row(window, match)):
                return row.bound, start - match.end()
        return None

    def _row(self, window: str, match: re.Match[str]) -> BoundWord | None:
        """The row of a form found backwards, unless it is the end of another word."""
        position = match.lastgroup
        form = " ".join(match[position][::-1].split()) if position else ""
        row = self._rows[{"latin": "before", "near": "far"}.get(str(position), str(position)), form]
        before = window[match.end() : match.end() + 1]
        return None if before and before in row.unless else row


def _forms(rows: tuple[BoundWord, ...], position: str, *, latin: bool, backwards: bool = False) -> str:
    """The pattern of the forms of one position, of words in Latin letters or of all others."""
    forms = [fold(r.form) for r in rows if r.position == position and is_latin(r.form) is latin]
    return alternatives((f[::-1] for f in forms) if backwards else forms, blanks=True)


def _latin_before(rows: tuple[BoundWord, ...], bridges: tuple[Bridge, ...]) -> str:
    """What stands before a value in English, backwards: a form and a bridge, or a lead with its noun and a preposition."""
    between = alternatives((fold(b.form)[::-1] for b in bridges if b.language == "en"), blanks=True)
    before, lead = (_forms(rows, position, latin=True, backwards=True) for position in ("before", "lead"))
    return (
        rf"(?:\s(?:{between}\s)??(?P<latin>{before})"
        rf"|(?:\s(?:fo|si|era|saw|ta|eb|ot)\s|\s?[:=]\s?)(?:[a-z-]+\s){{0,5}}?(?P<lead>{lead}))(?![a-z])"
    )


def _han_before(rows: tuple[BoundWord, ...], bridges: tuple[Bridge, ...]) -> str:
    """What stands before a value in Chinese, backwards: a form with 为 or 达, or a lead with its verb and noun."""
    between = alternatives(b.form[::-1] for b in bridges if b.language == "zh")
    before, lead, loose = (_forms(rows, p, latin=False, backwards=True) for p in ("before", "lead", "loose"))
    return (
        rf"\s*(?:(?:达可|会不|{LINKS})?(?P<before>{before})|(?:{between}){{1,4}}(?P<lead>{lead})"
        rf"|[^\W\da-z一二三四五六七八九十百千万亿的和与或]{{1,5}}?(?P<loose>{loose}))"
    )


def is_latin(form: str) -> bool:
    """Whether a form begins with a letter of English."""
    return form[0].isascii() and form[0].isalpha()

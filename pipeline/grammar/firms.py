"""Companies by their legal form: 兴和（株）, （株）Fujikura, Toray Industries, Inc, Sellafield Ltd; and the others in a list with them.

A list parted by 、 in which one item bears such a mark is a list of firms: its other items are firms too (大日本印刷、日立制作所、
CellSeed Inc.). So it is in English (Aldgate, Brenner and Calder Ltd).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Literal

import msgspec

from pipeline.data import Segment
from pipeline.grammar.lexis import WordUses
from pipeline.grammar.naming import Candidate, written
from pipeline.grammar.wordline import Line
from pipeline.text.patterns import alternatives

BREAK = re.compile(r"[。；;:：!?！？\n\t|｜]|(?<![A-Za-z.])，|，(?![A-Za-z ])")
MARK = re.compile(r"、")
CAPITALS = r"(?:[A-Z][A-Za-z0-9&'’./-]*(?: (?:&|and|of))?[ ]){0,4}[A-Z][A-Za-z0-9&'’./-]*,?[ ]"
ITEM = r"[A-Z][A-Za-z0-9&'’./-]*(?:[ ][A-Z][A-Za-z0-9&'’./-]*){0,3}"
BEFORE = re.compile(rf"(?<![\w&/-])(?P<item>{ITEM})(?P<joint>, |,? and )\Z")  # an item of an English list
LAST = re.compile(r" and (?=[A-Z])")
ITEM_CHARS = (2, 24)
ITEM_REACH = 60  # characters of an item of an English list, at most
COUNT = re.compile(r"(?:等)?(?:[一二两三四五六七八九十]+|\d+)\s?[家个名所]")
LEAD = re.compile(r"(?:(?:19|20)\d\d ?[-–—~～至] ?(?:19|20)\d\d ?年|\d+|等|和|与|及|以及|由|包括|有)\s*")
TAIL = re.compile(r"\s*(?:等|共同|联合|分别|参与|参加|牵头|组成|承担|负责|均)")


class FirmMark(msgspec.Struct, frozen=True):
    """A row of firm_marks.csv: a legal form, and where it stands; a `listed` one marks a firm in a list only."""

    form: str
    language: str
    place: Literal["behind", "both", "listed"]
    source: str


class Firms:
    """Finds firms. Built once from firm_marks.csv."""

    def __init__(self, marks: Iterable[FirmMark], uses: WordUses) -> None:
        rows = tuple(marks)
        han = [m.form for m in rows if m.language != "en"]
        strong = alternatives(m.form for m in rows if m.language != "en" and m.place != "listed")
        latin = alternatives(m.form for m in rows if m.language == "en")
        self._latin = re.compile(rf"(?<![A-Za-z0-9])(?P<firm>{CAPITALS}(?:{latin}))(?![A-Za-z0-9-])")
        self._joint = re.compile(rf"(?P<mark>(?<=[ ])(?:{latin}))(?:,? and |, )(?=[A-Z])")
        self._strong = re.compile(rf"{strong}|(?<=[A-Za-z.][ ])(?:{latin})(?![A-Za-z])|(?<=, )(?:{latin})(?![A-Za-z])")
        self._bracketed = re.compile(rf"(?:{alternatives(f for f in han if f[0] in '（(')})")
        self._uses = uses

    def find(self, text: str, segment: Segment, ends: frozenset[int]) -> Iterator[Candidate]:
        """The firms of one segment."""
        for match in self._latin.finditer(text, segment.start, segment.end):
            at = match.start("firm")
            for joint in self._joint.finditer(text, *match.span("firm")):
                yield self._firm(text, at, joint.end("mark"))
                at = joint.end()
            yield from self._with_list(text, segment.start, at, match.end("firm"))
        if segment.language in ("zh", "ja") or self._bracketed.search(text, segment.start, segment.end):
            line = Line(text, segment, ends)
            for start, end in _stretches(text, segment):
                if self._strong.search(text, start, end):
                    yield from self._listed(line, start, end)

    def _with_list(self, text: str, first: int, start: int, end: int) -> Iterator[Candidate]:
        """A firm, and the items of the English list that it ends: Aldgate Optics, Brenner and | Calder Instruments Ltd."""
        listed = BEFORE.search(text, max(first, start - ITEM_REACH), start)
        if listed and (last := LAST.search(text, start, end)):
            yield self._firm(text, start, last.start())
            start = last.end()
        yield self._firm(text, start, end)
        while listed and self._is_item(listed["item"]):
            yield self._firm(text, *listed.span("item"))
            listed = BEFORE.search(text, max(first, listed.start() - ITEM_REACH), listed.start("item"))

    def _is_item(self, form: str) -> bool:
        """Whether an item of an English list can be a firm: no country, no word that opens a sentence, not generic."""
        words = form.split()
        plain = self._uses.is_hard(words[0].casefold()) or all(self._uses.is_generic(w.casefold()) for w in words)
        return not plain and not self._uses.country(form)

    def _listed(self, line: Line, start: int, end: int) -> Iterator[Candidate]:
        """The items of the stretch, all of them where it is a list; of a sentence only those that bear a mark."""
        text = line.text
        cuts = [start, *(m.end() for m in MARK.finditer(text, start, end)), end + 1]
        for n, (a, b) in enumerate(zip(cuts, cuts[1:], strict=False)):
            b -= 1
            a = self._opening(line, a, b) if n == 0 else a
            while lead := LEAD.match(text, a, b):
                a = lead.end()
            if n == len(cuts) - 2:
                b = self._closing(line, a, b)
            form = self._bracketed.sub("", text[a:b]).strip()
            if len(cuts) == 2 and not self._strong.search(text, a, b):
                continue
            low, high = ITEM_CHARS
            if low <= len(form) <= (high if not form.isascii() else 60) and self._names(line, a, b, form):
                yield self._firm(text, a, b)

    def _opening(self, line: Line, a: int, b: int) -> int:
        """Where a list's first item begins: behind the last known organisation, verb or particle before it."""
        at = a
        for word in line.words:
            if a <= word.start and word.end < b:
                form = line.text[word.start : word.end]
                if word.end in line.ends or self._uses.is_hard(form) or form in self._uses.verbs:
                    at = word.end
        return at

    def _closing(self, line: Line, a: int, b: int) -> int:
        """Where a list's last item ends: before the first verb, particle or count behind it."""
        for end in (COUNT, TAIL):
            if cut := end.search(line.text, a + 1, b):
                b = cut.start()
        for word in line.words:
            if a < word.start and word.end <= b:
                form = line.text[word.start : word.end]
                if self._uses.is_hard(form) or form in self._uses.joints:
                    return word.start
        return b

    def _names(self, line: Line, a: int, b: int, form: str) -> bool:
        """Whether an item can be a firm's name: no country, nothing generic, no verb inside it."""
        if self._uses.country(form) or self._uses.is_generic(form.casefold()):
            return False
        words = line.between(a, b)
        return (
            self._uses.any_specific(words)
            and form not in ("子公司", "母公司")
            and not any(self._uses.is_hard(w) for w in words if len(w) > 1)
        )

    def _firm(self, text: str, start: int, end: int) -> Candidate:
        while start < end and text[start] in " 　":
            start += 1
        start += 4 if text.startswith("The ", start) else 0
        while end > start and text[end - 1] in " 　.":
            end -= 1
        form = written(self._bracketed.sub("", text[start:end]))
        return Candidate("organisation", start, end, form, "organisation.firm", 0.8)


def _stretches(text: str, segment: Segment) -> Iterator[tuple[int, int]]:
    """The parts of a segment between full stops, commas and colons."""
    at = segment.start
    for mark in BREAK.finditer(text, segment.start, segment.end):
        yield at, mark.start()
        at = mark.end()
    yield at, segment.end

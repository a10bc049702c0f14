"""Chinese names that open with the two sides of a cooperation: 中国和法国联合实验项目, 中国—东盟科技伙伴计划, 中法“3+1”合作项目.

Both countries belong to the name. What follows them up to the head makes a name where it says something of its own; behind
the number of a heading the name may go on over joints and brackets.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from pipeline.data import Segment
from pipeline.grammar.lexis import Continuation, Countries, NameHead, WordUses, heads_pattern
from pipeline.grammar.naming import Candidate, written
from pipeline.grammar.wordline import COUNTED, Line
from pipeline.text.patterns import alternatives

JOINT = re.compile(r"[和与]|\s?[-–—·]\s?")
NUMBER = re.compile(
    r"\s*(?:\d{1,2}(?:\.\d{1,2}){0,3}[.、]?|[（(]?[一二三四五六七八九十]{1,3}[)）、]|[（(]\d{1,2}[)）])?\s*"
)
TELLING_CHARS = 2  # between the sides and the head
REACH, LONG_REACH = 24, 44  # characters from the sides to the head in running text, and behind a heading's number
DASHES = "-–—·"
BREAKS = {False: re.compile(r"[^\w“”+-]|[、，。；：]"), True: re.compile(r"[。；：]")}
CONFIDENCE = 0.8


class CountryPairs:
    """Finds names with two sides. Built once from name_heads.csv, countries.csv and the regions of name_words.csv."""

    def __init__(
        self, heads: Iterable[NameHead], continuations: Iterable[Continuation], uses: WordUses, countries: Countries
    ) -> None:
        self._heads = {h.form: h for h in heads if _closes(h)}
        self._head = heads_pattern(self._heads, continuations)
        sides = alternatives([*countries.chinese(), *uses.regions])
        short = alternatives(countries.shorts())
        self._pair = re.compile(
            rf"(?P<first>{sides})(?:{JOINT.pattern})(?P<second>{sides})|(?<![\u4e00-\u9fff])(?:{short})(?:[-–—·]?(?:{short})|[-–—·](?:{sides}))"
        )
        self._uses = uses

    def find(self, text: str, segment: Segment) -> Iterator[Candidate]:
        """The names with two sides in a segment."""
        line = Line(text, segment, frozenset())
        for pair in self._pair.finditer(text, segment.start, segment.end):
            opens = NUMBER.match(text, segment.start, segment.end)
            leads = opens is not None and opens.end() == pair.start()
            numbered = leads and (pair.start() > segment.start or segment.kind == "heading")
            if (end := self._end(line, pair, freely=numbered)) is not None:
                yield self._candidate(text, pair.start(), end)

    def _end(self, line: Line, pair: re.Match[str], *, freely: bool) -> int | None:
        """Where the name that begins with `pair` ends, or None if no name does; `freely` over joints and brackets."""
        reach = pair.end() + (LONG_REACH if freely else REACH)
        for head in self._head.finditer(line.text, pair.end(), min(line.segment.end, reach)):
            inside = line.text[pair.end() : head.start()]
            words = [w for w in line.between(pair.end(), head.start()) if not (freely and w in self._uses.joints)]
            if BREAKS[freely].search(inside) or any(self._stops(w) for w in words):
                return None
            dashed = any(c in pair[0] for c in DASHES)
            least = TELLING_CHARS if freely else TELLING_CHARS * (2 if dashed else 3)
            if "“" in inside or self._uses.any_specific(words) or len(inside) >= least:
                return head.end()
        return None

    def _stops(self, word: str) -> bool:
        joint = word in self._uses.joints
        return joint or self._uses.is_hard(word) or word in self._uses.sorts or COUNTED.fullmatch(word) is not None

    def _candidate(self, text: str, start: int, end: int) -> Candidate:
        form = written(text[start:end])
        head = next(h for f, h in sorted(self._heads.items(), key=lambda i: -len(i[0])) if form.endswith(f))
        return Candidate("measure", start, end, form, "measure.paired", CONFIDENCE, head.kind)


def _closes(head: NameHead) -> bool:
    """Whether a head closes the names of cooperations in running text."""
    return head.of == "measure" and head.language == "zh" and head.strength in ("free", "opened", "backed")

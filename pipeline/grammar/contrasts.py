"""Parts of a measure that a paragraph sets against each other: 探索型每项20万元；重大型每项200万元. A类每年……，B类每年…….

Two or more clauses open with a word of one ending, and each has a value: what they open with are tracks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.data import Segment
from pipeline.grammar.lexis import WordUses
from pipeline.grammar.naming import Candidate, written
from pipeline.text.patterns import alternatives

OPENED = re.compile(
    r"(?:(?<=[。；;，,：:\n])|\A)\s*(?:其中|而)?[，,]?"
    r"(?P<item>“[\u4e00-\u9fff]{2,10}”[类型]|[\u4e00-\u9fff]{2,6}?(?P<same>[类型档])|[A-Z]\s?[类型档级]|[一二三四特][类档级等]奖?)"
)
RANKED = re.compile(r"[一二三四特][类档级等]奖?")
VALUE = re.compile(
    r"\d\s?(?:[\d ,.]*\d)?\s?(?:[百千万亿]*[^\W\d_]{0,2}元|[百千万亿]+|年|个月|月|[%％])|百分之|[一二两三四五六七八九十]+(?:年|个月)"
)
CLAUSE_END = re.compile(r"[。；;\n]")
CONFIDENCE = 0.7


class Contrasts:
    """Finds contrasted parts. Built once from name_words.csv."""

    def __init__(self, uses: WordUses) -> None:
        self._follows = re.compile(
            rf"(?:项目|课题)?\s?(?:[（(][^（）()]{{1,20}}[）)])?\s?(?:{alternatives(uses.follows)}|[\d，,])"
        )
        self._uses = uses

    def find(self, text: str, segment: Segment) -> Iterator[Candidate]:
        """The contrasted parts of one segment: those with one last character, where there are two of them with values."""
        groups: dict[str, list[re.Match[str]]] = {}
        for match in OPENED.finditer(text, segment.start, segment.end):
            if self._follows.match(text, match.end(), segment.end) and self._valued(text, match, segment):
                groups.setdefault(_ending(match["item"]), []).append(match)
        for members in groups.values():
            if len({m["item"] for m in members}) >= 2 and not any(self._passing(m["item"]) for m in members):
                for match in members:
                    form = written(match["item"])
                    start, end = match.span("item")
                    yield Candidate("measure", start, end, form, "measure.division", CONFIDENCE, "track")

    @staticmethod
    def _valued(text: str, match: re.Match[str], segment: Segment) -> bool:
        """Whether the clause that a part opens holds a value."""
        stop = CLAUSE_END.search(text, match.end(), segment.end)
        return VALUE.search(text, match.end(), stop.start() if stop else segment.end) is not None

    def _passing(self, item: str) -> bool:
        """Whether an opening names a size or a sort of bodies (大型, 各类) and no part."""
        stem = item[:-1]
        return (
            stem in self._uses.sizes
            or self._uses.is_hard(stem)
            or item in self._uses.sorts
            or stem in self._uses.actors
        )


def _ending(item: str) -> str:
    """What parts of one division have in common: their last character, the order of which they are (A类, B类; 一等, 二等)."""
    kind = "letter" if item[0].isascii() else "rank" if RANKED.fullmatch(item) else ""
    return kind + item[-1]

"""A segment as a line of words, and the heads that stand in it: what the rules for Chinese names walk along."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.data import Segment, Span
from pipeline.grammar.lexis import NameHead

COUNTED = re.compile(
    r"[一二两三四五六七八九十几多各数半每\d]+(?:[项個个種种類类大家代批支所座只条轮名位次国校]|[亿万千百]+\S{0,3}元?)"
)
AMOUNT = re.compile(r"[百千万亿]*(?:美|日|欧|韩|澳|加|新)?元|[百千万亿]+\S{1,4}")
VERSION = re.compile(r"\d\.\d|20\d\d")
NUMBERING = re.compile(r"\d+(?:\.\d+)+|[一1][^\d]?")
OPENING, CLOSING = '“「『"', '”」』"'


class Line:
    """The words of a segment, with the text between them."""

    def __init__(self, text: str, segment: Segment, ends: frozenset[int]) -> None:
        """`ends`: where known organisations' names end."""
        self.text, self.segment, self.ends = text, segment, ends
        self.words: Sequence[Span] = segment.words
        self.starts = [w.start for w in segment.words]

    def word(self, i: int) -> str:
        """Word `i`."""
        return self.text[self.words[i].start : self.words[i].end]

    def gap(self, i: int) -> str:
        """What stands between word `i` and the one before it."""
        return self.text[self.words[i - 1].end : self.words[i].start]

    def between(self, start: int, end: int) -> list[str]:
        """The words within `start:end`; a word that `end` cuts counts up to there."""
        first, last = bisect_left(self.starts, start), bisect_left(self.starts, end)
        return [self.text[w.start : min(w.end, end)] for w in self.words[first:last]]


@dataclass(frozen=True, slots=True)
class Place:
    """A head in a line: the words `first` to `last` hold it."""

    head: NameHead
    first: int
    last: int
    start: int
    end: int


def is_count(word: str) -> bool:
    """Whether a word counts or measures: 三项, 亿元, 8.2.2; a version number (4.0, 2035) does not."""
    if COUNTED.fullmatch(word) or AMOUNT.fullmatch(word):
        return True
    return NUMBERING.fullmatch(word) is not None and VERSION.fullmatch(word) is None

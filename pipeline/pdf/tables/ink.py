"""A page's characters as tables by alignment are found with: which line each is on, and where lines are blank."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from pipeline.pdf.glyphs.characters import Characters, Flags, Integers
from pipeline.pdf.glyphs.native import Floats
from pipeline.pdf.layout.pieces import Piece

_STEP = 0.5  # points, of a profile
_TEXT = 15.0  # heights; lines that wide are text
_ENOUGH = 3  # lines that show how far apart the text's are
_LEADING = 2.0  # heights; lines of text are not further apart
_SAME_LINE = 0.4  # heights by which pieces of one line may be off
_CROSSING = 0.35  # heights; a narrower gap at a gutter is a space in text that runs over it
_OPENING = frozenset("（「『《〈【［〔“‘([")  # no line ends with them
_CJK = "\u2e80"  # the first of such characters
_WORD_GAP = 0.15  # heights; characters further apart belong to different words


@dataclass(frozen=True, slots=True)
class Ink:
    """Upright characters outside ruled tables, from top to bottom and left to right.

    `index` says which of the page's characters each is, `piece` in which piece it stands. `boxes` has its x0, y0, x1, y1;
    its y are its piece's, which superscripts do not disturb. `line` numbers the lines from the top. `size` is the usual
    height of a character, in points.
    """

    text: str
    index: Integers
    piece: Integers
    boxes: Floats
    line: Integers
    size: float = 0.0

    @property
    def middles(self) -> Floats:
        """The height of each character's middle."""
        middle: Floats = (self.boxes[:, 1] + self.boxes[:, 3]) / 2
        return middle

    @property
    def leading(self) -> float:
        """The usual distance of lines of text, in their heights; a generous one where there is none."""
        tops, bottoms = self.extents()
        middles, heights = ((tops + bottoms) / 2).tolist(), (bottoms - tops).tolist()
        single = [(n, runs[0]) for n, runs in enumerate(self.runs(self.size)) if len(runs) == 1]
        steps = [
            (middles[m] - middles[n]) / max(heights[m], 0.1)
            for (n, (left, right)), (m, (x0, x1)) in pairwise(single)
            if min(right, x1) - max(left, x0) > _TEXT * self.size
        ]
        return float(np.median(steps)) if len(steps) >= _ENOUGH else _LEADING

    def extents(self) -> tuple[Floats, Floats]:
        """The upper and lower side of each line."""
        starts = np.flatnonzero(np.diff(self.line, prepend=-1))
        if len(starts) == 0:
            return np.empty(0), np.empty(0)
        return np.minimum.reduceat(self.boxes[:, 1], starts), np.maximum.reduceat(self.boxes[:, 3], starts)

    def part(self, members: Flags) -> Ink:
        """Some of the characters, their lines numbered anew."""
        return _lined(self.text, self.index[members], self.piece[members], self.boxes[members])

    def inside(self, x0: float, y0: float, x1: float, y1: float) -> Ink:
        """The characters whose middles are in a box."""
        x, y = (self.boxes[:, 0] + self.boxes[:, 2]) / 2, self.middles
        return self.part((x >= x0) & (x <= x1) & (y >= y0) & (y <= y1))

    def written(self, start: int, end: int) -> str:
        """Characters of one line, with a space where they stand apart."""
        shown = [self.text[i] for i in self.index[start:end].tolist()]
        apart = self.boxes[start + 1 : end, 0] - self.boxes[start : end - 1, 2] > _WORD_GAP * self.size
        for i in np.flatnonzero(apart)[::-1].tolist():
            shown.insert(i + 1, " ")
        return "".join(shown)

    def runs(self, gap: float) -> list[list[tuple[float, float]]]:
        """For each line, the stretches (left, right) that are at least `gap` points apart."""
        found: list[list[tuple[float, float]]] = [[] for _ in range(int(self.line.max()) + 1 if len(self.line) else 0)]
        if not found:
            return found
        reach = self.boxes[:, 2] + self.line * 1e5
        reach = np.maximum.accumulate(reach) - self.line * 1e5
        starts = np.flatnonzero(
            np.concatenate([[True], (np.diff(self.line) > 0) | (self.boxes[1:, 0] - reach[:-1] >= gap)])
        )
        lefts = self.boxes[starts, 0].tolist()
        rights = np.maximum.reduceat(self.boxes[:, 2], starts).tolist()
        for line, left, right in zip(self.line[starts].tolist(), lefts, rights, strict=True):
            found[line].append((left, right))
        return found


def ink_of(characters: Characters, pieces: Sequence[Piece]) -> Ink:
    """The inked characters of pieces."""
    counts = [p.end - p.start for p in pieces]
    index = np.concatenate([np.arange(p.start, p.end) for p in pieces]) if pieces else np.empty(0, dtype=np.int64)
    piece = np.repeat(np.arange(len(pieces)), counts)
    kept = characters.inked[index]
    index, piece = index[kept], piece[kept]
    boxes = characters.boxes[index].copy()
    heights = np.array([[p.y0, p.y1] for p in pieces]).reshape(-1, 2)
    boxes[:, 1], boxes[:, 3] = heights[piece, 0], heights[piece, 1]
    return _lined(characters.text, index, piece, boxes)


def _lined(text: str, index: Integers, piece: Integers, boxes: Floats) -> Ink:
    if len(index) == 0:
        return Ink(text, index, piece, boxes, np.empty(0, dtype=np.int64))
    middle = (boxes[:, 1] + boxes[:, 3]) / 2
    order = np.lexsort((boxes[:, 0], middle))
    size = float(np.median(boxes[:, 3] - boxes[:, 1]))
    heights = middle[order]
    line = np.concatenate([[0], np.cumsum(np.diff(heights) > _SAME_LINE * size)])
    line[order] = line.copy()
    order = np.lexsort((boxes[:, 0], line))
    return Ink(text, index[order], piece[order], boxes[order], line[order], size)


@dataclass(slots=True)
class Stretch:
    """What stands on one line of one column: its box, its first word's width and its text.

    One that runs over several columns has the first as `column` and the last as `until`.
    """

    column: int
    until: int
    line: int
    x0: float
    y0: float
    x1: float
    y1: float
    word: float
    text: str

    @property
    def middle(self) -> float:
        """Its height on the page."""
        return (self.y0 + self.y1) / 2


def stretches(ink: Ink, gutters: Sequence[float]) -> list[Stretch]:
    """Cuts lines at the gutters, given from left to right, but not where text runs over them; line by line."""
    if len(ink.index) == 0:
        return []
    column = np.searchsorted(np.array(gutters), (ink.boxes[:, 0] + ink.boxes[:, 2]) / 2)
    space = ink.boxes[1:, 0] - ink.boxes[:-1, 2]
    changes = (np.diff(column) > 0) & (space >= _CROSSING * ink.size)
    starts = np.flatnonzero(np.concatenate([[True], (np.diff(ink.line) > 0) | changes])).tolist()
    found = []
    for start, end in zip(starts, [*starts[1:], len(column)], strict=True):
        boxes = ink.boxes[start:end]
        (x0, y0), (x1, y1) = boxes[:, :2].min(axis=0).tolist(), boxes[:, 2:].max(axis=0).tolist()
        first, last = int(column[start]), int(column[end - 1])
        word = _first_word(boxes, [ink.text[i] for i in ink.index[start:end].tolist()])
        found.append(Stretch(first, last, int(ink.line[start]), x0, y0, x1, y1, word, ink.written(start, end)))
    return found


def _first_word(boxes: Floats, text: Sequence[str]) -> float:
    """The width of the first word of a line, with the bracket that opens it; CJK words are one character here."""
    begin = next((i for i, c in enumerate(text) if c not in _OPENING), 0)
    if text[begin] >= _CJK:
        return float(boxes[begin, 2] - boxes[0, 0])
    height = float(boxes[0, 3] - boxes[0, 1])
    apart = boxes[begin + 1 :, 0] - boxes[begin:-1, 2] > _WORD_GAP * height
    gaps = np.flatnonzero(apart).tolist()[:1]
    wide = [i - 1 for i, c in enumerate(text[begin:]) if c >= _CJK and c.isalpha()][:1]
    last = begin + min([*gaps, *wide], default=len(text) - 1 - begin)
    return float(boxes[last, 2] - boxes[0, 0])


def blank_bands(ink: Ink, least: float, crossing: int) -> list[tuple[float, float]]:
    """The stretches across that at most `crossing` lines have characters in, at least `least` points wide.

    Only those with characters on both sides; from left to right.
    """
    return Profile.of(ink).blanks(least, crossing)


@dataclass(frozen=True, slots=True)
class Profile:
    """How many lines have characters at each place across, counted in half points from `left`."""

    left: float
    counts: Integers

    @classmethod
    def of(cls, ink: Ink) -> Profile:
        """The profile of some characters."""
        if len(ink.boxes) == 0:
            return cls(0.0, np.empty(0, dtype=np.int64))
        left, right = float(ink.boxes[:, 0].min()), float(ink.boxes[:, 2].max())
        width, lines = int((right - left) / _STEP) + 2, int(ink.line[-1]) + 1
        first = np.clip(((ink.boxes[:, 0] - left) / _STEP).astype(np.int64), 0, width - 1)
        last = np.clip(np.ceil((ink.boxes[:, 2] - left) / _STEP).astype(np.int64), first + 1, width)
        places = ink.line * (width + 1)
        size = lines * (width + 1)
        marks = np.bincount(places + first, minlength=size) - np.bincount(places + last, minlength=size)
        return cls(left, (np.cumsum(marks).reshape(lines, width + 1)[:, :width] > 0).sum(axis=0))

    def bands(self, least: float, crossing: int) -> list[tuple[float, float]]:
        """The bands that at most `crossing` lines cross, each where the fewest do."""
        last = len(self.counts) - 1
        wide = [(a, b) for a, b in _stretches(self.counts <= crossing) if (b - a) * _STEP >= least]
        found = [_clearest(self.counts, a, b) for a, b in wide if a > 0 and b < last]
        return self._placed(found)

    def blanks(self, least: float, crossing: int) -> list[tuple[float, float]]:
        """The same, but a stretch that few lines cross has each part of it apart that none does.

        What stands between two such parts may be a column that hardly any line fills.
        """
        last = len(self.counts) - 1
        found: list[tuple[int, int]] = []
        for a, b in _stretches(self.counts <= crossing):
            clear = [(a + x, a + y) for x, y in _stretches(self.counts[a:b] == 0) if (y - x) * _STEP >= least]
            if not clear and (b - a) * _STEP >= least:
                clear = [_clearest(self.counts, a, b)] if a > 0 and b < last else []
            found += clear
        return self._placed(found)

    def _placed(self, found: Sequence[tuple[int, int]]) -> list[tuple[float, float]]:
        return [(self.left + a * _STEP, self.left + b * _STEP) for a, b in found]


def _stretches(flags: Flags) -> list[tuple[int, int]]:
    """The runs of true values: the first place of each and the one behind its last."""
    change = np.flatnonzero(np.diff(np.concatenate([[False], flags, [False]]).astype(np.int8)))
    return list(zip(change[::2].tolist(), change[1::2].tolist(), strict=True))


def _clearest(counts: Integers, start: int, end: int) -> tuple[int, int]:
    """The longest part of a stretch where the fewest lines have characters."""
    parts = _stretches(counts[start:end] == counts[start:end].min())
    first, last = max(parts, key=lambda part: part[1] - part[0])
    return start + first, start + last

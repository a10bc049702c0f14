"""Finds the parts of a page that may be tables by the lines around them, and what the titles beside a part say of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from pipeline.pdf.glyphs.native import Floats
from pipeline.pdf.tables.ink import Ink
from pipeline.pdf.tables.lattice import Corners
from pipeline.pdf.tables.textcolumns import is_in_columns
from pipeline.text.lines import is_caption_text, is_unit_text

_SAME = 3.0  # points by which the ends of a table's lines may differ
_MOST_OF = 0.5  # of a line's width; a shorter one, that begins or ends with it, rules only some cells
_SHORTEST = 60.0  # points; shorter lines frame no table
_WIDE = 0.85  # of the frame; a line of text that is that wide is running text
_PROSE = 0.4  # of the lines between two rules, that are that wide
_NARROW, _PLAIN = 0.5, 1.0  # heights; the narrowest gutter between rules or in many lines, and in few
_WORDS = 0.35  # heights between words of a line at most
_CLOSE = 0.6  # heights; cells of one row are no closer between two rules
_BESIDE = 0.1  # heights by which lines beside each other overlap
_TALL = 2.0  # usual distances of two rules; what stands further apart may be text in columns between two tables
_CAPTION = 3  # lines above a table among which its caption is
_NEAR = 3.0  # heights; lines of a table are not further apart
_TEXT = 20.0  # heights; a line that wide is text, and no part of a figure
NOTE = re.compile(
    r"(?:资料|資料|数据|數據)?[来來]源\s*[:：]|[备備]?[注註]\s*\d?\s*[:：]|(?:Sources?|Notes?)\s*[:：]", re.IGNORECASE
)
FIGURE_TITLE = re.compile(r"[图圖]|Fig|Chart|Exhibit", re.IGNORECASE)

Run = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Region:
    """A part of the page that may be a table: its box and how sure that is.

    `rules` says how many lines frame it, `captioned` that a table's caption or unit line stands above it, `opens` that it
    is the first thing on its page or in its column. Lines of one cell are at most `farthest` points apart; `pitch` is
    their distance in another table of the page, 0 when not known. `gutters` are those of a table that goes on in it.
    """

    box: Corners
    rules: int = 0
    captioned: bool = False
    opens: bool = False
    farthest: float = 0.0
    pitch: float = 0.0
    gutters: tuple[float, ...] = ()


def framed(ink: Ink, across: Floats) -> list[Region]:
    """The parts of the page between lines of one width, where what stands between them is no running text."""
    regions = []
    for x0, x1, heights in _families(across):
        bands = [ink.inside(x0, a, x1, b) for a, b in pairwise(heights)]
        usual = float(np.median(np.diff(heights)))
        tabular = [
            _is_tabular(band, x1 - x0) if b - a < _TALL * usual or not is_in_columns(band) else False
            for band, (a, b) in zip(bands, pairwise(heights), strict=True)
        ]
        for first, last in _stretches_of(tabular):
            box = (x0, heights[first], x1, heights[last])
            if not is_crossed(ink, box):
                regions.append(Region(box, last - first + 1, caption_above(ink, box)))
    return sorted(regions, key=lambda region: region.box[1] - region.box[3])


def _families(across: Floats) -> Iterator[tuple[float, float, list[float]]]:
    """The lines that begin and end at the same places: where, and their heights; the widest first.

    Those that leave out a first or last cell are counted in.
    """
    left = across[across[:, 2] - across[:, 1] >= _SHORTEST]
    left = left[np.argsort(left[:, 1] - left[:, 2], kind="stable")]
    while len(left):
        x0, x1 = left[0, 1:]
        begins, stops = np.abs(left[:, 1] - x0) <= _SAME, np.abs(left[:, 2] - x1) <= _SAME
        alike = (begins | stops) & (left[:, 1] >= x0 - _SAME) & (left[:, 2] <= x1 + _SAME)
        alike &= left[:, 2] - left[:, 1] >= _MOST_OF * (x1 - x0)
        if alike.sum() >= 2:
            yield float(x0), float(x1), sorted(set(left[alike, 0].tolist()))
        left = left[~(begins & stops)]


def _stretches_of(tabular: Sequence[bool | None]) -> Iterator[tuple[int, int]]:
    """The runs of true values, with what is neither inside them: the first and the one behind the last."""
    start = end = None
    for i, value in enumerate([*tabular, False]):
        if value:
            start, end = (i if start is None else start), i + 1
        elif value is False and start is not None and end is not None:
            yield start, end
            start = end = None


def _is_tabular(ink: Ink, width: float) -> bool | None:
    """Whether what stands between two rules may be rows of a table: no running text, no caption, no note.

    None for a single short line, which may be a heading inside a table, or a title between two.
    """
    lines = ink.runs(_CLOSE * ink.size)
    if not lines or (len(lines) <= _CAPTION and is_title(ink)):
        return False
    wide = sum(len(runs) == 1 and runs[0][1] - runs[0][0] >= _WIDE * width for runs in lines)
    if any(len(runs) > 1 for runs in lines) or _stand_beside(ink, lines):
        return wide <= _PROSE * len(lines)
    return None if len(lines) == 1 and not wide else False


def _stand_beside(ink: Ink, lines: Sequence[Sequence[Run]]) -> bool:
    """Whether lines are half beside each other, as those of cells with more or fewer lines around one middle are."""
    tops, bottoms = ink.extents()
    for n, (one, other) in enumerate(pairwise(lines)):
        apart = one[-1][1] + _CLOSE * ink.size < other[0][0] or other[-1][1] + _CLOSE * ink.size < one[0][0]
        if apart and bottoms[n] - tops[n + 1] > _BESIDE * ink.size:
            return True
    return False


def is_title(ink: Ink, line: int = 0) -> bool:
    """Whether a line is a caption, a unit line or a note, or ends with one of them."""
    first, last = np.searchsorted(ink.line, [line, line + 1]).tolist()
    apart = np.flatnonzero(ink.boxes[first + 1 : last, 0] - ink.boxes[first : last - 1, 2] >= _PLAIN * ink.size)
    begun = first + 1 + int(apart[-1]) if len(apart) else first
    texts = {ink.written(first, last), ink.written(begun, last)}
    return any(is_caption_text(text) or is_unit_text(text) or NOTE.match(text) for text in texts)


def is_crossed(ink: Ink, box: Corners) -> bool:
    """Whether a word or a line of text lies over one of the sides."""
    x0, y0, x1, y1 = box
    level = (ink.middles > y0) & (ink.middles < y1)
    goes_on = (np.diff(ink.line) == 0) & (ink.boxes[1:, 0] - ink.boxes[:-1, 2] < _WORDS * ink.size)
    for x in (x0, x1):
        begins, ends = ink.boxes[:, 0] < x - _SAME, ink.boxes[:, 2] > x + _SAME
        if (level & begins & ends).any() or (level[1:] & goes_on & begins[:-1] & ends[1:]).any():
            return True
    return False


def caption_above(ink: Ink, box: Corners) -> bool:
    """Whether one of the last lines above a box is a table's caption or unit line."""
    x0, y0, x1, _ = box
    near = ink.inside(x0 - _NEAR * ink.size, y0 - 2 * _NEAR * ink.size, x1, y0)
    count = int(near.line.max()) + 1 if len(near.line) else 0
    for line in range(max(0, count - _CAPTION), count):
        first, last = np.searchsorted(near.line, [line, line + 1]).tolist()
        text = near.written(first, last)
        if (is_caption_text(text) and not FIGURE_TITLE.match(text)) or is_unit_text(text):
            return True
    return False


def is_figure(ink: Ink, box: Corners, *, loose: bool = False) -> bool:
    """Whether a figure's title stands right below a box, and no table's above it.

    With `loose`, a few short lines may stand between: other parts of the figure.
    """
    below = ink.inside(-np.inf, box[3], np.inf, box[3] + (10 if loose else 1) * _NEAR * ink.size)
    for n, runs in enumerate(below.runs(_PLAIN * ink.size)):
        if runs[-1][1] < box[0] or runs[0][0] > box[2]:
            continue
        first, last = np.searchsorted(below.line, [n, n + 1]).tolist()
        text = below.written(first, last)
        if FIGURE_TITLE.match(text) and is_caption_text(text):
            return not caption_above(ink, box)
        if not loose or runs[-1][1] - runs[0][0] > _TEXT * ink.size:
            return False
    return False

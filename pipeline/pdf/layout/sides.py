"""Tells columns of text from the columns of a table, by what stands on both sides of a gutter."""

from __future__ import annotations

import math
from bisect import bisect
from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.pdf.layout.gutters import usual_height
from pipeline.pdf.layout.levels import middle_of
from pipeline.pdf.layout.pieces import Piece

NARROWEST = 8.0  # line heights; narrower columns belong to a table
_SHARE = 0.15  # of the width; likewise
_WIDE_LINE = 0.7  # of its column's width
_WIDE_SHARE = 0.4  # of a column's lines that must be that wide
_LONG = 12.0  # line heights; a stretch that long is text and no cell's
_MOST = 0.7  # of a side that such stretches make
_INKED = 0.75  # of a wide line that is not blank; names and figures in rows leave more
_ASTRAY = 0.2  # of a column's lines that may stand out of it: a byline or a page number beside it
_PLAIN = 15.0  # line heights; a column that wide is text
_LEVEL = 0.3  # line heights by which the rows of one table may be off
_LEVEL_SHARE = 0.65  # of a side's lines that are level with the other side's when both are a table's
_EXACT = 0.15  # line heights by which lines of different columns miss each other unless by chance
_ROWS = 0.8  # of a note's lines; when more are level with the column's, they are rows of a table in two type sizes
_CHANCE = 0.4  # of a side's lines that may still be level by chance
_LEAST_APART = 4  # lines on each side that show it
_OTHER_TYPE = 0.12  # of a line's height, by which the type of a note beside a column differs at least
NOTE = 3.0  # line heights; a note in the margin may be as narrow
_TWIN = 0.03  # of a column's width, by which that of another one of the same page differs
_LEAST_FULL = 3  # lines that show how wide it is
_LONE = 0.3  # of the lines of a plain column; a column beside it that has no more has just begun


@dataclass(slots=True)
class Side:
    """The pieces on one side of a gutter, and what they measure; lengths in points."""

    pieces: Sequence[Piece]
    left: float = field(init=False)
    right: float = field(init=False)
    top: float = field(init=False)
    bottom: float = field(init=False)
    line: float = field(init=False)
    tables: bool = field(init=False)
    _lines: list[tuple[float, float, float, float]] = field(default_factory=list)
    _usual: float | None = None

    def __post_init__(self) -> None:
        """Measures it; `line` is the usual height of a line."""
        pieces = self.pieces
        self.left, self.right = min([p.x0 for p in pieces]), max([p.x1 for p in pieces])
        self.top, self.bottom = min([p.y0 for p in pieces]), max([p.y1 for p in pieces])
        self.line = usual_height(pieces)
        self.tables = any([p.table for p in pieces])

    @property
    def width(self) -> float:
        """From its leftmost to its rightmost piece."""
        return self.right - self.left

    @property
    def usual(self) -> float:
        """Its width, lines that stand out of it aside."""
        if self._usual is None:
            lines = self.lines
            astray = int(_ASTRAY * len(lines))
            lefts, rights = sorted([x[0] for x in lines]), sorted([x[1] for x in lines])
            self._usual = rights[-1 - astray] - lefts[astray] if lines else self.width
        return self._usual

    @property
    def lines(self) -> list[tuple[float, float, float, float]]:
        """What its text makes when pieces level with each other are one, from the top.

        Each is (left, right, middle, inked): `inked` says how much of its length is not blank.
        """
        if not self._lines:
            reach = 0.4 * self.line
            for piece in sorted([p for p in self.pieces if p.table is None], key=middle_of):
                if self._lines and piece.middle - self._lines[-1][2] <= reach:
                    left, right, middle, inked = self._lines[-1]
                    inked += piece.x1 - piece.x0
                    self._lines[-1] = (min(left, piece.x0), max(right, piece.x1), middle, inked)
                else:
                    self._lines.append((piece.x0, piece.x1, piece.middle, piece.x1 - piece.x0))
        return self._lines


def are_columns(one: Side, other: Side, width: float, *, sure: bool = False) -> bool:
    """Whether two neighbouring groups of pieces are columns of text and not the columns of a table.

    Args:
        one: The pieces left of the gutter.
        other: Those right of it.
        width: From the leftmost to the rightmost piece of the whole stretch, in points.
        sure: The gutter is known to part columns elsewhere on the page: a single line on each side will do.
    """
    if min(one.bottom, other.bottom) <= max(one.top, other.top):
        return False
    if all(_is_column(side, width, 1 if sure else 3) for side in (one, other)):
        return True
    if _are_twins(one, other) or _are_twins(other, one):
        return True
    return _stands_beside(one, other, width) or _stands_beside(other, one, width) or _are_apart(one, other)


def _are_twins(column: Side, other: Side) -> bool:
    """Whether one side is plainly a column of text and the other one, some of whose lines fill it, is just as wide."""
    if column.tables or other.tables or not _is_prose(column, 3):
        return False
    if column.usual < NARROWEST * column.line or abs(other.usual - column.usual) > _TWIN * column.usual:
        return False
    return sum(x1 - x0 >= (1 - _TWIN) * other.usual for x0, x1, _, _ in other.lines) >= _LEAST_FULL


def _stands_beside(column: Side, other: Side, width: float) -> bool:
    """Whether one side is plainly a column of text and the other something beside it, not the same table's rows."""
    if column.width < max(_PLAIN * column.line, _SHARE * width) or not _is_prose(column, 5):
        return False
    if not other.lines:
        return True
    if abs(other.line - column.line) > _OTHER_TYPE * column.line and other.width >= NOTE * other.line:
        return _level_share(other, column, _EXACT) <= _ROWS
    return _level_share(other, column, _LEVEL) <= _LEVEL_SHARE or _has_begun(column, other)


def _has_begun(column: Side, other: Side) -> bool:
    """Whether the other side is a column of which only the first lines are printed: as wide, and filled from the top."""
    if not 0 < len(other.lines) <= _LONE * len(column.lines) or other.tables:
        return False
    return other.width >= 0.6 * column.width and other.lines[0][2] - column.lines[0][2] < 3 * column.line


def _are_apart(one: Side, other: Side) -> bool:
    """Whether the lines of two sides miss each other: what stands in one row is not level, so each is read for itself."""
    few, many = (one, other) if len(one.pieces) <= len(other.pieces) else (other, one)
    if few.tables and not many.tables:
        few, many = many, few
    if len(few.pieces) < _LEAST_APART or few.width < NOTE * few.line or many.width < NARROWEST * many.line:
        return False
    if len(few.lines) < _LEAST_APART or (len(many.lines) < _LEAST_APART and not many.tables):
        return False
    return _level_share(few, many, _EXACT) <= _CHANCE


def _level_share(side: Side, other: Side, reach: float) -> float:
    """The share of a side's lines that stand level with one of the other's."""
    heights = [-math.inf, *[middle for _, _, middle, _ in other.lines], math.inf]
    level = 0
    for _, _, middle, _ in side.lines:
        place = bisect(heights, middle)
        level += min(middle - heights[place - 1], heights[place] - middle) < reach * other.line
    return level / max(len(side.lines), 1)


def _is_column(side: Side, width: float, least: int) -> bool:
    if (side.width if side.tables else side.usual) < max(NARROWEST * side.line, _SHARE * width):
        return False
    return side.tables or _is_prose(side, least) or _holds_text(side, least)


def _holds_text(side: Side, least: int) -> bool:
    """Whether most of it is long stretches, perhaps of several columns."""
    stretches = [p.x1 - p.x0 for p in side.pieces]
    long = [x for x in stretches if x >= _LONG * side.line]
    return len(long) >= max(least, 3) and sum(long) >= _MOST * sum(stretches)


def _is_prose(side: Side, least: int) -> bool:
    """Whether many of its lines are about as wide as it is."""
    lines = side.lines
    if len(lines) < least:
        return False
    least_width = _WIDE_LINE * side.usual
    wide = [x1 - x0 >= least_width and inked >= _INKED * (x1 - x0) for x0, x1, _, inked in lines]
    return sum(wide) >= _WIDE_SHARE * len(lines)

"""Lets a part of a page that is ruled take in the rows right above and below it that have no line around them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise, takewhile

import numpy as np

from pipeline.pdf.tables.ink import Ink
from pipeline.pdf.tables.lattice import Corners
from pipeline.pdf.tables.parted import gutters_below
from pipeline.pdf.tables.regions import Region, Run, is_crossed, is_title

_SAME = 3.0  # points by which the ends of a table's lines may differ
_WIDE = 0.85  # of the frame; a line of text that is that wide is running text
_NARROW, _PLAIN = 0.5, 1.0  # heights; the narrowest gutter where several are known, and where one is
_CLOSED = 4  # rules from which the last one ends a table
_NEAR = 3.0  # heights; lines of a table are not further apart
_ABOVE = 1.2  # heights between a header and the rule below it, at most
_LINE_STEP, _STEP = 1.08, 1.3  # the cells' pitches, or heights, that lines of one cell are apart at most


def grown(ink: Ink, region: Region, gutters: Sequence[float], *, pitch: float, single: bool = False) -> Region:
    """A region with the rows right below it, and those above it, that have no line around them.

    They part where the region does; where that is not known, rows below a header are those up to the next running text.
    Above it stand rows up to the column's top, or a header. Below a table of many rules, which end its rows, only the
    column's end shows that they go on.

    Args:
        ink: What stands on the page.
        region: The region.
        gutters: Where it parts, from left to right.
        pitch: How far apart lines of its cells are, in points; 0 when not known.
        single: At most one row is taken on each side, as where every other row is shaded.
    """
    x0, y0, x1, y1 = region.box
    beside = ink.inside(x0 - _SAME, -np.inf, x1 + _SAME, np.inf)
    step = max(_LINE_STEP * pitch if pitch else region.farthest, _STEP * ink.size)
    column = _Column(beside, gutters or gutters_below(beside, y0, y1), x1 - x0, step)
    below, above = column.rows_below(y1), column.rows_above(y0) if gutters else []
    if single:
        below, above = column.together(below), column.together(above)
    if region.rules >= _CLOSED and below and below[-1] + 1 < len(column.lines):
        below = []
    bottom = max([y1, *(column.bottoms[n] for n in below)])
    top = min([y0, *(column.tops[n] for n in above)])
    return region if (top, bottom) == (y0, y1) else replace(region, box=(x0, top, x1, bottom))


def header_on(ink: Ink, rule: Sequence[float], farthest: float) -> Corners | None:
    """The box of a captioned header that stands right on a horizontal line (y, x0, x1); None when there is none."""
    y, x0, x1 = rule
    beside = ink.inside(x0 - _SAME, -np.inf, x1 + _SAME, y)
    column = _Column(beside, (), x1 - x0, max(farthest, _STEP * ink.size))
    row = column.header(range(len(column.lines))[::-1], y)
    top = min((column.tops[n] for n in row), default=y)
    box = (x0, top - 1, x1, y)
    return box if row and row[-1] > 0 and is_title(beside, row[-1] - 1) and not is_crossed(ink, box) else None


@dataclass(slots=True)
class _Column:
    """The lines above and below a region, as wide as it is (in points), and how they part.

    Lines of one cell are at most `step` points apart.
    """

    ink: Ink
    gutters: Sequence[float]
    width: float
    step: float
    lines: list[list[Run]] = field(init=False)
    tops: list[float] = field(init=False)
    bottoms: list[float] = field(init=False)

    def __post_init__(self) -> None:
        """Measures the lines."""
        self.lines = self.ink.runs((_NARROW if len(self.gutters) > 1 else _PLAIN) * self.ink.size)
        self.tops, self.bottoms = (side.tolist() for side in self.ink.extents())

    def rows_below(self, side: float) -> list[int]:
        """The lines below a height that are rows: the first one of several stretches, the last one likewise.

        Behind that, what hangs below it in a later column, or goes on in a cell of the first one.
        """
        found: list[int] = []
        for n in [n for n, top in enumerate(self.tops) if top > side - _SAME]:
            if self.tops[n] - side > _NEAR * self.ink.size or not self._fits(n):
                break
            found.append(n)
            side = self.tops[n] + self.ink.size
        first = self.together(found)
        if not any(self._is_beside(n, first) for n in first):
            return []
        while not self._ends_row(found):
            found.pop()
        return found

    def _ends_row(self, found: Sequence[int]) -> bool:
        """Whether the last of some lines is a row's."""
        n = found[-1]
        if len(self.lines[n]) > 1 or (self.gutters and self.lines[n][0][0] >= self.gutters[0]):
            return True
        before = next((m for m in reversed(found[:-1]) if self._begins(m) == self._begins(n)), None)
        return before is not None and self.bottoms[n] - self.bottoms[before] <= self.step

    def _begins(self, n: int) -> int:
        """Which column a line begins in."""
        return int(np.searchsorted(np.array(self.gutters), self.lines[n][0][0]))

    def rows_above(self, side: float) -> list[int]:
        """The lines above a height that are rows, from below: all up to the column's top, or a header's."""
        found: list[int] = []
        top = side
        for n in [n for n, bottom in enumerate(self.bottoms) if bottom < side + _SAME][::-1]:
            if top - self.bottoms[n] > _NEAR * self.ink.size or not self._fits(n):
                break
            found.append(n)
            top = self.bottoms[n] - self.ink.size
        first = self.together(found)
        parted = any(self._is_beside(n, first) for n in first)
        titled = any(is_title(self.ink, n) for n in found)
        if parted and not titled and found[-1] == 0 and (len(self.lines[0]) > 1 or self._begins(0) > 0):
            return found
        return self.header(found, side)

    def together(self, lines: Sequence[int]) -> list[int]:
        """The first of some lines, given from the region outwards, that are as close to each other as those of one cell."""
        far = (i for i, (a, b) in enumerate(pairwise(lines), 1) if abs(self.bottoms[a] - self.bottoms[b]) > self.step)
        return list(lines[: next(far, len(lines))])

    def _is_beside(self, n: int, among: Sequence[int]) -> bool:
        """Whether a line has several stretches, or is half beside the next one, as where cells are set around one middle."""
        return len(self.lines[n]) > 1 or (n + 1 in among and self.bottoms[n] > self.tops[n + 1])

    def _is_of_cells(self, n: int) -> bool:
        """Whether a line has no two stretches in one column, as lines of a page's columns of text have."""
        columns = np.searchsorted(np.array(self.gutters), [a for a, _ in self.lines[n]]).tolist()
        return not self.gutters or len(set(columns)) == len(columns)

    def _fits(self, n: int) -> bool:
        """Whether a line parts where the region does and is no running text."""
        runs = self.lines[n]
        if len(runs) == 1 and runs[0][1] - runs[0][0] >= _WIDE * self.width:
            return False
        return all(not a < gutter < b for a, b in runs for gutter in self.gutters)

    def header(self, above: Sequence[int], side: float) -> list[int]:
        """Of the lines above a region's first rule, from below, those of a header right on it; titles are none."""
        if not above or side - self.bottoms[above[0]] > _ABOVE * self.ink.size:
            return []
        row = list(takewhile(lambda n: not is_title(self.ink, n) and self._is_of_cells(n), self.together(above)))
        beside = [n for n in row if self._is_beside(n, row)]
        return row[: row.index(beside[-1]) + 1] if beside else []

"""Carries a table that no line closes over to the next column or page: what stands there in its columns is its next rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from pipeline.pdf.printed import PrintedLine, PrintedPage, PrintedTable
from pipeline.pdf.tables.ink import Ink, blank_bands
from pipeline.pdf.tables.lattice import Corners
from pipeline.pdf.tables.regions import Region, is_crossed, is_title
from pipeline.pdf.tables.ruled import Grid

_SAME = 3.0  # points by which the ends of a table's lines may differ
_LEFT = 1.0  # points by which texts of one column may begin apart
_LEFT_SHARE = 0.6  # of them, that do begin together
_BEFORE = 1.5  # points left of where the texts of a column begin, that they part from the one before
_CROSSING, _ALIGNED = 0.5, 0.12  # heights between two cells of one line; and where the second begins with its column
_NEAR = 3.0  # heights; lines of a table are not further apart
_STEP = 1.08  # pitches that lines of one cell are apart at most
_HEADER, _APART = 2, 1.5  # lines of a running header, and heights that it stands away from the table
_HEADER_LINES = 3  # of a table's header at most
_FOOT, _FOOT_LINES = 0.88, 2  # of the page's height, below which so many lines are a running foot
_OFTEN, _PLACES = 3, 2  # lines that begin at a place, and places looked at, to tell where a column begins


@dataclass(frozen=True, slots=True)
class Carried:
    """A table that may go on: its columns' sides, where the texts of each begin (nan where they do not begin together).

    `pitch` is how far apart the lines of its cells are; 0 when each has one. All in points.
    """

    sides: tuple[float, ...]
    lefts: tuple[float, ...]
    pitch: float

    @property
    def gutters(self) -> tuple[float, ...]:
        """Where the columns part."""
        inner = zip(self.sides[1:-1], self.lefts[1:], strict=True)
        return tuple(side if np.isnan(left) else left - _BEFORE for side, left in inner)

    def moved(self, shift: float) -> Carried:
        """The same table further to the right."""
        return replace(self, sides=tuple(x + shift for x in self.sides), lefts=tuple(x + shift for x in self.lefts))

    def beside(self, ink: Ink) -> list[Carried]:
        """The same table at the places where it may go on in the next column; `ink` is all that stands right of it."""
        if len(ink.boxes) == 0:
            return []
        begins = _begins(ink.boxes[np.flatnonzero(np.diff(ink.line, prepend=-1)), 0].tolist())
        own = [left for left in self.lefts if not np.isnan(left)][:_PLACES]
        shifts = dict.fromkeys(round(b - a, 1) for a in (*own, self.sides[0]) for b in begins)
        return [self.moved(shift) for shift in shifts if shift > self.sides[-1] - self.sides[0]]

    @classmethod
    def of_grid(cls, grid: Grid, ink: Ink) -> Carried:
        """A grid of a page's characters."""
        sides = sorted({x for cell in grid.cells for x in (cell[0], cell[2])})
        begins: list[list[float]] = [[] for _ in sides[1:]]
        steps: list[float] = []
        for x0, y0, x1, y1 in grid.cells:
            own = ink.inside(x0, y0, x1, y1)
            first = np.flatnonzero(np.diff(own.line, prepend=-1))
            begins[sides.index(x0)] += own.boxes[first, 0].tolist()
            steps += np.diff(own.middles[first]).tolist()
        return cls(tuple(sides), _lefts(begins), min(steps, default=0.0))

    @classmethod
    def of_table(cls, table: PrintedTable) -> Carried:
        """A printed table."""
        begins: list[list[float]] = [[] for _ in table.sides[1:]]
        for cell in table.cells:
            begins[cell.column] += [line.x0 for line in cell.lines]
        steps = [b.y0 - a.y0 for cell in table.cells for a, b in pairwise(cell.lines)]
        return cls(table.sides, _lefts(begins), min(steps, default=0.0))


def _lefts(begins: Sequence[Sequence[float]]) -> tuple[float, ...]:
    """Where the texts of each column begin; nan where they do not begin together."""
    found = []
    for places in begins:
        least = min(places, default=np.nan)
        together = sum(x - least <= _LEFT for x in places)
        found.append(least if places and together >= _LEFT_SHARE * len(places) else np.nan)
    return tuple(found)


def lone_header(ink: Ink, region: Region) -> Grid | None:
    """The header of a table that has no more rows on its page: captioned, on a rule, the last in its column."""
    x0, y0, x1, y1 = region.box
    own = ink.inside(*region.box)
    if region.rules > 2 or not region.captioned or own.line[-1] >= _HEADER_LINES or not ends_column(ink, region.box):
        return None
    gutters = [(a + b) / 2 for a, b in blank_bands(own, _CROSSING * ink.size, 0)]
    cells = tuple((a, y0, b, y1) for a, b in pairwise([x0, *gutters, x1]))
    return Grid(cells, ruled=False) if gutters else None


def ends_column(ink: Ink, box: Corners) -> bool:
    """Whether nothing stands below a box but a running foot."""
    tops, _ = ink.inside(box[0], -np.inf, box[2], np.inf).extents()
    below = tops[tops > box[3]]
    return len(below) == 0 or (len(below) <= _FOOT_LINES and bool(below[0] - box[3] > _NEAR * ink.size))


def open_tables(page: PrintedPage | None) -> list[Carried]:
    """The table that a page ends with, at the places where the next page may go on with it; the likeliest first."""
    items = [item for item in page.items if not (isinstance(item, PrintedLine) and item.loose)] if page else []
    foot = 0
    while page and items and isinstance(items[-1], PrintedLine) and foot < _FOOT_LINES:
        if items[-1].y0 < _FOOT * page.height or items[-1].direction:
            break
        items.pop()
        foot += 1
    last = items[-1] if items else None
    if not isinstance(last, PrintedTable) or last.direction or len(last.sides) != last.columns + 1:
        return []
    begins = {zone: _begins([i.x0 for i in items if i.zone == zone]) for zone in {i.zone for i in items}}
    table = Carried.of_table(last)
    shifts = {round(b - a, 1) for places in begins.values() for a in begins[last.zone] for b in places}
    return [table.moved(shift) for shift in sorted(shift for shift in shifts if shift <= 0.0)]


def _begins(lefts: Sequence[float]) -> list[float]:
    """Where a column of lines may begin: where some of them do, and the leftmost one does."""
    counts = Counter(round(x, 1) for x in lefts)
    often = sorted(x for x, count in counts.items() if count >= _OFTEN)[:_PLACES]
    return list(dict.fromkeys([*often, round(min(lefts), 1)]))


def going_on(ink: Ink, table: Carried, farthest: float) -> Region | None:
    """The rows at the head of a page or column that go on with a table; None when there are none.

    Args:
        ink: What stands on the page.
        table: The table, where it may go on.
        farthest: How far apart lines of one cell are at most, in points, where the table does not show it.
    """
    x0, x1 = table.sides[0], table.sides[-1]
    column = ink.inside(x0 - _SAME, -np.inf, x1 + _SAME, np.inf)
    tops, bottoms = column.extents()
    for start in range(min(_HEADER + 1, len(tops))):
        if start and tops[start] - bottoms[start - 1] < _APART * ink.size:
            continue
        close = _STEP * table.pitch if table.pitch else farthest
        rows = list(_rows(column, table, start, close))
        if rows:
            box = (x0, float(tops[rows].min()) - _LEFT, x1, float(bottoms[rows].max()) + _LEFT)
            if not is_crossed(ink, box):
                return Region(box, gutters=table.gutters)
    return None


def _rows(ink: Ink, table: Carried, start: int, close: float) -> Iterator[int]:
    """The lines from one on that stand in a table's columns; none when the first few are all of one column."""
    tops, bottoms = ink.extents()
    taken: list[tuple[int, set[int]]] = []
    for n in range(start, len(tops)):
        cells = _cells(ink, n, table)
        if not cells or is_title(ink, n) or (taken and tops[n] - bottoms[n - 1] > _NEAR * ink.size):
            break
        taken.append((n, cells))
    middles = (tops + bottoms) / 2
    first = next((i for i, ((a, _), (b, _)) in enumerate(pairwise(taken), 1) if middles[b] - middles[a] > close), None)
    if len(set().union(*(cells for _, cells in taken[:first]))) < 2:
        return
    while len(taken[-1][1]) < 2 and 0 in taken[-1][1]:
        n, _ = taken[-1]
        before = next((m for m, cells in reversed(taken[:-1]) if 0 in cells), None)
        if before is not None and middles[n] - middles[before] <= close:
            break
        taken.pop()
    if _begin_together(ink, [n for n, _ in taken], table):
        yield from (n for n, _ in taken)


def _begin_together(ink: Ink, lines: Sequence[int], table: Carried) -> bool:
    """Whether the lines' cells begin where those of their columns do."""
    own = ink.part(np.isin(ink.line, lines))
    column = np.searchsorted(np.array(table.gutters), (own.boxes[:, 0] + own.boxes[:, 2]) / 2)
    begins = np.flatnonzero((np.diff(own.line, prepend=-1) > 0) | (np.diff(column, prepend=-1) != 0))
    off = np.abs(own.boxes[begins, 0] - np.array(table.lefts)[column[begins]])
    known = off[~np.isnan(off)]
    return len(known) == 0 or bool((known <= _SAME).mean() >= _LEFT_SHARE)


def _cells(ink: Ink, line: int, table: Carried) -> set[int]:
    """The columns that a line has text in; none when it runs over a gutter or begins beside its column."""
    first, last = np.searchsorted(ink.line, [line, line + 1]).tolist()
    boxes = ink.boxes[first:last]
    size = float(boxes[0, 3] - boxes[0, 1])
    column = np.searchsorted(np.array(table.gutters), (boxes[:, 0] + boxes[:, 2]) / 2)
    begins = np.flatnonzero(np.diff(column, prepend=-1))
    for i in begins.tolist():
        left = table.lefts[int(column[i])]
        aligned = abs(boxes[i, 0] - left) <= _LEFT
        if i and boxes[i, 0] - boxes[:i, 2].max() < (_ALIGNED if aligned else _CROSSING) * size:
            return set()
        if not np.isnan(left) and boxes[i, 0] < left - _SAME:
            return set()
    over = [((boxes[:, 0] < x - _LEFT) & (boxes[:, 2] > x + _LEFT)).any() for x in table.gutters]
    return set() if any(over) else set(column[begins].tolist())

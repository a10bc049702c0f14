"""Finds ruled tables: grids of at least two rows and columns, from the lines that the page draws."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from pipeline.pdf.glyphs.characters import Integers
from pipeline.pdf.glyphs.native import Floats
from pipeline.pdf.glyphs.rulings import Drawings
from pipeline.pdf.printed import PrintedCell, PrintedTable
from pipeline.pdf.tables.lattice import Corners, cells_of, joined

_LEAST_PATHS = 4  # drawn on a page before a table is looked for
_DOUBLE = 6.0  # points between the lines of a double rule
_GAP = 15.0  # points; a column that narrow without text is none
_FILLED = 0.2  # of a table's cells that must have text; grids behind charts have none
_SMALL, _SMALL_FILLED = 12, 0.5  # cells of a small table, and the share of them that must have text
_COVERED = 0.95  # of a table's area, that its cells cover; boxes of a drawing leave gaps
_SINGLE = 0.4  # cells for each row of each column; boxes of a drawing reach over many
_COLUMNS_FILLED = 0.65  # of a table's columns that must have text
_FRAME = 0.6  # of the page's text; when one of a few cells has more, it is a frame around the text
_FRAME_CELLS = 4  # that a frame fills at most
_FRAME_LENGTH = 600  # characters that make a page of text


@dataclass(frozen=True, slots=True)
class Grid:
    """A table's cells (x0, y0, x1, y1), row by row; `ruled` is false where alignment shows them."""

    cells: tuple[Corners, ...]
    ruled: bool = True

    @property
    def is_small(self) -> bool:
        """Whether it has few cells, one of them over several rows or columns: boxes of a drawing touch like that."""
        tops, lefts = len({c[1] for c in self.cells}), len({c[0] for c in self.cells})
        return len(self.cells) <= _SMALL and len(self.cells) < tops * lefts

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return len({cell[1] for cell in self.cells})

    @property
    def box(self) -> Corners:
        """The smallest box around all cells."""
        x0, y0, x1, y1 = zip(*self.cells, strict=True)
        return min(x0), min(y0), max(x1), max(y1)


def find_grids(drawings: Drawings) -> list[Grid]:
    """The grids that a page's lines make, from top to bottom: at least two columns; of one row, at least three."""
    if drawings.paths < _LEAST_PATHS:
        return []
    return grids_of(joined(drawings.across), joined(drawings.upright))


def grids_of(across: Floats, upright: Floats) -> list[Grid]:
    """The grids that joined lines make, from top to bottom: at least two columns; of one row, at least three."""
    found = []
    for cells in map(_without_slivers, cells_of(across, upright)):
        rows, columns = {c[1] for c in cells}, {c[0] for c in cells}
        if len(columns) >= 2 and len(rows) + len(columns) >= 4:
            found.append(Grid(tuple(cells)))
    return sorted(found, key=lambda grid: (grid.box[1], grid.box[0]))


def _without_slivers(cells: Sequence[Corners]) -> list[Corners]:
    """Cells without those between the two lines of a double rule."""
    xs = _settled([x for c in cells for x in (c[0], c[2])])
    ys = _settled([y for c in cells for y in (c[1], c[3])])
    moved = dict.fromkeys((xs[x0], ys[y0], xs[x1], ys[y1]) for x0, y0, x1, y1 in cells)
    return sorted((c for c in moved if c[2] > c[0] and c[3] > c[1]), key=lambda c: (c[1], c[0]))


def _settled(places: Sequence[float]) -> dict[float, float]:
    """Each place with the first of those that it is as close to as a double rule's lines are."""
    found: dict[float, float] = {}
    last = -np.inf
    for place in sorted(set(places)):
        last = place if place - last > _DOUBLE else last
        found[place] = last
    return found


def place_cells(found: Sequence[Grid], boxes: Floats, page: int) -> tuple[Integers, list[PrintedTable]]:
    """Sorts characters into cells: each character's cell number, from 1 in table order, or 0; and the tables.

    Grids that hold next to no text, or nearly all of the page's, or whose cells overlap, are no tables: left out.
    """
    groups = np.zeros(len(boxes), dtype=np.int64)
    tables: list[PrintedTable] = []
    x, y = (boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2
    first = 1
    for grid in found:
        inside = []
        for x0, y0, x1, y1 in grid.cells:
            inside.append(np.flatnonzero((x >= x0) & (x < x1) & (y >= y0) & (y < y1) & (groups == 0)))
        grid, inside = _without_gaps(grid, inside)
        table = _table(grid, page)
        if table is None or not _is_table(table, [len(i) for i in inside], len(boxes)):
            continue
        for number, members in enumerate(inside, start=first):
            groups[members] = number
        first += len(inside)
        tables.append(table)
    return groups, tables


def _without_gaps(grid: Grid, inside: list[Integers]) -> tuple[Grid, list[Integers]]:
    """A grid without narrow columns that hold no text, as beside the shading of a cell; and its cells' characters."""
    lefts = sorted({c[0] for c in grid.cells})
    begun = {c[0] for c, members in zip(grid.cells, inside, strict=True) if len(members)}
    gaps = {a: b for a, b in pairwise(lefts) if b - a <= _GAP and a not in begun and a != lefts[0]}
    if not gaps:
        return grid, inside
    moved = [((gaps.get(x0, x0)), y0, gaps.get(x1, x1), y1) for x0, y0, x1, y1 in grid.cells]
    kept = [(c, members) for c, members in zip(moved, inside, strict=True) if c[2] > c[0]]
    return replace(grid, cells=tuple(c for c, _ in kept)), [members for _, members in kept]


def _is_table(table: PrintedTable, lengths: Sequence[int], total: int) -> bool:
    """Whether cells that hold so many characters are a table's, and no chart's, drawing's or frame's.

    A table's cells cover it, most are of one row and column, and each row and most columns have text.
    """
    filled = [cell for cell, length in zip(table.cells, lengths, strict=True) if length]
    places, count = table.rows * table.columns, len(table.cells)
    if len(filled) < 2 or len(filled) < (_FILLED if count >= _SMALL else _SMALL_FILLED) * count:
        return False
    if sum(c.row_span * c.column_span for c in table.cells) < _COVERED * places or count < _SINGLE * places:
        return False
    columns = {column for c in filled for column in range(c.column, c.column + c.column_span)}
    if len(columns) < _COLUMNS_FILLED * table.columns or len({c.row for c in filled}) < min(2, table.rows):
        return False
    return len(filled) > _FRAME_CELLS or max(lengths) <= _FRAME * total or max(lengths) <= _FRAME_LENGTH


def _table(grid: Grid, page: int) -> PrintedTable | None:
    """The grid as rows and columns; None when its cells lie over each other, as boxes of a drawing do."""
    tops, lefts = sorted({c[1] for c in grid.cells}), sorted({c[0] for c in grid.cells})
    taken: set[tuple[int, int]] = set()
    cells = []
    for x0, y0, x1, y1 in grid.cells:
        rows = range(tops.index(y0), bisect_left(tops, y1))
        columns = range(lefts.index(x0), bisect_left(lefts, x1))
        places = {(row, column) for row in rows for column in columns}
        if taken & places:
            return None
        taken |= places
        cells.append(PrintedCell(rows[0], columns[0], len(rows), len(columns), right=x1))
    x0, y0, x1, y1 = (round(float(side), 2) for side in grid.box)
    table = PrintedTable(page, x0, y0, x1, y1, rows=len(tops), columns=len(lefts), cells=cells, ruled=grid.ruled)
    table.sides = (*lefts, x1)
    return table

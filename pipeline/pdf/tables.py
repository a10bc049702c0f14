"""Finds ruled tables: grids of at least two rows and columns, from the lines that the page draws.

The lines come from pdfium; pdfplumber's table functions turn them into cells. That gives pdfplumber's tables without a
second parse of the page, which would take ten times as long.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from pdfplumber import table as grids

from pipeline.pdf.characters import Floats, Integers
from pipeline.pdf.printed import PrintedCell, PrintedTable
from pipeline.pdf.rulings import Drawings, Ruling

_LEAST_PATHS = 4  # drawn on a page before a table is looked for
_MOST_RULINGS = 4000  # of one page; beyond it the page is a drawing
_MOST_POINTS = 3000  # where they cross; likewise
_TOLERANCE = 3.0  # points, for lines that should meet; pdfplumber's default
_FILLED = 0.2  # of a table's cells that must have text; grids behind charts have none
_FRAME = 0.6  # of the page's text; one cell with more is a frame around the text

Corners = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table's cells (x0, y0, x1, y1), row by row."""

    cells: tuple[Corners, ...]

    @property
    def box(self) -> Corners:
        """The smallest box around all cells."""
        x0, y0, x1, y1 = zip(*self.cells, strict=True)
        return min(x0), min(y0), max(x1), max(y1)


def find_grids(drawings: Drawings) -> list[Grid]:
    """The grids of at least 2 x 2 cells that a page's rulings make, from top to bottom."""
    if drawings.paths < _LEAST_PATHS or not 4 <= len(drawings.rulings) <= _MOST_RULINGS:
        return []
    edges = grids.merge_edges([_edge(r) for r in drawings.rulings], _TOLERANCE, _TOLERANCE, _TOLERANCE, _TOLERANCE)
    points = grids.edges_to_intersections(edges, _TOLERANCE, _TOLERANCE)
    if not 9 <= len(points) <= _MOST_POINTS:
        return []
    found = []
    for cells in grids.cells_to_tables(grids.intersections_to_cells(points)):
        rows, columns = {c[1] for c in cells}, {c[0] for c in cells}
        if len(rows) >= 2 and len(columns) >= 2:
            found.append(Grid(tuple(sorted(cells, key=lambda c: (c[1], c[0])))))
    return sorted(found, key=lambda grid: (grid.box[1], grid.box[0]))


def _edge(ruling: Ruling) -> dict[str, Any]:
    return {
        "x0": ruling.x0,
        "x1": ruling.x1,
        "top": ruling.y0,
        "bottom": ruling.y1,
        "width": ruling.x1 - ruling.x0,
        "height": ruling.y1 - ruling.y0,
        "orientation": ruling.orientation,
    }


def place_cells(found: Sequence[Grid], boxes: Floats, page: int) -> tuple[Integers, list[PrintedTable]]:
    """Sorts characters into cells: for each character the number of its cell, from 1 in table order, or 0; and the tables.

    Grids that hold next to no text, or nearly all of the page's, are no tables and are left out.
    """
    groups = np.zeros(len(boxes), dtype=np.int64)
    tables: list[PrintedTable] = []
    x, y = (boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2
    first = 1
    for grid in found:
        inside = []
        for x0, y0, x1, y1 in grid.cells:
            inside.append(np.flatnonzero((x >= x0) & (x < x1) & (y >= y0) & (y < y1) & (groups == 0)))
        if not _is_table(grid, [len(i) for i in inside], len(boxes)):
            continue
        for number, members in enumerate(inside, start=first):
            groups[members] = number
        first += len(grid.cells)
        tables.append(_table(grid, page))
    return groups, tables


def _is_table(grid: Grid, lengths: Sequence[int], total: int) -> bool:
    filled = sum(n > 0 for n in lengths)
    if filled < 2 or filled < _FILLED * len(lengths):
        return False
    return not (max(lengths) > _FRAME * total and max(lengths) > 600)


def _table(grid: Grid, page: int) -> PrintedTable:
    tops, lefts = sorted({c[1] for c in grid.cells}), sorted({c[0] for c in grid.cells})
    cells = [
        PrintedCell(
            row=tops.index(y0),
            column=lefts.index(x0),
            row_span=sum(y0 <= top < y1 for top in tops),
            column_span=sum(x0 <= left < x1 for left in lefts),
            right=x1,
        )
        for x0, y0, x1, y1 in grid.cells
    ]
    x0, y0, x1, y1 = (round(float(side), 2) for side in grid.box)
    return PrintedTable(page, x0, y0, x1, y1, rows=len(tops), columns=len(lefts), cells=cells)

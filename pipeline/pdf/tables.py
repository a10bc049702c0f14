"""Finds ruled tables: grids of at least two rows and columns, from the lines that the page draws.

The lines come from pdfium; pdfplumber's table functions turn them into cells. That gives pdfplumber's tables without a
second parse of the page, which would take ten times as long.
"""

from __future__ import annotations

from bisect import bisect_left
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
_LEAST_RULES = 3  # across an open-sided table: above and below its header, and below it
_TOLERANCE = 3.0  # points, for lines that should meet; pdfplumber's default
_FILLED = 0.2  # of a table's cells that must have text; grids behind charts have none
_FRAME = 0.6  # of the page's text; when one of a few cells has more, it is a frame around the text
_FRAME_CELLS = 4  # that a frame fills at most
_FRAME_LENGTH = 600  # characters that make a page of text

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
    edges += _open_sides(edges)
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


def _open_sides(edges: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The outer sides that a table lacks: where lines of one width, crossed by inner rules, begin and end."""
    across = [e for e in edges if e["orientation"] == "h"]
    upright = [e for e in edges if e["orientation"] == "v"]
    sides = []
    for x0, x1 in sorted({(round(e["x0"]), round(e["x1"])) for e in across}):
        inner = [v for v in upright if x0 + _TOLERANCE < v["x0"] < x1 - _TOLERANCE]
        alike = [e["top"] for e in across if abs(e["x0"] - x0) <= _TOLERANCE and abs(e["x1"] - x1) <= _TOLERANCE]
        ruled = [y for y in alike if any(v["top"] - _TOLERANCE <= y <= v["bottom"] + _TOLERANCE for v in inner)]
        if len(ruled) < _LEAST_RULES:
            continue
        top, bottom = min(ruled), max(ruled)
        for x in (x0, x1):
            if not any(abs(v["x0"] - x) <= _TOLERANCE and v["top"] < bottom and v["bottom"] > top for v in upright):
                sides.append(_edge(Ruling(float(x), top, float(x), bottom, "v")))
    return sides


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
        table = _table(grid, page)
        if table is None or not _is_table(grid, [len(i) for i in inside], len(boxes)):
            continue
        for number, members in enumerate(inside, start=first):
            groups[members] = number
        first += len(grid.cells)
        tables.append(table)
    return groups, tables


def _is_table(grid: Grid, lengths: Sequence[int], total: int) -> bool:
    filled = sum(n > 0 for n in lengths)
    if filled < 2 or filled < _FILLED * len(lengths):
        return False
    return filled > _FRAME_CELLS or max(lengths) <= _FRAME * total or max(lengths) <= _FRAME_LENGTH


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
    return PrintedTable(page, x0, y0, x1, y1, rows=len(tops), columns=len(lefts), cells=cells)

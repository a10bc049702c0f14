"""Parts table rows that are ruled as one but printed as several: columns of figures without a line between them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.pdf.printed import PrintedCell, PrintedLine, PrintedTable

_FIGURE = re.compile(r"[\W\d]*\d[\W\d]*[*†a-z%]?|[-–—…]+|n/?a", re.IGNORECASE)
_LEVEL = 0.4  # type sizes by which the lines of one row may be off
_FIGURE_SHARE = 0.5  # of a row's filled cells, the first aside, that must be figures on every line


def part_rows(table: PrintedTable) -> None:
    """Parts, in place, rows whose cells hold figures on lines that stand level with each other.

    Rows that a merged cell links (a first column without rules) are taken together.
    """
    parted: list[PrintedCell] = []
    shift = 0
    for cells, height in _bands(table):
        heights = _printed_rows(cells)
        for cell in cells:
            cell.row += shift
        if len(heights) <= height:
            parted += cells
            continue
        first = cells[0].row
        columns = sorted({cell.column for cell in cells})
        parted += [_part(cells, column, first, heights, n) for n in range(len(heights)) for column in columns]
        shift += len(heights) - height
    table.cells = parted
    table.rows += shift


def _bands(table: PrintedTable) -> Iterator[tuple[list[PrintedCell], int]]:
    """The cells of each run of rows that merged cells link, and how many rows it has."""
    band: list[PrintedCell] = []
    start = end = 0
    for cell in table.cells:
        if band and cell.row >= end:
            yield band, end - start
            band, start = [], cell.row
        band.append(cell)
        end = max(end, cell.row + cell.row_span)
    if band:
        yield band, end - start


def _printed_rows(cells: Sequence[PrintedCell]) -> list[float]:
    """The heights of the rows that are printed in a band; empty when its cells are running text or span columns."""
    filled = [cell for cell in cells if cell.lines]
    others = [cell for cell in filled if cell.column > 0]
    figures = [cell for cell in others if all(_FIGURE.fullmatch(line.text) for line in cell.lines)]
    if not figures or len(figures) < _FIGURE_SHARE * len(others) or any(cell.column_span > 1 for cell in cells):
        return []
    heights: list[float] = []
    for line in sorted((line for cell in figures for line in cell.lines), key=_middle):
        if not heights or _middle(line) - heights[-1] > _LEVEL * line.size:
            heights.append(_middle(line))
    level = all(_nearest(line, heights) is not None for cell in filled for line in cell.lines)
    return heights if level else []


def _middle(line: PrintedLine) -> float:
    return (line.y0 + line.y1) / 2


def _nearest(line: PrintedLine, heights: Sequence[float]) -> int | None:
    """Which of the heights a line stands at, or None."""
    best = min(range(len(heights)), key=lambda n: abs(heights[n] - _middle(line)))
    return best if abs(heights[best] - _middle(line)) <= _LEVEL * line.size else None


def _part(cells: Sequence[PrintedCell], column: int, first: int, heights: Sequence[float], number: int) -> PrintedCell:
    """What a column of a band holds in one of its printed rows."""
    own = [cell for cell in cells if cell.column == column]
    lines = [line for cell in own for line in cell.lines if _nearest(line, heights) == number]
    return PrintedCell(first + number, column, 1, 1, own[0].right, lines)

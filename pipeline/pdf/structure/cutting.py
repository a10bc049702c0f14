"""Cuts lines of another column or page into cells of a table's columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate, pairwise

from pipeline.pdf.printed import PrintedCell, PrintedLine, PrintedTable

_CELL_GAP = 0.5  # type sizes between two cells of one line
_ALIGNED_GAP = 0.15  # the same where the second one begins where its column does
_SIDE = 3.0  # points by which a cell may reach over its column's side
_SAME_CELL = 1.08  # of the distance of the lines of one cell, by which lines are apart at most
_SAME_TYPE = 0.3  # points by which the type sizes of one table's cells may differ


@dataclass(frozen=True, slots=True)
class Row:
    """A line that is a row of a table, or a part of one: its cells by column."""

    line: PrintedLine
    cells: Mapping[int, PrintedLine]


def texts_of(table: PrintedTable) -> list[tuple[float, float] | None]:
    """From where to where the text of each column reaches; None for a column without text."""
    found: list[tuple[float, float] | None] = []
    for column in range(table.columns):
        own = [c for c in table.cells if c.column == column and c.column_span == 1]
        lines = [line for cell in own for line in cell.lines]
        found.append((min(x.x0 for x in lines), max(x.x1 for x in lines)) if lines else None)
    return found


def reaches_of(table: PrintedTable) -> list[tuple[float, float]]:
    """The same; a column without text is in the middle of its place."""
    middles = ((left + right) / 2 for left, right in pairwise(table.sides))
    return [text or (middle, middle) for text, middle in zip(texts_of(table), middles, strict=True)]


def places_for(item: PrintedLine | PrintedTable, table: PrintedTable) -> list[Columns]:
    """Where a table's columns may be for something that stands in another column or on another page; none elsewhere.

    On another page, right there; in another column as far to the right as its margin or the item's own text is.
    """
    if (item.page, item.zone) == (table.page, table.zone) or abs(item.page - table.page) > 1:
        return []
    if table.sides[0] - 1 <= item.x0 <= table.sides[-1]:
        return [Columns(table, 0.0)]
    margin = item.left if isinstance(item, PrintedLine) else item.sides[0]
    begin = item.x0 if isinstance(item, PrintedLine) else min(a for a, _ in reaches_of(item))
    first = next(text[0] for text in texts_of(table) if text)
    shifts = (margin - table.sides[0], begin - first, begin - table.sides[0])
    return [Columns(table, shift) for shift in dict.fromkeys(shifts)]


@dataclass(slots=True)
class Columns:
    """A table's columns, moved to the right by `shift` points."""

    table: PrintedTable
    shift: float
    sides: list[float] = field(init=False)
    lefts: list[float] = field(init=False)
    pitch: float = field(init=False)

    def __post_init__(self) -> None:
        """Works out its sides, where the texts begin, and how far apart lines of one cell are at most."""
        self.sides = [side + self.shift for side in self.table.sides]
        self.lefts = [left + self.shift for left, _ in reaches_of(self.table)]
        steps = (b.y0 - a.y0 for cell in self.table.cells for a, b in pairwise(cell.lines))
        self.pitch = _SAME_CELL * min(steps, default=0.0)

    def are_near(self, line: PrintedLine, below: PrintedLine) -> bool:
        """Whether one line stands right below another, as lines of the table's cells do."""
        same = (line.page, line.zone) == (below.page, below.zone)
        return same and 0 < below.y0 - line.y0 <= self.pitch and abs(below.size - line.size) < _SAME_TYPE

    def cut(self, line: PrintedLine) -> Row | None:
        """A line of another column or page as cells; None when it is no row of the table."""
        table = self.table
        if (line.page, line.zone) == (table.page, table.zone) or abs(line.page - table.page) > 1 or line.vertical:
            return None
        if not (self.sides[0] - line.size <= line.x0 and line.x1 <= self.sides[-1] + line.size):
            return None
        text, edges = line.strip.text, line.strip.edges
        starts = [0]
        for side, left in zip(self.sides[1:-1], self.lefts[1:], strict=True):
            k = next((i for i, c in enumerate(text) if edges[i] >= side - _SIDE and c != " "), len(text))
            before = len(text[:k].rstrip())
            right = min(edges[k], edges[before - 1] + 1.1 * line.size) if before else edges[0]
            gap = (_ALIGNED_GAP if abs(edges[k] - left) <= _SIDE / 2 else _CELL_GAP) * line.size
            if before and k < len(text) and (right > side + _SIDE or edges[k] - right < gap):
                return None
            if before and k == len(text) and edges[-1] > side + _SIDE:
                return None
            starts.append(k)
        pieces = {c: _piece(line, a, b) for c, (a, b) in enumerate(pairwise([*starts, len(text)]))}
        return Row(line, {c: piece for c, piece in pieces.items() if piece})

    def part(self, rows: Sequence[Row]) -> PrintedTable:
        """Lines as a part of the table: a row each, but those as close as the lines of its cells are of one row."""
        lines = [row.line for row in rows]
        breaks = [False, *(b.y0 - a.y0 > self.pitch for a, b in pairwise(lines))]
        numbers = list(accumulate(breaks))
        cells = []
        for number in range(numbers[-1] + 1):
            own = [row.cells for row, n in zip(rows, numbers, strict=True) if n == number]
            for c in range(self.table.columns):
                cells.append(PrintedCell(number, c, 1, 1, self.sides[c + 1], [row[c] for row in own if c in row]))
        return replace(
            self.table,
            page=lines[0].page,
            zone=lines[0].zone,
            x0=self.sides[0],
            x1=self.sides[-1],
            sides=tuple(self.sides),
            y0=lines[0].y0,
            y1=lines[-1].y1,
            rows=numbers[-1] + 1,
            cells=cells,
        )


def _piece(line: PrintedLine, start: int, end: int) -> PrintedLine | None:
    strip = line.strip.cut(start, end).trimmed()
    return replace(line, strip=strip, x0=strip.edges[0], x1=strip.edges[-1]) if strip.text else None

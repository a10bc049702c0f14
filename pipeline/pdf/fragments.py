"""Settles what page ends leave of tables: rows that stand alone become part of their table, other frames become lines.

Where a table is cut, its header or a row or two may stand alone at a page's end or beginning, as a ruled grid of one row
or as mere lines; the table's columns tell what they are.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise

from pipeline.pdf.printed import PrintedCell, PrintedLine, PrintedPage, PrintedTable
from pipeline.text.lines import is_caption_text, is_unit_text

CONTINUED = re.compile(
    r"[（(]?\s*[续接]\s*上?\s*[页頁]?\s*表|.{0,80}[（(—-]\s*(?:续|續|续表|continued|cont\.?|cont[’']d)\s*[)）]?\s*$",
    re.IGNORECASE,
)
NOTE = re.compile(
    r"(?:资料|資料|数据|數據)?[来來]源\s*[:：]|[备備]?[注註]\s*\d?\s*[:：]|(?:Sources?|Notes?)\s*[:：]", re.IGNORECASE
)
_SAME_SIDE = 6.0  # points by which the columns of a ruled table may differ on the next page
_NEAR_SIDE = 1.5  # type sizes by which gutters that only alignment shows may
_CELL_GAP = 0.5  # type sizes between two cells of one line
_ALIGNED_GAP = 0.15  # the same where the second one begins where its column does
_SIDE = 3.0  # points by which a cell may reach over its column's side
_SAME_CELL = 1.08  # of the distance of the lines of one cell, by which lines are apart at most
_SAME_TYPE = 0.3  # points by which the type sizes of one table's cells may differ
_MOST_LINES = 12  # of a table that stand on another page

Item = PrintedLine | PrintedTable


@dataclass(slots=True)
class _Flow:
    """All that is no furniture, in order; `own` says which page each item stands on."""

    items: list[Item]
    own: list[PrintedPage]


@dataclass(frozen=True, slots=True)
class Row:
    """A line that is a row of a table, or a part of one: its cells by column."""

    line: PrintedLine
    cells: Mapping[int, PrintedLine]


def settle_tables(pages: Sequence[PrintedPage], aside: set[int]) -> None:
    """Settles the pages' tables, in place.

    Args:
        pages: The pages.
        aside: The `id` of each line that is furniture.
    """
    flow = _Flow([], [])
    for page in pages:
        for item in page.items:
            if id(item) not in aside:
                flow.items.append(item)
                flow.own.append(page)
    for i, item in enumerate(flow.items):
        if isinstance(item, PrintedTable) and item.rows > 1:
            _take_above(flow, i, item)
            _take_below(flow, i, item)
    for i, item in enumerate(flow.items):
        if isinstance(item, PrintedTable) and item.rows == 1 and not _has_table(flow, i):
            _put(flow.own[i], [item], _lines_of(item))


def goes_on(last: PrintedTable, table: PrintedTable) -> bool:
    """Whether a table stands where the last one may go on, in columns as wide."""
    if (last.page, last.zone) == (table.page, table.zone) or table.page - last.page > 1:
        return False
    return columns_in(last, table) is not None


def columns_in(last: PrintedTable, table: PrintedTable) -> list[int] | None:
    """Which of the last table's columns each of a table's begins with, and one behind; None when they are others."""
    if not (last.ruled and table.ruled) and last.columns == table.columns:
        return list(range(last.columns + 1)) if _texts_align(last, table) else None
    reach = _SAME_SIDE if last.ruled and table.ruled else _NEAR_SIDE * _size(table)
    shift = table.sides[0] - last.sides[0]
    found = [0]
    for side in table.sides[1:-1]:
        near = min(range(1, last.columns), key=lambda n: abs(last.sides[n] + shift - side), default=0)
        if near <= found[-1] or abs(last.sides[near] + shift - side) > reach:
            return None
        found.append(near)
    if last.ruled and table.ruled and len(found) != last.columns:
        return None
    return [*found, last.columns] if abs(table.sides[-1] - last.sides[-1] - shift) <= 2 * reach else None


def _size(table: PrintedTable) -> float:
    return next((line.size for cell in table.cells for line in cell.lines), 10.0)


def _texts_align(last: PrintedTable, table: PrintedTable) -> bool:
    """Whether what stands in each column of both tables is left of all that stands in the next one."""
    one, other = _reaches(last), _reaches(table)
    shift = other[0][0] - one[0][0] if (last.page, last.zone) != (table.page, table.zone) else 0.0
    if abs(shift) <= 2 * _size(table):
        shift = 0.0
    both = [(min(a + shift, c), max(b + shift, d)) for (a, b), (c, d) in zip(one, other, strict=True)]
    return all(right <= left for (_, right), (left, _) in pairwise(both))


def _reaches(table: PrintedTable) -> list[tuple[float, float]]:
    """From where to where the text of each column reaches; a column without text is in the middle of its place."""
    found = []
    for column, (left, right) in enumerate(pairwise(table.sides)):
        own = [c for c in table.cells if c.column == column and c.column_span == 1]
        lines = [line for cell in own for line in cell.lines]
        middle = (left + right) / 2
        found.append((min((x.x0 for x in lines), default=middle), max((x.x1 for x in lines), default=middle)))
    return found


def is_between(line: PrintedLine) -> bool:
    """Whether a line may stand between the parts of a table: a note, a unit line, a caption that says so."""
    return bool(NOTE.match(line.text) or CONTINUED.match(line.text) or is_unit_text(line.text))


def _has_table(flow: _Flow, i: int) -> bool:
    """Whether a table of one row is a part of the one before or behind it."""
    table = flow.items[i]
    for step in (-1, 1):
        n = i + step
        while 0 <= n < len(flow.items):
            other = flow.items[n]
            if isinstance(other, PrintedTable):
                first, second = (other, table) if step < 0 else (table, other)
                if isinstance(first, PrintedTable) and isinstance(second, PrintedTable) and goes_on(first, second):
                    return True
                break
            if not is_between(other):
                break
            n += step
    return False


def _take_above(flow: _Flow, i: int, table: PrintedTable) -> None:
    """Takes the lines at the end of the column before a table that are its first rows: below a caption, in its columns."""
    n = i - 1
    while n >= 0 and _is_continuation(flow.items[n]):
        n -= 1
    rows: list[Row] = []
    while n >= 0 and len(rows) < _MOST_LINES:
        line = flow.items[n]
        if not isinstance(line, PrintedLine) or _is_title(line):
            break
        row = _cut(line, table)
        if row is None or (len(row.cells) < 2 and rows and not _is_near(line, rows[0].line, table)):
            break
        rows.insert(0, row)
        n -= 1
    title = flow.items[n] if n >= 0 else None
    if rows and len(rows[0].cells) > 1 and isinstance(title, PrintedLine) and _is_title(title):
        _put(flow.own[i - 1 if i else 0], [row.line for row in rows], [_part(table, rows)])


def _take_below(flow: _Flow, i: int, table: PrintedTable) -> None:
    """Takes the lines at the beginning of the column behind a table that are its last rows."""
    rows: list[Row] = []
    for line in flow.items[i + 1 : i + 1 + _MOST_LINES]:
        row = _cut(line, table) if isinstance(line, PrintedLine) and not _is_title(line) else None
        if row is None or (len(row.cells) < 2 and not (rows and _is_near(rows[-1].line, row.line, table))):
            break
        rows.append(row)
    if rows:
        _put(flow.own[i + 1], [row.line for row in rows], [_part(table, rows)])


def _is_title(line: PrintedLine) -> bool:
    return is_caption_text(line.text) or is_unit_text(line.text)


def _is_continuation(item: Item) -> bool:
    return isinstance(item, PrintedLine) and bool(CONTINUED.match(item.text))


def _pitch(table: PrintedTable) -> float:
    """How far apart lines of one cell of a table are at most, in points; 0 where each cell has one line."""
    return _SAME_CELL * min((b.y0 - a.y0 for cell in table.cells for a, b in pairwise(cell.lines)), default=0.0)


def _is_near(line: PrintedLine, below: PrintedLine, table: PrintedTable) -> bool:
    """Whether one line stands right below another, as lines of the table's cells do."""
    same = (line.page, line.zone) == (below.page, below.zone)
    return same and 0 < below.y0 - line.y0 <= _pitch(table) and abs(below.size - line.size) < _SAME_TYPE


def _cut(line: PrintedLine, table: PrintedTable) -> Row | None:
    """A line of another column or page as cells of a table's columns; None when it is no row of it."""
    if (line.page, line.zone) == (table.page, table.zone) or abs(line.page - table.page) > 1 or line.vertical:
        return None
    shift = _shift(line, table)
    lefts = [left + shift for left, _ in _reaches(table)]
    if not (table.sides[0] + shift - line.size <= line.x0 and line.x1 <= table.sides[-1] + shift + line.size):
        return None
    text, edges = line.strip.text, line.strip.edges
    starts = [0]
    for side, left in zip(table.sides[1:-1], lefts[1:], strict=True):
        side += shift
        k = next((i for i in range(len(text)) if edges[i] >= side - _SIDE), len(text))
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


def _shift(line: PrintedLine, table: PrintedTable) -> float:
    """How far to the right of the table's column the line's is; 0 on another page, in the same column."""
    if table.sides[0] - line.size <= line.x0 <= table.sides[-1]:
        return 0.0
    return line.left - table.sides[0]


def _piece(line: PrintedLine, start: int, end: int) -> PrintedLine | None:
    strip = line.strip.cut(start, end).trimmed()
    return replace(line, strip=strip, x0=strip.edges[0], x1=strip.edges[-1]) if strip.text else None


def _part(table: PrintedTable, rows: Sequence[Row]) -> PrintedTable:
    """Lines as a part of a table: a row each, but those as close as the lines of the table's cells are of one row."""
    shift, pitch = _shift(rows[0].line, table), _pitch(table)
    lines = [row.line for row in rows]
    breaks = [False, *(b.y0 - a.y0 > pitch for a, b in pairwise(lines))]
    numbers = list(accumulate(breaks))
    cells = []
    for number in range(numbers[-1] + 1):
        own = [row.cells for row, n in zip(rows, numbers, strict=True) if n == number]
        for c in range(table.columns):
            found = [row[c] for row in own if c in row]
            cells.append(PrintedCell(number, c, 1, 1, table.sides[c + 1] + shift, found))
    return replace(
        table,
        page=lines[0].page,
        zone=lines[0].zone,
        x0=table.x0 + shift,
        x1=table.x1 + shift,
        sides=tuple(side + shift for side in table.sides),
        y0=lines[0].y0,
        y1=lines[-1].y1,
        rows=numbers[-1] + 1,
        cells=cells,
    )


def _lines_of(table: PrintedTable) -> list[PrintedLine]:
    """A frame's text: its cells' lines, cell by cell, in the zone that it stands in."""
    return [
        replace(line, zone=table.zone, left=table.x0, right=cell.right) for cell in table.cells for line in cell.lines
    ]


def _put(page: PrintedPage, gone: Sequence[Item], new: Sequence[Item]) -> None:
    """Puts something where something else stood first."""
    ids = {id(item) for item in gone}
    place = next(i for i, item in enumerate(page.items) if id(item) in ids)
    kept = [item for item in page.items[place:] if id(item) not in ids]
    page.items = [*page.items[:place], *new, *kept]

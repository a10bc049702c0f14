"""Settles what page ends leave of tables: rows that stand alone become part of their table, other frames become lines.

Where a table is cut, its header or a row or two may stand alone at a page's end or beginning, as a ruled grid of one row
or as mere lines; the table's columns tell what they are.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from pipeline.pdf.printed import PrintedLine, PrintedPage, PrintedTable
from pipeline.pdf.structure.cutting import Columns, Row, places_for, reaches_of, texts_of
from pipeline.pdf.tables.regions import NOTE
from pipeline.text.lines import is_caption_text, is_unit_text

CONTINUED = re.compile(
    r"[（(]?\s*[续接]\s*上?\s*[页頁]?\s*表|.{0,80}[（(—-]\s*(?:续|續|续表|continued|cont\.?|cont[’']d)\s*[)）]?\s*$",
    re.IGNORECASE,
)
_SAME_SIDE = 6.0  # points by which the columns of a ruled table may differ on the next page
_NEAR_SIDE = 1.5  # type sizes by which gutters that only alignment shows may
_HEADER_ROWS = 2  # rows that the lines of a header may look like
_MOST_LINES = 12  # of a table that stand on another page

Item = PrintedLine | PrintedTable


@dataclass(slots=True)
class _Flow:
    """All that is no furniture, in order; `own` says which page each item stands on."""

    items: list[Item]
    own: list[PrintedPage]


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
    one, other = texts_of(last), texts_of(table)
    steps = sorted(b[0] - a[0] for a, b in zip(one, other, strict=True) if a and b)
    shift = steps[len(steps) // 2] if steps and (last.page, last.zone) != (table.page, table.zone) else 0.0
    if abs(shift) <= 2 * _size(table):
        shift = 0.0
    pairs = zip(reaches_of(last), reaches_of(table), one, other, strict=True)
    both = [
        (min(a + shift, c), max(b + shift, d)) if x and y else (a + shift, b + shift) if x else (c, d)
        for (a, b), (c, d), x, y in pairs
    ]
    return all(right <= left for (_, right), (left, _) in pairwise(both))


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
    """Takes what stands at the end of the column before a table and is its first rows: below a caption, in its columns.

    That is lines, or a header which looks like a small table of its own.
    """
    last = i - 1
    while last >= 0 and _is_continuation(flow.items[last]):
        last -= 1
    for columns in places_for(flow.items[last], table) if last >= 0 else ():
        n, rows = last, list[Row]()
        while n >= 0 and len(rows) < _MOST_LINES:
            item = flow.items[n]
            above = _cut_header(item, columns) if isinstance(item, PrintedTable) else _cut_above(item, rows, columns)
            if not above:
                break
            rows = [*above, *rows]
            n -= 1
        title = flow.items[n] if n >= 0 else None
        parted = any(len(row.cells) > 1 for row in rows)
        if parted and isinstance(title, PrintedLine) and _is_title(title):
            _put(flow.own[last], flow.items[n + 1 : last + 1], [columns.part(rows)])
            return


def _cut_above(line: PrintedLine, rows: Sequence[Row], columns: Columns) -> list[Row]:
    """A line right above some rows of a table, if it is one too."""
    row = None if _is_title(line) else columns.cut(line)
    if row is None or (len(row.cells) < 2 and rows and not columns.are_near(line, rows[0].line)):
        return []
    return [row]


def _cut_header(header: PrintedTable, columns: Columns) -> list[Row]:
    """The lines of a small table that only alignment shows as rows of another one's columns; none if they do not fit."""
    lines = sorted((line for cell in header.cells for line in cell.lines), key=lambda line: (line.y0, line.x0))
    if header.ruled or header.rows > _HEADER_ROWS or goes_on(header, columns.table):
        return []
    rows = [columns.cut(replace(line, zone=header.zone)) for line in lines]
    return [row for row in rows if row] if all(rows) else []


def _take_below(flow: _Flow, i: int, table: PrintedTable) -> None:
    """Takes the lines at the beginning of the column behind a table that are its last rows."""
    for columns in places_for(flow.items[i + 1], table) if i + 1 < len(flow.items) else ():
        rows: list[Row] = []
        for line in flow.items[i + 1 : i + 1 + _MOST_LINES]:
            row = columns.cut(line) if isinstance(line, PrintedLine) and not _is_title(line) else None
            if row is None or (len(row.cells) < 2 and not (rows and columns.are_near(rows[-1].line, row.line))):
                break
            rows.append(row)
        if rows:
            _put(flow.own[i + 1], [row.line for row in rows], [columns.part(rows)])
            return


def _is_title(line: PrintedLine) -> bool:
    return is_caption_text(line.text) or is_unit_text(line.text)


def _is_continuation(item: Item) -> bool:
    return isinstance(item, PrintedLine) and bool(CONTINUED.match(item.text))


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

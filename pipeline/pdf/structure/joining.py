"""Drafts a document's tables and joins those that go on in the next column or on the next page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from pipeline.data import Box
from pipeline.pdf.printed import Group, PrintedCell, PrintedLine, PrintedTable
from pipeline.pdf.structure.fragments import CONTINUED, columns_in, goes_on
from pipeline.pdf.structure.kinds import is_caption, is_unit
from pipeline.pdf.tables.regions import NOTE
from pipeline.text.lines import ends_sentence, opens_item, runs_on
from pipeline.text.offsets import Draft, DraftCell, DraftDocument, DraftLine, DraftTable

_NARROW = 6.0  # ems; lines of a column that narrow end where they must
_FULL = 2.0  # ems; a line that leaves no more room than that reaches its margin


@dataclass(slots=True)
class TableJoiner:
    """Drafts tables and joins those that go on in the next column or on the next page."""

    document: DraftDocument
    last: PrintedTable | None = None
    header: list[str] = field(default_factory=list)

    def add(self, table: PrintedTable, before: Sequence[Group | PrintedTable], drafts: dict[int, Draft]) -> None:
        """Drafts a table.

        Args:
            table: The table.
            before: What stands right before it, in order.
            drafts: The drafts of the groups, by the groups' `id`.
        """
        if self.last is not None and self._goes_on(table, before):
            self._extend(table)
        else:
            draft = DraftTable(table.page, _draft_cells(table.cells, 0), _header_rows(table), _box(table))
            draft.ruled = table.ruled
            draft.caption, draft.unit = _titles(table, before, drafts)
            self.document.blocks += [cell.draft for cell in draft.cells]
            self.document.tables.append(draft)
            self.header = _row_texts(table, draft.header_rows)
        self.last = table

    def _goes_on(self, table: PrintedTable, before: Sequence[Group | PrintedTable]) -> bool:
        """Whether a table goes on from the last one: in the same columns, nothing between but notes and its caption."""
        last = self.last
        if last is None or not goes_on(last, table):
            return False
        caption = self.document.tables[-1].caption
        between = [
            g
            for g in before
            if isinstance(g, Group)
            and g.kind not in ("note", "figure")
            and not (CONTINUED.match(g.text) or NOTE.match(g.text) or is_unit(g))
            and not (caption is not None and g.text == caption.text.replace("\n", " "))
        ]
        return not any(_place(last) < _place(line) < _place(table) for group in between for line in group.lines)

    def _extend(self, table: PrintedTable) -> None:
        """Adds a table's rows to the last draft; a repeated header goes to the furniture."""
        draft, last = self.document.tables[-1], self.last
        columns = (columns_in(last, table) if last else None) or list(range(table.columns + 1))
        rows = max(cell.row + cell.row_span for cell in draft.cells)
        repeated = draft.header_rows if _row_texts(table, draft.header_rows) == self.header else 0
        for cell in table.cells:
            if cell.row < repeated and cell.lines:
                self.document.furniture.append(Draft("furniture", [x.drafted(full=False) for x in cell.lines]))
        own = [cell for cell in table.cells if cell.row >= repeated]
        if not repeated and self._is_cut(draft, own, columns):
            for cell in [c for c in own if c.row == 0]:
                target = next(c for c in reversed(draft.cells) if c.column == columns[cell.column])
                target.draft.lines += _cell_lines(cell)
            own, repeated = [cell for cell in own if cell.row > 0], 1
        cells = _draft_cells(own, rows - repeated)
        for placed, printed in zip(cells, own, strict=True):
            placed.column = columns[printed.column]
            placed.column_span = columns[printed.column + printed.column_span] - placed.column
        blocks = self.document.blocks
        same_page = last is not None and last.page == table.page  # a footnote under the column never cuts the table
        place = blocks.index(draft.cells[-1].draft) + 1 if same_page else len(blocks)
        blocks[place:place] = [cell.draft for cell in cells]
        draft.cells += cells

    def _is_cut(self, draft: DraftTable, own: Sequence[PrintedCell], columns: Sequence[int]) -> bool:
        """Whether the first row goes on in the middle of the last one: each of its cells, of a full line there."""
        first = [cell for cell in own if cell.row == 0 and cell.lines]
        if not first or any(cell.row == 0 and cell.row_span > 1 for cell in own):
            return False
        widths = [right - left for left, right in pairwise(self.last.sides)] if self.last else []
        sure = False
        for cell in first:
            column = columns[cell.column]
            before = next((c for c in reversed(draft.cells) if c.column == column), None)
            line = before.draft.lines[-1] if before is not None and before.draft.lines else None
            if line is None or ends_sentence(line.strip.text) or opens_item(cell.lines[0].text):
                return False
            narrow = column < len(widths) and widths[column] <= _NARROW * line.size
            if not (line.full or narrow) or (
                line.strip.text.isascii() and not runs_on(cell.lines[0].text) and not narrow
            ):
                return False
            sure = sure or (line.full and not narrow)
        return sure


def _place(item: PrintedLine | PrintedTable) -> tuple[int, int, float]:
    """Where something comes in the order of reading."""
    return item.page, item.zone, item.y0


def _draft_cells(cells: Sequence[PrintedCell], shift: int) -> list[DraftCell]:
    """Drafts cells, their rows moved down by `shift`."""
    return [DraftCell(c.row + shift, c.column, Draft("cell", _cell_lines(c)), c.row_span, c.column_span) for c in cells]


def _cell_lines(cell: PrintedCell) -> list[DraftLine]:
    return [line.drafted(full=cell.right - line.x1 <= _FULL * line.size) for line in cell.lines]


def _header_rows(table: PrintedTable) -> int:
    """How many rows are header: the first, what its merged cells reach into, and one below a cell over columns."""
    first = [cell for cell in table.cells if cell.row == 0]
    rows = max((cell.row_span for cell in first), default=1)
    if rows == 1 and any(cell.column_span > 1 for cell in first):
        rows = 2
    return min(rows, max(table.rows - 1, 1))


def _row_texts(table: PrintedTable, rows: int) -> list[str]:
    """The texts of the first rows' cells, spaces aside."""
    return [re.sub(r"\s", "", "".join(x.text for x in cell.lines)) for cell in table.cells if cell.row < rows]


def _titles(
    table: PrintedTable, before: Sequence[Group | PrintedTable], drafts: dict[int, Draft]
) -> tuple[Draft | None, Draft | None]:
    """The drafts of a table's caption and unit line, of those right before it."""
    caption = unit = None
    for group in reversed(before[-3:]):
        if isinstance(group, PrintedTable) or group.page < table.page - 1:
            break
        if unit is None and is_unit(group):
            unit = drafts[id(group)]
        elif is_caption(group):
            caption = drafts[id(group)]
            break
        elif group.kind not in ("heading", "caption", "figure"):
            break
    return caption, unit


def _box(table: PrintedTable) -> Box:
    x0, y0, x1, y1 = table.shown or (table.x0, table.y0, table.x1, table.y1)
    return Box(page=table.page, x0=x0, y0=y0, x1=x1, y1=y1)

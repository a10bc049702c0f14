"""Turns a PDF's pages into drafts of blocks and tables, in the order in which the document reads."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.data import Box
from pipeline.pdf.cues import room
from pipeline.pdf.furniture import find_furniture
from pipeline.pdf.kinds import is_caption, is_unit
from pipeline.pdf.paragraphs import body_size, gather
from pipeline.pdf.printed import Group, PrintedCell, PrintedLine, PrintedPage, PrintedTable
from pipeline.text.offsets import Draft, DraftCell, DraftDocument, DraftLine, DraftTable

_FULL = 2.0  # ems; a line that leaves no more room than that reaches its margin
_LOOK_BACK = 12  # groups before a table among which its caption, or text that parts it from the last one, is looked for
_SAME_WIDTH = 12.0  # points by which a table may change its width on the next page
_CONTINUED = re.compile(r"续\s*表|.{0,80}[（(](?:续|续表|continued|cont\.?)[)）]", re.IGNORECASE)


@dataclass(slots=True)
class Body:
    """A document's drafts and the groups of lines behind them."""

    document: DraftDocument
    groups: list[Group]


def draft_body(pages: Sequence[PrintedPage]) -> Body:
    """Drafts all blocks and tables of the pages."""
    aside = find_furniture(pages, body_size(pages))
    groups, _ = gather(pages, aside)
    body = Body(DraftDocument(), [g for g in groups if isinstance(g, Group)])
    drafts = {id(g): _draft(g) for g in body.groups}
    joiner = _Tables(body.document)
    for position, group in enumerate(groups):
        if isinstance(group, Group):
            body.document.blocks.append(drafts[id(group)])
        else:
            joiner.add(group, groups[max(0, position - _LOOK_BACK) : position], drafts)
    lines = (line for page in pages for line in page.lines if id(line) in aside)
    body.document.furniture += [Draft("furniture", [line.drafted(full=False)]) for line in lines]
    return body


def _draft(group: Group) -> Draft:
    return Draft(group.kind, [line.drafted(full=room(line) <= _FULL) for line in group.lines])


@dataclass(slots=True)
class _Tables:
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
            draft.caption, draft.unit = _titles(table, before, drafts)
            self._append(draft.cells)
            self.document.tables.append(draft)
            self.header = _row_texts(table, draft.header_rows)
        self.last = table

    def _append(self, cells: Sequence[DraftCell]) -> None:
        self.document.blocks += [cell.draft for cell in cells]

    def _goes_on(self, table: PrintedTable, before: Sequence[Group | PrintedTable]) -> bool:
        """Whether a table goes on from the last one: as many columns, as wide, nothing between but its notes."""
        last = self.last
        if last is None or (last.page, last.zone) == (table.page, table.zone) or table.page - last.page > 1:
            return False
        if last.columns != table.columns or abs((last.x1 - last.x0) - (table.x1 - table.x0)) > _SAME_WIDTH:
            return False
        between = [g for g in before if isinstance(g, Group) and g.kind != "note" and not _CONTINUED.match(g.text)]
        return not any(_place(last) < _place(line) < _place(table) for group in between for line in group.lines)

    def _extend(self, table: PrintedTable) -> None:
        """Adds a table's rows to the last draft; a repeated header goes to the furniture."""
        draft = self.document.tables[-1]
        rows = max(cell.row + cell.row_span for cell in draft.cells)
        repeated = draft.header_rows if _row_texts(table, draft.header_rows) == self.header else 0
        for cell in table.cells:
            if cell.row < repeated and cell.lines:
                self.document.furniture.append(Draft("furniture", [x.drafted(full=False) for x in cell.lines]))
        cells = _draft_cells([c for c in table.cells if c.row >= repeated], rows - repeated)
        draft.cells += cells
        self._append(cells)


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
    return Box(page=table.page, x0=table.x0, y0=table.y0, x1=table.x1, y1=table.y1)


def printed_title(body: Body, pages: Sequence[PrintedPage]) -> str:
    """What is printed largest in the upper part of the first page with text; empty when nothing stands out."""
    first = next((page for page in pages if page.lines), None)
    if first is None:
        return ""
    upper = [g for g in body.groups if g.page == first.number and g.lines[0].y0 < 0.7 * first.height]
    large = [g for g in upper if g.kind == "heading" and re.search(r"[^\W\d_]{2}", g.text) and len(g.text) <= 200]
    if not large:
        return ""
    usual = body_size(pages)
    best = max(large, key=lambda g: (round(_size(g), 1), -g.lines[0].y0))
    return best.text if _size(best) >= 1.15 * usual else ""


def _size(group: Group) -> float:
    longest: PrintedLine = max(group.lines, key=lambda line: len(line.text))
    return longest.size

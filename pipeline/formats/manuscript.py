"""What the readers of formats without pages write to: blocks, tables as grids, and a number for each paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from pipeline.data import BlockKind, Notice
from pipeline.text.lines import ends_sentence, is_caption_text, is_unit_text, opens_item, pauses
from pipeline.text.offsets import Draft, DraftCell, DraftDocument, DraftLine, DraftTable, PageFrame
from pipeline.text.repair import Strip, repair_gbk_row, repair_glyphs
from pipeline.text.spaces import mend_spaces

CAPTION_REACH = 3  # blocks before a table among which its caption and unit line stand
MOST_COLUMNS = 1000  # of a grid that spans may reach (HTML, 4.9.11)
_INDENT = re.compile("[\u3000\u00a0]{2}")
_TITLE_END = re.compile(r"[。！？；;!?.]$")
_LONG_HEADING = 120  # characters from which a "heading" that ends a sentence is a paragraph in disguise


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell as its format states it: its text (lines separated by line feeds), its spans, and whether it is a header."""

    text: str
    row_span: int = 1
    column_span: int = 1
    header: bool = False


Row = Sequence[GridCell]


@dataclass(frozen=True, slots=True)
class Print:
    """How a paragraph is printed: its size in points (0 = not known) and whether all of it is bold."""

    size: float = 0.0
    bold: bool = False


PLAIN = Print()


@dataclass(slots=True)
class Manuscript:
    """A document without pages in the making. `title` is the printed one, `stated_title` that of the file's properties."""

    document: DraftDocument = field(default_factory=DraftDocument)
    title: str = ""
    stated_title: str = ""
    notices: list[Notice] = field(default_factory=list)

    def add(
        self, kind: BlockKind, text: str, *, level: int | None = None, look: Print = PLAIN, wrapped: bool = False
    ) -> None:
        """Adds a paragraph, heading, item, caption or note.

        Args:
            kind: What it is.
            text: Its lines, separated by line feeds.
            level: A heading's depth.
            look: How it is printed.
            wrapped: Whether a program broke the lines; breaks that the author set may end a paragraph.
        """
        if kind == "heading" and len(text) > _LONG_HEADING and ends_sentence(text.strip()):
            kind, level = "text", None
        for lines in [text.split("\n")] if wrapped or kind == "heading" else _paragraphs(text):
            draft = Draft(kind, [line for line in (draft_line(t, look=look) for t in lines) if line.strip.text], level)
            if not draft.lines:
                continue
            if kind == "text" and (is_caption_text(draft.text) or is_unit_text(draft.text)):
                draft.kind = "caption"
            self.document.blocks.append(draft)

    def set_aside(self, text: str) -> None:
        """Adds a running header or footer, once."""
        line = draft_line(text.replace("\n", " "))
        if line.strip.text and all(line.strip.text != other.text for other in self.document.furniture):
            self.document.furniture.append(Draft("furniture", [line]))

    def add_table(self, rows: Sequence[Row], *, header_rows: int | None = None) -> None:
        """Adds a table; rows at its top that are one cell wide are its caption and unit line.

        Args:
            rows: Its cells, row by row, those that a span covers left out.
            header_rows: As the format states them; None where it does not.
        """
        rows = [row for row in rows if row]
        width = grid_width(rows)
        while len(rows) > 2 and width > 1 and len(rows[0]) == 1 and rows[0][0].column_span >= width:
            self.add("caption", rows[0][0].text)
            rows, header_rows = rows[1:], header_rows - 1 if header_rows else header_rows
        if not any(cell.text.strip() for row in rows for cell in row):
            return
        table = DraftTable(page=0, cells=draft_cells(rows), header_rows=header_rows or _header_rows(rows))
        table.caption, table.unit = self._titles()
        self.document.tables.append(table)
        self.document.blocks += [cell.draft for cell in table.cells]

    def _titles(self) -> tuple[Draft | None, Draft | None]:
        """The caption and the unit line right before where a table is to stand."""
        caption = unit = None
        for block in reversed(self.document.blocks[-CAPTION_REACH:]):
            if block.kind != "caption":
                break
            if unit is None and is_unit_text(block.text):
                unit = block
            else:
                caption = block
                break
        return caption, unit


def draft_line(text: str, *, full: bool = False, look: Print = PLAIN) -> DraftLine:
    """A line of a source without geometry, its odd glyphs and stray spaces mended."""
    strip = mend_spaces(repair_glyphs(Strip(repair_gbk_row(text))).trimmed())
    return DraftLine(strip=strip, page=1, size=look.size, bold=look.bold, full=full)


def _paragraphs(text: str) -> Iterator[list[str]]:
    """A paragraph's lines, cut where a break that the author set begins another: at a blank line, indent, item, or new sentence."""
    lines: list[str] = []
    for line in text.split("\n"):
        last = lines[-1].strip() if lines else ""
        bare = line.strip()
        ended = ends_sentence(last) or pauses(last)
        if lines and (not bare or _INDENT.match(line) or (opens_item(bare) and ended) or (ended and bare)):
            yield lines
            lines = []
        if bare:
            lines.append(line)
    if lines:
        yield lines


def grid_width(rows: Sequence[Row]) -> int:
    """The columns of the widest row, those that spans cover counted."""
    return max((cell.column + cell.column_span for cell in _placed(rows)), default=0)


def draft_cells(rows: Sequence[Row]) -> list[DraftCell]:
    """The cells at their places in the grid."""
    return list(_placed(rows))


def _placed(rows: Sequence[Row]) -> Iterator[DraftCell]:
    """The cells at their places: each stands in the first column that no span from above covers."""
    covered: list[int] = []  # how many rows more each column is covered
    for number, row in enumerate(rows):
        column = 0
        for cell in row:
            while column < len(covered) and covered[column] > 0:
                column += 1
            height = max(1, min(cell.row_span, len(rows) - number))
            width = _free_width(covered, column, cell.column_span)
            covered += [0] * (column + width - len(covered))
            covered[column : column + width] = [height] * width
            lines = [line for line in map(draft_line, cell.text.split("\n")) if line.strip.text]
            yield DraftCell(number, column, Draft("cell", lines), height, width)
            column += width
        covered = [max(0, rest - 1) for rest in covered]


def _free_width(covered: Sequence[int], column: int, wanted: int) -> int:
    """The columns that a cell may span from `column` before one that a span from above covers."""
    width = 1
    last = min(wanted, MOST_COLUMNS - column)
    while width < last and not (column + width < len(covered) and covered[column + width]):
        width += 1
    return width


def _header_rows(rows: Sequence[Row]) -> int:
    """How many rows are header: those of header cells, else the first and what its merged cells reach into."""
    stated = 0
    for row in rows:
        if not all(cell.header for cell in row):
            break
        stated += 1
    height = max((cell.row_span for cell in rows[0]), default=1)
    if height == 1 and any(cell.column_span > 1 for cell in rows[0]):
        height = 2
    return max(1, min(stated or height, len(rows) - 1))


def number_paragraphs(document: DraftDocument) -> list[PageFrame]:
    """Numbers the paragraphs from 1 in place of pages, a table as one, and gives their lines that number."""
    table_of = {id(cell.draft): table for table in document.tables for cell in table.cells}
    number, last = 0, None
    for block in [*document.blocks, *document.furniture]:
        owner: object = table_of.get(id(block), block)
        if owner is block and not any(line.strip.text for line in block.lines):
            continue
        if owner is not last:
            number, last = number + 1, owner
        for line in block.lines:
            line.page = number
        if isinstance(owner, DraftTable):
            owner.page = number
    return [PageFrame(n, 0.0, 0.0) for n in range(1, number + 1)]


def looks_like_title(text: str) -> bool:
    """Whether a line may be a document's title: letters, not too long, no sentence's end."""
    return (
        4 <= len(text) <= _LONG_HEADING and not _TITLE_END.search(text) and re.search(r"[^\W\d_]{2}", text) is not None
    )

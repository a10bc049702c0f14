"""What a PDF page is made of once its characters are put in order: printed lines and tables, in reading order."""

from __future__ import annotations

from dataclasses import dataclass, field

from pipeline.data import BlockKind, Box, TextLayer
from pipeline.text.offsets import DraftLine
from pipeline.text.repair import Strip


@dataclass(slots=True, eq=False)
class PrintedLine:
    """One printed line, its box in points from the page's top left corner, and the column that it stands in.

    `zone` numbers the page's columns and full-width stretches in reading order; `left` and `right` are its margins.
    Vertical and rotated lines have all their edges at the box's sides.
    """

    strip: Strip
    page: int
    x0: float
    y0: float
    x1: float
    y1: float
    size: float
    bold: bool
    zone: int = 0
    left: float = 0.0
    right: float = 0.0
    vertical: bool = False

    @property
    def text(self) -> str:
        """The line's characters."""
        return self.strip.text

    def drafted(self, *, full: bool) -> DraftLine:
        """The line as the text builder takes it."""
        box = Box(page=self.page, x0=self.x0, y0=self.y0, x1=self.x1, y1=self.y1)
        return DraftLine(strip=self.strip, page=self.page, box=box, size=self.size, bold=self.bold, full=full)


@dataclass(slots=True, eq=False)
class PrintedCell:
    """A table cell: its place in the grid, from 0, its right side on the page, and its lines in order."""

    row: int
    column: int
    row_span: int
    column_span: int
    right: float = 0.0
    lines: list[PrintedLine] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class PrintedTable:
    """A ruled table on one page, its cells row by row."""

    page: int
    x0: float
    y0: float
    x1: float
    y1: float
    rows: int
    columns: int
    cells: list[PrintedCell]
    zone: int = 0


@dataclass(slots=True, eq=False)
class PrintedPage:
    """A page's lines and tables in reading order, its size as shown, and the state of its text layer.

    `vertical` says that most of its text is set vertically, `drawn` that it has paths or images.
    """

    number: int
    width: float
    height: float
    items: list[PrintedLine | PrintedTable] = field(default_factory=list)
    text_layer: TextLayer = "good"
    vertical: bool = False
    drawn: bool = False

    @property
    def lines(self) -> list[PrintedLine]:
        """The lines that are not in a table."""
        return [item for item in self.items if isinstance(item, PrintedLine)]


@dataclass(slots=True, eq=False)
class Group:
    """Lines that belong together: a paragraph, a heading, a caption, perhaps from several columns or pages."""

    lines: list[PrintedLine]
    kind: BlockKind = "text"

    @property
    def last(self) -> PrintedLine:
        """The line that ends it so far."""
        return self.lines[-1]

    @property
    def page(self) -> int:
        """The page on which it begins."""
        return self.lines[0].page

    @property
    def bold(self) -> bool:
        """Whether all of it is bold."""
        return all(line.bold for line in self.lines)

    @property
    def text(self) -> str:
        """The lines side by side, near enough to see what they are."""
        return " ".join(line.text for line in self.lines)

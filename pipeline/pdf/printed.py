"""What a PDF page is made of once its characters are put in order: printed lines and tables, in reading order."""

from __future__ import annotations

from dataclasses import dataclass, field

from pipeline.data import BlockKind, Box, TextLayer
from pipeline.pdf.glyphs.turning import Corners, shown_corners
from pipeline.text.offsets import DraftLine
from pipeline.text.repair import Strip


@dataclass(slots=True, eq=False)
class PrintedLine:
    """One printed line, its box in points from the page's top left corner, and the column that it stands in.

    `zone` numbers the page's columns and full-width stretches in reading order; `left` and `right` are its margins.
    A `vertical` line runs up or down the page beside text that does not; a `loose` one stands outside of the text's
    order (a watermark, a line's number). Where most text runs sideways, the box is that on the page turned upright,
    `direction` says how it was turned (see `directions`), and `shown` is the box on the page as shown. Vertical
    and turned lines have all their edges at the box's sides. `spaced` says that the file puts a space behind the line.
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
    loose: bool = False
    spaced: bool = False
    direction: int = 0
    shown: Corners | None = None
    confidence: float = 1.0

    @property
    def text(self) -> str:
        """The line's characters."""
        return self.strip.text

    def turn(self, direction: int, width: float, height: float) -> None:
        """Notes that it stands on the page turned for a direction; width and height are the shown page's."""
        self.direction, self.shown = direction, _shown(self, direction, width, height)

    def drafted(self, *, full: bool) -> DraftLine:
        """The line as the text builder takes it."""
        x0, y0, x1, y1 = self.shown or (self.x0, self.y0, self.x1, self.y1)
        box = Box(page=self.page, x0=x0, y0=y0, x1=x1, y1=y1)
        turned = Strip(self.text, (x0,) * len(self.text) + (x1,)) if self.direction else None
        return DraftLine(
            strip=turned or self.strip,
            page=self.page,
            box=box,
            size=self.size,
            bold=self.bold,
            full=full,
            spaced=self.spaced,
            confidence=self.confidence,
        )


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
    """A table on one page, its cells row by row; `ruled` is false where only alignment shows them.

    `sides` are the left sides of its columns and the right one of the last. A table of one row is a part of another, or
    none (see `fragments`).
    """

    page: int
    x0: float
    y0: float
    x1: float
    y1: float
    rows: int
    columns: int
    cells: list[PrintedCell]
    zone: int = 0
    ruled: bool = True
    sides: tuple[float, ...] = ()
    direction: int = 0
    shown: Corners | None = None

    def turn(self, direction: int, width: float, height: float) -> None:
        """Notes that it stands on the page turned for a direction; width and height are the shown page's."""
        self.direction, self.shown = direction, _shown(self, direction, width, height)


def _shown(item: PrintedLine | PrintedTable, direction: int, width: float, height: float) -> Corners | None:
    """An item's box on the page as shown, to hundredths of a point; None where it is the item's own."""
    if direction == 0:
        return None
    x0, y0, x1, y1 = shown_corners((item.x0, item.y0, item.x1, item.y1), direction, width, height)
    return round(max(x0, 0.0), 2), round(max(y0, 0.0), 2), round(min(x1, width), 2), round(min(y1, height), 2)


@dataclass(slots=True, eq=False)
class PrintedPage:
    """A page's lines and tables in reading order, its size as shown, and the state of its text layer.

    `vertical` says that most of its text is set vertically, `drawn` that it has paths or images, `ocr` that its text was
    read off its picture.
    """

    number: int
    width: float
    height: float
    items: list[PrintedLine | PrintedTable] = field(default_factory=list)
    text_layer: TextLayer = "good"
    vertical: bool = False
    drawn: bool = False
    ocr: bool = False

    @property
    def lines(self) -> list[PrintedLine]:
        """The lines that are not in a table."""
        return [item for item in self.items if isinstance(item, PrintedLine)]


@dataclass(slots=True, eq=False)
class Group:
    """Lines that belong together: a paragraph, a heading, a caption, perhaps from several columns or pages.

    `level` is a heading's in the document's outline.
    """

    lines: list[PrintedLine]
    kind: BlockKind = "text"
    level: int | None = None

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

"""What `read` and `segment` give: a source as one text, its layout, and the role of each part."""

from __future__ import annotations

from typing import Literal

from pipeline.data.base import Record, Span

Language = Literal["zh", "en", "ja", "und"]
BlockKind = Literal["text", "heading", "list", "cell", "caption", "figure", "note", "furniture"]
SegmentKind = Literal[
    "heading", "paragraph", "list", "cell", "caption", "figure", "note", "furniture", "reference", "byline"
]
TextLayer = Literal["good", "missing", "garbage"]
SourceFormat = Literal["pdf", "docx", "html", "markdown", "text"]


class Source(Record, frozen=True, kw_only=True):
    """A file as handed to `read`: its path as given, its bytes and their sha256, and the pages asked for (empty = all).

    `run` opens sources, so that no stage touches a disk and a document stage stays a function of bytes and config.
    `careful` asks for the slower PDF reader that no file can crash: `run` sets it when the usual one died over the file.
    """

    path: str
    content: bytes
    sha256: str
    pages: tuple[int, ...] = ()
    password: str | None = None
    careful: bool = False


class Box(Record, frozen=True, kw_only=True):
    """A rectangle on a page, in points from the page's top left corner."""

    page: int
    x0: float
    y0: float
    x1: float
    y1: float


class Line(Record, frozen=True, kw_only=True):
    """One printed line (or a table cell's line): where its characters are in the text and on the page.

    `edges` holds the left edge of each character of `text[start:end]` and, last, the right edge of the final one:
    `len(edges) == end - start + 1`. Sources without pages have no boxes: `box` is None and `edges` empty. `confidence`
    is 1 for characters that the source states and lower for those that OCR read off an image.
    """

    start: int
    end: int
    page: int
    box: Box | None = None
    edges: tuple[float, ...] = ()
    size: float = 0.0
    bold: bool = False
    confidence: float = 1.0


class Block(Record, frozen=True, kw_only=True):
    """A run of text that belongs together (a paragraph, a heading, one table cell, a note).

    Blocks cover the text in order and without overlap; between two blocks stands one line feed, but the cells of a
    table's row stand on one line with a tab from column to column (an empty cell or place leaves its tab). Line breaks inside a
    paragraph are already mended, also across columns and pages. `kind` is what geometry or mark-up shows; `level` is a heading's
    depth where the source states it.
    """

    start: int
    end: int
    kind: BlockKind
    page: int
    size: float = 0.0
    bold: bool = False
    level: int | None = None
    lines: int = 1


class Cell(Record, frozen=True, kw_only=True):
    """A table cell: its place in the grid (from 0) and its text's span (empty cells have start == end)."""

    row: int
    column: int
    start: int
    end: int
    row_span: int = 1
    column_span: int = 1


class Table(Record, frozen=True, kw_only=True):
    """A table: its cells row by row, how many rows are header, its caption and unit line where printed.

    `page` is the one that it begins on; one that goes on over pages or columns is one table. `ruled` is false for
    tables that only the alignment of their columns shows.
    """

    page: int
    cells: tuple[Cell, ...]
    header_rows: int = 1
    box: Box | None = None
    caption: Span | None = None
    unit: Span | None = None
    ruled: bool = True


class Page(Record, frozen=True, kw_only=True):
    """A page: its size in points, the span of `Document.text` that its body text covers, and its text layer's state.

    `ocr` says that its text was read off its image. A source without pages has one `Page` for each of its paragraphs
    (a table counts as one), numbered from 1 and without a size: "page 12" is then its twelfth paragraph.
    """

    number: int
    width: float
    height: float
    start: int
    end: int
    text_layer: TextLayer = "good"
    ocr: bool = False


class Furniture(Record, frozen=True, kw_only=True):
    """A line set aside because it belongs to the page and not to the text: a running header or footer, a page number."""

    page: int
    text: str
    box: Box | None = None


class Notice(Record, frozen=True, kw_only=True):
    """Something that a stage could not use, though the document went on: a page without text, a damaged stream."""

    page: int | None
    error: str
    message: str
    advice: str


class Document(Record, frozen=True, kw_only=True):
    """A source as one text, with everything needed to lead a character back to its place on a page.

    What belongs to the page and not to the text is kept apart as `furniture`, so that it cuts no sentence.
    """

    doc_id: str
    source: str
    sha256: str
    format: SourceFormat = "pdf"
    title: str
    languages: tuple[Language, ...]
    text: str
    pages: tuple[Page, ...]
    blocks: tuple[Block, ...]
    lines: tuple[Line, ...]
    tables: tuple[Table, ...] = ()
    furniture: tuple[Furniture, ...] = ()
    notices: tuple[Notice, ...] = ()


class Segment(Record, frozen=True, kw_only=True):
    """A block with its role: what it is, in which language, under which headings, and its sentences and words.

    `segment` is its index in the document's list; `section` the indices of the heading segments above it, outermost
    first. A cell knows its table's index and its row and column there. Facts are taken from all kinds except
    furniture, reference and byline.
    """

    segment: int
    kind: SegmentKind
    start: int
    end: int
    page: int
    language: Language
    level: int | None = None
    section: tuple[int, ...] = ()
    table: int | None = None
    row: int | None = None
    column: int | None = None
    sentences: tuple[Span, ...] = ()
    words: tuple[Span, ...] = ()


class Segments(Record, frozen=True, kw_only=True):
    """All segments of a document, in text order."""

    items: tuple[Segment, ...]

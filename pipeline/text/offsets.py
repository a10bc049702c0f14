"""Puts a document's text together, character by character in step with its lines, blocks and cells.

A reader drafts blocks of lines; `TextBuilder` joins the lines of each block, sets the blocks one line feed apart and
notes where everything came to stand.
"""

from __future__ import annotations

from collections.abc import Container, Iterable
from dataclasses import dataclass, field

from pipeline.data import Block, BlockKind, Box, Cell, Line, Page, Span, Table, TextLayer
from pipeline.text.repair import Strip, joint


@dataclass(slots=True)
class DraftLine:
    """A line before it has its place in the text: its characters, and where and how it is printed.

    `full` says that it reaches the right margin, so that its end is the typesetter's and not the author's.
    """

    strip: Strip
    page: int
    box: Box | None = None
    size: float = 0.0
    bold: bool = False
    full: bool = True


@dataclass(slots=True, eq=False)
class Draft:
    """A block before it has its place in the text."""

    kind: BlockKind
    lines: list[DraftLine]
    level: int | None = None

    @property
    def text(self) -> str:
        """The lines as they stand, one below the other."""
        return "\n".join(line.strip.text for line in self.lines)


@dataclass(slots=True, eq=False)
class DraftCell:
    """A table cell before it has its place in the text: `draft` has no lines when the cell is empty."""

    row: int
    column: int
    draft: Draft
    row_span: int = 1
    column_span: int = 1


@dataclass(slots=True, eq=False)
class DraftTable:
    """A table before it has its place in the text; its cells row by row."""

    page: int
    cells: list[DraftCell]
    header_rows: int = 1
    box: Box | None = None
    caption: Draft | None = None
    unit: Draft | None = None


@dataclass(slots=True, eq=False)
class DraftDocument:
    """A document's blocks in reading order (table cells among them), its furniture, and its tables."""

    blocks: list[Draft] = field(default_factory=list)
    furniture: list[Draft] = field(default_factory=list)
    tables: list[DraftTable] = field(default_factory=list)


@dataclass(slots=True)
class TextBuilder:
    """Joins drafts into one text. `words` is the document's vocabulary, for line-end hyphens."""

    words: Container[str] = frozenset()
    blocks: list[Block] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    _parts: list[str] = field(default_factory=list)
    _length: int = 0
    _spans: dict[int, Span] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """All that was added so far."""
        return "".join(self._parts)

    def add(self, draft: Draft) -> None:
        """Adds a block; one without text leaves no trace but an empty span."""
        lines = [line for line in draft.lines if line.strip.text]
        if not lines:
            self._spans[id(draft)] = Span(start=self._length, end=self._length)
            return
        if self._length:
            self._append("\n")
        start = self._length
        for line, following in zip(lines, [*lines[1:], None], strict=True):
            self._add_line(line, following)
        self._spans[id(draft)] = Span(start=start, end=self._length)
        self.blocks.append(_block(draft, lines, start, self._length))

    def span(self, draft: Draft) -> Span:
        """Where an added draft came to stand."""
        return self._spans[id(draft)]

    def table(self, draft: DraftTable) -> Table:
        """The table whose cells, caption and unit line have all been added."""
        cells = []
        for cell in draft.cells:
            span = self.span(cell.draft)
            cells.append(
                Cell(
                    row=cell.row,
                    column=cell.column,
                    start=span.start,
                    end=span.end,
                    row_span=cell.row_span,
                    column_span=cell.column_span,
                )
            )
        return Table(
            page=draft.page,
            cells=tuple(cells),
            header_rows=draft.header_rows,
            box=draft.box,
            caption=self.span(draft.caption) if draft.caption else None,
            unit=self.span(draft.unit) if draft.unit else None,
        )

    def _append(self, text: str) -> None:
        self._parts.append(text)
        self._length += len(text)

    def _add_line(self, line: DraftLine, following: DraftLine | None) -> None:
        strip, glue = line.strip, ""
        if following is not None:
            seam = joint(strip.text, following.strip.text, words=self.words, full=line.full)
            strip, glue = strip.cut(0, len(strip.text) - seam.drop), seam.glue
        edges = strip.edges + strip.edges[-1:] if glue else strip.edges
        start = self._length
        self._append(strip.text + glue)
        self.lines.append(
            Line(
                start=start,
                end=self._length,
                page=line.page,
                box=line.box,
                edges=edges,
                size=line.size,
                bold=line.bold,
            )
        )


def _block(draft: Draft, lines: list[DraftLine], start: int, end: int) -> Block:
    longest = max(lines, key=lambda line: len(line.strip.text))
    return Block(
        start=start,
        end=end,
        kind=draft.kind,
        page=lines[0].page,
        size=longest.size,
        bold=all(line.bold for line in lines),
        level=draft.level,
        lines=len(lines),
    )


@dataclass(frozen=True, slots=True)
class PageFrame:
    """A page as measured: its number, size in points and the state of its text layer."""

    number: int
    width: float
    height: float
    text_layer: TextLayer = "good"


def place_pages(frames: Iterable[PageFrame], lines: Iterable[Line]) -> tuple[Page, ...]:
    """The pages with the spans that their body lines cover; a page without any gets an empty span in its turn.

    Args:
        frames: The pages, in order.
        lines: The body's lines, in text order.
    """
    first: dict[int, int] = {}
    last: dict[int, int] = {}
    for line in lines:
        first.setdefault(line.page, line.start)
        last[line.page] = line.end
    pages, position = [], 0
    for frame in frames:
        start = max(position, first.get(frame.number, position))
        position = max(start, last.get(frame.number, start))
        pages.append(
            Page(
                number=frame.number,
                width=frame.width,
                height=frame.height,
                start=start,
                end=position,
                text_layer=frame.text_layer,
            )
        )
    return tuple(pages)

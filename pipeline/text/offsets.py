"""Puts a document's text together, character by character in step with its lines, blocks and cells.

A reader drafts blocks of lines; `TextBuilder` joins the lines of each block, sets the blocks one line feed apart, the
cells of a table's row one tab for each column, and notes where everything came to stand.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import InitVar, dataclass, field
from itertools import groupby
from typing import NamedTuple

from pipeline.data import Block, BlockKind, Box, Cell, Line, Page, Span, Table, TextLayer
from pipeline.text.joints import UNKNOWN, Vocabulary, joint
from pipeline.text.repair import HAN, Strip

_HAN = re.compile(f"[{HAN}]")
_STACKED_LINES, _STACKED_LENGTH = 3, 2  # lines, and characters on a line, from which text may be set downwards
_STACKED_SHARE = 1.5  # characters a line on average


@dataclass(slots=True)
class DraftLine:
    """A line before it has its place in the text: its characters, and where and how it is printed.

    `full` says that it reaches the right margin, so that its end is the typesetter's and not the author's; `spaced` that
    its source puts a space behind it.
    """

    strip: Strip
    page: int
    box: Box | None = None
    size: float = 0.0
    bold: bool = False
    full: bool = True
    spaced: bool = False
    confidence: float = 1.0


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
    ruled: bool = True


@dataclass(slots=True, eq=False)
class DraftDocument:
    """A document's blocks in reading order (table cells among them), its furniture, and its tables."""

    blocks: list[Draft] = field(default_factory=list)
    furniture: list[Draft] = field(default_factory=list)
    tables: list[DraftTable] = field(default_factory=list)


class _Tabs(NamedTuple):
    """What stands around a block: a line feed before it (unless it opens the text), tabs before and after it."""

    opens: bool
    before: int = 0
    after: int = 0


_NO_TABS = _Tabs(opens=True)
_NO_PLACE = _Tabs(opens=False)  # of an empty block that is in no table


def _row_tabs(table: DraftTable) -> dict[int, _Tabs]:
    """The tabs around each cell of a table, by its draft's `id`. Cells stand row by row, from left to right."""
    width = max((cell.column + cell.column_span for cell in table.cells), default=0)
    tabs: dict[int, _Tabs] = {}
    for _, row in groupby(table.cells, key=lambda cell: cell.row):
        cells = list(row)
        for cell, previous in zip(cells, [None, *cells], strict=False):
            before = cell.column - (previous.column if previous else 0)
            after = width - 1 - cell.column if cell is cells[-1] else 0
            tabs[id(cell.draft)] = _Tabs(previous is None, before, after)
    return tabs


@dataclass(slots=True)
class TextBuilder:
    """Joins drafts into one text.

    `words` is what the document shows about its writing, for the joints of lines; `tables` are the tables whose cells will be among the
    blocks: each of their rows becomes one line of the text with a tab between two columns, so that a row has as many
    tabs wherever its empty and spanning cells are.
    """

    words: Vocabulary = UNKNOWN
    tables: InitVar[Iterable[DraftTable]] = ()
    blocks: list[Block] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    _parts: list[str] = field(default_factory=list)
    _length: int = 0
    _spans: dict[int, Span] = field(default_factory=dict)
    _tabs: dict[int, _Tabs] = field(default_factory=dict)

    def __post_init__(self, tables: Iterable[DraftTable]) -> None:
        for table in tables:
            self._tabs |= _row_tabs(table)

    @property
    def text(self) -> str:
        """All that was added so far."""
        return "".join(self._parts)

    def add(self, draft: Draft) -> None:
        """Adds a block; one without text leaves no trace but an empty span."""
        lines = [line for line in draft.lines if line.strip.text]
        tabs = self._tabs.get(id(draft), _NO_TABS if lines else _NO_PLACE)
        if tabs.opens and self._length:
            self._append("\n")
        self._append("\t" * tabs.before)
        start = self._length
        stacked = _is_stacked(lines)
        for line, following in zip(lines, [*lines[1:], None], strict=False):
            self._add_line(line, following, stacked=stacked)
        self._spans[id(draft)] = Span(start=start, end=self._length)
        if lines:
            self.blocks.append(_block(draft, lines, start, self._length))
        self._append("\t" * tabs.after)

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
            ruled=draft.ruled,
        )

    def _append(self, text: str) -> None:
        self._parts.append(text)
        self._length += len(text)

    def _add_line(self, line: DraftLine, following: DraftLine | None, *, stacked: bool) -> None:
        strip, glue = line.strip, ""
        if following is not None and not stacked:
            first = strip.text + " " * line.spaced
            seam = joint(first, following.strip.text, words=self.words, full=line.full)
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
                confidence=line.confidence,
            )
        )


def _is_stacked(lines: Sequence[DraftLine]) -> bool:
    """Whether lines are one, set downwards in a narrow cell: a character or two on each, ideographs among them."""
    if len(lines) < _STACKED_LINES or max([len(line.strip.text) for line in lines]) > _STACKED_LENGTH:
        return False
    text = "".join([line.strip.text for line in lines])
    return len(text) < _STACKED_SHARE * len(lines) and _HAN.search(text) is not None


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
    """A page as measured: its number, size in points, the state of its text layer, and whether OCR read it."""

    number: int
    width: float
    height: float
    text_layer: TextLayer = "good"
    ocr: bool = False


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
                ocr=frame.ocr,
            )
        )
    return tuple(pages)

"""Builds a page's lines, in reading order, from its characters and tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from operator import le

import numpy as np

from pipeline.pdf.characters import Characters, PageShape, Styles
from pipeline.pdf.columns import rows, zones
from pipeline.pdf.pieces import Piece, cut_pieces
from pipeline.pdf.printed import PrintedLine, PrintedTable
from pipeline.pdf.rows import part_rows
from pipeline.pdf.tables import Grid, place_cells
from pipeline.text.repair import Strip, mend_spaces, repair_gbk_row, repair_glyphs

_PIECE_GAP = 0.15  # heights; pieces further apart have a space between them
_NARROWEST, _WIDEST = 0.15, 2.5  # type sizes that characters advance on average; else the stated size is wrong
_VERTICAL_SHARE = 0.5  # of a page's characters; beyond it the page is read in the order in which it is drawn


@dataclass(slots=True)
class LineMaker:
    """Makes lines of a page's characters; `page` is its number."""

    page: int
    shape: PageShape
    characters: Characters
    styles: Styles
    _text: str = ""
    _inked: list[bool] | None = None
    _x0: list[float] | None = None
    _x1: list[float] | None = None

    def items(self, grids: Sequence[Grid]) -> tuple[list[PrintedLine | PrintedTable], bool]:
        """The page's lines and tables in reading order, and whether most of its text runs vertically."""
        if not self.characters.inked.any():
            return [], False
        groups, tables = place_cells(grids, self.characters.boxes, self.page)
        pieces = cut_pieces(self.characters, groups)
        tables = self._fill(tables, [p for p in pieces if p.group])
        body = [p for p in pieces if not p.group]
        vertical = [p for p in body if p.vertical]
        length = sum(p.end - p.start for p in body)
        if sum(p.end - p.start for p in vertical) > _VERTICAL_SHARE * length:
            return [*(line for line in map(self.line, ([p] for p in body)) if line.text), *tables], True
        frames = [Piece(t.x0, t.y0, t.x1, t.y1, table=t) for t in tables]
        upright = [p for p in body if not p.vertical]
        items: list[PrintedLine | PrintedTable] = []
        for number, zone in enumerate(zones([*upright, *frames])):
            items += self._zone(zone, number)
        items += [line for line in map(self.line, ([p] for p in vertical)) if line.text]
        return items, False

    def _fill(self, tables: list[PrintedTable], pieces: Sequence[Piece]) -> list[PrintedTable]:
        """Gives each cell its lines."""
        by_group: dict[int, list[Piece]] = {}
        for piece in pieces:
            by_group.setdefault(piece.group, []).append(piece)
        group = 0
        for table in tables:
            for cell in table.cells:
                group += 1
                lines = [self.line(row) for row in rows(by_group.get(group, []))]
                cell.lines = [line for line in lines if line.text]
        for table in tables:
            part_rows(table)
        return tables

    def line(self, pieces: Sequence[Piece]) -> PrintedLine:
        """One line of pieces that stand beside each other, from left to right."""
        longest = max(pieces, key=lambda p: p.end - p.start)
        size, bold = self._style(longest)
        vertical = longest.vertical
        strip = self._strip(pieces, vertical=vertical)
        strip = mend_spaces(repair_glyphs(strip).trimmed(), size=0.0 if vertical else size)
        x0, x1 = min(p.x0 for p in pieces), max(p.x1 for p in pieces)
        x0, x1 = _within(x0, self.shape.width), _within(x1, self.shape.width)
        strip = (
            Strip(strip.text, (x0,) * len(strip.text) + (x1,))
            if vertical
            else Strip(strip.text, _ascending(strip.edges))
        )
        return PrintedLine(
            strip=strip,
            page=self.page,
            x0=x0,
            y0=_within(min(longest.y0, longest.y1 - 0.8 * size), self.shape.height),
            x1=x1,
            y1=_within(longest.y1, self.shape.height),
            size=round(size, 2),
            bold=bold,
            vertical=vertical,
        )

    def _zone(self, pieces: Sequence[Piece], number: int) -> list[PrintedLine | PrintedTable]:
        items: list[PrintedLine | PrintedTable] = []
        for row in rows(pieces):
            table = row[0].table
            if table is not None:
                table.zone = number
                items.append(table)
                continue
            line = self.line(row)
            if line.text:
                line.zone = number
                items.append(line)
        lines = [item for item in items if isinstance(item, PrintedLine)]
        left, right = min((x.x0 for x in lines), default=0.0), max((x.x1 for x in lines), default=0.0)
        for line in lines:
            line.left, line.right = left, right
        return items

    def _strip(self, pieces: Sequence[Piece], *, vertical: bool) -> Strip:
        """The pieces' characters and edges; one space for each run of blanks and for each gap between pieces."""
        shown: list[str] = []
        edges: list[float] = []
        right = 0.0
        for piece in pieces:
            if shown and piece.x0 - right > _PIECE_GAP * piece.height:
                shown.append(" ")
                edges.append(right)
            right = self._add_piece(piece, shown, edges)
        return Strip("".join(shown), (*edges, right))

    def _add_piece(self, piece: Piece, shown: list[str], edges: list[float]) -> float:
        """Adds a piece's characters; gives the right edge of its last one."""
        text, inked, x0, x1 = self._columns()
        right, after_ink = piece.x0, False
        for i in range(piece.start, piece.end):
            if inked[i]:
                shown.append(text[i])
                edges.append(x0[i])
                right, after_ink = x1[i], True
            elif after_ink and text[i] in " \t\xa0\u3000\u2002\u2003\u2009":
                shown.append("\u3000" if text[i] == "\u3000" else " ")
                edges.append(right)
                after_ink = False
        return right

    def _columns(self) -> tuple[str, list[bool], list[float], list[float]]:
        """The characters' text and columns as plain lists, which Python walks faster than arrays."""
        if self._inked is None or self._x0 is None or self._x1 is None:
            self._text = repair_gbk_row(self.characters.text)
            self._inked = self.characters.inked.tolist()
            self._x0 = self.characters.boxes[:, 0].tolist()
            self._x1 = self.characters.boxes[:, 2].tolist()
        return self._text, self._inked, self._x0, self._x1

    def _style(self, piece: Piece) -> tuple[float, bool]:
        """A piece's type size in points, and whether it is bold; looked up at its beginning, middle and end."""
        inked = np.flatnonzero(self.characters.inked[piece.start : piece.end]) + piece.start
        spots = sorted({int(inked[len(inked) * k // 6]) for k in (1, 3, 5)})
        size = sorted(self.styles.size(spot) for spot in spots)[len(spots) // 2]
        advance = (piece.y1 - piece.y0 if piece.vertical else piece.x1 - piece.x0) / len(inked)
        if not _NARROWEST * size < advance < _WIDEST * size:
            size = (piece.x1 - piece.x0 if piece.vertical else piece.height) / 1.15
        bold = self.characters.doubled[inked].mean() > 0.5 or all(self.styles.bold(spot) for spot in spots)
        return size, bool(bold)


def _within(value: float, limit: float) -> float:
    return round(min(max(value, 0.0), limit), 2)


def _ascending(edges: Sequence[float]) -> tuple[float, ...]:
    """Edges that never go back; kerning and italics do by a little."""
    return tuple(edges) if all(map(le, edges, edges[1:])) else tuple(accumulate(edges, max))

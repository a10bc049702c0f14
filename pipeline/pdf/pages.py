"""Builds a page's lines, in reading order, from its characters and tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby

import numpy as np

from pipeline.pdf.glyphs.characters import Characters, Integers, PageShape, TypeStyles
from pipeline.pdf.glyphs.rulings import Drawings
from pipeline.pdf.glyphs.turning import turned_lines
from pipeline.pdf.layout import directions
from pipeline.pdf.layout.columns import zones
from pipeline.pdf.layout.directions import ASLANT
from pipeline.pdf.layout.levels import rows
from pipeline.pdf.layout.lines import LineSetter
from pipeline.pdf.layout.margins import line_numbers
from pipeline.pdf.layout.pieces import Piece, cut_pieces
from pipeline.pdf.printed import PrintedLine, PrintedTable
from pipeline.pdf.tables.aligned import add_aligned
from pipeline.pdf.tables.carried import Carried
from pipeline.pdf.tables.rows import part_rows
from pipeline.pdf.tables.ruled import Grid, find_grids, place_cells

Items = list[PrintedLine | PrintedTable]


@dataclass(slots=True)
class LineMaker:
    """Makes lines of a page's characters; `page` is its number, `before` the table that may go on from the last page."""

    page: int
    shape: PageShape
    characters: Characters
    styles: TypeStyles
    drawings: Drawings | None = None
    before: Sequence[Carried] = ()

    def items(self, grids: Sequence[Grid]) -> tuple[Items, bool]:
        """The page's lines and tables in reading order, and whether most of its text runs up or down it."""
        if not self.characters.inked.any():
            return [], False
        groups, tables = place_cells(grids, self.characters.boxes, self.page)
        pieces = cut_pieces(self.characters, groups)
        angles = [self.styles.angle(p.start) for p in pieces]
        found = directions.directions(pieces, angles, self.shape.turns, len(self.characters.text))
        if found is None:
            aligned = self._aligned(self.characters, grids, pieces, self.drawings)
            if aligned is not None:
                groups, tables = place_cells(aligned, self.characters.boxes, self.page)
                pieces = cut_pieces(self.characters, groups)
            return _Arrangement(self._setter(self.characters, self.shape)).items(pieces, tables), False
        counts = np.bincount(found[self.characters.inked], minlength=ASLANT + 1)[:ASLANT]
        order = [int(d) for d in np.argsort(-counts, kind="stable") if counts[d]]
        items: Items = []
        for number, direction in enumerate(order):
            first = 1 + max((item.zone for item in items), default=-1)
            turned = self._turned(found, direction, self.drawings if number == 0 else None)
            for item in turned:
                item.zone += first
            items += turned
        aslant = [p for p in pieces if found[p.start] == ASLANT]
        return items + self._aslant(aslant), bool(order) and order[0] % 2 == 1

    def _setter(self, characters: Characters, shape: PageShape) -> LineSetter:
        return LineSetter(self.page, shape, characters, self.styles)

    def _aligned(
        self, characters: Characters, grids: Sequence[Grid], pieces: Sequence[Piece], drawings: Drawings | None
    ) -> list[Grid] | None:
        """The grids with those that alignment shows; None when it shows none."""
        if drawings is None:
            return None
        found = add_aligned(grids, characters, pieces, drawings, self.before)
        return found if found != list(grids) else None

    def _turned(self, found: Integers, direction: int, drawings: Drawings | None) -> Items:
        """The lines and tables of one direction, laid out on the page turned so that they stand upright."""
        width, height = self.shape.width, self.shape.height
        characters = directions.upright(self.characters, found, direction, self.shape)
        grids: list[Grid] = []
        if drawings is not None:
            across, upright = turned_lines(drawings.across, drawings.upright, direction, width, height)
            drawings = replace(drawings, across=across, upright=upright)
            grids = find_grids(drawings)
        groups, tables = place_cells(grids, characters.boxes, self.page)
        pieces = cut_pieces(characters, groups)
        aligned = self._aligned(characters, grids, pieces, drawings)
        if aligned is not None:
            groups, tables = place_cells(aligned, characters.boxes, self.page)
            pieces = cut_pieces(characters, groups)
        shape = directions.turned_shape(self.shape, direction)
        items = _Arrangement(self._setter(characters, shape)).items(pieces, tables)
        for item in items:
            cells = item.cells if isinstance(item, PrintedTable) else []
            for part in (item, *(line for cell in cells for line in cell.lines)):
                part.turn(direction, width, height)
        return items

    def _aslant(self, pieces: Sequence[Piece]) -> Items:
        """Text that runs neither along nor across the page: each stretch of it is a loose line."""
        setter = self._setter(self.characters, self.shape)
        lines = [setter.line(_drawn_down(run)) for run in _runs(pieces)]
        for line in lines:
            line.loose = True
        return [line for line in lines if line.text]


def _runs(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """Pieces drawn one right after the other."""
    runs: list[list[Piece]] = []
    for piece in pieces:
        if runs and piece.start - runs[-1][-1].end <= 1:
            runs[-1].append(piece)
        else:
            runs.append([piece])
    return runs


def _drawn_down(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces as one that has no order from left to right."""
    x0, y0 = min(p.x0 for p in pieces), min(p.y0 for p in pieces)
    x1, y1 = max(p.x1 for p in pieces), max(p.y1 for p in pieces)
    return [Piece(x0, y0, x1, y1, pieces[0].start, pieces[-1].end, vertical=True)]


@dataclass(slots=True)
class _Arrangement:
    """Puts the pieces of one direction into order."""

    setter: LineSetter

    def items(self, pieces: Sequence[Piece], tables: list[PrintedTable]) -> Items:
        """Lines and tables in reading order; vertical lines, line numbers and overprints come last."""
        loose = directions.overprinted(pieces)
        self._fill(tables, [p for p in pieces if p.group and id(p) not in loose])
        frames = [Piece(t.x0, t.y0, t.x1, t.y1, table=t) for t in tables]
        body = [p for p in pieces if not p.group and id(p) not in loose]
        loose |= line_numbers(body, self.setter.text)
        items: Items = []
        upright = [p for p in body if not p.vertical and id(p) not in loose]
        for number, zone in enumerate(zones([*upright, *frames], self.setter.text)):
            items += self._zone(zone, number)
        items += self._lines([[p] for p in body if p.vertical and id(p) not in loose])
        apart = self._lines(list(map(list, _loose_rows([p for p in pieces if id(p) in loose]))))
        for line in apart:
            line.loose = True
        return [*items, *apart]

    def _lines(self, found: Sequence[Sequence[Piece]]) -> list[PrintedLine]:
        return [line for line in map(self.setter.line, found) if line.text]

    def _fill(self, tables: Sequence[PrintedTable], pieces: Sequence[Piece]) -> None:
        """Gives each cell its lines."""
        by_group: dict[int, list[Piece]] = {}
        for piece in pieces:
            by_group.setdefault(piece.group, []).append(piece)
        group = 0
        for table in tables:
            for cell in table.cells:
                group += 1
                cell.lines = self._lines(rows(by_group.get(group, [])))
        for table in tables:
            part_rows(table)

    def _zone(self, pieces: Sequence[Piece], number: int) -> Items:
        items: Items = []
        for row in rows(pieces):
            table = row[0].table
            if table is not None:
                table.zone = number
                items.append(table)
                continue
            line = self.setter.line(row)
            if line.text:
                line.zone = number
                items.append(line)
        lines = [item for item in items if isinstance(item, PrintedLine)]
        left, right = min((x.x0 for x in lines), default=0.0), max((x.x1 for x in lines), default=0.0)
        for line in lines:
            line.left, line.right = left, right
        return items


def _loose_rows(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """Pieces of one overprint, which may be drawn letter by letter, as one line."""
    return [list(row) for _, row in groupby(pieces, key=lambda p: (round(p.middle), round(p.height)))]

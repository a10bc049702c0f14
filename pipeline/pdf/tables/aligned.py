"""Finds tables that are not ruled all through: three-line tables, tables of shaded rows, tables by alignment alone.

A part of the page between horizontal lines of one width, or one whose lines of text part at the same places, is laid
out as a table; where that gives rows and columns, the lines that a typesetter left out are put in.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

import numpy as np

from pipeline.pdf.glyphs.characters import Characters
from pipeline.pdf.glyphs.native import Floats
from pipeline.pdf.glyphs.rulings import Drawings
from pipeline.pdf.layout.pieces import Piece
from pipeline.pdf.tables.carried import Carried, ends_column, going_on, lone_header
from pipeline.pdf.tables.gridded import grid_in, layout_in, table_in
from pipeline.pdf.tables.growth import grown, header_on
from pipeline.pdf.tables.ink import Ink, ink_of
from pipeline.pdf.tables.lattice import Corners, gaps_of, joined
from pipeline.pdf.tables.parted import parted, set_apart
from pipeline.pdf.tables.regions import Region, framed, is_crossed, is_figure
from pipeline.pdf.tables.ruled import Grid, grids_of
from pipeline.pdf.tables.textcolumns import text_gutters
from pipeline.pdf.tables.verdicts import is_full, may_go_on

_SAME = 3.0  # points by which the ends of a table's lines may differ
_NARROW, _PLAIN = 0.5, 1.0  # heights; the narrowest gutter between rules or in many lines, and in few
_LEAST_PARTED = 2  # lines of several stretches on a page with a table by alignment
_HEADER_ROWS = 2  # rows that the lines of a header may look like
_ROW_RULED = 3  # lines inside a table from which they may be its rows'
_LOOSER = 1.15  # the text's leading; lines of cells are no further apart


def add_aligned(
    grids: Sequence[Grid],
    characters: Characters,
    pieces: Sequence[Piece],
    drawings: Drawings,
    before: Sequence[Carried] = (),
) -> list[Grid]:
    """The ruled grids, and what alignment shows: rows between shaded ones, and tables among the pieces elsewhere.

    Args:
        grids: The ruled grids.
        characters: The page's characters.
        pieces: Their pieces.
        drawings: What else the page shows.
        before: The table that the page before ends with, at the places where it may go on.
    """
    ink = ink_of(characters, [p for p in pieces if not p.vertical])
    if len(ink.index) == 0 or (ink.line[0] == ink.line[-1] and not before):  # a table has two lines at least
        return list(grids)
    across, upright = joined(drawings.across), joined(drawings.upright)
    ruled = [
        grid for grid in _bridged(grids, ink, across, upright) if not is_figure(ink, grid.box, loose=grid.is_small)
    ]
    found = find_aligned(ink, across, upright, ruled=[g for g in ruled if g.rows > 1], before=before)
    aligned = [g for g in found if not any(_holds(r.box, g.box) for r in ruled)]
    return [g for g in ruled if g.rows > 1 or not any(_overlap(g.box, a.box) for a in aligned)] + aligned


def _holds(one: Corners, other: Corners) -> bool:
    (x0, y0, x1, y1), (a, b, c, d) = one, other
    return x0 - _SAME <= a and y0 - _SAME <= b and c <= x1 + _SAME and d <= y1 + _SAME


def _overlap(one: Corners, other: Corners) -> bool:
    return min(one[2], other[2]) > max(one[0], other[0]) and min(one[3], other[3]) > max(one[1], other[1])


def _bridged(grids: Sequence[Grid], ink: Ink, across: Floats, upright: Floats) -> Iterator[Grid]:
    """The ruled grids, those that go on behind rows without lines (every other row is shaded) as one."""
    bridges = [
        (x, top, bottom)
        for top, bottom, xs in gaps_of(upright)
        if not any(is_crossed(ink, (x, top, x, bottom)) for x in xs)
        for x in xs
    ]
    if not bridges:
        yield from grids
        return
    posts = [*upright.tolist(), *bridges]
    levels = across.tolist()
    for grid in grids_of(across, joined(np.array(posts))):
        x0, y0, x1, y1 = grid.box
        sides = sorted({x for cell in grid.cells for x in (cell[0], cell[2])})
        region = Region(grid.box, _ROW_RULED, farthest=_LOOSER * ink.leading * ink.size)
        inside = layout_in(ink, region, across, upright)
        pitch = inside.pitch if inside and inside.wrapped else 0.0
        _, top, _, bottom = grown(ink, region, sides[1:-1], pitch=pitch, single=True).box
        for a, b, y in ((y1, bottom, bottom), (top, y0, top)):
            if b > a:
                levels.append([y, x0, x1])
                posts += [(x, a, b) for x in sides]
    yield from grids_of(joined(np.array(levels)), joined(np.array(posts)))


def find_aligned(
    whole: Ink, across: Floats, upright: Floats, *, ruled: Sequence[Grid] = (), before: Sequence[Carried] = ()
) -> list[Grid]:
    """The tables among characters that are in no ruled one.

    Args:
        whole: The page's characters.
        across: The page's horizontal lines, joined.
        upright: Its vertical ones, joined.
        ruled: The ruled tables.
        before: The table that the page before ends with, at the places where it may go on.
    """
    ink = whole
    for grid in ruled:
        ink = _outside(ink, grid.box)
    finder = _Finder(ink, across, upright, whole, pitch=max((table.pitch for table in before), default=0.0))
    for grid in ruled:
        finder.go_on_right(grid)
    finder.take(framed(ink, across))
    finder.take_header()
    finder.go_on(before)
    if sum(len(runs) > 1 for runs in finder.ink.runs(_PLAIN * ink.size)) >= _LEAST_PARTED:
        finder.take_full(finder.ink)
        columns, text = text_gutters(finder.ink)
        if not text:
            finder.take(parted(finder.ink))
        for x0, x1 in pairwise([-np.inf, *columns, np.inf]) if columns else ():
            finder.take_full(finder.ink.inside(x0, -np.inf, x1, np.inf))
            finder.take(parted(finder.ink.inside(x0, -np.inf, x1, np.inf)))
    return finder.found


@dataclass(slots=True)
class _Finder:
    """Finds tables among the characters that are in none so far; `whole` are all of the page.

    `pitch` is that of the lines in the last table's cells.
    """

    ink: Ink
    across: Floats
    upright: Floats
    whole: Ink
    found: list[Grid] = field(default_factory=list)
    pitch: float = 0.0
    leading: float = 0.0

    def take(self, regions: Sequence[Region]) -> None:
        """Takes those of the regions that are tables."""
        for region in regions:
            if not region.captioned and is_figure(self.ink, region.box):
                continue
            region = replace(region, farthest=self._farthest(region, self.pitch), pitch=self.pitch)
            grid, layout = table_in(self.ink, region, self.across, self.upright)
            alone = grid is None or (grid.rows <= _HEADER_ROWS and grid.box[1] == region.box[1])
            header = lone_header(self.ink, region) if alone else None
            grid = header or grid
            if grid is not None:
                self.add(grid)
                self.pitch = layout.pitch if layout and layout.wrapped and not header else self.pitch

    def take_full(self, ink: Ink) -> None:
        """Takes the tables that nothing of a page or column stands beside and that are full.

        Those of a page may run across its columns of text.
        """
        for region in set_apart(ink):
            region = replace(region, farthest=self._farthest(region, self.pitch), pitch=self.pitch)
            layout = layout_in(self.ink, region, self.across, self.upright)
            grid = grid_in(layout, region.box, self.across, self.upright) if layout and is_full(layout) else None
            if grid is not None:
                self.add(grid)

    def take_header(self) -> None:
        """Takes a header that ends a page, on the last of its lines, where the table has no other one there."""
        lowest = self.across[-1].tolist() if len(self.across) else None
        if lowest is None or any(grid.box[3] >= lowest[0] - _SAME for grid in self.found):
            return
        box = header_on(self.ink, lowest, _LOOSER * self.ink.leading * self.ink.size)
        grid = lone_header(self.ink, Region(box, 1, captioned=True)) if box else None
        if grid is not None:
            self.add(grid)

    def _farthest(self, region: Region, pitch: float) -> float:
        """How far apart lines of one cell are at most, given their distance in another table."""
        self.leading = self.leading or self.ink.leading
        return _LOOSER * max(self.leading * self.ink.inside(*region.box).size, pitch)

    def add(self, grid: Grid) -> None:
        """Adds a table, and the rows with which it goes on in the next column where it is at the end of one."""
        self.found.append(grid)
        self.ink = _outside(self.ink, grid.box)
        self.go_on_right(grid)

    def go_on_right(self, grid: Grid) -> None:
        """Takes the rows with which a table at the end of a column goes on in the next ones."""
        if ends_column(self.whole, grid.box):
            right = self.ink.inside(grid.box[2] + _SAME, -np.inf, np.inf, np.inf)
            self.go_on(Carried.of_grid(grid, self.whole).beside(right))

    def go_on(self, tables: Sequence[Carried]) -> None:
        """Takes the rows with which one of the tables goes on at the head of the page or column, and in the next ones."""
        for table in tables:
            self.leading = self.leading or self.ink.leading
            region = going_on(self.ink, table, _LOOSER * self.leading * self.ink.size)
            if region is None:
                continue
            region = replace(region, farthest=self._farthest(region, table.pitch), pitch=table.pitch)
            layout = layout_in(self.ink, region, self.across, self.upright)
            grid = grid_in(layout, region.box, self.across, self.upright) if layout and may_go_on(layout) else None
            if grid is not None:
                self.add(grid)
                return


def _outside(ink: Ink, box: Corners) -> Ink:
    x, y = (ink.boxes[:, 0] + ink.boxes[:, 2]) / 2, ink.middles
    return ink.part((x < box[0]) | (x > box[2]) | (y < box[1]) | (y > box[3]))

"""Turns a part of a page into a table's grid: its layout, the rows right beside it, the lines that are left out."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np

from pipeline.pdf.glyphs.native import Floats
from pipeline.pdf.tables.growth import grown
from pipeline.pdf.tables.implied import Marks, lay_out
from pipeline.pdf.tables.ink import Ink
from pipeline.pdf.tables.laidout import Layout
from pipeline.pdf.tables.lattice import Corners, cells_of, joined
from pipeline.pdf.tables.regions import Region
from pipeline.pdf.tables.ruled import Grid
from pipeline.pdf.tables.verdicts import is_table

_SAME = 3.0  # points by which the ends of a table's lines may differ
_NARROW, _PLAIN = 0.5, 1.0  # heights; the narrowest gutter between rules or in many lines, and in few
_SURE = 7  # lines behind the first one from which a narrow gutter is no chance
_ROUNDS = 3  # in which a region takes in rows
_SURE_RULES = 3  # around a table, that are no chance
_LEAST_CELLS = 4  # of a table; one row will do where a table goes on
_ROW_RULED = 3  # lines inside a table from which they may be its rows'


def table_in(ink: Ink, region: Region, across: Floats, upright: Floats) -> tuple[Grid | None, Layout | None]:
    """A region as a grid, and how it is laid out; None when it is no table."""
    layout = layout_in(ink, region, across, upright)
    if region.rules:
        layout, region = _with_rows_beside(ink, layout, region, across, upright)
    if layout is None or not is_table(layout, _sure(layout, region, upright)):
        return None, None
    return grid_in(layout, region.box, across, upright), layout


def _with_rows_beside(
    ink: Ink, layout: Layout | None, region: Region, across: Floats, upright: Floats
) -> tuple[Layout | None, Region]:
    """A region and its layout with the rows above and below it; what is a table first shows where its rows end."""
    best, known = (layout, region), layout
    for _ in range(_ROUNDS):
        gutters, pitch = (known.gutters, known.pitch if known.wrapped else 0.0) if known else ([], 0.0)
        larger = grown(ink, region, gutters, pitch=pitch)
        known = layout_in(ink, larger, across, upright) if larger.box not in (region.box, best[1].box) else None
        if known is None or not is_table(known, _sure(known, larger, upright)):
            break
        best = known, larger
    return best


def _sure(layout: Layout, region: Region, upright: Floats) -> Region:
    """A region; where a vertical line, as of a shaded row's cells, stands in each gutter, as sure as a ruled table."""
    own = upright[(upright[:, 1] < region.box[3]) & (upright[:, 2] > region.box[1]), 0]
    posted = all((np.abs(own - gutter) < 1).any() for gutter in layout.gutters)
    return replace(region, rules=max(region.rules, _SURE_RULES)) if region.rules and posted else region


def layout_in(ink: Ink, region: Region, across: Floats, upright: Floats) -> Layout | None:
    """How a region is laid out; None when it has no two columns. `across` and `upright` are the page's lines, joined."""
    x0, y0, x1, y1 = region.box
    ink = ink.inside(*region.box)
    posts = upright[(upright[:, 1] < y1) & (upright[:, 2] > y0), 0].tolist()
    ends = across[(across[:, 0] > y0 - _SAME) & (across[:, 0] < y1 + _SAME), 1:].ravel().tolist()
    sure = region.rules or (len(ink.line) and ink.line[-1] >= _SURE)
    least = (_NARROW if sure else _PLAIN) * ink.size
    return lay_out(
        ink,
        Marks(
            [x for x in posts if x0 + _SAME < x < x1 - _SAME],
            [x for x in ends if x0 + _SAME < x < x1 - _SAME],
            known=region.gutters,
        ),
        least=least,
        right=x1,
        farthest=region.farthest,
        pitch=region.pitch,
    )


def grid_in(layout: Layout, box: Corners, across: Floats, upright: Floats) -> Grid | None:
    """The grid of the lines that are ruled and of those that are implied."""
    x0, y0, x1, y1 = box
    own = across[
        (across[:, 0] >= y0 - _SAME) & (across[:, 0] <= y1 + _SAME) & (across[:, 1] < x1) & (across[:, 2] > x0)
    ]
    between = own[(own[:, 0] > y0 + _SAME) & (own[:, 0] < y1 - _SAME)]
    cuts = layout.cuts
    if _rules_rows(layout, between, y1):
        cuts = []
    sides = [x0, *layout.gutters, x1]
    levels = [(y0, x0, x1), (y1, x0, x1)]
    for y, crossed in cuts:
        near = between[np.abs(between[:, 0] - y) <= 0.5 * layout.pitch, 0]
        level = float(near[0]) if len(near) else y
        levels += [(level, sides[c], sides[c + 1]) for c in range(layout.columns) if c not in crossed]
    posts = [(x0, y0, y1), (x1, y0, y1)]
    heights = sorted({y0, y1, *(y for y, _ in cuts), *between[:, 0].tolist()})
    for c, gutter in enumerate(layout.gutters):
        for top, bottom in pairwise(heights):
            over = any(a <= c < b and top < chunk.middle < bottom for a, b, chunk in layout.across)
            if not over:
                posts.append((gutter, top, bottom))
    cells = cells_of(joined(np.concatenate([own, levels])), joined(np.concatenate([upright, posts])))
    best = max(cells, key=len, default=[])
    return Grid(tuple(best), ruled=False) if len(best) >= min(_LEAST_CELLS, layout.columns) else None


def _rules_rows(layout: Layout, between: Floats, bottom: float) -> bool:
    """Whether the lines inside a table part its rows, and not only groups of rows."""
    if len(between) < _ROW_RULED:
        return False
    heights = sorted(between[:, 0].tolist())
    reach = 0.5 * layout.pitch
    counts = [sum(a + reach < y < b - reach for y, _ in layout.cuts) for a, b in pairwise([*heights, bottom])]
    return float(np.median(counts)) == 0

"""Finds tables that are not ruled all through: three-line tables, tables of shaded rows, tables by alignment alone.

A part of the page between horizontal lines of one width, or one whose lines of text part at the same places, is laid
out as a table; where that gives rows and columns, the lines that a typesetter left out are put in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from pipeline.pdf.characters import Characters
from pipeline.pdf.fragments import NOTE
from pipeline.pdf.implied import FIGURE, Chunk, Layout, lay_out
from pipeline.pdf.ink import Ink, blank_bands, ink_of
from pipeline.pdf.lattice import Corners, cells_of, gaps_of, joined
from pipeline.pdf.native import Floats
from pipeline.pdf.pieces import Piece
from pipeline.pdf.rulings import Drawings
from pipeline.pdf.tables import Grid, grids_of
from pipeline.text.lines import is_caption_text, is_unit_text

_SAME = 3.0  # points by which the ends of a table's lines may differ
_MOST_OF = 0.5  # of a line's width; a shorter one, that begins or ends with it, rules only some cells
_SHORTEST = 60.0  # points; shorter lines frame no table
_WIDE = 0.85  # of the frame; a line of text that is that wide is running text
_PROSE = 0.4  # of the lines between two rules, that are that wide
_NARROW, _PLAIN = 0.5, 1.0  # heights; the narrowest gutter between rules or in many lines, and in few
_SURE = 7  # lines behind the first one from which a narrow gutter is no chance
_CLOSE = 0.6  # heights; cells of one row are no closer between two rules
_BESIDE = 0.1  # heights by which lines beside each other overlap
_ROW_RULED = 3  # lines inside a table from which they may be its rows'
_CAPTION = 3  # lines above a table among which its caption is
_NEAR = 3.0  # heights; lines of a table are not further apart
_LOOSER = 1.15  # the text's leading; lines of cells are no further apart
_FILLED = 0.4  # of its places, that a table must fill
_FIGURES = 0.5  # of the cells behind the first column that make a table of figures
_LONG_CELL = 12  # lines; cells of more are running text
_TEXT = 20.0  # heights; a line that wide is text, and no part of a figure
_WHOLE = 0.7  # of its places, that a table must fill which neither rules nor a caption show
_NAME = 4  # characters; cells no longer than that are a list of names
_COLUMN = 9.0  # heights; the narrowest column of text
_SPANNING = 0.05  # of a table's cells, that may run over several columns where neither rules nor a caption show it
_HEADER = 2  # lines of a running header
_FULL = 0.75  # of the longest line of a column
_GUTTER = 0.8  # heights; the narrowest gutter between columns of text
_ACROSS = (0.0, 0.05, 0.1, 0.2, 0.3)  # of a page's lines, that may run across its columns; the least that will do
_LEAST_TEXT = 4  # full lines of a column of text

MARK = re.compile(
    r"[^\w\s]|[\ue000-\uf8ff①-⑳]|[\[［(（]?(?:\d{1,3}|[a-zA-Z]|[ivx]{1,4}|[一二三四五六七八九十]{1,3})[.．、)）\]］]?"
    r"|第?[一二三四五六七八九十\d]{1,3}[条條章节節]?[、.．]?|\d+(?:\.\d+)+\.?"
)
FIGURE_TITLE = re.compile(r"[图圖]|Fig|Chart|Exhibit", re.IGNORECASE)

Run = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Region:
    """A part of the page that may be a table: its box and how sure that is.

    `rules` says how many lines frame it, `captioned` that a table's caption or unit line stands above it, `opens` that it
    is the first thing on its page or in its column. Lines of one cell are at most `farthest` points apart. `pitch` is their distance in
    another table of the page. At the `barred` places columns of text part, and no table's.
    """

    box: Corners
    rules: int = 0
    captioned: bool = False
    opens: bool = False
    farthest: float = 0.0
    pitch: float = 0.0
    barred: tuple[float, ...] = ()


def add_aligned(
    grids: Sequence[Grid], characters: Characters, pieces: Sequence[Piece], drawings: Drawings
) -> list[Grid]:
    """The ruled grids, and what alignment shows: rows between shaded ones, and tables among the pieces elsewhere."""
    ink = ink_of(characters, [p for p in pieces if not p.vertical])
    if len(ink.index) == 0 or ink.line[0] == ink.line[-1]:  # a table has two lines at least
        return list(grids)
    across, upright = joined(drawings.across), joined(drawings.upright)
    ruled = [
        grid for grid in _bridged(grids, ink, across, upright) if not _is_figure(ink, grid.box, loose=grid.is_small)
    ]
    for grid in ruled:
        if grid.rows > 1:
            ink = _outside(ink, grid.box)
    aligned = [g for g in find_aligned(ink, across, upright) if not any(_holds(r.box, g.box) for r in ruled)]
    return [g for g in ruled if g.rows > 1 or not any(_overlap(g.box, a.box) for a in aligned)] + aligned


def _holds(one: Corners, other: Corners) -> bool:
    (x0, y0, x1, y1), (a, b, c, d) = one, other
    return x0 - _SAME <= a and y0 - _SAME <= b and c <= x1 + _SAME and d <= y1 + _SAME


def _is_figure(ink: Ink, box: Corners, *, loose: bool = False) -> bool:
    """Whether a figure's title stands right below a box, and no table's above it.

    With `loose`, a few short lines may stand between: other parts of the figure.
    """
    below = ink.inside(-np.inf, box[3], np.inf, box[3] + (10 if loose else 1) * _NEAR * ink.size)
    for n, runs in enumerate(below.runs(_PLAIN * ink.size)):
        if runs[-1][1] < box[0] or runs[0][0] > box[2]:
            continue
        first, last = np.searchsorted(below.line, [n, n + 1]).tolist()
        text = below.written(first, last)
        if FIGURE_TITLE.match(text) and is_caption_text(text):
            return not _caption_above(ink, box)
        if not loose or runs[-1][1] - runs[0][0] > _TEXT * ink.size:
            return False
    return False


def _overlap(one: Corners, other: Corners) -> bool:
    return min(one[2], other[2]) > max(one[0], other[0]) and min(one[3], other[3]) > max(one[1], other[1])


def _bridged(grids: Sequence[Grid], ink: Ink, across: Floats, upright: Floats) -> Iterator[Grid]:
    """The ruled grids, those that go on behind rows without lines (every other row is shaded) as one."""
    bridges = [
        (x, top, bottom)
        for top, bottom, xs in gaps_of(upright)
        if not any(_is_crossed(ink, (x, top, x, bottom)) for x in xs)
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
        _, top, _, bottom = _grown(ink, Region(grid.box, _ROW_RULED), sides[1:-1]).box
        for a, b, y in ((y1, bottom, bottom), (top, y0, top)):
            if b > a:
                levels.append([y, x0, x1])
                posts += [(x, a, b) for x in sides]
    yield from grids_of(joined(np.array(levels)), joined(np.array(posts)))


def find_aligned(ink: Ink, across: Floats, upright: Floats) -> list[Grid]:
    """The tables among characters that are in no ruled one; the lines are the page's, joined."""
    found: list[Grid] = []
    leading = _LOOSER * ink.leading
    text = tuple(_text_gutters(ink, both=True))
    pitch = 0.0
    for regions in (_framed, _parted, _parted_in_columns):
        for region in regions(ink, across):
            if not region.captioned and _is_figure(ink, region.box):
                continue
            farthest = leading * ink.inside(*region.box).size
            region = replace(region, farthest=farthest, pitch=pitch, barred=text if regions is _parted else ())
            grid, layout = _table(ink, region, across, upright)
            if grid is not None and layout is not None:
                found.append(grid)
                ink = _outside(ink, grid.box)
                pitch = layout.pitch if layout.wrapped else pitch
    return found


def _outside(ink: Ink, box: Corners) -> Ink:
    x, y = (ink.boxes[:, 0] + ink.boxes[:, 2]) / 2, ink.middles
    return ink.part((x < box[0]) | (x > box[2]) | (y < box[1]) | (y > box[3]))


def _framed(ink: Ink, across: Floats) -> list[Region]:
    """The parts of the page between lines of one width, where what stands between them is no running text."""
    regions = []
    for x0, x1, heights in _families(across):
        tabular = [_is_tabular(ink.inside(x0, a, x1, b), x1 - x0) for a, b in pairwise(heights)]
        for first, last in _stretches_of(tabular):
            box = (x0, heights[first], x1, heights[last])
            if not _is_crossed(ink, box):
                regions.append(Region(box, last - first + 1, _caption_above(ink, box)))
    return sorted(regions, key=lambda region: region.box[1] - region.box[3])


def _families(across: Floats) -> Iterator[tuple[float, float, list[float]]]:
    """The lines that begin and end at the same places: where, and their heights; the widest first.

    Those that leave out a first or last cell are counted in.
    """
    left = across[across[:, 2] - across[:, 1] >= _SHORTEST]
    left = left[np.argsort(left[:, 1] - left[:, 2], kind="stable")]
    while len(left):
        x0, x1 = left[0, 1:]
        begins, stops = np.abs(left[:, 1] - x0) <= _SAME, np.abs(left[:, 2] - x1) <= _SAME
        alike = (begins | stops) & (left[:, 1] >= x0 - _SAME) & (left[:, 2] <= x1 + _SAME)
        alike &= left[:, 2] - left[:, 1] >= _MOST_OF * (x1 - x0)
        if alike.sum() >= 2:
            yield float(x0), float(x1), sorted(set(left[alike, 0].tolist()))
        left = left[~(begins & stops)]


def _stretches_of(tabular: Sequence[bool | None]) -> Iterator[tuple[int, int]]:
    """The runs of true values, with what is neither inside them: the first and the one behind the last."""
    start = end = None
    for i, value in enumerate([*tabular, False]):
        if value:
            start, end = (i if start is None else start), i + 1
        elif value is False and start is not None and end is not None:
            yield start, end
            start = end = None


def _is_tabular(ink: Ink, width: float) -> bool | None:
    """Whether what stands between two rules may be rows of a table: no running text, no caption, no note.

    None for a single short line, which may be a heading inside a table, or a title between two.
    """
    lines = ink.runs(_CLOSE * ink.size)
    if not lines or (len(lines) <= _CAPTION and _is_title(ink)):
        return False
    wide = sum(len(runs) == 1 and runs[0][1] - runs[0][0] >= _WIDE * width for runs in lines)
    if any(len(runs) > 1 for runs in lines) or _stand_beside(ink, lines):
        return wide <= _PROSE * len(lines)
    return None if len(lines) == 1 and not wide else False


def _stand_beside(ink: Ink, lines: Sequence[Sequence[Run]]) -> bool:
    """Whether lines are half beside each other, as those of cells with more or fewer lines around one middle are."""
    tops = np.array([ink.boxes[ink.line == n, 1].min() for n in range(len(lines))])
    bottoms = np.array([ink.boxes[ink.line == n, 3].max() for n in range(len(lines))])
    for n, (one, other) in enumerate(pairwise(lines)):
        apart = one[-1][1] + _CLOSE * ink.size < other[0][0] or other[-1][1] + _CLOSE * ink.size < one[0][0]
        if apart and bottoms[n] - tops[n + 1] > _BESIDE * ink.size:
            return True
    return False


def _is_title(ink: Ink) -> bool:
    first = int(np.searchsorted(ink.line, 1))
    text = ink.written(0, first)
    return is_caption_text(text) or is_unit_text(text) or NOTE.match(text) is not None


def _is_crossed(ink: Ink, box: Corners) -> bool:
    """Whether a word lies over one of the sides."""
    x0, y0, x1, y1 = box
    level = (ink.middles > y0) & (ink.middles < y1)
    sides = [(ink.boxes[:, 0] < x - _SAME) & (ink.boxes[:, 2] > x + _SAME) for x in (x0, x1)]
    return bool((level & (sides[0] | sides[1])).any())


def _caption_above(ink: Ink, box: Corners) -> bool:
    """Whether one of the last lines above a box is a table's caption or unit line."""
    x0, y0, x1, _ = box
    near = ink.inside(x0 - _NEAR * ink.size, y0 - 2 * _NEAR * ink.size, x1, y0)
    count = int(near.line.max()) + 1 if len(near.line) else 0
    for line in range(max(0, count - _CAPTION), count):
        first, last = np.searchsorted(near.line, [line, line + 1]).tolist()
        text = near.written(first, last)
        if (is_caption_text(text) and not FIGURE_TITLE.match(text)) or is_unit_text(text):
            return True
    return False


def _parted(ink: Ink, across: Floats) -> list[Region]:
    """The parts of the page whose lines of text part at the same places."""
    regions = []
    lines = ink.runs(_PLAIN * ink.size)
    tops = np.array([ink.boxes[ink.line == n, 1].min() for n in range(len(lines))]) if len(lines) else np.empty(0)
    bottoms = np.array([ink.boxes[ink.line == n, 3].max() for n in range(len(lines))]) if len(lines) else np.empty(0)
    n = 0
    while n < len(lines):
        if len(lines[n]) < 2:
            n += 1
            continue
        end, gutters = _reach(lines, n, tops, bottoms, ink.size)
        if end - n >= 3:
            runs = [run for line in lines[n:end] for run in line]
            box = (
                min(a for a, _ in runs),
                float(tops[n:end].min()),
                max(b for _, b in runs),
                float(bottoms[n:end].max()),
            )
            opens = n == 0 or (n <= _HEADER and tops[n] - bottoms[n - 1] > _NEAR * ink.size)
            regions.append(Region(box, 0, _caption_above(ink, box), opens))
        n = max(end, n + 1)
    return regions


def _parted_in_columns(ink: Ink, across: Floats) -> list[Region]:
    """The same in each column of a page that is set in columns of text."""
    edges = [-np.inf, *_text_gutters(ink), np.inf]
    return [region for column in _columns(ink, edges) for region in _parted(column, across)] if len(edges) > 2 else []


def _text_gutters(ink: Ink, *, both: bool = False) -> list[float]:
    """Where a page's columns part, of which one at least is text, or `both` are."""
    count = int(ink.line.max()) + 1 if len(ink.line) else 0
    for share in _ACROSS:
        bands = blank_bands(ink, _GUTTER * ink.size, int(share * count))
        places = [(a + b) / 2 for a, b in bands]
        text = [_is_text(column) for column in _columns(ink, [-np.inf, *places, np.inf])]
        found = [x for x, pair in zip(places, pairwise(text), strict=True) if (all if both else any)(pair)]
        if found:
            return found
    return []


def _columns(ink: Ink, edges: Sequence[float]) -> list[Ink]:
    x = (ink.boxes[:, 0] + ink.boxes[:, 2]) / 2
    return [ink.part((x >= a) & (x < b)) for a, b in pairwise(edges)]


def _is_text(ink: Ink) -> bool:
    """Whether a column has lines of text that fill it."""
    widths = [runs[-1][1] - runs[0][0] for runs in ink.runs(2 * _PLAIN * ink.size) if len(runs) == 1]
    widest = max(widths, default=0.0)
    full = sum(width >= _WIDE * widest for width in widths)
    return widest >= _COLUMN * ink.size and full >= max(_LEAST_TEXT, _PROSE * len(widths))


def _reach(
    lines: Sequence[Sequence[Run]], start: int, tops: Floats, bottoms: Floats, size: float
) -> tuple[int, list[Run]]:
    """How far the gutters of a line go on downwards: the first line that is not parted by any of them, and those."""
    gutters = [(a[1], b[0]) for a, b in pairwise(lines[start])]
    last = start + 1
    for n in range(start + 1, len(lines)):
        if tops[n] - bottoms[n - 1] > _NEAR * size:
            break
        left = list(_clipped(gutters, lines[n], _PLAIN * size))
        if not left:
            break
        gutters = left
        if len(lines[n]) > 1 or lines[n][0][0] >= gutters[0][1]:
            last = n + 1
    return last, gutters


def _clipped(gutters: Sequence[Run], runs: Sequence[Run], least: float) -> Iterator[Run]:
    """What is left of gutters beside the runs of a line."""
    for left, right in gutters:
        for a, b in runs:
            if b <= left or a >= right:
                continue
            if a <= left:
                left = b
            elif b >= right:
                right = a
            else:
                left, right = (left, a) if a - left >= right - b else (b, right)
        if right - left >= least:
            yield left, right


def _table(ink: Ink, region: Region, across: Floats, upright: Floats) -> tuple[Grid | None, Layout | None]:
    """A region as a grid, and how it is laid out; None when it is no table."""
    layout = _layout(ink, region, across, upright)
    if region.rules:
        gutters = layout.gutters if layout else []
        grown = _grown(ink, region, gutters)
        if grown is not region:
            again = _layout(ink, grown, across, upright)
            layout, region = (again, grown) if again and _is_table(again, grown) else (layout, region)
    if layout is None or not _is_table(layout, region):
        return None, None
    if any(abs(gutter - x) <= ink.size for gutter in layout.gutters for x in region.barred):
        return None, None
    return _grid(layout, region.box, across, upright), layout


def _layout(ink: Ink, region: Region, across: Floats, upright: Floats) -> Layout | None:
    x0, y0, x1, y1 = region.box
    ink = ink.inside(*region.box)
    posts = upright[(upright[:, 1] < y1) & (upright[:, 2] > y0), 0].tolist()
    ends = across[(across[:, 0] > y0 - _SAME) & (across[:, 0] < y1 + _SAME), 1:].ravel().tolist()
    sure = region.rules or (len(ink.line) and ink.line[-1] >= _SURE)
    least = (_NARROW if sure else _PLAIN) * ink.size
    return lay_out(
        ink,
        [x for x in posts + ends if x0 + _SAME < x < x1 - _SAME],
        least=least,
        right=x1,
        farthest=region.farthest,
        pitch=region.pitch,
    )


def _grown(ink: Ink, region: Region, gutters: Sequence[float]) -> Region:
    """A region with the rows right below it, and those above it up to the column's top, that have no line around them.

    They part where the region does; where that is not known, rows below a header are those up to the next running text.
    """
    x0, y0, x1, y1 = region.box
    column = ink.inside(x0 - _SAME, -np.inf, x1 + _SAME, np.inf)
    lines = column.runs(_PLAIN * ink.size)
    tops = [float(column.boxes[column.line == n, 1].min()) for n in range(len(lines))]
    bottoms = [float(column.boxes[column.line == n, 3].max()) for n in range(len(lines))]
    below = [n for n in range(len(lines)) if tops[n] > y1 - _SAME]
    above = [n for n in range(len(lines)) if bottoms[n] < y0 + _SAME]
    fits = [
        all(not a < g < b for a, b in runs for g in gutters)
        and not (len(runs) == 1 and runs[0][1] - runs[0][0] >= _WIDE * (x1 - x0))
        for runs in lines
    ]
    near = _NEAR * ink.size
    last = _fitting([n for n in below if tops[n] < _end(below, tops, fits, y1, near)], lines, gutters)
    heights = [-y for y in bottoms]
    first = [n for n in above[::-1] if heights[n] < _end(above[::-1], heights, fits, -y0, near)] if gutters else []
    first = _fitting(first, lines, gutters)
    bottom = max([y1, *(bottoms[n] for n in last)])
    top = min([y0, *(tops[n] for n in first)]) if first and first[-1] == 0 else y0
    return region if (top, bottom) == (y0, y1) else replace(region, box=(x0, top, x1, bottom))


def _end(order: Sequence[int], heights: Sequence[float], fits: Sequence[bool], side: float, near: float) -> float:
    """How far from a side lines follow that fit, each near the one before."""
    for n in order:
        if heights[n] - side > near or not fits[n]:
            return heights[n]
        side = heights[n] + near / _NEAR
    return np.inf


def _fitting(order: Sequence[int], lines: Sequence[Sequence[Run]], gutters: Sequence[float]) -> list[int]:
    """Lines from the first one of several stretches on to the last one, or what hangs below it in a later column."""
    if not order or len(lines[order[0]]) < 2:
        return []
    taken = list(order)
    while len(lines[taken[-1]]) < 2 and (not gutters or lines[taken[-1]][0][0] < gutters[0]):
        taken.pop()
    return taken


def _is_table(layout: Layout, region: Region) -> bool:
    """Whether rows and columns were found that text in columns, a list or a page of contents does not have."""
    rows = layout.rows()
    filled = sum(chunk is not None for row in rows for chunk in row)
    if len(rows) < 2 or filled < _FILLED * len(rows) * layout.columns:
        return False
    if max(len(chunk.lines) for column in layout.chunks for chunk in column) > _LONG_CELL:
        return False
    if _is_list(layout) or _is_contents(layout) or _has_figure(layout):
        return False
    if region.rules >= 3 or (region.rules and region.captioned):
        return True
    prose = [_is_prose(column) for column in layout.chunks]
    if len(rows) < 3 or all(prose):
        return False
    if region.captioned or (region.rules and sum(prose) < 2):
        return True
    if prose[0] or len(layout.across) > _SPANNING * sum(len(column) for column in layout.chunks):
        return False
    return _is_plain(layout, rows, region.opens, prose)


def _is_plain(layout: Layout, rows: Sequence[Sequence[Chunk | None]], opens: bool, prose: Sequence[bool]) -> bool:
    """Whether rows are a table's that neither rules nor a caption show: figures, or filled cells in several columns."""
    cells = [chunk for row in rows[1:] for chunk in row[1:] if chunk is not None]
    figures = sum(all(FIGURE.fullmatch(line.text) for line in chunk.lines) for chunk in cells)
    if figures >= _FIGURES * max(len(cells), 1) and len(rows) + layout.columns >= 6:
        return True
    filled = sum(chunk is not None for row in rows for chunk in row)
    if filled < _WHOLE * len(rows) * layout.columns or layout.columns < 3:
        return False
    if opens:
        return True
    names = all(len(line.text) <= _NAME for chunk in cells for line in chunk.lines)
    short = sum(len(chunk.lines) <= 2 for chunk in cells)
    return not any(prose) and not names and len(rows) >= 4 and (layout.columns >= 4 or short >= 0.8 * len(cells))


def _is_prose(column: Sequence[Chunk]) -> bool:
    """Whether a column is of full lines for the most part."""
    lines = [line for chunk in column for line in chunk.lines]
    if len(lines) < _LEAST_TEXT:
        return False
    widths = sorted(line.x1 - line.x0 for line in lines)
    return widths[-1] >= _COLUMN * (lines[0].y1 - lines[0].y0) and widths[len(widths) // 2] >= _FULL * widths[-1]


def _has_figure(layout: Layout) -> bool:
    """Whether a figure's title stands in it: what is above it is a chart."""
    chunks = [*(chunk for column in layout.chunks for chunk in column), *(chunk for _, _, chunk in layout.across)]
    return any(FIGURE_TITLE.match(c.lines[0].text) and is_caption_text(c.lines[0].text) for c in chunks)


def _is_list(layout: Layout) -> bool:
    """Whether the first of two columns holds nothing but bullets or numbers of items."""
    marks = [line.text for chunk in layout.chunks[0] for line in chunk.lines]
    return layout.columns == 2 and sum(bool(MARK.fullmatch(text)) for text in marks) > 0.5 * len(marks)


def _is_contents(layout: Layout) -> bool:
    """Whether the last column holds page numbers: whole numbers that do not fall, all the way, the first line too."""
    numbers = [line.text for chunk in layout.chunks[-1] for line in chunk.lines]
    if not all(re.fullmatch(r"[.…·\s]*\d{1,3}", text) for text in numbers):
        return False
    values = [int(re.sub(r"\D", "", text)) for text in numbers]
    return all(a <= b for a, b in pairwise(values))


def _grid(layout: Layout, box: Corners, across: Floats, upright: Floats) -> Grid | None:
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
    return Grid(tuple(best), ruled=False) if len(best) >= 4 else None


def _rules_rows(layout: Layout, between: Floats, bottom: float) -> bool:
    """Whether the lines inside a table part its rows, and not only groups of rows."""
    if len(between) < _ROW_RULED:
        return False
    heights = sorted(between[:, 0].tolist())
    reach = 0.5 * layout.pitch
    counts = [sum(a + reach < y < b - reach for y, _ in layout.cuts) for a, b in pairwise([*heights, bottom])]
    return float(np.median(counts)) == 0

"""Finds the cells that lines enclose, as pdfplumber does, for all lines of a page at once.

Lines that nearly meet are one, dots in a row are a line, and sides that a table lacks are put in where its other lines
end.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np

from pipeline.pdf.glyphs.characters import Flags
from pipeline.pdf.glyphs.native import Floats

TOLERANCE = 3.0  # points, for lines that should meet; pdfplumber's default
_SHORTEST = 3.0  # points; shorter lines are dots
_LEAST_RULES = 3  # across an open-sided table: above and below its header, and below it
_OPEN_ROW = 8.0  # points by which lines must stand out at a side to show that it lacks its line
_MOST_LINES = 1500  # on one page, once joined; beyond it the page is a drawing
_MOST_POINTS = 6000  # where they cross; likewise

Corners = tuple[float, float, float, float]


def joined(lines: Floats) -> Floats:
    """Lines (position, start, end) brought to one position where they are close, and joined where they meet."""
    if len(lines) == 0:
        return lines
    lines = lines[np.argsort(lines[:, 0], kind="stable")]
    level = np.concatenate([[0], np.cumsum(np.diff(lines[:, 0]) > TOLERANCE)])
    positions = np.bincount(level, weights=lines[:, 0]) / np.bincount(level)
    order = np.lexsort((lines[:, 1], level))
    level, start, end = level[order], lines[order, 1], lines[order, 2]
    offset = level * (end.max() - start.min() + 10 * TOLERANCE)  # sets the levels apart on one axis
    reach = np.maximum.accumulate(end + offset)
    first = np.concatenate([[True], start[1:] + offset[1:] > reach[:-1] + TOLERANCE])
    begins = np.flatnonzero(first)
    found: Floats = np.stack([positions[level[begins]], start[begins], np.maximum.reduceat(end, begins)], axis=1)
    return found[found[:, 2] - found[:, 1] >= _SHORTEST]


def cells_of(across: Floats, upright: Floats) -> list[list[Corners]]:
    """The cells (x0, y0, x1, y1) that joined lines enclose: each group of cells that touch, row by row."""
    upright = joined(np.concatenate([upright, _open_sides(across, upright)]))
    across = joined(_closed(np.concatenate([across, _open_ends(across, upright)]), upright))
    if not (len(across) >= 2 and len(upright) >= 2 and len(across) + len(upright) <= _MOST_LINES):
        return []
    across, upright = (
        across[np.lexsort((across[:, 1], across[:, 0]))],
        upright[np.lexsort((upright[:, 1], upright[:, 0]))],
    )
    cross = _crossings(across, upright)
    if not 4 <= cross.sum() <= _MOST_POINTS:
        return []
    return _touching(list(_cells(across[:, 0].tolist(), upright[:, 0].tolist(), cross)))


def _crossings(across: Floats, upright: Floats) -> Flags:
    """For each horizontal line (row) and vertical line (column): whether they meet."""
    y, x0, x1 = (across[:, k, None] for k in range(3))
    x, y0, y1 = (upright[None, :, k] for k in range(3))
    met: Flags = (y0 - TOLERANCE <= y) & (y <= y1 + TOLERANCE) & (x0 - TOLERANCE <= x) & (x <= x1 + TOLERANCE)
    return met


def _cells(ys: Sequence[float], xs: Sequence[float], cross: Flags) -> Iterator[Corners]:
    """The smallest cell below and right of each crossing; each line's crossings are the bits of one number."""
    bits = [int.from_bytes(np.packbits(row, bitorder="little").tobytes(), "little") for row in cross]
    for column, x in enumerate(xs):
        lines = np.flatnonzero(cross[:, column]).tolist()
        right = -1 << (column + 1)
        for n, top in enumerate(lines):
            for bottom in lines[n + 1 :]:
                common = bits[top] & bits[bottom] & right
                if common:
                    yield x, ys[top], xs[(common & -common).bit_length() - 1], ys[bottom]
                    break


def _touching(cells: Sequence[Corners]) -> list[list[Corners]]:
    """Groups cells that share a corner, directly or through others; each group row by row."""
    parent = list(range(len(cells)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    owner: dict[tuple[float, float], int] = {}
    for i, (x0, y0, x1, y1) in enumerate(cells):
        for corner in ((x0, y0), (x0, y1), (x1, y0), (x1, y1)):
            parent[root(i)] = root(owner.setdefault(corner, i))
    groups: dict[int, list[Corners]] = defaultdict(list)
    for i, cell in enumerate(cells):
        groups[root(i)].append(cell)
    return [sorted(group, key=lambda cell: (cell[1], cell[0])) for group in groups.values()]


def _open_sides(across: Floats, upright: Floats) -> Floats:
    """The sides that rows lack: where at least three lines begin or end, between lines that inner ones cross."""
    sides = []
    ends = np.concatenate([across[:, 1], across[:, 2]])
    for x in sorted({round(end / TOLERANCE) * TOLERANCE for end in ends.tolist()}):
        begins, stops = np.abs(across[:, 1] - x) <= TOLERANCE, np.abs(across[:, 2] - x) <= TOLERANCE
        if begins.sum() + stops.sum() < _LEAST_RULES:
            continue
        place = float(np.concatenate([across[begins, 1], across[stops, 2]]).mean())
        met = (across[:, 1] <= place + TOLERANCE) & (across[:, 2] >= place - TOLERANCE)
        order = np.flatnonzero(met)[np.argsort(across[met, 0], kind="stable")]
        own = upright[np.abs(upright[:, 0] - place) <= TOLERANCE]
        for one, other in pairwise(order.tolist()):
            top, bottom = across[one, 0], across[other, 0]
            same = (begins[one] and begins[other]) or (stops[one] and stops[other])
            half = begins[one] or begins[other] or stops[one] or stops[other]
            ruled = ((own[:, 1] <= top + TOLERANCE) & (own[:, 2] >= bottom - TOLERANCE)).any()
            if not ruled and (same or (half and len(own))) and _crossed(across[[one, other]], upright, place):
                sides.append((place, top, bottom))
    return np.array(sides, dtype=np.float64).reshape(-1, 3)


def _crossed(pair: Floats, upright: Floats, place: float) -> bool:
    """Whether a vertical line elsewhere crosses or joins both of two lines."""
    elsewhere = upright[np.abs(upright[:, 0] - place) > TOLERANCE]
    return bool(_crossings(pair, elsewhere).all(axis=0).any())


def _open_ends(across: Floats, upright: Floats) -> Floats:
    """The upper and lower sides that a table lacks, as where a page cuts it: where its vertical lines begin and end."""
    ends = []
    for low in (True, False):
        side = upright[:, 2] if low else upright[:, 1]
        for y in sorted({round(v) for v in side.tolist()}):
            out = upright[np.abs(side - y) <= TOLERANCE]
            x0, x1 = (out[:, 0].min(), out[:, 0].max()) if len(out) else (0.0, 0.0)
            met = across[(across[:, 1] <= x1 + TOLERANCE) & (across[:, 2] >= x0 - TOLERANCE)]
            if len(out) < _LEAST_RULES or (np.abs(met[:, 0] - y) < _OPEN_ROW).any():
                continue
            inside = met[(met[:, 1] <= x0 + TOLERANCE) & (met[:, 2] >= x1 - TOLERANCE)]
            if (_crossings(inside, out).sum(axis=1) >= _LEAST_RULES).any():
                ends.append((y, x0, x1))
    return np.array(ends, dtype=np.float64).reshape(-1, 3)


def _closed(across: Floats, upright: Floats) -> Floats:
    """Horizontal lines drawn out to the vertical ones that begin or end at their height: a cell cut off there is open."""
    met = _crossings(across, upright)
    loose = [~(met & (np.abs(across[:, 0, None] - upright[:, side]) <= TOLERANCE)).any(axis=0) for side in (1, 2)]
    across = across.copy()
    for line in across:
        ends = np.zeros(len(upright), dtype=bool)
        for side, free in zip((1, 2), loose, strict=True):
            ends |= free & (np.abs(upright[:, side] - line[0]) <= TOLERANCE)
        left = upright[ends & (upright[:, 0] < line[1] - TOLERANCE), 0]
        right = upright[ends & (upright[:, 0] > line[2] + TOLERANCE), 0]
        if len(left) and _reaches(upright, line[0], line[1]):
            line[1] = left.max()
        if len(right) and _reaches(upright, line[0], line[2]):
            line[2] = right.min()
    return across


def _reaches(upright: Floats, y: float, x: float) -> bool:
    """Whether a vertical line passes the end of a horizontal one."""
    beside = np.abs(upright[:, 0] - x) <= TOLERANCE
    return bool((beside & (upright[:, 1] <= y + TOLERANCE) & (upright[:, 2] >= y - TOLERANCE)).any())


def gaps_of(upright: Floats) -> list[tuple[float, float, tuple[float, ...]]]:
    """The heights between which at least three vertical lines stop and go on, and where: rows that are not ruled."""
    found: dict[tuple[int, int], list[float]] = defaultdict(list)
    order = upright[np.lexsort((upright[:, 1], upright[:, 0]))]
    for one, other in pairwise(order.tolist()):
        if one[0] == other[0] and other[1] > one[2]:
            found[round(one[2] / TOLERANCE), round(other[1] / TOLERANCE)].append(one[0])
    return [
        (a * TOLERANCE, b * TOLERANCE, tuple(xs)) for (a, b), xs in sorted(found.items()) if len(xs) >= _LEAST_RULES
    ]

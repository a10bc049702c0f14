"""Finds the heights between the rows of a table by alignment, and the cells that reach over several rows."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from pipeline.pdf.tables.laidout import LEVEL, Chunk, Layout

_TOUCH = 0.15  # pitches by which cells of two rows may overlap
_MIDDLE = 0.6  # pitches by which a cell may be off the middle of its rows
_LEADING = 2  # columns at the left that may hold cells over several rows


def cuts_of(layout: Layout, *, begun: bool) -> list[tuple[float, frozenset[int]]]:
    """The heights that part rows, each with the columns that it does not cut.

    `begun` says that the header and perhaps more rows are elsewhere.
    """
    return _spanned(layout, _blank_cuts(layout), begun=begun)


def _blank_cuts(layout: Layout) -> list[tuple[float, frozenset[int]]]:
    """The heights that part rows; cells of the leading columns may reach over some."""
    reach = _TOUCH * layout.pitch
    found: dict[float, frozenset[int]] = {}
    for leading in range(min(_LEADING, layout.columns - 1) + 1):
        spans = [c for column in layout.chunks[leading:] for c in column] + [c for _, _, c in layout.across]
        for low, high in _blank(sorted((c.top + reach, c.bottom - reach) for c in spans)):
            y = (low + high) / 2
            crossed = frozenset(
                c for c in range(leading) if any(k.top + reach < y < k.bottom - reach for k in layout.chunks[c])
            )
            if any(low < known < high for known in found) or (leading and not crossed):
                continue
            found[y] = crossed
    cuts = sorted(found.items())
    return [cut for i, cut in enumerate(cuts) if not cut[1] or _worth(layout, cuts, i)]


def _blank(spans: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """The gaps between spans, which are in order."""
    gaps = []
    end = spans[0][1] if spans else 0.0
    for start, stop in spans[1:]:
        if start >= end:
            gaps.append((end, start))
        end = max(end, stop)
    return gaps


def _worth(layout: Layout, cuts: Sequence[tuple[float, frozenset[int]]], i: int) -> bool:
    """Whether a cut beside a cell over rows has rows on both sides: two filled columns, or all that there are."""
    y, crossed = cuts[i]
    others = [c for c in range(layout.columns) if c not in crossed]
    above = cuts[i - 1][0] if i else -np.inf
    below = cuts[i + 1][0] if i + 1 < len(cuts) else np.inf
    for low, high in ((above, y), (y, below)):
        filled = sum(any(low < chunk.middle < high for chunk in layout.chunks[c]) for c in others)
        if filled < min(2, len(others)):
            return False
    return True


def _spanned(
    layout: Layout, cuts: list[tuple[float, frozenset[int]]], *, begun: bool
) -> list[tuple[float, frozenset[int]]]:
    """Takes cuts out of cells of the first column that stand in the middle of several rows.

    Where each cell stands in the middle of its rows, the first cell's rows show where the second one's begin, and so on.
    Not where each stands beside one row, and one beside the first row below the header: the other rows have none. `begun`
    says that the header and perhaps more rows are elsewhere.
    """
    chunks = layout.chunks[0]
    others = [c for column in layout.chunks[1:] for c in column]
    if not 0 < len(chunks) <= len(cuts) or not others:
        return cuts
    rows = [_row_beside(chunk, [y for y, _ in cuts], others, layout.pitch) for chunk in chunks]
    if None not in rows and (begun or {0, 1} <= set(rows)):
        return cuts
    sides = [min(c.top for c in (*others, *chunks)), *(y for y, _ in cuts), max(c.bottom for c in (*others, *chunks))]
    firsts = np.array([c.lines[0].middle for c in others])
    level = all(np.abs(firsts - c.lines[0].middle).min() < LEVEL * layout.pitch for c in chunks)
    spans = _spans(chunks, sides, layout.pitch, cut_off=not level)
    if spans is None:
        mirrored = [Chunk(c.lines, -c.bottom, -c.top) for c in reversed(chunks)]
        back = _spans(mirrored, [-y for y in reversed(sides)], layout.pitch, cut_off=not level)
        spans = [(-b, -a) for a, b in back] if back else []
    spanned = {y for a, b in spans for y in sides if a < y < b}
    return [(y, crossed | {0} if y in spanned else crossed) for y, crossed in cuts]


def _row_beside(chunk: Chunk, cuts: Sequence[float], others: Sequence[Chunk], pitch: float) -> int | None:
    """The row that a cell of the first column stands right beside; None when it is between rows or of several."""
    row = int(np.searchsorted(cuts, chunk.middle))
    own = [c for c in others if np.searchsorted(cuts, c.middle) == row]
    if not own:
        return None
    top, bottom = min(c.top for c in own), max(c.bottom for c in own)
    off = min(abs(chunk.top - top), abs(chunk.middle - (top + bottom) / 2), abs(chunk.bottom - bottom))
    return row if off < LEVEL * pitch else None


def _spans(
    chunks: Sequence[Chunk], sides: Sequence[float], pitch: float, *, cut_off: bool
) -> list[tuple[float, float]] | None:
    """From where to where each cell reaches, from the first side on; the page's end may have `cut_off` the last one."""
    top, spans = sides[0], list[tuple[float, float]]()
    for chunk in chunks:
        ideal = 2 * chunk.middle - top
        bottom = min(sides, key=lambda y: abs(y - ideal))
        if cut_off and chunk is chunks[-1] and len(spans) >= 2 and chunk.middle > top:
            bottom = sides[-1]
        elif bottom <= top or abs(bottom - ideal) > _MIDDLE * pitch:
            return None
        spans.append((top, bottom))
        top = bottom
    return spans if top == sides[-1] else None

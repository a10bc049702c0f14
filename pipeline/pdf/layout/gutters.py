"""Finds the gutters that may part a page's columns."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from pipeline.pdf.glyphs.native import Floats
from pipeline.pdf.layout.pieces import Piece

_BIN = 2.0  # points, width of a bin of the grid in which gutters are looked for
_SLICE = 4.0  # points, its height
_MOST_BINS = 4000  # either way
_WIDE_STRIP = 1.0  # line heights from which a strip that nothing crosses is tried before longer gutters
_SHORTEST = 0.7  # line heights, of a gutter
_LONG = 0.6  # of the longest gutter; among gutters that long, the least crossed comes first
_CANDIDATES = 6  # gutters tried on each level


def gutters(pieces: Sequence[Piece], *, narrowest: float) -> list[float]:
    """The places where a gutter may be, the most likely one first: long, and crossed by few pieces.

    Args:
        pieces: What stands there.
        narrowest: Line heights that two columns take together at least.
    """
    boxes = np.array([(p.x0, p.y0, p.x1, p.y1) for p in pieces])
    line = usual_height(pieces)
    if boxes[:, 2].max() - boxes[:, 0].min() < narrowest * line:
        return []
    score, filled, left = _gutter_scores(boxes)
    least = _SHORTEST * line
    blank = [left + middle * _BIN for middle in _blank_strips(score, filled, line)]
    found: list[tuple[bool, int, float]] = []
    most = max(score)
    for _ in range(_CANDIDATES):
        best = max(score)
        if best * _SLICE < least:
            break
        start = end = score.index(best)
        while start > 0 and score[start - 1] >= 0.9 * best:
            start -= 1
        while end + 1 < len(score) and score[end + 1] >= 0.9 * best:
            end += 1
        gutter = left + (_emptiest(filled, start, end) + 0.5) * _BIN
        crossed = sum([p.x0 < gutter < p.x1 for p in pieces])
        found.append((best < _LONG * most, crossed, gutter))
        first, last = max(0, start - 3), min(end + 4, len(score))
        score[first:last] = [0] * (last - first)
    return blank + [gutter for _, _, gutter in sorted(found) if gutter not in blank]


def _blank_strips(score: Sequence[int], filled: Sequence[int], line: float) -> list[float]:
    """The middles of strips that nothing crosses and that have text level with each other on both sides, in bins.

    The one that parts most comes first.
    """
    strips: list[tuple[int, float]] = []
    start = None
    for n, slices in enumerate([*filled, 1]):
        if slices == 0 and start is None:
            start = n
        elif slices and start is not None:
            best = max(score[start:n])
            if best and (n - start) * _BIN >= _WIDE_STRIP * line:
                strips.append((-best, (start + n) / 2))
            start = None
    return [middle for _, middle in sorted(strips)][:_CANDIDATES]


def _emptiest(filled: Sequence[int], start: int, end: int) -> float:
    """The middle of the first run of bins, from `start` to `end` (inclusive), that least text crosses."""
    least = min(filled[start : end + 1])
    first = last = filled.index(least, start)
    while last < end and filled[last + 1] == least:
        last += 1
    return (first + last) / 2


def _gutter_scores(boxes: Floats) -> tuple[list[int], list[int], float]:
    """For each bin across the page, in how many slices it is blank with text on both sides, and in how many filled.

    The third value is where bin 0 is.
    """
    left, top = boxes[:, 0].min(), boxes[:, 1].min()
    x = ((boxes[:, (0, 2)] - left) / _BIN).astype(np.int64).clip(0, _MOST_BINS - 1)
    y = ((boxes[:, (1, 3)] - top) / _SLICE).astype(np.int64).clip(0, _MOST_BINS - 1)
    grid = np.zeros((int(y.max()) + 1, int(x.max()) + 1), dtype=bool)
    for x0, x1, y0, y1 in np.concatenate([x, y], axis=1).tolist():
        grid[y0 : y1 + 1, x0 : x1 + 1] = True
    grid = grid[grid.any(axis=1)]
    places = np.arange(grid.shape[1])
    first, last = grid.argmax(axis=1), len(places) - grid[:, ::-1].argmax(axis=1)
    blank = ~grid & (places > first[:, None]) & (places < last[:, None])
    blank[:, 1:-1] &= ~grid[:, :-2] & ~grid[:, 2:]
    return blank.sum(axis=0).tolist(), grid.sum(axis=0).tolist(), float(left)


def usual_height(pieces: Sequence[Piece]) -> float:
    """The upper median of the heights of the pieces that are text, in points; 1 when all are tables."""
    heights = sorted([p.height for p in pieces if p.table is None])
    return heights[len(heights) // 2] if heights else 1.0

"""Puts a page's pieces into reading order: finds the gutters between columns and the stretches of full width."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Sequence
from statistics import median

import numpy as np

from pipeline.pdf.characters import Floats
from pipeline.pdf.pieces import Piece

_BIN = 2.0  # points, width of a bin of the grid in which gutters are looked for
_SLICE = 4.0  # points, its height
_MOST_PIECES = 5000  # of one page; beyond it the page is a drawing and is read from top to bottom
_DEPTH = 4  # gutters inside gutters
_LONG = 0.6  # of the longest gutter; among gutters that long, the least crossed comes first
_CANDIDATES = 3  # gutters tried on each level
_NARROWEST = 8.0  # line heights; narrower columns belong to a table
_SHARE = 0.15  # of the width; likewise
_WIDE_LINE = 0.7  # of its column's width
_PLAIN = 15.0  # line heights; a column that wide is text
_LEVEL = 0.3  # line heights by which the rows of one table may be off
_LEVEL_SHARE = 0.65  # of a side's lines that are level with the other side's when both are a table's
_WIDE_SHARE = 0.4  # of a column's lines that must be that wide


def zones(pieces: Sequence[Piece], depth: int = 0) -> list[list[Piece]]:
    """Splits pieces into columns and stretches of full width, in reading order. Every piece is in exactly one."""
    if len(pieces) < 4 or depth > _DEPTH or len(pieces) > _MOST_PIECES:
        return [list(pieces)] if pieces else []
    for gutter in _gutters(pieces):
        parts = _split(pieces, gutter)
        if parts is not None:
            return [zone for part in parts for zone in zones(part, depth + 1)]
    return [list(pieces)]


def rows(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """Groups pieces that stand on one line, lines from top to bottom, each from left to right."""
    grouped: list[list[Piece]] = []
    tallest: Piece | None = None
    for piece in sorted(pieces, key=lambda p: (p.middle, p.x0)):
        if tallest is not None and not piece.table and not tallest.table and _beside(tallest, piece):
            grouped[-1].append(piece)
            if piece.height > tallest.height:
                tallest = piece
        else:
            grouped.append([piece])
            tallest = piece
    return [sorted(row, key=lambda p: p.x0) for row in grouped]


def _beside(one: Piece, other: Piece) -> bool:
    if one.vertical or other.vertical:
        return False
    overlap = min(one.y1, other.y1) - max(one.y0, other.y0)
    return overlap > 0.5 * min(one.height, other.height)


def _gutters(pieces: Sequence[Piece]) -> list[float]:
    """The places where a gutter may be, the most likely one first: long, and crossed by few pieces."""
    score, left = _gutter_scores(pieces)
    line = median(p.height for p in pieces)
    found: list[tuple[float, int, float]] = []
    most = score.max() if len(score) else 0.0
    for _ in range(_CANDIDATES):
        best = int(score.argmax()) if len(score) else 0
        if len(score) == 0 or score[best] * _SLICE < 1.5 * line:
            break
        start, end = best, best
        while start > 0 and score[start - 1] >= 0.9 * score[best]:
            start -= 1
        while end + 1 < len(score) and score[end + 1] >= 0.9 * score[best]:
            end += 1
        gutter = left + ((start + end) / 2 + 0.5) * _BIN
        crossed = sum(p.x0 < gutter < p.x1 for p in pieces)
        found.append((float(score[best] < _LONG * most), crossed, gutter))
        score[max(0, start - 3) : end + 4] = 0
    return [gutter for _, _, gutter in sorted(found)]


def _gutter_scores(pieces: Sequence[Piece]) -> tuple[Floats, float]:
    """For each bin across the page, over how many slices it is blank with text on both sides; and where bin 0 is."""
    left, right = min(p.x0 for p in pieces), max(p.x1 for p in pieces)
    top, bottom = min(p.y0 for p in pieces), max(p.y1 for p in pieces)
    width, height = int((right - left) / _BIN) + 1, int((bottom - top) / _SLICE) + 1
    grid = np.zeros((min(height, 4000), min(width, 4000)), dtype=bool)
    for p in pieces:
        y0, y1 = int((p.y0 - top) / _SLICE), int((p.y1 - top) / _SLICE)
        grid[y0 : y1 + 1, int((p.x0 - left) / _BIN) : int((p.x1 - left) / _BIN) + 1] = True
    before = np.logical_or.accumulate(grid, axis=1)
    after = np.logical_or.accumulate(grid[:, ::-1], axis=1)[:, ::-1]
    blank = ~grid
    blank[:, 1:-1] &= ~grid[:, :-2] & ~grid[:, 2:]
    score: Floats = (blank & before & after).sum(axis=0).astype(np.float64)
    return score, left


def _split(pieces: Sequence[Piece], gutter: float) -> list[list[Piece]] | None:
    """Splits at a gutter, between the pieces that cross it; None when what it parts are no columns."""
    crossing = sorted((p for p in pieces if p.x0 < gutter < p.x1), key=lambda p: p.middle)
    heights = [p.middle for p in crossing]
    bands: list[tuple[list[Piece], list[Piece]]] = [([], []) for _ in range(len(crossing) + 1)]
    for piece in pieces:
        if piece.x1 <= gutter:
            bands[bisect(heights, piece.middle)][0].append(piece)
        elif piece.x0 >= gutter:
            bands[bisect(heights, piece.middle)][1].append(piece)
    width = max(p.x1 for p in pieces) - min(p.x0 for p in pieces)
    if not any(_are_columns(one, other, width) for one, other in bands):
        return None
    parts: list[list[Piece]] = [[]]
    for crosser, (one, other) in zip([None, *crossing], bands, strict=True):
        if crosser is not None:
            parts[-1].append(crosser)
        if _are_columns(one, other, width, sure=True):
            parts += [one, other, []]
        else:
            parts[-1] += one + other
    return [part for part in parts if part]


def _are_columns(one: Sequence[Piece], other: Sequence[Piece], width: float, *, sure: bool = False) -> bool:
    """Whether two neighbouring groups of pieces are columns of text and not the columns of a table.

    Args:
        one: The pieces left of the gutter.
        other: Those right of it.
        width: From the leftmost to the rightmost piece of the whole stretch, in points.
        sure: The gutter is known to part columns elsewhere on the page: a single line on each side will do.
    """
    if not one or not other:
        return False
    if min(max(p.y1 for p in side) for side in (one, other)) <= max(min(p.y0 for p in side) for side in (one, other)):
        return False
    if all(_is_column(side, width, 1 if sure else 3) for side in (one, other)):
        return True
    return _stands_beside(one, other, width) or _stands_beside(other, one, width)


def _stands_beside(column: Sequence[Piece], other: Sequence[Piece], width: float) -> bool:
    """Whether one side is plainly a column of text and the other something beside it, not the same table's rows."""
    line = median(p.height for p in column)
    if any(p.table for p in column) or not _is_column(column, width, 5):
        return False
    if max(p.x1 for p in column) - min(p.x0 for p in column) < _PLAIN * line:
        return False
    heights = [row[0].middle for row in rows(column)]
    beside = [row[0].middle for row in rows(other)]
    level = sum(min(abs(y - h) for h in heights) < _LEVEL * line for y in beside)
    return level <= _LEVEL_SHARE * len(beside)


def _is_column(side: Sequence[Piece], width: float, least: int) -> bool:
    left, right = min(p.x0 for p in side), max(p.x1 for p in side)
    line = median(p.height for p in side)
    if right - left < max(_NARROWEST * line, _SHARE * width):
        return False
    if any(p.table for p in side):
        return True
    lines = rows(side)
    wide = sum(row[-1].x1 - row[0].x0 >= _WIDE_LINE * (right - left) for row in lines)
    return len(lines) >= least and wide >= _WIDE_SHARE * len(lines)

"""Finds which way a page's text runs, so that sideways and vertical text can be laid out as if it stood upright.

A direction is counted in quarter turns clockwise: 0 runs to the right, 1 down the page (also Chinese and Japanese set
vertically, whose lines follow each other from right to left), 2 to the left upside down, 3 up the page.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from pipeline.pdf.glyphs.characters import Characters, Integers, PageShape
from pipeline.pdf.glyphs.native import Floats
from pipeline.pdf.layout.pieces import Piece

ASLANT = 4  # neither along nor across the page
_SLANT = 0.4  # radians by which a line may be off its direction; type that is slanted to look italic is off by 0.35
_LEAST_SHARE = 0.15  # of a page's characters that a second direction must have to be laid out for itself
_LEAST = 40  # characters; likewise
_ABREAST = 1.6  # widths of a vertical line that figures set side by side in it take at most
_OUTSIZE = 2.5  # usual heights from which type may be a watermark's
_COVERED = 4  # pieces that it covers at least
_HUGE = 4.0  # usual heights from which one piece covered will do


def directions(pieces: Sequence[Piece], angles: Sequence[float], turns: int, length: int) -> Integers | None:
    """Each character's direction; None when all that counts runs to the right.

    Args:
        pieces: The page's pieces.
        angles: The clockwise angle of each one's first character on the unturned page, in radians.
        turns: Quarter turns clockwise by which the page is shown.
        length: How many characters the page has.
    """
    own = [_quarter(angle, turns) for angle in angles]
    sizes = np.array([p.end - p.start for p in pieces])
    down = [p.vertical and quarter == 0 and not p.group for p, quarter in zip(pieces, own, strict=True)]
    if sizes[down].sum() <= sizes.sum() / 2:
        down = [False] * len(pieces)
    if not any(own) and not any(down):
        return None
    quarters = np.where(down, 1, np.array(own))
    counts = np.bincount(quarters, weights=sizes, minlength=5)
    kept = [
        q for q in range(5) if q in (0, ASLANT) or (counts[q] >= _LEAST and counts[q] >= _LEAST_SHARE * sizes.sum())
    ]
    if kept == [0, ASLANT] and not counts[ASLANT]:
        return None
    found = np.zeros(length, dtype=np.int64)
    for piece, quarter in zip(pieces, quarters.tolist(), strict=True):
        found[piece.start : piece.end] = quarter if quarter in kept else 0
    if any(down):
        _take_in(found, pieces, down)
    return found


def _take_in(found: Integers, pieces: Sequence[Piece], down: Sequence[bool]) -> None:
    """Counts short upright pieces among vertical ones to their lines: a line's last words, figures side by side."""
    columns = [p for p, is_down in zip(pieces, down, strict=True) if is_down]
    width = max(p.x1 - p.x0 for p in columns)
    left, right = min(p.x0 for p in columns), max(p.x1 for p in columns)
    top, bottom = min(p.y0 for p in columns) - width, max(p.y1 for p in columns) + width
    for piece, is_down in zip(pieces, down, strict=True):
        narrow = piece.x1 - piece.x0 < _ABREAST * width
        if narrow and not is_down and left <= (piece.x0 + piece.x1) / 2 <= right and top <= piece.middle <= bottom:
            found[piece.start : piece.end] = 1


def _quarter(angle: float, turns: int) -> int:
    """The direction of an angle as shown; pdfium gives -1 where it knows none."""
    if angle in (0.0, -1.0):
        return turns
    quarter = round(angle / (math.pi / 2))
    if abs(angle - quarter * math.pi / 2) > _SLANT:
        return ASLANT
    return (quarter + turns) % 4


def upright(characters: Characters, found: Integers, direction: int, shape: PageShape) -> Characters:
    """The characters of one direction on a page turned so that they stand upright; the others are not inked."""
    x0, y0, x1, y1 = (characters.boxes[:, side] for side in range(4))
    width, height = shape.width, shape.height
    sides = {
        0: (x0, y0, x1, y1),
        1: (y0, width - x1, y1, width - x0),
        2: (width - x1, height - y1, width - x0, height - y0),
        3: (height - y1, x0, height - y0, x1),
    }[direction]
    boxes: Floats = np.stack(sides, axis=1)
    return replace(characters, boxes=boxes, inked=characters.inked & (found == direction))


def turned_shape(shape: PageShape, direction: int) -> PageShape:
    """The page's shape once its text stands upright."""
    return replace(shape, width=shape.height, height=shape.width) if direction % 2 else shape


def overprinted(pieces: Sequence[Piece]) -> set[int]:
    """The `id`s of the pieces that are set large across others, as watermarks are."""
    if len(pieces) < _COVERED:
        return set()
    usual = sorted([p.height for p in pieces])[len(pieces) // 2]
    found: set[int] = set()
    for large in [p for p in pieces if p.height > _OUTSIZE * usual]:
        covered = [p for p in pieces if large.y0 < p.middle < large.y1 and p.x0 < large.x1 and large.x0 < p.x1]
        least = 1 if large.height > _HUGE * usual else _COVERED
        if sum(p.height < large.height / 2 for p in covered) >= least:
            found.add(id(large))
    return found

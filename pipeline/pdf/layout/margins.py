"""Finds the numbers of lines in a page's margin, which would otherwise be read as the first words of its lines."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

from pipeline.pdf.layout.pieces import Piece

_LEAST = 3  # numbers of a page that count by fives or tens
_LEAST_SINGLE = 8  # of one that counts every line from the first
_LATE = 20  # a first number from which the count goes on from an earlier page
_STEPS = (1, 2, 5, 10)
_DIGITS = 4
_ALIGNED = 1.5  # points by which the numbers' left or right edges may be off
_IN_STEP = 0.9  # of the numbers must be the one before plus the step
_SINGLE = 0.7  # of the numbers must stand beside a single piece: they number lines and not a table's rows
_PROSE = 0.2  # of them beside a long one
_LONG = 0.6  # of the text's width makes a piece long
_OUTSIDE = 0.95  # of the other pieces must stand wholly beside them


def line_numbers(pieces: Sequence[Piece], text: Callable[[Piece], str]) -> set[int]:
    """The `id`s of the pieces that number the lines: a column of figures beside all text, in even steps.

    Args:
        pieces: A page's pieces outside of tables.
        text: Gives a piece's characters.
    """
    figures = [p for p in pieces if p.end - p.start <= _DIGITS and text(p).isdecimal()]
    if len(figures) < _LEAST:
        return set()
    found: set[int] = set()
    for sides in (lambda p: p.x1, lambda p: p.x0):
        for column in _aligned(figures, sides):
            if _counts(column, text) and _number_lines(column, pieces):
                found |= {id(p) for p in column}
    return found


def _aligned(figures: Sequence[Piece], side: Callable[[Piece], float]) -> list[list[Piece]]:
    """The figures that have one edge in common, from top to bottom."""
    columns: list[list[Piece]] = []
    for piece in sorted(figures, key=side):
        if columns and side(piece) - side(columns[-1][0]) <= _ALIGNED:
            columns[-1].append(piece)
        else:
            columns.append([piece])
    return [sorted(column, key=lambda p: p.middle) for column in columns if len(column) >= _LEAST]


def _counts(column: Sequence[Piece], text: Callable[[Piece], str]) -> bool:
    """Whether figures go on by the same step."""
    values = [int(text(p)) for p in column]
    steps = [b - a for a, b in pairwise(values)]
    step = max(set(steps), key=lambda s: (steps.count(s), -abs(s)))
    if step not in _STEPS or steps.count(step) < _IN_STEP * len(steps):
        return False
    return step > 1 or len(column) >= _LEAST_SINGLE or values[0] >= _LATE


def _number_lines(column: Sequence[Piece], pieces: Sequence[Piece]) -> bool:
    """Whether figures stand beside all other text, a few running lines aside, level with lines of prose."""
    left, right = min(p.x0 for p in column), max(p.x1 for p in column)
    own = {id(p) for p in column}
    others = [p for p in pieces if id(p) not in own]
    after, before = [p for p in others if p.x0 >= right], [p for p in others if p.x1 <= left]
    text = max(after, before, key=len)
    if len(text) < max(_OUTSIDE * len(others), 1):
        return False
    width = max(p.x1 for p in text) - min(p.x0 for p in text)
    beside = [[p for p in text if p.y0 < figure.middle < p.y1] for figure in column]
    single = [level[0] for level in beside if len(level) == 1]
    prose = sum(p.x1 - p.x0 >= _LONG * width for p in single)
    return len(single) >= _SINGLE * len(column) and prose >= _PROSE * len(column)

"""Cuts a page's characters into pieces: stretches that are drawn in one go along a line, without a column's gap."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from pipeline.pdf.glyphs.characters import Characters, Flags, Integers
from pipeline.pdf.glyphs.native import Floats
from pipeline.pdf.printed import PrintedTable

_SAME_LINE = 0.5  # share of the lower character's height by which two characters of a line overlap
_WORD_GAP = 1.0  # heights; a wider gap ends a piece
_BACKWARD = -0.6  # heights; a jump back further than this ends a piece
_VERTICAL_STEP = 1.3  # larger side of a character; what follows below within this is set vertically or rotated
_VERTICAL_RUN = 4  # characters from which a run below each other is vertical text and no column of digits


@dataclass(slots=True, eq=False)
class Piece:
    """Characters `start` to `end` (exclusive) of the page, or a table, and their box; y is the characters' median.

    `group` is the table cell that it stands in, counted from 1; 0 is the page itself. `middle` is the height at which it
    stands on the page, `height` that of a line's characters, never zero; layout asks for them a thousand times a page.
    """

    x0: float
    y0: float
    x1: float
    y1: float
    start: int = 0
    end: int = 0
    vertical: bool = False
    group: int = 0
    table: PrintedTable | None = None
    middle: float = field(init=False)
    height: float = field(init=False)

    def __post_init__(self) -> None:
        """Works out what the box says."""
        self.stand(self.y0, self.y1)

    def stand(self, y0: float, y1: float) -> None:
        """Sets where it stands from top to bottom."""
        self.y0, self.y1 = y0, y1
        self.middle, self.height = (y0 + y1) / 2, max(y1 - y0, 0.1)


def cut_pieces(characters: Characters, groups: Integers) -> list[Piece]:
    """Cuts the inked characters into pieces, in the order in which they are drawn; none reaches over two groups."""
    rows = np.flatnonzero(characters.inked)
    if len(rows) == 0:
        return []
    boxes = characters.boxes[rows]
    vertical = _vertical_steps(boxes)
    upright = _runs_on(boxes)
    in_run = np.concatenate([vertical, [False]]) | np.concatenate([[False], vertical])
    group = groups[rows]
    joined = vertical | (upright & ~in_run[:-1] & ~in_run[1:])
    joined &= group[:-1] == group[1:]
    starts = np.concatenate([[0], np.flatnonzero(~joined) + 1])
    ends = np.concatenate([starts[1:], [len(rows)]])
    x0 = np.minimum.reduceat(boxes[:, 0], starts)
    x1 = np.maximum.reduceat(boxes[:, 2], starts)
    upward = in_run[starts]
    y0 = np.where(upward, np.minimum.reduceat(boxes[:, 1], starts), _medians(boxes[:, 1], starts, ends))
    y1 = np.where(upward, np.maximum.reduceat(boxes[:, 3], starts), _medians(boxes[:, 3], starts, ends))
    columns = (x0, y0, x1, y1, rows[starts], rows[ends - 1] + 1, upward, group[starts])
    return [Piece(*values) for values in zip(*(c.tolist() for c in columns), strict=True)]


def _runs_on(boxes: Floats) -> Flags:
    """For each character but the last: whether the next one goes on beside it."""
    first, second = boxes[:-1], boxes[1:]
    height = np.minimum(first[:, 3] - first[:, 1], second[:, 3] - second[:, 1])
    overlap = np.minimum(first[:, 3], second[:, 3]) - np.maximum(first[:, 1], second[:, 1])
    gap = second[:, 0] - first[:, 2]
    runs: Flags = (overlap >= _SAME_LINE * height) & (gap < _WORD_GAP * height) & (gap > _BACKWARD * height)
    return runs


def _vertical_steps(boxes: Floats) -> Flags:
    """For each character but the last: whether it and the next one belong to a run set downwards or upwards."""
    middle = (boxes[:, :2] + boxes[:, 2:]) / 2
    side = np.maximum(boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1])
    reach = np.minimum(side[:-1], side[1:])
    step = np.abs(np.diff(middle, axis=0))
    overlap = np.minimum(boxes[:-1, 3], boxes[1:, 3]) - np.maximum(boxes[:-1, 1], boxes[1:, 1])
    height = np.minimum(boxes[:-1, 3] - boxes[:-1, 1], boxes[1:, 3] - boxes[1:, 1])
    below = (step[:, 0] < 0.3 * reach) & (step[:, 1] < _VERTICAL_STEP * reach) & (overlap < _SAME_LINE * height)
    return _long_runs(below, _VERTICAL_RUN - 1)


def _long_runs(flags: Flags, least: int) -> Flags:
    """Keeps the runs of true values that have at least `least` members."""
    padded = np.concatenate([[False], flags, [False]]).astype(np.int8)
    change = np.flatnonzero(np.diff(padded))
    kept = np.zeros(len(flags), dtype=bool)
    for start, end in zip(change[::2].tolist(), change[1::2].tolist(), strict=True):
        kept[start:end] = end - start >= least
    return kept


def _medians(values: Floats, starts: np.typing.NDArray[np.intp], ends: np.typing.NDArray[np.intp]) -> Floats:
    """The upper median of each stretch of values."""
    group = np.repeat(np.arange(len(starts)), ends - starts)
    order = np.lexsort((values, group))
    medians: Floats = values[order[starts + (ends - starts) // 2]]
    return medians

"""Finds raised figures and letters behind a word or a number: marks of notes, and powers."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from pipeline.pdf.glyphs.characters import Flags
from pipeline.pdf.glyphs.native import Floats

SMALLER = 0.85  # of the height of the character before
RAISED = 0.12  # of that height, by which its foot stands higher at least
NEAR = 0.3  # heights between the two
UNIT = 3  # letters from which what stands before is a word and no unit or variable (km², R²)

_ZERO, _NINE, _FIRST_CAPITAL, _LAST_CAPITAL, _FIRST_SMALL, _LAST_SMALL, _HAN = (*map(ord, "09AZaz"), 0x2E80)


def raised(codes: npt.NDArray[np.uint32], boxes: Floats) -> tuple[Flags, Flags]:
    """For each character but the first: whether it is the first of a raised mark behind a word, or of one behind a figure.

    Ordinals (1st) are neither, nor are letters of a name in playful type, nor figures behind units and variables (km²) or behind blanks.

    Args:
        codes: The characters' code points, in the order in which they are drawn.
        boxes: Their boxes at full line height: x0, y0, x1, y1.
    """
    height = np.maximum(boxes[:, 3] - boxes[:, 1], 0.1)
    before, after = boxes[:-1], boxes[1:]
    small = height[1:] < SMALLER * height[:-1]
    high = after[:, 3] < before[:, 3] - RAISED * height[:-1]
    beside = (np.abs(after[:, 0] - before[:, 2]) < NEAR * height[:-1]) & (after[:, 3] > before[:, 1])
    up = small & high & beside
    if not up.any():
        return up, up
    digit, letter = _within(codes, _ZERO, _NINE), _letters(codes)
    words = _run_lengths(letter)
    behind_word = (words[:-1] >= UNIT) | (codes[:-1] >= _HAN) | np.isin(codes[:-1], _CLOSING)
    noted = up & behind_word & (digit[1:] | np.isin(codes[1:], _SIGNS))
    return noted, up & digit[:-1] & digit[1:]


_CLOSING = np.array([ord(c) for c in ").,;:!?”’\"'%]"], dtype=np.uint32)
_SIGNS = np.array([ord(c) for c in "*†‡§ivxIVX"], dtype=np.uint32)  # and Roman numbers


def _within(codes: npt.NDArray[np.uint32], first: int, last: int) -> Flags:
    inside: Flags = (codes >= first) & (codes <= last)
    return inside


def _letters(codes: npt.NDArray[np.uint32]) -> Flags:
    capitals, small = _within(codes, _FIRST_CAPITAL, _LAST_CAPITAL), _within(codes, _FIRST_SMALL, _LAST_SMALL)
    letters: Flags = capitals | small
    return letters


def _run_lengths(flags: Flags) -> npt.NDArray[np.int64]:
    """For each place: how many true values end there."""
    index = np.arange(len(flags))
    last = np.maximum.accumulate(np.where(flags, -1, index))
    return index - last

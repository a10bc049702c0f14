"""Turns boxes between a page as shown and the page turned so that its sideways text stands upright.

A direction is counted in quarter turns clockwise from text that runs to the right; see `directions`.
"""

from __future__ import annotations

import numpy as np

from pipeline.pdf.glyphs.native import Floats

Corners = tuple[float, float, float, float]


def turned_corners(box: Corners, direction: int, width: float, height: float) -> Corners:
    """A box of the shown page (of that width and height) on the page turned so that the direction runs right."""
    x0, y0, x1, y1 = box
    if direction == 1:
        return y0, width - x1, y1, width - x0
    if direction == 2:
        return width - x1, height - y1, width - x0, height - y0
    if direction == 3:
        return height - y1, x0, height - y0, x1
    return box


def shown_corners(box: Corners, direction: int, width: float, height: float) -> Corners:
    """The reverse of `turned_corners`: width and height are still the shown page's."""
    if direction % 2 == 0:
        return turned_corners(box, direction, width, height)
    return turned_corners(box, 4 - direction, height, width)


def turned_lines(across: Floats, upright: Floats, direction: int, width: float, height: float) -> tuple[Floats, Floats]:
    """The horizontal (y, x0, x1) and vertical (x, y0, y1) lines of the shown page on the turned one."""
    (y, left, right), (x, top, bottom) = across.T, upright.T
    if direction == 1:
        return np.stack([width - x, top, bottom], axis=1), np.stack([y, width - right, width - left], axis=1)
    if direction == 2:
        turned = np.stack([height - y, width - right, width - left], axis=1)
        return turned, np.stack([width - x, height - bottom, height - top], axis=1)
    if direction == 3:
        return np.stack([x, height - bottom, height - top], axis=1), np.stack([height - y, left, right], axis=1)
    return across, upright

"""Finds the parts of a page, and of its columns, whose lines of text part at the same places."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np

from pipeline.pdf.glyphs.native import Floats
from pipeline.pdf.tables.ink import Ink
from pipeline.pdf.tables.regions import Region, Run, caption_above, is_title

_NARROW, _PLAIN = 0.5, 1.0  # heights; the narrowest gutter between rules or in many lines, and in few
_NEAR = 3.0  # heights; lines of a table are not further apart
_HEADER = 2  # lines of a running header
_COLUMNS = 3  # of a table that is set apart


def parted(ink: Ink) -> list[Region]:
    """The parts of the page whose lines of text part at the same places."""
    regions = []
    lines = ink.runs(_PLAIN * ink.size)
    tops, bottoms = ink.extents()
    n = 0
    while n < len(lines):
        if len(lines[n]) < 2:
            n += 1
            continue
        end, _ = _reach(lines, n, tops, bottoms, (ink.size, _PLAIN * ink.size))
        if end - n >= 3:
            opens = n == 0 or (n <= _HEADER and tops[n] - bottoms[n - 1] > _NEAR * ink.size)
            regions.append(_region(ink, lines, n, end, opens=bool(opens)))
        n = max(end, n + 1)
    return regions


def set_apart(ink: Ink) -> list[Region]:
    """Those whose lines part into three columns or more, below white space or a title and above white space."""
    regions = []
    lines = ink.runs(_PLAIN * ink.size)
    tops, bottoms = ink.extents()
    apart = tops - np.concatenate([[-np.inf], bottoms[:-1]]) >= _PLAIN * ink.size
    n = 0
    while n < len(lines):
        end = n
        if len(lines[n]) >= _COLUMNS and (apart[n] or is_title(ink, n - 1)):
            end, gutters = _reach(lines, n, tops, bottoms, (ink.size, _PLAIN * ink.size), _COLUMNS - 1)
            end = max(m for m in range(n, end) if len(lines[m]) >= _COLUMNS) + 1
            while end < len(lines) and not apart[end] and len(list(_clipped(gutters, lines[end], 0.0))) == len(gutters):
                end += 1
        if end - n >= 3 and (end == len(lines) or apart[end]):
            regions.append(_region(ink, lines, n, end))
            n = end
        else:
            n += 1
    return regions


def _region(ink: Ink, lines: Sequence[Sequence[Run]], start: int, end: int, *, opens: bool = False) -> Region:
    """The lines from one to another one, exclusive."""
    tops, bottoms = ink.extents()
    runs = [run for line in lines[start:end] for run in line]
    left, right = min(a for a, _ in runs), max(b for _, b in runs)
    box = (left, float(tops[start:end].min()), right, float(bottoms[start:end].max()))
    return Region(box, 0, caption_above(ink, box), opens)


def gutters_below(ink: Ink, top: float, bottom: float) -> list[float]:
    """The gutters of the last line between two heights that go on below it: of a header, those of its columns."""
    lines = ink.runs(_NARROW * ink.size)
    tops, bottoms = ink.extents()
    middles = (tops + bottoms) / 2
    last = max((n for n in range(len(lines)) if top < middles[n] < bottom and len(lines[n]) > 1), default=None)
    if last is None:
        return []
    return [(a + b) / 2 for a, b in _reach(lines, last, tops, bottoms, (ink.size, _NARROW * ink.size))[1]]


def _reach(
    lines: Sequence[Sequence[Run]],
    start: int,
    tops: Floats,
    bottoms: Floats,
    sizes: tuple[float, float],
    least_gutters: int = 1,
) -> tuple[int, list[Run]]:
    """How far the gutters of a line go on downwards: the first line that too few of them part, and those left.

    `sizes` are the usual height of a character and the width of the narrowest gutter.
    """
    size, least = sizes
    gutters = [(a[1], b[0]) for a, b in pairwise(lines[start])]
    last = start + 1
    for n in range(start + 1, len(lines)):
        if tops[n] - bottoms[n - 1] > _NEAR * size:
            break
        left = list(_clipped(gutters, lines[n], least))
        if len(left) < least_gutters:
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

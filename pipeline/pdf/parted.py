"""Finds the parts of a page, and of its columns, whose lines of text part at the same places."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np

from pipeline.pdf.ink import Ink, Profile
from pipeline.pdf.native import Floats
from pipeline.pdf.regions import Region, Run, caption_above

_WIDE = 0.85  # of the frame; a line of text that is that wide is running text
_PROSE = 0.4  # of the lines between two rules, that are that wide
_NARROW, _PLAIN = 0.5, 1.0  # heights; the narrowest gutter between rules or in many lines, and in few
_NEAR = 3.0  # heights; lines of a table are not further apart
_COLUMN = 9.0  # heights; the narrowest column of text
_HEADER = 2  # lines of a running header
_GUTTER = 0.8  # heights; the narrowest gutter between columns of text
_ACROSS = (0.0, 0.05, 0.1, 0.2, 0.3)  # of a page's lines, that may run across its columns; the least that will do
_MOST_COLUMNS = 12  # of text and of its tables together
_LEAST_TEXT = 4  # full lines of a column of text


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
        end, gutters = _reach(lines, n, tops, bottoms, (ink.size, _PLAIN * ink.size))
        if end - n >= 3:
            runs = [run for line in lines[n:end] for run in line]
            box = (
                min(a for a, _ in runs),
                float(tops[n:end].min()),
                max(b for _, b in runs),
                float(bottoms[n:end].max()),
            )
            opens = n == 0 or (n <= _HEADER and tops[n] - bottoms[n - 1] > _NEAR * ink.size)
            regions.append(Region(box, 0, caption_above(ink, box), opens))
        n = max(end, n + 1)
    return regions


def gutters_below(ink: Ink, top: float, bottom: float) -> list[float]:
    """The gutters of the last line between two heights that go on below it: of a header, those of its columns."""
    lines = ink.runs(_NARROW * ink.size)
    tops, bottoms = ink.extents()
    middles = (tops + bottoms) / 2
    last = max((n for n in range(len(lines)) if top < middles[n] < bottom and len(lines[n]) > 1), default=None)
    if last is None:
        return []
    return [(a + b) / 2 for a, b in _reach(lines, last, tops, bottoms, (ink.size, _NARROW * ink.size))[1]]


def text_gutters(ink: Ink) -> tuple[list[float], list[float]]:
    """Where a page's columns part, of which one at least is text; and where both are."""
    count, profile = int(ink.line[-1]) + 1 if len(ink.line) else 0, Profile.of(ink)
    tried: list[float] = []
    for share in _ACROSS:
        places = [(a + b) / 2 for a, b in profile.bands(_GUTTER * ink.size, int(share * count))]
        if places == tried or len(places) > _MOST_COLUMNS:
            continue
        tried = places
        text = [_is_text(column) for column in _columns(ink, [-np.inf, *places, np.inf])]
        pairs = list(zip(places, pairwise(text), strict=True))
        if any(text):
            return [x for x, pair in pairs if any(pair)], [x for x, pair in pairs if all(pair)]
    return [], []


def _columns(ink: Ink, edges: Sequence[float]) -> list[Ink]:
    x = (ink.boxes[:, 0] + ink.boxes[:, 2]) / 2
    return [ink.part((x >= a) & (x < b)) for a, b in pairwise(edges)]


def _is_text(ink: Ink) -> bool:
    """Whether a column has lines of text that fill it."""
    widths = [runs[-1][1] - runs[0][0] for runs in ink.runs(2 * _PLAIN * ink.size) if len(runs) == 1]
    widest = max(widths, default=0.0)
    full = sum(width >= _WIDE * widest for width in widths)
    return widest >= _COLUMN * ink.size and full >= max(_LEAST_TEXT, _PROSE * len(widths))


def _reach(
    lines: Sequence[Sequence[Run]], start: int, tops: Floats, bottoms: Floats, sizes: tuple[float, float]
) -> tuple[int, list[Run]]:
    """How far the gutters of a line go on downwards: the first line that is not parted by any of them, and those.

    `sizes` are the usual height of a character and the width of the narrowest gutter.
    """
    size, least = sizes
    gutters = [(a[1], b[0]) for a, b in pairwise(lines[start])]
    last = start + 1
    for n in range(start + 1, len(lines)):
        if tops[n] - bottoms[n - 1] > _NEAR * size:
            break
        left = list(_clipped(gutters, lines[n], least))
        if not left:
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

"""Tells the type sizes of lines that were read off a picture."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

import numpy as np

from pipeline.pdf.scans.recognise import ReadLine

_SIZE_OF_REGION = 0.8  # type size over the height of the region that the detector gives a line, where nothing tells
_SHARES = (0.6, 1.0)  # between which it lies
_LEAST_STEPS = 4  # between ideographs whose mean tells a line's type size
_LONG_LATIN = 20  # characters of a line whose letters' mean advance tells its type size
_LATIN_ADVANCE = 0.46  # type sizes; of running English text: 0.42 in Times, 0.5 in Helvetica
_LONG = 6  # characters; shorter lines get regions that are too high
_SAME_SIZE = 0.12  # share by which the measured sizes of lines in one type size may differ
_LEAST_KNOWN = 3  # lines whose size is known, to tell that of the others


def type_sizes(lines: Sequence[ReadLine], scale: float) -> list[float]:
    """The lines' type sizes in points; those that measure nearly the same are the same.

    Args:
        lines: All lines of one picture.
        scale: Points per pixel.
    """
    return _common_sizes(_measured_sizes(lines, scale), [len(line.text) for line in lines])


def _measured_sizes(lines: Sequence[ReadLine], scale: float) -> list[float]:
    """The lines' type sizes in points: as their characters' advance tells, or else their height.

    How much higher than its type the detector makes a line depends on the picture: the lines whose advance is known
    tell. It makes short lines higher, so that one of a few characters is taken for text of the most common size
    unless it is far off.
    """
    heights = [min(line.region.width, line.region.height) * scale for line in lines]
    stated = [_size_of_advance(line) * scale for line in lines]
    known = [size / height for size, height in zip(stated, heights, strict=True) if size]
    share = float(np.clip(np.median(known), *_SHARES)) if len(known) >= _LEAST_KNOWN else _SIZE_OF_REGION
    by_height = [share * height for height in heights]
    sizes = [min(max(a, 0.7 * h), 1.4 * h) if a else h for a, h in zip(stated, by_height, strict=True)]
    lengths = [len(line.text) for line in lines]
    long = [i for i, length in enumerate(lengths) if length >= _LONG]
    usual = float(np.median(np.repeat([sizes[i] for i in long], [lengths[i] for i in long]))) if long else 0.0
    for i, length in enumerate(lengths):
        if length < _LONG and not stated[i] and 0.7 * usual <= sizes[i] <= 1.6 * usual:
            sizes[i] = usual
    return sizes


def _size_of_advance(line: ReadLine) -> float:
    """The type size in pixels that a line's ideographs or, without them, its lower-case letters take; 0 where it has few."""
    length = max(line.region.width, line.region.height)
    steps = np.diff(np.array(line.places)) * length
    wide = np.array([is_wide(c) and not _is_mark(c) for c in line.text], dtype=bool)
    han = steps[wide[:-1] & wide[1:]]
    if len(han):
        return float(han.mean()) if len(han) >= _LEAST_STEPS else 0.0
    if len(line.text) < _LONG_LATIN or sum(c.islower() for c in line.text) < len(line.text) / 2:
        return 0.0
    return float(steps.mean()) / _LATIN_ADVANCE


def _common_sizes(sizes: Sequence[float], weights: Sequence[int]) -> list[float]:
    """Gives lines whose sizes are nearly the same one size: the most frequent sizes draw in those around them."""
    common = [0.0] * len(sizes)
    rest = sorted(range(len(sizes)), key=lambda i: (sizes[i], i))
    while rest:
        best = max(rest, key=lambda i: (sum(weights[k] for k in rest if _alike(sizes[k], sizes[i])), -i))
        members = [k for k in rest if _alike(sizes[k], sizes[best])]
        spread = np.repeat([sizes[k] for k in members], [max(weights[k], 1) for k in members])
        for k in members:
            common[k] = round(float(np.median(spread)), 1)
        rest = [k for k in rest if k not in set(members)]
    return common


def _alike(one: float, other: float) -> bool:
    return abs(one - other) <= _SAME_SIZE * other


def is_wide(char: str) -> bool:
    """Whether a character takes a full em, as ideographs and their marks do."""
    return unicodedata.east_asian_width(char) in "WF"


def _is_mark(char: str) -> bool:
    return unicodedata.category(char).startswith("P")

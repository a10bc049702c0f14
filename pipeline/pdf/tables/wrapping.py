"""Tells which lines of a table's columns are of one cell: where rows stand apart, and where only full lines go on."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from pipeline.pdf.tables.ink import Stretch
from pipeline.pdf.tables.laidout import LEVEL

FIGURE = re.compile(r"[\W\d]*\d[\W\d]*[*†‡a-z%]?|[-–—…~～/]+|n/?a", re.IGNORECASE)
_LEADING = 1.2  # heights that lines of one cell are apart where none shows it
_WRAPS = 1.08  # line pitches; lines further apart are not of one cell
_UNEVEN = 1.25  # pitches that uneven lines of one cell are apart at most
_GAP, _HALF = (
    0.1,
    1.45,
)  # pitches between those steps and the ones between rows, and where the middle of that is at most
_OFTEN = 0.5  # of the commonest step's count, that another one needs to be a usual one
_DISTINCT = 0.75  # of the commonest step; one that much less is no uneven one
_SLACK, _HAN_SLACK = 0.3, 1.3  # heights that a full line may leave free; CJK rules forbid some line breaks
_ODD = 0.12  # pitches by which a step is no whole number of them
_STEPS = 0.1  # of the steps from line to line, that are odd where rows stand apart
_PADDED = 0.75  # of the lines that are close to the next, which are full where rows stand apart
_FEW = 0.25  # of the lines of a column that are close to the next, that are of one cell; then only full lines go on


@dataclass(frozen=True, slots=True)
class Wrapping:
    """How lines make cells: `pitch` points apart, and for each line of a column but the last whether the next one goes on.

    `even` says that rows are no further apart than the lines of a cell.
    """

    pitch: float
    links: list[list[bool]]
    even: bool


def wrapping_of(
    columns: Sequence[Sequence[Stretch]], widths: Sequence[float], *, size: float, farthest: float, known: float
) -> Wrapping:
    """How the lines of columns make cells.

    Args:
        columns: The lines of each.
        widths: How wide each is, in points.
        size: The usual height of a character.
        farthest: How far apart the lines of one cell may be, in points.
        known: How far apart they are in another table of the page; 0 when not known.
    """
    pitch = _pitch(columns, widths, farthest) or _LEADING * size
    near = _farthest_near(columns, pitch)
    wraps = [_wraps(column, width, near) for column, width in zip(columns, widths, strict=True)]
    even = _is_even(columns, wraps, pitch) and abs(known / pitch - 1) > _WRAPS - 1
    figures = _are_figures(columns)
    links = [list(wrap) for wrap in wraps] if even else [_near(column, near, figures=not figures) for column in columns]
    before = [sum(link) for link in links]
    _part_level(columns, links, near, even=even)
    links = [
        link if sum(link) > _FEW * count else [linked and full for linked, full in zip(link, wrap, strict=True)]
        for link, wrap, count in zip(links, wraps, before, strict=True)
    ]
    return Wrapping(pitch, links, even)


def _pitch(columns: Sequence[Sequence[Stretch]], widths: Sequence[float], farthest: float) -> float | None:
    """The distance of the lines of one cell: the least that is often seen after a full line, else the least often seen."""
    full: list[float] = []
    others: list[float] = []
    for column, width in zip(columns, widths, strict=True):
        for one, other in pairwise(column):
            step = other.middle - one.middle
            if step <= farthest:
                wraps = _is_full(one, other, width) and not FIGURE.fullmatch(other.text)
                (full if wraps else others).append(step)
    steps = sorted(full) or sorted(others)
    near = [[x for x in steps[n:] if x <= _WRAPS * step] for n, step in enumerate(steps)]
    often = max(near, key=len, default=[])
    usual = next((g for g in near if len(g) >= _OFTEN * len(often) or g[0] <= _DISTINCT * often[0]), [])
    return usual[len(usual) // 2] if usual else None


def _is_full(one: Stretch, other: Stretch, width: float) -> bool:
    """Whether the next line's first word did not fit on a line any more."""
    height = one.y1 - one.y0
    han = one.text[-1:] >= "\u2e80" or other.text[:1] >= "\u2e80"
    return (one.x1 - one.x0) + other.word + (_HAN_SLACK if han else _SLACK) * height > width


def _farthest_near(columns: Sequence[Sequence[Stretch]], pitch: float) -> float:
    """How far apart lines of one cell are at most: up to where no lines are, between those and lines of two rows."""
    steps = sorted(other.middle - one.middle for column in columns for one, other in pairwise(column))
    gaps = [(b - a, a) for a, b in pairwise(steps) if 2 - _UNEVEN <= a / pitch <= _UNEVEN]
    width, start = max(gaps, default=(0.0, 0.0))
    return start + width / 2 if width >= _GAP * pitch and start + width / 2 <= _HALF * pitch else _WRAPS * pitch


def _near(column: Sequence[Stretch], farthest: float, *, figures: bool = False) -> list[bool]:
    """For each line of a column but the last: whether the next one is as close as lines of one cell are.

    Without `figures`, not where both are figures.
    """
    return [
        other.middle - one.middle <= farthest
        and (figures or not (FIGURE.fullmatch(one.text) and FIGURE.fullmatch(other.text)))
        for one, other in pairwise(column)
    ]


def _are_figures(columns: Sequence[Sequence[Stretch]]) -> bool:
    """Whether the columns behind the first one hold figures for the most part."""
    texts = [s.text for column in columns[1:] for s in column]
    return sum(FIGURE.fullmatch(text) is not None for text in texts) > 0.5 * len(texts)


def _wraps(column: Sequence[Stretch], width: float, farthest: float) -> list[bool]:
    """The same, where the first of the two lines is full besides."""
    pairs = zip(_near(column, farthest), pairwise(column), strict=True)
    return [near and _is_full(one, other, width) for near, (one, other) in pairs]


def _is_even(columns: Sequence[Sequence[Stretch]], wraps: Sequence[Sequence[bool]], pitch: float) -> bool:
    """Whether rows are no further apart than the lines of a cell.

    They are further apart where many steps from line to line are no whole number of pitches, and where some are not and
    lines close to the next are full.
    """
    places = {(a.line, b.line): b.middle - a.middle for column in columns for a, b in pairwise(column)}
    steps = np.array(list(places.values())) / pitch
    odd = int((np.abs(steps - np.round(steps)) > _ODD).sum())
    if odd >= max(2, _STEPS * len(steps)):
        return False
    near = sum(sum(_near(column, _WRAPS * pitch)) for column in columns)
    return odd == 0 or sum(map(sum, wraps)) < _PADDED * near


def _part_level(columns: Sequence[Sequence[Stretch]], links: Sequence[list[bool]], near: float, *, even: bool) -> None:
    """Parts, in place, lines that another column shows to be of two rows: level with a pair that is surely parted.

    Lines of one cell are at most `near` points apart.

    Where rows are no further apart than lines, so are lines beside one with which a cell further left begins, and those
    of a line that fills all columns, as the one before does.
    """
    parted = [
        (one.middle, other.middle)
        for column, link in zip(columns, links, strict=True)
        for (one, other), linked in zip(pairwise(column), link, strict=True)
        if not linked and other.middle - one.middle <= near
    ]
    filled = Counter(s.line for column in columns for s in column)
    begun: set[int] = set()
    for column, link in zip(columns, links, strict=True):
        for i, (one, other) in enumerate(pairwise(column)):
            level = any(abs(a - one.middle) + abs(b - other.middle) < LEVEL * near for a, b in parted)
            whole = len(columns) > 2 and filled[one.line] == filled[other.line] == len(columns)
            if link[i] and (level or (even and (whole or other.line in begun))):
                link[i] = False
        if even:
            begun |= {s.line for s, linked in zip(column, [False, *link], strict=False) if not linked}

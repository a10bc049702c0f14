"""Finds the gutters between columns of running text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np

from pipeline.pdf.tables.ink import Ink, Profile

_WIDE = 0.85  # of a column; a line of text that is that wide fills it
_PROSE = 0.4  # of the lines of a column of text, that fill it
_APART = 2.0  # heights between two stretches of a line that are no text of one column
_COLUMN = 9.0  # heights; the narrowest column of text
_GUTTER = 0.8  # heights; the narrowest gutter between columns of text
_ACROSS = (0.0, 0.05, 0.1, 0.2, 0.3)  # of a page's lines, that may run across its columns; the least that will do
_MOST_COLUMNS = 12  # of text and of its tables together
_LEAST_TEXT = 4  # full lines of a column of text


def is_in_columns(ink: Ink) -> bool:
    """Whether something is set in several columns of text."""
    return len(ink.line) > 0 and any(any(map(all, pairwise(text))) for _, text in _partings(ink))


def text_gutters(ink: Ink) -> tuple[list[float], list[float]]:
    """Where a page's columns part, of which one at least is text; and where both are."""
    for places, text in _partings(ink):
        pairs = list(zip(places, pairwise(text), strict=True))
        if any(text):
            return [x for x, pair in pairs if any(pair)], [x for x, pair in pairs if all(pair)]
    return [], []


def _partings(ink: Ink) -> Iterator[tuple[list[float], list[bool]]]:
    """Where a page's columns may part, and which of those columns are text; those that least runs across first."""
    count, profile = int(ink.line[-1]) + 1 if len(ink.line) else 0, Profile.of(ink)
    tried: list[float] = []
    for share in _ACROSS:
        places = [(a + b) / 2 for a, b in profile.bands(_GUTTER * ink.size, int(share * count))]
        if places == tried or len(places) > _MOST_COLUMNS:
            continue
        tried = places
        within = _within_columns(ink, places)
        yield places, [_is_text(column) for column in _columns(within, [-np.inf, *places, np.inf])]


def _within_columns(ink: Ink, places: Sequence[float]) -> Ink:
    """The lines that run over none of the places."""
    lines = ink.runs(_GUTTER * ink.size)
    over = [n for n, runs in enumerate(lines) if any(a < x < b for a, b in runs for x in places)]
    return ink.part(~np.isin(ink.line, over)) if over else ink


def _columns(ink: Ink, edges: Sequence[float]) -> list[Ink]:
    x = (ink.boxes[:, 0] + ink.boxes[:, 2]) / 2
    return [ink.part((x >= a) & (x < b)) for a, b in pairwise(edges)]


def _is_text(ink: Ink) -> bool:
    """Whether a column has lines of text that fill it."""
    widths = [runs[-1][1] - runs[0][0] for runs in ink.runs(_APART * ink.size) if len(runs) == 1]
    widest = max(widths, default=0.0)
    full = sum(width >= _WIDE * widest for width in widths)
    return widest >= _COLUMN * ink.size and full >= max(_LEAST_TEXT, _PROSE * len(widths))

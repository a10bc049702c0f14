"""Reads a stretch of a page as a table: the rows and columns that alone alignment shows, where lines are left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from pipeline.pdf.tables.ink import Ink, blank_bands, stretches
from pipeline.pdf.tables.laidout import Layout, chunk_of, chunks_of
from pipeline.pdf.tables.rowcuts import cuts_of
from pipeline.pdf.tables.wrapping import wrapping_of

_PADDING = 1.5  # heights; cells have no more room at both sides together
_CROSSED = 0.1  # of the lines, that may run over a gutter: headings over columns


@dataclass(frozen=True, slots=True)
class Marks:
    """Where lines inside a stretch of a page show columns: the vertical ones, and the ends of horizontal ones.

    `known` are all gutters, where another part of the table shows them.
    """

    posts: Sequence[float] = ()
    ends: Sequence[float] = ()
    known: Sequence[float] = ()

    @property
    def every(self) -> list[float]:
        """All of them, vertical lines first."""
        return [*self.posts, *self.ends]


def lay_out(ink: Ink, marks: Marks, *, least: float, right: float, farthest: float, pitch: float) -> Layout | None:
    """Reads a stretch of a page as a table; None when it has no two columns.

    Args:
        ink: Its characters.
        marks: Its lines.
        least: The narrowest gutter, in points.
        right: Its right side.
        farthest: How far apart the lines of one cell may be, in points.
        pitch: How far apart they are in another table of the page; 0 when not known.
    """
    bands = [(x, x) for x in marks.known] or _bands(ink, marks, least)
    if not bands or len(ink.index) == 0:
        return None
    gutters = [_gutter(band, marks.every) for band in bands]
    found = stretches(ink, gutters)
    columns = [[s for s in found if s.column == s.until == c] for c in range(len(gutters) + 1)]
    spare = min([_PADDING * ink.size, *(b - a for a, b in bands if b > a)])
    lefts = [min((s.x0 for s in c), default=0.0) for c in columns]
    end = max(right - spare / 2, max((s.x1 for s in columns[-1]), default=right))
    widths = [(after - spare) - before for before, after in zip(lefts, [*lefts[1:], end + spare], strict=True)]
    wrapping = wrapping_of(columns, widths, size=ink.size, farthest=farthest, known=pitch)
    chunks = [chunks_of(column, link, wrapping.pitch) for column, link in zip(columns, wrapping.links, strict=True)]
    layout = Layout(gutters, wrapping.pitch, chunks)
    layout.wrapped = not wrapping.even and any(len(chunk.lines) > 1 for column in chunks for chunk in column)
    layout.across = [(s.column, s.until, chunk_of([s], layout.pitch)) for s in found if s.column < s.until]
    layout.cuts = cuts_of(layout, begun=bool(marks.known))
    return layout


def _bands(ink: Ink, marks: Marks, least: float) -> list[tuple[float, float]]:
    """The blank bands that part columns."""
    count = int(ink.line.max()) + 1 if len(ink.line) else 0
    bands = blank_bands(ink, least, 0 if count < 4 else max(1, int(_CROSSED * count)))
    return _parting(ink, _with_posts(ink, bands, marks.posts), marks.every)


def _parting(ink: Ink, bands: Sequence[tuple[float, float]], marks: Sequence[float]) -> list[tuple[float, float]]:
    """The bands with at least two lines in each of the columns that they part, and those with a mark in them."""
    kept = list(bands)
    marked = {band for band in bands if any(band[0] - 1 < x < band[1] + 1 for x in marks)}
    while kept:
        edges = [-np.inf, *((a + b) / 2 for a, b in kept), np.inf]
        column = np.searchsorted(edges, (ink.boxes[:, 0] + ink.boxes[:, 2]) / 2) - 1
        lines = [len(np.unique(ink.line[column == c])) for c in range(len(kept) + 1)]
        poor = [min(c, len(kept) - 1) for c, n in enumerate(lines) if n < 2]
        loose = next((c for c in poor if kept[c] not in marked), None)
        if loose is None:
            break
        kept.pop(loose)
    return kept


def _with_posts(ink: Ink, bands: Sequence[tuple[float, float]], posts: Sequence[float]) -> list[tuple[float, float]]:
    """The bands, and the vertical lines that no text crosses: beside a column that is empty there is no band."""
    free = {x for x in posts if not any(a - 1 < x < b + 1 for a, b in bands)}
    crossed = {x for x in free if ((ink.boxes[:, 0] < x - 1) & (ink.boxes[:, 2] > x + 1)).any()}
    return sorted([*bands, *((x, x) for x in free - crossed)])


def _gutter(band: tuple[float, float], marks: Sequence[float]) -> float:
    """Where in a band the columns part: at the line that is ruled there, else in its middle."""
    return next((x for x in marks if band[0] - 1 < x < band[1] + 1), (band[0] + band[1]) / 2)

"""Finds the rows and columns that alignment alone shows, as the lines that a typesetter left out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from pipeline.pdf.ink import Ink, Stretch, blank_bands, stretches

FIGURE = re.compile(r"[\W\d]*\d[\W\d]*[*†‡a-z%]?|[-–—…~～/]+|n/?a", re.IGNORECASE)
_WRAPS = 1.08  # line pitches; lines further apart are not of one cell
_UNEVEN, _GAP, _HALF = 1.25, 0.1, 1.45  # pitches: lines of one cell, what is between them and those of two rows, its middle
_OFTEN = 0.5  # of the commonest step's count, that another one needs to be a usual one
_DISTINCT = 0.75  # of the commonest step; one that much less is no uneven one
_SLACK, _HAN_SLACK = 0.3, 1.3  # heights that a full line may leave free; CJK rules forbid some line breaks
_ODD = 0.12  # pitches by which a step is no whole number of them
_STEPS = 0.1  # of the steps from line to line, that are odd where rows stand apart
_PADDED = 0.75  # of the lines that are close to the next, which are full where rows stand apart
_PADDING = 1.5  # heights; cells have no more room at both sides together
_TOUCH = 0.15  # pitches by which cells of two rows may overlap
_LEVEL = 0.25  # pitches by which the lines of one row may be off
_MIDDLE = 0.6  # pitches by which a cell may be off the middle of its rows
_CROSSED = 0.1  # of the lines, that may run over a gutter: headings over columns
_FEW = 0.25  # of the lines of a column that are close to the next, that are of one cell; then only full lines go on
_LEADING = 2  # columns at the left that may hold cells over several rows


@dataclass(slots=True)
class Chunk:
    """Lines that belong to one cell."""

    lines: list[Stretch]
    top: float
    bottom: float

    @property
    def middle(self) -> float:
        """Its height on the page."""
        return (self.top + self.bottom) / 2


@dataclass(slots=True)
class Layout:
    """What a stretch of the page is made of when it is read as a table.

    `gutters` part the columns. `chunks` holds each column's cells, `across` the chunks that run over several columns
    (first, last, chunk). `wrapped` says that cells have several lines, `pitch` apart, and rows more between
    them. `cuts` are the heights between rows, each with the columns that it does not cut.
    """

    gutters: list[float]
    pitch: float
    chunks: list[list[Chunk]]
    across: list[tuple[int, int, Chunk]] = field(default_factory=list)
    wrapped: bool = False
    cuts: list[tuple[float, frozenset[int]]] = field(default_factory=list)

    @property
    def columns(self) -> int:
        """How many columns there are."""
        return len(self.gutters) + 1

    def rows(self) -> list[list[Chunk | None]]:
        """The cells between each two cuts, by column: the first chunk that begins there."""
        heights = [y for y, _ in self.cuts]
        grid: list[list[Chunk | None]] = [[None] * self.columns for _ in range(len(heights) + 1)]
        for column, chunks in enumerate(self.chunks):
            for chunk in chunks:
                row = int(np.searchsorted(heights, chunk.top + _LEVEL * self.pitch))
                grid[row][column] = grid[row][column] or chunk
        return grid


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
    known, pitch = pitch, _pitch(columns, widths, farthest) or 1.2 * ink.size
    near = _farthest_near(columns, pitch)
    wraps = [_wraps(column, width, near) for column, width in zip(columns, widths, strict=True)]
    even = _is_even(columns, wraps, pitch) and abs(known / pitch - 1) > _WRAPS - 1
    figures = _are_figures(columns)
    links = wraps if even else [_near(column, near, figures=not figures) for column in columns]
    before = [sum(link) for link in links]
    _part_level(columns, links, near, even=even)
    links = [
        link if sum(link) > _FEW * count else [linked and full for linked, full in zip(link, wrap, strict=True)]
        for link, wrap, count in zip(links, wraps, before, strict=True)
    ]
    chunks = [_chunks(column, link, pitch) for column, link in zip(columns, links, strict=True)]
    layout = Layout(gutters, pitch, chunks)
    layout.wrapped = not even and any(len(chunk.lines) > 1 for column in chunks for chunk in column)
    layout.across = [(s.column, s.until, _chunk([s], pitch)) for s in found if s.column < s.until]
    layout.cuts = _spanned(layout, _cuts(layout), begun=bool(marks.known))
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


def _with_posts(
    ink: Ink, bands: Sequence[tuple[float, float]], posts: Sequence[float]
) -> list[tuple[float, float]]:
    """The bands, and the vertical lines that no text crosses: beside a column that is empty there is no band."""
    free = {x for x in posts if not any(a - 1 < x < b + 1 for a, b in bands)}
    crossed = {x for x in free if ((ink.boxes[:, 0] < x - 1) & (ink.boxes[:, 2] > x + 1)).any()}
    return sorted([*bands, *((x, x) for x in free - crossed)])


def _gutter(band: tuple[float, float], marks: Sequence[float]) -> float:
    """Where in a band the columns part: at the line that is ruled there, else in its middle."""
    return next((x for x in marks if band[0] - 1 < x < band[1] + 1), (band[0] + band[1]) / 2)


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
            level = any(abs(a - one.middle) + abs(b - other.middle) < _LEVEL * near for a, b in parted)
            whole = len(columns) > 2 and filled[one.line] == filled[other.line] == len(columns)
            if link[i] and (level or (even and (whole or other.line in begun))):
                link[i] = False
        if even:
            begun |= {s.line for s, linked in zip(column, [False, *link], strict=False) if not linked}


def _chunks(column: Sequence[Stretch], links: Sequence[bool], pitch: float) -> list[Chunk]:
    runs: list[list[Stretch]] = []
    for stretch, linked in zip(column, [False, *links], strict=False):
        if linked:
            runs[-1].append(stretch)
        else:
            runs.append([stretch])
    return [_chunk(run, pitch) for run in runs]


def _chunk(lines: list[Stretch], pitch: float) -> Chunk:
    return Chunk(lines, lines[0].middle - pitch / 2, lines[-1].middle + pitch / 2)


def _cuts(layout: Layout) -> list[tuple[float, frozenset[int]]]:
    """The heights that part rows; cells of the leading columns may reach over some."""
    reach = _TOUCH * layout.pitch
    found: dict[float, frozenset[int]] = {}
    for leading in range(min(_LEADING, layout.columns - 1) + 1):
        spans = [c for column in layout.chunks[leading:] for c in column] + [c for _, _, c in layout.across]
        for low, high in _blank(sorted((c.top + reach, c.bottom - reach) for c in spans)):
            y = (low + high) / 2
            crossed = frozenset(
                c for c in range(leading) if any(k.top + reach < y < k.bottom - reach for k in layout.chunks[c])
            )
            if any(low < known < high for known in found) or (leading and not crossed):
                continue
            found[y] = crossed
    cuts = sorted(found.items())
    return [cut for i, cut in enumerate(cuts) if not cut[1] or _worth(layout, cuts, i)]


def _blank(spans: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """The gaps between spans, which are in order."""
    gaps = []
    end = spans[0][1] if spans else 0.0
    for start, stop in spans[1:]:
        if start >= end:
            gaps.append((end, start))
        end = max(end, stop)
    return gaps


def _worth(layout: Layout, cuts: Sequence[tuple[float, frozenset[int]]], i: int) -> bool:
    """Whether a cut beside a cell over rows has rows on both sides: two filled columns, or all that there are."""
    y, crossed = cuts[i]
    others = [c for c in range(layout.columns) if c not in crossed]
    above = cuts[i - 1][0] if i else -np.inf
    below = cuts[i + 1][0] if i + 1 < len(cuts) else np.inf
    for low, high in ((above, y), (y, below)):
        filled = sum(any(low < chunk.middle < high for chunk in layout.chunks[c]) for c in others)
        if filled < min(2, len(others)):
            return False
    return True


def _spanned(
    layout: Layout, cuts: list[tuple[float, frozenset[int]]], *, begun: bool
) -> list[tuple[float, frozenset[int]]]:
    """Takes cuts out of cells of the first column that stand in the middle of several rows.

    Where each cell stands in the middle of its rows, the first cell's rows show where the second one's begin, and so on.
    Not where each stands beside one row, and one beside the first row below the header: the other rows have none. `begun`
    says that the header and perhaps more rows are elsewhere.
    """
    chunks = layout.chunks[0]
    others = [c for column in layout.chunks[1:] for c in column]
    if not 0 < len(chunks) <= len(cuts) or not others:
        return cuts
    rows = [_row_beside(chunk, [y for y, _ in cuts], others, layout.pitch) for chunk in chunks]
    if None not in rows and (begun or {0, 1} <= set(rows)):
        return cuts
    sides = [min(c.top for c in (*others, *chunks)), *(y for y, _ in cuts), max(c.bottom for c in (*others, *chunks))]
    firsts = np.array([c.lines[0].middle for c in others])
    level = all(np.abs(firsts - c.lines[0].middle).min() < _LEVEL * layout.pitch for c in chunks)
    spans = _spans(chunks, sides, layout.pitch, cut_off=not level)
    if spans is None:
        mirrored = [Chunk(c.lines, -c.bottom, -c.top) for c in reversed(chunks)]
        back = _spans(mirrored, [-y for y in reversed(sides)], layout.pitch, cut_off=not level)
        spans = [(-b, -a) for a, b in back] if back else []
    spanned = {y for a, b in spans for y in sides if a < y < b}
    return [(y, crossed | {0} if y in spanned else crossed) for y, crossed in cuts]


def _row_beside(chunk: Chunk, cuts: Sequence[float], others: Sequence[Chunk], pitch: float) -> int | None:
    """The row that a cell of the first column stands right beside; None when it is between rows or of several."""
    row = int(np.searchsorted(cuts, chunk.middle))
    own = [c for c in others if np.searchsorted(cuts, c.middle) == row]
    if not own:
        return None
    top, bottom = min(c.top for c in own), max(c.bottom for c in own)
    off = min(abs(chunk.top - top), abs(chunk.middle - (top + bottom) / 2), abs(chunk.bottom - bottom))
    return row if off < _LEVEL * pitch else None


def _spans(
    chunks: Sequence[Chunk], sides: Sequence[float], pitch: float, *, cut_off: bool
) -> list[tuple[float, float]] | None:
    """From where to where each cell reaches, from the first side on; the page's end may have `cut_off` the last one."""
    top, spans = sides[0], list[tuple[float, float]]()
    for chunk in chunks:
        ideal = 2 * chunk.middle - top
        bottom = min(sides, key=lambda y: abs(y - ideal))
        if cut_off and chunk is chunks[-1] and len(spans) >= 2 and chunk.middle > top:
            bottom = sides[-1]
        elif bottom <= top or abs(bottom - ideal) > _MIDDLE * pitch:
            return None
        spans.append((top, bottom))
        top = bottom
    return spans if top == sides[-1] else None

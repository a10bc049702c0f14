"""Tells which pieces run across a gutter, and which only stick out of their column into it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from pipeline.pdf.layout.levels import Stretch, alone, middle_of
from pipeline.pdf.layout.pieces import Piece
from pipeline.text.lines import is_caption_text

_WORD = re.compile(r"[!-~]{12,}")  # an address, which no line break parts
_BEYOND = 0.5  # of what is left of a gutter, that may be right of it
_SHARP, _LEAST = 0.3, 5  # of a column's lines, and how many, that end at its margin where it is a sharp one
_OUT = 0.6  # line heights by which a line sticks out of such a margin that cannot be in the column
_FEW, _FEW_SHARE = 3, 0.05  # pieces that cross a gutter of a whole page
_MOST_COLUMNS, _TWIN = 6, 0.1  # columns of one width; and how much of it the gutters may be off
_ON_TABLE = 3.0  # line heights between a table over several columns and its caption

TextOf = Callable[[Piece], str]


def without_long_words(pieces: Sequence[Stretch], gutter: float, text: TextOf) -> list[Stretch]:
    """The pieces, with what stands right of a gutter parted from a word that sticks out of its column over it."""
    if not any([p.x0 < gutter < p.x1 and len(p.members) > 1 for p in pieces]):
        return list(pieces)
    return [part for piece in pieces for part in _parted(piece, gutter, text)]


def _parted(piece: Stretch, gutter: float, text: TextOf) -> Iterator[Stretch]:
    if not piece.x0 < gutter < piece.x1 or piece.table:
        yield piece
        return
    over = [p for p in piece.members if p.x0 < gutter < p.x1]
    right = [p for p in piece.members if p.x0 >= gutter]
    if not right or not over or not all(_sticks_out(p, gutter, text) for p in over):
        yield piece
        return
    for members in ([p for p in piece.members if p.x0 < gutter], right):
        x0, x1 = min(p.x0 for p in members), max(p.x1 for p in members)
        yield Stretch(x0, min(p.y0 for p in members), x1, max(p.y1 for p in members), members=members)


def twins_of(gutter: float, others: Sequence[float], pieces: Sequence[Stretch]) -> list[float]:
    """Of other places for gutters, those that part the page with this one into columns of one width."""
    left, right = min([p.x0 for p in pieces]), max([p.x1 for p in pieces])
    most = max(_FEW, _FEW_SHARE * len(pieces))
    for count in range(3, _MOST_COLUMNS + 1):
        width = (right - left) / count
        places = [left + n * width for n in range(1, count)]
        near = [[x for x in (gutter, *others) if abs(x - place) < _TWIN * width] for place in places]
        if not all(near) or not any(gutter in found for found in near):
            continue
        near = [[x for x in found if x == gutter or _crossed(x, pieces) <= most] for found in near]
        if all(near):
            return [found[0] for found in near if gutter not in found]
    return []


def _crossed(gutter: float, pieces: Sequence[Stretch]) -> int:
    return sum([p.x0 < gutter < p.x1 for p in pieces])


def crossing_at(pieces: Sequence[Stretch], gutter: float, twins: Sequence[float], text: TextOf) -> list[Stretch]:
    """The pieces that cross a gutter, from the top.

    Those are also lines with nothing beside them that reach further than their column's sharp margin or cross a twin of
    the gutter, and a caption right above a table that crosses. A long word that sticks out of its column is none.
    """
    right = [p for p in pieces if p.x0 >= gutter]
    found = [p for p in pieces if p.x0 < gutter < p.x1 and not _is_word(p, gutter, text)]
    left = [p for p in pieces if p.x1 <= gutter]
    lone = alone(left, right)
    out = _sticking_out(left)
    out = out if out <= set(map(id, lone)) else set()
    over = alone([p for p in right if any(p.x0 < x < p.x1 for x in twins)], left) if twins else []
    over += [p for p in lone if any(p.x0 < x < p.x1 for x in twins)]
    known = set(map(id, over))
    found += [p for p in lone if id(p) in out and id(p) not in known] + over
    tables = [p for p in found if p.table]
    known = {id(p) for p in found}
    for piece in lone if tables else ():
        on_table = any(0 <= t.y0 - piece.y1 < _ON_TABLE * piece.height for t in tables)
        if on_table and id(piece) not in known and is_caption_text(" ".join(text(p) for p in piece.members)):
            found.append(piece)
    return sorted(found, key=middle_of)


def _is_word(piece: Stretch, gutter: float, text: TextOf) -> bool:
    """Whether a piece is a word that sticks out of its column."""
    return not piece.table and len(piece.members) == 1 and _sticks_out(piece.members[0], gutter, text)


def _sticks_out(piece: Piece, gutter: float, text: TextOf) -> bool:
    """Whether a piece is a word that no line break parts, for the most part left of a gutter."""
    return piece.x1 - gutter < _BEYOND * (gutter - piece.x0) and _WORD.fullmatch(text(piece)) is not None


def _sticking_out(pieces: Sequence[Stretch]) -> set[int]:
    """The `id`s of the lines that reach beyond a column's right margin, where most end there; none where it is ragged."""
    ends = Counter(round(p.x1) for p in pieces)
    end = ends.most_common(1)[0][0] if ends else 0
    near = [p.x1 for p in pieces if abs(p.x1 - end) <= 1]
    if len(near) < max(_LEAST, _SHARP * len(pieces)):
        return set()
    return {id(p) for p in pieces if p.x1 > max(near) + _OUT * p.height}

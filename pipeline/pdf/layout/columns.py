"""Puts a page's pieces into reading order: columns one after the other, stretches of full width between them."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Sequence

from pipeline.pdf.layout.crossing import TextOf, crossing_at, twins_of, without_long_words
from pipeline.pdf.layout.gutters import gutters, usual_height
from pipeline.pdf.layout.levels import Stretch, alone, middle_of, stretches
from pipeline.pdf.layout.pieces import Piece
from pipeline.pdf.layout.sides import NARROWEST, NOTE, Side, are_columns

_MOST_PIECES = 5000  # of one page; beyond it the page is a drawing and is read from top to bottom
_DEPTH = 4  # gutters inside gutters
_PITCH = 1.9  # line heights that lines of a paragraph are apart at most
_SAME_TYPE = 0.08  # of a line's height, by which lines of a paragraph may differ
_FIRST_LINE = 2.5  # line heights by which a paragraph's first line may be indented
_TITLE = 1.15  # usual line heights from which a line is a title's

_Band = tuple[list[Stretch], list[Stretch]]


def zones(pieces: Sequence[Piece], text: TextOf) -> list[list[Piece]]:
    """Splits pieces into columns and stretches of full width, in reading order. Every piece is in exactly one.

    Args:
        pieces: The pieces.
        text: Gives a piece's characters.
    """
    if len(pieces) > _MOST_PIECES:
        return [list(pieces)]
    return [[p for stretch in zone for p in stretch.members] for zone in _zones(stretches(pieces), text, 0)]


def _zones(pieces: Sequence[Stretch], text: TextOf, depth: int) -> list[list[Stretch]]:
    if len(pieces) < 4 or depth > _DEPTH:
        return [list(pieces)] if pieces else []
    found = gutters(pieces, narrowest=NOTE + NARROWEST)
    for gutter in found:
        parts = _split(pieces, gutter, twins_of(gutter, found, pieces), text)
        if parts:
            return [zone for part in parts for zone in _zones(part, text, depth + 1)]
    return [list(pieces)]


def _split(pieces: Sequence[Stretch], gutter: float, twins: Sequence[float], text: TextOf) -> list[list[Stretch]]:
    """Splits at a gutter, between the pieces that cross it; empty when what it parts are no columns.

    `twins` are the other gutters between columns that are as wide.
    """
    pieces = without_long_words(pieces, gutter, text)
    crossing = crossing_at(pieces, gutter, twins, text)
    width = max([p.x1 for p in pieces]) - min([p.x0 for p in pieces])
    sides = [_sides(band) for band in _bands(pieces, gutter, crossing)]
    if not any(pair and are_columns(*pair, width) for pair in sides):
        return []
    crossing = _with_short_lines(pieces, gutter, crossing)
    parts: list[list[Stretch]] = [[]]
    for crosser, band in zip([None, *crossing], _bands(pieces, gutter, crossing), strict=True):
        if crosser is not None:
            parts[-1].append(crosser)
        pair = _sides(band)
        if pair and are_columns(*pair, width, sure=True):
            parts += [*band, []]
        else:
            parts[-1] += band[0] + band[1]
    return [part for part in parts if part]


def _bands(pieces: Sequence[Stretch], gutter: float, crossing: Sequence[Stretch]) -> list[_Band]:
    """What stands left and right of a gutter, between each two pieces that cross it."""
    if not crossing:
        return [([p for p in pieces if p.x0 < gutter], [p for p in pieces if p.x0 >= gutter])]
    heights = [p.middle for p in crossing]
    bands: list[_Band] = [([], []) for _ in range(len(crossing) + 1)]
    across = {id(p) for p in crossing}
    for piece in pieces:
        if id(piece) not in across:
            bands[bisect(heights, piece.middle)][piece.x0 >= gutter].append(piece)
    return bands


def _sides(band: _Band) -> tuple[Side, Side] | None:
    return (Side(band[0]), Side(band[1])) if band[0] and band[1] else None


def _with_short_lines(pieces: Sequence[Stretch], gutter: float, crossing: list[Stretch]) -> list[Stretch]:
    """The pieces that cross a gutter and the lines of their paragraphs that end before it, from the top.

    Above a crossing piece only lines of a title count: others may be the last of the left column.
    """
    taken = {id(p) for p in crossing}
    left = [p for p in pieces if p.x1 <= gutter and id(p) not in taken]
    lone = set(map(id, alone([*left, *crossing], [p for p in pieces if p.x0 >= gutter])))
    large = _TITLE * usual_height(pieces)
    for upwards in (False, True):
        last: Stretch | None = None
        for piece in sorted(left + crossing, key=middle_of, reverse=upwards):
            goes_on = last and _of_one_paragraph(last, piece) and id(piece) in lone
            if goes_on and not (upwards and piece.height < large):
                taken.add(id(piece))
            last = piece if id(piece) in taken else None
    return sorted([p for p in left + crossing if id(p) in taken], key=middle_of)


def _of_one_paragraph(line: Stretch, other: Stretch) -> bool:
    """Whether two lines are set in the same type, close to each other, from the same margin or around one middle."""
    if line.table or other.table or abs(line.height - other.height) > _SAME_TYPE * line.height:
        return False
    if abs(line.middle - other.middle) > _PITCH * line.height:
        return False
    centred = abs(line.x0 + line.x1 - other.x0 - other.x1) <= line.height
    return centred or abs(line.x0 - other.x0) <= _FIRST_LINE * line.height

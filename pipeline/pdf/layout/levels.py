"""Groups pieces that stand on one line: into stretches without a gap, and into whole lines."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.pdf.layout.pieces import Piece

_JOINED = 0.6  # line heights; words on a line are no further apart
_LEVEL = 0.15  # line heights by which the middles of pieces on a line are off from one to the next
_TALL = 1.7  # usual heights from which a piece may stand beside several lines
_INITIAL = 2  # characters of a large first letter with its quotation mark


@dataclass(slots=True, eq=False)
class Stretch(Piece):
    """Pieces that stand close to each other on a line, which need not be drawn one after the other."""

    members: list[Piece] = field(default_factory=list)


def stretches(pieces: Sequence[Piece]) -> list[Stretch]:
    """Joins the pieces of a line that are no further apart than words."""
    found: list[Stretch] = []
    for level in _levels(pieces):
        for number, piece in enumerate(sorted(level, key=_left)):
            last = found[-1] if number else None
            gap = piece.x0 - last.x1 if last else 0.0
            if last and abs(gap) < _JOINED * min(last.height, piece.height) and not (piece.table or last.table):
                last.x1 = max(last.x1, piece.x1)
                last.stand(min(last.y0, piece.y0), max(last.y1, piece.y1))
                last.members.append(piece)
            else:
                found.append(Stretch(piece.x0, piece.y0, piece.x1, piece.y1, table=piece.table, members=[piece]))
    return found


def _levels(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """Groups pieces whose middles are at almost the same height, from the top."""
    levels: list[list[Piece]] = []
    for piece in sorted(pieces, key=middle_of):
        if levels and piece.middle - levels[-1][-1].middle < _LEVEL * piece.height:
            levels[-1].append(piece)
        else:
            levels.append([piece])
    return levels


def rows(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """Groups pieces that stand on one line, lines from top to bottom, each from left to right."""
    if len(pieces) < 2:
        return [list(pieces)] if pieces else []
    tall = _tall(pieces)
    grouped: list[list[Piece]] = []
    tallest: Piece | None = None
    for piece in sorted(pieces, key=lambda p: (p.middle, p.x0)):
        if id(piece) in tall:
            continue
        if tallest is not None and not piece.table and not tallest.table and _beside(tallest, piece):
            grouped[-1].append(piece)
            if piece.height > tallest.height:
                tallest = piece
        else:
            grouped.append([piece])
            tallest = piece
    for piece in tall.values():
        first = next((n for n, row in enumerate(grouped) if any(overlap(p, piece) > 0 for p in row)), len(grouped))
        if (
            first < len(grouped)
            and piece.end - piece.start <= _INITIAL
            and piece.x1 <= min(p.x1 for p in grouped[first])
        ):
            grouped[first].append(piece)
        else:
            grouped.insert(first, [piece])
    return [sorted(row, key=lambda p: p.x0) for row in grouped]


def _tall(pieces: Sequence[Piece]) -> dict[int, Piece]:
    """The pieces beside which two or more lines stand: large first letters, logos, braces."""
    heights = sorted([p.height for p in pieces])
    usual = heights[len(heights) // 2]
    if heights[-1] < _TALL * usual:
        return {}
    found: dict[int, Piece] = {}
    for piece in pieces:
        if piece.height < _TALL * usual or piece.table or piece.vertical:
            continue
        beside = [p for p in pieces if p.height < 0.7 * piece.height and _beside(p, piece)]
        if beside and max(p.y0 for p in beside) >= min(p.y1 for p in beside) - 0.3 * usual:
            found[id(piece)] = piece
    return found


def _beside(one: Piece, other: Piece) -> bool:
    if one.vertical or other.vertical:
        return False
    return overlap(one, other) > 0.5 * min(one.height, other.height)


def overlap(one: Piece, other: Piece) -> float:
    """By how much two pieces overlap in height, in points."""
    return min(one.y1, other.y1) - max(one.y0, other.y0)


def alone(pieces: Sequence[Stretch], others: Sequence[Piece]) -> list[Stretch]:
    """The pieces that overlap none of the others in height."""
    tops: list[float] = []
    bottoms: list[float] = []
    for y0, y1 in sorted([(p.y0, p.y1) for p in others if p.y1 > p.y0]):
        if bottoms and y0 <= bottoms[-1]:
            bottoms[-1] = max(bottoms[-1], y1)
        else:
            tops.append(y0)
            bottoms.append(y1)
    last = ((p, bisect_left(tops, p.y1) - 1) for p in pieces)
    return [p for p, n in last if n < 0 or bottoms[n] <= p.y0 or p.y1 <= p.y0]


def middle_of(piece: Piece) -> float:
    """The height at which a piece stands on the page, to sort by."""
    return piece.middle


def _left(piece: Piece) -> float:
    return piece.x0

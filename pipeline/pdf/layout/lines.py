"""Makes printed lines of pieces: their characters with spaces between words, their type size and weight."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from operator import le

import numpy as np

from pipeline.pdf.glyphs.characters import Characters, Codes, Flags, Integers, PageShape, TypeStyles
from pipeline.pdf.glyphs.raised import raised
from pipeline.pdf.layout.pieces import Piece
from pipeline.pdf.printed import PrintedLine
from pipeline.text.repair import Strip, repair_gbk_row, repair_glyphs
from pipeline.text.spaces import mend_spaces

_PIECE_GAP = 0.15  # heights; pieces further apart have a space between them
_NARROWEST, _WIDEST = 0.15, 2.5  # type sizes that characters advance on average; else the stated size is wrong
_HEIGHT = 1.15  # type sizes, of a character's full height, when the stated size is wrong
_ASCENT = 0.8  # type sizes
_BLANKS = np.array([9, 0x20, 0xA0, 0x2002, 0x2003, 0x2009, 0x3000], dtype=np.uint32)  # shown as a space


@dataclass(slots=True)
class LineSetter:
    """Sets the lines of one page, whose characters stand upright in `shape`."""

    page: int
    shape: PageShape
    characters: Characters
    styles: TypeStyles
    _shown: str = field(init=False)
    _edges: list[float] = field(init=False)
    _before: list[int] = field(init=False)
    _inked: list[int] = field(init=False)
    _rights: list[float] = field(init=False)
    _doubled: list[int] | None = field(init=False)

    def __post_init__(self) -> None:
        """Puts the page's shown characters in one row, a space for each run of blanks: a piece is a stretch of it."""
        inked, boxes = self.characters.inked, self.characters.boxes
        text = repair_gbk_row(self.characters.text)
        codes = np.frombuffer(text.encode("utf-32-le", errors="surrogatepass"), dtype=np.uint32)
        kept = np.flatnonzero(inked | np.isin(codes, _BLANKS))
        ink = inked[kept]
        again = np.concatenate([[True], ~ink[:-1]]) & ~ink if len(kept) else ink
        kept, ink = kept[~again], ink[~again]
        shown = np.where(ink | (codes[kept] == 0x3000), codes[kept], 0x20).astype("<u4")
        left = boxes[kept, 0]
        left[~ink] = boxes[kept[np.flatnonzero(~ink) - 1], 2]
        gaps, marks = self._marks(shown, kept, ink)
        shown, left = np.insert(shown, gaps, marks), np.insert(left, gaps, boxes[kept[gaps - 1], 2])
        self._shown = shown.tobytes().decode("utf-32-le", errors="replace")
        self._edges = left.tolist()
        flags = np.zeros(len(codes) + 1, dtype=np.int64)
        flags[kept + 1] = 1
        flags[kept[gaps - 1] + 1] += 1
        self._before = np.cumsum(flags).tolist()
        self._inked = np.flatnonzero(inked).tolist()
        self._rights = boxes[:, 2].tolist()
        doubled = self.characters.doubled
        self._doubled = np.concatenate([[0], np.cumsum(doubled & inked)]).tolist() if doubled.any() else None

    def _marks(self, shown: Codes, kept: Integers, ink: Flags) -> tuple[Integers, Integers]:
        """The places among the shown characters that something goes before, and what.

        A space where a word begins without a blank or a note's mark is raised (Policy⁹), a ^ where a raised figure follows a
        figure (500³).
        """
        if len(kept) == 0:
            return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
        both = ink[1:] & ink[:-1]
        spaced = self.characters.spaced
        gap = both & spaced[kept][1:] if spaced is not None else np.zeros_like(both)
        noted, powered = raised(shown, self.characters.boxes[kept])
        places = np.flatnonzero(both & (gap | noted | powered))
        return places + 1, np.where(powered[places], ord("^"), 0x20)

    def line(self, pieces: Sequence[Piece]) -> PrintedLine:
        """One line of pieces that stand beside each other, from left to right."""
        longest = pieces[0] if len(pieces) == 1 else max(pieces, key=lambda p: p.end - p.start)
        size, bold = self._style(longest)
        vertical, end = longest.vertical, self._before[pieces[-1].end]
        strip = mend_spaces(repair_glyphs(self._strip(pieces)).trimmed(), size=0.0 if vertical else size)
        x0 = _within(min([p.x0 for p in pieces]), self.shape.width)
        x1 = _within(max([p.x1 for p in pieces]), self.shape.width)
        edges = (x0,) * len(strip.text) + (x1,) if vertical else _ascending(strip.edges)
        return PrintedLine(
            strip=Strip(strip.text, edges),
            page=self.page,
            x0=x0,
            y0=_within(min(longest.y0, longest.y1 - _ASCENT * size), self.shape.height),
            x1=x1,
            y1=_within(longest.y1, self.shape.height),
            size=round(size, 2),
            bold=bold,
            vertical=vertical,
            spaced=self._shown[end : end + 1] == " ",
            confidence=self._confidence(pieces),
        )

    def text(self, piece: Piece) -> str:
        """A piece's characters, as drawn."""
        return self._shown[self._before[piece.start] : self._before[piece.end]]

    def _strip(self, pieces: Sequence[Piece]) -> Strip:
        """The pieces' characters and edges; a space for each gap between pieces."""
        if len(pieces) == 1:
            piece = pieces[0]
            start, end = self._before[piece.start], self._before[piece.end]
            return Strip(self._shown[start:end], (*self._edges[start:end], self._rights[piece.end - 1]))
        shown: list[str] = []
        edges: list[float] = []
        right = 0.0
        for piece in pieces:
            if shown and piece.x0 - right > _PIECE_GAP * piece.height:
                shown.append(" ")
                edges.append(right)
            start, end = self._before[piece.start], self._before[piece.end]
            shown.append(self._shown[start:end])
            edges += self._edges[start:end]
            right = self._rights[piece.end - 1]
        return Strip("".join(shown), (*edges, right))

    def _style(self, piece: Piece) -> tuple[float, bool]:
        """A piece's type size in points, and whether it is bold; looked up at its beginning, middle and end."""
        first, last = bisect_left(self._inked, piece.start), bisect_left(self._inked, piece.end)
        count = last - first
        spots = sorted({self._inked[first + count * k // 6] for k in (1, 3, 5)})
        sizes = [self.styles.size(spot) for spot in spots[:2]]
        if len(spots) > 2 and sizes[0] != sizes[1]:  # else they are the median
            sizes.append(self.styles.size(spots[2]))
        size = sorted(sizes)[len(sizes) // 2]
        advance = (piece.y1 - piece.y0 if piece.vertical else piece.x1 - piece.x0) / count
        if not _NARROWEST * size < advance < _WIDEST * size:
            size = (piece.x1 - piece.x0 if piece.vertical else piece.height) / _HEIGHT
        if self._doubled is not None and self._doubled[piece.end] - self._doubled[piece.start] > count / 2:
            return size, True
        return size, all(map(self.styles.bold, spots))

    def _confidence(self, pieces: Sequence[Piece]) -> float:
        """How sure OCR is of the pieces: of the least sure one. 1 where the page states its characters."""
        known = self.characters.confidence
        if known is None:
            return 1.0
        return round(min(float(known[p.start : p.end].min()) for p in pieces), 4)


def _within(value: float, limit: float) -> float:
    return round(min(max(value, 0.0), limit), 2)


def _ascending(edges: Sequence[float]) -> tuple[float, ...]:
    """Edges that never go back; kerning and italics do by a little."""
    return tuple(edges) if all(map(le, edges, edges[1:])) else tuple(accumulate(edges, max))

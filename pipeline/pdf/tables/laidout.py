"""What a stretch of a page is made of when it is read as a table by alignment: cells by column, and cuts between rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from pipeline.pdf.tables.ink import Stretch

LEVEL = 0.25  # pitches by which the lines of one row may be off


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
                row = int(np.searchsorted(heights, chunk.top + LEVEL * self.pitch))
                grid[row][column] = grid[row][column] or chunk
        return grid


def chunks_of(column: Sequence[Stretch], links: Sequence[bool], pitch: float) -> list[Chunk]:
    """A column's cells; `links` says for each line but the last whether the next one is of the same cell."""
    runs: list[list[Stretch]] = []
    for stretch, linked in zip(column, [False, *links], strict=False):
        if linked:
            runs[-1].append(stretch)
        else:
            runs.append([stretch])
    return [chunk_of(run, pitch) for run in runs]


def chunk_of(lines: list[Stretch], pitch: float) -> Chunk:
    """Lines of one cell, half their distance around them."""
    return Chunk(lines, lines[0].middle - pitch / 2, lines[-1].middle + pitch / 2)

"""Leads offsets back to their place: page, boxes, segment, sentence."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

from pipeline.data import Box, Document, Segment, Segments, Span

if TYPE_CHECKING:
    from collections.abc import Iterator


class Locator:
    """Answers where a span of `Document.text` stands. Built once per document."""

    def __init__(self, document: Document, segments: Segments) -> None:
        self._lines = sorted(document.lines, key=lambda line: line.start)
        self._line_starts = [line.start for line in self._lines]
        self._segments = segments.items
        self._segment_starts = [s.start for s in self._segments]

    def segment(self, at: int) -> Segment:
        """The segment that holds offset `at`."""
        return self._segments[max(0, bisect_right(self._segment_starts, at) - 1)]

    def sentence(self, start: int, end: int) -> Span:
        """The sentence that holds `start`, widened to `end` where a value crosses a sentence's end."""
        segment = self.segment(start)
        sentences = segment.sentences or (Span(segment.start, segment.end),)
        index = max(0, bisect_right(sentences, start, key=lambda s: s.start) - 1)
        found = sentences[index]
        return Span(min(found.start, start), max(found.end, end))

    def page(self, at: int) -> int:
        """The page on which offset `at` is printed (1 in a source without pages)."""
        index = bisect_right(self._line_starts, at) - 1
        return self._lines[index].page if index >= 0 else 1

    def confidence(self, start: int, end: int) -> float:
        """How sure it is that the text says what is printed: the least confidence of the lines that `start:end` touches."""
        first = max(0, bisect_right(self._line_starts, start) - 1)
        last = max(first + 1, bisect_left(self._line_starts, end))
        return min((line.confidence for line in self._lines[first:last]), default=1.0)

    def boxes(self, start: int, end: int) -> tuple[Box, ...]:
        """One box for each printed line that `start:end` touches; none in a source without pages."""
        return tuple(self._boxes(start, end))

    def _boxes(self, start: int, end: int) -> Iterator[Box]:
        first = max(0, bisect_right(self._line_starts, start) - 1)
        for line in self._lines[first : bisect_left(self._line_starts, end)]:
            a, b = max(start, line.start), min(end, line.end)
            if a >= b or line.box is None or not line.edges:
                continue
            left, right = line.edges[a - line.start], line.edges[b - line.start]
            x0, x1 = min(left, right), max(left, right)
            if x1 > x0:
                yield Box(page=line.page, x0=round(x0, 2), y0=line.box.y0, x1=round(x1, 2), y1=line.box.y1)

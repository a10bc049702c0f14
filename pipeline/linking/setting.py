"""The setting of a place in a document: the names before it, the headings above it, its table row."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from dataclasses import dataclass

from pipeline.data import Document, Name, Segment, Segments, Span
from pipeline.linking.things import Thing

SENTENCES_BACK = 60  # of a paragraph; what stands further before a value is not about it
DECIMAL = re.compile(r"(\d{1,2}(?:\.\d{1,2}){0,3})[.\s\u3000]")


@dataclass(frozen=True, slots=True)
class Appearance:
    """A name where it stands, with the thing that it names."""

    name: Name
    thing: Thing


class Setting:
    """Answers what is named around a place. Built once per document from all its things."""

    def __init__(self, document: Document, segments: Segments, things: list[Thing]) -> None:
        self.document, self.segments = document, segments.items
        found = [Appearance(n, t) for t in things for n in t.appearances]
        self.appearances = sorted(found, key=lambda a: (a.name.start, a.name.end))
        self._starts = [a.name.start for a in self.appearances]
        self._rows: dict[tuple[int, int], list[Segment]] = defaultdict(list)
        for segment in self.segments:
            if segment.table is not None and segment.row is not None:
                self._rows[segment.table, segment.row].append(segment)

    def within(self, start: int, end: int, of: str | None = None) -> list[Appearance]:
        """Names in `start:end`, in text order."""
        found = self.appearances[bisect_left(self._starts, start) : bisect_right(self._starts, end)]
        return [a for a in found if a.name.end <= end and (of is None or a.thing.of == of)]

    def before(self, at: int, of: str, *, reach: int) -> list[Appearance]:
        """Names of a sort that end before `at`, nearest first, within `reach` characters."""
        first, stop = bisect_left(self._starts, at - reach), bisect_left(self._starts, at)
        found = []
        for appearance in reversed(self.appearances[first:stop]):
            if appearance.name.end <= at and appearance.thing.of == of:
                found.append(appearance)
        return found

    def headings(self, segment: Segment) -> list[Segment]:
        """The headings above a segment, nearest first; under 3.2, a heading 1 is no ancestor, though 3 itself be lost."""
        above: list[Segment] = []
        number = ""
        for heading in (self.segments[i] for i in reversed(segment.section)):
            match = DECIMAL.match(self.document.text, heading.start, heading.end)
            if match and number and not number.startswith(match[1] + "."):
                continue
            above.append(heading)
            number = match[1] if match else number
        return above

    def under(self, segment: Segment, of: str) -> list[Thing]:
        """The things of a sort that the nearest heading with any of them names."""
        for heading in self.headings(segment):
            named = self.within(heading.start, heading.end, of)
            if named:
                return list({a.thing.key: a.thing for a in named}.values())
        return []

    def row(self, segment: Segment) -> list[Segment]:
        """The other cells of a cell's row."""
        if segment.table is None or segment.row is None:
            return []
        return [s for s in self._rows[segment.table, segment.row] if s.segment != segment.segment]

    def cells(self, cell: Segment, row: int) -> list[Segment]:
        """The cells of a row of the table that `cell` belongs to."""
        return self._rows[cell.table, row] if cell.table is not None else []

    def column_head(self, segment: Segment) -> list[Segment]:
        """The header cells of a cell's column."""
        if segment.table is None or segment.row is None:
            return []
        rows = max(1, self.document.tables[segment.table].header_rows)
        return [
            s
            for row in range(min(rows, segment.row))
            for s in self._rows[segment.table, row]
            if s.column == segment.column
        ]

    def sentences_before(self, segment: Segment, at: int) -> list[Span]:
        """The segment's sentences that end before `at`, nearest first, `SENTENCES_BACK` of them at most."""
        last = bisect_right(segment.sentences, at, key=lambda s: s.end)
        return list(reversed(segment.sentences[max(0, last - SENTENCES_BACK) : last]))

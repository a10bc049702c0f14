"""The setting of a place in a document: the names before it, the headings above it, its table row."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from dataclasses import dataclass

from pipeline.data import Document, MeasureKind, Name, Segment, Segments
from pipeline.linking.things import Thing

LINES = 60  # segments behind a caption among which the lines of its table are
OF_TABLE = re.compile(r"\s*(?:附?表|table\b|box\b)", re.IGNORECASE)
DECIMAL = re.compile(r"(\d{1,2}(?:\.\d{1,2}){0,3})[.\s\u3000]")


@dataclass(frozen=True, slots=True)
class Appearance:
    """A name where it stands, with the thing that it names and that thing's kind."""

    name: Name
    thing: Thing
    kind: MeasureKind


class Setting:
    """Answers what is named around a place. Built once per document from all its things.

    `text` is the document's, in Simplified characters where that keeps its length: cue words are looked for in it.
    """

    def __init__(self, document: Document, segments: Segments, things: list[Thing], *, text: str | None = None) -> None:
        self.document, self.segments = document, segments.items
        self.text = document.text if text is None else text
        self.kinds = {t.key: t.kind for t in things}
        found = [Appearance(n, t, self.kinds[t.key]) for t in things for n in t.appearances]
        self.appearances = sorted(found, key=lambda a: (a.name.start, a.name.end))
        self._starts = [a.name.start for a in self.appearances]
        self.things = things
        self._rows: dict[tuple[int, int], list[Segment]] = defaultdict(list)
        self._tables: dict[int, list[Segment]] = defaultdict(list)
        for segment in self.segments:
            if segment.table is not None and segment.row is not None:
                self._rows[segment.table, segment.row].append(segment)
                self._tables[segment.table].append(segment)

    def within(self, start: int, end: int, of: str | None = None) -> list[Appearance]:
        """Names in `start:end`, in text order."""
        found = self.appearances[bisect_left(self._starts, start) : bisect_right(self._starts, end)]
        return [a for a in found if a.name.end <= end and (of is None or a.thing.of == of)]

    def of(self, thing: Thing) -> list[Appearance]:
        """The appearances of a thing, in text order."""
        return [Appearance(n, thing, self.kinds[thing.key]) for n in thing.appearances]

    def parts(self, thing: Thing) -> list[Thing]:
        """The things whose parent is `thing`."""
        return [t for t in self.things if t.parent == thing.key]

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
        return self.naming_heading(segment, of)[1]

    def naming_heading(self, segment: Segment, of: str) -> tuple[Segment | None, list[Thing]]:
        """The nearest heading above a segment that names things of a sort, and these."""
        for heading in self.headings(segment):
            named = self.within(heading.start, heading.end, of)
            if named:
                return heading, list({a.thing.key: a.thing for a in named}.values())
        return None, []

    def row(self, segment: Segment) -> list[Segment]:
        """The other cells of a cell's row."""
        if segment.table is None or segment.row is None:
            return []
        return [s for s in self._rows[segment.table, segment.row] if s.segment != segment.segment]

    def table(self, index: int) -> list[Segment]:
        """All cells of a table."""
        return self._tables[index]

    def behind_table(self, index: int) -> Segment | None:
        """The paragraph or list item right behind a table, under the same heading."""
        cells = self._tables[index]
        return next(
            (
                s
                for s in self.segments[cells[-1].segment :]
                if s.kind in ("paragraph", "list") and s.section == cells[0].section and s.start >= cells[-1].end
            ),
            None,
        )

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

    def lines_under_caption(self, segment: Segment) -> Segment | None:
        """The caption above a run of short lines that were a table's rows before its layout was lost, or None."""
        for other in reversed(self.segments[max(0, segment.segment - LINES) : segment.segment + 1]):
            if other.kind == "caption":
                return other if OF_TABLE.match(self.text, other.start, other.end) else None
            if other.section != segment.section or other.table is not None or len(other.sentences) > 2:
                return None
        return None

    def caption(self, segment: Segment) -> list[Appearance]:
        """The measures that the caption of a cell's table names."""
        caption = self.document.tables[segment.table].caption if segment.table is not None else None
        return self.within(caption.start, caption.end, "measure") if caption else []

"""Which part of a page shows a value so that one understands it: its line with those around it, or its table row.

Parts that overlap become one, so that values of one paragraph share a picture.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from pipeline.data import AnyMention, Box, Document, Line

MARGIN_X, MARGIN_Y = 6.0, 1.5
"""Points around the lines of a part."""
FARTHEST = 2.5
"""Line heights from a line to one that is shown with it; the next column's top is farther."""
HEADER_REACH = 120.0
"""Points between a table row and its table's header, within which the header is shown too."""
TALLEST = 240.0
"""Points that a part may be high; a table row that is higher is cut to what is nearest to the value."""


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle on a page, in points, and the values that it shows."""

    x0: float
    y0: float
    x1: float
    y1: float
    mention_ids: tuple[str, ...]

    def joined(self, other: Area) -> Area:
        """The smallest area around both."""
        return Area(
            x0=min(self.x0, other.x0),
            y0=min(self.y0, other.y0),
            x1=max(self.x1, other.x1),
            y1=max(self.y1, other.y1),
            mention_ids=tuple(dict.fromkeys((*self.mention_ids, *other.mention_ids))),
        )

    def overlaps(self, other: Area) -> bool:
        """Whether they share some of the page."""
        return self.x0 < other.x1 and other.x0 < self.x1 and self.y0 < other.y1 and other.y0 < self.y1


class AreaFinder:
    """Finds the parts of a document's pages that show its values.

    Args:
        document: The document.
        context: Lines before and after a value's own that are shown with it.
    """

    def __init__(self, document: Document, *, context: int) -> None:
        self._context = context
        self._pages = {page.number: page for page in document.pages}
        self._lines: dict[int, list[Line]] = defaultdict(list)
        for line in document.lines:
            if line.box is not None and line.end > line.start:
                self._lines[line.page].append(line)
        for lines in self._lines.values():
            lines.sort(key=lambda line: (line.start, line.end))
        self._rows = _Rows(document)

    def lines(self, page: int) -> Sequence[Line]:
        """The printed lines of a page, in the order of the text."""
        return self._lines[page]

    def areas(self, mentions: Iterable[AnyMention]) -> dict[int, list[Area]]:
        """The parts that show these values, by page and from top to bottom; pages without any are left out."""
        found: dict[int, list[Area]] = defaultdict(list)
        for mention in mentions:
            for page in sorted({box.page for box in mention.boxes} & set(self._pages)):
                found[page] += (self._area(mention, page, own) for own in _groups(mention.boxes, page))
        return {page: _merged(areas) for page, areas in sorted(found.items())}

    def _area(self, mention: AnyMention, page: int, own: Sequence[Box]) -> Area:
        """The part that shows those boxes of a value that stand together."""
        boxes = [*own, *(line.box for line in self._shown_with(mention, page, own) if line.box)]
        top, bottom = min(b.y0 for b in own), max(b.y1 for b in own)
        slack = max(0.0, (TALLEST - (bottom - top)) / 2)
        near = [b for b in boxes if b.y0 >= top - slack and b.y1 <= bottom + slack] or own
        size = self._pages[page]
        return Area(
            x0=max(0.0, min(b.x0 for b in near) - MARGIN_X),
            y0=max(0.0, min(b.y0 for b in near) - MARGIN_Y),
            x1=min(size.width, max(b.x1 for b in near) + MARGIN_X),
            y1=min(size.height, max(b.y1 for b in near) + MARGIN_Y),
            mention_ids=(mention.mention_id,),
        )

    def _shown_with(self, mention: AnyMention, page: int, boxes: Sequence[Box]) -> Iterator[Line]:
        """The lines that these boxes of the value stand on, and those that belong with them."""
        lines = self._lines[page]
        spans = self._rows.spans(mention.start, boxes)
        if spans:
            yield from (line for line in lines if any(line.start < end and start < line.end for start, end in spans))
            return
        own = [
            at
            for at, line in enumerate(lines)
            if line.start < mention.end and mention.start < line.end and any(_meet(line.box, box) for box in boxes)
        ]
        if own:
            yield from lines[own[0] : own[-1] + 1]
            yield from self._neighbours(lines, own[0], -1)
            yield from self._neighbours(lines, own[-1], 1)

    def _neighbours(self, lines: Sequence[Line], place: int, step: int) -> Iterator[Line]:
        """The lines next to one, in one direction, as far as its column goes on without a gap."""
        for distance in range(1, self._context + 1):
            at = place + step * distance
            if not 0 <= at < len(lines) or not _adjoin(lines[at - step], lines[at]):
                return
            yield lines[at]


class _Rows:
    """The rows of a document's tables, by the offsets of their cells."""

    def __init__(self, document: Document) -> None:
        self._tables = document.tables
        cells = [
            (cell.start, cell.end, table, cell.row)
            for table, item in enumerate(document.tables)
            for cell in item.cells
            if cell.end > cell.start
        ]
        self._cells = sorted(cells)
        self._starts = [cell[0] for cell in self._cells]

    def spans(self, offset: int, boxes: Sequence[Box]) -> list[tuple[int, int]]:
        """The spans of the cells in the row of the cell at `offset`, and of the header's; none outside of tables."""
        place = bisect_right(self._starts, offset) - 1
        if place < 0 or offset >= self._cells[place][1] or not boxes:
            return []
        table = self._tables[self._cells[place][2]]
        row = self._cells[place][3]
        near = table.box is not None and min(b.y0 for b in boxes) - table.box.y0 <= HEADER_REACH
        return [
            (cell.start, cell.end)
            for cell in table.cells
            if cell.end > cell.start
            and (cell.row <= row < cell.row + cell.row_span or (near and cell.row < table.header_rows))
        ]


def _groups(boxes: Sequence[Box], page: int) -> list[list[Box]]:
    """The boxes of a value on a page, those that stand on lines one under the other together."""
    groups: list[list[Box]] = []
    for box in (box for box in boxes if box.page == page):
        before = groups[-1][-1] if groups else None
        if before is not None and -1.0 <= box.y0 - before.y0 <= FARTHEST * (before.y1 - before.y0):
            groups[-1].append(box)
        else:
            groups.append([box])
    return groups


def _meet(one: Box | None, other: Box) -> bool:
    return one is not None and one.x0 < other.x1 and other.x0 < one.x1 and one.y0 < other.y1 and other.y0 < one.y1


def _adjoin(one: Line, other: Line) -> bool:
    """Whether two lines stand one under the other."""
    if one.box is None or other.box is None:
        return False
    height = max(one.box.y1 - one.box.y0, other.box.y1 - other.box.y0)
    across = one.box.x0 < other.box.x1 and other.box.x0 < one.box.x1
    return across and abs(one.box.y0 - other.box.y0) <= FARTHEST * height


def _merged(areas: Iterable[Area]) -> list[Area]:
    """Areas that overlap as one, unless that would be too tall; from top to bottom."""
    merged: list[Area] = []
    for area in sorted(areas, key=lambda a: (a.y0, a.x0, a.y1, a.x1)):
        for place, other in enumerate(merged):
            both = other.joined(area)
            if other.overlaps(area) and both.y1 - both.y0 <= TALLEST:
                merged[place] = both
                break
        else:
            merged.append(area)
    return merged

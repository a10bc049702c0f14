"""What a value in a table describes: the measure of its row, its column, its caption."""

from __future__ import annotations

from pipeline.data import Segment
from pipeline.linking.setting import Appearance, Setting
from pipeline.linking.things import Thing

CELL_OPENING = 6  # characters of numbering before the name that a cell holds
LINES_UP = 8  # lines above a value's own in which its row's name stands


def of_row(segment: Segment, at: int, setting: Setting) -> Thing | None:
    """The measure that the value's cell names before it, else the nearest cell to its left, else one to its right.

    Of a whole and its part in one cell (A-STEP, NexTEP-A; Horizon 2020 (JTI)) it is the part.
    """
    own = setting.within(segment.start, at, "measure")
    if own:
        return own[-1].thing
    cells = setting.row(segment)
    left = [c for c in cells if (c.column or 0) < (segment.column or 0)]
    right = [c for c in cells if (c.column or 0) > (segment.column or 0)]
    for pool in (left[::-1], right):
        for listed in (True, False):
            for cell in pool:
                named = setting.within(cell.start, cell.end, "measure")
                named = [a for a in named if a.name.rule.endswith(".table")] if listed else named
                if named:
                    return _part(named)
    return None


def of_column(segment: Segment, setting: Setting) -> Thing | None:
    """The measure that the value's column is headed with, in a table whose columns are measures."""
    for header in setting.column_head(segment):
        things = {a.thing.key: a.thing for a in setting.within(header.start, header.end, "measure")}
        if len(things) == 1:
            return next(iter(things.values()))
    return None


def of_caption(segment: Segment, setting: Setting) -> Thing | None:
    """The one measure that the table's caption names; of a whole and its part right behind it, the part."""
    named = setting.caption(segment)
    while len(named) > 1 and named[1].name.start - named[0].name.end <= 1:
        named = named[1:]
    things = {a.thing.key: a.thing for a in named}
    return next(iter(things.values())) if len(things) == 1 else None


def of_line(segment: Segment, at: int, setting: Setting) -> Thing | None:
    """The measure named in the nearest line above a value's, where lines under a caption are what is left of a table."""
    caption = setting.lines_under_caption(segment) if segment.table is None else None
    if caption is None:
        return None
    named = [
        a for a in setting.before(at, "measure", reach=at - caption.end) if segment.segment - a.name.segment <= LINES_UP
    ]
    return named[0].thing if named else None


def is_of_another(segment: Segment, setting: Setting) -> bool:
    """Whether a row stands for something that has no known name: other rows' measures stand in a column that it fills too."""
    if segment.table is None:
        return False
    columns = {
        s.column
        for s in setting.table(segment.table)
        if any(
            a.name.rule.endswith(".table") or a.name.start - s.start <= CELL_OPENING
            for a in setting.within(s.start, s.end, "measure")
        )
    }
    return any(c.column in columns and c.end > c.start for c in setting.row(segment))


def _part(named: list[Appearance]) -> Thing:
    chosen = named[0]
    for other in named[1:]:
        if other.thing.parent == chosen.thing.key or other.name.start - chosen.name.end <= 1:
            chosen = other
    return chosen.thing

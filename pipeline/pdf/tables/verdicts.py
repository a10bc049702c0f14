"""Says whether a part of a page that is laid out in rows and columns is a table."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from pipeline.pdf.tables.laidout import LEVEL, Chunk, Layout
from pipeline.pdf.tables.regions import FIGURE_TITLE, Region
from pipeline.pdf.tables.wrapping import FIGURE
from pipeline.text.lines import is_caption_text

_FILLED = 0.4  # of its places, that a table must fill
_FIGURES = 0.5  # of the cells behind the first column that make a table of figures
_LONG_CELL = 12  # lines; cells of more are running text, but in tables that rules or captions show
_LONGEST_CELL = 30  # lines; likewise in those, where some other column is none
_ALL = 0.9  # of its places, that a table must fill which runs across columns of text
_WHOLE = 0.7  # of its places, that a table must fill which neither rules nor a caption show
_NAME = 4  # characters; cells no longer than that are a list of names
_COLUMN = 9.0  # heights; the narrowest column of text
_SPANNING = 0.05  # of a table's cells, that may run over several columns where neither rules nor a caption show it
_FULL, _FULL_APART = 0.75, 0.9  # of the longest line of a column; and where lines stand apart as a table's rows do
_LEAST_TEXT = 4  # full lines of a column of text
_NEAR, _TOGETHER = 1.3, 0.5  # pitches that lines of text are apart at most, and how many of them are that close
_OFF, _LEAST_OFF = 0.3, 3  # of the rows, and how many, whose cells are not level where columns are read for themselves
MARK = re.compile(
    r"[^\w\s]|[\ue000-\uf8ff①-⑳]|[\[［(（]?(?:\d{1,3}|[a-zA-Z]|[ivx]{1,4}|[一二三四五六七八九十]{1,3})[.．、:：)）\]］]?"
    r"|第?[一二三四五六七八九十\d]{1,3}[条條章节節]?[、.．]?|\d+(?:\.\d+)+[.:：]?"
)


def is_table(layout: Layout, region: Region) -> bool:
    """Whether rows and columns were found that text in columns, a list or a page of contents does not have."""
    rows = layout.rows()
    filled = sum(chunk is not None for row in rows for chunk in row)
    if len(rows) < 2 or filled < _FILLED * len(rows) * layout.columns:
        return False
    prose = [_is_prose(column, layout.pitch) for column in layout.chunks]
    longest = _LONGEST_CELL if (region.rules or region.captioned) and not all(prose) else _LONG_CELL
    if max(len(chunk.lines) for column in layout.chunks for chunk in column) > longest:
        return False
    if _is_list(layout) or _is_contents(layout) or _has_figure(layout) or _rows_miss(layout, rows):
        return False
    if region.rules >= 3 or (region.rules and region.captioned):
        return True
    if len(rows) < 3 or all(prose) or (not region.rules and _is_annotated(rows, prose)):
        return False
    if region.captioned or (region.rules and sum(prose) < 2):
        return True
    if prose[0] or len(layout.across) > _SPANNING * sum(len(column) for column in layout.chunks):
        return False
    return _is_plain(layout, rows, region.opens, prose)


def is_full(layout: Layout) -> bool:
    """Whether rows and columns are a table's beyond doubt: hardly a place is empty, and the cells of each row are level."""
    rows = layout.rows()
    filled = sum(chunk is not None for row in rows for chunk in row)
    if len(rows) < 3 or layout.columns < 3 or layout.across or filled < _ALL * len(rows) * layout.columns:
        return False
    prose = sum(_is_prose(column, layout.pitch) for column in layout.chunks)
    if prose > 0.5 * layout.columns or _off_level(layout, rows) > 0 or _are_names(rows):
        return False
    return may_go_on(layout)


def may_go_on(layout: Layout) -> bool:
    """Whether what stands in the columns of a table that may go on is no text in columns, list or page of contents."""
    if max(len(chunk.lines) for column in layout.chunks for chunk in column) > _LONGEST_CELL:
        return False
    if _is_list(layout) or _is_contents(layout) or _has_figure(layout):
        return False
    return not all(_is_prose(column, layout.pitch) for column in layout.chunks)


def _is_plain(layout: Layout, rows: Sequence[Sequence[Chunk | None]], opens: bool, prose: Sequence[bool]) -> bool:
    """Whether rows are a table's that neither rules nor a caption show: figures, or filled cells in several columns."""
    cells = [chunk for row in rows[1:] for chunk in row[1:] if chunk is not None]
    figures = sum(all(FIGURE.fullmatch(line.text) for line in chunk.lines) for chunk in cells)
    if figures >= _FIGURES * max(len(cells), 1) and len(rows) + layout.columns >= 6:
        return True
    filled = sum(chunk is not None for row in rows for chunk in row)
    if filled < _WHOLE * len(rows) * layout.columns or layout.columns < 3:
        return False
    if opens:
        return True
    names = _are_names(rows)
    short = sum(len(chunk.lines) <= 2 for chunk in cells)
    return not any(prose) and not names and len(rows) >= 4 and (layout.columns >= 4 or short >= 0.8 * len(cells))


def _is_annotated(rows: Sequence[Sequence[Chunk | None]], prose: Sequence[bool]) -> bool:
    """Whether one of two columns is text and the other one has few cells: notes in its margin."""
    filled = [sum(chunk is not None for chunk in column) for column in zip(*rows, strict=True)]
    return len(filled) == 2 and any(prose) and min(filled) < _WHOLE * len(rows)


def _are_names(rows: Sequence[Sequence[Chunk | None]]) -> bool:
    """Whether the cells behind the first row and column are a list of names in columns."""
    cells = [chunk for row in rows[1:] for chunk in row[1:] if chunk is not None]
    return all(len(line.text) <= _NAME for chunk in cells for line in chunk.lines)


def _is_prose(column: Sequence[Chunk], pitch: float) -> bool:
    """Whether a column is of full lines for the most part; lines that are not right below each other are fuller."""
    lines = [line for chunk in column for line in chunk.lines]
    if len(lines) < _LEAST_TEXT:
        return False
    near = sum(other.middle - one.middle <= _NEAR * pitch for one, other in pairwise(lines))
    full = _FULL if near >= _TOGETHER * (len(lines) - 1) else _FULL_APART
    widths = sorted(line.x1 - line.x0 for line in lines)
    return widths[-1] >= _COLUMN * (lines[0].y1 - lines[0].y0) and widths[len(widths) // 2] >= full * widths[-1]


def _rows_miss(layout: Layout, rows: Sequence[Sequence[Chunk | None]]) -> bool:
    """Whether many rows have cells that are not level, as two texts side by side have."""
    several = sum(sum(chunk is not None for chunk in row) > 1 for row in rows)
    return _off_level(layout, rows) >= max(_LEAST_OFF, _OFF * several)


def _off_level(layout: Layout, rows: Sequence[Sequence[Chunk | None]]) -> int:
    """How many rows have cells that neither begin, end nor stand around one middle together."""
    off = 0
    for row in rows:
        cells = [chunk for chunk in row if chunk]
        sides = ([c.top for c in cells], [c.middle for c in cells], [c.bottom for c in cells])
        off += bool(cells) and min(max(places) - min(places) for places in sides) > LEVEL * layout.pitch
    return off


def _has_figure(layout: Layout) -> bool:
    """Whether a figure's title stands in it: what is above it is a chart."""
    chunks = [*(chunk for column in layout.chunks for chunk in column), *(chunk for _, _, chunk in layout.across)]
    return any(FIGURE_TITLE.match(c.lines[0].text) and is_caption_text(c.lines[0].text) for c in chunks)


def _is_list(layout: Layout) -> bool:
    """Whether the columns with text are but two, of which the first holds nothing but bullets or numbers of items."""
    columns = [[line.text for chunk in column for line in chunk.lines] for column in layout.chunks if column]
    return len(columns) == 2 and sum(bool(MARK.fullmatch(text)) for text in columns[0]) > 0.5 * len(columns[0])


def _is_contents(layout: Layout) -> bool:
    """Whether the last column holds page numbers: whole numbers that do not fall, all the way, the first line too."""
    numbers = [line.text for chunk in layout.chunks[-1] for line in chunk.lines]
    if not all(re.fullmatch(r"[.…·\s]*\d{1,3}", text) for text in numbers):
        return False
    values = [int(re.sub(r"\D", "", text)) for text in numbers]
    return all(a <= b for a, b in pairwise(values))

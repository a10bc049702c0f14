"""Tables whose columns are parted by runs of spaces, as `pdftotext -layout` and typewritten texts have them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.text.lines import weight

_CELL = re.compile(r"\S+(?:[ \u3000]\S+)*")
_LEADERS = re.compile(r"[.．…·]{4,}|(?:[.·] ){3,}")  # of a table of contents
_LEAST_ROWS = 3
_WIDEST_PAIR = (
    22  # columns that the cells of a table with two columns are wide on average; wider ones are columns of running text
)
_WIDEST_LONE = 40  # columns of the one cell of a line in a table: the name of the rows below it, or what goes on from the row above
_FITTING = 0.8  # of a table's rows whose cells stand under each other


@dataclass(frozen=True, slots=True)
class _Cell:
    """A cell of a line: its text and the columns of the screen that it fills, CJK characters counted double."""

    text: str
    start: int
    end: int


def with_tabs(lines: Sequence[str]) -> list[str]:
    """The lines of a text, those of such tables with tabs between their cells; the number of lines stays."""
    done = list(lines)
    for first, rows in _runs(lines):
        for i, cells in enumerate(_in_columns(rows)):
            done[first + i] = "\t".join(cells)
    return done


def _runs(lines: Sequence[str]) -> Iterator[tuple[int, list[list[_Cell]]]]:
    """Stretches of lines with two cells or more each, and lines of one cell between them: the number of their first, and their cells."""
    rows: list[list[_Cell]] = []
    every = [[] if "\t" in line or _LEADERS.search(line) else _cells(line) for line in [*lines, ""]]
    for i, cells in enumerate(every):
        between = len(cells) == 1 and bool(rows) and i + 1 < len(every) and len(every[i + 1]) >= 2
        if len(cells) >= 2 or (between and cells[0].end - cells[0].start <= _WIDEST_LONE):
            rows.append(cells)
            continue
        if len(rows) >= _LEAST_ROWS:
            yield i - len(rows), rows
        rows = []


def _cells(line: str) -> list[_Cell]:
    found = []
    for match in _CELL.finditer(line):
        start = weight(line[: match.start()])
        found.append(_Cell(match[0], start, start + weight(match[0])))
    return found


def _in_columns(rows: list[list[_Cell]]) -> list[list[str]]:
    """The rows' cells, each in its column; none where they make no columns."""
    count = _usual_count(rows)
    full = [row for row in rows if len(row) == count]
    columns = [(min(r[k].start for r in full), max(r[k].end for r in full)) for k in range(count)]
    apart = all(left[1] < right[0] for left, right in zip(columns, columns[1:], strict=False))
    if not apart or len(full) < 2 or _is_running_text(full):
        return []
    placed = [_placed(row, columns) for row in rows]
    _join_rests(placed)
    if sum(p is not None for p in placed) < _FITTING * len(rows):
        return []
    return [p if p is not None else [c.text for c in row] for p, row in zip(placed, rows, strict=True)]


def _join_rests(rows: list[list[str] | None]) -> None:
    """Puts what stands alone in a later column behind the cell above it, which it goes on from; its own line is left empty."""
    for above, row in zip(rows, rows[1:], strict=False):
        filled = [k for k, text in enumerate(row or []) if text]
        if row and above and len(filled) == 1 and filled[0] > 0 and above[filled[0]]:
            k = filled[0]
            glue = " " if above[k][-1].isascii() and row[k][0].isascii() else ""
            above[k], row[k] = f"{above[k]}{glue}{row[k]}", ""


def _usual_count(rows: list[list[_Cell]]) -> int:
    counts = Counter(map(len, rows))
    return max(counts, key=lambda n: (counts[n], n))


def _is_running_text(rows: list[list[_Cell]]) -> bool:
    """Whether two columns are as wide as columns of a page."""
    if len(rows[0]) > 2:
        return False
    widths = [c.end - c.start for row in rows for c in row]
    return sum(widths) > _WIDEST_PAIR * len(widths)


def _placed(row: list[_Cell], columns: list[tuple[int, int]]) -> list[str] | None:
    """A row's cells under the columns that they stand in; None where one stands in two columns or two in one."""
    texts = [""] * len(columns)
    for cell in row:
        under = [k for k, (start, end) in enumerate(columns) if cell.start < end and start < cell.end]
        if len(under) != 1 or texts[under[0]]:
            return None
        texts[under[0]] = cell.text
    return texts

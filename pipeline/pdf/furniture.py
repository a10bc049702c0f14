"""Tells running headers, footers and page numbers from the text that they would cut in two."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from pipeline.pdf.printed import PrintedLine, PrintedPage

_BAND = 0.13  # of the page's height, at its top and bottom, where furniture stands
_NUMBER_BAND = 0.1  # the same for a page number that nothing else gives away
_REACH = 2  # pages; headers of even and odd pages alternate
_DRIFT = 6.0  # points by which a running header may move from page to page
_SIZE_DRIFT = 0.6  # points
_TALLEST = 1.6  # body sizes; larger type is a heading, though slides repeat it

_PAGE_NUMBER = re.compile(
    r"[\W_]*(?:第|page|p\.?|页码[:：]?)?\s*(?:\d{1,4}|[ivxlc]{1,7})\s*(?:页|頁)?"
    r"(?:\s*[,，]?\s*(?:/|of|共|\|)\s*\d{1,4}\s*(?:页|頁)?)?[\W_]*",
    re.IGNORECASE,
)
_CHANGING = re.compile(r"[\d\s]+|\b[ivxlc]+\b", re.IGNORECASE)


def find_furniture(pages: Sequence[PrintedPage], body_size: float) -> set[int]:
    """The `id`s of the lines that are furniture.

    A line is furniture when it stands in the top or bottom band and its words (numbers aside) stand at the same height
    on a page at most two further on or back, or when it is the outermost line and a page number. Text that runs up
    the margin is furniture when it repeats, wherever it stands.

    Args:
        pages: All pages that were read.
        body_size: Type size of the body in points.
    """
    found: set[int] = set()
    alike: dict[tuple[str, bool], list[PrintedLine]] = defaultdict(list)
    for page in pages:
        for line in page.lines:
            if line.vertical:
                if not page.vertical:
                    alike[_words(line), True].append(line)
            elif _in_band(line, page.height, _BAND) and line.size <= _TALLEST * body_size:
                alike[_words(line), False].append(line)
        found.update(id(line) for line in _page_numbers(page))
    for lines in alike.values():
        found.update(_repeated(lines))
    return {kept for page in pages for kept in _outside(page, found)}


def _outside(page: PrintedPage, found: set[int]) -> set[int]:
    """Of a page's candidates, those with no line of the body outside of them; at the top, one such line may be."""
    kept = {id(line) for line in page.lines if line.vertical and id(line) in found}
    upright = sorted((line for line in page.lines if not line.vertical), key=lambda line: (line.y0 + line.y1) / 2)
    upper = [line for line in upright if line.y0 < page.height / 2]
    lower = [line for line in reversed(upright) if line.y0 >= page.height / 2]
    for lines, passes in ((upper, 1), (lower, 0)):
        for row in _level(lines):
            candidates = {id(line) for line in row} & found
            passes -= not candidates
            if passes < 0:
                break
            kept |= candidates
    return kept


def _level(lines: Sequence[PrintedLine]) -> Iterator[list[PrintedLine]]:
    """Groups lines, in the order given, that stand at one height."""
    row: list[PrintedLine] = []
    for line in lines:
        if row and abs((line.y0 + line.y1) - (row[0].y0 + row[0].y1)) > line.size:
            yield row
            row = []
        row.append(line)
    if row:
        yield row


def _words(line: PrintedLine) -> str:
    """What stays of a line from page to page; a line of numbers alone has to stay as it is."""
    text = line.text.casefold()
    return re.sub(r"\W+", "", _CHANGING.sub("", text)) or text


def _in_band(line: PrintedLine, height: float, band: float) -> bool:
    return line.y1 < band * height or line.y0 > (1 - band) * height


def _repeated(lines: Sequence[PrintedLine]) -> set[int]:
    """Of lines with the same words, in page order, those that have a neighbour at their height."""
    found: set[int] = set()
    for i, line in enumerate(lines):
        for other in lines[i + 1 : i + 40]:
            if other.page - line.page > _REACH:
                break
            if other.page == line.page or abs(other.y0 - line.y0) > _DRIFT:
                continue
            if abs(other.size - line.size) <= _SIZE_DRIFT:
                found |= {id(line), id(other)}
    return found


def _page_numbers(page: PrintedPage) -> list[PrintedLine]:
    """The page numbers among a page's outermost lines."""
    upright = [line for line in page.lines if not line.vertical]
    if not upright:
        return []
    top, bottom = min(line.y0 for line in upright), max(line.y1 for line in upright)
    outermost = [x for x in upright if x.y0 < top + x.size or x.y1 > bottom - x.size]
    return [x for x in outermost if _in_band(x, page.height, _NUMBER_BAND) and _PAGE_NUMBER.fullmatch(x.text)]

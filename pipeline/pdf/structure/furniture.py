"""Tells running headers, footers and page numbers from the text that they would cut in two."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set

from pipeline.pdf.printed import PrintedLine, PrintedPage, PrintedTable
from pipeline.pdf.structure.page_numbers import counted_lines, ends_in_number, is_page_number

_BAND = 0.13  # of the page's height, at its top and bottom, where furniture stands
_NUMBER_BAND = 0.1  # the same for a page number that nothing else gives away
_STAMP_BAND = 0.12  # of the page's width, at its sides, where lines that run up the page are stamps
_REACH = 2  # pages; headers of even and odd pages alternate
_NEAR = 40  # lines with the same words that are compared with each
_MANY = 3  # lines with the same words may have any numbers
_SURE = 5  # pages with the same words make them furniture, if short, however close to the text
_SHORT = 0.6  # of the page's width
_DRIFT = 6.0  # points by which a running header may move from page to page
_SIZE_DRIFT = 0.6  # points
_TALLEST = 1.3  # body sizes; larger type is a heading, though slides repeat it
_SIDEBAR_PAGES = 3  # that a line beside the text repeats on
_LARGE_NUMBER = 1.1  # body sizes; a line in larger type that begins with a number is a heading
_PLACE_PAGES = 3  # on which a place in the band holds furniture, for other words there to be furniture too
_PLACE_SHARE = 0.5  # of the pages that have a line there
_APART = 1.1  # type sizes that such a line stands away from the text at least

_CHANGING = re.compile(r"[\d\s]+|\b[ivxlc]+\b", re.IGNORECASE)

_FIGURES = re.compile(r"[0-9]+")

Place = tuple[bool, int, int]
Bands = Mapping[int, Sequence[PrintedLine]]


def find_furniture(pages: Sequence[PrintedPage], body_size: float) -> set[int]:
    """The `id`s of the lines that are furniture.

    A line is furniture when it stands in the top or bottom band and its words (numbers aside) stand at the same height
    on a page at most two further on or back, when it holds a number that counts the pages, when it is the outermost
    line and a page number, or when its place holds furniture on the other pages. Text that runs up the margin is
    furniture when it repeats, wherever it stands, as do lines beside the text; loose lines always are.

    Args:
        pages: All pages that were read.
        body_size: Type size of the body in points.
    """
    bands = {page.number: _band_lines(page, _TALLEST * body_size) for page in pages}
    again = _again(pages, bands)
    found = {id(line) for page in pages for line in (*_page_numbers(page), *_stamps(page))}.union(*again)
    unsure = {line for same in again for line in same} & _unsure(pages, bands, again)
    apart = _apart(pages, bands, found)
    while unsure & found - apart:
        found -= unsure - apart
        apart = _apart(pages, bands, found)
    small = {n: [x for x in lines if x.size <= _LARGE_NUMBER * body_size] for n, lines in bands.items()}
    found |= counted_lines(small) & apart
    found |= _in_place(bands, found) & apart
    kept = {kept for page in pages for kept in _outside(page, found)} | _sidebars(pages)
    return kept | {id(line) for page in pages for line in page.lines if line.loose}


def _band_lines(page: PrintedPage, tallest: float) -> list[PrintedLine]:
    """A page's lines in the top and bottom bands, titles aside."""
    lines = [line for line in page.lines if not line.vertical and not line.loose and line.size <= tallest]
    return [line for line in lines if _in_band(line, page, _BAND)]


def _again(pages: Sequence[PrintedPage], bands: Bands) -> list[set[int]]:
    """The lines that stand again on a page near by, each set with the same words."""
    alike: dict[tuple[str, bool], list[PrintedLine]] = defaultdict(list)
    for page in pages:
        for line in bands[page.number]:
            alike[_words(line), False].append(line)
        for line in page.lines:
            if line.vertical and not page.vertical:
                alike[_words(line), True].append(line)
    return [_repeated(same) for same in alike.values()]


def _unsure(pages: Sequence[PrintedPage], bands: Bands, again: Sequence[set[int]]) -> set[int]:
    """The lines in the bands that are furniture only if they stand apart: long ones, and those that repeat rarely."""
    pages_of = {id(line): line.page for lines in bands.values() for line in lines}
    often = {i for same in again if len({pages_of.get(i) for i in same}) >= _SURE for i in same}
    short = {id(x) for page in pages for x in bands[page.number] if x.x1 - x.x0 < _SHORT * _width(x, page)}
    return pages_of.keys() - (often & short)


def _sidebars(pages: Sequence[PrintedPage]) -> set[int]:
    """The lines beside the text that repeat on several pages."""
    alike: dict[str, list[PrintedLine]] = defaultdict(list)
    for page in pages:
        for line in _beside(page.lines):
            alike[line.text].append(line)
    often = [same for same in alike.values() if len({line.page for line in same}) >= _SIDEBAR_PAGES]
    return set().union(*map(_repeated, often))


def _outside(page: PrintedPage, found: set[int]) -> set[int]:
    """Of a page's candidates, those with no line of the body outside of them; at the top, one such line may be."""
    lines = [line for line in page.lines if not line.loose]
    kept = {id(line) for line in lines if line.vertical and id(line) in found}
    for direction in {line.direction for line in lines}:
        upright = [line for line in lines if not line.vertical and line.direction == direction]
        upright.sort(key=_middle)
        half = _height(upright[0], page) / 2 if upright else 0.0
        upper = [line for line in upright if line.y0 < half]
        lower = [line for line in reversed(upright) if line.y0 >= half]
        for side, passes in ((upper, 1), (lower, 0)):
            kept |= _outermost(side, found, passes)
    return kept


def _outermost(lines: Sequence[PrintedLine], found: set[int], passes: int) -> set[int]:
    """Candidates among lines given from the outside in, until more than `passes` rows without any came by."""
    kept: set[int] = set()
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


def _middle(line: PrintedLine) -> float:
    return (line.y0 + line.y1) / 2


def _height(line: PrintedLine, page: PrintedPage) -> float:
    """The page's height, turned so that the line stands upright."""
    return page.width if line.direction % 2 else page.height


def _width(line: PrintedLine, page: PrintedPage) -> float:
    """The page's width, turned likewise."""
    return page.height if line.direction % 2 else page.width


def _words(line: PrintedLine) -> str:
    """What stays of a line from page to page; a line of numbers alone has to stay as it is."""
    text = line.text.casefold()
    return re.sub(r"\W+", "", _CHANGING.sub("", text)) or text


def _in_band(line: PrintedLine, page: PrintedPage, band: float) -> bool:
    height = _height(line, page)
    return line.y1 < band * height or line.y0 > (1 - band) * height


def _repeated(lines: Sequence[PrintedLine]) -> set[int]:
    """Of lines with the same words, in page order, those that have a neighbour at their height."""
    found: set[int] = set()
    for i, line in enumerate(lines):
        for other in lines[i + 1 : i + _NEAR]:
            if other.page - line.page > _REACH:
                break
            if other.page == line.page or abs(other.y0 - line.y0) > _DRIFT:
                continue
            if abs(other.size - line.size) <= _SIZE_DRIFT and (len(lines) >= _MANY or _counts_on(line, other)):
                found |= {id(line), id(other)}
    return found


def _counts_on(one: PrintedLine, other: PrintedLine) -> bool:
    """Whether two lines with the same words have the same numbers too, but for one that counts the pages."""
    if _FIGURES.sub("", one.text) != _FIGURES.sub("", other.text):
        return False
    pairs = zip(_FIGURES.findall(one.text), _FIGURES.findall(other.text), strict=False)
    return all(a == b or int(b) - int(a) == other.page - one.page for a, b in pairs)


def _page_numbers(page: PrintedPage) -> list[PrintedLine]:
    """The page numbers among a page's outermost lines, and what stands level with one, apart from the text."""
    upright = [line for line in page.lines if not line.vertical and not line.loose]
    if not upright:
        return []
    top, bottom = min(line.y0 for line in upright), max(line.y1 for line in upright)
    outermost = [x for x in upright if x.y0 < top + x.size or x.y1 > bottom - x.size]
    outermost = [x for x in outermost if _in_band(x, page, _NUMBER_BAND)]
    numbers = [x for x in outermost if is_page_number(x.text)]
    numbers += [x for x in outermost if ends_in_number(x) and _stands_apart(x, page)]
    level = [x for x in outermost if any(abs(_middle(x) - _middle(n)) < 0.5 * x.size for n in numbers)]
    return numbers + [x for x in level if _stands_apart(x, page)]


def _beside(lines: Sequence[PrintedLine]) -> list[PrintedLine]:
    """The lines that stand wholly beside the column that holds most of a page's text, as a sidebar does."""
    length: Counter[int] = Counter()
    for line in lines:
        length[line.zone] += len(line.text)
    if len(length) < 2:
        return []
    ((main, _),) = length.most_common(1)
    column = [line for line in lines if line.zone == main]
    left, right = min(line.x0 for line in column), max(line.x1 for line in column)
    return [x for x in lines if not x.vertical and not x.loose and (x.x1 < left or x.x0 > right)]


def _stamps(page: PrintedPage) -> list[PrintedLine]:
    """Lines that run up or down the page outside of all its text: a download's address, the name of a chapter."""
    upright = [line for line in page.lines if not line.vertical and not line.loose and line.direction == 0]
    sideways = [line for line in page.lines if line.vertical and line.direction == 0]
    if not upright or not sideways:
        return []
    left, right = min(line.x0 for line in upright), max(line.x1 for line in upright)
    outer = _STAMP_BAND * page.width
    return [x for x in sideways if x.x1 < min(left, outer) or x.x0 > max(right, page.width - outer)]


def _in_place(bands: Bands, found: set[int]) -> set[int]:
    """Lines whose place holds furniture on other pages: a header that names a section of one page."""
    held: Counter[Place] = Counter()
    used: Counter[Place] = Counter()
    for lines in bands.values():
        used.update({_place(line) for line in lines})
        held.update({_place(line) for line in lines if id(line) in found})
    places = {p for p, count in held.items() if count >= _PLACE_PAGES and count >= _PLACE_SHARE * used[p]}
    return {id(line) for lines in bands.values() for line in lines if _place(line) in places}


def _place(line: PrintedLine) -> Place:
    """A line's height and type size, roughly."""
    return bool(line.direction % 2), round(line.y1 / 2), round(line.size * 2)


def _apart(pages: Sequence[PrintedPage], bands: Bands, found: Set[int]) -> set[int]:
    """The lines in the bands that stand apart from the text, once what is found is set aside."""
    return {id(line) for page in pages for line in bands[page.number] if _stands_apart(line, page, found)}


def _stands_apart(line: PrintedLine, page: PrintedPage, aside: Set[int] = frozenset()) -> bool:
    """Whether a line is further from the text than its height; lines set aside with it do not count."""
    upper = line.y0 < _height(line, page) / 2
    y0, y1, reach = line.y0, line.y1, _APART * line.size
    for other in page.items:  # most are far away: that is asked first
        if (other.y0 > y0) != upper or other.y0 - y1 > reach or y0 - other.y1 > reach:
            continue
        if isinstance(other, PrintedTable) or other.loose or other.vertical or id(other) in aside:
            continue
        if abs(_middle(other) - _middle(line)) > line.size:
            return False
    return True

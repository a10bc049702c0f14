"""Recognises page numbers: by their form, and by counting on from page to page."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence

from pipeline.pdf.printed import PrintedLine

_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50}
_WIDE_ROMAN = {chr(0x2160 + n): n + 1 for n in range(12)} | {chr(0x2170 + n): n + 1 for n in range(12)}
_ROMAN_NUMBER = r"(?=[ivxl])(?:xl|l?x{0,3})(?:ix|iv|v?i{0,3})(?![a-z])"  # to 89, which no front matter exceeds
_NUMBER = rf"(?:\d{{1,4}}|{_ROMAN_NUMBER}|[\u2160-\u217b])"
_PAGE_NUMBER = re.compile(
    rf"[\W_]*(?:第|page|p\.?|页码[:：]?)?\s*{_NUMBER}\s*(?:页|頁)?"
    rf"(?:\s*[,，]?\s*(?:/|of|共|\|)\s*\d{{1,4}}\s*(?:页|頁)?)?[\W_]*",
    re.IGNORECASE,
)
_OUTER = re.compile(
    rf"^[\W_]*(?:第|page\s|p\.)?\s*({_NUMBER})(?![\w.,:%)）、])|(?<![\w.,(（])({_NUMBER})\s*(?:页|頁)?[\W_]*$",
    re.IGNORECASE,
)
_DRIFT = 6.0  # points by which page numbers may move up or down
_REACH = 2  # pages between two numbers that count on; numbers of even and odd pages may stand apart
_FAR = 8.0  # type sizes between a header's words and its number
_LONGEST = 90  # characters of a running header that holds a page number


def is_page_number(text: str) -> bool:
    """Whether a line is nothing but a page number: 12, — 12 —, Ⅳ, 12/45, 第 12 页 共 45 页, Page 3 of 9."""
    return _PAGE_NUMBER.fullmatch(text) is not None


def ends_in_number(line: PrintedLine) -> bool:
    """Whether a running header's words and its page number stand far apart on one line."""
    edges = line.strip.edges
    for match in _OUTER.finditer(line.text) if edges else ():
        gap = match.end(1) if match.group(1) else match.start(2) - 1
        if 0 < gap < len(line.text) - 1 and edges[gap + 1] - edges[gap] >= _FAR * line.size:
            return True
    return False


def counted_lines(bands: Mapping[int, Sequence[PrintedLine]]) -> set[int]:
    """The `id`s of the lines that begin or end with a number that counts the pages.

    Args:
        bands: Each page's lines in the bands where furniture stands, by the page's number.
    """
    by_offset: dict[int, list[PrintedLine]] = defaultdict(list)
    for number, lines in bands.items():
        for line in lines:
            for value in _outer_numbers(line.text):
                by_offset[value - number].append(line)
    found: set[int] = set()
    for lines in by_offset.values():
        for i, line in enumerate(lines):
            for other in lines[i + 1 :]:
                if other.page - line.page > _REACH:
                    break
                if other.page != line.page and abs(other.y1 - line.y1) <= _DRIFT and _alike(line, other):
                    found |= {id(line), id(other)}
    return found


def _alike(one: PrintedLine, other: PrintedLine) -> bool:
    """Whether two lines are set in the same type; a line of the text is not taken for one with a page number."""
    return abs(one.size - other.size) <= 0.6 and one.bold == other.bold


def _outer_numbers(text: str) -> set[int]:
    """The numbers at a line's ends."""
    if len(text) > _LONGEST:
        return set()
    found = [match.group(1) or match.group(2) for match in _OUTER.finditer(text)]
    return {value for value in map(_value, found) if value}


def _value(figures: str) -> int:
    """The number that figures stand for, Roman ones too; 0 for none."""
    if figures.isdecimal():
        return int(figures)
    if figures in _WIDE_ROMAN:
        return _WIDE_ROMAN[figures]
    values = [_ROMAN[c] for c in figures.lower()]
    following = [*values[1:], 0]
    return sum(-a if a < b else a for a, b in zip(values, following, strict=True))

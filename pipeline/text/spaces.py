"""Drops the spaces that justification, letter-spacing and full-width cells put where the author meant none.

A PDF has gaps, and its reader makes spaces of them: between the characters of justified Chinese ("并 于 同 年"), between
letters set wide ("R E P O R T"), beside half-width marks that stand in full-width cells ("( 室) ", "0. 15").
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median

from pipeline.text.repair import CJK_MARKS, HAN, Strip

SHARED_MARKS = "“”‘’—·"  # used by both scripts: CJK only beside CJK

_MEANT = 0.4  # type sizes by which a gap between two ideographs exceeds the line's usual one when it is meant
_CELL = 0.75  # type sizes; a mark narrower than its cell leaves a smaller gap
_POINT = 0.35  # the same between a point and a digit
_LETTER_GAP = 0.6  # type sizes; letters further apart are a list or a table's heads
_UNEVEN = 1.5  # usual gaps of a letter-spaced stretch; a wider gap parts words
_FEWEST_LETTERS = 4

_CLOSE = f"{HAN}{CJK_MARKS}"
_EAST = re.compile(f"[{_CLOSE}]")
_STRAY = re.compile(
    f"(?<=[{_CLOSE}])[ \u3000]+(?=[{_CLOSE}{SHARED_MARKS}])|(?<=[{SHARED_MARKS}]) +(?=[{_CLOSE}])"
    f"|(?<=[{CJK_MARKS}]) +(?=.)| +(?=[{CJK_MARKS}])"
)
_HAN_ONLY = re.compile(f"[{HAN}]")
_SUSPECT = re.compile(r" (?:\S \S(?: |$)|[.,:;!?)\]—–])|[(\[] |[.,—–] \d")
_SPLIT_NUMBER = re.compile(r"(?<![\d.,])(\d+)( ?)([.,])( ?)(\d+)(?![\d.]|,\d)")
_BESIDE_BRACKET = re.compile(r"(?<=[(\[]) +(?=[^\s)\]])|(?<=[^\s(\[]) +(?=[)\]])")
_BESIDE_DASH = re.compile(r"(?<=\d) (?=[—–]\d)|(?<=\d[—–]) (?=\d)")
_BEFORE_MARK = re.compile(rf"(?<=[{HAN}]) +(?=[.,:;!?](?![.,:;!?\d]| [.,]))")
_LETTERS = re.compile(r"(?<!\S)[A-Za-z0-9](?: [A-Za-z0-9.&-])+(?!\S)")
_YEAR = re.compile(r"(?:19|20)\d\d(?!\d)")


def mend_spaces(strip: Strip, *, size: float = 0.0) -> Strip:
    """Drops stray spaces; spaces between digits and between CJK and Latin stay: the source may mean them.

    A gap between ideographs is meant when it is wider than the line's others or, without geometry, stands between two
    words of several characters; but not where each side is a single character, as in letter-spaced headings.

    Args:
        strip: A line.
        size: Its type size in points; 0 where there is no geometry.
    """
    while True:
        if " " not in strip.text and "\u3000" not in strip.text:
            return strip
        dropped = {i for start, end in _stray(_Line(strip, size)) for i in range(start, end)}
        if not dropped:
            return strip
        strip = strip.pick([i for i in range(len(strip.text)) if i not in dropped])


@dataclass(slots=True)
class _Line:
    """A line and its gaps, in type sizes."""

    strip: Strip
    size: float

    @property
    def text(self) -> str:
        return self.strip.text

    @property
    def measured(self) -> bool:
        """Whether the gaps are known."""
        return self.size > 0 and bool(self.strip.edges)

    def gap(self, start: int, end: int) -> float:
        """The width of the space `text[start:end]`."""
        return (self.strip.edges[end] - self.strip.edges[start]) / self.size

    def narrow(self, start: int, end: int, limit: float) -> bool:
        """Whether a space is known to be narrower than `limit`; an empty one is."""
        return start == end or (self.measured and self.gap(start, end) < limit)

    def usual_gap(self) -> float:
        """What stands between two ideographs of the line, most of them or at least a quarter."""
        text, edges = self.text, self.strip.edges
        places = [i for i, char in enumerate(text) if char not in " \u3000"]
        gaps = [
            (edges[j] - edges[i]) / self.size - 1
            for i, j in zip(places, places[1:], strict=False)
            if _HAN_ONLY.match(text, i) and _HAN_ONLY.match(text, j)
        ]
        return max(sorted(gaps)[len(gaps) // 4], 0.0) if gaps else 0.0


def _stray(line: _Line) -> Iterator[tuple[int, int]]:
    """The spans of stray spaces."""
    if _EAST.search(line.text):
        yield from _between_ideographs(line)
    if _SUSPECT.search(line.text):
        yield from _in_numbers(line)
        yield from _between_letters(line)
        if line.measured:
            yield from _beside_marks(line)


def _between_ideographs(line: _Line) -> Iterator[tuple[int, int]]:
    usual: float | None = None
    for space in _STRAY.finditer(line.text):
        start, end = space.span()
        if not (_HAN_ONLY.match(line.text, start - 1) and _HAN_ONLY.match(line.text, end)):
            if "\u3000" not in space.group():
                yield start, end
            continue
        left, right = _alone(line.text, start, end)
        if left and right:
            yield start, end
        elif "\u3000" in space.group():
            continue
        elif line.measured:
            usual = line.usual_gap() if usual is None else usual
            if line.gap(start, end) - usual < _MEANT:
                yield start, end
        elif left or right:
            yield start, end


def _alone(text: str, start: int, end: int) -> tuple[bool, bool]:
    """Whether the ideographs left and right of a space stand alone."""
    left = start < 2 or text[start - 2] in " \u3000"
    return left, end + 1 >= len(text) or not _HAN_ONLY.match(text, end + 1)


def _in_numbers(line: _Line) -> Iterator[tuple[int, int]]:
    """The spaces of "1 , 000", "12 .5" and "0. 15"."""
    for number in _SPLIT_NUMBER.finditer(line.text):
        if not (number[2] or number[4]) or not _is_one_number(line, number):
            continue
        for group in (2, 4):
            if number[group]:
                yield number.span(group)


def _is_one_number(line: _Line, number: re.Match[str]) -> bool:
    whole, before, mark, after, rest = number.groups()
    loose = line.measured and not (line.narrow(*number.span(2), _POINT) and line.narrow(*number.span(4), _POINT))
    if loose or (mark == "," and (len(whole) > 3 or len(rest) != 3)):
        return False
    if before or (whole == "0" and mark == "."):
        return True
    if not line.measured or _EAST.search(line.text) is None:
        return False
    ahead = line.text[number.end() : number.end() + 2].strip()
    if mark == "," or number.start() > 0:
        return ahead == "" or _EAST.match(ahead) is not None or ahead[0] in "%~-–)]/倍"
    return len(whole) <= 2 and len(rest) <= 2 and line.text[number.end() : number.end() + 1] == " "


def _between_letters(line: _Line) -> Iterator[tuple[int, int]]:
    """The spaces of a letter-spaced stretch ("R E P O R T", "2 0 1 9"), but for wider ones between its words."""
    for stretch in _LETTERS.finditer(line.text):
        letters = stretch.group()[::2]
        spaces = range(stretch.start() + 1, stretch.end(), 2)
        if not _is_word(letters, line):
            continue
        gaps = [line.gap(i, i + 1) for i in spaces] if line.measured else [0.0] * len(spaces)
        usual = median(gaps)
        if usual < _LETTER_GAP:
            yield from ((i, i + 1) for i, gap in zip(spaces, gaps, strict=True) if gap <= _UNEVEN * usual)


def _is_word(letters: str, line: _Line) -> bool:
    """Whether single characters, each apart, are letters of words or a year's digits and not the items of a list."""
    steps = [ord(b) - ord(a) for a, b in zip(letters, letters[1:], strict=False)]
    if len(letters) < _FEWEST_LETTERS or all(step == 1 for step in steps):
        return False
    if letters.replace(".", "").isdigit():
        return line.measured and _YEAR.match(letters) is not None
    return sum(c.isalpha() for c in letters) >= _FEWEST_LETTERS


def _beside_marks(line: _Line) -> Iterator[tuple[int, int]]:
    """The spaces inside half-width brackets, at a range's dash, and before a half-width mark that ends a clause."""
    for pattern, limit in ((_BESIDE_BRACKET, _CELL), (_BEFORE_MARK, _CELL), (_BESIDE_DASH, _POINT)):
        for space in pattern.finditer(line.text):
            if line.narrow(*space.span(), limit):
                yield space.span()

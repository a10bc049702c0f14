"""What a line's place says about paragraphs: whether it is indented, fills its column, hangs under an item's words."""

from __future__ import annotations

import re

from pipeline.pdf.printed import Group, PrintedLine
from pipeline.text.lines import marker_end, pauses
from pipeline.text.repair import CJK_MARKS, HAN

_LABEL = re.compile(r"[^\s，。；：,.;:（(]{1,8}(?:\s?\d{1,2})?\s?[：:]\s*(?=\S)")  # 注 1：… 基金项目：…
_LEVEL = 0.4  # ems by which a line may miss the place that it is set to
_NEAR = 6  # lines of a group that show how wide it is set
_FLUSH = 0.12  # ems by which two lines may end apart when both are full
_NARROW, _NARROW_SHARE = 15.0, 0.45  # ems, and share of the column, that such lines are wide at least
_NUMBER = re.compile(r"\d{1,3}")
_CJK_WORD = re.compile(rf"[{CJK_MARKS}]{{0,2}}[{HAN}][，、。；：？！）》〉」』】〕]{{0,4}}|[{CJK_MARKS}]{{2}}")
_FIRST_WORD = re.compile(rf"(?:§{{1,2}}\s?|[{CJK_MARKS}])?[^\s\u3000-\u9fff\uff00-\uffef]*")
_HAN = re.compile(f"[{HAN}]")
_CAPITAL, _SMALL = re.compile(r"[A-Z]"), re.compile(r"[a-zà-ɏ]")
_SMALL_CAPS = (0.7, 0.92)  # how high small capitals are beside the capitals of their line


def indent(line: PrintedLine) -> float:
    """How far a line stands from its column's left margin, in ems."""
    return (line.x0 - line.left) / max(line.size, 1.0)


def room(line: PrintedLine) -> float:
    """How much of its column a line leaves free at its right, in ems."""
    return (line.right - line.x1) / max(line.size, 1.0)


def width(line: PrintedLine) -> float:
    """The width of a line's column, in ems."""
    return (line.right - line.left) / max(line.size, 1.0)


def is_short(line: PrintedLine, following: PrintedLine) -> bool:
    """Whether the following line's first word would have fitted: the author broke the line, not the typesetter."""
    return room(line) > _first_word(following) + 0.9


def ends_short(group: Group, following: PrintedLine) -> bool:
    """The same for the last line of a group, whose lines may all keep further from the margin than the column's.

    Two lines that end at one place beside a box were set to its side.
    """
    last = group.last
    em = max(last.size, 1.0)
    free = room(last)
    if len(group.lines) > 1:
        free = min(free, max(line.x1 - last.x1 for line in group.lines[-_NEAR:-1]) / em)
    level = abs(last.x1 - following.x1) < _FLUSH * em and last.x1 - last.x0 > max(
        _NARROW * em, _NARROW_SHARE * width(last) * em
    )
    level = level and not pauses(last.text)
    return not level and free > _first_word(following) + 0.9


def _first_word(line: PrintedLine) -> float:
    """The width of a line's first word in ems; CJK words of one character and the marks that cling to it."""
    text, edges = line.strip.text, line.strip.edges
    clinging = _CJK_WORD.match(text)
    if clinging:
        return max(1.6, float(clinging.end()))
    end = _FIRST_WORD.match(text)
    stop = max(end.end() if end else 1, 1)
    return (edges[min(stop, len(edges) - 1)] - edges[0]) / max(line.size, 1.0) + 0.2


def is_centred(line: PrintedLine) -> bool:
    """Whether a line stands in the middle of its column, away from both margins."""
    left, right = indent(line), room(line)
    return left > 1.5 and right > 1.5 and abs(left - right) < 1.5


def text_starts(line: PrintedLine) -> list[float]:
    """Where the words of an item begin, in points: behind its bullet, its number, its label."""
    ends = [marker_end(line.text)]
    label = _LABEL.match(line.text)
    if label:
        ends.append(label.end())
    return [line.strip.edges[end] for end in ends if 0 < end < len(line.text)]


def hangs_under(group: Group, line: PrintedLine) -> bool:
    """Whether a line stands right under the words of the item that a group begins with."""
    first = group.lines[0]
    starts = text_starts(first)
    starts += [x.x0 for x in group.lines[1:2] if x.x0 - x.left > first.x0 - first.left + 0.6 * x.size]
    if not starts:
        return False
    places = (line.x0, line.x0 - line.left + first.left)  # as on the page, and as in another column
    reach = _LEVEL * max(line.size, 1.0)
    return any(abs(place - start) <= reach for place in places for start in starts)


def returns(group: Group, line: PrintedLine) -> bool:
    """Whether a line stands where the first of a group with a hanging indent does: it begins the next entry."""
    if len(group.lines) < 2:
        return False
    first, second = group.lines[0], group.lines[1]
    hung = (second.x0 - second.left) - (first.x0 - first.left) > 0.8 * line.size
    return hung and abs((line.x0 - line.left) - (first.x0 - first.left)) <= _LEVEL * line.size


def lies_below(group: Group, line: PrintedLine) -> bool:
    """Whether a line stands not far below the last one of a group, under most of it, in the same type."""
    last = group.last
    if line.page != last.page or line.vertical or last.vertical or abs(line.size - last.size) > 0.04 * line.size:
        return False
    shared = min(line.x1, last.x1) - max(line.x0, last.x0)
    under = is_aligned(last, line) or shared > 0.5 * min(line.x1 - line.x0, last.x1 - last.x0)
    return under and 0.5 * line.size < line.y1 - last.y1 < 2.8 * line.size


def is_aligned(one: PrintedLine, other: PrintedLine) -> bool:
    """Whether two lines begin below each other."""
    return abs(one.x0 - other.x0) <= _LEVEL * max(other.size, 1.0)


def stands_off(group: Group, line: PrintedLine) -> bool:
    """Whether a line stands further below a group than the group's lines below each other, or not quite under them."""
    if len(group.lines) < 2:
        return False
    one, last = group.lines[-2:]
    if one.page != last.page or one.zone != last.zone:
        return False
    step, usual = line.y1 - last.y1, last.y1 - one.y1
    aligned = len(group.lines) > 2 or last.x0 - one.x0 > 0.8 * last.size
    return step > 1.25 * usual + 1 or (aligned and abs(line.x0 - last.x0) > 0.3 * line.size)


def follows_on(group: Group, line: PrintedLine) -> bool:
    """Whether a line's number is the next one after that of the item that a group begins with, and printed like it."""
    one, other = _numbered(group.lines[0].text), _numbered(line.text)
    return one is not None and other is not None and one[0] == other[0] and one[1] + 1 == other[1]


def _numbered(text: str) -> tuple[tuple[str, str], int] | None:
    """What stands around an item's last figure, and the figure."""
    marker = text[: marker_end(text)]
    figures = list(_NUMBER.finditer(marker))
    if not figures:
        return None
    last = figures[-1]
    return (marker[: last.start()], marker[last.end() :].strip()), int(last.group())


def is_small_caps(line: PrintedLine, size: float) -> bool:
    """Whether a line's smaller type is that of small capitals in text of `size` points."""
    if not _SMALL_CAPS[0] * size <= line.size <= _SMALL_CAPS[1] * size:
        return False
    capitals = len(_CAPITAL.findall(line.text))
    if _HAN.search(line.text):
        return False
    return capitals >= 4 and capitals > 2 * len(_SMALL.findall(line.text))

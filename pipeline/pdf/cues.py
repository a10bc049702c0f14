"""What a line's place says about paragraphs: whether it is indented, fills its column, stands in its middle."""

from __future__ import annotations

import re

from pipeline.pdf.printed import PrintedLine
from pipeline.text.repair import CJK_MARKS, HAN


def indent(line: PrintedLine) -> float:
    """How far a line stands from its column's left margin, in ems."""
    return (line.x0 - line.left) / max(line.size, 1.0)


def room(line: PrintedLine) -> float:
    """How much of its column a line leaves free at its right, in ems."""
    return (line.right - line.x1) / max(line.size, 1.0)


def is_short(line: PrintedLine, following: PrintedLine) -> bool:
    """Whether the following line's first word would have fitted: the author broke the line, not the typesetter."""
    return room(line) > _first_word(following) + 0.9


def _first_word(line: PrintedLine) -> float:
    """The width of a line's first word in ems; CJK words of one character and the mark that clings to it."""
    text, edges = line.strip.text, line.strip.edges
    if re.match(rf"[{HAN}{CJK_MARKS}]", text):
        return 1.6
    end = re.match(r"[^\s\u3000-\u9fff\uff00-\uffef]*", text)
    stop = max(end.end() if end else 1, 1)
    return (edges[min(stop, len(edges) - 1)] - edges[0]) / max(line.size, 1.0) + 0.2


def is_centred(line: PrintedLine) -> bool:
    """Whether a line stands in the middle of its column, away from both margins."""
    left, right = indent(line), room(line)
    return left > 1.5 and right > 1.5 and abs(left - right) < 1.5

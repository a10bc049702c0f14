"""The clause around a value: where its per-phrase, role and year stand."""

from __future__ import annotations

import re

BREAK = re.compile(r"[，,。；;：:！？!?（）()\n\t【】\[\]]")
HARD = re.compile(r"[。；;！？!?\n\t]|\. ")


def clause(text: str, start: int, end: int, *, left: int = 60, right: int = 24) -> tuple[int, int]:
    """Span of the clause that holds `text[start:end]`: to the nearest comma, bracket or full stop on both sides.

    A comma between digits (1,000) is none. `left` and `right` cap the reach, in characters.
    """
    begin = max(0, start - left)
    for match in BREAK.finditer(text, begin, start):
        if not _in_number(text, match.start()):
            begin = match.end()
    stop = min(len(text), end + right)
    for match in BREAK.finditer(text, end, stop):
        if not _in_number(text, match.start()):
            stop = match.start()
            break
    return begin, stop


def sentence(text: str, start: int, end: int, *, reach: int = 160) -> tuple[int, int]:
    """Span of the sentence-like stretch around `text[start:end]`, at most `reach` characters to each side."""
    begin = max(0, start - reach)
    for match in HARD.finditer(text, begin, start):
        begin = match.end()
    stop = HARD.search(text, end, min(len(text), end + reach))
    return begin, stop.start() if stop else min(len(text), end + reach)


def _in_number(text: str, at: int) -> bool:
    return text[at] in ",，" and text[at - 1 : at].isdigit() and text[at + 1 : at + 2].isdigit()

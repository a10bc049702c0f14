"""Builds regular expressions from word lists: alternatives that share their beginnings, and forms that end where another begins."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

Tree = dict[str, "Tree"]
END = ""  # the key in a tree that says that a form may end here


def alternatives(forms: Iterable[str], *, blanks: bool = False) -> str:
    """A regular expression's alternatives, the longest that fits first, so that 千万 wins over 千.

    Forms that begin alike share a branch: hundreds of forms cost little more than a few. Without forms it matches nothing. With
    `blanks`, a space in a form stands for any blank, a line break too.
    """
    tree: Tree = {}
    for form in sorted(set(forms)):
        node = tree
        for char in form:
            node = node.setdefault(char, {})
        node[END] = {}
    return _branch(tree, blank=r"\s" if blanks else r"\ ") if tree else r"(?!)"


def _branch(tree: Tree, *, blank: str) -> str:
    """The pattern of what may follow at a node; where a form may end, all that goes on comes first."""
    ends = END in tree
    parts = [
        (blank if char == " " else re.escape(char)) + _branch(below, blank=blank)
        for char, below in tree.items()
        if char != END
    ]
    if not parts:
        return ""
    if len(parts) == 1 and not ends:
        return parts[0]
    return f"(?:{'|'.join(parts)}){'?' if ends else ''}"


class Ending(NamedTuple):
    """A form that ends before a place: its span, and the form as the list has it."""

    start: int
    end: int
    form: str


class Endings:
    """Finds the longest form of a list that ends at a place, a blank between it and the place aside.

    Reads backwards from the place, so that nothing is tried at the places before it. Latin forms begin as whole words.
    """

    def __init__(self, forms: Iterable[str]) -> None:
        folded = {fold(f)[::-1]: f for f in forms}
        self._longest = max((len(f) for f in folded), default=0) + 2
        self._pattern = re.compile(rf"(\s?)({alternatives(folded)})")
        self._lasts = frozenset(f[0] for f in folded)
        self._forms = folded

    def before(self, text: str, at: int) -> Ending | None:
        """The longest form that ends at `at`."""
        last = text[at - 1 : at] if not text[at - 1 : at].isspace() else text[at - 2 : at - 1]
        if last.lower() not in self._lasts:
            return None
        window = fold(text[max(0, at - self._longest) : at])[::-1]
        match = self._pattern.match(window)
        if not match or not stands_free(window, match.start(2), match.end(2)):
            return None
        return Ending(at - match.end(2), at - match.start(2), self._forms[match[2]])


def stands_free(text: str, start: int, end: int) -> bool:
    """Whether no letter goes on behind `text[start:end]`, should it end with one; both in ASCII."""
    last, after = text[end - 1 : end], text[end : end + 1]
    return not (last.isascii() and last.isalpha() and after.isascii() and after.isalpha())


def fold(text: str) -> str:
    """The text in lower case at the same offsets; as it is where lower case is longer (İ)."""
    lower = text.lower()
    return lower if len(lower) == len(text) else text

"""Finds many fixed forms in a text in one pass: the longest form at each place, Latin ones only as whole words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Generic, TypeVar

T = TypeVar("T")

LOWER = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz")  # keeps every offset, unlike casefold


class FormIndex(Generic[T]):
    """Forms with what they stand for, found by their first two characters.

    A regular expression of thousands of alternatives tries them all at each place; this looks two characters up.
    """

    def __init__(self, forms: Iterable[tuple[str, T]], *, ignore_case: bool = False) -> None:
        """Takes (form, value) pairs; forms of one character are left out."""
        self._ignore_case = ignore_case
        values: dict[str, list[T]] = defaultdict(list)
        for form, value in forms:
            if len(form) >= 2:
                values[form.translate(LOWER) if ignore_case else form].append(value)
        self._by_start: dict[str, list[tuple[str, list[T]]]] = defaultdict(list)
        for form in sorted(values, key=lambda f: (-len(f), f)):
            self._by_start[form[:2]].append((form, values[form]))

    def find(self, text: str, start: int, end: int) -> Iterator[tuple[int, int, list[T]]]:
        """Yields (start, end, values) of the longest form at each place of `text[start:end]`, without overlap."""
        shift = max(0, start - 1) if self._ignore_case else 0  # only the part asked for is put in lower case
        if self._ignore_case:
            text = text[shift : end + 1].translate(LOWER)
        starts = self._by_start
        i, stop = start - shift, end - shift
        while i < stop - 1:
            if text[i : i + 2] in starts and (hit := self._at(text, i, stop)):
                yield i + shift, hit[0] + shift, hit[1]
                i = hit[0]
            else:
                i += 1

    def at(self, text: str, start: int) -> tuple[int, list[T]] | None:
        """(end, values) of the longest form that begins at `start`, or None."""
        return self._at(text.translate(LOWER) if self._ignore_case else text, start, len(text))

    def _at(self, text: str, start: int, end: int) -> tuple[int, list[T]] | None:
        for form, values in self._by_start.get(text[start : start + 2], ()):
            if text.startswith(form, start) and start + len(form) <= end and is_whole(text, start, form):
                return start + len(form), values
        return None


def is_whole(text: str, at: int, form: str) -> bool:
    """Whether a Latin form stands at `at` as a word of its own (SIP, not gossip); Han forms need no such edge."""
    before, after = text[at - 1 : at] if at else "", text[at + len(form) : at + len(form) + 1]
    starts = not (form[0].isascii() and form[0].isalnum() and before.isascii() and before.isalnum())
    ends = not (form[-1].isascii() and form[-1].isalnum() and after.isascii() and after.isalnum())
    return starts and ends

"""Spans of tokens that might be names, for a trained pipeline to judge: generous, but few enough to judge them all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

import msgspec

LONGEST = 14  # tokens of a name
BREAKS = frozenset("。,;:!?\n\t|┃")
SHORT = 4  # tokens of a name that only the mark before it shows
HEADS = ("m.", "o.")  # how the roles of heads begin
FUNCTION = frozenset({"p", "c", "uj", "ul", "ug", "uz", "uv", "ud", "y", "e", "o", "r", "d", "zg", "f"})
FOLLOWING = FUNCTION | {"v", "vn", "vd", "ad", "m", "q", "t"}
ABBREVIATED = 3  # letters before a full stop that ends no sentence


class ProposalWord(msgspec.Struct, frozen=True):
    """A row of proposal_words.csv: what an English name may go on over (link) or end with (end) in small letters."""

    form: str
    use: Literal["link", "end"]


class Proposer:
    """Finds the spans; tokens come with their roles (`tokens.Roles`) and their parts of speech in jieba's dictionary."""

    def __init__(self, words: Iterable[ProposalWord]) -> None:
        words = list(words)
        self._links = frozenset(w.form for w in words if w.use == "link")
        self._ends = frozenset(w.form for w in words if w.use == "end")

    def propose(
        self, words: Sequence[str], roles: Sequence[str], sorts: Sequence[str], language: Literal["zh", "en"]
    ) -> list[tuple[int, int]]:
        """Half-open spans of tokens, in order."""
        return list(_chinese(words, roles, sorts) if language == "zh" else self._english(words))

    def _english(self, words: Sequence[str]) -> Iterator[tuple[int, int]]:
        """Runs that open with a capital or figure, go on with capitals and links, and end with a capital, figure or head."""
        telling = [_telling(word) for word in words]
        for first, word in enumerate(words):
            opens = telling[first] or (word[0].islower() and any(c.isupper() for c in word))
            if not opens or (word[0].isdigit() and not (first + 1 < len(words) and words[first + 1][0].isupper())):
                continue
            ends = []
            for last in range(first, min(len(words), first + LONGEST)):
                if telling[last] or words[last] in self._ends:
                    ends.append(last + 1)
                elif self._breaks(words, first, last):
                    break
            yield from _whole(words, first, ends)

    def _breaks(self, words: Sequence[str], first: int, last: int) -> bool:
        """Whether no name that opens at `first` goes on over the word at `last`."""
        if words[last] == ".":
            return len(words[last - 1]) > ABBREVIATED
        return last > first and words[last] not in self._links and words[last - 1] not in ("-", "&")


def _telling(word: str) -> bool:
    return word[0].isupper() or word[0].isdigit() or (not word[0].isascii() and word[0].isalpha())


def _chinese(words: Sequence[str], roles: Sequence[str], sorts: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Runs between breaks that open with a content word and end with a head, a Latin word, or where something else begins."""
    can_end = [_ends(words, roles, sorts, last) for last in range(len(words))]
    short_end = [word[-1].isalnum() or word in ')+"' for word in words]
    for first, word in enumerate(words):
        if not (word[0].isalnum() or word == '"') or sorts[first] in FUNCTION:
            continue
        if word[0].isdigit() and not (first + 1 < len(words) and words[first + 1][0].isalpha()):
            continue
        shown = first == 0 or not words[first - 1][0].isalnum()
        ends = []
        for last in range(first, min(len(words), first + LONGEST)):
            if words[last] in BREAKS:
                break
            if can_end[last] or (shown and last - first < SHORT and short_end[last]):
                ends.append(last + 1)
        yield from _whole(words, first, ends)


def _ends(words: Sequence[str], roles: Sequence[str], sorts: Sequence[str], last: int) -> bool:
    """Whether a Chinese name may end with a word, for what it is or for what follows."""
    end = words[last]
    if not end[-1].isalnum():
        return end in ')+"'
    if last + 1 == len(words) or end.isascii() or roles[last].startswith(HEADS):
        return True
    following = words[last + 1]
    return not following[0].isalnum() or following.isdigit() or sorts[last + 1] in FOLLOWING


def _whole(words: Sequence[str], first: int, ends: Sequence[int]) -> Iterator[tuple[int, int]]:
    """The spans with a letter in them and no bracket or quotation mark without its other half."""
    depth = quotes = letters = 0
    at = first
    for end in ends:
        while at < end:
            word = words[at]
            if word == "(":
                depth += 1
            elif word == ")":
                depth -= 1
            elif word == '"':
                quotes += 1
            elif not letters:
                letters = any(c.isalpha() for c in word)
            at += 1
            if depth < 0:
                return
        if letters and depth == 0 and quotes % 2 == 0:
            yield first, end

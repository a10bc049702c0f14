"""More sentences from those at hand: other names of the same kind and script in their places, and headings in capitals."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Sequence

from tagging.sentences import Mark, Sentence, pieces_of, rebuilt

SWAPPED = 0.6  # share of a sentence's names that are swapped
SHOUTED = 0.04  # share of sentences set in capitals


def varied(sentences: Sequence[Sentence], source: random.Random) -> list[Sentence]:
    """One variant of each sentence that has a name; names are drawn from all the sentences."""
    pool: dict[tuple[str, str, bool], list[str]] = defaultdict(list)
    for sentence in sentences:
        for mark in sentence.marks:
            pool[_sort(sentence.text, mark)].append(sentence.text[mark.start : mark.end])
    return [_shouted(_swapped(s, pool, source), source) for s in sentences if s.marks]


def _sort(text: str, mark: Mark) -> tuple[str, str, bool]:
    return mark.label, mark.kind, text[mark.start : mark.end].isascii()


def _swapped(sentence: Sentence, pool: dict[tuple[str, str, bool], list[str]], source: random.Random) -> Sentence:
    return rebuilt(
        (source.choice(pool[_sort(sentence.text, mark)]) if mark and source.random() < SWAPPED else text, mark)
        for text, mark in pieces_of(sentence)
    )


def _shouted(sentence: Sentence, source: random.Random) -> Sentence:
    upper = sentence.text.upper()
    return (
        Sentence(upper, sentence.marks) if source.random() < SHOUTED and len(upper) == len(sentence.text) else sentence
    )

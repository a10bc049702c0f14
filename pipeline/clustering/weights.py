"""How much a Chinese word can say in a label, by its part of speech in jieba's dictionary: things more than doings."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import resources

THING, DOING, FILLER = 1.0, 0.4, 0.0
UNKNOWN_WORD, UNKNOWN_PAIR = 1.0, 0.4
"""Words that the dictionary lacks: longer ones are terms of the field; many of two characters are cut in the wrong place."""

_THINGS = frozenset(("n", "nz", "ns", "nt", "vn", "an", "j", "l", "eng"))
_DOINGS = frozenset(("v", "a", "b", "nr", "nrt", "zg", "s"))


def read_weights() -> dict[str, float]:
    """The weight of each word of jieba's dictionary; idioms, pronouns, particles, numerals and their like weigh nothing."""
    weights = {}
    text = resources.files("jieba").joinpath("dict.txt").read_text(encoding="utf-8")
    for line in text.splitlines():
        word, _, tag = line.split(" ")
        weights[word] = THING if tag in _THINGS else DOING if tag in _DOINGS else FILLER
    return weights


def weigh(term: str, weights: Mapping[str, float]) -> float:
    """The weight of a term; those of other scripts weigh as things."""
    if not "\u4e00" <= term[0] <= "\u9fff":
        return THING
    return weights.get(term, UNKNOWN_PAIR if len(term) == 2 else UNKNOWN_WORD)

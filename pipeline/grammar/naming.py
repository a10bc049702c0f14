"""What all name rules share: candidates, how a form is written down, and the choice between overlapping candidates."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from pipeline.data import MeasureKind
from pipeline.grammar.lexis import Countries, NameWord

HAN = r"\u3400-\u4dbf\u4e00-\u9fff"
HAN_SPACE = re.compile(rf"(?<=[{HAN}（）“”《》、])\s+(?=[{HAN}（）“”《》、])")
QUOTES = "“”\"'‘’「」『』《》〈〉* "


@dataclass(frozen=True, slots=True)
class Candidate:
    """A possible name at `text[start:end]`.

    `beside` is the start of the name that it stands beside in brackets; `under` the start of the name that it is a part of.
    """

    of: Literal["measure", "organisation"]
    start: int
    end: int
    form: str
    rule: str
    confidence: float
    kind: MeasureKind | None = None
    country: str | None = None
    entry: str | None = None
    beside: int | None = None
    under: int | None = None


LONG = 9  # characters before its head from which even generic words make a name: 区域产学官协同创新计划


class Specificity:
    """Tells names from descriptions: 国际合作计划 is none, 知识转移伙伴计划 is one. Built from name_words.csv."""

    def __init__(self, rows: tuple[NameWord, ...], countries: Countries, verbs: frozenset[str] = frozenset()) -> None:
        listed = frozenset(r.form for r in rows)
        self.stop = frozenset(r.form for r in rows if r.use == "stop") | (verbs - listed)
        self.verbs = verbs
        self.lead = frozenset(r.form for r in rows if r.use == "lead")
        self.generic = frozenset(r.form for r in rows if r.use == "generic")
        self._countries = countries

    def is_name(self, words: Sequence[str]) -> bool:
        """Whether the words before a name's head say more than what kind of thing it is."""
        if len(words) >= 3 and words[0] == "国家" or sum(map(len, words)) >= LONG:
            return True
        return any(self._specific(w) for w in words)

    def _specific(self, word: str) -> bool:
        if self._is_generic(word.casefold()) or word in self.stop or not any(c.isalpha() for c in word):
            return False
        return self._countries.code(word) is None

    def _is_generic(self, word: str) -> bool:
        """Whether a word is generic, or made of generic words only (产业技术)."""
        if word in self.generic:
            return True
        return any(word[:k] in self.generic and self._is_generic(word[k:]) for k in range(1, len(word)))


def written(text: str) -> str:
    """A name as one writes it: spaces between Han characters, quotation marks and marks of emphasis taken away."""
    return HAN_SPACE.sub("", re.sub(r"\s+", " ", text)).strip(QUOTES)


def _swallows(candidate: Candidate, every: list[Candidate]) -> bool:
    """Whether a guess at an organisation's name takes in one that is known, and more than a country's name beside it."""
    if candidate.rule not in ("organisation.head", "organisation.marked"):
        return False
    inside = [
        c for c in every if c.rule == "organisation.authority" and candidate.start <= c.start and c.end <= candidate.end
    ]
    return any(c.end != candidate.end or c.start - candidate.start > 3 for c in inside)


RANK = {
    "table": 0,
    "authority": 1,
    "title": 2,
    "quoted": 3,
    "division": 4,
    "bracket": 5,
    "head": 6,
    "marked": 6,
    "stage": 7,
    "government": 6,
    "capitals": 7,
    "lowered": 8,
}


def choose(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Drops candidates that others cover: the longest wins, then the surer rule; names in brackets stand for themselves."""
    every = list(candidates)
    order = sorted(
        (c for c in every if not _swallows(c, every)),
        key=lambda c: (-(c.end - c.start), RANK[c.rule.split(".")[1]], c.start),
    )
    kept: list[Candidate] = []
    for candidate in order:
        rival = next((k for k in kept if candidate.start < k.end and k.start < candidate.end), None)
        if rival is None:
            kept.append(candidate)
        elif (rival.start, rival.end, rival.of, rival.entry) == (
            candidate.start,
            candidate.end,
            candidate.of,
            None,
        ) and candidate.entry:
            kept[kept.index(rival)] = candidate  # the table says what it is, the authority file which one
    return sorted(kept, key=lambda c: c.start)

"""English names whose head is in small letters behind capitals: the Lighthouse programme, Green Tide funding, the Proof-of-Harbour grant."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from pipeline.grammar.englishheads import Words
from pipeline.grammar.lexis import Countries, NameHead
from pipeline.grammar.naming import Candidate, written

LOWERED = re.compile(
    r"(?:[ ]\((?:[‘“'\"][^()]{2,30}[’”'\"]|(?P<acronym>[A-Z][A-Za-z0-9&-]{1,9}))\))?"
    r"[ ](?P<head>[a-z][a-z-]+(?:[ ][a-z-]+){0,2})(?![A-Za-z])"
)
TOLD = re.compile(r"(?:(?<![a-z])(?:the|an?|its|their|[Uu]nder)|['’]s|[Tt]he) \Z")
ARTICLE = re.compile(r"['’]s |\bthe ")
OWNER = re.compile(r"['’]s ")
BEGINS = re.compile(r"(?:\A|[\n\t.:!?;•]\s?|\d\s)\Z")
TOLD_OF = re.compile(r"-(?:funded|led|based|administered|wide|supported|related)\Z")
COMPOUND = re.compile(r"[A-Z]\w+-(?:\w+-)*[A-Z]")  # Proof-of-Harbour, Deep-Sea
MOST_WORDS = 8


class LoweredHeads:
    """Finds such names behind runs of capitals. Built once from name_heads.csv and name_words.csv."""

    def __init__(self, heads: Iterable[NameHead], words: Words, countries: Countries) -> None:
        self.heads = {h.form: h for h in heads if h.language == "en" and h.strength == "lowered"}
        self._words, self._countries = words, countries

    def find(self, text: str, start: int, end: int, stop: int) -> Candidate | None:
        """The run of capitals at `text[start:end]` with the head behind it; the caller checks the run."""
        behind = LOWERED.match(text, end, stop)
        if behind is None or self._is_topic(behind["acronym"] or ""):
            return None
        cut = ARTICLE if behind["acronym"] else OWNER
        start = max([start, *(lead.end() for lead in cut.finditer(text, start, end))])
        said = behind["head"].split(" ")
        form = next((f for n in (3, 2, 1) if (f := " ".join(said[:n])) in self.heads), said[0])
        head = self.heads.get(form)
        if head is None and (between := self._between(text, start, end, said)):
            form = between
            head = self.heads[form.rsplit(" ", 1)[1]]
        words = re.findall(r"[\w&’'-]+(?:\.\d+)?", text[start:end])
        if head is None or not 1 <= len(words) <= MOST_WORDS or not self._telling(words):
            return None
        if len(words) == 1 and BEGINS.search(text, max(0, start - 3), start) and words[0][1:].islower():
            return None  # Military network: a capital because a sentence begins
        if (head.kind == "strategy" and len(words) < 2) or (head.kind == "fund" and all(map(self._is_topic, words))):
            return None
        if head.trait == "wide" and not self._names(text, start, words):
            return None
        last = end if behind["acronym"] else behind.start("head") + len(form)  # the bracket has its other name
        return Candidate("measure", start, last, written(text[start:last]), "measure.lowered", 0.65, head.kind)

    def _names(self, text: str, start: int, words: Sequence[str]) -> bool:
        """Whether words make a name before a head that ends many phrases (R&D grants, seed funding): a compound, or two that tell.

        The first word of a sentence has a capital anyway.
        """
        begins = BEGINS.search(text, max(0, start - 3), start) is not None
        told = [w for w in words[1 if begins and not COMPOUND.match(words[0]) else 0 :] if self._tells(w)]
        numbered = re.fullmatch(r"[IVX]+|\d+", words[-1]) is not None  # Phase III awards
        return (
            not numbered
            and not any(map(self._is_topic, words))
            and (len(told) >= 2 or any(COMPOUND.match(w) for w in told))
        )

    def _is_topic(self, word: str) -> bool:
        return word in self._words.topics

    def _tells(self, word: str) -> bool:
        small = word.casefold()
        return word[0].isupper() and small not in self._words.generic | self._words.stop | self._words.actors

    def _between(self, text: str, start: int, end: int, said: Sequence[str]) -> str | None:
        """The words up to a head with one or two small ones before it, behind an acronym: the EV charger rebate, the QIM innovation networks."""
        if not re.search(r"[A-Z]{2,}|\d", text[start:end]) or TOLD.search(text, max(0, start - 8), start) is None:
            return None
        for n in (2, 3):
            small = [w.casefold() for w in said[: n - 1]]
            head = self.heads.get(said[n - 1]) if len(said) >= n else None
            if head and head.trait != "wide" and not any(w in self._words.stop for w in small):
                return " ".join(said[:n])
        return None

    def _telling(self, words: Sequence[str]) -> bool:
        """Whether words in front of a head in small letters make a proper name: none is a number, one at least not generic."""
        told = [w for w in words if w[0].isupper()]
        content = [w for w in told if w.casefold() not in self._words.generic | self._words.stop]
        if not content or any(w.isdigit() or TOLD_OF.search(w) for w in words):
            return False
        if all(w == "and" or w.casefold() in self._words.generic or self._countries.code(w) for w in words):
            return False
        return len(content) > 1 or len(told) == 1 or len(words) > 2

"""English names: runs of capitalised words that end with a head (… Programme, … Agency) or open with one (Ministry of …).

A run may hold several names, which `englishruns` parts; `englishheads` tells heads. A name goes on over commas where
it names several fields (Department of Enterprise, Trade and Employment) and takes the year that belongs to it (Act of 1995).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from pipeline.data import Segment
from pipeline.grammar.englishheads import UPPER, YEAR, Heads, at, read_words
from pipeline.grammar.englishruns import LINK, RUN, Parting
from pipeline.grammar.lexis import Continuation, Countries, NameHead, NameWord
from pipeline.grammar.lowered import TOLD, LoweredHeads
from pipeline.grammar.naming import Candidate, written

TAIL = re.compile(
    rf"(?: of {YEAR}|,? {YEAR}(?:[-–/](?:{YEAR}|\d\d))?|[-–/](?:{YEAR}|\d\d))(?![\d-])"
)  # an act's year, a plan's years
FIELDS = re.compile(
    rf"(?:,[ ][{UPPER}][\w-]*(?:[ ](?:and[ ]|&[ ])?[{UPPER}][\w-]*){{0,3}})+,?[ ](?:and|&)[ ](?:the[ ])?[{UPPER}][\w-]*(?:[ ][{UPPER}][\w-]*){{0,3}}"
    rf"|,[ ](?:and|&)[ ][{UPPER}][\w-]*(?:[ ][{UPPER}][\w-]*){{0,2}}"
)
# National Tide Challenge | on towing and repair
TOPIC = re.compile(r" on (?P<words>[a-z][a-z-]{3,}(?: [a-z][a-z-]+){1,3})(?=[;,.)]|\Z)")
ACRONYM_INSIDE = re.compile(r"[ ]\((?P<acronym>[A-Z][A-Za-z0-9&-]{1,9})\)(?P<rest>[ ][A-Z]?[a-z]+)")
LISTED = re.compile(r"(?P<lead>(?:[A-Z][A-Za-z]+, ){1,3})\Z")
LIST_CHARS = 40  # of the fields before a name
BEFORE_LIST = re.compile(r"(?:(?:the|an?|its|['’]s) |[|\n•] ?)\Z", re.IGNORECASE)


class EnglishNames:
    """Finds English names. Built once from name_heads.csv, name_words.csv and name_continuations.csv."""

    def __init__(
        self,
        heads: Iterable[NameHead],
        words: Iterable[NameWord],
        countries: Countries,
        *,
        continued: Iterable[Continuation] = (),
        max_words: int = 18,
    ) -> None:
        rows = tuple(heads)
        self._heads = Heads(rows, read_words(words), countries)
        self._parting = Parting(self._heads)
        self._lowered = LoweredHeads(rows, self._heads.words, countries)
        self._max_words = max_words
        self._continued = [(c.head, c.continuation) for c in continued if c.head.isascii()]

    def find(self, text: str, segment: Segment) -> Iterator[Candidate]:
        """Candidates of one segment. Text set all in capitals or title case (a heading) yields names like any other."""
        for match in RUN.finditer(text, segment.start, segment.end):
            start, end = match.start(), self._extended(text, match, segment.end)
            spans = list(self._parting.spans(text, start, end))
            if spans and (lowered := self._lowered.find(text, *spans[-1], segment.end)) and not self._headed(lowered):
                yield lowered
            for a, b in spans:
                candidate = self._named(text, a, b)
                if candidate:
                    yield self._whole(text, candidate, segment)

    def head_of(self, form: str) -> NameHead | None:
        """The head that a form of capitals ends with."""
        return self._heads.ended(form)

    def is_wide(self, head: str) -> bool:
        """Whether a head in small letters ends many phrases: grants, funding."""
        row = self._lowered.heads.get(head)
        return row is not None and row.trait == "wide"

    def _headed(self, lowered: Candidate) -> bool:
        """Whether the words before a head are a body's name, or before one that ends many phrases any: Coastal Growth Fund | grants."""
        stem, head = lowered.form.rsplit(" ", 1)
        if head[0].isupper():  # an acronym in brackets stands between the name and its head
            named = self._heads.head(lowered.form)
            return named is not None and (named.of == "organisation" or named.strength == "free")
        return self.is_wide(head) and self._heads.ended(stem) is not None

    def _extended(self, text: str, run: re.Match[str], stop: int) -> int:
        """The end of a run with the further fields that its office or programme is named for."""
        if (
            self._heads.opening(run[0]) is None
            and self._heads.opening(re.sub(r"\A(?:The|This|A|An) ", "", run[0])) is None
        ):
            return run.end()
        fields = FIELDS.match(text, run.end(), stop)
        if fields is None:
            return run.end()
        parts = re.split(r",? (?:and|&) (?:the )?|, ", fields[0])
        own = any(p.isupper() and len(p) > 1 or self._heads.head(p) for p in parts if p)
        return run.end() if own else fields.end()

    def _named(self, text: str, start: int, end: int) -> Candidate | None:
        run = text[start:end]
        head = self._heads.head(run)
        while head is None and " " in run:  # Moonshot Program Manager -> Moonshot Program
            run, dropped = run.rsplit(" ", 1)
            if any(run.endswith(word) and dropped.startswith(more) for word, more in self._continued):
                return None  # Internet Service Provider
            run = re.sub(rf"(?: {LINK})+\Z", "", run).rstrip(",")
            head = self._heads.head(run)
        if head and start + len(run) < end:  # How the Costs of the Harbour Programme Shifted
            start, stop = list(self._parting.spans(text, start, start + len(run)))[-1]
            run = text[start:stop]
            head = self._heads.head(run)
        if head is None or len(run.split()) > self._max_words or not self._heads.is_specific(text, start, run, head):
            return None
        told = TOLD.search(text, max(0, start - 8), start) is not None
        rule = "capitals" if head.strength in ("free", "opened") or (head.strength == "backed" and told) else "marked"
        return replace(at(start, run, head), form=written(run), rule=f"{head.of}.{rule}")

    def _whole(self, text: str, candidate: Candidate, segment: Segment) -> Candidate:
        """A candidate with the year behind it, and with the head behind the acronym that parts it: Infrastructure Grant (BIG) Program."""
        stop = segment.end
        tail = TAIL.match(text, candidate.end, stop) if candidate.of == "measure" else None
        if tail and (candidate.kind in ("law", "strategy") or (" of " not in tail[0] and tail[0][0] != ",")):
            candidate = _to(text, candidate, candidate.start, tail.end())
        topic = TOPIC.match(text, candidate.end, stop) if candidate.kind in ("programme", "strategy", "law") else None
        if topic and not any(w in self._heads.words.stop for w in topic["words"].split() if w != "and"):
            return _to(text, candidate, candidate.start, topic.end())
        if (lead := _listed_before(text, candidate, segment.start)) is not None:
            return _to(text, candidate, lead, candidate.end)
        inside = ACRONYM_INSIDE.match(text, candidate.end, stop)
        word = inside["rest"].strip() if inside else ""
        head = self._heads.known.get(word) or self._lowered.heads.get(word)
        if inside and head and head.of == candidate.of:
            return _to(text, candidate, candidate.start, inside.end())
        return candidate


def _listed_before(text: str, candidate: Candidate, first: int) -> int | None:
    """Where a name begins whose first fields stand between commas: the Science, | Technology and Innovation Plan."""
    if " and " not in candidate.form.casefold():
        return None
    lead = LISTED.search(text, max(first, candidate.start - LIST_CHARS), candidate.start)
    if lead is None or lead["lead"].isupper() != candidate.form.isupper():
        return None
    opens = lead.start() == first or BEFORE_LIST.search(text, max(first, lead.start() - 5), lead.start())
    return lead.start() if opens else None


def _to(text: str, candidate: Candidate, start: int, end: int) -> Candidate:
    """A candidate with another extent."""
    return replace(candidate, start=start, end=end, form=written(text[start:end]))

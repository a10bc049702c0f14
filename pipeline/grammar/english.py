"""English names: runs of capitalised words that end with a head (… Programme, … Agency) or open with one (Ministry of …).

A run may hold several names, which `englishruns` parts; `englishheads` tells heads. A name goes on over commas where
it names several fields (Department of Enterprise, Trade and Employment) and takes the year that belongs to it (Act of 1995).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from pipeline.data import Segment
from pipeline.grammar.englishheads import UPPER, YEAR, Heads, at, read_words
from pipeline.grammar.englishruns import LINK, RUN, Parting
from pipeline.grammar.lexis import Continuation, Countries, NameHead, NameWord
from pipeline.grammar.naming import Candidate, written

TAIL = re.compile(
    rf"(?: of {YEAR}|,? {YEAR}(?:[-–/](?:{YEAR}|\d\d))?|[-–/](?:{YEAR}|\d\d))(?![\d-])"
)  # an act's year, a plan's years
FIELDS = re.compile(
    rf"(?:,[ ][{UPPER}][\w-]*(?:[ ](?:and[ ]|&[ ])?[{UPPER}][\w-]*){{0,3}})+,?[ ](?:and|&)[ ](?:the[ ])?[{UPPER}][\w-]*(?:[ ][{UPPER}][\w-]*){{0,3}}"
    rf"|,[ ](?:and|&)[ ][{UPPER}][\w-]*(?:[ ][{UPPER}][\w-]*){{0,2}}"
)
ACRONYM_INSIDE = re.compile(r"[ ]\((?P<acronym>[A-Z][A-Za-z0-9&-]{1,9})\)(?P<rest>[ ][A-Z]?[a-z]+)")
LOWERED = re.compile(r"(?:[ ]\([‘“'\"][^()]{2,30}[’”'\"]\))?[ ](?P<head>[a-z][a-z-]+(?:[ ][a-z-]+){0,2})(?![A-Za-z])")
TOLD = re.compile(r"(?:(?<![a-z])(?:the|an?|its|their|[Uu]nder)|['’]s|[Tt]he) \Z")
LISTED = re.compile(r"(?:the|The|an?|An?|its|['’]s) (?P<lead>(?:[A-Z][a-z]+, ){1,3})\Z")
OWNER = re.compile(r"['’]s ")
BEGINS = re.compile(r"(?:\A|[\n\t.:!?;•]\s?|\d\s)\Z")


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
        self._lowered_heads = {h.form: h for h in rows if h.language == "en" and h.strength == "lowered"}
        self._countries, self._max_words = countries, max_words
        self._continued = [(c.head, c.continuation) for c in continued if c.head.isascii()]

    def find(self, text: str, segment: Segment) -> Iterator[Candidate]:
        """Candidates of one segment. Text set all in capitals or title case (a heading) yields names like any other."""
        for match in RUN.finditer(text, segment.start, segment.end):
            start, end = match.start(), self._extended(text, match, segment.end)
            spans = list(self._parting.spans(text, start, end))
            if spans and (lowered := self._lowered(text, *spans[-1], segment.end)):
                yield lowered
            for a, b in spans:
                candidate = self._named(text, a, b)
                if candidate:
                    yield self._whole(text, candidate, segment.end)

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

    def _whole(self, text: str, candidate: Candidate, stop: int) -> Candidate:
        """A candidate with the year behind it, and with the head behind the acronym that parts it: Infrastructure Grant (BIG) Program."""
        tail = TAIL.match(text, candidate.end, stop) if candidate.of == "measure" else None
        if tail and (candidate.kind in ("law", "strategy") or (" of " not in tail[0] and tail[0][0] != ",")):
            candidate = _to(text, candidate, candidate.start, tail.end())
        if " and " in candidate.form and (listed := LISTED.search(text, max(0, candidate.start - 40), candidate.start)):
            return _to(
                text, candidate, listed.start("lead"), candidate.end
            )  # Science, | Technology and Innovation Plan
        inside = ACRONYM_INSIDE.match(text, candidate.end, stop)
        word = inside["rest"].strip() if inside else ""
        head = self._heads.known.get(word) or self._lowered_heads.get(word)
        if inside and head and head.of == candidate.of:
            return _to(text, candidate, candidate.start, inside.end())
        return candidate

    def _lowered(self, text: str, start: int, end: int, stop: int) -> Candidate | None:
        """A run of capitals with a head in small letters behind it: the Lighthouse programme. The caller checks the run."""
        behind = LOWERED.match(text, end, stop)
        if behind is None:
            return None
        start = max([start, *(owner.end() for owner in OWNER.finditer(text, start, end))])
        said = behind["head"].split(" ")
        form = next((f for n in (3, 2, 1) if (f := " ".join(said[:n])) in self._lowered_heads), said[0])
        head = self._lowered_heads.get(form)
        if head is None and (between := self._between(text, start, end, said)):
            form = between
            head = self._lowered_heads[form.rsplit(" ", 1)[1]]
        words = re.findall(r"[\w&’'-]+(?:\.\d+)?", text[start:end])
        if head is None or not 1 <= len(words) <= 8 or not self._telling(words):
            return None
        if len(words) == 1 and BEGINS.search(text, max(0, start - 3), start) and words[0][1:].islower():
            return None  # Military network: a capital because a sentence begins
        if head.kind == "strategy" and len(words) < 2:
            return None
        last = behind.start("head") + len(form)
        return Candidate("measure", start, last, written(text[start:last]), "measure.lowered", 0.65, head.kind)

    def _between(self, text: str, start: int, end: int, said: Sequence[str]) -> str | None:
        """The words up to a head with one or two small ones before it, behind an acronym: the EV charger rebate, the QIM innovation networks."""
        if not re.search(r"[A-Z]{2,}|\d", text[start:end]) or TOLD.search(text, max(0, start - 8), start) is None:
            return None
        for n in (2, 3):
            small = [w.casefold() for w in said[: n - 1]]
            if (
                len(said) >= n
                and said[n - 1] in self._lowered_heads
                and not any(w in self._heads.words.stop for w in small)
            ):
                return " ".join(said[:n])
        return None

    def _telling(self, words: Sequence[str]) -> bool:
        """Whether words in front of a head in small letters make a proper name: none is a number, one at least not generic."""
        told = [w for w in words if w[0].isupper()]
        content = [w for w in told if w.casefold() not in self._heads.words.generic | self._heads.words.stop]
        if not content or any(
            w.isdigit() or re.search(r"-(?:funded|led|based|administered|wide|supported|related)\Z", w) for w in words
        ):
            return False
        if all(w == "and" or w.casefold() in self._heads.words.generic or self._countries.code(w) for w in words):
            return False
        return len(content) > 1 or len(told) == 1 or len(words) > 2


def _to(text: str, candidate: Candidate, start: int, end: int) -> Candidate:
    """A candidate with another extent."""
    return replace(candidate, start=start, end=end, form=written(text[start:end]))

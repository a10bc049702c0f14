"""English names: runs of capitalised words that end with a head (… Programme, … Agency) or open with one (Ministry of …)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.data import Segment
from pipeline.grammar.lexis import Countries, NameHead, NameWord
from pipeline.grammar.naming import Candidate, written
from pipeline.text.patterns import alternatives

WORD = r"(?:[A-Z][A-Za-z0-9&'’]*(?:-[A-Za-z0-9]+)*|\d{4}|I{1,3}|IV|&)"
LINK = r"(?:of|for|and|the|in|on|to|de|des|für|und)"
RUN = re.compile(rf"(?<![A-Za-z0-9])[A-Z][A-Za-z0-9&'’]*(?:-[A-Za-z0-9]+)*(?:[ \u00a0](?:{LINK}[ ]){{0,2}}{WORD})*")
NUMERAL = r"(?:I{1,3}|IV|V|20\d\d)"
LOWERED = re.compile(r" (?:programme|program|scheme|initiative)(?![A-Za-z])")
OWNER = re.compile(r"(?P<owner>[A-Z][A-Za-z ]*?)['’]s? ")
TOLD = re.compile(r"(?:[A-Z][a-z]+ (?:and )?){1,3}of (?:the )?")


class EnglishNames:
    """Finds English names. Built once from name_heads.csv and name_words.csv."""

    def __init__(
        self, heads: tuple[NameHead, ...], words: tuple[NameWord, ...], countries: Countries, *, max_words: int = 14
    ) -> None:
        self._countries = countries
        english = [h for h in heads if h.language == "en"]
        self._heads = {h.form: h for h in english}
        forms = alternatives(self._heads)
        self._ends = re.compile(rf"(?:\A|.*[ -])(?P<head>{forms})(?: {NUMERAL})?\Z")
        bodies = alternatives(f for f, h in self._heads.items() if h.of == "organisation")
        singular = alternatives(f for f, h in self._heads.items() if h.of == "measure" and h.strength == "free")
        self._opens = re.compile(rf"\A(?P<head>(?:{bodies})(?= (?:of|for|on)\b)|(?:{singular})(?= (?:for|on|to)\b))")
        self._inner = re.compile(
            rf"(?<![A-Za-z])(?P<head>(?:{bodies})(?= (?:of|for|on) )|(?:{singular})(?= (?:for|on) ))"
        )
        self._generic = frozenset(w.form for w in words if w.language == "en" and w.use == "generic")
        self._stop = frozenset(w.form for w in words if w.language == "en" and w.use == "stop")
        self._max_words = max_words

    def find(self, text: str, segment: Segment) -> Iterator[Candidate]:
        """Candidates of one segment. Text set all in capitals or title case (a heading) yields names like any other."""
        for match in RUN.finditer(text, segment.start, segment.end):
            if lowered := self._lowered(text, match, segment.end):
                yield lowered
            for start, end in self._coordinates(text, match.start(), match.end()):
                candidate = self._named(text, *self._trim(text, start, end))
                if candidate:
                    yield candidate

    def _lowered(self, text: str, run: re.Match[str], stop: int) -> Candidate | None:
        """A run of capitals with a head in small letters behind it: the Lighthouse programme. The caller checks the run."""
        head = LOWERED.match(text, run.end(), stop)
        if head is None:
            return None
        start, end = self._trim(text, run.start(), run.end())
        words = re.findall(r"[A-Za-z0-9&-]+", text[start:end])
        if not words or len(words) > 6 or not all(self._tells(w) for w in words):
            return None
        return Candidate(
            "measure", start, head.end(), written(text[start : head.end()]), "measure.lowered", 0.65, "programme"
        )

    def _tells(self, word: str) -> bool:
        """Whether a word may be part of a programme's proper name: no generic word, no number."""
        return word.casefold() not in self._generic | self._stop and not word.isdigit()

    def _coordinates(self, text: str, start: int, end: int) -> list[tuple[int, int]]:
        """The parts of `A and the B`, and of `A and B` where each has a head of its own; else the run as it is."""
        for joint in re.finditer(r" and (?:the )?", text[start:end]):
            left, right = (start, start + joint.start()), (start + joint.end(), end)
            heads = [
                self._head(text[a:b].rsplit(" and ", 1)[-1]) or self._known_start(text[a:b]) for a, b in (left, right)
            ]
            if joint[0] == " and the " or all(heads):
                return [left, *self._coordinates(text, *right)]
        return [(start, end)]

    def _known_start(self, run: str) -> NameHead | None:
        match = self._opens.match(run)
        return self._heads[match["head"]] if match else None

    def _trim(self, text: str, start: int, end: int) -> tuple[int, int]:
        """Takes leading articles, pronouns and what is told of a name off a run (The, This, Costs of the)."""
        if (
            (told := TOLD.match(text, start, end))
            and self._head(text[told.end() : end])
            and not self._opens.match(text[start:end])
        ):
            start = told.end()
        owner = OWNER.match(text, start, end)
        if owner and self._countries.code(owner["owner"]):
            start = owner.end()
        while lead := re.match(r"([A-Za-z]+|\d{4}) ", text[start:end]):
            if lead[1].casefold() not in self._stop and not lead[1].isdigit():
                break
            start += lead.end()
        return start, end

    def _named(self, text: str, start: int, end: int) -> Candidate | None:
        run = text[start:end]
        head = self._head(run)
        while head is None and " " in run:  # Moonshot Program Manager -> Moonshot Program
            run = run.rsplit(" ", 1)[0]
            run = re.sub(rf"(?: {LINK})+\Z", "", run)
            head = self._head(run)
        if head is None or len(run.split()) > self._max_words or not self._specific(run, head.form):
            return None
        rule = "capitals" if head.strength == "free" else "marked"
        return Candidate(head.of, start, start + len(run), written(run), f"{head.of}.{rule}", 0.72, head.kind)

    def _head(self, run: str) -> NameHead | None:
        if run.isupper():
            run = run.title()
        match = self._ends.match(run) or self._opens.match(run) or self._inner.search(run)
        return self._heads[match["head"]] if match and len(run.split()) >= 2 else None

    def _specific(self, run: str, head: str) -> bool:
        rest = [w for w in re.findall(r"[A-Za-z0-9&-]+", run) if w not in head.split()]
        content = [w for w in rest if w.casefold() not in self._generic and not w.isdigit()]
        return bool(content) or len(rest) >= 3

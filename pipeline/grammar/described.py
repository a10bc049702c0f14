"""English names that no head tells, by the words beside them that say what they are.

A list stands behind its noun (schemes such as Tidekredit), an apposition behind a name (SEEDS Harbour, a subsidiary of …), a body behind
what it does (run by Harbourly). A programme's name also tells itself by the figure that stands for a word in it (Water4Ports).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Literal

from pipeline.data import MeasureKind, Segment
from pipeline.grammar.authority import Authority
from pipeline.grammar.englishheads import UPPER
from pipeline.grammar.lexis import Countries, ListNoun, NameWord
from pipeline.grammar.naming import Candidate, written
from pipeline.text.patterns import alternatives

NAME = rf"[{UPPER}][\w&’'@+-]*(?:[ ](?:(?:of|for|of the)[ ])?[{UPPER}\d][\w&’'@+-]*){{0,5}}"
PARTED = r"(?:,? and |,? or |, )(?:the )?"
PART = re.compile(PARTED)
EXAMPLES = r",? (?:such as|including|like|namely|among them|e\.g\.,?|for example|for instance):? (?:the )?"
GOES_ON = r"(?= (?:for|of|under|with|that|which|run|to|by|in|on|set|launched|owned|funded|created)\b|[,.;])"
COINED = re.compile(rf"(?<![A-Za-z0-9-])[{UPPER}][A-Za-z]+[24][{UPPER}][A-Za-z]{{2,}}(?![A-Za-z0-9-])")
OWNER = re.compile(r"['’]s?\s")
Sort = Literal["measure", "organisation"]
CONFIDENCE = 0.6
LEAST_CHARS = 3


class DescribedNames:
    """Finds such names. Built once from list_nouns.csv and name_words.csv."""

    def __init__(
        self, nouns: Iterable[ListNoun], words: Iterable[NameWord], countries: Countries, authority: Authority
    ) -> None:
        rows = [w for w in words if w.language == "en"]
        self._nouns = {n.form: n for n in nouns if n.language == "en" and n.kind != "track"}
        self._plurals = {_plural(f): n for f, n in self._nouns.items()}
        self._plain = frozenset(
            w.form.casefold() for w in rows if w.use in ("generic", "stop", "role", "actor", "person", "state", "topic")
        )
        every, one = alternatives(self._plurals), alternatives(self._nouns)
        self._listed = re.compile(rf"(?<![\w-])(?P<noun>(?i:{every})){EXAMPLES}(?P<items>{NAME}(?:{PARTED}{NAME})*)")
        self._apposed = re.compile(
            rf"(?P<name>{NAME}), (?:an?|the|its|their|another) (?:(?!of )[\w-]+ ){{0,3}}?(?P<noun>{one}){GOES_ON}"
        )
        verbs = alternatives(w.form for w in rows if w.use == "agent")
        self._run = re.compile(rf"(?<![\w-])(?:{verbs}) (?:jointly )?by (?:the )?(?P<items>{NAME}(?:{PARTED}{NAME})*)")
        self._countries, self._authority = countries, authority

    def find(self, text: str, segment: Segment) -> Iterator[Candidate]:
        """The names of one segment."""
        for match in self._listed.finditer(text, segment.start, segment.end):
            noun = self._plurals[match["noun"].casefold()]
            for start, end in _items(text, *match.span("items")):
                yield from self._named(text, start, end, noun.of, noun.kind)
        for match in self._apposed.finditer(text, segment.start, segment.end):
            noun = self._nouns[match["noun"]]
            yield from self._named(text, *match.span("name"), noun.of, noun.kind)
        for match in self._run.finditer(text, segment.start, segment.end):
            for start, end in _items(text, *match.span("items")):
                yield from self._named(text, start, end, "organisation", None)
        for match in COINED.finditer(text, segment.start, segment.end):
            yield Candidate(
                "measure", match.start(), match.end(), match[0], "measure.described", CONFIDENCE, "programme"
            )

    def _named(self, text: str, start: int, end: int, of: Sort, kind: MeasureKind | None) -> Iterator[Candidate]:
        """What stands at `text[start:end]` as a name, without the owner before it; none where it is plain or holds known names."""
        start = max([start, *(o.end() for o in OWNER.finditer(text, start, end))])
        start += 4 if text.startswith("The ", start) else 0
        form = written(text[start:end])
        words = form.split()
        if len(form) < LEAST_CHARS or not words or self._is_plain(words) or self._countries.code(form):
            return
        if self._authority.find(form, 0, len(form)):
            return
        yield Candidate(of, start, end, form, f"{of}.described", CONFIDENCE, kind)

    def _is_plain(self, words: list[str]) -> bool:
        """Whether words name no one: a role or a sort of bodies at either end (Member States, Director Smith), or nothing of their own."""
        small = [w.casefold() for w in words]
        ends = [w for end in (small[0], small[-1]) for w in (end, end.removesuffix("s"))]
        return any(w in self._plain for w in ends) or bool(re.fullmatch(r"[A-Z]{2,}s|[A-Z]*\d[\d,.]*", words[-1]))


def _items(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The items of the list at `text[start:end]`."""
    at = start
    for mark in PART.finditer(text, start, end):
        yield at, mark.start()
        at = mark.end()
    yield at, end


def _plural(noun: str) -> str:
    """The plural of a noun: agencies, companies, strategies, schemes."""
    return f"{noun[:-1]}ies" if re.search(r"[^aeiou]y\Z", noun) else f"{noun}s"

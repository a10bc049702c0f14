"""Why a body's name stands in a text only in passing: as a source, among countries, in a meeting's or an act's name.

An analyst lists who funds, runs or takes part in measures; a body that the text only cites is no record of its own. A source needs
both sides: 据 before and 统计 behind it (据世界知识产权组织统计).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Literal

import msgspec

from pipeline.data import Aside
from pipeline.grammar.naming import Candidate
from pipeline.text.patterns import alternatives

BRACKET = r"(?:\s?[（(][^（）()]{1,60}[）)])?"
BRACKETED = re.compile(BRACKET)
CITED = re.compile(r"[,，]\s?(?:19|20)\d\d[a-z]?\s?[)）;；]")
CHAIN = 3  # passes over the names of a list
LISTED = re.compile(r"\s?(?:、|,|/|和|与|and)\s?")
REGIONS = ("INT",)  # regional groups stand among countries: 东盟、印度、中国


class PassingCue(msgspec.Struct, frozen=True):
    """A row of passing_cues.csv: words before or behind a body's name that make it a passing one."""

    form: str
    language: str
    side: Literal["before", "behind"]
    reason: Aside
    source: str


class Passing:
    """Tells passing names. Built once from passing_cues.csv."""

    def __init__(self, cues: Iterable[PassingCue]) -> None:
        rows = tuple(cues)
        before = alternatives(c.form for c in rows if c.side == "before")
        self._before = re.compile(rf"(?:{before})\s?(?:the )?\Z", re.IGNORECASE)
        self._behind = {
            reason: re.compile(
                rf"{BRACKET}(?:['’]s?)?\s?(?:{alternatives(c.form for c in rows if c.side == 'behind' and c.reason == reason)})"
            )
            for reason in dict.fromkeys(c.reason for c in rows if c.side == "behind")
        }

    def mark(
        self, text: str, candidates: Iterable[Candidate], places: Sequence[tuple[int, int, str]]
    ) -> list[Candidate]:
        """The candidates, each passing one with the reason; `places` are the countries named, in text order."""
        starts, ends = {a for a, _, _ in places}, {b for _, b, _ in places}
        found = list(candidates)
        for _ in range(CHAIN):  # what stands beside a passing regional body in a list is passing too
            found = [
                replace(c, aside=reason)
                if c.of == "organisation" and c.aside is None and (reason := self._reason(text, c, starts, ends))
                else c
                for c in found
            ]
            listed = [c for c in found if c.aside == "country list"]
            starts |= {c.start for c in listed}
            ends |= {_behind_bracket(text, c.end) for c in listed}
        asides = {c.start: c.aside for c in found if c.aside}
        return [replace(c, aside=asides[c.beside]) if c.aside is None and c.beside in asides else c for c in found]

    @staticmethod
    def _is_citation(text: str, candidate: Candidate) -> bool:
        """Whether a body stands as the author of a source: (World Bank, 2021), （世界银行，2021）."""
        return CITED.match(text, candidate.end) is not None and text[candidate.start - 1 : candidate.start] in "(（;；"

    def _reason(self, text: str, candidate: Candidate, starts: set[int], ends: set[int]) -> Aside | None:
        cited = self._before.search(text, max(0, candidate.start - 24), candidate.start) is not None
        for reason, pattern in self._behind.items():
            if pattern.match(text, candidate.end) and (cited or reason != "source"):
                return reason
        if self._is_citation(text, candidate):
            return "source"
        if candidate.country in REGIONS and self._among(text, candidate, starts, ends):
            return "country list"
        return None

    @staticmethod
    def _among(text: str, candidate: Candidate, starts: set[int], ends: set[int]) -> bool:
        """Whether a country stands right before or behind a body in a list."""
        behind = LISTED.match(text, _behind_bracket(text, candidate.end))
        if behind and behind.end() in starts:
            return True
        lead = re.search(r"(?:、|, ?|和|与)\Z", text[max(0, candidate.start - 3) : candidate.start])
        return lead is not None and candidate.start - len(lead[0]) in ends


def _behind_bracket(text: str, end: int) -> int:
    """The end of a name with the bracket behind it: 七国集团(G7)."""
    match = BRACKETED.match(text, end)
    return match.end() if match else end

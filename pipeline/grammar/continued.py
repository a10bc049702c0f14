"""Measures that a measure's name makes with the capitals behind or before it: BWP Ignite, a Deep-Sea BWP.

What goes on so is a track of the other. No name goes on over a country, a body, what a person is in it (SBIR Program Manager) or what
any measure has (the website, a call, its members); nor in a heading, where every word has a capital, unless the text has it too.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace

from pipeline.data import Segment
from pipeline.grammar.authority import Authority
from pipeline.grammar.englishheads import UPPER, YEAR
from pipeline.grammar.lexis import Countries, NameHead, NameWord
from pipeline.grammar.naming import Candidate, written

LATIN = r"A-Za-zÀ-ÿ0-9_"
WORD = rf"(?:[{UPPER}][{LATIN}]*[a-zß-ÿ][{LATIN}’'-]*|[{UPPER}]{{4,}})"
NUMBER = r"(?:I{1,3}|IV|V|[1-9](?:\.\d)?|[A-D])"
TAIL = re.compile(
    rf"[ \u00a0](?P<words>{WORD}(?:[ ]{WORD}){{0,2}}(?:[ ](?:{NUMBER}|{YEAR}))?)(?![{LATIN}’'&@+-]|[ ][{UPPER}&]|[.:]\w)"
)
NUMERAL = re.compile(rf"{NUMBER}|{YEAR}")
LEAD = re.compile(rf"(?<![\w’'.-])(?P<before>[A-Za-z][a-z]*) (?P<lead>[{UPPER}]\w*(?:-[{UPPER}]\w*)*) \Z")
LEAD_CHARS = 40
ONE_WORD = re.compile(r"[A-Z]+\d*s?\Z")
BASES = ("authority", "again", "bracket", "capitals", "framed", "track")
CONFIDENCE = 0.7


class ContinuedNames:
    """Finds such tracks. Built once from name_heads.csv and name_words.csv."""

    def __init__(
        self, heads: Iterable[NameHead], words: Iterable[NameWord], countries: Countries, authority: Authority
    ) -> None:
        rows = [w for w in words if w.language == "en"]
        self._small = frozenset(w.form.casefold() for w in rows if w.use in ("stop", "lead"))
        self._plain = frozenset(
            w.form.casefold() for w in rows if w.use in ("generic", "stop", "role", "actor", "state", "person", "lead")
        ) | {h.form.casefold() for h in heads if h.language == "en"}
        self._countries, self._authority = countries, authority

    def find(self, text: str, segments: Sequence[Segment], named: Sequence[Candidate]) -> list[Candidate]:
        """`named` (in text order) with each measure that goes on as a track instead of the measure."""
        starts = [s.start for s in segments]
        tracks: dict[int, Candidate] = {}
        titled: dict[int, Candidate] = {}
        for n, candidate in enumerate(named):
            if candidate.of != "measure" or candidate.rule.rsplit(".", 1)[1] not in BASES or not starts:
                continue
            segment = segments[bisect_right(starts, candidate.start) - 1]
            stop = min([segment.end, *(c.start for c in named[n + 1 : n + 2])])
            track = self._behind(text, candidate, stop) or self._before(text, candidate, segment.start)
            if track:
                (titled if segment.kind == "heading" else tracks)[n] = track
        forms = {t.form for t in tracks.values()}
        tracks |= {n: t for n, t in titled.items() if t.form in forms}
        return [tracks.get(n, c) for n, c in enumerate(named)]

    def _behind(self, text: str, base: Candidate, stop: int) -> Candidate | None:
        """The track whose name goes on behind a measure's: BWP Ignite."""
        tail = TAIL.match(text, base.end, stop) if base.kind not in ("strategy", "law") else None
        if tail is None:
            return None
        words = [w for w in tail["words"].split() if not NUMERAL.fullmatch(w)]
        if self._is_plain(words[-1]) or self._is_plain(words[0]):
            return None
        return None if self._is_other(tail["words"]) else _track(text, base, base.start, tail.end())

    def _before(self, text: str, base: Candidate, start: int) -> Candidate | None:
        """The track that one capitalised word before an acronym makes, inside a sentence: a Deep-Sea BWP."""
        if not ONE_WORD.fullmatch(base.form) or base.kind in ("strategy", "law"):
            return None
        lead = LEAD.search(text, max(start, base.start - LEAD_CHARS), base.start)
        if lead is None or not (lead["before"].islower() or lead["before"].casefold() in self._small):
            return None
        word = lead["lead"]
        if word.isupper() or self._is_plain(word) or self._is_other(word) or self._is_other(word.split("-")[0]):
            return None
        return _track(text, base, lead.start("lead"), base.end)

    def _is_plain(self, word: str) -> bool:
        """Whether a word says nothing of its own behind a measure's name."""
        small = word.casefold()
        return small in self._plain or small.removesuffix("s") in self._plain or small.removesuffix("es") in self._plain

    def _is_other(self, form: str) -> bool:
        """Whether a form is a country, or a name that is known by itself."""
        words = form.split()
        parts = [form, words[0], words[-1]]
        return any(self._countries.code(p) or self._authority.whole(p) for p in parts)


def _track(text: str, base: Candidate, start: int, end: int) -> Candidate:
    """A measure's name gone on, as a track of it."""
    return replace(
        base, start=start, end=end, form=written(text[start:end]), rule="measure.track", confidence=CONFIDENCE, kind="track",
        entry=None, beside=None,
    )  # fmt: skip

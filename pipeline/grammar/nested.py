"""Bodies inside the names of measures: who issued a document (《中共中央 国务院关于……的意见》), whose office it is (云溪大学|技术转移中心)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from pipeline.grammar.authority import Authority
from pipeline.grammar.lexis import NameHead, WordUses
from pipeline.grammar.naming import Candidate
from pipeline.text.patterns import alternatives

ABOUT = re.compile(r"关于|关於|印发|對於")
JOINT = re.compile(r"\s*[、，,和与及]?\s*")
ISSUERS_CHARS = 40  # characters before 关于 in which the issuers stand, at most
OWN_CHARS = 3  # characters that an office has of its own behind its school's name, at least
CONFIDENCE = 0.75


class NestedBodies:
    """Finds bodies inside measures' names. Built once from the authority file and name_heads.csv."""

    def __init__(self, authority: Authority, heads: Iterable[NameHead], uses: WordUses) -> None:
        chinese = [h for h in heads if h.language == "zh" and h.of == "organisation"]
        self._body = re.compile(
            rf"[^、，,\s和与及关]{{2,14}}?(?:人民政府|{alternatives(h.form for h in chinese if len(h.form) > 1)})(?:办公厅|办公室)?"
        )
        schools = alternatives(h.form for h in chinese if h.trait == "school")
        self._school = re.compile(rf"(?P<school>[^\W\da-zA-Z]{{2,5}}?(?:{schools}))(?=[^\W\d_]{{{OWN_CHARS},}})")
        self._authority, self._uses = authority, uses

    def find(self, text: str, candidates: Sequence[Candidate]) -> Iterator[Candidate]:
        """The bodies inside the measures among `candidates`."""
        for candidate in candidates:
            if candidate.of == "measure":
                yield from self._issuers(text, candidate)
                yield from self._owner(text, candidate)

    def _issuers(self, text: str, title: Candidate) -> Iterator[Candidate]:
        """The bodies that a document's title opens with."""
        if title.kind not in ("strategy", "law"):
            return
        about = ABOUT.search(text, title.start, min(title.end, title.start + ISSUERS_CHARS))
        at, found = title.start, []
        while about and at < about.start():
            body = self._at(text, at, about.start())
            if body is None:
                return
            found.append(body)
            joint = JOINT.match(text, body.end, about.start())
            at = joint.end() if joint else about.start()
        yield from found if about else ()

    def _owner(self, text: str, office: Candidate) -> Iterator[Candidate]:
        """The school whose office or park a measure is."""
        school = self._school.match(text, office.start, office.end)
        if school and office.rule.rsplit(".", 1)[1] in ("head", "marked", "quoted", "again", "bracket"):
            known = self._authority.whole(school["school"])
            if known or not self._uses.is_generic(school["school"][:-2]):
                yield self._candidate(text, *school.span("school"))

    def _at(self, text: str, start: int, stop: int) -> Candidate | None:
        """The body whose name begins at `start`: a known one, or one whose head tells it."""
        known = [(at, form) for at, form in self._authority.find(text, start, stop) if form.of == "organisation"]
        longest = max((len(form.text) for at, form in known if at == start), default=0)
        body = self._body.match(text, start, stop)
        end = max(start + longest, body.end() if body else 0)
        return self._candidate(text, start, end) if end > start else None

    def _candidate(self, text: str, start: int, end: int) -> Candidate:
        known = self._authority.whole(text[start:end])
        country, entry = (known.country, known.entry) if known else (None, None)
        return Candidate(
            "organisation", start, end, text[start:end], "organisation.nested", CONFIDENCE, country=country, entry=entry
        )

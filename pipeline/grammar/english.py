"""English names: runs of capitalised words that end with a head (… Programme, … Agency) or open with one (Ministry of …).

A run may hold several names (the Office of Science of the Department of Energy); `spans` parts them. It goes on over commas where
it names several fields (Department of Enterprise, Trade and Employment) and takes the year that belongs to it (Act of 1995).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from pipeline.data import Segment
from pipeline.grammar.brackets import beside
from pipeline.grammar.lexis import Countries, NameHead, NameWord
from pipeline.grammar.naming import Candidate, written
from pipeline.text.patterns import alternatives

UPPER = "A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĖĘĚĞĢĪĮİĶŁŃŅŇŌŐŒŘŚŞŠŢŤŪŮŰŲŹŻŽ"
LETTER = r"\w&'’"
WORD = rf"(?:[{UPPER}][{LETTER}]*(?:[-‐–/.][{LETTER}]+)*|\d{{4}}|\d\.\d|I{{1,3}}|IV|&)"
LINK = r"(?:of|for|and|the|in|on|to|de|des|der|du|di|da|do|della|del|la|le|et|für|und|y|e|van)"
RUN = re.compile(rf"(?<![\w&])[{UPPER}][{LETTER}]*(?:[-‐–/.][{LETTER}]+)*(?:[ \u00a0](?:{LINK}[ ]){{0,3}}{WORD})*")
NUMERAL = r"(?:I{1,3}|IV|V|20\d\d|19\d\d|\d\.\d)"
YEAR = r"(?:19|20)\d\d"
TAIL = re.compile(
    rf"(?: of {YEAR}|,? {YEAR}(?:[-–/](?:{YEAR}|\d\d))?|[-–/](?:{YEAR}|\d\d))(?![\d-])"
)  # an act's year, a plan's years
FIELDS = re.compile(
    rf"(?:,[ ][{UPPER}][\w-]*(?:[ ](?:and[ ]|&[ ])?[{UPPER}][\w-]*){{0,3}})+,?[ ](?:and|&)[ ](?:the[ ])?[{UPPER}][\w-]*(?:[ ][{UPPER}][\w-]*){{0,3}}"
    rf"|,[ ](?:and|&)[ ][{UPPER}][\w-]*(?:[ ][{UPPER}][\w-]*){{0,2}}"
)
ACRONYM_INSIDE = re.compile(r"[ ]\((?P<acronym>[A-Z][A-Za-z0-9&-]{1,9})\)(?P<rest>[ ][A-Z]?[a-z]+)")
LOWERED = re.compile(r"[ ](?P<head>[a-z][a-z-]+(?:[ ][a-z-]+){0,2})(?![A-Za-z])")
JOINT = re.compile(r"[ ](?:of|in|to|for|by|on|and|from) the[ ]|[ ]and[ ]|[ ]of[ ]|['’]s?[ ]")
TOLD = re.compile(r"(?:(?<![a-z])(?:the|an?|its|their|[Uu]nder)|['’]s|[Tt]he) \Z")
SOME = re.compile(r"(?<![a-z])(?:an?|any|each|every|your|his|her|either|no) \Z", re.IGNORECASE)
NATIONAL = re.compile(r"National|Federal|European|Union")
LISTED = re.compile(r"(?:the|The|an?|An?|its|['’]s) (?P<lead>(?:[A-Z][a-z]+, ){1,3})\Z")
LEAD = re.compile(rf"([{UPPER}a-z][a-z]*|\d{{4}})[ ]")


@dataclass(frozen=True, slots=True)
class Names:
    """What the rules know of words: heads by form, generic and stop words, words of persons."""

    heads: dict[str, NameHead]
    generic: frozenset[str]
    stop: frozenset[str]
    persons: frozenset[str]


class EnglishNames:
    """Finds English names. Built once from name_heads.csv and name_words.csv."""

    def __init__(
        self, heads: Iterable[NameHead], words: Iterable[NameWord], countries: Countries, *, max_words: int = 18
    ) -> None:
        english = [h for h in heads if h.language == "en"]
        uses = {
            use: frozenset(w.form for w in words if w.language == "en" and w.use == use)
            for use in ("generic", "stop", "person")
        }
        self._names = Names(
            {h.form: h for h in english if h.strength != "lowered"}, uses["generic"], uses["stop"], uses["person"]
        )
        self._lowered_heads = {h.form: h for h in english if h.strength == "lowered"}
        self._countries, self._max_words = countries, max_words
        known = self._names.heads
        bodies = alternatives(f for f, h in known.items() if h.of == "organisation")
        singular = alternatives(f for f, h in known.items() if h.of == "measure" and h.strength == "free")
        first = alternatives(f for f, h in known.items() if h.trait == "first")
        self._first = re.compile(rf"\A(?P<head>{first}) (?=[{UPPER}])")
        ends = alternatives(f for f, h in known.items() if h.strength != "opened")
        self._ends = re.compile(rf"(?:\A|.*[ -])(?P<head>{ends})(?: {NUMERAL})?\Z")
        self._opens = re.compile(
            rf"\A(?P<before>(?:[{UPPER}][\w-]+ ){{0,4}}?)(?P<head>(?:{bodies})(?= (?:of|for|on|de|des|du|di|für)\b)"
            rf"|(?:{singular})(?= (?:for|on|to)\b))"
        )

    def find(self, text: str, segment: Segment) -> Iterator[Candidate]:
        """Candidates of one segment. Text set all in capitals or title case (a heading) yields names like any other."""
        for match in RUN.finditer(text, segment.start, segment.end):
            start, end = match.start(), self._extended(text, match, segment.end)
            spans = list(self.spans(text, start, end))
            if spans and (lowered := self._lowered(text, *spans[-1], segment.end)):
                yield lowered
            for a, b in spans:
                candidate = self._named(text, a, b)
                if candidate:
                    yield self._whole(text, candidate, segment.end)

    def _extended(self, text: str, run: re.Match[str], stop: int) -> int:
        """The end of a run with the further fields that its office or programme is named for."""
        if self._opening(run[0]) is None and self._opening(re.sub(r"\A(?:The|This|A|An) ", "", run[0])) is None:
            return run.end()
        fields = FIELDS.match(text, run.end(), stop)
        if fields is None:
            return run.end()
        parts = re.split(r",? (?:and|&) (?:the )?|, ", fields[0])
        own = any(p.isupper() and len(p) > 1 or self._head(p) for p in parts if p)
        return run.end() if own else fields.end()

    def spans(self, text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
        """The names of a run, each without articles and what is told of it."""
        for joint in JOINT.finditer(text, start, end):
            left, right = text[start : joint.start()], text[joint.end() : end]
            cut = self._parts(left, joint[0], right)
            if cut == "both":
                yield self._trim(text, start, joint.start())
            if cut:
                yield from self.spans(text, joint.end(), end)
                return
        yield self._trim(text, start, end)

    def _parts(self, left: str, joint: str, right: str) -> str | None:
        """Whether a joint parts two names ("both"), or what is told of a name from the name ("right")."""
        if joint[:2] in ("'s", "’s", "' ", "’ "):
            return self._owned(left, right) if joint.strip() in ("'s", "’s") else None
        word = joint.split()[0]
        heads = (
            self._head(left.rsplit(" and ", 1)[-1]) or self._opening(left),
            self._head(right) or self._opening(right),
        )
        if word == "and":
            return self._coordinated(left, joint, right, heads)
        if " the" not in joint:
            ended = self._ends.match(left) and heads[0] and heads[0].of == "measure"
            return "both" if ended and heads[1] and heads[1].of == "organisation" else None
        if heads[1] is None:
            return None
        if heads[0] is not None and not (self._opening(left) and heads[0].of == "measure" and word != "of"):
            return "both"
        return "right" if heads[0] is None else None

    def _owned(self, left: str, right: str) -> str | None:
        """Whether 's parts an owner from a name (Japan's Moonshot Programme); it stands inside one behind a word for persons."""
        if left.rsplit(" ", 1)[-1].casefold() in self._names.persons or not (
            self._head(right) or len(right.split()) >= 2
        ):
            return None
        return "both"

    def _coordinated(
        self, left: str, joint: str, right: str, heads: tuple[NameHead | None, NameHead | None]
    ) -> str | None:
        """Whether `A and B` are two names: both have heads, or B is an acronym, or A ends with a country."""
        if " the" in joint or all(heads):
            return "both"
        acronym = right.isupper() and 3 <= len(right) <= 8
        country = self._countries.code(left.rsplit(" of ", 1)[-1]) is not None
        return "both" if heads[0] and (acronym or country) else None

    def _opening(self, run: str) -> NameHead | None:
        """The head that a run opens with, behind a country's or a region's name at most (New York State Department of)."""
        match = self._opens.match(run)
        if match is None or re.search(r"(?:ing|ed) ", match["before"]):
            return None
        return self._names.heads[match["head"]]

    def _trim(self, text: str, start: int, end: int) -> tuple[int, int]:
        """Takes leading articles, pronouns and numbers off a run (The, This, 2021)."""
        while lead := LEAD.match(text, start, end):
            if lead[1].casefold() not in self._names.stop and not lead[1].isdigit():
                break
            start = lead.end()
        if text[max(start, end - 2) : end] in ("'s", "’s"):
            end -= 2
        return start, end

    def _named(self, text: str, start: int, end: int) -> Candidate | None:
        run = text[start:end]
        head = self._head(run)
        while head is None and " " in run:  # Moonshot Program Manager -> Moonshot Program
            run = run.rsplit(" ", 1)[0]
            run = re.sub(rf"(?: {LINK})+\Z", "", run).rstrip(",")
            head = self._head(run)
        if head is None or len(run.split()) > self._max_words or not self._specific(text, start, run, head):
            return None
        told = TOLD.search(text, max(0, start - 8), start) is not None
        rule = "capitals" if head.strength in ("free", "opened") or (head.strength == "backed" and told) else "marked"
        return replace(self._at(start, run, head), form=written(run), rule=f"{head.of}.{rule}")

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
        head = self._names.heads.get(word) or self._lowered_heads.get(word)
        if inside and head and head.of == candidate.of:
            return _to(text, candidate, candidate.start, inside.end())
        return candidate

    def _head(self, run: str) -> NameHead | None:
        if run.isupper():
            run = run.title()
        if len(run.split()) < 2:
            return None
        match = self._first.match(run) or self._ends.match(run)
        return self._names.heads[match["head"]] if match else self._opening(run)

    def _specific(self, text: str, start: int, run: str, head: NameHead) -> bool:
        """Whether a run says more than its head: one word that is not generic, or three that are."""
        rest = [w for w in re.findall(r"[\w&-]+", run) if w not in head.form.split()]
        content = [w for w in rest if w.casefold() not in self._names.generic and not w.isdigit()]
        if head.kind == "strategy" and SOME.search(text, max(0, start - 12), start) and not NATIONAL.search(run):
            return False  # a Site Assessment Plan: what an applicant hands in
        if content or len(rest) >= 3:
            return True
        if rest and (
            beside(text, self._at(start, run, head)) or (head.kind == "strategy" and re.fullmatch(YEAR, rest[-1]))
        ):
            return True  # National Supercomputing Centre (NHR), Agenda 2030
        told = text[max(0, start - 4) : start] == "the " and head.of == "organisation"
        return told and len(rest) >= 2 and head.form in ("Agency", "Council", "Foundation", "Corporation", "Authority")

    @staticmethod
    def _at(start: int, run: str, head: NameHead) -> Candidate:
        return Candidate(head.of, start, start + len(run), run, f"{head.of}.capitals", 0.72, head.kind)

    def _lowered(self, text: str, start: int, end: int, stop: int) -> Candidate | None:
        """A run of capitals with a head in small letters behind it: the Lighthouse programme. The caller checks the run."""
        behind = LOWERED.match(text, end, stop)
        if behind is None:
            return None
        said = behind["head"].split(" ")
        form = next((f for n in (3, 2, 1) if (f := " ".join(said[:n])) in self._lowered_heads), said[0])
        head = self._lowered_heads.get(form)
        words = re.findall(r"[\w&’'-]+", text[start:end])
        if head is None or not 1 <= len(words) <= 8 or not self._telling(words):
            return None
        if head.kind == "strategy" and len(words) < 2:
            return None
        last = end + 1 + len(form)
        return Candidate("measure", start, last, written(text[start:last]), "measure.lowered", 0.65, head.kind)

    def _telling(self, words: Sequence[str]) -> bool:
        """Whether words in front of a head in small letters make a proper name: none is a number, one at least not generic."""
        told = [w for w in words if w[0].isupper()]
        content = [w for w in told if w.casefold() not in self._names.generic | self._names.stop]
        if not content or any(
            w.isdigit() or re.search(r"-(?:funded|led|based|administered|wide|supported|related)\Z", w) for w in words
        ):
            return False
        if all(w == "and" or self._countries.code(w) for w in words):
            return False
        return len(content) > 1 or len(told) == 1 or len(words) > 2


def _to(text: str, candidate: Candidate, start: int, end: int) -> Candidate:
    """A candidate with another extent."""
    return replace(candidate, start=start, end=end, form=written(text[start:end]))

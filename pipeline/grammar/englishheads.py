"""What heads tell of an English name: the one it ends with (… Programme), the one it opens with (Ministry of …), and whether it says enough."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.grammar.brackets import beside
from pipeline.grammar.lexis import Countries, NameHead, NameWord
from pipeline.grammar.naming import Candidate
from pipeline.text.patterns import alternatives

UPPER = "A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĖĘĚĞĢĪĮİĶŁŃŅŇŌŐŒŘŚŞŠŢŤŪŮŰŲŹŻŽ"
NUMERAL = r"(?:I{1,3}|IV|V|20\d\d|19\d\d|\d\.\d)"
YEAR = r"(?:19|20)\d\d"
SOME = re.compile(r"(?<![a-z])(?:an?|any|each|every|your|his|her|either|no) \Z", re.IGNORECASE)
NATION = re.compile(r"National |Federal |European ")  # opens the name of the one of its sort that a country has
OFFICES = ("Agency", "Council", "Foundation", "Corporation", "Authority")
OWNED = re.compile(rf" (?:\([^()]{{2,12}}\) )?of (?:the )?(?=[{UPPER}])")  # the Open Platform | of the Harbour Office
NATIONAL = re.compile(r"National|Federal|European|Union")


@dataclass(frozen=True, slots=True)
class Words:
    """What the rules know of words, from the English rows of name_words.csv."""

    generic: frozenset[str]
    stop: frozenset[str]
    persons: frozenset[str]
    orders: frozenset[str]
    states: frozenset[str]
    epithets: frozenset[str]
    actors: frozenset[str]
    topics: frozenset[str]
    prints: frozenset[str]
    serials: frozenset[str]


def read_words(rows: Iterable[NameWord]) -> Words:
    """The English rows of name_words.csv by their uses."""
    english = [r for r in rows if r.language == "en"]
    uses = ("generic", "stop", "person", "lead", "state", "epithet", "actor", "topic", "print", "serial")
    return Words(*(frozenset(r.form for r in english if r.use == use) for use in uses))


class Heads:
    """Finds the head of a run of capitalised words. Built once from name_heads.csv and name_words.csv."""

    def __init__(self, heads: Iterable[NameHead], words: Words, countries: Countries) -> None:
        self.known = {h.form: h for h in heads if h.language == "en" and h.strength not in ("lowered", "announced")}
        self.words, self.countries = words, countries
        bodies = alternatives(f for f, h in self.known.items() if h.of == "organisation")
        measures = alternatives(
            f for f, h in self.known.items() if h.of == "measure" and h.strength in ("free", "backed")
        )
        first = alternatives(f for f, h in self.known.items() if h.trait == "first")
        self._first = re.compile(rf"\A(?P<head>{first}) (?=[{UPPER}])")
        ends = alternatives(f for f, h in self.known.items() if h.strength != "opened")
        self._ends = re.compile(rf"(?:\A|.*?(?<! of)(?<! for)(?<! in)(?<! to)[ -])(?P<head>{ends})(?: {NUMERAL})?\Z")
        self.next = re.compile(
            rf"(?<!\bof)(?<!\bthe)(?<!\band)(?<!\bfor)(?<!\bin)(?<!,)[ ](?=(?:{bodies}) (?:of|for) )"
        )
        self._opens = re.compile(
            rf"\A(?P<before>(?:[{UPPER}][\w&@+-]+ ){{0,4}}?)(?P<head>(?:{bodies})(?= (?:of|for|on|de|des|du|di|für)\b)"
            rf"|(?:{measures})(?= (?:for|on|to)\b))"
        )

    def head(self, run: str) -> NameHead | None:
        """The head of a run: the one that it ends with, else the one that it opens with; none of a single word."""
        if run.isupper():
            run = run.title()
        if len(run.split()) < 2:
            return None
        match = self._first.match(run) or self._ends.match(run)
        opening = self.opening(run)
        if match and opening and opening.of == "organisation" and self.known[match["head"]].trait == "field":
            return opening  # Office of Science and Technology Policy, Commission on Competition Law
        return self.known[match["head"]] if match else opening

    def ended(self, run: str) -> NameHead | None:
        """The head that a run ends with."""
        return self.known[match["head"]] if (match := self._ends.match(run)) else None

    def opening(self, run: str) -> NameHead | None:
        """The head that a run opens with, behind a country's or a region's name at most (New York State Department of)."""
        match = self._opens.match(run)
        if match is None or re.search(r"\w\w(?:ing|ed) ", match["before"]):
            return None
        head = self.known[match["head"]]
        return None if head.strength == "opened" and match["before"] else head

    def is_specific(self, text: str, start: int, run: str, head: NameHead) -> bool:
        """Whether a run says more than its head: one word that is not generic, or three that are."""
        if head.strength == "opened" and self.countries.code(
            re.sub(r"\A of (?:the )?", "", run.removeprefix(head.form))
        ):
            return False  # State of the United States
        if head.trait == "state" and not self._of_state(run.removesuffix(head.form).rstrip()):
            return False
        rest = [w for w in re.findall(r"[\w&-]+", run) if w not in head.form.split()]
        some = SOME.search(text, max(0, start - 12), start) is not None
        plain = self.words.generic | self.words.epithets if some else self.words.generic
        content = [w for w in rest if w.casefold() not in plain and not w.isdigit()]
        plan = head.kind == "strategy" and head.form.endswith("Plan")
        if plan and some and not NATIONAL.search(run):
            return False  # a Site Assessment Plan: what an applicant hands in
        if content or (len(rest) >= 3 and not some):
            return True
        if rest and (beside(text, at(start, run, head)) or (head.kind == "strategy" and re.fullmatch(YEAR, rest[-1]))):
            return True  # National Supercomputing Centre (NHR), Agenda 2030
        told = text[max(0, start - 4) : start].casefold() == "the "
        if not told or head.strength not in ("free", "backed"):
            return False
        if NATION.match(run) and len(rest) >= 2 - (head.of == "organisation"):
            return True  # the National Treasury, the National Mooring Plan
        if head.of == "measure":
            return len(rest) >= 2 and OWNED.match(text, start + len(run)) is not None
        return len(rest) >= 2 and head.form in OFFICES

    def _of_state(self, before: str) -> bool:
        """Whether the words before Government are a country's, a region's or a word for a level of the state."""
        words = before.split()
        return bool(words) and (
            words[-1] in self.words.states
            or any(
                self.countries.code(w) or self.countries.is_place(w) for n in (1, 2, 3) if (w := " ".join(words[-n:]))
            )
        )


def at(start: int, run: str, head: NameHead) -> Candidate:
    """A run as a candidate."""
    return Candidate(head.of, start, start + len(run), run, f"{head.of}.capitals", 0.72, head.kind)

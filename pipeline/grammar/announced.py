"""English names in small letters: what a government sets up or adopts (adopt a harbour-first policy, a city bicycle rebate was established).

The noun phrase behind such a verb, or before its passive, is a name where it ends with a measure's head, or goes on behind one with what
it is for (a roadmap for Tidal Energy), and says more than what kind of thing it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pipeline.data import Segment
from pipeline.grammar.lexis import NameHead, NameWord
from pipeline.grammar.naming import Candidate, written
from pipeline.text.patterns import alternatives

WORD = r"[A-Za-z][\w’'/-]*"
ARTICLE = r"(?:(?i:an?|the|its|our|their|his|her|new|updated|revised|additional|further) )"
TAIL_WORDS = 5
BRACKET = r"(?: \([A-Z][A-Za-z0-9&-]{1,9}\))?"
CONFIDENCE = 0.55
AMOUNT = re.compile(r"\s?[\d$€£¥]")
PAID = re.compile(r"-(?:funded|led|based|administered|supported|related|financed)\Z")  # tells of a thing, names none
GERUND = re.compile(r"[a-z]+ing")
INSIDE = frozenset({"and", "of", "the", "for", "in"})
EPITHET = re.compile(r"([A-Za-z][\w’'/-]*)[ ]")


@dataclass(frozen=True, slots=True)
class _Words:
    """What words of a phrase may be: those at which it cannot go on, and those that say nothing of their own."""

    stop: frozenset[str]
    generic: frozenset[str]
    epithets: frozenset[str]


class AnnouncedNames:
    """Finds announced measures. Built once from name_heads.csv and name_words.csv."""

    def __init__(self, heads: Iterable[NameHead], words: Iterable[NameWord]) -> None:
        known = [
            h for h in heads if h.language == "en" and h.of == "measure" and h.strength in ("lowered", "announced")
        ]
        self._heads = {
            form: h
            for h in known
            if h.kind != "track"
            for form in (h.form, h.form.title())
            if not (form.islower() and form.endswith("s"))
        }
        rows = [w for w in words if w.language == "en"]
        stems = alternatives(w.form for w in rows if w.use == "opener")
        self._words = _Words(
            frozenset(w.form for w in rows if w.use in ("stop", "joint")),
            frozenset(w.form for w in rows if w.use == "generic"),
            frozenset(w.form for w in rows if w.use == "epithet"),
        )
        head = alternatives(self._heads)
        phrase = rf"(?P<name>(?:{WORD}{BRACKET} ){{0,6}}?(?P<head>{head}){BRACKET}"
        phrase += rf"(?:(?= (?:for|on|of) )(?P<tail>(?: {WORD}){{2,{TAIL_WORDS}}}))?)(?![\w-])"
        verb = rf"(?<![A-Za-z-])(?i:{stems})(?:e?s|e|ed|ing|t|p)? (?:up |out |down )?(?:and {WORD} )?"
        self._active = re.compile(rf"{verb}(?P<article>{ARTICLE}+){phrase}")
        self._passive = re.compile(
            rf"(?<![A-Za-z-])(?P<article>{ARTICLE}+){phrase} (?:(?:will|shall|should|is to|to) be|(?:was|were|has been|have been|is being|is|are))"
            rf" (?:also |now |first |then )?(?i:{stems})(?:e?d|t|ed)?(?: up| out)?(?![a-z])"
        )

    def find(self, text: str, segment: Segment) -> Iterator[Candidate]:
        """The announced measures of one segment."""
        for pattern in (self._active, self._passive):
            for match in pattern.finditer(text, segment.start, segment.end):
                if candidate := self._named(text, match):
                    yield candidate

    def _named(self, text: str, match: re.Match[str]) -> Candidate | None:
        """The phrase of a match as a candidate, where it says enough."""
        start, end = match.span("name")
        head = self._heads[match["head"]]
        tail = match["tail"] or ""
        kept = self._kept(tail, regulates=head.kind in ("strategy", "law"))
        if AMOUNT.match(text, end - len(tail) + len(kept)):
            kept = ""  # a support programme of EUR 5,000
        end -= len(tail) - len(kept)
        while (lead := EPITHET.match(text, start, match.start("head"))) and lead[1].casefold() in self._words.epithets:
            start = lead.end()
        before = re.sub(r"\([^)]*\)", "", text[start : match.start("head")]).split()
        if any(w.casefold() in self._words.stop for w in before) or (before and GERUND.fullmatch(before[0])):
            return None
        if any(PAID.search(w) for w in before):
            return None
        nation = len(before) >= 2 and before[0][0].isupper()  # a European innovation cluster
        told = before if nation else [w for w in before if self._tells(w)]
        if not kept and (not told or (len(before) < 2 and "-" not in told[0] and not told[0][0].isupper())):
            return None
        return Candidate("measure", start, end, written(text[start:end]), "measure.announced", CONFIDENCE, head.kind)

    def _tells(self, word: str) -> bool:
        """Whether a word says something of its own."""
        small = word.casefold()
        return not (word[0].isdigit() or small in self._words.generic | self._words.stop | self._words.epithets)

    def _kept(self, tail: str, *, regulates: bool) -> str:
        """What of the words behind a head belongs to its name: capitals, or what a policy or law is about; none where it is too little.

        It ends before a word at which no name goes on, and with no small word.
        """
        words = tail.split()
        for i, word in enumerate(words[1:], 1):
            if word == "in" and words[i + 1 : i + 2] and words[i + 1] in ("the", "a", "this", "our"):
                words = words[:i]  # a roadmap on standards | in the area
                break
            proper = (
                word == "and"
                and any(w[0].isupper() for w in words[1:i])
                and words[i + 1 : i + 2]
                and words[i + 1].islower()
            )
            if (word.casefold() in self._words.stop and word not in INSIDE) or word.endswith("ing") or proper:
                words = words[:i]
                break
        while words and (words[-1].casefold() in self._words.stop or words[-1] in INSIDE):
            words.pop()
        about = [w for w in words[1:] if self._tells(w)]
        topic = words[:1] == ["on"] and bool(about)  # a roadmap on standards
        enough = any(w[0].isupper() for w in about) or (regulates and (len(about) >= 2 or topic))
        return "".join(f" {w}" for w in words) if enough else ""

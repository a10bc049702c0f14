"""The runs of capitalised words that English names are made of, and the names within one: the Office of Science of the Department of Energy."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.grammar.englishheads import UPPER, YEAR, Heads
from pipeline.grammar.lexis import NameHead

LETTER = r"\w&'’@+"
WORD = rf"(?:[ldLD][’'][\w-]{{3,}}|[a-z]?[{UPPER}][{LETTER}]*(?:[-‐–/.][{LETTER}]+)*|\d{{4}}|\d\.\d|I{{1,3}}|IV|&)"
LINK = r"(?:of|for|and|the|in|on|to|de|des|der|du|di|da|do|della|del|la|le|et|für|und|y|e|van)"
RUN = re.compile(
    rf"(?<![\w&])[a-z]?[{UPPER}][{LETTER}]*(?:[-‐–/.][{LETTER}]+)*"
    rf"(?:[ \u00a0](?:{LINK}[ ]){{0,3}}{WORD}|[ ]\([A-Z][A-Z0-9&-]{{1,8}}\)(?=[ ][A-Z][a-z]))*"
)
JOINT = re.compile(r"[ ](?:of|in|to|for|by|on|and|from) the[ ]|[ ]and[ ]|[ ]of[ ]|['’]s?[ ]")
ORDERED = re.compile(
    r"(?:(?:Section|Sec\.|Article|Part|Title|Chapter|Annex)s? [\dIVX]+ of (?:the )?|[A-Z][a-z]+ (?:the|an?) (?=[A-Z]))"
)  # Implement the Rural Data Policy
PRINTED = re.compile(r"(?:[\w-]+ ){0,2}?(?P<print>[A-Z]\w+) (?i:of|on|to|about|from) (?=[A-Z])")  # Journal of | …
APPOSED = re.compile(r"(?<=[a-z0-9])[ ]An?[ ](?=[A-Z])")  # Digital Coast 2030 A National Strategy
BRACKETED = re.compile(r"[ ]\([A-Z][A-Z0-9&-]{1,8}\)[ ](?=[A-Z])")
LAST_LINKS = re.compile(rf"(?:[ ]{LINK})+\Z")
APART = re.compile(r"(?<=[a-z])(?<!\bof)(?<!\bfor)(?<!\band)(?<!\bthe)[ ](?=[A-Z]{2,}[A-Za-z]*(?:[ ][A-Z]|$))")
LEAD = re.compile(rf"([{UPPER}a-z][a-z]*|\d{{4}})[ ]")


class Parting:
    """Parts runs into names."""

    def __init__(self, heads: Heads) -> None:
        self._heads = heads

    def spans(self, text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
        """The names of a run, each without articles and what is told of it."""
        if apposed := APPOSED.search(text, start + 1, end):
            yield from self.spans(text, start, apposed.start())
            yield from self.spans(text, apposed.end(), end)
            return
        if (bracket := BRACKETED.search(text, start, end)) and self._is_body(text[start : bracket.start()]):
            yield from self.spans(text, start, bracket.start())
            yield from self.spans(text, bracket.end(), end)
            return
        for apart in self._heads.next.finditer(text, start + 1, end):
            left = text[start : apart.start()]
            if self._heads.countries.code(left.rsplit(" ", 1)[-1]):
                continue  # … and the Korea Agency for …
            if left.isupper() or self._heads.opening(left) or self._heads.opening(left.rsplit(" and ", 1)[-1]):
                yield from self.spans(text, start, apart.start())
                yield from self.spans(text, apart.end(), end)
                return
        end = self._without_acronyms(text, start, end)
        for joint in JOINT.finditer(text, start, end):
            left, right = text[start : joint.start()], text[joint.end() : end]
            cut = self._parts(left, joint[0], right)
            if cut == "both":
                yield self._trim(text, start, joint.start())
            if cut:
                yield from self.spans(text, joint.end(), end)
                return
        yield self._trim(text, start, end)

    def _is_body(self, run: str) -> bool:
        """Whether a run is a body's name, so that what stands behind the bracket with its acronym is another: … Budget (OMB) Circular."""
        head = self._heads.opening(run) or self._heads.head(run)
        return head is not None and head.of == "organisation"

    def _without_acronyms(self, text: str, start: int, end: int) -> int:
        """The end of a run without the acronyms of other bodies that stand behind an office's name, as in a table's cell."""
        opening = self._heads.opening(text[start:end])
        apart = APART.search(text, start, end) if opening and opening.of == "organisation" else None
        return start + len(LAST_LINKS.sub("", text[start : apart.start()])) if apart else end

    def _parts(self, left: str, joint: str, right: str) -> str | None:
        """Whether a joint parts two names ("both"), or what is told of a name from the name ("right")."""
        if joint[:2] in ("'s", "’s", "' ", "’ "):
            return self._owned(left, right) if joint.strip() in ("'s", "’s") else None
        word = joint.split()[0]
        heads = (
            self._heads.head(left.rsplit(" and ", 1)[-1]) or self._heads.opening(left),
            self._heads.head(right) or self._heads.opening(right),
        )
        if word == "and":
            return self._coordinated(left, joint, right, heads)
        if " the" not in joint:
            ended = self._heads.ended(left) and heads[0] and heads[0].of == "measure"
            return "both" if ended and heads[1] and heads[1].of == "organisation" else None
        if heads[1] is None:
            return None
        if word in ("for", "on") and heads[1].strength == "marked" and heads[0] and heads[0].of == "organisation":
            return None  # Commission for the Evaluation of Coastal Policies
        if heads[0] is not None and not (self._heads.opening(left) and heads[0].of == "measure" and word != "of"):
            return "both"
        return "right" if heads[0] is None else None

    def _owned(self, left: str, right: str) -> str | None:
        """Whether 's parts an owner from a name (Japan's Moonshot Programme); it stands inside one behind a word for persons.

        A body parts from a single word too: the Harbour Council's | Accelerator.
        """
        if left.rsplit(" ", 1)[-1].casefold() in self._heads.words.persons:
            return None
        body = self._heads.head(left)
        owned = self._heads.head(right) or len(right.split()) >= 2 or (body and body.of == "organisation")
        return "both" if owned else None

    def _coordinated(
        self, left: str, joint: str, right: str, heads: tuple[NameHead | None, NameHead | None]
    ) -> str | None:
        """Whether `A and B` are two names: both have heads, or B is an acronym, or A ends with a country."""
        if heads[1] and re.fullmatch(rf"{heads[1].form}(?: {YEAR})?", right):
            return None  # Coastal Grants Rules and Principles 2024
        if " the" in joint or all(heads):
            return "both"
        acronym = right.isupper() and 3 <= len(right) <= 8
        country = self._heads.countries.code(left.rsplit(" of ", 1)[-1]) is not None
        return "both" if heads[0] and (acronym or country) else None

    def _trim(self, text: str, start: int, end: int) -> tuple[int, int]:
        """Takes leading articles, pronouns and numbers off a run (The, This, 2021)."""
        if verb := ORDERED.match(text, start, end):
            start = verb.end()
        if written := PRINTED.match(text, start, end):
            if written["print"].casefold() in self._heads.words.serials:
                return end, end
            start = written.end() if written["print"].casefold() in self._heads.words.prints else start
        told = text[max(0, start - 4) : start].casefold() == "the "  # what follows is no verb, and no pronoun
        while lead := LEAD.match(text, start, end):
            small = lead[1].casefold()
            orders = small in self._heads.words.orders and not told
            if small not in self._heads.words.stop and not orders and not lead[1].isdigit():
                break
            start = lead.end()
        if text[max(start, end - 2) : end] in ("'s", "’s"):
            end -= 2
        elif text[end - 1 : end] in ("'", "’"):
            end -= 1
        return start, end

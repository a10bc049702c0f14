"""Latin names in lists with known ones: NASA, Moorlab and Tidalia are bodies where one of them is.

A list whose items are bodies, or measures, tells its other items where enough of them are known; countries, sorts of bodies and roles
are none, and what looks like two items may be one name (Harbours and Islets Enterprise).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from pipeline.data import Segment
from pipeline.grammar.englishheads import UPPER
from pipeline.grammar.lexis import Countries, NameHead, NameWord
from pipeline.grammar.naming import Candidate, written

LATIN = r"A-Za-zÀ-ÿ0-9"
WORD = rf"[{LATIN}&’'@+-]*"
ITEM = rf"(?:the )?[{UPPER}]{WORD}(?:[ ](?:(?:of|for|of the)[ ])?[{UPPER}\d]{WORD}){{0,4}}"
COMMA = r"(?:, |、|; )"
LAST = r"(?:,? (?:and|or) |和|与|及)"
LIST = re.compile(rf"(?<![{LATIN}-]){ITEM}(?:{COMMA}{ITEM})+(?:{LAST}{ITEM})?(?![{LATIN}-])")
MARK = re.compile(rf"{COMMA}(?:the )?|{LAST}(?:the )?|\Athe ")
JOINED = re.compile(LAST)
OPEN = re.compile(r" (?:of|for|de|des|du|della|für|et|y|[\w-]+s)\b")  # and Coastal | programmes
LEAST = 3  # items
CLOSED, UNCLOSED = 0.25, 0.4  # shares of known items from which the others are told, with and without an and
CONFIDENCE = 0.55
SORT = re.compile(r"[A-Z]{2,}s")  # SMEs
Span = tuple[int, int]


class EnumeratedNames:
    """Finds such names. Built once from name_heads.csv and name_words.csv."""

    def __init__(self, heads: Iterable[NameHead], words: Iterable[NameWord], countries: Countries) -> None:
        uses = ("generic", "stop", "role", "actor", "person", "state", "topic", "print")
        rows = [w for w in words if w.language == "en"]
        self._plain = frozenset(w.form.casefold() for w in rows if w.use in uses)
        self._stops = frozenset(w.form for w in rows if w.use == "stop") - {"the"}
        self._heads = tuple(h.form for h in heads if h.language == "en" and h.strength != "lowered")
        self._countries = countries

    def find(self, text: str, segments: Sequence[Segment], named: Sequence[Candidate]) -> list[Candidate]:
        """The further items of the lists in `segments`; `named` are the candidates so far."""
        places = {(c.start, c.end): c for c in named}
        taken = sorted(places)
        found: list[Candidate] = []
        for segment in segments:
            if segment.kind != "heading":
                for match in LIST.finditer(text, segment.start, segment.end):
                    found += self._others(text, match, places, taken)
        return found

    def _others(
        self, text: str, match: re.Match[str], places: dict[Span, Candidate], taken: Sequence[Span]
    ) -> list[Candidate]:
        """The items of a list that are not known, as names of the sort that the known ones are of."""
        items = [i for i in _items(text, *match.span()) if not self._leads(text[slice(*i)])]
        known = [places[i] for i in items if i in places]
        sorts = {c.of for c in known}
        closed = JOINED.search(match[0]) is not None
        share = CLOSED if closed else UNCLOSED
        if len(items) < LEAST or len(sorts) != 1 or len(known) < share * len(items):
            return []
        of = known[0].of
        if of == "measure" and not any(c.entry for c in known):
            return []
        others = [i for i in items if i not in places]
        forms = [written(text[a:b]) for a, b in others]
        if any(self._countries.code(f) for f in forms) or (closed and self._is_one(text, items, places)):
            return []
        if items[-1] in others and OPEN.match(text, match.end()):
            others = others[:-1]
        kind = known[0].kind if of == "measure" else None
        return [
            Candidate(of, a, b, written(text[a:b]), f"{of}.enumerated", CONFIDENCE, kind)
            for a, b in others
            if self._tells(text[a:b]) and not any(x < b and a < y for x, y in taken)
        ]

    def _is_one(self, text: str, items: Sequence[Span], places: dict[Span, Candidate]) -> bool:
        """Whether the last two items are one name: neither is known, and a head ends the last."""
        last = items[-1]
        return last not in places and items[-2] not in places and text[slice(*last)].endswith(self._heads)

    def _leads(self, form: str) -> bool:
        """Whether an item opens with what begins a sentence (In Chile, CORFO and ANID)."""
        first, _, rest = form.partition(" ")
        return bool(rest) and first.casefold() in self._stops

    def _tells(self, form: str) -> bool:
        """Whether an item can be a name: no number, nothing plain at its ends."""
        words = [w.casefold() for w in form.split()]
        if SORT.fullmatch(form):
            return False
        ends = [w for end in (words[0], words[-1]) for w in (end, end.removesuffix("s"))]
        return len(form) > 2 and not any(w in self._plain or w.isdigit() for w in ends)


def _items(text: str, start: int, end: int) -> Iterator[Span]:
    """The items of the list at `text[start:end]`, without articles."""
    at = start
    for mark in MARK.finditer(text, start, end):
        if mark.start() > at:
            yield at, mark.start()
        at = mark.end()
    if end > at:
        yield at, end

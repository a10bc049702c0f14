"""English names that no head tells: by what stands around them.

Research Ireland and Natural Resources Canada end with their country; a track is numbered beside others (Tier 1, Tier 2) or listed
behind what counts them (three strands: A, B and C); a scheme is called so; a programme's name goes on with capitals (EIC
Pathfinder Open).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from pipeline.data import MeasureKind, Segment
from pipeline.grammar.englishheads import UPPER
from pipeline.grammar.englishruns import RUN
from pipeline.grammar.lexis import Countries, ListNoun, NameWord
from pipeline.grammar.naming import Candidate, written
from pipeline.text.patterns import alternatives

CAPITALS = r"[A-Z][\w’'-]*(?: [A-Z][\w’'-]*){0,4}"
COUNTS = "two|three|four|five|six|seven|eight"
OWNED = re.compile(
    r"(?P<owner>[A-Z][A-Za-z]*(?: [A-Z][a-z]+){0,5})['’]s (?P<name>(?:[a-z][a-z-]+ ){1,3}strategy)(?![a-z])"
)
TITLED = re.compile(
    r"(?P<name>[A-Z][\w&’'-]*(?:[ ](?:(?:of|for|and|the|in|to)[ ])?[A-Z0-9][\w&’'-]*){1,7})\s?(?:[:–—-]\s?|\s)(?:The|An?)[ ]"
    r"(?:[A-Z][\w-]*[ ]){0,4}(?P<what>Strategy|Plan|Action Plan|Roadmap|Agenda|Framework|Policy)(?![\w])"
)
ACRONYM_AND = re.compile(r"[A-Z][A-Z&-]+ and (?=[A-Z])")  # NASA and | Natural Resources Canada
ITEM = re.compile(r",? (?:and|or) (?:the |an? )?|, (?:the |an? )?")
ITEM_WORDS = 6


class EnglishFrames:
    """Finds names by their frames. Built once from list_nouns.csv and name_words.csv."""

    def __init__(self, nouns: Iterable[ListNoun], words: Iterable[NameWord], countries: Countries) -> None:
        self._nouns = {n.form: n for n in nouns if n.language == "en"}
        parts = alternatives(f for f, n in self._nouns.items() if n.kind == "track")
        wholes = alternatives(f for f, n in self._nouns.items() if n.of == "measure" and n.kind != "track")
        every = alternatives(self._nouns)
        self._numbered = re.compile(
            rf"(?<![\w-])(?P<word>(?i:{parts}))[ \u00a0](?P<number>I{{1,3}}|IV|V|[1-9]|[A-D])(?P<more>[ ]?[—–][ ]?[A-Z][a-z]+)?(?![\w.])"
        )
        self._called = re.compile(
            rf"(?<![a-z])(?P<noun>{every})s?(?:[^.;:()]{{0,30}}?) (?:called|named|known as|entitled|titled|dubbed) (?:the )?[“\"‘']?(?=[A-Z])"
        )
        self._announced = re.compile(
            rf"(?:{COUNTS}) (?:[a-z-]+ )?(?:{parts})s(?:, and [^.:;]{{0,40}})?: (?P<items>[^.;]{{6,200}})"
        )
        self._closed = re.compile(
            rf"(?P<items>(?:the )?{CAPITALS}(?:, (?:the )?{CAPITALS})*,? and (?:the )?{CAPITALS}) (?P<noun>{every})s(?![a-z])"
        )
        self._quoted = re.compile(
            rf"[“\"‘'](?P<inside>[A-Za-z][^“”\"‘’'.;:,]{{2,50}})[”\"’'] (?P<noun>{wholes})(?![a-z])"
        )
        small = "|".join(
            rf"{re.escape(n.form)}s?" for n in self._nouns.values() if n.of == "measure" and n.kind != "track"
        )
        self._quoted_small = re.compile(rf"[“‘](?P<inside>(?:[A-Za-z][\w-]* ){{1,5}}(?P<noun>{small}))[”’](?![a-z])")
        rows = tuple(words)
        self._generic = frozenset(w.form for w in rows if w.language == "en" and w.use == "generic")
        self._fields = frozenset(w.form for w in rows if w.language == "en" and w.use == "field")
        self._stop = frozenset(w.form for w in rows if w.language == "en" and w.use == "stop")
        self._countries = countries

    def find(self, text: str, segment: Segment) -> Iterator[Candidate]:
        """The names in one segment; numbered tracks are found by `numbered`."""
        for match in RUN.finditer(text, segment.start, segment.end):
            if body := self._of_country(text, match):
                yield body
        for match in self._called.finditer(text, segment.start, segment.end):
            yield from self._names_of(text, match, segment.end)
        yield from self._marked(text, segment)
        yield from self._titled(text, segment)
        for match in self._announced.finditer(text, segment.start, segment.end):
            yield from self._items(text, *match.span("items"), "track", "measure.division")
        for match in self._closed.finditer(text, segment.start, segment.end):
            noun = self._nouns[match["noun"]]
            if noun.of == "measure":
                yield from self._items(text, *match.span("items"), noun.kind, "measure.listed")

    def _of_country(self, text: str, run: re.Match[str]) -> Candidate | None:
        """An office named for its field and its country: Natural Resources Canada, IDA Ireland; not Horizon Europe."""
        other = ACRONYM_AND.match(run[0])
        start = run.start() + (other.end() if other else 0)
        words = text[start : run.end()].split()
        for n in range(2, min(6, len(words)) + 1):
            last = " ".join(words[n - 1 : n])
            if self._countries.named(last) is None or len(last) < 4 or last.isupper():
                continue
            before = words[: n - 1]
            field = all(
                w == "and" or (w[0].isupper() and (w.casefold() in self._fields or w.isupper())) for w in before
            )
            if field and self._countries.code(" ".join(before)) is None and before[0].casefold() not in self._stop:
                end = start + len(" ".join(words[:n]))
                form = written(text[start:end])
                code = self._countries.code(last)
                return Candidate("organisation", start, end, form, "organisation.framed", 0.65, country=code)
            return None
        return None

    def _marked(self, text: str, segment: Segment) -> Iterator[Candidate]:
        """Names in quotation marks before what they are, and a government's strategy in small letters."""
        for match in self._quoted.finditer(text, segment.start, segment.end):
            start, end = match.span("inside")
            if not self._plain(match["inside"]):
                kind = self._nouns[match["noun"]].kind
                yield Candidate("measure", start, end, written(match["inside"]), "measure.quoted", 0.8, kind)
        for match in self._quoted_small.finditer(text, segment.start, segment.end):
            if not self._plain(match["inside"]) and len(match["inside"].split()) >= 2:
                noun = self._nouns.get(match["noun"]) or self._nouns[match["noun"].removesuffix("s")]
                start, end = match.span("inside")
                yield Candidate("measure", start, end, written(match["inside"]), "measure.quoted", 0.7, noun.kind)
        for match in OWNED.finditer(text, segment.start, segment.end):
            owner = match["owner"].removeprefix("The ")
            if owner.endswith("Government") or self._countries.code(owner):
                start, end = match.span("name")
                yield Candidate("measure", start, end, written(match["name"]), "measure.framed", 0.65, "strategy")

    def _titled(self, text: str, segment: Segment) -> Iterator[Candidate]:
        """Digital Coast 2030: A National Strategy: what a title says to be a strategy."""
        for match in TITLED.finditer(text, segment.start, segment.end):
            start, end = match.span("name")
            if (
                segment.kind == "heading"
                and not self._plain(match["name"])
                and self._countries.code(match["name"]) is None
            ):
                yield Candidate("measure", start, end, written(match["name"]), "measure.framed", 0.75, "strategy")

    def _names_of(self, text: str, match: re.Match[str], stop: int) -> Iterator[Candidate]:
        """A … scheme called X."""
        run = RUN.match(text, match.end(), stop)
        if run is None or self._countries.code(run[0]):
            return
        noun = self._nouns[match["noun"]]
        yield Candidate(noun.of, run.start(), run.end(), written(run[0]), f"{noun.of}.framed", 0.7, noun.kind)

    def _items(self, text: str, start: int, end: int, kind: MeasureKind | None, rule: str) -> Iterator[Candidate]:
        """The capitalised items of a list; none where one of them is not capitalised or only generic."""
        found, at = [], start
        for joint in [*ITEM.finditer(text, start, end), None]:
            stop = joint.start() if joint else end
            lead = re.match(r"(?:the|an?|The|An?) ", text[at:stop])
            a = at + (lead.end() if lead else 0)
            if a < stop:
                found.append((a, stop))
            at = joint.end() if joint else end
        forms = [written(text[a:b]) for a, b in found]
        if len(found) < 2 or not all(re.match(rf"[{UPPER}]", f) and len(f.split()) <= ITEM_WORDS for f in forms):
            return
        if all(self._plain(f) for f in forms):
            return
        for (a, b), form in zip(found, forms, strict=True):
            yield Candidate("measure", a, b, form, rule, 0.7, kind)

    def _plain(self, form: str) -> bool:
        return all(w.casefold() in self._generic | self._stop for w in re.findall(r"[\w-]+", form)) or (
            self._countries.code(form) is not None
        )

    def numbered(self, text: str, segments: Sequence[Segment], measures: Sequence[int]) -> list[Candidate]:
        """Tracks with a number beside others of the same word (Tier 1, Tier 2), where one stands behind a measure in its sentence.

        `measures` are the ends of the measures found so far, sorted.
        """
        found: dict[str, list[re.Match[str]]] = defaultdict(list)
        for segment in segments:
            for match in self._numbered.finditer(text, segment.start, segment.end):
                found[match["word"].casefold()].append(match)
        tracks = []
        for matches in found.values():
            near = any(0 <= m.start() - end <= 40 for m in matches for end in measures)
            if len({m["number"] for m in matches}) < 2 or len(matches) < 3 or not near:
                continue
            tracks += [
                Candidate("measure", m.start(), m.end(), written(m[0]), "measure.numbered", 0.7, "track")
                for m in matches
            ]
        return tracks

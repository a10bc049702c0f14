"""All name rules together: the measures and organisations that a document names, every appearance of them."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import msgspec
from opencc import OpenCC

from pipeline.config import TaggerUse
from pipeline.data import Document, Segment
from pipeline.grammar.acts import numbered_acts
from pipeline.grammar.announced import AnnouncedNames
from pipeline.grammar.authority import Authority, Surroundings, surroundings
from pipeline.grammar.brackets import apposed, beside, is_concept
from pipeline.grammar.chinese import TITLE, ChineseNames, titles_again
from pipeline.grammar.continued import ContinuedNames
from pipeline.grammar.contrasts import Contrasts
from pipeline.grammar.currency import CurrencyForm
from pipeline.grammar.described import DescribedNames
from pipeline.grammar.division import variants
from pipeline.grammar.editions import Editions, EditionWord
from pipeline.grammar.english import EnglishNames
from pipeline.grammar.enumerated import EnumeratedNames
from pipeline.grammar.firms import FirmMark, Firms
from pipeline.grammar.frames import EnglishFrames
from pipeline.grammar.glosses import Glosses
from pipeline.grammar.headers import Headers
from pipeline.grammar.leading import LeadingNames
from pipeline.grammar.lexis import (
    Continuation,
    Countries,
    ListNoun,
    NameHead,
    NameWord,
    TableHeader,
    WordUses,
    read_dictionary,
)
from pipeline.grammar.listing import ChineseLists
from pipeline.grammar.naming import Candidate, choose
from pipeline.grammar.nested import NestedBodies
from pipeline.grammar.organisation import governments
from pipeline.grammar.pairs import CountryPairs
from pipeline.grammar.passing import Passing, PassingCue
from pipeline.grammar.proposals import ProposalWord, Proposer
from pipeline.grammar.runs import ChineseRuns
from pipeline.grammar.tables import TableNames
from pipeline.grammar.tagged import TaggedNames
from pipeline.grammar.tokens import Roles, TokenReader
from pipeline.grammar.units import UnitHead, Units
from pipeline.lexicon.reader import read_rows
from pipeline.lexicon.rows import Agency, CountryForm, Programme

KIND = re.compile(r"[类型级档]\Z")  # parts named by their kind are known again by three characters: 国际类
APPOSED = re.compile(r"\s?(?:[:–—-]\s?|\s)(?:The|An?)[ ]")
BARE = re.compile(r"(?P<acronym>[A-Z][A-Z0-9-]{2,9}) ?(?:计划|项目|专项|[Pp]rogramme|[Pp]rogram|[Ss]cheme)")
BRACKETED = re.compile(r"[”」》]?\s?[（(][“「《]?"), re.compile(r"[”」》]?\s?[)）]")
OTHER_NAME = re.compile(r"[^。；;!?！？\n]*(?:全称|全名|简称|又称|亦称|又名|也称|原名)(?:为|是|作|：)?[“「《]?\Z")


@dataclass(frozen=True, slots=True)
class NameGrammar:
    """The name rules, opened once."""

    chinese: ChineseNames
    lists: ChineseLists
    pairs: CountryPairs
    contrasts: Contrasts
    glosses: Glosses
    units: Units
    firms: Firms
    english: EnglishNames
    frames: EnglishFrames
    described: DescribedNames
    enumerated: EnumeratedNames
    announced: AnnouncedNames
    leading: LeadingNames
    nested: NestedBodies
    tables: TableNames
    editions: Editions
    continued: ContinuedNames
    authority: Authority
    countries: Countries
    passing: Passing
    traditional: OpenCC
    tagged: TaggedNames | None = None

    def simplify(self, text: str) -> str:
        """`text` in Simplified characters, which the rules and the lexicon speak; as it is where lengths would differ."""
        simple: str = self.traditional.convert(text)
        return simple if len(simple) == len(text) else text

    def find(self, document: Document, segments: Sequence[Segment]) -> list[Candidate]:
        """Every appearance of a measure's or organisation's name in `segments`, in text order."""
        written_text = document.text
        text = self.simplify(written_text)
        if text != written_text:
            document = msgspec.structs.replace(document, text=text)
        setting = surroundings(
            text, self.countries, chinese="zh" in document.languages, traditional=text != written_text
        )
        labels = self.tables.labels(document)
        found = [c for c in self._first(document, segments, setting) if (c.start, c.end) not in labels]
        found += titles_again(text, segments, found)
        found += self.frames.numbered(text, segments, sorted(c.end for c in found if c.of == "measure"))
        first = choose(c for c in _divided(found, segments) if c.rule != "measure.stage" or _staged(c, found))
        first = sorted([*first, *self.enumerated.find(text, segments, first)], key=lambda c: c.start)
        if self.tagged:
            first = self.tagged.join(first, text, segments)
        first = _with_other_names(text, self._with_brackets(text, first))
        again = self._again(text, segments, first)
        named = self.editions.find(text, segments, sorted([*first, *again], key=lambda c: c.start))
        named = self.continued.find(text, segments, sorted(named, key=lambda c: c.start))
        every = sorted([*named, *self.nested.find(text, named)], key=lambda c: (c.start, c.end))
        every = self.passing.mark(text, every, setting.mentions)
        return every if text == written_text else [_as_written(c, text, written_text) for c in every]

    def _first(self, document: Document, segments: Sequence[Segment], setting: Surroundings) -> Iterable[Candidate]:
        text = document.text
        spans = [(s.start, s.end) for s in segments]
        known = self.authority.candidates(text, spans, setting)
        ends = frozenset(c.end for c in known if c.of == "organisation")
        yield from known
        yield from self.tables.find(document, tuple(segments))
        yield from governments(text, segments, [p for p in setting.mentions if self.countries.code(text[p[0] : p[1]])])
        for segment in segments:
            if segment.language in ("zh", "ja"):
                found = [c for c in self.chinese.find(text, segment, ends) if self._marked(text, c)]
                ends |= {c.end for c in found if c.of == "organisation"}
                yield from _outside_titles(text, segment, found)
                yield from self.glosses.find(text, segment)
                yield from self.lists.find(text, segment, ends)
                yield from self.pairs.find(text, segment)
                yield from self.contrasts.find(text, segment)
                yield from self.units.find(text, segment, ends)
            yield from self.firms.find(text, segment, ends)
            yield from (c for c in self.english.find(text, segment) if self._marked(text, c))
            yield from self.frames.find(text, segment)
            yield from self.described.find(text, segment)
            yield from self.announced.find(text, segment)
            yield from numbered_acts(text, segment)
            yield from self.leading.find(text, segment)

    def _marked(self, text: str, candidate: Candidate) -> bool:
        """Whether a candidate whose head needs a mark has one: a name in brackets behind it, or a country before it."""
        if candidate.rule == "measure.lowered":
            stem, head = candidate.form.rsplit(" ", 1)
            stem = candidate.form if head[0].isupper() else stem
            known = self.authority.whole(stem)
            if known is not None and known.of == "measure":
                return not self.english.is_wide(head)
            return self._proper(stem)
        if not candidate.rule.endswith("marked"):
            return True
        if beside(text, candidate):
            return not is_concept(text, candidate.end)
        return (
            candidate.of == "organisation"
            and candidate.form.isascii()
            and self.countries.prefix(candidate.form) is not None
        )

    def _is_basis(self, candidate: Candidate, form: str) -> bool:
        """Whether a bracket behind a body holds what it is based on or runs, no other name of it: Tidal Agency (Tidal Energy Act)."""
        if candidate.of != "organisation":
            return False
        known = self.authority.whole(form)
        if known:
            return known.of == "measure" and known.entry != candidate.entry
        head = self.english.head_of(form) if form.isascii() else self.chinese.head_of(form)
        return head is not None and head.of == "measure" and head.kind in ("law", "strategy", "programme")

    def _proper(self, stem: str) -> bool:
        """Whether the words before a head in small letters are no country's, organisation's or measure's name themselves."""
        found = [(a, b) for a, b, _ in self.countries.find(stem)]
        found += [(at, at + len(form.text)) for at, form in self.authority.find(stem, 0, len(stem))]
        return not any(b - a >= 0.6 * len(stem) for a, b in found)

    def _with_brackets(self, text: str, candidates: list[Candidate]) -> list[Candidate]:
        """The candidates and the names in the brackets behind them; a name in a bracket is told by the one before it."""
        inside: dict[tuple[int, int], Candidate] = {}
        for candidate in candidates:
            for alias in (*beside(text, candidate), *apposed(text, candidate)):
                if self.countries.code(alias.form) or self._is_basis(candidate, alias.form):
                    continue
                known = self.authority.whole(alias.form) if candidate.of == "measure" else None
                own = self.authority.whole(candidate.form)
                if (
                    known and known.of == "organisation" and not (own and own.entry == known.entry)
                ):  # Moonshot programme (JST): the agency, no other name
                    alias = replace(alias, of="organisation", kind=None, country=known.country, entry=known.entry, beside=None,
                                    rule="organisation.authority")  # fmt: skip
                elif known and candidate.entry and known.entry != candidate.entry:
                    continue  # Horizon 2020 (JTI): a part, no other name
                elif known := self.authority.whole(alias.form):
                    alias = replace(alias, country=known.country, entry=known.entry, kind=alias.kind or known.kind)
                inside.setdefault((alias.start, alias.end), alias)
        plain = [c for c in candidates if not any(a < c.end and c.start < b for a, b in inside)]
        return sorted([*plain, *inside.values()], key=lambda c: c.start)

    def _again(self, text: str, segments: Sequence[Segment], known: list[Candidate]) -> list[Candidate]:
        """Further appearances of the forms found, and of the variants that go without saying (该计划's name without 的)."""
        forms = _forms(known, self.countries)
        if not forms:
            return []
        pattern = re.compile("|".join(_bounded(f) for f in sorted(forms, key=lambda f: (-len(f), f))))
        taken = sorted((c.start, c.end) for c in known)
        found = []
        for segment in segments:
            for match in pattern.finditer(text, segment.start, segment.end):
                if not _overlaps(taken, match.start(), match.end()):
                    form = match[0]
                    origin = forms[form]
                    beside_origin = origin.start if form != origin.form else None
                    found.append(
                        replace(
                            origin, start=match.start(), end=match.end(), form=form, rule=f"{origin.of}.again", confidence=0.85,
                            beside=beside_origin,
                        )
                    )  # fmt: skip
        return found


def open_names(*, max_chars: int, tagger: TaggerUse = "off") -> NameGrammar:
    """Reads the lexicon's files for names and builds the grammar."""
    countries = Countries(read_rows("countries.csv", CountryForm))
    words = read_rows("name_words.csv", NameWord)
    heads = read_rows("name_heads.csv", NameHead)
    agencies, programmes = read_rows("agencies.csv", Agency), read_rows("programmes.csv", Programme)
    known = _pieces([f for a in agencies for f in a.forms] + [f for p in programmes for f in p.forms])
    uses = WordUses(words, countries, read_dictionary(), known)
    continuations = read_rows("name_continuations.csv", Continuation)
    nouns = read_rows("list_nouns.csv", ListNoun)
    authority = Authority(agencies, programmes, continuations)
    runs = ChineseRuns(heads, continuations, uses, max_chars=max_chars)
    chinese = ChineseNames(heads, runs, read_rows("currencies.csv", CurrencyForm))
    headers = Headers(read_rows("table_headers.csv", TableHeader), heads, authority)
    return NameGrammar(
        chinese,
        ChineseLists(nouns, uses),
        CountryPairs(heads, continuations, uses, countries),
        Contrasts(uses),
        Glosses(chinese.head_of, uses),
        Units(read_rows("unit_heads.csv", UnitHead), uses),
        Firms(read_rows("firm_marks.csv", FirmMark), uses),
        EnglishNames(heads, words, countries, continued=continuations),
        EnglishFrames(nouns, words, countries),
        DescribedNames(nouns, words, countries, authority),
        EnumeratedNames(heads, words, countries),
        AnnouncedNames(heads, words),
        LeadingNames(authority, heads, uses.openers),
        NestedBodies(authority, heads, uses),
        TableNames(headers, countries, chinese, authority, uses),
        Editions(read_rows("edition_words.csv", EditionWord), uses),
        ContinuedNames(heads, words, countries, authority),
        authority,
        countries,
        Passing(read_rows("passing_cues.csv", PassingCue)),
        OpenCC("t2s"),
        None if tagger == "off" else _open_tagged(Roles(heads, words, countries), authority, tagger),
    )


def _open_tagged(roles: Roles, authority: Authority, tagger: TaggerUse) -> TaggedNames:
    """The trained taggers' part of the grammar."""
    proposer = Proposer(read_rows("proposal_words.csv", ProposalWord))
    return TaggedNames(TokenReader(roles, authority, proposer), tagger)


def _with_other_names(text: str, candidates: list[Candidate]) -> list[Candidate]:
    """Joins a name that 全称 or 又称 introduces to the name of its sort before it in the sentence."""
    found: list[Candidate] = []
    for candidate in candidates:
        before = next((c for c in reversed(found) if c.of == candidate.of), None)
        if before and candidate.beside is None and _is_other_name(text, before, candidate):
            candidate = replace(candidate, beside=before.start)
        found.append(candidate)
    return found


def _is_other_name(text: str, before: Candidate, candidate: Candidate) -> bool:
    """Whether a name is another one of what is named before it: 全称X, or the apposition of a title (Digital Coast 2030: A National Strategy)."""
    if OTHER_NAME.match(text, before.end, candidate.start):
        return True
    if BRACKETED[0].fullmatch(text, before.end, candidate.start) and BRACKETED[1].match(text, candidate.end):
        return not candidate.form.isascii() and before.form[-2:] == candidate.form[-2:]  # X交流计划（Y计划）: one head
    titled = before.rule == "measure.framed" and candidate.kind == "strategy"
    return titled and APPOSED.fullmatch(text, before.end, candidate.start) is not None


def _as_written(candidate: Candidate, simple: str, text: str) -> Candidate:
    """A candidate with its form in the characters of `text`, of which `simple` is the Simplified version, place by place."""
    form, at = "", candidate.start
    for character in candidate.form:
        found = simple.find(character, at, candidate.end)
        form += text[found] if found >= 0 else character
        at = found + 1 if found >= 0 else at
    return replace(candidate, form=form)


def _staged(stage: Candidate, found: list[Candidate]) -> bool:
    """Whether a run that ends with 阶段 names a track: the text divides a measure into stages, and names this one thrice."""
    divided = any(c.rule == "measure.division" and c.form.endswith("阶段") for c in found)
    return divided and sum(c.form == stage.form for c in found) >= 3


def _outside_titles(text: str, segment: Segment, found: list[Candidate]) -> list[Candidate]:
    """Without runs that stand inside a title in 《》 and are not all of it: what a book or an agreement is about."""
    titles = [m.span("title") for m in TITLE.finditer(text, segment.start, segment.end)]
    return [
        c
        for c in found
        if not c.rule.endswith(("head", "marked", "stage"))
        or not any(a <= c.start and c.end <= b and (c.start > a or c.end < b) for a, b in titles)
    ]


def _divided(found: list[Candidate], segments: Sequence[Segment]) -> list[Candidate]:
    """Without the parts of lists before which, in their paragraph or the one before, nothing is named that could be divided."""
    starts = [s.start for s in segments]
    wholes = sorted(c.start for c in found if c.rule not in ("measure.division", "measure.listed", "measure.stage"))
    kept = []
    for candidate in found:
        if candidate.rule == "measure.division":
            at = max(0, bisect_right(starts, candidate.start) - 2)
            i = bisect_left(wholes, candidate.start) - 1
            if i < 0 or wholes[i] < starts[at]:
                continue
        kept.append(candidate)
    return kept


def _pieces(forms: Iterable[str]) -> frozenset[str]:
    """All runs of two to four Han characters in known names: verbs among them may stand in other names too."""
    return frozenset(
        f[i : i + n] for f in forms for n in (2, 3, 4) for i in range(len(f) - n + 1) if not f[i].isascii()
    )


def _forms(known: list[Candidate], countries: Countries) -> dict[str, Candidate]:
    """Each form to look for again, with the candidate that it stands for (the first that bears it)."""
    forms: dict[str, Candidate] = {}
    for candidate in known:
        names = [candidate.form]
        if candidate.rule == "measure.division":
            names += variants(candidate.form)
        if prefix := countries.prefix(candidate.form):
            names.append(prefix[0])
        if candidate.of == "measure" and (bare := BARE.fullmatch(candidate.form)):
            names.append(bare["acronym"])
        if candidate.rule == "measure.lowered" and re.match(r"[^ ]*[A-Z][^ ]*[ -](?:[a-z]+[ -])?[A-Z]", candidate.form):
            names.append(re.sub(r"(?: [a-z-]+)+\Z", "", candidate.form))
        least = (
            2
            if candidate.form.isascii()
            else 3
            if candidate.rule == "measure.division" and KIND.search(candidate.form)
            else 4
        )
        for name in names:
            if len(name) >= (2 if name.isascii() else least):
                forms.setdefault(name, candidate)
    return forms


def _bounded(form: str) -> str:
    escaped = re.escape(form)
    before = r"(?<![A-Za-z0-9])" if form[0].isascii() and form[0].isalnum() else ""
    after = r"(?![A-Za-z0-9])" if form[-1].isascii() and form[-1].isalnum() else ""
    return f"{before}{escaped}{after}"


def _overlaps(taken: list[tuple[int, int]], start: int, end: int) -> bool:
    index = bisect_left(taken, (start, start))
    near = taken[max(0, index - 1) : index + 2]
    return any(a < end and start < b for a, b in near)

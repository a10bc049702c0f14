"""Stage 5, normalise: one Measure and one Organisation for each real-world thing, facts with amounts in comparable units."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from opencc import OpenCC

from pipeline.config import NormaliseConfig
from pipeline.data import (
    AnyMention,
    Coding,
    Dataset,
    Document,
    Extraction,
    Fact,
    Link,
    Linked,
    LinkedMeasure,
    Measure,
    Money,
    Organisation,
    Passage,
)
from pipeline.errors import ConfigError
from pipeline.lexicon.reader import read_file, read_rows
from pipeline.lexicon.rows import Agency, Price, Programme, Rate
from pipeline.linking.merge import Item, Merger
from pipeline.linking.money import Comparable, Converter
from pipeline.linking.prices import DOLLAR, Prices
from pipeline.linking.unresolved import Book, unresolved
from pipeline.text.ids import content_id

T = TypeVar("T")
MOST_CODINGS = 3  # instruments of one measure


@dataclass(frozen=True, slots=True)
class Normaliser:
    """What the stage opens once: the price tables, the conversion from Traditional characters, the authority files' forms."""

    prices: Prices
    simplifier: OpenCC
    book: Book


def open_authority(config: NormaliseConfig) -> Normaliser:
    """Reads the price tables, the user's own last, and the authority files, and opens OpenCC.

    Raises:
        ConfigError: The user's table cannot be read, or no table has a rate of the currency to compare in.
    """
    own = read_file(Path(config.rates), Price) if config.rates != "none" else ()
    prices = Prices(read_rows("rates.csv", Rate), (*read_rows("prices.csv", Price), *own))
    if config.currency != DOLLAR and not prices.years("exchange_rate", config.currency):
        raise ConfigError(
            f"normalise.currency: there is no exchange rate of {config.currency}",
            advice="Give the code of a currency in lexicon/rates.csv, or rates of your own (normalise.rates).",
        )
    book = Book(read_rows("agencies.csv", Agency), read_rows("programmes.csv", Programme))
    return Normaliser(prices, OpenCC("t2s"), book)


def normalise(
    documents: tuple[Document, ...],
    extractions: tuple[Extraction, ...],
    linked: tuple[Linked, ...],
    *,
    config: NormaliseConfig,
    model: Normaliser,
) -> Dataset:
    """Merges all documents' things and states their facts, in the order of documents (sorted by id) and of first appearance."""
    merger = Merger(model.simplifier.convert, same_name_score=config.same_name_score)
    organisations = _Merged(merger, [(d.doc_id, o) for d in linked for o in d.organisations], {}, prefix="o")
    items: list[Item] = [(d.doc_id, m) for d in linked for m in d.measures]
    measures = _Merged(merger, items, _parent_names(linked, merger), prefix="m")
    mentions = {m.mention_id: m for e in extractions for m in e.mentions}
    money = Converter(model.prices, target=config.currency, price_year=config.price_year)
    above, over = measures.parents(), organisations.parents()
    names = {n.name_id: n for e in extractions for n in e.names}
    texts = {d.doc_id: d for d in documents}
    return Dataset(
        measures=tuple(_measure(g, measures, organisations, above) for g in measures.groups),
        organisations=tuple(_organisation(g, organisations, over) for g in organisations.groups),
        facts=(*_facts(measures, "measure", mentions, money), *_facts(organisations, "organisation", mentions, money)),
        unresolved=tuple(
            unresolved([*organisations.groups, *measures.groups], names, texts, model.book, score=config.nearest_score)
        ),
    )


class _Merged:
    """Groups of one sort with their ids, and the id of each document's thing."""

    def __init__(
        self, merger: Merger, items: Sequence[Item], parents: dict[tuple[str, str], str], *, prefix: str
    ) -> None:
        self.groups = merger.groups(items, parents)
        self.ids: dict[tuple[str, str], str] = {}
        used: set[str] = set()
        for group in self.groups:
            group_id = self._id(group, merger, prefix, used)
            used.add(group_id)
            for doc_id, thing in group:
                self.ids[doc_id, thing.key] = group_id

    @staticmethod
    def _id(group: list[Item], merger: Merger, prefix: str, used: set[str]) -> str:
        """From the authority's id, else country and first name; where two things share these, from the document too."""
        doc_id, first = group[0]
        entry = next((t.entry for _, t in group if t.entry), None)
        named = prefix + content_id(entry or f"{first.country}:{merger.folded(first.names[0])}")[:12]
        return named if named not in used else prefix + content_id(doc_id, first.key)[:12]

    def parents(self) -> dict[str, str]:
        """Each group's parent: the one that most documents name, of equals the nearer; never in a circle."""
        named = {self.id_of(g): [self.ids[d, t.parent] for d, t in g if t.parent] for g in self.groups}
        found: dict[str, str] = {}
        for own, parents in named.items():
            others = [p for p in parents if p != own]
            nearest = sorted(others, key=lambda p: any(p in named[q] for q in others if q != p))
            parent = _most(nearest)
            if parent is not None and not _descends(parent, own, found):
                found[own] = parent
        return found

    def id_of(self, group: list[Item]) -> str:
        """A group's id."""
        return self.ids[group[0][0], group[0][1].key]


def _descends(thing: str, ancestor: str, parents: dict[str, str]) -> bool:
    """Whether `ancestor` is `thing` or above it."""
    step: str | None = thing
    while step is not None and step != ancestor:
        step = parents.get(step)
    return step is not None


def _parent_names(linked: tuple[Linked, ...], merger: Merger) -> dict[tuple[str, str], str]:
    names: dict[tuple[str, str], str] = {}
    for document in linked:
        by_key = {m.key: m for m in document.measures}
        for measure in document.measures:
            if measure.parent:
                names[document.doc_id, measure.key] = merger.folded(by_key[measure.parent].names[0])
    return names


def _measure(group: list[Item], measures: _Merged, organisations: _Merged, parents: dict[str, str]) -> Measure:
    members = [(d, m) for d, m in group if isinstance(m, LinkedMeasure)]
    own = measures.id_of(group)
    return Measure(
        measure_id=own,
        names=_names(group),
        kind=_most([m.kind for _, m in members]) or "programme",
        country=_most([m.country for _, m in members if m.country]),
        parent=parents.get(own),
        organisations=tuple(dict.fromkeys(organisations.ids[d, k] for d, m in members for k in m.organisations)),
        instruments=tuple(dict.fromkeys(c.instrument for c in _codings(members))),
        doc_ids=_documents(group),
        mentions=tuple(link.mention_id for _, m in members for link in m.links),
        entry=next((m.entry for _, m in members if m.entry), None),
        codings=tuple(_codings(members)),
        passages=tuple(Passage(doc_id=d, span=s) for d, m in members for s in m.sentences),
    )


def _organisation(group: list[Item], organisations: _Merged, parents: dict[str, str]) -> Organisation:
    own = organisations.id_of(group)
    return Organisation(
        organisation_id=own,
        names=_names(group),
        country=_most([o.country for _, o in group if o.country]),
        parent=parents.get(own),
        doc_ids=_documents(group),
        mentions=tuple(link.mention_id for _, o in group for link in o.links),
        entry=next((o.entry for _, o in group if o.entry), None),
    )


def _facts(merged: _Merged, subject: str, mentions: dict[str, AnyMention], money: Converter) -> list[Fact]:
    facts = []
    for group in merged.groups:
        country = _most([thing.country for _, thing in group if thing.country])
        for doc_id, thing in group:
            for link in thing.links:
                mention = mentions[link.mention_id]
                comparable = money.convert(mention, country, link.year) if isinstance(mention, Money) else None
                facts.append(_fact(merged.id_of(group), subject, doc_id, link, mention, comparable))
    return facts


def _fact(
    subject_id: str, subject: str, doc_id: str, link: Link, mention: AnyMention, comparable: Comparable | None
) -> Fact:
    return Fact(
        fact_id="f" + content_id(subject_id, link.mention_id)[:15],
        subject=subject_id,
        subject_type="measure" if subject == "measure" else "organisation",
        doc_id=doc_id,
        mention_id=link.mention_id,
        type=mention.__struct_config__.tag,  # type: ignore[arg-type]
        score=link.score,
        reason=link.reason,
        label=link.label,
        year=link.year,
        converted=comparable.market if comparable else None,
        comparable=tuple(c for c in comparable.conversions if c.method != "market") if comparable else (),
        unconverted=comparable.gaps if comparable else (),
    )


def _codings(members: Sequence[tuple[str, LinkedMeasure]]) -> list[Coding]:
    """The instruments that most documents say, each with the first document's words; of equals those that come first."""
    found: dict[str, Coding] = {}
    said: Counter[str] = Counter()
    for _, measure in members:
        for coding in measure.codings:
            found.setdefault(coding.instrument, coding)
            said[coding.instrument] += 1
    return sorted(found.values(), key=lambda c: -said[c.instrument])[:MOST_CODINGS]


def _names(group: list[Item]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(n for _, thing in group for n in thing.names))


def _documents(group: list[Item]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(d for d, _ in group))


def _most(values: Sequence[T]) -> T | None:
    """The most frequent value, the first of equals."""
    return max(dict.fromkeys(values), key=values.count) if values else None

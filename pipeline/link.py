"""Stage 4, link: names become measures and organisations, values are joined to what they describe, tracks to their parents."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.config import LinkConfig
from pipeline.data import Coding, Document, Extraction, Link, Linked, LinkedMeasure, LinkedOrganisation, Segments, Span
from pipeline.grammar.authority import Authority
from pipeline.grammar.lexis import Countries
from pipeline.lexicon.reader import read_rows
from pipeline.lexicon.rows import Agency, CountryForm, Programme, read_instruments
from pipeline.linking.attach import Anaphor, Attacher
from pipeline.linking.coding import Coder
from pipeline.linking.parents import Parents
from pipeline.linking.place import Places
from pipeline.linking.setting import Setting
from pipeline.linking.things import Thing, group

RUN_BY = re.compile(r"(?:由|(?:run|managed|administered|operated|implemented|funded|led) by(?: the)?)\s?[“「]?\Z")
SENTENCES = 6  # that speak of a measure and are kept as its passages


@dataclass(frozen=True, slots=True)
class Linker:
    """What the stage opens once."""

    countries: Countries
    authority: Authority
    attacher: Attacher
    coder: Coder


def open_linker(config: LinkConfig) -> Linker:
    """Reads the lexicon's files for linking."""
    return Linker(
        Countries(read_rows("countries.csv", CountryForm)),
        Authority(read_rows("agencies.csv", Agency), read_rows("programmes.csv", Programme)),
        Attacher(read_rows("anaphora.csv", Anaphor)),
        Coder(read_instruments()),
    )


def link(
    document: Document, segments: Segments, extraction: Extraction, *, config: LinkConfig, model: Linker
) -> Linked:
    """Links one document's names and values."""
    things = group(extraction.names, model.countries)
    setting = Setting(document, segments, things)
    _place(things, setting, model)
    links = _attach(extraction, setting, model.attacher, config.min_score)
    measures = [_measure(t, setting, links.get(t.key, []), model) for t in things if t.of == "measure"]
    organisations = [_organisation(t, links.get(t.key, [])) for t in things if t.of == "organisation"]
    return Linked(doc_id=document.doc_id, measures=tuple(measures), organisations=tuple(organisations))


def _place(things: list[Thing], setting: Setting, model: Linker) -> None:
    """Gives each thing its country and parent."""
    places, parents = Places(setting, model.countries), Parents(setting, model.authority)
    by_key = {t.key: t for t in things}
    for thing in things:
        thing.country = places.country(thing)
    for find in (parents.parent, parents.nearer):
        for thing in things:
            parent = find(thing, by_key)
            if parent != thing.key and not _loops(thing.key, parent, by_key):
                thing.parent = parent


def _loops(key: str, parent: str | None, by_key: dict[str, Thing]) -> bool:
    """Whether taking `parent` would make `key` its own ancestor."""
    seen = {key}
    while parent is not None:
        if parent in seen:
            return True
        seen.add(parent)
        parent = by_key[parent].parent
    return False


def _attach(extraction: Extraction, setting: Setting, attacher: Attacher, min_score: float) -> dict[str, list[Link]]:
    links: dict[str, list[Link]] = {}
    for mention in extraction.mentions:
        found = attacher.attach(mention, setting.segments[mention.segment], setting)
        if found and found.score >= min_score:
            links.setdefault(found.thing.key, []).append(
                Link(mention_id=mention.mention_id, score=found.score, reason=found.reason)
            )
    return links


def _measure(thing: Thing, setting: Setting, links: list[Link], model: Linker) -> LinkedMeasure:
    sentences = _sentences(thing)
    return LinkedMeasure(
        key=thing.key,
        names=thing.names,
        name_ids=tuple(n.name_id for n in thing.appearances),
        kind=thing.kind,
        country=thing.country,
        parent=thing.parent,
        entry=thing.entry,
        organisations=_organisations(thing, setting, model.authority),
        links=tuple(links),
        codings=tuple(_codings(thing, setting, sentences, model.coder)),
        sentences=sentences,
    )


def _organisation(thing: Thing, links: list[Link]) -> LinkedOrganisation:
    return LinkedOrganisation(
        key=thing.key,
        names=thing.names,
        name_ids=tuple(n.name_id for n in thing.appearances),
        country=thing.country,
        parent=thing.parent,
        entry=thing.entry,
        links=tuple(links),
    )


def _sentences(thing: Thing) -> tuple[Span, ...]:
    """The sentences that speak of a thing, in text order, headings and table cells with them."""
    return tuple(dict.fromkeys(n.sentence for n in thing.appearances))[:SENTENCES]


def _codings(thing: Thing, setting: Setting, sentences: tuple[Span, ...], coder: Coder) -> list[Coding]:
    names = tuple(Span(n.start, n.end) for n in {n.form: n for n in thing.appearances}.values())
    rows = [
        Span(c.start, c.end)
        for n in thing.appearances
        if n.rule.endswith(".table")
        for c in setting.row(setting.segments[n.segment])
        if c.end > c.start
    ]
    return coder.code(setting.document, names, [*sentences, *rows], kind=thing.kind)


def _organisations(thing: Thing, setting: Setting, authority: Authority) -> tuple[str, ...]:
    """Who runs a measure: its agency in the authority file, those before it in its first sentences or behind 由, its heading's."""
    keys: list[str] = []
    row = authority.programmes.get(thing.entry or "")
    if row and row.agency:
        keys += [
            a.thing.key for a in setting.appearances if a.thing.entry == row.agency and a.thing.of == "organisation"
        ][:1]
    for name in thing.appearances[:2]:
        keys += [a.thing.key for a in setting.within(name.sentence.start, name.start, "organisation")]
        behind = setting.within(name.end, name.sentence.end, "organisation")[:1]
        keys += [a.thing.key for a in behind if RUN_BY.search(setting.document.text, name.end, a.name.start)]
    if not keys:
        segment = setting.segments[thing.appearances[0].segment]
        keys += [t.key for t in setting.under(segment, "organisation")]
    return tuple(dict.fromkeys(keys))

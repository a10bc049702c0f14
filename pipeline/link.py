"""Stage 4, link: names become measures and organisations, values are joined to what they describe, tracks to their parents."""

from __future__ import annotations

from dataclasses import dataclass

from opencc import OpenCC

from pipeline.config import LinkConfig
from pipeline.data import Coding, Document, Extraction, Link, Linked, LinkedMeasure, LinkedOrganisation, Segments, Span
from pipeline.grammar.authority import Authority
from pipeline.grammar.lexis import Countries
from pipeline.lexicon.reader import read_rows
from pipeline.lexicon.rows import Agency, CountryForm, Programme, read_instruments
from pipeline.linking.attach import Attacher
from pipeline.linking.coding import Coder, settled
from pipeline.linking.context import Context, Reading, open_context, open_reading
from pipeline.linking.cues import LinkCue
from pipeline.linking.labels import Labels
from pipeline.linking.parents import Parents
from pipeline.linking.place import Places
from pipeline.linking.pointers import Anaphor
from pipeline.linking.runners import Runners
from pipeline.linking.scope import Scope
from pipeline.linking.setting import Setting
from pipeline.linking.stated import Stated
from pipeline.linking.things import Thing, group
from pipeline.linking.topics import Topics

SENTENCES = 6  # that speak of a measure and are kept as its passages


@dataclass(frozen=True, slots=True)
class Linker:
    """What the stage opens once."""

    countries: Countries
    authority: Authority
    reading: Reading
    coder: Coder
    traditional: OpenCC

    def simplify(self, text: str) -> str:
        """`text` in Simplified characters, which the cue words are in; as it is where lengths would differ."""
        simple: str = self.traditional.convert(text)
        return simple if len(simple) == len(text) else text


def open_linker(config: LinkConfig) -> Linker:
    """Reads the lexicon's files for linking."""
    return Linker(
        Countries(read_rows("countries.csv", CountryForm)),
        Authority(read_rows("agencies.csv", Agency), read_rows("programmes.csv", Programme)),
        open_reading(read_rows("anaphora.csv", Anaphor), read_rows("link_cues.csv", LinkCue)),
        Coder(read_instruments()),
        OpenCC("t2s"),
    )


def link(
    document: Document, segments: Segments, extraction: Extraction, *, config: LinkConfig, model: Linker
) -> Linked:
    """Links one document's names and values: things, their countries and parents, then what each value and cue speaks of."""
    things = group(extraction.names, model.countries)
    setting = Setting(document, segments, things, text=model.simplify(document.text))
    context = open_context(setting, model.reading)
    _place(things, context, model)
    topics = Topics(context)
    links = _attach(extraction, context, topics, config.min_score)
    codings = _codings([t for t in things if t.of == "measure"], Scope(context, topics), model, setting)
    runners = Runners(context, model.authority)
    measures = [_measure(t, runners.of(t), links.get(t.key, []), codings[t.key]) for t in things if t.of == "measure"]
    organisations = [_organisation(t, links.get(t.key, [])) for t in things if t.of == "organisation"]
    return Linked(doc_id=document.doc_id, measures=tuple(measures), organisations=tuple(organisations))


def _place(things: list[Thing], context: Context, model: Linker) -> None:
    """Gives each thing its country and parent."""
    stated = Stated(context, Topics(context))
    places, parents = Places(context.setting, model.countries), Parents(context, model.authority, stated)
    by_key = {t.key: t for t in things}
    for thing in things:
        thing.country = places.country(thing)
    for find in (parents.parent, parents.nearer):
        for thing in things:
            parent = find(thing, by_key)
            if parent != thing.key and not _loops(thing.key, parent, by_key):
                thing.parent = parent
    for thing in things:
        if thing.of == "measure" and thing.parent and not places.stated(thing):
            thing.country = by_key[thing.parent].country


def _loops(key: str, parent: str | None, by_key: dict[str, Thing]) -> bool:
    """Whether taking `parent` would make `key` its own ancestor."""
    seen = {key}
    while parent is not None:
        if parent in seen:
            return True
        seen.add(parent)
        parent = by_key[parent].parent
    return False


def _attach(extraction: Extraction, context: Context, topics: Topics, min_score: float) -> dict[str, list[Link]]:
    attacher = Attacher(context, topics, extraction.mentions)
    links: dict[str, list[Link]] = {}
    labels = Labels(context.setting.text, context.cues)
    for mention in extraction.mentions:
        found = attacher.attach(mention, context.setting.segments[mention.segment])
        if found and found.score >= min_score:
            links.setdefault(found.thing.key, []).append(
                Link(
                    mention_id=mention.mention_id,
                    score=found.score,
                    reason=found.reason,
                    label=labels.label(mention),
                    year=labels.year(mention, mention.sentence.start),
                )
            )
    return links


def _codings(measures: list[Thing], scope: Scope, model: Linker, setting: Setting) -> dict[str, list[Coding]]:
    """Each measure's instruments; a track of which the text says none has the first of the whole that it is a part of."""
    found: dict[str, list[Coding]] = {}
    for thing in measures:
        said = model.coder.code(setting.document, setting.text, scope.of(thing), kind=thing.kind)
        row = model.authority.programmes.get(thing.entry or "")
        found[thing.key] = settled(said, row.instruments if row else (), thing.appearances[0])
    for thing in measures:
        whole: Thing | None = thing
        while whole and not found[whole.key] and whole.kind == "track":
            whole = next((t for t in measures if t.key == whole.parent), None)
        if whole and whole is not thing:
            found[thing.key] = found[whole.key][:1]
    return found


def _measure(thing: Thing, runners: tuple[str, ...], links: list[Link], codings: list[Coding]) -> LinkedMeasure:
    return LinkedMeasure(
        key=thing.key,
        names=thing.names,
        name_ids=tuple(n.name_id for n in thing.appearances),
        kind=thing.kind,
        country=thing.country,
        parent=thing.parent,
        entry=thing.entry,
        organisations=runners,
        links=tuple(links),
        codings=tuple(codings),
        sentences=_sentences(thing),
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

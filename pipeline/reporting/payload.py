"""Makes the page's view of all records; what the view means is in `view`."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import Any

import msgspec

from pipeline.comparison.figures import UNKNOWN
from pipeline.config import ReportConfig
from pipeline.data import (
    ClusterRange,
    Comparison,
    Conflict,
    Counterpart,
    Coverage,
    Document,
    Fact,
    Gap,
    InstrumentCell,
    Measure,
    Money,
    PriceRange,
    Profile,
    RankingNote,
    Span,
    Timeline,
)
from pipeline.reporting.comparing import (
    branch_view,
    cell_view,
    cluster_view,
    conflict_view,
    gap_view,
    pair_view,
    price_view,
    range_view,
    ranking_view,
    time_view,
)
from pipeline.reporting.conversions import Ways
from pipeline.reporting.crops import crop_views, crops_of_values, sheet_views
from pipeline.reporting.evidence import page_of, tidy, value_views
from pipeline.reporting.labels import InstrumentLabel, Label, country_label, currency_label, name_label
from pipeline.reporting.tables import Records, findings
from pipeline.reporting.view import (
    CodingView,
    DocumentView,
    FactView,
    FailureView,
    MeasureView,
    NoticeView,
    OrganisationView,
    PageView,
    PassageView,
)

MIB = 1024 * 1024
FRAME = 150_000
"""Bytes of the page besides its data and pictures: style, script, mark-up."""
MAX_PASSAGES = 2
MAX_PASSAGE_CHARS = 300


def page_view(
    records: Records,
    *,
    config: ReportConfig,
    instruments: Mapping[str, InstrumentLabel],
    traits: dict[str, dict[str, Label]],
    strings: dict[str, dict[str, str]],
) -> tuple[PageView, dict[str, str]]:
    """Gathers all that the page shows; and apart, as base64 by the ids of their crops, the pictures."""
    ways = Ways()
    facts = _facts(records, ways)
    measures = _measures(records, facts)
    crops, _ = crop_views(records.sheets, records.documents, linked=(), room=0)
    view = PageView(
        title=config.title,
        currency=_currency(records),
        documents=_documents(records),
        failures=_failures(records),
        sheets=sheet_views(records.sheets),
        crops=crops,
        values=value_views(records.mentions, records.documents, crops_of_values(crops, records.sheets)),
        measures=measures,
        organisations=_organisations(records, facts),
        clusters=tuple(cluster_view(cluster) for cluster in records.clustering.clusters),
        tree=tuple(branch_view(branch) for branch in records.clustering.tree),
        hows=ways.hows,
        lacks=ways.lacks,
        **_found(records.comparison),
        countries=_countries(records),
        currencies=_currencies(records),
        instruments=_instruments(measures, instruments),
        traits=traits,
        strings=strings,
    )
    linked = {fact.mention_id for fact in records.dataset.facts}
    crops, pictures = crop_views(records.sheets, records.documents, linked=linked, room=_room(view, config))
    return msgspec.structs.replace(view, crops=crops), pictures


def _found(comparison: Comparison) -> dict[str, Any]:
    """What the comparison found, a field of the page for each kind."""
    return {
        "times": tuple(time_view(found) for found in findings(comparison, Timeline)),
        "gaps": tuple(gap_view(found) for found in findings(comparison, Gap)),
        "prices": tuple(price_view(found) for found in findings(comparison, PriceRange)),
        "rankings": tuple(ranking_view(found) for found in findings(comparison, RankingNote)),
        "ranges": tuple(range_view(found) for found in findings(comparison, ClusterRange)),
        "cells": tuple(cell_view(found) for found in findings(comparison, InstrumentCell)),
        "pairs": tuple(pair_view(found) for found in findings(comparison, Counterpart)),
        "conflicts": tuple(conflict_view(found) for found in findings(comparison, Conflict)),
    }


def _room(view: PageView, config: ReportConfig) -> int:
    """The bytes that pictures may take: what the settings allow them, and what the rest leaves of the page."""
    rest = len(msgspec.json.encode(view)) + FRAME
    return max(0, min(int(config.crops_mib * MIB), int(config.page_mib * MIB) - rest))


def _currency(records: Records) -> str:
    """The comparison currency; empty where nothing was converted."""
    return next((f.converted.currency for f in records.dataset.facts if f.converted), "")


def _countries(records: Records) -> dict[str, Label]:
    """The countries of the measures, and those of the organisations."""
    codes = {m.country or UNKNOWN for m in records.dataset.measures}
    codes |= {o.country or UNKNOWN for o in records.dataset.organisations}
    return {code: country_label(code) for code in sorted(codes)}


def _currencies(records: Records) -> dict[str, Label]:
    codes = {m.currency for m in records.mentions if isinstance(m, Money)} | {_currency(records)} - {""}
    return {code: currency_label(code) for code in sorted(codes)}


def _instruments(
    measures: tuple[MeasureView, ...], instruments: Mapping[str, InstrumentLabel]
) -> dict[str, InstrumentLabel]:
    """The whole classification, for the gaps count too; then keys that it does not know, under their own name."""
    strange = sorted({key for m in measures for key in m.instruments} - set(instruments))
    return {**instruments, **{key: InstrumentLabel(en=key, zh=key) for key in strange}}


def _documents(records: Records) -> tuple[DocumentView, ...]:
    measures = Counter(doc_id for m in records.dataset.measures for doc_id in m.doc_ids)
    values = Counter(m.doc_id for m in records.mentions)
    return tuple(
        DocumentView(
            id=d.doc_id,
            title=d.title or d.source,
            source=d.source,
            languages=d.languages,
            pages=len(d.pages),
            paged=d.format == "pdf",
            measures=measures[d.doc_id],
            values=values[d.doc_id],
            notices=tuple(NoticeView(page=n.page, message=n.message, advice=n.advice) for n in d.notices),
        )
        for d in records.documents
    )


def _failures(records: Records) -> tuple[FailureView, ...]:
    """The documents that could not be used, by source; what concerns a page of a document that was read is a notice."""
    read = {document.source for document in records.documents}
    failed = (f for f in records.failures if f.source not in read)
    return tuple(
        FailureView(source=f.source, stage=f.stage, page=f.page, message=f.message, advice=f.advice)
        for f in sorted(failed, key=lambda f: (f.source, f.page or 0, f.stage, f.error, f.message))
    )


def _facts(records: Records, ways: Ways) -> dict[str, tuple[FactView, ...]]:
    """The facts of each measure and organisation, in the order of the texts."""
    places = {m.mention_id: (m.doc_id, m.start) for m in records.mentions}
    by_subject: dict[str, list[Fact]] = defaultdict(list)
    for fact in sorted(records.dataset.facts, key=lambda f: (places[f.mention_id], f.fact_id)):
        by_subject[fact.subject].append(fact)
    return {subject: tuple(_fact(fact, ways) for fact in facts) for subject, facts in by_subject.items()}


def _organisations(records: Records, facts: Mapping[str, tuple[FactView, ...]]) -> tuple[OrganisationView, ...]:
    """The organisations in the order of their ids."""
    return tuple(
        OrganisationView(
            id=o.organisation_id,
            name=name_label(o.names),
            names=o.names,
            country=o.country or UNKNOWN,
            parent=o.parent,
            facts=facts.get(o.organisation_id, ()),
        )
        for o in sorted(records.dataset.organisations, key=lambda o: o.organisation_id)
    )


def _measures(records: Records, facts: Mapping[str, tuple[FactView, ...]]) -> tuple[MeasureView, ...]:
    """The measures in the order of their ids."""
    documents = {d.doc_id: d for d in records.documents}
    cluster_of = {measure: c.cluster_id for c in records.clustering.clusters for measure in c.measure_ids}
    amounts = {found.measure_id: found.amount for found in findings(records.comparison, Coverage)}
    profiles = {found.measure_id: found for found in findings(records.comparison, Profile)}
    return tuple(
        MeasureView(
            id=m.measure_id,
            name=name_label(m.names),
            names=m.names,
            kind=m.kind,
            country=m.country or UNKNOWN,
            parent=m.parent,
            organisations=m.organisations,
            instruments=m.instruments,
            docs=m.doc_ids,
            cluster=cluster_of.get(m.measure_id),
            near=records.clustering.outliers.get(m.measure_id),
            amount=amounts.get(m.measure_id, "no_amount_given"),
            facts=facts.get(m.measure_id, ()),
            codings=_codings(m, documents),
            **_traits(profiles.get(m.measure_id)),
            passages=_passages(m, documents),
        )
        for m in sorted(records.dataset.measures, key=lambda m: m.measure_id)
    )


def _codings(measure: Measure, documents: Mapping[str, Document]) -> tuple[CodingView, ...]:
    """One coding of each instrument: the first."""
    first = {coding.instrument: coding for coding in reversed(measure.codings)}
    return tuple(
        CodingView(instrument=key, cue=c.cue, doc=c.doc_id, page=page_of(documents[c.doc_id], c.span.start))
        for key, c in sorted(first.items())
    )


def _traits(profile: Profile | None) -> dict[str, dict[str, str]]:
    """The measure's profile: each trait with the word that tells it."""
    if profile is None:
        return {}
    parts = {"beneficiaries": profile.beneficiaries, "stages": profile.stages, "changes": profile.changes}
    return {name: {cue.key: cue.words for cue in cues} for name, cues in parts.items() if cues}


def _passages(measure: Measure, documents: Mapping[str, Document]) -> tuple[PassageView, ...]:
    return tuple(
        PassageView(
            doc=p.doc_id, page=page_of(documents[p.doc_id], p.span.start), text=_cut(documents[p.doc_id].text, p.span)
        )
        for p in measure.passages[:MAX_PASSAGES]
    )


def _cut(text: str, span: Span) -> str:
    passage = tidy(text[span.start : span.end]).strip()
    return passage if len(passage) <= MAX_PASSAGE_CHARS else passage[:MAX_PASSAGE_CHARS].rstrip() + "…"


def _fact(fact: Fact, ways: Ways) -> FactView:
    return FactView(
        id=fact.fact_id,
        value=fact.mention_id,
        score=round(fact.score, 2),
        reason=fact.reason,
        converted=ways.converted(fact),
        lacks=ways.lacking(fact),
    )

"""Stage 3, extract: the values and names that a document states, each with its quote, page, boxes, sentence and rule.

Facts come from all segments but furniture, references and bylines. Offsets are into `Document.text`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import msgspec

from pipeline.config import ExtractConfig
from pipeline.data import (
    AnyMention,
    Document,
    Duration,
    Extraction,
    Money,
    Name,
    Percent,
    Period,
    Ratio,
    Segment,
    Segments,
)
from pipeline.grammar.documentvalues import document_values, local_currencies
from pipeline.grammar.duration import DurationValue
from pipeline.grammar.money import MoneyValue
from pipeline.grammar.names import NameGrammar, open_names
from pipeline.grammar.naming import Candidate
from pipeline.grammar.period import PLAN, PeriodValue
from pipeline.grammar.share import PercentValue
from pipeline.grammar.values import Value, ValueGrammar, open_values
from pipeline.text.ids import content_id
from pipeline.text.locate import Locator

SILENT = ("furniture", "reference", "byline")


@dataclass(frozen=True, slots=True)
class Grammar:
    """What the stage opens once: the rules for values and for names."""

    values: ValueGrammar
    names: NameGrammar


def open_grammar(config: ExtractConfig) -> Grammar:
    """Builds the grammar from the lexicon."""
    return Grammar(open_values(), open_names(max_chars=config.max_name_chars, tagger=config.tagger))


def extract(document: Document, segments: Segments, *, config: ExtractConfig, model: Grammar) -> Extraction:
    """Finds all values and names of one document, in text order."""
    speaking = [s for s in segments.items if s.kind not in SILENT and s.end > s.start]
    locator = Locator(document, segments)
    local = local_currencies(document, speaking, model.names.countries)
    found = document_values(document, speaking, model.values, local=local)
    mentions = [_mention(document, value, segment, locator) for segment, values in found for value in values]
    names = [_name(document, c, locator) for c in model.names.find(document, speaking)]
    return Extraction(mentions=_with_conversions(_without_background(mentions)), names=_with_appositions(names))


def _mention(document: Document, value: Value, segment: Segment, locator: Locator) -> AnyMention:
    raw = document.text[segment.start + value.start : segment.start + value.end]
    start = segment.start + value.start + len(raw) - len(raw.lstrip())
    end = start + len(raw.strip())
    evidence: dict[str, Any] = {
        "doc_id": document.doc_id,
        "quote": document.text[start:end],
        "start": start,
        "end": end,
        "page": locator.page(start),
        "boxes": locator.boxes(start, end),
        "sentence": locator.sentence(start, end),
        "segment": segment.segment,
        "rule": value.rule,
        "confidence": round(value.confidence * locator.confidence(start, end), 4),
    }
    kind, fields = _fields(value)
    mention_id = content_id(document.doc_id, kind.__name__, str(start), str(end))
    return kind(mention_id=mention_id, **evidence, **fields)


def _fields(value: Value) -> tuple[type[AnyMention], dict[str, Any]]:
    """The record type of a value and its own fields."""
    if isinstance(value, MoneyValue):
        names = ("min", "max", "currency", "bound", "per", "role", "year", "year_start", "year_end")
        conversion: dict[str, Any] = {"conversion_of": "previous"} if value.converts else {}
        return Money, {n: getattr(value, n) for n in names} | conversion
    if isinstance(value, DurationValue):
        return Duration, {"min": value.min, "max": value.max, "bound": value.bound}
    if isinstance(value, PeriodValue):
        return Period, {"from_": value.from_, "to": value.to}
    if isinstance(value, PercentValue):
        return Percent, {n: getattr(value, n) for n in ("min", "max", "bound", "role")}
    return Ratio, {n: getattr(value, n) for n in ("numerator", "denominator", "bound", "role")}


def _without_background(mentions: list[AnyMention]) -> list[AnyMention]:
    """The mentions without the years of plans that date no value of their sentence.

    “十三五”期间投入500亿元 dates an amount; “十三五”期间布局20家中心 gives no calendar years, and a plan's name is background
    in most sentences of a Chinese policy text.
    """
    dated = {m.sentence for m in mentions if not isinstance(m, Period)}
    return [m for m in mentions if m.rule != PLAN or m.sentence in dated]


def _with_conversions(mentions: list[AnyMention]) -> tuple[AnyMention, ...]:
    """Points each author's conversion at the amount before it, whose basis and year it shares."""
    done: list[AnyMention] = []
    for mention in mentions:
        if isinstance(mention, Money) and mention.conversion_of:
            origin = next((m for m in reversed(done) if isinstance(m, Money)), None)
            if origin:
                mention = msgspec.structs.replace(
                    mention,
                    conversion_of=origin.mention_id,
                    per=origin.per,
                    role=origin.role,
                    year=origin.year,
                    year_start=origin.year_start,
                    year_end=origin.year_end,
                )
        done.append(mention)
    return tuple(done)


def _name(document: Document, candidate: Candidate, locator: Locator) -> Name:
    return Name(
        name_id=content_id(document.doc_id, candidate.of, str(candidate.start), str(candidate.end)),
        doc_id=document.doc_id,
        of=candidate.of,
        form=candidate.form,
        start=candidate.start,
        end=candidate.end,
        page=locator.page(candidate.start),
        segment=locator.segment(candidate.start).segment,
        sentence=locator.sentence(candidate.start, candidate.end),
        rule=candidate.rule,
        confidence=round(candidate.confidence * locator.confidence(candidate.start, candidate.end), 4),
        kind=candidate.kind,
        country=candidate.country,
        entry=candidate.entry,
        apposition=str(candidate.beside) if candidate.beside is not None else None,
        aside=candidate.aside,
    )


def _with_appositions(names: list[Name]) -> tuple[Name, ...]:
    """Turns the offsets of names in apposition into their ids."""
    by_start = {n.start: n.name_id for n in names}
    return tuple(
        n if n.apposition is None else msgspec.structs.replace(n, apposition=by_start.get(int(n.apposition)))
        for n in names
    )

"""Stage 3, extract: the values and names that a document states, each with its quote, page, boxes, sentence and rule.

Facts come from all segments but furniture, references and bylines. Offsets are into `Document.text`.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from typing import Any

import msgspec
from babel.numbers import get_territory_currencies

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
from pipeline.grammar.duration import DurationValue
from pipeline.grammar.money import MoneyValue
from pipeline.grammar.names import NameGrammar, open_names
from pipeline.grammar.naming import Candidate
from pipeline.grammar.period import PeriodValue
from pipeline.grammar.share import PercentValue
from pipeline.grammar.tables import unit_of, year_of
from pipeline.grammar.values import Value, ValueGrammar, is_numeric_cell, open_values
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
    return Grammar(open_values(), open_names(max_chars=config.max_name_chars))


def extract(document: Document, segments: Segments, *, config: ExtractConfig, model: Grammar) -> Extraction:
    """Finds all values and names of one document, in text order."""
    speaking = [s for s in segments.items if s.kind not in SILENT and s.end > s.start]
    locator = Locator(document, segments)
    local = local_currency(document, speaking, model.names)
    found = _all_values(document, speaking, model.values, local)
    mentions = [_mention(document, value, segment, locator) for segment, values in found for value in values]
    names = [_name(document, c, locator) for c in model.names.find(document, speaking)]
    return Extraction(mentions=_with_conversions(mentions), names=_with_appositions(names))


def _all_values(
    document: Document, segments: list[Segment], grammar: ValueGrammar, local: str
) -> list[tuple[Segment, list[Value]]]:
    """The values of each segment: those with a currency first, then the bare ones in the document's main currency."""
    rows = _rows(document, segments)
    found = [(s, _values(document, s, grammar, local)) for s in segments]
    currencies = Counter(v.currency for _, values in found for v in values if isinstance(v, MoneyValue))
    if currencies:
        main = min(currencies, key=lambda c: (-currencies[c], c))
        for segment, values in found:
            values += grammar.find_bare(document.text[segment.start : segment.end], values, currency=main)
            values.sort(key=lambda v: v.start)
    return [
        (s, values if s.table is None else _with_row_basis(values, rows[s.table, s.row], grammar))
        for s, values in found
    ]


def _rows(document: Document, segments: list[Segment]) -> dict[tuple[int, int | None], list[str]]:
    """The cells' texts by table and row."""
    rows: dict[tuple[int, int | None], list[str]] = defaultdict(list)
    for segment in segments:
        if segment.table is not None:
            rows[segment.table, segment.row].append(document.text[segment.start : segment.end])
    return rows


def local_currency(document: Document, segments: list[Segment], names: NameGrammar) -> str:
    """The currency of the country that the document names most: what ¥, $ and 元 mean where nothing else says it."""
    counts: Counter[str] = Counter()
    for segment in segments:
        counts.update(code for _, _, code in names.countries.find(document.text, segment.start, segment.end))
    ranked = sorted(counts, key=lambda code: (-counts[code], code))
    if not ranked or len(ranked[0]) != 2 or ranked[0] == "EU":
        return "CNY"
    return next(iter(get_territory_currencies(ranked[0])), "CNY")


def _values(document: Document, segment: Segment, grammar: ValueGrammar, local: str) -> list[Value]:
    """The segment's values; in a table, a bare number's unit and an amount's year come from the header or unit line."""
    text = document.text[segment.start : segment.end]
    if segment.table is None:
        return grammar.find(text, local_currency=local)
    table = document.tables[segment.table]
    unit = unit_of(document, table, segment) if is_numeric_cell(segment, document.text) else None
    values = grammar.in_unit(text, unit, local_currency=local) if unit else grammar.find(text, local_currency=local)
    year = year_of(document, table, segment)
    return [replace(v, year=year) if isinstance(v, MoneyValue) and year and not v.year else v for v in values]


def _with_row_basis(values: list[Value], row: list[str], grammar: ValueGrammar) -> list[Value]:
    """Gives a table cell's amounts the basis that another cell of their row states (每年, per project)."""
    basis = next((per for cell in row if (per := grammar.money.per.stated(cell))), ())
    return [replace(v, per=basis) if isinstance(v, MoneyValue) and not v.per and basis else v for v in values]


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
        names = ("min", "max", "currency", "bound", "per", "role", "year")
        conversion: dict[str, Any] = {"conversion_of": "previous"} if value.converts else {}
        return Money, {n: getattr(value, n) for n in names} | conversion
    if isinstance(value, DurationValue):
        return Duration, {"min": value.min, "max": value.max, "bound": value.bound}
    if isinstance(value, PeriodValue):
        return Period, {"from_": value.from_, "to": value.to}
    if isinstance(value, PercentValue):
        return Percent, {n: getattr(value, n) for n in ("min", "max", "bound", "role")}
    return Ratio, {n: getattr(value, n) for n in ("numerator", "denominator", "bound", "role")}


def _with_conversions(mentions: list[AnyMention]) -> tuple[AnyMention, ...]:
    """Points each author's conversion at the amount before it, whose basis and year it shares."""
    done: list[AnyMention] = []
    for mention in mentions:
        if isinstance(mention, Money) and mention.conversion_of:
            origin = next((m for m in reversed(done) if isinstance(m, Money)), None)
            if origin:
                mention = msgspec.structs.replace(
                    mention, conversion_of=origin.mention_id, per=origin.per, role=origin.role, year=origin.year
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

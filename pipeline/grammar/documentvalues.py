"""The values of a document, segment by segment, and what its tables and its country say about them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby

from babel.numbers import get_territory_currencies

from pipeline.data import Document, Per, Segment
from pipeline.grammar.axes import ticks
from pipeline.grammar.lexis import Countries
from pipeline.grammar.money import MoneyValue
from pipeline.grammar.roles import role_of_basis
from pipeline.grammar.tableunits import numeric_cell
from pipeline.grammar.values import Value, ValueGrammar, bounded

MOSTLY = 0.4  # share of all namings of countries that makes a document one about a country


def document_values(
    document: Document, segments: list[Segment], grammar: ValueGrammar, *, local: list[str]
) -> list[tuple[Segment, list[Value]]]:
    """The values of each segment: those with a currency first, then the bare ones in the document's main currency.

    The ticks of charts' axes are none. `local` is what `local_currencies` says of each segment.
    """
    rows = _rows(document, segments)
    found = [(s, _values(document, s, grammar, currency)) for s, currency in zip(segments, local, strict=True)]
    currencies = Counter(v.currency for _, values in found for v in values if isinstance(v, MoneyValue))
    if currencies:
        main = min(currencies, key=lambda c: (-currencies[c], c))
        for segment, values in found:
            values += grammar.find_bare(document.text[segment.start : segment.end], values, currency=main)
            values.sort(key=lambda v: v.start)
    return [
        (s, values if s.table is None else _with_row_basis(values, rows[s.table, s.row], grammar))
        for s, values in _without_ticks(found)
    ]


def _without_ticks(found: list[tuple[Segment, list[Value]]]) -> Iterator[tuple[Segment, list[Value]]]:
    """The same without the ticks of axes, figure by figure."""
    for kind, group in groupby(found, key=lambda pair: (pair[0].kind, pair[0].page)):
        members = list(group)
        marked = ticks([v for _, values in members for v in values]) if kind[0] == "figure" else set()
        place = 0
        for segment, values in members:
            kept = [v for k, v in enumerate(values, start=place) if k not in marked]
            place += len(values)
            yield segment, kept


def _rows(document: Document, segments: list[Segment]) -> dict[tuple[int, int | None], list[str]]:
    """The cells' texts by table and row."""
    rows: dict[tuple[int, int | None], list[str]] = defaultdict(list)
    for segment in segments:
        if segment.table is not None:
            rows[segment.table, segment.row].append(document.text[segment.start : segment.end])
    return rows


def local_currencies(document: Document, segments: list[Segment], countries: Countries) -> list[str]:
    """What ¥, $ and 元 mean in each segment where nothing else says it.

    It is the currency of the one country that the segment names, else of the country that the document is about.
    A document that names many countries, none of them most of the time, is about none.
    """
    named = [
        [code for _, _, code in countries.find(document.text, s.start, s.end) if len(code) == 2 and code != "EU"]
        for s in segments
    ]
    counts = Counter(code for codes in named for code in codes)
    main = "CNY"
    if counts:
        country, count = min(counts.items(), key=lambda item: (-item[1], item[0]))
        main = _currency_of(country) if count >= MOSTLY * counts.total() else main
    return [_currency_of(codes[0]) if len(set(codes)) == 1 else main for codes in named]


def _currency_of(country: str) -> str:
    return next(iter(get_territory_currencies(country)), "CNY")


def _values(document: Document, segment: Segment, grammar: ValueGrammar, local: str) -> list[Value]:
    """The segment's values; in a table, a bare number's unit and an amount's year come from the header or unit line."""
    text = document.text[segment.start : segment.end]
    if segment.table is None:
        return grammar.find(text, local_currency=local)
    table, number = document.tables[segment.table], numeric_cell(segment, document.text)
    unit = grammar.tables.unit_of(document, table, segment, local_currency=local) if number else None
    found = grammar.in_unit(number, unit, local_currency=local) if number and unit else None
    values = grammar.find(text, local_currency=local) if found is None else found
    year = grammar.tables.year_of(document, table, segment)
    headers = grammar.tables.headers_of(document, table, segment)
    basis = next((per for header in headers if (per := grammar.money.per.of_header(header))), ())
    dated = [_with_basis(replace(v, year=v.year or year), basis) if isinstance(v, MoneyValue) else v for v in values]
    bound = next((b for header in headers if (b := grammar.bounds.of_header(header))), None)
    return [bounded(v, bound) for v in dated] if bound else dated


def _with_basis(value: MoneyValue, basis: tuple[Per, ...]) -> MoneyValue:
    """An amount that states no basis of its own with one that its row or column states."""
    return replace(value, per=basis, role=role_of_basis(value.role, basis)) if basis and not value.per else value


def _with_row_basis(values: list[Value], row: list[str], grammar: ValueGrammar) -> list[Value]:
    """Gives a table cell's amounts the basis that another cell of their row states (每年, per project)."""
    basis = next((per for cell in row if (per := grammar.money.per.stated(cell))), ())
    return [_with_basis(v, basis) if isinstance(v, MoneyValue) else v for v in values]

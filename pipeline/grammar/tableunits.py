"""The unit of a table's bare numbers, as a header or unit line states it: 经费（亿日元）, Budget ($ in thousands), 单位：人民币万元, Share (%)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

import msgspec

from pipeline.data import Cell, Document, Segment, Table
from pipeline.grammar.currency import CurrencyForm
from pipeline.grammar.years import YearReader
from pipeline.text.numerals import Magnitude
from pipeline.text.patterns import alternatives, fold


class CountedWord(msgspec.Struct, frozen=True):
    """A row of counted.csv: a word in a column's header by which its numbers are no money, whatever the table's unit line says."""

    form: str
    language: str


@dataclass(frozen=True, slots=True)
class TableUnit:
    """What stands behind each number of a column, in words that the grammar reads, and the magnitude that multiplies it."""

    text: str
    factor: Decimal = Decimal(1)


@dataclass(frozen=True, slots=True)
class NumericCell:
    """A cell's bare number, and the bound word behind it."""

    core: str
    tail: str


PERCENT = re.compile(r"[%％]|(?<![a-z])(?:per\s?cent(?:age)?|pct)\s*[)）]?\s*\Z")
PLACED = re.compile(
    r"(?:单位|單位|計量单位|金额单位)\s*[:：]\s*(?P<named>[^，,；;)）\s]{1,12})"
    r"|[（(]\s*(?:单位[:：]|單位[:：]|in |unit:? )?(?P<bracket>[^（）()]{1,28})[）)]"
    r"|[/／,，]\s*(?P<slash>[^\s/／,，（）()]{1,6})\s*\Z|(?<![a-z])in (?P<latin>[^\d,;()]{1,12})\Z"
)
NUMBER = re.compile(
    r"\s*(?P<core>[<>≤≥≈~约近超]{0,2}\s*[\d.,\s]+[万亿]?(?:\s*(?:-|–|~|～|—|至|to)\s*[\d.,\s]+[万亿]?)?)\s*(?P<tail>以上|以下|以内|左右)?\s*[*†‡]?\s*"
)
YEAR_CELL = re.compile(r"\s*(?:FY\s?)?(?:19|20)\d\d\s*[*†]?\s*")
UNIT_MARK = re.compile(r"[、，,/;；和及]")


class TableUnits:
    """Reads what headers and unit lines say of a cell. Built once from currencies, magnitudes, time units, counted.csv and calendars."""

    def __init__(
        self,
        currencies: tuple[CurrencyForm, ...],
        magnitudes: tuple[Magnitude, ...],
        times: tuple[str, ...],
        counted: tuple[CountedWord, ...],
        years: YearReader,
    ) -> None:
        self._currencies = {fold(c.form): c for c in currencies}
        self._magnitudes = {fold(m.form): m.value for m in magnitudes}
        self._times = frozenset(fold(t) for t in times)
        self._years = years
        forms = alternatives(self._currencies, blanks=True)
        sizes = alternatives(self._magnitudes, blanks=True)
        self._money = re.compile(
            rf"(?<![a-z\d])(?P<c1>{forms})\.?[\s,-]{{0,2}}(?:in )?(?:(?P<n1>10{{1,3}}) ?)?(?P<m1>{sizes})(?![a-z])"
            rf"|(?<![a-z\d.,])(?:(?P<n2>10{{1,3}}) ?)?(?P<m2>{sizes})[\s-]?(?:of )?(?P<c2>{forms})(?![a-z\d])"
        )
        signs = alternatives(fold(c.form) for c in currencies if c.position != "after" and not c.form[0].isalpha())
        self._signed = re.compile(rf"\s*(?P<sign>{signs})\s?[\d.,]+\s*")
        self._currency = re.compile(rf"(?P<c3>{forms})(?![a-z\d])")
        chinese, latin = (
            alternatives(fold(c.form) for c in counted if (c.language == "zh") is zh) for zh in (True, False)
        )
        self._counted = re.compile(rf"{chinese}|(?<![a-z]){latin}(?![a-z])")
        self._year = re.compile(
            rf"\s*(?:fy|fiscal year)?\s*(?P<year>(?:19|20)\d\d|{years.era})\s*(?:[财財]?年度?|fiscal year)?\s*"
            r"(?:预算|決算|决算|预算额|金额|经费|budget|actual|estimate|enacted|request|requested|appropriation|planned|outturn|[（(][^（）()]{0,12}[)）])?\s*"
        )

    def unit_of(self, document: Document, table: Table, cell: Segment, *, local_currency: str) -> TableUnit | None:
        """The unit of a cell: its column's header says it, else its row's first cell, else the table's unit line or caption.

        None for cells of the header, for years in the first column, and for what is counted otherwise (人数, number of projects).
        """
        text = document.text
        if (cell.row or 0) < max(1, table.header_rows) or (
            cell.column == 0 and YEAR_CELL.fullmatch(text, cell.start, cell.end)
        ):
            return None
        headers = [text[c.start : c.end] for c in _headers(table, cell)]
        for header in headers:
            if unit := self.read(header, local_currency=local_currency):
                return unit
        if unit := self._of_first(text, table, cell, local_currency):
            return unit
        if any(self._counted.search(fold(header)) for header in headers):
            return None
        for span in (table.unit, table.caption):
            if span and (unit := self.read(text[span.start : span.end], local_currency=local_currency)):
                counted = [u for u in UNIT_MARK.split(text[span.start : span.end].rstrip("）)]】"))[1:] if len(u) <= 2]
                return None if any(_counts(header, u.strip()) for header in headers for u in counted) else unit
        return None

    def _of_first(self, text: str, table: Table, cell: Segment, local: str) -> TableUnit | None:
        """The currency whose sign stands before the first number of a column only, as accounts are set: $41.50 over 4,150."""
        column = [
            c for c in table.cells if c.column == cell.column and max(1, table.header_rows) <= c.row < (cell.row or 0)
        ]
        first = next((c for c in column if any(d.isdigit() for d in text[c.start : c.end])), None)
        signed = self._signed.fullmatch(fold(text[first.start : first.end])) if first else None
        return TableUnit(self._code(signed["sign"], local)) if signed and self._pays(signed["sign"], local) else None

    def read(self, header: str, *, local_currency: str) -> TableUnit | None:
        """The unit that a header or unit line states, or None."""
        header = fold(header)
        match = self._money.search(header)
        if match and self._pays(match["c1"] or match["c2"], local_currency):
            number = Decimal(match["n1"] or match["n2"] or 1)
            factor = number * self._magnitudes[match["m1"] or match["m2"]]
            return TableUnit(
                self._code(match["c1"] or match["c2"], local_currency) + _rest(header, match.end()), factor
            )
        for placed in PLACED.finditer(header):
            inside = next(g for g in placed.groups() if g).strip()
            match = self._currency.match(inside)
            if match and self._pays(match["c3"], local_currency):
                return TableUnit(self._code(match["c3"], local_currency) + _rest(inside, match.end()))
            if inside in self._times:
                return TableUnit(inside)
        return TableUnit("%") if PERCENT.search(header) else None

    def year_of(self, document: Document, table: Table, cell: Segment) -> str | None:
        """The year that a cell's column header names (2021财年, FY 2022), else its row's first cell; none in header cells."""
        if (cell.row or 0) < max(1, table.header_rows):
            return None
        for header in _headers(table, cell):
            if found := self._year.fullmatch(fold(document.text[header.start : header.end])):
                return self._years.value(found["year"])
        return None

    @staticmethod
    def headers_of(document: Document, table: Table, cell: Segment) -> list[str]:
        """The texts of the header cells above a cell, the nearest first."""
        return [document.text[c.start : c.end] for c in _headers(table, cell) if c.row < max(1, table.header_rows)]

    def _code(self, form: str, local: str) -> str:
        row = self._row(form)
        return local if local in row.also else row.code

    def _pays(self, form: str, local: str) -> bool:
        """Whether a form means money in a text about a country with the local currency."""
        row = self._row(form)
        return row.use != "local" or local in (row.code, *row.also)

    def _row(self, form: str) -> CurrencyForm:
        return self._currencies[" ".join(form.split())]


def numeric_cell(segment: Segment, text: str) -> NumericCell | None:
    """A cell that holds a bare number (with bound or range), so that a unit from elsewhere applies to it; None for others."""
    if segment.kind != "cell" or not (match := NUMBER.fullmatch(text, segment.start, segment.end)):
        return None
    return NumericCell(match["core"], match["tail"] or "") if any(c.isdigit() for c in match["core"]) else None


def _rest(header: str, end: int) -> str:
    """What a unit is per: /年, /人, per year."""
    match = re.match(r"[元圆円]?(\s?(?:[/／]|per )\s?[^\s，,）)]{1,8})", header[end:])
    return match[1] if match else ""


def _headers(table: Table, cell: Segment) -> list[Cell]:
    """The header cells above a cell, the nearest first, then the first cell of its row."""
    column = cell.column or 0
    above = [
        c for c in table.cells if c.row < max(1, table.header_rows) and c.column <= column < c.column + c.column_span
    ]
    beside = [c for c in table.cells if c.row <= (cell.row or 0) < c.row + c.row_span and c.column == 0 != column]
    return [*reversed(above), *beside]


def _counts(header: str, unit: str) -> bool:
    """Whether a column counts in the unit that a unit line names beside the money's: 人数 in 人, 企业家数 in 家."""
    return bool(unit) and re.search(rf"{re.escape(unit)}\s*[数數]|[数數]量?\s*$", header) is not None

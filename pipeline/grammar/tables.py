"""Names in table columns: a cell under 项目名称 or Programme is a measure, a cell under 机构 or Agency an organisation."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass

from pipeline.data import Document, Segment, Table
from pipeline.grammar.lexis import Countries, TableHeader
from pipeline.grammar.naming import Candidate, written
from pipeline.grammar.values import header_unit

NUMBERING = re.compile(r"\s*(?:[（(]?\d{1,2}[)）.、]|[①-⑳]|[（(]?[一二三四五六七八九十]{1,2}[)）、])\s*")
PREFIX = re.compile(r"[\u4e00-\u9fffA-Za-z]{1,6}[:：]\s*")
TAIL = re.compile(r"\s*[（(][^（）()]*[）)]\s*\Z")
NOT_NAME = re.compile(r"[。；;]|^[\d\s.,%—–\-]+$|合计|总计|小计|\btotal\b|^注", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Column:
    """What a table's column holds."""

    index: int
    meaning: str


class TableNames:
    """Reads what columns hold from their headers. Built once from table_headers.csv."""

    def __init__(self, rows: tuple[TableHeader, ...], countries: Countries) -> None:
        self._meanings = {_fold(r.form): r.meaning for r in rows}
        self._countries = countries

    def columns(self, document: Document, table: Table) -> list[Column]:
        """The columns of `table` whose header says what they hold."""
        found = []
        for cell in table.cells:
            if cell.row < max(1, table.header_rows):
                meaning = self._meanings.get(_fold(document.text[cell.start : cell.end]))
                if meaning:
                    found.append(Column(cell.column, meaning))
        return found

    def find(self, document: Document, segments: tuple[Segment, ...]) -> list[Candidate]:
        """Candidates from all tables of the document."""
        cells: dict[int, list[Segment]] = defaultdict(list)
        for segment in segments:
            if segment.table is not None:
                cells[segment.table].append(segment)
        found: list[Candidate] = []
        for index, members in sorted(cells.items()):
            table = document.tables[index]
            meanings = {c.index: c.meaning for c in self.columns(document, table)}
            if "measure" not in meanings.values() and not any(m == "organisation" for m in meanings.values()):
                continue
            for segment in members:
                meaning = meanings.get(segment.column if segment.column is not None else -1)
                if meaning in ("measure", "organisation") and (segment.row or 0) >= max(1, table.header_rows):
                    found += self._name(document.text, segment, meaning)
        return found

    def _name(self, text: str, segment: Segment, meaning: str) -> list[Candidate]:
        start, end = segment.start, segment.end
        if lead := NUMBERING.match(text, start, end):
            start = lead.end()
        if lead := PREFIX.match(text, start, end):
            start = lead.end()
        while tail := TAIL.search(text, start, end):
            end = tail.start()
        form = written(text[start:end])
        if not 2 <= len(form) <= 60 or NOT_NAME.search(form) or self._countries.code(form):
            return []
        of = "measure" if meaning == "measure" else "organisation"
        kind = "track" if of == "measure" else None
        return [Candidate(of, start, end, form, f"{of}.table", 0.85, kind)]  # type: ignore[arg-type]


def _fold(header: str) -> str:
    return re.sub(r"[\s*（(][^）)]*[）)]|\s+", "", header).casefold() if "（" in header or "(" in header else re.sub(r"\s+", "", header).casefold()


def unit_of(document: Document, table: Table, cell: Segment) -> str | None:
    """The unit of a cell: its column's header says it, else its row's first cell, else the table's unit line or caption."""
    text = document.text
    above = [c for c in table.cells if c.row < max(1, table.header_rows) and c.column <= (cell.column or 0) < c.column + c.column_span]
    beside = [c for c in table.cells if c.row == cell.row and c.column == 0]
    for header in [*reversed(above), *beside]:
        if unit := header_unit(text[header.start : header.end]):
            return unit
    for span in (table.unit, table.caption):
        if span and (unit := header_unit(text[span.start : span.end])):
            return unit
    return None

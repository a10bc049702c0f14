"""Names in table columns: a cell under 项目名称 or Programme is a measure, a cell under 机构 or Agency an organisation."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass

from pipeline.data import Document, Segment, Table
from pipeline.grammar.authority import Authority
from pipeline.grammar.brackets import ACRONYM, ENGLISH
from pipeline.grammar.cellbodies import CellBodies
from pipeline.grammar.chinese import ChineseNames
from pipeline.grammar.headers import Headers
from pipeline.grammar.lexis import Countries, WordUses
from pipeline.grammar.naming import Candidate, written

NUMBERING = re.compile(r"\s*(?:[（(]?\d{1,2}[)）.、]|[①-⑳]|[（(]?[一二三四五六七八九十]{1,2}[)）、])\s*")
PREFIX = re.compile(r"[\u4e00-\u9fffA-Za-z]{1,6}[:：]\s*")
TAIL = re.compile(r"\s*[（(][^（）()]*[）)]\s*\Z")
PARENT = re.compile(r"(?P<parent>[^,，:：]{2,40})[,，:：]\s*")
UNDER = re.compile(r"\s(?:under|within) (?:the )?(?=[A-Z])|(?<=[)）])[,，]\s.*")
SPACE = re.compile(r"\s+(?=\S)")
BODIES = re.compile(r"\s*[、,，/／;；]\s*")
TELLING = 0.4  # share of a column's cells that must read like names
NOT_NAME = re.compile(
    r"[。；;]|^[\d\s.,%—–\-]+$|合计|总计|小计|\btotal\b|^注|[$€£¥￥]\s?\d|(?<![A-Za-z])[A-Z]{3}\s?(?:[\d.]*\d,\d{3}|[\d.,]+\s?(?:million|billion|thousand|bn|m|k)\b)|\d\s?[万亿]?\s?(?:[日美欧]?元|[%％])",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Column:
    """What a table's column holds."""

    index: int
    meaning: str


class TableNames:
    """Reads what columns hold from their headers. Built once."""

    def __init__(
        self,
        headers: Headers,
        countries: Countries,
        chinese: ChineseNames,
        authority: Authority,
        uses: WordUses,
    ) -> None:
        self._authority = authority
        self._chinese = chinese
        self._headers = headers
        self._countries = countries
        self._bodies = CellBodies(authority, countries, uses, NOT_NAME)

    def columns(self, document: Document, table: Table) -> list[Column]:
        """The columns of `table` whose header says what they hold."""
        found = []
        for cell in table.cells:
            if cell.row < max(1, table.header_rows):
                meaning = self._headers.meaning(document.text[cell.start : cell.end])
                if meaning:
                    found.append(Column(cell.column, meaning))
        return found or self._unheaded(document, table)

    def _unheaded(self, document: Document, table: Table) -> list[Column]:
        """The first column without a header, where some of its cells are known measures or end with a head of theirs."""
        header = [c for c in table.cells if c.row < max(1, table.header_rows)]
        if any(c.column == 0 and document.text[c.start : c.end].strip() for c in header) or len(header) < 2:
            return []
        body = [
            document.text[c.start : c.end] for c in table.cells if c.column == 0 and c.row >= max(1, table.header_rows)
        ]
        known = [f for f in body if self._is_measure(written(f))]
        return [Column(0, "measure")] if len(known) >= max(2, TELLING * len(body)) else []

    def _is_measure(self, form: str) -> bool:
        """Whether a cell is a known measure, or ends with a head that is sure."""
        known = self._authority.whole(form)
        head = self._chinese.head_of(form, ("free",))
        return (
            known.of == "measure" if known else (head is not None and head.of == "measure") or self._headers.ends(form)
        )

    def labels(self, document: Document) -> frozenset[tuple[int, int]]:
        """Where the headers stand that say what their column holds: they name sorts of things (Joint Undertaking)."""
        return frozenset(
            (cell.start, cell.end)
            for table in document.tables
            for cell in table.cells
            if cell.row < max(1, table.header_rows) and self._headers.meaning(document.text[cell.start : cell.end])
        )

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
            for column in [c for c, meaning in meanings.items() if meaning == "measure"]:
                body = [s for s in members if s.column == column and (s.row or 0) >= max(1, table.header_rows)]
                if not self._holds_names(document.text, body):
                    del meanings[column]
            for segment in members:
                meaning = meanings.get(segment.column if segment.column is not None else -1)
                if meaning in ("measure", "category") and (segment.row or 0) >= max(1, table.header_rows):
                    found += self._name(document.text, segment, meaning)
            for column in [c for c, meaning in meanings.items() if meaning == "organisation"]:
                body = [s for s in members if s.column == column and (s.row or 0) >= max(1, table.header_rows)]
                found += self._bodies.find(document.text, [self._name_span(document.text, s)[:2] for s in body])
        return found

    def _holds_names(self, text: str, body: list[Segment]) -> bool:
        """Whether a column's cells read like names of measures, not like the labels of a table turned on its side (治理, 支持年限)."""
        forms = [written(text[s.start : s.end]) for s in body if s.end > s.start]
        telling = [f for f in forms if self._telling(f)]
        return bool(forms) and len(telling) >= TELLING * len(forms)

    def _telling(self, form: str) -> bool:
        head = self._chinese.head_of(form)
        latin = re.search(r"[A-Z][A-Za-z-]*[A-Z]|[A-Z]\w+ [A-Za-z]\w+", form)
        return bool((head and head.of == "measure") or latin or NUMBERING.match(form) or self._authority.whole(form))

    def _name_span(self, text: str, segment: Segment) -> tuple[int, int, bool]:
        """Where a cell's name stands, without numbering, what it belongs to and aliases in brackets, and whether it is a part's."""
        start, end = segment.start, segment.end
        if lead := NUMBERING.match(text, start, end):
            start = lead.end()
        if lead := PREFIX.match(text, start, end):
            start = lead.end()
        lead = PARENT.match(text, start, end)
        part = lead is not None and self._authority.whole(written(lead["parent"])) is not None
        if lead and part:
            start = lead.end()
        if cut := UNDER.search(text, start, end):
            end = cut.start()
        end = self._before_bodies(text, start, end)
        while (tail := TAIL.search(text, start, end)) and _is_alias(tail[0]):
            end = tail.start()
        return start, end, part

    def _before_bodies(self, text: str, start: int, end: int) -> int:
        """The end of a name behind which, parted by a space, stand known bodies only, as where a cell was glued to the next: X计划 NEDO、JST."""
        for space in SPACE.finditer(text, start + 2, end):
            pieces = BODIES.split(text[space.end() : end])
            known = [self._authority.whole(written(p)) for p in pieces]
            if all(k is not None and k.of == "organisation" for k in known):
                return space.start()
        return end

    def _name(self, text: str, segment: Segment, meaning: str) -> list[Candidate]:
        start, end, part = self._name_span(text, segment)
        form = written(text[start:end])
        if not 2 <= len(form) <= 60 or NOT_NAME.search(form) or self._countries.code(form):
            return []
        head = self._chinese.head_of(form)
        aliased = end < segment.end and ACRONYM.search(text, end, segment.end) is not None
        if meaning == "category" and not aliased and not (head and head.of == "measure" and head.strength == "free"):
            return []
        kind = head.kind if head and head.of == "measure" else None
        return [
            Candidate("measure", start, end, form, "measure.table", 0.85, kind or ("track" if part else "programme"))
        ]


def _is_alias(tail: str) -> bool:
    """Whether a bracket at a name's end holds another name or a count: (JTI), (9个); （短期） belongs to the name."""
    inside = tail.strip(" （）()")
    return bool(ACRONYM.fullmatch(inside) or ENGLISH.fullmatch(inside) or re.fullmatch(r"\d+[个项种]?", inside))

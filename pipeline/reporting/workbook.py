"""The workbook: a sheet for each kind of record, typed cells, filters, and links from each value to its evidence."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

import msgspec
import polars as pl
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from pipeline.reporting.codebook import Codebook
from pipeline.reporting.labels import Label

MADE = datetime(2000, 1, 1)
"""Stands for the time of making, so that the same records give the same bytes."""
PAPER = 8
"""A3, as Excel counts paper."""
LONGEST_CELL = 32_000
MOST_LINKS = 60_000
"""Excel takes no more of either: characters in a cell (32,767), links on a sheet (65,530)."""
WIDEST, NARROWEST = 50, 9
"""Characters that a column is wide, at most and at least."""
SAMPLE = 200
"""Rows that a column's width is measured on."""
KEPT = {"measures": 3, "values": 3, "counterparts": 1}
"""Columns that stay in sight."""
FOLDED = frozenset(
    {
        *("measure_id", "mention_id", "fact_id", "doc_id", "organisation_id", "counterpart_id", "cluster_id"),
        "instruments",
        *("fact_ids", "doc_ids", "measure_ids", "organisations", "entry", "parent", "sha256"),
        *("converted_rate", "converted_source", "converted_steps", "converted_year_stated", "cosine"),
        *(
            "ppp_year",
            "constant_market_year",
            "constant_ppp_year",
            "continues",
            "overlap",
            "language_mix",
            "key",
            "turned",
        ),
        *("year_unknown", "order_market", "order_ppp", "order_constant_market", "order_constant_ppp", "changes"),
        *("min_duration", "max_duration", "score", "reason", "rule", "confidence"),
    }
)
"""Columns that are there for joining and checking: folded away, a click on the plus sign above them shows them."""
LINE, MOST_LINES = 13.5, 4
"""Points that a line of text is high, and the lines of a cell that are shown; a longer one is read in the formula bar."""
_TARGETS = {
    "measure_id": "measure",
    "counterpart_id": "measure",
    "organisation_id": "organisation",
    "mention_id": "value",
}
_LINKED = {
    **{"name_zh": "measure_id", "name_en": "measure_id", "measure_id": "measure_id", "quote": "mention_id"},
    **{"counterpart_name_zh": "counterpart_id", "counterpart_name_en": "counterpart_id", "mention_id": "mention_id"},
}
"""Columns whose cells lead to the page, and the column that has the id of what they lead to."""


class _Styles(msgspec.Struct, frozen=True):
    """The formats of cells."""

    head: Format
    text: Format
    count: Format
    amount: Format
    score: Format
    year: Format
    link: Format
    title: Format


def workbook(frames: Mapping[str, pl.DataFrame], codebook: Codebook, *, title: str, page: str) -> bytes:
    """Writes the tables as an XLSX file.

    Args:
        frames: The tables, in the order of the sheets.
        codebook: What they and their columns are called.
        title: The first sheet's headline.
        page: Where the report's page lies, seen from the workbook.
    """
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_urls": False, "strings_to_formulas": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        book.set_properties({"title": title, "author": "crosswalk", "created": MADE})
        styles = _styles(book)
        _about(book.add_worksheet(codebook.texts["about"].en), frames, codebook, styles, title)
        for name, frame in frames.items():
            sheet = book.add_worksheet(codebook.tables[name].en)
            _write_table(sheet, name, frame, codebook, styles, page)
        _columns(book.add_worksheet(codebook.tables["columns"].en), frames, codebook, styles)
    return buffer.getvalue()


def _styles(book: Workbook) -> _Styles:
    top: dict[str, Any] = {"valign": "top", "font_name": "Calibri", "font_size": 10}
    head = {
        **top,
        "bold": True,
        "bg_color": "#E6F0F1",
        "bottom": 1,
        "text_wrap": True,
        "valign": "vcenter",
        "indent": 1,
    }
    return _Styles(
        head=book.add_format(head),
        text=book.add_format({**top, "text_wrap": True, "indent": 1}),
        count=book.add_format({**top, "num_format": "#,##0"}),
        amount=book.add_format({**top, "num_format": "#,##0.00"}),
        score=book.add_format({**top, "num_format": "0.00"}),
        year=book.add_format({**top, "num_format": "0"}),
        link=book.add_format({**top, "text_wrap": True, "indent": 1, "font_color": "#0B5563", "underline": 1}),
        title=book.add_format({**top, "bold": True, "font_size": 16}),
    )


def _about(
    sheet: Worksheet, frames: Mapping[str, pl.DataFrame], codebook: Codebook, styles: _Styles, title: str
) -> None:
    """The first sheet: what the workbook is, and its sheets with links."""
    texts = codebook.texts
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 10)
    sheet.set_column(2, 3, 62)
    sheet.hide_gridlines(2)
    _set_paper(sheet)
    sheet.write_string(0, 0, title, styles.title)
    for row, key in enumerate(("lead", "kinds"), start=2):
        sheet.merge_range(row, 0, row, 2, texts[key].en, styles.text)
        sheet.write_string(row, 3, texts[key].zh, styles.text)
        sheet.set_row(row, 42)
    heads = (_both(texts["sheet"]), _both(texts["rows"]), texts["what"].en, texts["what"].zh)
    for column, text in enumerate(heads):
        sheet.write_string(5, column, text, styles.head)
    for row, (name, frame) in enumerate(frames.items(), start=6):
        entry = codebook.tables[name]
        sheet.write_url(row, 0, f"internal:'{entry.en}'!A1", styles.link, entry.both)
        sheet.write_number(row, 1, frame.height, styles.count)
        sheet.write_string(row, 2, entry.about_en, styles.text)
        sheet.write_string(row, 3, entry.about_zh, styles.text)
        sheet.set_row(row, LINE * 2 + 4)


def _write_table(
    sheet: Worksheet, name: str, frame: pl.DataFrame, codebook: Codebook, styles: _Styles, page: str
) -> None:
    """One table: a header that stays, filters, a column a field."""
    columns = frame.columns
    widths: list[int] = []
    sheet.freeze_panes(1, KEPT.get(name, 1))
    _set_paper(sheet)
    sheet.set_row(0, 44)
    for place, column in enumerate(columns):
        entry = codebook.columns[column]
        sheet.write_string(0, place, f"{entry.en}\n{entry.zh}", styles.head)
        width = _width(frame[column], entry.en)
        folded = column in FOLDED or frame[column].null_count() == frame.height
        sheet.set_column(place, place, width, None, {"hidden": True, "level": 1} if folded else {})
        widths.append(0 if folded else width)
        style = _number_style(frame[column], column, styles)
        targets = _targets(frame, column, page)
        for row, value in enumerate(frame[column], start=1):
            _write_cell(sheet, (row, place), value, style, next(targets, None), styles)
    for row, values in enumerate(frame.rows(), start=1):
        sheet.set_row(row, LINE * _lines(values, widths))
    if frame.height:
        sheet.autofilter(0, 0, frame.height, len(columns) - 1)
        sheet.ignore_errors({"number_stored_as_text": f"A2:{_cell_name(frame.height, len(columns) - 1)}"})


def _set_paper(sheet: Worksheet) -> None:
    """On paper a sheet is one page wide, with its header on each."""
    sheet.set_landscape()
    sheet.set_paper(PAPER)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.set_footer("&L&A&R&P / &N")


def _write_cell(
    sheet: Worksheet, at: tuple[int, int], value: Any, style: Format, target: str | None, styles: _Styles
) -> None:
    row, place = at
    if value is None:
        return
    if isinstance(value, bool):
        sheet.write_boolean(row, place, value, styles.text)
    elif isinstance(value, Decimal):
        whole = value == value.to_integral_value()
        sheet.write_number(row, place, value, styles.count if whole else styles.amount)
    elif isinstance(value, int | float):
        sheet.write_number(row, place, value, style)
    else:
        text = _text(value)[:LONGEST_CELL]
        if target and text:
            sheet.write_url(row, place, target, styles.link, text)
        elif text:
            sheet.write_string(row, place, text, styles.text)


def _targets(frame: pl.DataFrame, column: str, page: str) -> Iterator[str | None]:
    """For each cell of a column, where it leads to; nothing for columns that lead nowhere."""
    key = _LINKED.get(column)
    if key is None or key not in frame.columns or frame.height > MOST_LINKS // 4:
        return
    fallback = frame["organisation_id"] if "organisation_id" in frame.columns and key == "measure_id" else None
    for row, value in enumerate(frame[key]):
        other = fallback[row] if fallback is not None else None
        kind, found = (_TARGETS[key], value) if value else ("organisation", other)
        yield f"external:{page}#{kind}={found}" if found else None


def _number_style(column: pl.Series, name: str, styles: _Styles) -> Format:
    if column.dtype == pl.Float64:
        return styles.score
    return styles.year if name.endswith("year") else styles.count


def _width(column: pl.Series, head: str) -> int:
    """A width that most of the column's cells fit in."""
    lengths = sorted(_places(_text(value)) for value in column.head(SAMPLE) if value is not None)
    usual = lengths[int(0.9 * (len(lengths) - 1))] if lengths else 0
    return min(WIDEST, max(NARROWEST, usual + 3, max(map(len, head.split())) + 2))


def _lines(values: Sequence[Any], widths: Sequence[int]) -> int:
    """The lines that a row needs, for no program works that out when it opens the file; columns without width need none."""
    seen = ((v, width) for v, width in zip(values, widths, strict=True) if width and isinstance(v, str | list))
    needed = [-(-_places(_text(value)) // width) for value, width in seen]
    return min(MOST_LINES, max([1, *needed]))


def _places(text: str) -> int:
    """The places that a text takes; Han characters take two."""
    return len(text) if text.isascii() else sum(2 if ord(character) > 0x2E80 else 1 for character in text)


def _text(value: Any) -> str:
    if isinstance(value, pl.Series):
        value = value.to_list()
    if isinstance(value, list):
        return "; ".join(map(str, value))
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def _columns(sheet: Worksheet, frames: Mapping[str, pl.DataFrame], codebook: Codebook, styles: _Styles) -> None:
    """The last sheet: what each column of each sheet means."""
    texts = codebook.texts
    heads: Sequence[str] = (
        *(_both(texts["sheet"]), _both(texts["column"]), "CSV, Parquet", texts["meaning"].en, texts["meaning"].zh),
    )
    for place, (head, width) in enumerate(zip(heads, (22, 34, 24, 70, 60), strict=True)):
        sheet.write_string(0, place, head, styles.head)
        sheet.set_column(place, place, width)
    rows = [(codebook.tables[name], column) for name, frame in frames.items() for column in frame.columns]
    for row, (table, column) in enumerate(rows, start=1):
        entry = codebook.columns[column]
        sheet.set_row(row, LINE * _lines((entry.about_en, entry.about_zh), (70, 60)))
        for place, text in enumerate((table.both, entry.both, column, entry.about_en, entry.about_zh)):
            sheet.write_string(row, place, text, styles.text)
    sheet.freeze_panes(1, 0)
    _set_paper(sheet)
    sheet.autofilter(0, 0, len(rows), len(heads) - 1)


def _both(label: Label) -> str:
    return f"{label.en} {label.zh}"


def _cell_name(row: int, column: int) -> str:
    return str(xlsxwriter.utility.xl_rowcol_to_cell(row, column))

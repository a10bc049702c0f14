"""Tab-separated lines: tables as they come out of spreadsheets and copied pages."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.formats.manuscript import GridCell


def has_columns(line: str) -> bool:
    """Whether a line has columns: two tabs, or one between texts; a single tab before a text is its indent."""
    return line.count("\t") >= 2 or "\t" in line.strip()


def is_tab_table(lines: Sequence[str]) -> bool:
    """Whether lines that follow one another are a table: two at least, each with a tab, most with columns."""
    return len(lines) >= 2 and all("\t" in line for line in lines) and 2 * sum(map(has_columns, lines)) > len(lines)


def tab_rows(lines: Sequence[str]) -> list[list[GridCell]]:
    """The cells of tab-separated lines; a short row is filled up."""
    rows = [line.strip(" \r\n").split("\t") for line in lines]
    width = max(map(len, rows), default=0)
    return [[GridCell(text) for text in [*row, *[""] * (width - len(row))]] for row in rows]

"""Grids, cells and rows."""

from __future__ import annotations

import io

import pdfplumber
import pypdfium2
import pytest
from drawnpdf import HEIGHT, Drawing

from pipeline.pdf.glyphs.characters import page_shape
from pipeline.pdf.glyphs.rulings import Drawings, read_drawings
from pipeline.pdf.printed import PrintedCell, PrintedLine, PrintedTable
from pipeline.pdf.tables.rows import part_rows
from pipeline.pdf.tables.ruled import find_grids
from pipeline.text.repair import Strip


def drawings(content) -> Drawings:
    with pypdfium2.PdfDocument(content) as pdf:
        page = pdf[0]
        found = read_drawings(page, page_shape(page))
        page.close()
    return found


def test_grids_are_those_that_pdfplumber_finds():
    drawing = Drawing()
    drawing.grid([60, 160, 300, 420], [100, 130, 160, 220])
    for column in range(2):
        for row in range(3):
            drawing.canvas.rect(100 + 80 * column, HEIGHT - 400 - 30 * row, 80, 30)
    content = drawing.done()
    (first, second) = find_grids(drawings(content))
    with pdfplumber.open(io.BytesIO(content)) as pdf:
        tables = pdf.pages[0].find_tables()
    expected = [sorted((c[1], c[0]) for c in t.cells) for t in tables]
    for grid, cells in zip((first, second), expected, strict=True):
        assert [pytest.approx((c[1], c[0]), abs=1) for c in grid.cells] == cells


def test_a_single_frame_and_a_few_lines_are_no_table():
    drawing = Drawing()
    drawing.canvas.rect(50, 50, 300, 300)
    for top in (100, 200, 300):
        drawing.canvas.line(60, HEIGHT - top, 400, HEIGHT - top)
    assert find_grids(drawings(drawing.done())) == []


def test_a_table_without_outer_sides_gets_them():
    drawing = Drawing()
    for top in (100, 130, 160, 190):
        drawing.canvas.line(60, HEIGHT - top, 460, HEIGHT - top)
    for x in (200, 330):
        drawing.canvas.line(x, HEIGHT - 100, x, HEIGHT - 190)
    (grid,) = find_grids(drawings(drawing.done()))
    assert len(grid.cells) == 9


def cell(row, column, *texts, top=0.0):
    lines = [
        PrintedLine(Strip(text), 1, 0, top + 12 * n, 10, top + 12 * n + 10, size=10, bold=False)
        for n, text in enumerate(texts)
    ]
    return PrintedCell(row, column, 1, 1, lines=lines)


def table(*cells):
    return PrintedTable(1, 0, 0, 100, 100, rows=2, columns=3, cells=list(cells))


def texts(printed):
    return [(c.row, c.column, [line.text for line in c.lines]) for c in printed.cells]


def test_figures_on_level_lines_are_rows_of_their_own():
    printed = table(
        cell(0, 0, "Name"),
        cell(0, 1, "2021"),
        cell(1, 0, "Alpha", "Beta", top=30),
        cell(1, 1, "$10", "200", top=30),
    )
    part_rows(printed)
    assert texts(printed)[2:] == [(1, 0, ["Alpha"]), (1, 1, ["$10"]), (2, 0, ["Beta"]), (2, 1, ["200"])]
    assert printed.rows == 3


def test_running_text_in_cells_is_left_alone():
    printed = table(cell(0, 0, "Number of", "applicants"), cell(0, 1, "a long", "description"))
    before = texts(printed)
    part_rows(printed)
    assert texts(printed) == before

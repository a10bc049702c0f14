"""Text that does not run to the right: turned pages, vertical Chinese and Japanese, watermarks, slanted type."""

from __future__ import annotations

import pytest
from drawnpdf import HAN, HEIGHT, WIDTH, Drawing, body, check_document, kinds, rows_of, source
from hypothesis import given
from hypothesis import strategies as st

from pipeline.config import load_config
from pipeline.pdf.glyphs.turning import shown_corners, turned_corners
from pipeline.read import read

CONFIG = load_config().read
LINES = [f"The agency supports the {word} project over {n} years and" for n, word in enumerate("abcdefghijkl", start=2)]


def read_pdf(drawing):
    document = read(source(drawing.done()), config=CONFIG)
    check_document(document)
    return document


def turned(angle, draw):
    """A page on which everything is drawn at an angle (a multiple of 90) around its middle."""
    drawing = Drawing()
    drawing.canvas.translate(WIDTH / 2, HEIGHT / 2)
    drawing.canvas.rotate(angle)
    drawing.canvas.translate(-WIDTH / 2, -HEIGHT / 2)
    draw(drawing)
    return drawing


@pytest.mark.parametrize("angle", [90, 180, 270])
def test_text_that_lies_on_its_side_is_read_in_order(angle):
    document = read_pdf(turned(angle, lambda drawing: drawing.lines(LINES, 120, 300)))
    assert body(document) == [" ".join(LINES)]
    first, last = document.lines[0].box, document.lines[-1].box
    down, across = last.y0 - first.y0, last.x0 - first.x0
    assert {90: across > 100, 180: down < -100, 270: across < -100}[angle]


def test_a_table_that_lies_on_its_side_has_its_rows():
    rows = [["Agency", "Budget"], ["JST", "1 102"], ["NEDO", "1 528"], ["AMED", "4 739"]]

    def draw(drawing):
        drawing.lines(LINES[:4], 120, 300)
        drawing.grid([120, 220, 320], [400, 420, 440, 460, 480])
        for n, row in enumerate(rows):
            for x, text in zip((124, 224), row, strict=True):
                drawing.line(text, x, 404 + 20 * n)

    document = read_pdf(turned(90, draw))
    (table,) = document.tables
    assert rows_of(document, table) == rows
    assert table.box.y1 - table.box.y0 == pytest.approx(200, abs=2)
    assert table.box.x1 - table.box.x0 == pytest.approx(80, abs=2)


def test_a_sideways_table_leaves_the_page_number_where_it_is():
    drawing = Drawing()
    drawing.line("- 7 -", 290, HEIGHT - 40)
    drawing.canvas.rotate(90)
    for n, line in enumerate(LINES):
        drawing.canvas.drawString(200, -200 - 14 * n, line)
    document = read_pdf(drawing)
    assert body(document) == [" ".join(LINES)]
    assert kinds(document)["- 7 -"] == "furniture"


COLUMNS = ["日本政府在第六期基本计划中提", "出五年间投资三十兆日元的目标", "研究机构为此设立了新的基金。"]


def test_vertical_text_is_read_from_right_to_left_tier_by_tier():
    drawing = Drawing()
    tiers = [[f"{line}{mark}" for line in COLUMNS] for mark in "甲乙"]
    for tier, lines in enumerate(tiers):
        for column, line in enumerate(lines):
            for n, char in enumerate(line):
                drawing.line(char, 400 - 20 * column, 100 + 250 * tier + 12 * n, size=11, font=HAN)
    drawing.line("- 12 -", 290, HEIGHT - 40)
    document = read_pdf(drawing)
    assert "".join(body(document)) == "".join(line for lines in tiers for line in lines)
    assert kinds(document)["- 12 -"] == "furniture"


def test_figures_set_side_by_side_in_vertical_text_keep_their_order():
    drawing = Drawing()
    for column, line in enumerate(COLUMNS):
        top = 100
        for n, char in enumerate(line):
            if column == 1 and n == 1:
                drawing.line("25", 400 - 20 * column + 0.5, top, size=10)
                top += 12
            drawing.line(char, 400 - 20 * column, top, size=11, font=HAN)
            top += 12
    text = "".join(COLUMNS)
    at = len(COLUMNS[0]) + 1
    assert "".join(body(read_pdf(drawing))) == f"{text[:at]}25{text[at:]}"


def test_narrow_cells_with_a_character_a_line_stay_in_their_table():
    drawing = Drawing()
    drawing.grid([60, 90, 300], [100, 230, 360, 490])
    for row in range(3):
        for n, char in enumerate("记录表单类文档"):
            drawing.line(char, 68, 106 + 130 * row + 15 * n, size=10, font=HAN)
        drawing.line(f"应核查第{'一二三'[row]}项", 100, 150 + 130 * row)
    document = read_pdf(drawing)
    (table,) = document.tables
    assert rows_of(document, table) == [["记录表单类文档", f"应核查第{n}项"] for n in "一二三"]


@pytest.mark.parametrize("angle", [45, 0])
def test_a_watermark_is_set_aside_and_cuts_no_sentence(angle):
    drawing = Drawing()
    drawing.canvas.saveState()
    drawing.canvas.translate(150, 500)
    drawing.canvas.rotate(angle)
    drawing.canvas.setFont("Helvetica", 60)
    drawing.canvas.setFillGray(0.9)
    drawing.canvas.drawString(0, 0, "DRAFT")
    drawing.canvas.restoreState()
    drawing.lines(LINES * 3, 120, 200)
    document = read_pdf(drawing)
    assert body(document) == [" ".join(LINES * 3)]
    assert kinds(document)["DRAFT"] == "furniture"


def test_type_that_is_slanted_to_look_italic_is_text():
    drawing = Drawing()
    for n, line in enumerate(LINES):
        text = drawing.canvas.beginText()
        text.setFont("Times-Roman", 10)
        text.setTextTransform(1, 0, 0.3 if n % 2 else 0, 1, 100, HEIGHT - 200 - 14 * n)
        text.textOut(line)
        drawing.canvas.drawText(text)
    assert body(read_pdf(drawing)) == [" ".join(LINES)]


SIDES = st.floats(0, 400)


@given(st.tuples(SIDES, SIDES, SIDES, SIDES), st.integers(0, 3))
def test_a_turned_box_comes_back_to_its_place(box, direction):
    turned_box = turned_corners(box, direction, 600, 800)
    assert shown_corners(turned_box, direction, 600, 800) == pytest.approx(box)

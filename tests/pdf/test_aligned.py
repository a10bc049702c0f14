"""Tables that only alignment and a few rules show, drawn on pages, and what stands like one and is none."""

from __future__ import annotations

import pytest
from drawnpdf import Drawing, body, check_document, rows_of, source

from pipeline.config import load_config
from pipeline.read import read

ENGLISH = "The fund pays for joint projects"
CHINESE = "该基金资助两国之间的联合研究项目"


def read_pages(drawing):
    document = read(source(drawing.done()), config=load_config(overrides={"read.ocr": "never"}).read)
    check_document(document)
    return document


def rule(drawing, left, right, *tops):
    for top in tops:
        drawing.canvas.line(left, 842 - top, right, 842 - top)


def table(drawing, rows, lefts, top, step, size=9):
    """Rows at these places; a cell with line feeds has several lines, 11 points apart. Gives where the next row would be."""
    for row in rows:
        for x, cell in zip(lefts, row, strict=True):
            drawing.lines(cell.split("\n"), x, top, size, pitch=11)
        top += step + 11 * max(cell.count("\n") for cell in row)
    return top


TERMS = {
    "en": [
        ["Scheme", "Length", "Amount"],
        ["Short stay", "up to 60 days", "JPY 1 million"],
        ["Long stay", "two years", "JPY 4 million"],
        ["Joint centre", "five years", "JPY 70 million"],
    ],
    "zh": [
        ["项目类型", "资助年限", "资助金额"],
        ["短期访问", "60天以内", "100万日元"],
        ["长期访问", "两年", "400万日元"],
        ["联合中心", "五年", "7000万日元"],
    ],
}
TEXT = {"en": ENGLISH, "zh": CHINESE}


@pytest.mark.parametrize("language", TERMS)
def test_a_table_set_apart_across_two_columns_is_read_row_by_row(language):
    drawing = Drawing()
    for x in (60, 310):
        drawing.lines([TEXT[language] * (2 if language == "en" else 1)] * 8, x, 60, 9 if language == "zh" else 7, 13)
        drawing.lines([TEXT[language] * (2 if language == "en" else 1)] * 8, x, 320, 9 if language == "zh" else 7, 13)
    table(drawing, TERMS[language], (60, 230, 400), 200, 18)
    document = read_pages(drawing)
    assert [rows_of(document, t) for t in document.tables] == [TERMS[language]]


@pytest.mark.parametrize("language", TERMS)
def test_rows_of_a_three_line_table_as_far_apart_as_lines_of_text_are_rows(language):
    drawing = Drawing()
    drawing.lines([TEXT[language] * 2 + TEXT[language][:-2]] * 10, 60, 60, 10, 17)
    rule(drawing, 60, 530, 248, 268, 340)
    table(drawing, TERMS[language][:1], (64, 230, 400), 252, 0)
    table(drawing, TERMS[language][1:], (64, 230, 400), 274, 17)
    document = read_pages(drawing)
    assert [rows_of(document, t) for t in document.tables] == [TERMS[language]]


WRAPPED = {
    "en": [
        ["Scheme", "Length", "For whom"],
        ["Invited stay (laureates)", "7-30 days", "researchers who give\nadvice to a centre"],
        ["Invited stay, short form", "14-60 days", "senior researchers"],
        ["Invited stay, long form", "2-10 months", "senior researchers"],
        ["Stay for researchers\nfrom other continents", "1-12 months", "doctors of two years"],
    ],
    "zh": [
        ["项目类型", "资助年限", "资助对象"],
        ["邀请访问（获奖者）", "7—30天", "为研究中心提供\n咨询意见的学者"],
        ["邀请访问（短期型）", "14—60天", "资深研究人员"],
        ["邀请访问（长期型）", "2—10个月", "资深研究人员"],
        ["面向其他各大洲研究\n人员的访问", "1—12个月", "两年内的博士"],
    ],
}


@pytest.mark.parametrize("language", WRAPPED)
def test_a_table_without_rules_has_cells_of_one_and_of_two_lines(language):
    drawing = Drawing()
    drawing.lines([TEXT[language] * 2] * 6, 60, 60, 10, 15)
    table(drawing, WRAPPED[language], (64, 160, 240), 180, 20)
    drawing.lines([TEXT[language] * 2] * 6, 60, 360, 10, 15)
    document = read_pages(drawing)
    expected = [[cell.replace("\n", " " if language == "en" else "") for cell in row] for row in WRAPPED[language]]
    assert [rows_of(document, t) for t in document.tables] == [expected]


def test_a_bracket_that_did_not_fit_goes_on_in_its_cell():
    rows = [["做法", "公共资金", "企业责任"], ["PLAN\n（NexTEP-B）", "1亿日元", "成功全还，失败还\n一部分"]]
    rows.append(["弹射中心", "收入的三分之一", "争取合同与项目"])
    drawing = Drawing()
    drawing.lines([CHINESE * 2] * 10, 60, 60, 10, 15)
    rule(drawing, 60, 380, 298, 316, 392)
    table(drawing, rows[:1], (64, 130, 280), 302, 0)
    table(drawing, rows[1:], (64, 130, 280), 322, 20)
    document = read_pages(drawing)
    assert rows_of(document, document.tables[0])[1] == ["PLAN（NexTEP-B）", "1亿日元", "成功全还，失败还一部分"]


@pytest.mark.parametrize("names", [("alpha", "beta", "gamma"), ("基本编码", "分裂编码", "高级编码")])
def test_a_line_without_figures_is_a_row_where_the_others_are_rows(names):
    rows = [["Option", "Code"], [names[0], "0001"], [names[1], ""], ["k = 1", "0010"], ["k = 2", "0011"]]
    rows += [["k = 3", "0100"], ["k = 4", "0101"], [names[2], "0110"]]
    drawing = Drawing()
    drawing.line("Table 3: Codes of the options", 200, 80)
    rule(drawing, 100, 400, 98, 116, 220)
    table(drawing, rows[:1], (120, 300), 102, 0)
    for n, row in enumerate(rows[1:]):
        table(drawing, [row], (120, 300), 119 + 13 * n + n % 3, 0)
    document = read_pages(drawing)
    assert rows_of(document, document.tables[0]) == rows


@pytest.mark.parametrize("mark", ["3.{}:", "3.{}", "（{}）"])
def test_items_behind_their_numbers_between_two_bars_are_no_table(mark):
    drawing = Drawing()
    for n in range(6):
        drawing.line(mark.format(n + 1), 120, 200 + 12 * n)
        drawing.line(ENGLISH if n % 2 else "Share what was learned", 160, 200 + 12 * n)
    rule(drawing, 60, 500, 190, 280)
    drawing.canvas.line(100, 842 - 190, 100, 842 - 280)
    assert read_pages(drawing).tables == ()


@pytest.mark.parametrize("language", TEXT)
def test_two_texts_side_by_side_in_a_frame_are_no_table(language):
    drawing = Drawing()
    drawing.grid((60, 300, 520), (90, 400))
    text = TEXT[language]
    drawing.lines([text[: len(text) - n % 4] for n in range(20)], 66, 96, 9, 13)
    drawing.lines([text[: len(text) - n % 5] for n in range(20)], 306, 96, 9, 14.6)
    document = read_pages(drawing)
    assert document.tables == ()
    first = "".join(body(document)).replace(" ", "")[: 19 * (len(text) - 6)]
    assert first.count(text[:4].replace(" ", "")) >= 12


def test_notes_in_the_margin_are_no_first_column_of_a_table():
    drawing = Drawing()
    drawing.line("表2　各部门的预算（单位：亿日元）", 160, 60)
    drawing.lines([(CHINESE * 2)[: 32 - 3 * (n % 4 == 3)] for n in range(24)], 160, 80, 10, 17)
    drawing.lines(["联合项目的", "条件"], 60, 114, 8, 17)
    drawing.lines(["经费由两国", "分担"], 60, 318, 8, 17)
    assert read_pages(drawing).tables == ()


@pytest.mark.parametrize("language", TERMS)
def test_a_table_that_no_line_closes_goes_on_on_the_next_page(language):
    drawing = Drawing()
    drawing.line("表1　资助条件" if language == "zh" else "Table 1: Terms", 64, 690)
    rule(drawing, 60, 530, 706, 724)
    table(drawing, TERMS[language][:3], (64, 230, 400), 710, 20)
    drawing.page()
    table(drawing, TERMS[language][3:], (64, 230, 400), 60, 20)
    drawing.lines([TEXT[language] * 2] * 6, 60, 110, 10, 15)
    document = read_pages(drawing)
    assert [rows_of(document, t) for t in document.tables] == [TERMS[language]]

"""Stage read: what becomes of a source, seen from outside."""

from __future__ import annotations

import pytest
from drawnpdf import HAN, HEIGHT, WIDTH, Drawing, body, check_document, kinds, rows_of, shared, source
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.config import load_config
from pipeline.errors import (
    DamagedFileError,
    DamagedPdfError,
    DocumentError,
    EmptyFileError,
    EncryptedPdfError,
    NoSuchPageError,
    NoTextLayerError,
    UnknownFormatError,
)
from pipeline.read import read

CONFIG = load_config().read


def read_pdf(drawing, **options):
    document = read(source(drawing.done(), **options), config=CONFIG)
    check_document(document)
    return document


def hard_wrapped(count=40, columns=46):
    """Lines of running Latin text, each about as wide as the other, without a sentence end."""
    words = ["policy", "support", "for", "research", "and", "industry", "over", "several", "years", "in", "regions"]
    lines, line = [], ""
    for n in range(count * 12):
        word = words[(n * 7) % len(words)]
        if len(line) + len(word) >= columns:
            lines.append(line)
            line = ""
        line = f"{line} {word}".strip()
    return lines[:count]


def test_a_paragraph_goes_on_over_columns_and_pages_and_around_furniture():
    lines = hard_wrapped(90)
    drawing = Drawing()
    for page in range(2):
        drawing.line("Journal of Things", 250, 30, size=8)
        for column in range(2):
            start = (page * 2 + column) * 20
            drawing.lines(lines[start : start + 20], 60 + column * 250, 100)
        drawing.line(f"- {page + 1} -", 290, HEIGHT - 40, size=8)
        drawing.page()
    document = read_pdf(drawing)
    assert body(document) == [" ".join(lines[:80])]
    assert [(line.page, line.text) for line in document.furniture] == [
        (1, "Journal of Things"), (1, "- 1 -"), (2, "Journal of Things"), (2, "- 2 -"),
    ]  # fmt: skip
    assert document.pages[0].end <= document.pages[1].start
    assert {line.page for line in document.lines[:80]} == {1, 2}


def test_chinese_lines_are_joined_without_spaces_and_numbers_stay_whole():
    drawing = Drawing()
    full = "日本政府从科研经费中拿出资金支持大学与企业的合作研究并在各地区建立平台"
    cut = "政府为其中的每个研究项目在每年都提供 2 000 万日元的资金，期限为 2 ～"
    drawing.lines(["　　" + full[2:], full, cut, "6 年。"], 60, 100)
    (text,) = body(read_pdf(drawing))
    assert text == full[2:] + full + cut + "6 年。"


def test_spaces_between_justified_chinese_characters_are_dropped():
    drawing = Drawing()
    for n, char in enumerate("研究成果最佳支援计划"):
        drawing.line(char, 60 + 14 * n, 100)
    drawing.line("第二行的文字写在这里。", 60, 120)
    assert body(read_pdf(drawing))[0].startswith("研究成果最佳支援计划")


def test_an_edge_leads_a_character_back_to_its_place():
    drawing = Drawing()
    drawing.line("Funding of 300 million yen", 100, 200, size=12, font="Courier")
    document = read_pdf(drawing)
    (line,) = document.lines
    at = document.text.index("300")
    assert line.edges[at] == pytest.approx(100 + at * 7.2, abs=0.5)
    assert line.box.y0 == pytest.approx(200, abs=4)
    assert line.size == pytest.approx(12)


def test_headings_stand_apart_from_paragraphs():
    drawing = Drawing()
    lines = hard_wrapped(12)
    drawing.line("Programmes of the Agency", 60, 60, size=20)
    drawing.line("1. Background", 60, 110, size=10, font="Times-Bold")
    drawing.lines(lines, 60, 130)
    document = read_pdf(drawing)
    assert kinds(document)["Programmes of the Agency"] == "heading"
    assert kinds(document)["1. Background"] == "heading"
    assert document.title == "Programmes of the Agency"


def draw_table(drawing, rows, top, columns=(60, 200, 330, 460)):
    drawing.grid(columns, [top + 20 * n for n in range(len(rows) + 1)])
    for number, row in enumerate(rows):
        for x, text in zip(columns, row, strict=False):
            drawing.line(text, x + 4, top + 20 * number + 4)


def test_a_ruled_table_becomes_cells_with_caption_and_unit():
    drawing = Drawing()
    drawing.lines(hard_wrapped(6), 60, 60)
    drawing.line("表 1 各机构的预算", 60, 170)
    drawing.line("单位：亿日元", 60, 190)
    draw_table(drawing, [["机构", "2021", "2022"], ["甲", "1 102", "2 817"], ["乙", "", "30"]], 210)
    document = read_pdf(drawing)
    (table,) = document.tables
    assert rows_of(document, table) == [["机构", "2021", "2022"], ["甲", "1 102", "2 817"], ["乙", "", "30"]]
    assert document.text[table.caption.start : table.caption.end] == "表 1 各机构的预算"
    assert document.text[table.unit.start : table.unit.end] == "单位：亿日元"
    assert table.header_rows == 1


def test_a_table_goes_on_on_the_next_page_without_its_header():
    drawing = Drawing()
    drawing.lines(hard_wrapped(6), 60, 60)
    draw_table(drawing, [["Name", "Sum", "Years"], ["A", "10", "2"]], HEIGHT - 120)
    drawing.page()
    draw_table(drawing, [["Name", "Sum", "Years"], ["B", "20", "3"]], 60)
    drawing.lines(hard_wrapped(6), 60, 300)
    document = read_pdf(drawing)
    (table,) = document.tables
    assert rows_of(document, table) == [["Name", "Sum", "Years"], ["A", "10", "2"], ["B", "20", "3"]]
    assert document.text.count("Years") == 1
    assert [line.text for line in document.furniture if line.page == 2] == ["Name", "Sum", "Years"]


def test_boxes_are_those_of_the_page_as_shown():
    drawing = Drawing()
    drawing.canvas.setPageRotation(90)
    drawing.canvas.saveState()
    drawing.canvas.rotate(90)
    drawing.canvas.setFont("Courier", 12)
    drawing.canvas.drawString(100, -50, "Shown upright")
    drawing.canvas.restoreState()
    document = read_pdf(drawing)
    (page,), (line,) = document.pages, document.lines
    assert (page.width, page.height) == pytest.approx((WIDTH, HEIGHT), abs=1)
    assert document.text == "Shown upright"
    assert line.box.x1 - line.box.x0 == pytest.approx(len(document.text) * 7.2, abs=2)


def test_vertical_text_keeps_its_order():
    drawing = Drawing()
    for column, text in enumerate(["研究开发费的总额是", "去年的两倍还要多。"]):
        for n, char in enumerate(text):
            drawing.line(char, 400 - 20 * column, 100 + 10 * n, font=HAN)
    assert "".join(body(read_pdf(drawing))) == "研究开发费的总额是去年的两倍还要多。"


def test_a_scanned_page_is_a_notice_and_the_others_are_read():
    drawing = Drawing()
    drawing.lines(hard_wrapped(6), 60, 60)
    drawing.page()
    drawing.image()
    document = read_pdf(drawing)
    assert [p.text_layer for p in document.pages] == ["good", "missing"]
    (notice,) = document.notices
    assert (notice.page, notice.error) == (2, "NoTextLayerError")
    assert notice.advice


def test_a_garbage_text_layer_is_left_out():
    drawing = Drawing()
    drawing.lines(hard_wrapped(6), 60, 60)
    drawing.page()
    drawing.line("Ò}ß×ùú$Ñûü()^_ZÖ×=êë&% õ©Ò:;&Òç&KÁZÔÕ$x«WÝ;ß×@J C 6]^`|~\\<>=+$&@^`|~\\", 60, 60, font="Courier")
    document = read_pdf(drawing)
    assert [p.text_layer for p in document.pages] == ["good", "garbage"]
    assert "^" not in document.text


def test_pages_and_max_pages_limit_what_is_read():
    drawing = Drawing()
    for n in range(4):
        drawing.line(f"The text of sheet {'abcd'[n]} stands here", 60, 300)
        drawing.page()
    content = drawing.done()
    wanted = read(source(content, pages=(4, 2, 9)), config=CONFIG)
    assert [p.number for p in wanted.pages] == [2, 4]
    with pytest.raises(NoSuchPageError, match="has 4"):
        read(source(content, pages=(7, 9)), config=CONFIG)
    limited = read(source(content), config=load_config(overrides={"read.max_pages": "3"}).read)
    assert [p.number for p in limited.pages] == [1, 2, 3]


def encrypted():
    from reportlab.lib.pdfencrypt import StandardEncryption

    drawing = Drawing(encrypt=StandardEncryption("secret", ownerPassword="owner"))
    drawing.line("Behind a password", 60, 60)
    return drawing.done()


def test_an_encrypted_pdf_asks_for_its_password():
    content = encrypted()
    with pytest.raises(EncryptedPdfError) as caught:
        read(source(content), config=CONFIG)
    assert "--password" in caught.value.advice
    assert read(source(content, password="secret"), config=CONFIG).text == "Behind a password"


def image_only():
    drawing = Drawing()
    drawing.image()
    return drawing.done()


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"", EmptyFileError),
        (b" \n\n", EmptyFileError),
        (b"%PDF-1.7\nnothing that follows", DamagedPdfError),
        (b"<!DOCTYPE html><html><body>404</body></html>", UnknownFormatError),
        (b"\xef\xbb\xbf\n<html lang='zh'>", UnknownFormatError),
        (b"PK\x03\x04" + bytes(60), DamagedFileError),
        (bytes(range(256)) * 4, UnknownFormatError),
        (image_only(), NoTextLayerError),
    ],
    ids=["empty", "blank", "damaged", "html", "html-bom", "zip", "binary", "scan"],
)
def test_what_cannot_be_read_is_named_and_has_advice(content, error):
    with pytest.raises(error) as caught:
        read(source(content), config=CONFIG)
    assert caught.value.advice


def test_the_id_is_the_hash_of_the_bytes():
    given_source = source("日本的科技政策。".encode(), name="a.txt")
    document = read(given_source, config=CONFIG)
    assert document.doc_id == given_source.sha256[:16]
    assert document.languages == ("zh",)


@given(st.binary(max_size=300), st.sampled_from([b"", b"%PDF-1.4\n", b"%PDF-1.7\n1 0 obj\n<<"]))
@settings(max_examples=60, deadline=None)
def test_any_bytes_give_a_document_or_a_document_error(content, head):
    try:
        document = read(source(head + content), config=CONFIG)
    except DocumentError as error:
        assert error.message
    else:
        check_document(document)


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=60), max_size=30))
@settings(max_examples=60, deadline=None)
def test_any_text_gives_a_sound_document(lines):
    try:
        document = read(source("\n".join(lines).encode(), name="t.txt"), config=CONFIG)
    except DocumentError:
        return
    check_document(document)


@pytest.mark.parametrize("name", ["000", "001", "002", "003", "004"])
def test_printed_seeds_read_as_their_clean_texts(name):
    """Characters of the body, white space aside: at least 99% as in the clean text."""
    folder = shared("pdfs/seeds")
    if not folder.is_dir():
        pytest.skip("../shared is not here")
    from rapidfuzz.distance import Indel

    document = read(source((folder / f"{name}.pdf").read_bytes()), config=CONFIG)
    check_document(document)
    clean = "".join((folder / f"{name}.clean.txt").read_text(encoding="utf-8").split())
    assert Indel.normalized_similarity("".join("".join(body(document)).split()), clean) >= 0.99

"""The second reader: it finds what pdfium finds, on files that pdfium cannot read or dies over, and bears with all."""

import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reportlab.lib.pdfencrypt import StandardEncryption

from pipeline.config import load_config
from pipeline.errors import DamagedPdfError, DocumentError, EncryptedPdfError, TooLargeError
from pipeline.read import read
from tests.drawnpdf import HAN, Drawing, body, check_document, rows_of, shared, source
from tests.hostilepdf import (
    CATALOGUE,
    CONTENT,
    FORM,
    PAGE,
    SENTENCE,
    TEXT,
    TREE,
    form,
    objects,
    packed,
    pdf,
)

CONFIG = load_config(overrides={"read.ocr": "never"}).read
CORPUS = Path(__file__).parents[2] / "corpus"


def opened(content, **options):
    return read(source(content, **options), config=CONFIG)


def drawn(pages=1, **options):
    drawing = Drawing(**options)
    for number in range(1, pages + 1):
        drawing.line(f"{number}. The fund of project number {number}", 72, 72, size=16)
        drawing.lines(["It gives 20 million euros to each of", "the four centres until 2030."], 72, 110)
        drawing.line("该计划每年投入2000万元。", 72, 160, font=HAN)
        drawing.grid([72, 200, 330], [300, 320, 340, 360])
        for row, cells in enumerate([("Year", "Budget"), ("2024", "20"), ("2025", "35")]):
            for x, cell in zip((80, 210), cells, strict=True):
                drawing.line(cell, x, 305 + 20 * row)
        drawing.page()
    return drawing.done()


def test_it_reads_what_pdfium_reads():
    usual, careful = opened(drawn(2)), opened(drawn(2), careful=True)
    check_document(careful)
    assert careful.text == usual.text
    assert [b.kind for b in careful.blocks] == [b.kind for b in usual.blocks]
    assert [rows_of(careful, t) for t in careful.tables] == [rows_of(usual, t) for t in usual.tables]
    for one, other in zip(careful.lines, usual.lines, strict=True):
        assert abs(one.box.x0 - other.box.x0) < 1.5
        assert abs(one.box.y1 - other.box.y1) < 6
        assert abs(one.size - other.size) < 0.5


@pytest.mark.parametrize("name", ["en04_awards", "zh05_clusters"])
def test_it_reads_real_type_too(name):
    content = (CORPUS / f"{name}.pdf").read_bytes()
    usual, careful = opened(content), opened(content, careful=True)
    check_document(careful)
    assert "".join(careful.text.split()) == "".join(usual.text.split())
    assert len(careful.tables) == len(usual.tables)


def test_its_document_says_that_it_was_read_otherwise():
    (notice,) = opened(drawn(3), careful=True).notices
    assert notice.message == "pdfium dies over the file; a slower reader found text on 3 of 3 pages."
    assert notice.page is None
    assert notice.advice


def test_a_form_that_draws_itself_is_drawn_once_inside_itself():
    resources = b"/XObject<</X 6 0 R>>"
    file = objects(TEXT + b"/X Do", resources=resources) | {FORM: form(b"/X Do", resources)}
    for careful in (False, True):
        assert body(opened(pdf(file), careful=careful)) == [SENTENCE]


def test_text_of_no_size_is_no_text():
    flat = b"q 0 0 0 0 0 0 cm BT /F1 12 Tf 72 700 Td (flat) Tj ET Q BT /F1 12 Tf 0 0 0 0 100 100 Tm (flat too) Tj ET "
    assert body(opened(pdf(objects(flat + TEXT)), careful=True)) == [SENTENCE]
    with pytest.raises(DamagedPdfError, match="finds no text"):
        opened(pdf(objects(flat)), careful=True)


@pytest.mark.parametrize("size", [b"0.004", b"0.05", b"1000000"])
def test_text_of_an_absurd_size_breaks_nothing(size):
    for careful in (False, True):
        try:
            check_document(opened(pdf(objects(TEXT.replace(b"12 Tf", size + b" Tf"))), careful=careful))
        except DocumentError as error:
            assert "text" in error.message


def test_forms_that_multiply_end_at_the_limit_of_objects():
    """Each of 18 forms draws the next one three times: 387 million drawings of one sentence."""
    resources = b"/XObject<</X %d 0 R>>"
    file = objects(TEXT + b"/X Do", resources=resources % FORM)
    file |= {FORM + n: form(b"/X Do /X Do /X Do", resources % (FORM + n + 1)) for n in range(18)}
    file[FORM + 18] = form(TEXT, b"")
    assert opened(pdf(file), careful=True).text.startswith(SENTENCE)


def test_a_page_that_unpacks_to_more_than_a_page_is_too_large():
    file = objects() | {CONTENT: packed(b"0 0 m 9 9 l S\n" * 6_000_000)}
    with pytest.raises(TooLargeError, match="unpacks to more than 64 MiB") as caught:
        opened(pdf(file), careful=True)
    assert caught.value.page == 1


def test_a_page_that_cannot_be_read_is_named_and_the_others_are_read():
    file = objects()
    file[TREE] = b"<</Type/Pages/Count 5/Kids[3 0 R 99 0 R 7 0 R 98 0 R 97 0 R]>>"
    file[7] = file[PAGE]
    document = opened(pdf(file))
    assert [page.number for page in document.pages] == [1, 3]
    assert [n.message for n in document.notices] == ["2 of 5 pages were read; pages 2, 4-5 cannot be."]


def test_a_file_that_lies_about_its_pages_is_cheap():
    document = opened(pdf(objects(count=1_000_000_000)))
    assert body(document) == [SENTENCE]


@pytest.mark.parametrize("share", [0.98, 0.9, 0.6])
def test_a_download_that_was_cut_short_gives_the_pages_that_it_has(share):
    drawing = drawn(12)
    cut = drawing[: int(len(drawing) * share)]
    document = opened(cut)
    check_document(document)
    assert "The fund of project number 1\n" in document.text
    assert document.notices[0].error == "DamagedPdfError"
    assert "pages have text" in document.notices[0].message


@pytest.mark.parametrize(
    ("number", "body_"), [(CATALOGUE, b"<</Type/Lost>>"), (TREE, b"null"), (TREE, b"<</Type/Pages/Kids[]/Count 0>>")]
)
def test_a_page_tree_that_is_lost_is_made_again(number, body_):
    assert body(opened(pdf(objects() | {number: body_}))) == [SENTENCE]


@pytest.mark.parametrize("before", [b"HTTP/1.1 200 OK\r\n\r\n", b"\xff" * 5000])
def test_a_pdf_behind_other_bytes_is_one(before):
    document = opened(before + pdf(objects()))
    assert (document.format, body(document)) == ("pdf", [SENTENCE])


def test_a_text_about_pdfs_is_none():
    text = "A PDF consists of objects such as these:\n\n1 0 obj\n<</Type/Catalog>>\nendobj\n"
    assert opened(text.encode()).format != "pdf"


@pytest.mark.parametrize("box", ["[0 0 0 0]", "[595 842 0 0]", "[/a /b /c /d]", "[0 0 nan inf]", "[0 0]"])
def test_a_page_without_a_size_has_one_all_the_same(box):
    file = objects()
    file[PAGE] = file[PAGE].replace(b"[0 0 595 842]", box.encode())
    document = opened(pdf(file))
    check_document(document)
    assert body(document) == [SENTENCE]


def test_what_no_reader_can_open_is_damaged():
    for content in (b"%PDF-1.7\n", b"%PDF-1.4\n" + random.Random(3).randbytes(5000)):
        with pytest.raises(DamagedPdfError, match="pdfium cannot open the file, and a slower reader") as caught:
            opened(content)
        assert "qpdf" in caught.value.advice


def test_a_damaged_file_without_text_is_damaged_and_no_scan():
    file = objects(b"72 600 m 300 600 l S") | {CATALOGUE: b"<</Type/Lost>>"}
    with pytest.raises(DamagedPdfError, match=r"finds no text in it \(pages: 1\)"):
        opened(pdf(file))


@pytest.mark.parametrize("careful", [False, True])
@pytest.mark.parametrize("strength", [40, 128])
def test_encrypted_files_want_their_password(strength, careful):
    locked = drawn(encrypt=StandardEncryption("user", "owner", strength=strength))
    for password, message in ((None, "is encrypted"), ("wrong", "does not open")):
        with pytest.raises(EncryptedPdfError, match=message) as caught:
            opened(locked, password=password, careful=careful)
        assert "--password" in caught.value.advice
    for password in ("user", "owner"):
        assert "20 million" in opened(locked, password=password, careful=careful).text
    no_password = drawn(encrypt=StandardEncryption("", "owner", strength=strength))
    assert "20 million" in opened(no_password, careful=careful).text


@pytest.mark.parametrize("careful", [False, True])
def test_aes_256(careful):
    path = shared("pdfs") / "adversarial" / "pdfminer__aes-256-r6.pdf"
    if not path.exists():
        pytest.skip("the workplace's hostile files are not here")
    with pytest.raises(EncryptedPdfError):
        opened(path.read_bytes(), careful=careful)
    assert opened(path.read_bytes(), password="usersecret", careful=careful).text == "Hello World"


@given(data=st.data())
def test_damage_anywhere_ends_in_a_document_or_a_named_failure(data):
    """Bytes changed, cut out or moved: both readers give a sound document or a DocumentError, and nothing else."""
    content = bytearray(SAMPLE)
    for _ in range(data.draw(st.integers(1, 30))):
        place = data.draw(st.integers(0, len(content) - 1))
        kind = data.draw(st.sampled_from(["change", "cut", "copy"]))
        if kind == "change":
            content[place] = data.draw(st.integers(0, 255))
        elif kind == "cut":
            del content[place : place + data.draw(st.integers(1, 60))]
        else:
            content[place:place] = content[: data.draw(st.integers(1, 60))]
        if not content:
            return
    for careful in (False, True):
        try:
            document = opened(bytes(content), careful=careful)
        except DocumentError as error:
            assert error.advice
        else:
            check_document(document)


SAMPLE = pdf(
    objects(TEXT + b"/X Do 72 600 m 300 600 l S 72 500 100 50 re f", resources=b"/XObject<</X 6 0 R>>")
    | {FORM: form(TEXT.replace(b"700", b"400"), b"")}
)

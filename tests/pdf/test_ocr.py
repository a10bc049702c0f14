"""Pages that are pictures: read in order, with places and confidence, and only where the text layer cannot be used."""

from io import BytesIO
from pathlib import Path

import numpy as np
import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from pipeline.config import load_config
from pipeline.errors import MissingDependencyError, NoTextLayerError
from pipeline.pdf.glyphs.characters import PageShape
from pipeline.pdf.scans import ocr as module
from pipeline.pdf.scans.ocr import Ocr
from pipeline.pdf.scans.pictures import PictureText, scanned_characters, scanned_drawings
from pipeline.pdf.scans.recognise import ReadLine, Region, missing_packages, open_recogniser
from pipeline.read import Reader, open_reader, read
from tests.drawnpdf import LATIN, Drawing, body, check_document, rows_of, source

CORPUS = Path(__file__).parents[2] / "corpus"
LEFT = [
    "Each project receives up to three",
    "million euros over four years. Teams",
    "must include partners from at least",
    "two countries, and bring matching",
    "funds of one fifth of all costs.",
    "Proposals are due in September.",
]
RIGHT = [
    "Small companies may apply for a",
    "loan of 250 000 euros instead. It is",
    "repaid within ten years, without",
    "interest, once the product sells.",
    "Failure costs one tenth of the sum",
    "and closes the account for good.",
]

needs_ocr = pytest.mark.skipif(bool(missing_packages()), reason="rapidocr or onnxruntime is not installed")


@pytest.fixture(scope="module")
def recogniser():
    return open_recogniser()


@pytest.fixture
def reader(recogniser):
    return Ocr("auto", _recogniser=recogniser)


def config(ocr="auto"):
    return load_config(overrides={"read.ocr": ocr}).read


def scanned(content, turns=0, dpi=150):
    """The pages of a PDF as pictures in a PDF, the picture turned by so many quarters clockwise."""
    buffer = BytesIO()
    canvas = Canvas(buffer, invariant=1)
    for page in pypdfium2.PdfDocument(content):
        picture = page.render(scale=dpi / 72).to_pil().rotate(-90 * turns, expand=True)
        size = picture.width * 72 / dpi, picture.height * 72 / dpi
        canvas.setPageSize(size)
        canvas.drawImage(ImageReader(picture), 0, 0, *size)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def two_columns():
    drawing = Drawing()
    drawing.line("Terms of the Two Schemes", 200, 60, 18, "Times-Bold")
    drawing.lines(LEFT, 60, 120, 12, 16)
    drawing.lines(RIGHT, 320, 120, 12, 16)
    return drawing.done()


@needs_ocr
@pytest.mark.parametrize("turns", [1, 2, 3])
def test_a_scan_is_read_column_by_column_whichever_way_up_it_lies(reader, turns):
    document = read(source(scanned(two_columns(), turns)), config=config(), model=Reader(ocr=reader))
    check_document(document)
    assert body(document) == ["Terms of the Two Schemes", " ".join(LEFT), " ".join(RIGHT)]
    assert [(p.text_layer, p.ocr) for p in document.pages] == [("missing", True)]
    assert all(0.8 < line.confidence <= 1 for line in document.lines)
    assert document.notices == ()


@needs_ocr
def test_characters_lie_where_they_are_printed(reader):
    content = two_columns()
    plain = read(source(content), config=config())
    seen = read(source(scanned(content)), config=config(), model=Reader(ocr=reader))
    assert seen.text == plain.text == "\n".join(["Terms of the Two Schemes", " ".join(LEFT), " ".join(RIGHT)])
    for one, other in zip(plain.lines, seen.lines, strict=True):
        assert (one.start, one.end) == (other.start, other.end)
        assert max(abs(a - b) for a, b in zip(one.edges, other.edges, strict=True)) < 5
        assert abs(one.box.y0 - other.box.y0) < 5 and abs(one.box.y1 - other.box.y1) < 5
        assert abs(one.size - other.size) < 0.15 * one.size


@needs_ocr
def test_a_ruled_table_of_a_scan_is_a_table(reader):
    rows = [["Scheme", "Sum", "Years"], ["Alpha", "1200", "3"], ["Beta", "750", "5"], ["Gamma", "98", "2"]]
    drawing = Drawing()
    drawing.grid([60, 200, 330, 460], [100 + 30 * n for n in range(5)])
    for n, row in enumerate(rows):
        for k, text in enumerate(row):
            drawing.line(text, (70, 210, 340)[k], 108 + 30 * n, 12)
    document = read(source(scanned(drawing.done())), config=config(), model=Reader(ocr=reader))
    check_document(document)
    assert [rows_of(document, table) for table in document.tables] == [rows]


@needs_ocr
def test_the_scanned_page_of_the_sample_corpus_is_read_as_it_was_printed(reader):
    document = read(
        source((CORPUS / "zh04_hfsp.pdf").read_bytes(), pages=(2,)), config=config(), model=Reader(ocr=reader)
    )
    check_document(document)
    printed = (CORPUS / "zh04_hfsp.txt").read_text(encoding="utf-8").splitlines()
    assert len(document.blocks) == 7
    assert [text for text in body(document) if text not in printed] == []


@needs_ocr
def test_only_pages_without_a_usable_layer_are_read_and_each_brings_time(reader):
    drawing = Drawing()
    drawing.lines(LEFT, 60, 120)
    drawing.page()
    drawing.page()
    drawing.image()
    drawing.page()
    drawing.line("\u00d6\u00d0\u00b9\u00fa\u00b5\u00c4\u00bf\u00c6\u00bc\u00bc" * 3, 60, 120, font=LATIN)
    given_time = []
    reader.seconds_per_page, reader.more_time = 7, given_time.append
    document = read(source(drawing.done()), config=config(), model=Reader(ocr=reader))
    assert [(p.text_layer, p.ocr) for p in document.pages] == [
        ("good", False),
        ("good", False),  # blank
        ("missing", True),
        ("garbage", True),
    ]
    assert given_time == [7, 7]
    assert body(document)[0] == " ".join(LEFT)


@needs_ocr
def test_always_reads_pages_with_a_good_layer_too(recogniser):
    model = Ocr("always", _recogniser=recogniser)
    document = read(source(two_columns()), config=config("always"), model=Reader(ocr=model))
    assert [(p.text_layer, p.ocr) for p in document.pages] == [("good", True)]
    assert body(document)[1] == " ".join(LEFT)


def test_never_leaves_them_out():
    with pytest.raises(NoTextLayerError, match="No page has a text layer") as caught:
        read(source(scanned(two_columns(), dpi=40)), config=config("never"), model=Reader(ocr=Ocr("never")))
    assert "--ocr auto" in caught.value.advice


class FakeRecogniser:
    """Finds one line on every picture, or none."""

    def __init__(self, text, confidence=1.0):
        self.line = (text, confidence)

    def find(self, picture):
        height, width = picture.shape[:2]
        corners = [[0.1, 0.1], [0.9, 0.1], [0.9, 0.13], [0.1, 0.13]]
        return [Region((np.array(corners) * [width, height]).astype(np.float32))] if self.line[0] else []

    def read(self, picture, region):
        text, confidence = self.line
        return ReadLine(region, text, tuple((n + 0.5) / len(text) for n in range(len(text))), confidence)


def test_a_page_read_with_doubt_is_noted():
    content = scanned(two_columns(), dpi=40)
    model = Ocr("auto", _recogniser=FakeRecogniser("Each project receives up to three", 0.78))
    document = read(source(content), config=config(), model=Reader(ocr=model))
    assert [(n.page, n.error) for n in document.notices] == [(1, "UnsureOcr")]
    assert "0.78" in document.notices[0].message
    assert [line.confidence for line in document.lines] == [0.78]


def test_a_picture_without_text_is_noted():
    with pytest.raises(NoTextLayerError, match="OCR found no text"):
        read(
            source(scanned(two_columns(), dpi=40)),
            config=config(),
            model=Reader(ocr=Ocr("auto", _recogniser=FakeRecogniser(""))),
        )


def test_a_text_layer_that_says_more_than_the_picture_is_kept():
    """A slide's few words over a picture, in a font that is not embedded and is drawn blank."""
    drawing = Drawing()
    drawing.image()
    drawing.line("Moonshot: Ten Years On", 100, 300, 24)
    document = read(
        source(drawing.done()), config=config(), model=Reader(ocr=Ocr("auto", _recogniser=FakeRecogniser("x")))
    )
    assert body(document) == ["Moonshot: Ten Years On"]
    assert [p.ocr for p in document.pages] == [False]


def test_without_ocr_a_scan_is_a_named_failure_that_says_what_to_install(monkeypatch):
    def missing():
        raise MissingDependencyError("OCR cannot be used: no module.", advice="Install it: pip install rapidocr")

    monkeypatch.setattr(module, "open_recogniser", missing)
    run = load_config().run
    model = open_reader(config(), run, lambda seconds: None)
    with pytest.raises(NoTextLayerError) as caught:
        read(source(scanned(two_columns(), dpi=40)), config=config(), model=model)
    assert "pip install rapidocr" in caught.value.advice
    with pytest.raises(MissingDependencyError):
        open_reader(config("always"), run, lambda seconds: None)


lines = st.lists(
    st.builds(
        lambda text, x, y, width, height, confidence: ReadLine(
            Region(np.array([[x, y], [x + width, y], [x + width, y + height], [x, y + height]], dtype=np.float32)),
            text,
            tuple((n + 0.5) / len(text) for n in range(len(text))),
            confidence,
        ),
        st.text("研究计划 abWi，（)1", min_size=1, max_size=30),
        st.floats(0, 300),
        st.floats(0, 700),
        st.floats(5, 300),
        st.floats(5, 80),
        st.floats(0.5, 1),
    ),
    max_size=6,
)


@given(lines, st.integers(0, 3))
def test_what_is_read_lies_on_the_page_each_character_in_its_place(found, turns):
    shape = PageShape(600.0, 800.0, 0, 0.0, 0.0, 600.0, 800.0)
    read_text = PictureText(tuple(found), 0, turns)
    characters, styles = scanned_characters(read_text, shape, 1.0)
    assert len(characters.text) == len(characters.boxes) == sum(len(line.text) for line in found)
    assert (characters.boxes[:, :2] <= characters.boxes[:, 2:]).all()
    assert (characters.boxes >= 0).all() and (characters.boxes <= [600, 800, 600, 800]).all()
    assert all(styles.size(n) > 0 for n in range(len(characters.text)))


def test_lines_of_one_size_get_one_size_and_headings_their_own():
    heights = [30, 31, 29, 30, 33, 28, 45]
    found = [
        ReadLine(
            Region(np.array([[0, 60 * n], [230, 60 * n], [230, 60 * n + h], [0, 60 * n + h]], dtype=np.float32)),
            "a line of plain text" if h < 40 else "HEADING",
            tuple(np.linspace(0.01, 0.99, 20 if h < 40 else 7)),
            1.0,
        )
        for n, h in enumerate(heights)
    ]
    shape = PageShape(600.0, 800.0, 0, 0.0, 0.0, 600.0, 800.0)
    characters, styles = scanned_characters(PictureText(tuple(found)), shape, 0.5)
    sizes = [styles.size(n) for n in range(0, 140, 20)]
    assert len(set(sizes[:6])) == 1
    assert styles.size(len(characters.text) - 1) > 1.3 * sizes[0]


def test_the_lines_of_a_picture_are_found_also_when_it_is_crooked():
    picture = np.full((400, 600, 3), 255, dtype=np.uint8)
    for x in range(50, 550):
        picture[100 + x // 100, x] = picture[101 + x // 100, x] = 0
    picture[60:300, 80:82] = 0
    picture[200:215, 300:315] = 0  # a blot
    drawings = scanned_drawings(picture, 0.5)
    assert drawings.across == pytest.approx(np.array([[52.0, 25.0, 275.0]]), abs=1)
    assert drawings.upright == pytest.approx(np.array([[40.0, 30.0, 150.0]]), abs=1)

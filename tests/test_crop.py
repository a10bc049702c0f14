"""Stage crop: what of a page shows a value, as a picture where the page can be drawn."""

import hashlib
from decimal import Decimal

import cv2
import msgspec
import numpy as np
import pytest
from drawnpdf import HEIGHT, LATIN, Drawing, source
from reportlab.pdfgen.canvas import Canvas

from pipeline.config import CropConfig, load_config
from pipeline.crop import Painter, crop
from pipeline.data import Document, Extraction, Money, Segments, Sheets, Source, Span
from pipeline.pdf.pictures import encode_png
from pipeline.read import read
from pipeline.reporting.crops import crop_views
from pipeline.text.locate import Locator

READ = load_config().read
CROP = CropConfig(pictures=True, dpi=100, context_lines=1)
LINES = (
    "The first programme pays for joint research of firms and universities.",
    "A project gets up to EUR 200,000 for two years, and half of it must",
    "come from the firms that take part in it.",
    "Applications are open twice a year.",
)


def values(document: Document, *quotes: str) -> Extraction:
    """Amounts that stand where these words do."""
    locator = Locator(document, Segments(items=()))
    return Extraction(mentions=tuple(_value(document, locator, quote) for quote in quotes), names=())


def _value(document: Document, locator: Locator, quote: str) -> Money:
    start = document.text.index(quote)
    end = start + len(quote)
    return Money(
        mention_id=hashlib.sha256(quote.encode()).hexdigest()[:8],
        doc_id=document.doc_id,
        quote=quote,
        start=start,
        end=end,
        page=locator.page(start),
        boxes=locator.boxes(start, end),
        sentence=Span(start, end),
        segment=0,
        rule="test",
        confidence=1.0,
        min=None,
        max=Decimal(1),
        currency="EUR",
        bound="exact",
    )


def cut(file: Source, *quotes: str, config: CropConfig = CROP) -> tuple[Document, Sheets]:
    document = read(file, config=READ)
    return document, crop(file, document, values(document, *quotes), config=config, model=Painter())


def picture(image: bytes) -> np.ndarray:
    return cv2.imdecode(np.frombuffer(image, dtype=np.uint8), cv2.IMREAD_GRAYSCALE)


def paragraph() -> Drawing:
    drawing = Drawing()
    drawing.lines(LINES, 72, 100)
    return drawing


def test_a_value_is_shown_with_the_lines_around_it_and_stands_where_its_box_says():
    document, sheets = cut(source(paragraph().done()), "EUR 200,000")
    (sheet,), ((box,),) = sheets.items, [m.boxes for m in values(document, "EUR 200,000").mentions]
    (shown,) = sheet.crops
    assert (sheet.page, len(sheet.lines)) == (1, 4)
    assert shown.y0 < 100 and 100 + 3 * 14 - 4 < shown.y1 < 100 + 3 * 14 + 6, "three lines of four"
    pixels = picture(shown.image)
    assert pixels.shape == (shown.height, shown.width)
    assert set(np.unique(pixels)) <= {0, 85, 170, 255}
    scale = shown.width / (shown.x1 - shown.x0)
    at = pixels[
        round((box.y0 - shown.y0) * scale) : round((box.y1 - shown.y0) * scale),
        round((box.x0 - shown.x0) * scale) : round((box.x1 - shown.x0) * scale),
    ]
    assert (at < 128).mean() > 0.08, "the words are under the box"
    assert (pixels[:, : round(2 * scale)] == 255).all(), "there is a margin"


def test_the_same_file_gives_the_same_bytes():
    content = paragraph().done()
    one, two = (msgspec.msgpack.encode(cut(source(content), "EUR 200,000", "two years")[1]) for _ in range(2))
    assert one == two


def test_values_of_one_place_share_a_picture_and_others_do_not():
    drawing = paragraph()
    drawing.line("Elsewhere on the page stands EUR 7 million.", 72, 600)
    _, sheets = cut(source(drawing.done()), "EUR 200,000", "two years", "EUR 7 million")
    crops = sheets.items[0].crops
    assert [len(shown.mention_ids) for shown in crops] == [2, 1]


@pytest.mark.parametrize("context", [0, 1, 2])
def test_as_many_lines_are_shown_as_the_settings_say(context):
    config = msgspec.structs.replace(CROP, context_lines=context)
    _, sheets = cut(source(paragraph().done()), "EUR 200,000", config=config)
    (shown,) = sheets.items[0].crops
    assert round((shown.y1 - shown.y0 - 14) / 14) == {0: 0, 1: 2, 2: 3}[context]


def test_a_table_row_is_shown_whole_and_with_the_header():
    drawing = Drawing()
    columns, rows = (72, 200, 330, 460), (100, 120, 140, 160)
    drawing.grid(columns, rows)
    cells = (
        ("Programme", "Amount", "Duration"),
        ("Seeds", "EUR 5 million", "3 years"),
        ("Trees", "EUR 9 million", "4 years"),
    )
    for top, texts in zip(rows, cells, strict=False):
        for x, text in zip(columns, texts, strict=False):
            drawing.line(text, x + 4, top + 4)
    document, sheets = cut(source(drawing.done()), "EUR 9 million")
    assert document.tables
    (shown,) = sheets.items[0].crops
    assert shown.x0 < 76 and shown.x1 > 360, "from the first column to the last"
    assert shown.y0 < 108 and shown.y1 > 150, "from the header to the row"


def test_a_line_of_the_next_column_is_not_shown_with_the_last_of_this_one():
    drawing = Drawing()
    left = [f"Row {n} of the left column tells of policy." for n in range(20)]
    right = [f"Row {n} of the right column tells of money." for n in range(20)]
    left[-1] = "It ends with EUR 40 million for the"
    drawing.lines(left, 60, 100)
    drawing.lines(right, 320, 100)
    _, sheets = cut(source(drawing.done()), "EUR 40 million")
    (shown,) = sheets.items[0].crops
    assert shown.x1 < 320 and shown.y1 - shown.y0 < 50


def test_a_value_that_goes_on_in_the_next_column_is_shown_in_two_parts():
    drawing = Drawing()
    left = [f"Row {n} of the left column tells of policies that" for n in range(20)]
    right = [f"Row {n} of the right column tells of money that" for n in range(20)]
    left[-1] = "support research, and the fund has EUR"
    right[0] = "40 million for the years that are to come and"
    drawing.lines(left, 60, 100)
    drawing.lines(right, 320, 100)
    file = source(drawing.done())
    document = read(file, config=READ)
    first, last = values(document, "has EUR", "40 million").mentions
    value = msgspec.structs.replace(first, end=last.end, boxes=first.boxes + last.boxes)
    sheets = crop(file, document, Extraction(mentions=(value,), names=()), config=CROP, model=Painter())
    other, one = sheets.items[0].crops
    assert one.mention_ids == other.mention_ids
    assert one.x1 < 320 < other.x1 and max(one.y1 - one.y0, other.y1 - other.y0) < 50


def test_a_turned_page_shows_what_the_reader_sees():
    drawing = Drawing()
    drawing.canvas.setPageRotation(90)
    drawing.canvas.translate(HEIGHT, 0)  # the sheet lies on its side, and is shown upright
    drawing.canvas.rotate(90)
    drawing.lines(LINES, 72, 100)
    _, sheets = cut(source(drawing.done()), "EUR 200,000")
    (sheet,) = sheets.items
    (shown,) = sheet.crops
    pixels = picture(shown.image)
    assert (pixels[:, : pixels.shape[1] // 2] < 128).mean() > 0.02
    assert abs(shown.width / shown.height - (shown.x1 - shown.x0) / (shown.y1 - shown.y0)) < 0.05


def test_text_in_a_font_that_the_file_lacks_has_no_picture_but_its_lines():
    drawing = Drawing()
    drawing.line("每个课题的资助上限为 300 万日元，期限为 2 年。", 72, 100)
    document, sheets = cut(source(drawing.done()), "300 万日元")
    (shown,) = sheets.items[0].crops
    assert shown.image == b"" and shown.mention_ids
    (view,), pictures = crop_views((sheets,), (document,), linked=(), room=10**6)
    assert pictures == {}
    assert [line[-1] for line in view.lines] == ["每个课题的资助上限为 300 万日元，期限为 2 年。"]


@pytest.mark.parametrize("way", ["careful", "damaged", "switched off"])
def test_there_is_no_picture_where_the_page_is_not_to_be_drawn_or_cannot(way):
    file = source(paragraph().done())
    document = read(file, config=READ)
    if way == "careful":
        file = msgspec.structs.replace(file, careful=True)
    if way == "damaged":
        file = msgspec.structs.replace(file, content=b"%PDF-1.4 nothing")
    config = msgspec.structs.replace(CROP, pictures=way != "switched off")
    sheets = crop(file, document, values(document, "EUR 200,000"), config=config, model=Painter())
    assert [shown.image for shown in sheets.items[0].crops] == [b""]


def test_a_source_without_pages_has_no_sheets():
    file = Source(path="a.txt", content=b"It pays EUR 200,000.", sha256="0" * 64)
    assert cut(file, "EUR 200,000")[1] == Sheets(items=())


def test_drawing_adds_to_the_time_limit_for_each_page():
    drawing = paragraph()
    drawing.page()
    drawing.line("The second page speaks of EUR 7 million.", 72, 100)
    file, seconds = source(drawing.done()), []
    document = read(file, config=READ)
    crop(file, document, values(document, "EUR 200,000", "EUR 7 million"), config=CROP, model=Painter(seconds.append))
    assert len(seconds) == 2


def test_a_poster_is_drawn_coarser():
    drawing = Drawing()
    drawing.canvas = Canvas(drawing.buffer, pagesize=(4000, 6000), invariant=1)
    drawing.canvas.setFont(LATIN, 60)
    drawing.canvas.drawString(300, 3000, "A poster about EUR 7 million for a programme of research")
    _, sheets = cut(source(drawing.done()), "EUR 7 million")
    (shown,) = sheets.items[0].crops
    assert 0 < shown.width < (shown.x1 - shown.x0) * 100 / 72 * 0.7


def test_pictures_past_the_budget_are_left_out_and_what_describes_something_comes_first():
    drawing = paragraph()
    drawing.line("Elsewhere on the page stands EUR 7 million for something else.", 72, 600)
    document, sheets = cut(source(drawing.done()), "EUR 200,000", "EUR 7 million")
    first, second = (shown for shown in sheets.items[0].crops)
    room = len(second.image) * 4 // 3 + 8
    views, pictures = crop_views((sheets,), (document,), linked=second.mention_ids, room=room)
    assert list(pictures) == ["1"]
    assert [bool(view.width) for view in views] == [False, True]
    assert any("EUR 200,000" in line[-1] for line in views[0].lines) and views[1].lines == ()


@pytest.mark.parametrize("width", [1, 2, 3, 4, 5, 17])
def test_pictures_of_every_width_come_back(width):
    greys = (np.arange(3 * width, dtype=np.uint16) * 37 % 256).astype(np.uint8).reshape(3, width)
    expected = ((greys.astype(int) * 3 + 127) // 255) * 85
    assert (picture(encode_png(greys)) == expected).all()

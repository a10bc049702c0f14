"""Paragraphs, headings, captions, notes and figures' text of pages drawn for the purpose."""

from __future__ import annotations

from io import BytesIO

import pypdfium2
import pytest
from drawnpdf import HAN, HEIGHT, LATIN, Drawing, body, check_document, kinds, source

from pipeline.config import load_config
from pipeline.pdf.outline import read_outline
from pipeline.read import read

CONFIG = load_config().read
BOLD = "Times-Bold"
RIGHT = 300  # where lines of running text end


def read_pdf(drawing):
    document = read(source(drawing.done()), config=CONFIG)
    check_document(document)
    return document


def words(count, *, first="Grants", step=7):
    stock = ["policy", "support", "for", "research", "and", "industry", "over", "several", "years", "in", "regions"]
    return " ".join([first, *(stock[(n * step) % len(stock)] for n in range(count))])


def set_text(drawing, text, at, *, size=10, indent=0, hang=0):
    """Sets a text in lines up to RIGHT; the first is indented, the others hang. Gives the height below it."""
    x, top = at
    line, start = "", x + indent
    for word in text.split():
        longer = f"{line} {word}".strip()
        if start + drawing.canvas.stringWidth(longer, LATIN, size) > RIGHT:
            drawing.line(line, start, top, size, LATIN)
            top, line, start = top + 1.4 * size, word, x + hang
        else:
            line = longer
    drawing.line(line, start, top, size, LATIN)
    return top + 1.4 * size


def running(drawing, top=60, *, indent=0, count=60):
    return set_text(drawing, words(count) + ".", (60, top), indent=indent)


# Paragraphs


def test_lines_hang_under_an_items_words():
    drawing = Drawing()
    item = "(ii) " + words(30, first="apply") + "."
    top = set_text(drawing, item, (60, running(drawing)), hang=19)
    second = "(iii) " + words(24, first="levy") + "."
    set_text(drawing, second, (60, top), hang=21)
    assert body(read_pdf(drawing))[1:] == [item, second]


def test_lines_hang_where_the_bullet_is_lost():
    drawing = Drawing()
    items = [words(30, first="Growth") + ".", words(26, first="Services") + "."]
    top = running(drawing)
    for item in items:
        top = set_text(drawing, item, (78, top), hang=18)
    assert body(read_pdf(drawing))[1:] == items


def test_numbered_entries_part_though_their_lines_are_full():
    drawing = Drawing()
    entries = ["9 Doe A, " + words(14, first="Funds"), "10 Roe B, " + words(14, first="Firms")]
    top = running(drawing)
    for entry in entries:
        top = set_text(drawing, entry, (60, top), hang=20)
    assert body(read_pdf(drawing))[1:] == entries


def test_an_entry_goes_on_on_the_next_page():
    drawing = Drawing()
    running(drawing)
    drawing.line("[7] Doe A. The funding of firms by ministries of", 60, HEIGHT - 60, size=8)
    drawing.page()
    drawing.line("science and industry. Policy Press, 2019: 30-37.", 74, 60, size=8)
    drawing.line("[8] Roe B. The funding of firms. Policy Press, 2020.", 60, 74, size=8)
    entries = [text for text in body(read_pdf(drawing)) if text.startswith("[")]
    assert [entry.endswith(".") for entry in entries] == [True, True]


def test_a_bold_first_sentence_belongs_to_its_paragraph():
    drawing = Drawing()
    for start in (60, 200):
        running(drawing, start, indent=20, count=40)
    drawing.canvas.setFont(BOLD, 10)
    bold = "Grants pay for the work of firms and their partners"
    spaced = 220 / drawing.canvas.stringWidth(bold, BOLD, 10)
    drawing.line(bold + ".", 80, 340, 10 * spaced, BOLD)
    drawing.lines([words(8, first="They") + " all", words(6, first="and") + "."], 60, 354)
    last = body(read_pdf(drawing))[-1]
    assert last.startswith("Grants pay")
    assert "They" in last


def test_a_paragraph_goes_on_behind_a_figure_on_the_next_page():
    drawing = Drawing()
    lines = [f"{words(6, first=w)} x{n}" for n, w in enumerate(["Aid", "from", "both", "sides", "pays", "for"])]
    drawing.lines(lines, 60, HEIGHT - 160)
    drawing.page()
    drawing.canvas.rect(60, HEIGHT - 160, 200, 100)
    for n, label in enumerate(["2018", "2019", "2020"]):
        drawing.line(label, 70 + 50 * n, 150, size=7)
    drawing.line("Figure 1: Aid by year", 60, 170, size=8)
    drawing.lines(["the work of firms.", "It ends here."], 60, 200)
    found = read_pdf(drawing)
    assert any("for the work of firms." in text.replace(" x5 ", " ") or "x5 the work" in text for text in body(found))
    assert kinds(found)["Figure 1: Aid by year"] == "caption"


def test_a_larger_line_is_not_glued_to_its_paragraph():
    drawing = Drawing()
    top = running(drawing)
    drawing.line("(1) The amended rules on insurance and pay", 60, top + 4, size=10.8)
    running(drawing, top + 19)
    assert "(1) The amended rules on insurance and pay" in body(read_pdf(drawing))


# Headings


def test_a_number_on_a_line_of_its_own_belongs_to_the_title_below():
    drawing = Drawing()
    top = running(drawing)
    drawing.line("3.1", 60, top + 6, font=BOLD)
    drawing.line("Personal data", 80, top + 22, font=BOLD)
    running(drawing, top + 42)
    assert kinds(read_pdf(drawing))["3.1 Personal data"] == "heading"


def test_a_number_above_plain_text_stands_alone():
    drawing = Drawing()
    top = running(drawing)
    drawing.line("Article 3", 60, top + 6, font=BOLD)
    running(drawing, top + 20)
    assert kinds(read_pdf(drawing))["Article 3"] == "heading"


def test_a_heading_wraps_over_a_wide_step():
    drawing = Drawing()
    drawing.line("Chapter 5 Monitoring of funds and", 60, 60, size=16)
    drawing.line("early warnings", 60, 92, size=16)
    set_text(drawing, words(80) + ".", (60, 130))
    assert kinds(read_pdf(drawing))["Chapter 5 Monitoring of funds and early warnings"] == "heading"


def test_a_short_line_that_stands_apart_is_a_heading():
    drawing = Drawing()
    top = 60
    for title in ("Capital Improvement", "Facility"):
        top = running(drawing, top, indent=12)
        drawing.line(title, 60, top + 5)
        top = running(drawing, top + 24, indent=12)
    found = kinds(read_pdf(drawing))
    assert found["Capital Improvement"] == found["Facility"] == "heading"


def test_lines_of_an_address_are_no_headings():
    drawing = Drawing()
    top = running(drawing, indent=12)
    drawing.lines(["Jane Doe", "Ministry of Economy", "Oak Street 5"], 60, top + 12)
    running(drawing, top + 70, indent=12)
    found = kinds(read_pdf(drawing))
    assert found["Ministry of Economy"] == "text"


def test_a_numbered_sentence_in_bold_type_heads_the_text_below():
    drawing = Drawing()
    top = running(drawing)
    drawing.line("3) Promote affordable services.", 60, top + 4, font=BOLD)
    running(drawing, top + 20)
    assert kinds(read_pdf(drawing))["3) Promote affordable services."] == "heading"


def test_a_paragraph_in_large_type_is_no_heading():
    drawing = Drawing()
    lines = ["The vision for the future is a", "green community that is powered by", "clean energy and", "good people."]
    drawing.lines(lines, 330, 60, size=14, pitch=30)
    running(drawing, 300, count=200)
    found = kinds(read_pdf(drawing))
    assert next(kind for text, kind in found.items() if text.startswith("The vision")) == "text"


# Captions, notes, figures


def test_caption_unit_and_heading_stay_apart():
    drawing = Drawing()
    top = running(drawing)
    drawing.lines(["3 Results", "表 1 各机构预算", "单位：亿日元"], 60, top + 6, size=12, pitch=15)
    found = kinds(read_pdf(drawing))
    assert (found["3 Results"], found["表 1 各机构预算"], found["单位：亿日元"]) == ("heading", "caption", "caption")


def flow_chart(drawing, top):
    drawing.canvas.rect(60, HEIGHT - top - 60, 240, 60)
    for n, label in enumerate(["Ministry", "Agency", "Firms", "Universities"]):
        drawing.line(label, 66 + 55 * n, top + 10 + 12 * (n % 3), size=7.5)


def test_labels_of_a_chart_are_figure_text():
    drawing = Drawing()
    top = running(drawing, count=120)
    flow_chart(drawing, top)
    drawing.line("Figure 2 Flow of funds", 120, top + 66, size=9)
    running(drawing, top + 90, count=60)
    found = kinds(read_pdf(drawing))
    assert found["Figure 2 Flow of funds"] == "caption"
    assert {kind for text, kind in found.items() if "Ministry" in text or "Agency" in text} == {"figure"}


def test_small_points_of_a_slide_are_no_figure_text():
    drawing = Drawing()
    drawing.line("What the programme pays", 60, 40, size=26)
    drawing.canvas.rect(40, 40, 500, 4)
    top = 100
    for word in ("Salaries", "Travel", "Machines", "Rooms"):
        drawing.line(f"{word} of the partners in the programme over five years", 60, top, size=16)
        drawing.line(f"{word} of guests", 90, top + 22, size=12)
        top += 50
    assert "figure" not in kinds(read_pdf(drawing)).values()


def test_small_print_below_a_table_is_its_note():
    drawing = Drawing()
    top = running(drawing, count=120)
    drawing.grid((60, 160, 300), [top + 10, top + 30, top + 50])
    for n, text in enumerate(["Year", "Sum", "2020", "5"]):
        drawing.line(text, 64 + 100 * (n % 2), top + 14 + 20 * (n // 2))
    drawing.line("A: revised plan of the ministry", 60, top + 56, size=8)
    running(drawing, top + 90)
    assert kinds(read_pdf(drawing))["A: revised plan of the ministry"] == "note"


def test_lines_of_a_note_hang_under_its_words():
    drawing = Drawing()
    top = running(drawing, count=120)
    note = "Note 1: " + words(20, first="Sums") + "."
    set_text(drawing, note, (60, top + 6), size=8, hang=27)
    running(drawing, top + 60)
    assert kinds(read_pdf(drawing))[note] == "note"


# The outline


def outlined():
    drawing = Drawing()
    drawing.line("A plan", 60, 40, size=20)
    for number, (key, title, level) in enumerate([("a", "Aims", 0), ("b", "Means of the plan", 1)]):
        drawing.canvas.bookmarkPage(key)
        drawing.canvas.addOutlineEntry(title, key, level)
        top = 90 + 150 * number
        if number:
            drawing.line("1.1", 60, top, font=HAN)
            drawing.line("Means of the plan", 60, top + 14, font=HAN)
        else:
            drawing.line("Aims", 60, top)
        running(drawing, top + 30)
    return drawing.done()


def test_the_outline_names_headings_and_their_levels():
    document = read(source(outlined()), config=CONFIG)
    found = {document.text[b.start : b.end]: (b.kind, b.level) for b in document.blocks if b.level}
    assert found["Aims"] == ("heading", 1)
    assert ("heading", 2) in found.values()
    assert any(text.replace(" ", "") == "1.1Meansoftheplan" for text in found)


def test_an_outline_that_names_nothing_printed_changes_nothing():
    drawing = Drawing()
    drawing.canvas.bookmarkPage("a")
    drawing.canvas.addOutlineEntry("Scan 0001", "a", 0)
    running(drawing)
    assert [b.level for b in read_pdf(drawing).blocks] == [None]


@pytest.mark.parametrize("loop", ["/Next 5 0 R", "/First 5 0 R"])
def test_an_outline_that_bites_its_tail_ends(loop):
    objects = [
        "<< /Type /Catalog /Pages 2 0 R /Outlines 4 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] >>",
        "<< /Type /Outlines /First 5 0 R /Last 5 0 R >>",
        f"<< /Title (Loop) /Parent 4 0 R /Dest [3 0 R /Fit] {loop} >>",
    ]
    file = BytesIO(b"")
    file.write(b"%PDF-1.4\n")
    places = []
    for number, text in enumerate(objects, start=1):
        places.append(file.tell())
        file.write(f"{number} 0 obj\n{text}\nendobj\n".encode())
    start = file.tell()
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    file.write(
        f"xref\n0 6\n0000000000 65535 f \n{table}trailer << /Size 6 /Root 1 0 R >>\nstartxref\n{start}\n%%EOF".encode()
    )
    pdf = pypdfium2.PdfDocument(file.getvalue())
    try:
        assert [(b.title, b.page) for b in read_outline(pdf)] == [("Loop", 1)]
    finally:
        pdf.close()

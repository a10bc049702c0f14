"""Running headers, footers, page numbers, stamps and sidebars; and what only looks like them."""

from __future__ import annotations

import pytest

from pipeline.pdf.printed import PrintedLine, PrintedPage
from pipeline.pdf.structure.furniture import find_furniture
from pipeline.pdf.structure.page_numbers import is_page_number
from pipeline.text.repair import Strip


def printed(page, text, top, size=9.0, **more):
    edges = tuple(50.0 + 5 * n for n in range(len(text) + 1))
    return PrintedLine(Strip(text, edges), page, 50, top, edges[-1], top + size, size=size, bold=False, **more)


def sheet(number, *lines, count=40):
    """A page of 600 x 800 with a body between y = 120 and y = 680."""
    letters = "abcdefghijklmnop"[number]
    text = [printed(number, f"line {n} of the body {letters * 3}", 120 + 14 * n) for n in range(count)]
    return PrintedPage(number, 600, 800, [*lines, *text])


def aside(pages, body_size=9):
    found = find_furniture(pages, body_size)
    return [line.text for page in pages for line in page.lines if id(line) in found]


def test_running_headers_and_page_numbers_are_furniture_and_headings_are_not():
    pages = []
    for number in range(1, 5):
        header, heading = printed(number, f"Science Policy No. {number}", 30), printed(number, "Summary", 90, size=18)
        pages.append(sheet(number, header, heading, printed(number, f"- {number} -", 770)))
    assert set(aside(pages)) == {f"Science Policy No. {n}" for n in range(1, 5)} | {f"- {n} -" for n in range(1, 5)}


def test_a_line_above_the_last_one_is_no_footer():
    pages = [
        PrintedPage(n, 600, 800, [printed(n, "ibid., page 12", 760), printed(n, f"a note of sheet {'xyz'[n]}", 775)])
        for n in range(3)
    ]
    assert aside(pages) == []


@pytest.mark.parametrize(
    "text",
    ["12", "— 12 —", "Ⅳ", "xiv", "12/45", "第 12 页 共 45 页", "第12页", "Page 3 of 9", "p. 7", "· 12 ·", "12 | 45"],
)
def test_page_numbers_have_many_forms(text):
    assert is_page_number(text)


@pytest.mark.parametrize("text", ["2024年", "Article 5", "12.5%", "civil", "1 200 000", "第12条"])
def test_other_figures_are_no_page_numbers(text):
    assert not is_page_number(text)


def test_headers_that_name_other_things_on_odd_and_even_pages_are_known_by_the_number_they_hold():
    headers = {1: "Science Policy 157", 2: "158 Issue 5"}
    pages = [sheet(n, printed(n, text, 40)) for n, text in headers.items()]
    assert aside(pages) == list(headers.values())


def test_what_begins_with_a_number_on_two_pages_is_no_header_when_it_is_text():
    pages = [sheet(n, printed(n, f"({n}) States may limit or exclude it", 106)) for n in (3, 4)]
    assert aside(pages) == []


def test_headings_that_count_as_the_pages_do_are_no_headers():
    pages = [sheet(n, printed(n, f"{n} Measures of the state", 94, size=13.5)) for n in (3, 4)]
    assert aside(pages, body_size=9) == []


def test_headings_alike_but_for_their_number_are_no_headers():
    pages = [
        sheet(1, printed(1, "2. We want a responsible use", 82)),
        sheet(2, printed(2, "II. We want a responsible use", 82)),
    ]
    assert aside(pages) == []


def test_a_header_on_one_page_only_is_known_by_its_place():
    names = {1: "Introduction", 2: "Introduction", 3: "Introduction", 4: "Funding", 5: "Funding", 6: "People"}
    pages = [sheet(n, printed(n, name, 40)) for n, name in names.items()]
    assert aside(pages) == list(names.values())


def test_pages_that_all_begin_with_the_same_words_keep_them():
    pages = [
        PrintedPage(
            n,
            600,
            800,
            [printed(n, f"the same long line of text in the body, number {k}", 70 + 14 * k) for k in range(9)],
        )
        for n in range(1, 5)
    ]
    assert aside(pages) == []


def test_what_runs_up_the_margin_of_a_single_page_is_a_stamp():
    stamp = PrintedLine(Strip("cnki.net"), 1, 580, 300, 588, 500, size=8, bold=False, vertical=True)
    label = PrintedLine(Strip("index"), 1, 300, 300, 308, 340, size=8, bold=False, vertical=True)
    page = sheet(1, printed(1, "a wide line of the text that reaches far to the right, beyond any label in it", 106))
    page.items += [stamp, label]
    assert aside([page]) == ["cnki.net"]


def test_a_sidebar_that_repeats_is_set_aside():
    pages = []
    for number in range(1, 5):
        side = PrintedLine(Strip("Funding"), number, 10, 300, 45, 309, size=9, bold=False, zone=1)
        pages.append(sheet(number, side))
    assert aside(pages) == ["Funding"] * 4


def test_the_header_beside_a_page_number_far_from_it_is_set_aside_on_a_page_of_its_own():
    text = "Science Policy Brief 2024 157"
    edges = tuple(50.0 + 5 * n + (300 if n > 25 else 0) for n in range(len(text) + 1))
    header = PrintedLine(Strip(text, edges), 1, 50, 40, edges[-1], 49, size=9, bold=False)
    assert aside([sheet(1, header)]) == [text]

"""Reading order, furniture and the state of text layers."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.pdf.columns import rows, zones
from pipeline.pdf.furniture import find_furniture
from pipeline.pdf.health import judge
from pipeline.pdf.pieces import Piece
from pipeline.pdf.printed import PrintedLine, PrintedPage
from pipeline.text.repair import Strip


def column(x0, x1, top, count):
    return [Piece(x0, top + 14 * n, x1, top + 14 * n + 10) for n in range(count)]


def shuffled(pieces):
    mixed = list(pieces)
    random.Random(7).shuffle(mixed)
    return mixed


@pytest.mark.parametrize("count", [1, 2, 3])
def test_columns_are_read_one_after_the_other_below_a_title(count):
    width = (500 - 20 * (count - 1)) / count
    title = Piece(50, 50, 550, 70)
    columns = [column(50 + n * (width + 20), 50 + n * (width + 20) + width, 100, 20) for n in range(count)]
    found = zones(shuffled([title, *(p for c in columns for p in c)]))
    in_order = [p for zone in found for row in rows(zone) for p in row]
    assert in_order == [title, *(p for c in columns for p in c)]


def test_a_full_width_stretch_parts_the_columns_above_from_those_below():
    above = [column(50, 280, 100, 5), column(300, 550, 100, 5)]
    across = Piece(50, 200, 550, 210)
    below = [column(50, 280, 230, 5), column(300, 550, 230, 5)]
    found = zones(shuffled([*above[0], *above[1], across, *below[0], *below[1]]))
    assert [{id(p) for p in zone} for zone in found] == [
        {id(p) for p in group} for group in (above[0], above[1], [across], below[0], below[1])
    ]


def test_a_table_without_rules_is_read_line_by_line():
    names, figures = column(50, 120, 100, 12), column(400, 440, 100, 12)
    (zone,) = zones(shuffled([*names, *figures]))
    assert rows(zone) == [[a, b] for a, b in zip(names, figures, strict=True)]


SPOTS = st.tuples(*[st.floats(0, 500), st.floats(0, 700), st.floats(1, 300), st.floats(1, 20)])


@given(st.lists(SPOTS, max_size=30))
def test_every_piece_is_read_once(spots):
    pieces = [Piece(x, y, x + width, y + height) for x, y, width, height in spots]
    read = [id(p) for zone in zones(pieces) for row in rows(zone) for p in row]
    assert sorted(read) == sorted(id(p) for p in pieces)


def printed(page, text, top, size=9.0):
    return PrintedLine(Strip(text), page, 50, top, 50 + 5 * len(text), top + size, size=size, bold=False)


def test_running_headers_and_page_numbers_are_furniture_and_headings_are_not():
    pages = []
    for number in range(1, 5):
        header = printed(number, f"Science Policy No. {number}", 30)
        text = [printed(number, f"line {n} of the body, sheet {'abcd'[number - 1]}", 120 + 14 * n) for n in range(40)]
        heading = printed(number, "Summary", 90, size=18)
        pages.append(PrintedPage(number, 600, 800, [header, heading, *text, printed(number, f"- {number} -", 770)]))
    aside = find_furniture(pages, body_size=9)
    texts = {line.text for page in pages for line in page.lines if id(line) in aside}
    assert texts == {f"Science Policy No. {n}" for n in range(1, 5)} | {f"- {n} -" for n in range(1, 5)}


def test_a_line_above_the_last_one_is_no_footer():
    pages = [
        PrintedPage(n, 600, 800, [printed(n, "ibid., page 12", 760), printed(n, f"a note of sheet {'xyz'[n]}", 775)])
        for n in range(3)
    ]
    assert find_furniture(pages, body_size=9) == set()


@pytest.mark.parametrize(
    ("text", "images", "state"),
    [
        ("日本政府为每个项目提供 2 000 万日元的资金，期限为五年。" * 3, 0.0, "good"),
        ("The agency funds research (up to $3m a year) & training." * 3, 1.0, "good"),
        ("第一章 总则 ............................. 1\n第二章 措施 ............................. 5", 0.0, "good"),
        ("**定位：** 建立 # 标题 * 项目 ** 支持 ** 研究 * 合作 ** 平台 * 机制建设与发展的措施", 0.0, "good"),
        ("Ò}ß×ùú$Ñûü()^_ZÖ×=êë&% õ©Ò:;&Òç&KÁZÔÕ$x«WÝ;ß×@J C 6]", 0.0, "garbage"),
        ("", 0.0, "missing"),
        ("CamScanner", 0.95, "missing"),
    ],
)
def test_a_text_layer_is_judged_by_its_odd_characters(text, images, state):
    assert judge(text, images) == state

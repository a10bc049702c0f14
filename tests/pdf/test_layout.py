"""Reading order, from where the pieces of a page stand."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.pdf.layout.columns import zones as zones_of
from pipeline.pdf.layout.levels import rows
from pipeline.pdf.layout.margins import line_numbers
from pipeline.pdf.layout.pieces import Piece
from pipeline.pdf.printed import PrintedTable


def zones(pieces, words=()):
    """The zones of pieces; `words` pairs some of them with their characters."""
    shown = {id(piece): text for piece, text in words}
    return zones_of(pieces, lambda piece: shown.get(id(piece), "some words"))


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


def prose(x0, x1, top, count, size=10, pitch=14):
    """Lines as wide as their column, but for the last one of each five."""
    ends = [x1 if n % 5 < 4 else x0 + 0.6 * (x1 - x0) for n in range(count)]
    return [Piece(x0, top + pitch * n, end, top + pitch * n + size) for n, end in enumerate(ends)]


def order(pieces, words=()):
    """The pieces as they are read, whatever the order in which they are drawn."""
    return [p for zone in zones(shuffled(pieces), words) for row in rows(zone) for p in row]


@pytest.mark.parametrize("beside", [True, False], ids=["text beside it", "nothing beside it"])
def test_an_address_that_sticks_out_of_its_column_does_not_cut_the_next_one(beside):
    left, right = prose(50, 280, 100, 20), prose(300, 530, 100, 20)
    address = Piece(50, left[12].y0, 304 if beside else 320, left[12].y1)
    left[12] = address
    if not beside:
        del right[12]
    assert order([*left, *right], [(address, "https://www.example.org/a/long/address.html")]) == [*left, *right]


def test_a_line_longer_than_its_column_stands_over_both_columns():
    above = [prose(50, 280, 100, 6), prose(300, 530, 100, 6)]
    across = Piece(70, 200, 294, 210)
    below = [prose(50, 280, 230, 6), prose(300, 530, 230, 6)]
    pieces = [*above[0], *above[1], across, *below[0], *below[1]]
    assert order(pieces) == pieces


def test_a_caption_on_a_table_of_full_width_is_read_right_before_it():
    above = [prose(50, 280, 100, 6), prose(300, 530, 100, 6)]
    caption = Piece(50, 200, 220, 210)
    table = Piece(50, 215, 530, 300, table=PrintedTable(1, 50, 215, 530, 300, 2, 2, []))
    below = [prose(50, 280, 320, 6), prose(300, 530, 320, 6)]
    pieces = [*above[0], *above[1], caption, table, *below[0], *below[1]]
    assert order(pieces, [(caption, "表 3 经费分布")]) == pieces


def test_a_column_of_few_full_lines_as_wide_as_the_one_beside_it_is_read_after_it():
    left = prose(50, 280, 100, 12)
    full = [Piece(300, 100 + 14 * n, 530, 110 + 14 * n) for n in (0, 3, 6)]
    short = [Piece(300, 100 + 14 * n, 390, 110 + 14 * n) for n in (1, 2, 4, 5, 7, 8, 9)]
    right = sorted([*full, *short], key=lambda p: p.y0)
    assert order([*left, *right]) == [*left, *right]


def test_a_last_column_that_has_just_begun_is_read_after_the_others():
    left, right = prose(50, 280, 100, 40), prose(300, 530, 100, 1)
    assert order([*left, *right]) == [*left, *right]


def test_short_lines_in_columns_that_miss_each_other_are_read_column_by_column():
    left = [Piece(50, 100 + y, 50 + 90 + y % 40, 111 + y) for y in (0, 23, 41, 64, 95, 113, 140)]
    right = [Piece(300, 100 + y, 300 + 100 + y % 50, 111 + y) for y in (8, 31, 52, 80, 103, 129)]
    assert order([*left, *right]) == [*left, *right]


def test_a_note_in_the_margin_does_not_cut_the_lines_beside_it():
    text = prose(150, 530, 100, 30)
    note = [Piece(60, 203 + 9 * n, 128, 210 + 9 * n) for n in range(4)]
    read = order([*text, *note])
    assert [p for p in read if p in text] == text
    assert read[:4] == note or read[-4:] == note


def test_the_first_line_of_a_title_that_ends_before_the_gutter_stays_with_the_second():
    title = [Piece(50, 50, 270, 76), Piece(50, 82, 420, 108)]
    byline = Piece(440, 40, 530, 50)
    columns = [prose(50, 280, 130, 20), prose(300, 530, 130, 20)]
    read = order([*title, byline, *columns[0], *columns[1]])
    assert read.index(title[1]) == read.index(title[0]) + 1
    assert [p for p in read if p in columns[0] or p in columns[1]] == [*columns[0], *columns[1]]


def test_a_strip_that_nothing_crosses_parts_pages_of_a_spread_before_their_columns():
    left = prose(50, 280, 40, 25)
    title = Piece(380, 43, 700, 60)
    columns = [prose(330, 520, 300, 6), prose(550, 740, 300, 8)]
    assert order([*left, title, *columns[0], *columns[1]]) == [*left, title, *columns[0], *columns[1]]


def test_a_column_that_is_one_table_is_read_before_the_next_column():
    header, number = Piece(62, 33, 151, 43), Piece(515, 33, 528, 43)
    table = Piece(62, 62, 286, 637, table=PrintedTable(1, 62, 62, 286, 637, 1, 1, []))
    right = prose(310, 533, 62, 40)
    assert order([header, number, table, *right]) == [header, table, number, *right]


def test_contents_with_their_page_numbers_in_front_are_read_line_by_line():
    numbers = [Piece(320, 70 + 25 * n, 331, 82 + 25 * n) for n in range(16)]
    titles = [Piece(356, 70 + 25 * n, 420 + 13 * (n % 7), 82 + 25 * n) for n in range(16)]
    footer = Piece(60, 757, 330, 766)
    pairs = [p for pair in zip(numbers, titles, strict=True) for p in pair]
    assert order([*numbers, *titles, footer]) == [*pairs, footer]


def test_three_columns_below_a_wide_table_are_read_one_after_the_other():
    columns = [prose(x, x + 160, 400, 16) for x in (45, 222, 399)]
    across, footer = Piece(45, 350, 560, 362), Piece(204, 767, 453, 773)
    assert order([across, *columns[0], *columns[1], *columns[2], footer]) == [
        across, *columns[0], *columns[1], *columns[2], footer,
    ]  # fmt: skip


def test_words_drawn_one_by_one_in_any_order_make_lines_and_no_rivers():
    lines = []
    for n in range(20):
        widths = [30 + 7 * ((n * 3 + k) % 4) for k in range(6)]
        x, words = 50.0, []
        for width in widths:
            words.append(Piece(x, 100 + 14 * n, x + width, 110 + 14 * n))
            x += width + 5.5
        lines.append(words)
    assert order([p for words in lines for p in words]) == [p for words in lines for p in words]


def test_a_large_first_letter_belongs_to_the_first_of_its_lines():
    initial = Piece(50, 100, 75, 140, end=1)
    lines = [*prose(80, 280, 100, 3), *prose(50, 280, 142, 5)]
    assert [row[0] for row in rows(shuffled([initial, *lines]))] == [initial, *lines[1:]]


def test_a_large_word_beside_two_lines_joins_neither():
    lines, word = prose(50, 280, 100, 4), Piece(400, 108, 520, 134, end=5)
    assert [len(row) for row in rows(shuffled([*lines, word]))] == [1] * 5


def numbered(values, x1=40.0, pitch=14):
    """Figures in a margin, and what they read."""
    pieces = [Piece(x1 - 10, 100 + pitch * n, x1, 108 + pitch * n, n, n + 1) for n in range(len(values))]
    return pieces, {id(p): str(v) for p, v in zip(pieces, values, strict=True)}


@pytest.mark.parametrize(("values", "pitch"), [(range(1, 21), 14), (range(5, 45, 5), 70), (range(41, 47), 14)])
def test_figures_that_count_the_lines_beside_them_are_line_numbers(values, pitch):
    figures, said = numbered(list(values), pitch=pitch)
    text = prose(60, 500, 99, 40)
    assert line_numbers([*figures, *text], lambda p: said.get(id(p), "words")) == {id(p) for p in figures}


def test_the_ordinals_of_a_table_are_no_line_numbers():
    figures, said = numbered(list(range(1, 21)))
    cells = [Piece(x, 99 + 14 * n, x + 60, 109 + 14 * n) for n in range(20) for x in (60, 200, 400)]
    assert line_numbers([*figures, *cells], lambda p: said.get(id(p), "words")) == set()

"""Boxes of glyphs: ligatures, copies, cells that are too wide or too low."""

from __future__ import annotations

from contextlib import closing, contextmanager
from pathlib import Path

import numpy as np
import pypdfium2
import pytest
from drawnpdf import HAN, HEIGHT, LATIN, Drawing, source

from pipeline.config import load_config
from pipeline.pdf.glyphs.characters import page_shape, read_characters
from pipeline.pdf.glyphs.mends import fake_bold, share_ligatures
from pipeline.read import read

REAL = Path(__file__).parents[3] / "shared" / "pdfs" / "real"


def codes_of(text):
    return np.array([ord(c) for c in text], dtype=np.uint32)


def row(*lefts, width=10.0, top=100.0, height=12.0):
    return np.array([[x, top, x + width, top + height] for x in lefts], dtype=np.float64)


@contextmanager
def first_page(path):
    with pypdfium2.PdfDocument(path) as pdf, closing(pdf[0]) as page, closing(page.get_textpage()) as textpage:
        shape = page_shape(page)
        yield read_characters(textpage, shape), shape, textpage


def test_a_glyph_that_shows_two_letters_is_parted():
    boxes = row(0, 0, 10)
    share_ligatures(codes_of("ffi"), boxes, np.ones(3, dtype=bool))
    assert boxes[:, 0].tolist() == [0, 5, 10]


def test_a_character_drawn_twice_at_one_place_is_no_ligature_but_a_copy():
    boxes, codes, inked = row(0, 0, 10, 10), codes_of("科科研研"), np.ones(4, dtype=bool)
    share_ligatures(codes, boxes, inked)
    copies, doubled = fake_bold(codes, boxes, inked)
    assert copies.tolist() == [False, True, False, True]
    assert doubled.tolist() == [True, False, True, False]


@pytest.mark.parametrize("dx", [0.0, 0.4, -0.4])
@pytest.mark.parametrize("dy", [0.0, 0.6])
def test_copies_may_come_behind_the_line(dx, dy):
    first, second = row(0, 10, 20, 30, top=100.3), row(dx, 10 + dx, 20 + dx, 30 + dx, top=100.3 + dy)
    copies, doubled = fake_bold(codes_of("科研经费" * 2), np.concatenate([first, second]), np.ones(8, dtype=bool))
    assert copies.sum() == doubled.sum() == 4
    assert not (copies & doubled).any()


def test_copies_on_both_sides_of_a_band_s_edge_are_found():
    lines = [row(0, 10, top=top) for top in (101.4, 101.6, 200.0, 200.1)]
    copies, _ = fake_bold(codes_of("科研" * 4), np.concatenate(lines), np.ones(8, dtype=bool))
    assert copies.sum() == 4


def test_repeated_characters_are_no_copies():
    copies, doubled = fake_bold(codes_of("天天ll"), row(0, 10, 20, 24), np.ones(4, dtype=bool))
    assert not copies.any()
    assert not doubled.any()


@pytest.mark.skipif(not REAL.exists(), reason="needs ../shared")
def test_words_set_in_cells_that_are_too_wide_have_spaces_again():
    with first_page(REAL / "zh27_gbk_fullwidth_latin.pdf") as (page, _, _):
        text = "".join(" " * int(s) + c for c, s in zip(page.text, page.spaced, strict=True))
    assert "Ｒｅｖｉｅｗｓ ｏｎ Ｋｎｏｗｌｅｄｇｅ Ｇｒａｐｈ Ｒｅｓｅａｒｃｈ" in text
    assert "２ ０" not in text


@pytest.mark.skipif(not REAL.exists(), reason="needs ../shared")
def test_glyphs_of_a_font_without_ascent_are_as_high_as_their_line():
    with first_page(REAL / "zh25_cnki_twocol_policy.pdf") as (page, _, _):
        start = page.text.index("Abstract")
        heights = np.diff(page.boxes[start : start + 8][:, [1, 3]], axis=1)
    assert heights.min() > 8
    assert np.ptp(heights) < 1


def noted(*runs):
    """A document of one line of runs (text, raised or not), beside each other."""
    drawing, x = Drawing(), 72.0
    for text, up in runs:
        size = 6 if up else 10
        font = LATIN if text.isascii() else HAN
        drawing.canvas.setFont(font, size)
        drawing.canvas.drawString(x, HEIGHT - 110 + (4 if up else 0), text)
        x += drawing.canvas.stringWidth(text, font, size)
    return read(source(drawing.done()), config=load_config().read).text


@pytest.mark.parametrize(
    ("runs", "shown"),
    [
        ([("the Harbour Data Policy", 0), ("ix", 1), (", adopted last", 0)], "Policy ix, adopted"),
        ([("under the Harbour scheme", 0), ("12", 1), (" of that year", 0)], "scheme 12 of"),
        ([("grants of up to EUR 500", 0), ("3", 1), (" are given", 0)], "EUR 500^3 are"),
        ([("on 1", 0), ("st", 1), (" May, over 20 km", 0), ("2", 1), (" of land", 0)], "on 1st May, over 20 km2 of"),
        ([("该计划资助高校与企业", 0), ("4", 1), ("。", 0)], "企业 4。"),
        ([("emissions of CO", 0), ("x", 0), (" and others", 0)], "of COx and"),
    ],
)
def test_marks_of_notes_stand_apart_from_words_and_figures(runs, shown):
    assert shown in noted(*runs)

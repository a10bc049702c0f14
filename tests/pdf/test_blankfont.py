"""Text in Chinese fonts that a PDF does not carry is read whole on every machine, whatever fonts are on it."""

from __future__ import annotations

import numpy as np
import pypdfium2
import pytest
from drawnpdf import HAN, Drawing, check_document, source

from pipeline.config import load_config
from pipeline.pdf.glyphs.blankfont import blank_font, replace_missing_fonts
from pipeline.read import read


@pytest.mark.parametrize("size", [6, 9, 10, 12])
def test_characters_that_stand_alone_are_not_lost(size):
    drawing = Drawing()
    text = "国家重点研发计划"
    for n, char in enumerate(text):
        drawing.line(char, 100 + 2 * size * n, 100, size=size, font=HAN)
    document = read(source(drawing.done()), config=load_config().read)
    check_document(document)
    assert document.text.replace(" ", "").strip() == text
    assert all(line.box.y1 - line.box.y0 > 0.8 * size for line in document.lines)


def test_what_the_font_draws_is_blank():
    replace_missing_fonts()
    drawing = Drawing()
    drawing.line("国家", 100, 100, size=40, font=HAN)
    pdf = pypdfium2.PdfDocument(drawing.done())
    assert (np.asarray(pdf[0].render().to_numpy()) == 255).all()
    pdf.close()


def test_the_font_is_one_file_of_whole_words():
    font = blank_font()
    assert font[:4] == b"\0\1\0\0" and len(font) % 4 == 0 and len(font) < 1000

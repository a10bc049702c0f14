"""PDFs that tests draw for themselves, and the checks that every document must pass."""

from __future__ import annotations

import hashlib
import re
from io import BytesIO
from pathlib import Path

from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from pipeline.data import Document, Source

WIDTH, HEIGHT = A4
HAN, LATIN = "STSong-Light", "Times-Roman"
GAP = r"\n|\t+|\t*(\n\t*)+"  # between two blocks, and between two cells


class Drawing:
    """A PDF in the making. Heights count from the page's top, in points."""

    def __init__(self, **options):
        pdfmetrics.registerFont(UnicodeCIDFont(HAN))
        self.buffer = BytesIO()
        self.canvas = Canvas(self.buffer, pagesize=A4, invariant=1, **options)

    def line(self, text, x, top, size=10, font=None):
        self.canvas.setFont(font or (LATIN if text.isascii() else HAN), size)
        self.canvas.drawString(x, HEIGHT - top - size, text)

    def lines(self, texts, x, top, size=10, pitch=14, font=None):
        for number, text in enumerate(texts):
            self.line(text, x, top + number * pitch, size, font)

    def grid(self, columns, rows):
        """Rules a grid at these x positions and heights."""
        for top in rows:
            self.canvas.line(columns[0], HEIGHT - top, columns[-1], HEIGHT - top)
        for x in columns:
            self.canvas.line(x, HEIGHT - rows[0], x, HEIGHT - rows[-1])

    def image(self):
        """Covers the page with a picture."""
        from PIL import Image

        picture = ImageReader(Image.new("L", (60, 80), 200))
        self.canvas.drawImage(picture, 0, 0, WIDTH, HEIGHT)

    def page(self):
        self.canvas.showPage()

    def done(self):
        self.canvas.save()
        return self.buffer.getvalue()


def source(content, name="drawn.pdf", **options):
    return Source(path=name, content=content, sha256=hashlib.sha256(content).hexdigest(), **options)


def body(document: Document) -> list[str]:
    """The texts of the blocks that are not furniture."""
    return [document.text[b.start : b.end] for b in document.blocks if b.kind != "furniture"]


def kinds(document: Document) -> dict[str, str]:
    """Each block's kind by its text, and that of the lines set aside."""
    aside = {line.text: "furniture" for line in document.furniture}
    return aside | {document.text[b.start : b.end]: b.kind for b in document.blocks}


def rows_of(document: Document, table) -> list[list[str]]:
    """A table's texts, row by row."""
    height = max(c.row for c in table.cells) + 1
    return [[document.text[c.start : c.end] for c in table.cells if c.row == n] for n in range(height)]


def check_document(document: Document) -> None:
    """Blocks and lines cover the text in order, edges fit their characters, everything printed lies on its page."""
    end = 0
    for block in document.blocks:
        assert re.fullmatch(GAP if end else "\t*", document.text[end : block.start])
        assert block.end > block.start
        assert not re.search(r"[\n\t]", document.text[block.start : block.end])
        end = block.end
    assert re.fullmatch(r"[\n\t]*", document.text[end:])
    position = 0
    pages = {page.number: page for page in document.pages}
    for line in document.lines:
        assert position <= line.start < line.end
        assert "\n" not in document.text[line.start : line.end]
        position = line.end
        check_place(line, pages[line.page])
    assert sum(x.end - x.start for x in document.lines) == sum(b.end - b.start for b in document.blocks)
    spans = [(p.start, p.end) for p in document.pages]
    assert spans == sorted(spans)
    for table in document.tables:
        places = [
            (c.row + r, c.column + k) for c in table.cells for r in range(c.row_span) for k in range(c.column_span)
        ]
        assert len(places) == len(set(places))
        assert [c.start for c in table.cells] == sorted(c.start for c in table.cells)


def check_place(line, page) -> None:
    if line.box is None:
        assert line.edges == ()
        return
    assert len(line.edges) == line.end - line.start + 1
    assert list(line.edges) == sorted(line.edges)
    assert 0 <= line.box.x0 <= line.edges[0] <= line.edges[-1] <= line.box.x1 <= page.width + 0.01
    assert 0 <= line.box.y0 <= line.box.y1 <= page.height + 0.01


def shared(folder: str) -> Path:
    """A folder of the workplace's shared files, which a fresh clone does not have."""
    return Path(__file__).parent.parent.parent / "shared" / folder

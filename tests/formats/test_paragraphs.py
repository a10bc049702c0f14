"""Sources without pages: what counts pages elsewhere counts their paragraphs, and knows it."""

from __future__ import annotations

from drawnpdf import source
from passages import models, settings

from pipeline.read import read
from pipeline.segment import segment
from pipeline.text.locate import Locator

MEMO = "# 产学研合作的思考\n\n某省科学技术研究院\n\n于良 研究员\n\n2021年9月17日\n\n## 一、背景\n\n每年投入三亿元，连续五年。"


def test_the_title_page_does_not_end_with_the_second_paragraph():
    document = read(source(MEMO.encode(), name="memo.md"), config=settings().read)
    segments = segment(document, config=settings().segment, model=models()[0]).items
    kinds = {document.text[s.start : s.end]: s.kind for s in segments}
    assert [text for text, kind in kinds.items() if kind == "byline"] == [
        "某省科学技术研究院",
        "于良 研究员",
        "2021年9月17日",
    ]


def test_each_offset_leads_to_its_paragraph():
    document = read(source(MEMO.encode(), name="memo.md"), config=settings().read)
    locator = Locator(document, segment(document, config=settings().segment, model=models()[0]))
    assert [locator.page(document.text.index(word)) for word in ("产学研", "于良", "背景", "五年")] == [1, 3, 5, 6]
    for page in document.pages:
        assert {locator.page(at) for at in range(page.start, page.end)} == {page.number}

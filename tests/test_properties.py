"""What must hold for any document: small ones made of real forms, printed or not, through all document stages."""

import hashlib
from collections import Counter
from contextlib import closing
from pathlib import Path

import pypdfium2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from passages import HEIGHT, WIDTH, drawn, merged, passage
from passages import settings as run_settings
from pypdfium2 import raw

from pipeline.data import Source
from pipeline.pdf.glyphs.characters import page_shape
from pipeline.read import read

CORPUS = sorted((Path(__file__).parent.parent / "corpus").glob("*.pdf"))
FOUND = 0.995  # of letters and digits that pdfium finds at the place that the document gives them

ZH = (
    "蓝鲸计划", "青橙基金", "A-STEP计划", "研究成果最佳支援计划（A-STEP）", "“登月挑战”计划", "《海洋促进法》", "原理验证阶段",
    "日本科学技术振兴机构（JST）", "文部科学省", "日本政府", "英国", "该计划", "该阶段", "每年", "每个项目", "资助", "预算为", "分为", "由", "的",
    "和", "、", "，", "；", "。", "\u3000", "2 500 万日元", "1 亿～ 15 亿日元", "10亿元以内", "（约合6亿元人民币）", "3～5年", "2014—2018年",
    "2021财年", "30% 以内", "三分之二", "1:1", "为期两年", "三个阶段", "與", "億", "計畫", "“", "”", "（", "）", "《", "》",
)  # fmt: skip
EN = (
    "The Harbour Programme", "the Lighthouse programme", "Coastal Fund", "Horizon 2020", "(JTI)", "JST", "European Commission",
    "the programme", "the fund", "Germany's", "pays", "under", "has two schemes.", "up to EUR 2 million", "€7.64bn", "JPY 50m",
    "per year", "per project", "for three years", "2014-2018", "50%", "two thirds", "1:1", "and", "of", ",", ";", ".", "(", ")",
)  # fmt: skip
TITLE = "# 海湾科技政策评述"  # so that no document is empty
HEADS = ("项目名称", "金额（亿日元）", "期限", "Programme", "Budget (EUR million)", "类别", "国家")
CELLS = (
    "蓝鲸计划",
    "A-STEP，NexTEP-A",
    "75",
    "3～5年",
    "",
    "合计",
    "Harbour Programme (HP)",
    "EUR 3 million",
    "日本",
    "未提及",
)

sentence = st.lists(st.sampled_from(ZH), min_size=1, max_size=14).map("".join) | st.lists(
    st.sampled_from(EN), min_size=1, max_size=14
).map(" ".join)
heading = st.tuples(st.sampled_from(["# ", "## "]), st.sampled_from(ZH + EN)).map("".join)


@st.composite
def table(draw):
    columns = draw(st.integers(2, 4))
    head = draw(st.lists(st.sampled_from(HEADS), min_size=columns, max_size=columns))
    cells = st.lists(st.sampled_from(CELLS), min_size=columns, max_size=columns)
    return "\n".join("\t".join(row) for row in [head, *draw(st.lists(cells, min_size=1, max_size=3))])


lines = st.lists(sentence | heading | table(), min_size=1, max_size=6)
many = settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def assert_evidence_holds(found):
    document, text = found.document, found.document.text
    pages = {page.number for page in document.pages}
    for item in (*found.extraction.mentions, *found.extraction.names):
        assert 0 <= item.start < item.end <= len(text)
        assert item.sentence.start <= item.start < item.end <= item.sentence.end
        assert item.page in pages
        holder = found.segments.items[item.segment]
        assert holder.start <= item.start < item.end <= holder.end
        assert 0 < item.confidence <= 1
    for mention in found.extraction.mentions:
        assert mention.quote == text[mention.start : mention.end]
        assert mention.quote == mention.quote.strip()
    for name in found.extraction.names:
        assert set(name.form) <= set(text[name.start : name.end])


def assert_boxes_hold(found):
    for mention in found.extraction.mentions:
        assert mention.boxes
        for box in mention.boxes:
            assert 0 <= box.x0 < box.x1 <= WIDTH
            assert 0 <= box.y0 < box.y1 <= HEIGHT
        assert mention.boxes[0].page == mention.page


def assert_references_hold(found):
    mentions = {m.mention_id for m in found.extraction.mentions}
    names = {n.name_id for n in found.extraction.names}
    assert len(mentions) == len(found.extraction.mentions)
    assert len(names) == len(found.extraction.names)
    assert {n.apposition for n in found.extraction.names} <= names | {None}
    assert {getattr(m, "conversion_of", None) for m in found.extraction.mentions} <= mentions | {None}
    things = (*found.linked.measures, *found.linked.organisations)
    linked = [link for thing in things for link in thing.links]
    assert {link.mention_id for link in linked} <= mentions
    assert all(count == 1 for count in Counter(link.mention_id for link in linked).values())
    assert all(0 <= link.score <= 1 and link.reason for link in linked)
    assert sorted(i for thing in things for i in thing.name_ids) == sorted(names)


def assert_no_loops(parents):
    for thing, parent in parents.items():
        seen = {thing}
        while parent is not None:
            assert parent not in seen
            seen.add(parent)
            parent = parents[parent]


@given(lines)
@many
def test_evidence_references_and_parents_of_any_printed_document(made):
    found = drawn(TITLE, *made)
    assert_evidence_holds(found)
    assert_boxes_hold(found)
    assert_references_hold(found)
    for things in (found.linked.measures, found.linked.organisations):
        assert_no_loops({t.key: t.parent for t in things})


@given(st.lists(lines, min_size=1, max_size=4))
@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_corpus_is_the_same_in_any_order_and_loses_nothing(made):
    passages = list({p.document.doc_id: p for p in (passage(TITLE, *texts) for texts in made)}.values())
    dataset = merged(*passages)
    assert dataset == merged(*reversed(passages))
    assert_no_loops({m.measure_id: m.parent for m in dataset.measures})
    assert_no_loops({o.organisation_id: o.parent for o in dataset.organisations})
    ids = [m.measure_id for m in dataset.measures] + [o.organisation_id for o in dataset.organisations]
    assert len(ids) == len(set(ids))
    linked = [link for p in passages for t in (*p.linked.measures, *p.linked.organisations) for link in t.links]
    assert sorted(f.mention_id for f in dataset.facts) == sorted(link.mention_id for link in linked)


def characters_of(document, number):
    """The letters and digits of a page's lines, and the middle of each one's box."""
    for line in document.lines:
        if line.page == number and line.confidence == 1:
            y = (line.box.y0 + line.box.y1) / 2
            for i, char in enumerate(document.text[line.start : line.end]):
                if char.isalnum():
                    yield char, (line.edges[i] + line.edges[i + 1]) / 2, y


@pytest.mark.parametrize("path", CORPUS, ids=lambda p: p.stem)
def test_text_pages_and_boxes_of_a_printed_document_agree(path):
    content = path.read_bytes()
    source = Source(path=path.name, content=content, sha256=hashlib.sha256(content).hexdigest())
    document = read(source, config=run_settings().read)
    pages = {page.number: page for page in document.pages}
    for line in document.lines:
        page, box = pages[line.page], line.box
        assert list(line.edges) == sorted(line.edges)
        assert len(line.edges) == line.end - line.start + 1
        assert 0 <= box.x0 <= line.edges[0] <= line.edges[-1] <= page.width
        assert 0 <= box.y0 < box.y1 <= page.height
    for block in document.blocks:
        inside = [x for x in document.lines if block.start <= x.start and x.end <= block.end]
        assert document.text[block.start : block.end] == "".join(document.text[x.start : x.end] for x in inside)


@pytest.mark.parametrize("path", CORPUS, ids=lambda p: p.stem)
def test_the_page_shows_each_character_at_its_place(path):
    content = path.read_bytes()
    source = Source(path=path.name, content=content, sha256=hashlib.sha256(content).hexdigest())
    document = read(source, config=run_settings().read)
    found = total = 0
    with pypdfium2.PdfDocument(content) as pdf:
        for number in [page.number for page in document.pages if not page.ocr]:
            with closing(pdf[number - 1]) as page, closing(page.get_textpage()) as textpage:
                shape = page_shape(page)
                for char, x, y in characters_of(document, number):
                    at = raw.FPDFText_GetCharIndexAtPos(textpage.raw, shape.left + x, shape.top - y, 1, 1)
                    found += at >= 0 and chr(raw.FPDFText_GetUnicode(textpage.raw, at)) == char
                    total += 1
    assert total > 500
    assert found >= FOUND * total

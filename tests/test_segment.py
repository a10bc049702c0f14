"""Stage segment: roles, levels, sections, languages, on documents made by hand, and what must hold for any document."""

from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.config import SegmentConfig
from pipeline.data import Block, Cell, Document, Page, Table
from pipeline.segment import open_segmenter, segment

CONFIG = SegmentConfig(words=True)
BODY = "该计划由经济部实施，预算为三亿元，期限五年，面向全国高校与企业公开征集项目，每年评审一次。"
ENGLISH = "The programme is run by the ministry and pays half of the eligible costs of each project for five years."


@cache
def opened():
    return open_segmenter(CONFIG)


def block(text, kind="text", **settings):
    return text, {"kind": kind, "page": 1, **settings}


def document(*blocks, tables=()):
    """A document of blocks, each a text or what `block` gives; one line feed between two."""
    text, made = "", []
    for item in blocks:
        body, settings = block(item) if isinstance(item, str) else item
        text += "\n" if made else ""
        made.append(Block(start=len(text), end=len(text) + len(body), **settings))
        text += body
    page = Page(number=1, width=595, height=842, start=0, end=len(text))
    return Document(
        doc_id="d", source="d.txt", sha256="", title="", languages=("zh",), text=text, pages=(page,), blocks=tuple(made),
        lines=(), tables=tuple(tables),
    )  # fmt: skip


def run(*blocks, tables=(), config=CONFIG):
    made = document(*blocks, tables=tables)
    return made, segment(made, config=config, model=opened()).items


def kinds(*blocks):
    return [item.kind for item in run(*blocks)[1]]


def headings(*blocks):
    made, items = run(*blocks)
    return [(made.text[i.start : i.end], i.level) for i in items if i.kind == "heading"]


def texts(made, items):
    return [made.text[item.start : item.end] for item in items]


# Headings and their levels


@pytest.mark.parametrize(
    ("name", "titles"),
    [
        ("paper", [("1 引言", 1), ("1.1 背景", 2), ("1.1.1 日本", 3), ("1.1.2 美国", 3), ("2 结论", 1)]),
        ("official", [("一、总体要求", 1), ("（一）原则", 2), ("1. 坚持开放", 3), ("（二）目标", 2), ("2. 坚持协同", 3), ("二、任务", 1)]),
        ("law", [("第一章 总则", 1), ("第一节 目的", 2), ("第二章 附则", 1)]),
        ("report", [("Part I General", 1), ("Chapter 1 Aims", 2), ("1.1 Scope", 3), ("1.2 Terms", 3), ("Chapter 2 Means", 2)]),
        ("notice", [("I. Background", 1), ("A. Authority", 2), ("B. Purpose", 2), ("II. Award", 1)]),
        ("chapters over decimals", [("第一章 现状", 1), ("1.1 投入", 2), ("1.2 产出", 2), ("第二章 对策", 1)]),
    ],
)  # fmt: skip
def test_levels_follow_the_numbering(name, titles):
    blocks = [part for title, _ in titles for part in (title, BODY)]
    assert headings(*blocks) == titles


def test_sections_name_the_headings_above():
    _, items = run("1 引言", BODY, "1.1 背景", BODY, "1.2 意义", BODY, "2 结论", BODY)
    assert [item.section for item in items] == [(), (0,), (0,), (0, 2), (0,), (0, 4), (), (6,)]


def test_stated_levels_hold():
    blocks = [block("计划概况", "heading", level=1), BODY, block("资助", "heading", level=3), BODY]
    assert headings(*blocks) == [("计划概况", 1), ("资助", 3)]


def test_numbers_stand_under_stated_levels():
    blocks = [block("计划概况", "heading", level=1), "1. 资助对象", BODY, "2. 资助方式", BODY]
    assert headings(*blocks) == [("计划概况", 1), ("1. 资助对象", 2), ("2. 资助方式", 2)]


def test_larger_print_without_number_is_a_level_above():
    blocks = [
        block("国家创新战略", size=22), block("1 引言", size=14), block(BODY, size=10), block("2 任务", size=14),
        block(BODY, size=10), block("资助", size=10, bold=True), block(BODY, size=10),
    ]  # fmt: skip
    assert headings(*blocks) == [("国家创新战略", 1), ("1 引言", 2), ("2 任务", 2), ("资助", 3)]


def test_known_titles_need_no_number():
    assert headings("前言", BODY, "Executive Summary", ENGLISH, "结语", BODY) == [
        ("前言", 1), ("Executive Summary", 1), ("结语", 1),
    ]  # fmt: skip


def test_articles_are_paragraphs_unless_they_are_titles():
    assert kinds("第一条　为了促进科技创新，制定本法。", "第二条　国家设立基金。") == ["paragraph", "paragraph"]
    assert kinds("Article 1 Subject matter", ENGLISH, "Article 2 Definitions", ENGLISH)[::2] == ["heading", "heading"]


@pytest.mark.parametrize(
    "text",
    [
        "2018 年，该计划启动",
        "5.2 亿元用于基础研究",
        "1.5 倍于上年",
        "3 个项目获得资助",
        "（一）符合下列条件之一的，可以申请；",
        "the ministry pays half of the costs",
    ],
)
def test_lines_of_text_are_no_headings(text):
    assert headings(BODY, text, BODY) == []


def test_a_lone_number_is_no_heading():
    assert headings(BODY, "3. 其他事项", BODY) == []


def test_figures_printed_large_are_no_headings():
    assert headings(block("2 000万~5亿", "heading"), BODY) == []


def test_a_run_of_short_items_is_a_list():
    assert kinds(BODY, "（1）高校", "（2）院所", "（3）企业", BODY) == [
        "paragraph",
        "paragraph",
        "paragraph",
        "paragraph",
        "paragraph",
    ]
    assert headings("（1）高校", BODY, "（2）院所", BODY) == [("（1）高校", 1), ("（2）院所", 1)]


def test_a_run_of_items_is_a_list_though_plain_text_took_them_for_headings():
    items = ["1.提出报告", "2.支付费用", "3.签订契约"]
    assert "heading" not in kinds(BODY, *[block(item, "heading") for item in items], BODY)
    assert kinds(BODY, *[block(item, "heading", level=2) for item in items], BODY).count("heading") == 3


def test_contents_are_furniture():
    assert kinds("目录", "1 引言 ........ 1", "2 方法 ........ 7", "1 引言", BODY, "2 方法", BODY) == [
        "heading", "furniture", "furniture", "heading", "paragraph", "heading", "paragraph",
    ]  # fmt: skip


def test_contents_without_page_numbers_are_furniture_when_they_come_again():
    assert kinds("目录", "第一章 总则", "第二章 附则", "第一章 总则", BODY, "第二章 附则", BODY)[:4] == [
        "heading", "furniture", "furniture", "heading",
    ]  # fmt: skip


def test_contents_with_the_page_number_in_front_are_furniture():
    lines = [
        "9 Introduction",
        "10 History",
        "13 125th Anniversary",
        "25 Reductions from",
        "Power Supplies",
        "32 Efficiency",
    ]
    assert kinds(*[block(line, "heading") for line in lines], ENGLISH)[:-1] == ["furniture"] * 6


def test_a_numbered_list_is_no_table_of_contents():
    assert "furniture" not in kinds(ENGLISH, *[f"{n} Grants of kind {'abcdef'[n - 1]}" for n in range(1, 7)], ENGLISH)


def test_a_line_of_contents_without_leader_is_furniture_between_others():
    blocks = [
        "Contents",
        "1 Aims ........ 3",
        "Means of the plan",
        "2 Ends ........ 9",
        "1 Aims",
        ENGLISH,
        "2 Ends",
        ENGLISH,
    ]
    assert kinds(*blocks)[1:4] == ["furniture"] * 3


def test_a_heading_that_the_running_header_repeats_is_no_contents():
    blocks = [
        "Contents",
        "Research 7",
        block("A national approach", "heading"),
        ENGLISH,
        block("A national approach", "furniture"),
    ]
    assert kinds(*blocks)[2] == "heading"


def test_labelled_numbers_make_headings():
    blocks = ["3.1 应用", BODY, "应用场景1：支付", BODY, "应用场景2：结算", BODY, "3.2 展望", BODY]
    assert headings(*blocks) == [("3.1 应用", 1), ("应用场景1：支付", 2), ("应用场景2：结算", 2), ("3.2 展望", 1)]
    assert kinds(ENGLISH, "Action 1: Pay early", ENGLISH, "Action 2: Pay late", ENGLISH)[1::2] == ["heading", "heading"]


def test_a_bracketed_style_in_small_print_stands_below_chapters():
    blocks = [
        block("1 范围", size=12), block(BODY, size=10), block("2 术语", size=12), block(BODY, size=10),
        block("（一）访问信息", "heading", size=9), block(BODY, size=10), block("（二）更正信息", "heading", size=9), block(BODY, size=10),
    ]  # fmt: skip
    assert [level for _, level in headings(*blocks)] == [1, 1, 2, 2]


def test_headings_printed_like_those_of_the_outline_have_their_level():
    blocks = [
        block("创新战略", "heading", size=22, level=1), block("背景", "heading", size=14, level=2), block(BODY, size=10),
        block("展望", "heading", size=14), block(BODY, size=10), block("资助", "heading", size=10, bold=True), block(BODY, size=10),
    ]  # fmt: skip
    assert headings(*blocks) == [("创新战略", 1), ("背景", 2), ("展望", 2), ("资助", 3)]


def test_a_run_of_bold_lines_is_a_list():
    bold = [
        block(t, "heading", size=10, bold=True) for t in ("Firms embrace it", "Schools embrace it", "Farms embrace it")
    ]
    text = block(ENGLISH, size=10)
    assert "heading" not in kinds(text, *bold, text)
    assert kinds(text, *bold[:2], text)[1:3] == ["heading", "heading"]


def test_an_item_that_leads_others_in_is_no_heading():
    assert kinds(BODY, block("d) 间接获取信息时：", "list"), "1) 应要求说明来源；", BODY)[1] == "list"


# Glued blocks


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("3.1.2 学术振兴会 学术振兴会（ASF）成立于2003年，隶属文部省，负责资助基础研究。", 2),
        ("3.1.2 学术振兴协会学术振兴协会（ASF）成立于2003年，隶属文部省，负责资助基础研究。", 2),
        ("（一）加强组织领导。各地要高度重视，结合实际制定方案，明确责任分工。", 2),
        ("（一）加强统筹。1.完善机制。各部门要建立会商制度，定期研究解决重大问题，形成合力。", 3),
        ("1. 加强 A-STEP 计划 的实施", 1),
        ("（1）资助金额为500万元。资助期限3年，可以延长一次，最多不超过5年，逾期终止。", 1),
        ("2.1 学术振兴会(ASF) 成立于2003年，隶属文部省，负责资助基础研究与人才交流。", 1),
        ("（二）科技政策与科技战略的关系十分密切，需要统筹考虑、协同推进、分步实施。", 1),
    ],
)
def test_run_in_headings_are_cut_off_where_that_is_safe(text, parts):
    made, items = run(BODY, text)
    assert len(items) == 1 + parts
    assert "".join(texts(made, items[1:])).replace(" ", "") == text.replace(" ", "")
    assert [item.kind for item in items[1:-1]] == ["heading"] * (parts - 1)


def test_a_numbered_title_at_a_paragraphs_end_is_cut_off():
    made, items = run("1 引言", BODY + "2 实施阶段中的管理模式", BODY)
    assert texts(made, items) == ["1 引言", BODY, "2 实施阶段中的管理模式", BODY]
    assert [item.kind for item in items] == ["heading", "paragraph", "heading", "paragraph"]


def test_text_behind_a_doi_is_kept():
    made, items = run("doi:10.1234/j.issn.2095-915x.2017 " + BODY)
    assert [item.kind for item in items] == ["byline", "paragraph"]
    assert texts(made, items)[1] == BODY


def test_labels_inside_a_block_are_cut_off():
    made, items = run("摘要：" + BODY + " 关键词：创新；基金 中图分类号：G311 文献标识码：A")
    assert [item.kind for item in items] == ["paragraph", "paragraph", "byline", "byline"]


# Roles


@pytest.mark.parametrize(
    "text",
    [
        "作者简介：王小明（1980—），男，博士，研究员，主要从事科技政策研究。",
        "王小明(1980-), 男, 山东济南人, 研究员",
        "收稿日期：2021-03-05",
        "基金项目：国家自然科学基金（71203148）",
        "通信作者：王小明，E-mail: wang@example.org",
        "中图分类号：G311",
        "DOI：10.1234/j.5678",
        "本文系国家社会科学基金项目“创新政策研究”的阶段性成果",
        "Corresponding author: Jane Doe, University of Somewhere",
        "Received 5 March 2021",
        "Supported by the National Science Fund under grant 123",
        "（王小明 研究员 科技发展战略研究院）",
        "王小明、李大伟、张三丰、刘海洋、陈建国、赵文静、孙立人",
    ],
)
def test_bylines(text):
    assert kinds(BODY, text, BODY) == ["paragraph", "byline", "paragraph"]


@pytest.mark.parametrize(
    "text",
    [
        "摘  要：" + BODY,
        "【摘要】" + BODY,
        "关键词：科技创新；公私合作",
        "Abstract: " + ENGLISH,
        "Keywords: innovation; funding",
        "基金项目的申请人须提交年度报告，逾期不交者终止资助。",
        "作者认为，该计划的预算应当增加到五亿元。",
        "作者简介：" + BODY * 12,
        "申请人应当在五月前把材料寄到 fund@example.org。逾期不予受理。",
        "Received wisdom has it that grants of up to five million euros crowd out private money.",
    ],
)
def test_no_bylines(text):
    assert kinds(BODY, text, BODY) == ["paragraph", "paragraph", "paragraph"]


def test_title_page():
    assert kinds(
        block("创新基金的国际比较", "heading"), "王小明1，李大伟2", "（1.科技大学公共管理学院，北京 100083；2.信息研究所，北京 100038）",
        "2021年9月17日", "摘要：" + BODY, "1 引言", BODY, "2 结论", BODY,
    ) == ["heading", "byline", "byline", "byline", "paragraph", "heading", "paragraph", "heading", "paragraph"]  # fmt: skip


def test_a_person_and_a_body_on_a_slide():
    assert kinds(block("创新政策", "heading"), "科技发展战略研究院", "于良 研究员", block("汇报", "heading"), BODY)[1:3] == [
        "byline", "byline",
    ]  # fmt: skip


def test_english_title_block_before_an_abstract():
    found = kinds(
        BODY, BODY, "WANG Xiao-ming, LI Da-wei", "(Institute of Policy, Beijing 100083, China)", "Abstract: " + ENGLISH
    )
    assert found == ["paragraph", "paragraph", "byline", "byline", "paragraph"]


def test_a_mark_is_not_cut_off_its_label():
    made, items = run(BODY, "＊ 通信作者：王小明，E-mail：wang@example.org")
    assert texts(made, items)[1].startswith("＊")
    assert items[1].kind == "byline"


def test_a_cover_has_titles_and_an_imprint():
    cover = [
        block("云计算发展白皮书", "heading", size=30), block("指导单位：信息化司", "heading", size=14), block("信息通信研究院", "heading", size=14),
        block("2019年7月发布", "heading", size=14), block("GB/T 3620.1—2016", "heading", size=12),
    ]  # fmt: skip
    inside = [block(BODY, size=10, page=3)]
    assert kinds(*cover, *inside) == ["heading", "byline", "byline", "byline", "byline", "paragraph"]


def test_credits_are_bylines_up_to_the_next_title():
    blocks = [
        block("编写单位", "heading", size=12), block("电子标准化研究院", "heading", size=12), block("万向控股有限公司", "text", size=12),
        block("编写人员", "heading", size=12), block("周平平 杜平宇 李平斌", "heading", size=12),
        block("一、概述", "heading", size=16), block(BODY, size=10),
    ]  # fmt: skip
    assert kinds(*blocks) == ["byline"] * 5 + ["heading", "paragraph"]


def test_a_date_and_its_signatory_end_a_preface():
    blocks = [
        block(BODY * 2, size=10),
        block("信息化和软件服务业司", size=10),
        block("2016年10月", size=10),
        block("目录", "heading", size=20),
    ]
    assert kinds(*blocks) == ["paragraph", "byline", "byline", "heading"]
    assert kinds(*blocks[:3], block(BODY * 2, size=10))[1:3] == ["paragraph", "paragraph"]


REFERENCES = [
    "[1] 王小明. 创新基金研究[J]. 科学学研究, 2019(3): 1-9.",
    "[2] Doe J. Funds. Research Policy, 2018, 47: 5.",
]


def test_references_under_their_heading():
    assert kinds("1 引言", BODY, "参考文献", *REFERENCES) == [
        "heading",
        "paragraph",
        "heading",
        "reference",
        "reference",
    ]


def test_continued_entries_belong_to_the_list():
    assert kinds("References", REFERENCES[0], "续表中的一行", REFERENCES[1])[1:] == ["reference"] * 3


def test_authored_entries_without_numbers():
    entries = ["Smith, J. (2019). Funds and firms. Some Press.", "World Bank. (2020). A report. https://example.org/a."]
    assert kinds(ENGLISH, "References", *entries) == ["paragraph", "heading", "reference", "reference"]


def test_points_under_a_heading_of_sources_are_entries():
    entry = block("• Yu Liang: slides on hot topics (in Chinese)", "list")
    assert kinds(ENGLISH, block("Sources", "heading"), entry, entry)[2:] == ["reference", "reference"]


@pytest.mark.parametrize("after", ["Abstract: " + ENGLISH, BODY * 3])
def test_the_list_of_references_ends_where_text_begins(after):
    assert kinds("参考文献", *REFERENCES, after)[-1] == "paragraph"


def test_numbered_paragraphs_behind_references_are_no_references():
    blocks = ["参考文献", *REFERENCES, "2．本项目的研究目标", BODY, "3．拟采取的研究方案", BODY]
    assert "reference" not in kinds(*blocks)[3:]


def test_entries_outside_a_list():
    assert kinds(BODY, REFERENCES[0], BODY)[1] == "reference"
    assert kinds(BODY, "[3]2019年投入五亿元，比上年增长三成。", BODY)[1] == "paragraph"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("图 1 资助流程图", "caption"),
        ("表2-1　年度预算", "caption"),
        ("Figure 3. Budget by year", "caption"),
        ("Table 1: Budget by year", "caption"),
        ("单位：亿日元", "caption"),
        ("图 1 所示的流程分为三步。", "paragraph"),
        ("表 3 显示，预算逐年增加。", "paragraph"),
        ("Table 1 shows the budget of each year.", "paragraph"),
        ("图书馆是科学普及的重要场所", "paragraph"),
        ("注：预算为当年价。", "note"),
        ("资料来源：经济部年度报告", "note"),
        ("Source: Ministry of Economy", "note"),
    ],
)
def test_captions_and_notes(text, kind):
    assert kinds(BODY, text, BODY)[1] == kind


def test_small_print_with_a_mark_is_a_note():
    assert kinds(block(BODY, size=10), block("① 该金额按当年汇率折算", size=8))[1] == "note"
    assert (
        kinds(block(BODY, size=10), block("① 王小明：《创新论》，北京：科学出版社，2010年，第5页", size=8))[1]
        == "reference"
    )
    assert kinds(block(BODY, size=10), block("① 综合性与专业性结合。", size=10))[1] == "paragraph"


def test_kinds_that_geometry_shows_are_kept():
    blocks = [block("经济部 企业 高校", "figure"), block("- 高校", "list"), block("第 1 页", "furniture")]
    _, items = run("1 引言", BODY, "2 任务", BODY, *blocks)
    assert [item.kind for item in items][4:] == ["figure", "list", "furniture"]
    assert [item.section for item in items][4:] == [(2,), (2,), ()]


def test_cells_know_their_place():
    text = ["项目", "金额", "基础研究", "3亿元"]
    made = document(*[block(t, "cell") for t in text])
    cells = tuple(Cell(row=i // 2, column=i % 2, start=b.start, end=b.end) for i, b in enumerate(made.blocks))
    _, items = run(*[block(t, "cell") for t in text], tables=[Table(page=1, cells=cells)])
    assert [(i.table, i.row, i.column) for i in items] == [(0, 0, 0), (0, 0, 1), (0, 1, 0), (0, 1, 1)]


# Languages, sentences, words


def test_a_part_without_evidence_takes_the_documents_language():
    _, items = run(BODY, block("JST", "cell"), ENGLISH)
    assert [item.language for item in items] == ["zh", "zh", "en"]


def test_spans_are_of_the_document():
    made, items = run(ENGLISH, "  预算三亿元。期限五年。 ")
    assert [made.text[s.start : s.end] for s in items[1].sentences] == ["预算三亿元。", "期限五年。"]
    assert [made.text[w.start : w.end] for w in items[0].words][:3] == ["The", "programme", "is"]


def test_words_can_be_left_out():
    _, items = run(BODY, ENGLISH, config=SegmentConfig(words=False))
    assert all(item.words == () and item.sentences for item in items)


def test_empty_blocks_give_no_segment():
    assert kinds(BODY, "  \u3000", BODY) == ["paragraph", "paragraph"]
    assert run()[1] == ()


# What must hold for any document

pieces = st.sampled_from([
    "一、", "（一）", "1 ", "1.1 ", "2. ", "（1）", "①", "第一条　", "Chapter 2 ", "摘要：", "关键词：", "参考文献", "[1] ", "目录", "图 1 ",
    "作者简介：", "DOI:10.1234/ab ", "。", "；", "，", " ", "\n", "（", "）", "“", "”", "2019", "[J]", "总体要求", "加强组织领导",
    "王小明", "科技大学", "JST", "The plan ends. ", "A ", "a@b.cn", "......", "…… 5",
])  # fmt: skip
any_block = st.tuples(
    st.one_of(st.lists(pieces, max_size=12).map("".join), st.text(max_size=40)),
    st.sampled_from(["text", "text", "heading", "list", "cell", "caption", "figure", "note", "furniture"]),
    st.sampled_from([0.0, 8.0, 10.0, 16.0]),
)


@given(st.lists(any_block, max_size=8))
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_segments_of_any_document(blocks):
    made, items = run(*[block(text, kind, size=size) for text, kind, size in blocks])
    position = 0
    for index, item in enumerate(items):
        assert item.segment == index
        assert position <= item.start < item.end <= len(made.text)
        assert not made.text[position : item.start].strip()
        assert (item.kind == "heading") == (item.level is not None)
        assert all(items[above].kind == "heading" and above < index for above in item.section)
        levels = [items[above].level for above in item.section]
        assert levels == sorted(set(levels))
        check_spans(made.text, item)
        position = item.end
    assert not made.text[position:].strip()


@given(st.lists(any_block, max_size=6))
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_segments_cut_no_further(blocks):
    made, items = run(*[block(text, kind, size=size) for text, kind, size in blocks])
    kind_at = {i: b.kind for b in made.blocks for i in range(b.start, b.end)}
    _, again = run(*[block(made.text[i.start : i.end], kind_at[i.start]) for i in items])
    assert [i.end - i.start for i in again] == [i.end - i.start for i in items]


def check_spans(text, item):
    position = item.start
    for sentence in item.sentences:
        assert position <= sentence.start < sentence.end <= item.end
        assert not text[position : sentence.start].strip()
        position = sentence.end
    assert not text[position : item.end].strip()
    for word in item.words:
        assert any(s.start <= word.start and word.end <= s.end for s in item.sentences)


def test_talks_and_publications_are_no_facts():
    entries = [block("1. 2015年，在海湾论坛作主题发言；"), block("2. 2017年，在国际会议发言。")]
    assert kinds(BODY, block("学术影响", "heading"), *entries)[2:] == ["reference", "reference"]
    assert kinds(ENGLISH, block("Selected publications", "heading"), block("1. Harbour policy, 2015."))[2:] == [
        "reference"
    ]


def test_an_article_s_last_mark_parts_what_is_behind_it():
    assert len(kinds("加快了我国的科技成果转化进程。■ Research on Harbour Policy in the Process of Transfer")) == 2
    assert len(kinds("加快了我国的科技成果转化进程。■")) == 1

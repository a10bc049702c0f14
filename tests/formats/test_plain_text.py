"""Plain text as extractors leave it."""

from __future__ import annotations

from drawnpdf import body, check_document, kinds, rows_of, source

from pipeline.config import load_config
from pipeline.read import read

CHINESE = "日本政府在技术转移的过程中采用了公私合作的机制，与产业界和学术界共同承担研究开发的费用和风险。"


def read_text(text):
    document = read(source(text.encode(), name="t.txt"), config=load_config().read)
    check_document(document)
    return document


def wrap(text, width):
    return [text[n : n + width] for n in range(0, len(text), width)]


def test_hard_wrapped_lines_with_blank_lines_between_are_one_paragraph():
    long = (CHINESE.rstrip("。") + "，") * 4 + CHINESE
    lines = wrap(long, 22)
    document = read_text("\n\n".join(["1　概况", *lines, "2　结论", *wrap(CHINESE, 22)]))
    assert body(document) == ["1　概况", long, "2　结论", CHINESE]
    assert kinds(document)["1　概况"] == "heading"


def test_a_caption_and_a_figures_text_do_not_cut_a_paragraph():
    lines = wrap((CHINESE.rstrip("。") + "，") * 6 + CHINESE, 22)
    scraps = ["企业", "JST", "公开招募", "选定", "交流"]
    document = read_text("\n".join([*lines[:6], " 图 1　流程图", *scraps, *lines[6:]]))
    assert "".join(lines) in body(document)
    assert kinds(document)["图 1　流程图"] == "caption"
    assert kinds(document)["公开招募"] == "figure"


def test_tab_separated_lines_are_a_table():
    document = read_text("表 1 计划\n\n类别\t名称\t金额\n1. 人才\t甲\t2 000 万\n\t乙\t\n\n说明在此。")
    (table,) = document.tables
    assert rows_of(document, table) == [["类别", "名称", "金额"], ["1. 人才", "甲", "2 000 万"], ["", "乙", ""]]
    assert document.text[table.caption.start : table.caption.end] == "表 1 计划"


def test_a_text_that_only_repeats_itself_is_not_taken_for_running_headers():
    line = "资助期限为五年，每年拨付三亿日元的项目资金，由文部科学省管理实施"
    assert line in read_text("\n".join([line] * 3)).text


def test_paragraphs_are_numbered_in_place_of_pages():
    document = read_text("第一段的文字。\n\n类别\t金额\n甲\t3\n\n第三段的文字。")
    assert document.format == "text"
    assert [(p.number, p.width) for p in document.pages] == [(1, 0), (2, 0), (3, 0)]
    assert [line.page for line in document.lines] == [1, 2, 2, 2, 2, 3]
    assert document.tables[0].page == 2


def test_headings_that_differ_by_their_number_alone_are_no_running_headers():
    paragraph = wrap((CHINESE.rstrip("。") + "，") * 3 + CHINESE, 22)
    titles = [
        "1  概念的界定与范围",
        "2  首都圈创新平台建设政策",
        "3  首都圈创新平台建设政策",
        "4  首都圈创新平台建设政策",
    ]
    document = read_text("\n".join(line for title in titles for line in (title, *paragraph)))
    assert [document.text[b.start : b.end] for b in document.blocks if b.kind == "heading"] == titles


def test_running_headers_page_numbers_and_section_names_are_furniture():
    lines = []
    for page in range(3):
        long = "甲乙丙"[: page + 1] + (CHINESE.rstrip("。") + "，") * 3 + CHINESE
        lines += ["技术转移研究动态", f"2017 年第 {page + 1} 期", f"- {page + 1} -", "·科技与经济·", *wrap(long, 22)]
    document = read_text("\n".join(lines))
    furniture = [line.text for line in document.furniture]
    assert furniture[:4] == ["技术转移研究动态", "2017 年第 1 期", "- 1 -", "·科技与经济·"]
    assert len(furniture) == 12


def test_a_heading_may_go_on_in_a_second_line():
    paragraph = wrap((CHINESE.rstrip("。") + "，") * 3 + CHINESE, 22)
    document = read_text(
        "\n".join(["1  概况", *paragraph, "2  首都圈产学官协同创新生态的", "建设政策分析", *paragraph])
    )
    assert kinds(document)["2  首都圈产学官协同创新生态的建设政策分析"] == "heading"


def test_a_footnote_does_not_cut_the_sentence_that_the_page_end_cuts():
    long = "官方机构①" + (CHINESE.rstrip("。") + "，") * 4 + CHINESE
    lines = wrap(long, 22)
    document = read_text("\n".join([*lines[:5], "①産学連携. https://example.org/a [2016-12-13].", *lines[5:]]))
    assert long in body(document)
    assert kinds(document)["①産学連携. https://example.org/a [2016-12-13]."] == "note"


def test_a_text_in_another_script_is_another_paragraph():
    english = [
        "This paper describes the programmes by which the agency supports",
        "joint research of firms and universities over several years in",
    ]
    lines = wrap((CHINESE.rstrip("。") + "，") * 4 + CHINESE, 22)
    assert body(read_text("\n".join([*english, *lines])))[:2] == [" ".join(english), "".join(lines)]


def test_bare_headings_and_the_title_of_a_text_with_a_paragraph_a_line():
    document = read_text(
        "\n\n".join(["4.2", "技术转移政策的转变", CHINESE, "突破：合作的新机制", CHINESE + CHINESE, CHINESE])
    )
    assert document.title == "技术转移政策的转变"
    assert [(document.text[b.start : b.end], b.level) for b in document.blocks if b.kind == "heading"] == [
        ("技术转移政策的转变", 1), ("突破：合作的新机制", None),
    ]  # fmt: skip


def test_a_paragraph_that_a_pages_end_tore_is_mended():
    cut = CHINESE.index("，") + 8
    document = read_text("\n\n".join([CHINESE, CHINESE[:cut], CHINESE[cut:], "收稿日期: 2024-05-08", CHINESE]))
    assert body(document)[1] == CHINESE


def test_tab_indents_are_no_table():
    assert not read_text(f"\t{CHINESE}\n\t{CHINESE}").tables


def test_a_broken_byte_is_a_notice():
    content = (CHINESE + "\n").encode("gb18030") * 200
    document = read(source(content[:5000] + b"\xff" + content[5000:], name="t.txt"), config=load_config().read)
    assert [n.error for n in document.notices] == ["EncodingError"]
    assert document.text.count(CHINESE) >= 198


def test_narrow_lines_that_stand_together_in_a_double_spaced_text_were_a_cell():
    lines = wrap((CHINESE.rstrip("。") + "，") * 5 + CHINESE, 22)
    cells = ["海洋观测设备研发\n共享联盟", "研制浮标与传感器及其\n校准装置。"]
    document = read_text("\n\n".join([*lines, "表1　联盟一览", *cells, *lines]))
    assert body(document)[1:4] == ["表1　联盟一览", "海洋观测设备研发共享联盟", "研制浮标与传感器及其校准装置。"]


def test_a_line_before_a_list_of_bullets_is_a_slide_s_title():
    slide = [
        "The Harbour Programme",
        "",
        "•  2021-2027, EUR 5 bn in all",
        "•  35% of it for the coast",
        "",
        "---- 3",
        "",
    ]
    text = "\n".join(
        [*slide, "Why it was begun", "", "•  too many calls before", "•  too little money for any of them"]
    )
    wrapped = "\n".join(
        wrap("The Harbour Programme supports firms at the coast with grants that cover half of it " * 4, 62)
    )
    document = read_text(f"{wrapped}\n\n{text}")
    assert kinds(document)["Why it was begun"] == "heading"
    assert "---- 3" not in body(document)

"""Word files, from the bytes to the document."""

from __future__ import annotations

from io import BytesIO

import docx
import pytest
from docx.enum.text import WD_BREAK
from docx.shared import Pt
from drawnpdf import body, check_document, kinds, rows_of, source
from wordfiles import MAIN, archive, cell, para, table, word_file

from pipeline.config import load_config
from pipeline.errors import DamagedFileError, EmptyFileError, TooLargeError, UnknownFormatError
from pipeline.formats.wordstyles import written
from pipeline.read import read


def read_word(content, name="a.docx"):
    document = read(source(content, name=name), config=load_config().read)
    check_document(document)
    assert document.format == "docx"
    return document


def saved(file):
    buffer = BytesIO()
    file.save(buffer)
    return buffer.getvalue()


def headings(document):
    return [(document.text[b.start : b.end], b.level) for b in document.blocks if b.kind == "heading"]


def test_a_file_as_word_writes_it():
    file = docx.Document()
    file.core_properties.title = "Template of the ministry"
    file.sections[0].header.paragraphs[0].text = "Ministry of Science"
    file.add_heading("Support for joint laboratories", 0)
    file.add_heading("1. Background", 1)
    file.add_paragraph("The ministry pays up to 3 million euro a year.")
    file.add_heading("1.1 Aims", 2)
    file.add_paragraph("first aim", style="List Bullet")
    file.add_paragraph("first step", style="List Number")
    file.add_paragraph("second step", style="List Number")
    grid = file.add_table(rows=3, cols=3)
    for n, text in enumerate(["Year", "Strand A", "Strand B", "2024", "10", "20", "2025", "", "30"]):
        grid.cell(n // 3, n % 3).text = text
    document = read_word(saved(file))
    assert document.title == "Support for joint laboratories"
    assert headings(document) == [("Support for joint laboratories", 1), ("1. Background", 2), ("1.1 Aims", 3)]
    assert kinds(document)["first aim"] == "list"
    assert body(document)[5:7] == ["1. first step", "2. second step"]
    assert rows_of(document, document.tables[0]) == [
        ["Year", "Strand A", "Strand B"],
        ["2024", "10", "20"],
        ["2025", "", "30"],
    ]
    assert kinds(document)["Ministry of Science"] == "furniture"


def test_each_paragraph_is_numbered_in_place_of_pages_and_a_table_is_one():
    document = read_word(
        word_file(para("甲部分的说明。") + table(cell("项目") + cell("金额"), cell("甲") + cell("3")) + para("完。"))
    )
    assert [(p.number, p.width, p.height) for p in document.pages] == [(1, 0, 0), (2, 0, 0), (3, 0, 0)]
    assert document.tables[0].page == 2
    assert [document.text[p.start : p.end].split() for p in document.pages] == [
        ["甲部分的说明。"],
        ["项目", "金额", "甲", "3"],
        ["完。"],
    ]
    assert {line.box for line in document.lines} == {None}


def test_merged_cells_keep_their_spans():
    rows = [
        cell("类别", '<w:vMerge w:val="restart"/>') + cell("额度（万元）", '<w:gridSpan w:val="2"/>'),
        cell("", "<w:vMerge/>") + cell("2023年") + cell("2024年"),
        cell("小微企业") + cell("10") + cell("20"),
    ]
    document = read_word(word_file(para("表1 支持标准") + para("单位：万元") + table(*rows)))
    (found,) = document.tables
    spans = {document.text[c.start : c.end]: (c.row, c.column, c.row_span, c.column_span) for c in found.cells}
    assert spans["类别"] == (0, 0, 2, 1)
    assert spans["额度（万元）"] == (0, 1, 1, 2)
    assert spans["2024年"] == (1, 2, 1, 1)
    assert spans["20"] == (2, 2, 1, 1)
    assert found.header_rows == 2
    assert document.text[found.caption.start : found.caption.end] == "表1 支持标准"
    assert document.text[found.unit.start : found.unit.end] == "单位：万元"


def test_rows_that_word_repeats_are_header():
    head = "<w:trPr><w:tblHeader/></w:trPr>"
    rows = [head + cell("A") + cell("B"), head + cell("a") + cell("b"), cell("1") + cell("2")]
    assert read_word(word_file(table(*rows))).tables[0].header_rows == 2


def test_a_table_that_sets_out_the_page_is_none():
    inner = table(cell("年") + cell("额"), cell("2024") + cell("5"))
    document = read_word(word_file(table(cell(para("左栏的文字。") + inner), cell("右栏的文字。"))))
    assert body(document)[0] == "左栏的文字。" and body(document)[-1] == "右栏的文字。"
    assert len(document.tables) == 1


def test_tracked_changes_are_accepted():
    runs = (
        "<w:r><w:t>资助</w:t></w:r><w:del><w:r><w:delText>三百</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>五百</w:t></w:r></w:ins><w:r><w:rPr><w:vanish/></w:rPr><w:t>隐藏</w:t></w:r><w:r><w:t>万元。</w:t></w:r>"
    )
    assert body(read_word(word_file(para(runs)))) == ["资助五百万元。"]


def test_breaks_tabs_hyphens_and_links_inside_a_paragraph():
    runs = (
        '<w:r><w:t>long</w:t><w:noBreakHyphen/><w:t>term pro</w:t><w:softHyphen/><w:t>gramme</w:t><w:tab/><w:t xml:space="preserve">of </w:t></w:r>'
        "<w:hyperlink><w:r><w:t>the agency</w:t></w:r></w:hyperlink><w:r><w:br/><w:t>and its partners</w:t></w:r>"
    )
    assert body(read_word(word_file(para(runs)))) == ["long-term programme of the agency and its partners"]


def test_line_breaks_may_end_a_paragraph():
    file = docx.Document()
    run = file.add_paragraph().add_run("第一段到此为止。")
    run.add_break(WD_BREAK.LINE)
    run.add_text("　　第二段从这里开始。")
    assert body(read_word(saved(file))) == ["第一段到此为止。", "第二段从这里开始。"]


def test_notes_follow_the_paragraph_that_they_hang_on():
    mark = '<w:r><w:t>每年一亿元</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r><w:r><w:t>。</w:t></w:r>'
    notes = f'<w:footnote w:type="separator" w:id="0">{para("—")}</w:footnote><w:footnote w:id="2">{para("按2020年价格计算。")}</w:footnote>'
    document = read_word(word_file(para(mark) + para("下一段。"), footnotes=notes))
    assert body(document) == ["每年一亿元。", "按2020年价格计算。", "下一段。"]
    assert kinds(document)["按2020年价格计算。"] == "note"


def test_text_boxes_are_read_once():
    content = f"<w:txbxContent>{para('框内的一句完整的话。')}</w:txbxContent>"
    box = (
        f"<w:r><w:t>正文在这里。</w:t></w:r><w:r><mc:AlternateContent><mc:Choice Requires='wps'><wps:txbx>{content}</wps:txbx></mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox>{content}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    assert body(read_word(word_file(para(box)))) == ["正文在这里。", "框内的一句完整的话。"]


NUMBERING = """
<w:abstractNum w:abstractNumId="1">
  <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/><w:lvlText w:val="%1、"/></w:lvl>
  <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="（%2）"/></w:lvl>
  <w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%2.%3"/><w:isLgl/></w:lvl>
</w:abstractNum>
<w:num w:numId="5"><w:abstractNumId w:val="1"/></w:num>
<w:num w:numId="6"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>
"""


def numbered(text, level, list_id=5, more=""):
    return para(text, f'{more}<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/></w:numPr>')


def test_numbers_that_word_writes_itself_are_in_the_text():
    content = "".join(numbered(t, n) for t, n in [("甲", 0), ("子", 1), ("丑", 1), ("细", 2), ("乙", 0), ("寅", 1)])
    document = read_word(word_file(content + numbered("丙", 0, 6), numbering=NUMBERING))
    assert body(document) == ["一、甲", "（一）子", "（二）丑", "1.2.1 细", "二、乙", "（一）寅", "一、丙"]


def test_a_headings_level_and_number_may_come_from_its_style():
    styles = (
        '<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/><w:pPr><w:numPr><w:numId w:val="5"/></w:numPr>'
        '<w:outlineLvl w:val="0"/></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="a"><w:name w:val="章题"/><w:basedOn w:val="1"/></w:style>'
    )
    content = (
        para("总体要求", '<w:pStyle w:val="1"/>')
        + para("到2027年投入三亿元。")
        + para("重点任务", '<w:pStyle w:val="a"/>')
    )
    document = read_word(word_file(content, styles=styles, numbering=NUMBERING))
    assert headings(document) == [("一、总体要求", 1), ("二、重点任务", 1)]


@pytest.mark.parametrize(
    ("number", "form", "shown"),
    [
        (12, "chineseCounting", "十二"), (20, "chineseCounting", "二十"), (103, "taiwaneseCounting", "一百零三"),
        (3, "chineseLegalSimplified", "叁"), (21, "ideographDigital", "二一"), (27, "lowerLetter", "aa"), (4, "upperRoman", "IV"),
        (3, "decimalEnclosedCircle", "③"), (7, "decimalZero", "07"), (7, "klingon", "7"),
    ],
)  # fmt: skip
def test_number_formats(number, form, shown):
    assert written(number, form) == shown


def test_a_title_is_a_line_at_the_top_that_is_printed_larger():
    file = docx.Document()
    file.core_properties.title = "PowerPoint 演示文稿"
    file.add_paragraph().add_run("关于支持联合实验室的若干措施").font.size = Pt(22)
    for _ in range(3):
        file.add_paragraph("为支持企业与高校共建联合实验室，制定本措施。").runs[0].font.size = Pt(16)
    document = read_word(saved(file))
    assert document.title == "关于支持联合实验室的若干措施"
    assert headings(document) == [("关于支持联合实验室的若干措施", 1)]


def test_files_that_other_programs_write_are_read():
    macro = MAIN.replace(
        "openxmlformats-officedocument.wordprocessingml.document.main", "ms-word.document.macroEnabled.main"
    )
    assert body(read_word(word_file(para("带宏的文字。"), main=macro))) == ["带宏的文字。"]
    namespaced = f'<w:document xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main"><w:body>{para("Strict.")}</w:body></w:document>'
    assert body(read_word(archive({"word/document.xml": namespaced}))) == ["Strict."]


def entity_bomb():
    bomb = '<!DOCTYPE w:document [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY x SYSTEM "file:///etc/passwd">]>'
    return archive(
        {"word/document.xml": f'{bomb}<w:document xmlns:w="{"x"}"><w:body><w:p>&b;&x;</w:p></w:body></w:document>'}
    )


HOSTILE = {
    "cut-off": (word_file(para("文字。" * 300))[:-60], DamagedFileError),
    "broken-part": (
        word_file(para("文字。" * 300)).replace(b"word/document.xml", b"word/documenX.xml", 1),
        DamagedFileError,
    ),
    "entities": (entity_bomb(), DamagedFileError),
    "no-body": (archive({"word/document.xml": "<w:document xmlns:w='x'/>"}), DamagedFileError),
    "no-xml": (archive({"word/document.xml": "not xml"}), DamagedFileError),
    "bomb": (archive({"word/document.xml": b" " * (70 << 20)}), TooLargeError),
    "no-text": (word_file(para()), EmptyFileError),
    "empty-archive": (b"PK\x05\x06" + bytes(18), DamagedFileError),
    "xlsx": (archive({"[Content_Types].xml": "<Types>…spreadsheetml.sheet.main+xml</Types>"}), UnknownFormatError),
    "odt": (archive({"mimetype": "application/vnd.oasis.opendocument.text"}), UnknownFormatError),
    "zip": (archive({"a.txt": "text"}), UnknownFormatError),
    "doc": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"), UnknownFormatError),
    "locked": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), UnknownFormatError),
}


@pytest.mark.parametrize(("content", "error"), HOSTILE.values(), ids=HOSTILE)
def test_what_cannot_be_read_is_named_and_has_advice(content, error):
    with pytest.raises(error) as caught:
        read(source(content, name="a.docx"), config=load_config().read)
    assert caught.value.advice


@pytest.mark.parametrize(("depth", "whole"), [(300, True), (1000, False)])
def test_deeply_nested_tables_end_and_what_is_lost_is_told(depth, whole):
    content = para("最里面的文字。")
    for _ in range(depth):
        content = f"<w:tbl><w:tr><w:tc>{content}</w:tc></w:tr></w:tbl>"
    document = read_word(word_file(para("外面的文字。") + content))
    assert ("最里面的文字。" in body(document)) is whole
    assert [notice.error for notice in document.notices] == ([] if whole else ["DamagedFileError"])

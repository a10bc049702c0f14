"""Saved web pages, from the bytes to the document."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from drawnpdf import body, check_document, kinds, rows_of, source

from pipeline.config import load_config
from pipeline.errors import EmptyFileError, TooLargeError, UnknownFormatError
from pipeline.read import read

PAGES = Path(__file__).parent / "pages"


def read_page(content, name="page.html"):
    content = content if isinstance(content, bytes) else content.encode()
    document = read(source(content, name=name), config=load_config().read)
    check_document(document)
    return document


def saved_page(name):
    return read_page((PAGES / name).read_bytes())


def headings(document):
    return [(document.text[b.start : b.end], b.level) for b in document.blocks if b.kind == "heading"]


def article(markup):
    """A page whose matter is `markup` under a paragraph that is long enough to be found."""
    return f"<html><head><title>A</title></head><body><p>{'The ministry funds joint research of firms. ' * 6}</p>{markup}</body></html>"


def test_a_notice_of_a_chinese_government_site():
    document = saved_page("notice.html")
    assert document.title == "关于下达创新平台专项经费的通知"
    assert headings(document) == [("关于下达创新平台专项经费的通知", 1)]
    text = document.text
    for frame in ("当前位置", "打印", "关闭", "网站地图", "备案", "相关链接", "领导之窗", "分享"):
        assert frame not in text
    (table,) = document.tables
    assert rows_of(document, table)[:3] == [["平台", "经费"], ["2025年", "2026年"], ["材料基因平台", "300", "450"]]
    assert table.header_rows == 2
    assert text[table.caption.start : table.caption.end] == "表1 平台经费"
    assert text[table.unit.start : table.unit.end] == "单位：万元"
    assert "各平台的建设期为三年，每年考核一次。" in body(document)


def test_a_press_release():
    document = saved_page("release.html")
    assert document.title == "New fund for battery research opens"
    assert headings(document) == [("New fund for battery research opens", 1), ("Who can apply", 2), ("Budget", 2)]
    assert [t for t, kind in kinds(document).items() if kind == "list"] == [
        "universities",
        "firms with up to 250 staff",
        "1. outline",
        "2. full bid",
    ]
    assert not any(word in document.text for word in ("cookies", "Departments", "Share", "Privacy", "More news"))
    (table,) = document.tables
    assert rows_of(document, table) == [["Year", "Grants", "Loans"], ["2025", "40", "10"], ["2026", "60", "15"]]


def test_a_page_laid_out_with_tables_and_breaks_in_gb2312():
    markup = (PAGES / "tables.html").read_text(encoding="utf-8")
    document = read_page(markup.encode("gb18030"))
    assert document.title == "某省关于扶持中试基地的意见"
    assert body(document)[1:] == [
        "各市人民政府：", "中试基地是成果转化的关键环节，现提出以下意见。", "一、资金", "省财政对每个基地一次性补助八百万元。", "二、期限",
        "补助期为四年，期满后验收。",
    ]  # fmt: skip
    assert not document.tables


def test_a_page_with_a_table_only():
    rows = "".join(f"<tr><td>项目{n}</td><td>{n}00</td></tr>" for n in range(1, 9))
    document = read_page(
        f"<html><head><title>资助清单</title></head><body><table><tr><th>名称</th><th>万元</th></tr>{rows}</table></body></html>"
    )
    assert rows_of(document, document.tables[0])[:2] == [["名称", "万元"], ["项目1", "100"]]


def test_spans_and_header_rows_of_a_table():
    head = "<thead><tr><th rowspan=2>A</th><th colspan='2'>B</th></tr><tr><th>b</th><th>c</th></tr></thead>"
    document = read_page(
        article(f"<table>{head}<tr><th>1</th><td rowspan=0>2</td><td>3</td></tr><tr><td>4</td><td>5</td></tr></table>")
    )
    (table,) = document.tables
    spans = {document.text[c.start : c.end]: (c.row, c.column, c.row_span, c.column_span) for c in table.cells}
    assert (
        spans["A"] == (0, 0, 2, 1)
        and spans["B"] == (0, 1, 1, 2)
        and spans["2"] == (2, 1, 2, 1)
        and spans["5"] == (3, 2, 1, 1)
    )
    assert table.header_rows == 2


def test_white_space_is_as_a_browser_shows_it():
    document = read_page(
        article("<p>资助每年\n    三亿元，共\t五年。</p><p>a&nbsp;b<br>c <i>d</i><!-- x -->e</p><pre>one\ntwo</pre>")
    )
    assert body(document)[1:] == ["资助每年三亿元，共 五年。", "a b c de", "one two"]


def test_hidden_text_and_scripts_are_no_text():
    document = read_page(
        article("<p hidden>a1</p><p style='display: none'>a2</p><script>var a = '<p>x</p>';</script><p>Seen.</p>")
    )
    assert body(document)[1:] == ["Seen."]


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("big5", "經濟部補助企業研究發展，每年三億元。"),
        ("shift_jis", "研究開発に年間三億円を支援する。"),
        ("euc_kr", "연구개발에 매년 삼억원을 지원한다."),
    ],
)
def test_the_encoding_that_the_page_names(encoding, text):
    page = f"<html><head><meta charset={encoding}></head><body><p>{text}</p></body></html>"
    assert body(read_page(page.encode(encoding))) == [text]
    assert body(read_page(page.encode("utf-8-sig"))) == [text], "a byte order mark outranks what the page names"


def test_mhtml():
    page = b"<html><body><p>Grants of 3 million =E2=82=AC a year for univers=\r\nities.</p></body></html>"
    head = (
        b'From: <Saved by Blink>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="B"\r\n\r\n--B\r\n'
    )
    part = b"Content-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n" + page + b"\r\n--B--\r\n"
    assert body(read_page(head + part, "saved.mhtml")) == ["Grants of 3 million € a year for universities."]


def test_an_error_page_under_a_documents_name_is_a_failure_and_a_long_page_a_notice():
    with pytest.raises(UnknownFormatError, match=r"not \.pdf") as caught:
        read_page("<html><body><h1>404 Not Found</h1></body></html>", "plan.pdf")
    assert "get it again" in caught.value.advice
    document = read_page(article("<p>More of it.</p>" * 60), "plan.pdf")
    assert [n.error for n in document.notices] == ["UnknownFormatError"]


@pytest.mark.parametrize(
    "content",
    [
        "<html><head><title>App</title></head><body><div id=root></div><script>start()</script></body></html>",
        "<!-- x -->\n<html></html>",
    ],
    ids=["script", "empty"],
)
def test_a_page_without_text_is_a_named_failure(content):
    with pytest.raises(EmptyFileError) as caught:
        read_page(content)
    assert caught.value.advice


def test_pictures_inside_a_page_do_not_count_and_huge_markup_is_refused():
    picture = f"<img src='data:image/png;base64,{'A' * 30_000_000}'>"
    assert "Seen." in read_page(article(f"{picture}<p>Seen.</p>")).text
    with pytest.raises(TooLargeError) as caught:
        read_page(article("<p>a</p>" * 2_600_000))
    assert caught.value.advice


@pytest.mark.parametrize("depth", [1000, 20_000])
def test_deeply_nested_markup_ends(depth):
    started = time.process_time()
    document = read_page(
        article("<table><tr><td>" * depth + "<p>Inside.</p>" + "</td></tr></table>" * depth + "<div>" * depth)
    )
    assert document.text.startswith("The ministry funds")
    assert time.process_time() - started < 20


def test_nothing_is_fetched(monkeypatch):
    def refuse(*_args, **_options):
        raise AssertionError("the network was asked")

    monkeypatch.setattr("socket.socket.connect", refuse)
    page = '<!DOCTYPE html SYSTEM "http://example.org/x.dtd"><html><head><base href="http://example.org/">'
    page += '<link rel=stylesheet href="a.css"></head><body><iframe src="http://example.org"></iframe><p>Text &amp; more.</p></body></html>'
    assert body(read_page(page)) == ["Text & more."]

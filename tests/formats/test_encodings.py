"""In which encoding a text is: right, or a named failure."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import UnknownFormatError
from pipeline.formats.encodings import decode

SIMPLIFIED = "市财政每年安排二亿元，对通过评审的联合实验室给予为期三年的资助，单个项目不超过五百万元。"
TRADITIONAL = "經濟部每年編列三億元預算，補助企業與大學共同研究，計畫期限為三年，每案以一千萬元為上限。"
JAPANESE = "この事業は、大学と企業の共同研究に対して、年間一億円を上限として五年間の支援を行うものである。"
KOREAN = "정부는 대학과 기업의 공동 연구에 매년 십억 원을 지원하며, 과제 기간은 최대 오 년으로 한다."
WESTERN = "The Länder pay up to €40,000 for each “Gründer” – a naïve sum, says the café’s owner in Besançon."
TEXTS = {
    "gb18030": SIMPLIFIED,
    "gbk": SIMPLIFIED,
    "big5": TRADITIONAL,
    "shift_jis": JAPANESE,
    "euc_jp": JAPANESE,
    "iso2022_jp": JAPANESE,
    "euc_kr": KOREAN,
    "cp1252": WESTERN,
}
UNICODE = ("utf-8", "utf-8-sig", "utf-16", "utf-32")


@pytest.mark.parametrize("encoding", TEXTS)
@pytest.mark.parametrize("times", [1, 300], ids=["short", "long"])
def test_legacy_encodings_are_told_by_the_bytes(encoding, times):
    text = (TEXTS[encoding] + "\r\n") * times
    assert decode(text.encode(encoding)).text == text


@pytest.mark.parametrize("encoding", UNICODE)
@pytest.mark.parametrize("text", [SIMPLIFIED, JAPANESE, KOREAN, WESTERN, "plain"])
def test_unicode_is_told_by_its_mark_or_its_form(encoding, text):
    assert decode(text.encode(encoding)).text == text


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("text", [SIMPLIFIED, TRADITIONAL, "Funding of 3 million euro a year"])
def test_utf16_without_a_mark(encoding, text):
    assert decode(text.encode(encoding)).text == text


@pytest.mark.parametrize(
    "content", [b"\xff\xfe\x00\xd8\x00\xd8", b"\x80\x81\x82\xff" * 20, b"\x00\x01\x02text", bytes(range(256))]
)
def test_bytes_that_are_no_text_are_refused(content):
    with pytest.raises(UnknownFormatError) as caught:
        decode(content)
    assert caught.value.advice


@pytest.mark.parametrize("encoding", ["gb18030", "big5", "shift_jis", "euc_kr", "utf-8"])
def test_one_broken_byte_does_not_make_a_long_text_unreadable(encoding):
    lines = [TEXTS.get(encoding, SIMPLIFIED)] * 800
    content = "\n".join(lines).encode(encoding)
    cut = content.index(b"\n", len(content) // 2) + 3
    found = decode(content[:cut] + b"\xff" + content[cut:])
    assert 1 <= found.broken <= 3
    assert found.text.count(lines[0]) >= len(lines) - 1


def test_a_text_that_is_mostly_broken_is_refused():
    with pytest.raises(UnknownFormatError):
        decode("".join(f"{c}\ufffd" for c in SIMPLIFIED).encode("utf-8").replace(b"\xef\xbf\xbd", b"\xff"))


def test_nulls_of_padding_go_and_form_feeds_stay():
    assert decode(b"first page\x0csecond page" + bytes(40)).text == "first page\x0csecond page"


def test_a_declared_encoding_is_believed_where_the_bytes_bear_it_out():
    assert decode("拨款".encode("gbk"), declared="GB2312").text == "拨款"
    assert decode(SIMPLIFIED.encode(), declared="gb2312").text == SIMPLIFIED
    assert decode("拨款".encode(), declared="x-unknown").text == "拨款"


@given(st.sampled_from(sorted(TEXTS)), st.integers(0, 30), st.integers(8, 60))
def test_any_piece_of_a_text_is_read_right_or_refused(encoding, start, length):
    text = TEXTS[encoding][start : start + length]
    try:
        found = decode(text.encode(encoding))
    except UnknownFormatError:
        return
    assert found.text == text

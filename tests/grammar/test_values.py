"""All value rules together: what holds for any text, table units, and time that grows with the text and no faster."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from valuecases import GRAMMAR, find

PIECES = (
    "2 000万", "3,5", "1.2亿", "三十五", "十几亿", "日元", "元", "€", "US$", "¥", "%", "百分之", "个百分点", "年",
    "个月", "天", "2018", "2020年", "至", "～", "-", "、", "和", "不超过", "以内", "约", "每年", "/年", "1:1",
    "三分之二", "2/3", "分之", "半年", "以来", "since ", "from ", " to ", "between ", " million", "m", "bn",
    " years", "three", "-year", "up to ", "or more", " per project", "a year", "half", "(", "）", "，", "。", "\n",
    "+", "第", "上", "亿", "Rs ", " crore", "\u3000", "财年", "令和", "民國", "元年度", "FY", "2023-24", "壹", "拾", "佰", "½", ".5", "‰",
    "以上", "以下", "至少", "最高给予", "maximum award of ", "whichever is less", "increased from ", "提高到", "and ", "but not more than ",
    " lakh", " thousand", "several hundred", "“十三五”", "期间", "`", "R", "kr", "两倍", "twice as high", "50-50", "内", "before ", "ago",
    "，以较低者为准", "的", "each ", "per year", "/人·月", "约合", "(USD)", "（含）", "decade", "一年", "from ", ",",
)  # fmt: skip
any_text = st.lists(st.sampled_from(PIECES), max_size=14).map("".join) | st.text()


@given(any_text, st.sampled_from(["CNY", "JPY", "USD", "INR", "ZAR", "SEK"]))
def test_values_lie_in_the_text_in_order_without_overlap(text, local):
    position = 0
    for row in find(text, local):
        assert position <= row["start"] < row["end"] <= len(text)
        assert row["quote"] == text[row["start"] : row["end"]]
        position = row["end"]


@given(any_text)
def test_the_ends_of_a_value_agree_with_its_bound(text):
    for row in find(text):
        if row["type"] not in ("money", "percent"):
            continue
        low, high = row["min"], row["max"]
        assert {"at_most": low is None, "at_least": high is None, "range": low is not None}.get(
            row["bound"], low == high
        )
        assert low is None or high is None or low <= high


@given(any_text)
def test_the_same_text_gives_the_same_values(text):
    assert find(text) == find(text)


@pytest.mark.parametrize(
    "piece",
    [
        "1",
        "1 ",
        "1,",
        "三",
        "十",
        "万",
        "1亿",
        "2018",
        "2018-",
        "a ",
        "one ",
        "¥",
        "每",
        "约",
        "1、",
        "1%",
        "半",
        "（",
        "1年",
        "1/2 ",
        "per ",
        "100 000 ",
        "€1m ",
        "至少",
        "不超过",
        "from 10% to ",
        "1亿元以上",
        "½",
        "壹",
        "令和3",
        "FY21-",
        "since 2009 ",
        "的1%",
    ],
)
def test_time_grows_with_the_text_and_no_faster(piece):
    def seconds(count):
        text = piece * count
        begin = time.process_time()
        find(text)
        return time.process_time() - begin

    seconds(50)
    short, long = min(seconds(300) for _ in range(3)), min(seconds(2400) for _ in range(2))
    assert long < 8 * 4 * max(short, 0.002)


@pytest.mark.parametrize(
    ("text", "currency", "low", "high"),
    [
        ("2 000万~5亿", "JPY", 20000000, 500000000),
        ("最大1亿", "JPY", None, 100000000),
        ("开发经费：1亿以上", "CNY", 100000000, None),
    ],
)
def test_bare_amount_in_a_figure(text, currency, low, high):
    (value,) = GRAMMAR.find_bare(text, [], currency=currency)
    assert (value.min, value.max, value.currency) == (low, high, currency)


@pytest.mark.parametrize("text", ["2000万人以上", "约3亿", "1亿吨以下", "第1亿个"])
def test_bare_number_that_is_no_amount(text):
    assert GRAMMAR.find_bare(text, [], currency="CNY") == []

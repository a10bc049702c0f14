"""Time: the case tables of durations and periods in both languages, and every form of a period read back exactly."""

from hypothesis import given
from hypothesis import strategies as st
from valuecases import find

MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
years = st.integers(1950, 2049)
months = st.integers(1, 12)


def assert_reads(written, first, last, around):
    text = f"{around[0]}{written}{around[1]}"
    (row,) = find(text)
    assert (row["type"], row["from"], row["to"]) == ("period", first, last)
    assert (row["quote"], text[row["start"] : row["end"]]) == (written, written)


@given(
    years,
    st.integers(1, 30),
    st.sampled_from(
        [
            "{}-{}年",
            "{}—{}年",
            "{}～{}年",
            "{}年至{}年",
            "{}至{}年",
            "{} - {} 年",
            "{}-{}财年",
            "{}年到{}年",
            "{}–{}年度",
        ]
    ),
)
def test_closed_in_chinese(year, length, form):
    assert_reads(form.format(year, year + length), str(year), str(year + length), ("计划于", "执行。"))


@given(
    years,
    st.integers(1, 30),
    st.sampled_from(
        ["{}–{}", "{}-{}", "{} – {}", "from {} to {}", "between {} and {}", "FY{}–FY{}", "{} to {}", "from {} until {}"]
    ),
)
def test_closed_in_english(year, length, form):
    assert_reads(form.format(year, year + length), str(year), str(year + length), ("The scheme ran ", "."))


@given(years, months, st.integers(1, 9), months)
def test_closed_with_months(year, first, length, last):
    ends = (f"{year}-{first:02d}", f"{year + length}-{last:02d}")
    assert_reads(f"{year}年{first}月至{year + length}年{last}月", *ends, ("计划于", "执行。"))
    assert_reads(f"from {MONTHS[first - 1]} {year} to {MONTHS[last - 1]} {year + length}", *ends, ("It ran ", "."))
    assert_reads(f"{year}.{first}—{year + length}.{last}", *ends, ("第一阶段（", "）"))


@given(st.integers(2000, 2089), st.integers(1, 10), st.sampled_from(["{}-{:02d}年", "{}–{:02d}年"]))
def test_short_second_year(year, length, form):
    last = year + length
    assert_reads(form.format(year, last % 100), str(year), str(last), ("计划于", "执行。"))
    assert_reads(f"{year}–{last % 100:02d}", str(year), str(last), ("The scheme ran ", "."))


@given(years, st.sampled_from(["{}年至今", "{}年以来", "{}年起", "{}年开始", "{}年启动以来"]))
def test_open_in_chinese(year, form):
    assert_reads(form.format(year), str(year), None, ("该计划自", "，持续实施。"))


@given(
    years, st.sampled_from(["since {}", "from {} onwards", "{} to date", "from {} on", "{}–present", "starting in {}"])
)
def test_open_in_english(year, form):
    assert_reads(form.format(year), str(year), None, ("The scheme has run ", "."))


@given(
    years,
    st.sampled_from(
        [
            "{}年发布。",
            "到{}年底完成。",
            "FY{} plan.",
            "{}财年方案。",
            "by the end of {}.",
            "In {} it was published.",
            "{}年度报告。",
            "12 May {}.",
        ]
    ),
)
def test_a_single_year_is_no_period(year, form):
    assert find(form.format(year)) == []


@given(years, st.integers(0, 30))
def test_years_that_run_backwards_are_none(year, length):
    assert find(f"编号{year}-{year - length}年。") == []

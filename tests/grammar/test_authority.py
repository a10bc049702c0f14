"""The authority files: the longest form wins, weak forms need support, Latin forms are whole words."""

import pytest
from passages import passage

from pipeline.grammar.authority import Authority, Surroundings
from pipeline.lexicon.rows import Agency, Programme


@pytest.fixture(scope="module")
def book():
    agencies = (
        Agency(id="jp.sea", country="JP", zh_hans="海洋开发机构", acronym="SEA", ambiguous=("SEA",), source="test"),
        Agency(id="jp.seabed", country="JP", zh_hans="海洋开发机构海底部", source="test"),
        Agency(id="gb.sea", country="GB", zh_hans="海洋局", acronym="SEA", ambiguous=("SEA",), source="test"),
    )
    programmes = (
        Programme(id="jp.reef", country="JP", kind="programme", zh="珊瑚计划", acronym="REEF", source="test"),
        Programme(id="jp.quay", country="JP", kind="programme", zh="“码头”计划", source="test"),
    )
    return Authority(agencies, programmes)


def hits(book, text, countries=()):
    setting = Surroundings(tuple((0, 0, code) for code in countries), None)
    return [(c.form, c.entry) for c in book.candidates(text, [(0, len(text))], setting)]


def test_the_longest_form_wins(book):
    assert hits(book, "由海洋开发机构海底部负责") == [("海洋开发机构海底部", "jp.seabed")]


def test_a_weak_form_needs_support(book):
    assert hits(book, "The SEA is deep.") == []


def test_another_form_of_the_entry_supports_a_weak_one(book):
    assert hits(book, "海洋开发机构（SEA）") == [("海洋开发机构", "jp.sea"), ("SEA", "jp.sea")]


def test_the_country_supports_a_weak_form(book):
    assert hits(book, "SEA", countries=["GB"]) == [("SEA", "gb.sea")]


def test_the_entry_named_in_full_takes_the_acronym_it_shares(book):
    assert hits(book, "海洋局与SEA", countries=["JP", "GB"]) == [("海洋局", "gb.sea"), ("SEA", "gb.sea")]


@pytest.mark.parametrize("text", ["REEFS", "XREEF", "REEF2"])
def test_a_latin_form_is_a_whole_word(book, text):
    assert hits(book, text) == []


def test_han_characters_may_touch_a_latin_form(book):
    assert hits(book, "在REEF中") == [("REEF", "jp.reef")]


def test_quotation_marks_do_not_hide_a_known_name():
    one = passage("日本的“登月型研发制度”由内阁府主管。").linked.measures
    assert [m.entry for m in one] == ["jp.moonshot"]


@pytest.mark.parametrize("text", ["“码头”计划", "「码头」计划", '"码头"计划', "‘码头’计划"])
def test_quotation_marks_of_any_sort_are_one(book, text):
    assert hits(book, text) == [(text, "jp.quay")]


def test_programmes_carry_their_country_kind_and_agency():
    (measure,) = passage("The Small Business Innovation Research Program is old.").linked.measures
    assert (measure.country, measure.entry is not None) == ("US", True)

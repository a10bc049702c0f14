"""The authority files: the longest form wins, weak forms need support, Latin forms are whole words."""

import pytest
from passages import passage

from pipeline.grammar.authority import Authority
from pipeline.lexicon.rows import Agency, Programme


def agency(entry, zh, acronym="", ambiguous="", country="JP", **more):
    row = {"id": entry, "country": country, "parent": None, "zh_hans": zh, "acronym": acronym, "ambiguous": ambiguous, "source": "test"}
    return row | more


@pytest.fixture(scope="module")
def book():
    import msgspec

    def rows(kind, *items):
        fields = {f.name: f for f in msgspec.structs.fields(kind)}
        filled = [
            {name: item.get(name, "" if f.required else f.default) for name, f in fields.items()} for item in items
        ]
        return tuple(msgspec.convert(f, kind, strict=False) for f in filled)

    agencies = rows(
        Agency,
        agency("jp.sea", "海洋开发机构", "SEA", "SEA"),
        agency("jp.seabed", "海洋开发机构海底部"),
        agency("gb.sea", "海洋局", "SEA", "SEA", country="GB"),
    )
    programme = {"id": "jp.reef", "country": "JP", "kind": "programme", "zh": "珊瑚计划", "acronym": "REEF", "source": "test"}
    return Authority(agencies, rows(Programme, programme))


def hits(book, text, countries=()):
    return [(c.form, c.entry) for c in book.candidates(text, [(0, len(text))], frozenset(countries))]


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


def test_programmes_carry_their_country_kind_and_agency():
    (measure,) = passage("The Small Business Innovation Research Program is old.").linked.measures
    assert (measure.country, measure.entry is not None) == ("US", True)

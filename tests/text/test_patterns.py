"""Patterns from word lists: the longest form wins, blanks may be line breaks, forms are found that end before a place."""

import re

from hypothesis import given
from hypothesis import strategies as st

from pipeline.text.patterns import Endings, alternatives, fold

forms = st.lists(st.text(alphabet="ab万元 .$", min_size=1, max_size=5), min_size=1, max_size=8)


@given(forms, st.text(alphabet="ab万元 .$", max_size=12))
def test_the_longest_form_that_fits_is_found(words, text):
    match = re.compile(alternatives(words)).match(text)
    fitting = [w for w in words if text.startswith(w)]
    assert (match[0] if match else None) == (max(fitting, key=len) if fitting else None)


def test_without_forms_nothing_is_found():
    assert re.search(alternatives([]), "anything") is None


def test_a_blank_may_be_a_line_break():
    assert re.fullmatch(alternatives(["up to"], blanks=True), "up\nto")
    assert not re.fullmatch(alternatives(["up to"]), "up\nto")


def test_a_form_that_ends_before_a_place():
    endings = Endings(["US$", "$", "eur", "人民币"])
    for text, form in (("It paid US$ ", "US$"), ("It paid $", "$"), ("EUR ", "eur"), ("投入人民币", "人民币")):
        assert endings.before(text, len(text)).form == form
    for text in ("fleur ", "It paid", "", "US$  "):
        assert endings.before(text, len(text)) is None


@given(st.text(max_size=30))
def test_folding_keeps_offsets(text):
    assert len(fold(text)) == len(text)

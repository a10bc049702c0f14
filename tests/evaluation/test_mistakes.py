"""Mistakes are shown where they stand, though the dataset's text is cut elsewhere than the gold text."""

from __future__ import annotations

from pipeline.evaluation.gold import Found, Gold, GoldThing, Named, Reason, Value
from pipeline.evaluation.mistakes import Context, Place, compare_links, compare_names, compare_values, describe

TEXT = "甲计划 每年资助 2 000\n万元，乙基金资助 300 万元，另有 300 万元。"


def money(amount, quote, **fields):
    start = TEXT.find(quote)
    place = {"start": start, "end": start + len(quote)} if start >= 0 else {}
    return Value(type="money", currency="CNY", min=amount, max=amount, quote=quote, **place, **fields)


def gold(*mentions, measures=()):
    return Gold(doc="d", mentions=mentions, organisations=(), measures=measures)


def test_a_missed_quote_is_found_over_a_line_end_and_says_what_was_read_there():
    context = Context("d", TEXT, [money(2e3, "2 000", rule="money.cut", mention_id="a")], [])
    compare_values(context, gold(money(2e7, "2 000万元", id="m1")))
    missed = next(m for m in context.mistakes if m.side == "missed")
    assert missed.place == Place(9, 17)
    assert "[2 000 万元]" in missed.shown(TEXT)
    assert missed.note == "read as money CNY 2,000 2,000, money.cut"
    assert context.rules["money", "money.cut"].wrong == 1


def test_of_equal_values_the_one_whose_words_are_new_is_too_much():
    said = [money(3e6, "300 万元", mention_id="a", rule="r"), money(3e6, "另有 300 万元", mention_id="b", rule="r")]
    context = Context("d", TEXT, said, [])
    compare_values(context, gold(money(3e6, "300 万元", id="m1")))
    (extra,) = context.mistakes
    assert TEXT[extra.place.start : extra.place.end] == "另有 300 万元"
    assert (context.rules["money", "r"].right, context.rules["money", "r"].wrong) == (1, 1)


def test_a_name_says_what_stands_in_its_place():
    names = [Named(doc_id="d", of="measure", form="甲", start=0, end=1, rule="measure.head")]
    own = [Found(measure_id="x", names=("甲",), doc_ids=("d",))]
    context = Context("d", TEXT, [], names)
    compare_names(context, "measures", [GoldThing(id="p1", names=("甲计划",))], own=own, found={})
    extra, missed = context.mistakes
    assert (extra.rule, extra.place) == ("measure.head", Place(0, 1))
    assert missed.note == "found as measure 甲, measure.head"


def test_a_link_tells_its_reason():
    values = [money(3e6, "300 万元", mention_id="a")]
    measure = Found(measure_id="x", names=("甲计划",), doc_ids=("d",), mentions=("a",))
    context = Context("d", TEXT, values, [])
    wanted = GoldThing(id="p2", names=("乙基金",), money=("m1",))
    reasons = [Reason(subject="x", mention_id="a", score=0.6, reason="sentence before")]
    compare_links(
        context,
        gold(money(3e6, "300 万元", id="m1"), measures=(wanted,)),
        own=[measure],
        found={"p1": measure},
        reasons=reasons,
    )
    extra, missed = context.mistakes
    assert (extra.said, extra.rule, extra.note) == (
        "甲计划 ← money CNY 3,000,000 3,000,000",
        "sentence before",
        "score 0.60",
    )
    assert missed.said == "乙基金 ← money CNY 3,000,000 3,000,000"


def test_a_value_in_words():
    assert describe(("duration", None, 365.2)) == "duration … 365.2"

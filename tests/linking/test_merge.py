"""Which things of different documents are one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from opencc import OpenCC

from pipeline.data import LinkedMeasure, LinkedOrganisation
from pipeline.linking.merge import Merger

SIMPLIFY = OpenCC("t2s").convert


def thing(*names, country="JP", kind="programme", entry=None, key=None):
    return LinkedMeasure(key=key or names[0], names=names, name_ids=(), kind=kind, country=country, entry=entry)


def groups(*items, parents=None):
    merged = Merger(SIMPLIFY, same_name_score=93).groups(list(items), parents or {})
    return [[doc for doc, _ in group] for group in merged]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (thing("蓝鲸计划"), thing("蓝鲸计划")),
        (thing("藍鯨計畫"), thing("蓝鲸计划")),
        (thing("“蓝鲸”计划"), thing("蓝鲸 计划")),
        (thing("A-STEP"), thing("a step", country="JP")),
        (thing("蓝鲸技术计划", "BWTP"), thing("BWTP")),
        (thing("X", entry="jp.x"), thing("Y", entry="jp.x")),
        (thing("Adaptable and Seamless Program"), thing("Adaptable and Seemless Program")),
    ],
)
def test_one(one, other):
    assert groups(("a", one), ("b", other)) == [["a", "b"]]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (thing("蓝鲸计划"), thing("青橙计划")),
        (thing("蓝鲸计划"), thing("蓝鲸计划", country="DE")),
        (thing("AB"), thing("AB")),
        (thing("Framework Programme 6 for All"), thing("Framework Programme 7 for All")),
        (thing("Coastal Growth Fund I"), thing("Coastal Growth Fund II")),
        (thing("Phase", kind="track"), thing("Phase", kind="track")),
    ],
)
def test_two(one, other):
    assert groups(("a", one), ("b", other)) == [["a"], ["b"]]


def test_tracks_are_one_under_one_parent():
    one, other, third = (thing("验证阶段", kind="track") for _ in range(3))
    parents = {("a", "验证阶段"): "蓝鲸计划", ("b", "验证阶段"): "蓝鲸计划", ("c", "验证阶段"): "青橙计划"}
    assert groups(("a", one), ("b", other), ("c", third), parents=parents) == [["a", "b"], ["c"]]


names = st.sampled_from(
    ["蓝鲸计划", "藍鯨計畫", "青橙基金", "Blue Whale Programme", "Blue Whale Program", "BWP", "海湾联盟"]
)
things = st.builds(
    lambda forms, country: thing(*forms, country=country),
    st.lists(names, min_size=1, max_size=3, unique=True),
    st.sampled_from(["JP", "DE", None]),
)


@given(st.lists(things, max_size=8).flatmap(lambda made: st.tuples(st.just(made), st.permutations(range(len(made))))))
def test_the_groups_do_not_depend_on_the_order(drawn):
    made, order = drawn
    items = [(f"d{i}", t) for i, t in enumerate(made)]
    first = {frozenset(g) for g in groups(*items)}
    second = {frozenset(g) for g in groups(*[items[i] for i in order])}
    assert first == second
    assert sorted(d for g in first for d in g) == [d for d, _ in items], "nothing is lost, nothing doubled"


@pytest.mark.parametrize(("country", "expected"), [("EU", [["a", "b"]]), (None, [["a"], ["b"]])])
def test_bodies_of_two_characters_are_one_where_their_country_is_known(country, expected):
    bodies = [(doc, LinkedOrganisation(key="欧盟", names=("欧盟",), name_ids=(), country=country)) for doc in "ab"]
    assert groups(*bodies) == expected
    assert groups(("a", thing("欧盟")), ("b", thing("欧盟"))) == [["a"], ["b"]]

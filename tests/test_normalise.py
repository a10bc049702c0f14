"""Stage normalise: one record for each real-world thing, facts with converted amounts; nothing lost, nothing in a circle."""

import itertools
from decimal import Decimal

import pytest
from passages import authority, merged, passage, settings

from pipeline.config import load_config
from pipeline.data import Linked, LinkedMeasure, Money
from pipeline.errors import ConfigError
from pipeline.normalise import normalise, open_authority

ONE = passage(
    "日本的海湾技术转移计划（BTTP）由日本科学技术振兴机构（JST）实施，2018财年预算为110亿日元。",
    "BTTP每个项目资助3000万日元，期限2年。",
)
TWO = passage("日本的海湾技术转移计划由日本科学技术振兴机构（JST）管理，企业承担三分之二。")
THREE = passage("日本的海灣技術轉移計畫每年撥款90億日元。")
FOUR = passage("The Harbour Programme in Germany pays up to EUR 2 million. Horizon 2020 is larger.")
FIVE = passage("德国启动了海湾技术转移计划，预算为5亿欧元。")
ALL = (ONE, TWO, THREE, FOUR, FIVE)


def find(dataset, name, country):
    return next(m for m in dataset.measures if name in m.names and m.country == country)


def test_names_across_documents_and_scripts_make_one_measure():
    measure = find(merged(*ALL), "BTTP", "JP")
    assert {"海湾技术转移计划", "BTTP", "海灣技術轉移計畫"} <= set(measure.names)
    assert set(measure.doc_ids) == {p.document.doc_id for p in (ONE, TWO, THREE)}


def test_the_same_name_in_another_country_is_another_measure():
    dataset = merged(*ALL)
    assert find(dataset, "海湾技术转移计划", "DE").measure_id != find(dataset, "海湾技术转移计划", "JP").measure_id


def test_organisations_merge_too():
    (jst,) = [o for o in merged(*ALL).organisations if "JST" in o.names]
    assert set(jst.doc_ids) == {ONE.document.doc_id, TWO.document.doc_id}
    assert jst.entry == "jp.jst"


def test_nothing_is_lost():
    dataset = merged(*ALL)
    linked = [link.mention_id for p in ALL for t in (*p.linked.measures, *p.linked.organisations) for link in t.links]
    assert sorted(f.mention_id for f in dataset.facts) == sorted(linked)
    for of, records in (("measures", dataset.measures), ("organisations", dataset.organisations)):
        names = {n for p in ALL for t in getattr(p.linked, of) for n in t.names}
        assert {n for r in records for n in r.names} == names
    codings = {(c.doc_id, c.span) for p in ALL for m in p.linked.measures for c in m.codings}
    assert {(c.doc_id, c.span) for m in dataset.measures for c in m.codings} <= codings
    instruments = {c.instrument for p in ALL for m in p.linked.measures for c in m.codings}
    assert {i for m in dataset.measures for i in m.instruments} == instruments


def test_facts_join_values_to_subjects():
    dataset = merged(*ALL)
    ids = {m.measure_id for m in dataset.measures} | {o.organisation_id for o in dataset.organisations}
    assert {f.subject for f in dataset.facts} <= ids
    assert len({f.fact_id for f in dataset.facts}) == len(dataset.facts)
    assert all(0 < f.score <= 1 and f.reason for f in dataset.facts)


def test_money_is_converted_at_the_rate_of_its_year():
    dataset = merged(*ALL)
    mentions = {m.mention_id: m for p in ALL for m in p.extraction.mentions}
    (budget,) = [f for f in dataset.facts if mentions[f.mention_id].quote == "110亿日元"]
    assert (budget.converted.currency, budget.converted.year, budget.converted.year_stated) == ("USD", 2018, True)
    assert Decimal(95_000_000) < budget.converted.max < Decimal(105_000_000), "about 110 yen a dollar"
    for fact in dataset.facts:
        assert (fact.converted is not None) == isinstance(mentions[fact.mention_id], Money)


def test_records_do_not_depend_on_the_order_of_files():
    first = merged(*ALL)
    for order in itertools.islice(itertools.permutations(ALL), 0, 120, 7):
        assert merged(*order) == first


def test_ids_stay_when_other_documents_come():
    alone, together = merged(ONE), merged(*ALL)
    assert find(alone, "BTTP", "JP").measure_id == find(together, "BTTP", "JP").measure_id
    assert {o.organisation_id for o in alone.organisations} <= {o.organisation_id for o in together.organisations}
    assert {f.fact_id for f in alone.facts} <= {f.fact_id for f in together.facts}


def _linked(doc_id, **parents):
    names = sorted({*parents, *(p for p in parents.values() if p)})
    return Linked(
        doc_id=doc_id,
        measures=tuple(
            LinkedMeasure(key=doc_id + n, names=(n,), name_ids=(), kind="programme", country="JP",
                          parent=doc_id + parents[n] if parents.get(n) else None)
            for n in names
        ),
        organisations=(),
    )  # fmt: skip


def _parents(*linked):
    dataset = normalise((), (), linked, config=settings().normalise, model=authority())
    names = {m.measure_id: m.names[0] for m in dataset.measures}
    return {m.names[0]: names.get(m.parent) for m in dataset.measures}


def test_documents_that_contradict_each_other_make_no_circle():
    parents = _parents(_linked("a", 青橙计划="蓝鲸计划"), _linked("b", 蓝鲸计划="青橙计划"))
    assert list(parents.values()).count(None) == 1


def test_the_parent_that_most_documents_name():
    parents = _parents(
        _linked("a", 青橙计划="蓝鲸计划"), _linked("b", 青橙计划="海湾计划"), _linked("c", 青橙计划="海湾计划")
    )
    assert parents["青橙计划"] == "海湾计划"


def test_of_two_parents_the_nearer():
    parents = _parents(_linked("a", 青橙计划="蓝鲸计划"), _linked("b", 青橙计划="海湾计划", 海湾计划="蓝鲸计划"))
    assert parents == {"青橙计划": "海湾计划", "海湾计划": "蓝鲸计划", "蓝鲸计划": None}


def test_an_empty_corpus():
    assert merged().measures == ()


def test_a_currency_without_rates_is_no_currency_to_compare_in():
    with pytest.raises(ConfigError, match="no exchange rate of XXX"):
        open_authority(load_config(overrides={"normalise.currency": "XXX"}).normalise)
    assert open_authority(load_config(overrides={"normalise.currency": "EUR"}).normalise)

"""Amounts by every method, and where the method or an unknown year decides the ranking."""

from decimal import Decimal

from comparerecords import by_id, converted, dataset, fact, measure, money

from pipeline.comparison.prices import amounts, price_ranges, ranking_notes
from pipeline.data import Cluster, Clustering

CLUSTERS = Clustering(
    clusters=(
        Cluster(
            cluster_id="c", label_zh="", label_en="", keywords_zh=(), keywords_en=(), measure_ids=("a", "b"),
            stability=1.0, languages={}, countries={},
        ),
    ),
    outliers={},
)  # fmt: skip
MEASURES = (measure("a", country="JP", instruments=("grant",)), measure("b", country="CN", instruments=("grant",)))
A, B = money("a1", "1"), money("b1", "1")


def records(b_ppp="150", *, stated=True):
    facts = (
        fact(A, "a", converted("market", "100"), converted("ppp", "110")),
        fact(B, "b", converted("market", "80", stated=stated), converted("ppp", b_ppp)),
    )
    return dataset(MEASURES, facts)


def test_ranges_stand_side_by_side_for_each_method_with_the_facts_behind_them():
    found = price_ranges(amounts(records(), CLUSTERS, by_id(A, B)), records())
    kinds = {(r.scope, r.key, r.country, r.method): r for r in found}
    assert len(kinds) == len(found) == 8
    china = kinds["cluster", "c", "CN", "ppp"]
    assert (china.n, china.low, china.median, china.high, china.unit) == (1, 150, 150, 150, "USD")
    assert china.fact_ids == ("f-b1",)
    assert kinds["instrument", "grant", "JP", "market"].median == Decimal(100)


def test_a_ranking_that_the_method_turns_is_a_warning():
    notes = ranking_notes(amounts(records(), CLUSTERS, by_id(A, B)), records())
    assert [(n.scope, n.key) for n in notes] == [("cluster", "c"), ("instrument", "grant")]
    assert notes[0].orders == {"market": ("a", "b"), "ppp": ("b", "a")}
    assert notes[0].turned == (("a", "b"),)
    assert notes[0].year_unknown == ()


def test_a_ranking_that_all_methods_give_is_none():
    assert ranking_notes(amounts(records("90"), CLUSTERS, by_id(A, B)), records("90")) == ()


def test_a_year_that_no_text_tells_is_a_warning_too():
    found = records("90", stated=False)
    (note, _) = ranking_notes(amounts(found, CLUSTERS, by_id(A, B)), found)
    assert (note.turned, note.year_unknown) == ((), ("f-b1",))


def test_budgets_and_awards_are_never_compared():
    budget = money("b1", "1", role="budget")
    kinds = {(kind.scope, kind.role) for kind in amounts(records(), CLUSTERS, by_id(A, budget))}
    assert kinds == {(s, r) for s in ("cluster", "instrument") for r in ("award", "budget")}
    assert ranking_notes(amounts(records(), CLUSTERS, by_id(A, budget)), records()) == ()


def test_what_a_measure_repeats_counts_once():
    again = money("a2", "1")
    repeated = dataset(MEASURES, (*records().facts, fact(again, "a", converted("market", "100"))))
    found = price_ranges(amounts(repeated, CLUSTERS, by_id(A, B, again)), repeated)
    assert {r.n for r in found} == {1}

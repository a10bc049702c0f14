"""Stage compare: figures, ranges, counterparts, conflicts and coverage of the sample corpus."""

from dataclasses import replace
from decimal import Decimal

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from samplecorpus import Sample, sample

from pipeline.compare import compare, open_traits
from pipeline.comparison.figures import years
from pipeline.config import CompareConfig
from pipeline.data import (
    Clustering,
    ClusterRange,
    Comparison,
    Conflict,
    Counterpart,
    Coverage,
    Dataset,
    Extraction,
    InstrumentCell,
    Vectors,
)

CONFIG = CompareConfig(counterparts=3, min_score=0.35)
FINDER = open_traits(CONFIG)


@pytest.fixture(scope="module")
def corpus() -> Sample:
    return sample()


@pytest.fixture(scope="module")
def comparison(corpus: Sample) -> Comparison:
    return _compare(corpus)


def _compare(corpus: Sample, config: CompareConfig = CONFIG) -> Comparison:
    records = (corpus.documents, corpus.extractions, corpus.dataset, corpus.vectors, corpus.clustering)
    return compare(*records, config=config, model=FINDER)


def _of(comparison: Comparison, kind: type):
    return [finding for finding in comparison.findings if isinstance(finding, kind)]


def _range(comparison: Comparison, cluster: str, country: str, value: str, role: str | None) -> ClusterRange:
    (found,) = [
        r
        for r in _of(comparison, ClusterRange)
        if (r.cluster_id, r.country, r.value, r.role) == (cluster, country, value, role)
    ]
    return found


@pytest.mark.parametrize(
    ("iso", "expected"),
    [
        ("P2Y", "2"),
        ("P6M", "0.5"),
        ("P1Y6M", "1.5"),
        ("P1461D", "4"),
        ("PT24H", "0.002738"),
        ("P2W", "0.03833"),
        ("P0.5Y", "0.5"),
        ("P", None),
        ("2 years", None),
    ],
)
def test_years_of_iso_durations(iso, expected):
    assert years(iso) == (None if expected is None else Decimal(expected))


@given(st.integers(0, 99), st.integers(0, 11))
def test_years_and_months_add_up(whole, months):
    assert abs(years(f"P{whole}Y{months}M") - years(f"P{whole * 12 + months}M")) <= Decimal("0.000001")


def test_awards_of_a_cluster_keep_their_decimals(comparison):
    money = _range(comparison, "c-sme", "EU", "money", "award")
    # up to EUR 2.5 million and EUR 0.5 to 15 million at 0.9 EUR a dollar; the range counts with its middle
    assert (money.n, money.unit) == (2, "USD")
    assert money.low == Decimal("555555.555556")
    assert money.high == Decimal("16666666.666667")
    assert money.median == Decimal("5694444.444445")
    assert money.fact_ids == ("f-eu1", "f-eu3")


def test_budgets_of_a_stated_year_are_yearly_and_apart_from_awards(comparison):
    budget = _range(comparison, "c-sme", "US", "money_per_year", "budget")
    assert (budget.low, budget.high) == (Decimal(2_900_000_000), Decimal(3_300_000_000))
    award = _range(comparison, "c-sme", "US", "money", "award")
    assert award.high == Decimal(750_000)


def test_monthly_stipends_count_twelvefold(comparison):
    stipend = _range(comparison, "c-people", "DE", "money_per_year", "award")
    assert stipend.low == stipend.high == Decimal("40000")


def test_durations_are_in_years_and_open_ranges_stand_at_the_stated_side(comparison):
    duration = _range(comparison, "c-transfer", "CN", "duration", None)
    assert (duration.low, duration.median, duration.high, duration.unit) == (8, 8, 8, "years")
    assert _range(comparison, "c-people", "EU", "duration", None).median == Decimal("1.5")


def test_a_country_that_nobody_names_is_a_group_of_its_own(comparison):
    assert _range(comparison, "c-sme", "unknown", "money", "award").n == 1
    pairs = {(c.measure_id, c.counterpart_id) for c in _of(comparison, Counterpart)}
    assert not any("bridge" in pair for pair in pairs)
    assert any(c.country == "unknown" and c.measure_ids == ("bridge",) for c in _of(comparison, InstrumentCell))


def test_instrument_cells_count_measures_and_never_mix_kinds_of_money(comparison):
    cells = {(c.country, c.instrument): c for c in _of(comparison, InstrumentCell)}
    japan = cells["JP", "project_grants_public_research"]
    assert japan.measure_ids == ("astep", "astep-seeds")
    # one award in all, one award a year, one yearly budget: the kinds tie, awards in all go first
    assert (japan.role, japan.value, japan.fact_ids) == ("award", "money", ("f-jp1",))
    tax = cells["GB", "rd_tax_relief"]
    assert (tax.fact_ids, tax.median, tax.role) == ((), None, None)


def test_counterparts_are_abroad_ranked_and_say_what_is_shared(comparison):
    found = [c for c in _of(comparison, Counterpart) if c.measure_id == "zim"]
    assert [c.rank for c in found] == [1, 2, 3]
    assert found[0].counterpart_id == "sbir"
    assert {"instrument:business_rd_grants", "kind:programme", "cluster:c-sme"} <= set(found[0].reasons)
    assert "amount:award:money:1.4" in found[0].reasons
    countries = {m: fields.country for m, fields in _measures().items()}
    assert all(countries[c.measure_id] != countries[c.counterpart_id] for c in _of(comparison, Counterpart))
    assert all(CONFIG.min_score <= c.score <= 1 for c in _of(comparison, Counterpart))


def _measures():
    return {m.measure_id: m for m in sample().dataset.measures}


def test_counterparts_obey_the_settings(corpus):
    one = _compare(corpus, CompareConfig(counterparts=1, min_score=0.0))
    assert {c.rank for c in _of(one, Counterpart)} == {1}
    assert len(_of(one, Counterpart)) == sum(m.country is not None for m in corpus.dataset.measures)
    assert _of(_compare(corpus, CompareConfig(counterparts=3, min_score=1.0)), Counterpart) == []


def test_two_budgets_for_one_year_are_a_conflict_and_two_kinds_of_award_are_not(comparison):
    (conflict,) = _of(comparison, Conflict)
    assert conflict.measure_id == "sbir"
    assert conflict.value == "money:budget:USD:total:2020"
    assert set(conflict.fact_ids) == {"f-us6", "f-no2"}


def test_values_that_can_both_hold_are_no_conflict(corpus):
    mention = corpus.extractions[[d.doc_id for d in corpus.documents].index("doc-notes")].mentions[1]
    wider = msgspec.structs.replace(mention, min=None, max=Decimal(3_300_000_000), bound="at_most")
    swapped = tuple(
        Extraction(mentions=tuple(wider if m == mention else m for m in e.mentions), names=())
        for e in corpus.extractions
    )
    assert _of(_compare(replace(corpus, extractions=swapped)), Conflict) == []


def test_coverage_tells_the_three_cases_apart(comparison):
    coverage = {c.measure_id: c.amount for c in _of(comparison, Coverage)}
    assert coverage["sbir"] == "stated"
    assert coverage["ukrdtax"] == "no_amount_given"
    assert coverage["voucher"] == "extraction_failed"
    assert len(coverage) == len(_measures())


def test_the_order_of_the_input_changes_nothing(corpus, comparison):
    turned = replace(
        corpus,
        extractions=corpus.extractions[::-1],
        dataset=Dataset(
            measures=corpus.dataset.measures[::-1],
            organisations=corpus.dataset.organisations[::-1],
            facts=corpus.dataset.facts[::-1],
        ),
    )
    assert msgspec.json.encode(_compare(turned)) == msgspec.json.encode(comparison)


def test_an_empty_corpus_has_no_findings():
    empty = Dataset(measures=(), organisations=(), facts=())
    vectors = Vectors(ids=(), dimension=8, values=b"", model="sample")
    assert (
        compare((), (), empty, vectors, Clustering(clusters=(), outliers={}), config=CONFIG, model=FINDER).findings
        == ()
    )


def test_a_repeated_figure_counts_once_and_an_absurd_one_not_at_all(corpus):
    fact = next(f for f in corpus.dataset.facts if f.fact_id == "f-eu1")
    again = msgspec.structs.replace(fact, fact_id="f-zz")
    huge = msgspec.structs.replace(
        fact, fact_id="f-huge", converted=msgspec.structs.replace(fact.converted, max=Decimal("1e40"))
    )
    dataset = msgspec.structs.replace(corpus.dataset, facts=(*corpus.dataset.facts, again, huge))
    money = _range(_compare(replace(corpus, dataset=dataset)), "c-sme", "EU", "money", "award")
    assert money.fact_ids == ("f-eu1", "f-eu3")

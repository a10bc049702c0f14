"""Three kinds of missing, kept apart."""

from comparerecords import by_id, dataset, duration, fact, measure, money

from pipeline.comparison.gaps import coverage, gaps

JAPAN = measure("jp", (0, 10), country="JP", instruments=("grant",))
CHINA = measure("cn", (20, 30), country="CN", instruments=("grant", "voucher"))
AWARD, TERM, LOOSE = money("a", "1"), duration("t", "P2Y"), money("x", "1", start=25)


def kinds(found):
    return {(g.country, g.instrument, g.value): g.kind for g in found}


def test_not_mentioned_not_given_and_failed_are_three_things():
    records = dataset([JAPAN, CHINA], [fact(AWARD, "jp"), fact(TERM, "jp")])
    found = gaps(records, by_id(AWARD, TERM, LOOSE))
    assert kinds(found) == {
        ("CN", "grant", "money"): "extraction_failed",
        ("CN", "grant", "duration"): "not_given",
        ("CN", "voucher", "money"): "extraction_failed",
        ("CN", "voucher", "duration"): "not_given",
        ("JP", "voucher", None): "not_mentioned",
    }
    assert all(g.measure_ids == (() if g.kind == "not_mentioned" else ("cn",)) for g in found)


def test_one_measure_with_a_value_fills_the_cell():
    other = measure("jp2", country="JP", instruments=("grant",))
    found = gaps(dataset([JAPAN, other], [fact(AWARD, "jp"), fact(TERM, "jp2")]), by_id(AWARD, TERM))
    assert found == ()


def test_countries_that_no_document_names_are_not_looked_at():
    assert gaps(dataset([measure("m", country=None, instruments=("grant",))]), {}) == ()


def test_coverage_of_a_measure_tells_the_same_three_apart():
    records = dataset([JAPAN, CHINA, measure("none")], [fact(AWARD, "jp")])
    told = {c.measure_id: c.amount for c in coverage(records, by_id(AWARD, LOOSE))}
    assert told == {"jp": "stated", "cn": "extraction_failed", "none": "no_amount_given"}

"""When measures run."""

from comparerecords import by_id, dataset, fact, measure, money, period

from pipeline.comparison.timeline import timelines


def timeline(*mentions):
    found = timelines(dataset([measure("m")], [fact(m, "m") for m in mentions]), by_id(*mentions))
    return found[0] if found else None


def test_periods_give_first_and_last_year():
    told = timeline(period("p1", "2008", "2012"), period("p2", "2010-04-01", "2017-03-31"))
    assert (told.basis, told.start, told.end, told.open) == ("period", 2008, 2017, False)
    assert told.fact_ids == ("f-p1", "f-p2")


def test_a_period_without_an_end_is_open():
    told = timeline(period("p1", "2011", None), period("p2", "2012", "2014"))
    assert (told.start, told.end, told.open) == (2011, None, True)


def test_budgets_of_stated_years_stand_in_where_no_period_is_told():
    told = timeline(money("b1", "1", role="budget", year="2021"), money("b2", "1", role="budget", year="2023"))
    assert (told.basis, told.start, told.end, told.budget_years) == ("fiscal_years", 2021, 2023, (2021, 2023))


def test_a_period_goes_before_budget_years_but_keeps_them():
    told = timeline(period("p1", "2020", "2025"), money("b1", "1", role="budget", year="2021"))
    assert (told.basis, told.start, told.end, told.budget_years) == ("period", 2020, 2025, (2021,))


def test_awards_and_budgets_without_a_year_tell_no_time():
    assert timeline(money("a1", "1", year="2021"), money("b1", "1", role="budget")) is None

"""The scores against gold: by hand for the rules, and against the shared scorer where it is there."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from flows import FAKE_FLOW, write_documents

from pipeline.errors import ConfigError, UnderBarError
from pipeline.evaluate import Tally, check_bars, evaluate
from pipeline.evaluation.gold import Found, GoldThing, Value, days, pair_names, same_name, value_key
from pipeline.run import run_flow

SCORER = Path(__file__).parents[2] / "shared" / "gold" / "score.py"


@pytest.fixture
def run(config, tmp_path):
    inputs = write_documents(tmp_path / "in", {"doc001.txt": "Alpha 12 and 7", "doc002.txt": "Beta 5"})
    run_flow(FAKE_FLOW, [str(inputs)], config, output=tmp_path / "out")
    return tmp_path / "out"


@pytest.fixture
def gold(tmp_path):
    """Of Alpha's amounts one is right, one is missed, one is too much; its country is wrong, one measure is missed."""
    millions = [{"id": f"m{n}", "type": "money", "min": n * 10**6, "max": n * 10**6} for n in (12, 300)]
    content = {
        "doc": "001",
        "mentions": [m | {"currency": "EUR", "bound": "exact", "per": ["year"], "quote": ""} for m in millions],
        "organisations": [],
        "measures": [
            {
                "id": "p1",
                "names": ["“Alpha”"],
                "country": "JP",
                "parent": "p2",
                "instruments": ["equity_financing"],
                "money": ["m12", "m300"],
            },
            {"id": "p2", "names": ["Delta"], "country": "EU", "parent": None, "instruments": []},
        ],
    }
    (tmp_path / "gold.json").write_text(json.dumps(content), encoding="utf-8")
    return tmp_path / "gold.json"


def test_counts_by_hand(run, gold):
    tallies = evaluate(run, [gold]).tallies
    counted = {name: (t.hit, t.gold, t.predicted) for name, t in tallies.items()}
    assert counted["money"] == (1, 2, 2)
    assert counted["money+bound"] == (1, 2, 2)
    assert counted["money+per"] == (0, 2, 2)
    assert counted["duration"] == (0, 0, 0)
    assert counted["measures"] == (1, 2, 1)
    assert counted["links"] == (1, 2, 2)
    assert counted["country (of found)"] == (0, 1, 1)
    assert counted["instruments (of found)"] == (0, 1, 0)
    assert counted["parent (of found)"] == (0, 1, 0)


def test_mistakes_are_told_in_context(run, gold):
    lines = "\n".join(evaluate(run, [gold]).mistakes())
    assert "money, missed (1)\n    001  money EUR 300,000,000 300,000,000  (its words are not in the text)" in lines
    assert "money, extra by " in lines and "[7]" in lines
    assert "measures, missed (1)\n    001  Delta" in lines
    assert "“Alpha” ← money EUR 300,000,000 300,000,000  (the value itself was not found)" in lines


def test_each_rule_is_judged(run, gold):
    counted = [line.split() for line in evaluate(run, [gold]).rules()]
    assert [line[0] for line in counted] == ["money", "measures", "links"]
    assert counted[0][-4:] == ["1", "right", "1", "wrong"]


def test_a_bar(run, gold):
    scores = evaluate(run, [gold])
    check_bars(scores, {"money": 0.5})
    with pytest.raises(UnderBarError, match=r"money 0\.500 < 0\.51"):
        check_bars(scores, {"money": 0.51, "money+bound": 0.5})
    with pytest.raises(ConfigError, match="mony: no such score"):
        check_bars(scores, {"mony": 0.5})


def test_a_gold_file_must_have_one_document(run, gold, tmp_path):
    for doc, count in (("009", 0), ("00", 2)):
        path = tmp_path / "other.json"
        path.write_text(gold.read_text().replace('"001"', f'"{doc}"'))
        with pytest.raises(ConfigError, match=f"{count} documents"):
            evaluate(run, [path])


def test_what_is_no_gold_file(run, tmp_path):
    (tmp_path / "x.json").write_text("[]")
    with pytest.raises(ConfigError, match="not a gold file"):
        evaluate(run, [tmp_path / "x.json"])
    with pytest.raises(ConfigError, match=r"none\.json"):
        evaluate(run, [tmp_path / "none.json"])


def test_a_tally():
    tally = Tally(hit=1, gold=4, predicted=2)
    assert (tally.precision, tally.recall) == (0.5, 0.25)
    assert str(tally) == "P 0.500  R 0.250  F1 0.333   (1 of 4 gold, 2 predicted)"
    assert str(Tally()) == "P 0.000  R 0.000  F1 0.000   (0 of 0 gold, 0 predicted)"


@pytest.mark.parametrize(
    ("duration", "expected"),
    [("P2Y", 730.5), ("P6M", 182.6), ("P14D", 14), ("PT24H", 1), ("P1Y6M", 547.9), (None, None), ("", None)],
)
def test_days(duration, expected):
    assert days(duration) == expected


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("A-STEP 计划", "A-STEP计划", True),
        ("《科学技术基本法》", "科学技术基本法", True),
        ("JST", "jst", True),
        ("JST", "JSTX", False),
        ("科技振兴机构", "科技振兴", False),
        ("科学技术振兴机构", "学技术振兴机构", True),
        ("Moonshot Programme", "Moonshot Program", True),
        ("Programme A", "Programme B", True),
        ("()", "()", False),
    ],
)
def test_names(one, other, same):
    assert same_name(one, other) is same


def test_each_prediction_is_paired_once_and_with_whom_it_shares_most():
    gold = [GoldThing(id="g1", names=("Alpha",)), GoldThing(id="g2", names=("Alpha", "Beta Fund"))]
    both = Found(names=("Alpha", "Beta Fund"), doc_ids=())
    one = Found(names=("ALPHA",), doc_ids=())
    assert pair_names(gold, [both, one]) == {"g2": both, "g1": one}


def test_values_are_compared_to_six_digits_and_by_year():
    assert value_key(Value(type="percent", min=33.3333331, max=None)) == value_key(
        Value(type="percent", min=33.3333339)
    )
    assert value_key(Value(type="period", from_="2021-04-01", to="2024")) == ("period", "2021", "2024")
    assert value_key(Value(type="ratio", numerator=2, denominator=4)) == ("ratio", 0.5)


def test_the_figures_are_those_of_the_shared_scorer(run, gold):
    if not SCORER.is_file():
        pytest.skip(f"{SCORER} is not there")
    theirs = subprocess.run([sys.executable, SCORER, run, gold], capture_output=True, text=True, check=True)
    assert evaluate(run, [gold]).lines() == theirs.stdout.splitlines()

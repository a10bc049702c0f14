"""Trained taggers beside the rules: how their names are joined, where they stand, and that nothing changes without them."""

import dataclasses

import pytest
from passages import cases, models, passage, settings

from pipeline.errors import MissingModelError
from pipeline.extract import Grammar, extract
from pipeline.grammar import taggers
from pipeline.grammar.names import open_names
from pipeline.grammar.naming import Candidate
from pipeline.grammar.tagged import Judgement, joined

USES = ("organisations", "adds", "checks", "both", "alone")
TEXTS = {
    "zh": ("雾凇海洋局每年为银鸥计划拨款3亿元。", "银鸥计划由雾凇海洋局（HMA）和渔业部主管，渔业部另设珊瑚基金。"),
    "zh-Hant": ("霧凇海洋局每年為銀鷗計畫撥款3億元。", "銀鷗計畫由霧凇海洋局和漁業部主管。"),
    "en": ("The Hoarfrost Marine Agency pays 3 million dollars a year to the Gull Programme.", "Gull is for divers."),
}


@pytest.mark.parametrize("use", USES)
@pytest.mark.parametrize("case", cases("joining"), ids=lambda case: case["name"])
def test_names_are_joined(case, use):
    text, ruled, judgements = case["text"], [], []
    at = 0
    for form, rule in case["ruled"]:
        at = text.index(form, at)
        ruled.append(Candidate(rule.partition(".")[0], at, at + len(form), form, rule, 0.8))
    starts: dict[str, int] = {}
    for form, of, likely, headed in case["likely"]:
        at = text.index(form, starts.get(form, 0))
        starts[form] = at + 1
        other = "measure" if of == "organisation" else "organisation"
        judgements.append(Judgement(at, at + len(form), {of: likely, other: 0.0}, headed))
    judgements.sort(key=lambda j: (j.start, j.end))
    found = joined(ruled, judgements, text, use=use)
    assert [c.form for c in found] == case["joined"][use]
    assert all(text[c.start : c.end] == c.form for c in found)


def with_tagger(use, lines):
    names = open_names(max_chars=settings().extract.max_name_chars, tagger=use)
    made = passage(*lines)
    grammar = Grammar(models()[1].values, names)
    return made, extract(made.document, made.segments, config=settings().extract, model=grammar)


@pytest.mark.parametrize("use", USES)
@pytest.mark.parametrize("lines", TEXTS.values(), ids=TEXTS)
def test_a_tagged_name_stands_where_it_says(lines, use):
    made, found = with_tagger(use, lines)
    assert found.names
    for name in found.names:
        assert made.document.text[name.start : name.end] == name.form
    if use == "alone":
        assert any(name.rule.endswith(".tagged") for name in found.names)


@pytest.mark.parametrize("lines", TEXTS.values(), ids=TEXTS)
def test_without_taggers_the_rules_names_come_and_no_model_is_opened(lines, monkeypatch):
    monkeypatch.setattr(taggers, "tagger_folders", list)
    assert with_tagger("off", lines)[1] == passage(*lines).extraction


def test_a_missing_model_says_how_to_get_it(monkeypatch):
    monkeypatch.setattr(taggers, "tagger_folders", list)
    with pytest.raises(MissingModelError, match=r"models/zh") as caught:
        with_tagger("both", TEXTS["zh"])
    assert "models/train_names.py" in caught.value.advice
    assert "extract.tagger=off" in caught.value.advice


def test_a_damaged_model_says_so(tmp_path):
    (tmp_path / "meta.json").write_text("{}")
    with pytest.raises(MissingModelError, match="cannot be loaded"):
        taggers.open_tagger("en", tmp_path)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_models_are_there_and_small(language):
    folder = taggers.find_tagger(language)
    assert sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) <= 10_000_000
    pipeline = taggers.open_tagger(language)
    assert set(taggers.labels_of(pipeline)) == {"MEASURE", "ORG"}
    assert pipeline.lang == language


def test_opening_the_grammar_opens_no_model():
    grammar = open_names(max_chars=60, tagger="both")
    assert grammar.tagged is not None
    assert grammar.tagged.pipelines == {}
    assert dataclasses.replace(grammar, tagged=None).tagged is None

"""Spans that a tagger is asked about: the true names are among them, and none runs over what ends a name."""

import pytest
import spacy
from tagging.fit import read_sentence
from tagging.sentences import Sentence, parse

NAMED = {
    "zh": [
        "<O>雾凇海洋局</O>设立<M programme>银鸥计划</M>（<M programme>GP-2</M>）。",
        "<O>霧凇海洋局</O>每年為<M fund>珊瑚基金</M>撥款。",
        "联合<O>渔业部</O>和<O>雾凇海洋局（北方）研究中心</O>，共三家。",
    ],
    "en": [
        "The <O>Hoarfrost Agency for Marine Science</O> pays for the <M programme>Gull & Tern programme</M>.",
        "<M programme>eGull 2030</M>, <M programme>Gull 2030</M> and the <O>Centre de la Mer (North)</O> differ.",
        "Apply to the <M fund>St. Elmo Fund</M> of <O>HMA</O>.",
    ],
}
BROKEN = {
    "zh": [("撤销海洋局。银鸥计划启动。", "海洋局。银鸥"), ("海洋局（银鸥计划", "海洋局（银鸥")],
    "en": [("We saw the Agency. Gull came.", "Agency. Gull"), ("The Agency which Gull sued", "Agency which Gull"), ("2030 was dry", "2030")],
}  # fmt: skip


@pytest.fixture(scope="module")
def pipelines():
    return {language: spacy.blank(language) for language in NAMED}


def proposed(sentence, pipeline):
    """The forms of all proposed spans of a sentence."""
    return {
        sentence.text[tokens.spans[first][0] : tokens.spans[last - 1][1]]
        for tokens, _ in read_sentence(sentence, pipeline)
        for first, last in tokens.proposals
    }


@pytest.mark.parametrize(("language", "line"), [(language, line) for language in NAMED for line in NAMED[language]])
def test_true_names_are_proposed(language, line, pipelines):
    sentence = parse(line)
    names = {sentence.text[m.start : m.end] for m in sentence.marks}
    assert names <= proposed(sentence, pipelines[language])


@pytest.mark.parametrize(("language", "case"), [(language, case) for language in BROKEN for case in BROKEN[language]])
def test_no_name_runs_over_what_ends_it(language, case, pipelines):
    text, form = case
    assert form in text
    assert form not in proposed(Sentence(text, ()), pipelines[language])

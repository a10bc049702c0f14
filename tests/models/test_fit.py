"""Training of a tiny tagger: it learns, it is the same each time, and it is read back as it was written."""

import pytest
from tagging.fit import Recipe, predict, train
from tagging.sentences import parse
from tagging.vectors import halved

from pipeline.grammar.taggers import open_tagger

LINES = {
    "zh": [
        "<O>雾凇海洋局</O>资助<M programme>银鸥计划</M>。",
        "<M fund>珊瑚基金</M>由<O>渔业部</O>管理。",
        "各国都有科技计划。",
    ],
    "en": [
        "The <O>Hoarfrost Marine Agency</O> pays for the <M programme>Gull Programme</M>.",
        "The <M fund>Coral Fund</M> is run by the <O>Ministry of Fisheries</O>.",
        "Every Country Has Plans",
    ],
}
TINY = Recipe(width=16, depth=1, hidden=16, members=1, epochs=40, batch=4, rate=0.01, dropout=0.0, masked=0.0)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_tagger_learns_and_comes_back_from_disk(language, tmp_path):
    sentences = [parse(line) for line in LINES[language]]
    pipeline = train(language, sentences, TINY)
    places = predict(pipeline, sentences)
    assert places == [{m.place for m in s.marks} for s in sentences]
    halved(pipeline)
    pipeline.to_disk(tmp_path)
    assert predict(open_tagger(language, tmp_path), sentences) == places
    halved(again := train(language, sentences, TINY))
    assert again.to_bytes() == pipeline.to_bytes()

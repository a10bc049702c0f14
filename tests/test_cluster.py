import json
import random
from collections import Counter
from itertools import pairwise
from pathlib import Path

import jieba
import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.cluster import cluster, open_labeller
from pipeline.clustering.consensus import agreement, centred
from pipeline.clustering.labels import label_groups
from pipeline.clustering.terms import fold, merge_plurals, terms_of
from pipeline.clustering.weights import weigh
from pipeline.config import load_config
from pipeline.data import (
    Dataset,
    Document,
    Measure,
    Organisation,
    Passage,
    Segment,
    Segments,
    Span,
    Vectors,
)
from pipeline.embed import embed, open_encoder

PAIRS = [
    json.loads(line)
    for line in (Path(__file__).parent / "cases" / "policy_pairs.jsonl").read_text(encoding="utf-8").splitlines()
]
CHOSEN = ("rd_tax_relief", "innovation_vouchers", "research_infrastructure", "equity_financing")


@pytest.fixture(scope="module")
def config():
    return load_config()


@pytest.fixture(scope="module")
def labeller(config):
    return open_labeller(config.cluster)


@pytest.fixture(scope="module")
def encoder(config):
    return open_encoder(config.embed)


def document(doc_id, sentences, language):
    """A document of one paragraph a sentence, words as jieba or blanks find them."""
    text = "\n".join(sentences)
    segments, start = [], 0
    for index, sentence in enumerate(sentences):
        end = start + len(sentence)
        words, place = [], start
        for word in jieba.lcut(sentence) if language == "zh" else sentence.replace(".", " .").split(" "):
            place = text.index(word, place)
            words.append(Span(place, place + len(word)))
            place += len(word)
        segments.append(
            Segment(
                segment=index, kind="paragraph", start=start, end=end, page=1, language=language, words=tuple(words)
            )
        )
        start = end + 1
    made = Document(
        doc_id=doc_id,
        source=f"{doc_id}.txt",
        sha256="",
        title="",
        languages=(language,),
        text=text,
        pages=(),
        blocks=(),
        lines=(),
    )
    return made, Segments(items=tuple(segments))


def measure(measure_id, doc_id, span, *, name, country, instruments=()):
    return Measure(
        measure_id=measure_id,
        names=(name,),
        kind="programme",
        country=country,
        parent=None,
        organisations=(),
        instruments=instruments,
        doc_ids=(doc_id,),
        mentions=(),
        passages=(Passage(doc_id=doc_id, span=span),),
    )


@pytest.fixture(scope="module")
def corpus():
    """One document a language; each sentence of four instruments is a measure (named by its first characters)."""
    pairs = [pair for pair in PAIRS if pair["instrument"] in CHOSEN]
    documents, segments, measures = [], [], []
    for language, country in (("zh", "CN"), ("en", "GB")):
        made, parts = document(f"doc-{language}", [pair[language] for pair in pairs], language)
        documents.append(made)
        segments.append(parts)
        for index, (pair, part) in enumerate(zip(pairs, parts.items, strict=True)):
            span = Span(part.start, part.end)
            name = made.text[part.start : part.end]
            measures.append(
                measure(
                    f"{language}{index:02}",
                    made.doc_id,
                    span,
                    name=name,
                    country=country,
                    instruments=(pair["instrument"],),
                )
            )
    return tuple(documents), tuple(segments), Dataset(measures=tuple(measures), organisations=(), facts=())


@pytest.fixture(scope="module")
def vectors(corpus, config, encoder):
    documents, _, dataset = corpus
    return embed(documents, dataset, config=config.embed, model=encoder)


@pytest.fixture(scope="module")
def clustering(corpus, vectors, config, labeller):
    return cluster(*corpus, vectors, config=config.cluster, model=labeller)


def test_every_measure_is_in_one_cluster_or_an_outlier(corpus, clustering):
    placed = [i for c in clustering.clusters for i in c.measure_ids] + list(clustering.outliers)
    assert sorted(placed) == sorted(m.measure_id for m in corpus[2].measures)
    known = {c.cluster_id for c in clustering.clusters}
    assert all(near in known or near is None for near in clustering.outliers.values())


def test_translations_are_together(clustering):
    home = {i: c.cluster_id for c in clustering.clusters for i in c.measure_ids}
    together = [home.get(f"zh{n:02}", "zh") == home.get(f"en{n:02}", "en") for n in range(20)]
    assert sum(together) >= 16, home


def test_no_cluster_of_five_has_one_language(clustering):
    for item in clustering.clusters:
        assert sum(item.languages.values()) == len(item.measure_ids)
        assert len(item.measure_ids) < 5 or len(item.languages) == 2, item


def test_clusters_are_ordered_steady_and_labelled_in_both_languages(clustering):
    for first, second in pairwise(clustering.clusters):
        assert (-len(first.measure_ids), first.cluster_id) < (-len(second.measure_ids), second.cluster_id)
    for item in clustering.clusters:
        assert 0.5 <= item.stability <= 1
        assert len(item.measure_ids) >= 2
        assert item.label_zh and item.label_en
        assert any("\u4e00" <= char <= "\u9fff" for char in item.label_zh)
        assert item.label_en.isascii() or item.label_en.replace("·", "").isascii()


def test_order_of_the_input_does_not_matter(corpus, vectors, clustering, config, labeller):
    documents, segments, dataset = corpus
    expected = msgspec.json.encode(clustering)
    measures = list(dataset.measures)
    random.Random(3).shuffle(measures)
    order = np.random.default_rng(3).permutation(len(vectors.ids))
    rows = np.frombuffer(vectors.values, "<f4").reshape(len(vectors.ids), -1)[order]
    shuffled = Vectors(
        ids=tuple(vectors.ids[i] for i in order),
        dimension=vectors.dimension,
        values=rows.tobytes(),
        model=vectors.model,
    )
    again = cluster(
        documents[::-1],
        segments[::-1],
        Dataset(measures=tuple(measures), organisations=(), facts=()),
        shuffled,
        config=config.cluster,
        model=labeller,
    )
    assert msgspec.json.encode(again) == expected


def test_one_more_measure_leaves_most_clusters_as_they_were(corpus, vectors, clustering, config, labeller):
    documents, segments, dataset = corpus
    fewer = Dataset(measures=tuple(m for m in dataset.measures if m.measure_id != "en07"), organisations=(), facts=())
    before = cluster(documents, segments, fewer, vectors, config=config.cluster, model=labeller)
    old = {i: set(c.measure_ids) for c in before.clusters for i in c.measure_ids}
    new = {i: set(c.measure_ids) - {"en07"} for c in clustering.clusters for i in c.measure_ids}
    same = [old.get(m.measure_id) == new.get(m.measure_id) for m in fewer.measures]
    assert np.mean(same) >= 0.8


@pytest.mark.parametrize("count", [0, 1, 2])
def test_hardly_any_measures(corpus, vectors, config, labeller, count):
    documents, segments, dataset = corpus
    few = Dataset(measures=dataset.measures[:count], organisations=(), facts=())
    found = cluster(documents, segments, few, vectors, config=config.cluster, model=labeller)
    assert sum(len(c.measure_ids) for c in found.clusters) + len(found.outliers) == count


def test_names_of_organisations_and_countries_make_no_key_words(config, labeller):
    text = "国家信用保证基金为日本企业担保贷款。"
    made, parts = document("d", [text, text], "zh")
    spans = [Span(part.start, part.end) for part in parts.items]
    measures = tuple(measure(f"m{i}", "d", span, name="担保", country="JP") for i, span in enumerate(spans))
    fund = Organisation(
        organisation_id="o", names=("国家信用保证基金",), country="JP", parent=None, doc_ids=("d",), mentions=()
    )
    same = Vectors(ids=("m0", "m1"), dimension=1, values=np.ones(2, "<f4").tobytes(), model="")
    found = cluster(
        (made,),
        (parts,),
        Dataset(measures=measures, organisations=(fund,), facts=()),
        same,
        config=config.cluster,
        model=labeller,
    )
    assert set(found.clusters[0].keywords_zh) == {"企业", "担保", "贷款"}


def test_a_language_without_words_takes_the_instrument_label():
    only_chinese = [measure(str(n), "d", Span(0, 0), name="券", country="CN", instruments=("v",)) for n in range(2)]
    (label,) = label_groups([only_chinese], {"0": {}, "1": {}}, {"v": ("创新券", "Innovation vouchers")}, weights={})
    assert (label.label_zh, label.label_en) == ("创新券", "Innovation vouchers")
    (bare,) = label_groups([only_chinese], {"0": {}, "1": {}}, {}, weights={})
    assert (bare.label_zh, bare.label_en) == ("券", "券")


def test_labels_that_two_groups_share_are_told_apart_by_the_other_language():
    groups = [
        [measure(f"{n}{m}", "d", Span(0, 0), name="券", country="CN", instruments=("v",)) for m in "ab"] for n in "01"
    ]
    terms = {f"{n}{m}": {"zh": Counter({word: 3})} for n, word in (("0", "芯片"), ("1", "风电")) for m in "ab"}
    labels = label_groups(groups, terms, {"v": ("创新券", "Innovation vouchers")}, weights={"芯片": 1, "风电": 1})
    assert [label.label_en for label in labels] == ["Innovation vouchers (芯片)", "Innovation vouchers (风电)"]
    assert [label.label_zh for label in labels] == ["芯片", "风电"]


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10_000), count=st.integers(0, 12))
def test_agreement_is_a_share_and_moves_with_its_rows(seed, count):
    config = msgspec.structs.replace(load_config().cluster, resamples=5)
    rng = np.random.default_rng(seed)
    vectors = centred(rng.normal(size=(count, 4)))
    ids = [f"m{n}" for n in range(count)]
    shares = agreement(vectors, ids, config)
    assert ((shares >= 0) & (shares <= 1)).all()
    assert (np.diag(shares) == 1).all()
    order = rng.permutation(count)
    moved = agreement(vectors[order], [ids[n] for n in order], config)
    assert (moved == shares[np.ix_(order, order)]).all()


def test_centring_parts_what_a_corpus_shares_and_leaves_the_unknown_alone():
    common = np.array([3.0, 0.0, 0.0])
    vectors = np.array([common + (0, 1, 0), common + (0, -1, 0)] * 40 + [np.zeros(3)])
    vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
    moved = centred(vectors)
    assert vectors[0] @ vectors[1] > 0.7
    assert moved[0] @ moved[1] < 0
    assert not moved[-1].any()


def test_things_weigh_more_than_doings_and_fillers_nothing(labeller):
    assert weigh("税收", labeller.weights) > weigh("值得", labeller.weights) > weigh("另起炉灶", labeller.weights) == 0
    assert weigh("弹射中心", labeller.weights) > weigh("另文", labeller.weights)
    assert weigh("voucher", labeller.weights) == weigh("AI", labeller.weights) == 1


def test_numbers_are_no_terms(config, labeller):
    text = "第一批三个数据中心百分之五十获得贷款五千万元"
    made, parts = document("d", [text], "zh")
    (part,) = parts.items
    only = measure("m", "d", Span(part.start, part.end), name="中心", country="JP")
    found = terms_of((made,), (parts,), Dataset(measures=(only,), organisations=(), facts=()), stop=labeller.stop)
    assert set(found["m"]["zh"]) == {"数据中心", "贷款"}


def test_plurals_count_with_their_singular():
    words = [Counter({"voucher": 1, "vouchers": 2, "subsidies": 1, "subsidy": 1, "business": 1})]
    assert merge_plurals(words) == {"vouchers": "voucher", "subsidies": "subsidy"}
    assert (fold("SMEs", "en"), fold("AI", "en"), fold("税收", "zh")) == ("smes", "AI", "税收")

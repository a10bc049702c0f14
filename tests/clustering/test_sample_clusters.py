"""The clusters of the sample corpus, by the whole flow: the same for every order and number of workers; ids that last."""

import random
import shutil
from itertools import takewhile
from pathlib import Path

import msgspec
import numpy as np
import pytest

from pipeline.clustering.consensus import centred
from pipeline.clustering.terms import main_language
from pipeline.config import load_config
from pipeline.flow import FLOW
from pipeline.run import Options, run_flow
from pipeline.running.corpus import CorpusFlow
from pipeline.running.documents import DocumentFlow
from pipeline.running.fingerprint import stage_bases
from pipeline.running.layers import Layers
from pipeline.running.sources import find_sources

CORPUS = Path(__file__).parents[2] / "corpus"
LARGE = 5
STAGES = ("normalise", "embed", "cluster")


@pytest.fixture(scope="module")
def texts(tmp_path_factory):
    """The corpus as plain text: what is read differently from a PDF is not this test's business."""
    folder = tmp_path_factory.mktemp("texts")
    for path in CORPUS.glob("*.txt"):
        shutil.copy(path, folder)
    return folder


@pytest.fixture(scope="module")
def first(texts, tmp_path_factory):
    """A run with one worker."""
    output = tmp_path_factory.mktemp("first")
    paths = [str(path) for path in sorted(texts.iterdir())]
    run_flow(FLOW, paths, load_config(overrides={"run.jobs": "1"}), output=output, options=Options(last="compare"))
    return output


def corpus(texts, output, *, without=None, previous=None):
    """The corpus stages on what `first` has cached of the documents, less one of them."""
    config = load_config()
    layers = Layers(output / ".layers")
    stages = tuple(takewhile(lambda stage: stage.scope == "document", FLOW))
    documents = DocumentFlow(stages=stages, bases=stage_bases(FLOW, config=config), config=config, layers=layers)
    files = find_sources([str(path) for path in sorted(texts.iterdir())], output=output, limit=None).files
    known = [documents.known(file) for file in files if file.source != without]
    assert all(document.missing is None for document in known)
    remembered = {"previous": {"cluster": previous}, "previous_key": "x" if previous else ""}
    flow = CorpusFlow(FLOW, documents.bases, config, layers, known, **remembered)
    for stage in FLOW:
        if stage.name in STAGES:
            flow.advance(stage)
    return flow


def homes(clustering):
    return {measure: c.cluster_id for c in clustering.clusters for measure in c.measure_ids}


def test_the_same_bytes_for_two_workers_and_documents_in_any_order(texts, first, tmp_path):
    paths = [str(path) for path in texts.iterdir()]
    random.Random(7).shuffle(paths)
    run_flow(FLOW, paths, load_config(overrides={"run.jobs": "2"}), output=tmp_path, options=Options(last="compare"))
    for name in ("clusters", "cluster_tree", "outliers", "comparisons", "measures", "facts"):
        assert (tmp_path / f"{name}.jsonl").read_bytes() == (first / f"{name}.jsonl").read_bytes(), name


def test_few_measures_are_outliers_and_each_has_a_nearest_cluster(texts, first):
    clustering = corpus(texts, first).output("cluster")
    placed = sum(len(c.measure_ids) for c in clustering.clusters)
    assert len(clustering.outliers) <= 0.15 * placed
    ids = {c.cluster_id for c in clustering.clusters}
    assert all(near in ids for near in clustering.outliers.values())
    assert len(clustering.tree) == len(clustering.clusters) - 1


def test_no_large_cluster_has_one_language_unless_what_it_is_about_is_said_in_one_only(texts, first):
    flow = corpus(texts, first)
    clustering, vectors = flow.output("cluster"), flow.output("embed")
    said = {d.doc_id: d.text for d in flow.output("read")}
    language = {m.measure_id: main_language(m, said) for m in flow.output("normalise").measures}
    rows = np.frombuffer(vectors.values, "<f4").reshape(len(vectors.ids), -1).astype(float)
    vector = dict(zip(vectors.ids, centred(rows), strict=True))
    centre = {c.cluster_id: np.mean([vector[m] for m in c.measure_ids], axis=0) for c in clustering.clusters}
    nearness = {k: v / np.linalg.norm(v) for k, v in centre.items()}
    home = homes(clustering)
    for cluster in clustering.clusters:
        if len(cluster.measure_ids) >= LARGE and len(cluster.languages) == 1:
            others = [m for m in home if language[m] not in cluster.languages]
            strayed = [m for m in others if max(nearness, key=lambda k: vector[m] @ nearness[k]) == cluster.cluster_id]
            assert not strayed, f"{cluster.label_en}: {strayed}"


def test_one_more_document_leaves_measures_in_the_cluster_of_their_id(texts, first):
    kept = []
    for path in sorted(texts.iterdir())[::4]:
        before = corpus(texts, first, without=path.name).output("cluster")
        after = homes(corpus(texts, first, previous=before).output("cluster"))
        old = homes(before)
        kept.append(np.mean([after.get(measure) == cluster for measure, cluster in old.items()]))
    assert np.mean(kept) >= 0.95, kept
    assert min(kept) >= 0.9, kept


def test_the_last_run_in_the_folder_lends_its_ids_and_so_does_a_run_that_is_named(texts, first, tmp_path):
    config = load_config(overrides={"run.jobs": "1"})
    paths = [str(path) for path in sorted(texts.iterdir())]
    folder, other = tmp_path / "grows", tmp_path / "other"
    shutil.copytree(first, folder)
    shutil.copytree(first / ".layers", other / ".layers")
    next((other / ".layers" / "corpus").glob("cluster.*")).unlink()
    run_flow(FLOW, paths[1:], config, output=folder, options=Options(last="cluster"))
    named = Options(last="cluster", previous=first)
    run_flow(FLOW, paths[1:], config, output=other, options=named)
    clusters = (folder / "clusters.jsonl").read_bytes()
    assert clusters == (other / "clusters.jsonl").read_bytes()
    rows = [msgspec.json.decode(line) for line in clusters.splitlines()]
    before = {msgspec.json.decode(line)["cluster_id"] for line in (first / "clusters.jsonl").read_bytes().splitlines()}
    kept = [row for row in rows if row["continues"]]
    assert kept and all(row["continues"] == row["cluster_id"] in before for row in kept)
    assert all(0 < row["overlap"] <= 1 for row in kept)
    assert run_flow(FLOW, paths[1:], config, output=folder, options=Options(last="cluster")).repeated == {}
    again = Options(first="cluster", last="cluster")
    run_flow(FLOW, paths[1:], config, output=folder, options=again)
    assert (folder / "clusters.jsonl").read_bytes() == clusters

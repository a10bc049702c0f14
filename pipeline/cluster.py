"""Stage `cluster`: vectors to groups of measures that belong together, with labels in both languages.

Agglomeration (average linkage, cosine) under a consensus over resamples: the same groups for every order of the input.
Vectors know no polarity and only half the instrument, so a cluster is a subject, not a policy instrument.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources

import numpy as np
from numpy.typing import NDArray

from pipeline.clustering.consensus import agreement, centred, groups, stability
from pipeline.clustering.labels import Labels, label_groups
from pipeline.clustering.terms import main_language, terms_of
from pipeline.clustering.weights import read_weights
from pipeline.config import ClusterConfig
from pipeline.data import Cluster, Clustering, Dataset, Document, Measure, Segments, Vectors
from pipeline.lexicon.reader import read_rows
from pipeline.lexicon.rows import CountryForm, read_instruments

Matrix = NDArray[np.float64]

ID_CHARS = 12
MIN_COSINE = 0.1
"""An outlier has no nearest cluster when no cluster's centre is at least this near."""


@dataclass(frozen=True, slots=True)
class Labeller:
    """What labels need: words that never make one, what a Chinese word counts, instruments' names (Chinese, English)."""

    stop: Mapping[str, frozenset[str]]
    weights: Mapping[str, float]
    instruments: Mapping[str, tuple[str, str]]


def open_labeller(config: ClusterConfig) -> Labeller:
    """Reads stop words, country names and instruments from the lexicon (and country names from CLDR)."""
    countries = _country_words()
    stop = {language: _read_stopwords(language) | countries[language] for language in ("zh", "en")}
    instruments = {key: (row.zh, row.en) for key, row in read_instruments().items()}
    return Labeller(stop=stop, weights=read_weights(), instruments=instruments)


def cluster(
    documents: tuple[Document, ...],
    segments: tuple[Segments, ...],
    dataset: Dataset,
    vectors: Vectors,
    *,
    config: ClusterConfig,
    model: Labeller,
) -> Clustering:
    """Groups all measures; groups under `config.min_size` are outliers, each with its nearest cluster."""
    measures = sorted(dataset.measures, key=lambda measure: measure.measure_id)
    if not measures:
        return Clustering(clusters=(), outliers={})
    matrix = centred(_matrix(vectors, measures))
    shares = agreement(matrix, [measure.measure_id for measure in measures], config)
    found = groups(shares)
    members = [[measures[row] for row in rows] for rows in found]
    terms = terms_of(documents, segments, dataset, stop=model.stop)
    labels = label_groups(members, terms, model.instruments, weights=model.weights)
    texts = {document.doc_id: document.text for document in documents}
    kept = [index for index, rows in enumerate(found) if len(rows) >= config.min_size]
    clusters = {
        index: _cluster(members[index], labels[index], stability(shares, found[index]), texts) for index in kept
    }
    centres = {clusters[index].cluster_id: matrix[list(found[index])].mean(axis=0) for index in kept}
    left = [row for index, rows in enumerate(found) if index not in clusters for row in rows]
    ordered = sorted(clusters.values(), key=lambda item: (-len(item.measure_ids), item.cluster_id))
    return Clustering(
        clusters=tuple(ordered),
        outliers={measures[row].measure_id: _nearest(matrix[row], centres) for row in sorted(left)},
    )


def _matrix(vectors: Vectors, measures: Sequence[Measure]) -> Matrix:
    """The vectors in the order of `measures`."""
    rows = np.frombuffer(vectors.values, dtype="<f4").reshape(len(vectors.ids), vectors.dimension)
    place = {measure: row for row, measure in enumerate(vectors.ids)}
    return rows[[place[measure.measure_id] for measure in measures]].astype(np.float64)


def _cluster(measures: Sequence[Measure], labels: Labels, steady: float, texts: Mapping[str, str]) -> Cluster:
    ids = tuple(measure.measure_id for measure in measures)
    return Cluster(
        cluster_id=hashlib.sha256("\n".join(ids).encode()).hexdigest()[:ID_CHARS],
        label_zh=labels.label_zh,
        label_en=labels.label_en,
        keywords_zh=labels.keywords_zh,
        keywords_en=labels.keywords_en,
        measure_ids=ids,
        stability=steady,
        languages=_counted(main_language(measure, texts) for measure in measures),
        countries=_counted(measure.country for measure in measures if measure.country is not None),
    )


def _nearest(vector: Matrix, centres: Mapping[str, Matrix]) -> str | None:
    """The cluster whose centre has the highest cosine, the first by id among equals."""
    near = []
    for cluster_id, centre in sorted(centres.items()):
        length = float(np.sqrt(np.sum(centre * centre))) or 1.0
        near.append((-round(float(np.sum(vector * centre)) / length, 6), cluster_id))
    if not near or -min(near)[0] < MIN_COSINE:
        return None
    return min(near)[1]


def _counted(values: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(values).items()))


def _read_stopwords(language: str) -> frozenset[str]:
    text = resources.files("pipeline.lexicon").joinpath(f"stopwords_{language}.txt").read_text(encoding="utf-8")
    return frozenset(line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#"))


def _country_words() -> dict[str, frozenset[str]]:
    """Words of country names: whole names in Chinese, in English also names' single words (`united`, `kingdom`)."""
    from babel import Locale

    forms = read_rows("countries.csv", CountryForm)
    zh = {form.form for form in forms if form.language == "zh"} | set(Locale("zh").territories.values())
    names = [form.form for form in forms if form.language == "en"]
    names += [name for code, name in Locale("en").territories.items() if code.isalpha()]
    en = {word for name in names for word in name.lower().replace("&", " ").split() if word.isalpha()}
    return {"zh": frozenset(zh), "en": frozenset(en) | {name for name in names if name.isupper()}}

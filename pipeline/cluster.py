"""Stage `cluster`: vectors to groups of measures that belong together, with labels in both languages.

Agglomeration (average linkage, cosine) under a consensus over resamples: the same groups for every order of the input.
Vectors know no polarity and only half the instrument, so a cluster is a subject, not a policy instrument.
"""

from __future__ import annotations

import hashlib
import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources

import numpy as np
from msgspec import structs
from numpy.typing import NDArray

from pipeline.clustering.chart import places
from pipeline.clustering.consensus import agreement, centred, groups, stability
from pipeline.clustering.labels import Labels, label_groups
from pipeline.clustering.memory import anchored, kept_ids, unchanged
from pipeline.clustering.terms import main_language, terms_of
from pipeline.clustering.tree import branches
from pipeline.clustering.weights import read_weights
from pipeline.config import ClusterConfig
from pipeline.data import Cluster, Clustering, Dataset, Document, Measure, Segments, Vectors
from pipeline.lexicon.reader import read_rows
from pipeline.lexicon.rows import Agency, CountryForm, read_instruments

Matrix = NDArray[np.float64]

ID_CHARS = 12


@dataclass(frozen=True, slots=True)
class Labeller:
    """What labels need: words that never make one, what a Chinese word counts, instruments' names (Chinese, English).

    `agencies` are the names of all bodies that the lexicon knows; the run's own organisations are added to them.
    """

    stop: Mapping[str, frozenset[str]]
    agencies: frozenset[str]
    weights: Mapping[str, float]
    instruments: Mapping[str, tuple[str, str]]


def open_labeller(config: ClusterConfig) -> Labeller:
    """Reads stop words, names of countries and agencies, and instruments from the lexicon (and country names from CLDR)."""
    countries = _country_words()
    stop = {language: _read_stopwords(language) | countries[language] for language in ("zh", "en")}
    instruments = {key: (row.zh, row.en) for key, row in read_instruments().items()}
    agencies = frozenset(form for agency in read_rows("agencies.csv", Agency) for form in agency.forms)
    return Labeller(stop=stop, agencies=agencies, weights=read_weights(), instruments=instruments)


def cluster(  # noqa: PLR0913 - a stage takes what its entry in FLOW needs
    documents: tuple[Document, ...],
    segments: tuple[Segments, ...],
    dataset: Dataset,
    vectors: Vectors,
    *,
    config: ClusterConfig,
    model: Labeller,
    previous: Clustering | None = None,
) -> Clustering:
    """Groups all measures; groups under `config.min_size` are outliers, each with its nearest cluster.

    `previous` is what an earlier run gave: its clusters hold their members by `config.inertia` and keep their ids.
    """
    measures = sorted(dataset.measures, key=lambda measure: measure.measure_id)
    if not measures:
        return Clustering(clusters=(), outliers={})
    ids = [measure.measure_id for measure in measures]
    matrix = centred(_matrix(vectors, measures))
    shares = agreement(matrix, ids, config)
    found = groups(anchored(shares, ids, previous, inertia=config.inertia) if previous else shares)
    members = [[measures[row] for row in rows] for rows in found]
    terms = terms_of(documents, segments, dataset, stop=model.stop, agencies=model.agencies)
    labels = label_groups(members, terms, model.instruments, weights=model.weights)
    texts = {document.doc_id: document.text for document in documents}
    kept = [index for index, rows in enumerate(found) if len(rows) >= config.min_size]
    named = _identities({index: [ids[row] for row in found[index]] for index in kept}, previous)
    clusters = [
        _cluster(named[index], members[index], labels[index], stability(shares, found[index]), texts) for index in kept
    ]
    rows_of = {item.cluster_id: matrix[list(found[index])] for index, item in zip(kept, clusters, strict=True)}
    spots = places(rows_of)
    clusters = [structs.replace(item, x=spots[item.cluster_id][0], y=spots[item.cluster_id][1]) for item in clusters]
    centres = {cluster_id: rows.mean(axis=0) for cluster_id, rows in rows_of.items()}
    left = sorted(row for index, rows in enumerate(found) if index not in named for row in rows)
    return Clustering(
        clusters=tuple(sorted(clusters, key=lambda item: (-len(item.measure_ids), item.cluster_id))),
        outliers={ids[row]: _nearest(matrix[row], centres) for row in left},
        tree=branches(clusters, rows_of),
    )


@dataclass(frozen=True, slots=True)
class _Identity:
    """A cluster's id, and what it goes on with."""

    cluster_id: str
    continues: str | None = None
    overlap: float | None = None


def _identities(groups: Mapping[int, Sequence[str]], previous: Clustering | None) -> dict[int, _Identity]:
    """Each group's id: that of the previous run's cluster that it goes on with, else one made of its members.

    A group whose members are those of a previous cluster, one and all, is told as it was told then: running again what
    has not changed changes nothing.
    """
    kept = kept_ids(groups, previous) if previous else {}
    identities = {}
    for index, members in groups.items():
        same = unchanged(members, previous) if previous else None
        if same is not None:
            identities[index] = _Identity(same.cluster_id, same.continues, same.overlap)
        elif index in kept:
            identities[index] = _Identity(kept[index].cluster_id, kept[index].cluster_id, kept[index].overlap)
        else:
            identities[index] = _Identity(hashlib.sha256("\n".join(members).encode()).hexdigest()[:ID_CHARS])
    return identities


def _matrix(vectors: Vectors, measures: Sequence[Measure]) -> Matrix:
    """The vectors in the order of `measures`."""
    rows = np.frombuffer(vectors.values, dtype="<f4").reshape(len(vectors.ids), vectors.dimension)
    place = {measure: row for row, measure in enumerate(vectors.ids)}
    return rows[[place[measure.measure_id] for measure in measures]].astype(np.float64)


def _cluster(
    identity: _Identity, measures: Sequence[Measure], labels: Labels, steady: float, texts: Mapping[str, str]
) -> Cluster:
    languages = _counted(main_language(measure, texts) for measure in measures)
    return Cluster(
        cluster_id=identity.cluster_id,
        label_zh=labels.label_zh,
        label_en=labels.label_en,
        keywords_zh=labels.keywords_zh,
        keywords_en=labels.keywords_en,
        measure_ids=tuple(measure.measure_id for measure in measures),
        stability=steady,
        languages=languages,
        countries=_counted(measure.country for measure in measures if measure.country is not None),
        language_mix=_evenness(languages),
        continues=identity.continues,
        overlap=identity.overlap,
    )


def _evenness(counts: Mapping[str, int]) -> float:
    """The entropy of the two languages' shares, in bits: 0 for one language, 1 for half and half."""
    total = sum(counts.values())
    return round(-sum(n / total * math.log2(n / total) for n in counts.values()) + 0.0, 4)


def _nearest(vector: Matrix, centres: Mapping[str, Matrix]) -> str | None:
    """The cluster whose centre has the highest cosine, the first by id among equals; a zero vector is near none."""
    if not centres or not vector.any():
        return None
    near = []
    for cluster_id, centre in sorted(centres.items()):
        length = float(np.sqrt(np.sum(centre * centre))) or 1.0
        near.append((-round(float(np.sum(vector * centre)) / length, 6), cluster_id))
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

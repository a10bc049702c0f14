"""The measures as arrays, one row each: what counterparts are found by."""

from __future__ import annotations

import statistics
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipeline.comparison.figures import UNKNOWN, Figure
from pipeline.data import Clustering, Dataset, Measure, Profile, Vectors

AMOUNT_KEYS = (
    ("award", "money"),
    ("award", "money_per_year"),
    ("budget", "money"),
    ("budget", "money_per_year"),
)
MORE, LESS = frozenset(("up", "begun")), frozenset(("down", "ended"))

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Table:
    """The measures as arrays, in the order of their ids. NaN = unknown.

    `instruments`, `beneficiaries` and `stages` have a column for each key, 1 where the measure has it. `moves` has one
    for each thing that can be raised or lowered: 1 raised, -1 lowered, 0 neither or both; `objects` names them.
    `amounts` has a column for each kind of amount (log10 of the median), `spans` the least and greatest duration.
    """

    measures: tuple[Measure, ...]
    profiles: tuple[Profile, ...]
    vectors: Floats
    instruments: Floats
    beneficiaries: Floats
    stages: Floats
    moves: Floats
    objects: tuple[str, ...]
    countries: NDArray[np.str_]
    kinds: NDArray[np.str_]
    clusters: NDArray[np.str_]
    amounts: Floats
    spans: Floats


def open_table(
    dataset: Dataset,
    vectors: Vectors,
    clustering: Clustering,
    figures: Iterable[Figure],
    profiles: Iterable[Profile],
) -> Table:
    """Lays the measures out as arrays; a measure without a vector gets the zero vector."""
    measures = tuple(sorted(dataset.measures, key=lambda m: m.measure_id))
    cluster_of = {measure: c.cluster_id for c in clustering.clusters for measure in c.measure_ids}
    by_measure: dict[str, list[Figure]] = defaultdict(list)
    for figure in figures:
        by_measure[figure.measure_id].append(figure)
    known = {profile.measure_id: profile for profile in profiles}
    told = tuple(known.get(m.measure_id, Profile(measure_id=m.measure_id)) for m in measures)
    moves = [_moves(profile) for profile in told]
    objects = tuple(sorted({thing for move in moves for thing in move}))
    return Table(
        measures=measures,
        profiles=told,
        vectors=_vectors(measures, vectors),
        instruments=_columns([m.instruments for m in measures]),
        beneficiaries=_columns([[cue.key for cue in profile.beneficiaries] for profile in told]),
        stages=_columns([[cue.key for cue in profile.stages] for profile in told]),
        moves=np.array([[float(move.get(o, 0)) for o in objects] for move in moves]).reshape(len(moves), len(objects)),
        objects=objects,
        countries=np.array([m.country or UNKNOWN for m in measures], dtype=np.str_),
        kinds=np.array([m.kind for m in measures], dtype=np.str_),
        clusters=np.array([cluster_of.get(m.measure_id, "") for m in measures], dtype=np.str_),
        amounts=np.array([_amounts(by_measure[m.measure_id]) for m in measures]).reshape(-1, len(AMOUNT_KEYS)),
        spans=np.array([_span(by_measure[m.measure_id]) for m in measures]).reshape(-1, 2),
    )


def _vectors(measures: tuple[Measure, ...], vectors: Vectors) -> Floats:
    stored = np.frombuffer(vectors.values, dtype="<f4").reshape(len(vectors.ids), vectors.dimension)
    place = {measure: row for row, measure in enumerate(vectors.ids)}
    laid = np.zeros((len(measures), vectors.dimension))
    for row, measure in enumerate(measures):
        if measure.measure_id in place:
            laid[row] = stored[place[measure.measure_id]]
    return laid


def _columns(having: Sequence[Collection[str]]) -> Floats:
    keys = sorted({key for keys in having for key in keys})
    return np.array([[float(key in keys_of) for key in keys] for keys_of in having]).reshape(len(having), len(keys))


def _moves(profile: Profile) -> Mapping[str, int]:
    """What the measure's texts raise (1) or lower (-1); what they do both with is left out."""
    told: dict[str, set[int]] = defaultdict(set)
    for cue in profile.changes:
        direction, _, thing = cue.key.partition(":")
        if direction in MORE | LESS:
            told[thing].add(1 if direction in MORE else -1)
    return {thing: next(iter(signs)) for thing, signs in told.items() if len(signs) == 1}


def _amounts(figures: list[Figure]) -> list[float]:
    """log10 of the median amount of each kind in `AMOUNT_KEYS`; NaN where none is known."""
    logs = []
    for role, value in AMOUNT_KEYS:
        middles = [f.middle for f in figures if (f.role, f.value) == (role, value) and f.middle > 0]
        logs.append(float(statistics.median(middles).log10()) if middles else float("nan"))
    return logs


def _span(figures: list[Figure]) -> list[float]:
    durations = [f for f in figures if f.value == "duration"]
    if not durations:
        return [float("nan"), float("nan")]
    return [float(min(f.low for f in durations)), float(max(f.high for f in durations))]

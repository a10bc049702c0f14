"""Counterparts: for each measure its nearest measures in other countries, with what the two share.

Vectors know no polarity (raise a tax, lower a tax: cosine 0.94), so wording is only part of the score; amounts and
durations are compared as records. What is unknown of a measure adds nothing to a score and takes nothing from it.
"""

from __future__ import annotations

import statistics
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipeline.comparison.figures import UNKNOWN, Figure
from pipeline.data import Clustering, Counterpart, Dataset, Measure, Vectors

COSINE_WEIGHT = 0.45
INSTRUMENT_WEIGHT = 0.20
CLUSTER_WEIGHT = 0.10
KIND_WEIGHT = 0.05
DURATION_WEIGHT = 0.10
AMOUNT_WEIGHT = 0.10
AMOUNT_DECADES = 0.7
"""Powers of ten between two amounts at which they no longer count as similar at all: a factor of five."""
DECIMALS = 4
"""Scores are rounded to this many places, so that the last bits of a sum decide nothing."""

_AMOUNT_KEYS = (
    ("award", "money"),
    ("award", "money_per_year"),
    ("budget", "money"),
    ("budget", "money_per_year"),
)

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Table:
    """The measures as arrays, one row each, in the order of their ids. NaN = unknown.

    `amounts` has a column for each kind of amount (log10 of the median), `spans` the least and greatest duration.
    """

    measures: tuple[Measure, ...]
    vectors: Floats
    instruments: Floats
    countries: NDArray[np.str_]
    kinds: NDArray[np.str_]
    clusters: NDArray[np.str_]
    amounts: Floats
    spans: Floats


@dataclass(frozen=True, slots=True)
class Shares:
    """What one measure shares with each of the others, from 0 (nothing, or unknown) to 1."""

    cosine: Floats
    instrument: Floats
    cluster: Floats
    kind: Floats
    duration: Floats
    amount: Floats
    score: Floats


def counterparts(table: Table, *, count: int, min_score: float) -> tuple[Counterpart, ...]:
    """The `count` best counterparts of each measure, of those that reach `min_score`; equal scores by id.

    A measure whose country is unknown has none and is nobody's: there is no telling what is abroad.
    """
    found: list[Counterpart] = []
    for row, measure in enumerate(table.measures):
        if table.countries[row] == UNKNOWN:
            continue
        shares = _shares(table, row)
        abroad = (table.countries != table.countries[row]) & (table.countries != UNKNOWN)
        score = np.where(abroad, shares.score, -1.0)
        best = np.argsort(-score, kind="stable")[:count]
        chosen = [int(other) for other in best if score[other] >= min_score]
        found.extend(
            Counterpart(
                measure_id=measure.measure_id,
                counterpart_id=table.measures[other].measure_id,
                rank=rank,
                score=float(score[other]),
                cosine=float(shares.cosine[other]),
                reasons=_reasons(table, shares, row, other),
            )
            for rank, other in enumerate(chosen, start=1)
        )
    return tuple(found)


def open_table(dataset: Dataset, vectors: Vectors, clustering: Clustering, figures: Iterable[Figure]) -> Table:
    """Lays the measures out as arrays; a measure without a vector gets the zero vector."""
    measures = tuple(sorted(dataset.measures, key=lambda m: m.measure_id))
    cluster_of = {measure: c.cluster_id for c in clustering.clusters for measure in c.measure_ids}
    by_measure: dict[str, list[Figure]] = defaultdict(list)
    for figure in figures:
        by_measure[figure.measure_id].append(figure)
    return Table(
        measures=measures,
        vectors=_vectors(measures, vectors),
        instruments=_instruments(measures),
        countries=np.array([m.country or UNKNOWN for m in measures], dtype=np.str_),
        kinds=np.array([m.kind for m in measures], dtype=np.str_),
        clusters=np.array([cluster_of.get(m.measure_id, "") for m in measures], dtype=np.str_),
        amounts=np.array([_amounts(by_measure[m.measure_id]) for m in measures]).reshape(-1, len(_AMOUNT_KEYS)),
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


def _instruments(measures: tuple[Measure, ...]) -> Floats:
    keys = sorted({key for m in measures for key in m.instruments})
    rows = [[float(key in m.instruments) for key in keys] for m in measures]
    return np.array(rows).reshape(len(measures), len(keys))


def _amounts(figures: list[Figure]) -> list[float]:
    """log10 of the median amount of each kind in `_AMOUNT_KEYS`; NaN where none is known."""
    logs = []
    for role, value in _AMOUNT_KEYS:
        middles = [f.middle for f in figures if (f.role, f.value) == (role, value) and f.middle > 0]
        logs.append(float(statistics.median(middles).log10()) if middles else float("nan"))
    return logs


def _span(figures: list[Figure]) -> list[float]:
    durations = [f for f in figures if f.value == "duration"]
    if not durations:
        return [float("nan"), float("nan")]
    return [float(min(f.low for f in durations)), float(max(f.high for f in durations))]


def _shares(table: Table, row: int) -> Shares:
    cosine = np.round(np.clip(table.vectors @ table.vectors[row], -1.0, 1.0), DECIMALS)
    both = table.instruments @ table.instruments[row]
    either = table.instruments.sum(axis=1) + table.instruments[row].sum() - both
    instrument = np.divide(both, either, out=np.zeros_like(both), where=either > 0)
    same_cluster = (table.clusters == table.clusters[row]) & (table.clusters != "")
    cluster, kind = same_cluster.astype(float), (table.kinds == table.kinds[row]).astype(float)
    low, high = table.spans[row]
    duration = ((table.spans[:, 0] <= high) & (table.spans[:, 1] >= low)).astype(float)
    apart = np.abs(table.amounts - table.amounts[row]) / AMOUNT_DECADES
    amount = np.clip(1.0 - np.where(np.isnan(apart), 1.0, apart).min(axis=1), 0.0, 1.0)
    score = (
        COSINE_WEIGHT * np.clip(cosine, 0.0, 1.0)
        + INSTRUMENT_WEIGHT * instrument
        + CLUSTER_WEIGHT * cluster
        + KIND_WEIGHT * kind
        + DURATION_WEIGHT * duration
        + AMOUNT_WEIGHT * amount
    )
    return Shares(cosine, instrument, cluster, kind, duration, amount, np.round(score, DECIMALS))


def _reasons(table: Table, shares: Shares, row: int, other: int) -> tuple[str, ...]:
    """What the pair shares, as `what:detail` codes, in a fixed order; amounts as the factor between the nearest."""
    here, there = table.measures[row], table.measures[other]
    reasons = [f"instrument:{key}" for key in sorted(set(here.instruments) & set(there.instruments))]
    if shares.kind[other]:
        reasons.append(f"kind:{here.kind}")
    if shares.cluster[other]:
        reasons.append(f"cluster:{table.clusters[row]}")
    if shares.duration[other]:
        spans = (f"{low:g}-{high:g}" if low < high else f"{low:g}" for low, high in table.spans[[row, other]].round(2))
        reasons.append("duration:" + "/".join(spans))
    if shares.amount[other] > 0:
        apart = np.abs(table.amounts[other] - table.amounts[row])
        nearest = int(np.nanargmin(apart))
        reasons.append(f"amount:{':'.join(_AMOUNT_KEYS[nearest])}:{10 ** apart[nearest]:.1f}")
    reasons.append(f"cosine:{shares.cosine[other]:.2f}")
    return tuple(reasons)

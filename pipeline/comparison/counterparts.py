"""Counterparts: for each measure its nearest measures in other countries, with what the two share.

Vectors know no polarity (raise a tax, lower a tax: cosine 0.94), so wording is only part of the score; instruments,
beneficiaries, stages, amounts, durations and directions are compared as records. What is unknown of a measure adds
nothing to a score and takes nothing from it; what the one raises and the other lowers takes from it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipeline.comparison.figures import UNKNOWN
from pipeline.comparison.table import AMOUNT_KEYS, Table
from pipeline.data import Counterpart, Cue

COSINE_WEIGHT = 0.40
INSTRUMENT_WEIGHT = 0.20
CLUSTER_WEIGHT = 0.10
KIND_WEIGHT = 0.05
BENEFICIARY_WEIGHT = 0.05
STAGE_WEIGHT = 0.05
DURATION_WEIGHT = 0.08
AMOUNT_WEIGHT = 0.07
OPPOSITE_WEIGHT = 0.15
"""Taken off where one raises what the other lowers."""
AMOUNT_DECADES = 0.7
"""Powers of ten between two amounts at which they no longer count as similar at all: a factor of five."""
COMMON_CHANGE = "begun:"
"""That both were begun is no reason: every measure was."""
DECIMALS = 4
"""Scores are rounded to this many places, so that the last bits of a sum decide nothing."""

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Shares:
    """What one measure shares with each of the others, from 0 (nothing, or unknown) to 1; `opposite` parts them."""

    cosine: Floats
    instrument: Floats
    cluster: Floats
    kind: Floats
    beneficiary: Floats
    stage: Floats
    duration: Floats
    amount: Floats
    opposite: Floats

    def score(self) -> Floats:
        """The weighted sum, never below 0."""
        total: Floats = (
            COSINE_WEIGHT * np.clip(self.cosine, 0.0, 1.0)
            + INSTRUMENT_WEIGHT * self.instrument
            + CLUSTER_WEIGHT * self.cluster
            + KIND_WEIGHT * self.kind
            + BENEFICIARY_WEIGHT * self.beneficiary
            + STAGE_WEIGHT * self.stage
            + DURATION_WEIGHT * self.duration
            + AMOUNT_WEIGHT * self.amount
            - OPPOSITE_WEIGHT * self.opposite
        )
        return np.asarray(np.round(np.clip(total, 0.0, 1.0), DECIMALS), dtype=np.float64)


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
        score = np.where(abroad, shares.score(), -1.0)
        best = np.argsort(-score, kind="stable")[:count]
        chosen = [int(other) for other in best if score[other] >= min_score]
        found.extend(
            Counterpart(
                measure_id=measure.measure_id,
                counterpart_id=table.measures[other].measure_id,
                rank=rank,
                score=float(score[other]),
                cosine=float(shares.cosine[other]),
                reasons=tuple(_reasons(table, shares, row, other)),
            )
            for rank, other in enumerate(chosen, start=1)
        )
    return tuple(found)


def _shares(table: Table, row: int) -> Shares:
    same_cluster = (table.clusters == table.clusters[row]) & (table.clusters != "")
    low, high = table.spans[row]
    apart = np.abs(table.amounts - table.amounts[row]) / AMOUNT_DECADES
    return Shares(
        cosine=np.round(np.clip(table.vectors @ table.vectors[row], -1.0, 1.0), DECIMALS),
        instrument=_overlap(table.instruments, row),
        cluster=same_cluster.astype(float),
        kind=(table.kinds == table.kinds[row]).astype(float),
        beneficiary=_overlap(table.beneficiaries, row),
        stage=_overlap(table.stages, row),
        duration=((table.spans[:, 0] <= high) & (table.spans[:, 1] >= low)).astype(float),
        amount=np.clip(1.0 - np.where(np.isnan(apart), 1.0, apart).min(axis=1), 0.0, 1.0),
        opposite=(table.moves * table.moves[row] < 0).any(axis=1).astype(float),
    )


def _overlap(having: Floats, row: int) -> Floats:
    """The share of keys that a measure and each of the others both have, of those that either has."""
    both = having @ having[row]
    either = having.sum(axis=1) + having[row].sum() - both
    shares: Floats = np.divide(both, either, out=np.zeros_like(both), where=either > 0)
    return shares


def _reasons(table: Table, shares: Shares, row: int, other: int) -> Iterator[str]:
    """What the pair shares, as `what:detail` codes, in a fixed order; amounts as the factor between the nearest."""
    here, there = table.measures[row], table.measures[other]
    ours, theirs = table.profiles[row], table.profiles[other]
    yield from (f"instrument:{key}" for key in sorted(set(here.instruments) & set(there.instruments)))
    yield from (f"beneficiary:{key}" for key in _common(ours.beneficiaries, theirs.beneficiaries))
    yield from (f"stage:{key}" for key in _common(ours.stages, theirs.stages))
    yield from (f"change:{key}" for key in _common(ours.changes, theirs.changes) if not key.startswith(COMMON_CHANGE))
    yield from (f"opposite:{table.objects[at]}" for at in np.flatnonzero(table.moves[row] * table.moves[other] < 0))
    if shares.kind[other]:
        yield f"kind:{here.kind}"
    if shares.cluster[other]:
        yield f"cluster:{table.clusters[row]}"
    if shares.duration[other]:
        spans = (f"{low:g}-{high:g}" if low < high else f"{low:g}" for low, high in table.spans[[row, other]].round(2))
        yield "duration:" + "/".join(spans)
    if shares.amount[other] > 0:
        apart = np.abs(table.amounts[other] - table.amounts[row])
        nearest = int(np.nanargmin(apart))
        yield f"amount:{':'.join(AMOUNT_KEYS[nearest])}:{10 ** apart[nearest]:.1f}"
    yield f"cosine:{shares.cosine[other]:.2f}"


def _common(ours: tuple[Cue, ...], theirs: tuple[Cue, ...]) -> list[str]:
    return sorted({cue.key for cue in ours} & {cue.key for cue in theirs})

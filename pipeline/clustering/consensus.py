"""Groups that do not hang on one run: agglomeration over resamples and orders, then of what the runs agree on.

Whether a measure is drawn in a run, and where in the run's order it stands, depends on its id, the run and the seed
alone: so the order of the input decides nothing, and a measure that joins the corpus leaves the draws of all others as
they were. Where distances tie, each run's own order breaks the tie, and the consensus is over these too.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from pipeline.config import ClusterConfig

Matrix = NDArray[np.float64]

AGREEMENT = 0.5
"""Two groups are one when their members were together, on average, in this share of the runs that drew both."""
PRIOR_MEASURES = 10
"""The corpus's mean counts in full once there are many more measures than this."""
DECIMALS = 6
"""Distances are rounded to this many places, so that the last bits of a product decide nothing."""


def centred(vectors: Matrix) -> Matrix:
    """Unit vectors less the mean of the corpus, at unit length again.

    All measures of a corpus are about policy, and often about one field: what they share would make one group of them.
    Few measures have no mean to speak of, so it is shrunk by n / (n + `PRIOR_MEASURES`). Zero vectors stay zero.
    """
    count = max(1, len(vectors))
    moved = vectors - vectors.sum(axis=0) / count * (count / (count + PRIOR_MEASURES))
    lengths = np.sqrt(np.sum(moved * moved, axis=1, keepdims=True))
    known = np.any(vectors != 0.0, axis=1, keepdims=True) & (lengths > 1e-9)
    return np.where(known, moved / np.maximum(lengths, 1e-9), 0.0)


def agreement(vectors: Matrix, ids: Sequence[str], config: ClusterConfig) -> Matrix:
    """The share of runs that put two measures in one group, among those that drew both; 1 on the diagonal.

    Args:
        vectors: One unit vector (or zero vector) a row.
        ids: The rows' measures; they decide what each run draws.
        config: Its resamples, share, seed and distance.
    """
    distances = np.clip(np.round(1.0 - vectors @ vectors.T, DECIMALS), 0.0, 2.0)
    together = np.zeros(distances.shape, dtype=np.float64)
    drawn = np.zeros(distances.shape, dtype=np.float64)
    for run in range(config.resamples):
        rows = _drawn(ids, run, config)
        groups = _agglomerate(distances[np.ix_(rows, rows)], config.distance)
        together[np.ix_(rows, rows)] += groups[:, None] == groups[None, :]
        drawn[np.ix_(rows, rows)] += 1.0
    shares = np.divide(together, drawn, out=np.zeros_like(together), where=drawn > 0)
    np.fill_diagonal(shares, 1.0)
    return shares


def groups(shares: Matrix) -> tuple[tuple[int, ...], ...]:
    """The rows of each group that most runs agree on, each row in one group, ordered by first row."""
    labels = _agglomerate(np.round(1.0 - shares, DECIMALS), 1.0 - AGREEMENT)
    members: dict[int, list[int]] = {}
    for row, label in enumerate(labels.tolist()):
        members.setdefault(label, []).append(row)
    return tuple(tuple(rows) for rows in members.values())


def stability(shares: Matrix, rows: Sequence[int]) -> float:
    """The mean agreement over all pairs of a group; 1 for a group of one."""
    if len(rows) < 2:
        return 1.0
    block = shares[np.ix_(rows, rows)]
    return round(float(block[np.triu_indices(len(rows), k=1)].mean()), 4)


def _agglomerate(distances: Matrix, limit: float) -> NDArray[np.int64]:
    """Average linkage, stopped at `limit`: a group number for each row."""
    if len(distances) < 2:
        return np.zeros(len(distances), dtype=np.int64)
    from sklearn.cluster import AgglomerativeClustering

    model = AgglomerativeClustering(n_clusters=None, metric="precomputed", linkage="average", distance_threshold=limit)
    labels: NDArray[np.int64] = model.fit(distances).labels_
    return labels


def _drawn(ids: Sequence[str], run: int, config: ClusterConfig) -> NDArray[np.int64]:
    """The rows that a run draws, in the run's own order."""
    hashed = [hashlib.sha256(f"{config.seed}/{run}/{measure}".encode()).digest() for measure in ids]
    shares = np.array([int.from_bytes(digest[:8], "big") / 2**64 for digest in hashed])
    order = np.array([int.from_bytes(digest[8:15], "big") for digest in hashed], dtype=np.int64)
    rows = np.flatnonzero(shares < config.sample_share)
    return rows[np.argsort(order[rows], kind="stable")]

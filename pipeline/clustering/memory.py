"""What a run owes to the one before it: clusters that hold their members, and keep their ids, while documents join.

A consensus alone is not enough: each new document moves the mean of the corpus a little, and here and there a measure
that stood between two clusters changes sides. So two measures that were together count as a little nearer, and two that
were apart as a little farther (`inertia`); evidence that is strong moves them all the same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipeline.data import Cluster, Clustering

Matrix = NDArray[np.float64]

DECIMALS = 4


@dataclass(frozen=True, slots=True)
class Kept:
    """The cluster of the previous run that a cluster goes on with, and the share of both's members that is in both."""

    cluster_id: str
    overlap: float


def anchored(shares: Matrix, ids: Sequence[str], previous: Clustering, *, inertia: float) -> Matrix:
    """The agreement of measures, drawn to how the previous run had them; pairs that it did not know stay as they are.

    Args:
        shares: Agreement, one row and column a measure.
        ids: The rows' measures.
        previous: The previous run's clusters and outliers; an outlier was apart from all others.
        inertia: From 0 (the previous run counts for nothing) to 1 (nothing moves).
    """
    homes = {measure: c.cluster_id for c in previous.clusters for measure in c.measure_ids}
    homes |= {measure: f"alone:{measure}" for measure in previous.outliers}
    names = [homes.get(measure, "") for measure in ids]
    number = {name: place for place, name in enumerate(dict.fromkeys(names))}
    home = np.array([number[name] for name in names], dtype=np.int64)
    known = np.array([name != "" for name in names], dtype=bool)
    both = known[:, None] & known[None, :]
    together = (home[:, None] == home[None, :]).astype(np.float64)
    return np.where(both, (1.0 - inertia) * shares + inertia * together, shares)


def kept_ids(groups: Mapping[int, Sequence[str]], previous: Clustering) -> dict[int, Kept]:
    """For each group of measures that goes on with a cluster of the previous run, that cluster; each cluster once.

    The pairs with most members in common go first; where a cluster has come apart, its larger part keeps the id.
    """
    homes = {measure: c.cluster_id for c in previous.clusters for measure in c.measure_ids}
    sizes = {c.cluster_id: len(c.measure_ids) for c in previous.clusters}
    common = Counter((homes[m], group) for group, members in groups.items() for m in members if m in homes)
    found: dict[int, Kept] = {}
    taken: set[str] = set()
    for (cluster, group), count in sorted(common.items(), key=lambda item: (-item[1], item[0])):
        if cluster not in taken and group not in found:
            overlap = count / (sizes[cluster] + len(groups[group]) - count)
            found[group] = Kept(cluster, round(overlap, DECIMALS))
            taken.add(cluster)
    return found


def unchanged(members: Iterable[str], previous: Clustering) -> Cluster | None:
    """The previous run's cluster of just these members, if there is one."""
    wanted = frozenset(members)
    return next((c for c in previous.clusters if frozenset(c.measure_ids) == wanted), None)

"""Clusters on a plane: those whose texts are alike lie near each other."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float64]

DECIMALS = 3


def places(rows: Mapping[str, Matrix]) -> dict[str, tuple[float, float]]:
    """Each cluster's place: its members' mean direction in the two directions in which clusters differ most.

    Both directions point to where the cluster that lies farthest out is, so that the map is never mirrored.

    Args:
        rows: The vectors of each cluster's members, one a row, by cluster id.
    """
    ids = sorted(rows)
    if not ids:
        return {}
    centres = np.array([_direction(rows[cluster_id]) for cluster_id in ids])
    left, sizes, _ = np.linalg.svd(centres - centres.mean(axis=0), full_matrices=False)
    plane = np.zeros((len(ids), 2))
    for axis in range(min(2, len(sizes))):
        line = np.round(left[:, axis] * sizes[axis], DECIMALS)
        plane[:, axis] = line * (np.sign(line[int(np.argmax(np.abs(line)))]) or 1.0) + 0.0
    return {cluster_id: (float(x), float(y)) for cluster_id, (x, y) in zip(ids, plane, strict=True)}


def _direction(rows: Matrix) -> Matrix:
    mean: Matrix = rows.mean(axis=0)
    return mean / (float(np.sqrt(np.sum(mean * mean))) or 1.0)

"""The hierarchy above the clusters: which two are nearest, then which two of what is left, up to one root."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipeline.data import Branch, Cluster

Matrix = NDArray[np.float64]

ID_CHARS = 12
LABEL_CLUSTERS = 3
"""A branch is called after its largest clusters, at most this many."""
SEPARATOR = "·"
DECIMALS = 6


@dataclass(frozen=True, slots=True)
class _Node:
    """A cluster or branch on its way up: its id, its clusters, the sum of its members' vectors and their number."""

    node_id: str
    clusters: tuple[Cluster, ...]
    total: Matrix
    size: int


def branches(clusters: Sequence[Cluster], rows: Mapping[str, Matrix]) -> tuple[Branch, ...]:
    """Average linkage over the clusters' members: each branch joins the two nearest, the root comes last.

    Args:
        clusters: The leaves.
        rows: The vectors of each cluster's members, one a row, by cluster id.
    """
    nodes = [
        _Node(c.cluster_id, (c,), rows[c.cluster_id].sum(axis=0), len(rows[c.cluster_id]))
        for c in sorted(clusters, key=lambda c: c.cluster_id)
    ]
    found: list[Branch] = []
    distances = _distances(nodes)
    while len(nodes) > 1:
        first, second = divmod(int(np.argmin(distances)), len(nodes))
        found.append(_branch(nodes[first], nodes[second], float(distances[first, second])))
        nodes[first] = _joined(found[-1].branch_id, nodes[first], nodes[second])
        del nodes[second]
        distances = np.delete(np.delete(distances, second, axis=0), second, axis=1)
        others = _row(nodes, first)
        distances[first, :], distances[:, first] = others, others
        distances[np.tril_indices(len(nodes))] = np.inf
    return tuple(found)


def _distances(nodes: Sequence[_Node]) -> Matrix:
    """Mean distance between the members of two nodes, above the diagonal; elsewhere infinite."""
    means = np.array([node.total / node.size for node in nodes])
    distances = np.round(1.0 - means @ means.T, DECIMALS) if nodes else np.zeros((0, 0))
    distances[np.tril_indices(len(nodes))] = np.inf
    return distances


def _row(nodes: Sequence[_Node], place: int) -> Matrix:
    means = np.array([node.total / node.size for node in nodes])
    row: Matrix = np.round(1.0 - means @ means[place], DECIMALS)
    return row


def _joined(node_id: str, one: _Node, other: _Node) -> _Node:
    return _Node(node_id, (*one.clusters, *other.clusters), one.total + other.total, one.size + other.size)


def _branch(one: _Node, other: _Node, distance: float) -> Branch:
    clusters = sorted((*one.clusters, *other.clusters), key=lambda c: (-len(c.measure_ids), c.cluster_id))
    children = tuple(sorted((one.node_id, other.node_id)))
    named = clusters[:LABEL_CLUSTERS]
    return Branch(
        branch_id="b" + hashlib.sha256("\n".join(children).encode()).hexdigest()[: ID_CHARS - 1],
        children=children,
        distance=distance,
        clusters=len(clusters),
        measures=one.size + other.size,
        label_zh=_label([c.label_zh for c in named]),
        label_en=_label([c.label_en for c in named]),
    )


def _label(labels: Sequence[str]) -> str:
    """The first word of each cluster's label."""
    return SEPARATOR.join(dict.fromkeys(label.split(SEPARATOR)[0] for label in labels))

"""The hierarchy above the clusters."""

import numpy as np
import pytest

from pipeline.clustering.tree import branches
from pipeline.data import Cluster


def made(cluster_id, size, label):
    members = tuple(f"{cluster_id}{n}" for n in range(size))
    return Cluster(
        cluster_id=cluster_id, label_zh=label, label_en=label, keywords_zh=(), keywords_en=(), measure_ids=members,
        stability=1.0, languages={}, countries={},
    )  # fmt: skip


def unit(degrees, size):
    angle = np.deg2rad(degrees)
    return np.tile([np.cos(angle), np.sin(angle)], (size, 1))


CLUSTERS = (made("c", 3, "loans·banks"), made("a", 2, "tax·relief"), made("b", 4, "credit"))
ROWS = {"a": unit(0, 2), "b": unit(10, 4), "c": unit(60, 3)}


def test_the_two_nearest_join_first_and_the_root_holds_all():
    first, root = branches(CLUSTERS, ROWS)
    assert first.children == ("a", "b")
    assert set(root.children) == {"c", first.branch_id}
    assert (first.clusters, first.measures, root.clusters, root.measures) == (2, 6, 3, 9)
    assert first.distance == pytest.approx(1 - np.cos(np.deg2rad(10)), abs=1e-6)
    assert first.distance < root.distance


def test_a_branch_is_called_after_its_largest_clusters():
    _, root = branches(CLUSTERS, ROWS)
    assert root.label_en == "credit·loans·tax"


def test_distances_are_means_over_the_members():
    _, root = branches(CLUSTERS, ROWS)
    rest = np.vstack([ROWS["a"], ROWS["b"]])
    assert root.distance == pytest.approx(1 - (rest @ ROWS["c"].T).mean(), abs=1e-6)


def test_order_does_not_matter_and_few_clusters_have_no_tree():
    assert branches(CLUSTERS[::-1], ROWS) == branches(CLUSTERS, ROWS)
    assert branches((), {}) == branches(CLUSTERS[:1], ROWS) == ()


def test_any_number_of_clusters_has_one_branch_less():
    rng = np.random.default_rng(1)
    many = [made(f"k{n:02}", 2, f"w{n}") for n in range(30)]
    found = branches(many, {c.cluster_id: rng.normal(size=(2, 5)) for c in many})
    assert len(found) == 29
    used = [child for branch in found for child in branch.children]
    assert len(used) == len(set(used)) == 58
    assert found[-1].measures == 60

"""What a run owes to the one before it: ids that go on, members that stay."""

import numpy as np
import pytest

from pipeline.clustering.memory import anchored, kept_ids, unchanged
from pipeline.data import Cluster, Clustering


def made(cluster_id, *members):
    return Cluster(
        cluster_id=cluster_id, label_zh="", label_en="", keywords_zh=(), keywords_en=(), measure_ids=members,
        stability=1.0, languages={}, countries={},
    )  # fmt: skip


BEFORE = Clustering(clusters=(made("A", "a1", "a2", "a3"), made("B", "b1", "b2")), outliers={"x": None})


def test_a_group_keeps_the_id_of_the_cluster_it_shares_most_members_with():
    kept = kept_ids({0: ["a1", "a2", "n1"], 1: ["b1", "b2", "n2"], 2: ["n3", "n4"]}, BEFORE)
    assert {group: k.cluster_id for group, k in kept.items()} == {0: "A", 1: "B"}
    assert kept[0].overlap == 0.5
    assert kept[1].overlap == pytest.approx(0.6667)


def test_of_a_cluster_that_came_apart_the_larger_part_keeps_the_id():
    kept = kept_ids({0: ["a3", "n1"], 1: ["a1", "a2"]}, BEFORE)
    assert {group: k.cluster_id for group, k in kept.items()} == {1: "A"}


def test_of_two_clusters_that_became_one_the_larger_lends_its_id():
    kept = kept_ids({0: ["a1", "a2", "a3", "b1", "b2"]}, BEFORE)
    assert kept[0].cluster_id == "A"


def test_the_order_of_groups_and_members_does_not_matter():
    groups = {0: ["a1", "b1"], 1: ["b2", "a2"]}
    turned = {1: ["a2", "b2"], 0: ["b1", "a1"]}
    assert kept_ids(groups, BEFORE) == kept_ids(turned, BEFORE)


def test_a_cluster_of_the_same_members_is_found_whatever_their_order():
    assert unchanged(["a3", "a1", "a2"], BEFORE).cluster_id == "A"
    assert unchanged(["a1", "a2"], BEFORE) is None


def test_agreement_is_drawn_to_what_was_and_left_alone_where_nothing_was_known():
    ids = ["a1", "a2", "b1", "x", "new"]
    shares = np.full((5, 5), 0.5)
    moved = anchored(shares, ids, BEFORE, inertia=0.4)
    assert moved[0, 1] == pytest.approx(0.7)
    assert moved[0, 2] == pytest.approx(0.3)
    assert moved[0, 3] == moved[3, 2] == pytest.approx(0.3)
    assert (moved[4] == 0.5).all() and (moved[:, 4] == 0.5).all()
    assert (moved == moved.T).all()


def test_without_inertia_nothing_moves_and_with_all_of_it_nothing_else_counts():
    shares = np.random.default_rng(0).uniform(size=(3, 3))
    ids = ["a1", "a2", "b1"]
    assert (anchored(shares, ids, BEFORE, inertia=0.0) == shares).all()
    assert anchored(shares, ids, BEFORE, inertia=1.0)[0].tolist() == [1, 1, 0]

"""Clusters on a plane."""

import numpy as np
import pytest

from pipeline.clustering.chart import places

GROUPS = {
    "a": np.array([[1.0, 0.0, 0.0], [0.9, 0.1, 0.0]]),
    "b": np.array([[0.9, 0.2, 0.0]]),
    "c": np.array([[0.0, 1.0, 0.0]]),
    "d": np.array([[0.0, 0.0, 1.0]]),
}


def test_what_is_alike_lies_near():
    found = {key: np.array(place) for key, place in places(GROUPS).items()}
    near = np.linalg.norm(found["a"] - found["b"])
    assert all(near < np.linalg.norm(found["a"] - found[other]) / 3 for other in "cd")


def test_the_order_of_clusters_and_members_does_not_matter():
    assert places({key: rows[::-1] for key, rows in reversed(GROUPS.items())}) == places(GROUPS)


@pytest.mark.parametrize("count", [0, 1, 2])
def test_few_clusters_have_places_too(count):
    found = places(dict(list(GROUPS.items())[:count]))
    assert len(found) == count
    assert all(y == 0 for _, y in found.values())

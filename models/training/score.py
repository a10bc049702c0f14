"""How well a model matches Chinese texts with their English translations, and how much it sees languages."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray
from sklearn.cluster import KMeans
from sklearn.metrics import v_measure_score

from training.parallel import Pair

Encode = Callable[[Sequence[str]], NDArray[np.float32]]
Scores = dict[str, float]
Sides = tuple[NDArray[np.float32], NDArray[np.float32]]
"""Unit vectors of Chinese texts and of their translations, one a row."""

SEEDS = range(5)


def sides(encode: Encode, pairs: Sequence[Pair], centres: Sequence[Pair] = ()) -> Sides:
    """The unit vectors of the Chinese and of the English texts.

    With `centres`, less the mean of each language over these pairs, as the stage `embed` does it.
    """
    units = [_unit(encode([pair[side] for pair in pairs])) for side in (0, 1)]
    if centres:
        means = [_unit(encode([pair[side] for pair in centres])).mean(axis=0) for side in (0, 1)]
        units = [_unit(unit - mean) for unit, mean in zip(units, means, strict=True)]
    return units[0], units[1]


def retrieval(vectors: Sides) -> Scores:
    """Shares of texts whose translation is nearest: in the other language each way, and among all texts of both."""
    zh, en = vectors
    own = np.arange(len(zh))
    both = np.vstack([zh, en])
    cosines = both @ both.T
    np.fill_diagonal(cosines, -np.inf)
    return {
        "zh-en": float(((zh @ en.T).argmax(axis=1) == own).mean()),
        "en-zh": float(((en @ zh.T).argmax(axis=1) == own).mean()),
        "among all": float((cosines.argmax(axis=1) == np.r_[own + len(own), own]).mean()),
    }


def clustering(vectors: Sides, instruments: Sequence[str]) -> Scores:
    """V-measure of k-means, one cluster an instrument, against instruments and against languages, mean over seeds.

    Also the share of texts whose nearest text, the translation apart, has the same instrument.
    """
    both = np.vstack(vectors)
    labels = np.array([*instruments, *instruments])
    languages = np.repeat([0, 1], len(instruments))
    runs = [KMeans(len(set(instruments)), n_init=10, random_state=seed).fit_predict(both) for seed in SEEDS]
    cosines = both @ both.T
    np.fill_diagonal(cosines, -np.inf)
    own = np.arange(len(instruments))
    cosines[np.arange(len(both)), np.r_[own + len(own), own]] = -np.inf
    return {
        "V instrument": float(np.mean([v_measure_score(labels, run) for run in runs])),
        "V language": float(np.mean([v_measure_score(languages, run) for run in runs])),
        "neighbour's instrument": float((labels[cosines.argmax(axis=1)] == labels).mean()),
    }


def speed(encode: Encode, texts: Sequence[str], copies: int = 40) -> float:
    """Texts encoded in a second."""
    many = list(texts) * copies
    began = time.perf_counter()
    encode(many)
    return len(many) / (time.perf_counter() - began)


def _unit(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    unit: NDArray[np.float32] = rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
    return unit

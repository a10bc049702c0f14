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

SEEDS = range(5)


def retrieval(encode: Encode, pairs: Sequence[Pair]) -> Scores:
    """Shares of texts whose translation is nearest: in the other language each way, and among all texts of both."""
    zh, en = (_unit(encode([pair[side] for pair in pairs])) for side in (0, 1))
    own = np.arange(len(pairs))
    both = np.vstack([zh, en])
    cosines = both @ both.T
    np.fill_diagonal(cosines, -np.inf)
    return {
        "zh-en": float(((zh @ en.T).argmax(axis=1) == own).mean()),
        "en-zh": float(((en @ zh.T).argmax(axis=1) == own).mean()),
        "among all": float((cosines.argmax(axis=1) == np.r_[own + len(own), own]).mean()),
    }


def clustering(encode: Encode, pairs: Sequence[Pair], instruments: Sequence[str]) -> Scores:
    """V-measure of k-means, one cluster an instrument, against instruments and against languages, mean over seeds.

    Also the share of texts whose nearest text, the translation apart, has the same instrument.
    """
    both = np.vstack([_unit(encode([pair[side] for pair in pairs])) for side in (0, 1)])
    labels = np.array([*instruments, *instruments])
    languages = np.repeat([0, 1], len(pairs))
    runs = [KMeans(len(set(instruments)), n_init=10, random_state=seed).fit_predict(both) for seed in SEEDS]
    cosines = both @ both.T
    np.fill_diagonal(cosines, -np.inf)
    own = np.arange(len(pairs))
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

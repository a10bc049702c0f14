"""Token vectors: from the teacher's, centred per language, then trained on parallel text.

First each token gets the teacher's vector, less the mean of its language (without that, clusters are languages), in the
main directions, weighted by rarity. Then sentences of parallel text are drawn to their translations, away from other
sentences, and to where the teacher puts them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from tokenizers import Tokenizer

from training.parallel import Pair
from training.vocabulary import SPECIAL, Term, Token

Matrix = NDArray[np.float32]
Teacher = Callable[[Sequence[str]], Matrix]

DIMENSION = 256
RARITY = 1e-3
"""`a` of a token's weight a / (a + p), p its frequency (Arora et al. 2017)."""
INSTRUMENT_PULL, INSTRUMENT_WEIGHT = 0.5, 1.3
"""How far a term moves to its instrument's mean (unit vectors), and how much more it weighs than other words."""


@dataclass(frozen=True, slots=True)
class Start:
    """Untrained token vectors (rows after `SPECIAL`) and the teacher's main directions, one a column."""

    vectors: Matrix
    directions: Matrix


@dataclass(frozen=True, slots=True)
class Recipe:
    """Numbers of the training, chosen by a few runs on the policy pairs, names of agencies and held-out software text."""

    epochs: int = 3
    batch: int = 1024
    rate: float = 2e-3
    temperature: float = 0.1
    teacher_share: float = 4.0
    taught: int = 40_000
    min_taught_chars: int = 20
    term_copies: int = 4
    seed: int = 0


@dataclass(frozen=True, slots=True)
class _Lesson:
    """Training text: token ids by side; the teacher's targets for some texts, and each text's place in them or -1."""

    ids: Sequence[Sequence[NDArray[np.int64]]]
    targets: Sequence[torch.Tensor]
    place: NDArray[np.int64]


def start_vectors(tokens: Sequence[Token], terms: Sequence[Term], teacher: Teacher) -> Start:
    """Vectors of all tokens from the teacher's, ready for summing: direction by meaning, length by rarity."""
    taught = np.asarray(teacher([token.text for token in tokens]), dtype=np.float32)
    frequency = np.zeros(len(tokens))
    for language in ("zh", "en"):
        rows = np.array([token.language == language for token in tokens])
        counts = np.array([token.count for token in tokens], dtype=np.float64) * rows
        frequency += counts / counts.sum()
    weight = (RARITY / (RARITY + frequency)).astype(np.float32)
    for language in ("zh", "en"):
        rows = np.array([token.language == language for token in tokens])
        share = (frequency * weight)[rows]
        taught[rows] -= ((taught[rows] * share[:, None]).sum(axis=0) / share.sum()).astype(np.float32)
    directions = _main_directions(taught, np.sqrt(frequency * weight * weight + 1e-7))
    vectors = taught @ directions
    rows_of = _instrument_rows(tokens, terms)
    for signs in rows_of.values():
        vectors[signs] = _pulled(vectors[signs])
        weight[signs] *= INSTRUMENT_WEIGHT
    return Start(vectors=vectors * weight[:, None], directions=directions)


def train(
    start: Start, tokenizer: Tokenizer, pairs: Sequence[Pair], terms: Sequence[Term], *, teacher: Teacher
) -> Matrix:
    """Trains the token vectors on the pairs; returns them with the rows of `SPECIAL`, which stay zero."""
    recipe = Recipe()
    lesson = _lesson(start, tokenizer, pairs, terms, teacher=teacher, recipe=recipe)
    torch.manual_seed(recipe.seed)
    torch.set_num_threads(1)
    zeros = np.zeros((len(SPECIAL), start.vectors.shape[1]), dtype=np.float32)
    weights = torch.from_numpy(np.vstack([zeros, start.vectors]))
    bag = torch.nn.EmbeddingBag.from_pretrained(weights, freeze=False, sparse=True, mode="sum")
    optimiser = torch.optim.SparseAdam(bag.parameters(), lr=recipe.rate)
    batches = _batches(lesson, recipe)
    for step, rows in enumerate(batches):
        optimiser.param_groups[0]["lr"] = recipe.rate * (1 - step / len(batches))
        sides = [F.normalize(bag(*_bags([ids[row] for row in rows])), dim=1) for ids in lesson.ids]
        loss = _translation_loss(sides, recipe) + recipe.teacher_share * _teacher_loss(sides, lesson, rows)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    trained: Matrix = bag.weight.detach().numpy().copy()
    trained[: len(SPECIAL)] = 0.0
    return trained


def _lesson(
    start: Start,
    tokenizer: Tokenizer,
    pairs: Sequence[Pair],
    terms: Sequence[Term],
    *,
    teacher: Teacher,
    recipe: Recipe,
) -> _Lesson:
    taught = _taught_rows(pairs, recipe)
    text = [*pairs, *((term.zh, term.en) for term in terms for _ in range(recipe.term_copies))]
    place = np.full(len(text), -1)
    place[taught] = np.arange(len(taught))
    return _Lesson(
        ids=[_token_ids(tokenizer, [pair[side] for pair in text]) for side in (0, 1)],
        targets=[_targets([pairs[row][side] for row in taught], start, teacher) for side in (0, 1)],
        place=place,
    )


def _batches(lesson: _Lesson, recipe: Recipe) -> list[NDArray[np.int64]]:
    """The rows of each step: all pairs with known words on both sides, shuffled anew in each epoch."""
    usable = np.flatnonzero([_is_known(zh) and _is_known(en) for zh, en in zip(*lesson.ids, strict=True)])
    generator = np.random.default_rng(recipe.seed)
    batches = []
    for _ in range(recipe.epochs):
        order = generator.permutation(usable)
        batches += np.split(order[: len(order) // recipe.batch * recipe.batch], len(order) // recipe.batch)
    return batches


def _main_directions(vectors: Matrix, weight: NDArray[np.float64]) -> Matrix:
    """The `DIMENSION` directions of most variance, each with its largest component positive."""
    weighted = vectors * weight[:, None]
    _, directions = np.linalg.eigh((weighted.T @ weighted).astype(np.float64))
    main = directions[:, ::-1][:, :DIMENSION]
    signs = np.sign(main[np.abs(main).argmax(axis=0), np.arange(main.shape[1])])
    return np.ascontiguousarray(main * signs, dtype=np.float32)


def _instrument_rows(tokens: Sequence[Token], terms: Sequence[Term]) -> dict[str, list[int]]:
    """The tokens that are signs of an instrument, by instrument."""
    row_of = {(token.text, token.language): row for row, token in enumerate(tokens)}
    rows: dict[str, set[int]] = defaultdict(set)
    for term in terms:
        if term.instrument:
            rows[term.instrument].update(row_of[form] for form in term.forms if form in row_of)
    return {instrument: sorted(found) for instrument, found in sorted(rows.items())}


def _pulled(vectors: Matrix) -> Matrix:
    """Vectors turned to their mean direction, each of its old length."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    units = vectors / lengths
    mean = units.mean(axis=0)
    turned = units + INSTRUMENT_PULL * mean / np.linalg.norm(mean)
    pulled: Matrix = turned / np.linalg.norm(turned, axis=1, keepdims=True) * lengths
    return pulled


def _taught_rows(pairs: Sequence[Pair], recipe: Recipe) -> NDArray[np.int64]:
    """A sample of the longer pairs: those whose sentences the teacher encodes."""
    long = np.array([row for row, (_, english) in enumerate(pairs) if len(english) > recipe.min_taught_chars])
    drawn = np.random.default_rng(recipe.seed).permutation(long)[: recipe.taught]
    return np.sort(drawn)


def _targets(texts: Sequence[str], start: Start, teacher: Teacher) -> torch.Tensor:
    """Where the teacher puts sentences, centred, in the token vectors' space."""
    rows = np.asarray(teacher(texts), dtype=np.float32)
    return F.normalize(torch.from_numpy((rows - rows.mean(axis=0)) @ start.directions), dim=1)


def _token_ids(tokenizer: Tokenizer, texts: Sequence[str]) -> list[NDArray[np.int64]]:
    encoded = tokenizer.encode_batch(list(texts), add_special_tokens=False)
    return [np.array(item.ids, dtype=np.int64) for item in encoded]


def _is_known(ids: NDArray[np.int64]) -> bool:
    return bool(len(ids)) and int(ids.max()) >= len(SPECIAL)


def _bags(texts: Sequence[NDArray[np.int64]]) -> tuple[torch.Tensor, torch.Tensor]:
    """Token ids of all texts in one row, and where each text begins."""
    begins = np.cumsum([0, *(len(text) for text in texts[:-1])])
    return torch.from_numpy(np.concatenate(texts)), torch.from_numpy(begins)


def _translation_loss(sides: Sequence[torch.Tensor], recipe: Recipe) -> torch.Tensor:
    """InfoNCE in both directions, the other pairs of the batch as negatives."""
    cosines = sides[0] @ sides[1].T / recipe.temperature
    own = torch.arange(len(cosines))
    return (F.cross_entropy(cosines, own) + F.cross_entropy(cosines.T, own)) / 2


def _teacher_loss(sides: Sequence[torch.Tensor], lesson: _Lesson, rows: NDArray[np.int64]) -> torch.Tensor:
    """Twice the mean of one less the cosine to the teacher's vector, over the texts that have one."""
    place = lesson.place[rows]
    has, at = torch.from_numpy(place >= 0), torch.from_numpy(place[place >= 0])
    lost = [1 - (side[has] * target[at]).sum(dim=1) for side, target in zip(sides, lesson.targets, strict=True)]
    return 2 * torch.stack(lost).mean()

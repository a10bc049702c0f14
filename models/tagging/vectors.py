"""Word vectors for the taggers: those of models/bilingual, in fewer directions, so that words that training never saw have a meaning."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load_file
from spacy.language import Language
from spacy.strings import hash_string
from spacy.vectors import Vectors

Matrix = NDArray[np.float32]
WIDTH = 32
HAN_FIRST = "\u3400"
HAN_WORDS = 36_000  # words of two characters and more, the most frequent first; all single characters come too
LATIN_IN_CHINESE = 6_000  # English words that the Chinese pipeline knows too
LATIN_WORDS = 40_000  # words of the English pipeline, the most frequent first


def add_vectors(pipeline: Language, folder: Path) -> None:
    """Gives a blank pipeline the words of its language, found by their lower-case form."""
    words, rows = _rows(folder)
    han = [i for i, word in enumerate(words) if word[0] >= HAN_FIRST]
    latin = [i for i, word in enumerate(words) if word[0] == "▁" and word[1:].isalpha() and word[1:].isascii()]
    han = [i for i in han if len(words[i]) > 1][:HAN_WORDS] + [i for i in han if len(words[i]) == 1]
    chosen = han + latin[:LATIN_IN_CHINESE] if pipeline.lang == "zh" else latin[:LATIN_WORDS]
    keys = [hash_string(words[i].removeprefix("▁")) for i in chosen]
    data = _main_directions(rows[chosen])
    pipeline.vocab.vectors = Vectors(
        strings=pipeline.vocab.strings, data=data, keys=keys, attr="NORM", name=f"bilingual.{pipeline.lang}"
    )


def halved(pipeline: Language) -> None:
    """Keeps the vectors in half precision, for the disk; `open_tagger` reads them back as they were used in training."""
    vectors: Any = pipeline.vocab.vectors
    vectors.data = vectors.data.astype(np.float16)


def _rows(folder: Path) -> tuple[list[str], Matrix]:
    """The tokens with their vectors, of length 1."""
    words = [
        token for token, _ in json.loads((folder / "tokenizer.json").read_text(encoding="utf-8"))["model"]["vocab"]
    ]
    rows = load_file(str(folder / "model.safetensors"))["embeddings"].astype(np.float32)
    return words, rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)


def _main_directions(rows: Matrix) -> Matrix:
    """The rows in their main directions, each row of about the length of 1."""
    values, directions = np.linalg.eigh((rows.T @ rows).astype(np.float64))
    main = directions[:, np.argsort(-values)[:WIDTH]]
    main *= np.sign(main[np.abs(main).argmax(axis=0), range(main.shape[1])])
    projected = rows @ main.astype(np.float32)
    scaled: Matrix = (
        (projected / np.maximum(np.linalg.norm(projected, axis=1, keepdims=True), 1e-9))
        .astype(np.float16)
        .astype(np.float32)
    )
    return scaled

"""Stage `embed`: measures to vectors that know no language.

A measure's texts are its names and the passages that speak of it. Each is encoded by a bilingual sentence model,
centred on its language's mean, and averaged, so that a measure in Chinese lies beside its counterpart in English.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from pipeline.config import EmbedConfig
from pipeline.data import Dataset, Document, Measure, Vectors
from pipeline.embedding.centring import language_centres, unit
from pipeline.embedding.encoders import Encode, open_model
from pipeline.lexicon.rows import read_instruments
from pipeline.text.language import language_of, word_language

Matrix = NDArray[np.float64]

DECIMALS = 6
"""Vectors are rounded to this many places: what differs between platforms is far below."""


@dataclass(frozen=True, slots=True)
class Encoder:
    """A sentence model.

    Args:
        name: The model's name as configured and, for a model on disk, the start of its files' sha256.
        encode: Texts to a matrix, one row a text, of any length; a text without a known word gives a row of zeros.
        simplify: Traditional Chinese to Simplified.
        centres: Mean unit vector of a language's texts ("zh", "en"), taken off each text's vector.
    """

    name: str
    encode: Encode
    simplify: Callable[[str], str]
    centres: Mapping[str, Matrix] = field(default_factory=dict)


def open_encoder(config: EmbedConfig) -> Encoder:
    """Opens the configured model from disk and finds its centres; no network is ever asked.

    Raises:
        MissingModelError: No folder has the model, or it cannot be loaded.
        MissingDependencyError: `use-multilingual` is asked for and its package is not installed.
        ConfigError: The model has no pooling that could be chosen.
    """
    from opencc import OpenCC

    name, encode = open_model(config)
    centres = language_centres(encode, read_instruments()) if config.centre else {}
    return Encoder(name=name, encode=encode, simplify=OpenCC("t2s").convert, centres=centres)


def embed(documents: tuple[Document, ...], dataset: Dataset, *, config: EmbedConfig, model: Encoder) -> Vectors:
    """Gives each measure one unit vector, in the order of `measure_id`.

    A measure none of whose words the model knows (an acronym and nothing else) has the zero vector: it is like nothing.
    """
    texts = {document.doc_id: document.text for document in documents}
    measures = sorted(dataset.measures, key=lambda measure: measure.measure_id)
    pieces = [_texts(measure, texts) for measure in measures]
    known = encode_pieces(sorted({text for piece in pieces for text in piece}), model)
    rows = [_average(piece, known) for piece in pieces]
    width = next((len(row) for row in rows if row is not None), 1)
    matrix = np.array([np.zeros(width) if row is None else row for row in rows]).reshape(len(rows), width)
    values = (np.round(matrix, DECIMALS) + 0.0).astype("<f4")
    ids = tuple(measure.measure_id for measure in measures)
    return Vectors(ids=ids, dimension=width, values=values.tobytes(), model=model.name)


def encode_pieces(pieces: Sequence[tuple[str, str]], model: Encoder) -> dict[tuple[str, str], Matrix]:
    """The unit vector of each (language, text), centred on its language. Pieces without a known word have none."""
    if not pieces:
        return {}
    rows = np.asarray(model.encode([model.simplify(text) for _, text in pieces]), dtype=np.float64)
    vectors = {}
    for piece, row in zip(pieces, rows, strict=True):
        length_one = unit(row)
        if length_one is not None and (centred := unit(length_one - model.centres.get(piece[0], 0.0))) is not None:
            vectors[piece] = centred
    return vectors


def _texts(measure: Measure, texts: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """What is known of a measure, as (language, text): its names, one text a language, and its passages."""
    names: dict[str, list[str]] = defaultdict(list)
    for name in measure.names:
        names[word_language(language_of(name))].append(name)
    pieces = [(language, "\n".join(forms)) for language, forms in sorted(names.items())]
    for passage in measure.passages:
        text = texts[passage.doc_id][passage.span.start : passage.span.end]
        pieces.append((word_language(language_of(text)), text))
    return tuple(dict.fromkeys(pieces))


def _average(pieces: Sequence[tuple[str, str]], known: Mapping[tuple[str, str], Matrix]) -> Matrix | None:
    """The mean over languages of each language's mean, so that neither language outweighs the other."""
    languages: dict[str, list[Matrix]] = defaultdict(list)
    for piece in pieces:
        if piece in known:
            languages[piece[0]].append(known[piece])
    if not languages:
        return None
    means = [unit(np.mean(rows, axis=0)) for _, rows in sorted(languages.items())]
    return unit(np.sum([mean for mean in means if mean is not None], axis=0))

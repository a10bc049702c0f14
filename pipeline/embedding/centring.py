"""Centring per language: what is common to all policy text of a language is taken off each of its texts.

Without it, texts of one language are near each other for being of that language. The centres are the means over texts
that say the same in both languages, the definitions of the policy instruments in the lexicon: the means of a corpus's
own texts would take off what its Chinese and its English documents are about as well.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from pipeline.embedding.encoders import Encode
from pipeline.lexicon.rows import Instrument

Matrix = NDArray[np.float64]


def language_centres(encode: Encode, instruments: Mapping[str, Instrument]) -> dict[str, Matrix]:
    """The mean unit vector of each language ("zh", "en") over the instruments' definitions."""
    texts = {
        "zh": [instrument.definition_zh for instrument in instruments.values()],
        "en": [instrument.definition_en for instrument in instruments.values()],
    }
    return {language: _mean_unit(np.asarray(encode(said), dtype=np.float64)) for language, said in texts.items()}


def unit(row: Matrix) -> Matrix | None:
    """The row at length 1; None where it has no length to speak of."""
    length = float(np.sqrt(np.sum(row * row)))
    return row / length if length > 1e-9 else None


def _mean_unit(rows: Matrix) -> Matrix:
    lengths = np.sqrt(np.sum(rows * rows, axis=1, keepdims=True))
    mean: Matrix = (rows / np.maximum(lengths, 1e-9)).mean(axis=0)
    return mean

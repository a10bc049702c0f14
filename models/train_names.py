"""Makes models/zh and models/en, the name taggers of the stage `extract`, in about five minutes on one core.

    python models/train_names.py                  trains both on all sentences of models/names and the sample corpus
    python models/train_names.py --ablation       five-fold cross-validation: taggers, rules, and ways to join them

Needs no network and nothing but the package's own libraries. The same machine and versions give the same bytes. Prints what the
model cards (models/zh/README.md, models/en/README.md) have: scores, sizes, sha256.
"""

from __future__ import annotations

import os

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"  # before NumPy comes: sums in one order, so that the same input gives the same bytes

import argparse  # noqa: E402
import hashlib  # noqa: E402
import sys  # noqa: E402
import time  # noqa: E402
from pathlib import Path  # noqa: E402

from tagging.ablation import ablation, alone  # noqa: E402
from tagging.cross import cross_validated  # noqa: E402
from tagging.documents import Part, read_parts  # noqa: E402
from tagging.fit import train  # noqa: E402
from tagging.vectors import halved  # noqa: E402

MODELS = Path(__file__).parent
PROJECT = MODELS.parent
LANGUAGES = ("zh", "en")


def main() -> None:
    """Trains, or cross-validates."""
    options = _options()
    for language in options.language or LANGUAGES:
        parts = read_parts(MODELS / "names" / "sentences", PROJECT / "corpus", language)
        _say(f"{language}: {sum(len(p.sentences) for p in parts)} sentences in {len(parts)} files")
        if options.ablation:
            _cross(language, parts)
        else:
            _train(language, parts, options.out / language)


def _train(language: str, parts: list[Part], folder: Path) -> None:
    pipeline = train(language, [s for part in parts for s in part.sentences])
    halved(pipeline)
    folder.mkdir(parents=True, exist_ok=True)
    pipeline.to_disk(folder)
    _say(f"written to {folder}")
    files = [p for p in sorted(folder.rglob("*")) if p.is_file() and p.suffix != ".md"]
    for path in files:
        content = path.read_bytes()
        print(f"{hashlib.sha256(content).hexdigest()}  {len(content):>9}  {path.relative_to(folder).as_posix()}")
    print(f"{sum(p.stat().st_size for p in files) / 1e6:.1f} MB")


def _cross(language: str, parts: list[Part]) -> None:
    files = cross_validated(language, parts, say=_say)
    sets = {
        "sentences": [f for f in files if f.name.startswith(f"{language}_")],
        "sample corpus": [f for f in files if not f.name.startswith(f"{language}_")],
    }
    for name, own in sets.items():
        print(f"{language} {name}: the tagger itself, sentence by sentence  {alone(own).row()}")
        for use, score in ablation(own):
            print(f"{language} {name}: {use:8} {score.row()}")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--out", type=Path, default=MODELS, help="folder of the models' folders")
    parser.add_argument("--language", action="append", choices=LANGUAGES, help="only this language")
    parser.add_argument("--ablation", action="store_true", help="cross-validate instead of training")
    return parser.parse_args()


def _say(message: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {message}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()

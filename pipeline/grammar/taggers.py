"""Where the trained taggers are, how they are opened, and how they are asked.

A tagger is a spaCy pipeline of a few members, each an embedding (`tok2vec_N`) and a span categoriser (`names_N`) on it; their
probabilities are averaged.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.errors import MissingModelError
from pipeline.grammar.tokens import Tokens, WordLanguage

if TYPE_CHECKING:
    from spacy.language import Language

PACKAGE = Path(__file__).parents[1]
ADVICE = (
    "It comes with the package; in a checkout, `python models/train_names.py` makes it. "
    "Or run without it: --set extract.tagger=off."
)


def open_tagger(language: WordLanguage, folder: Path | None = None) -> Language:
    """Loads a language's pipeline, from `folder` or from where it is; the network and the graphics card are never asked.

    Raises:
        MissingModelError: It is not there, or cannot be loaded.
    """
    import spacy

    folder = folder or find_tagger(language)
    try:
        pipeline = spacy.load(folder)
    except (OSError, ValueError, KeyError) as error:
        raise MissingModelError(f"extract.tagger: {folder} cannot be loaded: {error}", advice=ADVICE) from error
    set_affixes(pipeline)
    vectors: Any = pipeline.vocab.vectors
    vectors.data = vectors.data.astype("float32")  # half as long on disk
    return pipeline


def find_tagger(language: WordLanguage) -> Path:
    """The folder of a language's pipeline: in the package, or beside it (a checkout).

    Raises:
        MissingModelError: There is none.
    """
    found = next((folder for folder in tagger_folders() if folder.name == language), None)
    if found:
        return found
    raise MissingModelError(f"extract.tagger: no spaCy pipeline at models/{language}", advice=ADVICE)


def tagger_folders() -> list[Path]:
    """The folders of the pipelines that are there."""
    homes = (home / "models" / language for language in ("zh", "en") for home in (PACKAGE, PACKAGE.parent))
    return [home for home in homes if (home / "meta.json").is_file()]


def set_affixes(pipeline: Language) -> None:
    """What the taggers know of a word's ends: one character in Chinese, three letters in English."""
    from spacy.attrs import PREFIX, SUFFIX

    vocabulary: Any = pipeline.vocab
    size = 1 if pipeline.lang == "zh" else 3
    vocabulary.lex_attr_getters[PREFIX] = lambda word: word[:size].casefold()
    vocabulary.lex_attr_getters[SUFFIX] = lambda word: word[-size:].casefold()


def labels_of(pipeline: Language) -> tuple[str, ...]:
    """The labels whose probabilities `probabilities` gives, in its order; the last column stands for no name."""
    judge: Any = pipeline.get_pipe("names_0")
    labels: tuple[str, ...] = judge.labels
    return labels


def probabilities(sentences: Sequence[Tokens], pipeline: Language) -> list[list[float]]:
    """For each proposed span of the sentences, in order, how likely it is each label: the mean of the members."""
    from thinc.api import NumpyOps
    from thinc.types import Ragged

    ops = NumpyOps()
    docs = [tokens.doc for tokens in sentences]
    spans = [span for tokens in sentences for span in tokens.proposals]
    if not spans:
        return []
    proposed = Ragged(ops.asarray2i(spans), ops.asarray1i([len(tokens.proposals) for tokens in sentences]))
    names = [name for name in pipeline.component_names if name.startswith("names_")]
    total: Any = 0
    for name in names:
        embedder: Any = pipeline.get_pipe(name.replace("names_", "tok2vec_"))
        judge: Any = pipeline.get_pipe(name)
        embedder.set_annotations(docs, embedder.predict(docs))
        total = total + judge.model.predict((docs, proposed))
    rows: list[list[float]] = (total / len(names)).tolist()
    return rows

"""Fits a spaCy pipeline (embeddings and span categorisers) to sentences: one thread, one seed, no network."""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from opencc import OpenCC
from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.training import Example
from spacy.util import fix_random_seed, load_config_from_str, load_model_from_config, minibatch

from pipeline.grammar.authority import Authority
from pipeline.grammar.lexis import Continuation, Countries, NameHead, NameWord
from pipeline.grammar.proposals import ProposalWord, Proposer
from pipeline.grammar.tagged import LIKELY, best, judged
from pipeline.grammar.taggers import set_affixes
from pipeline.grammar.tokens import Roles, TokenReader, Tokens, WordLanguage
from pipeline.lexicon.reader import read_rows
from pipeline.lexicon.rows import Agency, CountryForm, Programme
from pipeline.text.words import sentences_and_words
from tagging.augment import varied
from tagging.documents import segmenter
from tagging.sentences import Label, Sentence, cut
from tagging.vectors import add_vectors

BILINGUAL = Path(__file__).parents[1] / "bilingual"

ATTRIBUTES = {"NORM": 3000, "PREFIX": 1000, "SUFFIX": 1000, "SHAPE": 500, "LEMMA": 300, "TAG": 200, "MORPH": 50}
"""What the embedding reads of a token, with the rows of its hash table; what the last three hold, `TokenReader` says."""

PROPOSALS, NAMES = "proposals", "names"
"""Keys of a document's spans: those to judge, and those that are names."""

CONFIG = """
[nlp]
lang = "{language}"
pipeline = {components}

[components]
"""

MEMBER = """
[components.tok2vec_{member}]
factory = "tok2vec"

[components.tok2vec_{member}.model]
@architectures = "spacy.Tok2Vec.v2"

[components.tok2vec_{member}.model.embed]
@architectures = "spacy.MultiHashEmbed.v2"
width = {width}
attrs = {attributes}
rows = {rows}
include_static_vectors = true

[components.tok2vec_{member}.model.encode]
@architectures = "spacy.MaxoutWindowEncoder.v2"
width = {width}
depth = {depth}
window_size = 1
maxout_pieces = 3

[components.names_{member}]
factory = "spancat_singlelabel"
spans_key = "names"
negative_weight = 1.0
allow_overlap = false

[components.names_{member}.suggester]
@misc = "spacy.preset_spans_suggester.v1"
spans_key = "proposals"

[components.names_{member}.model]
@architectures = "spacy.SpanCategorizer.v1"

[components.names_{member}.model.reducer]
@layers = "spacy.mean_max_reducer.v1"
hidden_size = {hidden}

[components.names_{member}.model.scorer]
@layers = "Softmax.v2"

[components.names_{member}.model.tok2vec]
@architectures = "spacy.Tok2VecListener.v1"
width = {width}
upstream = "tok2vec_{member}"
"""


@dataclass(frozen=True, slots=True)
class Recipe:
    """Numbers of the training, chosen by cross-validation over the sentence files."""

    width: int = 64
    depth: int = 4
    hidden: int = 96
    members: int = 2
    """Networks that differ in what they start from; their mean is steadier than each."""
    epochs: int = 10
    batch: int = 32
    rate: float = 1.5e-3
    dropout: float = 0.3
    masked: float = 0.1
    """Share of words that a lesson hides, so that what stands around them counts."""
    blank: float = 0.5
    """Share of the variants that are read without the authority files, so that form and context are learnt too."""
    seed: int = 0


@cache
def token_reader() -> TokenReader:
    """The reader of the stage `extract`."""
    countries = Countries(read_rows("countries.csv", CountryForm))
    roles = Roles(read_rows("name_heads.csv", NameHead), read_rows("name_words.csv", NameWord), countries)
    agencies, programmes = read_rows("agencies.csv", Agency), read_rows("programmes.csv", Programme)
    authority = Authority(agencies, programmes, read_rows("name_continuations.csv", Continuation))
    return TokenReader(roles, authority, Proposer(read_rows("proposal_words.csv", ProposalWord)))


def simplified(text: str) -> str:
    """`text` in Simplified characters, one for one."""
    simple: str = _converter().convert(text)
    return simple if len(simple) == len(text) else text


@cache
def _converter() -> OpenCC:
    return OpenCC("t2s")


def read_sentence(sentence: Sentence, pipeline: Language, *, known: bool = True) -> list[tuple[Tokens, Sentence]]:
    """The tokens of a sentence as the stages would see it; what they cut in two gives two."""
    language: WordLanguage = "zh" if pipeline.lang == "zh" else "en"
    text = simplified(sentence.text) if language == "zh" else sentence.text
    spans, words = sentences_and_words(sentence.text, language, segmenter().words, words=True)
    found = []
    for start, end in spans:
        own = [(a, b) for a, b in words if start <= a and b <= end]
        found.append(
            (token_reader().read(pipeline.vocab, text, (start, end), own, known=known), cut(sentence, start, end))
        )
    return found


def train(language: str, sentences: Sequence[Sentence], recipe: Recipe | None = None) -> Language:
    """Trains a pipeline on sentences."""
    recipe = recipe or Recipe()
    fix_random_seed(recipe.seed)
    order = random.Random(recipe.seed)
    pipeline = _blank(language, recipe)
    lessons = [e for s in sentences for e in _examples(s, pipeline, known=True)]
    lessons += [
        e for s in varied(sentences, order) for e in _examples(s, pipeline, known=order.random() > recipe.blank)
    ]
    lessons = [_masked(e, recipe.masked, order) for e in lessons]
    optimiser: Any = pipeline.initialize(lambda: lessons)
    steps = recipe.epochs * -(-len(lessons) // recipe.batch)
    done = 0
    for _ in range(recipe.epochs):
        order.shuffle(lessons)
        for batch in minibatch(lessons, recipe.batch):
            optimiser.learn_rate = recipe.rate * min(1.0, (done + 1) / 30) * min(1.0, 2 * (1 - done / steps))
            pipeline.update(batch, sgd=optimiser, drop=recipe.dropout)
            done += 1
    return pipeline


def predict(pipeline: Language, sentences: Iterable[Sentence]) -> list[set[tuple[int, int, Label]]]:
    """The names that a pipeline finds in each sentence."""
    found = []
    for sentence in sentences:
        places: set[tuple[int, int, Label]] = set()
        for tokens, _ in read_sentence(sentence, pipeline):
            for judgement in best(judged([tokens], pipeline), LIKELY):
                places.add((judgement.start, judgement.end, "MEASURE" if judgement.of == "measure" else "ORG"))
        found.append(places)
    return found


def _blank(language: str, recipe: Recipe) -> Language:
    names = [f"{part}_{member}" for member in range(recipe.members) for part in ("tok2vec", "names")]
    text = CONFIG.format(language=language, components=json.dumps(names))
    for member in range(recipe.members):
        text += MEMBER.format(
            member=member, width=recipe.width, depth=recipe.depth, hidden=recipe.hidden,
            attributes=json.dumps(list(ATTRIBUTES)), rows=list(ATTRIBUTES.values()),
        )  # fmt: skip
    pipeline = load_model_from_config(load_config_from_str(text), auto_fill=True)
    set_affixes(pipeline)
    add_vectors(pipeline, BILINGUAL)
    return pipeline


def _examples(sentence: Sentence, pipeline: Language, *, known: bool) -> list[Example]:
    """A sentence as spaCy learns it. A name that no token begins or ends with is left out."""
    found = []
    for tokens, part in read_sentence(sentence, pipeline, known=known):
        offset = tokens.spans[0][0] if tokens.spans else 0
        starts = {a - offset: i for i, (a, _) in enumerate(tokens.spans)}
        ends = {b - offset: i + 1 for i, (_, b) in enumerate(tokens.spans)}
        tokens.doc.spans[PROPOSALS] = [tokens.doc[a:b] for a, b in tokens.proposals]
        truth = tokens.doc.copy()
        truth.spans[NAMES] = [
            Span(truth, starts[m.start], ends[m.end], label=m.label)
            for m in part.marks
            if m.start in starts and m.end in ends
        ]
        found.append(Example(tokens.doc, truth))
    return found


def _masked(example: Example, share: float, source: random.Random) -> Example:
    """The lesson with some of its words hidden; what the lexicon says of them stays."""
    doc = example.predicted
    words = [
        ("某" * len(t) if not t.text.isascii() else "X" * len(t))
        if t.text[0].isalnum() and source.random() < share
        else t.text
        for t in doc
    ]
    hidden = Doc(
        doc.vocab, words=words, spaces=[bool(t.whitespace_) for t in doc],
        lemmas=[t.lemma_ for t in doc], tags=[t.tag_ for t in doc], morphs=[str(t.morph) for t in doc],
    )  # fmt: skip
    truth = hidden.copy()
    hidden.spans[PROPOSALS] = [Span(hidden, s.start, s.end) for s in doc.spans[PROPOSALS]]
    truth.spans[PROPOSALS] = [Span(truth, s.start, s.end) for s in doc.spans[PROPOSALS]]
    truth.spans[NAMES] = [Span(truth, s.start, s.end, label=s.label) for s in example.reference.spans[NAMES]]
    return Example(hidden, truth)

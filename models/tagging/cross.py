"""Cross-validation by files: each file is judged by a tagger that saw none of it, and read by the rules."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from spacy.language import Language

from pipeline.grammar.names import NameGrammar, open_names
from pipeline.grammar.naming import Candidate
from pipeline.grammar.tagged import Judgement, TaggedNames
from tagging.documents import Part, aligned, as_document, settings, speaking
from tagging.fit import predict, token_reader, train
from tagging.score import Score
from tagging.sentences import Mark

FOLDS = 5


@dataclass(frozen=True, slots=True)
class Judged:
    """A file as a document: its text, its true names, those of the rules, and what a tagger thinks of each span.

    `alone` is the tagger's own score, sentence by sentence.
    """

    name: str
    text: str
    marks: tuple[Mark, ...]
    ruled: tuple[Candidate, ...]
    judgements: tuple[Judgement, ...]
    alone: Score


def cross_validated(language: str, parts: Sequence[Part], *, say: Callable[[str], None]) -> list[Judged]:
    """All files, each judged by the tagger of the fold that leaves it out."""
    grammar = open_names(max_chars=settings().extract.max_name_chars)
    found = []
    for fold in range(FOLDS):
        pipeline = train(language, [s for i, part in enumerate(parts) if i % FOLDS != fold for s in part.sentences])
        for part in parts[fold::FOLDS]:
            found.append(_judged(part, pipeline, grammar))
            say(f"fold {fold + 1}  {part.name:32} {found[-1].alone.row()}")
    return found


def _judged(part: Part, pipeline: Language, grammar: NameGrammar) -> Judged:
    alone = Score()
    for sentence, places in zip(part.sentences, predict(pipeline, part.sentences), strict=True):
        alone.add([m.place for m in sentence.marks], places)
    document, segments = as_document(part.whole.text)
    said = speaking(segments)
    language = "zh" if pipeline.lang == "zh" else "en"
    tagged = TaggedNames(token_reader(), "both", pipelines={language: pipeline})
    own = [s for s in said if tagged.speaks(s, language)]
    text = grammar.simplify(document.text)
    marks = aligned(part.whole, document.text)
    inside = [m for m in marks if any(s.start <= m.start and m.end <= s.end for s in own)]
    ruled = [c for c in grammar.find(document, said) if any(s.start <= c.start and c.end <= s.end for s in own)]
    return Judged(part.name, text, tuple(inside), tuple(ruled), tuple(tagged.judge(text, own)), alone)

"""Names that the trained taggers find, beside those of the rules: one small spaCy pipeline a language, `models/zh` and `models/en`.

A pipeline judges spans that `proposals.py` proposes: how likely each is a measure's or an organisation's name. What it is sure of
becomes a candidate; what a rule is unsure of and the pipeline does not believe is dropped.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from pipeline.config import TaggerUse
from pipeline.data import Segment
from pipeline.grammar.naming import Candidate, written
from pipeline.grammar.taggers import labels_of, open_tagger, probabilities
from pipeline.grammar.tokens import TokenReader, Tokens, WordLanguage
from pipeline.text.language import word_language
from pipeline.text.sentences import Pair

if TYPE_CHECKING:
    from spacy.language import Language

Sort = Literal["measure", "organisation"]
SORTS: dict[str, Sort] = {"MEASURE": "measure", "ORG": "organisation"}
SURE = 0.99  # from which a name is a candidate beside those of the rules: a measure only with a head at its end
LIKELY = 0.5  # from which any name is a candidate where there are no rules
HEADED = ("m.", "C:m.", "c:m.", "A:m.")  # how the roles of such words begin
DOUBTED = 0.02  # under which a measure's name by an unsure rule is none
UNSURE = ("measure.head", "measure.marked", "measure.capitals", "measure.lowered", "measure.framed", "measure.listed")
COMMON = 0.5  # share that two spans have in common, from which one speaks for the other
CONFIDENCE: dict[Sort, float] = {
    "measure": 0.45,
    "organisation": 0.5,
}  # share of right ones in documents: the models' cards
BATCH = 64  # sentences


@dataclass(frozen=True, slots=True)
class Judgement:
    """How likely `text[start:end]` is a name, by sort; `headed`: its last word is a head of measures' names."""

    start: int
    end: int
    likely: dict[Sort, float]
    headed: bool

    @property
    def of(self) -> Sort:
        """The likelier sort."""
        return max(self.likely, key=lambda sort: self.likely[sort])


@dataclass(slots=True)
class TaggedNames:
    """Finds and checks names, sentence by sentence. A language's pipeline is opened when its first sentence comes."""

    reader: TokenReader
    use: TaggerUse
    pipelines: dict[WordLanguage, Language] = field(default_factory=dict)

    def join(self, ruled: Sequence[Candidate], text: str, segments: Sequence[Segment]) -> list[Candidate]:
        """The rules' candidates and the taggers', as the setting has it. `text` is in Simplified characters."""
        return joined(ruled, self.judge(text, segments), text, use=self.use)

    def judge(self, text: str, segments: Sequence[Segment]) -> list[Judgement]:
        """All proposed spans of all segments, in text order."""
        found: list[Judgement] = []
        for language in ("zh", "en"):
            own = [s for s in segments if self.speaks(s, language)]
            if own:
                found += self._judge(text, own, self._pipeline(language))
        return sorted(found, key=lambda j: (j.start, j.end))

    def speaks(self, segment: Segment, language: WordLanguage) -> bool:
        """Whether the pipeline of `language` judges a segment."""
        return word_language(segment.language) == language and bool(segment.words)

    def _judge(self, text: str, segments: Sequence[Segment], pipeline: Language) -> Iterator[Judgement]:
        with pipeline.memory_zone():
            sentences = [
                self.reader.read(pipeline.vocab, text, span, words)
                for segment in segments
                for span, words in _sentences(segment)
            ]
            for first in range(0, len(sentences), BATCH):
                yield from judged(sentences[first : first + BATCH], pipeline)

    def _pipeline(self, language: WordLanguage) -> Language:
        if language not in self.pipelines:
            self.pipelines[language] = open_tagger(language)
        return self.pipelines[language]


def judged(sentences: Sequence[Tokens], pipeline: Language) -> Iterator[Judgement]:
    """All proposed spans of sentences; offsets are those of the sentences' tokens."""
    sorts = [SORTS[label] for label in labels_of(pipeline)]
    rows = iter(probabilities(sentences, pipeline))
    for tokens in sentences:
        for first, last in tokens.proposals:
            likely = dict(zip(sorts, next(rows), strict=False))
            headed = tokens.doc[last - 1].lemma_.startswith(HEADED)
            yield Judgement(tokens.spans[first][0], tokens.spans[last - 1][1], likely, headed)


def joined(
    ruled: Sequence[Candidate], judgements: Sequence[Judgement], text: str, *, use: TaggerUse
) -> list[Candidate]:
    """The rules' candidates with those that a tagger adds, without those that it doubts, or its own alone."""
    if use == "alone":
        return _candidates(text, best(judgements, LIKELY))
    kept = _believed(ruled, judgements) if use in ("checks", "both") else list(ruled)
    if use == "checks":
        return kept
    places = [(c.start, c.end) for c in ruled]
    headed = use != "organisations"  # whether measures are added: those with a head
    sure = [j for j in judgements if j.likely[j.of] >= SURE and (j.of == "organisation" or (headed and j.headed))]
    new = [j for j in sure if not any(j.start < end and start < j.end for start, end in places)]
    return sorted([*kept, *_candidates(text, best(new, SURE))], key=lambda c: c.start)


def best(judgements: Iterable[Judgement], least: float) -> list[Judgement]:
    """Those that are names with at least this probability, none over another: the surest first come."""
    chosen: list[Judgement] = []
    likely = [j for j in judgements if j.likely[j.of] >= least]
    for judgement in sorted(likely, key=lambda j: (-j.likely[j.of], j.start, -j.end)):
        if not any(judgement.start < c.end and c.start < judgement.end for c in chosen):
            chosen.append(judgement)
    return chosen


def _candidates(text: str, judgements: Iterable[Judgement]) -> list[Candidate]:
    found = []
    for judgement in judgements:
        of, form = judgement.of, written(text[judgement.start : judgement.end])
        if len(form) >= 2:
            found.append(Candidate(of, judgement.start, judgement.end, form, f"{of}.tagged", CONFIDENCE[of]))
    return found


def _believed(ruled: Sequence[Candidate], judgements: Sequence[Judgement]) -> list[Candidate]:
    """The rules' candidates without those of unsure rules whose form a tagger believes at no place where it stands."""
    belief: dict[str, float] = defaultdict(float)
    starts = [j.start for j in judgements]
    for candidate in ruled:
        if candidate.rule in UNSURE:
            length = candidate.end - candidate.start
            first, last = bisect_left(starts, candidate.start - length), bisect_left(starts, candidate.end)
            belief[candidate.form] = max(belief[candidate.form], _belief(candidate, judgements[first:last]))
    return [c for c in ruled if c.rule not in UNSURE or belief[c.form] >= DOUBTED]


def _belief(candidate: Candidate, judgements: Sequence[Judgement]) -> float:
    """How likely a candidate, or a span that is much the same, is a name of its sort; 1 where none was judged."""
    return max((j.likely[candidate.of] for j in judgements if _common(candidate, j) >= COMMON), default=1.0)


def _common(a: Candidate, b: Judgement) -> float:
    return (min(a.end, b.end) - max(a.start, b.start)) / (max(a.end, b.end) - min(a.start, b.start))


def _sentences(segment: Segment) -> Iterator[tuple[Pair, list[Pair]]]:
    """Each sentence of a segment with its words."""
    place, words = 0, segment.words
    for sentence in segment.sentences:
        own: list[Pair] = []
        while place < len(words) and words[place].start < sentence.end:
            if words[place].start >= sentence.start:
                own.append((words[place].start, min(words[place].end, sentence.end)))
            place += 1
        yield (sentence.start, sentence.end), own

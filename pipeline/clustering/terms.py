"""The words that a measure's passages say, in each language, without names, numbers and stop words."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pipeline.data import Dataset, Document, Measure, Segments, Span
from pipeline.text.language import language_of, word_language

MAX_NAME_WORDS = 12
"""Names of more words than this are not looked for among the words of a passage."""

_TERM = {"zh": re.compile(r"[\u4e00-\u9fff]{2,}"), "en": re.compile(r"[a-z][a-z-]+[a-z]|[A-Z]{2,}", re.ASCII)}
_NUMERALS = "〇零一二三四五六七八九十百千万亿两半"
_COUNTED = re.compile(f"[{_NUMERALS}第每各][{_NUMERALS}余多]*(?:[\u4e00-\u9fff]|..?[元镑币])|百分.*")
"""A numeral with its measure word or currency (三个, 第一批, 每月, 亿日元): a number, whatever it counts."""
_SPACES_AND_MARKS = re.compile(r"[\W_]+")

Terms = Mapping[str, Counter[str]]
"""By language ("zh", "en"), how often each term is said."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a document, in place. `language` is "zh" or "en"."""

    start: int
    end: int
    language: str


def terms_of(
    documents: Sequence[Document],
    segments: Sequence[Segments],
    dataset: Dataset,
    *,
    stop: Mapping[str, frozenset[str]],
    agencies: frozenset[str] = frozenset(),
) -> dict[str, Terms]:
    """The terms of each measure, by `measure_id`.

    Left out are stop words (of the folded form), words that are not of letters, and every run of words that is the name
    of an organisation, of one of `agencies` or, as an acronym, of a measure.
    """
    texts = {document.doc_id: document.text for document in documents}
    words = {d.doc_id: _words(s) for d, s in zip(documents, segments, strict=True)}
    names = _names(dataset, agencies)
    return {m.measure_id: _measure_terms(m, words, texts, names=names, stop=stop) for m in dataset.measures}


def main_language(measure: Measure, texts: Mapping[str, str]) -> str:
    """The language ("zh" or "en") of most of a measure's passages, or of its names where it has none."""
    pieces = [texts[p.doc_id][p.span.start : p.span.end] for p in measure.passages] or list(measure.names)
    counts = Counter(word_language(language_of(piece)) for piece in pieces)
    return min(counts, key=lambda language: (-counts[language], language)) if counts else "en"


def fold(word: str, language: str) -> str:
    """A word as it is counted: English in lower case unless it is an acronym."""
    return word if language == "zh" or word.isupper() else word.lower()


def merge_plurals(counts: Iterable[Counter[str]]) -> dict[str, str]:
    """For each plural in `counts` whose singular is there too, that singular (`vouchers` to `voucher`)."""
    known = {term for counter in counts for term in counter}
    singular = {}
    for term in known:
        for ending, replacement in (("ies", "y"), ("es", ""), ("s", "")):
            stem = term.removesuffix(ending) + replacement
            if term.endswith(ending) and not term.endswith("ss") and len(stem) > 2 and stem in known:
                singular[term] = stem
                break
    return singular


def _words(segments: Segments) -> list[Word]:
    """All words of a document, in text order."""
    words = [
        Word(start=word.start, end=word.end, language=word_language(segment.language))
        for segment in segments.items
        for word in segment.words
    ]
    return sorted(words, key=lambda word: (word.start, word.end))


def _names(dataset: Dataset, agencies: frozenset[str]) -> frozenset[str]:
    organisations = (*agencies, *(name for organisation in dataset.organisations for name in organisation.names))
    acronyms = (name for measure in dataset.measures for name in measure.names if language_of(name) == "und")
    return frozenset(_plain(name) for name in (*organisations, *acronyms)) - {""}


def _measure_terms(
    measure: Measure,
    words: Mapping[str, list[Word]],
    texts: Mapping[str, str],
    *,
    names: frozenset[str],
    stop: Mapping[str, frozenset[str]],
) -> Terms:
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for passage in measure.passages:
        said = _within(words[passage.doc_id], passage.span)
        forms = [texts[passage.doc_id][word.start : word.end] for word in said]
        hidden = _hidden(forms, names)
        for index, (word, form) in enumerate(zip(said, forms, strict=True)):
            term = fold(form, word.language)
            if index not in hidden and _is_term(term, word.language, stop[word.language]):
                counts[word.language][term] += 1
    return counts


def _is_term(term: str, language: str, stop: frozenset[str]) -> bool:
    if not _TERM[language].fullmatch(term) or _COUNTED.fullmatch(term):
        return False
    return term not in stop and term.lower() not in stop


def _within(words: list[Word], span: Span) -> list[Word]:
    first = bisect_left(words, span.start, key=lambda word: word.start)
    last = bisect_left(words, span.end, key=lambda word: word.start)
    return [word for word in words[first:last] if word.end <= span.end]


def _hidden(forms: Sequence[str], names: frozenset[str]) -> set[int]:
    """The places of words that, alone or in a row, are a name."""
    plain = [_plain(form) for form in forms]
    hidden: set[int] = set()
    for first in range(len(plain)):
        joined = ""
        for last in range(first, min(first + MAX_NAME_WORDS, len(plain))):
            joined += plain[last]
            if joined in names:
                hidden.update(range(first, last + 1))
    return hidden


def _plain(name: str) -> str:
    return _SPACES_AND_MARKS.sub("", name).casefold()

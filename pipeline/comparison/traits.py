"""Traits: whom a measure is for, which stages it pays for, what is raised or lowered, from the sentences on it.

Vectors do not know that "raise" and "lower" differ, so direction is read from words, each with its place.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipeline.data import Cue, Document, Measure, Profile, Span
from pipeline.lexicon.rows import Trait, Traits
from pipeline.text.lookup import FormIndex

MOST_CHARS_APART = {"zh": 12, "en": 40}
"""Between a word of direction and the word of what moves, by the script that the direction is in."""

_CLAUSE = re.compile(r"[^，。；：！？,;:!?\n]+")
_HAN = re.compile(r"[\u4e00-\u9fff]")

Hit = tuple[str, int, int]
"""A key and where its words stand in the document."""


@dataclass(frozen=True, slots=True)
class TraitFinder:
    """The words of traits.toml, ready to be looked for; `only` are the directions that make sense with an object."""

    beneficiaries: FormIndex[str]
    stages: FormIndex[str]
    directions: FormIndex[str]
    objects: FormIndex[str]
    only: Mapping[str, tuple[str, ...]]


def open_finder(traits: Traits) -> TraitFinder:
    """Makes the indexes."""
    return TraitFinder(
        beneficiaries=_index(traits.beneficiaries),
        stages=_index(traits.stages),
        directions=_index(traits.directions),
        objects=_index(traits.objects),
        only={key: trait.only for key, trait in traits.objects.items() if trait.only},
    )


def profiles(measures: Sequence[Measure], documents: Sequence[Document], finder: TraitFinder) -> tuple[Profile, ...]:
    """Each measure's profile, by measure; those of whom nothing is told have none."""
    texts = {document.doc_id: document.text for document in documents}
    found = (_profile(measure, texts, finder) for measure in sorted(measures, key=lambda m: m.measure_id))
    return tuple(profile for profile in found if profile is not None)


def _profile(measure: Measure, texts: Mapping[str, str], finder: TraitFinder) -> Profile | None:
    places = [(p.doc_id, texts[p.doc_id], p.span) for p in measure.passages if p.doc_id in texts]
    told = [
        _cues((doc, text, hit) for doc, text, span in places for hit in _hits(index, text, span))
        for index in (finder.beneficiaries, finder.stages)
    ]
    changes = _cues((doc, text, hit) for doc, text, span in places for hit in _changes(finder, text, span))
    if not (any(told) or changes):
        return None
    return Profile(measure_id=measure.measure_id, beneficiaries=told[0], stages=told[1], changes=changes)


def _cues(hits: Iterator[tuple[str, str, Hit]]) -> tuple[Cue, ...]:
    """One cue a key, its first; the keys said most often go first."""
    counts: Counter[str] = Counter()
    first: dict[str, Cue] = {}
    for doc_id, text, (key, start, end) in hits:
        counts[key] += 1
        first.setdefault(key, Cue(key=key, words=text[start:end], doc_id=doc_id, span=Span(start, end)))
    return tuple(first[key] for key in sorted(first, key=lambda key: (-counts[key], key)))


def _hits(index: FormIndex[str], text: str, span: Span) -> list[Hit]:
    return [(key, start, end) for start, end, keys in index.find(text, span.start, span.end) for key in keys]


def _changes(finder: TraitFinder, text: str, span: Span) -> list[Hit]:
    """`direction:object` of each word of direction with the nearest word of what can move so, in one clause."""
    found = []
    for clause in _CLAUSE.finditer(text, span.start, span.end):
        within = Span(clause.start(), clause.end())
        objects = _hits(finder.objects, text, within)
        for direction, start, end in _hits(finder.directions, text, within):
            script = "zh" if _HAN.match(text[start]) else "en"
            near = [
                (max(start - hit[2], hit[1] - end), hit)
                for hit in objects
                if direction in finder.only.get(hit[0], (direction,)) and (hit[2] <= start or hit[1] >= end)
            ]
            if near and min(near)[0] <= MOST_CHARS_APART[script]:
                key, first, last = min(near)[1]
                found.append((f"{direction}:{key}", min(start, first), max(end, last)))
    return found


def _index(traits: Mapping[str, Trait]) -> FormIndex[str]:
    forms = [(form, key) for key, trait in traits.items() for form in (*trait.words_zh, *trait.words_en)]
    return FormIndex(forms, ignore_case=True)

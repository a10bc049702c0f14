"""What a cluster is about, in both languages: its most telling words by class-based TF-IDF."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace

from pipeline.clustering.terms import Terms, merge_plurals
from pipeline.clustering.weights import weigh
from pipeline.data import Measure

KEYWORDS = 8
LABEL_WORDS = 3
SEPARATOR = "·"
_DECIMALS = 9


@dataclass(frozen=True, slots=True)
class Labels:
    """A cluster's label and key words, the best first. A label is never empty; key words may be."""

    label_zh: str
    label_en: str
    keywords_zh: tuple[str, ...]
    keywords_en: tuple[str, ...]


def label_groups(
    groups: Sequence[Sequence[Measure]],
    terms: Mapping[str, Terms],
    instruments: Mapping[str, tuple[str, str]],
    *,
    weights: Mapping[str, float],
) -> list[Labels]:
    """Labels each group of measures against all groups.

    Args:
        groups: All measures, each in one group; groups of one (outliers) only serve the comparison.
        terms: Each measure's terms, by `measure_id`.
        instruments: (Chinese, English) label of each instrument: a group without words in a language is called by the
            instrument that most of its members use, else by its words in the other language, else by a member's name.
        weights: What a Chinese word counts in a label (`weights.py`); words of weight 0 are never key words.
    """
    keywords = {language: _keywords(groups, terms, language, weights=weights) for language in ("zh", "en")}
    labelled = []
    for index, group in enumerate(groups):
        zh, en = keywords["zh"][index], keywords["en"][index]
        names = _instrument(group, instruments)
        name = min((name for measure in group for name in measure.names), default="?")
        label_zh, label_en = _label(zh) or names[0], _label(en) or names[1]
        labelled.append(
            Labels(
                label_zh=label_zh or label_en or name,
                label_en=label_en or label_zh or name,
                keywords_zh=zh,
                keywords_en=en,
            )
        )
    return _told_apart(labelled)


def _told_apart(labelled: Sequence[Labels]) -> list[Labels]:
    """Labels that several groups share are followed by what tells them apart in the other language."""
    zh = _apart([(label.label_zh, label.label_en) for label in labelled], "{}（{}）")
    en = _apart([(label.label_en, label.label_zh) for label in labelled], "{} ({})")
    return [replace(label, label_zh=one, label_en=other) for label, one, other in zip(labelled, zh, en, strict=True)]


def _apart(pairs: Sequence[tuple[str, str]], form: str) -> list[str]:
    """Each label, with the first word of its other side in brackets if it is shared, or all words if that is shared too."""
    labels = Counter(label for label, _ in pairs)
    firsts = Counter((label, other.partition(SEPARATOR)[0]) for label, other in pairs)
    found = []
    for label, other in pairs:
        first = other.partition(SEPARATOR)[0]
        telling = first if firsts[label, first] == 1 else other
        found.append(form.format(label, telling) if labels[label] > 1 and telling != label else label)
    return found


def _keywords(
    groups: Sequence[Sequence[Measure]], terms: Mapping[str, Terms], language: str, *, weights: Mapping[str, float]
) -> list[tuple[str, ...]]:
    """Each group's terms by c-TF-IDF, tf/size * log(1 + A/f) (BERTopic's formula), those of several members first."""
    singular = merge_plurals(terms[m.measure_id].get(language, Counter()) for group in groups for m in group)
    counts, members = [], []
    for group in groups:
        count: Counter[str] = Counter()
        member: dict[str, set[str]] = defaultdict(set)
        for measure in group:
            for term, times in terms[measure.measure_id].get(language, Counter()).items():
                if weigh(term, weights) > 0:
                    count[singular.get(term, term)] += times
                    member[singular.get(term, term)].add(measure.measure_id)
        counts.append(count)
        members.append(member)
    total = sum(counts, Counter())
    average = total.total() / max(1, len(groups))
    tellings = [
        {term: weigh(term, weights) * math.sqrt(len(ids)) for term, ids in member.items()} for member in members
    ]
    shared = [{term for term, ids in member.items() if len(ids) > 1} for member in members]
    return [_best(*parts, total, average) for parts in zip(counts, tellings, shared, strict=True)]


def _best(
    count: Counter[str], telling: Mapping[str, float], shared: Set[str], total: Counter[str], average: float
) -> tuple[str, ...]:
    size = max(1, count.total())

    def rank(term: str) -> tuple[bool, float, str]:
        score = count[term] / size * math.log(1 + average / total[term]) * telling[term]
        return term not in shared, -round(score, _DECIMALS), term

    return tuple(sorted(count, key=rank)[:KEYWORDS])


def _label(keywords: Sequence[str]) -> str:
    """The best words, without one that repeats part of another."""
    chosen: list[str] = []
    for word in keywords:
        if len(chosen) < LABEL_WORDS and not any(word in other or other in word for other in chosen):
            chosen.append(word)
    return SEPARATOR.join(chosen)


def _instrument(group: Sequence[Measure], instruments: Mapping[str, tuple[str, str]]) -> tuple[str, str]:
    counts = Counter(key for measure in group for key in measure.instruments if key in instruments)
    if not counts:
        return "", ""
    return instruments[min(counts, key=lambda key: (-counts[key], key))]

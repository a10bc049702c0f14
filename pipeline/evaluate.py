"""Scores a dataset against gold files: precision, recall and F1 of values, names and links.

A value counts as found when its type and its normalised numbers agree, wherever it stands: a PDF's text is not the gold
text. Each gold value pays for one prediction. A measure or organisation counts as found when one of its names is a gold
name; each is paired once, those that share most names first. A link is a pair of a measure and a value. `evaluation/` tells
when two things are the same and shows mistakes in their context.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipeline.errors import ConfigError, UnderBarError
from pipeline.evaluation.gold import (
    Found,
    Gold,
    GoldThing,
    Named,
    Reason,
    Source,
    Value,
    ValueKey,
    pair_names,
    read_gold,
    value_key,
)
from pipeline.evaluation.mistakes import EXTRA, MISSED, Context, Tried, compare_links, compare_names, compare_values
from pipeline.store import read_table

VALUE_KINDS = ("money", "duration", "period", "percent", "ratio")


@dataclass(slots=True)
class Tally:
    """How many were right, how many there are, how many were said."""

    hit: int = 0
    gold: int = 0
    predicted: int = 0

    def add(self, hit: int, gold: int, predicted: int) -> None:
        """Adds the counts of one document."""
        self.hit += hit
        self.gold += gold
        self.predicted += predicted

    @property
    def precision(self) -> float:
        """The share of predictions that are right; 0 where there is none."""
        return self.hit / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        """The share of gold that was found; 0 where there is none."""
        return self.hit / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall; 0 where both are."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0

    def __str__(self) -> str:
        shares = f"P {self.precision:.3f}  R {self.recall:.3f}  F1 {self.f1:.3f}"
        return f"{shares}   ({self.hit} of {self.gold} gold, {self.predicted} predicted)"


@dataclass(frozen=True, slots=True)
class Predictions:
    """The tables of a dataset that are scored."""

    documents: Sequence[Source]
    mentions: Sequence[Value]
    organisations: Sequence[Found]
    measures: Sequence[Found]
    names: Sequence[Named] = ()
    reasons: Sequence[Reason] = ()


@dataclass(slots=True)
class Scores:
    """A tally for each thing scored, in the order of its first appearance, and each document compared."""

    tallies: dict[str, Tally] = field(default_factory=dict)
    contexts: list[Context] = field(default_factory=list)

    def add(self, name: str, hit: int, gold: int, predicted: int) -> None:
        """Adds the counts of one document to a tally."""
        self.tallies.setdefault(name, Tally()).add(hit, gold, predicted)

    def add_counts(self, name: str, gold: Counter[ValueKey], predicted: Counter[ValueKey]) -> None:
        """Adds two bags: what both hold is right."""
        self.add(name, (gold & predicted).total(), gold.total(), predicted.total())

    def lines(self) -> list[str]:
        """One line per tally."""
        return [f"{name:24s}{tally}" for name, tally in self.tallies.items()]

    def mistakes(self) -> list[str]:
        """What was missed and what was too much, in context: kind by kind, what is too much rule by rule."""
        shown: dict[tuple[str, str, str], list[str]] = {}
        for context in self.contexts:
            for mistake in context.mistakes:
                key = (mistake.what, mistake.side, mistake.rule)
                shown.setdefault(key, []).append(mistake.shown(context.text))
        order = {name: n for n, name in enumerate(self.tallies)}
        lines = []
        for what, side, rule in sorted(shown, key=lambda k: (order[k[0]], k[1] != MISSED, -len(shown[k]), k[2])):
            group = shown[what, side, rule]
            by = f" by {rule}" if side == EXTRA and rule else ""
            lines += [f"{what}, {side}{by} ({len(group)})", *group]
        return lines

    def rules(self) -> list[str]:
        """How often each rule was right, the worst first within its kind."""
        total: dict[tuple[str, str], Tried] = {}
        for context in self.contexts:
            for key, tried in context.rules.items():
                sum_ = total.setdefault(key, Tried())
                sum_.right, sum_.wrong = sum_.right + tried.right, sum_.wrong + tried.wrong
        order = {name: n for n, name in enumerate(self.tallies)}
        ranked = sorted(total, key=lambda k: (order[k[0]], -total[k].wrong, k[1]))
        return [
            f"{what:15s}{rule:36s}{total[what, rule].right:>6d} right {total[what, rule].wrong:>5d} wrong"
            for what, rule in ranked
        ]


def evaluate(run: Path, gold_files: Sequence[Path]) -> Scores:
    """Scores the dataset in `run` against gold files.

    Raises:
        ConfigError: A table or gold file cannot be read, or a gold file does not have exactly one document.
    """
    predictions = Predictions(
        documents=read_table(run, "documents", kind=Source),
        mentions=read_table(run, "mentions", kind=Value),
        organisations=read_table(run, "organisations", kind=Found),
        measures=read_table(run, "measures", kind=Found),
        names=_optional(run, "names", Named),
        reasons=_optional(run, "facts", Reason),
    )
    scores = Scores()
    for path in gold_files:
        _score_document(scores, read_gold(path), predictions, path=path)
    return scores


def _optional(run: Path, table: str, kind: type) -> list[Any]:
    """A table that a dataset may lack: scores do not need it, mistakes are told better with it."""
    return read_table(run, table, kind=kind) if (run / f"{table}.jsonl").exists() else []


def check_bars(scores: Scores, bars: dict[str, float]) -> None:
    """Checks F1 scores against the least that is asked for, by name.

    Raises:
        ConfigError: Nothing of that name is scored.
        UnderBarError: A score is lower.
    """
    unknown = [name for name in bars if name not in scores.tallies]
    if unknown:
        raise ConfigError(f"--bar {unknown[0]}: no such score", advice=f"Scores: {', '.join(scores.tallies)}.")
    low = [
        f"{name} {scores.tallies[name].f1:.3f} < {bar:g}" for name, bar in bars.items() if scores.tallies[name].f1 < bar
    ]
    if low:
        raise UnderBarError(f"Under the bar: {', '.join(low)}", advice="--show lists what was missed.")


def _score_document(scores: Scores, gold: Gold, predictions: Predictions, *, path: Path) -> None:
    stems = {document.doc_id: Path(document.source).stem for document in predictions.documents}
    exact = [doc_id for doc_id, stem in stems.items() if stem == gold.doc]
    ids = exact or [doc_id for doc_id, stem in stems.items() if gold.doc in stem]
    if len(ids) != 1:
        raise ConfigError(
            f"{path}: {len(ids)} documents of the dataset have {gold.doc!r} in their name; there must be one",
            advice="Evaluate a run on the documents that the gold files describe.",
        )
    doc_id = ids[0]
    mentions = [mention for mention in predictions.mentions if mention.doc_id == doc_id]
    text = next(document.text for document in predictions.documents if document.doc_id == doc_id)
    context = Context(gold.doc, text, mentions, [name for name in predictions.names if name.doc_id == doc_id])
    scores.contexts.append(context)
    _score_values(scores, gold, mentions)
    compare_values(context, gold)
    for kind, things, all_found in (
        ("organisations", gold.organisations, predictions.organisations),
        ("measures", gold.measures, predictions.measures),
    ):
        own = [thing for thing in all_found if doc_id in thing.doc_ids]
        found = pair_names(things, own)
        scores.add(kind, len(found), len(things), len(own))
        compare_names(context, kind, things, own=own, found=found)
        if kind == "measures":
            _score_links(scores, gold, mentions, own=own, found=found)
            compare_links(context, gold, own=own, found=found, reasons=predictions.reasons)
            _score_fields(scores, gold.measures, found)


def _score_values(scores: Scores, gold: Gold, mentions: Sequence[Value]) -> None:
    for kind in VALUE_KINDS:
        right, said = (_bag(values, kind, value_key) for values in (gold.mentions, mentions))
        scores.add_counts(kind, right, said)
    for kind in ("money", "duration"):
        bags = (_bag(values, kind, lambda v: (value_key(v), v.bound)) for values in (gold.mentions, mentions))
        scores.add_counts(f"{kind}+bound", *bags)
    bags = (
        _bag(values, "money", lambda v: (value_key(v), frozenset(v.per or ()))) for values in (gold.mentions, mentions)
    )
    scores.add_counts("money+per", *bags)


def _bag(values: Iterable[Value], kind: str, key: Callable[[Value], ValueKey]) -> Counter[ValueKey]:
    return Counter(key(value) for value in values if value.type == kind)


def _score_links(
    scores: Scores, gold: Gold, mentions: Sequence[Value], *, own: Sequence[Found], found: dict[str, Found]
) -> None:
    """Pairs of a measure and a value; a measure that is not in the gold pairs with nothing."""
    gold_keys = {value.id: value_key(value) for value in gold.mentions}
    keys = {mention.mention_id: value_key(mention) for mention in mentions}
    gold_of = {thing.measure_id: gold_id for gold_id, thing in found.items()}
    right: Counter[ValueKey] = Counter(
        (measure.id, gold_keys[value]) for measure in gold.measures for value in measure.linked
    )
    said: Counter[ValueKey] = Counter(
        (gold_of.get(thing.measure_id, f"?{thing.measure_id}"), keys[mention])
        for thing in own
        for mention in thing.mentions
        if mention in keys
    )
    scores.add_counts("links", right, said)


def _score_fields(scores: Scores, measures: Sequence[GoldThing], found: dict[str, Found]) -> None:
    """Country, instruments and parent of the measures that were found."""
    for measure in measures:
        thing = found.get(measure.id)
        if thing is None:
            continue
        scores.add("country (of found)", int(thing.country == measure.country), 1, 1)
        right, said = set(measure.instruments), set(thing.instruments or ())
        if right:
            scores.add("instruments (of found)", len(right & said), len(right), len(said))
        if measure.parent:
            parent = found.get(measure.parent)
            hit = parent is not None and parent.measure_id == thing.parent
            scores.add("parent (of found)", int(hit), 1, int(bool(thing.parent)))

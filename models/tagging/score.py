"""Precision, recall and F1 of names found in sentences: a name counts where its two ends and its label are right."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from tagging.sentences import Label

LABELS: tuple[Label, ...] = ("MEASURE", "ORG")
Place = tuple[int, int, Label]


@dataclass(slots=True)
class Score:
    """Counts by label: right, in the gold, said."""

    counts: Counter[tuple[str, str]] = field(default_factory=Counter)

    def add(self, gold: Iterable[Place], said: Iterable[Place]) -> None:
        """Adds a sentence."""
        gold, said = set(gold), set(said)
        for name, places in (("gold", gold), ("said", said), ("hit", gold & said)):
            self.counts.update((name, label) for _, _, label in places)

    def join(self, other: Score) -> None:
        """Adds another score's counts."""
        self.counts.update(other.counts)

    def of(self, label: str) -> tuple[float, float, float]:
        """Precision, recall, F1."""
        hit, gold, said = (self.counts[name, label] for name in ("hit", "gold", "said"))
        return hit / max(said, 1), hit / max(gold, 1), 2 * hit / max(gold + said, 1)

    def row(self) -> str:
        """The figures in one line."""
        return "   ".join(
            f"{label:7} P {p:.3f} R {r:.3f} F1 {f:.3f}" for label in LABELS for p, r, f in [self.of(label)]
        )

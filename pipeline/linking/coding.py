"""Codes a measure with the EC-OECD STIP instruments, from cue words in its name and in the sentences that speak of it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from pipeline.data import Coding, Document, MeasureKind, Name, Span
from pipeline.lexicon.rows import Instrument
from pipeline.linking.scope import NAME, Stretch
from pipeline.text.lookup import FormIndex
from pipeline.text.patterns import alternatives

STRONG, WEAK, PASSING = 2.0, 1.0, 0.8  # what the cues weigh
NEEDED = 1.5  # weight from which an instrument is one of the measure's: a strong cue in a sentence about it, a weak one in its name
SHARE = 0.4  # of the heaviest instrument's weight that another must have
MOST = 3  # instruments of a measure
PAPERS = ("strategy", "law")  # kinds that speak of other measures
ABOUT = ("centres_of_excellence", "networking_platforms")  # what plans and laws are named after
DENIED = re.compile(
    r"(?:不必|不需要?|无需|无须|不用|不得|没有|不提供|不再|并非|而非|不是|不设)\Z|\b(?:no|not|without|never|instead of|rather than) (?:a |any )?\Z",
    re.IGNORECASE,
)
Weight = tuple[float, Span]  # and the cue that weighs most


class Coder:
    """Finds instrument cues. Built once from instruments.toml."""

    def __init__(self, instruments: dict[str, Instrument]) -> None:
        found: list[tuple[str, tuple[str, float]]] = []
        self._not: dict[str, re.Pattern[str]] = {}
        self._of_kind: dict[str, tuple[str, tuple[str, ...]]] = {}
        for key, instrument in instruments.items():
            cues = instrument.cues
            tiers = (
                (STRONG, (*cues.zh_strong, *cues.en_strong)),
                (WEAK, (*cues.zh_weak, *cues.en_weak)),
                (PASSING, (*cues.zh_passing, *cues.en_passing)),
            )
            found += [(form, (key, tier)) for tier, forms in tiers for form in forms]
            if cues.not_:
                self._not[key] = re.compile(alternatives(cues.not_), re.IGNORECASE)
            self._of_kind |= dict.fromkeys(instrument.kinds, (key, instrument.not_heads))
        self._cues = FormIndex(found, ignore_case=True)

    def code(self, document: Document, text: str, stretches: Sequence[Stretch], *, kind: MeasureKind) -> list[Coding]:
        """The instruments of a measure, each with the cue that decided it, in the order of their strength.

        A cue said again counts only where it counts most. What a strategy's or law's name is about is no instrument of it, nor are
        the measures that a strategy speaks of.

        Args:
            document: Where the cues are.
            text: Its text in Simplified characters.
            stretches: What speaks of the measure, and how much each stretch counts; its names first.
            kind: The measure's kind.
        """
        weighed = _weigh(self._heard(text, stretches, kind))
        chosen = _choose(weighed)
        own, not_heads = self._of_kind.get(kind, (None, ()))
        names = [s.span for s in stretches if s.factor == NAME]
        named_so = any(text[n.start : n.end].casefold().rstrip("》”） )").endswith(not_heads) for n in names)
        if own and own not in chosen and names and not named_so:
            chosen, weighed[own] = [own, *chosen], (NAME, names[0])
        return [_coding(document, key, weighed[key][1]) for key in chosen[:MOST]]

    def _heard(self, text: str, stretches: Sequence[Stretch], kind: MeasureKind) -> dict[tuple[str, str], Weight]:
        """Each cue said of each instrument, where it counts most."""
        heard: dict[tuple[str, str], Weight] = {}
        for stretch in stretches:
            for key, tier, cue in self._found(text, stretch.span):
                if kind in PAPERS and (key in ABOUT if stretch.factor == NAME else kind == "strategy"):
                    continue
                factor = min(stretch.factor, 1.0) if tier == PASSING else stretch.factor
                said, weight = (key, text[cue.start : cue.end].casefold()), tier * factor
                if said not in heard or weight > heard[said][0]:
                    heard[said] = (weight, cue)
        return heard

    def _found(self, text: str, span: Span) -> list[tuple[str, float, Span]]:
        found = []
        for start, end, cues in self._cues.find(text, span.start, span.end):
            for key, tier in cues:
                if not self._excluded(key, text, Span(start, end)):
                    found.append((key, tier, Span(start, end)))
        return found

    def _excluded(self, key: str, text: str, cue: Span) -> bool:
        """Whether a cue is denied, or part of a phrase that means something else."""
        if DENIED.search(text, max(0, cue.start - 16), cue.start):
            return True
        pattern = self._not.get(key)
        if pattern is None:
            return False
        start, end = max(0, cue.start - 24), cue.end + 24
        return any(m.start() <= cue.start and cue.end <= m.end() for m in pattern.finditer(text, start, end))


def settled(said: list[Coding], known: tuple[str, ...], name: Name) -> list[Coding]:
    """What the text says of a measure that the authority file knows: those of its instruments that the file has too, else the file's.

    A text speaks of much else near a programme (its loans, its firms); what decides the file's instruments is the name itself.
    """
    if not known:
        return said
    agreed = [c for c in said if c.instrument in known]
    span = Span(name.start, name.end)
    return agreed or [Coding(instrument=key, cue=name.form, doc_id=name.doc_id, span=span) for key in known]


def _weigh(heard: dict[tuple[str, str], Weight]) -> dict[str, Weight]:
    """Each instrument's weight, and its heaviest cue."""
    weights: dict[str, float] = defaultdict(float)
    best: dict[str, Weight] = {}
    for (key, _), (weight, cue) in heard.items():
        weights[key] += weight
        if key not in best or weight > best[key][0]:
            best[key] = (weight, cue)
    return {key: (weight, best[key][1]) for key, weight in weights.items()}


def _choose(weighed: dict[str, Weight]) -> list[str]:
    """The instruments that weigh enough, alone and beside the heaviest, heaviest first."""
    enough = sorted((k for k, (w, _) in weighed.items() if w >= NEEDED), key=lambda k: (-weighed[k][0], k))
    return [k for k in enough if weighed[k][0] >= SHARE * weighed[enough[0]][0]]


def _coding(document: Document, key: str, cue: Span) -> Coding:
    return Coding(instrument=key, cue=document.text[cue.start : cue.end], doc_id=document.doc_id, span=cue)

"""Codes a measure with the EC-OECD STIP instruments, from cue words in its name and in the sentences that speak of it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from pipeline.data import Coding, Document, MeasureKind, Span
from pipeline.lexicon.rows import Instrument
from pipeline.text.lookup import FormIndex
from pipeline.text.patterns import alternatives

WEAK_NEEDED = 2  # weak cues that together decide, a name's own counting double
ABOUT = ("centres_of_excellence", "networking_platforms")  # what plans and laws are named after


class Coder:
    """Finds instrument cues. Built once from instruments.toml."""

    def __init__(self, instruments: dict[str, Instrument]) -> None:
        found: list[tuple[str, tuple[str, bool]]] = []
        self._not: dict[str, re.Pattern[str]] = {}
        for key, instrument in instruments.items():
            cues = instrument.cues
            for strong, forms in ((True, (*cues.zh_strong, *cues.en_strong)), (False, (*cues.zh_weak, *cues.en_weak))):
                found += [(form, (key, strong)) for form in forms]
            if cues.not_:
                self._not[key] = re.compile(alternatives(cues.not_), re.IGNORECASE)
        self._cues = FormIndex(found, ignore_case=True)

    def code(
        self, document: Document, names: Sequence[Span], sentences: Sequence[Span], *, kind: MeasureKind = "programme"
    ) -> list[Coding]:
        """The instruments of a measure, each with the cue that decided it, in the order of their strength.

        A cue said again counts as little as one that is not said; what a strategy's or law's name is about is no instrument of it.
        """
        weights: dict[str, float] = defaultdict(float)
        heard: set[tuple[str, str]] = set()
        evidence: dict[str, Coding] = {}
        for spans, factor in ((names, 2.0), (sentences, 1.0)):
            for span in spans:
                for key, weight, cue in self._found(document.text, span):
                    if spans is names and kind in ("strategy", "law") and key in ABOUT:
                        continue
                    said = document.text[cue.start : cue.end].casefold()
                    weights[key] += weight * factor if (key, said) not in heard else 0.0
                    heard.add((key, said))
                    evidence.setdefault(
                        key,
                        Coding(
                            instrument=key, cue=document.text[cue.start : cue.end], doc_id=document.doc_id, span=cue
                        ),
                    )
        chosen = [k for k, w in weights.items() if w >= WEAK_NEEDED]
        return [evidence[k] for k in sorted(chosen, key=lambda k: (-weights[k], k))[:3]]

    def _found(self, text: str, span: Span) -> list[tuple[str, float, Span]]:
        found = []
        for start, end, cues in self._cues.find(text, span.start, span.end):
            for key, strong in cues:
                if not self._excluded(key, text, Span(start, end)):
                    found.append((key, float(WEAK_NEEDED) if strong else 1.0, Span(start, end)))
        return found

    def _excluded(self, key: str, text: str, cue: Span) -> bool:
        pattern = self._not.get(key)
        if pattern is None:
            return False
        start, end = max(0, cue.start - 12), cue.end + 12
        return any(m.start() <= cue.start and cue.end <= m.end() for m in pattern.finditer(text, start, end))

"""Finds the names that the authority files know: agencies.csv and programmes.csv."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipeline.data import MeasureKind
from pipeline.grammar.lexis import Continuation, Countries
from pipeline.grammar.naming import Candidate
from pipeline.lexicon.rows import Agency, Programme
from pipeline.text.lookup import FormIndex

NEAR = 250  # characters within which a country speaks for an ambiguous form
ONE_QUOTE = str.maketrans("“”‘’「」『』", '"' * 8)  # marks of any sort are one; lengths stay


DOMAIN = re.compile(r"\.[a-z]{2,4}(?![A-Za-z])")


@dataclass(frozen=True, slots=True)
class Form:
    """One way to write an entry's name. `weak` ones (short acronyms, common words) need support from the document."""

    text: str
    entry: str
    of: str
    kind: MeasureKind | None
    country: str
    weak: bool
    ambiguous: bool = False


class Authority:
    """Looks the text up against all known forms, longest first. Built once."""

    def __init__(
        self,
        agencies: tuple[Agency, ...],
        programmes: tuple[Programme, ...],
        continuations: Iterable[Continuation] = (),
    ) -> None:
        self._continued: dict[str, set[str]] = {}
        for row in continuations:
            if len(row.head) == 1 and row.continuation[0] != "分":  # 教育部|分别
                self._continued.setdefault(row.head, set()).add(row.continuation[0])
        forms = [f for agency in agencies for f in _forms(agency, "organisation", None)]
        forms += [f for programme in programmes for f in _forms(programme, "measure", programme.kind)]
        forms.sort(key=lambda f: (f.text, f.entry))
        self._index = FormIndex((f.text.translate(ONE_QUOTE), f) for f in forms)
        self.agencies = {a.id: a for a in agencies}
        self.programmes = {p.id: p for p in programmes}

    def find(self, text: str, start: int, end: int) -> list[tuple[int, Form]]:
        """(offset, form) of every known form in `text[start:end]`, without overlap; a form's rivals at one place all come."""
        return [
            (at, form) for at, _, forms in self._index.find(text.translate(ONE_QUOTE), start, end) for form in forms
        ]

    def whole(self, form: str) -> Form | None:
        """The entry's form that `form` is as a whole, or None."""
        found = self._index.at(form.translate(ONE_QUOTE), 0)
        return found[1][0] if found and found[0] == len(form) else None

    def candidates(self, text: str, spans: Sequence[tuple[int, int]], setting: Surroundings) -> list[Candidate]:
        """Candidates from all `spans`.

        A weak form counts where another form of its entry or its country stands in the text, an ambiguous one only where its
        country is named near it or is the one that the text is about.
        """
        folded = text.translate(ONE_QUOTE)
        found = [hit for start, end in spans for hit in self._index.find(folded, start, end)]
        hits = [(at, form) for at, _, forms in found for form in forms if not self._goes_on(text, at + len(form.text))]
        strong = {form.entry for _, form in hits if not form.weak}
        chosen: dict[int, Form] = {}
        for at, form in hits:
            if form.weak and not (form.entry in strong or setting.supports(form, at)):
                continue
            rival = chosen.get(at)
            if rival is None or (form.entry in strong) > (rival.entry in strong):
                chosen[at] = form
        return [_candidate(text, at, form) for at, form in sorted(chosen.items())]

    def _goes_on(self, text: str, end: int) -> bool:
        """Whether a longer word goes on behind a form that ends at `end`: 财政部|长, 国防部|门, data.gov|.lk."""
        if DOMAIN.match(text, end):
            return True
        return bool(text[end - 1 : end]) and text[end : end + 1] in self._continued.get(text[end - 1], ())


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The countries that a text names, in text order, and the one that it is about."""

    mentions: tuple[tuple[int, int, str], ...]
    home: str | None

    def supports(self, form: Form, at: int) -> bool:
        """Whether the countries named, near `at` for an ambiguous form, speak for a form."""
        if form.country == self.home:
            return True
        if not form.ambiguous:
            return any(code == form.country for _, _, code in self.mentions)
        first = bisect_left(self.mentions, (at - NEAR, 0, ""))
        last = bisect_left(self.mentions, (at + NEAR, 0, ""))
        return any(code == form.country for _, _, code in self.mentions[first:last])


def surroundings(text: str, countries: Countries, *, chinese: bool, traditional: bool) -> Surroundings:
    """The countries of a text; one that names none is about its author's own, which its script tells."""
    mentions = countries.find(text)
    if chinese:
        mentions = sorted([*mentions, *countries.find_own(text)])
    counts = Counter(code for _, _, code in mentions)
    home = min(counts, key=lambda c: (-counts[c], c)) if counts else None
    if home is None and chinese:
        home = "TW" if traditional else "CN"
    return Surroundings(tuple(mentions), home)


def _candidate(text: str, at: int, form: Form) -> Candidate:
    start = at + 4 if form.text.startswith("The ") else at
    end = at + len(form.text)
    return Candidate(
        "organisation" if form.of == "organisation" else "measure", start, end, text[start:end], f"{form.of}.authority",
        0.8 if form.weak else 0.97, kind=form.kind, country=form.country, entry=form.entry,
    )  # fmt: skip


def _forms(row: Agency | Programme, of: str, kind: MeasureKind | None) -> list[Form]:
    """All forms of a row. Those marked ambiguous, and Latin ones of three capitals or fewer, are weak."""
    return [
        Form(
            form,
            row.id,
            of,
            kind,
            row.country,
            form in row.ambiguous or (form.isascii() and len(form) <= 3 and form.isupper()),
            form in row.ambiguous and not (form.isascii() and form.isupper()),
        )
        for form in row.forms
    ]

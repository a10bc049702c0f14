"""Finds the names that the authority files know: agencies.csv and programmes.csv."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.data import MeasureKind
from pipeline.grammar.naming import Candidate
from pipeline.lexicon.rows import Agency, Programme
from pipeline.text.lookup import FormIndex

ONE_QUOTE = str.maketrans("“”‘’「」『』", '"' * 8)  # marks of any sort are one; lengths stay


@dataclass(frozen=True, slots=True)
class Form:
    """One way to write an entry's name. `weak` ones (short acronyms, common words) need support from the document."""

    text: str
    entry: str
    of: str
    kind: MeasureKind | None
    country: str
    weak: bool


class Authority:
    """Looks the text up against all known forms, longest first. Built once."""

    def __init__(self, agencies: tuple[Agency, ...], programmes: tuple[Programme, ...]) -> None:
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

    def candidates(self, text: str, spans: list[tuple[int, int]], countries: frozenset[str]) -> list[Candidate]:
        """Candidates from all `spans`. Weak forms count where another form of the entry or its country stands in the text."""
        folded = text.translate(ONE_QUOTE)
        found = [hit for start, end in spans for hit in self._index.find(folded, start, end)]
        hits = [(at, form) for at, _, forms in found for form in forms]
        strong = {form.entry for _, form in hits if not form.weak}
        chosen: dict[int, Form] = {}
        for at, form in hits:
            supported = form.entry in strong or (form.country in countries)
            if form.weak and not supported:
                continue
            rival = chosen.get(at)
            if rival is None or (form.entry in strong) > (rival.entry in strong):
                chosen[at] = form
        return [
            Candidate(
                "organisation" if f.of == "organisation" else "measure", at, at + len(f.text),
                text[at : at + len(f.text)], f"{f.of}.authority", 0.8 if f.weak else 0.97, kind=f.kind, country=f.country, entry=f.entry,
            )
            for at, f in sorted(chosen.items())
        ]  # fmt: skip


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
        )
        for form in row.forms
    ]

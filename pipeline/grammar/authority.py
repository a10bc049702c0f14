"""Finds the names that the authority files know: agencies.csv and programmes.csv."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from pipeline.data import MeasureKind
from pipeline.grammar.naming import Candidate
from pipeline.lexicon.rows import Agency, Programme


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
        self._forms: dict[str, list[Form]] = defaultdict(list)
        for agency in agencies:
            self._add(agency, "organisation", None)
        for programme in programmes:
            self._add(programme, "measure", programme.kind)
        for forms in self._forms.values():
            forms.sort(key=lambda f: (-len(f.text), f.text, f.entry))
        self.agencies = {a.id: a for a in agencies}
        self.programmes = {p.id: p for p in programmes}

    def _add(self, row: Agency | Programme, of: str, kind: MeasureKind | None) -> None:
        for form in row.forms:
            if len(form) < 2:
                continue
            weak = form in row.ambiguous or (form.isascii() and len(form) <= 3 and form.isupper())
            self._forms[form[:2]].append(Form(form, row.id, of, kind, row.country, weak))

    def find(self, text: str, start: int, end: int) -> list[tuple[int, Form]]:
        """(offset, form) of every known form in `text[start:end]`, without overlap; a form's rivals at one place all come."""
        found: list[tuple[int, Form]] = []
        i = start
        while i < end - 1:
            forms = self._forms.get(text[i : i + 2])
            hits = [f for f in forms if text.startswith(f.text, i) and i + len(f.text) <= end and _whole(text, i, f.text)] if forms else []
            if hits:
                longest = len(hits[0].text)
                found += [(i, f) for f in hits if len(f.text) == longest]
                i += longest
            else:
                i += 1
        return found

    def whole(self, form: str) -> Form | None:
        """The entry's form that `form` is as a whole, or None."""
        return next((f for f in self._forms.get(form[:2], ()) if f.text == form), None)

    def candidates(self, text: str, spans: list[tuple[int, int]], countries: frozenset[str]) -> list[Candidate]:
        """Candidates from all `spans`. Weak forms count where another form of the entry or its country stands in the text."""
        hits = [(at, form) for start, end in spans for at, form in self.find(text, start, end)]
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
                "organisation" if f.of == "organisation" else "measure", at, at + len(f.text), f.text, f"{f.of}.authority",
                0.8 if f.weak else 0.97, kind=f.kind, country=f.country, entry=f.entry,
            )
            for at, f in sorted(chosen.items())
        ]  # fmt: skip


def _whole(text: str, at: int, form: str) -> bool:
    """Whether a Latin form stands as a word of its own (SIP, not gossip)."""
    before, after = text[at - 1 : at] if at else "", text[at + len(form) : at + len(form) + 1]
    starts = not (form[0].isascii() and form[0].isalnum() and before.isascii() and before.isalnum())
    ends = not (form[-1].isascii() and form[-1].isalnum() and after.isascii() and after.isalnum())
    return starts and ends

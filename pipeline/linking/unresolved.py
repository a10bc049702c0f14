"""The queue of names that the authority files do not know: where each stands, and the entries that come nearest.

Somebody who keeps the authority files works it off: a near entry gets one more form, a thing without one a new row. Tracks are left
out: they belong to their programme, whose row is what matters.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from rapidfuzz import fuzz, process

from pipeline.data import Document, LinkedMeasure, Name, Nearest, Unresolved
from pipeline.lexicon.rows import Agency, Programme
from pipeline.linking.joining import fold
from pipeline.linking.merge import Item

NEAREST = 3  # entries that a name is given


class Book:
    """All forms of the authority files, by sort and script, to look for near ones in."""

    def __init__(self, agencies: Iterable[Agency], programmes: Iterable[Programme]) -> None:
        forms: dict[tuple[str, bool], dict[str, tuple[str, str]]] = defaultdict(dict)
        for of, rows in (("organisation", agencies), ("measure", programmes)):
            for row in rows:
                for form in row.forms:
                    forms[of, form.isascii()].setdefault(fold(form), (row.id, form))
        self._forms = {key: (list(found), list(found.values())) for key, found in forms.items()}

    def nearest(self, of: str, form: str, *, score: float) -> tuple[Nearest, ...]:
        """The entries whose forms in the script of `form` are most like it, the best first, none under `score` (0 to 100)."""
        keys, entries = self._forms.get((of, form.isascii()), ([], []))
        found: dict[str, Nearest] = {}
        for _, value, at in process.extract(fold(form), keys, scorer=fuzz.ratio, score_cutoff=score, limit=3 * NEAREST):
            entry, known = entries[at]
            found.setdefault(entry, Nearest(entry=entry, form=known, score=round(value, 1)))
        return tuple(found.values())[:NEAREST]


def unresolved(
    groups: Sequence[Sequence[Item]],
    names: Mapping[str, Name],
    documents: Mapping[str, Document],
    book: Book,
    *,
    score: float,
) -> list[Unresolved]:
    """One line for each group that no entry knows, at its first appearance; those that appear most come first."""
    queue = []
    for group in groups:
        things = [thing for _, thing in group]
        if any(t.entry for t in things) or any(isinstance(t, LinkedMeasure) and t.kind == "track" for t in things):
            continue
        ids = [i for t in things for i in t.name_ids]
        if not ids:
            continue
        name = names[ids[0]]
        start, end = name.sentence.start, name.sentence.end
        queue.append(
            Unresolved(
                name_id=name.name_id,
                doc_id=name.doc_id,
                of=name.of,
                form=name.form,
                page=name.page,
                sentence=name.sentence,
                quote=documents[name.doc_id].text[start:end],
                rule=name.rule,
                times=len(ids),
                nearest=book.nearest(name.of, name.form, score=score),
            )
        )
    return sorted(queue, key=lambda u: (-u.times, u.doc_id, u.sentence.start, u.form))

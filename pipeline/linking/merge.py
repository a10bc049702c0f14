"""Which things of different documents are one: the same authority row, the same name in one country, or nearly so in Latin script."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Sequence

from rapidfuzz import fuzz, process

from pipeline.data import LinkedMeasure, LinkedOrganisation
from pipeline.linking.joining import fold

Item = tuple[str, LinkedMeasure | LinkedOrganisation]  # doc_id and the document's thing
ROMAN = re.compile(r"(?<![\w-])[IVX]{1,4}(?![\w-])")
SHORT_BODY = 2  # Han characters
MIN_FUZZY = 12  # characters from which a Latin name may differ by a slip


class Merger:
    """Groups the documents' things. `simplify` turns Traditional characters to Simplified ones."""

    def __init__(self, simplify: Callable[[str], str], *, same_name_score: float) -> None:
        self._simplify, self._score = simplify, same_name_score

    def groups(self, items: Sequence[Item], parents: dict[tuple[str, str], str]) -> list[list[Item]]:
        """Things that are one, each group in the order of `items`.

        Args:
            items: All things of one sort, sorted by document.
            parents: For a (doc_id, key), its parent's folded name: tracks are one only under one parent.
        """
        leader = list(range(len(items)))

        def find(i: int) -> int:
            while leader[i] != i:
                i = leader[i]
            return i

        holders: dict[str, int] = {}
        for i, (doc_id, thing) in enumerate(items):
            for key in self._keys(doc_id, thing, parents):
                j = holders.setdefault(key, i)
                leader[find(i)] = find(j)
        for i, j in self._near(items):
            leader[find(max(i, j))] = find(min(i, j))
        groups: dict[int, list[Item]] = defaultdict(list)
        for i, item in enumerate(items):
            groups[find(i)].append(item)
        return list(groups.values())

    def folded(self, name: str) -> str:
        """A name as it is compared."""
        return fold(self._simplify(name))

    def _keys(
        self, doc_id: str, thing: LinkedMeasure | LinkedOrganisation, parents: dict[tuple[str, str], str]
    ) -> list[str]:
        keys = [f"entry:{thing.entry}"] if thing.entry else []
        scope = thing.country or "?"
        if isinstance(thing, LinkedMeasure) and thing.kind == "track":
            scope += "/" + parents.get((doc_id, thing.key), doc_id)
        return keys + [f"{scope}:{self.folded(n)}" for n in thing.names if _tells(n) or _is_short_body(n, thing)]

    def _near(self, items: Sequence[Item]) -> list[tuple[int, int]]:
        """Pairs of long Latin names of one country that differ by a slip of spelling."""
        by_country: dict[str, list[tuple[str, int]]] = defaultdict(list)
        for i, (_, thing) in enumerate(items):
            for name in thing.names:
                if name.isascii() and len(name) >= MIN_FUZZY:
                    by_country[thing.country or "?"].append((fold(name), i))
        pairs = []
        for names in by_country.values():
            forms = [n for n, _ in names]
            for k, (form, i) in enumerate(names[1:], start=1):
                best = process.extractOne(form, forms[:k], scorer=fuzz.ratio, score_cutoff=self._score)
                i_best = names[best[2]][1] if best else i
                if best and _digits(form) == _digits(best[0]) and _romans(items[i]) == _romans(items[i_best]):
                    pairs.append((i_best, i))
        return pairs


def _tells(name: str) -> bool:
    """Whether a form is telling enough to join things of different documents: 3 Han characters, or 3 Latin letters."""
    return len(fold(name)) >= 3


def _is_short_body(name: str, thing: LinkedMeasure | LinkedOrganisation) -> bool:
    """Whether two Han characters name a body of a known country: few bodies of one country share them."""
    named = isinstance(thing, LinkedOrganisation) and thing.country is not None
    return named and len(name) == SHORT_BODY and all("\u4e00" <= c <= "\u9fff" for c in name)


def _romans(item: Item) -> set[str]:
    """The Roman numerals in a thing's Latin names: Phase I is not Phase II."""
    return {n for name in item[1].names if name.isascii() for n in ROMAN.findall(name)}


def _digits(text: str) -> str:
    return "".join(c for c in text if c.isdigit())

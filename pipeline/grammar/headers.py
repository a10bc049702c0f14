"""What a table's column holds, by its header: a listed word (项目名称, Agency), or the head of what it lists (集群名称, Joint Undertaking)."""

from __future__ import annotations

import re
from collections.abc import Iterable

from pipeline.grammar.authority import Authority
from pipeline.grammar.lexis import NameHead, TableHeader

TAIL = re.compile(r"\s*[（(][^（）()]*[）)]\s*\Z")
OWNED = re.compile(r"\A(?:的|之|['’]s)?\s*")
NAME_OF = re.compile(r"\A(?:name of (?:the )?)|(?: names?| title)\Z", re.IGNORECASE)
NAMED = "名称"
MOST_WORDS, MOST_CHARS = 3, 6


class Headers:
    """Reads headers. Built once from table_headers.csv and name_heads.csv."""

    def __init__(self, rows: Iterable[TableHeader], heads: Iterable[NameHead], authority: Authority) -> None:
        self._meanings = {_fold(r.form): r.meaning for r in rows}
        self._authority = authority
        every = tuple(heads)
        latin = [h for h in every if h.language == "en" and h.of == "measure" and h.strength != "marked"]
        sums = {h.form for h in latin if h.trait == "wide"}  # Award, Funding: such a column may hold amounts
        self._latin = frozenset(f for h in latin if not (f := h.form.casefold()).endswith("s")) - sums
        sure = [h for h in every if h.language == "en" and h.of == "measure" and h.strength == "free"]
        self._ends = tuple(f" {h.form}" for h in sure)
        self._han = {h.form: h for h in every if h.language == "zh" and len(h.form) >= 2 and h.strength != "quoted"}

    def meaning(self, header: str) -> str | None:
        """What a header says that its column holds, in whosever table: Scheme of JSPS, JSPS的项目, Programme (launched)."""
        plain = TAIL.sub("", header)
        owner = next((form.text for at, form in self._authority.find(plain, 0, len(plain)) if at == 0), "")
        own = OWNED.sub("", plain[len(owner) :]) if owner else plain
        forms = (header, plain, plain.split(" of ")[0], own)
        listed = next((meaning for form in forms if (meaning := self._meanings.get(_fold(form)))), None)
        return listed or self._headed(plain.strip()) or (self._headed(own) if own else None)

    def ends(self, form: str) -> bool:
        """Whether an English form ends with a head that is sure."""
        return form.endswith(self._ends)

    def _headed(self, header: str) -> str | None:
        """What a header tells that is or ends with a head of names: Selected cluster, Name of fund, 基金, 实验室名称."""
        if header.isascii():
            words = NAME_OF.sub("", header).split()
            if len(words) > 1 and any(w[0].isupper() for w in words[1:]) and header.casefold() not in self._latin:
                return None  # Harbour Programme: a name, as in a table turned on its side
            heads = (" ".join(words[-n:]).casefold() for n in (3, 2, 1) if n <= len(words))
            return "measure" if len(words) <= MOST_WORDS and any(h in self._latin for h in heads) else None
        form = re.sub(r"\s", "", header)
        bare = form.removesuffix(NAMED)
        head = next((self._han[bare[i:]] for i in range(len(bare)) if bare[i:] in self._han), None)
        if head is None or len(bare) - len(head.form) > (MOST_CHARS if bare != form else 0):
            return None
        return head.of if bare != form or head.kind in ("fund", "platform", "programme") else None


def _fold(header: str) -> str:
    return (
        re.sub(r"[\s*（(][^）)]*[）)]|\s+", "", header).casefold()
        if "（" in header or "(" in header
        else re.sub(r"\s+", "", header).casefold()
    )

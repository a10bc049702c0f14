"""Names that open an item, with their body in brackets and a colon: Summer programme (JSPS): two months of …; 创新亚洲（JICA）：5年内……."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from pipeline.data import Segment
from pipeline.grammar.authority import Authority
from pipeline.grammar.lexis import NameHead
from pipeline.grammar.naming import QUOTES, Candidate, written

BULLET = r"\s*(?:[•·▪■●○◆–—*✓➢-]\s*|[（(]?\d{1,2}[)）.、]\s*)?"
ENGLISH = re.compile(
    BULLET + r"(?P<name>[A-Z][\w'’-]*(?: [\w'’-]+){0,6}) \((?:with |by |of |from )?(?P<body>[^()]{2,60})\):(?=\s)"
)
CHINESE = re.compile(
    BULLET
    + r"(?P<name>[“「]?[\u4e00-\u9fffA-Za-z0-9·“”「」-]{3,24})[（(](?:与|由)?(?P<body>[^（）()]{2,24}?)(?:合作|共同)?[）)][：:]"
)
CONFIDENCE = 0.7


class LeadingNames:
    """Finds leading names. Built once from the authority file and name_heads.csv."""

    def __init__(self, authority: Authority, heads: Iterable[NameHead]) -> None:
        self._authority = authority
        self._heads = sorted((h for h in heads if h.of == "measure"), key=lambda h: (-len(h.form), h.form))

    def find(self, text: str, segment: Segment) -> Iterator[Candidate]:
        """The leading name of a segment, where the bracket behind it names a known body."""
        for pattern in (ENGLISH, CHINESE):
            match = pattern.match(text, segment.start, segment.end)
            if match and self._is_body(match["body"]) and not self._names_body(match["name"].strip(QUOTES)):
                start, end = match.span("name")
                head = next((h for h in self._heads if match["name"].strip(QUOTES).endswith(h.form)), None)
                kind = head.kind if head else "programme"
                yield Candidate("measure", start, end, written(match["name"]), "measure.leading", CONFIDENCE, kind)

    def _names_body(self, form: str) -> bool:
        """Whether a form is a body's name or ends with one: the bracket has its acronym (最大的是日本科学技术振兴机构（JST）)."""
        return any(
            known.of == "organisation" and at + len(known.text) == len(form)
            for at, known in self._authority.find(form, 0, len(form))
        )

    def _is_body(self, form: str) -> bool:
        known = self._authority.whole(form.strip())
        return known is not None and known.of == "organisation"

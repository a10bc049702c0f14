"""Names that open an item: before a bracket with their body (Summer programme (JSPS): …), or as the label of what has values.

青年灯塔奖——单项100万欧元, Lights4Coasts: up to € 300,000 each. A label says itself that it is a name, so that a head which makes none in
running text is enough (实验室, 奖); it is none where it only says what the values are (经费：, Budget:).
"""

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
LABEL_ZH = re.compile(
    BULLET
    + r"(?P<name>[\u4e00-\u9fffA-Za-z0-9·“”-]{4,20})(?:[（(][^（）()]{1,24}[）)])?\s?(?:[：:]|[—–]{1,2}|\s-\s)\s?(?=\S)"
)
ARTICLE = re.compile(
    r"第[一二三四五六七八九十百]{1,4}条\s*(?P<verb>[\u4e00-\u9fff]{0,2}?)(?P<name>[\u4e00-\u9fff]{4,14})。(?=\S)"
)  # 第十五条　科技创新券。…: an article of a regulation with a title of its own
LABEL_EN = re.compile(
    BULLET + r"(?P<name>(?:[A-Z][\w+'’-]* ){0,4}[A-Z][\w+'’-]*)(?: \([^()]{1,40}\))?(?::| =| [–—]) (?=\S)"
)
COINED = re.compile(
    r"(?=\w*[A-Z])(?=(?:\w*?[a-z]){3})(?:\w*[a-z][A-Z]\w{2,}|\w*[A-Za-z]\d+[A-Za-z]\w+)\+?\Z"
)  # NetZeroCities, MIP4Adapt
VALUES = re.compile(
    r"\d\s?(?:[万亿]|[多余]?万|[日美欧韩新]?元|[%％])|(?<!\d)\d{1,2}\s?(?:个?月|年)|[€$£¥￥]\s?\d"
    r"|\b(?:EUR|USD|GBP|JPY|CNY|KRW)\s?\d|\d (?:million|billion|months?|years?|per cent)|\d\s?(?:bn|m|k)\b"
)


class LeadingNames:
    """Finds leading names. Built once from the authority file and name_heads.csv."""

    def __init__(self, authority: Authority, heads: Iterable[NameHead], openers: Iterable[str]) -> None:
        """`openers` are the verbs that have measures as objects."""
        self._authority, self._openers = authority, sorted(openers, key=len, reverse=True)
        self._heads = sorted((h for h in heads if h.of == "measure"), key=lambda h: (-len(h.form), h.form))
        kinds, money = ("programme", "fund", "platform"), {("fund", "marked")}  # 预算：, 资金： say what the values are
        self._labels = [
            h for h in self._heads if h.kind in kinds and h.strength != "quoted" and (h.kind, h.strength) not in money
        ]

    def find(self, text: str, segment: Segment) -> Iterator[Candidate]:
        """The leading name of a segment, where the bracket behind it names a known body."""
        for pattern in (ENGLISH, CHINESE):
            match = pattern.match(text, segment.start, segment.end)
            if match and self._is_body(match["body"]) and not self._names_body(match["name"].strip(QUOTES)):
                start, end = match.span("name")
                head = next((h for h in self._heads if match["name"].strip(QUOTES).endswith(h.form)), None)
                kind = head.kind if head else "programme"
                yield Candidate("measure", start, end, written(match["name"]), "measure.leading", CONFIDENCE, kind)

        yield from self._labelling(text, segment)
        yield from self._article(text, segment)

    def _labelling(self, text: str, segment: Segment) -> Iterator[Candidate]:
        """The name that labels an item with values."""
        for pattern in (LABEL_ZH, LABEL_EN):
            match = pattern.match(text, segment.start, segment.end)
            if match is None or not VALUES.search(text, match.end(), segment.end):
                continue
            name = match["name"].strip(QUOTES)
            head = next((h for h in self._labels if name.endswith(h.form) and len(name) >= len(h.form) + 2), None)
            if (head or COINED.match(name)) and not self._names_body(name):
                start = match.start("name") + match["name"].index(name)
                kind = head.kind if head else "programme"
                yield Candidate("measure", start, start + len(name), written(name), "measure.label", CONFIDENCE, kind)

    def _article(self, text: str, segment: Segment) -> Iterator[Candidate]:
        """What an article's title sets up, where the article has values (第四条　建设中试平台)."""
        match = ARTICLE.match(text, segment.start, segment.end)
        if match is None or not VALUES.search(text, match.end(), segment.end):
            return
        start, end = match.start("verb"), match.end("name")
        verb = next((v for v in self._openers if text.startswith(v, start, end)), "")
        name = text[start + len(verb) : end]
        head = next((h for h in self._labels if name.endswith(h.form) and len(name) >= len(h.form) + 2), None)
        if head and not self._names_body(name):
            yield Candidate("measure", start + len(verb), end, name, "measure.label", CONFIDENCE, head.kind)

    def _names_body(self, form: str) -> bool:
        """Whether a form is a body's name or ends with one: the bracket has its acronym (最大的是日本科学技术振兴机构（JST）)."""
        return any(
            known.of == "organisation" and at + len(known.text) == len(form)
            for at, known in self._authority.find(form, 0, len(form))
        )

    def _is_body(self, form: str) -> bool:
        known = self._authority.whole(form.strip())
        return known is not None and known.of == "organisation"

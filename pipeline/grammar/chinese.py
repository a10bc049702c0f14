"""Chinese names in marks: 《…》, “…”, and lists of quoted items that a head closes; names in running text come from `runs`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from pipeline.data import Segment
from pipeline.grammar.currency import CurrencyForm
from pipeline.grammar.lexis import NameHead
from pipeline.grammar.naming import Candidate, written
from pipeline.grammar.runs import ChineseRuns
from pipeline.text.patterns import alternatives

TITLE = re.compile(
    r"(?P<issue>第[一二三四五六七八九十\d]+[期次届版]\s?)?《(?P<title>[^《》]{3,70}(?:[〈《][^〉》]{2,30}[〉》][^《》]{0,30})?)》"
)
QUOTED = re.compile(r"[“「『\"](?P<inside>[^“”「」『』\"\n]{2,50})[”」』\"]")
ENTITLED = re.compile(
    r"(?P<head>(?:系列|国家|行业|团体|地方|强制性|推荐性)*标准|策略|战略|计划|行动|法案|法令|行政命令|倡议|规划|方案|条例|项目|专项)(?!书)"
)
NAMED = re.compile(r"(?:计划|项目|专项|基金|工程|倡议)[：:]?[“「](?P<inside>[^“”「」，。；\n]{2,30})[”」](?!的)")
BEGUN = re.compile(
    r"(?:建设|打造|推出|实施|启动|推行|开展|发起|设立|下设|另设|增设|新设|举办|创办|推进)(?:了|的|并实施)?(?:名为)?[“「](?P<inside>[^“”「」，。；、\n]{3,16})[”」](?!\s?[的式型、])"
)
PHRASED = re.compile(
    r"(?:体现|呈现|表现|凸显|所谓|秉持|坚持|遵循|贯彻|甚至)[出了的]?\Z"
)  # what follows in quotation marks is a phrase
BEHIND = re.compile(r"(?:\s?(?:19|20)\d\d)?\s*(?:[（(][^（）()]*[）)])?\Z")
WAY = re.compile(
    r"的(?:方式|形式|原则|模式|方法|理念|思路|格局|特点|要求|设计|比例|结构|局面|做法)"
)  # what it closes is a phrase
MIRRORED = re.compile(r"(?P<side>[\u4e00-\u9fff])[对到帮](?P=side)")  # 一对一: how, no name
GLOSSED = re.compile(
    r"[“「](?P<inside>[\u4e00-\u9fff]{2,10})[”」][（(](?=[A-Z][A-Za-z]{3,})[A-Za-z0-9 &+-]{4,40}[)）](?!的?(?:概念|理论|理念|模式))"
)
TITLE_CHARS = 8  # of a title in 《》 that is looked for without its marks
TERMS_REACH = 50  # characters behind a name in which its terms begin
NEXT_QUOTE = re.compile(r"[、,，和及与]?\s?[“「『]")
CLOSING = r"\s?等(?:\s?(?:\d{1,3}|[两二三四五六七八九十]{1,2})\s?[个项类大]?)?\s?[\u4e00-\u9fff]{0,6}?"  # before the noun that closes a list
ACTIVITY = "活动"  # closes lists of quoted measures, and is no head of names


class ChineseNames:
    """Finds Chinese names of measures and organisations. Built once from name_heads.csv and currencies.csv."""

    def __init__(self, heads: tuple[NameHead, ...], runs: ChineseRuns, currencies: Iterable[CurrencyForm]) -> None:
        zh = [h for h in heads if h.language == "zh"]
        self._heads = sorted(zh, key=lambda h: (-len(h.form), h.form))
        nouns = [h.form for h in zh if h.of == "measure" and h.strength != "marked" and h.kind != "track"]
        self._follow = re.compile(alternatives(nouns))
        self._closes = re.compile(rf"{CLOSING}(?P<noun>{alternatives([*nouns, ACTIVITY])})(?![\u4e00-\u9fff]*[者员人])")
        coins = alternatives(c.form for c in currencies if c.language == "zh")
        self._terms = re.compile(rf"[^。；]*?\d\s?[百千万亿]{{0,2}}\s?(?:{coins}|[%％])")
        self._runs = runs

    def find(self, text: str, segment: Segment, ends: frozenset[int]) -> list[Candidate]:
        """Candidates of one segment; those whose head needs a mark are left to the caller (their rule ends with `marked`)."""
        return [
            *self._titles(text, segment),
            *self._quotes(text, segment),
            *self._lists(text, segment),
            *self._named(text, segment),
            *self._begun(text, segment),
            *self._glossed(text, segment),
            *self._runs.find(text, segment, ends),
        ]

    def head_of(
        self,
        form: str,
        strengths: tuple[str, ...] = ("free", "opened", "backed", "placed", "marked", "quoted", "founded"),
    ) -> NameHead | None:
        """The head that a form ends with, a year and brackets behind it aside (战略2016, 办法（试行）)."""
        return next((h for h in self._heads_of(form) if h.strength in strengths), None)

    def _heads_of(self, form: str) -> Iterator[NameHead]:
        """All heads that a form ends with, the longest first."""
        form = BEHIND.sub("", form)
        return (h for h in self._heads if form.endswith(h.form) and len(form) > len(h.form))

    def _titles(self, text: str, segment: Segment) -> Iterator[Candidate]:
        for match in TITLE.finditer(text, segment.start, segment.end):
            head = next((h for h in self._heads_of(match["title"]) if _entitles(h)), None)
            if match["title"].endswith("分类法"):
                continue
            if head is None and (behind := ENTITLED.match(text, match.end())):
                head = self.head_of("x" + behind["head"])  # 《云优先》策略, 《服务能力要求》系列标准
            if head and head.of == "measure":
                start, form = match.start("title"), written(match["title"])
                if match["issue"]:
                    start, form = match.start(), f"{match['issue'].strip()}《{form}》"
                yield Candidate("measure", start, match.end() - 1, form, "measure.title", 0.95, head.kind)

    def _quotes(self, text: str, segment: Segment) -> Iterator[Candidate]:
        for match in QUOTED.finditer(text, segment.start, segment.end):
            if self._phrase(text, segment, match):
                continue
            inside = re.split(r"[（(]", match["inside"])[0].strip()
            follow = self._follow.match(text, match.end() + (text[match.end() : match.end() + 1] in (" ", "\n", "等")))
            head = self.head_of(inside, ("free", "opened", "backed", "quoted", "founded"))
            if head and head.of == "measure" and self._quoted_name(inside, head):
                start = match.start("inside") + match["inside"].index(inside)
                yield Candidate(
                    "measure", start, start + len(inside), written(inside), "measure.quoted", 0.92, head.kind
                )
            elif follow and match.end() < segment.end and 2 <= len(inside) <= 30 and not re.search(r"[，。；]", inside):
                known = self.head_of("x" + follow[0])
                start, end = match.span("inside")
                form = written(text[start:end])
                if text[match.end()] != "等":  # “A”等计划: A alone is the name
                    form, end = form + written(text[match.end() : follow.end()]), follow.end()
                kind = known.kind if known else "programme"
                yield Candidate("measure", start, end, form, "measure.quoted", 0.88, kind)

    def _phrase(self, text: str, segment: Segment, match: re.Match[str]) -> bool:
        """Whether what stands in quotation marks is a phrase: 体现“…”, “一对一”, “…”的原则; a type may be a way (“成长型”的方式)."""
        if PHRASED.search(text, max(segment.start, match.start() - 6), match.start()) or MIRRORED.match(
            match["inside"]
        ):
            return True
        head = self.head_of(match["inside"])
        return WAY.match(text, match.end()) is not None and not (head and head.kind == "track")

    def _named(self, text: str, segment: Segment) -> Iterator[Candidate]:
        """引进项目“创新亚洲”: a name in quotation marks behind what it is."""
        for match in NAMED.finditer(text, segment.start, segment.end):
            head = self.head_of("x" + match[0][:2])
            kind = head.kind if head else "programme"
            start, end = match.span("inside")
            yield Candidate("measure", start, end, written(match["inside"]), "measure.quoted", 0.85, kind)

    def _begun(self, text: str, segment: Segment) -> Iterator[Candidate]:
        """建设的“数字海湾”: a name in quotation marks behind the verb that begins it."""
        for match in BEGUN.finditer(text, segment.start, segment.end):
            start, end = match.span("inside")
            yield Candidate("measure", start, end, written(match["inside"]), "measure.quoted", 0.7, "programme")

    def _glossed(self, text: str, segment: Segment) -> Iterator[Candidate]:
        """“灯塔”（Lighthouse）面向早期研究，每项最高30万欧元: a name in two languages, of which its clause gives the terms."""
        for match in GLOSSED.finditer(text, segment.start, segment.end):
            if self._terms.search(text, match.end(), min(match.end() + TERMS_REACH, segment.end)):
                form = written(match["inside"])
                yield Candidate("measure", *match.span("inside"), form, "measure.quoted", 0.7, "programme")

    def _lists(self, text: str, segment: Segment) -> Iterator[Candidate]:
        """“A”“B”“C”等项目: each quoted item of a list that a head closes."""
        run: list[re.Match[str]] = []
        for match in QUOTED.finditer(text, segment.start, segment.end):
            if run and not NEXT_QUOTE.fullmatch(text[run[-1].end() : match.start() + 1]):
                run = []
            run.append(match)
            if len(run) >= 2 and (closing := self._closes.match(text, match.end(), segment.end)):
                head = self.head_of("x" + closing["noun"])
                kind = head.kind if head else "programme"
                for item in run:
                    form = written(item["inside"])
                    if 3 <= len(form) <= 24 and not re.search(r"[，。；]", form):
                        yield Candidate("measure", *item.span("inside"), form, "measure.quoted", 0.85, kind)

    def _quoted_name(self, inside: str, head: NameHead) -> bool:
        if (
            re.search(r"[，。；！？]|\A(?:第\s?N(?![A-Za-z])|第?\s?[\d一二三四五六七八九十]+)\s?[个大类种]?", inside)
            and head.kind == "track"
        ):
            return False
        if re.search(r"[，。；！？]", inside):
            return False
        if head.strength in ("quoted", "founded"):
            return len(inside) - len(head.form) >= 4
        return len(inside) - len(head.form) >= 2


def _entitles(head: NameHead) -> bool:
    """Whether a title in 《》 with this head is a measure's: a strategy, a law, or a programme whose head needs no mark."""
    if head.of != "measure":
        return False
    return head.kind in ("strategy", "law") or (head.kind == "programme" and head.strength != "marked")


def titles_again(text: str, segments: Sequence[Segment], found: Sequence[Candidate]) -> list[Candidate]:
    """Titles in 《》 where they stand again without the marks: as the heading of their own text, over runs inside of them."""
    titles = {c.form: c for c in found if c.rule == "measure.title" and len(c.form) >= TITLE_CHARS}
    if not titles:
        return []
    taken = {c.start for c in titles.values()} | {c.start for c in found if c.rule == "measure.title"}
    pattern = re.compile("|".join(map(re.escape, sorted(titles, key=lambda f: (-len(f), f)))))
    return [
        replace(titles[m[0]], start=m.start(), end=m.end())
        for s in segments
        for m in pattern.finditer(text, s.start, s.end)
        if m.start() not in taken
    ]

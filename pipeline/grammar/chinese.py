"""Chinese names by their heads: 《…》, “…”, and runs of words that end in 计划, 基金, 联盟, 委员会.

In running text a name goes back from its head to the first word where no name can go on (了, 的, 推出, 在 …); what is left must
say more than what kind of thing it is.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

import msgspec

from pipeline.data import Segment
from pipeline.grammar.brackets import beside
from pipeline.grammar.lexis import Countries, NameHead
from pipeline.grammar.naming import Candidate, Specificity, written
from pipeline.text.patterns import alternatives


class Continuation(msgspec.Struct, frozen=True):
    """A row of name_continuations.csv: what must not follow a head (计划书, 基金会)."""

    head: str
    continuation: str


TITLE = re.compile(r"《(?P<title>[^《》]{3,70}(?:[〈《][^〉》]{2,30}[〉》][^《》]{0,30})?)》")
QUOTED = re.compile(r"[“「『\"](?P<inside>[^“”「」『』\"\n]{2,50})[”」』\"]")
PHASE = re.compile(r"[（(][\u4e00-\u9fffⅠ-Ⅻ]{1,4}[）)]")
PLAN = re.compile(r"[“\"]十[一二三四五]五[”\"]\Z")
MANY = re.compile(r"[一二两三四五六七八九十百千几\d]+[多余][\u4e00-\u9fff]?\Z")
COUNTED = re.compile(r"[一二两三四五六七八九十几多各数\d]+[项个種种类大家代批]")
PLATFORM_CHARS = 4  # before 联盟, 平台: shorter ones are phrases (协议型联盟)
NO_NAME_OPENS = "由被把与及"  # though the dictionary may take them and what follows for one word
STAGE = "阶段"
NEXT_QUOTE = re.compile(r"[、,，和及与]?\s?[“「『]")
LISTED = re.compile(r"\s?等\s?\d{0,2}\s?[个项类]?\s?(?:项目|计划|专项|基金|活动|平台|工程|事业|奖学金)")


class ChineseNames:
    """Finds Chinese names of measures and organisations. Built once from name_heads.csv and name_continuations.csv."""

    def __init__(
        self,
        heads: tuple[NameHead, ...],
        continuations: tuple[Continuation, ...],
        specificity: Specificity,
        countries: Countries,
        *,
        max_chars: int,
    ) -> None:
        zh = [h for h in heads if h.language == "zh"]
        self._heads = sorted(zh, key=lambda h: (-len(h.form), h.form))
        self._in_text = {h.form: h for h in zh if h.strength in ("free", "marked") or h.form == STAGE}
        after: dict[str, list[str]] = {}
        for row in continuations:
            after.setdefault(row.head, []).append(row.continuation)
        self._head = re.compile(
            "|".join(
                re.escape(f) + (f"(?!{alternatives(after[f])})" if f in after else "")
                for f in sorted(self._in_text, key=lambda f: (-len(f), f))
            )
        )
        self._follow = re.compile(
            alternatives(h.form for h in zh if h.of == "measure" and h.strength != "marked" and h.kind != "track")
        )
        self._specificity, self._countries, self._max = specificity, countries, max_chars

    def find(self, text: str, segment: Segment) -> list[Candidate]:
        """Candidates of one segment; those whose head needs a mark are left to the caller (their rule ends with `marked`)."""
        return [
            *self._titles(text, segment),
            *self._quotes(text, segment),
            *self._lists(text, segment),
            *self._runs(text, segment),
        ]

    def head_of(self, form: str, strengths: tuple[str, ...] = ("free", "marked", "quoted")) -> NameHead | None:
        """The head that a form ends with, brackets behind it aside."""
        return next((h for h in self._heads_of(form) if h.strength in strengths), None)

    def _heads_of(self, form: str) -> Iterator[NameHead]:
        """All heads that a form ends with, the longest first."""
        form = re.sub(r"\s*[（(][^（）()]*[）)]\Z", "", form)
        return (h for h in self._heads if form.endswith(h.form) and len(form) > len(h.form))

    def _titles(self, text: str, segment: Segment) -> Iterator[Candidate]:
        for match in TITLE.finditer(text, segment.start, segment.end):
            head = next((h for h in self._heads_of(match["title"]) if _entitles(h)), None)
            if head:
                yield Candidate(
                    "measure",
                    match.start("title"),
                    match.end("title"),
                    written(match["title"]),
                    "measure.title",
                    0.95,
                    head.kind,
                )

    def _quotes(self, text: str, segment: Segment) -> Iterator[Candidate]:
        for match in QUOTED.finditer(text, segment.start, segment.end):
            inside = re.split(r"[（(]", match["inside"])[0].strip()
            follow = self._follow.match(text, match.end() + (text[match.end() : match.end() + 1] in (" ", "等")))
            head = self.head_of(inside, ("free", "quoted"))
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

    def _lists(self, text: str, segment: Segment) -> Iterator[Candidate]:
        """“A”“B”“C”等项目: each quoted item of a list that a head closes."""
        run: list[re.Match[str]] = []
        for match in QUOTED.finditer(text, segment.start, segment.end):
            if run and not NEXT_QUOTE.fullmatch(text[run[-1].end() : match.start() + 1]):
                run = []
            run.append(match)
            if len(run) >= 2 and LISTED.match(text, match.end()):
                for item in run:
                    form = written(item["inside"])
                    if 3 <= len(form) <= 24 and not re.search(r"[，。；]", form):
                        yield Candidate(
                            "measure",
                            item.start("inside"),
                            item.end("inside"),
                            form,
                            "measure.quoted",
                            0.85,
                            "programme",
                        )

    def _quoted_name(self, inside: str, head: NameHead) -> bool:
        if re.search(r"[，。；！？]", inside):
            return False
        if head.strength == "quoted":
            return len(inside) - len(head.form) >= 4
        return len(inside) - len(head.form) >= 2

    def _runs(self, text: str, segment: Segment) -> Iterator[Candidate]:
        starts = [w.start for w in segment.words]
        ends = {w.end: i for i, w in enumerate(segment.words)}
        for match in self._head.finditer(text, segment.start, segment.end):
            last = ends.get(match.end())
            if last is None or (match.start() not in starts and not self._inside_word(segment, last, match)):
                continue
            start = self._walk_back(text, segment, last, bisect_right(starts, match.start()) - 1)
            if start is None:
                continue
            start += text[start] in NO_NAME_OPENS and start + 1 < match.start()
            head = self._in_text[match[0]]
            if head.of == "organisation":
                start = self._without_verbs(text, segment, start, match.start())
            words = [text[w.start : w.end] for w in segment.words if start <= w.start and w.end <= match.start()]
            inner = text[max(start, segment.words[last].start) : match.start()]
            named = self._specificity.is_name([*words, inner] if inner and inner not in words else words)
            if head.kind == "platform" and head.strength == "free" and match.start() - start < PLATFORM_CHARS:
                continue
            if plan := PLAN.search(text, max(segment.start, start - 5), start):
                start = plan.start()
            form = written(text[start : match.end()])
            if len(form) <= self._max:
                rule = {"free": "head", "marked": "marked", "quoted": "stage"}[head.strength]
                candidate = Candidate(head.of, start, match.end(), form, f"{head.of}.{rule}", 0.75, head.kind)
                if named or (head.strength == "free" and beside(text, candidate)):
                    yield candidate

    def _without_verbs(self, text: str, segment: Segment, start: int, stop: int) -> int:
        """An organisation's name does not open with a verb (促进大学, 衔接机构)."""
        for word in segment.words:
            if start <= word.start < stop and text[word.start : word.end] not in self._specificity.verbs:
                return word.start
        return start

    @staticmethod
    def _inside_word(segment: Segment, last: int, match: re.Match[str]) -> bool:
        """Whether the head is the end of a longer dictionary word (联合执行计划 as one word; but 署 is no head in 部署)."""
        return segment.words[last].start < match.start() and match.end() - match.start() > 1

    def _walk_back(self, text: str, segment: Segment, last: int, first: int) -> int | None:
        """Where the name that ends with word `last` begins, or None if the head stands alone."""
        words = segment.words
        begin = i = min(first, last)
        while i > 0:
            word, gap = text[words[i - 1].start : words[i - 1].end], text[words[i - 1].end : words[i].start]
            following = text[words[i].start : words[i].end]
            if gap in ("（", "(", "）", ")") and PHASE.search(text, max(0, words[i - 1].end - 6), words[i].start + 6):
                gap = ""
            if MANY.match(word):
                return None
            if not self._continues(word, gap, following) or words[last].end - words[i - 1].start > self._max:
                break
            i -= 1
            if self._countries.code(word) and text[words[i].start - 1 : words[i].start] not in ("-", "·"):
                break
        while i < begin and text[words[i].start : words[i].end] in self._specificity.lead:
            i += 1
        if i == begin and words[i].end == words[last].end and i == first and words[first].end - words[first].start <= 2:
            return None
        return words[i].start

    def _continues(self, word: str, gap: str, following: str) -> bool:
        """Whether a name may go on over `gap` to `word`: through a space beside Latin letters, a hyphen, a middle dot.

        Han characters that touch Latin ones from the left belong to another phrase (模式A-STEP), unless they name a country.
        """
        if word in self._specificity.stop or COUNTED.fullmatch(word):
            return False
        if gap == "":
            return not (following[0].isascii() and not word.isascii()) or self._countries.code(word) is not None
        latin = word.isascii() and any(c.isalpha() for c in word)
        return (gap.isspace() and latin) or gap in ("-", "·", "・", "/")


def _entitles(head: NameHead) -> bool:
    """Whether a title in 《》 with this head is a measure's: a strategy, a law, or a programme whose head needs no mark."""
    if head.of != "measure":
        return False
    return head.kind in ("strategy", "law") or (head.kind == "programme" and head.strength != "marked")

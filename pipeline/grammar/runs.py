"""Chinese names in running text: runs of words that end in a head such as 计划, 基金, 联盟, 委员会.

What stands before the head must say more than what kind of thing it is; heads that end many phrases (项目, 平台, 法) must be backed
by more than that. Where a run begins is told by `extent`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from pipeline.data import Segment
from pipeline.grammar.brackets import beside
from pipeline.grammar.extent import FOUNDED, Extent
from pipeline.grammar.lexis import LONG, Continuation, NameHead, WordUses, heads_pattern
from pipeline.grammar.naming import Candidate, written
from pipeline.grammar.wordline import OPENING, VERSION, Line, Place
from pipeline.text.patterns import alternatives

DIVISIONS = "州省市县区"  # end the name of a place that is one word, before 政府: 加利福尼亚州|政府
PLAN = re.compile(r"[“\"]十[一二三四五]五[”\"]\Z")
PLATFORM_CHARS = 4  # before 联盟, 园区: shorter ones are phrases (协议型联盟)
NO_NAME_OPENS = "由被把与及其以受"  # though the dictionary may take them and what follows for one word
STAGE = "阶段"
NOT_LAWS = re.compile(r"[办方做立司执看想手用算疗书合违依宪刑民说语句]法\Z")
NO_OFFICES = re.compile(
    r"(?:俱乐|司令|[大内外东西南北中全干支分学头根尾上下前后底局一])部\Z|[布格结僵全大骗时政开棋残当出定终]局\Z"
)
LEGAL = re.compile(r"[（(](?:一般|公益)?(?:社团|财团|独立行政|国立大学|学校)法人[）)]")
YEARLY = re.compile(
    r"(?:(?:19|20)\d\d年?\s?[—–~～至-]\s?)?(?:19|20)\d\d年?度(?:第[一二三四五六]批)?"
)  # of a call or a plan's run, no part of its name
YEARLY_CHARS = 12  # of such years before a word that the dictionary cuts them from
COUNTRY_CHARS = 7  # of the longest common country name
LED = re.compile(r"(?:的|[：:、]|\s)?[“「《]?\Z")


class ChineseRuns:
    """Finds runs. Built once from name_heads.csv, name_words.csv and name_continuations.csv."""

    def __init__(
        self, heads: Iterable[NameHead], continuations: Iterable[Continuation], uses: WordUses, *, max_chars: int
    ) -> None:
        self._heads: dict[str, NameHead] = {}
        self._bodies: dict[str, NameHead] = {}
        for head in heads:
            if head.language == "zh" and (head.strength != "quoted" or head.form == STAGE):
                self._heads.setdefault(head.form, head)
                if head.of == "organisation":
                    self._bodies[head.form] = head
        self._head = heads_pattern(self._heads, continuations)
        self._uses, self._max = uses, max_chars
        self._extent = Extent(self._heads, uses, max_chars=max_chars)
        self._founders = re.compile(rf"(?:{alternatives(uses.founders)})[了有]?\s?\Z")
        self._openers = re.compile(rf"(?:{alternatives(uses.openers)})[了着过]?[“「《]?\Z")

    def find(self, text: str, segment: Segment, ends: frozenset[int]) -> Iterator[Candidate]:
        """Candidates of one segment; those whose head needs a mark are left to the caller (their rule ends with `marked`)."""
        line = Line(text, segment, ends)
        places = list(self._places(line))
        for place in sorted(places, key=lambda p: (p.head.of == "measure", p.end)):
            if (start := self._extent.start(line, place)) is not None and (
                candidate := self._candidate(line, place, start)
            ):
                if place.head.of == "organisation" and not candidate.rule.endswith("marked"):
                    line.ends |= {candidate.end}
                yield candidate
                yield from self._sharing(line, place, candidate)

    def _sharing(self, line: Line, place: Place, candidate: Candidate) -> Iterator[Candidate]:
        """The name before 和 that shares the head: 产业集群 in 产业集群和知识集群计划, told by the word that both end with."""
        i = bisect_right(line.starts, candidate.start) - 1
        if i < 2 or place.first - 1 <= i or line.word(i - 1) not in ("和", "与", "及") or line.gap(i) != "":
            return
        if line.word(i - 2) != line.word(place.first - 1) or line.gap(i - 1) != "":
            return
        k = self._extent.back(line, place, i - 2)
        if k < i - 2:
            start, end = line.words[k].start, line.words[i - 2].end
            yield replace(candidate, start=start, end=end, form=written(line.text[start:end]))

    def _places(self, line: Line) -> Iterator[Place]:
        """The heads in a line that are words, or the ends of words."""
        segment = line.segment
        by_end = {w.end: i for i, w in enumerate(segment.words)}
        for match in self._head.finditer(line.text, segment.start, segment.end):
            last = by_end.get(match.end())
            if last is not None and (
                match.start() in line.starts
                or (match[0][0] in DIVISIONS and match.start() + 1 in line.starts)
                or self._inside_word(segment, last, match)
            ):
                first = bisect_right(line.starts, match.start()) - 1
                yield Place(self._heads[match[0]], first, last, match.start(), match.end())

    def _inside_word(self, segment: Segment, last: int, match: re.Match[str]) -> bool:
        """Whether the head is the end of a longer dictionary word (联合执行计划, 所得税法; but 署 is no head in 部署)."""
        start = segment.words[last].start
        if match[0] == "法":
            return match.start() - start >= 2 and not NOT_LAWS.search(match.string, start, match.end())
        if self._heads[match[0]].strength == "founded":
            return match.start() - start >= 2  # 创新费, not 经费
        if match.end() - match.start() == 1:
            office = self._heads[match[0]].strength == "placed" and match.start() - start >= 2
            return office and not NO_OFFICES.search(match.string, start, match.end())  # 科技局 as one word
        return start < match.start()

    def _candidate(self, line: Line, place: Place, start: int) -> Candidate | None:
        """The run from `start` as a candidate, if it says enough to be a name."""
        body = self._bodies.get(place.head.form)
        if body and place.head.of == "measure" and any(start < e < place.start for e in line.ends):
            place = replace(place, head=body)  # 教育部科技发展中心: a body's centre is a body
        text, head = line.text, place.head
        start += text[start] in NO_NAME_OPENS and start + 1 < place.start
        if head.of == "organisation":
            start = self._without_verbs(line, place, start)
        if plan := PLAN.search(text, max(line.segment.start, start - 5), start):
            start = plan.start()
        yearly = [*YEARLY.finditer(text, max(line.segment.start, start - YEARLY_CHARS), place.start)]
        start = max([start, *(y.end() for y in yearly)])
        form = written(text[start : place.end])
        if len(form) > self._max or start >= place.start:
            return None
        candidate = Candidate(head.of, start, place.end, form, f"{head.of}.head", 0.75, head.kind)
        if not self._tells(line, place, candidate):
            return None
        if head.strength == "quoted":
            return replace(candidate, rule=f"{head.of}.stage")
        legal = LEGAL.match(text, place.end) is not None
        led = head.of == "organisation" and head.trait != "firm" and self._led(line, place, start)
        unbacked = head.strength == "marked" and not (led or legal)
        return replace(candidate, rule=f"{head.of}.marked") if unbacked else candidate

    def _led(self, line: Line, place: Place, start: int) -> bool:
        """Whether a place or country opens the name and something specific follows it: 美国能源部先进制造办公室."""
        words = line.between(start, place.start)
        if place.head.trait == "state" and words[:1] and words[0] not in self._uses.states:
            return False
        body = max((e for e in line.ends if start < e < place.start), default=None)
        if (
            body is not None
            and len(place.head.form) > 1
            and place.start - body >= 4
            and len(line.between(body, place.start)) >= 2
        ):
            return True  # 教育部科技发展中心: led by the body that it belongs to
        return bool(words) and self._uses.leads(words[0]) and self._uses.any_specific(words[1:])

    def _tells(self, line: Line, place: Place, candidate: Candidate) -> bool:
        """Whether the words before the head, and what stands around them, make a name."""
        head, start = place.head, candidate.start
        words = line.between(start, place.start)
        if head.strength == "founded" and not self._founders.search(line.text, max(0, start - 5), start):
            return False
        if (head.trait == "school" and self._no_school(words)) or self._only_owned(line, place, start):
            return False
        if head.of == "measure" and words and self._uses.country(words[0]) and self._listed(line.text, start):
            return False
        if head.kind == "platform" and head.strength == "free" and place.start - start < PLATFORM_CHARS:
            return False
        placed = bool(words) and self._uses.leads(words[0]) and place.start - start > len(words[0])
        marked = bool(beside(line.text, candidate))
        marked = marked or LEGAL.match(line.text, place.end) is not None
        if head.strength == "placed":
            national = head.trait == "national" and len(words) == 1 and self._uses.country(words[0])
            return placed or national or self._uses.is_name(words)
        if not (self._uses.is_name(words) or (placed and head.of == "organisation" and head.strength == "free")):
            if head.strength == "founded":
                return place.start - start >= PLATFORM_CHARS
            named = head.of == "measure" and place.start - start >= PLATFORM_CHARS
            return marked and (head.strength == "free" or named)
        return head.strength not in ("backed", "opened") or marked or self._backed(line, place, candidate, words)

    def _listed(self, text: str, start: int) -> bool:
        """Whether a country stands before the one that opens a name: 英、法、德观测计划 are plans of all three."""
        before = text[max(0, start - COUNTRY_CHARS - 1) : start]
        return before.endswith("、") and any(self._uses.country(before[k:-1]) for k in range(len(before) - 1))

    def _no_school(self, words: Sequence[str]) -> bool:
        """Whether words before 大学 make no school's name: a verb stands before it (衔接大学), or only a country (德国大学)."""
        if not words:
            return False
        if words[-1] != FOUNDED and (words[-1] in self._uses.verbs or words[-1] in self._uses.hard):
            return True
        return self._uses.country(words[0]) and not self._uses.any_specific(words[1:])

    def _only_owned(self, line: Line, place: Place, start: int) -> bool:
        """Whether a name is a known body's and says nothing of its own behind it: JST项目."""
        inner = [e for e in line.ends if start < e < place.start]
        if not inner:
            return False
        head, own = place.head, line.between(max(inner), place.start)
        if head.of == "measure":
            return head.strength in ("backed", "opened") and not self._uses.any_specific(own)
        return head.trait == "school" or not own or (len(own) < 2 and not self._uses.is_name(own))

    def _backed(self, line: Line, place: Place, candidate: Candidate, words: Sequence[str]) -> bool:
        """Whether something tells a name from a phrase: a place, Latin letters or quotation marks in it, its owner or a verb before it."""
        inside = line.text[candidate.start : candidate.end]
        if any(c in OPENING for c in inside) or (
            place.head.trait != "product" and any(self._acronym(line, candidate, w) for w in words)
        ):
            return True
        if not self._uses.any_specific(words):
            return False
        if any(self._uses.place(w) for w in words) or (words[0] == "国家" and len(words) >= 3):
            return True
        before = line.text[max(line.segment.start, candidate.start - 8) : candidate.start]
        if (owned := LED.search(before)) and candidate.start - len(owned[0]) in line.ends:
            return True
        long = place.head.kind == "programme" and place.start - candidate.start >= LONG
        return place.head.strength == "opened" and (long or bool(self._openers.search(before)))

    def _acronym(self, line: Line, candidate: Candidate, word: str) -> bool:
        """Whether a word of a name is an acronym or a version number, and not the name of the body that owns it (JST项目)."""
        if VERSION.fullmatch(word):
            return True
        if any(candidate.start < e < candidate.end and line.text[:e].endswith(word) for e in line.ends):
            return False
        return word.isascii() and sum(c.isupper() for c in word) >= 2 and self._uses.any_specific([word])

    def _without_verbs(self, line: Line, place: Place, start: int) -> int:
        """An organisation's name does not open with a verb (促进大学, 衔接机构)."""
        for word in line.words:
            if start <= word.start < place.start and line.text[word.start : word.end] not in self._uses.verbs:
                return word.start
        return start

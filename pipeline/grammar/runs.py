"""Chinese names in running text: runs of words that end in a head such as 计划, 基金, 联盟, 委员会.

A name goes back from its head to the first word where no name can go on (了, 的, 推出, 在 …). It goes on over 与 and 、 where
both sides make one name (国家健康与医学研究理事会), and over a part in quotation marks (“揽月”科技攻坚计划). What is left must say
more than what kind of thing it is; heads that end many phrases (项目, 平台, 法) must be backed by more than that.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from pipeline.data import Segment, Span
from pipeline.grammar.brackets import beside
from pipeline.grammar.lexis import Continuation, NameHead, WordUses
from pipeline.grammar.naming import Candidate, written
from pipeline.text.numerals import alternatives


PHASE = re.compile(
    r"[（(](?:第?[一二三四五六七八九十ⅠⅡⅢⅣ\d]{1,3}[期批类]|[ⅠⅡⅢⅣ]|[短中长]期|暂行|试行|重点|青年|海外|一般|普通)[）)]"
)
PLAN = re.compile(r"[“\"]十[一二三四五]五[”\"]\Z")
MANY = re.compile(r"[一二两三四五六七八九十百千几\d]+[多余][\u4e00-\u9fff]?\Z")
COUNTED = re.compile(r"[一二两三四五六七八九十几多各数半每\d]+(?:[项個个種种类大家代批支所座只条轮名位次国校]|[亿万千百]+\S{0,3}元?)")
AMOUNT = re.compile(r"[百千万亿]*(?:美|日|欧|韩|澳|加|新)?元|[百千万亿]+\S{1,4}")
OPENING, CLOSING = "“「『\"", "”」』\""
QUOTED_CHARS = 14  # of a part in quotation marks inside a name
PLATFORM_CHARS = 4  # before 联盟, 园区: shorter ones are phrases (协议型联盟)
NO_NAME_OPENS = "由被把与及其以受"  # though the dictionary may take them and what follows for one word
STAGE = "阶段"
BOARDS = ("委员会", "理事会", "署", "总局", "管理局", "厅")  # bodies named for two or three fields: 科学与技术委员会
PIECE_CHARS = 14  # of a name that fills what stands between two marks
EDGES = " \t\n。，、：；:;,（）()《》“”「」|｜/／—•·"
NOT_LAWS = re.compile(r"[办方做立司执看想手用算疗书合违依宪刑民说语句]法\Z")
SCHOOLS = ("大学", "学院")  # no verb stands before these in a name (衔接大学)
VERSION = re.compile(r"\d\.\d|20\d\d")
PRODUCTS = ("平台", "网络", "系统", "数据库", "信息平台")  # products too are named by Latin letters
LEGAL = re.compile(r"[（(](?:一般|公益)?(?:社团|财团|独立行政|国立大学|学校)法人[）)]")
FIRMS = ("公司", "集团", "银行", "社")
NUMBERING = re.compile(r"\d+(?:\.\d+)+|[一1][^\d]?")
LED = re.compile(r"(?:的|[：:、]|\s)?[“「《]?\Z")


class Line:
    """The words of a segment, with the text between them."""

    def __init__(self, text: str, segment: Segment, ends: frozenset[int]) -> None:
        """`ends`: where known organisations' names end."""
        self.text, self.segment, self.ends = text, segment, ends
        self.words: Sequence[Span] = segment.words
        self.starts = [w.start for w in segment.words]

    def word(self, i: int) -> str:
        """Word `i`."""
        return self.text[self.words[i].start : self.words[i].end]

    def gap(self, i: int) -> str:
        """What stands between word `i` and the one before it."""
        return self.text[self.words[i - 1].end : self.words[i].start]

    def between(self, start: int, end: int) -> list[str]:
        """The words within `start:end`; a word that `end` cuts counts up to there."""
        return [self.text[w.start : min(w.end, end)] for w in self.words if start <= w.start < end]


@dataclass(frozen=True, slots=True)
class Place:
    """A head in a line: the words `first` to `last` hold it."""

    head: NameHead
    first: int
    last: int
    start: int
    end: int


class ChineseRuns:
    """Finds runs. Built once from name_heads.csv, name_words.csv and name_continuations.csv."""

    def __init__(
        self, heads: Iterable[NameHead], continuations: Iterable[Continuation], uses: WordUses, *, max_chars: int
    ) -> None:
        self._heads: dict[str, NameHead] = {}
        for head in heads:
            if head.language == "zh" and (head.strength != "quoted" or head.form == STAGE):
                self._heads.setdefault(head.form, head)
        after: dict[str, list[str]] = {}
        for row in continuations:
            after.setdefault(row.head, []).append(row.continuation)
        self._head = re.compile(
            "|".join(
                re.escape(f) + (f"(?!{alternatives(after[f])})" if f in after else "")
                for f in sorted(self._heads, key=lambda f: (-len(f), f))
            )
        )
        self._uses, self._max = uses, max_chars
        self._openers = re.compile(rf"(?:{alternatives(uses.openers)})[了着过]?[“「《]?\Z")

    def find(self, text: str, segment: Segment, ends: frozenset[int]) -> Iterator[Candidate]:
        """Candidates of one segment; those whose head needs a mark are left to the caller (their rule ends with `marked`)."""
        line = Line(text, segment, ends)
        places = list(self._places(line))
        for place in sorted(places, key=lambda p: (p.head.of == "measure", p.end)):
            if (start := self._start(line, place)) is not None and (candidate := self._candidate(line, place, start)):
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
        k = i - 2
        while k > 0 and line.gap(k) == "" and self._goes_on(line, place, k) and line.word(k - 1) not in self._uses.joints:
            k -= 1
        if k < i - 2:
            start, end = line.words[k].start, line.words[i - 2].end
            yield replace(candidate, start=start, end=end, form=written(line.text[start:end]))

    def _places(self, line: Line) -> Iterator[Place]:
        """The heads in a line that are words, or the ends of words."""
        segment = line.segment
        by_end = {w.end: i for i, w in enumerate(segment.words)}
        for match in self._head.finditer(line.text, segment.start, segment.end):
            last = by_end.get(match.end())
            if last is not None and (match.start() in line.starts or self._inside_word(segment, last, match)):
                first = bisect_right(line.starts, match.start()) - 1
                yield Place(self._heads[match[0]], first, last, match.start(), match.end())

    @staticmethod
    def _inside_word(segment: Segment, last: int, match: re.Match[str]) -> bool:
        """Whether the head is the end of a longer dictionary word (联合执行计划, 所得税法; but 署 is no head in 部署)."""
        start = segment.words[last].start
        if match[0] == "法":
            return match.start() - start >= 2 and not NOT_LAWS.search(match.string, start, match.end())
        return start < match.start() and match.end() - match.start() > 1

    def _candidate(self, line: Line, place: Place, start: int) -> Candidate | None:
        """The run from `start` as a candidate, if it says enough to be a name."""
        text, head = line.text, place.head
        start += text[start] in NO_NAME_OPENS and start + 1 < place.start
        if head.of == "organisation":
            start = self._without_verbs(line, place, start)
        if plan := PLAN.search(text, max(line.segment.start, start - 5), start):
            start = plan.start()
        form = written(text[start : place.end])
        if len(form) > self._max or start >= place.start:
            return None
        candidate = Candidate(head.of, start, place.end, form, f"{head.of}.head", 0.75, head.kind)
        if not self._tells(line, place, candidate):
            return None
        if head.strength == "quoted":
            return replace(candidate, rule=f"{head.of}.stage")
        legal = LEGAL.match(text, place.end) is not None
        led = head.of == "organisation" and head.form not in FIRMS and self._led(line, place, start)
        unbacked = head.strength == "marked" and not (led or legal)
        return replace(candidate, rule=f"{head.of}.marked") if unbacked else candidate

    def _led(self, line: Line, place: Place, start: int) -> bool:
        """Whether a place or country opens the name and something specific follows it: 美国能源部先进制造办公室."""
        words = line.between(start, place.start)
        return bool(words) and self._uses.place(words[0]) and self._uses.any_specific(words[1:])

    def _tells(self, line: Line, place: Place, candidate: Candidate) -> bool:
        """Whether the words before the head, and what stands around them, make a name."""
        head, start = place.head, candidate.start
        words = line.between(start, place.start)
        if head.form in SCHOOLS and words and words[-1] != "立" and (words[-1] in self._uses.verbs or words[-1] in self._uses.hard):
            return False
        if head.form in SCHOOLS and words and self._uses.country(words[0]) and not self._uses.any_specific(words[1:]):
            return False  # 德国大学
        if inner := [e for e in line.ends if start < e < place.start]:
            own = line.between(max(inner), place.start)
            if head.of == "measure" and head.strength in ("backed", "opened") and not self._uses.any_specific(own):
                return False
            if head.of == "organisation" and (head.form in SCHOOLS or not own or not self._uses.is_name(own)):
                return False
        if head.kind == "platform" and head.strength == "free" and place.start - start < PLATFORM_CHARS:
            return False
        placed = bool(words) and self._uses.place(words[0]) and place.start - start > len(words[0])
        marked = head.strength != "marked" and bool(beside(line.text, candidate))
        marked = marked or LEGAL.match(line.text, place.end) is not None
        if head.strength == "placed":
            return placed or self._uses.is_name(words)
        if not (self._uses.is_name(words) or (placed and head.of == "organisation" and head.strength == "free")):
            return marked and head.strength == "free"
        return head.strength not in ("backed", "opened") or marked or self._backed(line, place, candidate, words)

    def _backed(self, line: Line, place: Place, candidate: Candidate, words: Sequence[str]) -> bool:
        """Whether something tells a name from a phrase: a place, Latin letters or quotation marks in it, its owner or a verb before it."""
        inside = line.text[candidate.start : candidate.end]
        if any(c in OPENING for c in inside) or (place.head.form not in PRODUCTS and any(self._acronym(line, candidate, w) for w in words)):
            return True
        if not self._uses.any_specific(words):
            return False
        if any(self._uses.place(w) for w in words) or (words[0] == "国家" and len(words) >= 3):
            return True
        before = line.text[max(line.segment.start, candidate.start - 8) : candidate.start]
        if (owned := LED.search(before)) and candidate.start - len(owned[0]) in line.ends:
            return True
        return place.head.strength == "opened" and bool(self._openers.search(before))

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

    def _start(self, line: Line, place: Place) -> int | None:
        """Where the name that ends with a head begins, or None if the head stands alone."""
        begin = i = min(place.first, place.last)
        if i and line.gap(i)[-1:] in CLOSING and line.gap(i):
            return None  # “登月挑战”计划 is left to the rule for quotation marks
        while i > 0:
            if MANY.match(line.word(i - 1)):
                return None
            step = self._step(line, place, i)
            if not step or line.words[place.last].end - line.words[i - step].start > self._max:
                break
            i -= step
            if self._uses.place(line.word(i)) and self._is_country(line, i):
                break
        i = self._piece(line, place, i)
        while i < begin and (line.word(i) in self._uses.lead or line.word(i) in self._uses.joints):
            i += 1
        if i and line.gap(i) == "" and line.word(i - 1) in self._uses.sorts and not self._proper(line, i, place.start):
            return None
        if i == begin and line.words[i].end == place.end and place.end - line.words[i].start <= 2:
            return None
        if place.head.form in SCHOOLS:
            i = max((k for k in range(i, begin) if self._uses.place(line.word(k))), default=i)
        start = line.words[i].start
        quoted = start and line.text[start - 1] in OPENING and any(c in CLOSING for c in line.text[start : place.start])
        return start - 1 if i < begin and quoted else start

    def _proper(self, line: Line, i: int, stop: int) -> bool:
        """Whether a place or Latin letters stand in the name from word `i`: 各国 before such a name does not make it a sort of names."""
        words = line.between(line.words[i].start, stop)
        return any(self._uses.place(w) or (w[0].isascii() and w[0].isalpha()) for w in words)

    def _piece(self, line: Line, place: Place, i: int) -> int:
        """The first word of what fills the room from a mark to the head, verbs in it or not: 、海上风电起步计划; else `i`."""
        k, verbs = i, 0
        while k > 0 and line.gap(k) == "":
            word = line.word(k - 1)
            if self._uses.is_hard(word) or word in self._uses.joints or COUNTED.fullmatch(word) or AMOUNT.fullmatch(word):
                break
            if line.words[k].start in line.ends or (line.word(k)[0].isascii() and not word.isascii()):
                return i
            verbs += word in self._uses.soft
            k -= 1
        edged = k == 0 or (line.gap(k) and line.gap(k)[-1] in EDGES) or line.word(k - 1) == "的"
        first = line.word(k)
        opens = first in self._uses.soft or first in self._uses.lead or self._uses.is_generic(first) or self._uses.country(first)
        short = place.start - line.words[k].start <= PIECE_CHARS
        return k if verbs == 1 and edged and short and not opens and place.head.form not in SCHOOLS else i

    def _is_country(self, line: Line, i: int) -> bool:
        return self._uses.country(line.word(i)) and line.text[line.words[i].start - 1 : line.words[i].start] not in (
            "-", "·",
        )  # fmt: skip

    def _step(self, line: Line, place: Place, i: int) -> int:
        """By how many words the name goes on before word `i`; 0 where it begins there."""
        gap = line.gap(i)
        if gap[-1:] in CLOSING and gap:
            return self._over_quotes(line, i)
        if line.words[i].start in line.ends and self._owned(line, place, i):
            return 0
        if gap == "、" or (gap == "" and line.word(i - 1) in self._uses.joints):
            return self._over_joint(line, place, i)
        return int(self._goes_on(line, place, i))

    def _owned(self, line: Line, place: Place, i: int) -> bool:
        """Whether a known body's name ends before word `i`, and what follows it is a name by itself: a programme or a unit of it."""
        head, words = place.head, line.between(line.words[i].start, place.start)
        if head.of == "measure":
            return head.kind != "platform" and self._uses.is_name(words)
        return head.strength == "marked" and line.words[i - 1].end - line.words[i - 1].start > 1 and bool(words)

    def _goes_on(self, line: Line, place: Place, i: int) -> bool:
        """Whether a name may go on over a gap to the word before `i`: through a space beside Latin letters, a hyphen, a dot.

        Han characters that touch Latin ones from the left belong to another phrase (模式A-STEP), unless they name a country.
        """
        word, gap, following = line.word(i - 1), line.gap(i), line.word(i)
        if self._uses.is_hard(word) and not (word == "之" and len(following) == 1):
            return False
        if COUNTED.fullmatch(word) or AMOUNT.fullmatch(word) or (NUMBERING.fullmatch(word) and not VERSION.fullmatch(word)):
            return False
        if word in self._uses.soft and word != "立" and (place.head.form in SCHOOLS or not self._closes(line, place, i)):
            return False
        if gap in ("（", "(", "）", ")") and PHASE.search(
            line.text, max(0, line.words[i - 1].end - 6), line.words[i].start + 6
        ):
            gap = ""
        if i < place.first and self._bracketed(line, i):
            return True
        if gap == "":
            return not (following[0].isascii() and following[0].isalpha() and not word.isascii()) or self._uses.country(
                word
            )
        latin = word.isascii() and any(c.isalpha() for c in word)
        if gap == "." and re.fullmatch(r"[IVX]+|\d+", word):
            return False  # the number of a heading
        return (gap.isspace() and latin) or gap in ("-", "·", "・", "/", "—", "——", "–", ".")

    @staticmethod
    def _bracketed(line: Line, i: int) -> bool:
        """Whether the gap before word `i` opens or closes an acronym in brackets inside a name: 集成电路(VLSI)半导体项目."""
        gap, text = line.gap(i), line.text
        if gap in ("）", ")"):
            word = line.word(i - 1)
            return word.isascii() and word.isupper() and text[line.words[i - 1].start - 1] in "（("
        return gap in ("（", "(") and line.word(i).isupper() and text[line.words[i].end : line.words[i].end + 1] in ("）", ")")

    def _closes(self, line: Line, place: Place, i: int) -> bool:
        """Whether the verb before word `i` belongs to the name: right before the head or generic words, behind a noun (家族企业接班计划)."""
        if self._uses.any_specific(line.between(line.words[i].start, place.start)):
            return False
        if i < 2 or line.gap(i - 1) != "" or line.words[i - 1].start in line.ends:
            return False
        noun = line.word(i - 2)
        return not self._uses.blocks(noun) and not COUNTED.fullmatch(noun)

    def _over_quotes(self, line: Line, i: int) -> int:
        """The words of the part in quotation marks before word `i`."""
        close = line.words[i].start - 1
        open_ = max(line.text.rfind(q, max(line.segment.start, close - QUOTED_CHARS), close) for q in OPENING)
        if open_ < 0 or re.search(r"[，。；！？]", line.text[open_:close]):
            return 0
        k = bisect_right(line.starts, open_)
        outside = line.word(k - 1) if k and line.gap(k) in OPENING else ""
        joined = self._uses.any_specific([outside]) and outside not in self._uses.verbs and not self._uses.is_hard(outside)
        return i - k + int(bool(outside) and joined)

    def _over_joint(self, line: Line, place: Place, i: int) -> int:
        """The words before a joint that make one name with what follows it, the joint with them; 0 where it parts two names."""
        j = i - 1 if line.gap(i) == "" else i
        k = j
        while k > 0 and line.gap(k) == "" and self._goes_on(line, place, k) and line.word(k - 1) not in self._uses.joints:
            k -= 1
        left, right = [line.word(n) for n in range(k, j)], line.between(line.words[i].start, place.start)
        if not left or not right or line.words[j - 1].end in line.ends or self._headed(left) or left[-1] in self._uses.actors:
            return 0
        led = (self._uses.place(left[0]) or left[0] in ("国家", "联邦")) and len(left) > 1
        if place.head.of == "organisation":
            board = place.head.strength == "placed" or place.head.form in BOARDS
            short = board and sum(map(len, left)) <= 6 and not self._uses.place(left[0])
            return i - k if (led and place.head.form not in SCHOOLS) or short else 0
        long = sum(map(len, left)) >= 4
        return i - k if led or (long and not self._uses.any_specific(right)) else 0

    def _headed(self, words: Sequence[str]) -> bool:
        """Whether words end with a head of their own: 东京大学, 科技部; but not 社会."""
        joined = "".join(words)
        return any(
            joined.endswith(f) and (len(f) > 1 or words[-1] == f or len(words[-1]) > 2) and len(joined) > len(f)
            for f in self._heads
        )

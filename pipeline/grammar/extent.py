"""How far a Chinese name goes back from its head.

It goes back to the first word where no name can go on (了, 的, 推出, 在 …), over a verb that stands right before the head behind a
noun (家族企业接班计划), over 与 and 、 where both sides make one name (国家健康与医学研究理事会), and over a part in quotation marks
(“揽月”科技攻坚计划).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence

from pipeline.grammar.lexis import WordUses
from pipeline.grammar.wordline import CLOSING, COUNTED, OPENING, Line, Place, is_count

PHASE = re.compile(
    r"[（(](?:第?[一二三四五六七八九十ⅠⅡⅢⅣ\d]{1,3}[期批类]|[ⅠⅡⅢⅣ]|[短中长]期|暂行|试行|重点|青年|海外|一般|普通)[）)]"
)
MANY = re.compile(r"[一二两三四五六七八九十百千几\d]+[多余][\u4e00-\u9fff]?\Z")
LINES = ("paragraph", "list", "figure", "cell")
LEAST_WORDS, LINE_CHARS = 2, 26  # of a line that is a name
DOES = frozenset("是为有在被将把对与和及")
QUOTED_CHARS = 14  # of a part in quotation marks inside a name
PIECE_CHARS = 14  # of a name that fills what stands between two marks
EDGES = " \t\n。，、：；:;,（）()《》“”「」|｜/／—•·"
FOUNDED = "立"  # 市立, 县立: no verb before 大学


class Extent:
    """Finds where names begin. Built once."""

    def __init__(self, heads: Iterable[str], uses: WordUses, *, max_chars: int) -> None:
        """`heads` are the forms that names end with."""
        self._heads, self._uses, self._max = tuple(heads), uses, max_chars

    def start(self, line: Line, place: Place) -> int | None:
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
        if self._fills_line(line, place):
            return line.words[0].start
        i = self._piece(line, place, i)
        while i < begin and (line.word(i) in self._uses.lead or line.word(i) in self._uses.joints):
            i += 1
        if i and line.gap(i) == "" and line.word(i - 1) in self._uses.sorts and not self._proper(line, i, place.start):
            return None
        if i == begin and line.words[i].end == place.end and place.end - line.words[i].start <= 2:
            return None
        if place.head.trait == "school":
            i = max((k for k in range(i, begin) if self._uses.place(line.word(k))), default=i)
        start = line.words[i].start
        quoted = start and line.text[start - 1] in OPENING and any(c in CLOSING for c in line.text[start : place.start])
        return start - 1 if i < begin and quoted else start

    def _fills_line(self, line: Line, place: Place) -> bool:
        """Whether a line is a name as a whole, verbs and 的 in it or not: a cell or label that ends with its head and acts on nothing."""
        segment, head = line.segment, place.head
        if head.of != "measure" or head.strength != "free" or segment.kind not in LINES or place.end != segment.end:
            return False
        words = line.between(segment.start, place.start)
        if (
            not len(words) >= LEAST_WORDS
            or segment.end - segment.start > LINE_CHARS
            or line.words[0].start != segment.start
        ):
            return False
        plain = all(line.gap(k) == "" for k in range(1, place.last + 1))
        acts = any(w in self._uses.openers or w in DOES for w in words) or words[0] in self._uses.verbs
        return plain and not acts and not self._uses.country(words[0]) and self._uses.any_specific(words)

    def back(self, line: Line, place: Place, i: int) -> int:
        """The first of the words before `i` that make one piece of a name with each other, without joints."""
        while i > 0 and line.gap(i) == "" and line.word(i - 1) not in self._uses.joints:
            if not self._goes_on(line, place, i):
                break
            i -= 1
        return i

    def _proper(self, line: Line, i: int, stop: int) -> bool:
        """Whether a place or Latin letters stand in the name from word `i`: 各国 before such a name does not make it a sort of names."""
        words = line.between(line.words[i].start, stop)
        return any(self._uses.place(w) or (w[0].isascii() and w[0].isalpha()) for w in words)

    def _piece(self, line: Line, place: Place, i: int) -> int:
        """The first word of what fills the room from a mark to the head, verbs in it or not: 、海上风电起步计划; else `i`."""
        k, verbs = i, 0
        while k > 0 and line.gap(k) == "":
            word = line.word(k - 1)
            if self._uses.is_hard(word) or word in self._uses.joints or is_count(word):
                break
            if line.words[k].start in line.ends or (line.word(k)[0].isascii() and not word.isascii()):
                return i
            opens = word in self._uses.openers or (len(word) == 1 and word in self._uses.verbs)
            if opens and self._uses.any_specific(line.between(line.words[k].start, place.start)):
                return i  # 各设|青年学者项目
            verbs += word in self._uses.soft
            k -= 1
        edged = k == 0 or (line.gap(k) and line.gap(k)[-1] in EDGES) or line.word(k - 1) == "的"
        first = line.word(k)
        opens = (
            first in self._uses.soft
            or first in self._uses.lead
            or self._uses.is_generic(first)
            or self._uses.country(first)
        )
        short = place.start - line.words[k].start <= PIECE_CHARS
        return k if verbs == 1 and edged and short and not opens and place.head.trait != "school" else i

    def _is_country(self, line: Line, i: int) -> bool:
        return self._uses.country(line.word(i)) and line.text[line.words[i].start - 1 : line.words[i].start] not in (
            "-", "·",
        )  # fmt: skip

    def _step(self, line: Line, place: Place, i: int) -> int:
        """By how many words the name goes on before word `i`; 0 where it begins there."""
        gap = line.gap(i)
        if gap[-1:] in CLOSING and gap:
            return self._over_quotes(line, i, line.words[i].start - 1)
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
        return head.trait == "unit" and bool(words)

    def _goes_on(self, line: Line, place: Place, i: int) -> bool:
        """Whether a name may go on over a gap to the word before `i`: through a space beside Latin letters, a hyphen, a dot.

        Han characters that touch Latin ones from the left belong to another phrase (模式A-STEP), unless they name a country.
        """
        word, gap, following = line.word(i - 1), line.gap(i), line.word(i)
        if (self._uses.is_hard(word) or word in self._uses.sorts) and not (word == "之" and len(following) == 1):
            return False
        if is_count(word) or (word[0].isdigit() and (i == 1 or line.gap(i - 1).endswith("."))):
            return False  # 8.2.2 at a heading's start
        if (
            word in self._uses.soft
            and word != FOUNDED
            and (place.head.trait == "school" or not self._closes(line, place, i))
        ):
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
        return (gap.isspace() and latin) or gap in ("-", "·", "・", "/", "—", "–", ".")

    @staticmethod
    def _bracketed(line: Line, i: int) -> bool:
        """Whether the gap before word `i` opens or closes an acronym in brackets inside a name: 集成电路(VLSI)半导体项目."""
        gap, text = line.gap(i), line.text
        if gap in ("）", ")"):
            word = line.word(i - 1)
            return word.isascii() and word.isupper() and text[line.words[i - 1].start - 1] in "（("
        return (
            gap in ("（", "(")
            and line.word(i).isupper()
            and text[line.words[i].end : line.words[i].end + 1] in ("）", ")")
        )

    def _closes(self, line: Line, place: Place, i: int) -> bool:
        """Whether the verb before word `i` belongs to the name: right before the head or generic words, behind a noun (家族企业接班计划)."""
        if self._uses.any_specific(line.between(line.words[i].start, place.start)):
            return False
        if i < 2 or line.gap(i - 1) != "" or line.words[i - 1].start in line.ends:
            return False
        noun = line.word(i - 2)
        return not self._uses.blocks(noun) and not COUNTED.fullmatch(noun)

    def _over_quotes(self, line: Line, i: int, close: int) -> int:
        """The words of the part in quotation marks before word `i`, and of those right before it; `close` is where its mark stands."""
        open_ = max(line.text.rfind(q, max(line.segment.start, close - QUOTED_CHARS), close) for q in OPENING)
        if open_ < 0 or re.search(r"[，。；！？]", line.text[open_:close]):
            return 0
        k = bisect_right(line.starts, open_)
        if k and re.fullmatch(rf"[{CLOSING}][{OPENING}]", line.gap(k)):  # “登峰”“远航”人才计划
            return i - k + self._over_quotes(line, k, line.words[k - 1].end)
        outside = line.word(k - 1) if k and line.gap(k) in OPENING else ""
        joined = (
            self._uses.any_specific([outside]) and outside not in self._uses.verbs and not self._uses.is_hard(outside)
        )
        return i - k + int(bool(outside) and joined)

    def _over_joint(self, line: Line, place: Place, i: int) -> int:
        """The words before a joint that make one name with what follows it, the joint with them; 0 where it parts two names."""
        j = i - 1 if line.gap(i) == "" else i
        k = self.back(line, place, j)
        left, right = [line.word(n) for n in range(k, j)], line.between(line.words[i].start, place.start)
        if (
            not left
            or not right
            or line.words[j - 1].end in line.ends
            or self._headed(left)
            or left[-1] in self._uses.actors
        ):
            return 0
        led = (self._uses.place(left[0]) or left[0] in ("国家", "联邦")) and len(left) > 1
        if place.head.of == "organisation":
            board = place.head.strength == "placed" or place.head.trait == "board"
            short = board and sum(map(len, left)) <= 6 and not self._uses.place(left[0])
            return i - k if (led and place.head.trait != "school") or short else 0
        long = sum(map(len, left)) >= 4
        return i - k if led or (long and not self._uses.any_specific(right)) else 0

    def _headed(self, words: Sequence[str]) -> bool:
        """Whether words end with a head of their own: 东京大学, 科技部; but not 社会."""
        joined = "".join(words)
        return any(
            joined.endswith(f) and (len(f) > 1 or words[-1] == f or len(words[-1]) > 2) and len(joined) > len(f)
            for f in self._heads
        )

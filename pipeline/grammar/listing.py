"""Names that a list gives: A、B和C三个计划, 由A和B两大支柱构成, A、B等资助机构.

What closes the list says what its items are. A count tells how many there are, and so which 和 parts two items and which stands
inside one (卓越科学、全球挑战与产业竞争力和创新欧洲三大支柱). Without a count, only items that look like names are taken.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator

from pipeline.data import MeasureKind, Segment
from pipeline.grammar.lexis import ListNoun, WordUses
from pipeline.grammar.naming import Candidate, written
from pipeline.grammar.wordline import Line
from pipeline.text.patterns import alternatives

DIGITS = {"二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}
UNIT = "个|种|大|项|类|条|家|所|支|只|档|级|组|款|部"
RANKS = ("类", "档", "级", "组")  # units that say themselves that the items are parts
PART = re.compile(r"[、／/]")
JOINT = re.compile(r"以及|[和与及或]")
BRACKETS = re.compile(r"[（(][^（）()]{1,80}[）)]")
BREAK = re.compile(r"[。；;:：!?！？，,\n\t|｜]")
DIVIDING = r"(?:分为|区分为?|细分为|分成|划分为|分作|设有|下设|下有|分设|包括|包含|涵盖|设置了?|设立了?|提供|由|设|分)(?:以下)?"
DIVIDES = re.compile(DIVIDING + r"[“「]?\Z")
DIVIDER = re.compile(
    r"(?:分为|区分为?|细分为|分成|划分为|分作|设有|下设|下有|分设|包括|包含|涵盖|设置了?|设立了?|提供)(?:以下)?"
)
AFTER = re.compile(
    rf"(?:分为|分成|划分为|分作|设有|下设|下有|包括)(?:以下)?[二两三四五六七八九十\d]{{1,2}}\s?(?:{UNIT})?"
    r"(?P<noun>阶段|类型|子计划|专项|支柱|计划|项目|类别|层次|类|型|档|级|期)?[:：，,]\s?(?:即|分别(?:为|是)|一是)?(?P<items>[^。；;]{4,140})"
)
NAMED = re.compile(
    rf"[二两三四五六七八九十\d]{{1,2}}\s?(?:{UNIT})?(?:阶段|类型|子计划|专项|支柱|计划|项目|类别|类)(?:依次|分别)?"
    r"(?:为|是|即|包括)[:：]?(?P<items>[^。；;:：]{4,140})"
)
UNCOUNTED = re.compile(
    r"(?:分为|区分为?|细分为|划分为|分成|分设)"
    rf"(?P<items>(?:(?![二两三四五六七八九十]\s?(?:{UNIT}))[^。；;:：，,()（）\d]){{4,60}})(?=[。；;:：，,])"
)
PART_CHARS = (3, 14)  # of a part in a list without a count
TAKEN_UP_WITHIN = 1500  # characters behind a list within which its parts come again
ENDS = re.compile(r"(?:阶段|型|类|专项|计划|项目|基金|子计划|保护|建设|挖掘|验证|发展|支柱|[级档期券])\Z")
SHARED = re.compile(r"(?:阶段|[型类期级档券])\Z")
PERSONS = re.compile(r"(?:官员|总监|主任|专家|人员|负责人|代表|[员长师])\Z")  # two levels of officers are no parts
PARALLEL = re.compile(
    r"(?<![\u4e00-\u9fff])?(?P<items>(?:(?:\s?\d{1,3}\s?[个种项])?[\u4e00-\u9fffA-Za-z0-9-]{1,9}?(?P<same>类|型|期|级|档)(?:、|和|与|及|以及)){1,5}"
    r"(?:\s?\d{1,3}\s?[个种项])?[\u4e00-\u9fffA-Za-z0-9-]{1,9}?(?P=same))"
)
CRITERIA = re.compile(r"[分按]\Z")  # 按规模和投入分两个类型: by what it divides, not into what
ITEM_CHARS = (2, 24)
HOW_MANY = re.compile(rf"\s?(?:\d{{1,3}}|[一二两三四五六七八九十]{{1,3}})\s?(?:{UNIT})(?=[\u4e00-\u9fffA-Za-z]{{2}})")


Item = tuple[int, int]


class ChineseLists:
    """Finds the items of lists. Built once from list_nouns.csv."""

    def __init__(self, nouns: Iterable[ListNoun], uses: WordUses) -> None:
        self._nouns = {n.form: n for n in nouns if n.language == "zh"}
        forms = alternatives(self._nouns)
        self._close = re.compile(
            rf"(?P<etc>\s?等)?\s?(?P<count>[二两三四五六七八九十]|\d{{1,2}})?\s?(?P<unit>{UNIT})?(?P<noun>[\u4e00-\u9fff]{{0,6}}?(?:{forms})+)?"
        )
        self._hint = re.compile(rf"等|[二两三四五六七八九十\d]\s?(?:{UNIT})")
        self._starts = re.compile(rf"(?:{alternatives(uses.openers)})[了着过]?[“「]?\Z")
        wholes = [
            n.form for n in self._nouns.values() if n.of == "measure" and n.kind in ("programme", "fund", "strategy")
        ]
        self._subject = re.compile(
            rf"(?:{alternatives([*wholes, '制度', '资助', '大赛'])})[”》]?(?:[（(][^（）()]{{1,60}}[）)])?[\u4e00-\u9fff，, ]{{0,12}}\Z"
        )
        self._uses = uses

    def find(self, text: str, segment: Segment, ends: frozenset[int]) -> list[Candidate]:
        """The items of all lists in one segment."""
        line = Line(text, segment, ends)
        found = [c for match in self._closers(line) for c in self._listed(line, match)]
        for pattern in (AFTER, NAMED):
            for match in pattern.finditer(text, segment.start, segment.end):
                found += self._announced(line, match)
        for match in UNCOUNTED.finditer(text, segment.start, segment.end):
            found += self._undivided(line, match)
        for match in PARALLEL.finditer(text, segment.start, segment.end):
            found += self._parallel(line, match)
        return found

    def _parallel(self, line: Line, match: re.Match[str]) -> list[Candidate]:
        """国际类、特色类和基础类: parts that end alike, none of them a mere size or time."""
        if not any(w.end == match.end() for w in line.words):
            return []
        items = [_uncounted(line.text, item) for item in _split(line.text, *match.span("items"))]
        first, end = items[0]
        items[0] = _uncounted(line.text, (self._opening(line, first, end - len(match["same"])), end))
        forms = [written(line.text[a:b]) for a, b in items]
        stems = [f.removesuffix(match["same"]) for f in forms]
        if not all(stems) or any(self._uses.is_hard(s) or s in self._uses.sizes or s.isdigit() for s in stems):
            return []
        if not any(self._uses.any_specific([s]) for s in stems):
            return []
        return [self._candidate(line, i, "measure", "measure.division", "track") for i in items]

    def _closers(self, line: Line) -> Iterator[re.Match[str]]:
        for hint in self._hint.finditer(line.text, line.segment.start, line.segment.end):
            match = self._close.match(line.text, hint.start(), line.segment.end)
            if (
                not match
                or line.text[max(0, hint.start() - 3) : hint.start()].rstrip()[-1:] == "等"
                or not self._ends(line, match.end())
            ):
                continue
            if match["noun"] and match.start("noun") not in line.starts:
                continue  # 4大学联盟
            if (
                match["etc"]
                and match["noun"]
                or (match["count"] and match["unit"] and (match["noun"] or match["unit"] in RANKS))
            ):
                yield match

    def _ends(self, line: Line, at: int) -> bool:
        """Whether a closing noun ends at `at`: what follows is a mark, a particle or a verb, no further noun (三类人员)."""
        i = bisect_left(line.starts, at)
        if i == len(line.words) or line.words[i].start > at:
            return i == 0 or line.words[i - 1].end <= at
        word = line.word(i)
        return (
            self._uses.is_hard(word) or word in self._uses.verbs or word in self._uses.joints or not word[0].isalpha()
        )

    def _listed(self, line: Line, close: re.Match[str]) -> list[Candidate]:
        noun = self._noun(close)
        if noun is None:
            return []
        counted = close["count"] and not close["etc"]
        count = DIGITS.get(close["count"], 0) or int(close["count"]) if counted else 0
        items = self._items(line, close.start(), count)
        if len(items) < 2 or (counted and len(items) != count):
            return []
        divided = bool(DIVIDES.search(line.text, max(line.segment.start, items[0][0] - 6), items[0][0]))
        counted = counted or (close["count"] and noun.kind == "track" and divided)  # A、B等三个阶段
        items = self._telling(line, items, noun, counted=bool(counted), divided=divided)
        if noun.of == "organisation":
            return [self._candidate(line, i, "organisation", "organisation.listed", None) for i in items]
        track = noun.kind == "track" or (divided and bool(counted))
        rule = "measure.division" if track and divided else "measure.listed"
        return [self._candidate(line, i, "measure", rule, "track" if track else noun.kind) for i in items]

    def _noun(self, close: re.Match[str]) -> ListNoun | None:
        if close["noun"]:
            return next(
                (self._nouns[f] for f in sorted(self._nouns, key=lambda f: -len(f)) if close["noun"].endswith(f)), None
            )
        return ListNoun(close["unit"], "measure", "zh", "track")

    def _items(self, line: Line, stop: int, count: int) -> list[Item]:
        """The items of the list that ends at `stop`: `count` of them, or as many as there are."""
        masked = BRACKETS.sub(lambda m: "\0" * len(m[0]), line.text[line.segment.start : stop])
        begin = max((m.end() for m in BREAK.finditer(masked)), default=0)
        pieces = _split(masked, begin, len(masked))
        if count:
            pieces = pieces[-count:] if len(pieces) >= count else pieces
            pieces = _joined(pieces, masked, count)
        shift = line.segment.start
        items = [(a + shift, b + shift) for a, b in pieces]
        if len(items) < 2:
            return []
        items[0] = (self._opening(line, *items[0]), items[0][1])
        return [_trimmed(line.text, *i) for i in items]

    def _opening(self, line: Line, start: int, end: int) -> int:
        """Where the first item begins: behind the last word in `start:end` at which no name goes on."""
        dividers = [m.end() for m in DIVIDER.finditer(line.text, start, end)]
        if dividers:
            return dividers[-1]
        at = start
        for word in line.words:
            if at <= word.start and word.end <= end:
                form = line.text[word.start : word.end]
                if form in RANKS and line.text[word.start - 2 : word.start].strip()[-1:].isascii():
                    continue  # A 类
                single = len(form) == 1 and form in self._uses.soft
                if (
                    self._uses.is_hard(form)
                    or form in self._uses.joints
                    or single
                    or form in ("下有", "下设", "涵盖")
                    or word.end in line.ends
                    and word.end < end
                ):
                    at = word.end
        return at

    def _telling(self, line: Line, items: list[Item], noun: ListNoun, *, counted: bool, divided: bool) -> list[Item]:
        """The items that are names: all of a counted list if it speaks of parts or one of them looks like a name."""
        low, high = ITEM_CHARS
        forms = [written(line.text[a:b]) for a, b in items]
        if any(PERSONS.search(f) for f in forms) or (counted and CRITERIA.search(forms[-1])):
            return []
        if counted and any(not low <= len(f) <= (high if not f.isascii() else 60) for f in forms):
            return []
        if counted and divided and noun.kind == "track" and self._parts(line, items, 2):
            return items
        if any(self._uses.is_hard(w) and w != "的" for i in items for w in line.between(*i) if len(w) > 1):
            return []
        plain = [self._plain(line, i) for i in items]
        if all(plain):
            return []
        proper = [self._proper(line, i) for i in items]
        headed = [bool(ENDS.search(f)) for f in forms]
        if counted and noun.of == "measure" and (noun.kind == "track" or divided or any(proper) or any(headed)):
            return items
        if noun.of == "measure":
            started = noun.form in ("计划", "专项") and self._starts.search(
                line.text, max(line.segment.start, items[0][0] - 6), items[0][0]
            )
            proper = [
                (p and (h or f[0].isascii())) or bool(started) for p, h, f in zip(proper, headed, forms, strict=True)
            ]
        elif not any(b in line.ends for _, b in items):
            return []
        kept = zip(items, proper, plain, forms, strict=True)
        return [i for i, p, g, f in kept if p and not g and low <= len(f) <= high and not self._acts(line, i)]

    def _undivided(self, line: Line, match: re.Match[str]) -> list[Candidate]:
        """该计划区分A、B和C: the parts of a measure without a count, where the text takes them up again.

        One that comes again is enough where all end alike.
        """
        items = [_trimmed(line.text, *p) for p in _split(line.text, *match.span("items"))]
        forms = [written(line.text[a:b]) for a, b in items]
        low, high = PART_CHARS
        if len(items) < 2 or not all(low <= len(f) <= high for f in forms) or any(PERSONS.search(f) for f in forms):
            return []
        alike = len({f[-2:] for f in forms}) == 1
        if not self._parts(line, items, 1 if alike else 2):
            return []
        return [self._candidate(line, i, "measure", "measure.division", "track") for i in items]

    def _parts(self, line: Line, items: list[Item], least: int) -> bool:
        """Whether items are what a measure is divided into: `least` of them come again, no verb or sort of bodies is among them."""
        for item in items:
            *words, last = line.between(*item) or [""]
            if last in self._uses.actors or any(self._uses.is_hard(w) for w in words if w != "的"):
                return False
        return self._divides_measure(line, items[0][0]) and self._taken_up(line, items) >= least

    def _divides_measure(self, line: Line, at: int) -> bool:
        """Whether a measure, named or taken up (该计划), stands in the sentence before `at`: what the sentence divides."""
        begin = max(line.text.rfind(mark, line.segment.start, at) for mark in "。；;\n")
        subject = line.text[max(begin, line.segment.start) : at]
        return self._subject.search(subject) is not None

    def _taken_up(self, line: Line, items: list[Item]) -> int:
        """How many of the items open a sentence or clause behind their list."""
        text, stop = line.text, items[-1][1] + TAKEN_UP_WITHIN
        forms = {line.text[a:b] for a, b in items}
        return sum(
            re.compile(rf"[。；;：:\n]\s*{re.escape(f)}").search(text, items[-1][1], stop) is not None for f in forms
        )

    def _acts(self, line: Line, item: Item) -> bool:
        """Whether an item opens with a verb: 支持龙头企业."""
        words = line.between(*item)
        return bool(words) and words[0] in self._uses.verbs

    def _plain(self, line: Line, item: Item) -> bool:
        """Whether an item says only what sort of thing it is: 企业, 基础研究."""
        words = line.between(*item)
        return not words or not self._uses.any_specific(words)

    def _proper(self, line: Line, item: Item) -> bool:
        """Whether an item has a word that is no common one: 英特尔, Innosuisse."""
        words = [w for w in line.between(*item) if w.strip()]
        return any(self._uses.proper(w) for w in words) and not all(self._uses.country(w) for w in words)

    def _candidate(self, line: Line, item: Item, of: str, rule: str, kind: MeasureKind | None) -> Candidate:
        start, end = item
        form = written(line.text[start:end])
        return Candidate("organisation" if of == "organisation" else "measure", start, end, form, rule, 0.75, kind)

    def _announced(self, line: Line, match: re.Match[str]) -> list[Candidate]:
        """分为两个阶段：A、B: the items behind a sentence that counts them."""
        start, end = match.span("items")
        stop = BREAK.search(line.text, start, end)
        pieces = _split(line.text, start, stop.start() if stop else end)
        items = [_trimmed(line.text, *p) for p in pieces]
        forms = [written(line.text[a:b]) for a, b in items]
        if len(items) < 2 or not all(2 <= len(f) <= 22 and ENDS.search(f) for f in forms):
            return []
        if any(len(f) < 4 for f in forms) and len({m[0] for f in forms if (m := SHARED.search(f))}) != 1:
            return []
        return [self._candidate(line, i, "measure", "measure.division", "track") for i in items]


def _split(text: str, start: int, end: int) -> list[Item]:
    """The pieces of `text[start:end]` between 、, the last of them parted at its last 和 or 与."""
    cuts = [start]
    for mark in PART.finditer(text, start, end):
        cuts += [mark.start(), mark.end()]
    cuts.append(end)
    pieces = list(zip(cuts[::2], cuts[1::2], strict=True))
    a, b = pieces[-1]
    joints = [j for j in JOINT.finditer(text, a, b) if j.start() > a + 1 and j.end() < b - 1]
    if joints:
        pieces[-1:] = [(a, joints[-1].start()), (joints[-1].end(), b)]
    return pieces


def _joined(pieces: list[Item], text: str, count: int) -> list[Item]:
    """The last `count` pieces; where the last 和 made one too many, it stood inside an item."""
    if len(pieces) > count:
        return pieces[-count:]
    return pieces if len(pieces) == count else []


def _trimmed(text: str, start: int, end: int) -> Item:
    """An item without white space and quotation marks around it, and without the bracket behind it."""
    bracket = BRACKETS.search(text, start, end)
    if bracket and bracket.end() == end and bracket.start() > start:
        end = bracket.start()
    while start < end and text[start] in ' 　“「"':
        start += 1
    while end > start and text[end - 1] in ' 　”」"':
        end -= 1
    return start, end


def _uncounted(text: str, item: Item) -> Item:
    """An item without how many there are of it: 5个国际类和7个基础类."""
    count = HOW_MANY.match(text, *item)
    return (count.end(), item[1]) if count else item

"""What a sentence says about the names in it: which ones its values can be about, and which its subject is."""

from __future__ import annotations

import re

from pipeline.data import Segment, Span
from pipeline.linking.cues import Cues
from pipeline.linking.setting import Appearance, Setting

SUBJECT_REACH = 16  # characters from a sentence's start within which its subject is named
UNKNOWN = 4  # Han characters before a subject of which nothing is known (a country, an adverb)
NAME_REACH = 80  # characters that a name before a bracket has at most
LAUNCH_REACH = 60  # characters before a name in which the verb stands that brings it up
LABEL_ENDS = re.compile(r"[”」》’\"]?(?:[（(][^（）()]{0,60}[）)])?\s?(?:[:：]|——|\s[–—-]\s|\.(?= [A-Z]))")
LABEL_OPENS = re.compile(
    r"[\s•·▪◆●*–—-]*(?:[（(]?[\dⅠ-Ⅹ一二三四五六七八九十]{1,3}(?:\.\d{1,2}){0,3}[）)、.．]?)?\s*"
    r"(?:[\u4e00-\u9fff]{2,4}[:：]\s?)?[“「《‘\"]?"
)
ARTICLE = re.compile(r"第[一二三四五六七八九十百]{1,4}条\s*[\u4e00-\u9fff]{0,2}")
COORDINATED = re.compile(
    r"[”」》’\"]?(?:[（(][^（）()]{0,40}[）)])?\s?(?:、|和|与|及|以及|并|,|, and|and|or|/)\s?(?:the )?[“「《‘\"]?",
    re.IGNORECASE,
)
BRACKETS = {"(": ")", "（": "）"}
FIGURE = re.compile(r"[\d%％元年倍](?: (?:per cent|percent|million|billion|years?|months?))?\s?\Z")
OWN_CLAUSE = re.compile(r",? (?:under|in|through|by|of|for) (?:which|whose)|, (?:which|whose)|，其")
OWN_FIGURE = re.compile(r"\s?[:：]\s?\d")  # 15.9% (Horizon 2020: 11.9%)
IN_BRACKET = re.compile(r"\s?[（(](?:the )?[“「《‘\"]?")


class Syntax:
    """Reads sentences. Built once per document."""

    def __init__(self, setting: Setting, cues: Cues) -> None:
        self._setting, self._text, self._cues = setting, setting.text, cues

    def governing(self, start: int, at: int) -> list[Appearance]:
        """The measures named in `start:at` that what stands at `at` can be about, in text order.

        Left out are those that something is only compared with, and, where others are named, those that are but a frame
        (under X, X期间) or stand in a bracket that is closed again.
        """
        every = self._setting.within(start, at, "measure")
        named = [a for a in every if not self.is_compared(a) and not self._sourced(a, at)]
        if len(named) > 1:
            plain = [a for a in named if not self.is_frame(a) and not self._bracketed(a, at)]
            named = plain or named
        return named

    def subject(self, sentence: Span, segment: Segment) -> list[Appearance]:
        """The measures that are a sentence's subject: named where it begins, labels it, or brought up by its verb."""
        named = self.governing(sentence.start, sentence.end)
        if not named:
            return []
        first = named[0]
        if self.is_over(first):
            return []
        if sentence.start == segment.start and self.is_label(first, segment):
            return [first]
        launched = [a for a in named if self.launched(a, sentence.start)]
        if self._opens(first, sentence) and not self.is_frame(first):
            brought_up = [a for a in launched if a.thing.parent == first.thing.key or a.thing.kind == "track"]
            return brought_up[:1] or self._with_coordinated(first, named)
        return self._with_coordinated(launched[0], named) if launched else []

    def _opens(self, appearance: Appearance, sentence: Span) -> bool:
        """Whether nothing stands before a name but times, places, bodies and the like: 2014年，日本政府的X; In Japan, the X."""
        start, name = sentence.start, appearance.name
        first = next(iter(self._setting.within(start, name.start, "measure")), None)
        if first and first.name.start <= start + SUBJECT_REACH and self.is_frame(first):
            start = first.name.end
        if name.start > start + SUBJECT_REACH + 2 * sum(len(o.name.form) for o in self._bodies(start, name.start)):
            return False
        before = self._text[start : name.start]
        for body in self._bodies(start, name.start):
            before = before.replace(self._text[body.name.start : body.name.end], "")
        rest = self._cues.aside.sub("", before)
        return sum("\u4e00" <= c <= "\u9fff" for c in rest) <= UNKNOWN and "：" not in before

    def _bodies(self, start: int, stop: int) -> list[Appearance]:
        return self._setting.within(start, stop, "organisation")

    def is_label(self, appearance: Appearance, segment: Segment) -> bool:
        """Whether a name labels its paragraph or item: “X：…”, “(1) X. …”, “2 X …”, 第四条　建设X."""
        name = appearance.name
        if ARTICLE.fullmatch(self._text, segment.start, name.start):
            return self._text.startswith("。", name.end)
        if not LABEL_OPENS.fullmatch(self._text, segment.start, name.start):
            return False
        return LABEL_ENDS.match(self._text, name.end) is not None

    def launched(self, appearance: Appearance, start: int) -> bool:
        """Whether a verb right before the name brings it up: 推出了X, launched X."""
        name = appearance.name
        return bool(self._cues.launch.search(self._text, max(start, name.start - LAUNCH_REACH), name.start)) or bool(
            self._cues.adopt.search(self._text, max(start, name.start - LAUNCH_REACH), name.start)
        )

    def adopted(self, appearance: Appearance) -> bool:
        """Whether the sentence's subject is run through the measure named: 该阶段采用X."""
        name = appearance.name
        begin = max(name.sentence.start, name.start - LAUNCH_REACH)
        return self._cues.adopt.search(self._text, begin, name.start) is not None

    def are_coordinated(self, one: Appearance, other: Appearance) -> bool:
        """Whether nothing but an "and" or a comma stands between two names."""
        return COORDINATED.fullmatch(self._text, one.name.end, other.name.start) is not None

    def series(self, start: int, at: int) -> list[Appearance]:
        """The last run of coordinated measures in `start:at`: A、B和C."""
        named = self._setting.within(start, at, "measure")
        run: list[Appearance] = []
        for appearance in reversed(named):
            if run and not COORDINATED.fullmatch(self._text, appearance.name.end, run[0].name.start):
                break
            run.insert(0, appearance)
        return run

    def _with_coordinated(self, first: Appearance, named: list[Appearance]) -> list[Appearance]:
        run = [first]
        for other in named[named.index(first) + 1 :]:
            if not COORDINATED.fullmatch(self._text, run[-1].name.end, other.name.start):
                break
            if other.thing is not first.thing:
                run.append(other)
        return run

    def is_compared(self, appearance: Appearance) -> bool:
        """Whether something is only compared with a name (more than X), and no clause of its own follows it (…, under which …)."""
        if OWN_CLAUSE.match(self._text, appearance.name.end):
            return False
        return self._stands(appearance, self._cues.compared) or self._stands(appearance, self._cues.relative)

    def is_frame(self, appearance: Appearance) -> bool:
        """Whether a name is but the frame in which something else stands: under X, X期间, 在X支持下."""
        return self._stands(appearance, self._cues.framed)

    def is_over(self, appearance: Appearance) -> bool:
        """Whether a name is spoken of as over: X结束后, after X."""
        return self._stands(appearance, self._cues.after)

    def _stands(self, appearance: Appearance, around: tuple[re.Pattern[str], re.Pattern[str]]) -> bool:
        name = appearance.name
        begin = max(name.sentence.start, name.start - 40)
        return bool(around[0].search(self._text, begin, name.start) or around[1].match(self._text, name.end))

    def _bracketed(self, appearance: Appearance, at: int) -> bool:
        """Whether a name stands in a bracket that is closed again before `at` and holds no other form of the name before it."""
        opened = self._bracket(appearance, at)
        if opened is None:
            return False
        before = self._setting.before(opened + 1, "measure", reach=4)
        return not any(b.thing is appearance.thing for b in before)

    def _sourced(self, appearance: Appearance, at: int) -> bool:
        """Whether a name only says, in a bracket that is closed again, where the figure before the bracket is from."""
        opened = self._bracket(appearance, at)
        return opened is not None and FIGURE.search(self._text, max(0, opened - 8), opened) is not None

    def _bracket(self, appearance: Appearance, at: int) -> int | None:
        """Where the bracket opens that holds a name and is closed again before `at`."""
        name = appearance.name
        opened = max((self._text.rfind(b, name.sentence.start, name.start), b) for b in BRACKETS)
        if opened[0] < 0 or BRACKETS[opened[1]] in self._text[opened[0] : name.start]:
            return None
        return opened[0] if self._text.find(BRACKETS[opened[1]], name.end, at) >= 0 else None

    def bracketed_by(self, start: int, at: int) -> Appearance | None:
        """The measure whose name the bracket around `at` stands right behind: AI Singapore (S$150 million over five years)."""
        opened = max(self._text.rfind(b, start, at) for b in BRACKETS)
        if opened < 0 or any(c in self._text[opened:at] for c in BRACKETS.values()):
            return None
        named = self._setting.before(opened + 1, "measure", reach=NAME_REACH)
        return named[0] if named and not self._text[named[0].name.end : opened].strip(' ”」》’"') else None

    def of_figure(self, start: int, stop: int) -> Appearance | None:
        """The measure in the bracket right behind a figure that ends at `start`: 40% (Renewable Energy Law)."""
        named = self._setting.within(start, stop, "measure")
        if named and IN_BRACKET.fullmatch(self._text, start, named[0].name.start):
            return None if OWN_FIGURE.match(self._text, named[0].name.end) else named[0]
        return None

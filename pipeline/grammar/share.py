"""Percentages and ratios: 30% 以内, 4%～5%左右, 十多个百分点, 三分之二, 1∶1 配套, 匹配系数为 2, two thirds, at least 50 per cent."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

import msgspec

from pipeline.data import Bound, ShareRole
from pipeline.grammar.bounds import BoundReader
from pipeline.grammar.clause import clause, sentence
from pipeline.grammar.expression import Expression, ExpressionReader, Unit
from pipeline.grammar.money import limits
from pipeline.text.numerals import Number, alternatives, parse_han


class ShareCue(msgspec.Struct, frozen=True):
    """A row of share_cues.csv: a word that makes a percentage a term (not a statistic), or `1:1` a ratio."""

    form: str
    kind: str
    language: str


@dataclass(frozen=True, slots=True)
class PercentValue:
    """A percentage at `text[start:end]`, in per cent."""

    start: int
    end: int
    min: Decimal | None
    max: Decimal | None
    bound: Bound
    role: ShareRole
    rule: str
    confidence: float


@dataclass(frozen=True, slots=True)
class RatioValue:
    """A ratio at `text[start:end]`."""

    start: int
    end: int
    numerator: Decimal
    denominator: Decimal
    bound: Bound
    role: ShareRole
    rule: str
    confidence: float


Ratio = tuple[re.Match[str], Decimal, Decimal, str]

PERCENT_AFTER = re.compile(
    r"[\s\-]?(?:[%％﹪]|per[\s\-]?cent(?:age points?)?(?![A-Za-z])|percentage points?|pct\b|个?百分点|個?百分點)"
    r"|成(?![功立果员員本为為都绩績就熟长長效分品人年套型形交因语語全批片群对對组組不像])",
    re.IGNORECASE,
)
PERCENT_BEFORE = re.compile(r"百分之\s?\Z")
HAN_FRACTION = re.compile(r"(?P<d>(?!百|千)[二三四五六七八九十]+)分之(?P<n>[一二两三四五六七八九十]+)")
HAN_RATIO = re.compile(
    r"(?<![一二两三四五六七八九十\d.])(?P<n>[一二两三四五六七八九十]|\d{1,3}(?:\.\d+)?)比"
    r"(?P<d>[一二两三四五六七八九十]|\d{1,3}(?:\.\d+)?)(?![一二两三四五六七八九十百千\d%％])"
)
SLASH = re.compile(r"(?<![A-Za-z0-9/.\-])(?P<n>\d{1,2})\s?[/／]\s?(?P<d>\d{1,2})(?![A-Za-z0-9/.\-%])")
COLON = re.compile(r"(?<![\d.:：])(?P<n>\d{1,3}(?:\.\d+)?)\s?[:：∶]\s?(?P<d>\d{1,3}(?:\.\d+)?)(?![\d:：])")
FACTOR = re.compile(
    r"(?:(?:匹配|配套)[^\d，。；\s]{0,4}|系数)\s?[为是＝=]\s?(?P<n>\d+(?:\.\d+)?)(?![\d.])(?!\s?[\d%％万亿千百个名家人项位年月天元倍:：∶/])"
    r"|matching (?:factor|coefficient)(?: of| is|:)?\s(?P<e>\d+(?:\.\d+)?)",
    re.IGNORECASE,
)
COEFFICIENT = re.compile(r"(?<!matching )(?:factor|coefficient) of (?P<n>\d+(?:\.\d+)?)", re.IGNORECASE)
PARTS = {"half": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6, "eighth": 8, "tenth": 10}
COUNTS = {"one": 1, "a": 1, "two": 2, "three": 3, "four": 4}
ENGLISH = re.compile(
    r"(?<![A-Za-z-])(?:(?P<n>one|two|three|four)[ -](?P<d>third|quarter|fourth|fifth|sixth|eighth|tenth)s?(?![A-Za-z])"
    r"|(?P<a>a) (?P<part>third|quarter|fifth|tenth)(?![A-Za-z]))",
    re.IGNORECASE,
)
OF_WHAT = re.compile(r" (?:of|from|each|to|by|is|was|comes|in)\b|\s?(?:[.,;:)—]|\Z)")
HALF = re.compile(
    r"(?<![A-Za-z-])(?:one[ -]|a )?half(?= (?:of|the|its|their)\b)|(?<![一\d])一半|半数|半數", re.IGNORECASE
)
ENGLISH_RATIO = re.compile(
    r"(?<![A-Za-z-])(?P<n>one|two|three|four)[ -](?:to|for)[ -](?P<d>one|two|three|four)(?![A-Za-z])", re.IGNORECASE
)
POSSIBLE = (  # the marks that a text must hold, the pattern, the rule
    ("/／", SLASH, "ratio.slash"),
    (":：∶", COLON, "ratio.colon"),
    ("比", HAN_RATIO, "ratio.han"),
    (("-to-", " to ", "-for-", " for "), ENGLISH_RATIO, "ratio.words"),
    (("actor of", "oefficient of"), COEFFICIENT, "ratio.factor"),
    (("alf", "半"), HALF, "ratio.words"),
)
AT_LEAST = re.compile(r"至少|不低于|不少于|at least|no less than|not less than|minimum", re.IGNORECASE)


class ShareGrammar:
    """Reads percentages and ratios. Built once from share_cues.csv."""

    def __init__(self, cues: tuple[ShareCue, ...], bounds: BoundReader) -> None:
        self._term = _cue_pattern(c.form for c in cues if c.kind == "term")
        self._ratio = _cue_pattern(c.form for c in cues if c.kind == "ratio")
        self._bounds = bounds
        self._expressions = ExpressionReader(before=_percent_before, after=_percent_after)

    def percents(self, text: str, numbers: Sequence[Number]) -> list[PercentValue]:
        """All percentages of `text`."""
        return [self._percent(text, e) for e in self._expressions.expressions(text, numbers) if _plausible(text, e)]

    def _percent(self, text: str, e: Expression) -> PercentValue:
        scale = 10 if text[e.end - 1 : e.end] == "成" else 1
        bounded = self._bounds.around(text, e.start, e.end, ranged=e.ranged)
        bound: Bound = "at_least" if e.fuzzy and bounded.bound == "exact" else bounded.bound
        low, high = limits(e.low * scale, e.high * scale, bound)
        role = self._role(text, bounded.start, bounded.end)
        return PercentValue(
            bounded.start, bounded.end, low, high, bound, role, "percent." + ("range" if e.ranged else "single"), 0.97
        )

    def _role(self, text: str, start: int, end: int) -> ShareRole:
        begin, stop = clause(text, start, end)
        return "term" if self._term.search(text, begin, stop) else "statistic"

    def ratios(self, text: str) -> list[RatioValue]:
        """All ratios of `text`, written out or with a colon, a slash or a factor."""
        found = [self._ratio_value(text, m, n, d, rule) for m, n, d, rule in _plain_ratios(text)]
        found += [
            self._ratio_value(text, m, n, d, rule)
            for m, n, d, rule in _possible_ratios(text)
            if self._speaks_of_shares(text, m)
        ]
        return sorted(found, key=lambda r: (r.start, r.end))

    def _speaks_of_shares(self, text: str, match: re.Match[str]) -> bool:
        begin, stop = sentence(text, match.start(), match.end(), reach=60)
        return bool(self._ratio.search(text, begin, stop))

    def _ratio_value(self, text: str, match: re.Match[str], n: Decimal, d: Decimal, rule: str) -> RatioValue:
        bounded = self._bounds.around(text, match.start(), match.end())
        begin, _ = clause(text, match.start(), match.end())
        start, bound = bounded.start, bounded.bound
        least = AT_LEAST.search(text, begin, match.start())
        if bound == "exact" and least:
            start, bound = least.start(), "at_least"
        return RatioValue(start, bounded.end, n, d, bound, self._role(text, start, bounded.end), rule, 0.93)


def _plain_ratios(text: str) -> Iterator[Ratio]:
    """Ratios that are nothing else wherever they stand."""
    if "分之" in text:
        for m in HAN_FRACTION.finditer(text):
            yield m, _count(m["n"]), _count(m["d"]), "ratio.han"
    for m in FACTOR.finditer(text):
        yield m, Decimal(m["n"] or m["e"]), Decimal(1), "ratio.factor"
    for m in ENGLISH.finditer(text):
        if m["a"] and not OF_WHAT.match(text, m.end()) and not _repeats(text, m):  # a third party
            continue
        yield m, _count(m["n"] or m["a"]), Decimal(PARTS[(m["d"] or m["part"]).casefold()]), "ratio.words"


def _repeats(text: str, match: re.Match[str]) -> bool:
    """Whether a part comes twice in its sentence: a third core funds, a third contracts."""
    begin, stop = sentence(text, match.start(), match.end())
    return text.casefold().count(match[0].casefold(), begin, stop) > 1


def _possible_ratios(text: str) -> Iterator[Ratio]:
    """Ratios that could also be dates, times, scores or scales: they count where the text speaks of shares."""
    for marks, pattern, rule in POSSIBLE:
        if not any(mark in text for mark in marks):
            continue
        for m in pattern.finditer(text):
            n, d = _parts(m)
            if n and d and (rule != "ratio.slash" or n < d):
                yield m, n, d, rule


def _parts(match: re.Match[str]) -> tuple[Decimal, Decimal]:
    """The two numbers of a possible ratio: a half has none, a factor stands over one."""
    groups = match.groupdict()
    if "n" not in groups:
        return Decimal(1), Decimal(2)
    return _count(match["n"]), _count(match["d"]) if "d" in groups else Decimal(1)


def _percent_before(text: str, start: int) -> Unit | None:
    match = PERCENT_BEFORE.search(text, max(0, start - 5), start)
    return Unit("%", match.start()) if match else None


def _percent_after(text: str, end: int) -> Unit | None:
    match = PERCENT_AFTER.match(text, end)
    return Unit("%", match.end()) if match else None


def _plausible(text: str, e: Expression) -> bool:
    """成 counts tenths only up to ten of them (三成); 百分之 needs no other check."""
    return text[e.end - 1 : e.end] != "成" or e.high <= 10


def _count(form: str) -> Decimal:
    """The value of a part of a ratio in digits, Han characters or English words."""
    if form[0].isdecimal():
        return Decimal(form)
    if form.isascii():
        return Decimal(COUNTS[form.casefold()])
    value = parse_han(form)
    assert value is not None, form
    return value[0]


def _cue_pattern(forms: object) -> re.Pattern[str]:
    words = sorted(set(forms))  # type: ignore[call-overload]
    han = alternatives(w for w in words if not w.isascii())
    latin = alternatives(w for w in words if w.isascii())
    return re.compile(rf"{han}|(?<![A-Za-z])(?:{latin})(?![A-Za-z])", re.IGNORECASE)

"""Ratios: 三分之二, 2/3, 1∶1 配套, 匹配系数为 2, 二类的两倍, two thirds, half of the costs, matched one to one, twice as much."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from pipeline.data import Bound, ShareRole
from pipeline.grammar.bounds import BoundReader
from pipeline.grammar.clause import clause, sentence
from pipeline.grammar.coins import Kind, coin_ratios
from pipeline.grammar.currency import CurrencyForm
from pipeline.grammar.share import Cues
from pipeline.text.numerals import parse_han


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


Found = tuple[re.Match[str], Decimal, Decimal, str]

HAN_FRACTION = re.compile(r"(?P<d>(?!百|千)[二三四五六七八九十]+)分之(?P<n>[一二两三四五六七八九十]+)")
HAN_RATIO = re.compile(
    r"(?<![一二两三四五六七八九十\d.])(?P<n>[一二两三四五六七八九十]|\d{1,3}(?:\.\d+)?)比"
    r"(?P<d>[一二两三四五六七八九十]|\d{1,3}(?:\.\d+)?)(?![一二两三四五六七八九十百千\d%％])"
)
SLASH = re.compile(r"(?<![A-Za-z0-9/.\-])(?P<n>\d{1,2})\s?[/／]\s?(?P<d>\d{1,2})(?![A-Za-z0-9/.\-%])")
SLASH_OF = re.compile(r"(?<![A-Za-z0-9/.\-])(?P<n>\d)[/／](?P<d>\d{1,2})(?= of [a-z]|\s?的)")
COLON = re.compile(r"(?<![\d.:：∶])(?P<n>\d{1,3}(?:\.\d+)?)\s?[:：∶]\s?(?P<d>\d{1,3}(?:\.\d+)?)(?![\d:：∶]|\s?[:：∶])")
EVEN = re.compile(
    r"(?<![A-Za-z0-9.-])(?P<n>50)\s?[-–]\s?(?P<d>50)(?![A-Za-z0-9%-])|(?<![A-Za-z])fifty[- ]fifty(?![A-Za-z])|五五(?=开|分成|分担|分摊)",
    re.IGNORECASE,
)
EVENLY = re.compile(r"fifty|五五", re.IGNORECASE)
FACTOR = re.compile(
    r"(?:(?:匹配|配套)[^\d，。；\s]{0,4}|系数)\s?[为是＝=]\s?(?P<n>\d+(?:\.\d+)?)(?![\d.])(?!\s?[\d%％万亿千百个名家人项位年月天元倍:：∶/])"
    r"|matching (?:factor|coefficient)(?: of| is|:)?\s(?P<e>\d+(?:\.\d+)?)",
    re.IGNORECASE,
)
COEFFICIENT = re.compile(r"(?<!matching )(?:factor|coefficient) of (?P<n>\d+(?:\.\d+)?)", re.IGNORECASE)
TIMES_ZH = re.compile(r"(?<=[的为達达到])\s?(?P<n>[两二三四五六七八九十]|\d{1,2}(?:\.\d+)?)\s?倍(?![增速率数频])")
TIMES_EN = re.compile(
    r"(?<![A-Za-z])(?<!and )(?<!to )(?<!or )(?<![-–])(?:(?P<twice>twice)|(?P<n>two|three|four|five|ten|\d{1,2}(?:\.\d+)?) times)"
    r" (?:as (?:high|large|much|many|big)|the (?:amount|size|level|value)"
    r"|(?:[\w.-]+(?:['’]s?)? ){1,3}(?:share|contribution|investment|grant|funding|commitment|stake)\b)"
    r"|(?<![A-Za-z])(?P<least>at least|more than) (?P<double>doubled|tripled)(?! from)",
    re.IGNORECASE,
)
PARTS = {"half": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6, "eighth": 8, "tenth": 10}
COUNTS = {
    "one": 1,
    "a": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
}
COUNTS |= {"eleven": 11, "twelve": 12, "twenty": 20}
SIGNS = {"⅓": (1, 3), "⅔": (2, 3), "½": (1, 2), "¼": (1, 4), "¾": (3, 4)}
ONE_IN = re.compile(
    r"(?<![A-Za-z-])(?P<n>one) in (?P<d>two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|\d{1,2})(?![A-Za-z\d%-])",
    re.IGNORECASE,
)
VULGAR = re.compile(r"(?<![\d.])(?P<sign>[⅓⅔½¼¾])(?= of | the |\s?的)")
ENGLISH = re.compile(
    r"(?<![A-Za-z-])(?:(?P<n>one|two|three|four)[ -](?P<d>third|quarter|fourth|fifth|sixth|eighth|tenth)s?(?![A-Za-z])"
    r"|(?P<a>a) (?P<part>third|quarter|fifth|tenth)(?![A-Za-z]))",
    re.IGNORECASE,
)
OF_WHAT = re.compile(r" (?:of|from|each|to|by|is|was|comes|in)\b|\s?(?:[.,;:)—]|\Z)")
OF_YEAR = re.compile(r" of (?:a|the|each|every|this|last|next) (?:year|month|day|decade|century)", re.IGNORECASE)
HALF = re.compile(
    r"(?<![A-Za-z-])(?:one[ -]|a )?half(?= (?:the|its|their|all)\b)|(?<![一\d])一半|半数|半數", re.IGNORECASE
)
HALF_OF = re.compile(
    r"(?<![A-Za-z-])(?<!first )(?<!second )(?<!latter )(?<!upper )(?<!lower )(?<!other )(?:one[ -]|a )?half"
    r"(?= of (?!(?:a|the|each|every|this|last|next) (?:year|month|day|decade|century)|(?:19|20)\d\d))",
    re.IGNORECASE,
)
ONE_HALF = re.compile(
    r"(?<![A-Za-z-])(?<!and )one[ -]half(?! (?:year|month|day|hour|million|billion)|[a-z-])", re.IGNORECASE
)
ENGLISH_RATIO = re.compile(
    r"(?<![A-Za-z-])(?P<n>one|two|three|four)[ -](?:to|for)[ -](?P<d>one|two|three|four)(?![A-Za-z])"
    r"|(?<![\w.-])(?P<n2>\d)(?:-to-| to |-for-| for )(?P<d2>\d)(?![\w%-]|\.\d|\s?[A-Za-z]+s\b)",
    re.IGNORECASE,
)
PLAIN: tuple[Kind, ...] = (  # ratios that are nothing else: the marks that a text must hold, the pattern, the rule
    (("分之",), HAN_FRACTION, "ratio.fraction"),
    (("配", "系数", "atching "), FACTOR, "ratio.factor"),
    (("倍",), TIMES_ZH, "ratio.times"),
    (("times", "wice", "oubled", "ripled"), TIMES_EN, "ratio.times"),
    ("/／", SLASH_OF, "ratio.slash"),
    ("⅓⅔½¼¾", VULGAR, "ratio.fraction"),
    (("half of", "Half of"), HALF_OF, "ratio.half"),
    (("one in ", "One in "), ONE_IN, "ratio.fraction"),
    (("ne-half", "ne half"), ONE_HALF, "ratio.half"),
)
POSSIBLE = (  # that could also be dates, times, scores or scales: they count where the text speaks of shares
    ("/／", SLASH, "ratio.slash"),
    (":：∶", COLON, "ratio.colon"),
    (("50", "fifty", "Fifty", "五五"), EVEN, "ratio.even"),
    ("比", HAN_RATIO, "ratio.pair"),
    (("-to-", " to ", "-for-", " for "), ENGLISH_RATIO, "ratio.pair"),
    (("actor of", "oefficient of"), COEFFICIENT, "ratio.factor"),
    (("alf", "半"), HALF, "ratio.half"),
)
AT_LEAST = re.compile(r"至少|不低于|不少于|at least|no less than|not less than|minimum", re.IGNORECASE)


class RatioGrammar:
    """Reads ratios, written out or with a colon, a slash or a factor."""

    def __init__(self, cues: Cues, currencies: Iterable[CurrencyForm], *, bounds: BoundReader) -> None:
        self._cues, self._bounds = cues, bounds
        self._plain = (*PLAIN, *coin_ratios(currencies))

    def find(self, text: str) -> list[RatioValue]:
        """All ratios of `text`."""
        found = [self._value(text, *ratio) for ratio in _plain(text, self._plain)]
        for ratio in _matches(text, POSSIBLE):
            match = ratio[0]
            if self._cues.speaks_of_shares(text, match.start(), match.end()):
                found.append(self._value(text, *ratio))
        kept: list[RatioValue] = []
        for value in sorted(found, key=lambda r: (r.start, -r.end)):
            if not kept or value.start >= kept[-1].end:
                kept.append(value)
        return kept

    def _value(self, text: str, match: re.Match[str], n: Decimal, d: Decimal, rule: str) -> RatioValue:
        bounded = self._bounds.around(text, match.start(), match.end(), far=True)
        begin, _ = clause(text, match.start(), match.end())
        start, bound = bounded.start, bounded.bound
        least = AT_LEAST.search(text, begin, match.start())
        if bound == "exact" and (match.groupdict().get("least") or least):
            start, bound = least.start() if least else start, "at_least"
        return RatioValue(start, bounded.end, n, d, bound, self._cues.role(text, start, bounded.end), rule, 0.93)


def _plain(text: str, kinds: tuple[Kind, ...]) -> Iterator[Found]:
    """Ratios that are nothing else wherever they stand."""
    yield from _matches(text, kinds)
    for m in ENGLISH.finditer(text):
        told = m["n"] or OF_WHAT.match(text, m.end()) or _repeats(text, m)  # not a third party
        if told and not OF_YEAR.match(text, m.end()):
            yield m, _count(m["n"] or m["a"]), Decimal(PARTS[(m["d"] or m["part"]).casefold()]), "ratio.fraction"


def _repeats(text: str, match: re.Match[str]) -> bool:
    """Whether a part comes twice in its sentence: a third core funds, a third contracts."""
    begin, stop = sentence(text, match.start(), match.end())
    return text.casefold().count(match[0].casefold(), begin, stop) > 1


def _matches(text: str, kinds: tuple[Kind, ...]) -> Iterator[Found]:
    """The ratios of the kinds whose marks the text holds."""
    for marks, pattern, rule in kinds:
        if not any(mark in text for mark in marks):
            continue
        for m in pattern.finditer(text):
            n, d = _parts(m)
            if n and d and (rule != "ratio.slash" or n < d or n == d == 50):
                yield m, n, d, rule


def _parts(match: re.Match[str]) -> tuple[Decimal, Decimal]:
    """The two numbers of a ratio: a half and a sign have their own, a factor stands over one."""
    groups = match.groupdict()
    if sign := groups.get("sign"):
        return Decimal(SIGNS[sign][0]), Decimal(SIGNS[sign][1])
    if groups.get("twice") or (groups.get("double") or "").casefold() == "doubled":
        return Decimal(2), Decimal(1)
    if groups.get("double"):
        return Decimal(3), Decimal(1)
    if groups.get("what"):
        return Decimal(1), Decimal(1)
    number = next((groups[k] for k in ("n", "n2", "e", "e2") if groups.get(k)), None)
    if not number:
        return (Decimal(50), Decimal(50)) if EVENLY.match(match[0]) else (Decimal(1), Decimal(2))
    below = groups.get("d") or groups.get("d2")
    return _count(number), _count(below) if below else Decimal(1)


def _count(form: str) -> Decimal:
    """The value of a part of a ratio in digits, Han characters or English words."""
    if form[0].isdecimal():
        return Decimal(form)
    if form.isascii():
        return Decimal(COUNTS[form.casefold()])
    value = parse_han(form)
    assert value is not None, form
    return value[0]

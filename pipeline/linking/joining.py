"""Which forms of names are one thing within a document: keys that they share, and short forms that only one longer form has."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence

from pipeline.data import Name
from pipeline.grammar.lexis import Countries

LATIN_HEAD = re.compile(
    r"(?<=[A-Za-z0-9])\s?(?P<said>[\u4e00-\u9fff]{0,6}?)"
    r"(?:计划|项目|专项|工程|法案|programmes?|programs?|projects?|schemes?|initiatives?|grants?|awards?|funding|vouchers?|allowance|package)\Z",
    re.IGNORECASE,
)
HAN_HEAD = re.compile(r"(?<=[\u4e00-\u9fff]{4})(?:建设|研究|研发|重点)?(?:计划|计划项目|项目|专项|工程|事业)\Z")
INNER = re.compile(r"\s?[（(](?P<acronym>[A-Z][A-Za-z0-9&-]{1,11})[）)]")
YEAR = re.compile(r"(?<=[A-Za-z)])(?:,? (?:of )?(?:19|20)\d\d)\Z")
LONG_EDITION = re.compile(r"(?P<words>[A-Z][\w'’-]+(?:,? [\w'’-]+){1,7}) (?P<year>(?:19|20)\d\d)\b")
LINKS = frozenset({"and", "of", "for", "the", "in", "on"})
EDITION = re.compile(r"[第\d“”《》]|[一二三四五六七八九十]五|[省市县区州都府]\Z")
OF_COUNTRY = re.compile(r" (?:for|of|in) (?:the )?(?P<country>[A-Z][\w .'’-]+)\Z")
MARKS = re.compile(r"[\s“”\"'‘’《》〈〉「」()（）\[\]·•・,，、.:：\-–—*]")
STAGE_RULES = ("measure.division", "measure.stage")
CELL_REST = re.compile(r"[\u4e00-\u9fff]{0,6}(?:计划|项目|专项|工程|制度|事业|基金|战略|行动|倡议)")
KINDS = "类型档"  # of a track: 国际类
CELL_HAN = 3  # characters of a name in a table cell that may begin another
SHORT_HAN, SHORT_SHARE = 7, 0.5  # characters of a short form, and its least share of the long one


def fold(form: str) -> str:
    """A form without what does not tell names apart: spaces, quotes, brackets, dots, dashes, case."""
    return MARKS.sub("", form).casefold()


def track_stem(form: str) -> str:
    """A track's name without 的 and 阶段, which texts leave out as they like."""
    return fold(form.replace("的", "")).removesuffix("阶段")


class Keys:
    """The keys of names: two names of one sort that share one are one thing. Built once per document."""

    def __init__(self, names: Sequence[Name], countries: Countries) -> None:
        self._countries = countries
        self._forms = frozenset(fold(n.form) for n in names if n.of == "measure")
        self._bodies = sorted({n.form for n in names if n.of == "organisation"}, key=lambda f: (-len(f), f))
        self._holders: dict[str, set[str]] = defaultdict(set)
        self._years: dict[str, set[str]] = defaultdict(set)
        self._editions: dict[str, set[str]] = defaultdict(set)
        for name in names:
            if prefix := countries.prefix(name.form):
                self._holders[fold(prefix[0])].add(prefix[1])
            if suffix := self._suffixed(name.form):
                self._holders[fold(suffix[0])].add(suffix[1])
            if year := YEAR.search(name.form):
                self._years[fold(name.form[: year.start()])].add(year[0])
            if (edition := _edition(name.form)) and name.of == "measure":
                self._editions[edition].add(fold(name.form))

    def of(self, name: Name) -> Iterator[str]:
        """All keys of a name but for units, which have their owner's."""
        form = name.form
        yield fold(form)
        if name.entry:
            yield "entry:" + name.entry
        if (
            name.rule == "organisation.government" and name.country
        ):  # 日本政府 and the Japanese government, EU and European Union
            yield "government:" + name.country
        if inner := INNER.search(form):
            behind = form[
                inner.end() :
            ]  # Boating Grant (BIG) Program is BIG; Gas (GHG) Reduction Plan is the GHG Reduction Plan
            yield fold(inner["acronym"] + (behind if len(behind.split()) > 1 else ""))
            yield fold(INNER.sub("", form))
        if name.of == "measure":
            yield from self._measure(name)
        for affixed in (self._countries.prefix(form), self._suffixed(form)):
            if affixed and len(self._holders[fold(affixed[0])]) == 1:
                yield fold(affixed[0])

    def _suffixed(self, form: str) -> tuple[str, str] | None:
        """A name without the country that it ends with, and the country: National Digital Strategy | for Sri Lanka."""
        match = OF_COUNTRY.search(form)
        code = self._countries.code(match["country"]) if match else None
        return (form[: match.start()], code) if match and code else None

    def _measure(self, name: Name) -> Iterator[str]:
        form = name.form
        head = LATIN_HEAD.search(form)
        bare = fold(form[: head.start()]) if head else ""
        if head and len(bare) >= 2 and (not head["said"] or bare in self._forms):
            yield bare  # HFSP国际大科学计划 is HFSP; JST创新计划 is not JST
        if han := HAN_HEAD.search(form):
            yield fold(form[: han.start()])
        if name.kind == "track":
            yield "track:" + track_stem(form)
        if name.rule == "measure.numbered":  # Tier 1 and Tier 1—State
            yield "numbered:" + fold(re.split("[—–]", form)[0])
        if (year := YEAR.search(form)) and len(self._years[fold(form[: year.start()])]) == 1:
            yield fold(form[: year.start()])
        if (edition := _edition(form)) and edition in self._forms and len(self._editions[edition]) == 1:
            yield edition
        if form.isascii() and form.endswith("s"):
            yield fold(form[:-1])
        owner = next((b for b in self._bodies if form.startswith(b) and len(b) < len(form)), None)
        if owner and fold(form[len(owner) :]) in self._forms and len(form) - len(owner) >= 4:
            yield fold(form[len(owner) :])  # JSPS双边交流项目 is 双边交流项目


def _edition(form: str) -> str | None:
    """The acronym with its year that a longer name spells out: tes2030 for the Tidal Energy Strategy 2030."""
    long = LONG_EDITION.match(form)
    if long is None:
        return None
    words = [w for w in re.findall(r"[A-Za-z]+", long["words"]) if w.casefold() not in LINKS]
    return fold("".join(w[0] for w in words) + long["year"])


def short_forms(names: Sequence[Name], root: Callable[[str], str]) -> list[tuple[str, str]]:
    """(name_id, name_id) of a short form and the one thing in the document that has it as the end of a longer form.

    `root` gives the name_id that stands for a name's thing so far.
    """
    first: dict[str, Name] = {}
    for name in names:
        if name.of == "measure":
            first.setdefault(name.form, name)
    alike: dict[str, list[tuple[str, Name]]] = defaultdict(list)
    for form, name in first.items():
        alike[_end(form)].append((form, name))
    pairs = [*_tracks(names), *_cells(first)]
    for short, name in first.items():
        longer = {
            root(other.name_id): other
            for long, other in alike[_end(short)]
            if len(long) > len(short) and _shortens(short, long, name, other)
        }
        longer.pop(root(name.name_id), None)
        if len(longer) == 1:
            pairs.append((name.name_id, next(iter(longer.values())).name_id))
    return pairs


def _end(form: str) -> str:
    """What a short form and its long one have in common: the last word, or the last two characters."""
    return form.split()[-1] if form.isascii() else form[-2:]


def _shortens(short: str, long: str, name: Name, other: Name) -> bool:
    """Whether `short` may stand for `long`: its end in Chinese (创新生态系统建设计划), its last words or with an acronym in English."""
    if name.kind != other.kind or name.kind in ("track", "platform"):
        return False
    if short.isascii():
        words, more = short.split(), long.split()
        if len(words) >= 2 and more[-len(words) :] == words:
            return not any(c.isdigit() for c in long[: -len(short)])
        return len(words) >= 2 and _abbreviates(words, more)
    before = long.removesuffix(short)
    if before == long or len(short) < SHORT_HAN or len(short) < SHORT_SHARE * len(long):
        return False
    return not EDITION.search(before)


def _abbreviates(words: list[str], more: list[str]) -> bool:
    """Whether `words` are `more` with some words in a row put as their initials: AI Strategy, Artificial Intelligence Strategy."""
    for i, word in enumerate(words):
        if word != more[i]:
            gap = len(more) - len(words) + 1
            said = more[i : i + gap]
            initials = "".join(w[0] for w in said)
            return gap >= 2 and word.isupper() and word == initials and more[i + gap :] == words[i + 1 :]
    return False


def _cells(names: dict[str, Name]) -> Iterator[tuple[str, str]]:
    """Pairs of a table cell's name and the one measure that it begins: 深潜型 in a cell is 深潜型观测制度."""
    for short, name in names.items():
        if (
            name.rule == "measure.table"
            and len(short) >= CELL_HAN
            and not short.isascii()
            and not HAN_HEAD.search(short)
        ):
            longer = [n for form, n in names.items() if form.startswith(short) and form != short and n.kind != "track"]
            if (
                len(longer) == 1
                and longer[0].rule != "measure.table"
                and CELL_REST.fullmatch(longer[0].form, len(short))
            ):
                yield name.name_id, longer[0].name_id


def _tracks(names: Sequence[Name]) -> list[tuple[str, str]]:
    """Pairs of tracks, one a shorter way to write the other and no third.

    实用性验证阶段 ends 种子产品实用性验证阶段; of stages, 导入阶段 also begins 导入试验阶段, and 挖掘阶段 ends 种子产品挖掘阶段.
    """
    tracks: dict[str, Name] = {}
    lists: dict[str, set[int]] = defaultdict(set)
    for name in names:
        if name.of == "measure" and name.kind == "track":
            tracks.setdefault(track_stem(name.form), name)
            if name.rule == "measure.division":
                lists[track_stem(name.form)].add(name.sentence.start)
    pairs = []
    for form, name in tracks.items():
        staged = name.rule in STAGE_RULES
        longer = [
            other
            for other, rival in tracks.items()
            if other != form
            and not lists[other] & lists[form]  # two parts of one list
            and (other.endswith(form) or (staged and rival.rule in STAGE_RULES and other.startswith(form)))
        ]
        if len(longer) == 1 and len(form) >= (2 if staged else 4):
            pairs.append((name.name_id, tracks[longer[0]].name_id))
        elif form[-1] in KINDS and len(form) >= 3:  # 国际类, where one part is called 国际化……
            called = [other for other in tracks if other.startswith(form[:-1]) and other[-1] not in KINDS]
            if len(called) == 1:
                pairs.append((name.name_id, tracks[called[0]].name_id))
    return pairs

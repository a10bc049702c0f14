"""What an amount is per: 每个项目, /年, 元/人·月, 各中心, per award, each, annually."""

from __future__ import annotations

import re
from typing import Literal

import msgspec

from pipeline.data import Per
from pipeline.grammar.clause import clause, sentence
from pipeline.text.patterns import alternatives, fold


class PerForm(msgspec.Struct, frozen=True):
    """A row of per.csv: a noun that stands after 每 or per, or a whole phrase that says it.

    Right behind one of the characters in `unless`, a phrase is part of another (上年度).
    """

    form: str
    per: Per
    kind: Literal["noun", "phrase"]
    language: str
    unless: str = ""


OPENING = 12  # characters of a sentence's head in which 每个中心 distributes over all that follows
BEHIND = 48  # characters behind an amount in which `for each patented product` stands
CELL = 12  # characters of a table cell that only says what its row is per
SHORT_TIME = re.compile(r"\s?(?:per |an? |/|／|每|一)\s?(?:hour|hr|day|week|小时|个小时|天|日|周)")
TOTAL = re.compile(r"[共总總]|合计|累计")  # 各企业共投入 is no rate
MEASURE = "(?:个|個|项|項|件|家|名|位|所|座|种|種|支|批|户|次)"


class PerReader:
    """Finds what an amount is per. Built once from per.csv."""

    def __init__(self, rows: tuple[PerForm, ...]) -> None:
        self._rows = {fold(r.form): r for r in rows}
        times = alternatives(r.form for r in rows if r.kind == "noun" and r.language == "zh" and _of_time(r))
        things = alternatives(r.form for r in rows if r.kind == "noun" and r.language == "zh" and not _of_time(r))
        latin = alternatives(fold(r.form) for r in rows if r.kind == "noun" and r.language == "en")
        phrase_han = alternatives(r.form for r in rows if r.kind == "phrase" and r.language == "zh")
        phrase_latin = alternatives(fold(r.form) for r in rows if r.kind == "phrase" and r.language == "en")
        self._left = re.compile(
            rf"(?:每|各(?![类類级級种種国國地省市县界部])|单|單|同一)一?(?:(?P<time>{times})|{MEASURE}?[\u4e00-\u9fff“”‘’]{{0,6}}?(?P<thing>{things}))(?![以会])"
            rf"|(?P<phrase>{phrase_han})"
            rf"|(?<![a-z])(?:per|each|every)\s(?:[a-z-]+\s)??(?P<latin>{latin})(?![a-z])"
            rf"|(?<![a-z])(?P<phrase_latin>{phrase_latin})(?![a-z])"
        )
        han = alternatives(r.form for r in rows if r.kind == "noun" and r.language == "zh")
        self._right = re.compile(
            rf"\s*(?:[/／]|每|一)\s*[（(]?(?:个|项)?(?P<han>{han})|\s*(?:[/／]|per|each|a|an|every)\s?(?P<latin>{latin})(?![a-z])"
            rf"|\s(?P<phrase_latin>{phrase_latin})(?![a-z])|\s*[（(]?每(?P<again>{han})"
        )
        self._more = re.compile(
            rf"\s?[·・*×•]\s?(?:(?P<han>{han})|(?P<latin>{latin})(?![a-z]))|\s(?:and|per) (?P<later>{latin})(?![a-z])"
        )
        self._later = re.compile(
            rf"(?<![a-z])(?:per|for each|to each)\s(?:[a-z-]+\s)??(?P<latin>{latin})(?![a-z])"
            r"|(?<![a-z])in any (?:(?:1|one|given|single) )?(?P<any>year|month)(?![a-z])"
        )

    def around(self, text: str, start: int, end: int) -> tuple[Per, ...]:
        """What the amount at `text[start:end]` (folded) is per, in the order of the text; empty when it is a total."""
        begin, stop = clause(text, start, end, right=BEHIND)
        found = self._codes(text, self._left, begin, start)
        if SHORT_TIME.match(text, end):  # an annual salary of …, or $45 per hour
            found = [code for code in found if code not in ("year", "month")]
        if not found and (opening := self._opening(text, start, end)):
            found = [opening]
        position = end
        while match := self._right.match(text, position) or (position > end and self._more.match(text, position)):
            found.append(self._code(match))
            position = match.end()
        found += self._codes(text, self._later, position, stop)
        return tuple(dict.fromkeys(found))

    def stated(self, cell: str) -> tuple[Per, ...]:
        """What a table cell that only says so (每年，约数; per year) makes its row's amounts per."""
        cell = fold(cell.strip())
        if len(cell) > CELL:
            return ()
        found = [self._code(m) for p in (self._left, self._right) if (m := p.match(cell))]
        return tuple(dict.fromkeys(found))

    def of_header(self, header: str) -> tuple[Per, ...]:
        """What a column's header that begins so (Annual cost, 每年资助额) makes the amounts under it per."""
        match = self._left.match(fold(header.strip()))
        return (self._code(match),) if match else ()

    def _opening(self, text: str, start: int, end: int) -> Per | None:
        """What the sentence's first words distribute over: 每个中心…，可以得到7000万美元. Years distribute over their clause only."""
        begin, _ = sentence(text, start, end)
        codes = self._codes(text, self._left, begin, min(begin + OPENING, start))
        return codes[0] if codes and codes[0] not in ("year", "month") else None

    def _codes(self, text: str, pattern: re.Pattern[str], begin: int, stop: int) -> list[Per]:
        """The codes of all matches, those apart that are part of another word."""
        return [
            self._code(m)
            for m in pattern.finditer(text, begin, stop)
            if not (m.start() and text[m.start() - 1] in self._row(m).unless)
            and not (m[0][0] == "各" and TOTAL.search(text, m.end(), stop))
        ]

    def _code(self, match: re.Match[str]) -> Per:
        return self._row(match).per

    def _row(self, match: re.Match[str]) -> PerForm:
        return self._rows[next(v for v in match.groupdict().values() if v)]


def _of_time(row: PerForm) -> bool:
    return row.per in ("year", "month")

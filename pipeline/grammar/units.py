"""Units of an organisation, which have no name without it: JST设有国际部; 东京大学 产学协同本部; 由国际事务总部主管.

A unit is told by a verb that sets it up or puts it in charge, or by standing right behind the organisation that it belongs to.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import msgspec

from pipeline.data import Segment
from pipeline.grammar.lexis import WordUses
from pipeline.grammar.naming import Candidate, written
from pipeline.grammar.wordline import Line
from pipeline.text.patterns import alternatives

SETS_UP = r"(?:下设|设有|设立了?|专设|特设|新设|内设|增设|成立了?|组建了?|旗下|所属|下属)"
IN_CHARGE = r"(?:组成|构成|主管|负责|管理|牵头|实施|执行|承担|归口)"
UNIT_CHARS = (2, 16)
ABROAD = re.compile(r"(?:海外|境外|国外|驻)")  # offices abroad have no name of their own
MEASURES = ("计划", "项目", "专项", "基金")  # a unit may be named for its programme: 樱花计划推进部
NO_UNITS = ("俱乐部", "联络处", "办事处", "代表处", "子公司", "实验室", "研究室", "多个部", "各部", "公司", "上司")
JOINTLY = re.compile(
    r"由(?P<items>[^，。；;]{4,60}?)(?:共同|联合)(?:申报|申请|实施|出资|建设|设立|资助|发起|承担|组建|运营|主办)"
)
REGION = re.compile(r"[\u4e00-\u9fff]{2,6}[市县省州都府]\Z")
PART = re.compile(r"、|以及|[和与及]")


class UnitHead(msgspec.Struct, frozen=True):
    """A row of unit_heads.csv: the word that a unit's name ends with; an `alone` one is a name by itself (审议会)."""

    form: str
    language: str
    source: str
    alone: bool = False


class Units:
    """Finds units. Built once from unit_heads.csv."""

    def __init__(self, heads: Iterable[UnitHead], uses: WordUses) -> None:
        rows = tuple(heads)
        forms = alternatives(h.form for h in rows)
        self._alone = frozenset(h.form for h in rows if h.alone)
        item = rf"[\u4e00-\u9fff・·（）()]{{0,14}}?(?:{forms})"
        several = rf"{item}(?:(?:、|以及|[和与及]){item})*"
        other = r"[\u4e00-\u9fff]{2,14}、"
        self._set_up = re.compile(rf"{SETS_UP}(?P<items>(?:{other})*?{several})(?![门长员分])")
        self._charge = re.compile(rf"由(?P<items>{several})(?:等)?(?:共同|分别|专门)?{IN_CHARGE}")
        self._behind = re.compile(
            r"[\s　]?(?P<items>[\u4e00-\u9fffA-Za-z・·]{2,14}?(?:本部|事业部|推进部|推进机构|协同机构|战略部|总部))(?![门长员分])"
        )
        self._head = re.compile(rf"(?P<rest>.*?)(?:{forms})\Z")
        self._uses = uses

    def find(self, text: str, segment: Segment, ends: frozenset[int]) -> Iterator[Candidate]:
        """The units of one segment."""
        line = Line(text, segment, ends)
        for match in self._set_up.finditer(text, segment.start, segment.end):
            yield from self._items(line, *match.span("items"))
        for match in self._charge.finditer(text, segment.start, segment.end):
            found = list(self._items(line, *match.span("items")))
            yield from (c for c in found if len(found) > 1 or not self._sort(c.form))
        for match in JOINTLY.finditer(text, segment.start, segment.end):
            yield from self._regions(line, *match.span("items"))
        for end in sorted(e for e in ends if segment.start < e < segment.end):
            behind = self._behind.match(text, end, segment.end)
            if behind:
                yield from self._items(line, *behind.span("items"))

    def _regions(self, line: Line, start: int, end: int) -> Iterator[Candidate]:
        """Towns and provinces among those who do something together: 由静冈大学和滨松市共同申报."""
        at = start
        for stop, following in [*((m.start(), m.end()) for m in PART.finditer(line.text, start, end)), (end, end)]:
            form = written(line.text[at:stop])
            if REGION.fullmatch(form):
                yield Candidate("organisation", at, stop, form, "organisation.unit", 0.7)
            at = following

    def _items(self, line: Line, start: int, end: int) -> Iterator[Candidate]:
        at = start
        cuts = [*((m.start(), m.end()) for m in PART.finditer(line.text, start, end)), (end, end)]
        for stop, following in cuts:
            form = written(line.text[at:stop])
            if self._head.search(form) and self._is_unit(line, at, stop, form):
                yield Candidate("organisation", at, stop, form, "organisation.unit", 0.75)
            at = following

    def _is_unit(self, line: Line, start: int, end: int, form: str) -> bool:
        """Whether a piece names a unit: short, with no verb that governs and no particle in it."""
        low, high = UNIT_CHARS
        head = self._head.match(form)
        words = line.between(start, start + len(head["rest"])) if head else []
        if not low < len(form) <= high or ABROAD.match(form) or (not words and form not in self._alone):
            return False
        if any(self._uses.is_hard(w) and w not in MEASURES for w in words):
            return False
        return any(w.end == end for w in line.words) and form not in self._uses.generic and not form.endswith(NO_UNITS)

    def _sort(self, form: str) -> bool:
        """Whether a unit's name says only what sort of unit it is: 专家委员会, 办公室."""
        rest = self._head.match(form)
        return rest is None or self._uses.is_generic(rest["rest"])

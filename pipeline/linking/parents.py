"""What a thing is a part of: what the text says outright, the authority file, lists and tables that divide, headings."""

from __future__ import annotations

import re

from pipeline.data import Name, Segment
from pipeline.grammar.authority import Authority
from pipeline.linking.context import Context
from pipeline.linking.setting import Appearance
from pipeline.linking.stated import Stated
from pipeline.linking.things import Thing

ANNOUNCES = re.compile(
    r"(?:分为|分成|(?<!计)划分为|下设|设有|设立了?|包括|包含)(?:以下)?[两二三四五六七八九\d]{1,2}(?:个|种|大|项|类)?(?:子)?"
    r"(?P<zh>阶段|类型|计划|专项|支柱|项目|基金|平台)"
    r"|(?:is divided into|consists of|comprises|has|offers) (?:two|three|four|five|six) (?P<en>[a-z-]+?)s?(?=[.:])"
)
IN_CELL = re.compile(r"\s?[,，:：]\s?")
OWN_HEAD = re.compile(r"\s?(?:计划|项目|专项|工程|programme|program|project|scheme|initiative)", re.IGNORECASE)
TAKEN_UP = re.compile(r"[^。；;]*?(?:该|本|此|这一)(?P<head>计划|项目|专项|基金|制度|工程)")
ANNOUNCED_WITHIN = 6  # segments behind a sentence that announces parts
ORDINAL = re.compile(r"第[一二三四五六七八九十\d]{1,3}(?:期|次|轮)?|(?:19|20)\d\d年?版?|“?十[一二三四五]五”?")
RULES = re.compile(
    r"(?:资金|项目|经费)?(?:管理|实施|评审)(?:暂行)?(?:办法|细则|规定)\Z"
)  # 国家重点研发计划资金管理办法
FILLS = 0.6  # of a heading that a name fills which it is the heading of
OPENING = 8  # characters at a segment's start within which a part is named


class Parents:
    """Finds parents for one document's measures and organisations."""

    def __init__(self, context: Context, authority: Authority, stated: Stated) -> None:
        setting = context.setting
        self._setting, self._authority, self._stated = setting, authority, stated
        self._text, self._own, self._guided = setting.text, context.own.thing, context.own.guide
        self._syntax = context.syntax
        self._by_name = {
            f: t for t in reversed(setting.things) if t.of == "measure" for n in t.names for f in _called(n)
        }

    def parent(self, thing: Thing, things: dict[str, Thing]) -> str | None:
        """The key of the thing that `thing` is a part of, or None."""
        if thing.of != "measure":
            return self._authority_parent(thing, things) or self._stated.parent(thing)
        rules = (
            self._division_parent,
            self._announced_parent,
            self._cell_parent,
            self._stated.listed,
            self._category_parent,
            self._caption_parent,
            self._row_parent,
            self._heading_parent,
            self._named_parent,
            self._own_parent,
            self._guide_parent,
        )
        edition = any(n.rule == "measure.edition" for n in thing.appearances)
        return (
            self._stated.parent(thing)
            or (self._named_parent(thing) if edition else None)
            or self._authority_parent(thing, things)
            or next((p for rule in rules if (p := rule(thing))), None)
        )

    def nearer(self, thing: Thing, things: dict[str, Thing]) -> str | None:
        """The track in a heading above `thing` that is itself a part of the parent found: the stage under which a type stands.

        A thing that a sentence lists among the parts, that has a heading of its own, or whose name ends as the track's does,
        is the track's sibling.
        """
        listed = any(n.rule == "measure.division" for n in thing.appearances)
        if thing.of != "measure" or thing.kind != "track" or listed or self._heads(thing):
            return thing.parent
        for name in thing.appearances:
            for heading in self._setting.headings(self._setting.segments[name.segment]):
                for above in self._setting.within(heading.start, heading.end, "measure"):
                    stage = above.thing
                    if (
                        stage.kind == "track"
                        and stage.parent == thing.parent
                        and stage.names[0][-1] != thing.names[0][-1]
                    ):
                        return stage.key
        return thing.parent

    def _heads(self, thing: Thing) -> bool:
        return any(self._setting.segments[n.segment].kind == "heading" for n in thing.appearances)

    def _authority_parent(self, thing: Thing, things: dict[str, Thing]) -> str | None:
        table = self._authority.programmes if thing.of == "measure" else self._authority.agencies
        row = table.get(thing.entry or "")
        if row is None or row.parent is None:
            return None
        return next((t.key for t in things.values() if t.entry == row.parent and t.of == thing.of), None)

    def _division_parent(self, thing: Thing) -> str | None:
        """X主要分为A、B、C: the measure named before the list; where none is, the document's measure that divides first."""
        first = next((n for n in thing.appearances if n.rule == "measure.division"), None)
        if first is None:
            return None
        if topic := self._topic(first):
            return topic.key if topic.key != thing.key else None
        for appearance in self._setting.before(first.start, "measure", reach=400):
            divided = any(n.rule == "measure.division" for n in appearance.thing.appearances)
            if appearance.thing.key != thing.key and not divided:
                return appearance.thing.key
        return None

    def _topic(self, first: Name) -> Thing | None:
        """What 该计划 in the sentence of a list means: the measure with that head that opens the paragraph."""
        taken = TAKEN_UP.match(self._text, first.sentence.start, first.start)
        segment = self._setting.segments[first.segment]
        if taken is None:
            return None
        for opening in self._setting.within(segment.start, first.start, "measure"):
            if opening.name.start - segment.start <= OPENING and any(taken["head"] in n for n in opening.thing.names):
                return opening.thing
        return None

    def _announced_parent(self, thing: Thing) -> str | None:
        """X分为两个专项。 with （1）…专项 and （2）…专项 behind it: the last measure that the announcing sentence names."""
        first = thing.appearances[0]
        segment = self._setting.segments[first.segment]
        if first.start - segment.start > OPENING:
            return None
        for other in self._setting.segments[max(0, first.segment - ANNOUNCED_WITHIN) : first.segment]:
            for match in ANNOUNCES.finditer(self._text, other.start, other.end):
                head = (match["zh"] or match["en"]).casefold()
                if not any(n.casefold().endswith(head) for n in thing.names):
                    continue
                named = [
                    a for a in self._setting.before(match.start(), "measure", reach=120) if a.thing.key != thing.key
                ]
                if named:
                    return named[0].thing.key
        return None

    def _cell_parent(self, thing: Thing) -> str | None:
        """The measure that stands before the name in its own table cell: A-STEP, feasibility phase."""
        for name in thing.appearances:
            cell = self._setting.segments[name.segment]
            if cell.table is None:
                continue
            before = self._setting.within(cell.start, name.start, "measure")
            if before and IN_CELL.fullmatch(self._text[before[-1].name.end : name.start]):
                return before[-1].thing.key if before[-1].thing.key != thing.key else None
        return None

    def _category_parent(self, thing: Thing) -> str | None:
        """The measure that the category cell of its table row names, in the nearest row above that has one."""
        first = next((n for n in thing.appearances if n.rule == "measure.table"), None)
        if first is None:
            return None
        cell = self._setting.segments[first.segment]
        for row in range(cell.row or 0, 0, -1):
            category = [c for c in self._setting.cells(cell, row) if (c.column or 0) < (cell.column or 0)]
            named = self._others(thing, category)
            if named:
                return named[0].thing.key
            if any(c.end > c.start for c in category):
                return None
        return None

    def _caption_parent(self, thing: Thing) -> str | None:
        """The measure that the caption of its table names: 表1 X计划 above a column of the consortia that it pays.

        A caption of the rows' own kind (五个技术平台 above platforms) says what they are, not what they belong to.
        """
        first = thing.appearances[0]
        segment = self._setting.segments[first.segment]
        if first.rule != "measure.table" or segment.table is None:
            return None
        caption = self._setting.document.tables[segment.table].caption
        named = self._setting.within(caption.start, caption.end, "measure") if caption else []
        if len(named) != 1 or named[0].thing.key == thing.key:
            return None
        return named[0].thing.key if named[0].thing.kind != thing.kind or thing.kind == "programme" else None

    def _row_parent(self, thing: Thing) -> str | None:
        """The measure that a caption names above lines that were a table's rows: each opens with a name of another kind."""
        first = thing.appearances[0]
        segment = self._setting.segments[first.segment]
        if segment.table is not None or first.start - segment.start > OPENING:
            return None
        caption = self._setting.lines_under_caption(segment)
        named = self._setting.within(caption.start, caption.end, "measure") if caption else []
        return named[0].thing.key if len(named) == 1 and named[0].thing.kind != thing.kind else None

    def _own_parent(self, thing: Thing) -> str | None:
        """The strategy whose own document says that it will bring the thing up."""
        own = self._own
        if own is None or own.kind not in ("strategy", "law") or own is thing:
            return None
        if thing.kind in ("strategy", "law") and not any(n.rule == "measure.announced" for n in thing.appearances):
            return None
        return own.key if self._stated.announced_by(thing, own) else None

    def _guide_parent(self, thing: Thing) -> str | None:
        """The measure whose call or rules the document is, of what has a heading or an article of its own there."""
        own = self._own
        if not self._guided or own is None or own is thing or thing.kind in ("strategy", "law"):
            return None
        first = Appearance(thing.appearances[0], thing, thing.kind)
        segment = self._setting.segments[first.name.segment]
        if segment.kind == "heading":
            fills = first.name.end - first.name.start >= FILLS * (segment.end - segment.start)
            return own.key if fills else None
        return own.key if self._syntax.is_label(first, segment) else None

    def _heading_parent(self, thing: Thing) -> str | None:
        """A track's parent: the measure named by the nearest heading above its first appearance that does not name it itself."""
        if thing.kind != "track":
            return None
        own = self._setting.segments[thing.appearances[0].segment]
        for heading in self._setting.headings(own):
            named = self._setting.within(heading.start, heading.end, "measure")
            keys = {a.thing.key for a in named}
            if named and thing.key not in keys:
                return named[0].thing.key
        return None

    def _named_parent(self, thing: Thing) -> str | None:
        """The measure whose name opens the thing's own: HFSP for HFSP奖学金 (but X计划 is X, no part of it); X for 第三期《X》."""
        kind = self._setting.kinds[thing.key]
        for name in thing.names:
            for other in _wholes(name):
                found = self._by_name.get(other)
                if found is None or found.key == thing.key:
                    continue
                if kind not in ("strategy", "law") or self._setting.kinds[found.key] == kind or RULES.search(name):
                    return found.key
        return None

    def _others(self, thing: Thing, cells: list[Segment]) -> list[Appearance]:
        named = [a for c in cells for a in self._setting.within(c.start, c.end, "measure")]
        return [a for a in named if a.thing.key != thing.key]


def _called(name: str) -> list[str]:
    """A name, and the acronym alone of one that ends with a head: EXIST计划 is EXIST."""
    bare = OWN_HEAD.sub("", name)
    return [name, bare] if bare != name and len(bare) >= 3 and bare.isascii() and bare.isupper() else [name]


def _wholes(name: str) -> list[str]:
    """The names that would be of a whole whose part bears `name`, the longest first."""
    found = []
    for length in range(len(name) - 1, 2, -1):
        other, rest = name[:length], name[length:].strip()
        joined = other[-1].isascii() and name[length].isascii() and name[length].isalnum()
        if len(other) >= (3 if other.isupper() else 4) and rest and not joined and not OWN_HEAD.fullmatch(rest):
            found.append(other)
    return found + [name[i:].strip("《》") for i in range(1, len(name) - 3) if ORDINAL.fullmatch(name, 0, i)]

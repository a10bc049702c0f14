"""Whose own budget an amount is: an organisation's, of which the sentence or the table row says so."""

from __future__ import annotations

from pipeline.data import AnyMention, Money, Segment
from pipeline.linking.context import Context
from pipeline.linking.setting import Appearance
from pipeline.linking.things import Thing

REACH = 400  # characters before a phrase such as 该机构 in which the organisation is named


class Owners:
    """Finds organisations with budgets of their own. Built once per document."""

    def __init__(self, context: Context) -> None:
        self._setting, self._text = context.setting, context.setting.text
        self._syntax, self._cues = context.syntax, context.cues

    def is_budget(self, mention: AnyMention) -> bool:
        """Whether a value can be an organisation's budget at all."""
        return isinstance(mention, Money) and mention.role in ("budget", "other", "contribution")

    def of(self, mention: AnyMention, begin: int, segment: Segment) -> Thing | None:
        """The organisation whose own budget is spoken of between `begin` and the value, or in its row; None where it is a measure's."""
        if segment.table is not None:
            paid_out = bool(self._setting.caption(segment))
            return self._of_row(segment) if self.is_budget(mention) and not paid_out else None
        if self._syntax.governing(begin, mention.start):
            return None
        for appearance in self._setting.within(begin, mention.start, "organisation"):
            if self._has_budget(appearance, begin, mention.start):
                return appearance.thing
        bodies = list(self._cues.body.finditer(self._text, begin, mention.start))
        if bodies and self.is_budget(mention) and isinstance(mention, Money) and mention.role == "budget":
            before = self._setting.before(bodies[-1].start(), "organisation", reach=REACH)
            return before[0].thing if before else None
        return None

    def _has_budget(self, appearance: Appearance, begin: int, stop: int) -> bool:
        name = appearance.name
        if self._cues.budget_before.search(self._text, max(begin, name.start - 40), name.start):
            return True
        if self._cues.source.search(self._text, max(begin, name.start - 12), name.start):
            return False
        return self._cues.budget_behind.match(self._text, name.end, stop) is not None

    def _of_row(self, segment: Segment) -> Thing | None:
        """The organisation that opens the value's table row."""
        cells = [c for c in self._setting.row(segment) if (c.column or 0) < (segment.column or 0)]
        for cell in cells[:2]:
            named = self._setting.within(cell.start, cell.end, "organisation")
            if named and named[0].name.start - cell.start <= 2:
                return named[0].thing
        return None

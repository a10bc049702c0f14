"""Values that fall to names one by one: A和B分别资助2年和5年; A and B last two and five years respectively."""

from __future__ import annotations

from collections import defaultdict

from pipeline.data import AnyMention, Money
from pipeline.linking.context import Context
from pipeline.linking.syntax import Syntax
from pipeline.linking.things import Thing


class Series:
    """Distributes the values of sentences that say 分别 or "respectively". Built once per document."""

    def __init__(self, context: Context, mentions: tuple[AnyMention, ...]) -> None:
        self._things: dict[str, Thing] = {}
        sentences: dict[tuple[int, str], list[AnyMention]] = defaultdict(list)
        for mention in mentions:
            if not (isinstance(mention, Money) and mention.conversion_of):
                sentences[mention.sentence.start, type(mention).__name__].append(mention)
        for (start, _), values in sentences.items():
            if len(values) > 1 and context.cues.respectively.search(
                context.setting.text, start, values[-1].sentence.end
            ):
                self._distribute(start, values, context.syntax)

    def of(self, mention: AnyMention) -> Thing | None:
        """The measure to which a value falls, or None where its sentence gives out none one by one."""
        return self._things.get(mention.mention_id)

    def _distribute(self, start: int, values: list[AnyMention], syntax: Syntax) -> None:
        """Gives each of the values behind a run of as many coordinated measures to its own."""
        for first in range(len(values) - 1):
            run = syntax.series(start, values[first].start)
            behind = values[first : first + len(run)]
            if len(run) > 1 and len(behind) == len(run) and run[-1].name.end <= behind[0].start:
                self._things |= {m.mention_id: a.thing for m, a in zip(behind, run, strict=True)}
                return

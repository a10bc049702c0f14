"""Mistakes where they stand: what gold has and the dataset lacks, and the other way round, with rule, page and words around.

A dataset's text need not be the gold text (a PDF's lines are cut elsewhere), so a gold quote is looked for in it, white space
aside, nearest to where the gold text has it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from pipeline.evaluation.gold import Found, Gold, GoldThing, Named, Reason, Value, ValueKey, same_name, value_key

AROUND = 30  # characters on each side of a quote
MISSED, EXTRA = "missed", "extra"


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in a document's text, as half-open code points; `page` where the dataset says it."""

    start: int
    end: int
    page: int | None = None

    def shown(self, text: str) -> str:
        """The words there, marked, with what stands around them, on one line."""
        before, after = text[max(0, self.start - AROUND) : self.start], text[self.end : self.end + AROUND]
        return re.sub(r"\s+", " ", f"…{before}[{text[self.start : self.end]}]{after}…")


@dataclass(frozen=True, slots=True)
class Mistake:
    """Something missed or too much. `rule` found what is too much; `note` tells what stands there instead."""

    doc: str
    what: str
    side: str
    said: str
    rule: str = ""
    place: Place | None = None
    note: str = ""

    def shown(self, text: str) -> str:
        """The mistake on one line."""
        page = f" p.{self.place.page}" if self.place and self.place.page is not None else ""
        context = f"  {self.place.shown(text)}" if self.place else ""
        return f"    {self.doc}{page}  {self.said}{context}{f'  ({self.note})' if self.note else ''}"


@dataclass(slots=True)
class Tried:
    """How often a rule was right and how often not."""

    right: int = 0
    wrong: int = 0

    def add(self, *, right: bool) -> None:
        """Counts one more."""
        self.right += right
        self.wrong += not right


@dataclass(slots=True)
class Context:
    """A document of a dataset: its text, values and names; and what is learned of the rules as it is compared."""

    doc: str
    text: str
    mentions: Sequence[Value]
    names: Sequence[Named]
    mistakes: list[Mistake] = field(default_factory=list)
    rules: dict[tuple[str, str], Tried] = field(default_factory=dict)

    def tried(self, what: str, rule: str, *, right: bool) -> None:
        """Counts a rule's finding."""
        self.rules.setdefault((what, rule or "no rule stated"), Tried()).add(right=right)

    def place(self, value: Value) -> Place | None:
        """Where a value of the dataset stands."""
        return None if value.start is None or value.end is None else Place(value.start, value.end, value.page)

    def search(self, quote: str, near: int) -> Place | None:
        """Where a quote of the gold text stands, white space aside, nearest to an offset."""
        letters = [re.escape(c) for c in quote if not c.isspace()]
        if not letters or not self.text:
            return None
        spots = [m.span() for m in re.finditer(r"\s*".join(letters), self.text)]
        return Place(*min(spots, key=lambda s: abs(s[0] - near))) if spots else None


def compare_values(context: Context, gold: Gold) -> None:
    """Lists the values that only one side has; equal ones are paired in the order of their appearance."""
    furthest = max((v.end or 0 for v in gold.mentions), default=0)
    stretch = len(context.text) / furthest if furthest else 1.0
    spare = Counter(map(value_key, context.mentions)) - Counter(map(value_key, gold.mentions))
    lacking = Counter(map(value_key, gold.mentions)) - Counter(map(value_key, context.mentions))
    wrong = set(map(id, _surplus(context.mentions, spare, {v.quote for v in gold.mentions})))
    for value in context.mentions:
        context.tried(value.type, value.rule, right=id(value) not in wrong)
        if id(value) in wrong:
            context.mistakes.append(
                Mistake(context.doc, value.type, EXTRA, describe(value_key(value)), value.rule, context.place(value))
            )
    for value in _surplus(gold.mentions, lacking, {v.quote for v in context.mentions}):
        place = context.search(value.quote, int((value.start or 0) * stretch))
        note = _instead(context, place)
        context.mistakes.append(
            Mistake(context.doc, value.type, MISSED, describe(value_key(value)), place=place, note=note)
        )


def compare_names(
    context: Context, what: str, things: Sequence[GoldThing], *, own: Sequence[Found], found: dict[str, Found]
) -> None:
    """Lists the measures or organisations that only one side has."""
    paired = {id(thing) for thing in found.values()}
    of = what.removesuffix("s")
    for thing in own:
        name = next((n for n in context.names if n.of == of and n.form in thing.names), None)
        rule = name.rule if name else ""
        context.tried(what, rule, right=id(thing) in paired)
        if id(thing) not in paired:
            place = Place(name.start, name.end, name.page) if name else None
            context.mistakes.append(Mistake(context.doc, what, EXTRA, " = ".join(thing.names), rule, place))
    for gold in things:
        if gold.id not in found:
            place = next((p for form in gold.names if (p := context.search(form, 0))), None)
            note = _names_there(context, place)
            context.mistakes.append(Mistake(context.doc, what, MISSED, " = ".join(gold.names), place=place, note=note))


def compare_links(
    context: Context, gold: Gold, *, own: Sequence[Found], found: dict[str, Found], reasons: Sequence[Reason]
) -> None:
    """Lists the pairs of a measure and a value that only one side has."""
    values = {m.mention_id: m for m in context.mentions}
    why = {(r.subject, r.mention_id): r for r in reasons}
    gold_of = {thing.measure_id: gold_id for gold_id, thing in found.items()}
    wanted = Counter(
        (measure.id, value_key(value))
        for measure in gold.measures
        for value in gold.mentions
        if value.id in measure.linked
    )
    names = {measure.id: measure.names[0] for measure in gold.measures}
    for thing in own:
        for mention in (values[i] for i in thing.mentions if i in values):
            key = (gold_of.get(thing.measure_id, ""), value_key(mention))
            right = wanted[key] > 0
            wanted[key] -= right
            reason = why.get((thing.measure_id, mention.mention_id))
            rule = reason.reason if reason else ""
            context.tried("links", rule, right=right)
            if not right:
                said = f"{thing.names[0]} ← {describe(value_key(mention))}"
                note = f"score {reason.score:.2f}" if reason else ""
                context.mistakes.append(Mistake(context.doc, "links", EXTRA, said, rule, context.place(mention), note))
    for measure, value in wanted.elements():
        place = next((context.place(m) for m in context.mentions if value_key(m) == value), None)
        note = "" if place else "the value itself was not found"
        said = f"{names[measure]} ← {describe(value)}"
        context.mistakes.append(Mistake(context.doc, "links", MISSED, said, place=place, note=note))


def describe(key: ValueKey) -> str:
    """A normalised value in a few words."""
    kind, *rest = key
    return f"{kind} {' '.join('…' if part is None else f'{part:,.12g}' if isinstance(part, float) else str(part) for part in rest)}"


def _surplus(values: Sequence[Value], counts: Counter[ValueKey], other_quotes: set[str]) -> Iterator[Value]:
    """Of values with a surplus on their side, as many as there are too many: first those whose words the other side lacks."""
    left = Counter(counts)
    for value in sorted(values, key=lambda v: v.quote in other_quotes):
        if left[value_key(value)] > 0:
            left[value_key(value)] -= 1
            yield value


def _instead(context: Context, place: Place | None) -> str:
    """What the dataset read where a missed value stands."""
    if place is None:
        return "its words are not in the text"
    over = [m for m in context.mentions if m.start is not None and m.start < place.end and (m.end or 0) > place.start]
    return "; ".join(f"read as {describe(value_key(m))}, {m.rule}" for m in over) or "nothing was read there"


def _names_there(context: Context, place: Place | None) -> str:
    """The names that the dataset has where a missed one stands."""
    if place is None:
        return "its words are not in the text"
    over = [n for n in context.names if n.start < place.end and n.end > place.start]
    alike = [n for n in over if same_name(n.form, context.text[place.start : place.end])]
    what = "as" if not alike else "joined to another thing or of another kind:"
    return "; ".join(f"found {what} {n.of} {n.form}, {n.rule}" for n in over) or "no name was found there"

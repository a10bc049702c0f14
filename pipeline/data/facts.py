"""What `extract` and `link` give: the values and names of one document, and what belongs to what."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

import msgspec

from pipeline.data.base import Record, Span
from pipeline.data.document import Box

Bound = Literal["exact", "approx", "at_most", "at_least", "range"]
Per = Literal["year", "project", "topic", "month", "person", "institution", "patent"]
Role = Literal["award", "budget", "contribution", "threshold", "fee", "other"]
ShareRole = Literal["term", "statistic"]
MeasureKind = Literal["programme", "track", "fund", "platform", "strategy", "law"]


Aside = Literal["source", "country list", "meeting", "office", "citation"]


class Mention(Record, frozen=True, kw_only=True, tag_field="type"):
    """A value that the text states, with its evidence. `quote == text[start:end]`; `sentence` is a span too."""

    mention_id: str
    doc_id: str
    quote: str
    start: int
    end: int
    page: int
    boxes: tuple[Box, ...]
    sentence: Span
    segment: int
    rule: str
    confidence: float


class Money(Mention, frozen=True, kw_only=True, tag="money"):
    """An amount of money. `min`/`max` None = open side; `conversion_of` names the amount that the author converted.

    `year` is the year stated for it; where that is a fiscal one, `year_start` and `year_end` are its first and last day by the calendar
    of the country whose money it is.
    """

    min: Decimal | None
    max: Decimal | None
    currency: str
    bound: Bound
    per: tuple[Per, ...] = ()
    role: Role = "other"
    year: str | None = None
    year_start: str | None = None
    year_end: str | None = None
    conversion_of: str | None = None


class Duration(Mention, frozen=True, kw_only=True, tag="duration"):
    """A length of time, ISO 8601 (`P2Y`)."""

    min: str | None
    max: str | None
    bound: Bound


class Period(Mention, frozen=True, kw_only=True, tag="period"):
    """A span of calendar time: ISO dates or years; `to` None = open."""

    from_: str | None = msgspec.field(name="from")
    to: str | None


class Percent(Mention, frozen=True, kw_only=True, tag="percent"):
    """A percentage, in per cent."""

    min: Decimal | None
    max: Decimal | None
    bound: Bound
    role: ShareRole = "statistic"


class Ratio(Mention, frozen=True, kw_only=True, tag="ratio"):
    """A ratio such as two thirds or 1:1."""

    numerator: Decimal
    denominator: Decimal
    bound: Bound
    role: ShareRole = "term"


AnyMention = Money | Duration | Period | Percent | Ratio


class Name(Record, frozen=True, kw_only=True):
    """One appearance of a measure's or organisation's name.

    `form` is the name as written, spaces and quotation marks mended. `apposition` is the `name_id` of the name that
    this one stands beside in brackets (`研究成果最佳支援计划（A-STEP）`): both name one thing. `entry` is the id of the
    authority file's row that knows it. `aside` says why this appearance is only in passing (`source`, `country list`,
    `meeting`, `office`); a thing that is only named so is no record of its own.
    """

    name_id: str
    doc_id: str
    of: Literal["measure", "organisation"]
    form: str
    start: int
    end: int
    page: int
    segment: int
    sentence: Span
    rule: str
    confidence: float
    kind: MeasureKind | None = None
    country: str | None = None
    entry: str | None = None
    apposition: str | None = None
    aside: Aside | None = None


class Extraction(Record, frozen=True, kw_only=True):
    """All that one document states: values and names, in text order."""

    mentions: tuple[AnyMention, ...]
    names: tuple[Name, ...]


class Link(Record, frozen=True, kw_only=True):
    """A value that describes a thing, how sure that is (0 to 1), and why.

    `label` is what it is a value of, in the text's words, and `year` the one that it is said for: two values of one thing with the
    same of both contradict each other.
    """

    mention_id: str
    score: float
    reason: str
    label: str = ""
    year: str | None = None


class Coding(Record, frozen=True, kw_only=True):
    """An instrument of the EC-OECD STIP classification and the words that decided it."""

    instrument: str
    cue: str
    doc_id: str
    span: Span


class LinkedOrganisation(Record, frozen=True, kw_only=True):
    """An organisation as one document knows it. `key` is unique within the document; `parent` is another's key."""

    key: str
    names: tuple[str, ...]
    name_ids: tuple[str, ...]
    country: str | None = None
    parent: str | None = None
    entry: str | None = None
    links: tuple[Link, ...] = ()


class LinkedMeasure(Record, frozen=True, kw_only=True):
    """A measure as one document knows it. `sentences` are those that speak of it, the most telling first."""

    key: str
    names: tuple[str, ...]
    name_ids: tuple[str, ...]
    kind: MeasureKind
    country: str | None = None
    parent: str | None = None
    entry: str | None = None
    organisations: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    codings: tuple[Coding, ...] = ()
    sentences: tuple[Span, ...] = ()


class Linked(Record, frozen=True, kw_only=True):
    """The measures and organisations of one document."""

    doc_id: str
    measures: tuple[LinkedMeasure, ...]
    organisations: tuple[LinkedOrganisation, ...]

"""Gold files, the tables that they are compared with, and when two values or two names are the same."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from pathlib import Path

import msgspec

from pipeline.data import Record
from pipeline.errors import ConfigError

DAYS = {"Y": 365.25, "M": 365.25 / 12, "W": 7.0, "D": 1.0, "H": 1 / 24}
ISO_PART = re.compile(r"([\d.]+)([YMWDH])")
PUNCTUATION = re.compile(r"[\s《》“”\"'‘’()（）\[\]·•・,，、.:：\-–—]")
# Two names are one when the shorter is this much of the longer and inside it, or when they are this alike.
CONTAINED_SHARE, CONTAINED_CHARS = 0.7, 4
ALIKE_RATIO, ALIKE_CHARS = 0.9, 8

ValueKey = tuple[object, ...]


class Value(Record, frozen=True, kw_only=True):
    """A value as a gold file or a dataset states it; which fields count depends on the type."""

    type: str
    id: str = ""
    quote: str = ""
    start: int | None = None
    end: int | None = None
    page: int | None = None
    rule: str = ""
    mention_id: str = ""
    doc_id: str = ""
    min: float | str | None = None
    max: float | str | None = None
    currency: str | None = None
    bound: str | None = None
    per: tuple[str, ...] | None = None
    from_: str | None = msgspec.field(default=None, name="from")
    to: str | None = None
    numerator: float = 0
    denominator: float = 1


class GoldThing(Record, frozen=True, kw_only=True):
    """A measure or an organisation of a gold file; the link fields hold ids of values."""

    id: str
    names: tuple[str, ...]
    full_names: tuple[str, ...] = ()
    country: str | None = None
    parent: str | None = None
    instruments: tuple[str, ...] = ()
    money: tuple[str, ...] = ()
    durations: tuple[str, ...] = ()
    periods: tuple[str, ...] = ()
    percents: tuple[str, ...] = ()
    ratios: tuple[str, ...] = ()

    @property
    def linked(self) -> tuple[str, ...]:
        """The ids of all values that describe it."""
        return (*self.money, *self.durations, *self.periods, *self.percents, *self.ratios)


class Gold(Record, frozen=True, kw_only=True):
    """A gold file; `doc` is part of the stem of its document's source."""

    doc: str
    mentions: tuple[Value, ...]
    organisations: tuple[GoldThing, ...]
    measures: tuple[GoldThing, ...]


class Found(Record, frozen=True, kw_only=True):
    """A measure or an organisation of a dataset."""

    measure_id: str = ""
    organisation_id: str = ""
    names: tuple[str, ...]
    country: str | None = None
    parent: str | None = None
    instruments: tuple[str, ...] | None = None
    doc_ids: tuple[str, ...]
    mentions: tuple[str, ...] = ()


class Source(Record, frozen=True, kw_only=True):
    """A document of a dataset."""

    doc_id: str
    source: str
    text: str = ""


class Named(Record, frozen=True, kw_only=True):
    """An appearance of a name in a dataset."""

    doc_id: str
    of: str
    form: str
    start: int
    end: int
    page: int | None = None
    rule: str = ""


class Reason(Record, frozen=True, kw_only=True):
    """Why a dataset links a value to something."""

    subject: str
    mention_id: str
    score: float = 0.0
    reason: str = ""


def value_key(value: Value) -> ValueKey:
    """The normalised value: what an analyst would put in a table's cell, without its bound."""
    if value.type == "money":
        return (value.type, value.currency, _number(value.min), _number(value.max))
    if value.type == "duration":
        return (value.type, days(value.min), days(value.max))
    if value.type == "period":
        return (value.type, _year(value.from_), _year(value.to))
    if value.type == "ratio":
        return (value.type, _number(value.numerator / value.denominator))
    return (value.type, _number(value.min), _number(value.max))


def days(duration: object) -> float | None:
    """An ISO 8601 duration in days, to a tenth; None for an open side."""
    if not isinstance(duration, str) or not duration:
        return None
    return round(sum(float(count) * DAYS[unit] for count, unit in ISO_PART.findall(duration)), 1)


def same_name(one: str, other: str) -> bool:
    """True when two names are the same but for spaces, brackets and case, or nearly so."""
    short, long = sorted((_plain(one), _plain(other)), key=len)
    if not short:
        return False
    contained = short in long and len(short) >= CONTAINED_CHARS and len(short) / len(long) >= CONTAINED_SHARE
    if short == long or contained:
        return True
    return len(short) >= ALIKE_CHARS and SequenceMatcher(None, _plain(one), _plain(other)).ratio() >= ALIKE_RATIO


def pair_names(gold: Sequence[GoldThing], predicted: Sequence[Found]) -> dict[str, Found]:
    """Pairs each gold thing with at most one prediction, those that share most names first; by gold id."""
    shared = [
        (-sum(any(same_name(name, said) for said in p.names) for name in g.names + g.full_names), i, j)
        for i, g in enumerate(gold)
        for j, p in enumerate(predicted)
    ]
    found: dict[str, Found] = {}
    used: set[int] = set()
    for negative, i, j in sorted(shared):
        if negative and gold[i].id not in found and j not in used:
            found[gold[i].id] = predicted[j]
            used.add(j)
    return found


def read_gold(path: Path) -> Gold:
    """Reads a gold file.

    Raises:
        ConfigError: It is missing or has another shape.
    """
    try:
        return msgspec.json.decode(path.read_bytes(), type=Gold)
    except OSError as error:
        raise ConfigError(f"{path}: {error.strerror}", advice="Give the path of a gold file.") from error
    except msgspec.DecodeError as error:
        raise ConfigError(f"{path}: not a gold file: {error}", advice="Give the path of a gold file.") from error


def _number(value: object) -> float | None:
    """A number to six significant digits."""
    return None if value is None else float(f"{float(str(value)):.6g}")


def _year(date: str | None) -> str | None:
    return date[:4] if date else None


def _plain(name: str) -> str:
    return PUNCTUATION.sub("", name).casefold()

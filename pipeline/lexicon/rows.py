"""The rows of the lexicon's files: one struct per file, and a reader for each of the two that are TOML.

CSV files are read with `read_rows("agencies.csv", Agency)`. What each file holds and where it comes from is told in
`README.md` beside this module.
"""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Annotated, Literal, TypeVar

import msgspec

from pipeline.errors import ConfigError
from pipeline.lexicon.reader import read_toml

T = TypeVar("T")

Code = Annotated[str, msgspec.Meta(pattern="^([A-Z]{2}|INT)$")]
CurrencyCode = Annotated[str, msgspec.Meta(pattern="^[A-Z]{3}$")]
Slug = Annotated[str, msgspec.Meta(pattern=r"^[a-z]{2,3}(\.[a-z0-9_]+)+$")]
Year = Annotated[int, msgspec.Meta(ge=1800, le=2100)]
Month = Annotated[int, msgspec.Meta(ge=1, le=12)]
DayOfMonth = Annotated[int, msgspec.Meta(ge=1, le=31)]
Group = Literal[
    "governance", "direct_finance", "indirect_finance", "collaborative_infrastructure", "guidance_regulation"
]


class Row(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Base of the rows: a column or key that no struct has is an error."""


class CountryForm(Row, frozen=True, kw_only=True):
    """countries.csv: a word that stands for a country and that CLDR (Babel) does not give as its name.

    `code` is ISO 3166-1 alpha-2, `EU`, or `INT` (multilateral). `short` forms are single characters of Chinese prose
    (美、日、德): never to be read outside a list or compound. `place` forms fix a country without naming it; `own` ones
    do so only in a text whose author is of that country (我国, “十四五”).
    """

    code: Code
    form: str
    language: Literal["zh", "zh_Hant", "en", "ja"]
    kind: Literal["name", "adjective", "short", "demonym", "place", "own"]
    source: str


class Agency(Row, frozen=True, kw_only=True):
    """agencies.csv: a public body of science, technology and innovation policy.

    `parent` is the id of the body that it belongs or reports to. `aliases` are further forms, in any language.
    `ambiguous` lists those of its forms that other rows bear too, or that are common words: such a form needs the
    country or the full name in its neighbourhood. `wikidata` and `ror` are bare ids.
    """

    id: Slug
    country: Code
    parent: Slug | None = None
    zh_hans: str = ""
    zh_hant: str = ""
    ja: str = ""
    en: str = ""
    acronym: str = ""
    aliases: tuple[str, ...] = ()
    ambiguous: tuple[str, ...] = ()
    wikidata: str = ""
    ror: str = ""
    source: str

    @property
    def forms(self) -> tuple[str, ...]:
        """All forms, without repeats, in the order of the columns."""
        return _distinct(self.zh_hans, self.zh_hant, self.ja, self.en, self.acronym, *self.aliases)


class Programme(Row, frozen=True, kw_only=True):
    """programmes.csv: a named measure. `parent` is a programme's id, `agency` the id of the body that runs or made it.

    `ambiguous` is as in `Agency`. `instruments` are keys of the EC-OECD STIP classification.
    """

    id: Slug
    country: Code
    kind: Literal["programme", "track", "fund", "platform", "strategy", "law"]
    parent: Slug | None = None
    agency: Slug | None = None
    zh: str = ""
    zh_hant: str = ""
    ja: str = ""
    en: str = ""
    acronym: str = ""
    aliases: tuple[str, ...] = ()
    ambiguous: tuple[str, ...] = ()
    instruments: tuple[str, ...] = ()
    source: str

    @property
    def forms(self) -> tuple[str, ...]:
        """All forms, without repeats, in the order of the columns."""
        return _distinct(self.zh, self.zh_hant, self.ja, self.en, self.acronym, *self.aliases)


class Rate(Row, frozen=True, kw_only=True):
    """rates.csv: how many units of `currency` one US dollar cost on average in `year`.

    `vintage` is the last date in the data that the average was computed from.
    """

    year: Year
    currency: CurrencyCode
    per_usd: Decimal
    source: str
    vintage: str

    def __post_init__(self) -> None:
        """Refuses a rate that is not above zero (msgspec has no bounds for decimals)."""
        if not (self.per_usd.is_finite() and self.per_usd > 0):
            raise ValueError(f"per_usd {self.per_usd} is not above zero")


class Price(Row, frozen=True, kw_only=True):
    """prices.csv and a user's own table: what one needs, besides exchange rates, to compare amounts of two places or years.

    `exchange_rate`: units of `currency` for one US dollar. `ppp`: units of `currency` that buy in `economy` what one
    dollar buys in the USA (an international dollar). `deflator`: the price level of `economy`'s GDP, in any base that
    is the same for all its years. `economy` is an ISO 3166-1 alpha-2 code, or `EA`, the euro area. `digits` are the
    significant digits that `value` was rounded to; empty where it is as published. No `value`: known to be missing.
    """

    series: Literal["exchange_rate", "ppp", "deflator"]
    economy: Code | None = None
    currency: CurrencyCode | None = None
    year: Year
    value: Decimal | None = None
    digits: int | None = None
    source: str
    vintage: str = ""

    def __post_init__(self) -> None:
        """Refuses a value that is not above zero, and a row that lacks what its series needs."""
        if self.value is not None and not (self.value.is_finite() and self.value > 0):
            raise ValueError(f"value {self.value} is not above zero")
        if self.series != "exchange_rate" and self.economy is None:
            raise ValueError(f"{self.series} needs an economy")
        if self.series != "deflator" and self.currency is None:
            raise ValueError(f"{self.series} needs a currency")


class Cues(Row, frozen=True, kw_only=True):
    """Words that speak for an instrument; `not_` excludes a place.

    `strong` ones decide alone, `weak` ones in a measure's name or beside others, `passing` ones only beside others.
    """

    zh_strong: tuple[str, ...]
    zh_weak: tuple[str, ...]
    en_strong: tuple[str, ...]
    en_weak: tuple[str, ...]
    zh_passing: tuple[str, ...] = ()
    en_passing: tuple[str, ...] = ()
    not_: tuple[str, ...] = msgspec.field(name="not", default=())


class Instrument(Row, frozen=True, kw_only=True):
    """instruments.toml: an instrument of the EC-OECD STIP Compass classification.

    `kinds` lists the kinds of measures that are this instrument by nature, unless their names end with one of `not_heads`.
    """

    group: Group
    en: str
    zh: str
    definition_en: str
    definition_zh: str
    kinds: tuple[str, ...] = ()
    not_heads: tuple[str, ...] = ()
    cues: Cues


class Trait(Row, frozen=True, kw_only=True):
    """traits.toml: a kind of beneficiary, a stage of work, a direction, or what moves in it, with the words that say it.

    `only` are the directions that make sense with an object; empty = all.
    """

    en: str
    zh: str
    words_zh: tuple[str, ...]
    words_en: tuple[str, ...]
    only: tuple[str, ...] = ()


class Traits(Row, frozen=True, kw_only=True):
    """traits.toml, by key."""

    beneficiaries: dict[str, Trait]
    stages: dict[str, Trait]
    directions: dict[str, Trait]
    objects: dict[str, Trait]


class FiscalYear(Row, frozen=True, kw_only=True):
    """A fiscal year's first day, and which calendar year gives it a single-year name: that of its start or its end.

    `double` says that one fiscal year usually has a double name there (2018-19).
    """

    start_month: Month
    start_day: DayOfMonth
    named_by: Literal["start", "end"]
    double: bool = False


class Era(Row, frozen=True, kw_only=True):
    """An era: year 1 is the calendar year of `start`. `end` is its last day, inclusive; None = still running."""

    country: Code
    forms: tuple[str, ...]
    letter: str = ""
    start: datetime.date
    end: datetime.date | None = None


class Plan(Row, frozen=True, kw_only=True):
    """A five-year plan: its number and the calendar years that it covers, both inclusive."""

    number: int
    country: Code
    forms: tuple[str, ...]
    start: Year
    end: Year


class Calendars(Row, frozen=True, kw_only=True):
    """calendars.toml. `fiscal_years` is keyed by country; a country that is not there uses the calendar year."""

    fiscal_years: dict[str, FiscalYear]
    eras: tuple[Era, ...]
    plans: tuple[Plan, ...]


class _InstrumentFile(Row, frozen=True, kw_only=True):
    """The one table of instruments.toml."""

    instruments: dict[str, Instrument]


def read_instruments() -> dict[str, Instrument]:
    """Reads instruments.toml: instruments by key, in the classification's order.

    Raises:
        ConfigError: The file does not fit.
    """
    return _convert("instruments.toml", _InstrumentFile).instruments


def read_traits() -> Traits:
    """Reads traits.toml.

    Raises:
        ConfigError: The file does not fit.
    """
    return _convert("traits.toml", Traits)


def read_calendars() -> Calendars:
    """Reads calendars.toml.

    Raises:
        ConfigError: The file does not fit.
    """
    return _convert("calendars.toml", Calendars)


def _convert(name: str, kind: type[T]) -> T:
    """Reads a TOML file into `kind`."""
    try:
        return msgspec.convert(read_toml(name), kind)
    except msgspec.ValidationError as error:
        raise ConfigError(f"lexicon/{name}: {error}") from error


def _distinct(*forms: str) -> tuple[str, ...]:
    """The forms that are not empty, each once, in order."""
    return tuple(dict.fromkeys(form for form in forms if form))

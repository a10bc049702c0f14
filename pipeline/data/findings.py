"""What `compare` finds: the lines of `comparisons.jsonl`, one struct a type."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from pipeline.data.base import Record, Span
from pipeline.data.corpus import Method
from pipeline.data.facts import Role

FigureValue = Literal["money", "money_per_year", "duration"]
MoneyValue = Literal["money", "money_per_year"]
Scope = Literal["cluster", "instrument"]


class Finding(Record, frozen=True, kw_only=True, tag_field="type"):
    """A line of `comparisons.jsonl`."""


class InstrumentCell(Finding, frozen=True, kw_only=True, tag="instrument_cell"):
    """How a country uses an instrument: its measures, the amounts linked to them in the comparison currency.

    Awards and budgets, totals and yearly sums are never mixed: `role` and `value` say which of them the amounts are.
    """

    country: str
    instrument: str
    measure_ids: tuple[str, ...]
    fact_ids: tuple[str, ...]
    role: Role | None = None
    value: MoneyValue | None = None
    low: Decimal | None = None
    median: Decimal | None = None
    high: Decimal | None = None


class Counterpart(Finding, frozen=True, kw_only=True, tag="counterpart"):
    """A measure's neighbour in another country; `score` is 0 to 1, `reasons` say what they share as `what:detail`.

    `instrument:KEY`, `kind:KIND`, `cluster:ID`, `beneficiary:KEY`, `stage:KEY`, `change:DIRECTION:OBJECT` are shared;
    `opposite:OBJECT` is raised by the one and lowered by the other; `duration:YEARS/YEARS` overlap;
    `amount:ROLE:VALUE:FACTOR` are as near as that factor; `cosine:X` is the nearness of the wording.
    """

    measure_id: str
    counterpart_id: str
    rank: int
    score: float
    cosine: float
    reasons: tuple[str, ...]


class ClusterRange(Finding, frozen=True, kw_only=True, tag="cluster_range"):
    """The spread of a value type over a cluster's measures of one country; durations in years, money converted.

    `role` is what the money is for; None with durations.
    """

    cluster_id: str
    country: str
    value: FigureValue
    n: int
    low: Decimal
    median: Decimal
    high: Decimal
    unit: str
    fact_ids: tuple[str, ...]
    role: Role | None = None


class Conflict(Finding, frozen=True, kw_only=True, tag="conflict"):
    """Values of one measure that cannot all hold: same type, role, year and basis, but different numbers."""

    measure_id: str
    value: str
    fact_ids: tuple[str, ...]


class Coverage(Finding, frozen=True, kw_only=True, tag="coverage"):
    """What is known of a measure's amount: stated, mentioned without an amount, or lost to a failed extraction."""

    measure_id: str
    amount: Literal["stated", "no_amount_given", "extraction_failed"]


class Cue(Record, frozen=True, kw_only=True):
    """A word that told something of a measure, in its place."""

    key: str
    words: str
    doc_id: str
    span: Span


class Profile(Finding, frozen=True, kw_only=True, tag="profile"):
    """Whom a measure is for, which stages of work it pays for, and what is raised or lowered, by its own sentences.

    Keys are those of `lexicon/traits.toml`; those of `changes` are `direction:object` (`up:tax_rate`). The most
    frequent go first, each with its first cue.
    """

    measure_id: str
    beneficiaries: tuple[Cue, ...] = ()
    stages: tuple[Cue, ...] = ()
    changes: tuple[Cue, ...] = ()


class Timeline(Finding, frozen=True, kw_only=True, tag="timeline"):
    """When a measure runs: the years from first to last that its records tell, and those records.

    `basis` is `period` where the text states a from and to, `fiscal_years` where only budgets of stated years are known.
    `open` is true where a period has no end (2011年至今). `budget_years` are the years with a budget of their own.
    """

    measure_id: str
    country: str
    basis: Literal["period", "fiscal_years"]
    start: int | None
    end: int | None
    open: bool
    budget_years: tuple[int, ...]
    fact_ids: tuple[str, ...]


class Gap(Finding, frozen=True, kw_only=True, tag="gap"):
    """What is not known of a country's use of an instrument, though other countries' documents tell it.

    `not_mentioned`: no document speaks of such a measure there. `not_given`: its measures are spoken of, without a
    value. `extraction_failed`: a value stands in a sentence that speaks of one of them, but no rule could link it.
    """

    country: str
    instrument: str
    kind: Literal["not_mentioned", "not_given", "extraction_failed"]
    measure_ids: tuple[str, ...]
    value: Literal["money", "duration"] | None = None


class PriceRange(Finding, frozen=True, kw_only=True, tag="price_range"):
    """The spread of amounts of one kind in a country, over a cluster or instrument, by one method of conversion."""

    scope: Scope
    key: str
    country: str
    value: MoneyValue
    role: Role
    method: Method
    n: int
    low: Decimal
    median: Decimal
    high: Decimal
    unit: str
    fact_ids: tuple[str, ...]


class RankingNote(Finding, frozen=True, kw_only=True, tag="ranking"):
    """A warning: which of these measures pays more depends on the method, or on a year that no text tells.

    `orders` has the measures by each method, the largest median amount first. `turned` are the pairs whose order is not
    the same by all methods; `year_unknown` the facts whose year had to be assumed.
    """

    scope: Scope
    key: str
    value: MoneyValue
    role: Role
    orders: dict[str, tuple[str, ...]]
    turned: tuple[tuple[str, str], ...]
    year_unknown: tuple[str, ...]


AnyFinding = (
    InstrumentCell
    | Counterpart
    | ClusterRange
    | Conflict
    | Coverage
    | Profile
    | Timeline
    | Gap
    | PriceRange
    | RankingNote
)


class Comparison(Record, frozen=True, kw_only=True):
    """All findings, in a fixed order."""

    findings: tuple[AnyFinding, ...]

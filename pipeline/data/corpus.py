"""What the corpus stages give: measures, organisations, facts, clusters, findings, files; and a run's failures."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from pipeline.data.base import Record, Span
from pipeline.data.facts import Coding, MeasureKind, Role


class Organisation(Record, frozen=True, kw_only=True):
    """An organisation of the corpus; `parent` is an `organisation_id`, `mentions` the values that describe it."""

    organisation_id: str
    names: tuple[str, ...]
    country: str | None
    parent: str | None
    doc_ids: tuple[str, ...]
    mentions: tuple[str, ...]
    entry: str | None = None


class Passage(Record, frozen=True, kw_only=True):
    """A stretch of a document, by reference."""

    doc_id: str
    span: Span


class Measure(Record, frozen=True, kw_only=True):
    """A policy measure of the corpus. `parent` is a `measure_id`; `organisations` are ids; `mentions` are value ids."""

    measure_id: str
    names: tuple[str, ...]
    kind: MeasureKind
    country: str | None
    parent: str | None
    organisations: tuple[str, ...]
    instruments: tuple[str, ...]
    doc_ids: tuple[str, ...]
    mentions: tuple[str, ...]
    entry: str | None = None
    codings: tuple[Coding, ...] = ()
    passages: tuple[Passage, ...] = ()


class Converted(Record, frozen=True, kw_only=True):
    """An amount in the comparison currency, with the row of the rate table that was used and the steps, in words."""

    min: Decimal | None
    max: Decimal | None
    currency: str
    year: int
    year_stated: bool
    rate: Decimal
    source: str
    steps: tuple[str, ...]


class Fact(Record, frozen=True, kw_only=True):
    """A value joined to what it describes. `subject` is a measure_id or organisation_id; `label` and `year` are as in `Link`."""

    fact_id: str
    subject: str
    subject_type: Literal["measure", "organisation"]
    doc_id: str
    mention_id: str
    type: Literal["money", "duration", "period", "percent", "ratio"]
    score: float
    reason: str
    label: str = ""
    year: str | None = None
    converted: Converted | None = None


class Nearest(Record, frozen=True, kw_only=True):
    """An entry of the authority files and its form that is most like a name, with how like (0 to 100)."""

    entry: str
    form: str
    score: float


class Unresolved(Record, frozen=True, kw_only=True):
    """A name that no entry of the authority files knows, where it first stands, how often, and the nearest entries.

    `quote` is the sentence's text, so that the queue can be worked off without the document.
    """

    name_id: str
    doc_id: str
    of: Literal["measure", "organisation"]
    form: str
    page: int
    sentence: Span
    quote: str
    rule: str
    times: int
    nearest: tuple[Nearest, ...]


class Dataset(Record, frozen=True, kw_only=True):
    """The corpus as records: what `normalise` makes of all documents; `unresolved` is work for who keeps the authority files."""

    measures: tuple[Measure, ...]
    organisations: tuple[Organisation, ...]
    facts: tuple[Fact, ...]
    unresolved: tuple[Unresolved, ...] = ()


class Vectors(Record, frozen=True, kw_only=True):
    """One unit vector per measure: `values` is a row-major little-endian float32 matrix, len(ids) x dimension."""

    ids: tuple[str, ...]
    dimension: int
    values: bytes
    model: str


class Cluster(Record, frozen=True, kw_only=True):
    """Measures that belong together.

    `stability` (0 to 1) is the share of resamples that keep two members together; `languages` and `countries` count the
    members.
    """

    cluster_id: str
    label_zh: str
    label_en: str
    keywords_zh: tuple[str, ...]
    keywords_en: tuple[str, ...]
    measure_ids: tuple[str, ...]
    stability: float
    languages: dict[str, int]
    countries: dict[str, int]


class Clustering(Record, frozen=True, kw_only=True):
    """All clusters, largest first, and each measure that no cluster took with its nearest cluster."""

    clusters: tuple[Cluster, ...]
    outliers: dict[str, str | None]


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
    value: Literal["money", "money_per_year"] | None = None
    low: Decimal | None = None
    median: Decimal | None = None
    high: Decimal | None = None


class Counterpart(Finding, frozen=True, kw_only=True, tag="counterpart"):
    """A measure's neighbour in another country; `reasons` say what they share, `score` is 0 to 1."""

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
    value: Literal["money", "money_per_year", "duration"]
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


AnyFinding = InstrumentCell | Counterpart | ClusterRange | Conflict | Coverage


class Comparison(Record, frozen=True, kw_only=True):
    """All findings, in a fixed order."""

    findings: tuple[AnyFinding, ...]


class NamedFile(Record, frozen=True, kw_only=True):
    """A file that a stage made, for `store` to write: its path inside the run's folder and its bytes."""

    path: str
    content: bytes


class Files(Record, frozen=True, kw_only=True):
    """The report's files."""

    items: tuple[NamedFile, ...]


class Failure(Record, frozen=True, kw_only=True):
    """A document or page that could not be used: where, why, and what to do next. `page` None = the whole document."""

    source: str
    doc_id: str | None
    stage: str
    page: int | None
    error: str
    message: str
    advice: str

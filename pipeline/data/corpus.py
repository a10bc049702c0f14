"""What the corpus stages give: measures, organisations, facts, clusters, findings, files; and a run's failures."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from pipeline.data.base import Record, Span
from pipeline.data.facts import Coding, MeasureKind


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


Method = Literal["market", "ppp", "constant_market", "constant_ppp"]
"""How an amount was made comparable.

`market`: at the market exchange rate of its year. `ppp`: at the purchasing power parity of its year. `constant_market`
and `constant_ppp`: in the prices of one year, by the GDP deflator of the country, then converted as of that year.
"""


class Converted(Record, frozen=True, kw_only=True):
    """An amount in the comparison currency, with the sources of the figures that were used and the steps, in words.

    `rate` is what the amount was multiplied by in all. `year` is that of the rate or parity and, with constant prices,
    of the prices; `year_stated` is false where the text tells no year and one had to be assumed.
    """

    min: Decimal | None
    max: Decimal | None
    currency: str
    year: int
    year_stated: bool
    rate: Decimal
    source: str
    steps: tuple[str, ...]
    steps_zh: tuple[str, ...] = ()
    method: Method = "market"


class Unconverted(Record, frozen=True, kw_only=True):
    """A conversion that could not be made, and which figure the tables lack."""

    method: Method
    reason: str
    reason_zh: str


class Fact(Record, frozen=True, kw_only=True):
    """A value joined to what it describes. `subject` is a measure_id or organisation_id; `label` and `year` are as in `Link`.

    `converted` is the amount at market rates, `comparable` the same amount by the other methods, and `unconverted` says
    which methods the price tables do not allow.
    """

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
    comparable: tuple[Converted, ...] = ()
    unconverted: tuple[Unconverted, ...] = ()


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
    members. `language_mix` (0 to 1) is how evenly the two languages share it: 0 is one language alone, 1 half and half.
    `continues` is the cluster of the previous run whose id this one keeps, `overlap` the share of both's members that is
    in both; None where it is new, or where there was no previous run. `x` and `y` are its place on a map on which what is
    near is alike; they have no unit.
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
    language_mix: float = 0.0
    continues: str | None = None
    overlap: float | None = None
    x: float = 0.0
    y: float = 0.0


class Branch(Record, frozen=True, kw_only=True):
    """Two clusters or branches that are nearest to each other; the last one is the root.

    `children` are cluster or branch ids, `distance` is the mean cosine distance between the members of the two (0 to
    2), `clusters` and `measures` count what is below.
    """

    branch_id: str
    children: tuple[str, ...]
    distance: float
    clusters: int
    measures: int
    label_zh: str
    label_en: str


class Clustering(Record, frozen=True, kw_only=True):
    """All clusters, largest first, each measure that no cluster took with its nearest cluster, and the tree above."""

    clusters: tuple[Cluster, ...]
    outliers: dict[str, str | None]
    tree: tuple[Branch, ...] = ()


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

"""What the page shows: the records, cut to what a reader needs, as the JSON that stands in the page.

Field names are short and fields at their default are left out: a corpus of thousands of measures has to fit one file.
Numbers that people read off (amounts, rates) are text, for JSON numbers lose digits; the page's script computes none.
"""

from __future__ import annotations

import msgspec

from pipeline.reporting.labels import InstrumentLabel, Label


class View(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Base of what the page shows."""


class NoticeView(View, frozen=True, kw_only=True):
    """What of a document could not be used."""

    page: int | None = None
    message: str
    advice: str = ""


class DocumentView(View, frozen=True, kw_only=True):
    """A source, without its text."""

    id: str
    title: str
    source: str
    languages: tuple[str, ...]
    pages: int
    paged: bool = True
    """Whether it has pages; without them, paragraphs are counted in their place."""
    measures: int = 0
    values: int = 0
    notices: tuple[NoticeView, ...] = ()


class FailureView(View, frozen=True, kw_only=True):
    """A document that could not be used."""

    source: str
    stage: str
    message: str
    advice: str = ""
    page: int | None = None


class SheetView(View, frozen=True, kw_only=True):
    """A page as a sketch: its size in points and its lines as [x0, y0, x1, y1]."""

    width: int
    height: int
    lines: tuple[tuple[int, int, int, int], ...] = ()


class CropView(View, frozen=True, kw_only=True):
    """A part of a page that shows values: `box` is [x0, y0, x1, y1] in points.

    With a picture, its size in pixels; without one, the lines on it as [x0, y0, x1, y1, text].
    """

    id: str
    doc: str
    page: int
    box: tuple[float, float, float, float]
    width: int = 0
    height: int = 0
    lines: tuple[tuple[int, int, int, int, str], ...] = ()


class HowView(View, frozen=True, kw_only=True):
    """A way from one currency to the comparison currency: thousands of amounts share a few."""

    method: str
    currency: str
    year: int
    stated: bool = False
    rate: str
    source: str
    steps_en: tuple[str, ...] = ()
    steps_zh: tuple[str, ...] = ()


class LackView(View, frozen=True, kw_only=True):
    """Why a method of conversion could not be used: which figure the price tables lack."""

    method: str
    en: str
    zh: str


class ConvertedView(View, frozen=True, kw_only=True):
    """An amount in the comparison currency; `how` is the place of its way in the page's list."""

    how: int
    min: str | None = None
    max: str | None = None


class ValueView(View, frozen=True, kw_only=True):
    """A value with its evidence. `before` and `after` are the rest of its sentence; boxes [page, x0, y0, x1, y1]."""

    id: str
    doc: str
    page: int
    type: str
    quote: str
    before: str = ""
    after: str = ""
    rule: str
    confidence: float
    boxes: tuple[tuple[int, float, float, float, float], ...] = ()
    crops: tuple[str, ...] = ()
    """The ids of the parts of pages that show it."""
    min: str | None = None
    max: str | None = None
    currency: str | None = None
    bound: str | None = None
    per: tuple[str, ...] = ()
    role: str | None = None
    year: str | None = None
    copy: str | None = None
    """The id of the amount that the author converted into this one."""


class FactView(View, frozen=True, kw_only=True):
    """A value joined to a measure or organisation."""

    id: str
    value: str
    score: float
    reason: str
    converted: tuple[ConvertedView, ...] = ()
    lacks: tuple[int, ...] = ()
    """The places of what is lacking in the page's list."""


class CodingView(View, frozen=True, kw_only=True):
    """An instrument and the words that decided it."""

    instrument: str
    cue: str
    doc: str
    page: int | None = None


class PassageView(View, frozen=True, kw_only=True):
    """A sentence that speaks of a measure."""

    doc: str
    page: int | None = None
    text: str


class MeasureView(View, frozen=True, kw_only=True):
    """A measure with its facts. `amount` is its coverage."""

    id: str
    name: Label
    names: tuple[str, ...]
    kind: str
    country: str
    parent: str | None = None
    organisations: tuple[str, ...] = ()
    instruments: tuple[str, ...] = ()
    docs: tuple[str, ...] = ()
    cluster: str | None = None
    near: str | None = None
    amount: str = "no_amount_given"
    facts: tuple[FactView, ...] = ()
    codings: tuple[CodingView, ...] = ()
    beneficiaries: dict[str, str] = {}
    """Whom it is for, each with the word that tells it; so are the stages of work and what it raises or lowers."""
    stages: dict[str, str] = {}
    changes: dict[str, str] = {}
    passages: tuple[PassageView, ...] = ()


class OrganisationView(View, frozen=True, kw_only=True):
    """An organisation, with the facts that describe itself: its own budget, say."""

    id: str
    name: Label
    names: tuple[str, ...]
    country: str
    parent: str | None = None
    facts: tuple[FactView, ...] = ()


class ClusterView(View, frozen=True, kw_only=True):
    """A cluster with its members and mix; `continues` is its id in the run before, if it had one there; `x`, `y` its place on the map."""

    id: str
    label: Label
    words_en: tuple[str, ...] = ()
    words_zh: tuple[str, ...] = ()
    measures: tuple[str, ...]
    stability: float
    mix: float = 0.0
    continues: str | None = None
    overlap: float | None = None
    languages: dict[str, int]
    countries: dict[str, int]
    x: float = 0.0
    y: float = 0.0


class BranchView(View, frozen=True, kw_only=True):
    """Where clusters join, with how far apart they are; children are ids of clusters or branches."""

    id: str
    children: tuple[str, ...]
    distance: float
    clusters: int
    measures: int
    label: Label


class TimeView(View, frozen=True, kw_only=True):
    """When a measure runs, in years, and the facts that tell it."""

    measure: str
    start: int | None = None
    end: int | None = None
    open: bool = False
    budgets: tuple[int, ...] = ()
    facts: tuple[str, ...] = ()


class GapView(View, frozen=True, kw_only=True):
    """What is not known of a country's use of an instrument; `kind` is one of the three kinds of missing."""

    country: str
    instrument: str
    kind: str
    value: str | None = None
    measures: tuple[str, ...] = ()


class PriceView(View, frozen=True, kw_only=True):
    """The spread of amounts in a country, over an instrument or cluster, by one method of conversion."""

    scope: str
    key: str
    country: str
    value: str
    role: str
    method: str
    n: int
    low: str
    median: str
    high: str
    facts: tuple[str, ...] = ()
    """Only with the first method; the others are of the same facts."""


class RankingView(View, frozen=True, kw_only=True):
    """A warning: which of these measures pays more depends on the method, or on a year that no text tells.

    `orders` has the measures by each method, where they differ; `unknown` counts the amounts whose year was assumed.
    """

    scope: str
    key: str
    value: str
    role: str
    orders: dict[str, tuple[str, ...]] = {}
    turned: tuple[tuple[str, str], ...] = ()
    unknown: int = 0


class RangeView(View, frozen=True, kw_only=True):
    """The spread of a figure in a cluster and country."""

    cluster: str
    country: str
    value: str
    role: str | None = None
    n: int
    low: str
    median: str
    high: str
    unit: str
    facts: tuple[str, ...]


class CellView(View, frozen=True, kw_only=True):
    """A cell of the country × instrument table."""

    country: str
    instrument: str
    measures: tuple[str, ...]
    facts: tuple[str, ...] = ()
    role: str | None = None
    value: str | None = None
    low: str | None = None
    median: str | None = None
    high: str | None = None


class PairView(View, frozen=True, kw_only=True):
    """A measure and a counterpart abroad."""

    here: str
    there: str
    rank: int
    score: float
    reasons: tuple[str, ...]


class ConflictView(View, frozen=True, kw_only=True):
    """Values of a measure that cannot all hold."""

    measure: str
    value: str
    facts: tuple[str, ...]


class PageView(View, frozen=True, kw_only=True):
    """All that the page shows. `strings` are the interface's texts by language and key."""

    title: str
    currency: str
    documents: tuple[DocumentView, ...]
    failures: tuple[FailureView, ...]
    sheets: dict[str, SheetView]
    crops: tuple[CropView, ...]
    values: tuple[ValueView, ...]
    measures: tuple[MeasureView, ...]
    organisations: tuple[OrganisationView, ...]
    clusters: tuple[ClusterView, ...]
    tree: tuple[BranchView, ...]
    hows: tuple[HowView, ...]
    lacks: tuple[LackView, ...]
    times: tuple[TimeView, ...]
    gaps: tuple[GapView, ...]
    prices: tuple[PriceView, ...]
    rankings: tuple[RankingView, ...]
    ranges: tuple[RangeView, ...]
    cells: tuple[CellView, ...]
    pairs: tuple[PairView, ...]
    conflicts: tuple[ConflictView, ...]
    countries: dict[str, Label]
    currencies: dict[str, Label]
    instruments: dict[str, InstrumentLabel]
    traits: dict[str, dict[str, Label]]
    """Labels of beneficiaries, stages, directions and objects, by key."""
    strings: dict[str, dict[str, str]]

"""Clusters and findings for the page."""

from __future__ import annotations

from pipeline.comparison.prices import METHODS
from pipeline.data import (
    Branch,
    Cluster,
    ClusterRange,
    Conflict,
    Counterpart,
    Gap,
    InstrumentCell,
    PriceRange,
    RankingNote,
    Timeline,
)
from pipeline.reporting.conversions import rounded
from pipeline.reporting.evidence import number_text
from pipeline.reporting.labels import Label
from pipeline.reporting.view import (
    BranchView,
    CellView,
    ClusterView,
    ConflictView,
    GapView,
    PairView,
    PriceView,
    RangeView,
    RankingView,
    TimeView,
)


def cluster_view(cluster: Cluster) -> ClusterView:
    """A cluster."""
    return ClusterView(
        id=cluster.cluster_id,
        label=Label(en=cluster.label_en, zh=cluster.label_zh),
        words_en=cluster.keywords_en,
        words_zh=cluster.keywords_zh,
        measures=cluster.measure_ids,
        stability=round(cluster.stability, 2),
        mix=round(cluster.language_mix, 2),
        continues=cluster.continues,
        overlap=None if cluster.overlap is None else round(cluster.overlap, 2),
        languages=cluster.languages,
        countries=cluster.countries,
        x=cluster.x,
        y=cluster.y,
    )


def range_view(found: ClusterRange) -> RangeView:
    """The spread of a figure in a cluster and country."""
    return RangeView(
        cluster=found.cluster_id,
        country=found.country,
        value=found.value,
        role=found.role,
        n=found.n,
        low=number_text(found.low),
        median=number_text(found.median),
        high=number_text(found.high),
        unit=found.unit,
        facts=found.fact_ids,
    )


def cell_view(found: InstrumentCell) -> CellView:
    """A cell of the country × instrument table."""
    return CellView(
        country=found.country,
        instrument=found.instrument,
        measures=found.measure_ids,
        facts=found.fact_ids,
        role=found.role,
        value=found.value,
        low=rounded(found.low),
        median=rounded(found.median),
        high=rounded(found.high),
    )


def pair_view(found: Counterpart) -> PairView:
    """A pair of counterparts."""
    return PairView(
        here=found.measure_id,
        there=found.counterpart_id,
        rank=found.rank,
        score=round(found.score, 2),
        reasons=found.reasons,
    )


def conflict_view(found: Conflict) -> ConflictView:
    """Values that cannot all hold."""
    return ConflictView(measure=found.measure_id, value=found.value, facts=found.fact_ids)


def branch_view(found: Branch) -> BranchView:
    """A place where clusters join."""
    return BranchView(
        id=found.branch_id,
        children=found.children,
        distance=round(found.distance, 3),
        clusters=found.clusters,
        measures=found.measures,
        label=Label(en=found.label_en, zh=found.label_zh),
    )


def time_view(found: Timeline) -> TimeView:
    """When a measure runs."""
    return TimeView(
        measure=found.measure_id,
        start=found.start,
        end=found.end,
        open=found.open,
        budgets=found.budget_years,
        facts=found.fact_ids,
    )


def gap_view(found: Gap) -> GapView:
    """What is not known of a country's use of an instrument."""
    return GapView(
        country=found.country,
        instrument=found.instrument,
        kind=found.kind,
        value=found.value,
        measures=found.measure_ids,
    )


def price_view(found: PriceRange) -> PriceView:
    """Amounts in a country by one method."""
    return PriceView(
        scope=found.scope,
        key=found.key,
        country=found.country,
        value=found.value,
        role=found.role,
        method=found.method,
        n=found.n,
        low=rounded(found.low) or "",
        median=rounded(found.median) or "",
        high=rounded(found.high) or "",
        facts=found.fact_ids if found.method == METHODS[0] else (),
    )


def ranking_view(found: RankingNote) -> RankingView:
    """A warning that the ranking hangs on the method or on an assumed year."""
    return RankingView(
        scope=found.scope,
        key=found.key,
        value=found.value,
        role=found.role,
        orders=found.orders if found.turned else {},
        turned=found.turned,
        unknown=len(found.year_unknown),
    )

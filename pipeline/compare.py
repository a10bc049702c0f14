"""Stage 8, compare: facts, clusters and countries to findings: who pays what, for how long, and who does likewise."""

from __future__ import annotations

from pipeline.comparison.conflicts import conflicts, coverage
from pipeline.comparison.counterparts import counterparts, open_table
from pipeline.comparison.figures import figure_frame, figures, mentions_by_id
from pipeline.comparison.ranges import cluster_ranges, instrument_cells
from pipeline.config import CompareConfig
from pipeline.data import Clustering, Comparison, Dataset, Extraction, Vectors


def compare(
    extractions: tuple[Extraction, ...],
    dataset: Dataset,
    vectors: Vectors,
    clustering: Clustering,
    *,
    config: CompareConfig,
) -> Comparison:
    """Compares the measures of all countries.

    Returns:
        The findings: the country × instrument table, each measure's counterparts abroad, the ranges of each cluster and
        country, conflicts, and coverage; each kind in the order of its keys. Measures without a country are a group of
        their own, "unknown", and have no counterparts.
    """
    mentions = mentions_by_id(extractions)
    numbers = figures(dataset, mentions)
    frame = figure_frame(numbers, dataset, clustering)
    table = open_table(dataset, vectors, clustering, numbers)
    return Comparison(
        findings=(
            *instrument_cells(frame, dataset),
            *counterparts(table, count=config.counterparts, min_score=config.min_score),
            *cluster_ranges(frame),
            *conflicts(dataset, mentions),
            *coverage(dataset, mentions),
        )
    )

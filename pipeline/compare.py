"""Stage 8, compare: facts, clusters and countries to findings: who pays what, for how long, and who does likewise."""

from __future__ import annotations

from pipeline.comparison.conflicts import conflicts
from pipeline.comparison.counterparts import counterparts
from pipeline.comparison.figures import figure_frame, figures, mentions_by_id
from pipeline.comparison.gaps import coverage, gaps
from pipeline.comparison.prices import amounts, price_ranges, ranking_notes
from pipeline.comparison.ranges import cluster_ranges, instrument_cells
from pipeline.comparison.table import open_table
from pipeline.comparison.timeline import timelines
from pipeline.comparison.traits import TraitFinder, open_finder, profiles
from pipeline.config import CompareConfig
from pipeline.data import Clustering, Comparison, Dataset, Document, Extraction, Vectors
from pipeline.lexicon.rows import read_traits


def open_traits(config: CompareConfig) -> TraitFinder:
    """Reads the words of traits.toml."""
    return open_finder(read_traits())


def compare(  # noqa: PLR0913 - a stage takes what its entry in FLOW needs
    documents: tuple[Document, ...],
    extractions: tuple[Extraction, ...],
    dataset: Dataset,
    vectors: Vectors,
    clustering: Clustering,
    *,
    config: CompareConfig,
    model: TraitFinder,
) -> Comparison:
    """Compares the measures of all countries.

    Returns:
        The findings: the country × instrument table, each measure's counterparts abroad, the ranges of each cluster and
        country, conflicts, coverage; each measure's profile and time; what is missing; amounts by every method of
        conversion and where the method decides. Each kind stands in the order of its keys. Measures without a country
        are a group of their own, "unknown", and have no counterparts.
    """
    mentions = mentions_by_id(extractions)
    numbers = figures(dataset, mentions)
    frame = figure_frame(numbers, dataset, clustering)
    told = profiles(dataset.measures, documents, model)
    table = open_table(dataset, vectors, clustering, numbers, told)
    priced = amounts(dataset, clustering, mentions)
    return Comparison(
        findings=(
            *instrument_cells(frame, dataset),
            *counterparts(table, count=config.counterparts, min_score=config.min_score),
            *cluster_ranges(frame),
            *conflicts(dataset, mentions),
            *coverage(dataset, mentions),
            *told,
            *timelines(dataset, mentions),
            *gaps(dataset, mentions),
            *price_ranges(priced, dataset),
            *ranking_notes(priced, dataset),
        )
    )

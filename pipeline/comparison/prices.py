"""Amounts by every method of conversion: their ranges, and where the method or an unknown year decides who pays more."""

from __future__ import annotations

import itertools
import statistics
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from pipeline.comparison.figures import UNKNOWN, Figure, figures
from pipeline.data import (
    AnyMention,
    Clustering,
    Dataset,
    Method,
    MoneyValue,
    PriceRange,
    RankingNote,
    Role,
    Scope,
)

METHODS: tuple[Method, ...] = ("market", "ppp", "constant_market", "constant_ppp")


@dataclass(frozen=True, slots=True, order=True)
class Kind:
    """Amounts that may be compared: of a cluster or an instrument, awards or budgets, in all or a year."""

    scope: Scope
    key: str
    value: MoneyValue
    role: Role


Amounts = Mapping[Kind, Mapping[Method, Sequence[Figure]]]


def amounts(dataset: Dataset, clustering: Clustering, mentions: Mapping[str, AnyMention]) -> Amounts:
    """The figures of money by kind and method; what a measure repeats counts once."""
    keys = _keys(dataset, clustering)
    found: dict[Kind, dict[Method, list[Figure]]] = defaultdict(lambda: defaultdict(list))
    for method in METHODS:
        for figure in _distinct(figures(dataset, mentions, method=method)):
            if figure.role is not None and figure.value != "duration":
                for scope, key in keys[figure.measure_id]:
                    found[Kind(scope, key, figure.value, figure.role)][method].append(figure)
    return found


def price_ranges(amounts: Amounts, dataset: Dataset) -> tuple[PriceRange, ...]:
    """The spread of each kind of amount in each country by each method, with the facts behind it."""
    countries = {m.measure_id: m.country or UNKNOWN for m in dataset.measures}
    found = []
    for kind, methods in sorted(amounts.items()):
        for method in METHODS:
            by_country: dict[str, list[Figure]] = defaultdict(list)
            for figure in methods.get(method, ()):
                by_country[countries[figure.measure_id]].append(figure)
            found += [_range(kind, method, country, group) for country, group in sorted(by_country.items())]
    return tuple(found)


def ranking_notes(amounts: Amounts, dataset: Dataset) -> tuple[RankingNote, ...]:
    """The kinds of amount whose order of measures the method changes, or some of whose years no text tells."""
    unstated = {f.fact_id for f in dataset.facts if f.converted is not None and not f.converted.year_stated}
    found = []
    for kind, methods in sorted(amounts.items()):
        middles = {method: _middles(methods[method]) for method in METHODS if method in methods}
        measures = sorted({measure for known in middles.values() for measure in known})
        turned = tuple(pair for pair in itertools.combinations(measures, 2) if _is_turned(pair, middles.values()))
        unknown = sorted({f.fact_id for figures in methods.values() for f in figures if f.fact_id in unstated})
        if len(measures) > 1 and (turned or unknown):
            found.append(
                RankingNote(
                    scope=kind.scope,
                    key=kind.key,
                    value=kind.value,
                    role=kind.role,
                    orders={method: _order(known) for method, known in middles.items()},
                    turned=turned,
                    year_unknown=tuple(unknown),
                )
            )
    return tuple(found)


def _keys(dataset: Dataset, clustering: Clustering) -> dict[str, list[tuple[Scope, str]]]:
    """The cluster and the instruments of each measure."""
    keys: dict[str, list[tuple[Scope, str]]] = {
        m.measure_id: [("instrument", i) for i in sorted(set(m.instruments))] for m in dataset.measures
    }
    for cluster in clustering.clusters:
        for measure in cluster.measure_ids:
            keys.setdefault(measure, []).append(("cluster", cluster.cluster_id))
    return keys


def _distinct(items: Iterable[Figure]) -> list[Figure]:
    """Each figure of a measure once, the first of equals."""
    once: dict[tuple[object, ...], Figure] = {}
    for f in items:
        once.setdefault((f.measure_id, f.value, f.role, f.unit, f.low, f.high), f)
    return list(once.values())


def _range(kind: Kind, method: Method, country: str, group: Sequence[Figure]) -> PriceRange:
    return PriceRange(
        scope=kind.scope,
        key=kind.key,
        country=country,
        value=kind.value,
        role=kind.role,
        method=method,
        n=len(group),
        low=min(f.low for f in group),
        median=statistics.median(f.middle for f in group),
        high=max(f.high for f in group),
        unit=group[0].unit,
        fact_ids=tuple(sorted(f.fact_id for f in group)),
    )


def _middles(group: Iterable[Figure]) -> dict[str, Decimal]:
    """Each measure's median amount."""
    by_measure: dict[str, list[Decimal]] = defaultdict(list)
    for figure in group:
        by_measure[figure.measure_id].append(figure.middle)
    return {measure: statistics.median(values) for measure, values in sorted(by_measure.items())}


def _order(middles: Mapping[str, Decimal]) -> tuple[str, ...]:
    return tuple(sorted(middles, key=lambda measure: (-middles[measure], measure)))


def _is_turned(pair: tuple[str, str], methods: Iterable[Mapping[str, Decimal]]) -> bool:
    """Whether one of the two is larger by one method and smaller by another."""
    one, other = pair
    signs = {(m[one] > m[other]) - (m[one] < m[other]) for m in methods if one in m and other in m}
    return {1, -1} <= signs

"""What is missing, three kinds apart: not mentioned, mentioned without a value, lost in extraction."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Literal

from pipeline.data import AnyMention, Coverage, Dataset, Duration, Gap, Measure, Money

Loose = Mapping[str, Sequence[int]]
"""Where values stand that nothing took, by document."""


def coverage(dataset: Dataset, mentions: Mapping[str, AnyMention]) -> tuple[Coverage, ...]:
    """What is known of each measure's amount, by measure.

    `stated`: an amount is linked to it. `extraction_failed`: none is, but an amount that nothing took stands in a
    sentence that speaks of the measure, so nobody may say that none is given. `no_amount_given`: neither.
    """
    stated = _subjects(dataset, "money")
    loose = _loose(dataset, mentions, Money)
    return tuple(
        Coverage(measure_id=m.measure_id, amount="stated")
        if m.measure_id in stated
        else Coverage(measure_id=m.measure_id, amount="extraction_failed" if _lost(m, loose) else "no_amount_given")
        for m in sorted(dataset.measures, key=lambda m: m.measure_id)
    )


def gaps(dataset: Dataset, mentions: Mapping[str, AnyMention]) -> tuple[Gap, ...]:
    """What is not known of each country's use of each instrument of the corpus, by country and instrument.

    Only countries that have a measure at all are looked at, and only instruments that some country has.
    """
    cells: dict[tuple[str, str], list[Measure]] = defaultdict(list)
    for measure in sorted(dataset.measures, key=lambda m: m.measure_id):
        for instrument in measure.instruments:
            cells[measure.country or "", instrument].append(measure)
    countries = sorted({m.country for m in dataset.measures if m.country})
    stated = {"money": _subjects(dataset, "money"), "duration": _subjects(dataset, "duration")}
    loose = {"money": _loose(dataset, mentions, Money), "duration": _loose(dataset, mentions, Duration)}
    found: list[Gap] = []
    for country in countries:
        for instrument in sorted({instrument for _, instrument in cells}):
            measures = cells.get((country, instrument), [])
            if not measures:
                found.append(Gap(country=country, instrument=instrument, kind="not_mentioned", measure_ids=()))
            else:
                found += _missing(country, instrument, measures, stated, loose)
    return tuple(found)


def _missing(
    country: str,
    instrument: str,
    measures: Sequence[Measure],
    stated: Mapping[str, set[str]],
    loose: Mapping[str, Loose],
) -> list[Gap]:
    """The kinds of value that none of the measures has."""
    found = []
    values: tuple[Literal["money", "duration"], ...] = ("money", "duration")
    for value in values:
        if not any(m.measure_id in stated[value] for m in measures):
            lost = [m for m in measures if _lost(m, loose[value])]
            found.append(
                Gap(
                    country=country,
                    instrument=instrument,
                    value=value,
                    kind="extraction_failed" if lost else "not_given",
                    measure_ids=tuple(m.measure_id for m in lost or measures),
                )
            )
    return found


def _subjects(dataset: Dataset, kind: str) -> set[str]:
    return {f.subject for f in dataset.facts if f.type == kind and f.subject_type == "measure"}


def _loose(dataset: Dataset, mentions: Mapping[str, AnyMention], kind: type[AnyMention]) -> Loose:
    taken = {f.mention_id for f in dataset.facts}
    loose: dict[str, list[int]] = defaultdict(list)
    for mention in mentions.values():
        if isinstance(mention, kind) and mention.mention_id not in taken:
            loose[mention.doc_id].append(mention.start)
    return loose


def _lost(measure: Measure, loose: Loose) -> bool:
    return any(
        passage.span.start <= start < passage.span.end
        for passage in measure.passages
        for start in loose.get(passage.doc_id, ())
    )

"""The summary in Markdown: the report's findings on a few pages, each amount with its words and a link to its evidence."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import jinja2
import msgspec

from pipeline.comparison.figures import UNKNOWN
from pipeline.reporting.view import (
    CellView,
    DocumentView,
    FactView,
    MeasureView,
    PageView,
    PairView,
    ValueView,
)
from pipeline.reporting.wording import Language, Wording

MOST_MEASURES = 60
MOST_PAIRS = 15
MOST_VALUES = 4
COVERAGE = ("stated", "no_amount_given", "extraction_failed")
ROLES = ("award", "budget", "contribution", "threshold", "fee", "other")
_SPECIAL = re.compile(r"([\\`*_\[\]<>|#])")


class MeasureRow(msgspec.Struct, frozen=True):
    """A measure with what it pays."""

    id: str
    name: str
    country: str
    amounts: list[str]
    durations: list[str]
    sources: list[str]


def summary(view: PageView, template: jinja2.Template, language: Language, *, page: str) -> str:
    """Writes the summary in one language; its links lead to `page`."""
    wording = Wording(language, view.strings[language], view.currencies)
    rows = _measure_rows(view, wording, page)
    return template.render(
        view=view,
        page=page,
        t=wording.text,
        stop=wording.stop,
        say=wording.say,
        stats=_stats(view),
        countries=_countries(view, wording),
        measures=rows[:MOST_MEASURES],
        hidden=max(0, len(rows) - MOST_MEASURES),
        columns=_codes(view, wording),
        matrix=_matrix(view.cells, view, wording),
        pairs=_pairs(view.pairs, view, wording),
        conflicts=_conflicts(view, wording, page),
    )


def escaped(text: str) -> str:
    """Text as Markdown shows it, on one line."""
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))


def _stats(view: PageView) -> list[tuple[str, int]]:
    known = {measure.country for measure in view.measures} - {UNKNOWN, "INT"}
    return [
        ("documents", len(view.documents)),
        ("measures", len(view.measures)),
        ("values", len(view.values)),
        ("amounts", sum(value.type == "money" for value in view.values)),
        ("countries", len(known)),
        ("clusters", len(view.clusters)),
        ("conflicts", len(view.conflicts)),
    ]


def _codes(view: PageView, wording: Wording) -> list[str]:
    """The countries of the measures by name, those without one last."""
    codes = {measure.country for measure in view.measures}
    return sorted(codes, key=lambda code: (code == UNKNOWN, wording.say(view.countries[code])))


def _countries(view: PageView, wording: Wording) -> list[dict[str, Any]]:
    counts = Counter((measure.country, measure.amount) for measure in view.measures)
    return [
        {
            "name": wording.say(view.countries[code]),
            "measures": sum(counts[code, kind] for kind in COVERAGE),
            **{kind: counts[code, kind] for kind in COVERAGE},
        }
        for code in _codes(view, wording)
    ]


def _measure_rows(view: PageView, wording: Wording, page: str) -> list[MeasureRow]:
    """The measures with an amount, by country and name."""
    values = {value.id: value for value in view.values}
    documents = {document.id: document for document in view.documents}
    rows = []
    for measure in view.measures:
        own = [values[fact.value] for fact in measure.facts]
        money = sorted(
            (v for v in own if v.type == "money" and not v.copy), key=lambda v: ROLES.index(v.role or "other")
        )
        if not money:
            continue
        cited = {documents[value.doc].title: value for value in reversed(own)}
        rows.append(
            MeasureRow(
                measure.id,
                wording.say(measure.name),
                wording.say(view.countries[measure.country]),
                _listed(money, wording, page),
                _listed((value for value in own if value.type == "duration"), wording, page),
                [
                    wording.together(escaped(title), _place(value, documents[value.doc], wording))
                    for title, value in sorted(cited.items())
                ],
            )
        )
    return sorted(rows, key=lambda row: (row.country, row.name, row.id))


def _listed(values: Iterable[ValueView], wording: Wording, page: str) -> list[str]:
    """Different values, each with what it is for, its words and a link; without those that say less of the same value."""
    texts: dict[str, str] = {}
    for value in _fullest(list(values), wording):
        note = wording.note(value)
        said = escaped(wording.value(value)) + (wording.aside(escaped(note)) if note else "")
        texts.setdefault(said, f"[{said}]({page}#value={value.id})")
    return list(texts.values())[:MOST_VALUES]


def _fullest(values: Sequence[ValueView], wording: Wording) -> list[ValueView]:
    said = [(wording.value(value), set(wording.note_words(value))) for value in values]
    return [
        value
        for value, (text, words) in zip(values, said, strict=True)
        if not any(text == other and words < more for other, more in said)
    ]


def _place(value: ValueView, document: DocumentView, wording: Wording) -> str:
    return wording.text("table.page" if document.paged else "table.paragraph", page=value.page)


def _matrix(cells: Iterable[CellView], view: PageView, wording: Wording) -> list[dict[str, Any]]:
    counts = {(cell.instrument, cell.country): len(cell.measures) for cell in cells}
    used = {instrument for instrument, _ in counts}
    codes = _codes(view, wording)
    return [
        {"name": label.zh if wording.language == "zh" else label.en, "counts": [counts.get((key, c), 0) for c in codes]}
        for key, label in view.instruments.items()
        if key in used
    ]


def _pairs(pairs: Iterable[PairView], view: PageView, wording: Wording) -> list[dict[str, Any]]:
    """The best pairs, each once."""
    measures = {measure.id: measure for measure in view.measures}
    unique = {frozenset((pair.here, pair.there)): pair for pair in sorted(pairs, key=lambda p: (p.score, p.here))}
    best = sorted(unique.values(), key=lambda pair: (-pair.score, pair.here, pair.there))[:MOST_PAIRS]
    return [
        {
            "score": pair.score,
            "here": _named(measures[pair.here], view, wording),
            "there": _named(measures[pair.there], view, wording),
        }
        for pair in best
    ]


def _named(measure: MeasureView, view: PageView, wording: Wording) -> str:
    return wording.say(measure.name) + wording.aside(wording.say(view.countries[measure.country]))


def _conflicts(view: PageView, wording: Wording, page: str) -> list[dict[str, Any]]:
    measures = {measure.id: measure for measure in view.measures}
    values: Mapping[str, ValueView] = {value.id: value for value in view.values}
    facts: Mapping[str, FactView] = {fact.id: fact for measure in view.measures for fact in measure.facts}
    return [
        {
            "name": _named(measures[conflict.measure], view, wording),
            "quotes": [
                f"[{escaped(v.quote)}]({page}#value={v.id})" for f in conflict.facts if (v := values[facts[f].value])
            ],
        }
        for conflict in view.conflicts
    ]

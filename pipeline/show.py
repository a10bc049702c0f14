"""What a run found, for people to read: a document with its values marked, a measure's values, a run's state."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from rich.text import Text

from pipeline.config import Config
from pipeline.data import AnyMention, Duration, Failure, Measure, Money, Name, Percent, Period, Ratio
from pipeline.errors import ConfigError
from pipeline.running.layers import CORPUS
from pipeline.store import DocumentRow, RunRecord, find_run, is_whole, read_table

STYLES: dict[type, str] = {
    Money: "bold green",
    Duration: "bold cyan",
    Period: "cyan",
    Percent: "bold magenta",
    Ratio: "magenta",
}
NAME_STYLES = {"measure": "underline yellow", "organisation": "underline blue"}
BOUND_SIGNS = {"approx": "~", "at_most": "≤ ", "at_least": "≥ "}
STAGES = Config.__struct_fields__[1:]  # each has its section, in the order of the flow
UNRESOLVED_SHOWN = 5  # names of the queue that `status` prints
SUMMARY = (
    ("documents", "documents"),
    ("measures", "measures"),
    ("amounts", "amounts"),
    ("countries", "countries"),
    ("clusters", "clusters"),
    ("failures", "failed_documents"),
)


def show_document(run: Path, name: str) -> Iterator[Text]:
    """A document's text, page by page (or paragraph by paragraph): names underlined, each value followed by its reading.

    Raises:
        ConfigError: The run has no such document, or several.
    """
    document = find_document(run, name)
    mentions = [mention for mention in read_table(run, "mentions") if mention.doc_id == document.doc_id]
    names = [name for name in read_table(run, "names") if name.doc_id == document.doc_id]
    yield Text(f"{document.title}  ({document.source}, {document.doc_id})", style="bold")
    paged = document.format == "pdf"
    for page in document.pages:
        if paged:
            yield Text(f"── page {page.number} ──", style="dim")
        text = mark(document.text, mentions, names, start=page.start, end=page.end)
        if paged or text:
            yield text if paged else Text(f"{_place(document, page.number)}  ", style="dim").append_text(text)


def show_measures(run: Path, name: str, *, measure: str) -> Iterator[Text]:
    """The measures of a document whose name contains `measure`, each with its values and their sentences.

    Raises:
        ConfigError: The run has no such document or measure.
    """
    document = find_document(run, name)
    mentions = {mention.mention_id: mention for mention in read_table(run, "mentions")}
    chosen = [
        found
        for found in read_table(run, "measures")
        if document.doc_id in found.doc_ids and any(measure.casefold() in n.casefold() for n in found.names)
    ]
    if not chosen:
        raise ConfigError(
            f"{document.source}: no measure's name contains {measure!r}", advice=f"See {run / 'measures.jsonl'}."
        )
    for found in chosen:
        yield _headline(found)
        own = [mentions[key] for key in found.mentions if mentions[key].doc_id == document.doc_id]
        for mention in sorted(own, key=lambda mention: mention.start):
            yield Text(f"  {_place(document, mention.page)}  {describe(mention)}", style=STYLES[type(mention)])
            start, end = mention.sentence.start, mention.sentence.end
            yield Text("    ").append_text(mark(document.text, [mention], start=start, end=end))
        if not own:
            yield Text("  no value is linked to it in this document", style="dim")


def find_document(run: Path, name: str) -> DocumentRow:
    """The document whose doc_id begins with `name` or whose source contains it.

    Raises:
        ConfigError: There is none, or more than one.
    """
    documents: list[DocumentRow] = read_table(run, "documents")
    exact = [document for document in documents if name in (document.doc_id, document.source)]
    found = exact or [d for d in documents if d.doc_id.startswith(name) or name in d.source]
    if len(found) == 1:
        return found[0]
    failed = [] if found else [f for f in read_table(run, "failures") if name in f.source]
    if failed:
        raise ConfigError(f"{failed[0].source}: {failed[0].message}", advice=failed[0].advice)
    listed = ", ".join(f"{document.source} ({document.doc_id})" for document in (found or documents)[:10])
    what = "no such document" if not found else f"{len(found)} documents have it in their name"
    raise ConfigError(f"{name}: {what}", advice=f"Give one of: {listed}." if listed else "The run has no documents.")


def mark(text: str, mentions: Sequence[AnyMention], names: Sequence[Name] = (), *, start: int, end: int) -> Text:
    """The part of `text` from `start` to `end`: the values that begin in it marked and read out, names underlined."""
    marked = Text()
    place = start
    inside: list[AnyMention | Name] = sorted(
        (m for m in (*mentions, *names) if start <= m.start < end), key=lambda m: (m.start, m.end)
    )
    for found in inside:
        if found.start < place:
            continue
        marked.append(text[place : found.start])
        if isinstance(found, Name):
            marked.append(text[found.start : found.end], style=NAME_STYLES[found.of])
        else:
            marked.append(found.quote, style=STYLES[type(found)])
            marked.append(f"⟨{describe(found)}⟩", style="dim")
        place = found.end
    return marked.append(text[place:end] if place < end else "")


def describe(mention: AnyMention) -> str:
    """A value in a few words: `≤ 20000000 JPY per year, award`."""
    if isinstance(mention, Period):
        return f"{mention.from_ or '…'} to {mention.to or '…'}"
    if isinstance(mention, Ratio):
        return f"{_plain(mention.numerator)} : {_plain(mention.denominator)}"
    words = _range(mention)
    if isinstance(mention, Percent):
        return f"{words} %"
    if isinstance(mention, Duration):
        return words
    per = "".join(f" per {unit}" for unit in mention.per)
    year = f", {mention.year}" if mention.year else ""
    return f"{words} {mention.currency}{per}, {mention.role}{year}"


def summarise(record: RunRecord) -> list[str]:
    """The figures of a run, one a line; a dash for what it did not come to, which is not the same as none."""
    return [f"{label:12s}{f'{record.counts[key]:,d}' if key in record.counts else '–':>10s}" for label, key in SUMMARY]


def status_lines(run: Path) -> Iterator[str]:
    """How far a run has come: its figures and failures, or how many documents are past each stage.

    Raises:
        ConfigError: There is no run.
    """
    layers = Counter(
        path.name.partition(".")[0] for path in (run / ".layers").glob("*/*.msgpack") if path.parent.name != CORPUS
    )
    record = find_run(run)
    if record is None and not layers:
        raise ConfigError(f"{run}: no run here", advice="`crosswalk run` makes one.")
    if record is None:
        yield f"{run}: not finished; the same `crosswalk run` command goes on from here"
        for stage in STAGES:
            if stage in layers:
                yield f"{'documents past ' + stage:24s}{layers[stage]:>6,d}"
    else:
        yield f"{run}: {_state(run, record)}"
        yield from summarise(record)
        yield from (failure_line(failure) for failure in read_table(run, "failures"))
        yield from _unresolved_lines(run, record)


def _state(run: Path, record: RunRecord) -> str:
    """Whether a run is finished, stopped where --until said, or no longer as it was written."""
    if not is_whole(run, record):
        return "files are missing or changed; run it again"
    done = [stage for stage in STAGES if stage in record.stages]
    if done and done[-1] != STAGES[-1]:
        return f"finished up to {done[-1]}; the same `crosswalk run` command without --until goes on from here"
    return "finished"


def _unresolved_lines(run: Path, record: RunRecord) -> Iterator[str]:
    """How many names no entry of the authority files knows, and those that appear most."""
    count = record.counts.get("unresolved", 0)
    if not count:
        return
    yield f"{count:,d} names that the authority files do not know (unresolved.jsonl); the most frequent:"
    for name in read_table(run, "unresolved")[:UNRESOLVED_SHOWN]:
        near = (
            f"; near {name.nearest[0].form} ({name.nearest[0].entry}, {name.nearest[0].score:g})"
            if name.nearest
            else ""
        )
        yield f"  {name.form}  ({name.of}, {name.times}×){near}"


def failure_line(failure: Failure) -> str:
    """A failure on one line: where, what, what next."""
    page = f", page {failure.page}" if failure.page else ""
    return f"{failure.source}{page}: {failure.stage}: {failure.message} {failure.advice}".rstrip()


def _place(document: DocumentRow, number: int) -> str:
    """A page by its number; in a source without pages, a paragraph."""
    return f"page {number}" if document.format == "pdf" else f"¶ {number}"


def _headline(measure: Measure) -> Text:
    text = Text(" = ".join(measure.names), style="bold")
    return text.append(f"  ({measure.kind}, {measure.country or 'country unknown'}, {measure.measure_id})", style="dim")


def _range(mention: Money | Duration | Percent) -> str:
    low, high = _plain(mention.min), _plain(mention.max)
    if mention.bound == "range" and low != high:
        return f"{low}–{high}"
    value = high if mention.max is not None else low
    return f"{BOUND_SIGNS.get(mention.bound, '')}{value}"


def _plain(value: object) -> str:
    return "…" if value is None else value if isinstance(value, str) else f"{value:f}"

"""Executes a flow: finds the sources, takes each through the document stages, all through the corpus stages, stores.

What has not changed since an earlier run is not done again: see `fingerprint.py` for what counts as a change, and
`layers.py` for the cache. A document that fails is recorded and left out; the others go on.
"""

from __future__ import annotations

import logging
import os
from collections import Counter
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import msgspec

from pipeline.config import Config
from pipeline.data import Document, Failure, Notice, Record
from pipeline.errors import ConfigError, InputError
from pipeline.running.corpus import CorpusFlow
from pipeline.running.documents import (
    Attempt,
    DocumentFlow,
    Processed,
    lost_document,
    next_attempt,
    open_worker,
    unit_of,
)
from pipeline.running.fingerprint import combine, library_versions, stage_bases
from pipeline.running.layers import CORPUS, Layers
from pipeline.running.settings import render_config
from pipeline.running.sources import SourceFile, Sources, find_sources
from pipeline.running.workers import Limits, Lost, run_tasks
from pipeline.store import (
    NOT_STORED,
    Results,
    RunRecord,
    find_clustering,
    find_run,
    is_whole,
    read_clustering,
    write_run,
)

if TYPE_CHECKING:
    from pipeline.flow import Stage

log = logging.getLogger(__name__)

LAYERS_FOLDER = ".layers"
# spaCy imports these where it finds them; the document stages use neither, and a worker would be twice as large.
_HEAVY = ("torch", "cupy")
RESULT_STAGES = ("read", "segment", "extract", "normalise", "cluster", "compare", "crop", "report")


class Options(Record, frozen=True, kw_only=True):
    """What the user asks of one run, besides paths and settings.

    Attributes:
        first: The stage from which everything is done again; None repeats only what has changed.
        last: The stage after which to stop; None goes to the end.
        limit: The most documents, by name; None takes all.
        pages: The pages to read of each document, counted from 1; empty = all.
        password: For encrypted documents.
        previous: The run whose clusters lend their ids; None takes the last run in the output folder, if any.
    """

    first: str | None = None
    last: str | None = None
    limit: int | None = None
    pages: tuple[int, ...] = ()
    password: str | None = None
    previous: Path | None = None


class Summary(Record, frozen=True, kw_only=True):
    """What became of a run. `repeated` counts, for each stage, the documents (or the corpus) that it ran on."""

    record: RunRecord
    failures: tuple[Failure, ...]
    repeated: dict[str, int]


class Watcher(Protocol):
    """Is told how a run goes on."""

    def documents(self, *, total: int, cached: int) -> None:
        """There are `total` documents; `cached` of them need no work."""

    def document(self, source: str) -> None:
        """One more document is done."""

    def stage(self, name: str) -> None:
        """A corpus stage begins."""


class Silent:
    """A watcher that says nothing."""

    def documents(self, *, total: int, cached: int) -> None:
        """Says nothing."""

    def document(self, source: str) -> None:
        """Says nothing."""

    def stage(self, name: str) -> None:
        """Says nothing."""


def run_flow(
    flow: Sequence[Stage],
    paths: Sequence[str],
    config: Config,
    *,
    output: Path,
    options: Options | None = None,
    watcher: Watcher | None = None,
) -> Summary:
    """Runs `flow` on the files under `paths` and writes the dataset to `output`.

    Raises:
        ConfigError: A path, a stage name or the output folder cannot be used.
        InputError: There is no file, or none could be read; failures.jsonl is written all the same.
        PipelineError: The run cannot go on.
    """
    options, watcher = options or Options(), watcher or Silent()
    sources = find_sources(paths, output=output, limit=options.limit)
    documents = _open_flow(flow, config, output=output, options=options)
    stages, previous = _until(flow, options.last), _previous(output, options)
    documents.layers.prepare()
    _forget(flow, documents, sources.files, first=options.first)
    processed = _run_documents(documents, sources.files, watcher=watcher)
    complete = [document for document in processed if document.failure is None]
    failures = (*sources.failures, *(document.failure for document in processed if document.failure))
    corpus = CorpusFlow(stages, documents.bases, config, documents.layers, complete, failures=failures, **previous)
    repeated = Counter(name for document in processed for name in document.repeated)
    repeated.update(_run_corpus(corpus, watcher=watcher))
    record = _store(output, corpus, sources=sources, failures=failures)
    if not complete:
        advice = f"{failures[0].advice} See {output / 'failures.jsonl'}.".lstrip()
        raise InputError(_nothing_readable(failures), advice=advice)
    return Summary(record=record, failures=failures, repeated=dict(repeated))


def plan_flow(
    flow: Sequence[Stage], paths: Sequence[str], config: Config, *, output: Path, options: Options | None = None
) -> list[tuple[str, str]]:
    """What `run_flow` would do, without doing it: each source with the first stage to run for it, or "nothing".

    Raises:
        ConfigError: A path or a stage name cannot be used.
        InputError: There is no file.
    """
    options = options or Options()
    sources = find_sources(paths, output=output, limit=options.limit)
    documents = _open_flow(flow, config, output=output, options=options)
    again = _from(flow, options.first)
    plan = []
    for file in sources.files:
        known = documents.known(file)
        missing = [known.missing[0]] if known.missing else []
        due = [stage.name for stage in documents.stages if stage.name in (*missing, *again)]
        plan.append((file.source, due[0] if due else "nothing"))
    return plan


def _open_flow(flow: Sequence[Stage], config: Config, *, output: Path, options: Options) -> DocumentFlow:
    _check_order(flow, options)
    stages = tuple(stage for stage in _until(flow, options.last) if stage.scope == "document")
    return DocumentFlow(
        stages=stages,
        bases=stage_bases(flow, config=config),
        config=config,
        layers=Layers(output / LAYERS_FOLDER),
        pages=options.pages,
        password=options.password,
    )


def _previous(output: Path, options: Options) -> dict[str, Any]:
    """What the corpus stages may remember: the clusters of the run that is named, or of the last one in this folder."""
    if options.previous is None:
        found = find_clustering(output)
        return {"previous": {"cluster": found}} if found else {}
    named = read_clustering(options.previous)
    return {"previous": {"cluster": named}, "previous_key": combine(named)}


def _check_order(flow: Sequence[Stage], options: Options) -> None:
    """Says so where the run would stop before the stage from which it is to be done again."""
    first, last = options.first, options.last
    if first is not None and last is not None and _place(flow, first) > _place(flow, last):
        raise ConfigError(f"--from {first} comes after --until {last}", advice="Give a later stage to --until.")


def _until(flow: Sequence[Stage], last: str | None) -> tuple[Stage, ...]:
    """The stages up to and with `last`."""
    return tuple(flow) if last is None else tuple(flow[: _place(flow, last) + 1])


def _from(flow: Sequence[Stage], first: str | None) -> list[str]:
    """The names of the stages from `first` on; none where it is None."""
    return [] if first is None else [stage.name for stage in flow[_place(flow, first) :]]


def _place(flow: Sequence[Stage], name: str) -> int:
    names = [stage.name for stage in flow]
    if name not in names:
        raise ConfigError(f"{name}: no such stage", advice=f"Stages: {', '.join(names)}.")
    return names.index(name)


def _forget(flow: Sequence[Stage], documents: DocumentFlow, files: Sequence[SourceFile], *, first: str | None) -> None:
    """Removes the layers from stage `first` on, so that they are made again."""
    for name in _from(flow, first):
        for unit in (*(unit_of(file) for file in files), CORPUS):
            documents.layers.forget(unit, name)


def _run_documents(flow: DocumentFlow, files: Sequence[SourceFile], *, watcher: Watcher) -> list[Processed]:
    """All documents, in the order of `files`: those that the cache has complete, the others by way of the workers."""
    done = {file.source: known for file in files if (known := flow.known(file)).missing is None}
    waiting = sorted((file for file in files if file.source not in done), key=lambda file: -file.size)
    watcher.documents(total=len(files), cached=len(done))
    settings = flow.config.run
    results = run_tasks(
        [Attempt(file=file) for file in waiting],
        partial(open_worker, flow),
        jobs=_cores() if settings.jobs == "all" else settings.jobs,
        limits=Limits(seconds=settings.seconds_per_document, memory_mib=settings.memory_mib, without=_HEAVY),
        again=partial(next_attempt, flow),
        preload=sorted({stage.run.__module__ for stage in flow.stages}),
    )
    for attempt, result in results:
        processed = lost_document(flow, attempt, result) if isinstance(result, Lost) else result
        done[attempt.file.source] = processed
        if processed.failure:
            log.info("%s: %s: %s", attempt.file.source, processed.failure.stage, processed.failure.message)
        watcher.document(attempt.file.source)
    return [done[file.source] for file in files]


def _run_corpus(corpus: CorpusFlow, *, watcher: Watcher) -> list[str]:
    """Runs the corpus stages, where there are documents; gives the names of those that the cache did not have."""
    repeated = []
    for stage in corpus.flow if corpus.documents else ():
        if stage.scope == "corpus":
            watcher.stage(stage.name)
            repeated += [stage.name] if corpus.advance(stage) else []
    return repeated


def _store(output: Path, corpus: CorpusFlow, *, sources: Sources, failures: Sequence[Failure]) -> RunRecord:
    """Writes the dataset, unless the folder holds the very one."""
    versions = library_versions()
    config = render_config(corpus.config, leave_out=NOT_STORED)
    fingerprint = combine(corpus.fingerprint(), sources.duplicates, failures, config, versions)
    before = find_run(output)
    if before is not None and before.fingerprint == fingerprint and is_whole(output, before):
        return before
    record = RunRecord(
        versions=versions,
        stages={stage.name: stage.version for stage in corpus.flow},
        fingerprint=fingerprint,
        counts={},
        duplicates=sources.duplicates,
    )
    return write_run(output, _results(corpus, failures), record=record, config=config, title=corpus.config.report.title)


def _results(corpus: CorpusFlow, failures: Sequence[Failure]) -> Results:
    names = [stage.name for stage in corpus.flow] if corpus.documents else []
    output = {name: corpus.output(name) for name in RESULT_STAGES if name in names}
    documents: tuple[Document, ...] = output.get("read", ())
    notices = (_notice_failure(document, notice) for document in documents for notice in document.notices)
    return Results(
        failures=(*failures, *notices),
        documents=documents,
        segments=output.get("segment"),
        extractions=output.get("extract"),
        dataset=output.get("normalise"),
        clustering=output.get("cluster"),
        comparison=output.get("compare"),
        sheets=output.get("crop"),
        files=output.get("report"),
    )


def _notice_failure(document: Document, notice: Notice) -> Failure:
    """A page that could not be used, as a line of failures.jsonl."""
    return Failure(source=document.source, doc_id=document.doc_id, stage="read", **msgspec.structs.asdict(notice))


def _nothing_readable(failures: Sequence[Failure]) -> str:
    first = failures[0]
    others = f" (and {len(failures) - 1} more)" if len(failures) > 1 else ""
    return f"No document could be read: {first.source}: {first.message}{others}"


def _cores() -> int:
    """The cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1

"""Takes one document through the document stages, layer by layer: what a worker does, and what the cache spares it."""

from __future__ import annotations

import hashlib
import inspect
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import msgspec

from pipeline.config import Config
from pipeline.data import Extraction, Failure, Record, Source
from pipeline.errors import (
    ConfigError,
    DocumentError,
    MissingDependencyError,
    MissingModelError,
    StageError,
)
from pipeline.running.failures import failure_of, lost_error, unforeseen
from pipeline.running.fingerprint import DIGEST_CHARS, combine, layer_key, section_of
from pipeline.running.layers import Layers
from pipeline.running.process import Clock
from pipeline.running.quotes import check_quotes
from pipeline.running.sources import SourceFile, open_source
from pipeline.running.workers import Lost

if TYPE_CHECKING:
    from pipeline.flow import Stage


class Attempt(Record, frozen=True, kw_only=True):
    """A document to be taken through the stages; `died` says of what the usual reader died over it, if it has."""

    file: SourceFile
    died: str = ""


class Processed(Record, frozen=True, kw_only=True):
    """What is known of a document.

    Attributes:
        file: Its source.
        keys: The key of each layer that it has, by stage.
        digests: The digest of each layer that it has, by stage.
        missing: The first stage that has yet to run, and the key of its layer; None when there is none.
        repeated: The stages that were run for it, not found in the cache.
        failure: Why it has no more layers.
    """

    file: SourceFile
    keys: dict[str, str]
    digests: dict[str, str]
    missing: tuple[str, str] | None = None
    repeated: tuple[str, ...] = ()
    failure: Failure | None = None


@dataclass(frozen=True, slots=True)
class DocumentFlow:
    """The document stages with all that decides what they give; plain data, so that it can be sent to a worker.

    Attributes:
        stages: The stages, in order.
        bases: What each depends on besides its inputs (`stage_bases`).
        config: The settings.
        layers: The cache.
        pages: The pages to read (empty = all), counted from 1.
        password: For encrypted documents.
    """

    stages: tuple[Stage, ...]
    bases: dict[str, str]
    config: Config
    layers: Layers
    pages: tuple[int, ...] = ()
    password: str | None = None

    def known(self, file: SourceFile) -> Processed:
        """The document as the cache has it. Reads no layer and no source."""
        keys: dict[str, str] = {}
        digests: dict[str, str] = {"source": combine(file.source, file.sha256, self.pages)}
        for stage in self.stages:
            key = layer_key(self.bases[stage.name], [digests[need] for need in stage.needs])
            found = self.layers.find(unit_of(file), stage.name, key)
            if found is None:
                failure = self.find_failure(file, stage.name, key)
                missing = None if failure else (stage.name, key)
                return Processed(file=file, keys=keys, digests=digests, missing=missing, failure=failure)
            keys[stage.name], digests[stage.name] = key, found
        return Processed(file=file, keys=keys, digests=digests)

    def find_failure(self, file: SourceFile, stage: str, key: str) -> Failure | None:
        """The failure that an earlier run with the same limits recorded, if any."""
        return self.layers.find_failure(unit_of(file), stage, self._with_limits(key))

    def write_failure(self, file: SourceFile, key: str, failure: Failure) -> None:
        """Records a failure, so that the next run with the same limits need not meet it again."""
        self.layers.write_failure(unit_of(file), self._with_limits(key), failure)

    def _with_limits(self, key: str) -> str:
        """The key of a failure, which depends on more than a layer does: another password or limit may mend it."""
        return combine(key, self.password, self.config.run.seconds_per_document, self.config.run.memory_mib)


@dataclass(slots=True)
class DocumentWorker:
    """Runs the document stages on one document after another; opens each stage's model once, when first needed.

    `clock` stands still while a model is opened, so that the time that this takes is not held against the document.
    """

    flow: DocumentFlow
    clock: Clock
    models: dict[str, Any] = field(default_factory=dict)

    def process(self, attempt: Attempt) -> Processed:
        """Runs the stages that the cache does not have, and writes their layers. A refusal is recorded, not raised.

        Raises:
            PipelineError: The run cannot go on, whatever the document: a missing model, a wrong lexicon.
            MemoryError: The document needs more memory than there is.
        """
        outputs: dict[str, Any] = {}
        repeated: list[str] = []
        while (known := self.flow.known(attempt.file)).missing is not None:
            name, key = known.missing
            repeated.append(name)
            try:
                outputs[name] = self._run(self._stage(name), key, known, outputs, died=attempt.died)
            except DocumentError as error:
                known = msgspec.structs.replace(known, failure=self._refuse(name, key, error, known, outputs))
                break
        return msgspec.structs.replace(known, missing=None, repeated=tuple(repeated))

    def _stage(self, name: str) -> Stage:
        return next(stage for stage in self.flow.stages if stage.name == name)

    def _run(self, stage: Stage, key: str, known: Processed, outputs: dict[str, Any], *, died: str) -> Any:
        """Runs a stage and writes its layer; whatever breaks on the way is a failure of this document alone."""
        model = self._model(stage)
        try:
            if "source" in stage.needs:
                outputs["source"] = self._open(known.file, died=died)
            inputs = [self._input(need, known, outputs) for need in stage.needs]
            output = call_stage(stage, inputs, config=self.flow.config, model=model)
            if isinstance(output, Extraction):
                check_quotes(inputs[0].text, output)
            self.flow.layers.write(unit_of(known.file), stage.name, key, output)
        except (DocumentError, ConfigError, MissingModelError, MissingDependencyError, MemoryError):
            raise
        except Exception as error:
            raise unforeseen(stage.name, error) from error
        return output

    def _input(self, need: str, known: Processed, outputs: dict[str, Any]) -> Any:
        if need not in outputs:
            kind = self._stage(need).gives
            outputs[need] = self.flow.layers.read(unit_of(known.file), need, known.keys[need], kind=kind)
        return outputs[need]

    def _open(self, file: SourceFile, *, died: str) -> Source:
        try:
            content = open_source(file.location)
        except OSError as error:
            message = f"The file cannot be opened: {error.strerror or error}."
            raise DocumentError(message, advice="Check its permissions.") from error
        if hashlib.sha256(content).hexdigest() != file.sha256:
            raise DocumentError("The file changed while the run was at work.", advice="Run again.")
        return Source(
            path=file.source,
            content=content,
            sha256=file.sha256,
            pages=self.flow.pages,
            password=self.flow.password,
            careful=bool(died),
        )

    def _model(self, stage: Stage) -> Any:
        if stage.load is not None and stage.name not in self.models:
            self.clock.stop()
            self.models[stage.name] = load_model(stage, config=self.flow.config, more_time=self.clock.add)
            self.clock.start()
        return self.models.get(stage.name)

    def _refuse(self, stage: str, key: str, error: DocumentError, known: Processed, outputs: dict[str, Any]) -> Failure:
        """The failure; kept in the cache unless it is a bug of ours, which the next version may not have."""
        doc_id = getattr(outputs.get(self.flow.stages[0].name), "doc_id", None)
        failure = failure_of(error, file=known.file, stage=stage, doc_id=doc_id)
        if not isinstance(error, StageError):
            self.flow.write_failure(known.file, key, failure)
        return failure


def open_worker(flow: DocumentFlow, clock: Clock) -> Callable[[Attempt], Processed]:
    """What a worker process does with each source."""
    return DocumentWorker(flow, clock).process


def next_attempt(flow: DocumentFlow, attempt: Attempt, lost: Lost) -> Attempt | None:
    """What to try after a worker was lost over a document, so that what becomes of it depends on the document alone.

    A worker that had done others before may have died of one of those: the document is tried again as it was. One over
    whose reading a fresh worker died is read carefully, which helps no document that took too long. One over which a
    later stage was lost that opens the source again (`crop`) goes on without what that stage would have looked at.
    """
    missing = flow.known(attempt.file).missing
    if missing is None or attempt.died:
        return None
    stage = next(stage for stage in flow.stages if stage.name == missing[0])
    reading = stage is flow.stages[0]
    if "source" in stage.needs and not reading and (lost.fresh or lost.reason == "timeout"):
        return msgspec.structs.replace(attempt, died=lost.detail)
    if lost.reason == "timeout":
        return None
    if not lost.fresh:
        return attempt
    return msgspec.structs.replace(attempt, died=lost.detail) if reading and lost.reason != "memory" else None


def lost_document(flow: DocumentFlow, attempt: Attempt, lost: Lost) -> Processed:
    """Records that a worker was lost over a document, at the first stage that left no layer."""
    file = attempt.file
    known = flow.known(file)
    stage, key = known.missing or (flow.stages[-1].name, "")
    first = flow.stages[0]
    doc_id = None
    if first.name in known.keys:
        doc_id = flow.layers.read(unit_of(file), first.name, known.keys[first.name], kind=first.gives).doc_id
    error = lost_error(lost, flow.config.run, died=attempt.died)
    failure = failure_of(error, file=file, stage=stage, doc_id=doc_id)
    flow.write_failure(file, key, failure)
    return msgspec.structs.replace(known, missing=None, repeated=(stage,), failure=failure)


def unit_of(file: SourceFile) -> str:
    """The folder of a document among the layers."""
    return file.sha256[:DIGEST_CHARS]


def load_model(stage: Stage, *, config: Config, more_time: Callable[[float], None] = lambda seconds: None) -> Any:
    """Opens what a stage needs from disk; `load` gets those of `config` (the stage's section), `run` and `more_time` it names.

    Args:
        stage: A stage that has a `load`.
        config: The settings.
        more_time: What a stage calls to have its document's time limit raised by some seconds.
    """
    assert stage.load is not None
    known = {"config": section_of(config, stage), "run": config.run, "more_time": more_time}
    return stage.load(**{name: known[name] for name in inspect.signature(stage.load).parameters})


def call_stage(stage: Stage, inputs: Sequence[Any], *, config: Config, model: Any, previous: Any = None) -> Any:
    """Runs a stage on its inputs; `previous` is what it gave in the run before, for a stage that remembers."""
    options: dict[str, Any] = {"config": section_of(config, stage)}
    if stage.load is not None:
        options["model"] = model
    if stage.remembers:
        options["previous"] = previous
    return stage.run(*inputs, **options)

"""Turns what went wrong with a document into a named failure with its advice."""

from __future__ import annotations

import traceback
from pathlib import Path

from pipeline.config import RunConfig
from pipeline.data import Failure
from pipeline.errors import DocumentError, PipelineError, StageError
from pipeline.running.sources import SourceFile
from pipeline.running.workers import Lost


class TimeLimitError(DocumentError):
    """The document took longer than a document may."""


class MemoryLimitError(DocumentError):
    """The document needs more memory than a worker may take."""


class CrashError(DocumentError):
    """The worker process died over the document."""


def failure_of(error: DocumentError, *, file: SourceFile, stage: str, doc_id: str | None = None) -> Failure:
    """The record of an error."""
    return Failure(
        source=file.source,
        doc_id=doc_id,
        stage=stage,
        page=error.page,
        error=type(error).__name__,
        message=error.message,
        advice=error.advice,
    )


def out_of_memory(memory_mib: int) -> MemoryLimitError:
    """The error of a document that needs more memory than a worker may take."""
    return MemoryLimitError(
        f"Needs more than {memory_mib} MiB of memory.", advice="Raise run.memory_mib, or read fewer pages (--pages)."
    )


def lost_error(lost: Lost, limits: RunConfig) -> DocumentError:
    """The error of a document whose worker was lost."""
    if lost.reason == "timeout":
        return TimeLimitError(
            f"Not done after {lost.detail}.",
            advice="Raise run.seconds_per_document, or read fewer pages (--pages).",
        )
    return CrashError(
        f"The worker process died ({lost.detail}).",
        advice=f"The file may be damaged, or need more than {limits.memory_mib} MiB (run.memory_mib): "
        "print it to a new PDF, or raise the limit.",
    )


def unforeseen(stage: str, error: Exception) -> StageError:
    """A bug of ours as a failure of the document: the exception and the last line of the project that it passed."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if "pipeline" in Path(frame.filename).parts] or frames
    where = f"{Path(own[-1].filename).name}:{own[-1].lineno}"
    text = error.message if isinstance(error, PipelineError) else str(error)
    return StageError(
        f"{stage} broke: {type(error).__name__}: {text} ({where}).",
        advice="This is a bug: please report it with the document. The other documents are not affected.",
    )

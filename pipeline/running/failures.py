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


def lost_error(lost: Lost, limits: RunConfig, *, died: str = "") -> DocumentError:
    """The error of a document whose worker was lost; `died` says of what the usual reader had died before."""
    if lost.reason == "timeout":
        advice = "Read it in parts (--pages 1-200), or raise run.seconds_per_document."
        return TimeLimitError(f"Not done after {lost.detail}.", advice=advice)
    if lost.reason == "memory":
        return MemoryLimitError(
            f"Needs more than {limits.memory_mib} MiB of memory."
            if lost.detail != "SIGKILL"
            else "The system ended the worker process (SIGKILL), most likely for want of memory.",
            advice="Read it in parts (--pages 1-200), run fewer workers (-j 1), or raise run.memory_mib.",
        )
    causes = died if died in ("", lost.detail) else f"{died}, then {lost.detail}"
    return CrashError(
        f"The worker process died ({causes or lost.detail})" + (", and the slower reader's too." if died else "."),
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

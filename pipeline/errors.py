"""The exception tree. Each error carries its exit code and, where there is one, its advice: the next step to try."""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    """What the command's exit status means."""

    DONE = 0
    BUG = 1
    USAGE = 2
    NOTHING_READABLE = 3
    SOME_FAILED = 4
    MISSING = 5
    UNDER_BAR = 6
    INTERRUPTED = 130


class PipelineError(Exception):
    """Base of all errors that the project raises on purpose.

    Args:
        message: What is wrong, and where.
        advice: The next step, as an imperative sentence.
    """

    exit_code = ExitCode.BUG

    def __init__(self, message: str, *, advice: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.advice = advice


class ConfigError(PipelineError):
    """A setting, flag or path that cannot be used."""

    exit_code = ExitCode.USAGE


class InputError(PipelineError):
    """There is nothing to read."""

    exit_code = ExitCode.NOTHING_READABLE


class MissingModelError(PipelineError):
    """A model that the configuration names is not there."""

    exit_code = ExitCode.MISSING


class MissingDependencyError(PipelineError):
    """An optional package that the configuration needs is not installed."""

    exit_code = ExitCode.MISSING


class UnderBarError(PipelineError):
    """An evaluation fell under the bar asked for."""

    exit_code = ExitCode.UNDER_BAR


class InvariantError(PipelineError):
    """A bug of ours: an offset that does not match its quote, a box off its page. Stops the run."""


class DocumentError(PipelineError):
    """A document that cannot be used; recorded in failures.jsonl while the run goes on.

    Args:
        message: What is wrong.
        advice: The next step.
        page: The page it concerns, or None for the whole document.
    """

    exit_code = ExitCode.SOME_FAILED

    def __init__(self, message: str, *, advice: str = "", page: int | None = None) -> None:
        super().__init__(message, advice=advice)
        self.page = page

    def __reduce__(self) -> tuple[object, ...]:
        return (_rebuild, (type(self), self.message, self.advice, self.page))


class EncryptedPdfError(DocumentError):
    """The PDF needs a password."""


class DamagedPdfError(DocumentError):
    """The file is not a PDF that can be opened."""


class DamagedFileError(DocumentError):
    """The file is of a known format, and broken."""


class TooLargeError(DocumentError):
    """The file unpacks to more than a reader can hold."""


class EncodingError(DocumentError):
    """Some of a text's bytes are no characters of its encoding."""


class EmptyFileError(DocumentError):
    """The file has no bytes, or no text."""


class NoTextLayerError(DocumentError):
    """No page of the document has a usable text layer."""


class NoSuchPageError(DocumentError):
    """The document has none of the pages that were asked for."""


class UnknownFormatError(DocumentError):
    """The file's bytes are not of a format that is read."""


class StageError(DocumentError):
    """A stage broke on a document for a reason that nobody foresaw."""


def _rebuild(kind: type[DocumentError], message: str, advice: str, page: int | None) -> DocumentError:
    """Unpickles a DocumentError (keyword-only arguments defeat the default way)."""
    return kind(message, advice=advice, page=page)

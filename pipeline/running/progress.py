"""Shows on a terminal how a run goes on."""

from __future__ import annotations

from types import TracebackType

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn


class ProgressBar:
    """A `run.Watcher` with a bar for the documents and a line for the corpus stage at work; on stderr."""

    def __init__(self) -> None:
        columns = (SpinnerColumn(), TextColumn("{task.description:12s}"), BarColumn(), MofNCompleteColumn())
        self.progress = Progress(*columns, TimeElapsedColumn(), console=Console(stderr=True), transient=True)

    def __enter__(self) -> ProgressBar:
        self.progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.progress.stop()

    def documents(self, *, total: int, cached: int) -> None:
        """Starts the documents' bar."""
        self.bar = self.progress.add_task("documents", total=total, completed=cached)

    def document(self, source: str) -> None:
        """Moves the documents' bar."""
        self.progress.advance(self.bar)

    def stage(self, name: str) -> None:
        """Shows the corpus stage in place of the one before."""
        for task in self.progress.tasks:
            if task.id != self.bar:
                self.progress.update(task.id, visible=False)
        self.progress.add_task(name, total=None)

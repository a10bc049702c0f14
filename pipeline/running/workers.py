"""Worker processes under supervision: one that dies or takes too long costs one task, never the run.

The standard pools break when a worker dies, which native PDF code makes happen. Here each worker has a pipe of its own
and one task at a time; a lost worker is replaced, and its task is reported as `Lost`, unless the caller wants it tried
again: that is done in a worker of its own, in the time that is left. This is the one place that knows of processes.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from multiprocessing.connection import wait
from multiprocessing.context import BaseContext
from typing import Any, Generic, Literal, TypeVar

from pipeline.data import Record
from pipeline.errors import InvariantError
from pipeline.running.process import MakeWork, Message, serve

Task = TypeVar("Task")
STOP_SECONDS = 2.0
LOADING_SECONDS = 600.0  # in which a worker must have started, or opened a model; a slow disk needs far less
THREAD_SETTINGS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "RAYON_NUM_THREADS")


class Limits(Record, frozen=True, kw_only=True):
    """What a worker may take: seconds for one task, and MiB of private memory (where the system can limit it).

    `without` names modules that a worker goes without: importing one fails there as if it were not installed.
    """

    seconds: float
    memory_mib: int
    without: tuple[str, ...] = ()


class Lost(Record, frozen=True, kw_only=True):
    """What is known of a task whose worker was lost.

    Attributes:
        reason: It took too long, its process died, or there was no memory for it.
        detail: After which time, or of what.
        fresh: The worker had done nothing before, so that nothing else can be to blame.
    """

    reason: Literal["timeout", "crash", "memory"]
    detail: str
    fresh: bool = True


Again = Callable[[Any, Lost], Any]


def never_again(task: object, lost: Lost) -> None:
    """Tries no task again."""


def limit_threads() -> None:
    """Keeps numeric libraries to one thread a process: the workers share the cores, and sums keep their order.

    To be called before the libraries are imported. What the user has set stays.
    """
    for name in THREAD_SETTINGS:
        os.environ.setdefault(name, "1")


def run_tasks(
    tasks: Sequence[Task],
    make_work: MakeWork,
    *,
    jobs: int,
    limits: Limits,
    again: Again = never_again,
    preload: Sequence[str] = (),
) -> Iterator[tuple[Task, Any]]:
    """Runs tasks in worker processes and yields each with its result, or with `Lost`, as they finish.

    Args:
        tasks: What is to be done; picklable, as are the results.
        make_work: Called once in each worker with the clock of its tasks, gives the function that does a task.
        jobs: The most workers.
        limits: What each may take.
        again: Asked about a task that was lost; gives the task to try in its place, which a new worker does with what
            is left of the time, but half of it at the least, or None.
        preload: Modules that the workers share, where the system can fork them from a common server.

    Raises:
        PipelineError: A worker raised one, or another exception (an InvariantError then), or could not start.
    """
    pool: _Pool[Task] = _Pool(_context(preload), make_work, jobs=jobs, limits=limits, again=again)
    waiting = deque(tasks)
    try:
        while waiting or pool.busy:
            pool.hand_out(waiting)
            yield from pool.collect()
    finally:
        pool.stop()


class _Pool(Generic[Task]):
    """The workers at hand; lost ones leave, and `hand_out` starts new ones while there is work."""

    def __init__(self, context: BaseContext, make_work: MakeWork, *, jobs: int, limits: Limits, again: Again) -> None:
        self.context = context
        self.make_work = make_work
        self.jobs = jobs
        self.limits = limits
        self.again = again
        self.workers: list[_Worker[Task]] = []

    @property
    def busy(self) -> int:
        return sum(worker.task is not None for worker in self.workers)

    def hand_out(self, waiting: deque[Task]) -> None:
        while len(self.workers) < min(self.jobs, len(waiting) + self.busy):
            self._start()
        for worker in self.workers:
            if waiting and worker.ready and worker.task is None:
                worker.take(waiting.popleft(), self.limits.seconds)

    def collect(self) -> Iterator[tuple[Task, Any]]:
        """Waits until a worker has something to say or is out of time; yields what became of tasks."""
        deadlines = [worker.deadline for worker in self.workers if worker.deadline is not None]
        patience = max(0.0, min(deadlines) - time.monotonic()) if deadlines else None
        speaking = wait([worker.pipe for worker in self.workers], timeout=patience)
        for worker in list(self.workers):
            task, left = worker.task, worker.left()
            result = worker.hear() if worker.pipe in speaking else worker.check_time()
            if isinstance(result, Lost):
                self.workers.remove(worker)
                instead = None if task is None else self.again(task, result)
                if instead is not None:
                    self._start().take(instead, max(left, self.limits.seconds / 2))
                    continue
            if task is not None and result is not None:
                yield task, result

    def stop(self) -> None:
        for worker in self.workers:
            worker.stop()

    def _start(self) -> _Worker[Task]:
        worker: _Worker[Task] = _Worker(self.context, self.make_work, self.limits)
        self.workers.append(worker)
        return worker


class _Worker(Generic[Task]):
    """One process, its pipe, and the task that it is at or that waits for it to be ready."""

    def __init__(self, context: BaseContext, make_work: MakeWork, limits: Limits) -> None:
        self.limits = limits
        self.task: Task | None = None
        self.done = 0
        self.ready = False
        self.deadline: float | None = time.monotonic() + LOADING_SECONDS
        self._left = limits.seconds  # of the task's time, while its clock stands still
        self._running = False
        self.pipe, far = context.Pipe()
        arguments = (far, make_work, limits.memory_mib, limits.without)
        self.process: Any = context.Process(target=serve, args=arguments, daemon=True)  # type: ignore[attr-defined]
        self.process.start()
        far.close()

    def take(self, task: Task, seconds: float) -> None:
        """Gives the worker a task and the time for it; it begins when it is ready."""
        self.task, self._left = task, seconds
        if self.ready:
            self._begin()

    def left(self) -> float:
        """The seconds that the task still has."""
        if self._running and self.deadline is not None:
            return max(self.deadline - time.monotonic(), 0.0)
        return self._left

    def hear(self) -> Any:
        """Takes one message; gives the task's result, `Lost` when the process has died, else None."""
        try:
            message = self.pipe.recv()
        except (EOFError, OSError):
            return self._died()
        if isinstance(message, BaseException):
            raise message
        if message.kind == "memory":
            return self._lost("memory", f"{self.limits.memory_mib} MiB")
        if message.kind == "done":
            self._run(on=False)
            self.task = self.deadline = None
            self.done += 1
            return message.result
        if message.kind == "ready":
            self.ready, self.deadline = True, None
            if self.task is not None:
                self._begin()
        elif self.task is not None:
            self._set_clock(message)
        return None

    def check_time(self) -> Lost | None:
        """Ends the process when its task has run out of time."""
        if self.deadline is None or time.monotonic() < self.deadline:
            return None
        if not self.ready:
            self.stop()
            raise InvariantError(f"A worker process did not start in {LOADING_SECONDS:g} seconds.", advice=_START)
        return self._lost("timeout", f"{self.limits.seconds if self._running else LOADING_SECONDS:g} seconds")

    def stop(self) -> None:
        self.pipe.close()
        if self.task is not None or not self.ready:
            self.process.kill()
        self._end()

    def _begin(self) -> None:
        self._run(on=True)
        try:
            self.pipe.send(self.task)
        except OSError:  # it died while idle: `hear` will find the closed pipe and report the task as lost
            self.deadline = time.monotonic()

    def _run(self, *, on: bool) -> None:
        """Lets the task's time run, or stand still for as long as loading may take."""
        now = time.monotonic()
        if on and not self._running:
            self.deadline = now + self._left
        elif not on and self._running:
            self._left, self.deadline = self.left(), now + LOADING_SECONDS
        self._running = on

    def _set_clock(self, message: Message) -> None:
        if message.kind in ("stop", "start"):
            self._run(on=message.kind == "start")
        elif self._running and self.deadline is not None:  # seconds that one page left over are not for the next
            most = time.monotonic() + self.limits.seconds + message.result
            self.deadline = min(self.deadline + message.result, most)
        else:
            self._left = min(self._left, self.limits.seconds) + message.result

    def _died(self) -> Lost:
        self._end()
        if not self.ready:
            raise InvariantError(
                f"A worker process could not start (exit code {self.process.exitcode}).", advice=_START
            )
        cause = _cause(self.process.exitcode)
        # Nobody here sends SIGKILL to a worker and waits for an answer: the system does, when it is out of memory.
        return self._lost("memory" if cause == "SIGKILL" else "crash", cause)

    def _lost(self, reason: Literal["timeout", "crash", "memory"], detail: str) -> Lost:
        self.stop()
        return Lost(reason=reason, detail=detail, fresh=self.done == 0)

    def _end(self) -> None:
        """Waits for the process to end, and ends it when it does not."""
        self.process.join(STOP_SECONDS)
        if self.process.is_alive():
            self.process.kill()
            self.process.join()


_START = "Run with -j 1 -v, and see the message above."


def _cause(exit_code: int) -> str:
    """An exit code in words: the signal's name where one ended the process."""
    names = {-number.value: number.name for number in signal.Signals}
    return names.get(exit_code, f"exit code {exit_code}")


def _context(preload: Sequence[str]) -> BaseContext:
    """The way to start workers: forked from a server that has the modules, else each on its own.

    A plain fork of this process is not safe once libraries run threads in it.
    """
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(list(preload))
    return context

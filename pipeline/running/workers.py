"""Worker processes under supervision: one that dies or takes too long costs one task, never the run.

The standard pools break when a worker dies, which native PDF code makes happen. Here each worker has a pipe of its own
and one task at a time; a lost worker is replaced, and its task is reported as `Lost`. This is the one place that knows
of processes.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import time
import traceback
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.context import BaseContext
from typing import Any, Generic, Literal, Protocol, TypeVar

from pipeline.data import Record
from pipeline.errors import InvariantError, PipelineError

Task = TypeVar("Task")
STOP_SECONDS = 2.0
THREAD_SETTINGS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "RAYON_NUM_THREADS")


class Limits(Record, frozen=True, kw_only=True):
    """What a worker may take: seconds for one task, and MiB of private memory (where the system can limit it)."""

    seconds: float
    memory_mib: int


class Lost(Record, frozen=True, kw_only=True):
    """What is known of a task whose worker was lost: it took too long, or the process died (`detail`: of what)."""

    reason: Literal["timeout", "crash"]
    detail: str


class Message(Record, frozen=True, kw_only=True):
    """What a worker says: that it is ready, to stop its task's clock or start it anew, to add seconds; or a result."""

    kind: Literal["ready", "stop", "start", "add", "done"]
    result: Any = None


class Clock(Protocol):
    """What a task may do about the time it has."""

    def stop(self) -> None:
        """Stops the task's time: a model is being opened."""

    def start(self) -> None:
        """Starts the task's time anew."""

    def add(self, seconds: float) -> None:
        """Gives the task more time: a page has to go through OCR."""


MakeWork = Callable[[Clock], Callable[[Any], Any]]


@dataclass(frozen=True, slots=True)
class _PipeClock:
    """A clock that a worker's supervisor keeps."""

    pipe: Connection

    def stop(self) -> None:
        self.pipe.send(Message(kind="stop"))

    def start(self) -> None:
        self.pipe.send(Message(kind="start"))

    def add(self, seconds: float) -> None:
        self.pipe.send(Message(kind="add", result=seconds))


def limit_threads() -> None:
    """Keeps numeric libraries to one thread a process: the workers share the cores, and sums keep their order.

    To be called before the libraries are imported. What the user has set stays.
    """
    for name in THREAD_SETTINGS:
        os.environ.setdefault(name, "1")


def run_tasks(
    tasks: Sequence[Task], make_work: MakeWork, *, jobs: int, limits: Limits, preload: Sequence[str] = ()
) -> Iterator[tuple[Task, Any]]:
    """Runs tasks in worker processes and yields each with its result, or with `Lost`, as they finish.

    Args:
        tasks: What is to be done; picklable, as are the results.
        make_work: Called once in each worker with the clock of its tasks, gives the function that does a task.
        jobs: The most workers.
        limits: What each may take.
        preload: Modules that the workers share, where the system can fork them from a common server.

    Raises:
        PipelineError: A worker raised one, or another exception (an InvariantError then), or could not start.
    """
    pool: _Pool[Task] = _Pool(_context(preload), make_work, jobs=jobs, limits=limits)
    waiting = deque(tasks)
    try:
        while waiting or pool.busy:
            pool.hand_out(waiting)
            yield from pool.collect()
    finally:
        pool.stop()


class _Pool(Generic[Task]):
    """The workers at hand; lost ones leave, and `hand_out` starts new ones while there is work."""

    def __init__(self, context: BaseContext, make_work: MakeWork, *, jobs: int, limits: Limits) -> None:
        self.context = context
        self.make_work = make_work
        self.jobs = jobs
        self.limits = limits
        self.workers: list[_Worker[Task]] = []

    @property
    def busy(self) -> int:
        return sum(worker.task is not None for worker in self.workers)

    def hand_out(self, waiting: deque[Task]) -> None:
        while len(self.workers) < min(self.jobs, len(waiting) + self.busy):
            self.workers.append(_Worker(self.context, self.make_work, self.limits))
        for worker in self.workers:
            if waiting and worker.ready and worker.task is None:
                worker.begin(waiting.popleft())

    def collect(self) -> Iterator[tuple[Task, Any]]:
        """Waits until a worker has something to say or is out of time; yields what became of tasks."""
        deadlines = [worker.deadline for worker in self.workers if worker.deadline is not None]
        patience = max(0.0, min(deadlines) - time.monotonic()) if deadlines else None
        speaking = wait([worker.pipe for worker in self.workers], timeout=patience)
        for worker in list(self.workers):
            task = worker.task
            result = worker.hear() if worker.pipe in speaking else worker.check_time()
            if isinstance(result, Lost):
                self.workers.remove(worker)
            if task is not None and result is not None:
                yield task, result

    def stop(self) -> None:
        for worker in self.workers:
            worker.stop()


class _Worker(Generic[Task]):
    """One process, its pipe, and the task that it is at."""

    def __init__(self, context: BaseContext, make_work: MakeWork, limits: Limits) -> None:
        self.limits = limits
        self.task: Task | None = None
        self.ready = False
        self.deadline: float | None = None
        self.pipe, far = context.Pipe()
        arguments = (far, make_work, limits.memory_mib)
        self.process: Any = context.Process(target=_serve, args=arguments, daemon=True)  # type: ignore[attr-defined]
        self.process.start()
        far.close()

    def begin(self, task: Task) -> None:
        self.task = task
        self.deadline = time.monotonic() + self.limits.seconds
        try:
            self.pipe.send(task)
        except OSError:  # it died while idle: `hear` will find the closed pipe and report the task as lost
            self.deadline = time.monotonic()

    def hear(self) -> Any:
        """Takes one message; gives the task's result, `Lost` when the process has died, else None."""
        try:
            message = self.pipe.recv()
        except (EOFError, OSError):
            return self._died()
        if isinstance(message, BaseException):
            raise message
        if message.kind == "done":
            self.task = self.deadline = None
            return message.result
        self.ready = True
        if self.task is not None:
            self._set_clock(message)
        return None

    def _set_clock(self, message: Message) -> None:
        if message.kind == "stop":
            self.deadline = None
        elif message.kind == "start":
            self.deadline = time.monotonic() + self.limits.seconds
        elif message.kind == "add" and self.deadline is not None:
            self.deadline += message.result

    def check_time(self) -> Lost | None:
        """Ends the process when its task has run out of time."""
        if self.deadline is None or time.monotonic() < self.deadline:
            return None
        self.stop()
        return Lost(reason="timeout", detail=f"{self.limits.seconds:g} seconds")

    def _died(self) -> Lost:
        self.process.join()
        if not self.ready:
            raise InvariantError(
                f"A worker process could not start (exit code {self.process.exitcode}).",
                advice="Run with -j 1 -v, and see the message above.",
            )
        self.stop()
        return Lost(reason="crash", detail=_cause(self.process.exitcode))

    def stop(self) -> None:
        self.pipe.close()
        if self.task is not None:
            self.process.kill()
        self.process.join(STOP_SECONDS)
        if self.process.is_alive():
            self.process.kill()
            self.process.join()


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


def _serve(pipe: Connection, make_work: MakeWork, memory_mib: int) -> None:
    """A worker's life: takes tasks from the pipe until it closes. What it prints goes to stderr."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    _limit_memory(memory_mib)
    try:
        work = make_work(_PipeClock(pipe))
        pipe.send(Message(kind="ready"))
        while True:
            task = pipe.recv()
            pipe.send(Message(kind="done", result=work(task)))
    except (EOFError, BrokenPipeError, ConnectionResetError):
        return
    except PipelineError as error:
        pipe.send(error)
    except Exception:
        pipe.send(InvariantError(f"A worker broke:\n{traceback.format_exc()}"))


def _limit_memory(memory_mib: int) -> None:
    """Limits what this process may allocate. Shared libraries do not count, unlike in a limit of the address space."""
    try:
        import resource
    except ImportError:  # Windows has no such limit
        return
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    wanted = memory_mib * 1024 * 1024
    if hard != resource.RLIM_INFINITY:
        wanted = min(wanted, hard)
    resource.setrlimit(resource.RLIMIT_DATA, (wanted, hard))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))

"""A worker's own side: what its process does, what it may take, and what it says to its supervisor."""

from __future__ import annotations

import ctypes
import gc
import os
import signal
import sys
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from multiprocessing import forkserver
from multiprocessing.connection import Connection
from typing import Any, Literal, Protocol

from pipeline.data import Record
from pipeline.errors import InvariantError, PipelineError

_PR_SET_PDEATHSIG = 1  # prctl(2)


class Message(Record, frozen=True, kw_only=True):
    """What a worker says: it is ready, its task's clock is to stop, to go on or to have seconds more; what came of it."""

    kind: Literal["ready", "stop", "start", "add", "done", "memory"]
    result: Any = None


class Clock(Protocol):
    """What a task may do about the time it has."""

    def stop(self) -> None:
        """Stops the task's time: a model is being opened."""

    def start(self) -> None:
        """Lets the task's time go on."""

    def add(self, seconds: float) -> None:
        """Gives the task more time (a page has to go through OCR); what was not used of it is not saved up."""


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


def serve(pipe: Connection, make_work: MakeWork, memory_mib: int, without: Sequence[str]) -> None:
    """A worker's life: takes tasks from the pipe until it closes. What it prints goes to stderr."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _end_with_run()
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    for name in without:
        sys.modules[name] = None  # type: ignore[assignment]  # the import system's own way to say "not there"
    _limit_memory(memory_mib)
    try:
        work = make_work(_PipeClock(pipe))
        collect_seldom()
        pipe.send(Message(kind="ready"))
        while True:
            task = pipe.recv()
            pipe.send(Message(kind="done", result=work(task)))
    except (EOFError, BrokenPipeError, ConnectionResetError):
        return
    except MemoryError:
        pipe.send(Message(kind="memory"))
    except PipelineError as error:
        pipe.send(error)
    except Exception:
        pipe.send(InvariantError(f"A worker broke:\n{traceback.format_exc()}"))


def collect_seldom() -> None:
    """Has Python look for garbage cycles seldom: a twentieth of the time of reading."""
    gc.set_threshold(20_000, 20, 20)


def _end_with_run() -> None:
    """Has the system end this process when the run is killed, so that none is left at work over a document.

    The system can tell it only of its parent's end: that is the server which forked it, and which ends with the run as
    soon as no worker holds on to its lifeline.
    """
    server: Any = forkserver._forkserver
    lifeline = getattr(server, "_forkserver_alive_fd", None)
    if sys.platform == "linux" and lifeline is not None:
        server._forkserver_alive_fd = None
        os.close(lifeline)
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


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

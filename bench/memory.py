"""Measures the memory that the workers of a run take, from outside: by what Linux says of the processes."""

from __future__ import annotations

import re
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path

PROC = Path("/proc")
PAUSE = 0.02  # seconds between two looks; a process's peak stays on record as long as it lives


def run_and_watch(command: Sequence[str], *, folder: Path) -> tuple[float, float | None]:
    """Runs a command; gives its seconds and the peak in MiB of its largest worker (None where there is no /proc).

    Workers are forked from a server that the command starts, so they are the command's grandchildren.

    Raises:
        subprocess.CalledProcessError: The command failed.
    """
    started = time.perf_counter()
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL)
    peak = None
    while process.poll() is None:
        for child in _children(process.pid):
            for worker in _children(child):
                peak = max(peak or 0.0, _peak(worker))
        time.sleep(PAUSE)
    seconds = time.perf_counter() - started
    if process.returncode not in (0, 4):  # done, and done with failures of single documents
        raise subprocess.CalledProcessError(process.returncode, command)
    return seconds, peak


def _children(pid: int) -> list[int]:
    """The processes that a process has started."""
    try:
        return [int(child) for task in (PROC / str(pid) / "task").iterdir() for child in _words(task / "children")]
    except OSError:
        return []


def _words(path: Path) -> list[str]:
    try:
        return path.read_text().split()
    except OSError:
        return []


def _peak(pid: int) -> float:
    """The most memory that a process has held, in MiB, shared pages with it; 0 once it is gone."""
    try:
        found = re.search(r"VmHWM:\s*(\d+) kB", (PROC / str(pid) / "status").read_text())
    except OSError:
        return 0.0
    return int(found[1]) / 1024 if found else 0.0

"""Worker processes: what they give, what becomes of a task whose worker is lost, what stops them all."""

import os
import signal
import sys
import time

import pytest

from pipeline.errors import InvariantError, MissingModelError
from pipeline.running.workers import Limits, Lost, run_tasks

PATIENT = Limits(seconds=30, memory_mib=2048)


def make_work(clock):
    """A worker that counts its tasks and does what they say."""
    done = []

    def work(task):
        done.append(task)
        word, _, rest = task.partition(" ")
        if word == "pid":
            return os.getpid(), len(done)
        if word == "exit":
            os._exit(int(rest))
        if word == "kill":
            os.kill(os.getpid(), getattr(signal, rest))
        if word == "load":
            clock.stop()
            time.sleep(float(rest))
            clock.start()
        if word == "sleep":
            time.sleep(float(rest))
        if word == "print":
            sys.stdout.write("noise")
            sys.stdout.flush()
        if word == "missing":
            raise MissingModelError("no model", advice="get it")
        if word == "bug":
            raise ZeroDivisionError("oh")
        return task

    return work


def broken_work(clock):
    raise MissingModelError("no model at all")


def results(tasks, *, jobs=2, limits=PATIENT, make=make_work):
    return dict(run_tasks(tasks, make, jobs=jobs, limits=limits))


def test_each_task_gives_its_result():
    tasks = [f"task {n}" for n in range(20)]
    assert results(tasks) == {task: task for task in tasks}
    assert results([]) == {}


def test_one_job_is_one_process_that_is_not_this_one():
    found = results([f"pid {n}" for n in range(5)], jobs=1)
    assert len({pid for pid, _ in found.values()}) == 1
    assert os.getpid() not in {pid for pid, _ in found.values()}
    assert sorted(count for _, count in found.values()) == [1, 2, 3, 4, 5]


def test_a_worker_that_dies_loses_its_task_alone():
    tasks = ["exit 3", "kill SIGSEGV", "kill SIGKILL", *(f"task {n}" for n in range(6))]
    found = results(tasks)
    assert found["exit 3"] == Lost(reason="crash", detail="exit code 3")
    assert found["kill SIGSEGV"] == Lost(reason="crash", detail="SIGSEGV")
    assert found["kill SIGKILL"] == Lost(reason="crash", detail="SIGKILL")
    assert all(found[task] == task for task in tasks[3:])


def test_time_runs_for_tasks_and_not_for_loading():
    limits = Limits(seconds=0.6, memory_mib=2048)
    found = results(["sleep 30", "load 1.2", "task"], limits=limits)
    assert found["sleep 30"] == Lost(reason="timeout", detail="0.6 seconds")
    assert found["load 1.2"] == "load 1.2"
    assert found["task"] == "task"


@pytest.mark.parametrize(
    ("task", "kind", "message"), [("missing", MissingModelError, "no model"), ("bug", InvariantError, "ZeroDivision")]
)
def test_an_error_that_is_no_task_s_stops_everything(task, kind, message):
    started = time.monotonic()
    with pytest.raises(kind, match=message) as caught:
        results([task, "sleep 30"])
    assert caught.value.advice == ("get it" if task == "missing" else "")
    assert time.monotonic() - started < 15


def test_a_worker_that_cannot_start_stops_everything():
    with pytest.raises(MissingModelError, match="at all"):
        results(["task"], make=broken_work)


def test_no_process_is_left_when_the_caller_stops_early():
    tasks = run_tasks(["pid", "sleep 60"], make_work, jobs=2, limits=PATIENT)
    _, (pid, _) = next(tasks)
    tasks.close()
    with pytest.raises(ProcessLookupError):
        for _ in range(50):
            os.kill(pid, 0)
            time.sleep(0.1)


def test_what_a_worker_prints_is_no_data(capfd):
    assert results(["print"], jobs=1)["print"] == "print"
    assert capfd.readouterr().out == ""

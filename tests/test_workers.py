"""Worker processes: what they give, what becomes of a task whose worker is lost, what stops them all."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pipeline.errors import InvariantError, MissingModelError
from pipeline.running.workers import Limits, Lost, run_tasks

PATIENT = Limits(seconds=30, memory_mib=2048)


def make_work(clock):
    """A worker that counts its tasks and does what they say: a word, and what it concerns."""
    done = []

    def work(task):
        done.append(task)
        word, _, rest = task.partition(" ")
        if word == "pid":
            return os.getpid(), len(done)
        ACTIONS.get(word, lambda clock, rest: None)(clock, rest)
        return task

    return work


def load(clock, seconds):
    clock.stop()
    time.sleep(float(seconds))
    clock.start()


def hang(clock, seconds):
    clock.stop()
    time.sleep(float(seconds))


def pages(clock, count):
    """Each page gets a second more than it takes; then it hangs."""
    for _ in range(int(count)):
        clock.add(1)
    time.sleep(60)


def nap(clock, seconds):
    time.sleep(float(seconds))
    os._exit(9)


def say(clock, word):
    sys.stdout.write(word)
    sys.stdout.flush()


def miss(clock, rest):
    raise MissingModelError("no model", advice="get it")


ACTIONS = {
    "exit": lambda clock, code: os._exit(int(code)),
    "kill": lambda clock, name: os.kill(os.getpid(), getattr(signal, name)),
    "sleep": lambda clock, seconds: time.sleep(float(seconds)),
    "hungry": lambda clock, rest: bytearray(2**40),
    "bug": lambda clock, rest: 1 / 0,
    "print": say,
    "missing": miss,
    "load": load,
    "hang": hang,
    "pages": pages,
    "nap": nap,
}


def broken_work(clock):
    raise MissingModelError("no model at all")


def results(tasks, *, jobs=2, limits=PATIENT, make=make_work, **options):
    return dict(run_tasks(tasks, make, jobs=jobs, limits=limits, **options))


def another(task, lost):
    """A gentler task in place of one that killed a worker."""
    word, _, rest = task.partition(" ")
    return {"kill": "pid", "nap": f"sleep {rest}"}.get(word)


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
    assert (found["kill SIGKILL"].reason, found["kill SIGKILL"].detail) == ("memory", "SIGKILL")
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
    assert results(["print noise"], jobs=1)["print noise"] == "print noise"
    assert capfd.readouterr().out == ""


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_lost_task_is_tried_again_by_a_worker_that_did_nothing_before(jobs):
    found = results(["task", "kill SIGSEGV", "exit 4", "other"], jobs=jobs, again=another)
    assert set(found) == {"task", "pid", "exit 4", "other"}
    pid, done = found["pid"]
    assert (pid == os.getpid(), done) == (False, 1)


def test_a_loss_says_whether_the_worker_had_done_others_before():
    found = results(["task", "exit 4"], jobs=1)
    assert found["exit 4"] == Lost(reason="crash", detail="exit code 4", fresh=False)
    assert results(["exit 4"], jobs=1)["exit 4"].fresh


def test_a_second_attempt_has_what_is_left_of_the_time():
    found = results(["nap 1.5"], limits=Limits(seconds=2.5, memory_mib=2048), again=another)
    assert found["sleep 1.5"] == Lost(reason="timeout", detail="2.5 seconds")


def test_a_task_without_memory_is_lost_alone_and_its_worker_replaced():
    found = results(["hungry", "pid", "task"], jobs=1)
    assert found["hungry"] == Lost(reason="memory", detail="2048 MiB")
    assert found["task"] == "task"


def test_a_task_that_hangs_while_its_clock_stands_still_is_ended(monkeypatch):
    monkeypatch.setattr("pipeline.running.workers.LOADING_SECONDS", 3.0)
    assert results(["hang 60"], limits=Limits(seconds=30, memory_mib=2048))["hang 60"].reason == "timeout"


def test_time_that_pages_did_not_use_is_not_saved_up():
    started = time.monotonic()
    found = results(["pages 40"], limits=Limits(seconds=1, memory_mib=2048))
    assert found["pages 40"].reason == "timeout"
    assert time.monotonic() - started < 30


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not end the children of a killed process")
def test_a_killed_run_leaves_no_worker_behind(tmp_path):
    script = (
        "from test_workers import PATIENT, make_work; from pipeline.running.workers import run_tasks\n"
        "if __name__ == '__main__':\n"
        "    for _, result in run_tasks(['pid', 'hang 300'], make_work, jobs=1, limits=PATIENT): print(result[0], flush=True)\n"
    )
    (tmp_path / "killed.py").write_text(script)
    process = subprocess.Popen([sys.executable, str(tmp_path / "killed.py")], stdout=subprocess.PIPE, text=True)
    try:
        worker = Path("/proc") / process.stdout.readline().strip()
    finally:
        process.kill()
        process.wait()
        process.stdout.close()
    deadline = time.monotonic() + 20
    while is_at_work(worker) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not is_at_work(worker)


def is_at_work(process):
    """Whether the process of a folder of /proc lives; one that nobody has buried yet does not."""
    try:
        return (process / "stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False

"""The command as users meet it: exit codes, messages, stdout and stderr, good files beside broken ones."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from flows import FAKE_FLOW, write_documents
from reportlab.lib import pdfencrypt
from reportlab.pdfgen import canvas

from pipeline import __version__, cli
from pipeline.data import Money
from pipeline.errors import ExitCode
from pipeline.store import read_table


@pytest.fixture
def crosswalk(monkeypatch, capsys):
    """Runs the command in this process on the fake flow; gives the exit code, stdout and stderr."""
    monkeypatch.setattr(cli, "_open_flow", lambda: FAKE_FLOW)

    def call(*arguments):
        monkeypatch.setattr(sys, "argv", ["crosswalk", *map(str, arguments)])
        try:
            cli.main()
            code = 0
        except SystemExit as stop:
            code = stop.code or 0
        said = capsys.readouterr()
        return code, said.out, said.err

    return call


@pytest.fixture
def finished(crosswalk, tmp_path):
    inputs = write_documents(tmp_path / "in", {"a.txt": "Alpha 12 and 7", "b.txt": "Beta 5"})
    assert crosswalk("run", inputs, "-o", tmp_path / "out", "-q")[0] == 0
    return tmp_path / "out"


def pdf(path: Path, text: str, *, password: str | None = None):
    encryption = pdfencrypt.StandardEncryption(password, ownerPassword="owner") if password else None
    page = canvas.Canvas(str(path), encrypt=encryption, invariant=True)
    page.drawString(72, 720, text)
    page.save()


def test_a_run_ends_with_its_figures_and_the_report(crosswalk, tmp_path):
    inputs = write_documents(tmp_path / "in", {"a.txt": "Alpha 12 and 7", "b.txt": "Beta 5"})
    code, out, err = crosswalk("run", inputs, "-o", tmp_path / "out", "-j", "1")
    assert (code, err) == (0, "")
    figures = dict(line.split(maxsplit=1) for line in out.splitlines())
    expected = {"documents": "2", "measures": "2", "amounts": "3", "countries": "1", "clusters": "0", "failures": "0"}
    assert expected.items() <= figures.items()
    assert float(figures["seconds"]) > 0
    assert Path(figures["report"]) == tmp_path / "out" / "report" / "index.html"
    assert "nothing has changed" in crosswalk("run", inputs, "-o", tmp_path / "out")[2]


def test_failed_documents_give_4_and_say_what_to_do(crosswalk, tmp_path):
    inputs = write_documents(tmp_path / "in", {"a.txt": "Alpha 12", "bad.txt": "DAMAGED", "zero.txt": ""})
    code, out, err = crosswalk("run", inputs, "-o", tmp_path / "out")
    assert code == ExitCode.SOME_FAILED
    assert "failed: bad.txt, page 2: read: Not a document. Get the file again." in err
    assert "failures             2" in out
    assert crosswalk("run", inputs, "-o", tmp_path / "out", "-q")[2] == ""


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["run", "nowhere"], 2, "nowhere: no such file or folder"),
        (["run", "empty"], 3, "empty: no files"),
        (["run", "bad"], 3, "No document could be read: z.txt: The file is empty."),
        (["run", "good", "-o", "good/a.txt/x"], 2, "cannot be written"),
        (["run", "good", "--set", "run.job=1"], 2, "unknown key run.job"),
        (["run", "good", "-c", "none.toml"], 2, "none.toml: cannot be read"),
        (["run", "good", "--pages", "5-1"], 2, "--pages"),
        (["run", "good", "--from", "reed"], 2, "reed: no such stage"),
        (["run", "good", "--from", "link", "--until", "read"], 2, "--from link comes after --until read"),
        (["run", "good", "--from", "link", "--until", "read", "--dry-run"], 2, "--from link comes after"),
        (["run", "bad"], 3, "Get the file again. See"),
        (["run", "good", "-j", "0"], 2, "--jobs"),
        (["run", "model"], 5, "models/x is missing"),
        (["run"], 2, "PATH"),
        (["ran"], 2, "ran"),
        (["run", "good", "--fast"], 2, "--fast"),
        (["status", "good"], 2, "no run here"),
        (["show", "good", "x"], 2, "documents.jsonl"),
        (["evaluate", "good", "g.json"], 2, "documents.jsonl"),
        (["evaluate", "good", "g.json", "--bar", "money"], 2, "--bar money: no value"),
        (["export", "good", "--format", "csv", "-o", "x"], 2, "not a finished run"),
        (["config", "--set", "x=1"], 2, "no section"),
    ],
)
def test_what_cannot_be_done_is_said_with_its_exit_code(crosswalk, tmp_path, monkeypatch, arguments, code, message):
    monkeypatch.chdir(tmp_path)
    write_documents(tmp_path, {"good/a.txt": "Alpha 12", "bad/z.txt": "", "model/m.txt": "NOMODEL"})
    (tmp_path / "empty").mkdir()
    assert (found := crosswalk(*arguments))[0] == code
    assert message in found[2]
    assert found[1] == ""
    assert "Traceback" not in found[2]


def test_a_terminal_that_cannot_write_chinese_gets_escapes(finished):
    finished = finished.rename(finished.parent / "结果")
    done = subprocess.run(
        [sys.executable, "-m", "pipeline", "status", str(finished)],
        capture_output=True,
        env=os.environ | {"PYTHONIOENCODING": "cp1252"},
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert rb"\u7ed3\u679c: finished" in done.stdout


def test_a_bug_is_a_traceback_and_1():
    code = "import pipeline.store as s; s.find_run = None\nimport sys; sys.argv = ['crosswalk', 'status', '.']\n"
    code += "from pathlib import Path; import pipeline.cli; pipeline.cli.main()"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 1
    assert "Traceback" in done.stderr


def test_an_interruption_is_130_and_says_how_to_go_on(crosswalk, tmp_path, monkeypatch):
    def interrupt(*arguments, **options):
        raise KeyboardInterrupt

    monkeypatch.setattr("pipeline.run.find_sources", interrupt)
    code, _, err = crosswalk("run", tmp_path, "-o", tmp_path / "out")
    assert code == 130
    assert "goes on from here" in err


def test_a_dry_run_lists_and_does_nothing(crosswalk, tmp_path):
    inputs = write_documents(tmp_path / "in", {"a.txt": "Alpha 12"})
    assert crosswalk("run", inputs, "-o", tmp_path / "out", "--dry-run") == (0, "a.txt\tread\n", "")
    assert not (tmp_path / "out").exists()


def test_version_and_config(crosswalk):
    assert crosswalk("--version") == (0, f"crosswalk {__version__}\n", "")
    assert "seed = 5" in crosswalk("config", "--set", "cluster.seed=5")[1]


def test_status(crosswalk, finished):
    code, out, _ = crosswalk("status", finished)
    assert code == 0
    assert "finished" in out
    assert "past" not in out
    (finished / "run.json").unlink()
    told = [line.split() for line in crosswalk("status", finished)[1].splitlines()]
    assert "not finished" in " ".join(told[0])
    assert told[1:] == [["documents", "past", name, "2"] for name in ("read", "segment", "extract", "link", "crop")]


def test_status_of_a_run_that_stopped_early(crosswalk, finished, tmp_path):
    assert crosswalk("run", tmp_path / "in", "-o", finished, "--until", "normalise")[0] == 0
    out = crosswalk("status", finished)[1]
    assert "finished up to normalise" in out
    figures = dict(line.rsplit(maxsplit=1) for line in out.splitlines()[1:])
    assert (figures["measures"], figures["clusters"]) == ("2", "–")
    assert crosswalk("run", tmp_path / "in", "-o", finished)[0] == 0
    assert f"{finished}: finished\n" in crosswalk("status", finished)[1]


def test_show_says_why_a_document_is_not_there(crosswalk, tmp_path):
    inputs = write_documents(tmp_path / "in", {"a.txt": "Alpha 12", "z.txt": ""})
    assert crosswalk("run", inputs, "-o", tmp_path / "out", "-q")[0] == 4
    code, _, err = crosswalk("show", tmp_path / "out", "z.txt")
    assert code == 2
    assert "z.txt: " in err and "Get the file again." in err
    assert "no such document" in crosswalk("show", tmp_path / "out", "y.txt")[2]


def test_a_previous_run_that_is_none_is_told_before_the_work(crosswalk, tmp_path):
    inputs = write_documents(tmp_path / "in", {"a.txt": "Alpha 12"})
    code, _, err = crosswalk("run", inputs, "-o", tmp_path / "out", "--previous", tmp_path / "none")
    assert (code, (tmp_path / "out").exists()) == (2, False)
    assert "Give the folder of a finished run." in err


def test_show_marks_values_and_picks_measures(crosswalk, finished):
    code, out, _ = crosswalk("show", finished, "a.txt")
    assert code == 0
    assert "Alpha 12⟨12000000 EUR, other⟩ and 7⟨7000000 EUR, other⟩" in out
    assert "\x1b" not in out, "no colours off a terminal"
    out = crosswalk("show", finished, "a.txt", "--measure", "ALPHA")[1]
    assert "page 1  12000000 EUR, other" in out
    assert crosswalk("show", finished, "a.txt", "--measure", "Omega")[0] == 2
    code, _, err = crosswalk("show", finished, ".txt")
    assert code == 2
    assert "a.txt" in err, "several fit: it lists them"


def test_evaluate_prints_scores_and_mistakes_and_holds_a_bar(crosswalk, finished, tmp_path):
    amount = {"id": "m1", "type": "money", "min": 1, "max": 1, "currency": "EUR", "bound": "exact"}
    gold = {"doc": "a", "mentions": [amount], "organisations": [], "measures": []}
    (tmp_path / "a.json").write_text(json.dumps(gold))
    code, out, _ = crosswalk("evaluate", finished, tmp_path / "a.json")
    assert code == 0
    assert out.startswith("money                   P 0.000  R 0.000  F1 0.000   (0 of 1 gold, 2 predicted)\n")
    assert (
        "money, missed (1)\n    a  money EUR 1 1" in crosswalk("evaluate", finished, tmp_path / "a.json", "--show")[1]
    )
    code, out, err = crosswalk("evaluate", finished, tmp_path / "a.json", "--bar", "money=0.5")
    assert code == ExitCode.UNDER_BAR
    assert "P 0.000" in out
    assert "money 0.000 < 0.5" in err


def test_export_names_its_files(crosswalk, finished, tmp_path):
    code, out, _ = crosswalk("export", finished, "--format", "csv", "--format", "duckdb", "-o", tmp_path / "tables")
    assert code == 0
    files = [Path(line) for line in out.splitlines()]
    assert files
    assert all(path.is_file() for path in files)
    assert crosswalk("export", finished, "--format", "xml", "-o", tmp_path / "x")[0] == 2


def test_three_good_and_three_broken_files_through_the_real_stages(tmp_path):
    """The whole command, as a process: what is broken is named, what is good is in the dataset."""
    inputs = write_documents(tmp_path / "in", {"zero.pdf": "", "page.pdf": "<html><body>Not a PDF</body></html>"})
    pdf(inputs / "locked.pdf", "Secret 5 million euros", password="secret")
    for name in ("one", "two"):
        pdf(inputs / f"{name}.pdf", f"Programme {name.title()} awards up to 5 million euros per project for 3 years.")
    write_documents(inputs, {"three.txt": "日本科学技术振兴机构（JST）的A-STEP计划每年提供2 500万日元，为期3年。"})
    until = ["--until", "extract", "-j", "1"]
    command = [sys.executable, "-m", "pipeline", "run", inputs, "-o", tmp_path / "out", *until]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == ExitCode.SOME_FAILED, done.stderr
    failures = read_table(tmp_path / "out", "failures")
    assert {f.source: f.error for f in failures if f.page is None} == {
        "zero.pdf": "EmptyFileError",
        "page.pdf": "UnknownFormatError",
        "locked.pdf": "EncryptedPdfError",
    }
    assert all(failure.advice and failure.source in done.stderr for failure in failures)
    assert {d.source for d in read_table(tmp_path / "out", "documents")} == {"one.pdf", "two.pdf", "three.txt"}
    amounts = [m for m in read_table(tmp_path / "out", "mentions") if isinstance(m, Money)]
    assert {amount.currency for amount in amounts} == {"EUR", "JPY"}


def test_a_password_opens_what_was_locked(tmp_path):
    (tmp_path / "in").mkdir()
    pdf(tmp_path / "in" / "locked.pdf", "Programme Secret awards 5 million euros.", password="secret")
    command = [sys.executable, "-m", "pipeline", "run", tmp_path / "in", "-o", tmp_path / "out", "--until", "read"]
    assert subprocess.run(command, capture_output=True).returncode == ExitCode.NOTHING_READABLE
    assert subprocess.run([*command, "--password", "secret"], capture_output=True).returncode == 0
    assert "5 million" in read_table(tmp_path / "out", "documents")[0].text

"""`crosswalk report`: a finished run's report again, from its records alone; and the ledger, from end to end."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest
from drawnpdf import Drawing

from pipeline import cli
from pipeline.config import load_config
from pipeline.data import Extraction
from pipeline.errors import ConfigError, InvariantError
from pipeline.rebuild import rebuild_report, settings_of
from pipeline.running.layers import Layers
from pipeline.store import find_run, is_whole

TEXT = (
    "Grants for joint research",
    "The Harbour Programme for Joint Research gives each project up to EUR 200,000 a year.",
    "The Harbour Programme for Joint Research runs for three years and is open to firms.",
)


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Path:
    """A run of the real flow on two small documents and one that cannot be read."""
    folder = tmp_path_factory.mktemp("made")
    inputs = folder / "in"
    inputs.mkdir()
    drawing = Drawing()
    drawing.lines(TEXT, 72, 100, pitch=30)
    (inputs / "harbour.pdf").write_bytes(drawing.done())
    (inputs / "note.txt").write_text("海港计划的每个项目最多资助 300 万日元，期限为 2 年。", encoding="utf-8")
    (inputs / "broken.pdf").write_bytes(b"%PDF-1.7 nothing")
    assert _crosswalk("run", inputs, "-o", folder / "out", "-q", "-j", "2").returncode == 4
    return folder


@pytest.fixture
def run(made, tmp_path) -> Path:
    """The run alone, in another place: without its sources and without the cache."""
    copy = tmp_path / "run"
    shutil.copytree(made / "out", copy, ignore=shutil.ignore_patterns(".layers"))
    return copy


def _crosswalk(*arguments) -> subprocess.CompletedProcess:
    command = [sys.executable, "-m", "pipeline", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=300)


def _files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_it_gives_the_same_bytes_as_the_run_did(run):
    before = _files(run)
    assert "report.html" in before and "report.xlsx" in before and "datapackage.json" in before
    for path in before:
        if not path.endswith((".jsonl", ".json", ".toml")):
            (run / path).unlink()
    (run / "datapackage.json").unlink()
    rebuild_report(run, settings_of(run, {}))
    assert _files(run) == before
    assert is_whole(run, find_run(run))


def test_evidence_keeps_its_pictures_and_failures_are_told(run):
    rebuild_report(run, settings_of(run, {}))
    page = (run / "report.html").read_text(encoding="utf-8")
    assert '"width":' in page and "iVBOR" in page
    assert '"source":"broken.pdf"' in page


def test_a_setting_may_be_changed_and_is_recorded(run):
    before = find_run(run)
    rebuild_report(run, settings_of(run, {"report.title": "Harbours", "report.crops_mib": "0"}))
    page = (run / "report.html").read_text(encoding="utf-8")
    assert "<title>Harbours</title>" in page and "iVBOR" not in page
    assert 'title = "Harbours"' in (run / "config.toml").read_text(encoding="utf-8")
    assert json.loads((run / "datapackage.json").read_text(encoding="utf-8"))["title"] == "Harbours"
    assert find_run(run).fingerprint != before.fingerprint, "the next run writes its own report again"


def test_the_command_says_where_the_report_is(run, monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["crosswalk", "report", str(run)])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert not ended.value.code
    assert capsys.readouterr().out.strip() == str(run / "report.html")


def test_a_folder_without_a_finished_run_is_told(run, tmp_path):
    with pytest.raises(ConfigError, match="not a finished run"):
        settings_of(tmp_path / "nothing", {})
    with pytest.raises(ConfigError, match="not a finished run"):
        rebuild_report(tmp_path, load_config())
    record = json.loads((run / "run.json").read_text(encoding="utf-8"))
    del record["files"]["comparisons.jsonl"]
    (run / "run.json").write_text(json.dumps(record), encoding="utf-8")
    with pytest.raises(ConfigError, match=r"stopped early: comparisons\.jsonl"):
        rebuild_report(run, load_config())


def _change_mention(run: Path, change) -> str:
    """Changes the first value of the PDF in the records; gives its id."""
    path = run / "mentions.jsonl"
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    chosen = next(line for line in lines if line["boxes"])
    change(chosen)
    path.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), encoding="utf-8")
    return chosen["mention_id"]


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (lambda m: m.update(quote="EUR 900,000"), "is not at"),
        (lambda m: m.update(start=m["start"] + 1, end=m["end"] + 1), "is not at"),
        (lambda m: m["boxes"][0].update(x1=5000.0), "is not on page 1"),
        (lambda m: m["boxes"][0].update(page=7), "page 7, which does not exist"),
        (lambda m: m.update(page=3), "page 3 does not exist"),
    ],
)
def test_the_ledger_ends_the_command_with_1_and_names_value_and_document(run, change, problem):
    before = (run / "report.html").read_bytes()
    mention = _change_mention(run, change)
    done = _crosswalk("report", run)
    assert done.returncode == 1
    assert f"harbour.pdf: mention {mention}" in done.stderr and problem in done.stderr
    assert done.stdout == ""
    assert (run / "report.html").read_bytes() == before, "no report is written"


def test_the_ledger_ends_a_run_with_1_and_names_the_value(made, tmp_path):
    folder = tmp_path / "made"
    shutil.copytree(made, folder)
    layers = Layers(folder / "out" / ".layers")
    (path,) = [p for p in layers.folder.glob("*/extract.*.msgpack") if b"EUR 200,000" in p.read_bytes()]
    unit, key = path.parent.name, path.name.removeprefix("extract.").partition("-")[0]
    extraction = layers.read(unit, "extract", key, kind=Extraction)
    first = next(m for m in extraction.mentions if m.boxes)
    moved = [_off_its_page(m) if m is first else m for m in extraction.mentions]
    layers.write(unit, "extract", key, Extraction(mentions=tuple(moved), names=extraction.names))
    done = _crosswalk("run", folder / "in", "-o", folder / "out", "-q")
    assert done.returncode == 1
    assert f"harbour.pdf: mention {first.mention_id}: box" in done.stderr
    assert "is not on page 1" in done.stderr


def _off_its_page(mention):
    box = msgspec.structs.replace(mention.boxes[0], y1=9000.0)
    return msgspec.structs.replace(mention, boxes=(box, *mention.boxes[1:]))


def test_an_error_of_ours_keeps_its_traceback(run):
    _change_mention(run, lambda m: m.update(quote="nothing"))
    with pytest.raises(InvariantError):
        rebuild_report(run, settings_of(run, {}))

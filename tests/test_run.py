"""The machinery, with a flow of tiny stages: cache, workers, failures, determinism."""

import logging
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest
from flows import FAKE_FLOW, raised, read, write_documents

from pipeline.config import load_config
from pipeline.data import Failure
from pipeline.errors import ConfigError, InputError, MissingModelError
from pipeline.run import Options, plan_flow, run_flow
from pipeline.running.fingerprint import stage_bases
from pipeline.running.jsonl import decode_lines
from pipeline.running.sources import find_sources
from pipeline.store import TABLES, read_table

GOOD = {"a.txt": "Alpha 12 x", "b/b.txt": "Beta 7", "c.txt": "Gamma 300 and 4"}
DOCUMENT_STAGES = {"read", "segment", "extract", "link"}


@pytest.fixture
def inputs(tmp_path):
    return write_documents(tmp_path / "in", GOOD)


def run(paths, config, output, *, flow=FAKE_FLOW, **options):
    paths = paths if isinstance(paths, list) else [paths]
    return run_flow(flow, [str(path) for path in paths], config, output=output, options=Options(**options))


def contents(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_a_run_writes_every_table_with_sources_relative_to_the_input(inputs, config, tmp_path):
    summary = run(inputs, config, tmp_path / "out")
    assert {path.stem for path in (tmp_path / "out").glob("*.jsonl")} == set(TABLES)
    assert [row.source for row in read_table(tmp_path / "out", "documents")] == sorted(
        GOOD, key=lambda name: next(d.doc_id for d in read_table(tmp_path / "out", "documents") if d.source == name)
    )
    assert summary.record.counts["amounts"] == 4
    assert summary.record.report == "report/index.html"


def test_documents_are_in_the_order_of_their_ids_in_every_table(inputs, config, tmp_path):
    run(inputs, config, tmp_path / "out")
    ids = [row.doc_id for row in read_table(tmp_path / "out", "documents")]
    assert ids == sorted(ids)
    assert list(dict.fromkeys(row.doc_id for row in read_table(tmp_path / "out", "mentions"))) == ids


def test_a_second_run_does_nothing_and_touches_no_file(inputs, config, tmp_path):
    run(inputs, config, tmp_path / "out")
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "out").glob("*.json*")}
    assert run(inputs, config, tmp_path / "out").repeated == {}
    assert {path: path.stat().st_mtime_ns for path in (tmp_path / "out").glob("*.json*")} == before


def test_a_changed_file_redoes_one_document(inputs, config, tmp_path):
    run(inputs, config, tmp_path / "out")
    (inputs / "a.txt").write_text("Alpha 13 x")
    repeated = run(inputs, config, tmp_path / "out").repeated
    assert {name: repeated[name] for name in DOCUMENT_STAGES} == dict.fromkeys(DOCUMENT_STAGES, 1)
    assert repeated["normalise"] == 1


def test_a_raised_version_redoes_the_stage_and_only_what_it_changes(inputs, config, tmp_path):
    run(inputs, config, tmp_path / "out")
    repeated = run(inputs, config, tmp_path / "out", flow=raised("segment")).repeated
    assert repeated == {"segment": 3}, "its output is the same, so nothing after it need run"


def test_a_changed_setting_redoes_its_stage(inputs, config, tmp_path):
    run(inputs, config, tmp_path / "out")
    changed = msgspec.structs.replace(config, extract=msgspec.structs.replace(config.extract, max_name_chars=7))
    assert run(inputs, changed, tmp_path / "out").repeated == {"extract": 3}


def test_from_does_a_stage_and_all_after_it_again(inputs, config, tmp_path):
    run(inputs, config, tmp_path / "out")
    repeated = run(inputs, config, tmp_path / "out", first="link").repeated
    corpus = dict.fromkeys(("normalise", "embed", "cluster", "compare", "report"), 1)
    assert repeated == {"link": 3, "crop": 3, **corpus}


def test_until_stops_and_a_later_run_goes_on(inputs, config, tmp_path):
    run(inputs, config, tmp_path / "out", last="extract")
    written = {path.stem for path in (tmp_path / "out").glob("*.jsonl")}
    assert written == {"documents", "segments", "mentions", "names", "failures"}
    assert "extract" not in run(inputs, config, tmp_path / "out").repeated


def test_a_table_that_is_no_longer_made_is_removed_and_strangers_stay(inputs, config, tmp_path):
    run(inputs, config, tmp_path / "out")
    (tmp_path / "out" / "notes.txt").write_text("mine")
    run(inputs, config, tmp_path / "out", last="extract")
    assert not (tmp_path / "out" / "measures.jsonl").exists()
    assert (tmp_path / "out" / "notes.txt").read_text() == "mine"


def test_a_removed_table_is_written_again(inputs, config, tmp_path):
    run(inputs, config, tmp_path / "out")
    before = contents(tmp_path / "out")
    (tmp_path / "out" / "measures.jsonl").unlink()
    run(inputs, config, tmp_path / "out")
    assert contents(tmp_path / "out") == before


def test_the_same_bytes_whatever_the_workers_and_the_order(tmp_path):
    texts = {f"{name}.txt": f"{name} {number} and {number * 7}" for number, name in enumerate("hgfedcba", start=3)}
    inputs = write_documents(tmp_path / "in", texts | {"bad.txt": "DAMAGED", "twin.txt": texts["a.txt"]})
    files = sorted(inputs.iterdir())
    results = []
    for jobs, paths in (("1", [inputs]), ("2", files), ("2", files[::-1])):
        out = tmp_path / f"out{len(results)}"
        run(paths, load_config(overrides={"run.jobs": jobs}), out)
        results.append(contents(out))
    assert results[0] == results[1] == results[2]


def test_a_bad_document_is_a_named_failure_and_the_others_go_on(inputs, tmp_path):
    write_documents(inputs, {"damaged.txt": "DAMAGED", "empty.txt": "", "bug.txt": "BUG", "lying.txt": "LYING 12"})
    summary = run(inputs, load_config(), tmp_path / "out")
    found = {f.source: (f.stage, f.error, f.page) for f in read_table(tmp_path / "out", "failures")}
    assert found == {
        "damaged.txt": ("read", "DamagedPdfError", 2),
        "empty.txt": ("read", "EmptyFileError", None),
        "bug.txt": ("segment", "StageError", None),
        "lying.txt": ("extract", "StageError", None),
    }
    assert summary.record.counts["documents"] == 3
    assert all(failure.advice for failure in summary.failures)


def test_a_misquoted_value_never_reaches_the_dataset(inputs, config, tmp_path):
    write_documents(inputs, {"lying.txt": "LYING 12"})
    summary = run(inputs, config, tmp_path / "out")
    assert "quotes '9'" in summary.failures[0].message
    assert "lying.txt" not in {row.source for row in read_table(tmp_path / "out", "documents")}


def test_a_lost_worker_costs_one_document(inputs, tmp_path):
    write_documents(inputs, {"crash.txt": "CRASH", "slow.txt": "SLOW", "hungry.txt": "HUNGRY"})
    limits = load_config(overrides={"run.jobs": "2", "run.seconds_per_document": "2", "run.memory_mib": "1024"})
    summary = run(inputs, limits, tmp_path / "out")
    assert {f.source: (f.stage, f.error) for f in summary.failures} == {
        "crash.txt": ("segment", "CrashError"),
        "slow.txt": ("segment", "TimeLimitError"),
        "hungry.txt": ("segment", "MemoryLimitError"),
    }
    assert summary.record.counts["documents"] == 3
    started = time.monotonic()
    assert run(inputs, limits, tmp_path / "out").repeated == {}, "the same limits meet the same end"
    assert time.monotonic() - started < 2
    assert run(inputs, load_config(overrides={"run.seconds_per_document": "3"}), tmp_path / "out").repeated


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_document_over_which_the_reader_died_is_read_carefully_once_and_for_all(inputs, tmp_path, jobs):
    write_documents(inputs, {"fragile.txt": "FRAGILE 5", "fatal.txt": "FATAL 6"})
    limits = load_config(overrides={"run.jobs": jobs})
    summary = run(inputs, limits, tmp_path / "out")
    (failure,) = summary.failures
    assert (failure.source, failure.stage, failure.error) == ("fatal.txt", "read", "CrashError")
    assert failure.message == "The worker process died (SIGABRT), and the slower reader's too."
    assert {row.source for row in read_table(tmp_path / "out", "documents")} == {*GOOD, "fragile.txt"}
    assert run(inputs, limits, tmp_path / "out").repeated == {}, "neither is met again"


def test_a_document_over_whose_pictures_a_worker_is_lost_goes_on_without_them(inputs, tmp_path):
    write_documents(inputs, {"poster.txt": "POSTER 5", "endless.txt": "ENDLESS 6"})
    limits = load_config(overrides={"run.jobs": "2", "run.seconds_per_document": "2"})
    summary = run(inputs, limits, tmp_path / "out")
    assert summary.failures == ()
    assert {row.source for row in read_table(tmp_path / "out", "documents")} == {*GOOD, "poster.txt", "endless.txt"}
    assert run(inputs, limits, tmp_path / "out").repeated == {}


def test_the_report_hears_of_what_failed(inputs, config, tmp_path):
    write_documents(inputs, {"damaged.txt": "DAMAGED"})
    run(inputs, config, tmp_path / "out")
    assert "failed: damaged.txt" in (tmp_path / "out" / "report" / "index.html").read_text()
    (inputs / "damaged.txt").unlink()
    assert run(inputs, config, tmp_path / "out").repeated["report"] == 1
    assert "failed" not in (tmp_path / "out" / "report" / "index.html").read_text()


def test_a_damaged_layer_is_made_again(inputs, config, tmp_path):
    run(inputs, config, tmp_path / "out", last="read")
    for path in (tmp_path / "out" / ".layers").glob("*/read.*"):
        path.write_bytes(b"half")
    with pytest.raises(InputError, match="not a layer of read"):
        run(inputs, config, tmp_path / "out")
    assert run(inputs, config, tmp_path / "out").repeated["read"] == 3


def test_text_that_cannot_be_written_fails_its_document_alone(inputs, config, tmp_path):
    write_documents(inputs, {"odd.txt": "SURROGATE"})
    summary = run(inputs, config, tmp_path / "out")
    assert [(f.source, f.stage, f.error) for f in summary.failures] == [("odd.txt", "read", "StageError")]


def test_a_file_that_changes_meanwhile_is_not_taken_for_the_old_one(inputs, config, tmp_path, monkeypatch):
    sources = find_sources([str(inputs)], output=tmp_path / "out")
    (inputs / "a.txt").write_text("Changed 1")
    monkeypatch.setattr("pipeline.run.find_sources", lambda *paths, **options: sources)
    summary = run(inputs, config, tmp_path / "out")
    assert [f.message for f in summary.failures] == ["The file changed while the run was at work."]


def test_pages_without_text_are_listed_but_fail_nothing(inputs, config, tmp_path):
    write_documents(inputs, {"scan.txt": "SCANNED 5"})
    summary = run(inputs, config, tmp_path / "out")
    assert summary.failures == ()
    (notice,) = read_table(tmp_path / "out", "failures")
    assert (notice.source, notice.page, notice.doc_id is None) == ("scan.txt", 1, False)


def test_copies_are_read_once_and_named(inputs, config, tmp_path, caplog):
    caplog.set_level(logging.WARNING, logger="pipeline")  # a test of -q may have turned it down
    write_documents(inputs, {"z.txt": GOOD["a.txt"]})
    summary = run(inputs, config, tmp_path / "out")
    assert summary.record.counts["documents"] == 3
    assert [(d.source, d.same_as) for d in summary.record.duplicates] == [("z.txt", "a.txt")]
    assert "z.txt" in caplog.text


def test_nothing_readable_is_an_error_that_leaves_its_reasons(tmp_path, config):
    inputs = write_documents(tmp_path / "in", {"a.txt": "", "b.txt": "DAMAGED"})
    with pytest.raises(InputError, match=r"a\.txt: The file is empty.*1 more"):
        run(inputs, config, tmp_path / "out")
    assert len(decode_lines((tmp_path / "out" / "failures.jsonl").read_bytes(), Failure)) == 2


def test_a_missing_model_stops_the_run(inputs, config, tmp_path):
    write_documents(inputs, {"n.txt": "NOMODEL"})
    with pytest.raises(MissingModelError, match="models/x"):
        run(inputs, config, tmp_path / "out")


def test_empty_folder_and_missing_path(tmp_path, config):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / ".hidden").write_text("x")
    with pytest.raises(InputError, match="no files"):
        run(tmp_path / "in", config, tmp_path / "out")
    with pytest.raises(ConfigError, match="no such file"):
        run(tmp_path / "nowhere", config, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_an_output_that_cannot_be_written(inputs, config, tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(ConfigError, match="cannot be written"):
        run(inputs, config, tmp_path / "file" / "out")


def test_an_unknown_stage(inputs, config, tmp_path):
    with pytest.raises(ConfigError, match="reed: no such stage"):
        run(inputs, config, tmp_path / "out", first="reed")


def test_limit_takes_the_first_by_name_and_the_output_is_no_input(inputs, config, tmp_path):
    summary = run(inputs, config, inputs / "out", limit=2)
    assert [row.source for row in read_table(inputs / "out", "documents")] != []
    assert summary.record.counts["documents"] == 2
    assert run(inputs, config, inputs / "out").record.counts["documents"] == 3


def test_the_plan_names_the_first_stage_to_run_and_does_nothing(inputs, config, tmp_path):
    plan = plan_flow(FAKE_FLOW, [str(inputs)], config, output=tmp_path / "out")
    assert plan == [("a.txt", "read"), ("b/b.txt", "read"), ("c.txt", "read")]
    assert not (tmp_path / "out").exists()
    run(inputs, config, tmp_path / "out")
    (inputs / "c.txt").write_text("Gamma")
    options = Options(first="link")
    plan = plan_flow(FAKE_FLOW, [str(inputs)], config, output=tmp_path / "out", options=options)
    assert plan == [("a.txt", "link"), ("b/b.txt", "link"), ("c.txt", "read")]


def test_a_password_does_not_redo_what_was_read_but_retries_what_was_not(inputs, config, tmp_path):
    write_documents(inputs, {"damaged.txt": "DAMAGED"})
    run(inputs, config, tmp_path / "out")
    assert run(inputs, config, tmp_path / "out", password="secret").repeated == {"read": 1}


def test_pages_are_handed_to_read(inputs, config, tmp_path):
    seen = []
    flow = (replace(FAKE_FLOW[0], run=read),)
    run(inputs, config, tmp_path / "out", flow=flow, pages=(2, 3))
    seen.append(run(inputs, config, tmp_path / "out", flow=flow, pages=(2, 3)).repeated)
    seen.append(run(inputs, config, tmp_path / "out", flow=flow).repeated)
    assert seen == [{}, {"read": 3}]


def test_an_interrupted_run_resumes(tmp_path):
    """SIGINT while a document is at work: exit 130, and what was finished is not done again."""
    inputs = write_documents(tmp_path / "in", GOOD | {"slow.txt": "SLOW"})
    script = Path(__file__).parent / "interrupted.py"
    process = subprocess.Popen([sys.executable, str(script), str(inputs), str(tmp_path / "out")])
    try:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and len(list((tmp_path / "out").glob(".layers/*/link.*"))) < len(GOOD):
            time.sleep(0.05)
        process.send_signal(2)
        assert process.wait(timeout=30) == 130
    finally:
        process.kill()
    assert not (tmp_path / "out" / "run.json").exists()
    (inputs / "slow.txt").unlink()
    assert DOCUMENT_STAGES.isdisjoint(run(inputs, load_config(), tmp_path / "out").repeated)


@pytest.mark.slow
def test_the_real_stages_give_the_same_bytes_whatever_the_workers_and_the_order(tmp_path):
    """Three sample documents, Chinese and English, as one run after another: the whole dataset and every layer."""
    names = ("en01_partnerships.pdf", "zh01_astep.pdf", "zh08_slides.pdf")
    files = [str(Path(__file__).parents[1] / "corpus" / name) for name in names]
    for output, jobs, order in (("one", "1", files), ("two", "2", files[::-1])):
        command = [sys.executable, "-m", "pipeline", "run", *order, "-o", str(tmp_path / output), "-j", jobs, "-q"]
        done = subprocess.run(command, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
    assert contents(tmp_path / "one") == contents(tmp_path / "two")


def test_a_changed_price_table_of_one_s_own_is_noticed(tmp_path):
    table = tmp_path / "own.csv"
    table.write_text("series,economy,currency,year,value,source\n", encoding="utf-8")
    config = load_config(overrides={"normalise.rates": str(table)})
    flow = tuple(replace(stage, load=Path) if stage.name == "normalise" else stage for stage in FAKE_FLOW)
    before = stage_bases(flow, config=config)
    table.write_text("series,economy,currency,year,value,source\nppp,TW,TWD,2020,14,x\n", encoding="utf-8")
    after = stage_bases(flow, config=config)
    assert {name for name in before if before[name] != after[name]} == {"normalise"}

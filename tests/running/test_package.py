"""`datapackage.json`: valid by the Frictionless rules, and true of the files that it describes."""

import hashlib
import json
from pathlib import Path

import pytest
from samplecorpus import compared, sample

from pipeline.config import load_config
from pipeline.data import Failure
from pipeline.export import export_run
from pipeline.report import open_page, report
from pipeline.store import TABLES, Results, RunRecord, write_run

frictionless = pytest.importorskip("frictionless")
FAILURE = Failure(
    source="bad.pdf", doc_id=None, stage="read", page=None, error="DamagedPdfError", message="No PDF.", advice="Redo."
)


@pytest.fixture(scope="module")
def run(tmp_path_factory) -> Path:
    """A finished run of the sample corpus, with its report."""
    corpus, config = sample(), load_config()
    found = compared(corpus)
    findings = (corpus.dataset, corpus.clustering, found)
    files = report(
        *(corpus.documents, corpus.extractions, *findings, corpus.sheets, (FAILURE,)),
        config=config.report,
        model=open_page(config.report),
    )
    results = Results(
        failures=(FAILURE,),
        documents=corpus.documents,
        segments=None,
        extractions=corpus.extractions,
        dataset=corpus.dataset,
        clustering=corpus.clustering,
        comparison=found,
        sheets=corpus.sheets,
        files=files,
    )
    folder = tmp_path_factory.mktemp("run")
    record = RunRecord(versions={}, stages={}, fingerprint="", counts={})
    write_run(folder, results, record=record, config="", title="A sample")
    return folder


def _package(folder: Path) -> dict:
    return json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))


def _faults(folder: Path) -> list:
    found = frictionless.validate(str(folder / "datapackage.json"))
    return found.flatten(["title", "message", "path", "fieldName", "rowNumber"])


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_runs_package_is_valid_and_so_is_every_table(run):
    assert _faults(run) == []


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_so_is_an_exports(run, tmp_path):
    export_run(run, formats=("csv", "xlsx", "markdown"), output=tmp_path)
    assert _faults(tmp_path) == []


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_changed_file_is_found(run, tmp_path):
    for path in run.rglob("*.*"):
        (tmp_path / path.relative_to(run)).parent.mkdir(exist_ok=True)
        (tmp_path / path.relative_to(run)).write_bytes(path.read_bytes())
    with (tmp_path / "values.csv").open("a") as file:
        file.write("x\n")
    assert _faults(tmp_path) != []


def test_every_table_of_the_run_that_has_rows_is_described_with_length_and_digest(run):
    resources = {resource["path"]: resource for resource in _package(run)["resources"]}
    assert set(resources) == {p.name for p in run.iterdir() if p.suffix in (".csv", ".jsonl") and p.stat().st_size}
    empty = {"names.jsonl", "segments.jsonl", "unresolved.jsonl", "cluster_tree.jsonl"}
    assert {f"{name}.jsonl" for name in TABLES} - set(resources) == empty
    for path, resource in resources.items():
        content = (run / path).read_bytes()
        assert resource["bytes"] == len(content)
        assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"


def test_tables_have_schemas_with_keys_and_words_in_both_languages(run):
    resources = {resource["path"]: resource for resource in _package(run)["resources"]}
    for path, resource in resources.items():
        if path.endswith((".csv", ".jsonl")):
            assert resource["type"] == "table" and resource["schema"]["fields"], path
            assert resource["title"] and resource["description"], path
    values = resources["values.csv"]["schema"]
    fields = {field["name"]: field for field in values["fields"]}
    assert (fields["min"]["type"], fields["page"]["type"], fields["quote"]["type"]) == ("number", "integer", "string")
    assert fields["quote"]["title"] == "Quote 原文"
    assert {"fields": ["mention_id"], "reference": {"resource": "mentions", "fields": ["mention_id"]}} in values[
        "foreignKeys"
    ]
    mentions = resources["mentions.jsonl"]
    types = {field["name"]: field["type"] for field in mentions["schema"]["fields"]}
    assert (types["min"], types["boxes"], types["confidence"], types["from"]) == ("any", "array", "number", "string")
    assert mentions["schema"]["primaryKey"] == ["mention_id"]
    assert (run / mentions["jsonSchema"]).is_file()


def test_it_follows_the_second_version_of_the_standard(run):
    package = _package(run)
    assert package["$schema"] == "https://datapackage.org/profiles/2.0/datapackage.json"
    assert package["title"] == "A sample"
    assert {source["path"] for source in package["sources"]} == {d.source for d in sample().documents}
    names = [resource["name"] for resource in package["resources"]]
    assert len(names) == len(set(names))
    assert all(set(name) <= set("abcdefghijklmnopqrstuvwxyz0123456789-._") for name in names)

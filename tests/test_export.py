"""`crosswalk export`: a run's JSONL records as CSV, Parquet and DuckDB."""

import re
import zipfile
from decimal import Decimal
from pathlib import Path

import duckdb
import polars as pl
import pytest
from samplecorpus import compared, sample

from pipeline.data import Failure
from pipeline.errors import ConfigError
from pipeline.export import export_run, run_tables
from pipeline.store import Results, RunRecord, write_run

NAMES = {
    *("documents", "mentions", "organisations", "measures", "facts", "clusters", "instrument_cells", "counterparts"),
    *("cluster_ranges", "conflicts", "coverage", "failures", "evidence", "unresolved", "cluster_tree", "profiles"),
    *("timelines", "gaps", "price_ranges", "rankings"),
}
FAILURE = Failure(
    source="bad.pdf", doc_id=None, stage="read", page=None, error="DamagedPdfError", message="no PDF", advice="Redo."
)


@pytest.fixture(scope="module")
def run(tmp_path_factory) -> Path:
    corpus = sample()
    results = Results(
        failures=(FAILURE,),
        documents=corpus.documents,
        extractions=corpus.extractions,
        dataset=corpus.dataset,
        clustering=corpus.clustering,
        comparison=compared(corpus),
    )
    return _written(tmp_path_factory.mktemp("run"), results)


def _written(folder: Path, results: Results) -> Path:
    write_run(folder, results, record=RunRecord(versions={}, stages={}, fingerprint="", counts={}), config="")
    return folder


def test_every_record_kind_has_a_csv_with_bom_that_reads_back(run, tmp_path):
    *paths, package = export_run(run, formats=("csv",), output=tmp_path)
    assert {path.stem for path in paths} == NAMES
    assert package.name == "datapackage.json"
    assert all(path.read_bytes().startswith(b"\xef\xbb\xbf") for path in paths)
    values = pl.read_csv(tmp_path / "evidence.csv", infer_schema=False)
    seeds = values.filter(pl.col("quote") == "上限 300 万日元").to_dicts()[0]
    assert (seeds["measure_id"], seeds["max"], seeds["min"], seeds["currency"]) == (
        "astep-seeds",
        "3000000",
        None,
        "JPY",
    )
    assert seeds["sentence"] == "种子产品挖掘阶段的每个课题资助上限 300 万日元，研究期限为1 年。"
    assert "text" not in pl.read_csv(tmp_path / "documents.csv").columns


def test_parquet_keeps_decimals_and_lists(run, tmp_path):
    export_run(run, formats=("parquet",), output=tmp_path)
    facts = pl.read_parquet(tmp_path / "facts.parquet")
    assert facts.schema["converted_max"] == pl.Decimal(38, 6)
    (amount,) = facts.filter(pl.col("fact_id") == "f-eu1")["converted_max"]
    assert amount == Decimal("2777777.777778")
    mentions = pl.read_parquet(tmp_path / "mentions.parquet").filter(pl.col("mention_id") == "m-jp4").to_dicts()[0]
    assert (mentions["min_duration"], mentions["max_years"]) == ("P2Y", Decimal(6))
    assert mentions["boxes"][0]["page"] == 1


def test_duckdb_answers_a_question_in_sql(run, tmp_path):
    path, _ = export_run(run, formats=("duckdb",), output=tmp_path)
    with duckdb.connect(path, read_only=True) as connection:
        tables = {name for (name,) in connection.sql("SELECT table_name FROM duckdb_tables()").fetchall()}
        rows = connection.sql(
            "SELECT m.country, max(f.converted_max) FROM facts f JOIN measures m ON f.subject = m.measure_id "
            "JOIN mentions v USING (mention_id) WHERE v.role = 'award' AND 'business_rd_grants' IN m.instruments "
            "GROUP BY m.country ORDER BY m.country"
        ).fetchall()
    assert tables == NAMES
    assert dict(rows)["US"] == Decimal(750_000)


def test_the_workbook_links_to_the_runs_report(run, tmp_path):
    path, _ = export_run(run, formats=("xlsx",), output=tmp_path / "elsewhere")
    with zipfile.ZipFile(path) as book:
        links = "".join(book.read(n).decode() for n in book.namelist() if n.endswith(".rels"))
    target = re.search(r'Target="([^"]*report\.html)', links)[1]
    target = target.replace("\\", "/")  # as Excel writes it
    assert (tmp_path / "elsewhere" / target).resolve() == (run / "report.html").resolve()


def test_markdown_comes_in_both_languages(run, tmp_path):
    *paths, _ = export_run(run, formats=("markdown",), output=tmp_path)
    assert [path.name for path in paths] == ["report.en.md", "report.zh.md"]
    english, chinese = (path.read_text(encoding="utf-8") for path in paths)
    assert "| United States | 1 | 1 | 0 | 0 |" in english
    assert "[JPY 20,000,000" not in english and "[up to JPY 3,000,000 (award · per topic)](" in english
    assert "[不超过300万日元（资助额 · 每个课题）](" in chinese


def test_values_that_describe_nothing_and_failures_are_kept(run):
    tables = run_tables(run)
    loose = tables["evidence"].filter(pl.col("measure_id").is_null())
    assert loose["quote"].to_list() == ["20万元"]
    assert tables["failures"]["error"].to_list() == ["DamagedPdfError"]
    assert tables["evidence"].height == tables["facts"].height + 1


def test_a_run_that_stopped_early_gives_what_it_has(tmp_path):
    corpus = sample()
    run = _written(tmp_path / "run", Results(documents=corpus.documents, extractions=corpus.extractions))
    tables = run_tables(run)
    assert tables["documents"].height == len(corpus.documents)
    assert tables["evidence"].height == tables["mentions"].height > 30
    assert tables["measures"].height == 0
    export_run(run, formats=("csv", "parquet", "duckdb"), output=tmp_path / "out")


def test_an_unknown_format_and_a_folder_without_a_run_are_told(run, tmp_path):
    with pytest.raises(ConfigError, match="unknown format xls"):
        export_run(run, formats=("csv", "xls"), output=tmp_path / "out")
    assert not (tmp_path / "out").exists()
    with pytest.raises(ConfigError, match="not a finished run"):
        export_run(tmp_path, formats=("csv",), output=tmp_path / "out")


def test_the_same_run_gives_the_same_bytes(run, tmp_path):
    one = export_run(run, formats=("csv", "parquet"), output=tmp_path / "one")
    two = export_run(run, formats=("csv", "parquet"), output=tmp_path / "two")
    assert [path.read_bytes() for path in one] == [path.read_bytes() for path in two]
    one = export_run(run, formats=("xlsx", "markdown"), output=tmp_path / "three")
    two = export_run(run, formats=("xlsx", "markdown"), output=tmp_path / "four")
    assert [path.read_bytes() for path in one] == [path.read_bytes() for path in two]

"""The dataset on disk: spelling, checks, schemas, reading back."""

import json
from decimal import Decimal

import msgspec
import pytest
from flows import FAKE_FLOW, write_documents
from hypothesis import given
from hypothesis import strategies as st

from pipeline.data import Document, Extraction, Files, NamedFile, Record
from pipeline.errors import ConfigError, InvariantError
from pipeline.run import run_flow
from pipeline.running.jsonl import decode_lines, encode_lines
from pipeline.store import TABLES, Results, RunRecord, find_run, is_whole, read_run, read_table, write_run


class Amount(Record, frozen=True, kw_only=True):
    """A record with an amount."""

    name: str = ""
    value: Decimal | None


@pytest.fixture
def run(config, tmp_path):
    inputs = write_documents(tmp_path / "in", {"a.txt": "Alpha 12 x", "b.txt": "乙 7", "scan.txt": "SCANNED 1"})
    run_flow(FAKE_FLOW, [str(inputs)], config, output=tmp_path / "out")
    return tmp_path / "out"


def write(output, results):
    return write_run(
        output, results, record=RunRecord(versions={}, stages={}, fingerprint="x", counts={}), config="[run]\n"
    )


@pytest.mark.parametrize(
    ("value", "written"),
    [("2E+7", "20000000"), ("1E-7", "0.0000001"), ("1.50", "1.50"), ("-3E+2", "-300"), ("0", "0")],
)
def test_amounts_are_plain_numbers(value, written):
    assert encode_lines([Amount(value=Decimal(value))]) == f'{{"name":"","value":{written}}}\n'.encode()


@given(st.decimals(allow_nan=False, allow_infinity=False), st.text())
def test_amounts_and_text_come_back_as_they_were(value, name):
    row = Amount(name=name, value=value)
    assert decode_lines(encode_lines([row]), Amount) == [row]


@pytest.mark.parametrize("value", ["NaN", "sNaN", "Infinity", "-Infinity"])
def test_an_amount_that_is_no_number_is_a_bug(value):
    with pytest.raises(InvariantError, match="not a number"):
        encode_lines([Amount(value=Decimal(value))])


def test_text_that_looks_like_an_exponent_is_left_alone():
    line = encode_lines([Amount(name=":1E5", value=None)])
    assert json.loads(line) == {"name": ":1E5", "value": None}


def test_every_line_is_json_in_utf_8_and_ends_with_a_line_feed(run):
    for path in run.glob("*.jsonl"):
        content = path.read_bytes()
        assert b"\r" not in content
        assert content == b"" or content.endswith(b"\n")
        assert all(isinstance(json.loads(line), dict) for line in content.splitlines())
    assert "乙" in (run / "documents.jsonl").read_text(encoding="utf-8")


def test_mentions_have_the_fields_of_the_contract(run):
    first = json.loads((run / "mentions.jsonl").read_text(encoding="utf-8").splitlines()[0])
    contract = (
        "mention_id doc_id type quote start end page boxes sentence rule confidence min max currency bound per role"
    )
    assert set(contract.split()) <= set(first)
    assert first["type"] == "money"
    texts = {row.doc_id: row.text for row in read_table(run, "documents")}
    assert texts[first["doc_id"]][first["start"] : first["end"]] == first["quote"]


def test_each_table_reads_back_as_its_records_and_has_a_schema(run):
    for name, kind in TABLES.items():
        rows = read_table(run, name)
        assert encode_lines(rows) == (run / f"{name}.jsonl").read_bytes()
        schema = json.loads((run / "schema" / f"{name}.json").read_bytes())
        assert schema["$schema"].endswith("2020-12/schema")
        assert "decimal" not in json.dumps(schema), f"{name}: amounts are written as numbers ({kind})"


def test_the_record_lists_every_file_and_no_clock(run):
    record = read_run(run)
    files = {str(path.relative_to(run)) for path in run.rglob("*") if path.is_file() and ".layers" not in path.parts}
    assert set(record.files) == files - {"run.json"}
    assert is_whole(run, record)
    (run / "facts.jsonl").write_bytes(b"")
    assert not is_whole(run, record)


def test_a_misquote_is_never_written(run, tmp_path):
    documents = msgspec.json.decode((run / "documents.jsonl").read_bytes().splitlines()[0])
    document = msgspec.convert(documents | {"blocks": [], "lines": []}, Document)
    mention = next(m for m in read_table(run, "mentions") if m.doc_id == document.doc_id)
    moved = msgspec.structs.replace(mention, start=mention.start + 1, end=mention.end + 1)
    results = Results(documents=(document,), extractions=(Extraction(mentions=(moved,), names=()),))
    with pytest.raises(InvariantError, match="quotes"):
        write(tmp_path / "other", results)
    assert find_run(tmp_path / "other") is None


@pytest.mark.parametrize("path", ["../x.html", "/tmp/x.html", "a/../../x", ".layers/x", ""])
def test_a_report_stays_inside_the_run(path, tmp_path):
    with pytest.raises(InvariantError, match="outside the run"):
        write(tmp_path / "out", Results(files=Files(items=(NamedFile(path=path, content=b""),))))


def test_the_topmost_page_is_the_report(tmp_path):
    pages = [NamedFile(path=path, content=b"x") for path in ("a/deep.html", "report.html", "table.csv")]
    assert write(tmp_path / "out", Results(files=Files(items=tuple(pages)))).report == "report.html"


def test_reading_what_is_no_run(run, tmp_path):
    with pytest.raises(ConfigError, match="not a finished run"):
        read_run(tmp_path)
    with pytest.raises(ConfigError, match=r"documents\.jsonl"):
        read_table(tmp_path, "documents")
    (run / "measures.jsonl").write_bytes(b'{"measure_id": 3}\n')
    with pytest.raises(ConfigError, match="not a table of measures"):
        read_table(run, "measures")

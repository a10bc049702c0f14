"""The workbook as a spreadsheet program finds it: sheets, typed cells, filters, links; and the codebook behind it."""

import io
import re
import warnings
import zipfile
from decimal import Decimal
from xml.etree import ElementTree

import polars as pl
import pytest
from samplecorpus import compared, sample

from pipeline.data import Comparison, Dataset
from pipeline.reporting.codebook import read_codebook
from pipeline.reporting.joined import joined_frames
from pipeline.reporting.labels import Labels
from pipeline.reporting.tables import Records, record_tables
from pipeline.reporting.workbook import LONGEST_CELL, workbook

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


@pytest.fixture(scope="module")
def records() -> Records:
    corpus = sample()
    found = compared(corpus)
    mentions = tuple(m for extraction in corpus.extractions for m in extraction.mentions)
    return Records(corpus.documents, mentions, corpus.dataset, corpus.clustering, found, corpus.sheets)


@pytest.fixture(scope="module")
def frames(records) -> dict[str, pl.DataFrame]:
    return joined_frames(records, Labels())


@pytest.fixture(scope="module")
def book(frames) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(workbook(frames, read_codebook(), title="A sample", page="report.html")))


def _sheet(book: zipfile.ZipFile, name: str) -> ElementTree.Element:
    root = ElementTree.fromstring(book.read("xl/workbook.xml"))
    names = [sheet.get("name") for sheet in root.iter(f"{MAIN}sheet")]
    return ElementTree.fromstring(book.read(f"xl/worksheets/sheet{names.index(name) + 1}.xml"))


def _cells(book: zipfile.ZipFile, name: str) -> dict[str, object]:
    """The cells by address: text as text, numbers as numbers, truth as truth."""
    shared = [
        "".join(t.text or "" for t in item.iter(f"{MAIN}t"))
        for item in ElementTree.fromstring(book.read("xl/sharedStrings.xml"))
    ]
    cells: dict[str, object] = {}
    for cell in _sheet(book, name).iter(f"{MAIN}c"):
        value = cell.find(f"{MAIN}v")
        if value is not None:
            kind = cell.get("t")
            cells[cell.get("r")] = (
                shared[int(value.text)] if kind == "s" else value.text == "1" if kind == "b" else float(value.text)
            )
    return cells


def _columns(book: zipfile.ZipFile, name: str) -> dict[str, str]:
    """The letter of each column by its English head."""
    return {
        text.splitlines()[0]: re.sub(r"\d", "", address)
        for address, text in _cells(book, name).items()
        if re.fullmatch(r"[A-Z]+1", address)
    }


def test_there_is_a_sheet_for_each_kind_of_record(book):
    root = ElementTree.fromstring(book.read("xl/workbook.xml"))
    names = [sheet.get("name") for sheet in root.iter(f"{MAIN}sheet")]
    assert names == [
        *("Read me", "Measures", "Values", "Organisations", "Instruments", "Counterparts", "Clusters", "Prices"),
        *("Rankings", "Gaps", "Conflicts", "Sources", "Failures", "Columns"),
    ]


def test_amounts_are_numbers_and_names_are_text(book, frames):
    cells, letters = _cells(book, "Values"), _columns(book, "Values")
    row = 2 + frames["values"]["mention_id"].to_list().index("m-us2")
    seen = [cells[f"{letters[head]}{row}"] for head in ("Quote", "Minimum", "Maximum", "Currency", "Page")]
    assert seen == ["5万～25万美元", 50_000.0, 250_000.0, "USD", 1.0]
    assert cells[f"{letters['Year stated']}{row}"] is False
    assert f"{letters['Numerator']}{row}" not in cells, "what is not known is empty"


def test_every_table_has_filters_and_a_header_that_stays(book, frames):
    for name in ("Measures", "Values", "Counterparts"):
        sheet = _sheet(book, name)
        area = sheet.find(f"{MAIN}autoFilter").get("ref")
        assert area.startswith("A1:") and area.endswith(str(frames[name.lower()].height + 1))
        assert sheet.find(f".//{MAIN}pane").get("ySplit") == "1"


def test_measures_and_quotes_link_to_their_evidence(book):
    links = book.read("xl/worksheets/_rels/sheet3.xml.rels").decode()
    assert 'Target="report.html" TargetMode="External"' in links
    places = {link.get("location") for link in _sheet(book, "Values").iter(f"{MAIN}hyperlink")}
    assert {"value=m-us2", "measure=sbir"} <= places
    contents = {link.get("location") for link in _sheet(book, "Read me").iter(f"{MAIN}hyperlink")}
    assert "'Values'!A1" in contents


def test_ids_and_empty_columns_are_folded_away(book):
    hidden = {
        place
        for column in _sheet(book, "Values").iter(f"{MAIN}col")
        if column.get("hidden") == "1"
        for place in range(int(column.get("min")), int(column.get("max")) + 1)
    }
    heads = list(_columns(book, "Values"))
    assert {"Value id", "Measure id", "Steps"} <= {heads[place - 1] for place in hidden}
    assert {"Quote", "Minimum", "Sentence"}.isdisjoint(heads[place - 1] for place in hidden)


def test_the_same_tables_give_the_same_bytes(frames):
    codebook = read_codebook()
    one, two = (workbook(frames, codebook, title="A", page="report.html") for _ in range(2))
    assert one == two


def test_texts_are_never_formulas_links_or_too_long(frames):
    hostile = ["=HYPERLINK(1)", "http://example.org", "x" * 40_000, "\x00\x01control"]
    frame = frames["failures"].clear().vstack(
        pl.DataFrame({c: hostile if c == "message" else [None] * 4 for c in frames["failures"].columns}, schema=frames["failures"].schema)
    )  # fmt: skip
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        made = workbook({"failures": frame}, read_codebook(), title="A", page="report.html")
    book = zipfile.ZipFile(io.BytesIO(made))
    cells = [value for value in _cells(book, "Failures").values() if isinstance(value, str)]
    assert "=HYPERLINK(1)" in cells and "http://example.org" in cells
    assert max(map(len, cells)) == LONGEST_CELL
    assert not list(_sheet(book, "Failures").iter(f"{MAIN}f"))


def test_a_corpus_without_measures_still_gives_a_workbook(records):
    nothing = Records(
        records.documents,
        (),
        Dataset(measures=(), organisations=(), facts=()),
        records.clustering,
        Comparison(findings=()),
    )
    made = workbook(joined_frames(nothing, Labels()), read_codebook(), title="A", page="report.html")
    assert zipfile.ZipFile(io.BytesIO(made)).testzip() is None


def test_every_column_of_every_table_is_in_the_codebook_and_no_other(records, frames):
    used = {column for frame in (*frames.values(), *record_tables(records).values()) for column in frame.columns}
    assert used == set(read_codebook().columns)
    assert set(record_tables(records)) | set(frames) <= set(read_codebook().tables)


def test_amounts_of_many_digits_keep_what_a_spreadsheet_can_hold(frames):
    column = frames["values"]["max"]
    assert column.dtype == pl.Decimal(38, 6)
    assert max(value for value in column if value is not None) == Decimal("115000000000")

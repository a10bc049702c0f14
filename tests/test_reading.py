"""The sample corpus is read as it is printed: characters, tables and paragraphs against the true texts beside the PDFs."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.data import Block, Cell, Document, Table

ROOT = Path(__file__).parents[1]
PDFS = sorted((ROOT / "corpus").glob("*.pdf"))
BODY, CELLS = 0.99, 0.95


@pytest.fixture(scope="module")
def reading():
    """The command bench/reading.py as a module."""
    spec = importlib.util.spec_from_file_location("reading", ROOT / "bench" / "reading.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules["reading"] = module
    spec.loader.exec_module(module)
    yield module
    del sys.modules["reading"]


@pytest.fixture(scope="module")
def read_file(reading):
    return reading.open_reader()


@pytest.mark.parametrize("path", PDFS, ids=lambda path: path.stem)
def test_corpus_is_read_as_printed(path, reading, read_file):
    score = reading.compare(read_file(path), reading.truth_beside(path))
    assert score.body >= BODY
    assert score.cells >= CELLS
    assert score.exact >= 0.85 * score.paragraphs


def document(*parts, tables=()):
    """A document with a block for each (kind, text), and tables of (row, column, index of the part)."""
    blocks, text = [], ""
    for kind, part in parts:
        start = len(text) + bool(text)
        text += ("\n" if text else "") + part
        blocks.append(Block(start=start, end=len(text), kind=kind, page=1))
    made = [
        Table(page=1, cells=tuple(Cell(row=r, column=c, start=blocks[i].start, end=blocks[i].end) for r, c, i in cells))
        for cells in tables
    ]
    return Document(
        doc_id="d", source="d", sha256="0", title="", languages=("en",), text=text, pages=(), blocks=tuple(blocks),
        lines=(), tables=tuple(made),
    )  # fmt: skip


def test_same_text_scores_one_whatever_its_white_space(reading):
    truth = reading.parse_truth("One two.\nThree four.\na\tb\n\tc\n")
    read = document(
        ("text", "One  two."), ("text", "Three\nfour."), ("cell", "a"), ("cell", "b"), ("cell", "c"), ("furniture", "7"),
        tables=[[(0, 0, 2), (0, 1, 3), (1, 1, 4)]],
    )  # fmt: skip
    score = reading.compare(read, truth)
    assert (score.body, score.cells, score.same, score.filled, score.tables) == (1.0, 1.0, 3, 3, (1, 1))
    assert (score.paragraphs, score.exact, score.glued, score.broken) == (2, 2, 0, 0)
    assert score.whole < 1.0


def test_a_torn_table_loses_the_cells_of_its_second_part(reading):
    truth = reading.parse_truth("aaa\tbbb\nccc\tddd\n")
    cells = [("cell", text) for text in ("aaa", "bbb", "ccc", "ddd")]
    score = reading.compare(document(*cells, tables=[[(0, 0, 0), (0, 1, 1)], [(0, 0, 2), (0, 1, 3)]]), truth)
    assert score.tables == (1, 2)
    assert (score.same, score.filled) == (2, 6)
    assert score.cells == pytest.approx(2 / 6)


def test_tables_are_paired_by_what_they_hold(reading):
    truth = reading.parse_truth("aaa\tbbb\ntext\nccc\tddd\n")
    cells = [("cell", text) for text in ("ccc", "ddd", "aaa", "bbb")]
    score = reading.compare(document(*cells, tables=[[(0, 0, 0), (0, 1, 1)], [(0, 0, 2), (0, 1, 3)]]), truth)
    assert score.cells == 1.0


@pytest.mark.parametrize(
    ("blocks", "expected"),
    [
        (["alpha beta gamma", "delta epsilon zeta"], (2, 0, 0)),
        (["alpha beta gamma delta epsilon zeta"], (0, 2, 0)),
        (["alpha beta", "gamma", "delta epsilon zeta"], (1, 0, 1)),
        (["alpha beta", "gamma delta epsilon zeta"], (0, 2, 1)),
        (["delta epsilon zeta", "alpha beta gamma"], (2, 0, 0)),
        (["alpha bita gamma", "delta epsilon zeta"], (2, 0, 0)),
    ],
    ids=["as printed", "glued", "broken", "both", "moved", "one character off"],
)
def test_paragraphs_are_exact_glued_or_broken(blocks, expected, reading):
    truth = reading.parse_truth("alpha beta gamma\ndelta epsilon zeta\n")
    score = reading.compare(document(*(("text", block) for block in blocks)), truth)
    assert (score.exact, score.glued, score.broken) == expected


def test_differences_are_shown_in_context(reading):
    assert list(reading.differences("0123456789abXdefghij", "0123456789abcdefghij")) == [
        ("0123456789ab", "c", "X", "defghij")
    ]


def test_command_fails_under_its_bar(tmp_path):
    path = tmp_path / "brief.pdf"
    path.write_bytes((ROOT / "corpus" / "zh08_slides.pdf").read_bytes())
    path.with_suffix(".txt").write_text("something else altogether", encoding="utf-8")
    command = [sys.executable, str(ROOT / "bench" / "reading.py"), str(path), "--diff"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 6, done.stderr
    assert "under the bar" in done.stderr
    assert "something" in done.stdout
    assert subprocess.run([*command, "--bar", "0", "--cell-bar", "0"], capture_output=True, check=False).returncode == 0


def test_without_tables_the_same_text_is_read_and_no_table(reading):
    path = ROOT / "corpus" / "zh02_budgets.pdf"
    document = reading.open_reader(tables=False)(path)
    assert document.tables == ()
    assert not [block for block in document.blocks if block.kind == "cell"]
    kept = sorted(reading.bare(document.text))
    assert kept == sorted(reading.bare(reading.open_reader()(path).text))

"""The house rules that no linter checks: the size of modules and functions, and that flow.py tells the whole story."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "pipeline"
MODULES = sorted(PACKAGE.rglob("*.py"))
MAX_MODULE = 400  # lines
MAX_FUNCTION = 40  # lines, signature and docstring with them


def functions(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_modules_and_functions_stay_small(path):
    lines = len(path.read_text(encoding="utf-8").splitlines())
    assert lines <= MAX_MODULE, f"{path}: {lines} lines"
    long = {f.name: f.end_lineno - f.lineno + 1 for f in functions(path) if f.end_lineno - f.lineno >= MAX_FUNCTION}
    assert not long, f"{path}: {long}"


def test_every_stage_is_the_file_of_its_name():
    from pipeline.flow import FLOW

    assert [stage.name for stage in FLOW] == [
        "read", "segment", "extract", "link", "normalise", "embed", "cluster", "compare", "crop", "report",
    ]  # fmt: skip
    for stage in FLOW:
        assert stage.run.__module__ == f"pipeline.{stage.name}"
        assert (PACKAGE / f"{stage.name}.py").is_file()


def test_nothing_is_left_unfinished():
    marks = ("TO" + "DO", "FIX" + "ME", "NotImplemented" + "Error", "for " + "now")
    found = [f"{path}: {mark}" for path in MODULES for mark in marks if mark in path.read_text(encoding="utf-8")]
    assert not found

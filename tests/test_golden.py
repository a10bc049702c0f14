"""The document stages on four documents of the sample corpus, compared with what they gave when someone last looked.

Golden files guard against change that nobody meant; how good the results are is measured by `crosswalk evaluate`.
After a change that is meant: `pytest tests/test_golden.py --update-golden`, and read the difference.
"""

import json
import os
import subprocess
import sys

import pytest
from goldens import DOCUMENTS, GOLDEN, STAGES, compact


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("name", DOCUMENTS)
def test_golden(name, stage, request):
    path = GOLDEN / name / f"{stage}.json"
    now = json.loads(json.dumps(compact(name, stage), ensure_ascii=False))
    if request.config.getoption("--update-golden"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(now, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    assert now == json.loads(path.read_text(encoding="utf-8"))


def test_every_golden_file_is_compared():
    kept = {str(path.relative_to(GOLDEN)) for path in GOLDEN.rglob("*.json")}
    assert kept == {f"{name}/{stage}.json" for name in DOCUMENTS for stage in STAGES}


def _collect(**environment):
    command = [sys.executable, "-m", "pytest", "--update-golden", "--collect-only", "-q", "tests/test_errors.py"]
    outside = {k: v for k, v in os.environ.items() if k != "CI"}
    return subprocess.run(command, cwd=GOLDEN.parents[1], env=outside | environment, capture_output=True, text=True)


def test_golden_files_are_never_rewritten_in_ci():
    refused = _collect(CI="true")
    assert refused.returncode == pytest.ExitCode.USAGE_ERROR
    assert "CI is set" in refused.stderr
    assert _collect().returncode == pytest.ExitCode.OK

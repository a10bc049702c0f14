"""The wheel alone, outside the checkout: built, installed into an empty environment, run on one PDF."""

import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest
from reportlab.pdfgen import canvas

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    built = subprocess.run(command, capture_output=True, text=True)
    assert built.returncode == 0, built.stdout + built.stderr
    return next(folder.glob("policy_crosswalk-*.whl"))


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory):
    """An environment of the wheel and of the libraries that this one has, borrowed: they are the same pinned ones."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, with_pip=False, symlinks=True)
    python = folder / "bin" / "python"
    purelib = ["-c", "import sysconfig; print(sysconfig.get_path('purelib'))"]
    own = Path(subprocess.run([python, *purelib], capture_output=True, text=True, check=True).stdout.strip())
    command = [sys.executable, "-m", "pip", "--python", str(python), "install", "--no-deps", "--no-index", str(wheel)]
    subprocess.run(command, check=True, capture_output=True)
    # A path file is read for its lines alone: the editable installation's own path file over there is not.
    (own / "libraries.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return folder


@pytest.mark.slow
def test_the_wheel_holds_all_that_is_needed_and_nothing_else(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    for needed in (
        "default.toml",
        "py.typed",
        "lexicon/currencies.csv",
        "models/bilingual/",
        "models/zh/meta.json",
        "models/en/meta.json",
    ):
        assert any(name.startswith(f"pipeline/{needed}") for name in names), needed
    assert {name.partition("/")[0].partition("-")[0] for name in names} == {"pipeline", "policy_crosswalk"}
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert not [name for name in names if "__pycache__" in name]


@pytest.mark.slow
def test_the_wheel_runs_on_one_pdf_in_an_empty_folder(installed, tmp_path):
    page = canvas.Canvas(str(tmp_path / "one.pdf"), invariant=True)
    page.drawString(
        72, 720, "The Bridge Programme of Innovate UK awards up to 5 million pounds per project for 3 years."
    )
    page.save()
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    where = "import pipeline; print(pipeline.__file__)"
    command = [installed / "bin" / "python", "-c", where]
    home = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, env=environment, check=True)
    assert Path(home.stdout.strip()).is_relative_to(installed), "the wheel's own package, not the checkout's"
    command = [installed / "bin" / "crosswalk", "run", "one.pdf", "-o", "out", "-j", "1"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, env=environment)
    assert done.returncode == 0, done.stdout + done.stderr
    assert '"currency":"GBP"' in (tmp_path / "out" / "mentions.jsonl").read_text(encoding="utf-8")
    report = done.stdout.split()[-1]
    assert (tmp_path / report).stat().st_size > 1000

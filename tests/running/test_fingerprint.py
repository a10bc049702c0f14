"""What counts as a change: the package's data must."""

from pathlib import Path

import pipeline
from pipeline.running import fingerprint
from pipeline.running.fingerprint import hash_folders, package_data

PACKAGE = Path(pipeline.__file__).parent


def test_the_lexicon_and_the_page_are_part_of_the_data():
    lexicon, everything = package_data("no such model")
    assert lexicon == hash_folders([PACKAGE / "lexicon"])
    assert lexicon != hash_folders([])
    assert everything == fingerprint.combine(lexicon, hash_folders([PACKAGE / "page"]))


def test_the_model_that_the_repository_holds_is_part_of_the_data(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    assert package_data("models/bilingual")[1] != package_data("no such model")[1]


def test_a_changed_file_changes_the_digest(tmp_path):
    (tmp_path / "rates.csv").write_text("a")
    before = hash_folders([tmp_path])
    (tmp_path / "rates.csv").write_text("b")
    assert hash_folders([tmp_path]) != before

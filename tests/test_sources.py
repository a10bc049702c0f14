"""Which files a run reads, and what it calls them."""

import os

import fsspec
import pytest
from flows import write_documents

from pipeline.errors import ConfigError, InputError
from pipeline.running.sources import find_sources, open_source


def names(paths, tmp_path, **options):
    return [f.source for f in find_sources([str(p) for p in paths], output=tmp_path / "out", **options).files]


def test_folders_are_read_to_the_bottom_without_hidden_files(tmp_path):
    texts = {"b.pdf": "1", "a/c.txt": "2", "a/.x/d.txt": "3", ".e": "4", "out/measures.jsonl": "5"}
    write_documents(tmp_path, texts)
    assert names([tmp_path], tmp_path) == ["a/c.txt", "b.pdf"]


def test_other_runs_below_a_folder_are_left_out_and_told(tmp_path, caplog):
    run = {name: name for name in ("run.json", "documents.jsonl", "report.html", "deep/er/x.html")}
    write_documents(tmp_path, {"a.txt": "1", "b/run.json": "2", "b/b.txt": "2"})
    write_documents(tmp_path / "old", run)
    with caplog.at_level("WARNING", "pipeline"):
        assert names([tmp_path], tmp_path) == ["a.txt", "b/b.txt"]
    assert f"left out: what 1 runs below it wrote ({tmp_path}/old" in caplog.text
    assert names([tmp_path / "old"], tmp_path) == ["deep/er/x.html", "report.html"], "given by name"


def test_a_run_does_not_write_among_its_documents(tmp_path):
    write_documents(tmp_path, {"out/a.txt": "1"})
    with pytest.raises(ConfigError, match="holds the documents"):
        names([tmp_path / "out"], tmp_path)


def test_names_are_below_the_folder_that_the_paths_share(tmp_path):
    write_documents(tmp_path, {"x/a/1.txt": "1", "x/b/1.txt": "2", "y.txt": "3", ".h.txt": "4"})
    assert names([tmp_path / "x" / "a" / "1.txt"], tmp_path) == ["1.txt"]
    assert names([tmp_path / "x" / "a", tmp_path / "x" / "b"], tmp_path) == ["a/1.txt", "b/1.txt"]
    assert names([tmp_path / "x", tmp_path / "y.txt"], tmp_path) == ["x/a/1.txt", "x/b/1.txt", "y.txt"]
    assert names([tmp_path / ".h.txt"], tmp_path) == [".h.txt"], "given by name, hidden or not"


def test_a_file_named_twice_is_one(tmp_path, monkeypatch):
    write_documents(tmp_path, {"a.txt": "1"})
    monkeypatch.chdir(tmp_path)
    assert names(["a.txt", tmp_path, "../" + tmp_path.name + "/a.txt"], tmp_path) == ["a.txt"]


def test_links_are_followed_to_files_and_never_in_circles(tmp_path):
    write_documents(tmp_path, {"in/a.txt": "1", "else/b.txt": "2"})
    (tmp_path / "in" / "b.txt").symlink_to(tmp_path / "else" / "b.txt")
    (tmp_path / "in" / "loop").symlink_to(tmp_path / "in")
    (tmp_path / "in" / "broken.txt").symlink_to(tmp_path / "nowhere")
    os.mkfifo(tmp_path / "in" / "pipe")
    assert names([tmp_path / "in"], tmp_path) == ["a.txt", "b.txt"]


def test_odd_names_are_read_and_written_as_unicode(tmp_path):
    for name in (b"caf\xe9.txt", "政策 #1?.txt".encode(), b"a::b.txt", b"[x]*.txt"):
        (tmp_path / os.fsdecode(name)).write_bytes(name)
    found = find_sources([str(tmp_path)], output=tmp_path / "out").files
    assert [f.source for f in found] == sorted(["caf\ufffd.txt", "政策 #1?.txt", "a::b.txt", "[x]*.txt"])
    assert {open_source(f.location) for f in found} == {
        b"caf\xe9.txt",
        "政策 #1?.txt".encode(),
        b"a::b.txt",
        b"[x]*.txt",
    }


def test_limit_is_by_name_and_copies_are_named(tmp_path):
    write_documents(tmp_path, {"c.txt": "same", "a.txt": "1", "b.txt": "same"})
    assert names([tmp_path], tmp_path, limit=2) == ["a.txt", "b.txt"]
    found = find_sources([str(tmp_path)], output=tmp_path / "out")
    assert [(d.source, d.same_as) for d in found.duplicates] == [("c.txt", "b.txt")]


def test_what_cannot_be_opened_is_a_failure(tmp_path, monkeypatch):
    write_documents(tmp_path, {"a.txt": "1", "b.txt": "2"})

    def refuse(location):
        if location.endswith("b.txt"):
            raise PermissionError(13, "Permission denied")
        return open_source(location)

    monkeypatch.setattr("pipeline.running.sources.open_source", refuse)
    found = find_sources([str(tmp_path)], output=tmp_path / "out")
    assert [f.source for f in found.files] == ["a.txt"]
    assert [(f.source, f.stage, f.message) for f in found.failures] == [
        ("b.txt", "read", "The file cannot be opened: Permission denied.")
    ]


def test_other_filesystems_open_the_same_way(tmp_path):
    memory = fsspec.filesystem("memory")
    memory.pipe("/policy/a.txt", b"1")
    memory.pipe("/policy/sub/b.txt", b"2")
    found = find_sources(["memory://policy"], output=tmp_path / "out").files
    assert [(f.source, open_source(f.location)) for f in found] == [("a.txt", b"1"), ("sub/b.txt", b"2")]


def test_nothing_there(tmp_path):
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError, match="no files"):
        find_sources([str(tmp_path / "empty")], output=tmp_path / "out")
    with pytest.raises(ConfigError, match="no such file"):
        find_sources([str(tmp_path / "x")], output=tmp_path / "out")


def test_a_folder_gives_its_documents_and_not_what_lies_beside_them(tmp_path):
    left_out = [
        "plan.txt",
        "plan.clean.txt",
        "plan.md",
        "gold.json",
        "README.md",
        "LICENSE",
        "build.py",
        "~$report.docx",
        "map.PNG",
        "a.zip",
    ]
    left_out += ["page_files/frame.html", "saved.files/ad.htm"]
    documents = [
        "plan.pdf",
        "notes.txt",
        "memo.md",
        "report.docx",
        "page.html",
        "saved.htm",
        "mail.mhtml",
        "old.doc",
        "all_files/b.html",
    ]
    write_documents(tmp_path, {name: name for name in left_out + documents})
    assert names([tmp_path], tmp_path) == sorted(documents)


def test_a_file_given_by_name_is_read_whatever_it_is(tmp_path):
    for name in ("plan.pdf", "plan.txt", "data.json"):
        (tmp_path / name).write_text(name, encoding="utf-8")
    found = find_sources([str(tmp_path / "plan.txt"), str(tmp_path / "data.json")], output=tmp_path / "out")
    assert [f.source for f in found.files] == ["data.json", "plan.txt"]

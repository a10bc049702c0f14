"""Finds the documents of a run and opens them: the one place that opens a source, through fsspec."""

from __future__ import annotations

import hashlib
import logging
import os
import posixpath
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import fsspec
from fsspec.implementations.local import LocalFileSystem

from pipeline.data import Failure, Record
from pipeline.errors import ConfigError, InputError
from pipeline.lexicon.reader import read_rows

log = logging.getLogger(__name__)

TEXT_COPIES = (".txt", ".text", ".md")  # what extractors write beside a PDF
PROJECT_FILES = ("readme", "license", "licence", "changelog", "contributing")  # stems of files about the folder itself
RUN_MARKS = ("run.json", "documents.jsonl")  # the folder of a run has both
LOCK = "~$"  # what the name of an office program's lock file begins with
PAGE_FOLDERS = ("_files", ".files")  # behind a saved page's name: the folder of its pictures and frames
PAGES = (".html", ".htm")


class NotDocument(Record, frozen=True, kw_only=True):
    """A row of not_documents.csv: the suffix of files that stand in folders of documents without being any."""

    suffix: str
    what: str


class SourceFile(Record, frozen=True, kw_only=True):
    """A file to read: where it is, its name in the dataset, its length in bytes and its sha256."""

    location: str
    source: str
    size: int
    sha256: str


class Duplicate(Record, frozen=True, kw_only=True):
    """A file with the same bytes as another, which stands for both."""

    source: str
    same_as: str


class Sources(Record, frozen=True, kw_only=True):
    """What a run is given, sorted by source: files to read, copies of them, and files that cannot be opened."""

    files: tuple[SourceFile, ...]
    duplicates: tuple[Duplicate, ...]
    failures: tuple[Failure, ...]


def find_sources(paths: Sequence[str], *, output: Path, limit: int | None = None) -> Sources:
    """Lists the files under `paths` (files, or folders with all that is in them) and hashes each.

    Of a folder, hidden files, the run's own `output`, other runs, data, picture and program files, READMEs and the like, what a browser
    saved beside a page, and texts taken from a PDF beside them (`plan.txt` or `plan.clean.txt` beside `plan.pdf`) are left
    out; what is given by name is read whatever it is. A source is named by its path below the folder given; where several
    paths are given, below the folder that they share.

    Args:
        paths: Local paths, or URLs that fsspec knows.
        output: The run's folder.
        limit: The most files to take, by name; None takes all.

    Raises:
        ConfigError: A path does not exist, or is the run's own folder.
        InputError: There is no file.
    """
    found = [_walk(path, output=output) for path in paths]
    locations = sorted({location for _, locations in found for location in locations})
    if not locations:
        raise InputError(
            f"{', '.join(paths)}: no files", advice="Give a folder that holds PDF, DOCX, HTML, Markdown or text files."
        )
    root = _shared_root([root for root, _ in found])
    named = sorted((_name(location, root), location) for location in locations)
    return _hash_all(named[:limit])


def open_source(location: str) -> bytes:
    """The bytes of a file.

    Raises:
        OSError: It cannot be read.
    """
    filesystem, path = _filesystem(location)
    return bytes(filesystem.cat_file(path))


def _filesystem(location: str) -> tuple[Any, str]:
    if "://" in location:
        filesystem, path = fsspec.core.url_to_fs(location)
        return filesystem, path
    return LocalFileSystem(), os.path.normpath(Path(location).absolute())


def _walk(path: str, *, output: Path) -> tuple[str, list[str]]:
    """The root of `path` (a file's folder, or the folder itself) and the locations of the files below it."""
    filesystem, start = _filesystem(path)
    if not filesystem.exists(start):
        raise ConfigError(f"{path}: no such file or folder", advice="Check the path.")
    restore = filesystem.unstrip_protocol if "://" in path else str
    if not filesystem.isdir(start):
        return restore(posixpath.dirname(start)), [restore(start)]
    listing = filesystem.find(start, detail=True)
    plain = (name for name, entry in listing.items() if _is_file(name, entry))
    own = os.path.normpath(output.absolute())
    if own == start and "://" not in path:
        raise ConfigError(
            f"{output}: holds the documents, and the run's own files would be read as such",
            advice="Give another folder to -o; one inside it will do.",
        )
    skip = own if "://" not in path else None
    visible = _without_runs(list(_visible(plain, start, skip)), start)
    return restore(start), [restore(name) for name in _documents(visible)]


def _without_runs(names: Sequence[str], start: str) -> list[str]:
    """The files that do not lie in the folder of another run below `start`: its reports would be read as documents."""
    folders = [{posixpath.dirname(name) for name in names if posixpath.basename(name) == mark} for mark in RUN_MARKS]
    runs = sorted(set.intersection(*folders) - {start})
    if runs:
        log.warning("left out: what %d runs below it wrote (%s, …); name a folder to read it", len(runs), runs[0])
    inside = tuple(f"{folder}/" for folder in runs)
    return [name for name in names if not name.startswith(inside)]


def _documents(names: Sequence[str]) -> list[str]:
    """The files of a folder that are documents of their own; what is left out is told."""
    pdfs = {name[:-4] for name in names if name.lower().endswith(".pdf")}
    known = {row.suffix for row in read_rows("not_documents.csv", NotDocument)}
    parts = _parts_of_pages(names)
    other = [n for n in names if _suffix(n) in known or _is_beside_the_point(posixpath.basename(n)) or n in parts]
    copies = [n for n in names if _suffix(n) in TEXT_COPIES and any(n.startswith(pdf + ".") for pdf in pdfs)]
    if other:
        log.warning("left out: %d files that are no documents (%s, …); name one to read it", len(other), other[0])
    if copies:
        log.warning("left out: %d texts of PDFs beside them (%s, …); name one to read it", len(copies), copies[0])
    return sorted(set(names) - set(other) - set(copies))


def _parts_of_pages(names: Sequence[str]) -> set[str]:
    """The files in the folders that browsers save beside a page (`plan_files/` beside `plan.html`)."""
    pages = [posixpath.splitext(name)[0] for name in names if _suffix(name) in PAGES]
    folders = tuple(page + ending + "/" for page in pages for ending in PAGE_FOLDERS)
    return {name for name in names if name.startswith(folders)}


def _is_beside_the_point(name: str) -> bool:
    """Whether a file is about its folder, or an office program's lock."""
    return name.startswith(LOCK) or name.lower().startswith("readme") or name.lower().split(".")[0] in PROJECT_FILES


def _suffix(name: str) -> str:
    return posixpath.splitext(name)[1].lower()


def _is_file(name: str, entry: dict[str, Any]) -> bool:
    """True for regular files and for links to them, not for pipes, sockets and broken links."""
    return entry["type"] == "file" or (bool(entry.get("islink")) and Path(name).is_file())


def _visible(names: Iterable[str], start: str, skip: str | None) -> Iterator[str]:
    for name in names:
        parts = posixpath.relpath(name, start).split("/")
        if not any(part.startswith(".") for part in parts) and not (skip and name.startswith(skip + os.sep)):
            yield name


def _shared_root(roots: Sequence[str]) -> str:
    """The deepest folder that holds all roots; "" where they lie on different filesystems."""
    parts = [root.rpartition("://") for root in roots]
    if len({scheme for scheme, _, _ in parts}) > 1:
        return ""
    scheme, mark, _ = parts[0]
    return scheme + mark + posixpath.commonpath([path for _, _, path in parts])


def _name(location: str, root: str) -> str:
    """The location below `root`, as valid Unicode: bytes of a file name that are not UTF-8 become U+FFFD."""
    name = location[len(root) :].lstrip("/") if root and location.startswith(root) else location
    return os.fsencode(name).decode("utf-8", errors="replace")


def _hash_all(named: Sequence[tuple[str, str]]) -> Sources:
    files: list[SourceFile] = []
    duplicates: list[Duplicate] = []
    failures: list[Failure] = []
    first: dict[str, str] = {}
    for source, location in named:
        try:
            content = open_source(location)
        except OSError as error:
            failures.append(_unopened(source, error))
            continue
        sha256 = hashlib.sha256(content).hexdigest()
        if sha256 in first:
            log.warning("%s: the same bytes as %s, read once", source, first[sha256])
            duplicates.append(Duplicate(source=source, same_as=first[sha256]))
            continue
        first[sha256] = source
        files.append(SourceFile(location=location, source=source, size=len(content), sha256=sha256))
    return Sources(files=tuple(files), duplicates=tuple(duplicates), failures=tuple(failures))


def _unopened(source: str, error: OSError) -> Failure:
    return Failure(
        source=source,
        doc_id=None,
        stage="read",
        page=None,
        error=type(error).__name__,
        message=f"The file cannot be opened: {error.strerror or error}.",
        advice="Check its permissions.",
    )

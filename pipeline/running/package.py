"""`datapackage.json`: what a folder of the dataset holds, for programs that know the Frictionless Data Package (v2)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any

import msgspec

from pipeline import __version__
from pipeline.data import Record
from pipeline.reporting.codebook import Codebook
from pipeline.reporting.tableschema import Descriptor

PACKAGE_FILE = "datapackage.json"
PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
RESOURCE_PROFILE = "https://datapackage.org/profiles/2.0/dataresource.json"
MEDIA_TYPES: Mapping[str, str] = {
    "csv": "text/csv",
    "jsonl": "application/jsonl",
    "parquet": "application/vnd.apache.parquet",
    "duckdb": "application/vnd.duckdb.file",
}
"""Suffixes of the files that are resources, and what they are; the report shows the same, for people."""
TABULAR = ("csv", "jsonl", "parquet")
KEYS_BETWEEN = (
    ("measure_id", "measures", "measure_id"),
    ("counterpart_id", "measures", "measure_id"),
    ("organisation_id", "organisations", "organisation_id"),
    ("doc_id", "documents", "doc_id"),
    ("mention_id", "mentions", "mention_id"),
)
"""A column, and the resource and column that it points to."""


class FileEntry(Record, frozen=True, kw_only=True):
    """A file of the dataset, to check it by."""

    bytes: int
    sha256: str


def entries_of(contents: Mapping[str, bytes]) -> dict[str, FileEntry]:
    """The entry of each file."""
    return {
        path: FileEntry(bytes=len(content), sha256=hashlib.sha256(content).hexdigest())
        for path, content in contents.items()
    }


def package_file(
    entries: Mapping[str, FileEntry],
    schemas: Mapping[str, Descriptor],
    codebook: Codebook,
    *,
    title: str,
    documents: Iterable[Any] = (),
) -> bytes:
    """Describes the files of a folder.

    Args:
        entries: The files by path; those that are no resources, or hold nothing, are passed over.
        schemas: Table Schemas by path.
        codebook: What the tables are called.
        title: The dataset's title.
        documents: What it was made from; their `title` and `source` are told.
    """
    paths = [path for path in sorted(entries) if _suffix(path) in MEDIA_TYPES and entries[path].bytes]
    names = {path: _name(path, paths) for path in paths}
    resources = [_resource(path, names, entries, schemas, codebook) for path in paths]
    package = {
        "$schema": PROFILE,
        "name": "policy-measures",
        "title": title,
        "description": f"{codebook.texts['package'].en} {codebook.texts['package'].zh}",
        "version": __version__,
        "keywords": ["policy", "funding", "Chinese", "English"],
        "sources": [{"title": document.title or document.source, "path": document.source} for document in documents],
        "resources": resources,
    }
    if not package["sources"]:
        del package["sources"]
    return msgspec.json.format(msgspec.json.encode(package, order="sorted"), indent=2) + b"\n"


def _resource(
    path: str,
    names: Mapping[str, str],
    entries: Mapping[str, FileEntry],
    schemas: Mapping[str, Descriptor],
    codebook: Codebook,
) -> Descriptor:
    suffix, stem = _suffix(path), PurePosixPath(path).stem
    entry = codebook.tables.get(stem)
    resource: Descriptor = {
        "$schema": RESOURCE_PROFILE,
        "name": names[path],
        "path": path,
        "format": suffix,
        "mediatype": MEDIA_TYPES[suffix],
        "bytes": entries[path].bytes,
        "hash": f"sha256:{entries[path].sha256}",
    }
    if entry is not None and suffix in TABULAR:
        resource |= {"title": entry.both, "description": f"{entry.about_en} {entry.about_zh}"}
    if path in schemas:
        resource |= {"type": "table", "schema": _with_keys(schemas[path], names)}
        if suffix == "jsonl":
            keys = [field["name"] for field in schemas[path]["fields"]]
            resource |= {"dialect": {"json": {"keyed": True, "keys": keys}}, "jsonSchema": f"schema/{stem}.json"}
    if suffix in ("csv", "jsonl"):
        resource["encoding"] = "utf-8"
    return resource


def _with_keys(schema: Descriptor, names: Mapping[str, str]) -> Descriptor:
    """The schema with its columns that point to other resources of the folder."""
    own = schema.get("primaryKey", [])
    columns = {field["name"] for field in schema["fields"]}
    targets = {name: path for path, name in names.items() if _suffix(path) in ("csv", "jsonl")}
    keys: list[Descriptor] = [
        {"fields": [column], "reference": {"resource": resource, "fields": [target]}}
        for column, resource, target in KEYS_BETWEEN
        if column in columns and [column] != own and resource in targets
    ]
    return {**schema, "foreignKeys": keys} if keys else schema


def _name(path: str, paths: Sequence[str]) -> str:
    """A resource's name: the file's stem; with the suffix behind it where JSON Lines have the same stem."""
    stem = PurePosixPath(path).stem.lower().replace(".", "-")
    rivals = [other for other in paths if PurePosixPath(other).stem == PurePosixPath(path).stem and other != path]
    first = not rivals or _suffix(path) == "jsonl"
    return stem if first else f"{stem}-{_suffix(path)}"


def _suffix(path: str) -> str:
    return PurePosixPath(path).suffix.removeprefix(".")

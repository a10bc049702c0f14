"""The dataset on disk: writes a run's records and reads them back. `jsonl.py` has the spelling, `layers.py` the cache.

Every file is written whole or not at all, `run.json` last: a folder without it holds no finished run. `run.json` lists
the files that the run wrote, and only those are removed when a later run no longer makes them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any

import msgspec

from pipeline.data import (
    AnyFinding,
    AnyMention,
    Branch,
    Cluster,
    Clustering,
    Comparison,
    Dataset,
    Document,
    Extraction,
    Fact,
    Failure,
    Files,
    Furniture,
    Language,
    Measure,
    Money,
    Name,
    Notice,
    Organisation,
    Page,
    Record,
    Segment,
    Segments,
    Sheet,
    Sheets,
    SourceFormat,
    Table,
    Unresolved,
)
from pipeline.errors import ConfigError, InvariantError
from pipeline.reporting.codebook import read_codebook
from pipeline.reporting.tableschema import joined_schemas, record_schema
from pipeline.running.atomic import write_atomic
from pipeline.running.fingerprint import digest
from pipeline.running.jsonl import decode_lines, encode_lines, json_schema
from pipeline.running.package import PACKAGE_FILE, FileEntry, entries_of, package_file
from pipeline.running.quotes import check_quotes
from pipeline.running.sources import Duplicate

RUN_FILE = "run.json"
CONFIG_FILE = "config.toml"
NOT_STORED = ("run.jobs",)
"""Settings that change no byte of the dataset, and so have no place in it."""
KEPT = (".jsonl", ".json")
"""Suffixes of the files that are the records and their schemas, which a report made again leaves alone."""


class DocumentRow(Record, frozen=True, kw_only=True):
    """A line of `documents.jsonl`: a document without its lines and blocks, of which segments and mentions tell."""

    doc_id: str
    source: str
    sha256: str
    format: SourceFormat
    title: str
    languages: tuple[Language, ...]
    pages: tuple[Page, ...]
    tables: tuple[Table, ...]
    furniture: tuple[Furniture, ...]
    notices: tuple[Notice, ...]
    text: str


class SegmentRow(Segment, frozen=True, kw_only=True):
    """A line of `segments.jsonl`: a segment and its document."""

    doc_id: str


class Outlier(Record, frozen=True, kw_only=True):
    """A line of `outliers.jsonl`: a measure that no cluster took, and the nearest cluster."""

    measure_id: str
    nearest: str | None


TABLES: dict[str, Any] = {
    "documents": DocumentRow,
    "segments": SegmentRow,
    "mentions": AnyMention,
    "names": Name,
    "organisations": Organisation,
    "measures": Measure,
    "facts": Fact,
    "unresolved": Unresolved,
    "clusters": Cluster,
    "outliers": Outlier,
    "cluster_tree": Branch,
    "comparisons": AnyFinding,
    "sheets": Sheet,
    "failures": Failure,
}


class Results(Record, frozen=True, kw_only=True):
    """All that a run found; None where the run stopped before the stage. Document by document in one order."""

    failures: tuple[Failure, ...] = ()
    documents: tuple[Document, ...] = ()
    segments: tuple[Segments, ...] | None = None
    extractions: tuple[Extraction, ...] | None = None
    dataset: Dataset | None = None
    clustering: Clustering | None = None
    comparison: Comparison | None = None
    sheets: tuple[Sheets, ...] | None = None
    files: Files | None = None


class RunRecord(Record, frozen=True, kw_only=True):
    """`run.json`: what made the dataset, and what is in it. No clock time, so that the same run gives the same bytes.

    `fingerprint` is the digest of all that went in; `report` is the path of the page for people, within the run.
    """

    versions: dict[str, str]
    stages: dict[str, int]
    fingerprint: str
    counts: dict[str, int]
    duplicates: tuple[Duplicate, ...] = ()
    report: str | None = None
    files: dict[str, FileEntry] = {}


def tables_of(results: Results) -> dict[str, Sequence[Any]]:
    """The rows of each table that the run came to."""
    documents, dataset, clustering = results.documents, results.dataset, results.clustering
    tables: dict[str, Sequence[Any]] = {
        "failures": sorted(results.failures, key=lambda f: (f.source, f.page or 0, f.stage, f.error, f.message)),
        "documents": [_document_row(document) for document in documents],
    }
    if results.segments is not None:
        tables["segments"] = [
            SegmentRow(doc_id=document.doc_id, **msgspec.structs.asdict(segment))
            for document, segments in zip(documents, results.segments, strict=True)
            for segment in segments.items
        ]
    if results.extractions is not None:
        tables["mentions"] = [m for e in results.extractions for m in sorted(e.mentions, key=lambda m: m.start)]
        tables["names"] = [n for e in results.extractions for n in sorted(e.names, key=lambda n: n.start)]
    if dataset is not None:
        tables |= {"measures": dataset.measures, "organisations": dataset.organisations, "facts": dataset.facts}
        tables["unresolved"] = dataset.unresolved
    if clustering is not None:
        tables["clusters"] = clustering.clusters
        tables["outliers"] = [Outlier(measure_id=m, nearest=c) for m, c in sorted(clustering.outliers.items())]
        tables["cluster_tree"] = clustering.tree
    if results.comparison is not None:
        tables["comparisons"] = results.comparison.findings
    if results.sheets is not None:
        tables["sheets"] = [sheet for sheets in results.sheets for sheet in sheets.items]
    return tables


def write_run(output: Path, results: Results, *, record: RunRecord, config: str, title: str = "") -> RunRecord:
    """Writes the dataset, the report's files, the schemas, the package file and the settings; removes what an earlier run left.

    Args:
        output: The run's folder.
        results: What the run found.
        record: What made it; counts, report and files are filled in here.
        config: The text of `config.toml`.
        title: The dataset's title.

    Returns:
        The record as written.

    Raises:
        InvariantError: A value is not where it says it is, or a file has no place within the folder.
        ConfigError: The folder cannot be written.
    """
    for document, extraction in zip(results.documents, results.extractions or (), strict=False):
        check_quotes(document.text, extraction)
    tables = tables_of(results)
    contents = {f"{name}.jsonl": encode_lines(rows) for name, rows in tables.items()}
    contents |= {f"schema/{name}.json": json_schema(TABLES[name]) for name in tables}
    contents[CONFIG_FILE] = config.encode()
    contents |= _inside(results.files)
    entries = entries_of(contents)
    contents[PACKAGE_FILE] = _package(entries, title=title, documents=results.documents)
    record = msgspec.structs.replace(record, counts=_counts(tables))
    return _finish(output, record, contents, entries | entries_of({PACKAGE_FILE: contents[PACKAGE_FILE]}))


def write_report(run: Path, record: RunRecord, files: Files, *, config: str, title: str) -> RunRecord:
    """Writes a report made again in the place of the old one; the records stay as they are.

    Args:
        run: The folder of a finished run.
        record: Its record.
        files: The report's files.
        config: The text of `config.toml`.
        title: The dataset's title.

    Raises:
        ConfigError: The folder cannot be written.
    """
    contents = _inside(files) | {CONFIG_FILE: config.encode()}
    kept = {path: entry for path, entry in record.files.items() if Path(path).suffix in KEPT and path != PACKAGE_FILE}
    entries = kept | entries_of(contents)
    contents[PACKAGE_FILE] = _package(entries, title=title, documents=read_table(run, "documents"))
    entries |= entries_of({PACKAGE_FILE: contents[PACKAGE_FILE]})
    if entries != record.files:  # the next run shall find that this is not what it would write
        record = msgspec.structs.replace(record, fingerprint=digest(f"{record.fingerprint} {entries}".encode()))
    return _finish(run, record, contents, entries)


def _finish(output: Path, record: RunRecord, contents: dict[str, bytes], entries: dict[str, FileEntry]) -> RunRecord:
    """Writes files, and then the record that lists them."""
    pages = [path for path in entries if path.endswith(".html")]
    report = min(pages, key=lambda path: (path.count("/"), path), default=None)
    record = msgspec.structs.replace(record, report=report, files=dict(sorted(entries.items())))
    _replace_files(output, contents, keep=entries)
    write_atomic(output / RUN_FILE, msgspec.json.format(msgspec.json.encode(record, order="deterministic")) + b"\n")
    return record


def _package(entries: dict[str, FileEntry], *, title: str, documents: Sequence[Any]) -> bytes:
    """`datapackage.json` for these files."""
    codebook = read_codebook()
    schemas = {f"{name}.csv": schema for name, schema in joined_schemas(codebook).items()}
    schemas |= {f"{name}.jsonl": record_schema(name, kind) for name, kind in TABLES.items()}
    return package_file(entries, schemas, codebook, title=title or "crosswalk", documents=documents)


def read_run(run: Path) -> RunRecord:
    """The record of a finished run.

    Raises:
        ConfigError: The folder holds none.
    """
    record = find_run(run)
    if record is None:
        raise ConfigError(f"{run}: not a finished run ({RUN_FILE} is missing)", advice="`crosswalk run` makes one.")
    return record


def find_run(run: Path) -> RunRecord | None:
    """The record of a finished run, or None where the folder holds none that this version wrote."""
    try:
        return msgspec.json.decode((run / RUN_FILE).read_bytes(), type=RunRecord)
    except (OSError, msgspec.DecodeError):
        return None


def is_whole(run: Path, record: RunRecord) -> bool:
    """True when each file of the run is there with the length that it was written with."""
    return all((run / path).is_file() and (run / path).stat().st_size == e.bytes for path, e in record.files.items())


def read_table(run: Path, name: str, *, kind: Any = None) -> list[Any]:
    """The rows of a table of a dataset, as records of `kind` (default: the table's own).

    Raises:
        ConfigError: The table is missing or has lines of another shape.
    """
    path = run / f"{name}.jsonl"
    try:
        return decode_lines(path.read_bytes(), kind or TABLES[name])
    except OSError as error:
        raise ConfigError(f"{path}: {error.strerror}", advice="Give the folder of a finished run.") from error
    except msgspec.DecodeError as error:
        raise ConfigError(f"{path}: not a table of {name}: {error}", advice="Run it again.") from error


def read_clustering(run: Path) -> Clustering:
    """The clusters of a finished run and the measures that none took.

    Raises:
        ConfigError: The folder holds no clusters.
    """
    outliers = {row.measure_id: row.nearest for row in read_table(run, "outliers")}
    return Clustering(clusters=tuple(read_table(run, "clusters")), outliers=outliers)


def find_clustering(run: Path) -> Clustering | None:
    """The same; None where the folder holds none that this version can read."""
    try:
        return read_clustering(run)
    except ConfigError:
        return None


def _document_row(document: Document) -> DocumentRow:
    fields = DocumentRow.__struct_fields__
    return DocumentRow(**{field: getattr(document, field) for field in fields})


def _counts(tables: dict[str, Sequence[Any]]) -> dict[str, int]:
    """Rows per table, and what the closing table tells besides: failed documents, amounts, countries."""
    counts = Counter({name: len(rows) for name, rows in tables.items()})
    read = {document.source for document in tables["documents"]}
    counts["failed_documents"] = len({failure.source for failure in tables["failures"]} - read)
    if "mentions" in tables:
        counts["amounts"] = sum(isinstance(mention, Money) for mention in tables["mentions"])
    if "measures" in tables:
        places = {measure.country for measure in tables["measures"]}
        counts["countries"] = len(places - {None, "INT"})  # what several countries run together is no country
    return dict(counts)


def _inside(files: Files | None) -> dict[str, bytes]:
    """The report's files by path.

    Raises:
        InvariantError: One has no place within the folder.
    """
    contents = {}
    for file in files.items if files else ():
        parts = Path(file.path).parts
        if Path(file.path).is_absolute() or ".." in parts or not parts or parts[0].startswith("."):
            raise InvariantError(f"The report names a file outside the run: {file.path}")
        contents[Path(file.path).as_posix()] = file.content
    return contents


def _replace_files(output: Path, contents: dict[str, bytes], *, keep: Collection[str]) -> None:
    """Writes the files and removes those of the run before that are not to be kept.

    `run.json` goes first, so that a folder half written is not taken for a finished run.
    """
    before = find_run(output)
    (output / RUN_FILE).unlink(missing_ok=True)
    for path, content in contents.items():
        write_atomic(output / path, content)
    for path in before.files if before else ():
        if path not in keep:
            (output / path).unlink(missing_ok=True)

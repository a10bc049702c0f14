"""Writes a run's records in other formats: CSV and XLSX for spreadsheets, Parquet for data frames, DuckDB for SQL, Markdown.

CSV, Parquet and DuckDB have a table for each record kind, joined by ids, and `evidence`: each value with its measure,
document, sentence and conversion in one row. Amounts are DECIMAL(38,6), never floats. `datapackage.json` describes what
was written.
"""

from __future__ import annotations

import io
import os
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import duckdb
import polars as pl

from pipeline.config import ReportConfig, load_config
from pipeline.errors import ConfigError
from pipeline.finished import read_records
from pipeline.report import PAGE, Page, labels_of, open_page, summaries, view_of
from pipeline.reporting.joined import joined_frames, names_frame, values_frame
from pipeline.reporting.tables import Records, record_tables, to_csv
from pipeline.reporting.tableschema import frame_schema
from pipeline.reporting.workbook import workbook
from pipeline.running.atomic import write_atomic
from pipeline.running.package import PACKAGE_FILE, entries_of, package_file
from pipeline.store import CONFIG_FILE

DATABASE = "crosswalk.duckdb"
WORKBOOK = "report.xlsx"
NOT_IN_CSV = {"documents": ("text",)}
"""Columns that no spreadsheet cell can hold."""


@dataclass(frozen=True)
class Finished:
    """A finished run, and what its exports are made with. `page` is its report, seen from where the export goes."""

    records: Records
    config: ReportConfig
    model: Page
    page: str

    @cached_property
    def tables(self) -> dict[str, pl.DataFrame]:
        """A table for each record kind, and `evidence`."""
        return all_tables(self.records)


def export_run(run: Path, *, formats: tuple[str, ...], output: Path) -> list[Path]:
    """Writes `run` into `output`, in each of the formats `xlsx`, `csv`, `parquet`, `duckdb` and `markdown`.

    A run that stopped early gives the tables that it came to, and the others empty.

    Returns:
        The files written, in order.

    Raises:
        ConfigError: A format is unknown, `run` is no finished run, or `output` cannot be written.
    """
    unknown = [name for name in formats if name not in WRITERS]
    if unknown:
        raise ConfigError(f"unknown format {unknown[0]}", advice=f"Formats: {', '.join(WRITERS)}.")
    records = read_records(run)
    config = load_config(run / CONFIG_FILE).report
    page = Path(os.path.relpath(run / PAGE, output)).as_posix()
    finished = Finished(records, config, open_page(config), page)
    files = {path: content for name in formats for path, content in WRITERS[name](finished).items()}
    files[PACKAGE_FILE] = _package(finished, files)
    for path, content in files.items():
        write_atomic(output / path, content)
    return [output / path for path in files]


def run_tables(run: Path) -> dict[str, pl.DataFrame]:
    """The tables of a run, by name.

    Raises:
        ConfigError: The folder holds no finished run, or a file of another shape.
    """
    return all_tables(read_records(run))


def all_tables(records: Records) -> dict[str, pl.DataFrame]:
    """A table for each record kind, and `evidence`, by name."""
    tables = record_tables(records)
    return tables | {"evidence": values_frame(tables, names_frame(records.dataset))}


def _csv_tables(finished: Finished) -> dict[str, pl.DataFrame]:
    return {f"{name}.csv": frame.drop(NOT_IN_CSV.get(name, ())) for name, frame in finished.tables.items()}


def _csv_files(finished: Finished) -> dict[str, bytes]:
    return {path: to_csv(frame) for path, frame in _csv_tables(finished).items()}


def _parquet_files(finished: Finished) -> dict[str, bytes]:
    return {f"{name}.parquet": _parquet(frame) for name, frame in finished.tables.items()}


def _parquet(frame: pl.DataFrame) -> bytes:
    buffer = io.BytesIO()
    frame.write_parquet(buffer)
    return buffer.getvalue()


def _database_file(finished: Finished) -> dict[str, bytes]:
    """One DuckDB file with all tables; it takes them from Parquet, which keeps decimals and lists."""
    with tempfile.TemporaryDirectory(prefix="crosswalk-") as folder:
        path = Path(folder) / DATABASE
        with duckdb.connect(path) as connection:
            for name, content in _parquet_files(finished).items():
                (Path(folder) / name).write_bytes(content)
                connection.read_parquet(str(Path(folder) / name)).create(Path(name).stem)
        return {DATABASE: path.read_bytes()}


def _workbook_file(finished: Finished) -> dict[str, bytes]:
    frames = joined_frames(finished.records, labels_of(finished.model))
    title = finished.config.title
    return {WORKBOOK: workbook(frames, finished.model.codebook, title=title, page=finished.page)}


def _markdown_files(finished: Finished) -> dict[str, bytes]:
    view, _ = view_of(finished.records, finished.config, finished.model)
    return {file.path: file.content for file in summaries(view, finished.model, page=finished.page)}


def _package(finished: Finished, files: Mapping[str, bytes]) -> bytes:
    """`datapackage.json` for what is written; the columns of Parquet files are those of the CSV files."""
    codebook = finished.model.codebook
    schemas = {path: frame_schema(Path(path).stem, frame, codebook) for path, frame in _csv_tables(finished).items()}
    known = {path: schema for path, schema in schemas.items() if path in files}
    documents = finished.records.documents
    return package_file(entries_of(files), known, codebook, title=finished.config.title, documents=documents)


WRITERS: Mapping[str, Callable[[Finished], dict[str, bytes]]] = {
    "xlsx": _workbook_file,
    "csv": _csv_files,
    "parquet": _parquet_files,
    "duckdb": _database_file,
    "markdown": _markdown_files,
}

"""Writes a run's records as tables: CSV for spreadsheets, Parquet for data frames, one DuckDB file for SQL.

A table for each record kind, joined by ids, and `evidence`: each value with its measure, document, sentence and
conversion in one row. Amounts are DECIMAL(38,6), never floats.
"""

from __future__ import annotations

import io
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from pipeline.data import Clustering, Comparison, Dataset, Document
from pipeline.errors import ConfigError
from pipeline.reporting.csvfiles import names_frame, values_frame
from pipeline.reporting.tables import Records, record_tables, to_csv
from pipeline.running.atomic import write_atomic
from pipeline.store import read_run, read_table

DATABASE = "crosswalk.duckdb"
NOT_IN_CSV = {"documents": ("text",)}
"""Columns that no spreadsheet cell can hold."""


def export_run(run: Path, *, formats: tuple[str, ...], output: Path) -> list[Path]:
    """Writes the tables of `run` into `output`, in each of the formats `csv`, `parquet` and `duckdb`.

    A run that stopped early gives the tables that it came to, and the others empty.

    Returns:
        The files written, in order.

    Raises:
        ConfigError: A format is unknown, `run` is no finished run, or `output` cannot be written.
    """
    unknown = [name for name in formats if name not in _WRITERS]
    if unknown:
        raise ConfigError(f"unknown format {unknown[0]}", advice=f"Formats: {', '.join(_WRITERS)}.")
    tables = run_tables(run)
    files = {path: content for name in formats for path, content in _WRITERS[name](tables).items()}
    for path, content in files.items():
        write_atomic(output / path, content)
    return [output / path for path in files]


def run_tables(run: Path) -> dict[str, pl.DataFrame]:
    """The tables of a run, by name.

    Raises:
        ConfigError: The folder holds no finished run, or a file of another shape.
    """
    records = _read_records(run)
    tables = record_tables(records)
    return tables | {"evidence": values_frame(tables, names_frame(records.dataset))}


def _read_records(run: Path) -> Records:
    written = set(read_run(run).files)

    def rows(name: str) -> tuple[Any, ...]:
        return tuple(read_table(run, name)) if f"{name}.jsonl" in written else ()

    return Records(
        documents=tuple(_document(row) for row in rows("documents")),
        mentions=rows("mentions"),
        dataset=Dataset(measures=rows("measures"), organisations=rows("organisations"), facts=rows("facts")),
        clustering=Clustering(clusters=rows("clusters"), outliers={o.measure_id: o.nearest for o in rows("outliers")}),
        comparison=Comparison(findings=rows("comparisons")),
        failures=rows("failures"),
    )


def _document(row: Any) -> Document:
    """A document as its table row tells it, without lines and blocks, which no table shows."""
    fields = {name: getattr(row, name) for name in Document.__struct_fields__ if hasattr(row, name)}
    return Document(**{"blocks": (), "lines": (), **fields})


def _csv_files(tables: Mapping[str, pl.DataFrame]) -> dict[str, bytes]:
    return {f"{name}.csv": to_csv(frame.drop(NOT_IN_CSV.get(name, ()))) for name, frame in tables.items()}


def _parquet_files(tables: Mapping[str, pl.DataFrame]) -> dict[str, bytes]:
    return {f"{name}.parquet": _parquet(frame) for name, frame in tables.items()}


def _parquet(frame: pl.DataFrame) -> bytes:
    buffer = io.BytesIO()
    frame.write_parquet(buffer)
    return buffer.getvalue()


def _database_file(tables: Mapping[str, pl.DataFrame]) -> dict[str, bytes]:
    """One DuckDB file with all tables; it takes them from Parquet, which keeps decimals and lists."""
    with tempfile.TemporaryDirectory(prefix="crosswalk-") as folder:
        path = Path(folder) / DATABASE
        with duckdb.connect(path) as connection:
            for name, content in _parquet_files(tables).items():
                (Path(folder) / name).write_bytes(content)
                connection.read_parquet(str(Path(folder) / name)).create(Path(name).stem)
        return {DATABASE: path.read_bytes()}


_WRITERS: Mapping[str, Callable[[Mapping[str, pl.DataFrame]], dict[str, bytes]]] = {
    "csv": _csv_files,
    "parquet": _parquet_files,
    "duckdb": _database_file,
}

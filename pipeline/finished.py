"""A finished run's records, read back as the report takes them: what `crosswalk report` and `export` begin with."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pipeline.data import Clustering, Comparison, Dataset, Document, Sheets
from pipeline.reporting.tables import Records
from pipeline.store import read_run, read_table


def read_records(run: Path) -> Records:
    """All records of a run; tables that it did not come to are empty.

    Raises:
        ConfigError: The folder holds no finished run, or a file of another shape.
    """
    written = set(read_run(run).files)

    def rows(name: str) -> tuple[Any, ...]:
        return tuple(read_table(run, name)) if f"{name}.jsonl" in written else ()

    return Records(
        documents=tuple(_document(row) for row in rows("documents")),
        mentions=rows("mentions"),
        dataset=Dataset(
            measures=rows("measures"),
            organisations=rows("organisations"),
            facts=rows("facts"),
            unresolved=rows("unresolved"),
        ),
        clustering=Clustering(
            clusters=rows("clusters"),
            outliers={outlier.measure_id: outlier.nearest for outlier in rows("outliers")},
            tree=rows("cluster_tree"),
        ),
        comparison=Comparison(findings=rows("comparisons")),
        sheets=(Sheets(items=rows("sheets")),),
        failures=rows("failures"),
    )


def _document(row: Any) -> Document:
    """A document as its table row tells it, without lines and blocks, which no table shows."""
    fields = {name: getattr(row, name) for name in Document.__struct_fields__ if hasattr(row, name)}
    return Document(**{"blocks": (), "lines": (), **fields})

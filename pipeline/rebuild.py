"""Makes the report of a finished run again, from its records alone: neither the sources nor the cache are needed."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from pipeline.config import Config, load_config
from pipeline.data import Extraction
from pipeline.errors import ConfigError
from pipeline.finished import read_records
from pipeline.report import open_page, report
from pipeline.running.settings import render_config
from pipeline.store import CONFIG_FILE, NOT_STORED, RunRecord, read_run, write_report

NEEDED = ("documents", "mentions", "measures", "clusters", "comparisons")


def settings_of(run: Path, overrides: Mapping[str, str], *, file: Path | None = None) -> Config:
    """The settings that a run was made with, or those of `file`, with single ones changed.

    Raises:
        ConfigError: There is no finished run, it has none, or one does not fit.
    """
    read_run(run)
    return load_config(file or run / CONFIG_FILE, dict(overrides))


def rebuild_report(run: Path, config: Config) -> RunRecord:
    """Checks every value against its document once more, and writes the report and the files beside it.

    Raises:
        ConfigError: The folder holds no finished run, or one that stopped before the report.
        InvariantError: A quote is not at its offsets, or a box not on its page.
    """
    record = read_run(run)
    missing = [name for name in NEEDED if f"{name}.jsonl" not in record.files]
    if missing:
        raise ConfigError(
            f"{run}: the run stopped early: {missing[0]}.jsonl is missing",
            advice="Finish it: `crosswalk run` without --until.",
        )
    records = read_records(run)
    files = report(
        records.documents,
        (Extraction(mentions=records.mentions, names=()),),
        records.dataset,
        records.clustering,
        records.comparison,
        records.sheets,
        records.failures,
        config=config.report,
        model=open_page(config.report),
    )
    text = render_config(config, leave_out=NOT_STORED)
    return write_report(run, record, files, config=text, title=config.report.title)

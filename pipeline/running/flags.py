"""The arguments and flags of the command, each with its help."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Paths = Annotated[
    list[str], typer.Argument(metavar="PATH...", help="Documents, or folders of documents.", show_default=False)
]
RunFolder = Annotated[Path, typer.Argument(metavar="RUN", help="Folder of a run.", show_default=False)]
DocumentName = Annotated[
    str, typer.Argument(metavar="DOC", help="A doc_id or its beginning, or part of the source.", show_default=False)
]
GoldFiles = Annotated[list[Path], typer.Argument(metavar="GOLD...", help="Gold files.", show_default=False)]

NewRun = Annotated[
    Path | None, typer.Option("--output", "-o", help="Folder of the run. [default: outputs/NAME of the first PATH]")
]
ExportFolder = Annotated[Path, typer.Option("--output", "-o", help="Folder for the files.", show_default=False)]
ConfigFile = Annotated[Path | None, typer.Option("--config", "-c", help="TOML file with the settings to change.")]
Settings = Annotated[
    list[str] | None, typer.Option("--set", metavar="SECTION.KEY=VALUE", help="Change one setting; may be repeated.")
]
Jobs = Annotated[int | None, typer.Option("--jobs", "-j", min=1, help="Worker processes. [default: run.jobs]")]
FirstStage = Annotated[
    str | None, typer.Option("--from", metavar="STAGE", help="Do this stage and all after it again.")
]
LastStage = Annotated[str | None, typer.Option("--until", metavar="STAGE", help="Stop after this stage.")]
Limit = Annotated[int | None, typer.Option("--limit", min=1, metavar="N", help="Take the first N documents by name.")]
Pages = Annotated[str | None, typer.Option("--pages", metavar="1-5,8", help="Read only these pages of each PDF.")]
Password = Annotated[str | None, typer.Option("--password", help="Opens encrypted documents.")]
Ocr = Annotated[
    str | None,
    typer.Option(
        "--ocr",
        metavar="auto|never|always",
        help="Which pages go to OCR; auto: those without usable text. [default: read.ocr]",
    ),
]
Previous = Annotated[
    Path | None,
    typer.Option(
        "--previous",
        metavar="RUN",
        help="Keep the cluster ids of this run where clusters go on. [default: the last run in the output folder]",
    ),
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="List what would be done, and do nothing.")]
Verbose = Annotated[bool, typer.Option("--verbose", "-v", help="Say more on stderr.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing on stderr but errors.")]
Version = Annotated[bool, typer.Option("--version", help="Print the version and stop.", is_eager=True)]
MeasureName = Annotated[
    str | None, typer.Option("--measure", metavar="NAME", help="Only the values of measures with this in their name.")
]
ShowMistakes = Annotated[
    bool, typer.Option("--show", help="List what was missed and what was too much, in context, by rule.")
]
ShowRules = Annotated[bool, typer.Option("--rules", help="Print how often each rule was right.")]
Bars = Annotated[
    list[str] | None,
    typer.Option("--bar", metavar="NAME=F1,...", help="Least F1 of a score, e.g. money=0.85; exit 6 under it."),
]
Formats = Annotated[
    list[str], typer.Option("--format", metavar="xlsx|csv|parquet|duckdb|markdown", help="May be repeated.")
]

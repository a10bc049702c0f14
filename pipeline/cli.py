"""The command `crosswalk`: its verbs, and how errors become exit codes. The flags are in `flags.py`.

The modules that do the work are imported by the verbs, so that `crosswalk --help` does not wait for them.
"""

from __future__ import annotations

import io
import logging
import sys
import time
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from pipeline import __version__
from pipeline.errors import ExitCode, PipelineError
from pipeline.running import flags

if TYPE_CHECKING:
    from pipeline.config import Config
    from pipeline.flow import Stage
    from pipeline.run import Summary, Watcher

EPILOG = (
    "Exit codes: 0 done (pages without text are listed in failures.jsonl) · 1 a bug · 2 usage or settings · "
    "3 nothing readable · 4 done, but some documents failed · 5 a model or package is missing · "
    "6 an evaluation under its bar · 130 interrupted"
)
MOST_FAILURES = 20

app = typer.Typer(
    name="crosswalk",
    epilog=EPILOG,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def main() -> None:
    """Runs the command; an error that the project knows becomes a message and its exit code, a bug a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a terminal that cannot write Chinese gets escapes, not an error
            stream.reconfigure(errors="backslashreplace")
    try:
        app(prog_name="crosswalk")
    except PipelineError as error:
        if error.exit_code == ExitCode.BUG:
            raise
        typer.echo(f"crosswalk: {error.message}", err=True)
        if error.advice:
            typer.echo(f"  {error.advice}", err=True)
        raise SystemExit(int(error.exit_code)) from error


@app.callback(invoke_without_command=True)
def crosswalk(version: flags.Version = False) -> None:
    """Policy documents in Chinese and English to a dataset of measures and a comparison of countries."""
    if version:
        typer.echo(f"crosswalk {__version__}")
        raise typer.Exit


@app.command(epilog=EPILOG)
def run(  # noqa: PLR0913 - one parameter a flag
    paths: flags.Paths,
    output: flags.NewRun = None,
    config: flags.ConfigFile = None,
    jobs: flags.Jobs = None,
    settings: flags.Settings = None,
    first: flags.FirstStage = None,
    last: flags.LastStage = None,
    limit: flags.Limit = None,
    pages: flags.Pages = None,
    password: flags.Password = None,
    ocr: flags.Ocr = None,
    previous: flags.Previous = None,
    dry_run: flags.DryRun = False,
    verbose: flags.Verbose = False,
    quiet: flags.Quiet = False,
) -> None:
    """Read documents, extract and link what they state, compare countries; write a dataset and a report."""
    started = time.monotonic()
    _set_up_log(verbose=verbose, quiet=quiet)
    from pipeline.run import Options, plan_flow, run_flow
    from pipeline.running.settings import parse_pages

    chosen = _settings(config, settings, ({"run.jobs": str(jobs)} if jobs else {}) | ({"read.ocr": ocr} if ocr else {}))
    asked = parse_pages(pages)
    options = Options(first=first, last=last, limit=limit, pages=asked, password=password, previous=previous)
    output = output or Path("outputs") / (Path(paths[0]).resolve().stem or "run")
    flow = _open_flow()
    if dry_run:
        for source, stage in plan_flow(flow, paths, chosen, output=output, options=options):
            typer.echo(f"{source}\t{stage}")
        return
    try:
        with _watcher(quiet=quiet) as watcher:
            summary = run_flow(flow, paths, chosen, output=output, options=options, watcher=watcher)
    except KeyboardInterrupt:
        typer.echo("crosswalk: interrupted; the same command goes on from here", err=True)
        raise typer.Exit(ExitCode.INTERRUPTED) from None
    _report(summary, output=output, seconds=time.monotonic() - started)


@app.command()
def status(run: flags.RunFolder) -> None:
    """Print how far a run has come, its figures and its failures."""
    from pipeline.show import status_lines

    for line in status_lines(run):
        typer.echo(line)


@app.command()
def show(run: flags.RunFolder, doc: flags.DocumentName, measure: flags.MeasureName = None) -> None:
    """Print a document with its values marked and read out, or a measure's values with their sentences."""
    from rich.console import Console

    from pipeline.show import show_document, show_measures

    console = Console(highlight=False, soft_wrap=True)
    for text in show_measures(run, doc, measure=measure) if measure else show_document(run, doc):
        console.print(text)


@app.command()
def evaluate(
    run: flags.RunFolder,
    gold: flags.GoldFiles,
    mistakes: flags.ShowMistakes = False,
    rules: flags.ShowRules = False,
    bars: flags.Bars = None,
) -> None:
    """Score a run against gold files: precision, recall and F1 of values, names and links."""
    from pipeline.evaluate import check_bars
    from pipeline.evaluate import evaluate as score
    from pipeline.running.settings import parse_bars

    least = parse_bars(bars or ())
    scores = score(run, gold)
    for line in (*(scores.mistakes() if mistakes else ()), *(scores.rules() if rules else ()), *scores.lines()):
        typer.echo(line)
    check_bars(scores, least)


@app.command()
def report(run: flags.RunFolder, config: flags.ConfigFile = None, settings: flags.Settings = None) -> None:
    """Make a finished run's report again, from its records alone."""
    from pipeline.rebuild import rebuild_report, settings_of
    from pipeline.running.settings import parse_pairs

    chosen = settings_of(run, parse_pairs(settings or (), flag="--set"), file=config)
    record = rebuild_report(run, chosen)
    typer.echo(str(run / record.report) if record.report else "none")


@app.command()
def export(run: flags.RunFolder, formats: flags.Formats, output: flags.ExportFolder) -> None:
    """Write a run as XLSX, CSV, Parquet, one DuckDB file or Markdown."""
    from pipeline.export import export_run

    for path in export_run(run, formats=tuple(dict.fromkeys(formats)), output=output):
        typer.echo(str(path))


@app.command()
def config(config: flags.ConfigFile = None, settings: flags.Settings = None) -> None:
    """Print every setting with its unit: the defaults, or as a file and flags change them."""
    from pipeline.running.settings import render_config

    typer.echo(render_config(_settings(config, settings, {})), nl=False)


def _settings(path: Path | None, pairs: Sequence[str] | None, flagged: dict[str, str]) -> Config:
    """The settings of a file, then those given with --set, then those that have a flag of their own."""
    from pipeline.config import load_config
    from pipeline.running.settings import parse_pairs

    return load_config(path, parse_pairs(pairs or (), flag="--set") | flagged)


def _set_up_log(*, verbose: bool, quiet: bool) -> None:
    """Sends the project's notes to stderr."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(message)s"))
    log = logging.getLogger("pipeline")
    log.handlers = [handler]
    log.setLevel(logging.INFO if verbose else logging.ERROR if quiet else logging.WARNING)


def _open_flow() -> Sequence[Stage]:
    """Imports the stages, with the libraries kept to one thread."""
    from pipeline.running.workers import limit_threads

    limit_threads()
    from pipeline.flow import FLOW

    return FLOW


def _watcher(*, quiet: bool) -> AbstractContextManager[Watcher]:
    """A progress bar on a terminal, else nothing."""
    from pipeline.run import Silent

    if quiet or not sys.stderr.isatty():
        return nullcontext(Silent())
    from pipeline.running.progress import ProgressBar

    return ProgressBar()


def _report(summary: Summary, *, output: Path, seconds: float) -> None:
    """Prints the figures on stdout and the failures on stderr; exits with 4 where documents failed."""
    from pipeline.show import failure_line, summarise

    log = logging.getLogger(__name__)
    for failure in summary.failures[:MOST_FAILURES]:
        log.warning("failed: %s", failure_line(failure))
    if len(summary.failures) > MOST_FAILURES:
        log.warning("… and %d more: see %s", len(summary.failures) - MOST_FAILURES, output / "failures.jsonl")
    if not summary.repeated:
        log.warning("nothing has changed since the last run")
    for line in summarise(summary.record):
        typer.echo(line)
    typer.echo(f"{'seconds':12s}{seconds:>10.1f}")
    typer.echo(f"{'report':12s}{output / summary.record.report if summary.record.report else 'none'}")
    if summary.failures:
        raise typer.Exit(ExitCode.SOME_FAILED)

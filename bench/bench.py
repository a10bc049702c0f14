"""Measures crosswalk on PDFs and prints ratios, which carry over between machines where seconds do not.

    python bench/bench.py [PDF...] [--pages N] [--times N]        default: corpus/*.pdf

Reading (with tables and without) and segmenting are compared with pdfplumber's `extract_text` in CPU seconds, JSON with
the standard library, two workers with one. Nothing goes through OCR. Times in one process are the best of `--times`; whole
runs are taken once for each number of workers. With `--pages`, pdfplumber gets at most N pages of a file, evenly spread, and
its time counts in proportion. How well PDFs are read is measured by bench/reading.py.
"""

from __future__ import annotations

import argparse
import gc
import json
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from pipeline.running.workers import limit_threads

limit_threads()

import msgspec  # noqa: E402
import pdfplumber  # noqa: E402
from memory import run_and_watch  # noqa: E402
from reading import open_pdf  # noqa: E402

from pipeline.config import Config, load_config  # noqa: E402
from pipeline.flow import FLOW  # noqa: E402
from pipeline.running.documents import call_stage, load_model  # noqa: E402
from pipeline.running.jsonl import encode_lines  # noqa: E402
from pipeline.running.process import collect_seldom  # noqa: E402
from pipeline.store import Results, tables_of  # noqa: E402

ROOT = Path(__file__).parents[1]
NO_OCR = {"read.ocr": "never"}
CONFIG = load_config(overrides=NO_OCR)
TAGGED = load_config(overrides=NO_OCR | {"extract.tagger": "both"})
NO_TABLES = load_config(overrides=NO_OCR | {"read.tables": "false"})
READ, SEGMENT, EXTRACT, LINK = FLOW[:4]


class Best(NamedTuple):
    """The least CPU seconds of a few goes, and the result."""

    seconds: float
    result: Any


def best(work: Callable[[], Any], times: int) -> Best:
    """Does something a few times."""
    seconds = []
    for _ in range(times):
        started = time.process_time()
        result = work()
        seconds.append(time.process_time() - started)
    return Best(min(seconds), result)


def say(name: str, own: str, other: str = "", ratio: float | None = None) -> None:
    """Prints one measure."""
    print(f"{name:26s}{own:26s}{other:32s}{'' if ratio is None else f'ratio {ratio:.2f}'}".rstrip(), flush=True)


def plumb(path: Path, most: int | None) -> float:
    """CPU seconds in which pdfplumber takes a file's text, of at most `most` pages, scaled up to all of them."""
    with pdfplumber.open(path) as pdf:
        count = len(pdf.pages)
        numbers = range(0, count, -(-count // most) if most else 1)
        started = time.process_time()
        for number in numbers:
            pdf.pages[number].extract_text()
            pdf.pages[number].close()
        return (time.process_time() - started) * count / max(len(numbers), 1)


def measure_reading(paths: Sequence[Path], *, times: int, most: int | None) -> list[Any]:
    """Prints pages a second of `read` and `segment`, file by file against pdfplumber; gives the documents."""
    models = [
        {stage.name: load_model(stage, config=c) for stage in (READ, SEGMENT) if stage.load}
        for c in (NO_TABLES, CONFIG)
    ]
    spent = dict.fromkeys(("bare", "read", "segment", "pdfplumber"), 0.0)
    documents, pages = [], 0
    for path in paths:
        sources = [open_pdf(path)]
        usual = gc.get_threshold()
        collect_seldom()  # as a worker does
        for name, config, model in zip(("bare", "read"), (NO_TABLES, CONFIG), models, strict=True):
            done = best(lambda: call_stage(READ, sources, config=config, model=model.get("read")), times)  # noqa: B023
            spent[name] += done.seconds
        documents.append(done.result)
        pages += len(done.result.pages)
        spent["segment"] += best(
            lambda: call_stage(SEGMENT, documents[-1:], config=CONFIG, model=models[1]["segment"]), times
        ).seconds
        gc.set_threshold(*usual)
        spent["pdfplumber"] += plumb(path, most)
    other = f"pdfplumber {pages / spent['pdfplumber']:.1f} pages/s{f' (≤ {most} a file) ' if most else ''}"
    for name, parts in (
        ("text, layout", ("bare",)),
        ("text, layout, segments", ("bare", "segment")),
        ("the same with tables", ("read", "segment")),
    ):
        seconds = sum(spent[part] for part in parts)
        say(name, f"{pages / seconds:.1f} pages/s", other, spent["pdfplumber"] / seconds)
    return documents


def measure_records(documents: Sequence[Any], *, times: int) -> Results:
    """Prints characters a second from text to records, by the rules and with the trained taggers; gives the rules' records."""
    characters = sum(len(document.text) for document in documents)
    for config in (CONFIG, TAGGED):
        opened(config.extract.tagger)
    usual = best(lambda: make_records(documents, CONFIG), times)
    say("text → records", f"{characters / usual.seconds:.0f} characters/s", f"{characters} characters")
    tagged = best(lambda: make_records(documents, TAGGED), times)
    say("the same with taggers", f"{characters / tagged.seconds:.0f} characters/s", "", usual.seconds / tagged.seconds)
    results: Results = usual.result
    return results


def make_records(documents: Sequence[Any], config: Config) -> Results:
    """Segments, extracts and links, with models that are opened once."""
    models = opened(config.extract.tagger)
    segments, extractions = [], []
    for document in documents:
        segments.append(call_stage(SEGMENT, [document], config=config, model=models["segment"]))
        extractions.append(call_stage(EXTRACT, [document, segments[-1]], config=config, model=models["extract"]))
        call_stage(LINK, [document, segments[-1], extractions[-1]], config=config, model=models["link"])
    return Results(documents=tuple(documents), segments=tuple(segments), extractions=tuple(extractions))


@cache
def opened(tagger: str) -> dict[str, Any]:
    """What the stages from text to records open, with this setting of `extract.tagger`."""
    config = load_config(overrides=NO_OCR | {"extract.tagger": tagger})
    return {stage.name: load_model(stage, config=config) for stage in (SEGMENT, EXTRACT, LINK)}


def measure_json(results: Results, *, times: int) -> None:
    """Prints megabytes a second of JSON Lines, and of the standard library for the same rows."""
    rows = [row for table in tables_of(results).values() for row in table]
    own, content = best(lambda: encode_lines(rows), times)
    plain = msgspec.to_builtins(rows)
    other, _ = best(lambda: "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in plain).encode(), times)
    size = len(content) / 1e6
    say("JSON output", f"{size / own:.1f} MB/s", f"json {size / other:.1f} MB/s", other / own)


def measure_runs(paths: Sequence[Path]) -> None:
    """Prints the seconds of whole runs with one and two workers, of a run that changes nothing, and a worker's peak."""
    seconds, peaks = {}, []
    with tempfile.TemporaryDirectory() as folder:
        for name, jobs, output in (("one", "1", "a"), ("two", "2", "b"), ("again", "2", "b")):
            flags = ["-o", f"{folder}/{output}", "-j", jobs, "-q", "--ocr", "never"]
            command = [sys.executable, "-m", "pipeline", "run", *map(str, paths), *flags]
            seconds[name], peak = run_and_watch(command, folder=ROOT)
            peaks += [peak] if peak is not None else []
    one, two, again = seconds["one"], seconds["two"], seconds["again"]
    say("whole run", f"{two:.1f} s, 2 workers", f"{one:.1f} s, 1 worker", one / two)
    say("unchanged run", f"{again:.1f} s", f"{two:.1f} s, the first time", two / again)
    say("peak memory of a worker", f"{max(peaks):.0f} MiB" if peaks else "not known on this system")


def main() -> None:
    """Measures what is asked for."""
    parser = argparse.ArgumentParser(description="Measures crosswalk on PDFs and prints ratios.")
    parser.add_argument("pdf", nargs="*", type=Path, help="PDFs (default: corpus/*.pdf)")
    parser.add_argument("--pages", type=int, help="the most pages of a file that pdfplumber gets (default: all)")
    parser.add_argument("--times", type=int, default=3, help="goes of which the best counts (default: 3)")
    parser.add_argument("--reading-only", action="store_true", help="measure reading and segments only")
    args = parser.parse_args()
    paths = [path.resolve() for path in args.pdf] or sorted((ROOT / "corpus").glob("*.pdf"))
    print(f"{len(paths)} PDFs, CPU time in one process unless said otherwise")
    documents = measure_reading(paths, times=args.times, most=args.pages)
    if not args.reading_only:
        measure_json(measure_records(documents, times=args.times), times=args.times)
        measure_runs(paths)


if __name__ == "__main__":
    main()

"""Measures crosswalk on PDFs and prints ratios, which carry over between machines where seconds do not.

    python bench/bench.py [PDF...]        default: corpus/*.pdf

Reading is compared with pdfplumber's `extract_text`, JSON with the standard library, two workers with one. Times in one
process are the best of three; the whole run is taken once for each number of workers.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from pipeline.running.workers import limit_threads

limit_threads()

import msgspec  # noqa: E402
import pdfplumber  # noqa: E402

from pipeline.config import load_config  # noqa: E402
from pipeline.data import Source  # noqa: E402
from pipeline.flow import FLOW  # noqa: E402
from pipeline.running.documents import call_stage, load_model  # noqa: E402
from pipeline.running.jsonl import encode_lines  # noqa: E402
from pipeline.store import Results, tables_of  # noqa: E402

ROOT = Path(__file__).parents[1]
TIMES = 3
CONFIG = load_config()
READ, SEGMENT, EXTRACT, LINK = FLOW[:4]


def best(work: Callable[[], Any]) -> tuple[float, Any]:
    """The least seconds of a few goes, and the result."""
    seconds = []
    for _ in range(TIMES):
        started = time.perf_counter()
        result = work()
        seconds.append(time.perf_counter() - started)
    return min(seconds), result


def say(name: str, own: str, other: str = "", ratio: float | None = None) -> None:
    """Prints one measure."""
    print(f"{name:15s}{own:26s}{other:32s}{'' if ratio is None else f'ratio {ratio:.2f}'}".rstrip(), flush=True)


def open_pdf(path: Path) -> Source:
    """A source as `run` hands it to `read`."""
    content = path.read_bytes()
    return Source(path=path.name, content=content, sha256=hashlib.sha256(content).hexdigest())


def plumb(paths: Sequence[Path]) -> int:
    """Takes the text of all pages with pdfplumber; gives the number of pages."""
    pages = 0
    for path in paths:
        with pdfplumber.open(path) as pdf:
            for page in pdf.pages:
                page.extract_text()
                pages += 1
    return pages


def measure_reading(paths: Sequence[Path]) -> list[Any]:
    """Prints pages a second of `read` and of pdfplumber; gives the documents."""
    sources = [open_pdf(path) for path in paths]
    own, documents = best(lambda: [call_stage(READ, [source], config=CONFIG, model=None) for source in sources])
    other, pages = best(lambda: plumb(paths))
    say("read", f"{pages / own:.1f} pages/s", f"pdfplumber {pages / other:.1f} pages/s", other / own)
    return documents


def measure_records(documents: Sequence[Any]) -> Results:
    """Prints characters a second from text to records; gives the records."""
    models = {stage.name: load_model(stage, config=CONFIG) for stage in (SEGMENT, EXTRACT, LINK)}

    def work() -> Results:
        segments, extractions = [], []
        for document in documents:
            segments.append(call_stage(SEGMENT, [document], config=CONFIG, model=models["segment"]))
            extractions.append(call_stage(EXTRACT, [document, segments[-1]], config=CONFIG, model=models["extract"]))
            call_stage(LINK, [document, segments[-1], extractions[-1]], config=CONFIG, model=models["link"])
        return Results(documents=tuple(documents), segments=tuple(segments), extractions=tuple(extractions))

    seconds, results = best(work)
    characters = sum(len(document.text) for document in documents)
    say("text → records", f"{characters / seconds:.0f} characters/s", f"{characters} characters")
    return results


def measure_json(results: Results) -> None:
    """Prints megabytes a second of JSON Lines, and of the standard library for the same rows."""
    rows = [row for table in tables_of(results).values() for row in table]
    own, content = best(lambda: encode_lines(rows))
    plain = msgspec.to_builtins(rows)
    other, _ = best(lambda: "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in plain).encode())
    size = len(content) / 1e6
    say("JSON output", f"{size / own:.1f} MB/s", f"json {size / other:.1f} MB/s", other / own)


def measure_runs(paths: Sequence[Path]) -> None:
    """Prints the seconds of whole runs with one and two workers, of a run that changes nothing, and the peak memory."""
    seconds = {}
    with tempfile.TemporaryDirectory() as folder:
        for name, jobs, output in (("one", "1", "a"), ("two", "2", "b"), ("again", "2", "b")):
            flags = ["-o", f"{folder}/{output}", "-j", jobs, "-q"]
            command = [sys.executable, "-m", "pipeline", "run", *map(str, paths), *flags]
            started = time.perf_counter()
            subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
            seconds[name] = time.perf_counter() - started
    one, two, again = seconds["one"], seconds["two"], seconds["again"]
    say("whole run", f"{two:.1f} s, 2 workers", f"{one:.1f} s, 1 worker", one / two)
    say("unchanged run", f"{again:.1f} s", f"{two:.1f} s, the first time", two / again)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / (1024 if sys.platform == "linux" else 1024 * 1024)
    say("peak memory", f"{peak:.0f} MiB", "of the largest process")


def main() -> None:
    """Measures what is asked for."""
    parser = argparse.ArgumentParser(description="Measures crosswalk on PDFs and prints ratios.")
    parser.add_argument("pdf", nargs="*", type=Path, help="PDFs (default: corpus/*.pdf)")
    paths = parser.parse_args().pdf or sorted((ROOT / "corpus").glob("*.pdf"))
    print(f"{len(paths)} PDFs, one process unless said otherwise")
    documents = measure_reading(paths)
    measure_json(measure_records(documents))
    measure_runs(paths)


if __name__ == "__main__":
    main()

"""Measures the value grammar against JioNLP on the same text in one run, and how fast text becomes linked records.

    python bench/grammar.py [TEXT...] [--times N] [--jionlp PYTHON]        default: corpus/*.txt

CPU seconds in one process, the best of `--times` goes. Money and time together are compared, as JioNLP has no shares; both get
the text paragraph by paragraph. JioNLP (Apache-2.0, https://github.com/dongrixinyu/JioNLP) is no dependency of the project. To measure
it, put it into an environment of its own and name its Python:

    python3 -m venv /tmp/jionlp && /tmp/jionlp/bin/pip install jionlp
    python bench/grammar.py --jionlp /tmp/jionlp/bin/python
"""

from __future__ import annotations

import argparse
import hashlib
import json
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path

from pipeline.running.workers import limit_threads

limit_threads()

from pipeline.config import load_config  # noqa: E402
from pipeline.data import Source  # noqa: E402
from pipeline.flow import FLOW  # noqa: E402
from pipeline.grammar.values import open_values  # noqa: E402
from pipeline.running.documents import call_stage, load_model  # noqa: E402
from pipeline.running.process import collect_seldom  # noqa: E402

ROOT = Path(__file__).parents[1]
GET_IT = "JioNLP: not measured. python3 -m venv /tmp/jionlp && /tmp/jionlp/bin/pip install jionlp, then --jionlp /tmp/jionlp/bin/python"
THEIRS = """
import json, logging, sys, time
import jionlp
logging.disable(logging.CRITICAL)
paragraphs, times = json.load(sys.stdin)
def work():
    found = 0
    for paragraph in paragraphs:
        for extract in (jionlp.ner.extract_money, jionlp.ner.extract_time):
            found += len(extract(paragraph) or ())
    return found
seconds = []
work()
for _ in range(times):
    started = time.process_time()
    found = work()
    seconds.append(time.process_time() - started)
print("\\n" + json.dumps([min(seconds), found]))
"""


def best(work: Callable[[], int], times: int) -> tuple[float, int]:
    """The least CPU seconds of a few goes, and what was found."""
    seconds = []
    found = work()
    for _ in range(times):
        started = time.process_time()
        found = work()
        seconds.append(time.process_time() - started)
    return min(seconds), found


def own_grammar(paragraphs: Sequence[str], times: int) -> tuple[float, int]:
    """Our money and time on every paragraph."""
    grammar = open_values()

    def work() -> int:
        found = 0
        for paragraph in paragraphs:
            numbers = list(grammar.numbers.numbers(paragraph))
            found += len(grammar.money.find(paragraph, numbers, local_currency="CNY"))
            found += len(grammar.period.find(paragraph)) + len(grammar.duration.find(paragraph, numbers))
        return found

    return best(work, times)


def their_grammar(paragraphs: Sequence[str], times: int, python: str) -> tuple[float, int]:
    """JioNLP's money and time on every paragraph, in a process of its own."""
    done = subprocess.run(
        [python, "-c", THEIRS],
        input=json.dumps([paragraphs, times]),
        capture_output=True,
        text=True,
        check=True,
    )
    seconds, found = json.loads(done.stdout.splitlines()[-1])
    return seconds, found


def records(paths: Sequence[Path], times: int) -> tuple[float, int]:
    """CPU seconds from text to linked records (segments, values and names, links), and the characters."""
    config = load_config()
    read, *stages = FLOW[:4]
    models = {stage.name: load_model(stage, config=config) for stage in (read, *stages) if stage.load}
    sources = [
        Source(path=str(p), content=p.read_bytes(), sha256=hashlib.sha256(p.read_bytes()).hexdigest()) for p in paths
    ]
    documents = [call_stage(read, [s], config=config, model=models.get(read.name)) for s in sources]
    collect_seldom()  # as a worker does

    def work() -> int:
        for document in documents:
            outputs = [document]
            for stage in stages:
                outputs.append(call_stage(stage, outputs, config=config, model=models.get(stage.name)))
        return sum(len(document.text) for document in documents)

    return best(work, times)


def main() -> None:
    """Measures what is asked for."""
    parser = argparse.ArgumentParser(description="Measures the value grammar, beside JioNLP's where that is at hand.")
    parser.add_argument("text", nargs="*", type=Path, help="text files (default: corpus/*.txt)")
    parser.add_argument("--times", type=int, default=3, help="goes of which the best counts (default: 3)")
    parser.add_argument("--jionlp", metavar="PYTHON", help="a Python that has JioNLP (default: this one, if it has)")
    args = parser.parse_args()
    paths = args.text or sorted((ROOT / "corpus").glob("*.txt"))
    python = args.jionlp or (sys.executable if find_spec("jionlp") else None)
    texts = [path.read_text(encoding="utf-8") for path in paths]
    chinese = [t for t in texts if sum("\u4e00" <= c <= "\u9fff" for c in t) > len(t) / 4]
    for name, group in (("Chinese", chinese), ("English", [t for t in texts if t not in chinese])):
        paragraphs = [p for text in group for p in text.split("\n") if p.strip()]
        size = sum(map(len, paragraphs))
        if not paragraphs:
            continue
        seconds, found = own_grammar(paragraphs, args.times)
        print(f"{name}: money and time   {size / seconds:9.0f} characters/s   {found} values in {size} characters")
        if python:
            theirs, found = their_grammar(paragraphs, args.times, python)
            print(
                f"{name}: JioNLP           {size / theirs:9.0f} characters/s   {found} values   ratio {theirs / seconds:.1f}"
            )
    if not python:
        print(GET_IT)
    seconds, size = records(paths, args.times)
    print(f"text → linked records    {size / seconds:9.0f} characters/s   trained models off")


if __name__ == "__main__":
    main()

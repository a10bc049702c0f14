"""How long a corpus of thousands of measures takes, stage by stage, and how much memory the whole run.

    python bench/scale.py [MEASURES]        2,000 where no number is given

The texts are made up: the sentences of tests/cases/policy_pairs*.jsonl under invented names of programmes, with amounts,
durations and years, half in Chinese, half in English, eleven measures a document.
"""

from __future__ import annotations

import json
import random
import resource
import sys
import tempfile
import time
from pathlib import Path

from pipeline.config import load_config
from pipeline.flow import FLOW
from pipeline.run import Silent, run_flow
from pipeline.running.workers import limit_threads

CASES = Path(__file__).parent.parent / "tests" / "cases"
A_DOCUMENT = 11
HAN = "星河曙光远航启明北斗天工长风海岳金穗云帆瀚海晨曦磐石青松飞鸿鲲鹏玉衡朝阳雪莲丹霞"
LATIN = (
    *("Aurora", "Beacon", "Cobalt", "Delta", "Ember", "Falcon", "Garnet", "Harbour", "Indigo", "Juniper", "Kestrel"),
    *("Lumen", "Meridian", "Nimbus", "Orchid", "Pioneer", "Quartz", "Ridge", "Saffron", "Tundra", "Umber", "Vertex"),
)
COUNTRIES = (
    ("日本", "Japan", "万日元", "JPY"),
    ("德国", "Germany", "万欧元", "EUR"),
    ("美国", "the United States", "万美元", "USD"),
    ("英国", "the United Kingdom", "万英镑", "GBP"),
    ("韩国", "South Korea", "亿韩元", "KRW"),
    ("中国", "China", "万元", "CNY"),
)


class Clock(Silent):
    """Prints when each stage of the corpus begins."""

    def __init__(self) -> None:
        self.begun = time.monotonic()

    def stage(self, name: str) -> None:
        """Prints the seconds since the run began."""
        print(f"{time.monotonic() - self.begun:8.1f} s  {name} begins")


def main() -> None:
    """Writes the texts, runs the flow, prints the figures."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 2_000
    limit_threads()
    with tempfile.TemporaryDirectory() as folder:
        inputs, output = Path(folder) / "in", Path(folder) / "out"
        inputs.mkdir()
        _write(inputs, count)
        clock = Clock()
        summary = run_flow(FLOW, [str(inputs)], load_config(), output=output, watcher=clock)
        print(f"{time.monotonic() - clock.begun:8.1f} s  done")
        page = (output / (summary.record.report or "")).stat().st_size
        print(" ".join(f"{name} {n}" for name, n in summary.record.counts.items()))
    peak = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    print(f"report {page / 1e6:.1f} MB, peak of a process {peak / 1024:.0f} MiB")


def _write(folder: Path, count: int) -> None:
    """Writes the documents; the same every time."""
    draw = random.Random(1)
    names = ("policy_pairs.jsonl", "policy_pairs_documents.jsonl")
    pairs = [json.loads(line) for name in names for line in (CASES / name).read_text(encoding="utf-8").splitlines()]
    for number in range(-(-count // A_DOCUMENT)):
        write = _chinese if number % 2 else _english
        texts = [write(draw, draw.choice(pairs), draw.choice(COUNTRIES)) for _ in range(A_DOCUMENT)]
        (folder / f"{number:04}.txt").write_text("\n\n".join(texts), encoding="utf-8")


def _chinese(draw: random.Random, pair: dict[str, str], country: tuple[str, ...]) -> str:
    name = "".join(draw.sample(HAN, 4)) + draw.choice(("计划", "专项", "基金"))
    year = draw.randint(2008, 2021)
    return (
        f"{country[0]}的“{name}”于{year}年启动。{pair['zh']}“{name}”每个项目资助上限为{draw.randint(10, 900)}{country[2]}，"
        f"资助期限为{draw.randint(1, 6)}年。{year + 1}年“{name}”预算为{draw.randint(1000, 90000)}{country[2]}。"
    )


def _english(draw: random.Random, pair: dict[str, str], country: tuple[str, ...]) -> str:
    name = " ".join(draw.sample(LATIN, 2)) + draw.choice((" Programme", " Fund", " Scheme"))
    year = draw.randint(2008, 2021)
    return (
        f"The {name} of {country[1]} was launched in {year}. {pair['en']} The {name} awards up to {country[3]} "
        f"{draw.randint(1, 90) * 10_000:,} per project for {draw.randint(1, 6)} years. The {name} had a budget of "
        f"{country[3]} {draw.randint(10, 900)} million in {year + 1}."
    )


if __name__ == "__main__":
    main()

"""Measures the report of a large run: the page's size, how soon it can be used, how smoothly it filters.

    python bench/report.py [MEASURES] [-o FOLDER]

Documents are typeset as PDFs (reportlab) and read by the real stages `read` and `crop`, so that pictures weigh what they do;
measures, values and links are made up. Prints each figure with its bar, and ends with 1 when one is missed. The browser is
Debian's Chromium by way of playwright; without it only the sizes are measured.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Sequence
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from pipeline.compare import compare, open_traits
from pipeline.comparison.prices import METHODS
from pipeline.config import Config, load_config
from pipeline.crop import Painter, crop
from pipeline.data import (
    AnyMention,
    Cluster,
    Clustering,
    Converted,
    Dataset,
    Document,
    Duration,
    Extraction,
    Fact,
    Measure,
    Method,
    Money,
    Organisation,
    Passage,
    Period,
    Segments,
    Sheets,
    Source,
    Span,
    Vectors,
)
from pipeline.read import read
from pipeline.report import PAGE, open_page, report
from pipeline.text.locate import Locator

PER_DOCUMENT = 10  # measures
COUNTRIES = ("JP", "CN", "US", "DE", "GB", "EU", "FR", "KR", "CA", "AU", "SE", "FI")
CURRENCIES = {"JP": ("JPY", "110"), "CN": ("CNY", "7"), "GB": ("GBP", "0.8"), "US": ("USD", "1")}
KINDS = ("programme", "track", "fund", "platform", "strategy", "law")
SUBJECTS = (
    "Quantum",
    "Photonics",
    "Battery",
    "Hydrogen",
    "Genome",
    "Robotics",
    "Ocean",
    "Materials",
    "Health",
    "Climate",
)
FORMS = (
    "Grants",
    "Fellowships",
    "Vouchers",
    "Centres",
    "Partnerships",
    "Loans",
    "Clusters",
    "Missions",
    "Prizes",
    "Labs",
)
FILLER = [
    *("applicants", "universities", "firms", "consortia", "costs", "agency", "call", "spring", "decides", "months"),
    *("rounds", "review", "experts", "abroad", "home", "reports", "shares", "results", "public", "partners", "regions"),
]
SIZE_BAR, OPEN_BAR, FILTER_BAR = 15.0, 3.0, 0.1  # MB, seconds, seconds of one core
ROUNDS = 9


def main() -> int:
    """Makes the report and measures it; gives the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("measures", type=int, nargs="?", default=2000)
    parser.add_argument("-o", "--output", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        output = options.output or Path(folder)
        output.mkdir(parents=True, exist_ok=True)
        sizes = make_report(options.measures, output)
        missed = [] if sizes[PAGE] / 1e6 < SIZE_BAR else ["size"]
        for name in (PAGE, "report.xlsx", "values.csv"):
            bar = f"  (bar {SIZE_BAR:g})" if name == PAGE else ""
            print(f"{name:24s}{sizes[name] / 1e6:8.2f} MB{bar}")
        missed += measure_page(output / PAGE)
    return 1 if missed else 0


def make_report(count: int, output: Path) -> dict[str, int]:
    """Writes the report's files for `count` made-up measures; gives their lengths."""
    config, chance = load_config(), random.Random(1)
    started = time.monotonic()
    parts = [_document(number, chance, config) for number in range(-(-count // PER_DOCUMENT))]
    documents = tuple(document for document, _, _ in parts)
    extractions = tuple(extraction for _, extraction, _ in parts)
    dataset = _dataset(documents, extractions, chance)
    clustering = _clustering(dataset)
    print(f"{count} measures, {sum(len(e.mentions) for e in extractions)} values, {len(documents)} documents, ", end="")
    print(f"{sum(len(d.pages) for d in documents)} pages: {time.monotonic() - started:.0f} s to make them up")
    records = (documents, extractions, dataset, _vectors(dataset, chance), clustering)
    found = compare(*records, config=config.compare, model=open_traits(config.compare))
    started = time.monotonic()
    files = report(
        *(documents, extractions, dataset, clustering, found, tuple(sheets for _, _, sheets in parts), ()),
        config=config.report,
        model=open_page(config.report),
    )
    print(f"{'stage report':24s}{time.monotonic() - started:8.2f} s")
    for file in files.items:
        (output / file.path).write_bytes(file.content)
    return {file.path: len(file.content) for file in files.items}


def _document(number: int, chance: random.Random, config: Config) -> tuple[Document, Extraction, Sheets]:
    """A PDF of ten measures, read, with its values and pictures."""
    texts = [_sentences(number * PER_DOCUMENT + n, chance) for n in range(PER_DOCUMENT)]
    content = _typeset(f"Briefing {number} on research funding", texts)
    source = Source(path=f"brief{number:04d}.pdf", content=content, sha256=hashlib.sha256(content).hexdigest())
    document = read(source, config=config.read)
    locator = Locator(document, Segments(items=()))
    mentions = [m for _, quotes in texts for m in _mentions(document, locator, quotes)]
    extraction = Extraction(mentions=tuple(sorted(mentions, key=lambda m: m.start)), names=())
    return document, extraction, crop(source, document, extraction, config=config.crop, model=Painter())


def _name(number: int) -> str:
    return f"{SUBJECTS[number % 10]} {FORMS[(number // 10) % 10]} {number}"


def _sentences(number: int, chance: random.Random) -> tuple[str, list[str]]:
    """A paragraph on a measure, and the words of its values: an amount, a duration, a period."""
    amount = f"EUR {chance.randrange(10, 900)},{chance.randrange(100, 999)},{number % 1000:03d}"
    years = f"{chance.randrange(2, 9)} years and {number % 12 + 1} months"
    start = 1995 + chance.randrange(25)
    period = f"from {start} to {start + chance.randrange(3, 12)}, round {number}"
    filler = " ".join(chance.sample(FILLER, len(FILLER)))
    text = (
        f"The {_name(number)} programme ran {period}. Each project of the {_name(number)} gets up to {amount} for "
        f"{years}, and reports once a year. {filler}"
    )
    return text, [amount, years, period]


def _typeset(title: str, texts: Sequence[tuple[str, list[str]]]) -> bytes:
    buffer = BytesIO()
    canvas = Canvas(buffer, pagesize=A4, invariant=1)
    place = 760.0
    canvas.setFont("Times-Bold", 16)
    canvas.drawString(72, 790, title)
    for text, _ in texts:
        for line in _wrapped(text, 88):
            canvas.setFont("Times-Roman", 11)
            canvas.drawString(72, place, line)
            place -= 15
        place -= 12
        if place < 160:
            canvas.showPage()
            place = 790.0
    canvas.save()
    return buffer.getvalue()


def _wrapped(text: str, columns: int) -> list[str]:
    lines = [""]
    for word in text.split():
        if len(lines[-1]) + len(word) >= columns:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def _mentions(document: Document, locator: Locator, quotes: list[str]) -> list[AnyMention]:
    found: list[AnyMention] = []
    for place, quote in enumerate(quotes):
        start = document.text.find(quote)
        if start < 0:
            continue  # two measures of one document drew the same words
        end = start + len(quote)
        common: dict[str, Any] = {
            "mention_id": hashlib.sha256(f"{document.doc_id}{start}".encode()).hexdigest()[:16],
            "doc_id": document.doc_id,
            "quote": document.text[start:end],
            "start": start,
            "end": end,
            "page": locator.page(start),
            "boxes": locator.boxes(start, end),
            "sentence": Span(max(0, start - 90), min(len(document.text), end + 60)),
            "segment": 0,
            "rule": ("money.plain", "duration.plain", "period.from_to")[place],
            "confidence": 0.9,
        }
        if place == 0:
            high = Decimal(quote.split()[-1].replace(",", ""))
            found.append(Money(**common, min=None, max=high, currency="EUR", bound="at_most", role="award"))
        elif place == 1:
            found.append(Duration(**common, min=f"P{quote.split()[0]}Y", max=f"P{quote.split()[0]}Y", bound="exact"))
        else:
            found.append(Period(**common, from_=quote.split()[1], to=quote.split()[3].rstrip(",")))
    return found


def _dataset(documents: Sequence[Document], extractions: Sequence[Extraction], chance: random.Random) -> Dataset:
    instruments = list(open_page(load_config().report).instruments)
    measures, facts = [], []
    organisations = [
        Organisation(
            organisation_id=f"o{n:03d}",
            names=(f"Agency {n} for Research",),
            country=COUNTRIES[n % 12],
            parent=None,
            doc_ids=(),
            mentions=(),
        )
        for n in range(150)
    ]
    for number, (document, extraction) in enumerate(zip(documents, extractions, strict=True)):
        for n in range(PER_DOCUMENT):
            key = number * PER_DOCUMENT + n
            own = extraction.mentions[n * 3 : n * 3 + 3]
            identity = f"m{hashlib.sha256(str(key).encode()).hexdigest()[:12]}"
            start = document.text.find(_name(key))
            facts += [_fact(identity, mention, chance) for mention in own]
            measures.append(
                Measure(
                    measure_id=identity,
                    names=(_name(key), f"第{key}号研究资助计划"),
                    kind=KINDS[key % 6],  # type: ignore[arg-type]
                    country=COUNTRIES[chance.randrange(12)],
                    parent=None,
                    organisations=(organisations[chance.randrange(150)].organisation_id,),
                    instruments=(instruments[chance.randrange(len(instruments))],),
                    doc_ids=(document.doc_id,),
                    mentions=tuple(mention.mention_id for mention in own),
                    passages=(Passage(doc_id=document.doc_id, span=Span(max(0, start), max(0, start) + 160)),),
                )
            )
    return Dataset(measures=tuple(measures), organisations=tuple(organisations), facts=tuple(facts))


def _fact(subject: str, mention: AnyMention, chance: random.Random) -> Fact:
    return Fact(
        fact_id=f"f{mention.mention_id}",
        subject=subject,
        subject_type="measure",
        doc_id=mention.doc_id,
        mention_id=mention.mention_id,
        type=mention.__struct_config__.tag,  # type: ignore[arg-type]
        score=0.9,
        reason="sentence",
        converted=_converted(mention, "market", chance) if isinstance(mention, Money) else None,
        comparable=tuple(_converted(mention, method, chance) for method in METHODS[1:])
        if isinstance(mention, Money)
        else (),
    )


def _converted(mention: Money, method: Method, chance: random.Random) -> Converted:
    year = chance.randrange(2015, 2024)
    rate = Decimal("1.08") + Decimal(year % 7) / 100
    return Converted(
        min=None,
        max=mention.max * rate if mention.max is not None else None,
        currency="USD",
        year=year,
        year_stated=True,
        rate=rate,
        source="World Bank WDI PA.NUS.PPP (2024-04-25)",
        steps=(f"year {year}", f"EUR / {rate} EUR per international dollar (EU, {year}) = international dollars"),
        steps_zh=(f"年份 {year}", f"EUR ÷ {rate}（EU {year} 年购买力平价，EUR/国际元）= 国际元"),
        method=method,
    )


def _clustering(dataset: Dataset) -> Clustering:
    groups: dict[str, list[Measure]] = {}
    for place, measure in enumerate(dataset.measures):
        groups.setdefault(f"c{place % 100:03d}", []).append(measure)
    clusters = []
    for key, members in groups.items():
        countries = {code: sum(m.country == code for m in members) for code in COUNTRIES}
        clusters.append(
            Cluster(
                cluster_id=key,
                label_zh=f"主题 {key}",
                label_en=f"Theme {key}",
                keywords_zh=("研究", "资助", "计划"),
                keywords_en=("research", "grant", "joint"),
                measure_ids=tuple(m.measure_id for m in members),
                stability=0.8,
                languages={"en": len(members)},
                countries={code: n for code, n in countries.items() if n},
            )
        )
    return Clustering(clusters=tuple(clusters), outliers={})


def _vectors(dataset: Dataset, chance: random.Random) -> Vectors:
    rows = np.random.default_rng(chance.randrange(1000)).normal(size=(len(dataset.measures), 64))
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    ids = tuple(measure.measure_id for measure in dataset.measures)
    return Vectors(ids=ids, dimension=64, values=rows.astype("<f4").tobytes(), model="random")


ACTS = (
    ("text", "document.querySelector('#measures input').value = WORD; "
     "document.querySelector('#measures input').dispatchEvent(new Event('input', {bubbles: true}))"),
    ("choice", "const s = document.querySelector('[data-filter=country]'); s.selectedIndex = 1 + N % 8; "
     "s.dispatchEvent(new Event('change', {bubbles: true}))"),
    ("sort", "document.querySelector('[data-sort=amount]').click()"),
    ("language", "document.querySelector(`[data-language=${N % 2 ? 'zh' : 'en'}]`).click()"),
    ("panel", "location.hash = '#measure=' + JSON.parse(document.getElementById('data').textContent).measures[N].id"),
)  # fmt: skip
FRAME = "new Promise((done) => requestAnimationFrame(() => setTimeout(done, 0)))"


def measure_page(path: Path) -> list[str]:
    """Prints how soon the page can be used and how long each act takes; gives the names of the bars that it misses."""
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        print("no Chromium on this machine: times are not measured (Debian: apt install chromium)")
        return []
    from playwright.sync_api import sync_playwright

    missed = []
    with sync_playwright() as playwright:
        flags = ["--headless", "--no-sandbox", "--disable-gpu"]
        browser = playwright.chromium.launch(executable_path=program, args=flags)
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        clock = page.context.new_cdp_session(page)
        clock.send("Performance.enable", {"timeDomain": "threadTicks"})
        started = time.monotonic()
        page.goto(f"{path.as_uri()}?lang=en")
        page.locator("#measures tbody .measure-link").first.wait_for()
        page.evaluate(FRAME)
        opened = time.monotonic() - started
        print(f"{'usable after':24s}{opened:8.2f} s  (bar {OPEN_BAR:g}); {_busy(clock):.2f} s of one core")
        missed += ["open"] if opened > OPEN_BAR else []
        page.wait_for_timeout(2000)
        for name, action in ACTS:
            times = [_act(page, clock, action, number) for number in range(ROUNDS)]
            middle = sorted(times)[len(times) // 2]
            bar = FILTER_BAR if name in ("text", "choice", "sort") else None
            print(f"{name:24s}{middle:8.3f} s of one core" + (f"  (bar {bar:g})" if bar else ""))
            missed += [name] if bar and middle > bar else []
        browser.close()
    return missed


def _act(page: Any, clock: Any, action: str, number: int) -> float:
    """The seconds of one core that the page takes to do something and to draw what comes of it."""
    before = _busy(clock)
    page.evaluate(f"() => {{ const N = {number}; const WORD = 'quantum grants'.slice(0, 3 + N); {action} }}")
    page.evaluate(FRAME)
    page.wait_for_timeout(50)
    return _busy(clock) - before


def _busy(clock: Any) -> float:
    """The seconds that the page's thread has been at work."""
    metrics = clock.send("Performance.getMetrics")["metrics"]
    return next(float(metric["value"]) for metric in metrics if metric["name"] == "ThreadTime")


if __name__ == "__main__":
    sys.exit(main())

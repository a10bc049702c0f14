"""Prints true texts by a browser in many style sheets, reads the PDFs back, and scores text and tables.

    python bench/browser.py [-s SHEET]... [-o FOLDER] [--diff] [TEXT...]        default: corpus/*.txt

It needs Chromium (Debian: chromium, and fonts-noto-cjk, fonts-arphic-uming, fonts-wqy-zenhei for the faces); PDFs that are
in the folder already are not printed again. Exits 6 when a text is under a bar.
"""

from __future__ import annotations

import argparse
import html
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from itertools import groupby
from pathlib import Path

from reading import Score, compare, open_reader, parse_truth, row, show_differences
from sheets import is_heading
from stylesheets import SHEETS, sheet

from pipeline.text.lines import is_caption_text

ROOT = Path(__file__).parents[1]
BAR, CELL_BAR = 0.99, 0.95
UNDER_BAR = 6
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def page_of(text: str, style: str) -> str:
    """A text as a web page: a paragraph for each line, a table for each run of lines with tabs."""
    body: list[str] = []
    for tabbed, lines in groupby((x for x in text.split("\n") if x.strip()), key=lambda line: "\t" in line):
        run = list(lines)
        body += [table_of(run)] if tabbed else map(paragraph_of, run)
    return f"<!doctype html><meta charset=utf-8><style>{style}</style><body>{''.join(body)}</body>"


def table_of(lines: Iterable[str]) -> str:
    """A table; rows that end early are filled up."""
    rows = [line.split("\t") for line in lines]
    width = max(map(len, rows))
    cells = ("".join(f"<td>{html.escape(cell)}</td>" for cell in [*r, *[""] * (width - len(r))]) for r in rows)
    return f"<table>{''.join(f'<tr>{r}</tr>' for r in cells)}</table>"


def paragraph_of(line: str) -> str:
    """A paragraph or a heading."""
    caption = is_caption_text(line)
    if is_heading(line) and not caption:
        return f"<h2>{html.escape(line)}</h2>"
    return f"<p{' class=caption' if caption else ''}>{html.escape(line)}</p>"


def print_page(page: str, path: Path) -> None:
    """Prints a web page to a PDF."""
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        sys.exit("There is no Chromium here; Debian has it as the package chromium.")
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "page.html")
        source.write_text(page, encoding="utf-8")
        flags = [
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--no-pdf-header-footer",
            f"--user-data-dir={folder}/user",
        ]
        command = [browser, *flags, f"--print-to-pdf={path}", source.as_uri()]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=120)


def main() -> int:
    """Prints, reads and scores what is asked for; 6 when a text is under a bar."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("texts", nargs="*", type=Path, help="texts to print (default: corpus/*.txt)")
    parser.add_argument("-s", "--sheet", action="append", choices=SHEETS, help="only these style sheets")
    parser.add_argument("-o", "--output", type=Path, help="keep the PDFs in this folder")
    parser.add_argument("--diff", action="store_true", help="print what differs, in context")
    given = parser.parse_args()
    texts = given.texts or sorted((ROOT / "corpus").glob("*.txt"))
    read_file, missed = open_reader(), 0
    with tempfile.TemporaryDirectory() as scratch:
        folder = given.output or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        for name in given.sheet or SHEETS:
            for path in texts:
                text = path.read_text(encoding="utf-8")
                printed = folder.resolve() / f"{path.name.split('.')[0]}-{name}.pdf"
                if not printed.exists():
                    print_page(page_of(text, sheet(name)), printed)
                document, truth = read_file(printed), parse_truth(text)
                score: Score = compare(document, truth)
                under = score.body < BAR or score.cells < CELL_BAR
                missed += under
                print(row(printed.stem[-27:], score), "UNDER" if under else "", flush=True)
                if given.diff:
                    show_differences(document, truth)
    return UNDER_BAR if missed else 0


if __name__ == "__main__":
    sys.exit(main())

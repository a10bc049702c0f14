"""Draws the pictures of README from the report of the sample corpus: `make run`, then `python docs/pictures.py` (needs Chromium)."""

from __future__ import annotations

import json
import shutil
import sys
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).parents[1]
RUN = ROOT / "outputs" / "sample"
COLOURS = 128  # of a picture's palette: small files, no visible loss


def measure_of(name: str) -> str:
    """The id of the measure of the sample run that bears a name."""
    rows = map(json.loads, (RUN / "measures.jsonl").read_text(encoding="utf-8").splitlines())
    return next(row["measure_id"] for row in rows if name in row["names"])


def keep(page: Page, name: str, *, selector: str | None = None) -> None:
    """Writes what a page shows, or one element of it, as docs/NAME.png."""
    shot = page.locator(selector).screenshot() if selector else page.screenshot()
    Image.open(BytesIO(shot)).convert("RGB").quantize(COLOURS).save(ROOT / "docs" / f"{name}.png", optimize=True)


def draw() -> None:
    """Draws all pictures."""
    browser = shutil.which("chromium") or sys.exit("docs/pictures.py needs Chromium (Debian: apt install chromium).")
    address = (RUN / "report.html").as_uri()
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browser, args=["--no-sandbox"])
        page = chromium.new_page(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
        page.goto(f"{address}?lang=en#measures?country=US")
        page.wait_for_selector(".measures tbody tr")
        keep(page, "measures")
        page.goto(f"{address}?lang=zh#measure={measure_of('NexTEP-A')}")
        page.reload()
        page.locator("#panel .value-card summary").first.click()
        page.wait_for_selector("#panel .picture img")
        keep(page, "evidence")
        page.goto(f"{address}?lang=en")
        page.reload()
        keep(page, "map", selector="#map figure, #map .chart >> nth=0")
        chromium.close()


if __name__ == "__main__":
    draw()

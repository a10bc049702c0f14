"""Embedded fonts, and which run of a text takes which: Chinese faces for Chinese, Liberation for Latin letters."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

ROOT = Path("/usr/share/fonts/truetype")
PACKAGES = "fonts-arphic-uming fonts-arphic-ukai fonts-wqy-zenhei fonts-liberation fonts-dejavu-core"
FILES = {
    "Song": ("arphic/uming.ttc", 0),
    "Kai": ("arphic/ukai.ttc", 0),
    "Hei": ("wqy/wqy-zenhei.ttc", 0),
    "Serif": ("liberation/LiberationSerif-Regular.ttf", 0),
    "SerifBold": ("liberation/LiberationSerif-Bold.ttf", 0),
    "Sans": ("liberation/LiberationSans-Regular.ttf", 0),
    "SansBold": ("liberation/LiberationSans-Bold.ttf", 0),
    "Deja": ("dejavu/DejaVuSans.ttf", 0),
    "DejaBold": ("dejavu/DejaVuSans-Bold.ttf", 0),
}

LOW = "[。、，；：]"  # set in the bold face: the Arphic faces put them in the middle of the line, as Taiwan does


@dataclass(frozen=True)
class Face:
    """The four fonts of a brief: Chinese and Latin, each for body and for bold text and headings."""

    wide: str
    wide_bold: str
    latin: str
    latin_bold: str


FACES = {
    "song": Face("Song", "Hei", "Serif", "SerifBold"),
    "kai": Face("Kai", "Hei", "Serif", "SerifBold"),
    "hei": Face("Hei", "Hei", "Sans", "SansBold"),
    "serif": Face("Song", "Hei", "Serif", "SerifBold"),
    "sans": Face("Hei", "Hei", "Sans", "SansBold"),
    "deja": Face("Hei", "Hei", "Deja", "DejaBold"),
}


def missing() -> list[str]:
    """The font files that this machine lacks."""
    return [str(ROOT / name) for name, _ in FILES.values() if not (ROOT / name).is_file()]


def register() -> None:
    """Makes every font known to reportlab; afresh for each PDF, so that subsets never depend on earlier ones."""
    for name, (path, index) in FILES.items():
        pdfmetrics.registerFont(TTFont(name, str(ROOT / path), subfontIndex=index))


def is_wide(text: str) -> bool:
    """Whether a paragraph breaks lines as Chinese does: a tenth or more of it is Han or full-width."""
    return len(re.findall(r"[\u2e80-\uffef]", text)) * 10 >= len(text)


def dressed(text: str, face: Face, *, bold: bool = False) -> str:
    """Text as reportlab mark-up with a font for each run; `**` toggles bold, `[^1]` is a raised footnote sign."""
    latin = r"[ -~\u00a0-\u00ff–]+" if is_wide(text) else r"[^\u2e80-\uffef]+"
    signs = "①②③④⑤⑥⑦⑧⑨" if is_wide(text) else "123456789"
    out = []
    for part in re.split(r"(\*\*|\[\^\d\])", text):
        if part == "**":
            bold = not bold
        elif note := re.fullmatch(r"\[\^(\d)\]", part):
            name = face.wide if is_wide(text) else face.latin
            out.append(f'<super><font name="{name}">{signs[int(note[1]) - 1]}</font></super>')
        else:
            runs = re.findall(f"{latin}|{LOW}+|[^\\x00]+?(?={latin}|{LOW}|$)", part)
            out += [_run(run, face, bold, latin) for run in runs]
    return "".join(out)


def _run(run: str, face: Face, bold: bool, latin: str) -> str:
    narrow, low = re.fullmatch(latin, run), re.match(LOW, run)
    name = (face.latin_bold if bold else face.latin) if narrow else (face.wide_bold if bold or low else face.wide)
    return f'<font name="{name}">{escape(run)}</font>'

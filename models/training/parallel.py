"""Parallel Chinese-English text from Debian packages: message catalogues, interface files and translated manuals."""

from __future__ import annotations

import gettext
import json
import re
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser
from pathlib import Path

Pair = tuple[str, str]
"""(Chinese, English)"""

_BLOCKS = frozenset(["p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "dt", "dd", "td", "th", "title", "caption"])
_SILENT = frozenset(["script", "style", "pre", "code"])
_HAN = re.compile(r"[\u4e00-\u9fff]")
_LATIN = re.compile(r"[A-Za-z]{2,}")
_REMOVED = re.compile(
    r"[(（][&_]\w[)）]"  # a menu's key: 文件(&F)
    r"|<[^>]+>"  # mark-up
    r"|%\d*\$?[-+.\d]*l*[sdifuxc]|%\(\w+\)\w|%\d|\{\{?[^}]*\}?\}|\$\w+"  # what a program fills in
    r"|\[\[(?:[^|\]]*\|)?|\]\]"  # wiki links
)
_KEY_MARKS = re.compile(r"[&_~](?=\w)")
_SPACES = re.compile(r"\s+")

MAX_CHARS = 600
LENGTH_RATIO = (0.08, 1.2)
"""Chinese characters to English ones, between which a pair may be a translation."""


def read_pairs(folders: Iterable[Path]) -> list[Pair]:
    """All pairs of unpacked packages, cleaned, each once, in a fixed order."""
    pairs: dict[Pair, None] = {}
    for english, chinese in _raw_pairs(sorted(folders)):
        pair = (_clean(chinese), _clean(english))
        if _is_translation(*pair):
            pairs[pair] = None
    return list(pairs)


def _raw_pairs(folders: list[Path]) -> Iterator[Pair]:
    """(English, Chinese) as the files have them."""
    for folder in folders:
        for path in sorted(folder.rglob("zh_CN/LC_MESSAGES/*.mo")):
            yield from _catalogue(path)
        for path in sorted(folder.rglob("i18n/zh-hans.json")):
            yield from _messages(path.with_name("en.json"), path)
    share = {folder.name: folder / "usr/share" for folder in folders}
    if "libreoffice-help-en-us" in share and "libreoffice-help-zh-cn" in share:
        help_en = share["libreoffice-help-en-us"] / "libreoffice/help/en-US"
        help_zh = share["libreoffice-help-zh-cn"] / "libreoffice/help/zh-CN"
        for path in sorted(help_en.rglob("*.html")):
            yield from _by_id(path, help_zh / path.relative_to(help_en))
    if "debian-handbook" in share:
        book = share["debian-handbook"] / "doc/debian-handbook/html"
        for path in sorted((book / "en-US").glob("*.html")):
            yield from _by_order(path, book / "zh-CN" / path.name)
    if "debian-reference-en" in share and "debian-reference-zh-cn" in share:
        for path in sorted((share["debian-reference-en"] / "debian-reference").glob("*.en.html")):
            other = share["debian-reference-zh-cn"] / "debian-reference" / path.name.replace(".en.", ".zh-cn.")
            yield from _by_order(path, other)


def _catalogue(path: Path) -> Iterator[Pair]:
    with path.open("rb") as file:
        catalogue: dict[str | tuple[str, int], str] = gettext.GNUTranslations(file)._catalog  # type: ignore[attr-defined]
    for key, chinese in catalogue.items():
        english = key if isinstance(key, str) else key[0]
        yield english.split("\x04")[-1], chinese


def _messages(english: Path, chinese: Path) -> Iterator[Pair]:
    if not english.is_file():
        return
    known = json.loads(english.read_text(encoding="utf-8"))
    for key, text in json.loads(chinese.read_text(encoding="utf-8")).items():
        if isinstance(text, str) and key in known:
            yield known[key], text


def _by_id(english: Path, chinese: Path) -> Iterator[Pair]:
    """Pages whose paragraphs bear the same ids."""
    if chinese.is_file():
        known = {key: text for _, key, text in _blocks(chinese) if key}
        for _, key, text in _blocks(english):
            if key in known:
                yield text, known[key]


def _by_order(english: Path, chinese: Path) -> Iterator[Pair]:
    """Pages that have the same blocks in the same order; others are left out."""
    if chinese.is_file():
        ours, theirs = _blocks(english), _blocks(chinese)
        if [tag for tag, _, _ in ours] == [tag for tag, _, _ in theirs]:
            for (_, _, text), (_, _, other) in zip(ours, theirs, strict=True):
                yield text, other


def _blocks(path: Path) -> list[tuple[str, str, str]]:
    """(tag, id, text) of each block of a page that has text."""
    parser = _BlockParser()
    parser.feed(path.read_text(encoding="utf-8", errors="replace"))
    return [(tag, key, "".join(text)) for tag, key, text in parser.blocks if "".join(text).strip()]


class _BlockParser(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[tuple[str, str, list[str]]] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent += tag in _SILENT
        if tag in _BLOCKS:
            self.blocks.append((tag, dict(attrs).get("id") or "", []))

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in _SILENT and self._silent > 0
        if tag in _BLOCKS:
            self.blocks.append(("", "", []))

    def handle_data(self, data: str) -> None:
        if self.blocks and not self._silent:
            self.blocks[-1][2].append(data)


def _clean(text: str) -> str:
    return _SPACES.sub(" ", _KEY_MARKS.sub("", _REMOVED.sub(" ", text))).strip()


def _is_translation(chinese: str, english: str) -> bool:
    """Whether the Chinese is Chinese, the English English, and both are about as long."""
    han, latin = len(_HAN.findall(chinese)), len(_LATIN.findall(chinese))
    return (
        han >= 2
        and latin <= max(2, han / 6)
        and bool(_LATIN.search(english))
        and not _HAN.search(english)
        and 3 <= len(english) <= MAX_CHARS
        and LENGTH_RATIO[0] < len(chinese) / len(english) < LENGTH_RATIO[1]
    )

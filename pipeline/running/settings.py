"""Settings as text: a configuration as TOML with the comments of `default.toml`, and what is typed after a flag."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable
from typing import Any

import msgspec

from pipeline.config import Config, default_toml
from pipeline.errors import ConfigError

SECTION = re.compile(r"\[(?P<name>[\w.]+)\]")
SETTING = re.compile(r"(?P<key>\w+) = (?P<value>\"[^\"]*\"|\S+)(?P<gap>\s*)(?P<comment>#.*)?")

PAIR_START = re.compile(r",(?=[\w .+()]+=)")
PAGES = re.compile(r"(?P<first>\d{1,9})(?:-(?P<last>\d{1,9}))?")
MOST_PAGES = 100_000


def render_config(config: Config, *, leave_out: Collection[str] = ()) -> str:
    """The text of `default.toml` with the values of `config`; `leave_out` names keys as `section.key`."""
    lines = []
    section = ""
    for line in default_toml().splitlines():
        heading = SECTION.match(line)
        setting = SETTING.match(line)
        if heading:
            section = heading["name"]
        if setting and f"{section}.{setting['key']}" in leave_out:
            continue
        lines.append(_with_value(setting, getattr(config, section)) if setting else line)
    return "\n".join(lines) + "\n"


def parse_pairs(texts: Iterable[str], *, flag: str) -> dict[str, str]:
    """Reads `name=value`, several in one text with commas between names.

    Raises:
        ConfigError: A text has no `=`.
    """
    pairs = {}
    for text in texts:
        for part in PAIR_START.split(text):
            name, equals, value = part.partition("=")
            if not equals or not name.strip():
                raise ConfigError(f"{flag} {part}: no value", advice=f"Write it as {flag} name=value.")
            pairs[name.strip()] = value.strip()
    return pairs


def parse_bars(texts: Iterable[str]) -> dict[str, float]:
    """Reads the least F1 for each score, as in `money=0.85,links=0.45`.

    Raises:
        ConfigError: A bar is not a number from 0 to 1.
    """
    bars = {}
    for name, value in parse_pairs(texts, flag="--bar").items():
        try:
            bars[name] = float(value)
        except ValueError as error:
            raise ConfigError(f"--bar {name}={value}: not a number", advice="Give a number from 0 to 1.") from error
        if not 0 <= bars[name] <= 1:
            raise ConfigError(f"--bar {name}={value}: out of range", advice="Give a number from 0 to 1.")
    return bars


def parse_pages(text: str | None) -> tuple[int, ...]:
    """Reads pages such as `1-5,8`: counted from 1, both ends included; sorted, each once; none where nothing is given.

    Raises:
        ConfigError: It is something else, or asks for more than 100,000 pages.
    """
    pages: set[int] = set()
    for part in text.split(",") if text is not None else ():
        match = PAGES.fullmatch(part.strip())
        first, last = (int(match["first"]), int(match["last"] or match["first"])) if match else (0, 0)
        if not 1 <= first <= last < first + MOST_PAGES:
            raise ConfigError(f"--pages {text}: {part!r} is no page or range", advice="Write them as in 1-5,8.")
        pages.update(range(first, last + 1))
    return tuple(sorted(pages))


def _with_value(setting: re.Match[str], section: Any) -> str:
    """The line with the section's value; the comment stays in its column where there is room."""
    start = f"{setting['key']} = {_toml(getattr(section, setting['key']))}"
    if not setting["comment"]:
        return start
    return f"{start}  ".ljust(setting.start("comment")) + setting["comment"]


def _toml(value: Any) -> str:
    """A string, number or boolean in TOML, which spells them as JSON does."""
    return json.dumps(msgspec.to_builtins(value), ensure_ascii=False)

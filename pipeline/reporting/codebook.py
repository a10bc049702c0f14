"""What the tables and their columns are called and mean, and the texts of the files beside the page; in both languages."""

from __future__ import annotations

import tomllib
from importlib import resources

import msgspec

from pipeline.reporting.labels import Label


class Entry(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A table's or column's name for people, and what it means."""

    en: str
    zh: str
    about_en: str
    about_zh: str

    @property
    def both(self) -> str:
        """The name in both languages."""
        return self.en if self.en == self.zh else f"{self.en} {self.zh}"


class Codebook(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The names and meanings of tables and columns, and single texts."""

    tables: dict[str, Entry]
    texts: dict[str, Label]
    columns: dict[str, Entry] = {}


def read_codebook() -> Codebook:
    """Reads `page/files.toml` and `page/columns.toml`."""
    folder = resources.files("pipeline.page")
    columns = tomllib.loads(folder.joinpath("columns.toml").read_text(encoding="utf-8"))
    texts = tomllib.loads(folder.joinpath("files.toml").read_text(encoding="utf-8"))
    return msgspec.convert({**texts, "columns": columns}, Codebook)

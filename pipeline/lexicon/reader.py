"""Reads the lexicon: CSV and TOML files beside this module, each row into a typed struct.

A row that does not fit its struct is an error that names the file and the row: a lexicon is edited by hand.
"""

from __future__ import annotations

import csv
import tomllib
from importlib import resources
from typing import Any, TypeVar

import msgspec

from pipeline.errors import ConfigError

Row = TypeVar("Row", bound=msgspec.Struct)


def read_rows(name: str, kind: type[Row]) -> tuple[Row, ...]:
    """Reads `name` (a CSV file with a header row) into structs of `kind`.

    Empty cells are left to the struct's default. Fields typed as tuples are written `a|b|c`.

    Raises:
        ConfigError: A row does not fit.
    """
    text = resources.files(__package__).joinpath(name).read_text(encoding="utf-8")
    lists = {f.name for f in msgspec.structs.fields(kind) if getattr(f.type, "__origin__", None) is tuple}
    rows = []
    for number, row in enumerate(csv.DictReader(text.splitlines()), start=2):
        values = {k: v.split("|") if k in lists else v for k, v in row.items() if k and v}
        try:
            rows.append(msgspec.convert(values, kind, strict=False))
        except msgspec.ValidationError as error:
            raise ConfigError(f"lexicon/{name}, line {number}: {error}") from error
    return tuple(rows)


def read_toml(name: str) -> dict[str, Any]:
    """Reads `name`, a TOML file of the lexicon."""
    return tomllib.loads(resources.files(__package__).joinpath(name).read_text(encoding="utf-8"))

"""Labels in both languages: countries and currencies (Babel's CLDR), instruments (the lexicon), names of measures."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

import msgspec
from babel import Locale

from pipeline.comparison.figures import UNKNOWN
from pipeline.lexicon.rows import Traits

ENGLISH, CHINESE = "en", "zh_Hans_CN"
_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0002fa1f]")
_SPECIAL = {
    "INT": ("Multilateral", "多边"),
    UNKNOWN: ("Country unknown", "国别不明"),
}
"""Codes that are no territory of CLDR."""


class Label(msgspec.Struct, frozen=True, kw_only=True):
    """A text in both languages."""

    en: str
    zh: str


class InstrumentLabel(msgspec.Struct, frozen=True, kw_only=True):
    """An instrument of the classification: its label, group and definition, in both languages."""

    en: str
    zh: str
    group: str = ""
    definition_en: str = ""
    definition_zh: str = ""


class Labels(msgspec.Struct, frozen=True, kw_only=True):
    """The labels that the tables need besides those of countries: of instruments and traits, by key."""

    instruments: dict[str, InstrumentLabel] = {}
    traits: dict[str, dict[str, Label]] = {}

    def instrument(self, key: str) -> Label:
        """An instrument's label; an unknown key stands for itself."""
        found = self.instruments.get(key)
        return Label(en=found.en, zh=found.zh) if found else Label(en=key, zh=key)

    def trait(self, kind: str, key: str) -> Label:
        """The label of a beneficiary, stage, direction or object; an unknown key stands for itself."""
        return self.traits.get(kind, {}).get(key) or Label(en=key, zh=key)


def country_label(code: str) -> Label:
    """The name of an ISO 3166-1 code, `EU`, `INT` or `unknown`; a code that CLDR does not know stands for itself."""
    if code in _SPECIAL:
        return Label(en=_SPECIAL[code][0], zh=_SPECIAL[code][1])
    names = (Locale.parse(language).territories.get(code, code) for language in (ENGLISH, CHINESE))
    return Label(en=next(names), zh=next(names))


def currency_label(code: str) -> Label:
    """The name of an ISO 4217 code; an unknown code stands for itself."""
    names = (Locale.parse(language).currencies.get(code, code) for language in (ENGLISH, CHINESE))
    return Label(en=next(names), zh=next(names))


def read_instruments(table: Mapping[str, Any]) -> dict[str, InstrumentLabel]:
    """Takes labels and groups from the lexicon's instrument table; rows in the table's order."""
    rows = table.get("instruments", table)
    return {
        key: InstrumentLabel(
            en=row.get("en", key),
            zh=row.get("zh", key),
            group=row.get("group", ""),
            definition_en=row.get("definition_en", ""),
            definition_zh=row.get("definition_zh", ""),
        )
        for key, row in rows.items()
        if isinstance(row, Mapping)
    }


def name_label(names: Iterable[str]) -> Label:
    """The names to show for a thing: its first Chinese one, and its first of several Latin words.

    A language without a name borrows the other's. An acronym is shown only where nothing longer is known.
    """
    all_names = [name for name in names if name]
    chinese = [name for name in all_names if _HAN.search(name)]
    latin = [name for name in all_names if not _HAN.search(name)]
    full = [name for name in latin if " " in name]
    en = next(iter(full or latin or chinese), "")
    return Label(en=en, zh=next(iter(chinese), en))


def trait_labels(traits: Traits) -> dict[str, dict[str, Label]]:
    """The labels of beneficiaries, stages, directions and objects, by key."""
    kinds = {
        "beneficiaries": traits.beneficiaries,
        "stages": traits.stages,
        "directions": traits.directions,
        "objects": traits.objects,
    }
    return {
        name: {key: Label(en=trait.en, zh=trait.zh) for key, trait in entries.items()}
        for name, entries in kinds.items()
    }

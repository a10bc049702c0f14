"""The settings: one struct per stage, read from TOML; unknown keys and wrong types are errors that name the key.

Order: `default.toml`, then the user's file, then flags. Every key has its default in `default.toml` and nowhere else.
"""

from __future__ import annotations

import tomllib
from importlib import resources
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec

from pipeline.errors import ConfigError

Count = Annotated[int, msgspec.Meta(ge=1)]
Share = Annotated[float, msgspec.Meta(ge=0, le=1)]
TaggerUse = Literal["off", "organisations", "adds", "checks", "both", "alone"]


class Section(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Base of the sections: a key that no section has is an error."""


class RunConfig(Section, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How the flow is executed; nothing here changes a result, though the limits decide what becomes a failure."""

    jobs: Literal["all"] | Count
    seconds_per_document: Count
    seconds_per_ocr_page: Count
    memory_mib: Count


class ReadConfig(Section, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Stage `read`."""

    max_pages: Literal["all"] | Count
    tables: bool
    ocr: Literal["auto", "never", "always"]
    ocr_dpi: Annotated[int, msgspec.Meta(ge=72, le=400)]


class SegmentConfig(Section, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Stage `segment`."""

    words: bool


class ExtractConfig(Section, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Stage `extract`."""

    max_name_chars: Count
    tagger: TaggerUse


class LinkConfig(Section, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Stage `link`."""

    min_score: Share


class NormaliseConfig(Section, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Stage `normalise`."""

    currency: Annotated[str, msgspec.Meta(pattern="^[A-Z]{3}$")]
    price_year: Annotated[int, msgspec.Meta(ge=1800, le=2100)]
    rates: str
    same_name_score: Annotated[float, msgspec.Meta(ge=0, le=100)]
    nearest_score: Annotated[float, msgspec.Meta(ge=0, le=100)]


class EmbedConfig(Section, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Stage `embed`."""

    model: str
    batch_size: Count
    prompt: str
    pooling: Literal["model", "mean", "cls", "max", "lasttoken"]
    centre: bool


class ClusterConfig(Section, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Stage `cluster`."""

    resamples: Count
    sample_share: Share
    distance: Annotated[float, msgspec.Meta(ge=0, le=2)]
    min_size: Count
    inertia: Share
    seed: int


class CompareConfig(Section, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Stage `compare`."""

    counterparts: Count
    min_score: Share


class CropConfig(Section, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Stage `crop`."""

    pictures: bool
    dpi: Annotated[int, msgspec.Meta(ge=50, le=300)]
    context_lines: Annotated[int, msgspec.Meta(ge=0, le=10)]


class ReportConfig(Section, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Stage `report`."""

    title: str
    page_mib: Annotated[float, msgspec.Meta(gt=0)]
    crops_mib: Annotated[float, msgspec.Meta(ge=0)]


class Config(Section, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All settings."""

    run: RunConfig
    read: ReadConfig
    segment: SegmentConfig
    extract: ExtractConfig
    link: LinkConfig
    normalise: NormaliseConfig
    embed: EmbedConfig
    cluster: ClusterConfig
    compare: CompareConfig
    crop: CropConfig
    report: ReportConfig


def default_toml() -> str:
    """The text of `default.toml`, comments and all."""
    return resources.files("pipeline").joinpath("default.toml").read_text(encoding="utf-8")


def load_config(path: Path | None = None, overrides: dict[str, str] | None = None) -> Config:
    """Reads the defaults, then the user's file, then dotted overrides (`{"cluster.seed": "1"}`).

    Raises:
        ConfigError: The file cannot be read, a key is unknown, or a value has the wrong type or range.
    """
    settings = tomllib.loads(default_toml())
    origins: dict[str, str] = {}
    if path is not None:
        _merge(settings, _parse(path), str(path), origins)
    for key, value in (overrides or {}).items():
        section, _, name = key.partition(".")
        if not name:
            raise ConfigError(f"--set {key}: no section", advice="Write it as section.key=value, e.g. cluster.seed=1.")
        _merge(settings, {section: {name: _scalar(value)}}, f"--set {key}={value}", origins)
    try:
        return msgspec.convert(settings, Config)
    except msgspec.ValidationError as error:
        origin = next((told for key, told in origins.items() if f"`$.{key}`" in str(error)), "default.toml")
        raise ConfigError(f"{origin}: {error}", advice="`crosswalk config` prints every key with its unit.") from error


def _parse(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read: {error.strerror}", advice="Check the path given to -c.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(
            f"{path}: not valid TOML: {error}", advice="`crosswalk config` prints a valid file."
        ) from error


def _merge(settings: dict[str, Any], extra: dict[str, Any], origin: str, origins: dict[str, str]) -> None:
    """Puts `extra` over `settings`, and into `origins` from where each key's value came."""
    for section, keys in extra.items():
        known = settings.get(section)
        if known is None or not isinstance(keys, dict):
            raise ConfigError(
                f"{origin}: unknown section [{section}]", advice=f"Sections: {', '.join(sorted(settings))}."
            )
        for key, value in keys.items():
            if key not in known:
                raise ConfigError(
                    f"{origin}: unknown key {section}.{key}", advice=f"Keys of [{section}]: {', '.join(known)}."
                )
            known[key] = value
            origins[f"{section}.{key}"] = origin


def _scalar(text: str) -> Any:
    try:
        return tomllib.loads(f"value = {text}")["value"]
    except tomllib.TOMLDecodeError:
        return text

"""Stage 10, report: findings to files: one page that works from disk, a workbook and CSV tables beside it.

Nothing is written here; `store` does that. Before anything is made, each value is checked against its document.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from importlib.resources.abc import Traversable

import jinja2
import msgspec
from markupsafe import Markup

from pipeline.config import ReportConfig
from pipeline.data import Clustering, Comparison, Dataset, Document, Extraction, Failure, Files, NamedFile, Sheets
from pipeline.lexicon.reader import read_toml
from pipeline.lexicon.rows import read_traits
from pipeline.reporting.codebook import Codebook, read_codebook
from pipeline.reporting.joined import joined_frames
from pipeline.reporting.labels import InstrumentLabel, Label, Labels, read_instruments, trait_labels
from pipeline.reporting.ledger import check_ledger
from pipeline.reporting.payload import page_view
from pipeline.reporting.summary import escaped, summary
from pipeline.reporting.tables import Records, to_csv
from pipeline.reporting.view import PageView
from pipeline.reporting.wording import Language
from pipeline.reporting.workbook import workbook

PAGE = "report.html"
_TEMPLATE, _SUMMARY = "report.html.j2", "report.md.j2"
_LANGUAGES: tuple[Language, ...] = ("en", "zh")


@dataclass(frozen=True, slots=True)
class Page:
    """The page as the package ships it: template, style, script, the interface's texts, instrument labels."""

    template: jinja2.Template
    summary: jinja2.Template
    style: str
    script: str
    strings: dict[str, dict[str, str]]
    instruments: dict[str, InstrumentLabel]
    traits: dict[str, dict[str, Label]]
    codebook: Codebook


def open_page(config: ReportConfig) -> Page:
    """Reads the template and assets of `pipeline/page` and the instrument labels of the lexicon."""
    folder = resources.files("pipeline.page")
    environment = jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True)
    plain = environment.overlay(autoescape=False)
    plain.filters["md"] = escaped
    return Page(
        template=environment.from_string(folder.joinpath(_TEMPLATE).read_text(encoding="utf-8")),
        summary=plain.from_string(folder.joinpath(_SUMMARY).read_text(encoding="utf-8")),
        style=_joined(folder.joinpath("style"), ".css"),
        script=_joined(folder.joinpath("script"), ".js"),
        strings=_by_language(tomllib.loads(folder.joinpath("strings.toml").read_text(encoding="utf-8"))),
        instruments=read_instruments(read_toml("instruments.toml")),
        traits=trait_labels(read_traits()),
        codebook=read_codebook(),
    )


def report(  # noqa: PLR0913 - a stage takes what its entry in FLOW needs
    documents: tuple[Document, ...],
    extractions: tuple[Extraction, ...],
    dataset: Dataset,
    clustering: Clustering,
    comparison: Comparison,
    sheets: tuple[Sheets, ...],
    failures: tuple[Failure, ...],
    *,
    config: ReportConfig,
    model: Page,
) -> Files:
    """Makes `report.html`, the workbook, the summaries and the CSV files.

    Raises:
        InvariantError: A quote is not at its offsets, or a box not on its page.
    """
    mentions = tuple(mention for extraction in extractions for mention in extraction.mentions)
    check_ledger(documents, mentions)
    records = Records(documents, mentions, dataset, clustering, comparison, sheets, failures)
    view, pictures = view_of(records, config, model)
    page = NamedFile(path=PAGE, content=render(view, pictures, model).encode())
    frames = joined_frames(records, labels_of(model))
    book = NamedFile(path="report.xlsx", content=workbook(frames, model.codebook, title=config.title, page=PAGE))
    tables = (NamedFile(path=f"{name}.csv", content=to_csv(frame)) for name, frame in frames.items())
    return Files(items=(page, book, *summaries(view, model), *tables))


def labels_of(model: Page) -> Labels:
    """The labels that the tables need."""
    return Labels(instruments=model.instruments, traits=model.traits)


def view_of(records: Records, config: ReportConfig, model: Page) -> tuple[PageView, dict[str, str]]:
    """What the page shows, and the pictures."""
    return page_view(records, config=config, instruments=model.instruments, traits=model.traits, strings=model.strings)


def summaries(view: PageView, model: Page, *, page: str = PAGE) -> tuple[NamedFile, ...]:
    """The summary in Markdown, a file a language; its links lead to `page`."""
    texts = ((language, summary(view, model.summary, language, page=page)) for language in _LANGUAGES)
    return tuple(NamedFile(path=f"report.{language}.md", content=text.encode()) for language, text in texts)


def render(view: PageView, pictures: Mapping[str, str], model: Page) -> str:
    """Renders the page: one file, with its style, script and data inside."""
    return model.template.render(
        view=view,
        strings=model.strings,
        style=Markup(model.style),
        script=Markup(model.script),
        data=Markup(script_json(view)),
        pictures=Markup(script_json(pictures)),
    )


def script_json(view: PageView | Mapping[str, str]) -> str:
    """The data as JSON that may stand in a <script> element: nothing in it ends the element or opens a comment."""
    return msgspec.json.encode(view).decode().replace("<", "\\u003c")


def _joined(folder: Traversable, suffix: str) -> str:
    """The folder's files as one text, in the order of their numbered names."""
    parts = sorted((part for part in folder.iterdir() if part.name.endswith(suffix)), key=lambda part: part.name)
    return "\n".join(part.read_text(encoding="utf-8") for part in parts)


def _by_language(table: dict[str, dict[str, str]]) -> dict[str, dict[str, str]]:
    """`{key: {language: text}}` as `{language: {key: text}}`."""
    return {language: {key: texts[language] for key, texts in table.items()} for language in ("en", "zh")}

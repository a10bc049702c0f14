"""A small corpus by hand: six documents, thirteen measures, in the records of `pipeline.data`. No stage made any of it.

Sentences mark their values as `[key|quote]`; offsets follow from that, so every quote is at its place.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
from msgspec import structs

from pipeline.compare import compare, open_traits
from pipeline.config import CompareConfig, CropConfig
from pipeline.crop import Painter, crop
from pipeline.data import (
    AnyMention,
    Block,
    Box,
    Cluster,
    Clustering,
    Coding,
    Comparison,
    Converted,
    Dataset,
    Document,
    Duration,
    Extraction,
    Fact,
    Line,
    Measure,
    Money,
    Notice,
    Organisation,
    Page,
    Passage,
    Percent,
    Ratio,
    Sheets,
    Source,
    Span,
    Vectors,
)
from pipeline.pdf.pictures import encode_png

WIDTH, HEIGHT = 595.0, 842.0
MARK = re.compile(r"\[(?P<key>\w+)\|(?P<quote>[^\]]+)\]")
PER_USD = {"JPY": ("110", 2018), "EUR": ("0.9", 2020), "GBP": ("0.8", 2020), "CNY": ("7", 2019), "USD": ("1", 2020)}

TEXTS = {
    "jp": (
        "日本的技术转移资助：A-STEP 与登月型研发制度",
        ("zh",),
        [
            [
                "日本的技术转移资助",
                "A-STEP 计划由日本科学技术振兴机构（JST）组织实施，资助大学成果走向产业。",
                "种子产品挖掘阶段的每个课题资助[jp1|上限 300 万日元]，研究期限为[jp2|1 年]。",
                "A-STEP 计划的产学共同阶段每年提供[jp3|2 500 万日元]左右的研发费，期限[jp4|2～6 年]。",
                "企业须承担研究开发费的[jp5|三分之二]。",
            ],
            [
                "登月型研发制度",
                "登月型研发制度（Moonshot）面向 2050 年，以基金方式投入[jp6|1 150 亿日元]，项目最长[jp7|10 年]。",
                "2021 财年 A-STEP 计划的预算为[jp8|75 亿日元]。",
            ],
        ],
    ),
    "eu": (
        "Innovation grants and fellowships of the European Union",
        ("en",),
        [
            [
                "Grants for companies",
                "The EIC Accelerator gives a company a grant of [eu1|up to EUR 2.5 million] for [eu2|24 months].",
                "It adds equity of [eu3|EUR 0.5 to 15 million] for companies that need to scale.",
                "The Accelerator supported [eu4|about 5%] of the applicants.",
            ],
            [
                "Fellowships",
                "Marie Skłodowska-Curie Postdoctoral Fellowships run for [eu5|1 to 2 years] in Europe and pay a living "
                "allowance of [eu6|EUR 5,080 per month] to each researcher.",
                "In 2021-2027 the actions have a budget of [eu7|EUR 6.6 billion].",
            ],
        ],
    ),
    "us": (
        "美国小企业创新研究计划（SBIR）评述",
        ("zh", "en"),
        [
            [
                "美国小企业创新研究计划（SBIR）要求大型联邦机构把[us1|3.2%]的外部研发经费用于小企业。",
                "第一阶段每个项目资助[us2|5万～25万美元]，为期[us3|6个月]。",
                "第二阶段资助[us4|约75万美元]，为期[us5|两年]。",
                "2020 年 SBIR 的预算为[us6|33 亿美元]。",
            ],
        ],
    ),
    "gbde": (
        "Knowledge transfer and SME programmes in the United Kingdom and Germany",
        ("en",),
        [
            [
                "Knowledge Transfer Partnerships place a graduate in a company for [gb1|12 to 36 months].",
                "A typical partnership costs [gb2|around £80,000 a year], of which the grant pays [gb3|half].",
                "R&D tax relief lets a small company deduct a further 86% of its qualifying costs.",
            ],
            [
                "The Central Innovation Programme for SMEs (ZIM) pays [de1|25 to 60 per cent] of eligible costs.",
                "Project costs are capped at [de2|EUR 560,000]; the programme had [de3|EUR 555 million] in 2020.",
                "EXIST gives founders a stipend of [de4|EUR 3,000 a month] for [de5|one year].",
            ],
        ],
    ),
    "cn": (
        "中国科技成果转化与重点研发的资助方式",
        ("zh",),
        [
            [
                "国家重点研发计划的项目实施周期一般为[cn1|3～5年]，单个项目中央财政资助[cn2|1000万元至5000万元]。",
                "国家科技成果转化引导基金设立子基金，存续期[cn3|不超过8年]，引导基金出资比例为[cn4|20%～30%]。",
                "某省的创新券每家企业每年最高可领[cn5|20万元]。",
            ],
        ],
    ),
    "notes": (
        "Notes on multilateral and small-firm programmes",
        ("en",),
        [
            [
                "Eurostars lets small companies of 37 countries fund a joint project for [no1|up to three years].",
                "In fiscal year 2020 the SBIR programme had a budget of [no2|USD 2.9 billion].",
                "The Bridge Scheme paid [no3|$40,000] to each team; the country is not stated.",
            ],
        ],
    ),
}


@dataclass(frozen=True)
class Value:
    """One value of the sample: how to make its mention, and what it describes."""

    subject: str | None
    make: type
    fields: dict
    converted_year: int | None = None


def _money(subject, currency, low, high, bound="exact", **fields):
    sides = (None if low is None else Decimal(low), None if high is None else Decimal(high))
    return Value(subject, Money, {"currency": currency, "min": sides[0], "max": sides[1], "bound": bound, **fields})


def _duration(subject, low, high, bound="exact"):
    return Value(subject, Duration, {"min": low, "max": high, "bound": bound})


def _percent(subject, low, high, bound="exact", role="term"):
    sides = (None if low is None else Decimal(low), None if high is None else Decimal(high))
    return Value(subject, Percent, {"min": sides[0], "max": sides[1], "bound": bound, "role": role})


VALUES = {
    "jp1": _money("astep-seeds", "JPY", None, 3_000_000, "at_most", role="award", per=("topic",)),
    "jp2": _duration("astep-seeds", "P1Y", "P1Y"),
    "jp3": _money("astep", "JPY", 25_000_000, 25_000_000, "approx", role="award", per=("year",)),
    "jp4": _duration("astep", "P2Y", "P6Y", "range"),
    "jp5": Value("astep", Ratio, {"numerator": Decimal(2), "denominator": Decimal(3), "bound": "exact"}),
    "jp6": _money("moonshot", "JPY", 115_000_000_000, 115_000_000_000, role="budget"),
    "jp7": _duration("moonshot", None, "P10Y", "at_most"),
    "jp8": _money("astep", "JPY", 7_500_000_000, 7_500_000_000, role="budget", year="2021"),
    "eu1": _money("eic", "EUR", None, 2_500_000, "at_most", role="award"),
    "eu2": _duration("eic", "P24M", "P24M"),
    "eu3": _money("eic", "EUR", 500_000, 15_000_000, "range", role="award"),
    "eu4": _percent("eic", 5, 5, "approx", "statistic"),
    "eu5": _duration("msca", "P1Y", "P2Y", "range"),
    "eu6": _money("msca", "EUR", 5080, 5080, role="award", per=("month", "person")),
    "eu7": _money("msca", "EUR", 6_600_000_000, 6_600_000_000, role="budget"),
    "us1": _percent("sbir", "3.2", "3.2"),
    "us2": _money("sbir", "USD", 50_000, 250_000, "range", role="award", per=("project",)),
    "us3": _duration("sbir", "P6M", "P6M"),
    "us4": _money("sbir", "USD", 750_000, 750_000, "approx", role="award"),
    "us5": _duration("sbir", "P2Y", "P2Y"),
    "us6": _money("sbir", "USD", 3_300_000_000, 3_300_000_000, role="budget", year="2020"),
    "gb1": _duration("ktp", "P12M", "P36M", "range"),
    "gb2": _money("ktp", "GBP", 80_000, 80_000, "approx", role="award", per=("year",)),
    "gb3": _percent("ktp", 50, 50),
    "de1": _percent("zim", 25, 60, "range"),
    "de2": _money("zim", "EUR", None, 560_000, "at_most", role="award"),
    "de3": _money("zim", "EUR", 555_000_000, 555_000_000, role="budget", year="2020"),
    "de4": _money("exist", "EUR", 3000, 3000, role="award", per=("month", "person")),
    "de5": _duration("exist", "P1Y", "P1Y"),
    "cn1": _duration("keyrd", "P3Y", "P5Y", "range"),
    "cn2": _money("keyrd", "CNY", 10_000_000, 50_000_000, "range", role="award", per=("project",)),
    "cn3": _duration("guidefund", None, "P8Y", "at_most"),
    "cn4": _percent("guidefund", 20, 30, "range"),
    "cn5": _money(None, "CNY", None, 200_000, "at_most", role="award", per=("year", "institution")),
    "no1": _duration("eurostars", None, "P3Y", "at_most"),
    "no2": _money("sbir", "USD", 2_900_000_000, 2_900_000_000, role="budget", year="2020"),
    "no3": _money("bridge", "USD", 40_000, 40_000, role="award"),
}


@dataclass(frozen=True)
class Spec:
    """One measure of the sample; `theme` is the dimension that its vector points along."""

    names: tuple[str, ...]
    kind: str
    country: str | None
    parent: str | None
    organisation: str | None
    instruments: tuple[str, ...]
    docs: tuple[str, ...]
    theme: int


MEASURES = {
    "astep": Spec(
        ("A-STEP 计划", "研究成果最佳支援计划", "A-STEP"),
        "programme",
        "JP",
        None,
        "jst",
        ("project_grants_public_research", "business_rd_grants"),
        ("jp",),
        0,
    ),
    "astep-seeds": Spec(
        ("种子产品挖掘阶段",), "track", "JP", "astep", "jst", ("project_grants_public_research",), ("jp",), 0
    ),
    "moonshot": Spec(
        ("登月型研发制度", "Moonshot"), "programme", "JP", None, "jst", ("challenges_prizes",), ("jp",), 4
    ),
    "eic": Spec(
        ("EIC Accelerator", "The Accelerator"),
        "programme",
        "EU",
        None,
        "eic",
        ("business_rd_grants", "equity_financing"),
        ("eu",),
        1,
    ),
    "msca": Spec(
        ("Marie Skłodowska-Curie Postdoctoral Fellowships",),
        "programme",
        "EU",
        None,
        None,
        ("fellowships_scholarships", "labour_mobility"),
        ("eu",),
        2,
    ),
    "sbir": Spec(
        ("美国小企业创新研究计划", "SBIR", "SBIR programme"),
        "programme",
        "US",
        None,
        "sba",
        ("business_rd_grants",),
        ("us", "notes"),
        1,
    ),
    "ktp": Spec(
        ("Knowledge Transfer Partnerships",),
        "programme",
        "GB",
        None,
        "iuk",
        ("technology_extension_advisory", "business_rd_grants"),
        ("gbde",),
        0,
    ),
    "ukrdtax": Spec(("R&D tax relief",), "law", "GB", None, None, ("rd_tax_relief",), ("gbde",), 3),
    "zim": Spec(
        ("Central Innovation Programme for SMEs", "ZIM"),
        "programme",
        "DE",
        None,
        "bmwk",
        ("business_rd_grants",),
        ("gbde",),
        1,
    ),
    "exist": Spec(("EXIST",), "programme", "DE", None, "bmwk", ("fellowships_scholarships",), ("gbde",), 2),
    "keyrd": Spec(
        ("国家重点研发计划",), "programme", "CN", None, "most", ("project_grants_public_research",), ("cn",), 4
    ),
    "guidefund": Spec(("国家科技成果转化引导基金",), "fund", "CN", None, "most", ("equity_financing",), ("cn",), 0),
    "voucher": Spec(("创新券",), "programme", "CN", None, None, ("innovation_vouchers",), ("cn",), 1),
    "eurostars": Spec(("Eurostars",), "programme", "INT", None, None, ("business_rd_grants",), ("notes",), 1),
    "bridge": Spec(("Bridge Scheme",), "programme", None, None, None, ("business_rd_grants",), ("notes",), 1),
}

ORGANISATIONS = {
    "jst": (("日本科学技术振兴机构", "JST", "Japan Science and Technology Agency"), "JP"),
    "eic": (("European Innovation Council", "EIC"), "EU"),
    "sba": (("Small Business Administration", "美国小企业管理局"), "US"),
    "iuk": (("Innovate UK",), "GB"),
    "bmwk": (("Federal Ministry for Economic Affairs", "BMWK"), "DE"),
    "most": (("科学技术部", "MOST"), "CN"),
}

CLUSTERS = {
    "c-sme": ("中小企业研发资助", "R&D grants for small firms", ("小企业", "研发"), ("small", "grant"), 1, 0.91),
    "c-transfer": ("技术转移", "Technology transfer", ("成果", "转移"), ("transfer", "partnership"), 0, 0.78),
    "c-people": ("博士后与创业者资助", "Fellowships", ("津贴",), ("fellowship", "stipend"), 2, 0.66),
}


@dataclass(frozen=True)
class Sample:
    """The sample corpus, as the stages before `compare` would hand it on."""

    documents: tuple[Document, ...]
    extractions: tuple[Extraction, ...]
    dataset: Dataset
    vectors: Vectors
    clustering: Clustering
    sheets: tuple[Sheets, ...]


def sample() -> Sample:
    """Builds the sample; the same every time."""
    built = [_document(key, *TEXTS[key]) for key in sorted(TEXTS)]
    documents = tuple(document for document, _ in built)
    extractions = tuple(extraction for _, extraction in built)
    mentions = {m.mention_id: m for extraction in extractions for m in extraction.mentions}
    sheets = tuple(_sheets(*pair) for pair in built)
    return Sample(documents, extractions, _dataset(documents, mentions), _vectors(), _clustering(), sheets)


def compared(corpus: Sample) -> Comparison:
    """What stage `compare` finds in the sample."""
    config = CompareConfig(counterparts=3, min_score=0.35)
    records = (corpus.documents, corpus.extractions, corpus.dataset, corpus.vectors, corpus.clustering)
    return compare(*records, config=config, model=open_traits(config))


def _sheets(document: Document, extraction: Extraction) -> Sheets:
    """The pages with values; those of the first document have pictures, the others none."""
    painter = CropConfig(pictures=False, dpi=100, context_lines=1)
    source = Source(path=document.source, content=b"", sha256=document.sha256)
    sheets = crop(source, document, extraction, config=painter, model=Painter())
    if document.doc_id != "doc-cn":
        return sheets
    picture = encode_png(np.tile(np.arange(0, 256, 8, dtype=np.uint8), (16, 4)))
    drawn = [
        structs.replace(
            sheet, crops=tuple(structs.replace(c, width=128, height=16, image=picture) for c in sheet.crops)
        )
        for sheet in sheets.items
    ]
    return Sheets(items=tuple(drawn))


def _document(key: str, title: str, languages: tuple[str, ...], pages: list) -> tuple[Document, Extraction]:
    text, lines, mentions, sheets = "", [], [], []
    for number, sentences in enumerate(pages, start=1):
        page_start = len(text)
        for row, marked in enumerate(sentences):
            plain, spans = _unmark(marked, len(text))
            line = _line(number, row, len(text), plain, boxed=key != "notes")
            text += plain + "\n"
            lines.append(line)
            mentions.extend(_mention(key, value, span, line, text) for value, span in spans.items())
        sheets.append(Page(number=number, width=WIDTH, height=HEIGHT, start=page_start, end=len(text)))
    notice = Notice(page=3, error="NoTextLayerError", message="page 3 has no text", advice="OCR it.")
    document = Document(
        doc_id=f"doc-{key}",
        source=f"briefs/{key}.pdf",
        sha256="0" * 64,
        title=title,
        languages=languages,
        text=text,
        pages=tuple(sheets),
        blocks=tuple(Block(start=line.start, end=line.end, kind="text", page=line.page) for line in lines),
        lines=tuple(lines),
        notices=(notice,) if key == "cn" else (),
    )
    return document, Extraction(mentions=tuple(mentions), names=())


def _unmark(marked: str, offset: int) -> tuple[str, dict[str, tuple[int, int]]]:
    plain, spans, last = "", {}, 0
    for match in MARK.finditer(marked):
        plain += marked[last : match.start()]
        spans[match["key"]] = (offset + len(plain), offset + len(plain) + len(match["quote"]))
        plain += match["quote"]
        last = match.end()
    return plain + marked[last:], spans


def _line(page: int, row: int, start: int, text: str, *, boxed: bool) -> Line:
    step = min(10.0, (WIDTH - 120) / len(text))
    edges = tuple(60 + step * i for i in range(len(text) + 1)) if boxed else ()
    box = Box(page=page, x0=60, y0=80 + 22.0 * row, x1=edges[-1], y1=92 + 22.0 * row) if boxed else None
    return Line(start=start, end=start + len(text), page=page, box=box, edges=edges, size=10.5)


def _mention(doc: str, key: str, span: tuple[int, int], line: Line, text: str) -> AnyMention:
    value = VALUES[key]
    start, end = span
    x0, x1 = (line.edges[place - line.start] if line.box else 0 for place in span)
    boxes = (Box(page=line.page, x0=x0, y0=line.box.y0, x1=x1, y1=line.box.y1),) if line.box else ()
    return value.make(
        mention_id=f"m-{key}",
        doc_id=f"doc-{doc}",
        quote=text[start:end],
        start=start,
        end=end,
        page=line.page,
        boxes=boxes,
        sentence=Span(line.start, line.end),
        segment=0,
        rule=f"{value.make.__name__.lower()}.sample",
        confidence=0.9,
        **value.fields,
    )


def _convert(mention: Money) -> Converted:
    rate, year = PER_USD[mention.currency]
    sides = [None if side is None else side / Decimal(rate) for side in (mention.min, mention.max)]
    return Converted(
        min=sides[0],
        max=sides[1],
        currency="USD",
        year=year,
        year_stated=mention.year is not None,
        rate=Decimal(rate),
        source="World Bank PA.NUS.FCRF",
        steps=(f"{mention.max or mention.min} {mention.currency}", f"÷ {rate} ({year})"),
    )


def _dataset(documents: tuple[Document, ...], mentions: dict[str, AnyMention]) -> Dataset:
    facts = tuple(
        Fact(
            fact_id=f"f-{key}",
            subject=value.subject,
            subject_type="measure",
            doc_id=mentions[f"m-{key}"].doc_id,
            mention_id=f"m-{key}",
            type=value.make.__name__.lower(),
            score=0.8,
            reason="same_sentence",
            converted=_convert(mentions[f"m-{key}"]) if value.make is Money else None,
        )
        for key, value in VALUES.items()
        if value.subject
    )
    texts = {d.doc_id: d.text for d in documents}
    measures = tuple(_measure(key, spec, facts, texts) for key, spec in MEASURES.items())
    organisations = tuple(
        Organisation(organisation_id=f"o-{key}", names=names, country=country, parent=None, doc_ids=(), mentions=())
        for key, (names, country) in ORGANISATIONS.items()
    )
    return Dataset(measures=measures, organisations=organisations, facts=facts)


def _measure(key: str, spec: Spec, facts: tuple[Fact, ...], texts: dict[str, str]) -> Measure:
    doc_id = f"doc-{spec.docs[0]}"
    text = texts[doc_id]
    place = min((p for p in (text.find(n) for n in spec.names) if p >= 0), default=0)
    sentence = Span(text.rfind("\n", 0, place) + 1, text.find("\n", place))
    return Measure(
        measure_id=key,
        names=spec.names,
        kind=spec.kind,
        country=spec.country,
        parent=spec.parent,
        organisations=(f"o-{spec.organisation}",) if spec.organisation else (),
        instruments=spec.instruments,
        doc_ids=tuple(f"doc-{d}" for d in spec.docs),
        mentions=tuple(f.mention_id for f in facts if f.subject == key),
        codings=tuple(Coding(instrument=i, cue="资助", doc_id=doc_id, span=sentence) for i in spec.instruments),
        passages=(Passage(doc_id=doc_id, span=sentence),),
    )


def _vectors() -> Vectors:
    rows = []
    for place, spec in enumerate(MEASURES.values()):
        row = np.zeros(8)
        row[spec.theme] = 1.0
        row[5 + place % 3] = 0.5
        rows.append(row / np.linalg.norm(row))
    return Vectors(ids=tuple(MEASURES), dimension=8, values=np.array(rows, dtype="<f4").tobytes(), model="sample")


def _clustering() -> Clustering:
    clusters = []
    for key, (zh, en, words_zh, words_en, theme, stability) in CLUSTERS.items():
        members = tuple(sorted(k for k, spec in MEASURES.items() if spec.theme == theme))
        countries: dict[str, int] = {}
        for member in members:
            country = MEASURES[member].country
            if country:
                countries[country] = countries.get(country, 0) + 1
        clusters.append(
            Cluster(
                cluster_id=key,
                label_zh=zh,
                label_en=en,
                keywords_zh=words_zh,
                keywords_en=words_en,
                measure_ids=members,
                stability=stability,
                languages={"zh": 2, "en": 2},
                countries=countries,
            )
        )
    inside = {m for c in clusters for m in c.measure_ids}
    return Clustering(clusters=tuple(clusters), outliers={key: "c-transfer" for key in MEASURES if key not in inside})

"""Stage report: the ledger check, the page's data, the CSV files. `page/test_page.py` has the page in a browser."""

import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from importlib import resources

import msgspec
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from samplecorpus import Sample, compared, sample

from pipeline.config import ReportConfig
from pipeline.data import Clustering, Comparison, Dataset, Extraction, Failure, Files
from pipeline.errors import InvariantError
from pipeline.report import open_page, report
from pipeline.reporting.evidence import tidy
from pipeline.reporting.labels import Label, country_label, currency_label, name_label, read_instruments

CONFIG = ReportConfig(title="crosswalk <test>", page_mib=14.0, crops_mib=1.0)
FAILED = Failure(
    source="briefs/lost.pdf",
    doc_id=None,
    stage="read",
    page=None,
    error="DamagedPdfError",
    message="No PDF.",
    advice="Get it again.",
)
CSV_FILES = {
    *("measures.csv", "values.csv", "organisations.csv", "instruments.csv", "counterparts.csv", "clusters.csv"),
    *("conflicts.csv", "sources.csv", "failures.csv", "prices.csv", "rankings.csv", "gaps.csv"),
}
FILES = {"report.html", "report.xlsx", "report.en.md", "report.zh.md", *CSV_FILES}


@pytest.fixture(scope="module")
def corpus() -> Sample:
    return sample()


def _report(corpus: Sample, config: ReportConfig = CONFIG) -> Files:
    found = compared(corpus)
    return report(
        *(corpus.documents, corpus.extractions, corpus.dataset, corpus.clustering, found),
        *(corpus.sheets, (FAILED,)),
        config=config,
        model=open_page(config),
    )


@pytest.fixture(scope="module")
def files(corpus: Sample) -> dict[str, bytes]:
    return {item.path: item.content for item in _report(corpus).items}


@pytest.fixture(scope="module")
def page(files) -> str:
    return files["report.html"].decode()


@pytest.fixture(scope="module")
def data(page) -> dict:
    return _data(page)


def _data(page: str, key: str = "data") -> dict:
    return json.loads(re.search(rf'<script type="application/json" id="{key}">(.*?)</script>', page, re.S)[1])


def _changed(corpus: Sample, mention_id: str, **fields) -> Sample:
    def change(extraction: Extraction) -> Extraction:
        mentions = (
            msgspec.structs.replace(m, **fields) if m.mention_id == mention_id else m for m in extraction.mentions
        )
        return Extraction(mentions=tuple(mentions), names=())

    return replace(corpus, extractions=tuple(change(e) for e in corpus.extractions))


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"quote": "上限 400 万日元"}, "is not at"),
        ({"start": 0}, "is not at"),
        ({"end": 10**6}, "is not at"),
        ({"page": 9}, "page 9 does not exist"),
    ],
)
def test_ledger_stops_the_run_and_names_document_and_mention(corpus, fields, message):
    with pytest.raises(InvariantError, match=rf"briefs/jp\.pdf: mention m-jp1: .*{message}"):
        _report(_changed(corpus, "m-jp1", **fields))


@pytest.mark.parametrize(
    ("side", "value"), [("x1", 600.0), ("y1", 900.0), ("x0", -9.0), ("x0", 500.0), ("page", 3)]
)  # x0=500 lies right of x1: a box turned inside out
def test_ledger_refuses_a_box_off_its_page(corpus, side, value):
    mention = next(m for e in corpus.extractions for m in e.mentions if m.mention_id == "m-jp1")
    box = msgspec.structs.replace(mention.boxes[0], **{side: value})
    with pytest.raises(InvariantError, match="m-jp1: (its )?box"):
        _report(_changed(corpus, "m-jp1", boxes=(box,)))


def test_files_are_the_page_and_tables_with_bom(files):
    assert set(files) == FILES
    assert all(files[name].startswith(b"\xef\xbb\xbf") for name in CSV_FILES)


def test_the_same_corpus_gives_the_same_bytes(corpus, files):
    assert {item.path: item.content for item in _report(corpus).items} == files


class _Links(HTMLParser):
    """Collects what a page would load."""

    def __init__(self) -> None:
        super().__init__()
        self.loaded: list[str] = []

    def handle_starttag(self, tag, attrs):
        self.loaded += [value for name, value in attrs if name in {"src", "srcset", "action"} or (tag == "link")]


def test_the_page_loads_nothing_and_forbids_it(page):
    links = _Links()
    links.feed(page)
    assert links.loaded == []
    assert "default-src 'none'" in page
    assert "url(" not in page and "@import" not in page
    assert "<title>crosswalk &lt;test&gt;</title>" in page


def test_text_of_a_document_cannot_leave_the_data(corpus):
    document = corpus.documents[0]
    title = "</script><script>alert(1)</script><!--"
    documents = (msgspec.structs.replace(document, title=title), *corpus.documents[1:])
    page = _report(replace(corpus, documents=documents)).items[0].content.decode()
    assert "alert(1)</script>" not in page and "<!--" not in page
    assert page.count("<script") == page.count("</script>") == 3


def test_data_holds_every_value_in_its_sentence(corpus, data):
    mentions = {m.mention_id: m for e in corpus.extractions for m in e.mentions}
    texts = {d.doc_id: d.text for d in corpus.documents}
    assert {value["id"] for value in data["values"]} == set(mentions)
    for value in data["values"]:
        sentence = mentions[value["id"]].sentence
        shown = value.get("before", "") + value["quote"] + value.get("after", "")
        assert shown == texts[value["doc"]][sentence.start : sentence.end]


def test_data_keeps_amounts_exact_and_conversions_explained(data):
    values = {value["id"]: value for value in data["values"]}
    assert (values["m-jp6"]["min"], values["m-jp6"]["currency"]) == ("115000000000", "JPY")
    assert "min" not in values["m-eu1"] and values["m-eu1"]["max"] == "2500000"
    eic = next(measure for measure in data["measures"] if measure["id"] == "eic")
    (converted,) = next(fact["converted"] for fact in eic["facts"] if fact["value"] == "m-eu1")
    assert converted["max"] == "2777777.78"
    how = data["hows"][converted["how"]]
    assert (how["method"], how["steps_en"]) == ("market", ["2500000 EUR", "÷ 0.9 (2020)"])


def test_data_has_a_sketch_of_each_page_with_a_box(data):
    assert set(data["sheets"]) == {"doc-cn:1", "doc-eu:1", "doc-eu:2", "doc-gbde:1", "doc-gbde:2"} | {
        *("doc-jp:1", "doc-jp:2", "doc-us:1")
    }
    assert data["sheets"]["doc-jp:1"]["lines"][0] == [60, 80, 150, 92]


def test_labels_come_in_both_languages(data):
    assert data["countries"]["EU"] == {"en": "European Union", "zh": "欧盟"}
    assert data["countries"]["INT"] == {"en": "Multilateral", "zh": "多边"}
    assert data["countries"]["unknown"]["zh"] == "国别不明"
    assert data["currencies"]["JPY"]["zh"] == "日元"
    assert data["instruments"]["rd_tax_relief"]["group"] == "indirect_finance"
    assert country_label("JP") == Label(en="Japan", zh="日本")
    assert country_label("XQ") == Label(en="XQ", zh="XQ")
    assert currency_label("CNY") == Label(en="Chinese Yuan", zh="人民币")


@pytest.mark.parametrize(
    ("names", "en", "zh"),
    [
        (("A-STEP 计划", "A-STEP", "Adaptable Technology Transfer"), "Adaptable Technology Transfer", "A-STEP 计划"),
        (("国家重点研发计划",), "国家重点研发计划", "国家重点研发计划"),
        (("ZIM", "Central Innovation Programme"), "Central Innovation Programme", "Central Innovation Programme"),
        (("SIP", "跨部门战略性创新推进计划"), "SIP", "跨部门战略性创新推进计划"),
        ((), "", ""),
    ],
)
def test_names_to_show(names, en, zh):
    assert name_label(names) == Label(en=en, zh=zh)


def test_instruments_of_a_table_without_the_outer_key_are_read_too():
    row = {"en": "Loans", "zh": "贷款", "group": "direct_finance"}
    assert read_instruments({"loans": row}) == read_instruments({"instruments": {"loans": row}})


@given(st.text(alphabet=" \n\t\u3000ab中", max_size=20))
def test_tidy_keeps_all_but_white_space_and_the_gaps(text):
    tidied = tidy(text)
    assert tidied.split() == text.split()
    assert "\n" not in tidied and "  " not in tidied
    if text.strip():
        assert (tidied[0].isspace(), tidied[-1].isspace()) == (text[0].isspace(), text[-1].isspace())


def test_every_text_of_the_interface_is_there_and_used():
    folder = resources.files("pipeline.page")
    script = "".join(part.read_text() for part in folder.joinpath("script").iterdir())
    template = "".join(folder.joinpath(name).read_text() for name in ("report.html.j2", "report.md.j2"))
    template += "".join(
        part.read_text() for part in resources.files("pipeline.reporting").iterdir() if part.name == "summary.py"
    )
    known = set(open_page(CONFIG).strings["en"])
    families = {key.split(".")[0] for key in known}
    asked = {
        key for key in re.findall(r'(?<!\bh\()"(\w+(?:\.\w+)+)"', script + template) if key.split(".")[0] in families
    }
    assert asked - known == set()
    coded = set(re.findall(r"`(\w+)\.\$", script)) | {"nav", "stat"}  # t(`role.${role}`), text("nav." ~ id)
    single = {key for key in known if key.endswith(".one") and key.removesuffix(".one") in known}
    assert {key for key in known - asked - single if key.split(".")[0] not in coded} == set()


def test_csv_of_values_opens_with_names_quotes_and_pages(files, tmp_path):
    values = pl.read_csv(files["values.csv"], infer_schema=False)
    row = values.filter(pl.col("mention_id") == "m-us2").to_dicts()[0]
    assert (row["name_zh"], row["quote"], row["page"]) == ("美国小企业创新研究计划", "5万～25万美元", "1")
    assert (row["converted_min"], row["converted_max"], row["converted_currency"]) == ("50000", "250000", "USD")
    assert pl.read_csv(files["conflicts.csv"])["quote"].to_list() == ["USD 2.9 billion", "33 亿美元"]
    cells = pl.read_csv(files["instruments.csv"]).filter(pl.col("instrument") == "business_rd_grants")
    assert cells["country"].to_list() == ["DE", "EU", "GB", "INT", "JP", "US", "unknown"]


def test_a_corpus_without_measures_still_gives_a_page(corpus):
    nothing = Dataset(measures=(), organisations=(), facts=())
    made = report(
        *(corpus.documents, (), nothing, Clustering(clusters=(), outliers={}), Comparison(findings=()), (), ()),
        config=CONFIG,
        model=open_page(CONFIG),
    )
    assert {item.path for item in made.items} == FILES


def test_pictures_take_what_the_settings_allow_and_the_rest_of_the_page_leaves(corpus, page):
    def pictures(**changed):
        made = _report(corpus, msgspec.structs.replace(CONFIG, **changed))
        return _data(made.items[0].content.decode(), "pictures")

    assert len(_data(page, "pictures")) == 1
    assert pictures(crops_mib=0.0) == {}
    assert pictures(page_mib=0.1) == {}

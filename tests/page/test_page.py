"""The report in headless Chromium, from disk and without a network, as its readers use it."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from dataclasses import replace
from pathlib import Path

import msgspec
import pypdfium2
import pytest
from samplecorpus import Sample, compared, sample

from pipeline.config import load_config
from pipeline.data import Dataset, Extraction, Failure
from pipeline.report import open_page, report

CHROMIUM = next((path for name in ("chromium", "chromium-browser") if (path := shutil.which(name))), None)
FLAGS = [
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update"),
]
COPIES = 3  # of each measure, so that there are more than the table shows at first
FAILED = Failure(
    source="briefs/lost.pdf", doc_id=None, stage="read", page=None, error="X", message="No PDF.", advice="Get it again."
)

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine (Debian: apt install chromium)")


def several(corpus: Sample) -> Sample:
    """The corpus with copies of its measures, which have no values."""
    copies = [
        msgspec.structs.replace(m, measure_id=f"{m.measure_id}-{n}", names=(f"{m.names[0]} ({n})",), mentions=())
        for n in range(1, COPIES + 1)
        for m in corpus.dataset.measures
    ]
    hostile = msgspec.structs.replace(
        corpus.dataset.measures[0], measure_id="hostile", names=('=1+1<b>&"x"',), mentions=()
    )
    measures = (*corpus.dataset.measures, *copies, hostile)
    old = corpus.dataset
    return replace(corpus, dataset=Dataset(measures=measures, organisations=old.organisations, facts=old.facts))


def twins(corpus: Sample) -> Sample:
    """The corpus with a measure that has what SBIR has, and one of its amounts once more, of which less is said."""
    (old,) = [m for m in corpus.dataset.measures if m.measure_id == "sbir"]
    (amount,) = [m for e in corpus.extractions for m in e.mentions if m.mention_id == "m-us2"]
    lesser = msgspec.structs.replace(amount, mention_id="m-less", role="other", per=())
    twin = msgspec.structs.replace(old, measure_id="twin", names=("Twin",))
    own = [
        msgspec.structs.replace(f, fact_id=f"{f.fact_id}-twin", subject="twin")
        for f in corpus.dataset.facts
        if f.subject == "sbir"
    ]
    (first,) = [f for f in own if f.mention_id == "m-us2"]
    facts = (*corpus.dataset.facts, *own, msgspec.structs.replace(first, fact_id="f-less", mention_id="m-less"))
    return replace(
        corpus,
        extractions=(*corpus.extractions, Extraction(mentions=(lesser,), names=())),
        dataset=Dataset(
            measures=(*corpus.dataset.measures, twin), organisations=corpus.dataset.organisations, facts=facts
        ),
    )


@pytest.fixture(scope="module")
def address(tmp_path_factory) -> str:
    return written(several(sample()), tmp_path_factory.mktemp("report"))


@pytest.fixture(scope="module")
def twin_address(tmp_path_factory) -> str:
    return written(twins(sample()), tmp_path_factory.mktemp("twins"))


def written(corpus: Sample, folder: Path) -> str:
    """Makes the report; gives its address."""
    found = compared(sample())
    config = load_config().report
    files = report(
        *(corpus.documents, corpus.extractions, corpus.dataset, corpus.clustering, found, corpus.sheets, (FAILED,)),
        config=config,
        model=open_page(config),
    )
    for item in files.items:
        (folder / item.path).write_bytes(item.content)
    return (folder / "report.html").as_uri()


@pytest.fixture(scope="module")
def browser():
    """Chromium with a fresh profile."""
    api = pytest.importorskip("playwright.sync_api", reason="no playwright on this machine")
    with api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def visit(browser, address):
    """Opens the report; in the end nothing may have been logged, and nothing asked for but the file itself."""
    said, asked, contexts, allowed = [], [], [], {address}

    def open_report(tail="?lang=en", *, width=1280, height=900, at=address):
        allowed.add(at)
        context = browser.new_context(
            viewport={"width": width, "height": height}, locale="en-GB", reduced_motion="reduce"
        )
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: said.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("request", lambda request: asked.append(request.url))
        page.goto(at + tail)
        return page

    yield open_report
    for context in contexts:
        context.close()
    assert said == []
    assert {url.split("?")[0].split("#")[0] for url in asked if not url.startswith(("data:", "blob:"))} <= allowed


def rows(page) -> list[str]:
    return page.locator(".measures tbody .measure-link").all_inner_texts()


def status(page) -> str:
    return page.locator("#measures [role=status]").inner_text()


def test_a_text_and_choices_filter_the_table(visit):
    page = visit()
    total = len(sample().dataset.measures) * (COPIES + 1) + 1
    assert status(page) == f"{total} of {total} measures"
    page.get_by_label("Search names").fill("small business 2.9")
    assert rows(page) == ["SBIR programme"]
    page.get_by_role("button", name="Clear filters").click()
    page.locator("[data-filter=country]").select_option("JP")
    japan = rows(page)
    assert status(page).startswith(f"{len(japan)} of") and "Moonshot" in japan
    page.locator("[data-filter=duration]").select_option(label="over 5 years to 10 years (2)")
    assert len(rows(page)) == 2
    page.locator("[data-filter=amount]").select_option(label="over USD 1B (1)")
    assert rows(page) == ["Moonshot"]
    page.wait_for_url("**#measures?country=JP&amount=1000000000&duration=5")
    page.get_by_role("button", name="Clear filters").click()
    assert status(page) == f"{total} of {total} measures"
    page.wait_for_url(lambda url: "#" not in url)


def test_choices_that_would_leave_nothing_are_not_offered(visit):
    page = visit("?lang=en#measures?country=JP")
    offered = page.eval_on_selector_all(
        "[data-filter=organisation] option", "all => all.filter(o => !o.hidden).map(o => o.textContent)"
    )
    assert [text.split(" (")[0] for text in offered] == ["All", "Japan Science and Technology Agency"]


@pytest.mark.parametrize("key", ["organisation", "instrument", "cluster", "kind", "source"])
def test_every_filter_filters(visit, key):
    page = visit()
    choice = page.eval_on_selector(f"[data-filter={key}]", "s => [...s.options].find(o => o.value).value")
    page.locator(f"[data-filter={key}]").select_option(choice)
    count = page.eval_on_selector(
        f"[data-filter={key}]", "s => s.selectedOptions[0].textContent.match(/\\((\\d+)\\)$/)[1]"
    )
    assert status(page).startswith(f"{count} of ")


def test_every_column_sorts_both_ways_and_says_so(visit):
    page = visit()
    for column in ("measure", "country", "instrument", "organisation", "amount", "duration", "source"):
        head = page.locator(f"th:has([data-sort={column}])")
        head.locator("button").click()
        up = rows(page)
        if head.get_attribute("aria-sort") == "descending":  # it was the column sorted by
            head.locator("button").click()
            up = rows(page)
        assert head.get_attribute("aria-sort") == "ascending"
        page.keyboard.press("Enter")
        assert head.get_attribute("aria-sort") == "descending"
        assert rows(page) != up
        page.wait_for_url(f"**sort=-{column}")
    page.locator("[data-sort=amount]").click()
    page.locator("[data-sort=amount]").click()
    assert rows(page)[0] == "Moonshot", "the dearest first; what is unknown last"


def test_the_language_changes_everywhere_and_back(visit):
    page = visit()
    page.locator("[data-filter=country]").select_option("JP")
    english = page.inner_text("main")
    page.get_by_role("button", name="中文").click()
    assert page.locator("html").get_attribute("lang") == "zh-CN"
    assert page.locator("#measures h2").inner_text() == "政策措施"
    assert page.locator("[data-filter=country] option:checked").inner_text().startswith("日本")
    chinese = page.inner_text("main")
    for word in ("Measures", "Duration", "measures", "Amount", "Show", "Organisation"):
        assert word not in chinese.replace("R&D", ""), word
    page.get_by_role("button", name="English").click()
    assert page.inner_text("main") == english


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_browsers_language_is_taken_and_an_address_overrules_it(visit, language):
    assert visit("").locator("html").get_attribute("lang") == "en"
    assert visit(f"?lang={language}").locator("html").get_attribute("lang").startswith(language)


@pytest.mark.parametrize(
    ("hash_", "expected"),
    [
        ("measure=sbir", ("SBIR programme", "EUR 500K–15M", "Amount stated")),
        ("value=m-jp1", ("up to JPY 3M", "种子产品挖掘阶段的每个课题资助上限 300 万日元，研究期限为1 年。", "page 1")),
        ("organisation=o-jst", ("Japan Science and Technology Agency", "Moonshot")),
        ("measure=nobody", ("Nothing here has the id nobody.",)),
    ],
)
def test_an_address_opens_what_it_names(visit, hash_, expected):
    page = visit(f"?lang=en#{hash_}")
    panel = page.locator("dialog#panel")
    panel.wait_for(state="visible")
    seen = page.inner_text("body") if hash_ == "measure=sbir" else panel.inner_text()
    assert [text for text in expected if text not in seen] == []


def test_an_address_filters_sorts_and_shows_a_cluster(visit):
    page = visit("?lang=en#measures?kind=law&sort=-measure")
    assert len(rows(page)) == COPIES + 1
    assert page.locator("th:has([data-sort=measure])").get_attribute("aria-sort") == "descending"
    page = visit("?lang=en#cluster=c-people")
    box = page.locator("#cluster-c-people").bounding_box()
    assert box is not None and -50 < box["y"] < 900


def test_back_and_forth_follow_what_was_open(visit):
    page = visit("?lang=en#measures?country=JP")
    page.locator(".measures .measure-link", has_text="Moonshot").first.click()
    page.locator("dialog#panel h2").wait_for()
    assert page.locator("dialog#panel h2").inner_text() == "Moonshot"
    page.keyboard.press("Escape")
    page.wait_for_url("**#measures?country=JP")
    page.go_back()
    page.locator("dialog#panel").wait_for(state="visible")
    page.go_back()
    page.locator("dialog#panel").wait_for(state="hidden")
    page.wait_for_function(
        "count => document.querySelectorAll('.measures tbody .measure-link').length === count", arg=3 * (COPIES + 1) + 1
    )


def test_evidence_is_the_picture_of_the_page_with_the_value_marked(visit):
    page = visit("?lang=zh#value=m-cn2")
    picture = page.locator("#panel .picture img")
    assert picture.evaluate("image => image.decode().then(() => [image.naturalWidth, image.complete])") == [128, True]
    assert "1000万元至5000万元" in picture.get_attribute("alt")
    outer, mark = (page.locator(f"#panel .picture{part}").first.bounding_box() for part in ("", " .hit"))
    assert outer["x"] - 3 <= mark["x"] and mark["x"] + mark["width"] <= outer["x"] + outer["width"] + 3
    frame = page.locator("#panel .evidence").bounding_box()
    assert frame["y"] + frame["height"] >= outer["y"] + outer["height"], "the picture is not cut"
    assert page.locator("#panel mark").inner_text() == "1000万元至5000万元"
    assert page.locator("#panel .sketch .hit").count() == 1
    terms = page.locator("#panel dt").all_inner_texts()
    assert {"识别规则", "置信度", "关联依据"} <= set(terms)


def test_an_amount_is_shown_by_each_method_with_its_steps(visit):
    page = visit("?lang=en#value=m-eu1")
    methods = page.locator("#panel .way")
    assert methods.locator("p span").all_inner_texts()[0] == "market rates"
    assert methods.first.locator("b").inner_text() == "USD 2,777,777.78"
    methods.first.locator("summary").click()
    methods.first.locator("li").first.wait_for()
    assert methods.first.locator("li").all_inner_texts() == ["2500000 EUR", "÷ 0.9 (2020)"]


def test_evidence_without_a_picture_is_set_in_type(visit):
    page = visit("?lang=en#value=m-eu1")
    typeset = page.locator("#panel svg.typeset")
    assert "up to EUR 2.5 million" in typeset.locator("text").all_text_contents()[1]
    assert typeset.locator(".hit").count() == 1
    assert "there is no picture" in page.locator("#panel figcaption").inner_text()


def test_the_values_of_a_measure_unfold_to_their_evidence(visit):
    page = visit("?lang=zh#measure=keyrd")
    cards = page.locator("#panel .value-card")
    assert cards.locator("img").count() == 0, "no picture is read before it is asked for"
    cards.first.locator("summary").click()
    cards.first.locator("img").wait_for()
    cards.first.locator("summary").click()
    cards.first.locator("summary").click()
    cards.first.locator("figure").wait_for()
    assert cards.first.locator("figure").count() == 1


def test_an_amount_of_which_less_is_said_is_left_to_the_panel(visit, twin_address):
    page = visit("?lang=zh#measures?text=Twin", at=twin_address)
    listed = page.locator(".measures .column-amount .value").all_inner_texts()
    assert sum("5万～25万美元" in text for text in listed) == 1 and "每个项目" in listed[0]
    page.evaluate("location.hash = '#measure=twin'")
    cards = page.locator("#panel .value-card summary .value").all_inner_texts()
    assert sum("5万～25万美元" in text for text in cards) == 2


@pytest.mark.parametrize("width", [390, 1280])
def test_points_in_one_place_stand_side_by_side_and_within_the_window(visit, twin_address, width):
    page = visit("?lang=en#map", at=twin_address, width=width)
    page.locator("#map circle").first.wait_for()
    places = [circle.bounding_box() for circle in page.locator("#map circle").all()]
    assert len({(round(place["x"]), round(place["y"])) for place in places}) == len(places)
    frame = page.locator("#map figure").bounding_box()
    assert all(
        frame["x"] <= place["x"] and place["x"] + place["width"] <= frame["x"] + frame["width"] for place in places
    )
    names = [name.bounding_box() for name in page.locator("#map text.point").all()]
    assert names and all(name["x"] + name["width"] <= frame["x"] + frame["width"] for name in names)


@pytest.mark.parametrize(("language", "name"), [("en", "Technology transfer"), ("zh", "技术转移")])
def test_the_cluster_map_leads_to_its_clusters(visit, language, name):
    page = visit(f"?lang={language}#clusters")
    bubbles = page.locator("#clusters .bubbles svg a")
    bubbles.first.wait_for()
    assert bubbles.count() == 3
    assert bubbles.nth(1).get_attribute("tabindex") == "-1", "one stop of the tab key"
    bubbles.first.focus()
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.getAttribute('href')") == bubbles.nth(1).get_attribute("href")
    page.locator("#clusters .bubbles summary").click()
    page.locator("#clusters .bubbles td").first.wait_for()
    assert name in page.locator("#clusters .bubbles table").inner_text()
    bubbles.first.press("Enter")
    assert "#cluster=" in page.url


def test_prices_tell_how_many_years_are_not_stated_in_each_row(visit):
    page = visit("?lang=zh#prices", width=390)
    row = page.locator(".prices tbody tr").first
    assert (
        row.locator("td").nth(1).get_attribute("data-head") == "金额" and "，" in row.locator("td").nth(1).inner_text()
    )
    for item in page.locator(".prices tbody tr").all():
        found = re.search(r"(\d+) 笔金额未载明年份", item.inner_text())
        most = max([1, *map(int, re.findall(r"n (\d+)", item.inner_text()))])
        assert found is None or int(found[1]) <= most


def test_the_csv_has_what_is_listed_and_a_bom(visit):
    page = visit("?lang=en#measures?country=JP&sort=-amount")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Download these as CSV").click()
    download = waiting.value
    assert download.suggested_filename == "measures-filtered.csv"
    content = Path(download.path()).read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    table = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    assert [row["Measure"].removeprefix("'") for row in table] == rows(page)
    assert (table[0]["Country"], table[0]["Amount"]) == ("Japan", "JPY 115B budget")
    assert "1 150 亿日元 (日本的技术转移资助：A-STEP 与登月型研发制度, page 2)" in table[0]["Evidence"]
    names = {row["Measure"] for row in table}
    assert '\'=1+1<b>&"x"' in names, "no spreadsheet takes it for a formula"


def test_printing_lists_everything_and_no_controls(visit):
    page = visit()
    drawn = page.locator(".measures tbody tr").count()
    assert drawn == 40
    with pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True)) as paper:
        width, height = paper[0].get_size()
        text = "".join(sheet.get_textpage().get_text_range() for sheet in paper)
    assert width > height
    assert all(f"EXIST ({n})" in text for n in range(1, COPIES + 1))
    assert "Show" not in text.replace("Show in", "") and "Download" not in text and "All\r" not in text
    assert page.locator(".measures tbody tr").count() == drawn, "and the page is as before"


def test_printing_an_open_panel_prints_the_evidence_alone(visit):
    page = visit("?lang=en#value=m-eu1")
    with pypdfium2.PdfDocument(page.pdf()) as paper:
        text = "".join(sheet.get_textpage().get_text_range() for sheet in paper)
        assert len(paper) == 1
    assert "up to EUR 2.5M" in text and "Overview" not in text


def test_the_keyboard_reaches_everything(visit):
    page = visit()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    page.locator("[data-sort=amount]").focus()
    page.keyboard.press("Space")
    assert page.evaluate("document.activeElement.dataset.sort") == "amount", "sorting keeps the focus"
    first = page.locator(".map a").first
    first.focus()
    name = page.evaluate("document.activeElement.getAttribute('aria-label')")
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") != name
    page.keyboard.press("Enter")
    page.wait_for_function("document.getElementById('panel').contains(document.activeElement)")
    page.keyboard.press("Escape")
    page.locator("dialog#panel").wait_for(state="hidden")
    page.wait_for_function("document.activeElement.closest('.map') !== null")  # the focus goes back to where it was


NAMELESS = """() => [...document.querySelectorAll("a, button, input, select, summary, [tabindex='0'], [role=img], img")]
  .filter((e) => e.checkVisibility() && !e.closest("[aria-hidden=true]"))
  .filter((e) => !(e.innerText || e.textContent).trim() && !e.getAttribute("aria-label") && !e.alt && !e.labels?.length)
  .map((e) => e.outerHTML.slice(0, 120))"""
LEVELS = "() => [...document.querySelectorAll('h1, h2, h3, h4')].map((e) => Number(e.tagName[1]))"
DOUBLE = "() => [...document.querySelectorAll('[id]')].map((e) => e.id).filter((id, n, all) => all.indexOf(id) !== n)"
UNSCOPED = (
    "() => document.querySelectorAll('table th:not([scope]), table:not(:has(caption)):not(.failed table)').length"
)


@pytest.mark.parametrize("tail", ["?lang=en", "?lang=zh#measure=keyrd", "?lang=en#value=m-jp1"])
def test_screen_readers_find_names_headings_and_captions(visit, tail):
    page = visit(tail)
    assert page.evaluate(NAMELESS) == []
    levels = page.evaluate(LEVELS)
    assert levels[0] == 1 and all(b - a <= 1 for a, b in zip(levels, levels[1:], strict=False)), levels
    assert page.evaluate(DOUBLE) == []
    assert page.evaluate(UNSCOPED) == 0


def test_every_chart_has_its_numbers_as_a_table(visit):
    page = visit()
    for section, names in (("map", {"A-STEP"}), ("timeline", set())):
        if page.locator(f"#{section} .empty").count():
            continue
        page.locator(f"#{section} .as-table summary").click()
        page.locator(f"#{section} .as-table tbody th").first.wait_for()
        texts = set(page.locator(f"#{section} .as-table tbody th").all_inner_texts())
        assert texts and names <= texts


def test_what_is_missing_is_told_in_its_three_kinds_and_leads_to_the_table(visit):
    page = visit()
    kinds = page.locator("#gaps .thirds h3").all_inner_texts()
    assert kinds == ["Not mentioned", "Not given", "Extraction failed"]
    row = page.locator("#gaps tbody tr", has=page.locator("th", has_text="Germany"))
    row.locator("button").nth(1).click()
    page.wait_for_url("**country=DE&amount=*")
    assert rows(page)


def test_failed_documents_are_listed(visit):
    page = visit("?lang=zh#sources")
    assert "1 篇文献未能使用" in page.locator("#sources").inner_text()
    assert [cell in page.locator("#sources .failed").inner_text() for cell in ("briefs/lost.pdf", "Get it again.")]


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("width", [390, 768])
def test_a_narrow_page_does_not_scroll_sideways(visit, language, width):
    page = visit(f"?lang={language}", width=width, height=800)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.evaluate("location.hash = '#value=m-cn2'")
    page.locator("#panel img").wait_for()
    assert page.evaluate("document.querySelector('.panel-body').scrollWidth") <= width


def test_the_data_of_the_page_is_json(visit):
    page = visit()
    assert set(json.loads(page.locator("#data").text_content())["strings"]) == {"en", "zh"}

"""The sample corpus is what its sources say: gold agrees with text, text with PDF, values with their quotes."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

CORPUS = Path(__file__).parent.parent / "corpus"
SEEDS = CORPUS.parent.parent / "shared" / "seeds"
STEMS = sorted(p.stem for p in (CORPUS / "sources").glob("*.toml"))
DIGITS = {"一": "1", "二": "2", "两": "2", "三": "3", "四": "4", "五": "5", "七": "7", "十": "1"}
WORDS = {"one": "1", "two": "2", "three": "3", "five": "5", "six": "6", "seven": "7", "ten": "1", "twelve": "12"}


def gold(stem: str) -> dict[str, Any]:
    return json.loads((CORPUS / "gold" / f"{stem}.json").read_text(encoding="utf-8"))


def text(stem: str) -> str:
    return (CORPUS / f"{stem}.txt").read_text(encoding="utf-8")


def pdf_pages(stem: str) -> list[str]:
    document = pypdfium2.PdfDocument(CORPUS / f"{stem}.pdf")
    try:
        return [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()


def bare(value: str) -> str:
    """Without spaces and line-end hyphens, which a PDF and its true text may have in different places."""
    return re.sub(r"[\s\u00ad\u0002\ufffe•]", "", value)


def mantissas(value: str) -> set[str]:
    """The significant digits of each number in a text: `2 000万～5亿` gives 2 and 5, `7.64` gives 764."""
    joined = re.sub(r"(?<=\d)[ ,](?=\d{3})", "", value)
    numbers = re.findall(r"\d+(?:\.\d+)?", joined)
    words = [WORDS[w] for w in re.findall(r"[a-z]+", value.lower()) if w in WORDS]
    found = numbers + [DIGITS[c] for c in value if c in DIGITS] + words
    return {n.replace(".", "").strip("0") for n in found}


def build(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(CORPUS / "build.py"), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_check_command_finds_the_corpus_sound() -> None:
    done = build("--check")
    assert done.returncode == 0, done.stdout + done.stderr


def test_check_command_notices_a_stale_file(tmp_path: Path) -> None:
    done = build("--check", "zh01_astep", "-o", str(tmp_path))
    assert done.returncode == 1
    assert "zh01_astep.txt: missing or out of date" in done.stdout


def test_enough_briefs_in_both_languages() -> None:
    assert sum(s.startswith("zh") for s in STEMS) >= 8
    assert sum(s.startswith("en") for s in STEMS) >= 6
    assert {p.stem for p in CORPUS.glob("*.pdf")} == set(STEMS)
    assert any(gold(s)["language"] == ["en", "zh"] for s in STEMS)


def test_no_stem_is_part_of_another() -> None:
    assert not [(a, b) for a in STEMS for b in STEMS if a != b and a in b]


def test_all_six_countries_have_measures() -> None:
    countries = {m["country"] for s in STEMS for m in gold(s)["measures"]}
    assert {"JP", "EU", "US", "GB", "DE", "CN"} <= countries


@pytest.mark.parametrize("stem", STEMS)
def test_quotes_stand_where_gold_says(stem: str) -> None:
    whole, record = text(stem), gold(stem)
    assert record["doc"] == stem
    assert 8 <= len(record["mentions"]) <= 40
    for mention in [*record["mentions"], *record.get("scanned", [])]:
        assert whole[mention["start"] : mention["end"]] == mention["quote"]


@pytest.mark.parametrize("stem", STEMS)
def test_values_have_the_digits_of_their_quotes(stem: str) -> None:
    for mention in gold(stem)["mentions"]:
        if mention["type"] in ("money", "percent"):
            ends = [mention[k] for k in ("min", "max") if mention[k] is not None]
        elif mention["type"] == "period":
            years = [mention[k][:4] for k in ("from", "to") if mention[k]]
            assert re.findall(r"\d{4}", mention["quote"]) == years, mention
            continue
        elif mention["type"] == "duration":
            ends = [re.sub(r"\D", "", mention[k]) for k in ("min", "max") if mention[k]]
        else:
            continue
        assert {m for e in ends for m in mantissas(str(e))} == mantissas(mention["quote"]), mention


@pytest.mark.parametrize("stem", STEMS)
def test_pdf_says_what_the_text_says(stem: str) -> None:
    printed = bare("".join(pdf_pages(stem)))
    record = gold(stem)
    for title in filter(None, record["title"].values()):
        assert bare(title) in printed
    missing = [m["quote"] for m in record["mentions"] if bare(m["quote"]) not in printed]
    assert not missing


def test_one_page_is_a_picture_only() -> None:
    pages = pdf_pages("zh04_hfsp")
    assert [i for i, page in enumerate(pages) if not page.strip()] == [1]
    assert len(gold("zh04_hfsp")["scanned"]) == 4


def test_conflicting_shares_of_one_programme_are_kept() -> None:
    def shares(stem: str) -> set[float]:
        return {m["max"] for m in gold(stem)["mentions"] if m["type"] == "percent"}

    assert 32.0 in shares("zh04_hfsp") - shares("en06_frontier")
    assert 34.7 in shares("en06_frontier") - shares("zh04_hfsp")


def test_files_stay_small() -> None:
    sizes = [p.stat().st_size for p in CORPUS.glob("*.pdf")]
    assert max(sizes) < 600_000
    assert sum(sizes) < 5_000_000


def test_building_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    pytest.importorskip("reportlab")
    if build("--fonts").returncode == 5:
        pytest.skip("the fonts named in corpus/press/fonts.py are not installed")
    stems = ("zh04_hfsp", "en03_direct")
    for folder in ("first", "second"):
        assert build(*stems, "-o", str(tmp_path / folder)).returncode == 0
    for stem in stems:
        first = (tmp_path / "first" / f"{stem}.pdf").read_bytes()
        assert first == (tmp_path / "second" / f"{stem}.pdf").read_bytes()


@pytest.mark.parametrize("stem", STEMS)
def test_no_sentence_of_a_seed_is_copied(stem: str) -> None:
    """No clause of 14 characters or 8 words and more is a seed's, names and titles apart."""
    if not SEEDS.is_dir():
        pytest.skip("../shared/seeds is absent")
    record, whole = gold(stem), text(stem)
    names = [bare(n) for x in [*record["organisations"], *record["measures"]] for n in x["names"]]
    body = re.split(r"\n(?:资料来源|Sources)[^\n]*\n", whole)[0]
    seeds = bare("".join(p.read_text(encoding="utf-8") for p in sorted(SEEDS.glob("*.txt"))))
    copied = []
    for clause in re.split(r"[，。；：、！？,.;:\n\t（）()《》]", body):
        short = bare(clause)
        for name in sorted(names, key=len, reverse=True):
            short = short.replace(name, "")
        long_enough = len(clause.split()) >= 8 if clause.isascii() else len(short) >= 14
        if long_enough and bare(clause) in seeds:
            copied.append(clause)
    assert not copied

"""The annotated sentences that the name taggers learn from: their mark-up, and what the files hold."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tagging.documents import aligned
from tagging.sentences import KINDS, Mark, Sentence, counted, cut, parse, pieces_of, read_files, rebuilt

FOLDER = Path(__file__).parents[2] / "models" / "names" / "sentences"
MARKED = [
    ("<O>海图局</O>每年为<M fund>灯塔基金</M>拨款。", "海图局每年为灯塔基金拨款。", [("ORG", "", "海图局"), ("MEASURE", "fund", "灯塔基金")]),
    ("<M programme>甲计划</M>（<M programme>JP</M>）", "甲计划（JP）", [("MEASURE", "programme", "甲计划"), ("MEASURE", "programme", "JP")]),
    ("各国都有科技计划。", "各国都有科技计划。", []),
    (
        "The <M law>Harbour Act</M> binds the <O>Tide Agency</O>.",
        "The Harbour Act binds the Tide Agency.",
        [("MEASURE", "law", "Harbour Act"), ("ORG", "", "Tide Agency")],
    ),
    ("<O>Tide Agency</O>", "Tide Agency", [("ORG", "", "Tide Agency")]),
    ("Programmes come and go.", "Programmes come and go.", []),
]  # fmt: skip
WRONG = [
    "<O>海图局每年拨款。",
    "海图局</O>每年拨款。",
    "<M>灯塔基金</M>",
    "<M scheme>Tide Scheme</M>",
    "<O fund>Tide Fund</O>",
    "<M fund>the <O>Tide</O> Fund</M>",
    "<O> Tide Agency</O>",
    "<O></O>",
    "<M fund>灯塔基金</O>",
    "under < 5 per cent",
]


@pytest.mark.parametrize(("line", "text", "names"), MARKED)
def test_a_line_gives_its_text_and_names(line, text, names):
    sentence = parse(line)
    assert sentence.text == text
    assert [(m.label, m.kind, text[m.start : m.end]) for m in sentence.marks] == names


@pytest.mark.parametrize("line", WRONG)
def test_wrong_mark_up_is_an_error(line):
    with pytest.raises(ValueError, match="in"):
        parse(line)


@given(
    st.lists(
        st.tuples(st.text("海图局 abc", min_size=1).filter(lambda t: t == t.strip()), st.sampled_from(["", "O", "M"]))
    )
)
def test_what_is_taken_apart_comes_together(parts):
    line = "".join({"": text, "O": f"<O>{text}</O>", "M": f"<M law>{text}</M>"}[sort] for text, sort in parts)
    sentence = parse(line)
    assert rebuilt(pieces_of(sentence)) == sentence
    assert cut(sentence, 0, len(sentence.text)) == sentence


def test_a_part_has_the_names_that_lie_in_it():
    sentence = parse("<O>海图局</O>拨款。<M fund>灯塔基金</M>")
    assert cut(sentence, 6, 10) == Sentence("灯塔基金", (Mark(0, 4, "MEASURE", "fund"),))
    assert cut(sentence, 1, 6).marks == ()


def test_marks_follow_a_text_whose_white_space_changed():
    sentence = parse("Ahead\n\n<O>Tide Agency</O>\n\nthe <M fund>Reef Fund</M>")
    text = "Ahead\nTide  Agency\nthe Reef Fund\n"
    assert [text[m.start : m.end] for m in aligned(sentence, text)] == ["Tide  Agency", "Reef Fund"]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_there_are_many_sentences_and_many_without_a_name(language):
    files = read_files(FOLDER, language)
    sentences = [s for found in files.values() for s in found]
    assert len(sentences) >= 1_500
    assert sum(not s.marks for s in sentences) >= len(sentences) / 4
    assert min(counted(sentences).values()) >= 400
    assert {m.kind for s in sentences for m in s.marks if m.label == "MEASURE"} == set(KINDS)


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.txt")), ids=lambda path: path.stem)
def test_a_file_tells_its_style_and_says_nothing_twice(path):
    style, *lines = path.read_text(encoding="utf-8").splitlines()
    assert style.startswith("# style: ")
    lines = [line for line in lines if line.strip()]
    assert len(set(lines)) == len(lines)

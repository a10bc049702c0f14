"""The text layer's state: broken layers of every make are found, healthy text of any kind is left alone."""

from pathlib import Path

import numpy as np
import pypdfium2
import pytest

from pipeline.pdf.glyphs.characters import Characters, PageShape, page_shape, read_characters
from pipeline.pdf.glyphs.health import is_garbage, judge, unmapped_share
from tests.drawnpdf import shared

PAGE = PageShape(600.0, 800.0, 0, 0.0, 0.0, 600.0, 800.0)

CHINESE = (
    "本计划由科学技术厅组织实施，面向全省高等学校和科研院所公开征集项目。每个项目资助经费不超过三百万元，执行期为三年。"
    "申报单位应当具备独立法人资格，并按照一比一的比例落实配套资金。项目验收后，专家组对研究成果的质量和推广情况作出评价。"
)
TRADITIONAL = (
    "本計畫由科學技術廳組織實施，面向全省高等學校和科研機構公開徵集項目。每個項目資助經費不超過三百萬元，執行期為三年。"
)
ENGLISH = (
    "The programme pays up to three million euros for each project over a period of three years. Applicants must be "
    "established in a member state and bring matching funds of their own. Proposals are read by independent experts, who "
    "judge the quality of the research and the plans for its use. Indirect costs may not exceed a quarter of the total."
)
HEALTHY = {
    "chinese": CHINESE,
    "traditional": TRADITIONAL,
    "english": ENGLISH,
    "capitals": ENGLISH.upper(),
    "japanese": "本事業は、大学等の研究成果を社会で活用するため、産学連携による研究開発を支援するものである。支援期間は最長三年とする。"
    * 2,
    "korean": "이 사업은 대학과 연구기관의 연구 성과를 산업에 활용하기 위하여 공동 연구를 지원한다. 지원 기간은 최대 3년이다."
    * 2,
    "french": "Le programme finance jusqu'à trois millions d'euros par projet; les équipes élues reçoivent l'été des crédits "
    * 3,
    "polish": "Program przeznacza do trzech milionów złotych na każdy projekt; wnioski są oceniane przez niezależnych ekspertów "
    * 3,
    "turkish": "Program her proje için üç yıl boyunca en fazla üç milyon lira öder; başvuruları bağımsız uzmanlar değerlendirir "
    * 3,
    "vietnamese": "Chương trình tài trợ tối đa ba tỷ đồng cho mỗi dự án trong thời gian ba năm và yêu cầu vốn đối ứng "
    * 3,
    "greek": "Το πρόγραμμα χρηματοδοτεί έργα έως τρία εκατομμύρια ευρώ για περίοδο τριών ετών με ίδια συμμετοχή " * 3,
    "russian": "Программа финансирует проекты на сумму до трёх миллионов рублей в течение трёх лет при условии участия "
    * 3,
    "figures": "2019 1,234.5 2020 2,345.6 2021 3,456.7 –12.5% +3.4% 45/67 (89) 0.001 " * 20,
    "leaders": "1 范围" + "." * 90 + "3\n2 术语和定义" + "…" * 40 + "5\n3 要求" + "·" * 60 + "12",
    "formulas": "E = mc² ∑ᵢ xᵢ ≤ ∫ f(x)dx + αβγ ≈ ∂y/∂x ∈ ℝ, where x and y are the inputs and outputs of the model "
    * 4,
    "references": "[1] Li, W., Wang, H. (2019). Nature, 57(3), 112–118. https://doi.org/10.1000/xyz&id=3 " * 8,
    "codes": " ".join("".join(chr(65 + (n * k) % 26) for k in (7, 11, 17)) for n in range(200)),
    "alphabet": "abcdefghijklmnopqrstuvwxyz ABCDEFGHIJKLMNOPQRSTUVWXYZ 0123456789 " * 6,
    "markup": r"Utility is $u(x)=\frac{x^{1-\rho}}{1-\rho}+y$ and prices are $p$; the optimal bundle solves this problem "
    * 5,
    "names": "张伟 王芳 李娜 刘洋 陈静 杨帆 赵磊 黄丽 周强 吴敏 徐杰 孙燕 马超 朱琳 胡斌 郭涛 何平 高峰 林红 罗勇 " * 2,
    "marks of mark-up": "**定位：** 建立 # 标题 * 项目 ** 支持 ** 研究 * 合作 ** 平台 * 机制建设与发展的措施",
    "money": "The agency funds research (up to $3m a year) & training." * 3,
    "bullets": "\uf0b7 Projects must last at least two years and involve three partners from different regions. " * 5,
    "gbk row": "犜犺犲 犪犮狋 狊狋犪狋犲狊 狋犺犪狋 犲犪犮犺 狆狉狅犼犲犮狋 " + CHINESE,
}


def shifted(text: str, by: int) -> str:
    """As fonts whose codes are glyph numbers come out: each letter so far from what is printed."""
    return "".join(chr(max(ord(c) + by, 3)) for c in text)


BROKEN = {
    "glyph numbers": shifted(ENGLISH, -29),
    "glyph numbers, spaces kept": " ".join(shifted(word, -29) for word in ENGLISH.split()),
    "shifted letters": shifted(ENGLISH * 2, 3),
    "GBK as Latin-1": CHINESE.encode("gbk").decode("latin-1"),
    "UTF-8 as Latin-1": CHINESE.encode().decode("latin-1"),
    "UTF-8 as GBK": CHINESE.encode().decode("gbk", "replace"),
    "GBK as Big5": CHINESE.encode("gbk").decode("big5", "replace"),
    "neighbours in GBK": bytes(b + (0xA0 < b < 0xFE) for b in CHINESE.encode("gbk")).decode("gbk", "replace"),
    "neighbours in Unicode": "".join(chr(ord(c) + 7) if c > "\u4e00" else c for c in CHINESE),
    "private use": "".join(chr(0xE000 + ord(c) % 0x1000) for c in CHINESE),
    "replacement characters": "".join("\ufffd" if c > "\u4e00" else c for c in CHINESE),
    "control characters": "".join(chr(1 + ord(c) % 25) for c in ENGLISH),
    "signs": "Ò}ß×ùú$Ñûü()^_ZÖ×=êë&% õ©Ò:;&Òç&KÁZÔÕ$x«WÝ;ß×@J C 6]",
    "many scripts": "".join(chr(0x180 + ord(c) % 0x400) for c in CHINESE),
}


@pytest.mark.parametrize("name", HEALTHY)
def test_healthy_text_is_left_alone(name):
    assert not is_garbage(HEALTHY[name])


@pytest.mark.parametrize("name", BROKEN)
def test_broken_text_is_found(name):
    assert is_garbage(BROKEN[name])


@pytest.mark.parametrize("text", [CHINESE, ENGLISH, TRADITIONAL, HEALTHY["markup"]])
def test_unmapped_characters_that_read_as_text_are_good(text):
    """Fonts without names or with codes that are letters anyway: pdfium guesses, and guesses right."""
    assert not is_garbage(text, unmapped=1.0)


def test_unmapped_characters_that_do_not_read_as_text_are_garbage():
    marks = "!!\"#$%!!&'(!&%)%*+,-'./01 \"#$%&'()*" * 20
    assert is_garbage(marks, unmapped=1.0)
    assert is_garbage("6XPPD", unmapped=1.0)
    assert not is_garbage("6XPPD", unmapped=0.1)


@pytest.mark.parametrize(
    ("text", "top", "images", "state"),
    [
        (ENGLISH, 300, 0.0, "good"),
        (ENGLISH, 300, 1.0, "good"),  # the hidden layer of a scan that went through OCR
        ("", 0, 0.0, "missing"),
        ("Scanned by ACME", 300, 1.0, "missing"),
        ("Scanned by ACME", 300, 0.2, "good"),
        (ENGLISH, 780, 1.0, "missing"),  # a library's stamp at the foot of a scan
        (BROKEN["private use"], 300, 0.0, "garbage"),
    ],
)
def test_a_page_is_judged_by_its_text_and_pictures(text, top, images, state):
    boxes = np.tile(np.array([[50.0, top, 60.0, top + 12.0]]), (len(text), 1))
    inked = np.array([not c.isspace() for c in text], dtype=bool)
    characters = Characters(text, boxes, inked, np.zeros(len(text), dtype=bool))
    assert judge(characters, PAGE, image_share=images, unmapped=0.0) == state


def test_the_sample_corpus_is_healthy_and_its_ciphered_copy_is_not():
    for path in sorted((Path(__file__).parents[2] / "corpus").glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        assert not is_garbage(text), path.name
        assert is_garbage(shifted(text, -29)), path.name
        if path.name.startswith("zh"):
            assert is_garbage(text.encode("gbk", "ignore").decode("latin-1")), path.name


@pytest.mark.parametrize("name", ["zh02", "zh28"])
def test_real_files_without_a_usable_layer_are_found(name):
    folder = shared("pdfs/real")
    if not folder.is_dir():
        pytest.skip("needs ../shared/pdfs")
    pdf = pypdfium2.PdfDocument(next(folder.glob(f"{name}*.pdf")))
    for number in (0, 2, 10):
        page = pdf[number]
        textpage = page.get_textpage()
        characters = read_characters(textpage, page_shape(page))
        unmapped = unmapped_share(textpage, characters)
        assert judge(characters, page_shape(page), image_share=0.0, unmapped=unmapped) == "garbage"

"""What a line's own words say about paragraphs: whether it opens an item, ends a sentence, is a caption."""

from __future__ import annotations

import re

from pipeline.text.repair import CJK_MARKS, HAN

_CAPTION = re.compile(
    r"(?:续?\s*[图圖表]|专栏|專欄|(?:Figure|Fig\.|Table|Box|Chart|Exhibit|FIGURE|TABLE)\s)\s*"
    r"[A-Z]?[-‑]?(?:\d{1,3}|[一二三四五六七八九十]{1,3}|[IVX]{1,5})(?:[-‑–.．]\d{1,3}){0,3}(?![\d年月%％])"
)
_UNIT = re.compile(
    r"[（(【\[]?\s*(?:[计計]?[数數量]?\s*[单單]\s*位|金额单位|Units?)\s*[:：]"
    r"|[（(]?\s*(?:(?:\w+ )?(?:dollars?|euros?|pounds?|yen|rupees?|yuan|amounts|figures|values|[A-Z]{3}|[$€£¥]))"
    r"\s+in\s+(?:thousands|millions|billions)\b.{0,30}$"
    r"|[（(]?\s*in\s+(?:\w+\s+)?(?:thousands?|millions?|billions?|trillions?|%|per\s?cent)\b.{0,30}$"
    r"|[（(][^（()）]{0,20}(?:thousands?|millions?|billions?|[万亿萬億][^（()）]{0,5}元|百万円|億円)[^（()）]{0,12}[)）]$",
    re.IGNORECASE,
)
_WIDE = re.compile(f"[{HAN}，。、；：？！（）《》“”]")
_CAPTION_WEIGHT = 220
_UNIT_WEIGHT = 70

# Units that follow a number in running text, so that "6 年" at a line's start is no numbered heading.
_COUNTED = "年月日个個项項亿億万萬千百名位家次种種所件条條倍人美日欧元円％%分岁歳期"
_ITEM = re.compile(
    rf"""(?:
    第[一二三四五六七八九十百零〇\d]{{1,5}}[章节節条條编編部篇款]
  | [（(][一二三四五六七八九十\d]{{1,3}}[)）](?![:：,，.])
  | [一二三四五六七八九十]{{1,3}}[、．.]
  | [①-⑳❶-❿⑴-⒇]
  | [•●○■□◆◇▪▫▶►➢✓※·‣⁃]
  | [Ølnuüvq]\s(?=[{HAN}])
  | [-–—*]\s
  | \d{{1,2}}(?:\.\d{{1,2}}){{0,4}}[、．.)）](?!\d)
  | \d{{1,2}}(?:\.\ ?\d{{1,2}}){{1,4}}\s*(?![\d.%％{_COUNTED}])
  | \d{{1,2}}(?:\u3000|\s{{2,}})(?=[{HAN}A-Z“])
  | \d{{1,2}}\s(?=[{HAN}A-Z“])(?![{_COUNTED}])
  | \[\d{{1,3}}\](?![，。、；,.;）)])
  | ［\d{{1,3}}］(?![，。、；,.;）)])
  | (?:[A-Za-z]|[IVX]{{2,5}}|[ivx]{{2,5}})[.)]\s
  | [a-z]）(?![，。、；])
  | [（(](?:[a-z]|[ivx]{{2,5}})[)）]\s
  | [\u2160-\u216b][.．、\s]
  | 제\s?\d{{1,4}}\s?[조장절편]
  | (?:Chapter|Section|Article|Part|Annex|Appendix|CHAPTER|SECTION|ARTICLE|PART|ANNEX)\s+[\dIVXA-Z]+\b
    )""",
    re.VERBOSE,
)
_BULLET = re.compile(
    rf"[•●○■□◆◇▪▫▶►➢✓※·‣⁃①-⑳❶-❿⑴-⒇]|[Ølnuüvq]\s(?=[{HAN}])|[-–—*]\s|[（(][一二三四五六七八九十\da-z]{{1,3}}[)）]|[a-z](?:[.)]\s|）)|\d{{1,2}}[)）]"
)  # the letters are Wingdings' bullets
_ENDED = re.compile(r"[。！？!?.．｡…]['\"”’」』）)\]]*(?:\s*[\[［][\d,，\-–]+[\]］])*$")
_HALF_RANGE = re.compile(r"\d\s?[%％万亿千百年月]?\s?[～~〜至到]\s*$")
_LAST_MARK = re.compile(r"[。.!?！？]\s?[■▇◼]\s*$")
_HAN = re.compile(r"[\u3400-\u9fff]")
_LATIN_WORD = re.compile(r"[A-Za-z]{3,}")
_LATIN_WORDS = 3  # words from which a line without Chinese is in another language
_LONGEST_END = 60  # characters of a sentence's end with its references
_PAUSED = re.compile(r"[;；:：]['\"”’」』）)]*$")
_LEADS_ON = re.compile(
    r"(?:\b(?:in|see|of|and|or|to|from|with|by|both|per|the|as|under)|[（(,，、和与及见如在由])$", re.IGNORECASE
)
_HANGS = re.compile("[，、～~（《“【]$")
_RUNS_ON = re.compile(rf"[a-zà-ɏ{CJK_MARKS.replace('（', '').replace('《', '').replace('【', '')}”’)\]%％]")


def opens_item(text: str) -> bool:
    """Whether a line begins with a bullet, an item's number or a heading's."""
    return _ITEM.match(text) is not None


def marker_end(text: str) -> int:
    """Where the words behind a line's bullet or number begin; 0 when it has none."""
    match = _ITEM.match(text)
    return len(text) - len(text[match.end() :].lstrip()) if match else 0


def is_bullet(text: str) -> bool:
    """Whether a line begins as items of a list do, rather than headings."""
    return _BULLET.match(text) is not None


def ends_sentence(text: str) -> bool:
    """Whether a line ends with the end of a sentence."""
    return _ENDED.search(text[-_LONGEST_END:]) is not None


def pauses(text: str) -> bool:
    """Whether a line ends with a colon or semicolon, as the lines of an enumeration do."""
    return _PAUSED.search(text) is not None


def hangs(text: str) -> bool:
    """Whether a line ends as no paragraph does: with a comma, a dash of a range, an opening bracket."""
    return _HANGS.search(text) is not None


def hangs_in_range(text: str, following: str) -> bool:
    """Whether a line ends between the two numbers of a range (每项 3 ～ | 5 年)."""
    return _HALF_RANGE.search(text) is not None and following[:1].isdigit()


def ends_article(text: str) -> bool:
    """Whether a line ends with the mark that journals set behind an article's last sentence (■)."""
    return _LAST_MARK.search(text) is not None


def changes_script(text: str, following: str) -> bool:
    """Whether a Chinese sentence ends a line and the next one has Latin words only, as an English title behind a text does."""
    return (
        bool(_HAN.search(text)) and not _HAN.search(following) and len(_LATIN_WORD.findall(following)) >= _LATIN_WORDS
    )


def leads_on(text: str) -> bool:
    """Whether a line ends with a word that the next line's first belongs to (`as shown in`)."""
    return _LEADS_ON.search(text) is not None


def runs_on(text: str) -> bool:
    """Whether a line begins as no sentence does: in lower case or with closing punctuation."""
    return _RUNS_ON.match(text) is not None


def weight(text: str) -> int:
    """A text's length as printed: CJK characters count double."""
    return len(text) if text.isascii() else len(text) + len(_WIDE.findall(text))


def is_caption_text(text: str) -> bool:
    """Whether a text is the title of a figure or table."""
    label = _CAPTION.match(text)
    if label is None or weight(text) > _CAPTION_WEIGHT:
        return False
    titled = (
        text[label.end() : label.end() + 1] in (".", ":", "：", "|") and ". " not in text[label.end() + 1 : -1].lstrip()
    )
    return titled or not ends_sentence(text)


def is_figure_caption(text: str) -> bool:
    """Whether a caption is a figure's and not a table's or a box's."""
    return text.startswith(("图", "圖", "図", "Fig", "FIG", "Chart", "Exhibit")) and is_caption_text(text)


def is_unit_text(text: str) -> bool:
    """Whether a text is the line above a table that says in which unit it counts."""
    return _UNIT.match(text) is not None and weight(text) <= _UNIT_WEIGHT

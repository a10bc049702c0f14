"""Bylines: who wrote a text, where they work, when it was received, what paid for it, how to reach them.

No facts are taken from bylines, so each rule asks for a mark that body text does not have: a label with its colon, a
surname at each name, a postcode beside a body's name.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.data import SegmentKind
from pipeline.text.cues import Cues
from pipeline.text.parts import Part

MAX_BYLINE = 400  # characters of a block that a label makes a byline: beyond it text was glued to it
MAX_CONTACT = 120  # characters of a block of names, or with an e-mail address
MAX_ADDRESS = 360  # characters of an affiliation
MAX_BODY = 90  # characters of a body's bare name
MANY_NAMES = 6  # names in a block that is a list of people wherever it stands,
MOST = 0.7  # where they are this share of its words (two may be glued)
MIN_TEXT = 60  # characters of a block that ends the title page
MIN_GLUED_ABSTRACT = 80  # characters of a block that begins `Abstract This paper`
TITLE_REACH = 8  # parts before an abstract in which its title and authors stand

_MAIL = re.compile(r"[\w.+-]+[@＠][\w-]+[.．][\w.．-]+|(?:https?://)?orcid\.org/")
_BIOGRAPHY = re.compile(
    r"[*\s]*[^\W\d_]{2,4}\s*[（(]\s*(?:19|20)\d\d\s*(?:年\s*)?[-－–—~～]?\s*[)）]?\s*[,，、]\s*[男女]"
)
_SUPPORT = re.compile(r"基金|项目|课题|资助|grant|fund|support|project", re.I)
_MONTH = "January|February|March|April|May|June|July|August|September|October|November|December"
_DATE = re.compile(
    r"[(（]?(?:(?:19|20)\d\d|[二〇○零一九]{4})\s*[年./-]\s*(?:\d{1,2}|[一二三四五六七八九十]{1,2})\s*(?:月\s*)?"
    r"(?:[./-]?\s*(?:\d{1,2}|[一二三四五六七八九十]{1,3})\s*日?)?[)）]?"
    rf"|(?:\d{{1,2}}\s+)?(?:{_MONTH})\s+(?:\d{{1,2}},\s+)?\d{{4}}"
)
_POSTCODE = re.compile(r"(?<!\d)\d{5,6}(?!\d)")
_MARKED_ADDRESS = re.compile(r"[\d*＊†‡①-⑳a-e]\s?[.．]?\s?[A-Z\u4e00-\u9fff].*[,，、]", re.S)
_RAISED = "¹²³⁴⁵⁶⁷⁸⁹"
_BETWEEN_NAMES = re.compile(rf"[\s^{{}}，、,；;·*＊#†‡①-⑳{_RAISED}\d（）()\[\]【】/]+")
_RAISED_MARK = re.compile(rf"[\u4e00-\u9fff][\d*＊①-⑳{_RAISED}]")
_SPACED_NAME = re.compile(r"(?<![\u4e00-\u9fff])([\u4e00-\u9fff])[ \u3000]+([\u4e00-\u9fff])(?![\u4e00-\u9fff])")
_PINYIN = re.compile(
    rf"(?:[A-Z]{{2,}}\s+[A-Z][a-z]+(?:-?[a-z]+)?|[A-Z][a-z]+(?:-[a-z]+)?\s+[A-Z]{{2,}})[\d,*＊†\s{_RAISED}^{{}}]*"
)
_PINYIN_BREAK = re.compile(r"[,，;；、]| and ")
_FULL_STOP = re.compile(r"[。！？]|[a-z]\.\s+[A-Z][a-z]+ [a-z]")
_SENTENCE_END = re.compile(r"[。；！？]|[a-z]\.\s|[a-z]\.$")


def is_byline(text: str, cues: Cues) -> bool:
    """Whether a block is a byline by its own words: a label, a biography, a funding note, an e-mail address, names."""
    if len(text) <= MAX_CONTACT and _MAIL.search(text) and not _SENTENCE_END.search(_MAIL.sub("", text)):
        return True
    if len(text) > MAX_BYLINE:
        return False
    if cues.byline_label.match(text) or _BIOGRAPHY.match(text):
        return True
    if cues.funding_opening.match(text) and _SUPPORT.search(text):
        return True
    return _is_list_of_people(text, cues) or (text[0] in "(（" and text[-1] in ")）" and _is_names(text, cues, least=1))


def is_abstract(part: Part, cues: Cues) -> bool:
    """Whether the part is an abstract or its keywords, with text behind the label."""
    match = cues.abstract_label.match(part.text)
    if not match or match.end() >= len(part.text):
        return False
    return not match.group()[-1].isspace() or len(part.text) >= MIN_GLUED_ABSTRACT


def title_page_bylines(
    parts: Sequence[Part], roles: Sequence[SegmentKind | None], cues: Cues, *, paged: bool = True
) -> set[int]:
    """Names, affiliations and dates at the top of the document, and before an abstract further on.

    Args:
        parts: The document's parts.
        roles: Those already decided.
        cues: The words that tell roles.
        paged: Whether the parts' pages are pages, and no numbers of paragraphs.
    """
    found = _authors(parts, roles, range(_title_page_end(parts, roles, cues, paged=paged)), cues)
    for i, part in enumerate(parts):
        if is_abstract(part, cues) and not part.text.lstrip("[【［").startswith(("关", "主", "K", "k")):
            found |= _authors(parts, roles, range(max(0, i - TITLE_REACH), i), cues)
    return found


def _authors(parts: Sequence[Part], roles: Sequence[SegmentKind | None], where: range, cues: Cues) -> set[int]:
    """The author lines among some parts: names and addresses by themselves, a body's or one person's name beside them."""
    free = [i for i in where if roles[i] in (None, "list", "note")]
    open_ = [i for i in free if not _is_sentence(parts[i].text) or _is_address(parts[i].text, cues)]
    sure = {i for i in open_ if _is_names(parts[i].text, cues, least=2) or _is_address(parts[i].text, cues)}
    near = {j for i in sure for j in (i - 2, i - 1, i + 1, i + 2)}
    beside = {i for i in open_ if i in near and parts[i].number is None and _is_bare_body(parts[i].text, cues)}
    if where.stop < len(parts) and is_abstract(parts[where.stop], cues):
        near.add(where.stop - 1)
    single = {i for i in open_ if i in near and cues.name.fullmatch(parts[i].text)}
    return sure | beside | single | {i for i in open_ if _DATE.fullmatch(parts[i].text)}


def _title_page_end(parts: Sequence[Part], roles: Sequence[SegmentKind | None], cues: Cues, *, paged: bool) -> int:
    """Index of the first part that is the matter itself: an abstract, a paragraph, a numbered heading, a table."""
    first_page = parts[0].page if parts else 1
    for i, part in enumerate(parts):
        if roles[i] == "furniture":
            continue
        if is_abstract(part, cues) or roles[i] == "cell" or (paged and part.page > first_page + 1):
            return i
        if (part.number or (len(part.text) >= MIN_TEXT and _is_sentence(part.text))) and not _is_address(
            part.text, cues
        ):
            return i
    return len(parts)


def _is_sentence(text: str) -> bool:
    return bool(_SENTENCE_END.search(text)) and not _MAIL.search(text)


def _is_list_of_people(text: str, cues: Cues) -> bool:
    """Whether most of the words of a block are names: a committee, a list of drafters."""
    words = _words(text)
    names = sum(bool(cues.name.fullmatch(word)) for word in words)
    return names >= MANY_NAMES and names >= MOST * len(words)


def _is_names(text: str, cues: Cues, *, least: int) -> bool:
    """Whether a line holds only people, their titles and bodies: `least` names, or one with a title, body or mark."""
    if len(text) > MAX_CONTACT:
        return False
    if _PINYIN.match(text):
        names = [name.strip() for name in _PINYIN_BREAK.split(text)]
        return all(_PINYIN.fullmatch(name) for name in names if name.strip(f" *＊†^{{}}0123456789{_RAISED}"))
    words = _words(text)
    known = sum(bool(cues.name.fullmatch(word)) for word in words)
    others = sum(bool(cues.person_title.fullmatch(word) or cues.affiliation.search(word)) for word in words)
    marked = bool(_SPACED_NAME.search(text) or _RAISED_MARK.search(text))
    return known > 0 and known + others >= len(words) and (known >= least or others > 0 or marked)


def _words(text: str) -> list[str]:
    """The words of a line of names; a name of two characters spread over the line (`于　良`) is one."""
    return [word for word in _BETWEEN_NAMES.split(_SPACED_NAME.sub(r"\1\2", text)) if word]


def _is_address(text: str, cues: Cues) -> bool:
    """Whether a line is an affiliation: a body's name with a postcode, in brackets, or behind a mark with a place."""
    if len(text) > MAX_ADDRESS or _FULL_STOP.search(text) or not cues.affiliation.search(text):
        return False
    enclosed = text[0] in "(（[〔" and text[-1] in ")）]〕"
    return bool(_POSTCODE.search(text)) or enclosed or bool(_MARKED_ADDRESS.match(text))


def _is_bare_body(text: str, cues: Cues) -> bool:
    """Whether a line is a body's name and nothing more."""
    ends = [match.end() for match in cues.affiliation.finditer(text)]
    return bool(ends) and ends[-1] == len(text) <= MAX_BODY

"""What a part is, told by its words and its neighbours: caption, note, reference entry, byline, contents line.

Facts are not taken from references, bylines and furniture, so each rule here asks for a mark that body text does not have: a
label with its colon, a document-type mark such as `[J]`, a surname at each name. An abstract and its keywords are text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from pipeline.data import SegmentKind
from pipeline.text.cues import Cues
from pipeline.text.parts import Part

MAX_CAPTION = 90  # characters
MAX_CONTACT = 120  # characters of a block that an e-mail address makes a byline
MAX_BYLINE = 400  # characters of a block that a label makes a byline: beyond it text was glued to it
MANY_NAMES = 6  # names in a block that is a list of people wherever it stands,
MOST = 0.7  # where they are this share of its words (two may be glued)
MAX_ENTRY = 700  # characters of a reference entry
MAX_LEADERS = 0.2  # share of a block that dot leaders may be: beyond it lines of contents were glued together
MAX_CONTINUED = 120  # characters of a block between two reference entries that has no mark of its own
MAX_GAP = 2  # such blocks in a row
MIN_TEXT = 60  # characters of a block that ends the title page
MIN_GLUED_ABSTRACT = 80  # characters of a block that begins `Abstract This paper`
TITLE_REACH = 8  # parts before an abstract in which its title and authors stand
NOTE_SIZE = 0.92  # times the body's size

_LEADERS = re.compile(r"(?:\.\s?){5,}|…{2,}|[·•．・‧]{4,}|_{5,}")
_LONG_LEADERS = re.compile(r"(?:\.\s?){8,}|…{4,}|[·•．・‧]{6,}")
_PAGE_NUMBER = r"\(?(?:\d{1,3}|[ivxl]{1,6})\)?"
_LEADER_LINE = re.compile(rf".{{1,160}}?(?:{_LEADERS.pattern})\s*{_PAGE_NUMBER}\s*…?", re.S)
_CONTENTS_LINE = re.compile(rf".{{1,80}}?(?:{_LEADERS.pattern}|[ \u3000\t])\s*{_PAGE_NUMBER}", re.S)
_MAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+|(?:https?://)?orcid\.org/")
_MARK = re.compile(r"[\[［]\s*(?:J|M|D|C|R|N|P|S|Z|A|G|K|EB|DB|CP|DS)\s*(?:/\s*OL|/\s*CD|/\s*DK)?\s*[\]］]")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_CITED = re.compile(
    r"https?://|www\.|\bdoi\b|出版社|第?\s*\d+\s*期|\bVol\.|\bvol\.|\bpp?\.\s*\d|et al\.|\bPress\b|\bJournal\b|\bReview\b|"
    r"\d+\s*\(\d+\)\s*[:：]|\(eds?\.\)|参见|转引自", re.I,
)  # fmt: skip
_BRACKET_NUMBER = re.compile(r"[\[［【]\s*\d{1,3}\s*[\]］】]")
_ENTRY_NUMBER = re.compile(r"(?:[\[［【(（]?\s*\d{1,3}\s*[\]］】)）.．、]|\d{1,3}\s|[\u2460-\u2473*†‡])\s*")
_AUTHORED = re.compile(r"[^\W\d_].{2,120}?[(（](?:19|20)\d\d[a-z]?[)）]|[^\W\d_].{4,200}[,，.．]\s*(?:19|20)\d\d[a-z]?\s*(?:[,，:：.．(（]|$)", re.S)
_BIO = re.compile(r"[*\s]*[^\W\d_]{2,4}\s*[（(]\s*(?:19|20)\d\d\s*(?:年\s*)?[-－–—~～]?\s*[)）]?\s*[,，、]\s*[男女]")
_SUPPORT = re.compile(r"基金|项目|课题|资助|grant|fund|support|project", re.I)
_FOOTNOTE = re.compile(r"[\u2460-\u2473*†‡＊]|\d{1,3}\s+(?=[^\W\d]|https?:)|[\[［]\d{1,3}[\]］]")
_PAGES = re.compile(r"出版社[，,]?\s*\d{4}|\d{4}\s*年第?\s*\d+\s*期|第\s*\d+\s*(?:[-–—~～]\s*\d+\s*)?页|\bpp?\.\s*\d+|https?://")
_DATE = re.compile(
    r"(?:\(|（)?(?:(?:19|20)\d\d|[二〇○零一九]{4})\s*[年./-]\s*(?:\d{1,2}|[一二三四五六七八九十]{1,2})\s*(?:月\s*)?(?:[./-]?\s*(?:\d{1,2}|[一二三四五六七八九十]{1,3})\s*日?)?"
    r"(?:\)|）)?|(?:\d{1,2}\s+)?(?:January|February|March|April|May|June|July|August|September|October|November|December)\s+(?:\d{1,2},\s+)?\d{4}"
)  # fmt: skip
_POSTCODE = re.compile(r"(?<!\d)\d{5,6}(?!\d)")
_NOT_NAME = re.compile(r"[\s，、,；;·*＊#†‡①-⑳¹²³⁴⁵\d（）()\[\]【】/]+")
_SPACED_NAME = re.compile(r"(?<![\u4e00-\u9fff])([\u4e00-\u9fff])[ \u3000]+([\u4e00-\u9fff])(?![\u4e00-\u9fff])")
_PINYIN = re.compile(r"(?:[A-Z]{2,}\s+[A-Z][a-z]+(?:-?[a-z]+)?|[A-Z][a-z]+(?:-[a-z]+)?\s+[A-Z]{2,})[\d,*†\s]*")
_SENTENCE_END = re.compile(r"[。；！？]|[a-z]\.\s|[a-z]\.$")


def own_role(part: Part, cues: Cues, body_size: float) -> SegmentKind | None:
    """The role that a part's kind and words alone show; None where it may be a paragraph, a heading or a byline."""
    text = part.text
    if part.kind in ("furniture", "cell", "caption"):
        return part.kind  # type: ignore[return-value]
    if _LEADER_LINE.fullmatch(text) or sum(map(len, _LONG_LEADERS.findall(text))) > MAX_LEADERS * len(text):
        return "furniture"
    if is_abstract(part, cues):
        return "paragraph"
    if _is_byline(text, cues):
        return "byline"
    if part.kind == "figure":
        return "figure"
    if cues.unit.match(text) or _is_caption(part, cues):
        return "caption"
    if is_reference_entry(text) or (_is_footnote(part, body_size) and _PAGES.search(text)):
        return "reference"
    titled = part.number is not None and part.number.style == "section"
    if (part.kind == "note" and not titled) or _is_footnote(part, body_size) or cues.note.match(text):
        return "note"
    return "list" if part.kind == "list" else None


def _is_byline(text: str, cues: Cues) -> bool:
    """Whether a block is about the text's making by its own words: a label, a biography, a funding note, an address, names."""
    if len(text) <= MAX_CONTACT and _MAIL.search(text) and not _SENTENCE_END.search(_MAIL.sub("", text)):
        return True
    if len(text) > MAX_BYLINE:
        return False
    if cues.byline_label.match(text) or _BIO.match(text) or (cues.funding_opening.match(text) and _SUPPORT.search(text)):
        return True
    enclosed = text[0] in "(（" and text[-1] in ")）"
    return _is_names(text, cues, least=1 if enclosed else MANY_NAMES)


def is_abstract(part: Part, cues: Cues) -> bool:
    """Whether the part is an abstract or its keywords, with text behind the label."""
    match = cues.abstract_label.match(part.text)
    if not match or match.end() >= len(part.text):
        return False
    return not match.group()[-1].isspace() or len(part.text) >= MIN_GLUED_ABSTRACT


def is_reference_entry(text: str) -> bool:
    """Whether `text` is an entry of a reference list by its own marks: `[12] 作者. 题名[J]. 刊名, 2019(3)`."""
    if len(text) > MAX_ENTRY or not _YEAR.search(text):
        return bool(_MARK.search(text[:MAX_ENTRY]) and _BRACKET_NUMBER.match(text))
    if _MARK.search(text):
        return bool(_ENTRY_NUMBER.match(text)) or not text.rstrip().endswith("。")
    return bool(_BRACKET_NUMBER.match(text) and _CITED.search(text))


def reference_parts(
    parts: Sequence[Part], roles: Sequence[SegmentKind | None], levels: Mapping[int, int], cues: Cues
) -> set[int]:
    """Parts under a heading of references, from it to the last entry before an abstract, a heading that no entry
    follows, or MAX_GAP blocks without an entry's marks."""
    found: set[int] = set()
    inside, gap = False, list[int]()
    for i, part in enumerate(parts):
        if roles[i] in ("furniture", "cell", "caption", "figure", "byline"):
            continue
        if i in levels:
            inside = bool(cues.reference_heading.fullmatch(part.title.strip())) or (inside and _entry_follows(parts, roles, i))
            gap = []
        elif inside and (roles[i] == "reference" or _is_loose_entry(part.text)):
            found.update((*gap, i))
            gap = []
        elif inside:
            gap.append(i)
            inside = not is_abstract(part, cues) and len(gap) <= MAX_GAP and len(part.text) <= MAX_CONTINUED
    return found


def contents_parts(parts: Sequence[Part], roles: Sequence[SegmentKind | None], cues: Cues) -> set[int]:
    """Lines under a heading of contents that end in a page number or come again further on."""
    squeezed = ["".join(part.text.split()) for part in parts]
    last = {text: i for i, text in enumerate(squeezed)}
    found: set[int] = set()
    inside = False
    for i, part in enumerate(parts):
        if cues.contents_heading.fullmatch(part.text):
            inside = True
        elif inside and roles[i] != "furniture":
            inside = len(part.text) <= MAX_CONTINUED and (last[squeezed[i]] > i or bool(_CONTENTS_LINE.fullmatch(part.text)))
            if inside:
                found.add(i)
    return found | _between_leaders(parts, roles)


def _between_leaders(parts: Sequence[Part], roles: Sequence[SegmentKind | None]) -> set[int]:
    """Short blocks between two lines of contents: the first halves of entries that fill two lines."""
    leaders = {i for i, part in enumerate(parts) if roles[i] == "furniture" and part.kind != "furniture"}
    short = (i for i, part in enumerate(parts) if len(part.text) <= MAX_CONTINUED and not _SENTENCE_END.search(part.text))
    return {i for i in short if i not in leaders and i - 1 in leaders and i + 1 in leaders}


def title_page_bylines(parts: Sequence[Part], roles: Sequence[SegmentKind | None], cues: Cues) -> set[int]:
    """Names, affiliations and dates at the top of the document, and before an abstract further on."""
    found = _authors(parts, roles, range(_title_page_end(parts, roles, cues)), cues)
    for i, part in enumerate(parts):
        if is_abstract(part, cues) and not part.text.lstrip("[【［").startswith(("关", "主", "K", "k")):
            found |= _authors(parts, roles, range(max(0, i - TITLE_REACH), i), cues)
    return found


def _authors(parts: Sequence[Part], roles: Sequence[SegmentKind | None], where: range, cues: Cues) -> set[int]:
    """The author lines among some parts: names and addresses by themselves, a body's bare name or a date beside them."""
    open_ = [i for i in where if roles[i] in (None, "list", "note") and not _is_sentence(parts[i])]
    sure = {i for i in open_ if _is_names(parts[i].text, cues) or _is_address(parts[i].text, cues)}
    near = {j for i in sure for j in (i - 2, i - 1, i + 1, i + 2)}
    abstract = {i for i in (where.stop - 1,) if where.stop < len(parts) and is_abstract(parts[where.stop], cues)}
    beside = {i for i in open_ if i in near and parts[i].number is None and _is_bare_body(parts[i], cues)}
    beside |= {i for i in open_ if i in near | abstract and cues.name.fullmatch(parts[i].text)}
    return sure | beside | {i for i in open_ if _DATE.fullmatch(parts[i].text)}


def _title_page_end(parts: Sequence[Part], roles: Sequence[SegmentKind | None], cues: Cues) -> int:
    """Index of the first part that is the matter itself: an abstract, a paragraph, a numbered heading, a table."""
    first_page = parts[0].page if parts else 1
    for i, part in enumerate(parts):
        if roles[i] == "furniture":
            continue
        numbered = part.number and not _is_address(part.text, cues)
        matter = is_abstract(part, cues) or numbered or roles[i] == "cell" or part.page > first_page + 1
        if matter or (len(part.text) >= MIN_TEXT and _is_sentence(part)):
            return i
    return len(parts)


def _is_sentence(part: Part) -> bool:
    return bool(_SENTENCE_END.search(part.text)) and not _MAIL.search(part.text)


def _is_names(text: str, cues: Cues, least: int = 2) -> bool:
    """Whether a line holds nothing but people's names, their titles and bodies: `least` names, or one with a title or mark."""
    if len(text) > (MAX_BYLINE if least == MANY_NAMES else MAX_CONTACT):
        return False
    if _PINYIN.match(text):
        return all(_PINYIN.fullmatch(name.strip()) for name in re.split(r"[,，;；、]| and ", text) if name.strip(" *†0123456789"))
    joined = _SPACED_NAME.sub(r"\1\2", text)
    words = [word for word in _NOT_NAME.split(joined) if word]
    names = sum(bool(cues.name.fullmatch(word)) for word in words)
    others = sum(bool(cues.person_title.fullmatch(word) or cues.affiliation.search(word)) for word in words)
    if least == MANY_NAMES:
        return names >= MANY_NAMES and names >= MOST * len(words)
    marked = joined != text or bool(re.search(r"[\u4e00-\u9fff][\d*＊①-⑳¹²³⁴]", text))
    return names > 0 and names + others >= len(words) and (names >= least or others > 0 or marked)


def _is_address(text: str, cues: Cues) -> bool:
    """Whether a line is an affiliation: a body's name with a postcode, or in brackets or behind a mark with a place."""
    if len(text) > 3 * MAX_CONTACT or not cues.affiliation.search(text):
        return False
    if _POSTCODE.search(text):
        return True
    opened = text[0] in "(（[〔" and text[-1] in ")）]〕"
    marked = bool(re.match(r"[\d*＊†‡①-⑳a-e]\s?[.．]?\s?[A-Z\u4e00-\u9fff]", text)) and bool(re.search(r"[,，、]", text))
    return opened or marked


def _is_bare_body(part: Part, cues: Cues) -> bool:
    match = None
    for match in cues.affiliation.finditer(part.text):
        pass
    return match is not None and (match.end() == len(part.text) or bool(_POSTCODE.search(part.text))) and len(part.text) <= MAX_CAPTION


def _is_caption(part: Part, cues: Cues) -> bool:
    match = cues.caption.match(part.text)
    return bool(match) and len(part.text) <= 2 * MAX_CAPTION and not re.search(r"。.|[。；;]$|(?<=[a-z])\.\s+[A-Z][a-z]+ [a-z]", part.text)


def _is_footnote(part: Part, body_size: float) -> bool:
    small = 0 < part.size < NOTE_SIZE * body_size
    return (small or part.kind == "note") and bool(_FOOTNOTE.match(part.text))


def _is_loose_entry(text: str) -> bool:
    """Whether a block in a list of references is one of its entries: a number in brackets, a mark, an author and a year."""
    if len(text) > MAX_ENTRY:
        return False
    cited = bool(_CITED.search(text)) and bool(_YEAR.search(text))
    return bool(_BRACKET_NUMBER.match(text) or _MARK.search(text) or _AUTHORED.match(text)) or cited


def _entry_follows(parts: Sequence[Part], roles: Sequence[SegmentKind | None], heading: int) -> bool:
    for i in range(heading + 1, len(parts)):
        if roles[i] != "furniture":
            return roles[i] == "reference" or bool(_BRACKET_NUMBER.match(parts[i].text))
    return False

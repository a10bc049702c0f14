"""Tells a web page's matter from its frame: trafilatura finds the matter, the page's own tree says how far it reaches.

trafilatura's verdict is used, not its text: it drops merged cells and the odd list or paragraph. The element that holds
nearly all that it keeps is the region of the matter; there, all but link lists and page tools is read.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from copy import deepcopy
from itertools import pairwise, takewhile
from typing import Any

from pipeline.formats.htmlitems import Item, ancestors
from pipeline.formats.manuscript import looks_like_title
from pipeline.text.lines import ends_sentence

MOST_ELEMENTS = 60_000  # of a page that trafilatura is asked about
MOST_DEPTH = 250
_SHORT = 120  # characters of a line that may be a page tool
_REGION = 0.9  # of the kept characters that the region holds
_REGION_TEXT = 0.75  # of the text of the element around it that the region must hold, link lists and frame aside
_ALL_LINKS = 0.9
_KEPT = 8  # characters of a paragraph that is found again in what was kept
_LEAST = 40  # characters of matter,
_LEAST_SHARE = 0.25  # and of the page's text outside links and frame: below these the whole body is read
_LINKS = 0.5  # of a paragraph's characters that are links where it is a list of links
_FRAME_TAGS = frozenset({"nav", "aside", "footer", "header"})
_FRAME_ROLES = frozenset({"navigation", "banner", "contentinfo", "complementary", "search", "menu", "menubar"})
_FRAME_NAMES = re.compile(
    r"(?:^|[\s_-])(?:nav|navbar|navigation|menu|breadcrumbs?|crumbs?|sidebar|footer|foot|bottom|share|sharing|social|toolbar|"
    r"cookie|related|recommend|copyright|weizhi|position|dqwz|fenxiang|xgwd|jiathis|bdsharebuttonbox|pager|pagination|skip-link|"
    r"comments?)(?:$|[\s_\d-])",
    re.IGNORECASE,
)
_TOOLS = re.compile(
    r"\s*(?:[【\[〖（(「]?\s*(?:打\s*印(?:本页|此页|文章)?|关\s*闭(?:窗口|本页)?|收藏(?:本页)?|返回(?:顶部|首页|列表|上一页)?|分享(?:到|至)?|字体|字号|"
    r"大|中|小|默认|超大|保护视力色|纠错|我要纠错|扫一扫|在手机打开当前页|微信|微博|新浪微博|QQ空间|朋友圈|下载|阅读|点击(?:数|率|量)?|浏览(?:次数|量)?|阅读次数|"
    r"Print|Share|E-?mail|Tweet|Facebook|Twitter|LinkedIn|WhatsApp|Copy link|Save|Close|Back to top|Skip to (?:main )?content)"
    r"\s*[】\]〗）)」]?\s*[:：|/｜·]?\s*[\d,]*\s*次?\s*)+",
    re.IGNORECASE,
)
_CRUMBS = re.compile(
    r"\s*(?:您?(?:现在|当前)?(?:所在|的)?位置|当前位置|您的位置|You are here)\s*(?:是|为)?\s*[:：]|\s*(?:首页|Home)\s*[>＞»›/]"
)
_PUBLISHED = re.compile(r"(?:(?:发布|更新|成文|印发|发文)?(?:时间|日期)|来源|信息来源|作者)\s*[:：]")
_TOOLS_BEHIND = re.compile(
    r"[\s|｜]*(?:字体|字号|[【\[]?\s*打\s*印|分享|浏览|阅读|点击|访问)(?:次数|量|数)?.*$", re.DOTALL
)
_NEIGHBOURS = re.compile(
    r"\s*(?:上一(?:篇|条|页)|下一(?:篇|条|页)|Previous|Next)\s*[:：]|\s*(?:相关(?:文档|链接|附件|新闻|报道|阅读|解读|信息)|推荐阅读|友情链接|扫一扫)"
)
_OWNER = re.compile(r"版权所有|ICP备|网站标识码|公网安备|©|\bcopyright\b|all rights reserved", re.IGNORECASE)
_SITE = re.compile(r"\s*(?:_+|\||｜|»|::|--+|\s[-–—]\s)\s*")
_TITLE_NAMES = ("articletitle", "og:title", "citation_title", "dc.title", "twitter:title")


def main_items(root: Any, items: Sequence[Item], heading: Item | None) -> list[Item]:
    """The items that are the page's matter, the one that bears its title first."""
    kept = _kept(root, items)
    region = _region(root, items, kept)
    matter = [] if region is None else _within(region, items, kept)
    if _is_little(matter, items):
        matter = [item for item in items if not _is_frame(item) and not _is_tool(item)] or list(items)
    for item in matter:
        if len(item.text) <= _SHORT and _PUBLISHED.search(item.text):
            item.text = _TOOLS_BEHIND.sub("", item.text)
    return matter if heading is None or heading in matter else [heading, *matter]


def _kept(root: Any, items: Sequence[Item]) -> set[Item]:
    """The items whose text trafilatura keeps."""
    verdict = _bare(_verdict(root))
    return {item for item in items if len(bare := _bare(item.text)) >= _KEPT and bare in verdict}


def _verdict(root: Any) -> str:
    """The text that trafilatura takes for the page's matter; "" for pages too large for it or that break it."""
    from lxml import etree
    from trafilatura import bare_extraction

    depth = count = 0
    for count, element in enumerate(root.iter(), start=1):
        if count > MOST_ELEMENTS:
            return ""
        if not len(element):
            depth = max(depth, sum(1 for _ in element.iterancestors()))
    if depth > MOST_DEPTH:
        return ""
    plain = deepcopy(root)
    etree.strip_attributes(plain, "colspan", "rowspan")  # it fills every cell that a span covers, be they millions
    try:
        found: Any = bare_extraction(plain, favor_recall=True, include_tables=True, include_comments=False)
    except Exception:  # a third party's heuristics over arbitrary trees: the whole body remains
        return ""
    return "" if found is None or found.body is None else "".join(found.body.itertext())


def _bare(text: str) -> str:
    return re.sub(r"\s+", "", text)


def _region(root: Any, items: Sequence[Item], kept: set[Item]) -> Any:
    """The innermost element that holds nearly all that was kept and most of what is no frame; None where nothing was kept."""
    marks: dict[Any, int] = defaultdict(int)  # characters kept
    texts: dict[Any, int] = defaultdict(int)  # characters that are no frame
    counts: dict[Any, int] = defaultdict(int)  # items
    for item in items:
        matter = not _is_frame(item) and not _is_tool(item)
        for element in ancestors(item.element):
            marks[element] += len(item.text) * (item in kept)
            texts[element] += len(item.text) * matter
            counts[element] += 1
    if not marks[root]:
        return None
    region = root
    while True:
        inner = max(region, key=lambda child: marks.get(child, 0), default=None)
        if inner is None or marks.get(inner, 0) < _REGION * marks[root]:
            return region
        if counts[inner] < 2 or texts[inner] < _REGION_TEXT * texts[region]:
            return region
        region = inner


def _within(region: Any, items: Sequence[Item], kept: set[Item]) -> list[Item]:
    """The items of the region that are no frame, up to the last that trafilatura keeps or that is no list of links."""
    inside = [item for item in items if any(element is region for element in ancestors(item.element))]
    left_out = {i for i in inside if _is_tool(i) or _is_menu(i) or (i not in kept and _is_frame(i, below=region))}
    matter = [item for item in inside if item not in left_out | _emptied_headings(inside, left_out)]
    while matter and matter[-1] not in kept and _is_loose_end(matter[-1]):
        matter.pop()
    return matter


def _emptied_headings(items: Sequence[Item], left_out: set[Item]) -> set[Item]:
    """Headings below the first level under which something stood and all of it is left out."""
    found = set[Item]()
    for place, (item, following) in enumerate(pairwise(items), start=1):
        if (item.level or 0) > 1 and following in left_out:
            below = takewhile(lambda other: other.level is None, items[place:])
            found |= {item} if all(other in left_out for other in below) else set()
    return found


def _is_menu(item: Item) -> bool:
    """Whether an item is nothing but links."""
    return item.linked > _ALL_LINKS and (bool(item.rows) or item.kind == "list") and not ends_sentence(item.text)


def _is_loose_end(item: Item) -> bool:
    """Whether an item at the matter's end is none of it: a heading with nothing under it, a short line or list of links."""
    return (
        not item.rows
        and (item.level is not None or item.kind == "list" or item.linked > 0)
        and not ends_sentence(item.text)
    )


def _is_frame(item: Item, *, below: Any = None) -> bool:
    """Whether an item stands in the page's frame by its element's name or, above the region, its place; or is a list of links."""
    if item.linked > _LINKS and not ends_sentence(item.text):
        return True
    for element in ancestors(item.element):
        if element is below:
            return False
        if element.tag in _FRAME_TAGS and not _holds_article(element):
            return True
        if element.get("role") in _FRAME_ROLES:
            return True
        if _FRAME_NAMES.search(f"{element.get('class') or ''} {element.get('id') or ''}") and element.tag not in (
            "body",
            "html",
        ):
            return True
    return False


def _holds_article(element: Any) -> bool:
    """Whether a page puts its very article, or the article's heading, into such an element."""
    return element.find(".//article") is not None or element.find(".//h1") is not None


def _is_tool(item: Item) -> bool:
    """Whether an item is a page tool by its words: print and close, share, breadcrumbs, the previous and next page."""
    if item.rows or item.level == 1:
        return False
    short = len(item.text) <= _SHORT and not ends_sentence(item.text)
    bare = re.sub(r"\s+", " ", item.text)
    return short and bool(
        _TOOLS.fullmatch(bare)
        or _CRUMBS.match(bare)
        or _OWNER.search(bare)
        or (_NEIGHBOURS.match(bare) and len(bare) <= 80)
    )


def _is_little(matter: Sequence[Item], items: Sequence[Item]) -> bool:
    """Whether so little is left that the whole body must be read."""
    text = sum(len(item.text) for item in matter)
    outside = sum(len(item.text) for item in items if not _is_frame(item) and not _is_tool(item))
    return text < min(_LEAST, outside) or text < _LEAST_SHARE * outside


def printed_title(root: Any, items: Sequence[Item]) -> tuple[str, Item | None]:
    """The page's title without the site's name, and the item that prints it."""
    stated = [title for title in _stated_titles(root) if looks_like_title(title)]
    for title in stated:
        item = next((item for item in items if _prints(item, title)), None)
        if item is not None:
            return item.text.replace("\n", " "), item
    tops = [item for item in items if item.level == 1 and not (item.linked > _LINKS and _is_frame(item))]
    if len(tops) == 1 and looks_like_title(tops[0].text):
        return tops[0].text.replace("\n", " "), tops[0]
    return next(iter(stated), ""), None


def _prints(item: Item, title: str) -> bool:
    """Whether an item is the title, or the title with few words more; not a link to the page itself."""
    if item.rows or item.linked > _LINKS or _CRUMBS.match(item.text):
        return False
    text, wanted = _bare(item.text), _bare(title)
    return text == wanted or (wanted in text and len(wanted) >= max(6.0, 0.6 * len(text)))


def _stated_titles(root: Any) -> list[str]:
    """What the page's head calls it, its meta elements first; after each, what stands before or beside the site's name."""
    metas = {(m.get("name") or m.get("property") or "").lower(): m.get("content") or "" for m in root.iter("meta")}
    element = next(iter(root.iter("title")), None)
    title = "" if element is None else "".join(element.itertext())
    whole = [" ".join(text.split()) for text in (*(metas.get(name, "") for name in _TITLE_NAMES), title)]
    found = list[str]()
    for text in whole:
        parts = _SITE.split(text)
        found += [text] if len(parts) == 1 else [parts[0], max(parts, key=len), text]
    return found

"""Chinese line breaking: reportlab's own lets a line begin with ， and cuts Latin words and numbers in two."""

from __future__ import annotations

from typing import Any

from reportlab.platypus.paragraph import Paragraph, ParaLines, cjkU, makeCJKParaLine

NEVER_FIRST = set("，。、；：？！）》”’」』】〕％%…·～,.;:?!)]①②③④⑤⑥⑦⑧⑨")
NEVER_LAST = set("（《“‘「『【〔([$€£￥")


class ChineseParagraph(Paragraph):  # type: ignore[misc]
    """A paragraph whose lines never begin with a closing sign, end with an opening one, or cut a number."""

    def breakLinesCJK(self, maxWidths: Any) -> Any:
        """Lines of glyphs for the given widths; a split paragraph keeps the lines it has."""
        if hasattr(self, "blPara") and getattr(self, "_splitpara", False):
            return self.blPara
        widths = maxWidths if isinstance(maxWidths, list | tuple) else [maxWidths]
        glyphs = [cjkU(t, f, "utf8") for f in self.frags for t in f.text]
        lines: list[Any] = []
        start = 0
        while start < len(glyphs):
            width = widths[min(len(lines), len(widths) - 1)]
            end = line_end(glyphs, start, width)
            used = sum(g.width for g in glyphs[start:end])
            lines.append(
                makeCJKParaLine(glyphs[start:end], width, used, width - used, lineBreak=False, calcBounds=False)
            )
            start = end
        return ParaLines(kind=1, lines=lines)


def line_end(glyphs: list[Any], start: int, width: float) -> int:
    """Index behind the last glyph of the line that begins at `start`: the last allowed break within `width`."""
    end, used = start, 0.0
    while end < len(glyphs) and used + glyphs[end].width <= width + 0.01:
        used += glyphs[end].width
        end += 1
    if end == len(glyphs):
        return end
    for cut in range(end, start + 1, -1):
        if may_break(str(glyphs[cut - 1]), str(glyphs[cut])):
            return cut
    return max(end, start + 1)


def may_break(before: str, after: str) -> bool:
    """Whether a line may end between these two characters."""
    if after in NEVER_FIRST or before in NEVER_LAST or after == " ":
        return False
    return not (before < "\u2010" and after < "\u2010" and before != " ")

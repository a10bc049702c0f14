"""The style sheets in which bench/browser.py prints true texts, one way to lay a document out each."""

from __future__ import annotations

_SONG = "font-family: 'Liberation Serif', 'Noto Serif CJK SC', serif;"
_HEI = "font-family: 'Liberation Sans', 'Noto Sans CJK SC', sans-serif;"
_UMING = "font-family: 'Liberation Serif', 'AR PL UMing CN', serif;"
_ZENHEI = "font-family: 'Liberation Sans', 'WenQuanYi Zen Hei', sans-serif;"
_DEJAVU = "font-family: 'DejaVu Serif', 'AR PL UKai CN', serif;"
_INDENTED = "p { text-indent: 2em; margin: 0; text-align: justify }"
_BLOCKS = "p { text-indent: 0; margin: 0 0 .7em; text-align: left }"
_RUNNING = """@page { @top-center { content: "科技政策研究 第5期"; font-size: 8pt }
@bottom-center { content: "- " counter(page) " -"; font-size: 8pt } }"""
_RULED_HEAD = """@page { @top-left { content: "Policy Review 2024 (3)"; font-size: 8pt; border-bottom: .5pt solid black }
@top-right { content: "第" counter(page) "页"; font-size: 8pt; border-bottom: .5pt solid black; text-align: right } }"""
_CENTURY = """@page { @bottom-right { content: "第 " counter(page) " 页 共 " counter(pages) " 页"; font-size: 9pt }
@top-left { content: "国际科技合作研究报告"; font-size: 9pt } }"""

_RULED = "table { border-collapse: collapse } td { border: .6pt solid black }"
_THREE_LINES = """table { border-collapse: collapse; border-top: 1.2pt solid; border-bottom: 1.2pt solid }
tr:first-child td { border-bottom: .6pt solid }"""
_ROW_LINES = "table { border-collapse: collapse } td { border-bottom: .5pt solid #888 }"
_NO_LINES = "table { border-collapse: collapse }"
_ZEBRA = """table { border-collapse: collapse } tr:nth-child(odd) td { background: #eee }
tr:first-child td { background: #456; color: white; font-weight: bold }"""
_OPEN_SIDES = """table { border-collapse: collapse; border-top: 1pt solid; border-bottom: 1pt solid }
td { border: .5pt solid } td:first-child { border-left: none } td:last-child { border-right: none }"""
_SMALL = "td { font-size: .85em; padding: 2px 4px; vertical-align: top }"
_ROOMY = "td { font-size: .95em; padding: 5px 9px; vertical-align: middle }"
_CENTRED = "td { font-size: .85em; padding: 3px 4px; vertical-align: middle; text-align: center }"
_ACROSS = "table, .caption { column-span: all }"


def _page(size: str, margin: str) -> str:
    return f"@page {{ size: {size}; margin: {margin} }}"


def _body(face: str, size: float, pitch: float, columns: int = 1, gap: str = "8mm") -> str:
    split = f"column-count: {columns}; column-gap: {gap};" if columns > 1 else ""
    return f"body {{ {face} font-size: {size}pt; line-height: {pitch}; {split} }}"


_A4 = _page("A4", "24mm 20mm")
_WIDE = _page("A4", "32mm 38mm")

SHEETS: dict[str, tuple[str, ...]] = {
    "plain": (_A4, _body(_SONG, 10.5, 1.6), _INDENTED, _RULED, _SMALL, _RUNNING),
    "wide-margins": (_WIDE, _body(_SONG, 12, 1.8), _INDENTED, _THREE_LINES, _SMALL, _RULED_HEAD),
    "blocks": (_A4, _body(_HEI, 11, 1.5), _BLOCKS, _ROW_LINES, _ROOMY, _CENTURY),
    "letter": (_page("letter", "1in"), _body(_DEJAVU, 11, 1.45), _BLOCKS, _NO_LINES, _ROOMY),
    "b5": (_page("176mm 250mm", "18mm"), _body(_UMING, 10.5, 1.5), _INDENTED, _RULED, _CENTRED, _RUNNING),
    "large": (_A4, _body(_UMING, 16, 1.75), _INDENTED, _RULED, _SMALL, _CENTURY),
    "tiny": (_page("A4", "12mm"), _body(_SONG, 7, 1.3), _INDENTED, _THREE_LINES, _SMALL),
    "landscape": (_page("A4 landscape", "18mm"), _body(_ZENHEI, 12, 1.6), _BLOCKS, _OPEN_SIDES, _ROOMY, _CENTURY),
    "slides": (_page("254mm 143mm", "12mm 16mm"), _body(_HEI, 18, 1.4), _BLOCKS, _ZEBRA, _SMALL),
    "two": (_A4, _body(_SONG, 9, 1.65, 2), _INDENTED, _RULED, _SMALL, _RUNNING),
    "two-three-lines": (_A4, _body(_SONG, 9, 1.65, 2), _INDENTED, _THREE_LINES, _SMALL, _RULED_HEAD),
    "two-row-lines": (_A4, _body(_HEI, 9, 1.55, 2), _BLOCKS, _ROW_LINES, _SMALL, _RUNNING),
    "two-no-lines": (_A4, _body(_SONG, 9.5, 1.5, 2, "10mm"), _INDENTED, _NO_LINES, _SMALL, _CENTURY),
    "two-zebra": (_A4, _body(_ZENHEI, 9, 1.6, 2), _BLOCKS, _ZEBRA, _ROOMY),
    "two-narrow": (_page("A4", "15mm"), _body(_UMING, 10, 1.4, 2, "4.5mm"), _INDENTED, _RULED, _CENTRED, _RUNNING),
    "two-ruled": (_A4, _body(_SONG, 9, 1.6, 2), _INDENTED, _OPEN_SIDES, _SMALL, "body { column-rule: .5pt solid }"),
    "two-across": (_A4, _body(_SONG, 9, 1.6, 2), _INDENTED, _RULED, _ROOMY, _ACROSS, _RUNNING),
    "two-across-three-lines": (_A4, _body(_SONG, 9, 1.6, 2), _INDENTED, _THREE_LINES, _ROOMY, _ACROSS, _RUNNING),
    "two-across-no-lines": (_A4, _body(_HEI, 9, 1.6, 2), _INDENTED, _NO_LINES, _ROOMY, _ACROSS, _CENTURY),
    "two-across-zebra": (_A4, _body(_SONG, 9, 1.6, 2), _BLOCKS, _ZEBRA, _ROOMY, _ACROSS),
    "two-letter": (_page("letter", "20mm"), _body(_DEJAVU, 8.5, 1.5, 2), _BLOCKS, _THREE_LINES, _SMALL, _RULED_HEAD),
    "three": (_page("A4", "15mm"), _body(_SONG, 8, 1.5, 3, "5mm"), _INDENTED, _RULED, _SMALL, _RUNNING),
    "three-three-lines": (_page("A4", "15mm"), _body(_HEI, 7.5, 1.5, 3), _INDENTED, _THREE_LINES, _SMALL),
    "three-across": (_page("A4", "15mm"), _body(_SONG, 8, 1.5, 3, "6mm"), _INDENTED, _RULED, _SMALL, _ACROSS, _RUNNING),
    "three-across-lines": (_page("A4", "15mm"), _body(_UMING, 8, 1.5, 3), _BLOCKS, _ROW_LINES, _SMALL, _ACROSS),
    "three-landscape": (_page("A4 landscape", "15mm"), _body(_SONG, 9, 1.5, 3), _INDENTED, _RULED, _SMALL, _CENTURY),
    "spread": (_page("A3 landscape", "20mm"), _body(_SONG, 10.5, 1.6, 4, "9mm"), _INDENTED, _THREE_LINES, _SMALL),
    "centred-table": (_WIDE, _body(_SONG, 11, 1.7), _INDENTED, _RULED, _CENTRED, "table { width: 70%; margin: auto }"),
    "loose-table": (_A4, _body(_HEI, 10.5, 1.6), _INDENTED, _NO_LINES, _SMALL, "table { width: auto }"),
    "long-table": (_page("A5", "16mm"), _body(_SONG, 12, 1.6), _INDENTED, _THREE_LINES, _ROOMY, _RUNNING),
    "long-no-lines": (_page("A5", "16mm"), _body(_SONG, 11, 1.5), _INDENTED, _NO_LINES, _ROOMY, _RUNNING),
    "framed": (_A4, _body(_SONG, 10.5, 1.6), _INDENTED, _RULED, _SMALL, "body { border: 1pt solid; padding: 14pt }"),
    "shaded-heads": (_A4, _body(_HEI, 10.5, 1.6), _BLOCKS, _ZEBRA, _SMALL, "h2 { background: #9bd; padding: 3pt }"),
    "centred-heads": (_A4, _body(_UMING, 12, 1.9), _INDENTED, _ROW_LINES, _SMALL, "h2 { text-align: center }", _CENTURY),
    "letter-spaced": (_A4, _body(_SONG, 10.5, 1.8), _INDENTED, _RULED, _SMALL, "body { letter-spacing: .12em }"),
    "hanging": (_A4, _body(_SONG, 10.5, 1.5), "p { padding-left: 2em; text-indent: -2em; margin: 3pt 0 }", _RULED, _SMALL),
    "tight": (_A4, _body(_HEI, 10, 1.2), "p { margin: 0; text-indent: 2em }", _ROW_LINES, _SMALL),
    "double-spaced": (_A4, _body(_SONG, 12, 2.4), _INDENTED, _THREE_LINES, _ROOMY, _RUNNING),
    "drop-caps": (_A4, _body(_SONG, 10.5, 1.6), _BLOCKS, _RULED, _SMALL, "h2 + p::first-letter { font-size: 2.6em; float: left; line-height: 1 }"),
}  # fmt: skip
BASE = """h2 { font-size: 1.25em; margin: .9em 0 .4em; break-after: avoid } table { width: 100%; margin: 6pt 0 10pt }
tr { break-inside: avoid }"""


def sheet(name: str) -> str:
    """A style sheet."""
    return "\n".join((BASE, *SHEETS[name]))

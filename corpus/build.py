"""Builds the sample corpus: python corpus/build.py [STEM ...] [-o DIR] [--check].

Reads corpus/sources/*.toml; writes NAME.pdf, NAME.txt and gold/NAME.json. `--check` writes nothing: it resolves
the sources again and says where the files in the corpus differ or contradict the guidelines. The same sources give the
same bytes. PDFs need the packages named in press/fonts.py and reportlab, Pillow, pypdfium2; texts and gold need
Python only.
"""

from __future__ import annotations

import argparse
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from press import gold as golden
from press.markup import Block, parse, write

HERE = Path(__file__).parent
LEXICON = HERE.parent / "pipeline" / "lexicon" / "instruments.toml"


@dataclass(frozen=True)
class Built:
    """A brief resolved: its blocks for the typesetter, its true text and its gold record as they are written."""

    stem: str
    brief: dict[str, Any]
    blocks: list[Block]
    text: str
    gold: dict[str, Any]


def resolve(path: Path) -> Built:
    """Reads one source file and resolves its marks."""
    brief = tomllib.loads(path.read_text(encoding="utf-8"))
    blocks = parse(brief["body"])
    head = [*brief["title"].values(), *brief.get("byline", [])]
    written = write(brief["language"][0] == "zh", head, blocks)
    return Built(path.stem, brief, blocks, written.text, golden.record(path.stem, brief, written.spans))


def pdf(built: Built) -> bytes:
    """The brief as PDF."""
    from press import fonts, typeset

    fonts.register()
    look = typeset.setting(built.brief, built.blocks)
    inner = look.page[0] - 2 * look.margin
    titles = list(built.brief["title"].values())
    head = typeset.headed(look, titles, built.brief.get("byline", []))
    split = 0
    if look.layout == "columns":
        split = next(i for i, b in enumerate(built.blocks) if b.kind == "heading")
        head += typeset.story(look, built.blocks[:split], inner)
        inner = (inner - 20) / 2
    body = typeset.story(look, built.blocks[split:], inner)
    return typeset.make(look, head, body, title=titles[0])


def outputs(built: Built) -> dict[str, bytes]:
    """Text and gold of a brief by path relative to the corpus."""
    return {
        f"{built.stem}.txt": built.text.encode(),
        f"gold/{built.stem}.json": golden.dumps(built.gold).encode(),
    }


def build(every: list[Built], target: Path) -> None:
    """Writes PDF, text and gold of each brief under `target`."""
    for built in every:
        for name, content in {f"{built.stem}.pdf": pdf(built), **outputs(built)}.items():
            path = target / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        print(
            f"{built.stem}: {len(built.text)} characters, {len(built.gold['mentions'])} values, "
            f"{len(built.gold['measures'])} measures"
        )


def check(every: list[Built], target: Path) -> list[str]:
    """What is wrong with the sources, and which written files are not what the sources say."""
    keys = frozenset(tomllib.loads(LEXICON.read_text(encoding="utf-8"))["instruments"])
    wrong = [f"{b.stem}: {w}" for b in every for w in golden.check(b.gold, b.text, keys)]
    for built in every:
        for name, content in outputs(built).items():
            path = target / name
            if not path.is_file() or path.read_bytes() != content:
                wrong.append(f"{name}: missing or out of date; run python corpus/build.py {built.stem}")
        if not (target / f"{built.stem}.pdf").is_file():
            wrong.append(f"{built.stem}.pdf: missing")
    return wrong


def fonts_present() -> bool:
    """Whether the fonts are installed; says on stderr what to install when they are not."""
    from press import fonts

    absent = fonts.missing()
    if absent:
        print(f"fonts missing: {', '.join(absent)}; install: apt-get install {fonts.PACKAGES}", file=sys.stderr)
    return not absent


def main() -> int:
    """Builds or checks; 1 when something is wrong, 5 when fonts are missing."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("stems", nargs="*", metavar="STEM", help="briefs to build (default: all)")
    parser.add_argument("-o", "--output", type=Path, default=HERE, help="folder to write to (default: the corpus)")
    parser.add_argument("--check", action="store_true", help="write nothing, only check")
    parser.add_argument("--fonts", action="store_true", help="only say whether the fonts are there (0 or 5)")
    args = parser.parse_args()
    paths = sorted((HERE / "sources").glob("*.toml"))
    every = [resolve(p) for p in paths if not args.stems or p.stem in args.stems]
    if not args.check:
        if not fonts_present():
            return 5
        if args.fonts:
            return 0
        build(every, args.output)
    wrong = check(every, args.output)
    print("\n".join(wrong) or f"{len(every)} briefs are sound")
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())

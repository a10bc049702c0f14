"""Evidence for the page: each value in its sentence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from pipeline.data import AnyMention, Document, Duration, Money, Percent, Period, Ratio
from pipeline.reporting.view import ValueView

MAX_SIDE_CHARS = 400
"""Characters of a sentence shown before a quote, and after it; longer "sentences" are tables or broken layouts."""


def value_views(
    mentions: Iterable[AnyMention], documents: Iterable[Document], crops: Mapping[str, tuple[str, ...]]
) -> tuple[ValueView, ...]:
    """The values with their sentences and the ids of their crops, in the order given."""
    texts = {document.doc_id: document.text for document in documents}
    return tuple(_value_view(m, texts[m.doc_id], crops.get(m.mention_id, ())) for m in mentions)


def page_of(document: Document, offset: int) -> int | None:
    """The page that a place of the text is on; None between pages or outside."""
    return next((page.number for page in document.pages if page.start <= offset < page.end), None)


def tidy(text: str) -> str:
    """Text with each run of white space as one space; a space at either end is kept."""
    words = " ".join(text.split())
    return f"{' ' if text[:1].isspace() and words else ''}{words}{' ' if text[-1:].isspace() and words else ''}"


def number_text(number: Decimal) -> str:
    """A number in plain digits, without exponent or trailing zeros."""
    return f"{number.normalize():f}"


def _value_view(mention: AnyMention, text: str, crops: tuple[str, ...]) -> ValueView:
    before = text[max(mention.sentence.start, mention.start - MAX_SIDE_CHARS) : mention.start]
    after = text[mention.end : min(mention.sentence.end, mention.end + MAX_SIDE_CHARS)]
    low, high = _sides(mention)
    money = mention if isinstance(mention, Money) else None
    role = mention.role if isinstance(mention, Money | Percent | Ratio) else None
    return ValueView(
        id=mention.mention_id,
        doc=mention.doc_id,
        page=mention.page,
        type=str(mention.__struct_config__.tag),
        quote=" ".join(mention.quote.split()),
        before=tidy(before).lstrip(),
        after=tidy(after).rstrip(),
        rule=mention.rule,
        confidence=round(mention.confidence, 2),
        boxes=tuple((b.page, round(b.x0, 1), round(b.y0, 1), round(b.x1, 1), round(b.y1, 1)) for b in mention.boxes),
        crops=crops,
        min=low,
        max=high,
        currency=money.currency if money else None,
        bound=None if isinstance(mention, Period) else mention.bound,
        per=money.per if money else (),
        role=role,
        year=money.year if money else None,
        copy=money.conversion_of if money else None,
    )


def _sides(mention: AnyMention) -> tuple[str | None, str | None]:
    """Both sides as text: minimum and maximum, from and to, or numerator and denominator."""
    if isinstance(mention, Period):
        return mention.from_, mention.to
    if isinstance(mention, Duration):
        return mention.min, mention.max
    if isinstance(mention, Ratio):
        return number_text(mention.numerator), number_text(mention.denominator)
    low, high = mention.min, mention.max
    return (None if low is None else number_text(low)), (None if high is None else number_text(high))

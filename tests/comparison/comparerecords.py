"""Records for the tests of comparing: documents, measures, values and facts by hand."""

from decimal import Decimal

from pipeline.data import Converted, Dataset, Document, Duration, Fact, Measure, Money, Passage, Period, Span


def document(text, *, doc_id="d"):
    return Document(
        doc_id=doc_id, source=doc_id, sha256="", title="", languages=("zh",), text=text, pages=(), blocks=(), lines=()
    )


def measure(measure_id, *spans, doc_id="d", country="JP", instruments=()):
    return Measure(
        measure_id=measure_id, names=(measure_id,), kind="programme", country=country, parent=None, organisations=(),
        instruments=instruments, doc_ids=(doc_id,), mentions=(),
        passages=tuple(Passage(doc_id=doc_id, span=Span(*span)) for span in spans),
    )  # fmt: skip


def _evidence(mention_id, start):
    return {
        "mention_id": mention_id, "doc_id": "d", "quote": "x", "start": start, "end": start + 1, "page": 1, "boxes": (),
        "sentence": Span(start, start + 1), "segment": 0, "rule": "x", "confidence": 1.0,
    }  # fmt: skip


def money(mention_id, amount, *, role="award", year=None, start=0, per=()):
    value = Decimal(amount)
    return Money(
        **_evidence(mention_id, start),
        min=value,
        max=value,
        currency="JPY",
        bound="exact",
        role=role,
        year=year,
        per=per,
    )


def duration(mention_id, iso, *, start=0):
    return Duration(**_evidence(mention_id, start), min=iso, max=iso, bound="exact")


def period(mention_id, first, last):
    return Period(**_evidence(mention_id, 0), from_=first, to=last)


def converted(method, amount, *, stated=True):
    value = Decimal(amount)
    return Converted(
        min=value, max=value, currency="USD", year=2020, year_stated=stated, rate=Decimal(1), source="x", steps=("x",),
        method=method,
    )  # fmt: skip


def fact(mention, subject, *ways):
    """A fact; the first way is the one at market rates."""
    return Fact(
        fact_id=f"f-{mention.mention_id}", subject=subject, subject_type="measure", doc_id="d",
        mention_id=mention.mention_id, type=mention.__struct_config__.tag, score=1.0, reason="x",
        converted=ways[0] if ways else None, comparable=ways[1:],
    )  # fmt: skip


def dataset(measures, facts=()):
    return Dataset(measures=tuple(measures), organisations=(), facts=tuple(facts))


def by_id(*mentions):
    return {mention.mention_id: mention for mention in mentions}

"""Ticks of chart axes: even steps are a scale, whatever labels stand between them; figures of the text are none."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from valuecases import GRAMMAR

from pipeline.grammar.axes import ticks


def marked(*labels):
    values = [v for label in labels for v in GRAMMAR.find(label, local_currency="CNY")]
    found = ticks(values)
    return [v.min for k, v in enumerate(values) if k in found], [v.min for k, v in enumerate(values) if k not in found]


@pytest.mark.parametrize(
    ("labels", "scale", "rest"),
    [
        (("26.7%", "30.0%", "25.0% 19.6%", "20.0%", "15.0%", "10.0%", "5.0%", "0.0%"), 7, ["26.7", "19.6"]),
        (("0%", "20%", "40%", "60%", "80%", "100%"), 6, []),
        (("0%", "10%", "17%", "20%", "30%"), 4, ["17"]),
        (("$10m", "$20m", "$30m", "$40m", "$50m"), 5, []),
        (("24.0% 23.5% 23.0%", "21.8%", "22.5% 22.0%"), 5, ["21.8"]),
        (("44%", "17%", "16%", "7%", "6%", "6%", "2%", "1%", "1%"), 0, [44, 17, 16, 7, 6, 6, 2, 1, 1]),
        (("10%", "20%", "30%", "40%"), 0, [10, 20, 30, 40]),
        (("58%", "18%", "9%", "5%", "3%"), 0, [58, 18, 9, 5, 3]),
        ((), 0, []),
    ],
)
def test_a_scale_among_the_labels_of_a_figure(labels, scale, rest):
    found, kept = marked(*labels)
    assert len(found) == scale
    assert kept == [Decimal(r) for r in rest]


@given(
    st.integers(1, 9),
    st.integers(5, 9),
    st.lists(st.sampled_from(["33.3%", "41.7%", "8.6%"]), max_size=4),
    st.booleans(),
)
def test_any_scale_is_found_in_either_direction(step, count, labels, falling):
    scale = [f"{step * k}%" for k in range(count)]
    found, kept = marked(*(reversed(scale) if falling else scale), *labels)
    assert sorted(found) == [step * k for k in range(count)]
    assert len(kept) == len(labels)

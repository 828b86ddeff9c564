"""A treemap: areas in proportion, no part outside its whole, every mark named, hostile names harmless."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as some

from svtrain.ui.chart import Chart
from svtrain.ui.drawing import draw, standalone
from svtrain.ui.figures import treemap
from svtrain.ui.treemap_drawing import Box, squarified

amounts = some.lists(some.floats(1, 1e6), min_size=1, max_size=40)


@given(amounts, some.floats(50, 1000), some.floats(50, 1000))
def test_areas_are_in_proportion_and_stay_inside(values, width, height):
    values = sorted(values, reverse=True)
    parts = squarified(values, Box(0, 0, width, height))
    for value, part in zip(values, parts, strict=True):
        assert part.width * part.height == pytest.approx(value / sum(values) * width * height, rel=1e-6, abs=1e-3)
        assert part.x >= -1e-3 and part.y >= -1e-3 and part.x + part.width <= width + 1e-3 and part.y + part.height <= height + 1e-3


GROUPS = [("Works", [("A Ltd", 300), ("B <b>Ltd</b>", 100)]), ("Care & help", [("C CIC", 100)])]


@pytest.mark.parametrize("width", [290, 640])
def test_every_part_is_a_mark_with_words(width):
    drawn = draw(treemap(GROUPS, title="Where it goes").figure, width)
    titles = re.findall(r'class="sv-mark".*?<title>(.*?)</title>', drawn)
    assert titles == ["Works, A Ltd: £300, 60%", "Works, B &lt;b&gt;Ltd&lt;/b&gt;: £100, 20%", "Care &amp; help, C CIC: £100, 20%"]
    assert "<b>" not in drawn


def test_the_chart_is_drawn_without_a_library_and_has_its_table():
    chart = Chart(treemap(GROUPS))
    assert chart.drawing["wide"] and chart.drawing["narrow"]
    assert [row[:2] for row in chart.table["rows"]] == [["Works", "A Ltd"], ["Works", "B <b>Ltd</b>"], ["Care & help", "C CIC"]]
    assert chart.svg().startswith('<svg xmlns="http://www.w3.org/2000/svg"')


def test_nothing_to_show_and_amounts_that_have_no_area():
    assert treemap([]).figure["data"] == []
    assert draw({"data": [{**treemap(GROUPS).figure["data"][0], "values": [1, 1, -1, 1, 1]}]}) == ""
    with pytest.raises(ValueError):
        standalone({"data": [{"type": "sankey"}]})

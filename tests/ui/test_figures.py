"""Figures are plain dicts with the right numbers; each brings its sentence and its table."""

from __future__ import annotations

import json
import re
import subprocess
import sys

import pytest

from svtrain.core.valuation import value
from svtrain.core.value_map import ValueMap
from svtrain.data import reference
from svtrain.ui import Chart
from svtrain.ui.amounts import money, ratio, short_money
from svtrain.ui.drawing import draw
from svtrain.ui.figures import heaps, range_chart, tornado, waterfall, yearly
from svtrain.ui.valuation_pictures import waterfall_picture, years_picture


def test_plotly_takes_every_figure():
    graph_objects = pytest.importorskip("plotly.graph_objects")
    for picture in (
        waterfall([("Gross", 10, "total"), ("Less", -4), ("Left", 6, "total")]), yearly([1, 2], [3, 4], [2, 3]),
        range_chart([("All", 1, 2, 3)]), tornado([("Duration", 5, 6)], base=5.5),
    ):
        graph_objects.Figure(picture.figure)  # raises for an unknown key or a wrong value
        json.dumps(picture.figure)


def test_the_waterfall_counts_down_and_up():
    picture = waterfall([("Gross value", 1000, "total"), ("Anyway", -400), ("Others", -60), ("First year", 540, "total"), ("Later", 200), ("Today", 740, "total")])
    trace = picture.figure["data"][0]
    assert trace["base"] == [0, 600, 540, 0, 540, 0]
    assert trace["x"] == [1000, 400, 60, 540, 200, 740]
    assert picture.table["rows"][1] == ["Anyway", "−£400"]
    assert picture.sentence == "Of £1,000 gross value, £740 is left: today."


def test_money_is_in_the_currency_of_its_map():
    found = value(ValueMap.model_validate({"currency": "EUR", "inputs": [{"name": "Price", "value": 10}], "outcomes": [
        {"id": "jobs", "quantity": 2, "proxy": {"value": 900, "unit": "person", "source": "ours"}, "deadweight": 0.5}]}), reference())
    for picture in (waterfall_picture(found), years_picture(found)):
        said = json.dumps([picture.figure, picture.sentence, picture.table], ensure_ascii=False)
        assert "€" in said and "£" not in said
        assert "€" in draw(picture.figure) and "£" not in draw(picture.figure)


def test_a_waterfall_with_too_little_says_so():
    assert waterfall([]).sentence == "There is nothing to show yet."


def test_many_years_keep_their_numbers_in_the_table_only():
    picture = yearly(range(1, 21), [100] * 20)
    assert set(picture.figure["data"][0]["text"]) == {""}
    assert len(picture.table["rows"]) == 20


def test_the_tornado_puts_the_widest_swing_first():
    picture = tornado([("Small", 5, 6), ("Large", 9, 2), ("Middle", 4, 7)], base=5.5)
    assert picture.figure["data"][0]["y"] == ["Large", "Middle", "Small"]
    assert picture.figure["data"][0]["x"] == [3.5, -1.5, -0.5]
    assert picture.figure["data"][1]["base"] == [5.5] * 3


def test_the_target_is_a_line_with_words():
    layout = range_chart([("All", 0.5, 1, 2)], target=1.0).figure["layout"]
    assert layout["shapes"][0]["x0"] == 1.0 and layout["annotations"][0]["text"] == "Target 1.00"
    assert "shapes" not in range_chart([("All", 0.5, 1, 2)], target=None).figure["layout"]


@pytest.mark.parametrize(("value", "shown"), [
    (999.4, "£999"), (999.6, "£1k"), (9994, "£9.99k"), (999499, "£999k"), (999501, "£1m"), (1.5e9, "£1.5bn"), (-0.4, "−£0.40"), (0, "£0"), (12345, "£12.3k"),
])
def test_short_money_has_three_figures(value, shown):
    assert short_money(value) == shown


def test_rounding_never_shows_minus_nothing():
    assert (money(-0.2), ratio(-0.001)) == ("£0", "0.00")


def test_a_chart_draws_bars_itself_and_leaves_the_rest_to_plotly():
    chart = Chart(yearly([1], [5]))
    assert chart.drawing["wide"].startswith("<svg")
    chart.show({"data": [{"type": "scatter", "x": [1], "y": [2]}]}, sentence="A dot.")
    assert chart.drawing == {} and chart.sentence == "A dot." and chart.table == {}
    chart.show(None, sentence="Nothing yet.")
    assert chart.figure == {"data": [], "layout": {}}
    assert Chart(yearly([1], [5]), engine="plotly").drawing == {}


def test_a_chart_takes_a_plotly_figure():
    graph_objects = pytest.importorskip("plotly.graph_objects")
    chart = Chart(graph_objects.Figure(graph_objects.Bar(x=["a", "b"], y=[1, 2])), sentence="Two bars.")
    assert chart.figure["data"][0]["y"] == [1, 2]
    assert "sv-mark" in chart.drawing["wide"]


def test_charts_do_not_load_plotly_for_python():
    code = "import sys; from svtrain.ui import Chart; from svtrain.ui.figures import yearly; Chart(yearly([1], [2])); print('plotly' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "False"


@pytest.mark.parametrize(("values", "ticks"), [([1, 2], ["0", "1"]), ([1, 2, 9, 9], ["0", "1", "2"]), ([5] * 30, ["0", "10", "20", "30"])])
def test_people_are_counted_in_whole_numbers(values, ticks):
    drawn = draw(heaps(values).figure)
    assert re.findall(r'sv-tick">([^<]*)<', drawn) == ticks

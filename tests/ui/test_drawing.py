"""The house's own drawing says what the figure says, or refuses it whole."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree

import pytest

from svtrain.ui.drawing import NARROW, WIDE, draw, height_of, standalone, ticks_between, wrapped
from svtrain.ui.figures import range_chart, tornado, waterfall, yearly

FIGURES = {
    "waterfall": waterfall([("Gross value", 10743.21, "total"), ("Would have happened anyway", -1074.32), ("Later years", 500), ("Worth today", 10168.89, "total")]),
    "loss": waterfall([("Gross value", -800, "total"), ("Due to others", 200), ("First year", -600, "total")]),
    "yearly": yearly([1, 2, 3], [8702, 4351, -100], [8407, 4061, -90]),
    "thirty years": yearly(range(1, 31), [1000 / year for year in range(1, 31)]),
    "range": range_chart([("This contract", 3.1, 5.2, 8.4), ("Without volunteers", 0.4, 0.9, 1.6)]),
    "tornado": tornado([("Duration", 5.0, 6.0), ("Drop-off", 7.1, 4.2)], base=5.8),
    "zeroes": waterfall([("Gross value", 0, "total"), ("First year", 0, "total")]),
    "one": yearly([1], [1e9]),
}


def parsed(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg)


def marks(svg: str) -> list[ElementTree.Element]:
    return [node for node in parsed(svg).iter() if node.get("class") == "sv-mark"]


@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize("name", FIGURES)
def test_everything_lies_inside_the_drawing(name, width):
    svg = draw(FIGURES[name].figure, width)
    _, _, right, bottom = map(float, parsed(svg).get("viewBox").split())
    for node in parsed(svg).iter():
        x, y = node.get("x"), node.get("y")
        if x is None:
            continue
        assert -0.5 <= float(x) <= right and -0.5 <= float(y) <= bottom, node.attrib
        if node.get("width"):
            assert float(x) + float(node.get("width")) <= right + 0.5
            assert float(y) + float(node.get("height")) <= bottom + 0.5


def test_bars_are_as_long_as_their_numbers():
    picture = FIGURES["waterfall"]
    lengths = [float(mark.get("width")) for mark in marks(draw(picture.figure))]
    values = picture.figure["data"][0]["x"]
    assert [length / lengths[0] for length in lengths] == pytest.approx([value / values[0] for value in values], abs=0.01)


def test_a_step_of_the_waterfall_starts_where_the_last_one_ended():
    first, second, third, last = marks(draw(FIGURES["waterfall"].figure))
    end = float(first.get("x")) + float(first.get("width"))
    assert float(second.get("x")) + float(second.get("width")) == pytest.approx(end, abs=0.2)
    assert float(third.get("x")) == pytest.approx(float(second.get("x")), abs=0.2)
    assert float(third.get("x")) + float(third.get("width")) == pytest.approx(float(last.get("x")) + float(last.get("width")), abs=0.2)


def test_upright_bars_stand_on_the_same_ground_and_losses_hang_below():
    drawn = marks(draw(FIGURES["yearly"].figure))
    ends = [(float(mark.get("y")), float(mark.get("y")) + float(mark.get("height"))) for mark in drawn]
    ground = ends[0][1]
    assert ends[1][1] == pytest.approx(ground, abs=0.2)
    assert ends[4][0] == pytest.approx(ground, abs=0.2)


@pytest.mark.parametrize("figure", [
    {"data": [{"type": "scatter", "x": [1], "y": [1]}]},
    {"data": [{"type": "pie", "values": [1]}]},
    {"data": [{"type": "bar", "x": ["a"], "y": [1]}, {"type": "scatter", "mode": "lines", "x": ["a"], "y": [1]}]},
    {"data": [{"type": "bar", "x": ["a", "a"], "y": [1, 2]}]},
    {"data": [{"type": "bar", "x": ["a"], "y": [float("nan")]}]},
    {"data": [{"type": "bar", "x": ["a"], "y": [None]}]},
    {"data": [{"type": "bar", "x": ["a"], "y": ["3"]}]},
    {"data": [{"type": "bar", "x": ["a"], "y": [1]}], "layout": {"barmode": "stack"}},
    {"data": [{"type": "bar", "x": ["a"], "y": [1]}], "layout": {"shapes": [{"type": "rect"}]}},
    {"data": [{"type": "bar", "x": ["a"], "y": [1]}, {"type": "bar", "x": ["b"], "y": [1]}]},
    {"data": []},
    {},
])
def test_what_it_cannot_draw_it_refuses_whole(figure):
    assert draw(figure) == ""


def test_hostile_labels_stay_words():
    hostile = "<script>alert(1)</script>\"'&"
    svg = standalone(waterfall([(hostile, 10, "total"), (hostile + "2", -5)]).figure, title=hostile, sentence=hostile)
    assert "<script" not in svg
    assert parsed(svg)[0].text == hostile


def test_hostile_colours_stay_colours():
    svg = draw({"data": [{"type": "bar", "x": ["a"], "y": [1], "marker": {"color": 'red" onload="alert(1)'}}]})
    assert all("onload" not in node.attrib for node in parsed(svg).iter())


def test_a_file_of_its_own_says_what_it_shows():
    picture = FIGURES["tornado"]
    root = parsed(standalone(picture.figure, title=picture.title, sentence=picture.sentence))
    assert root.tag == "{http://www.w3.org/2000/svg}svg" and root.get("role") == "img" and root.get("aria-hidden") is None
    assert [node.text for node in list(root)[:2]] == [picture.title, picture.sentence]
    with pytest.raises(ValueError, match="Only plotly.js"):
        standalone({"data": [{"type": "pie"}]})


@pytest.mark.parametrize(("low", "high"), [(0, 1), (0, 10743), (-3, 4), (4.2, 7.1), (0, 1e-6), (0, 3e9), (-1e7, -1)])
def test_ticks_are_round_few_and_inside(low, high):
    ticks = ticks_between(low, high)
    assert 2 <= len(ticks) <= 7
    assert ticks == sorted(set(ticks))
    assert all(low - 1e-9 <= tick <= high + (high - low) for tick in ticks)


def test_a_label_without_spaces_is_cut_and_a_long_one_has_three_lines():
    assert wrapped("x" * 100, 80)[0].endswith("…")
    assert len(wrapped("word " * 40, 100)) == 3


@pytest.mark.parametrize("name", FIGURES)
def test_nothing_jumps_when_plotly_takes_over(name):
    assert height_of(FIGURES[name].figure) == round(float(parsed(draw(FIGURES[name].figure)).get("viewBox").split()[3]))


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    r, g, b = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


@pytest.mark.parametrize("paper", ["#ffffff", "#f3f5f8", "#15181c", "#20252b"])
def test_bars_stand_out_on_light_and_dark_pages(paper):
    colours = set(re.findall(r'fill="(#\w{6})"', "".join(draw(picture.figure) for picture in FIGURES.values()))) - {"#FFFFFF"}
    assert len(colours) >= 3
    for colour in colours:
        lighter, darker = sorted((luminance(colour), luminance(paper)), reverse=True)
        assert (lighter + 0.05) / (darker + 0.05) >= 3, (colour, paper)

"""The picture of how results spread."""

from __future__ import annotations

import numpy as np
import pytest

from svtrain.ui import Chart
from svtrain.ui.figures import density
from svtrain.ui.figures.picture import BLUE, GREY, ORANGE

DRAWN = np.random.default_rng(1).normal(2, 0.6, 5000)


def test_every_draw_is_counted_once_and_far_ones_do_not_press_the_rest_together():
    heights = density(np.append(DRAWN, 900)).figure["data"][0]["y"]
    assert sum(heights) == pytest.approx(100) and 8 <= len(heights) <= 24 and max(heights) < 25


def test_what_lies_below_the_target_among_the_nine_in_ten_or_beyond_is_told_apart():
    picture = density(DRAWN)
    colours = picture.figure["data"][0]["marker"]["color"]
    assert set(colours) == {ORANGE, BLUE, GREY} and colours[0] == ORANGE and colours[-1] == GREY
    assert {row[2] for row in picture.table["rows"]} == {"among the nine in ten", "rarer"}
    assert f"{100 * np.mean(DRAWN > 1):.0f} in 100 are above 1.00" in picture.sentence
    assert ORANGE not in density(DRAWN, target=None).figure["data"][0]["marker"]["color"]


def test_it_is_drawn_here_and_each_bar_can_be_said():
    svg = Chart(density(DRAWN)).svg()
    assert "2.00 to 2.25" in svg and "in 100" in svg


@pytest.mark.parametrize("drawn", [[], [2.0], [2.0, 2.0], [np.nan, 2.0]])
def test_without_a_spread_there_is_no_picture(drawn):
    assert density(drawn).figure["data"] == []

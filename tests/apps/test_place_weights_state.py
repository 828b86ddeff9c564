"""One contract in two places, done without its screen."""

from __future__ import annotations

import json

import pytest

from svtrain.apps.place_weights.state import PlaceWeights, outcomes
from svtrain.apps.place_weights.words import outcome_of, picture
from svtrain.core.valuation import value
from svtrain.data import practice, reference


@pytest.fixture
def app():
    return PlaceWeights()


def test_unweighted_it_is_what_the_map_comes_to(app):
    whole = value(practice().contract("grounds-maintenance").value_map(), reference()).present_value
    assert app.total() == app.total("east") == app.total("west") == pytest.approx(whole)
    assert app.ranking("east") == app.ranking() == outcomes()
    assert "price alone decides" in outcome_of(app)


def test_a_weight_multiplies_one_line_in_one_place(app):
    first = outcomes()[0]
    app.type("east", first.id, "2")
    assert app.total("east") - app.total() == pytest.approx(first.worth)
    assert app.total("west") == pytest.approx(app.total())


def test_weights_change_the_ranking_and_the_worth(app):
    app.type("west", "fly-tips", "10")
    app.type("east", "jobs", "0")
    assert app.ranking("west")[0].id == "fly-tips" and app.ranking("east")[-1].id == "jobs"
    assert len(app.moved("west")) == 5 and "Westholme ranks 5 of 5" in outcome_of(app)
    assert [row[0] for row in picture(app).table["rows"]] == [one.words for one in outcomes()]


@pytest.mark.parametrize("text", ["", "a lot", "-1", "11"])
def test_a_weight_that_cannot_be_read_gives_no_ranking(app, text):
    app.type("west", "jobs", text)
    assert app.problem("west", "jobs")
    assert app.ranking("west") == () and app.total("west") is None and picture(app) is None
    assert "No ranking" in outcome_of(app)
    app.even()
    assert app.problems == {}


def test_work_comes_back_after_a_refresh(app):
    app.type("west", "jobs", "0.5")
    app.say("west", "A street survey")
    again = PlaceWeights()
    again.from_dict(json.loads(json.dumps(app.to_dict())))
    assert again.to_dict() == app.to_dict() and again.worth == app.worth

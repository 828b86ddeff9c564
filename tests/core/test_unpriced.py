"""Outcomes without a price: beside the ratio, never in it, and loud when a red line is crossed."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from svtrain.core.changes import Change, apply
from svtrain.core.unpriced import RedLine, Unpriced
from svtrain.core.valuation import value
from svtrain.core.value_map import ValueMap

SAFE = {"id": "safe", "outcome": "Feels safe after dark", "quantity": 52, "unit": "% of residents", "reason": "Residents said so.",
        "red_line": {"at_least": 60}}


def test_nothing_without_a_price_changes_a_number(make, by_hand):
    bare, kept = make(), make(unpriced=[SAFE, {"id": "view", "quantity": 1e9, "weight": 90}])
    without, beside = value(bare, by_hand).as_dict(), value(kept, by_hand).as_dict()
    assert [row["id"] for row in beside["unpriced"]] == ["safe", "view"]
    for name in set(without) - {"unpriced", "lint"}:
        assert without[name] == beside[name]


def test_it_travels_with_every_change_of_the_map(make, by_hand):
    kept = make(unpriced=[SAFE])
    changed, _ = apply(kept, by_hand, [Change("set", "deadweight", 0.5), Change("set", "conventions.discount_rate", "0.02"), Change("drop", "jobs")])
    assert changed.unpriced == kept.unpriced == kept.in_mode("green_book").unpriced
    assert ValueMap.model_validate(kept.as_dict()) == kept


def test_a_red_line_not_met_comes_first_and_says_so(make, by_hand):
    first = value(make(unpriced=[SAFE]), by_hand).lint[0]
    assert (first.level, first.rule, first.field) == ("error", "red-line-not-met", "safe.red_line")
    assert "52% of residents" in first.message and "at least 60" in first.message


@pytest.mark.parametrize(("line", "quantity", "state"), [
    ({"at_least": 60}, 60, "met"), ({"at_least": 60}, 59.9, "not met"), ({"at_most": 0}, 0, "met"), ({"at_most": 0}, 1, "not met"),
    ({"at_least": 60}, None, "not known"), ({"at_least": 60}, {"low": 50, "likely": 61, "high": 70}, "in doubt"),
    ({"at_most": -2}, -3, "met"), (None, 5, ""),
])
def test_how_it_stands(line, quantity, state):
    assert Unpriced(id="x", quantity=quantity, red_line=line).state == state


@pytest.mark.parametrize(("given", "says"), [
    ({"red_line": {"at_least": 1, "at_most": 2}}, "only one of them"), ({"red_line": {}}, "only one of them"),
    ({"red_line": {"at_least": 1}, "weight": 5}, "not both"), ({"weight": 0}, "greater than 0"), ({"weight": 101}, "100"),
    ({"red_line": {"at_leest": 1}}, "at_leest"), ({"value": 3}, "value"),
])
def test_what_cannot_be_is_refused(given, says):
    with pytest.raises(ValidationError, match=says):
        Unpriced.model_validate({"id": "x", **given})


def test_an_id_stands_once_in_the_whole_map(make):
    with pytest.raises(ValidationError, match="'jobs' of an unpriced outcome is used already"):
        make(unpriced=[{"id": "jobs"}])


def test_words():
    one = Unpriced(id="noise", quantity={"low": 1, "likely": 2, "high": 4}, unit="complaints a week", weight=12.5)
    assert one.sentence == "noise: 2 complaints a week (between 1 and 4). Its weight is 12.5 of 100."
    assert Unpriced(id="a").sentence == "a: not known. It is kept in sight only."
    assert str(RedLine(at_most=1200)) == "at most 1,200"

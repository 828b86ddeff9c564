"""What a difference between two maps is worth, what settling one assumption is worth, and the rate that turns a result."""

from __future__ import annotations

import numpy as np
import pytest

from svtrain.core.changes import Change, apply
from svtrain.core.comparing import compare
from svtrain.core.model import Model
from svtrain.core.problems import CannotDo
from svtrain.core.settling import settling
from svtrain.core.switching import switching_value
from svtrain.core.valuation import value
from svtrain.core.value_map import ValueMap
from svtrain.core.variance import variance_shares
from svtrain.data import reference
from svtrain.data.cases import open_case

CASE = open_case("lwtc-westbank-2015")


def changed(**fields) -> ValueMap:
    """The case with fields of line f changed, and more below."""
    plain = CASE.as_dict()
    next(one for one in plain["outcomes"] if one["id"] == "f").update(fields)
    return ValueMap.model_validate(plain)


def test_a_map_beside_itself_has_no_differences():
    assert compare(CASE, CASE, reference()).differences == ()


def test_another_reason_for_the_same_number_is_no_difference():
    assert compare(CASE, changed(deadweight={"value": 0.1, "reason": "We asked."}), reference()).differences == ()


def test_the_steps_lead_from_one_result_to_the_other():
    plain = changed(deadweight=0.5, quantity={"low": 5, "likely": 9, "high": 22}, starts_year=2).as_dict()
    plain["conventions"] = {"mode": "green_book"}
    plain["outcomes"] = [*plain["outcomes"][1:], {"id": "new", "quantity": 3, "proxy": {"value": 100}}]
    plain["inputs"][0]["value"] = 200_000
    theirs = ValueMap.model_validate(plain)
    found = compare(CASE, theirs, reference())
    assert [(one.line, one.field) for one in found.differences] == [
        ("", "conventions"), ("f", "quantity"), ("f", "deadweight"), ("f", "starts_year"), ("a", ""), ("new", ""), ("", "inputs")]
    assert sum(one.worth.step for one in found.differences) == pytest.approx(found.theirs.present_value - found.mine.present_value)
    assert sum(one.worth.ratio_step for one in found.differences) == pytest.approx(found.theirs.sroi_ratio - found.mine.sroi_ratio)


def in_prices_of(year: str, **more) -> ValueMap:
    proxies = ({"value": 100, "unit": "person", "price_year": year} for _ in "ab")
    return ValueMap.model_validate({"inputs": [{"name": "Price", "value": 100}], **more, "outcomes": [
        {"id": line, "quantity": 2, "unit": "person", "proxy": proxy} for line, proxy in zip("ab", proxies, strict=True)]})


def test_maps_at_two_price_years_can_be_compared_though_no_map_between_them_can_be_valued():
    first, second = compare(in_prices_of("2019"), in_prices_of("2022", conventions={"discount_rate": 0.1}), reference()).differences[1:]
    assert first.worth.step is first.worth.alone is None and second.worth.step == pytest.approx(0)
    theirs = in_prices_of("2022").as_dict()
    theirs["outcomes"][0]["proxy"]["value"] = 150
    found = compare(in_prices_of("2019"), ValueMap.model_validate(theirs), reference())
    assert sum(one.worth.step or 0 for one in found.differences) == pytest.approx(found.theirs.present_value - found.mine.present_value)


def test_maps_in_two_currencies_are_not_compared():
    with pytest.raises(CannotDo, match="It is in EUR and yours is in GBP"):
        compare(in_prices_of("2019"), in_prices_of("2019", currency="EUR"), reference())


def test_a_difference_alone_is_what_the_change_does_to_the_first_map():
    found = compare(CASE, changed(quantity=9, deadweight=0.5), reference())
    only = value(apply(CASE, reference(), [Change("set", "f.deadweight", 0.5)])[0], reference())
    second = next(one for one in found.differences if one.field == "deadweight")
    assert second.worth.alone == pytest.approx(only.present_value - found.mine.present_value)
    assert second.worth.step != pytest.approx(second.worth.alone)
    assert found.biggest[0].field == "quantity"


def test_a_wider_range_is_a_difference_worth_nothing_by_itself():
    [only] = compare(CASE, changed(duration_years={"low": 1, "likely": 3, "high": 5}), reference()).differences
    assert (only.field, only.worth.step, only.worth.alone) == ("duration_years", 0, 0)


def two_things(price: float) -> ValueMap:
    return ValueMap.model_validate({"conventions": {"discount_rate": 0}, "inputs": [{"name": "Price", "value": price}], "outcomes": [
        {"id": "wide", "quantity": {"low": 0, "likely": 10, "high": 20, "distribution": "uniform"}, "proxy": {"value": 10}},
        {"id": "narrow", "quantity": {"low": 9, "likely": 10, "high": 11, "distribution": "uniform"}, "proxy": {"value": 10}}]})


def settled(value_map: ValueMap):
    return settling(value_map, reference(), variance_shares(Model(value_map, reference()), 2048), seed=1)


def test_the_widest_is_settled_first_and_narrows_as_its_share_says():
    first, second = settled(two_things(200))
    assert (first.field, second.field) == ("wide.quantity", "narrow.quantity")
    assert first.narrows_by == pytest.approx(1 - np.sqrt(1 / 101), abs=0.02)  # variances 100 to 1
    assert second.narrows_by < 0.02


def test_what_it_is_worth_to_know_agrees_with_the_sum_done_by_hand():
    # The gain is uniform from -100 to 100 and its mean is 0: whoever knows it says no half the time, and so has 25 on average.
    first, second = settled(two_things(200))
    assert first.worth == pytest.approx(25, abs=1)
    assert first.turns == pytest.approx(0.5, abs=0.04)
    assert second.worth < 5


def test_where_no_answer_could_turn_the_choice_it_is_worth_nothing():
    assert [(one.turns, one.worth) for one in settled(two_things(20))] == [(0, 0), (0, 0)]


def test_with_nothing_put_in_there_is_no_choice_to_turn():
    free = two_things(200).model_copy(update={"inputs": ()})
    assert [(one.turns, one.worth) for one in settled(free)] == [(None, None), (None, None)]


@pytest.mark.parametrize(("mode", "target"), [("sroi_report", 5.0), ("green_book", 5.0), ("sroi_report", 3.0), ("custom", 4.0)])
def test_a_switching_rate_put_back_gives_the_target(mode, target):
    found = switching_value(CASE.in_mode(mode), reference(), "discount_rate", target)
    changed, _ = apply(CASE.in_mode(mode), reference(), [Change("set", "conventions.discount_rate", str(found.value))])
    assert value(changed, reference()).sroi_ratio == pytest.approx(target, rel=1e-9)


def test_a_rate_discounts_late_inputs_too_where_the_map_says_so():
    late = ValueMap.model_validate({
        "conventions": {"mode": "custom", "discount_inputs": True}, "inputs": [{"name": "Price", "value": 100}, {"name": "Upkeep", "value": 50, "year": 3}],
        "outcomes": [{"id": "jobs", "quantity": 1, "proxy": {"value": 200}, "starts_year": 2}]})
    found = switching_value(late, reference(), "conventions.discount_rate")
    changed, _ = apply(late, reference(), [Change("set", "conventions.discount_rate", str(found.value))])
    assert value(changed, reference()).sroi_ratio == pytest.approx(1, rel=1e-9)


def test_no_rate_brings_a_quick_gain_below_its_cost():
    found = switching_value(CASE, reference(), "discount_rate")
    assert found.value is None and "no rate" in found.sentence
    with pytest.raises(CannotDo, match="Nothing is put in"):
        switching_value(CASE.model_copy(update={"inputs": ()}), reference(), "discount_rate")

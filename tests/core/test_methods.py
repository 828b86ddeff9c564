from __future__ import annotations

from dataclasses import fields

import pytest

from svtrain.core.method_lines import differences, ranges_of
from svtrain.core.methods import MeasurePrice, PriceList, Principle, SideBySide, Spend, side_by_side, synthetic_price_list
from svtrain.core.problems import CannotDo
from svtrain.core.value_map import ValueMap

CONTRACT = ValueMap.model_validate({"title": "Grounds", "inputs": [{"name": "Price", "value": 1000}, {"name": "Later", "value": 1000, "year": 2}],
    "outcomes": [
        {"id": "jobs", "outcome": "Lasting work", "unit": "person", "quantity": 2, "proxy": {"value": 980}, "deadweight": 0.5, "leakage": 0.2,
         "duration_years": 2, "drop_off": 0.5},
        {"id": "trees", "unit": "tree", "quantity": 10, "proxy": {"value": 41}}]})


def test_four_views_by_hand(by_hand):
    found = side_by_side(CONTRACT, by_hand, principles=[Principle("Buy local", True)],
                         spend=[Spend("A", 600, local=True, sme=True), Spend("B", 300, vcse=True), Spend("C", 100)])
    assert (found.principles.local_share, found.principles.sme_share, found.principles.vcse_share) == (0.6, 0.6, 0.3)
    assert found.counted.counted_value == 2 * 1000 + 10 * 40
    lives = (2 * 980 * 0.5 * 0.8 + 410) / 1.035 + 2 * 980 * 0.4 * 0.5 / 1.035**2
    assert found.change_in_lives.valuation.present_value == pytest.approx(lives)
    assert found.change_in_lives.sroi_ratio == pytest.approx(lives / 2000)
    assert found.change_in_lives.deducted == pytest.approx(2 * 980 * 0.6)
    assert found.green_book.benefits == pytest.approx(lives * 1.035)
    assert found.green_book.costs == pytest.approx(1000 + 1000 / 1.035)
    assert found.green_book.benefit_cost_ratio == pytest.approx(found.green_book.benefits / found.green_book.costs)


def test_leakage_counts_in_the_change_in_lives_only(by_hand):
    without = CONTRACT.model_copy(update={"outcomes": tuple(each.model_copy(update={"leakage": each.leakage.at(0)}) for each in CONTRACT.outcomes)})
    one, other = side_by_side(CONTRACT, by_hand), side_by_side(without, by_hand)
    assert one.counted.counted_value == other.counted.counted_value
    assert one.change_in_lives.sroi_ratio < other.change_in_lives.sroi_ratio


def test_there_is_no_place_for_a_total_over_methods(by_hand):
    """Nothing in the result adds up or compares the four, so no chart can draw them on one axis."""
    assert {each.name for each in fields(SideBySide)} == {"title", "principles", "counted", "change_in_lives", "green_book", "asks"}
    found = side_by_side(CONTRACT, by_hand).as_dict()
    assert set(found) == {"title", "methods"}
    keys = [set(method) - {"id", "asks", "hides"} for method in found["methods"]]
    assert all(not one & other for position, one in enumerate(keys) for other in keys[position + 1:])
    assert all(method["hides"] and method["asks"] for method in found["methods"])


def test_a_users_own_price_list(by_hand):
    own = PriceList("Ours", {"jobs": MeasurePrice("Jobs", "person", 500)}, "licensed to us")
    counted = side_by_side(CONTRACT, by_hand, prices=own).counted
    assert (counted.counted_value, counted.unpriced, counted.synthetic) == (1000, ("trees",), False)
    assert synthetic_price_list(CONTRACT, by_hand).synthetic


@pytest.mark.parametrize(("more", "said"), [
    ({"prices": PriceList("Ours", {"hops": MeasurePrice("Hops", "kg", 5)})}, "prices 'hops', an outcome that the map does not have"),
    ({"spend": [Spend("A", -5)]}, "The spend with A must be zero or more."), ({"spend": [Spend("A", float("nan"))]}, "zero or more")])
def test_refused_with_a_sentence(by_hand, more, said):
    with pytest.raises(CannotDo, match=said):
        side_by_side(CONTRACT, by_hand, **more)


def test_an_empty_map_and_no_spend_have_no_shares_and_no_ratio(by_hand):
    found = side_by_side(ValueMap(), by_hand)
    assert (found.principles.local_share, found.change_in_lives.sroi_ratio, found.green_book.benefit_cost_ratio) == (None, None, None)


def test_a_share_that_nobody_has_said_is_not_nought(by_hand):
    found = side_by_side(CONTRACT, by_hand, spend=[Spend("A", 60, local=None, sme=True), Spend("B", 40, local=True)]).principles
    assert (found.local_share, found.sme_share, found.spend) == (None, 0.6, 100)


@pytest.mark.parametrize("line", ["jobs", "trees"])
def test_the_steps_between_methods_add_up(by_hand, line):
    found = side_by_side(CONTRACT, by_hand)
    level, totals = 0.0, []
    for step in differences(found, line):
        if step.total:
            assert not totals or level == pytest.approx(step.amount)
            level = step.amount
            totals.append(step.key)
        else:
            level += step.amount
    assert totals == ["counted", "change_in_lives", "green_book"]
    with pytest.raises(CannotDo, match="no line 'hops'"):
        differences(found, "hops")


def test_a_line_that_is_not_on_the_list_starts_from_nothing(by_hand):
    own = PriceList("Ours", {"jobs": MeasurePrice("Jobs", "person", 500)})
    assert differences(side_by_side(CONTRACT, by_hand, prices=own), "trees")[0].amount == 0


def test_each_method_moves_only_by_what_it_uses(by_hand):
    """A doubtful deduction moves the change in lives, and not what is only counted."""
    doubt = CONTRACT.outcomes[0].deadweight.model_copy(update={"low": 0.1, "high": 0.9})
    doubtful = CONTRACT.model_copy(update={"outcomes": (CONTRACT.outcomes[0].model_copy(update={"deadweight": doubt}), CONTRACT.outcomes[1])})
    found = ranges_of(doubtful, synthetic_price_list(doubtful, by_hand), by_hand)
    assert found.counted is None and found.change_in_lives[0] < found.change_in_lives[1] and found.book_ratio[0] < found.book_ratio[1]
    sure = ranges_of(CONTRACT, synthetic_price_list(CONTRACT, by_hand), by_hand)
    assert (sure.counted, sure.change_in_lives, sure.lives_ratio) == (None, None, None)


def test_doubtful_counts_move_what_is_counted(by_hand):
    count = CONTRACT.outcomes[1].quantity.model_copy(update={"low": 5, "high": 20})
    doubtful = CONTRACT.model_copy(update={"outcomes": (CONTRACT.outcomes[1].model_copy(update={"quantity": count}),)})
    low, high = ranges_of(doubtful, synthetic_price_list(doubtful, by_hand), by_hand).counted
    assert 5 * 40 < low < 10 * 40 < high < 20 * 40

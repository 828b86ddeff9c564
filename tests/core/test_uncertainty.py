"""Section 4: draws, variance shares, tornado, presets, switching values, disagreement."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from svtrain.core.changes import Change, apply, parse_change
from svtrain.core.disagreement import disagreement
from svtrain.core.draws import assumptions_of, draw, pert_parameters, quantiles, shape_of
from svtrain.core.estimate import Estimate
from svtrain.core.fields import find_spot, spots
from svtrain.core.model import BLOCK, Model
from svtrain.core.problems import CannotDo
from svtrain.core.sensitivity import grid, preset, presets, tornado, try_presets
from svtrain.core.switching import switching_value
from svtrain.core.uncertainty import simulate, uncertainty
from svtrain.core.valuation import value
from svtrain.core.value_map import ValueMap
from svtrain.core.variance import base_sample, first_and_total, variance_shares

RANGE = {"low": 0.1, "likely": 0.3, "high": 0.8}


@pytest.fixture
def three() -> ValueMap:
    """Three outcomes, one of them a loss, nine uncertain numbers of every kind."""
    return ValueMap.model_validate({
        "inputs": [{"name": "Price", "value": {"low": 800, "likely": 1000, "high": 1500}}, {"name": "Time", "value": 50, "year": 2}],
        "conventions": {"mode": "green_book"},
        "outcomes": [
            {"id": "jobs", "quantity": {"low": 50, "likely": 100, "high": 120}, "proxy": {"value": {"low": 5, "likely": 10, "high": 30}},
             "deadweight": RANGE, "attribution": [0.1, RANGE], "drop_off": RANGE, "duration_years": {"low": 1, "likely": 2.5, "high": 6}},
            {"id": "health", "quantity": 10, "proxy": {"value": 40}, "leakage": {**RANGE, "distribution": "uniform"}, "duration_years": 3,
             "drop_off": {**RANGE, "distribution": "triangular"}, "starts_year": 2},
            {"id": "noise", "quantity": 5, "proxy": {"value": -20}, "displacement": 0.2},
        ]})


def test_the_model_equals_the_valuation_at_likely(three, by_hand):
    model, result = Model(three, by_hand), value(three, by_hand)
    assert model.present_values(model.likely())[0] == pytest.approx(result.present_value, rel=1e-13)
    assert model.ratios(model.likely())[0] == pytest.approx(result.sroi_ratio, rel=1e-13)


@pytest.mark.parametrize("part_year", ["prorata", "round_up", "round_down"])
def test_the_model_equals_the_valuation_at_any_draw(three, by_hand, part_year):
    three = three.model_copy(update={"conventions": three.conventions.model_copy(update={"part_year": part_year})})
    model = Model(three, by_hand)
    matrix = np.empty((len(model.fields), 7))
    draw(assumptions_of(model.fields, model.estimates), model.estimates, np.random.default_rng(8), matrix)
    for column in range(7):
        changes = [Change("set", field, float(number)) for field, number in zip(model.fields, matrix[:, column], strict=True)]
        changed, _ = apply(three, by_hand, changes)
        assert model.ratios(matrix)[column] == pytest.approx(value(changed, by_hand).sroi_ratio, rel=1e-12)


def test_same_seed_same_answer(three, by_hand):
    first, again, other = (uncertainty(three, by_hand, 3000, seed) for seed in (4, 4, 5))
    assert first.as_dict() == again.as_dict()
    assert first.ratio_median != other.ratio_median


def test_more_draws_continue_the_same_sequence(three, by_hand):
    model = Model(three, by_hand)
    few, many = simulate(model, BLOCK, 3)[0], simulate(model, 2 * BLOCK + 10, 3)[0]
    assert np.array_equal(few, many[:BLOCK])
    assert np.unique(many).size > 2 * BLOCK


def test_no_range_gives_the_point_value(make, by_hand):
    point = {"low": 0.25, "likely": 0.25, "high": 0.25}
    found = uncertainty(make({"deadweight": point}), by_hand, 500)
    assert found.ratio_p5 == found.ratio_median == found.ratio_p95 == pytest.approx(0.75)
    assert found.p_above_1 == 0 and found.drivers == ()
    assert "cannot be said" in found.headline


@pytest.mark.parametrize(("estimate", "mean", "deviation"), [
    ({"low": 2, "likely": 3, "high": 10}, (2 + 4 * 3 + 10) / 6, None),
    ({"low": 2, "likely": 3, "high": 10, "distribution": "triangular"}, 5, np.sqrt((4 + 9 + 100 - 6 - 20 - 30) / 18)),
    ({"low": 2, "high": 10, "distribution": "uniform"}, 6, 8 / np.sqrt(12)),
])
def test_distributions_have_their_textbook_moments(make, by_hand, estimate, mean, deviation):
    a, b = pert_parameters(1 / 8)
    deviation = deviation or 8 * np.sqrt(a * b / ((a + b) ** 2 * (a + b + 1)))
    drawn = uncertainty(make({"quantity": estimate, "proxy": {"value": 1000}}), by_hand, 40_000, 1).ratios
    assert drawn.mean() == pytest.approx(mean, abs=5 * deviation / 200)
    assert drawn.std() == pytest.approx(deviation, rel=0.03)
    assert drawn.min() >= 2 and drawn.max() <= 10


def test_pert_draws_follow_scipys_beta():
    a, b = pert_parameters(0.3)
    drawn = np.random.default_rng(0).beta(a, b, 4000)
    assert stats.kstest(drawn, stats.beta(a, b).cdf).pvalue > 0.01
    assert quantiles("pert", 0.3, np.array([0.1, 0.9])) == pytest.approx(stats.beta(a, b).ppf([0.1, 0.9]))
    assert quantiles("triangular", 0.3, np.array([0.1, 0.9])) == pytest.approx(stats.triang(0.3).ppf([0.1, 0.9]))


def test_the_chance_of_paying_back(make, by_hand):
    found = uncertainty(make({"quantity": {"low": 0, "high": 400, "distribution": "uniform"}}), by_hand, 40_000, 2)
    assert found.p_above_1 == pytest.approx(0.75, abs=0.01)


def test_a_shared_judgement_moves_together(make, by_hand):
    both = [{"id": name, "quantity": 1, "proxy": {"value": 1}, "deadweight": {**RANGE, "shared": "leavers"}} for name in "ab"]
    mirrored = [both[0], {**both[1], "deadweight": {"low": 0.2, "likely": 0.7, "high": 0.9, "shared": "leavers"}}]
    for lines in (both, mirrored):
        found = ValueMap.model_validate({"outcomes": lines})
        model = Model(found, by_hand)
        matrix = np.empty((2, 2000))
        draw(assumptions_of(model.fields, model.estimates), model.estimates, np.random.default_rng(1), matrix)
        assert stats.spearmanr(*matrix).statistic == pytest.approx(1)
    assert not np.allclose(*matrix)


def test_sharing_widens_the_spread_of_a_sum(by_hand):
    def lines(shared):
        return ValueMap.model_validate({"outcomes": [
            {"id": str(n), "quantity": 1, "proxy": {"value": 1}, "deadweight": {**RANGE, "shared": shared}} for n in range(9)]})
    apart = uncertainty(lines(""), by_hand, 5000).present_values.std()
    together = uncertainty(lines("all"), by_hand, 5000).present_values.std()
    assert together == pytest.approx(3 * apart, rel=0.1)
    assert [driver.field for driver in uncertainty(lines("all"), by_hand, 10).drivers] == ["shared.all"]


def ishigami(x):
    return np.sin(x[0]) + 7 * np.sin(x[1]) ** 2 + 0.1 * x[2] ** 4 * np.sin(x[0])


def test_variance_shares_of_a_function_with_known_ones():
    """Ishigami and Homma (1990), a = 7, b = 0.1."""
    count = 8192
    slices = (base_sample(3, count, 0) + 0.5) / count * 2 * np.pi - np.pi
    first, second = slices[:3], slices[3:]

    def mixed():
        for row in range(3):
            swapped = first.copy()
            swapped[row] = second[row]
            yield ishigami(swapped)

    found = first_and_total(ishigami(first), ishigami(second), mixed())
    known = [(0.3139, 0.5576), (0.4424, 0.4424), (0.0, 0.2437)]
    assert np.array(found) == pytest.approx(np.array(known), abs=0.02)


def test_variance_shares_agree_with_scipys_on_the_same_map(three, by_hand):
    model = Model(three, by_hand)

    def result(chances):
        rows = [low + (high - low) * quantiles(*shape_of(estimate), chance)
                for estimate, chance in zip(model.estimates, chances, strict=True) for low, high in [estimate.ends]]
        return model.ratios(np.array(rows))

    theirs = stats.sobol_indices(func=lambda x: result(x), n=4096, dists=[stats.uniform()] * len(model.fields), rng=0)
    ours = {driver.field: driver for driver in variance_shares(model, 4096)}
    for field, first, total in zip(model.fields, theirs.first_order.ravel(), theirs.total_order.ravel(), strict=True):
        assert ours[field].first_order == pytest.approx(first, abs=0.015)
        assert ours[field].total == pytest.approx(total, abs=0.015)


def test_the_shares_of_a_plain_sum_are_its_variances(by_hand):
    lines = [{"id": str(n), "quantity": {"low": 0, "high": n, "distribution": "uniform"}, "proxy": {"value": 1}} for n in (1, 2, 3)]
    found = variance_shares(Model(ValueMap.model_validate({"outcomes": lines}), by_hand), 1024)
    assert [driver.field for driver in found] == ["3.quantity", "2.quantity", "1.quantity"]
    assert [driver.first_order for driver in found] == pytest.approx([9 / 14, 4 / 14, 1 / 14], abs=0.01)
    assert [driver.total for driver in found] == pytest.approx([9 / 14, 4 / 14, 1 / 14], abs=0.01)


def test_the_headline_names_the_range_and_its_driver(make, by_hand):
    found = uncertainty(make({"quantity": 4000, "attribution": {"low": 0.05, "likely": 0.5, "high": 0.95}}), by_hand, 4000)
    assert found.headline.endswith("for £1,000 spent; mostly driven by who else deserves the credit for 'jobs'.")


def test_nothing_put_in_still_gives_a_range_of_value(make, by_hand):
    found = uncertainty(make({"deadweight": RANGE}, inputs=[]), by_hand, 2000)
    assert found.ratio_median is None and found.p_above_1 is None
    assert found.value_p5 < found.value_p95 and found.drivers[0].field == "jobs.deadweight"


@pytest.mark.parametrize(("draws", "seed"), [(0, 0), (-1, 0), (10**9, 0), (10, -1)])
def test_an_impossible_request_is_refused(make, by_hand, draws, seed):
    with pytest.raises(CannotDo):
        uncertainty(make(), by_hand, draws, seed)


def test_progress_is_told_after_each_block(three, by_hand):
    seen = []
    uncertainty(three, by_hand, BLOCK + 1, shares=False, progress=lambda done, wanted: seen.append((done, wanted)))
    assert seen == [(BLOCK, BLOCK + 1), (BLOCK + 1, BLOCK + 1)]


def test_tornado_puts_one_assumption_at_its_ends(three, by_hand):
    bars = tornado(three, by_hand)
    assert [bar.swing for bar in bars] == sorted((bar.swing for bar in bars), reverse=True)
    assert {bar.field for bar in bars} == set(Model(three, by_hand).fields)
    for bar in bars:
        for end, expected in ((bar.low, bar.at_low), (bar.high, bar.at_high)):
            changed, _ = apply(three, by_hand, [Change("set", bar.field, end)])
            assert value(changed, by_hand).sroi_ratio == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize("field", ["jobs.quantity", "jobs.proxy", "jobs.deadweight", "jobs.attribution.2", "jobs.drop_off", "jobs.duration_years",
                                   "health.leakage", "inputs.Price", "inputs.2", "deadweight", "quantity"])
def test_a_switching_value_put_back_gives_the_target(three, by_hand, field):
    target = 0.9 * value(three, by_hand).sroi_ratio
    found = switching_value(three, by_hand, field, target)
    assert found.value is not None and found.exact
    changed, _ = apply(three, by_hand, [Change("set", field, found.value)])
    assert value(changed, by_hand).sroi_ratio == pytest.approx(target, rel=1e-9)


@pytest.mark.parametrize(("field", "target"), [("jobs.deadweight", 50), ("noise.quantity", 9), ("health.drop_off", 9), ("jobs.deadweight", -3),
                                               ("inputs.Price", -1), ("inputs.Time", 500)])
def test_or_no_value_does(three, by_hand, field, target):
    found = switching_value(three, by_hand, field, target)
    assert found.value is None and "no value does" in found.sentence


def test_drop_off_on_a_line_of_one_year_switches_nothing(make, by_hand):
    assert switching_value(make(), by_hand, "jobs.drop_off", 0.5).value is None


def test_whole_years_move_in_steps(make, by_hand):
    found = switching_value(make({"quantity": 40}, conventions={"discount_rate": 0, "part_year": "round_up"}), by_hand, "jobs.duration_years")
    assert found.value == 3 and not found.exact
    assert "first passes 1" in found.sentence


def test_a_switch_without_inputs_is_refused(make, by_hand):
    with pytest.raises(CannotDo, match="no ratio"):
        switching_value(make(inputs=[]), by_hand, "jobs.deadweight")


def test_ten_points_are_added_not_ten_per_cent(make, by_hand):
    changed, _ = apply(make({"deadweight": 0.4}), by_hand, [Change("add", "deadweight", 0.1)])
    assert changed.outcomes[0].deadweight.likely == pytest.approx(0.5)


def test_a_shock_acts_through_what_is_kept(make, by_hand):
    before = make({"deadweight": 0.1})
    after, _ = apply(before, by_hand, [Change("set", "deadweight", 0.5)])
    assert value(after, by_hand).sroi_ratio / value(before, by_hand).sroi_ratio == pytest.approx(0.5 / 0.9)


def test_a_whole_range_is_shifted_and_stops_at_its_limit(make, by_hand):
    changed, said = apply(make({"deadweight": {"low": 0.2, "likely": 0.5, "high": 0.95}}), by_hand, [Change("add", "deadweight", 0.1)])
    assert changed.outcomes[0].deadweight.ends == pytest.approx((0.3, 1.0)) and "limit" in said[0]


def test_a_line_without_later_years_is_left_as_it_is(by_hand):
    lines = [{"id": "short", "quantity": 1, "proxy": {"value": 1}, "drop_off": 0.1},
             {"id": "long", "quantity": 1, "proxy": {"value": 1}, "drop_off": 0.1, "duration_years": 3},
             {"id": "inside", "quantity": 1, "proxy": {"value": 1}, "drop_off": 0.1, "drop_off_from_year": 1}]
    changed, said = apply(ValueMap.model_validate({"outcomes": lines}), by_hand, [Change("set", "drop_off", 0.5)])
    assert [outcome.drop_off.likely for outcome in changed.outcomes] == [0.1, 0.5, 0.5]
    assert said == ["short.drop_off is left as it is: nothing lasts into the year in which drop-off starts."]


def test_a_changed_bank_proxy_keeps_its_passport(by_hand):
    found = ValueMap.model_validate({"price_year": 2024, "outcomes": [{"id": "jobs", "quantity": 1, "proxy": "job"}]})
    changed, _ = apply(found, by_hand, [Change("multiply", "proxy", 0.5)])
    before, after = value(found, by_hand), value(changed, by_hand)
    assert after.present_value == pytest.approx(before.present_value / 2)
    assert after.vintage == before.vintage


@pytest.mark.parametrize("change", [
    Change("set", "dedweight", 0.5), Change("set", "jobs.dedweight", 0.5), Change("set", "job.deadweight", 0.5), Change("set", "deadweight", 1.5),
    Change("set", "quantity", float("nan")), Change("add", "quantity", float("inf")), Change("drop", "jbs"), Change("set", "inputs.Prize", 1),
    Change("set", "conventions.timming", "x"), Change("set", "conventions.mode", "x"), Change("add", "conventions.discount_rate", "1"),
    Change("set", "jobs.starts_year", 1.5), Change("set", "jobs.attribution.7", 0.1),
])
def test_a_change_that_cannot_be_made_is_said(make, by_hand, change):
    with pytest.raises(CannotDo):
        apply(make(), by_hand, [change])


def test_conventions_can_be_changed(make, by_hand):
    found = make({"duration_years": 2}, conventions={})
    changed, _ = apply(found, by_hand, [parse_change("set", "conventions.discount_rate=0.1"), parse_change("set", "conventions.timing=start_of_year")])
    assert value(changed, by_hand).present_value == pytest.approx(1000 + 1000 / 1.1)


def test_every_preset_can_be_tried(three, by_hand):
    tried = {each.preset.name: each.sroi_ratio for each in try_presets(three, by_hand)}
    assert tried["halve_proxies"] == pytest.approx(value(three, by_hand).sroi_ratio / 2)
    assert tried["halve_quantities"] == pytest.approx(tried["halve_proxies"])
    assert tried["duration_minus_1"] < value(three, by_hand).sroi_ratio < tried["duration_plus_1"]
    assert tried["without:noise"] > value(three, by_hand).sroi_ratio
    assert set(tried) == {each.name for each in presets(three)}


def test_a_year_less_of_one_year_leaves_nothing(make, by_hand):
    changed, _ = apply(make(), by_hand, preset(make(), "duration_minus_1").changes)
    assert value(changed, by_hand).present_value == 0


def test_grid_holds_every_pair(three, by_hand):
    found = grid(three, by_hand, "deadweight", [0, 0.5, 1], "jobs.duration_years", [1, 4])
    assert found.shape == (2, 3)
    changed, _ = apply(three, by_hand, [Change("set", "deadweight", 0.5), Change("set", "jobs.duration_years", 4)])
    assert found[1, 1] == pytest.approx(value(changed, by_hand).sroi_ratio)


def test_disagreement_finds_what_would_bring_a_room_together(three, by_hand):
    answers = {f"p{n}": {"jobs.deadweight": 0.1 + 0.15 * n, "health.leakage": 0.3 + 0.01 * (n % 2)} for n in range(5)}
    found = disagreement(three, by_hand, answers)
    assert found.disputed[0].field == "jobs.deadweight" and found.disputed[0].shrinks_by > 0.9
    assert found.disputed[0].total > 0.9 and found.disputed[1].total < 0.1
    changed, _ = apply(three, by_hand, [Change("set", "jobs.deadweight", 0.1), Change("set", "health.leakage", 0.3)])
    assert found.results["p0"] == pytest.approx(value(changed, by_hand).sroi_ratio)
    assert "would have happened anyway for 'jobs'" in found.sentence


def test_a_room_that_agrees_has_nothing_to_settle(three, by_hand):
    found = disagreement(three, by_hand, {"a": {"jobs.deadweight": 0.2}, "b": {"jobs.deadweight": 0.2}})
    assert found.spread == 0 and found.disputed[0].shrinks_by == 0


@pytest.mark.parametrize("answers", [{}, {"a": {}}, {"a": {"jobs.deadweight": 2}}, {"a": {"jobs.nothing": 1}}, {"a": {"jobs.deadweight": "x"}},
                                     {"a": {"jobs.quantity": float("nan")}}])
def test_answers_that_cannot_be_used(three, by_hand, answers):
    with pytest.raises(CannotDo):
        disagreement(three, by_hand, answers)


def test_every_number_of_a_map_has_one_name(three):
    found = [spot.field for spot in spots(three)]
    assert len(found) == len(set(found)) == 8 * 3 + 1 + 2
    assert all(find_spot(three, spot.field).line == spot.line for spot in spots(three))


def test_inputs_with_one_name_are_told_apart_by_position(make):
    found = make(inputs=[{"name": "Time", "value": 1}, {"name": "Time", "value": 2}])
    assert find_spot(found, "inputs.2").line == 1
    with pytest.raises(CannotDo, match="used twice"):
        find_spot(found, "inputs.Time")


def test_an_estimate_without_width_is_a_point():
    assert not Estimate(likely=1, low=1, high=1).uncertain


def test_an_end_that_leaves_nothing_put_in_has_no_ratio(make, by_hand):
    found = tornado(make(inputs=[{"name": "Price", "value": {"low": 0, "likely": 5, "high": 10}}]), by_hand)
    assert found[0].at_low is None and found[0].at_high == 100


def test_thousands_of_assumptions_keep_to_a_fixed_memory(by_hand):
    lines = [{"id": str(n), "quantity": {"low": 0, "likely": 1, "high": 2 + n % 3}, "proxy": {"value": 1}, "deadweight": RANGE} for n in range(6000)]
    found = uncertainty(ValueMap.model_validate({"outcomes": lines}), by_hand, 500)
    assert len(found.drivers) == 12_000
    assert found.drivers[0].field.endswith("quantity")


def test_a_switch_for_the_only_input_when_it_is_nothing_yet(make, by_hand):
    found = switching_value(make(inputs=[{"name": "Price", "value": 0}]), by_hand, "inputs.Price", 2)
    assert found.value == pytest.approx(500) and found.ratio_now is None and found.sentence.endswith("the ratio is 2.")


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("ask", [
    lambda found, known: value(found, known), lambda found, known: uncertainty(found, known, 100),
    lambda found, known: switching_value(found, known, "jobs.deadweight"),
    lambda found, known: disagreement(found, known, {"a": {"jobs.quantity": 1e200}}),
])
@pytest.mark.parametrize("changed", [{"outcome": {"quantity": {"low": 1e200, "likely": 1e201, "high": 1e202}, "proxy": {"value": 1e200}}},
                                     {"outcome": {"quantity": 1e200, "duration_years": 900}, "conventions": {"discount_rate": -0.9}}])
def test_numbers_too_large_are_said_without_a_warning_of_the_library(make, by_hand, ask, changed):
    with pytest.raises(CannotDo, match="too large"):
        ask(make(**changed), by_hand)

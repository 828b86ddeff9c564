"""Section 9: what must hold of every map, tried on maps that Hypothesis makes up."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from svtrain.core.changes import Change, apply
from svtrain.core.conventions import Conventions
from svtrain.core.estimate import Estimate
from svtrain.core.model import Model
from svtrain.core.prices import rebase
from svtrain.core.reference import PriceIndex, Reference, Schedule
from svtrain.core.switching import switching_value
from svtrain.core.valuation import value
from svtrain.core.value_map import DEDUCTIONS, ValueMap
from svtrain.data.documents import json_text, parse_document, yaml_text
from svtrain.data.value_map import value_map_from

settings.register_profile("invariants", max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("invariants")

REFERENCE = Reference(schedules={"green-book-standard": Schedule(
    "green-book-standard", "Green Book", ((0, 0.035), (31, 0.03), (76, 0.025), (126, 0.02), (201, 0.015), (301, 0.01)))})

share = st.floats(0, 1).map(lambda number: round(number, 4))
money = st.floats(0.01, 1e6).map(lambda number: round(number, 2))
years = st.one_of(st.integers(1, 40).map(float), st.floats(0.1, 40).map(lambda number: round(number, 3)))
text = st.text(st.characters(exclude_categories=("Cs",)), max_size=30)


@st.composite
def ranges(draw, kind):
    """A number, a number with a reason, or a range."""
    numbers = sorted(draw(st.lists(kind, min_size=3, max_size=3)))
    said = {"reason": draw(text), "grade": draw(st.sampled_from(["", "amber"])), "shared": draw(st.sampled_from(["", "same"]))}
    form = draw(st.sampled_from(["bare", "said", "range", "uniform"]))
    if form == "bare":
        return numbers[1]
    if form == "said":
        return {"value": numbers[1], **said}
    spread = {"low": numbers[0], "likely": numbers[1], "high": numbers[2], **said}
    return spread | ({"distribution": "uniform"} if form == "uniform" else {})


@st.composite
def outcomes(draw, number: int, kind=lambda inner: inner):
    return {"id": f"line {number}", "stakeholder": draw(text), "outcome": draw(text), "quantity": draw(kind(money)),
            "proxy": {"value": draw(kind(money)), "unit": "person"},
            **{name: draw(kind(share)) for name in (*DEDUCTIONS, "drop_off")}, "duration_years": draw(kind(years)),
            "starts_year": draw(st.integers(1, 5)), "drop_off_from_year": draw(st.integers(1, 4))}


@st.composite
def maps(draw, kind=lambda inner: inner, most=4):
    count = draw(st.integers(1, most))
    conventions = draw(st.sampled_from([{}, {"mode": "green_book"}, {"discount_rate": 0.02, "timing": "mid_year", "discount_inputs": True},
                                        {"discount_rate": 0, "part_year": "round_up"}, {"discount_rate": 0.1, "part_year": "round_down"}]))
    return ValueMap.model_validate({
        "title": draw(text), "conventions": conventions, "inputs": [{"name": "Price", "value": draw(kind(money)), "year": draw(st.integers(1, 3))}],
        "outcomes": [draw(outcomes(number, kind)) for number in range(count)]})


def worth(value_map: ValueMap) -> float:
    return value(value_map, REFERENCE, check=False).present_value


def changed(value_map: ValueMap, **fields) -> ValueMap:
    """The map with its first outcome changed."""
    first = value_map.outcomes[0].model_copy(update=fields)
    return value_map.model_copy(update={"outcomes": (first, *value_map.outcomes[1:])})


@given(st.lists(share, min_size=4, max_size=4), maps(most=1))
def test_deductions_commute(shares, found):
    totals = {round(worth(changed(found, deadweight=Estimate(likely=a), displacement=Estimate(likely=b),
                                  attribution=(Estimate(likely=c),), leakage=Estimate(likely=d))), 6)
              for a, b, c, d in permutations(shares)}
    assert max(totals) == pytest.approx(min(totals), rel=1e-9, abs=1e-6)


@given(money, money, st.integers(1, 30))
def test_all_zero_gives_quantity_times_proxy_times_years(quantity, proxy, duration):
    found = ValueMap.model_validate({"conventions": {"discount_rate": 0}, "outcomes": [
        {"id": "a", "quantity": quantity, "proxy": {"value": proxy}, "duration_years": duration}]})
    assert worth(found) == pytest.approx(quantity * proxy * duration, rel=1e-12)


@given(maps(most=1), st.floats(0, 100))
def test_linear_in_quantity_and_proxy(found, factor):
    first = found.outcomes[0]
    more = changed(found, quantity=Estimate(likely=first.quantity.likely * factor))
    dearer = changed(found, proxy=first.proxy.model_copy(update={"value": Estimate(likely=first.proxy.value.likely * factor)}))
    assert worth(more) == pytest.approx(worth(found) * factor, rel=1e-9, abs=1e-9)
    assert worth(dearer) == pytest.approx(worth(found) * factor, rel=1e-9, abs=1e-9)


@given(maps(most=1), st.sampled_from(["deadweight", "displacement", "leakage", "drop_off"]), share, share)
def test_monotone_in_each_deduction(found, name, one, other):
    low, high = sorted((one, other))
    assert worth(changed(found, **{name: Estimate(likely=high)})) <= worth(changed(found, **{name: Estimate(likely=low)})) * (1 + 1e-12)


@given(maps(most=1), years, years)
def test_monotone_in_duration(found, one, other):
    low, high = sorted((one, other))
    assert worth(changed(found, duration_years=Estimate(likely=low))) <= worth(changed(found, duration_years=Estimate(likely=high))) * (1 + 1e-12)


@given(maps(most=1), st.sampled_from(DEDUCTIONS))
def test_a_deduction_of_one_leaves_nothing(found, name):
    whole = Estimate(likely=1)
    assert worth(changed(found, **{name: (whole,) if name == "attribution" else whole})) == 0


@given(maps(), st.floats(0, 1))
def test_a_line_split_in_two_equals_the_whole(found, part):
    first = found.outcomes[0]
    halves = (first.model_copy(update={"id": "one", "quantity": Estimate(likely=first.quantity.likely * part)}),
              first.model_copy(update={"id": "two", "quantity": Estimate(likely=first.quantity.likely * (1 - part))}))
    split = found.model_copy(update={"outcomes": (*halves, *found.outcomes[1:])})
    assert worth(split) == pytest.approx(worth(found), rel=1e-9, abs=1e-9)


@given(maps(), st.floats(0, 0.5))
def test_earlier_timing_is_never_worth_less(found, rate):
    start, middle, end = (worth(found.model_copy(update={"conventions": Conventions(discount_rate=rate, timing=timing)}))
                          for timing in ("start_of_year", "mid_year", "end_of_year"))
    assert start >= middle * (1 - 1e-12) and middle >= end * (1 - 1e-12)
    if rate == 0:
        assert start == pytest.approx(end) == pytest.approx(middle)


@given(maps())
def test_start_of_year_is_one_plus_r_above_end_of_year_at_a_flat_rate(found):
    start, end = (worth(found.model_copy(update={"conventions": Conventions(discount_rate=0.035, timing=timing)}))
                  for timing in ("start_of_year", "end_of_year"))
    assert start == pytest.approx(1.035 * end, rel=1e-12)


INDEX = PriceIndex("i", "Index", {str(year): 50 + 1.7 ** (year - 2000) for year in range(2000, 2021)}, {"2005/06": 90.0, "2006/07": 93.0})
price_years = st.one_of(st.integers(2000, 2020).map(str), st.integers(2000, 2019).map(lambda year: f"{year}/{(year + 1) % 100:02d}"))


@given(price_years, price_years)
def test_rebase_there_and_back_is_identity(one, other):
    assert rebase(INDEX, one, other).factor * rebase(INDEX, other, one).factor == pytest.approx(1, rel=1e-12)


@given(maps(), st.floats(0.001, 1000))
def test_the_ratio_is_unchanged_when_every_pound_scales(found, factor):
    scaled, _ = apply(found, REFERENCE, [Change("multiply", "proxy", factor), Change("multiply", "inputs.Price", factor)])
    before, after = (value(each, REFERENCE, check=False).sroi_ratio for each in (found, scaled))
    assert after == pytest.approx(before, rel=1e-9)


@given(maps(most=2), st.sampled_from(["quantity", "proxy", *DEDUCTIONS, "drop_off", "duration_years"]), st.floats(0.05, 3))
def test_a_switching_value_put_back_gives_the_target(found, name, aim):
    field = f"{found.outcomes[0].id}.{name}"
    now = value(found, REFERENCE, check=False).sroi_ratio
    target = max(now, 1e-3) * aim
    switch = switching_value(found, REFERENCE, field, target)
    if switch.value is not None and switch.exact:
        back, _ = apply(found, REFERENCE, [Change("set", field, switch.value)])
        assert value(back, REFERENCE, check=False).sroi_ratio == pytest.approx(target, rel=1e-8)
    else:
        assert "no value does" in switch.sentence or "whole years" in switch.sentence


@given(maps(), st.sampled_from([*DEDUCTIONS, "quantity", "drop_off"]))
def test_no_value_does_is_never_said_of_the_value_it_has(found, name):
    field = f"{found.outcomes[0].id}.{name}"
    now = value(found, REFERENCE, check=False).sroi_ratio
    line = next(each for each in value(found, REFERENCE, check=False).by_outcome if each.id == found.outcomes[0].id)
    if abs(line.present_value) > 1e-6 * abs(now) and now > 0 and name != "drop_off":
        assert switching_value(found, REFERENCE, field, now).value is not None


@given(maps(kind=ranges))
def test_save_load_and_recompute_are_equal(found):
    for written in (yaml_text(found.as_dict()), json_text(found.as_dict())):
        read, problems = value_map_from(parse_document(written, json_text=written.startswith("{")))
        assert problems == [] and read == found
        assert value(read, REFERENCE).as_dict() == value(found, REFERENCE).as_dict()


@given(maps(kind=ranges))
def test_the_model_is_the_valuation(found):
    model, result = Model(found, REFERENCE), value(found, REFERENCE, check=False)
    assert model.ratios(model.likely())[0] == pytest.approx(result.sroi_ratio, rel=1e-9)


@given(maps(kind=ranges))
def test_outcomes_years_and_steps_add_up(found):
    result = value(found, REFERENCE, check=False)
    assert sum(line.present_value for line in result.by_outcome) == pytest.approx(result.present_value, rel=1e-9, abs=1e-9)
    assert sum(year.present_value for year in result.by_year) == pytest.approx(result.present_value, rel=1e-9, abs=1e-9)
    for line in result.by_outcome:
        assert line.steps[-1].value == pytest.approx(line.present_value, rel=1e-9, abs=1e-9)


@given(st.recursive(st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), text),
                    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
                        st.sampled_from(["outcomes", "inputs", "id", "quantity", "proxy", "value", "low", "high", "likely", "conventions", "x", "mode",
                                         "attribution", "contract", "start", "name", "stakeholders", "notes"]), inner, max_size=5), max_leaves=25))
def test_no_plain_object_makes_it_raise(plain):
    found, problems = value_map_from(plain)
    assert (found is None) == bool(problems)
    assert all(problem.message for problem in problems)


@given(st.text(max_size=200))
def test_no_text_makes_the_reader_raise_anything_but_a_sentence(written):
    from svtrain.core.problems import CannotDo

    for as_json in (False, True):
        try:
            parse_document(written, "map", json_text=as_json)
        except CannotDo as error:
            assert all(problem.message for problem in error.problems)

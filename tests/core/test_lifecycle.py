"""One map at three moments: what is known there, and what the range does."""

from __future__ import annotations

import pytest

from svtrain.core.estimate import Estimate
from svtrain.core.lifecycle import (
    BORROWED,
    CHECKED,
    JUDGED,
    LOOKED_UP,
    PROMISED,
    REPORTED,
    UNKNOWN,
    Need,
    Record,
    Standing,
    at_design,
    at_tender,
    expected_of,
    in_delivery,
    kept_of,
    record_of,
    view_of,
    widest,
)
from svtrain.core.problems import CannotDo
from svtrain.core.reference import Reference
from svtrain.core.value_map import ASSUMPTIONS, ValueMap

MAP = ValueMap.model_validate({"conventions": {"discount_rate": 0}, "inputs": [{"name": "Price", "value": 100}], "outcomes": [
    {"id": "jobs", "quantity": 6, "proxy": {"value": 100}, "deadweight": {"low": 0.3, "likely": 0.5, "high": 0.6}, "displacement": 0.1},
    {"id": "hours", "quantity": 50, "proxy": {"value": 2}, "attribution": [0.1, 0.2]}]})
RATES = {name: Estimate(low=0.05, likely=0.2, high=0.5) for name in ("deadweight", "attribution")}
NEEDS = {"jobs": Need(Estimate(low=2, likely=5, high=9), anyway_judged=True), "hours": Need(Estimate(low=10, likely=40, high=80), anyway_judged=False)}
RECORD = Record(0.4, 0.8, 1.0, 45)


def state(answers, line, field):
    return next(each.state for each in answers if (each.line, each.field) == (line, field))


def test_every_stage_asks_the_same_answers():
    stages = at_design(MAP, NEEDS, RATES), at_tender(MAP, {"jobs": 8}, RECORD, RATES), in_delivery(MAP, {})
    asked = [[(each.line, each.field) for each in answers] for _, answers in stages]
    assert asked[0] == asked[1] == asked[2]
    # two shares due to others are two answers
    assert len(asked[0]) == 2 * len(ASSUMPTIONS) + 1


def test_at_design_counts_come_from_the_need_and_what_cannot_be_judged_is_borrowed():
    found, answers = at_design(MAP, NEEDS, RATES)
    assert found.outcomes[0].quantity == NEEDS["jobs"].quantity and state(answers, "jobs", "quantity") == JUDGED
    assert found.outcomes[0].deadweight == MAP.outcomes[0].deadweight and state(answers, "jobs", "deadweight") == JUDGED
    assert found.outcomes[1].attribution == (RATES["attribution"],) and state(answers, "hours", "attribution") == BORROWED
    assert state(answers, "jobs", "leakage") == UNKNOWN and found.outcomes[0].leakage.likely == 0
    assert state(answers, "jobs", "proxy") == LOOKED_UP
    assert state(at_design(MAP, {}, RATES)[1], "jobs", "quantity") == UNKNOWN


def test_at_tender_there_is_a_promise_and_little_else():
    found, answers = at_tender(MAP, {"jobs": 8}, RECORD, RATES)
    assert found.outcomes[0].quantity.ends == pytest.approx((3.2, 8.0)) and state(answers, "jobs", "quantity") == PROMISED
    assert found.outcomes[1].quantity == MAP.outcomes[1].quantity and state(answers, "hours", "quantity") == UNKNOWN
    assert found.outcomes[0].deadweight == RATES["deadweight"] and state(answers, "jobs", "deadweight") == BORROWED
    assert found.outcomes[0].displacement.likely == 0.1 and state(answers, "jobs", "displacement") == UNKNOWN


def test_what_was_judged_at_design_may_be_carried_along():
    design = at_design(MAP, NEEDS, RATES)[1]
    found, answers = at_tender(MAP, {"jobs": 8}, RECORD, RATES, design=design)
    assert found.outcomes[0].deadweight == MAP.outcomes[0].deadweight and state(answers, "jobs", "deadweight") == JUDGED
    assert state(answers, "jobs", "quantity") == PROMISED


def test_one_supplier_keeps_or_breaks_all_its_promises_together():
    found, _ = at_tender(MAP, {"jobs": 8, "hours": 50}, RECORD, RATES)
    assert found.outcomes[0].quantity.shared == found.outcomes[1].quantity.shared != ""


@pytest.mark.parametrize(("delivered", "verified", "word"), [(4, 3, CHECKED), (4, 0, REPORTED), (0, 0, PROMISED)])
def test_in_delivery_it_matters_who_checked(delivered, verified, word):
    found, answers = in_delivery(MAP, {"jobs": Standing(8, delivered, verified, 0.5)})
    assert state(answers, "jobs", "quantity") == word
    assert found.outcomes[0].quantity.ends == (verified, max(8.0, 2 * delivered))


@pytest.mark.parametrize(("standing", "ends", "likely"), [
    (Standing(10, 4, 3, 0.5), (3, 10), 8),      # the pace so far, between what is checked and the promise
    (Standing(10, 9, 9, 0.5), (9, 18), 18),     # faster than promised
    (Standing(10, 8, 5, 1.0), (5, 8), 8),       # at the end only what nobody checked is open
    (Standing(10, 8, 8, 1.0), (8, 8), 8),
    (Standing(10, 0, 0, 0.0), (0, 10), 10),     # nothing is due yet
])
def test_what_a_promise_may_come_to(standing, ends, likely):
    found = expected_of(standing)
    assert found.ends == ends and found.likely == likely


def test_a_promise_narrows_as_it_is_delivered_and_checked():
    widths = []
    for quarter in range(1, 9):
        low, high = expected_of(Standing(80, 10 * quarter, 10 * quarter, quarter / 8)).ends
        widths.append(high - low)
    assert widths == sorted(widths, reverse=True) and widths[-1] == 0


def test_a_record_is_what_others_kept():
    assert record_of([0.5]) == Record(0.5, 0.5, 0.5, 1)
    assert kept_of(10, record_of([0.5])).ends == (5.0, 5.0)
    with pytest.raises(CannotDo, match="no record"):
        record_of([])


def test_a_promise_at_its_word_looks_sure():
    doubtful = view_of("tender", at_tender(MAP, {"jobs": 8, "hours": 50}, RECORD, RATES), Reference())
    believed = view_of("tender", at_tender(MAP, {"jobs": 8, "hours": 50}, None, RATES), Reference())
    assert believed.width < doubtful.width and believed.middle > doubtful.middle
    assert believed.count(PROMISED, BORROWED, UNKNOWN) == doubtful.count(PROMISED, BORROWED, UNKNOWN)


def test_the_widest_is_found_from_the_ranges():
    views = [view_of(stage, made, Reference()) for stage, made in (
        ("design", at_design(MAP, NEEDS, RATES)), ("delivery", in_delivery(MAP, {"jobs": Standing(8, 8, 8, 1), "hours": Standing(50, 50, 50, 1)})))]
    assert widest(views) is max(views, key=lambda view: view.high - view.low)
    assert views[0].low <= views[0].middle <= views[0].high and views[0].times == views[0].high / views[0].low
    with pytest.raises(CannotDo):
        widest([])

"""Medians and movement, against answers known beforehand and rules that always hold."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from svtrain.room import Judgement, judgement, movement, outliers, spread

NUMBERS = st.floats(-1e9, 1e9)
JUDGEMENTS = st.lists(st.tuples(NUMBERS, NUMBERS, NUMBERS).map(lambda three: Judgement(*sorted(three))), min_size=1, max_size=30)


@settings(deadline=None)  # a busy machine is no fault
@given(JUDGEMENTS)
def test_the_spread_is_that_of_numpy(judgements):
    found = spread(judgements)
    likely = [each.likely for each in judgements]
    assert found.people == len(judgements)
    for mine, theirs in [(found.likely, np.median(likely)), (found.low, np.median([each.low for each in judgements])),
                         (found.high, np.median([each.high for each in judgements])), (found.lower_quartile, np.quantile(likely, 0.25)),
                         (found.upper_quartile, np.quantile(likely, 0.75)), (found.smallest, min(likely)), (found.largest, max(likely))]:
        assert mine == pytest.approx(theirs, rel=1e-9, abs=1e-6)


@settings(deadline=None)
@given(JUDGEMENTS, st.randoms())
def test_order_says_nothing(judgements, dice):
    mixed = judgements[:]
    dice.shuffle(mixed)
    assert spread(mixed) == spread(judgements)


def test_nobody():
    assert spread([]) is None and movement([]) is None and outliers([]) == ((), ()) == outliers([Judgement(1, 1, 1)])


def test_outliers_are_two_different_people():
    same = [Judgement(1, 1, 1, "short"), Judgement(1, 1, 1, "a longer reason")]
    low, high = outliers(same)
    assert {low[0].reason, high[0].reason} == {"short", "a longer reason"}
    low, high = outliers([Judgement(n, n, n) for n in range(5)], each_end=9)
    assert [each.likely for each in low] == [0, 1] and [each.likely for each in high] == [4, 3]


def test_movement_counts_each_person_once():
    pairs = [(Judgement(n, n, n), Judgement(m, m, m)) for n, m in [(0, 5), (10, 10), (20, 12), (10, 3), (40, 45)]]
    moved = movement(pairs)
    assert (moved.people, moved.closer, moved.further, moved.unmoved) == (5, 2, 2, 1)
    assert (moved.median_before, moved.median_after, moved.middle_half_before, moved.middle_half_after) == (10, 10, 10, 7)


@pytest.mark.parametrize("payload", [
    {}, {"likely": True}, {"likely": "3"}, {"likely": None}, {"likely": float("nan")}, {"likely": 10**400}, {"low": 3, "likely": 2}, {"low": 1, "high": 2}, {"likely": 1, "high": 0}])
def test_what_is_no_estimate_is_left_out(payload):
    assert judgement(payload) is None


def test_an_estimate_goes_there_and_back():
    estimate = Judgement(0.1, 0.2, 0.4, "asked around")
    assert judgement(estimate.payload()) == estimate

from __future__ import annotations

import numpy as np
import pytest

from svtrain.core.conventions import Conventions
from svtrain.core.prices import rebase
from svtrain.core.problems import CannotDo
from svtrain.core.years import counted_years, discount_factors, present_value_of_a_pound, yearly_parts


def year_by_year(years: float, drop_off: float, start: int, from_year: int, rate: float) -> float:
    """The same sum written year by year."""
    total, left = 0.0, 1.0
    for year in range(1, int(np.ceil(years - 1e-9)) + 1):
        if year >= from_year:
            left *= 1 - drop_off
        total += left * min(1.0, years - year + 1) / (1 + rate) ** (start + year - 1)
    return total


def test_an_array_of_outcomes_equals_one_by_one():
    rng = np.random.default_rng(5)
    years, drop = rng.uniform(0.1, 25, 200), rng.uniform(0, 1, 200)
    start, from_year = rng.integers(1, 6, 200), rng.integers(1, 4, 200)
    factors = discount_factors(Conventions(discount_rate=0.035).resolved(), None, 40)
    together = present_value_of_a_pound(years, drop, factors, start, from_year)
    alone = [year_by_year(*each, 0.035) for each in zip(years, drop, start, from_year, strict=True)]
    assert together == pytest.approx(alone, rel=1e-12)


def test_the_longest_outcome_decides_how_many_years_there_are():
    assert len(list(yearly_parts(np.array([1.0, 4.0]), 0.1))) == 4
    assert list(yearly_parts(np.array([]), 0.1)) == []


def test_a_whole_number_is_not_rounded_up_by_a_hair():
    assert counted_years(3 + 1e-12, "round_up") == 3
    assert counted_years(3 - 1e-12, "round_down") == 3


@pytest.mark.parametrize(("source", "target", "factor"), [
    ("2019", "2024", 1.232916), ("2011/12", "2012/13", 186.0829 / 183.1272),
    ("2013", "2012/13", (0.75 * 71.9294 + 0.25 * 73.4795) / 73.4795),
    ("2013/14", "2024", 100 / (0.75 * 73.4795 + 0.25 * 74.6524)), ("1066", "1066", 1.0),
])
def test_price_factor(by_hand_reference, source, target, factor):
    assert rebase(by_hand_reference, source, target).factor == pytest.approx(factor, abs=5e-7)


@pytest.mark.parametrize(("source", "target"), [("2012/13", "2024"), ("2011/12", "2012/13"), ("2013", "2019")])
def test_there_and_back_is_where_it_was(by_hand_reference, source, target):
    there, back = rebase(by_hand_reference, source, target), rebase(by_hand_reference, target, source)
    assert there.factor * back.factor == pytest.approx(1, rel=1e-14)


def test_only_a_blended_year_is_said_to_be_blended(by_hand_reference):
    assert "¾" in rebase(by_hand_reference, "2013/14", "2024").sentence
    assert "¾" not in rebase(by_hand_reference, "2011/12", "2012/13").sentence
    assert "¾" not in rebase(by_hand_reference, "2019", "2024").sentence


def test_a_year_outside_the_index_is_an_error(by_hand_reference):
    with pytest.raises(CannotDo, match="2012 to 2024; the price year 2031"):
        rebase(by_hand_reference, "2031", "2024")


@pytest.fixture
def by_hand_reference(by_hand):
    return by_hand.indices["uk-gdp-deflator"]

"""Many raters of one grid: levels, spread, and what most could agree on."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from svtrain.core.framework import theme_level
from svtrain.core.raters import overall_of, spread_of

GRID = st.dictionaries(st.integers(1, 5), st.booleans())


def grid(*yes, upto=5):
    return {"people": {level: level in yes for level in range(1, upto + 1)}}


def test_a_gap_stops_a_raters_climb_and_the_teams():
    found = spread_of("people", [grid(1, 2, 4, 5), grid(1, 2), grid(1, 3)])
    assert found.levels == (1, 2, 2)
    assert found.agreed == 2 and not found.disagreed


@pytest.mark.parametrize(("raters", "spread", "disagreed"), [
    ([grid(1), grid(1, 2)], 1, False), ([grid(1), grid(1, 2, 3)], 2, True), ([grid(), grid(1, 2, 3, 4, 5)], 5, True), ([grid(1)], 0, False),
])
def test_two_levels_apart_is_the_finding(raters, spread, disagreed):
    found = spread_of("people", raters)
    assert (found.spread, found.disagreed) == (spread, disagreed)


def test_half_is_not_enough_to_agree():
    assert spread_of("people", [grid(1), grid()]).agreed == 0
    assert spread_of("people", [grid(1), grid(1), grid()]).agreed == 1


def test_where_to_look_first_is_where_they_split_most():
    found = spread_of("people", [grid(1, 2, 3, 4), grid(1, 2, 3, 4), grid(1), grid(1)])
    assert found.split_at == 2
    assert spread_of("people", [grid(1), grid(1)]).split_at is None


def test_who_did_not_rate_a_theme_is_left_out():
    found = spread_of("people", [grid(1), {"policy": {1: True}}, {}])
    assert found.levels == (1,) and found.rated[1] == 1


def test_the_whole_stands_at_its_lowest_theme():
    high = {theme: {level: True for level in range(1, 5)} for theme in ("people", "policy")}
    low = {**high, "policy": {1: True, 2: False, 3: True}}
    spreads = [spread_of(theme, [low, low, high]) for theme in ("people", "policy")]
    assert [one.agreed for one in spreads] == [4, 1] and overall_of(spreads) == 1
    assert overall_of([*spreads, spread_of("process", [low])]) is None and overall_of([]) is None


@given(st.lists(GRID, max_size=6))
def test_it_agrees_with_the_count_of_one_rater_and_stays_in_bounds(rows):
    found = spread_of("people", [{"people": row} for row in rows])
    assert list(found.levels) == sorted(theme_level({level for level, yes in row.items() if yes}) for row in rows if row)
    assert 0 <= found.agreed <= 5 and (not found.levels or found.agreed <= found.levels[-1] or len(found.levels) > 1)
    if len(found.levels) == 1:
        assert found.agreed == found.levels[0] and not found.disagreed

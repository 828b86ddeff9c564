"""Small groups are hidden, also from those who can subtract; the store's rule is the same as the written one."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from svtrain.room import SMALLEST, shown_groups

SIZES = st.dictionaries(st.sampled_from(["", "A", "B", "C", "D", "E"]), st.integers(1, 12), max_size=6)


@settings(deadline=None)
@given(SIZES)
def test_no_small_group_is_shown_or_left_over(sizes):
    shown = shown_groups(sizes)
    assert all(sizes[name] >= SMALLEST and name for name in shown)
    left_over = sum(sizes.values()) - sum(sizes[name] for name in shown)
    if sum(sizes.values()) >= SMALLEST:
        assert left_over == 0 or left_over >= SMALLEST
    else:
        assert not shown


@settings(deadline=None)
@given(SIZES)
def test_no_more_is_hidden_than_must_be(sizes):
    shown = shown_groups(sizes)
    large = [name for name, people in sizes.items() if name and people >= SMALLEST]
    whole = sum(sizes.values())
    for count in range(len(shown) + 1, len(large) + 1):
        for more in combinations(large, count):
            left_over = whole - sum(sizes[name] for name in more)
            assert 0 < left_over < SMALLEST, "more groups could have been shown"


CASES = [
    {"A": 5, "B": 6}, {"A": 4, "B": 6}, {"A": 2, "B": 3, "C": 6}, {"A": 1, "B": 5, "C": 7}, {"": 2, "A": 5, "B": 5}, {"": 5, "A": 5},
    {"A": 4}, {"A": 3, "B": 2}, {"": 7}, {"A": 12}, {"": 1, "A": 4, "B": 5, "C": 5},
]


@pytest.mark.parametrize("sizes", CASES, ids=repr)
def test_the_store_has_the_same_rule(ground, facilitator, sizes):
    facilitator.open("a")
    for team, people in sizes.items():
        for number in range(people):
            ground.seat(f"{team or 'no'}-{number}", team=team).answer("a", {"likely": number})
    facilitator.reveal("a")
    shared = facilitator.shared("a")
    named = {team: len(answers) for team, answers in shared.by_team().items()}
    assert named == {team: sizes[team] for team in shown_groups(sizes)}
    assert len(shared.answers) == (sum(sizes.values()) if sum(sizes.values()) >= SMALLEST else 0)
    assert (shared.why_not == "") == bool(shared.answers)


def test_who_leaves_takes_a_small_group_out_of_sight(ground, facilitator):
    facilitator.open("a")
    seats = [ground.seat(f"{team}-{number}", team=team) for team in "AB" for number in range(5)]
    for seat in seats:
        seat.answer("a", {"likely": 1})
    facilitator.reveal("a")
    assert set(facilitator.shared("a").by_team()) == {"A", "B"}
    assert seats[0].forget_me() == 1
    assert facilitator.shared("a").by_team() == {} and len(facilitator.shared("a").answers) == 9
    for seat in seats[1:5]:
        seat.forget_me()
    assert set(facilitator.shared("a").by_team()) == {"B"}
    seats[5].forget_me()
    assert facilitator.shared("a").answers == ()


def test_movement_over_fewer_than_five_is_not_told(ground, facilitator, six):
    for round_people in (six, six[:4]):
        facilitator.open("a") if round_people is six else facilitator.second_round("a")
        for seat in round_people:
            seat.answer("a", {"likely": 1})
        if round_people is not six:
            for number in range(2):
                ground.seat(f"late-{number}").answer("a", {"likely": 5})
        facilitator.reveal("a")
    assert len(facilitator.shared("a", 2).answers) == 6
    assert facilitator.movement("a") is None

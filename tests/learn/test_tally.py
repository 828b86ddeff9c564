"""How a room's answers to an exercise are counted, and what is said about their spread."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from svtrain.learn import exercise
from svtrain.learn.library import exercises
from svtrain.learn.tally import GO_BACK, GO_ON, MIXED, NO_RIGHT, RIGHT, STOP, WRONG, advice, payload_of, tally


@pytest.mark.parametrize("counts, said", [
    ([(7, RIGHT), (3, WRONG)], GO_ON), ([(69, RIGHT), (31, WRONG)], GO_BACK), ([(5, WRONG), (5, RIGHT)], STOP), ([(49, WRONG), (51, RIGHT)], GO_BACK),
    ([(4, WRONG), (4, WRONG), (2, RIGHT)], GO_BACK), ([(8, MIXED), (2, RIGHT)], GO_BACK), ([(3, ""), (2, "")], NO_RIGHT), ([], ""),
])
def test_the_rule_on_a_spread(counts, said):
    assert advice(counts) == said


@pytest.mark.parametrize("one", exercises(), ids=lambda one: one.id)
@settings(max_examples=15)
@given(words=st.lists(st.text(max_size=30) | st.sampled_from(['{"view": 3}', "[1]", "{", '{"low": "1", "high": "x"}']), max_size=4))
def test_whatever_was_sent_is_counted_or_left_out(one, words):
    """Answers come from other people's pages: none of them may stop the one that counts."""
    found = tally(one, [payload_of(text) for text in words] + [{}, {"answer": 3}, {"answer": ["a"]}])
    assert found.people == sum(line.count for line in found.lines) <= len(words)


def test_a_known_slip_stands_by_itself_with_what_is_behind_it():
    one = next(one for one in exercises() if one.kind == "number" and one.misconceptions)
    slip = one.misconceptions[0]
    found = tally(one, [payload_of(str(slip.value))] * 3 + [payload_of(str(one.answer.value))] * 2)
    assert [(line.count, line.kind) for line in found.lines] == [(2, RIGHT), (3, WRONG)] and found.lines[1].why == slip.feedback and found.advice == STOP


def test_views_are_counted_without_right_or_wrong():
    one = exercise("who-sets-the-weights").exercise
    found = tally(one, [payload_of(json.dumps({"view": one.views[0].id, "reason": "because"}))] * 2)
    assert found.lines[0].count == 2 and found.advice == NO_RIGHT

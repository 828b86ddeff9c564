"""Ranges of nine tenths: marked against true values from the datasets, all together and only once."""

from __future__ import annotations

import json
import re

import pytest

from svtrain.apps.calibration.state import Ranges
from svtrain.apps.calibration.words import score
from svtrain.core.problems import CannotDo
from svtrain.data import base_rates
from svtrain.learn.calibration import calibration, chance_of_so_few, marked
from svtrain.learn.calibration_questions import SETS, truth

ALL = [one for questions in SETS.values() for one in questions]


@pytest.mark.parametrize("one", ALL, ids=lambda one: one.id)
def test_every_question_has_a_true_value_with_its_source(one):
    found = truth(one.id)
    assert found.value > 0 and found.source and found.locator and found.status in {"published", "second-hand"}
    assert one.unit in {"%", "£", ""}


def test_two_sets_of_ten_share_no_question_and_no_fact():
    assert [len(questions) for questions in SETS.values()] == [10, 10]
    assert len({one.id for one in ALL}) == len({(one.kind, one.key, one.part) for one in ALL}) == 20


def test_numbers_in_the_questions_are_those_of_the_data():
    reports = {int(number) for one in ALL for number in re.findall(r"Of (\d+) published reports", one.text)}
    assert reports == {base_rates()["sroi ratio"].reports}


def ranges_that_hit(hits):
    return {one.id: (truth(one.id).value * (0.9 if at < hits else 1.1), truth(one.id).value * 1.2) for at, one in enumerate(SETS["first"])}


@pytest.mark.parametrize("hits, said", [(10, "wider than they had to be"), (9, "what nine tenths sure should look like"),
                                        (7, "chance could do that"), (6, "too narrow"), (0, "too narrow")])
def test_the_score_says_what_so_many_hits_mean(hits, said):
    found = calibration(ranges_that_hit(hits))
    assert found[:2] == (hits, 10) and said in found.sentence


def test_the_ends_of_a_range_belong_to_it():
    assert calibration({"fss-year": (14, 20), "shoplifting": ("1", "16.1")}).hits == 2


def test_chances_are_those_of_the_binomial():
    assert chance_of_so_few(10, 10) == pytest.approx(1) and chance_of_so_few(0, 10) == pytest.approx(0.1**10)


@pytest.mark.parametrize("answer, said", [(("x", "2"), "not a number"), (("30", "20"), "above the high end"), (("0.4", "1"), "Did you mean")])
def test_what_cannot_be_read_is_named(answer, said):
    with pytest.raises(CannotDo, match=said) as refused:
        marked({"fss-year": answer})
    assert refused.value.problems[0].field == "fss-year"


def test_a_stranger_is_refused():
    with pytest.raises(CannotDo, match="no question"):
        calibration({"mood": (1, 2)})


def test_nothing_is_shown_before_all_are_committed_and_nothing_changes_after():
    ranges = Ranges("second")
    for one in ranges.questions[1:]:
        ranges.type(one.id, "low", "0")
        ranges.type(one.id, "high", "1m")
    assert not ranges.commit() and ranges.score() is None and score(ranges) == "" and ranges.left() == 1
    assert ranges.problem(ranges.questions[0].id) == "Give both ends of this range."
    ranges.type(ranges.questions[0].id, "low", "90")
    ranges.type(ranges.questions[0].id, "high", "95%")
    assert ranges.commit() and ranges.score()[:2] == (9, 10)
    ranges.type(ranges.questions[0].id, "low", "1")
    assert ranges.shown(ranges.questions[0].id, "low") == "90" and "23%" in score(ranges)
    again = Ranges("second")
    again.from_dict(json.loads(json.dumps(ranges.to_dict())))
    assert again.committed and again.score() == ranges.score()

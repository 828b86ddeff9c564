from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from svtrain.core.challenge import QUESTIONS
from svtrain.core.problems import CannotDo
from svtrain.data.challenges import challenges_from, read_challenges

WHOLE = {"id": "c1", "target": "assumption", "field": "jobs.deadweight", "expect": 0.4, "set": 0.6, "question": "counterfactual",
         "reason": "Half leave anyway", "evidence": "survey", "evidence_grade": "amber", "decision": "accept", "by": "Team 2",
         "on": "2026-11-22", "would_change_if": "a comparison group"}


def test_a_whole_record_is_read_and_written_back():
    for given_file in ([WHOLE], {"svtrain": "challenges/1", "challenges": [WHOLE]}):
        found, problems = challenges_from(given_file)
        assert not problems
        assert found[0].as_dict() == WHOLE


def test_every_question_of_the_list_is_known():
    for question in QUESTIONS:
        found, problems = challenges_from([WHOLE | {"question": question.replace(" ", "_").upper()}])
        assert not problems
        assert found[0].question == question


@pytest.mark.parametrize(("given_file", "sentence"), [
    ([], "challenges: There are no challenges here: list each with its id, field, expect and set."),
    ("text", "challenges: There are no challenges here: list each with its id, field, expect and set."),
    ({"svtrain": "tender/1", "challenges": [WHOLE]},
     "svtrain: This is written as 'tender/1'; challenges start with svtrain: challenges/1."),
    (["text"], "challenges.1: A challenge is written as names and values."),
    ([{"id": "c1", "field": "x", "set": 1}], "c1.expect: The expect is missing."),
    ([WHOLE | {"decison": "accept"}], "c1.decison: There is no 'decison' here. Did you mean 'decision'?"),
    ([WHOLE | {"decision": "maybe"}], "c1.decision: There is no decision 'maybe'. It is one of accept, adapt, reject, park."),
    ([WHOLE | {"question": "counterfact"}], "c1.question: There is no question 'counterfact'. Did you mean 'counterfactual'?"),
    ([WHOLE | {"reason": ["a"]}], "c1.reason: This must be text."),
])
def test_what_cannot_be_read_is_a_sentence(given_file, sentence):
    assert [str(problem) for problem in challenges_from(given_file)[1]] == [sentence]


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(CannotDo, match="cannot be read"):
        read_challenges(tmp_path / "none.yaml")


@given(st.recursive(st.none() | st.integers() | st.text(max_size=5), lambda inner: st.lists(inner, max_size=3)
                    | st.dictionaries(st.sampled_from([*WHOLE, "challenges", "x"]), inner), max_leaves=10))
def test_anything_at_all_is_records_or_sentences(anything):
    found, problems = challenges_from(anything)
    assert found or problems

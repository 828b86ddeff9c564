"""Every exercise in the folder, run through the learner's own path."""

from __future__ import annotations

import pytest

from svtrain.core.problems import CannotDo
from svtrain.data.places import content
from svtrain.learn import exercise, exercises
from svtrain.learn.exercise import ChoiceExercise, NumberExercise
from svtrain.learn.library import read_exercise
from svtrain.learn.list_exercises import BugHuntExercise, TableExercise
from svtrain.learn.open_exercises import EstimateExercise, JudgementExercise, OwnContractExercise

ALL = {one.id: one for one in exercises()}


def test_there_are_exercises():
    assert {"what-the-act-asks", "take-off-both-shares"} <= set(ALL)


@pytest.mark.parametrize("one", ALL.values(), ids=ALL.keys())
def test_a_facilitator_has_notes_for_each(one):
    notes = (next(content("exercises").glob(f"{one.id}*")) / "facilitator.md").read_text(encoding="utf-8")
    for heading in ("Purpose", "Minutes", "Sticky points", "What the spread means", "Cut first"):
        assert heading in notes, f"{one.id} says nothing about: {heading}"
    assert str(one.minutes) in notes


@pytest.mark.parametrize("one", ALL.values(), ids=ALL.keys())
def test_minutes_are_in_fives(one):
    assert one.minutes % 5 == 0


@pytest.mark.parametrize("one", [e for e in ALL.values() if isinstance(e, NumberExercise)], ids=lambda e: e.id)
def test_number_exercises_mark_right_and_wrong(one):
    task = exercise(one.id)
    assert task.check(one.answer.value).result == "correct"
    assert task.check(f"£{one.answer.value:,.2f}").result == "correct"
    for wrong in one.misconceptions:
        feedback = task.check(wrong.value)
        assert (feedback.result, feedback.misconception) == ("incorrect", wrong.id)


@pytest.mark.parametrize("one", [e for e in ALL.values() if isinstance(e, ChoiceExercise)], ids=lambda e: e.id)
def test_choice_exercises_explain_every_option(one):
    task = exercise(one.id)
    for option in one.options:
        feedback = task.check(option.id)
        assert feedback.message == option.feedback
        assert (feedback.result == "correct") == option.correct
        assert feedback.misconception == option.misconception


def of_kind(kind):
    return pytest.mark.parametrize("one", [e for e in ALL.values() if isinstance(e, kind)], ids=lambda e: e.id)


def test_the_right_option_is_not_always_the_first():
    places = {[option.correct for option in one.options].index(True) for one in ALL.values() if isinstance(one, ChoiceExercise)}
    assert len(places) >= 3


@of_kind(BugHuntExercise)
def test_hunts_mark_what_is_found_missed_and_accused(one):
    task = exercise(one.id)
    wrong = [claim.id for claim in one.claims if claim.wrong]
    assert task.check(wrong).result == "correct"
    for claim in one.claims:
        feedback = task.check([name for name in wrong if name != claim.id] if claim.wrong else [*wrong, claim.id])
        assert (feedback.result, feedback.misconception) == ("partly", claim.misconception if claim.wrong else "sound-claim-doubted")


@of_kind(TableExercise)
def test_tables_explain_every_wrong_place(one):
    task = exercise(one.id)
    right = {row.id: row.place for row in one.rows}
    assert task.check(right).result == "correct"
    for row in one.rows:
        for wrong in row.wrong:
            feedback = task.check({**right, row.id: wrong.place})
            assert (feedback.result, feedback.misconception) == ("partly", wrong.misconception)
            assert wrong.feedback in feedback.details[0]


@of_kind(EstimateExercise)
def test_ranges_are_marked_on_either_side(one):
    task, truth = exercise(one.id), one.answer
    near, far = truth.widest / 4, truth.widest
    assert task.check({"low": truth.value - near, "high": truth.value + near}).result == "correct"
    assert task.check({"low": truth.value - far, "high": truth.value + far}).result == "partly"
    assert task.check({"low": truth.value + near, "high": truth.value + far}).misconception == one.too_high.misconception
    assert task.check({"low": truth.value - far, "high": truth.value - near}).misconception == one.too_low.misconception


@of_kind(JudgementExercise)
def test_every_view_is_recorded_with_its_reason_and_answered(one):
    task = exercise(one.id)
    for view in one.views:
        assert task.check({"view": view.id}).result == "invalid"
        assert (task.check({"view": view.id, "reason": "Because."}).result, task.check({"view": view.id, "reason": "x"}).message) == ("recorded", view.feedback)


@of_kind(OwnContractExercise)
def test_notes_are_recorded_and_the_empty_ones_named(one):
    task = exercise(one.id)
    first, *rest = one.notes
    assert len(task.check({first.id: "Mine"}).details) == len(rest)
    assert task.check({note.id: "Mine" for note in one.notes}).details == ()
    assert task.solution() == one.solution


def test_the_solution_waits_for_an_attempt():
    task = exercise("take-off-both-shares")
    assert "first" in task.solution()
    task.check("")
    task.check("no idea")
    assert "first" in task.solution()
    task.check(1)
    assert "8,702.00" in task.solution()


def test_hints_come_one_by_one_and_end():
    task = exercise("take-off-both-shares")
    assert [task.hint() for _ in range(3)] == [*task.exercise.hints, task.exercise.hints[-1]]


@pytest.mark.parametrize(("answer", "result"), [
    (None, "unattempted"), ("  ", "unattempted"), ("many", "invalid"), ([], "invalid"), (float("nan"), "invalid"),
])
def test_what_is_no_answer_is_not_marked_wrong(answer, result):
    task = exercise("take-off-both-shares")
    assert task.check(answer).result == result
    assert task.attempts == 0


def test_a_fault_of_ours_is_never_the_learners(monkeypatch):
    monkeypatch.setattr("svtrain.learn.marking._mark_number", lambda *_: 1 / 0)
    feedback = exercise("take-off-both-shares").check(8702)
    assert feedback.result == "checker_error"


def test_an_unknown_exercise_names_the_nearest():
    with pytest.raises(CannotDo, match="Did you mean 'take-off-both-shares'"):
        exercise("take-of-both-share")


@pytest.mark.parametrize(("text", "names"), [
    ("id: x\ntypo: 1\n", "kind"),
    ("id: [", "YAML"),
    ("", "exercise.yaml"),
])
def test_a_broken_file_is_named(tmp_path, text, names):
    folder = tmp_path / "x"
    folder.mkdir()
    (folder / "exercise.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(CannotDo, match=names):
        read_exercise(folder)

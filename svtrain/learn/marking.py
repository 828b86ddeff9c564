"""Marks an answer. Pure: the same exercise and answer always give the same feedback."""

from __future__ import annotations

from collections.abc import Callable

from svtrain.core.typed_numbers import NotANumber, number_from
from svtrain.learn.answers import NotAnAnswer, is_empty
from svtrain.learn.exercise import ChoiceExercise, NumberExercise
from svtrain.learn.feedback import Feedback
from svtrain.learn.list_exercises import BugHuntExercise, TableExercise
from svtrain.learn.marking_lists import mark_bug_hunt, mark_table
from svtrain.learn.marking_open import mark_estimate, mark_judgement, mark_own_contract
from svtrain.learn.open_exercises import EstimateExercise, JudgementExercise, OwnContractExercise
from svtrain.learn.parts import Exercise


def mark(exercise: Exercise, answer: object) -> Feedback:
    """Mark an answer of any exercise.

    A fault in our own checker is reported as such; it is never marked as the learner's.
    """
    if _nothing(exercise, answer):
        return Feedback("unattempted", "Give an answer, then check it.")
    try:
        return _marker(exercise)(exercise, answer)
    except NotAnAnswer as error:
        return Feedback("invalid", str(error))
    except Exception as error:  # the learner must never pay for our mistake
        return Feedback("checker_error", f"Please tell us: {type(error).__name__} in exercise {exercise.id}.")


def _nothing(exercise: Exercise, answer: object) -> bool:
    if isinstance(exercise, (NumberExercise, ChoiceExercise)):
        return answer is None or (isinstance(answer, str) and not answer.strip())
    return is_empty(answer)


def _marker(exercise: Exercise) -> Callable[[Exercise, object], Feedback]:
    markers = {
        NumberExercise: _mark_number, ChoiceExercise: _mark_choice, EstimateExercise: mark_estimate,
        JudgementExercise: mark_judgement, BugHuntExercise: mark_bug_hunt, TableExercise: mark_table,
        OwnContractExercise: mark_own_contract,
    }
    return markers[type(exercise)]


def _mark_number(exercise: NumberExercise, answer: object) -> Feedback:
    if not isinstance(answer, (str, int, float)):
        return Feedback("invalid", "Type one number, such as 1200 or 0.4.")
    try:
        value = number_from(answer)
    except NotANumber as error:
        return Feedback("invalid", str(error))
    tolerance = exercise.answer.tolerance
    if abs(value - exercise.answer.value) <= tolerance:
        return Feedback("correct", exercise.answer.why)
    for wrong in exercise.misconceptions:
        if abs(value - wrong.value) <= tolerance:
            return Feedback("incorrect", wrong.feedback, wrong.id)
    return Feedback("incorrect", "That is not the number we get; try a hint.")


def _mark_choice(exercise: ChoiceExercise, answer: object) -> Feedback:
    chosen = next((option for option in exercise.options if option.id == answer), None)
    if chosen is None:
        known = ", ".join(option.id for option in exercise.options)
        return Feedback("invalid", f"Choose one of: {known}.")
    if chosen.correct:
        return Feedback("correct", chosen.feedback)
    return Feedback("incorrect", chosen.feedback, chosen.misconception)

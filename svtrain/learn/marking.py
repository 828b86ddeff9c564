"""Marks an answer. Pure: the same exercise and answer always give the same feedback."""

from __future__ import annotations

from svtrain.core.typed_numbers import NotANumber, number_from
from svtrain.learn.exercise import ChoiceExercise, Exercise, NumberExercise
from svtrain.learn.feedback import Feedback


def mark(exercise: Exercise, answer: object) -> Feedback:
    """Mark an answer of any exercise.

    A fault in our own checker is reported as such; it is never marked as the learner's.
    """
    if answer is None or (isinstance(answer, str) and not answer.strip()):
        return Feedback("unattempted", "Give an answer, then check it.")
    try:
        if isinstance(exercise, NumberExercise):
            return _mark_number(exercise, answer)
        if isinstance(exercise, ChoiceExercise):
            return _mark_choice(exercise, answer)
        raise TypeError(f"no marker for {type(exercise).__name__}")
    except Exception as error:  # the learner must never pay for our mistake
        return Feedback("checker_error", f"Please tell us: {type(error).__name__} in exercise {exercise.id}.")


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

"""Marks a range against what turned out to be so; records judgements and notes."""

from __future__ import annotations

from svtrain.core.typed_numbers import NotANumber, number_from
from svtrain.learn.answers import NotAnAnswer, parts_in
from svtrain.learn.feedback import Feedback
from svtrain.learn.open_exercises import EstimateExercise, JudgementExercise, OwnContractExercise


def mark_estimate(exercise: EstimateExercise, answer: object) -> Feedback:
    """Whether the range holds the truth, and is narrow enough to be of use."""
    given = parts_in(answer, ["low", "high"])
    if not all(given.values()):
        raise NotAnAnswer("Give both ends of your range.")
    truth = exercise.answer
    low, high = (read_end(given[end], truth.unit == "%") for end in ("low", "high"))
    if low > high:
        raise NotAnAnswer("The low end of your range is above its high end.")
    if high < truth.value:
        return Feedback("incorrect", exercise.too_low.feedback, exercise.too_low.misconception)
    if low > truth.value:
        return Feedback("incorrect", exercise.too_high.feedback, exercise.too_high.misconception)
    if high - low > truth.widest:
        return Feedback("partly", f"Your range holds it, but it is too wide to decide anything by. {truth.why}")
    return Feedback("correct", f"Your range holds it. {truth.why}")


def read_end(text: str, percent: bool) -> float:
    """One end of a range; where the unit is per cent, 40 and 40% are the same, and 0.4 is asked about."""
    try:
        value = number_from(text)
    except NotANumber as error:
        raise NotAnAnswer(str(error)) from None
    if not percent:
        return value
    if "%" in text:
        return value * 100
    if 0 < abs(value) < 1:
        raise NotAnAnswer(f"Did you mean {text}% or {value * 100:g}%? Type the number that you mean with its % sign.")
    return value


def mark_judgement(exercise: JudgementExercise, answer: object) -> Feedback:
    """Record a view with its reason, and answer with what speaks for and against it."""
    given = parts_in(answer, ["view", "reason"])
    chosen = next((view for view in exercise.views if view.id == given["view"]), None)
    if chosen is None:
        raise NotAnAnswer("Choose one of the views first.")
    if not given["reason"]:
        raise NotAnAnswer("Write your reason too; a judgement without one cannot be discussed.")
    return Feedback("recorded", chosen.feedback)


def mark_own_contract(exercise: OwnContractExercise, answer: object) -> Feedback:
    """Record notes, and name those still empty."""
    given = parts_in(answer, [note.id for note in exercise.notes])
    empty = [note.label for note in exercise.notes if not given[note.id]]
    if not empty:
        return Feedback("recorded", "Everything is filled in. Take it to your team.")
    return Feedback("recorded", "What you wrote is kept.", details=tuple(f"Still empty: {label}" for label in empty))

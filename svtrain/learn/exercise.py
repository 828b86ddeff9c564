"""What an exercise file says: one checked object per ``exercises/<id>-<slug>/exercise.yaml``."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from svtrain.learn.list_exercises import BugHuntExercise, TableExercise
from svtrain.learn.open_exercises import EstimateExercise, JudgementExercise, OwnContractExercise
from svtrain.learn.parts import Exercise, Part, Sentence, no_id_twice


class NumberAnswer(Part):
    """The right number, how near is near enough, and why it is right."""

    value: float
    unit: str = ""
    tolerance: float = Field(default=0, ge=0)
    why: Sentence


class WrongNumber(Part):
    """A number that a known misconception leads to."""

    id: str
    value: float
    feedback: Sentence


class Option(Part):
    """One thing to choose; a wrong one names the misconception behind it."""

    id: str
    text: Sentence
    correct: bool = False
    misconception: str = ""
    feedback: Sentence

    @model_validator(mode="after")
    def wrong_options_name_their_misconception(self):
        if not self.correct and not self.misconception:
            raise ValueError(f'the wrong option "{self.id}" must name its misconception')
        return self


class NumberExercise(Exercise):
    """Work out one number."""

    kind: Literal["number"]
    answer: NumberAnswer
    misconceptions: tuple[WrongNumber, ...] = ()

    @model_validator(mode="after")
    def wrong_numbers_are_told_from_the_right_one(self):
        for wrong in self.misconceptions:
            if abs(wrong.value - self.answer.value) <= self.answer.tolerance:
                raise ValueError(f'the misconception "{wrong.id}" has a value that counts as right')
        return self


class ChoiceExercise(Exercise):
    """Choose one of several; every option is explained."""

    kind: Literal["choice"]
    options: tuple[Option, ...] = Field(min_length=2)

    @model_validator(mode="after")
    def one_option_is_right(self):
        if sum(option.correct for option in self.options) != 1:
            raise ValueError("exactly one option must be correct")
        no_id_twice(self.options, "options")
        return self


AnyExercise = Annotated[
    NumberExercise | ChoiceExercise | EstimateExercise | JudgementExercise | BugHuntExercise | TableExercise | OwnContractExercise,
    Field(discriminator="kind"),
]

"""What an exercise file says: one checked object per ``exercises/<id>-<slug>/exercise.yaml``."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

Sentence = Annotated[str, Field(min_length=1)]


class Part(BaseModel):
    """Every part refuses keys that it does not know, so a slip of the pen is found."""

    model_config = ConfigDict(extra="forbid", frozen=True)


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


class Exercise(Part):
    """What all kinds share.

    ``minutes`` is the time to plan for; ``step`` is explore, challenge or apply.
    """

    id: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    title: Sentence
    step: Literal["explore", "challenge", "apply"]
    minutes: int = Field(gt=0)
    objectives: tuple[Sentence, ...] = Field(min_length=1)
    prompt: Sentence
    hints: tuple[Sentence, ...] = ()
    solution: Sentence


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
        ids = [option.id for option in self.options]
        if len(set(ids)) != len(ids):
            raise ValueError("two options share an id")
        return self


AnyExercise = Annotated[NumberExercise | ChoiceExercise, Field(discriminator="kind")]

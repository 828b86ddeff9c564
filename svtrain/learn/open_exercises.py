"""Exercises whose answer is a person's own: a range, a judgement with its reason, notes on their own contract."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from svtrain.learn.parts import Exercise, Part, Sentence, no_id_twice


class TrueValue(Part):
    """What turned out to be so. A range wider than ``widest`` holds it, but helps nobody to decide.

    Where the unit is ``%``, a quarter is 25.
    """

    value: float
    unit: str = ""
    widest: float = Field(gt=0)
    why: Sentence


class Miss(Part):
    """A range that lies wholly on one side of the truth."""

    misconception: Sentence
    feedback: Sentence


class EstimateExercise(Exercise):
    """Give a range that you are nine tenths sure of. The answer is ``low`` and ``high``."""

    kind: Literal["estimate"]
    answer: TrueValue
    too_low: Miss
    too_high: Miss



class View(Part):
    """One view that can be held, and what speaks for and against it."""

    id: str
    text: Sentence
    feedback: Sentence


class JudgementExercise(Exercise):
    """Take a view and say why. Nothing is right or wrong; it is recorded. The answer is ``view`` and ``reason``."""

    kind: Literal["judgement"]
    views: tuple[View, ...] = Field(min_length=2)

    @model_validator(mode="after")
    def views_are_told_apart(self):
        no_id_twice(self.views, "views")
        return self



class Note(Part):
    """One thing to write down."""

    id: str
    label: Sentence
    hint: str = ""


class OwnContractExercise(Exercise):
    """Notes about one's own work. The answer is note id to text; it is recorded."""

    kind: Literal["own_contract"]
    notes: tuple[Note, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def notes_are_told_apart(self):
        no_id_twice(self.notes, "notes")
        return self

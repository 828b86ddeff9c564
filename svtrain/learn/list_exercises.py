"""Exercises about a list: find the wrong claims in it, or put each of its rows in a place."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from svtrain.learn.parts import Exercise, Part, Sentence, no_id_twice


class Claim(Part):
    """One thing that somebody says. A wrong one names the misconception behind it.

    ``caught_by`` names the check of a value map that finds it; without one, only a person can.
    """

    id: str
    text: Sentence
    wrong: bool = False
    misconception: str = ""
    caught_by: str = ""
    feedback: Sentence

    @model_validator(mode="after")
    def wrong_claims_name_their_misconception(self):
        if self.wrong and not self.misconception:
            raise ValueError(f'the wrong claim "{self.id}" must name its misconception')
        return self


class BugHuntExercise(Exercise):
    """Find every wrong claim, and leave the sound ones alone. The answer is the ids of the wrong ones."""

    kind: Literal["bug_hunt"]
    claims: tuple[Claim, ...] = Field(min_length=3)

    @model_validator(mode="after")
    def some_are_wrong_and_some_are_not(self):
        no_id_twice(self.claims, "claims")
        if len({claim.wrong for claim in self.claims}) != 2:
            raise ValueError("some claims must be wrong, and some must be sound")
        return self



class Place(Part):
    """A place that a row can be put in."""

    id: str
    text: Sentence


class WrongPlace(Part):
    """A row in the wrong place, and what may have led there."""

    place: str
    misconception: Sentence
    feedback: Sentence


class Row(Part):
    """One row: where it belongs, why, and what each wrong place would mean."""

    id: str
    text: Sentence
    place: str
    why: Sentence
    wrong: tuple[WrongPlace, ...]


class TableExercise(Exercise):
    """Put every row in its place. The answer is row id to place id."""

    kind: Literal["table"]
    places: tuple[Place, ...] = Field(min_length=2)
    rows: tuple[Row, ...] = Field(min_length=2)

    @model_validator(mode="after")
    def every_wrong_place_is_explained(self):
        no_id_twice(self.places, "places")
        no_id_twice(self.rows, "rows")
        known = {place.id for place in self.places}
        for row in self.rows:
            if {row.place, *(wrong.place for wrong in row.wrong)} != known or len(row.wrong) != len(known) - 1:
                raise ValueError(f'the row "{row.id}" must explain each wrong place once')
        return self

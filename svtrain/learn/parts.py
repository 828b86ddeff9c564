"""What all kinds of exercise share."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Sentence = Annotated[str, Field(min_length=1)]


class Part(BaseModel):
    """Every part refuses keys that it does not know, so a slip of the pen is found."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Exercise(Part):
    """What all kinds share.

    ``minutes`` is the time to plan for; ``step`` is explore, challenge or apply. ``map`` names a value map in the exercise's
    own folder, shown with the question.
    """

    id: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    title: Sentence
    step: Literal["explore", "challenge", "apply"]
    minutes: int = Field(gt=0)
    objectives: tuple[Sentence, ...] = Field(min_length=1)
    prompt: Sentence
    hints: tuple[Sentence, ...] = ()
    solution: Sentence
    map: str = Field(default="", pattern=r"^([a-z0-9-]+\.yaml)?$")


def no_id_twice(things, what: str) -> None:
    """Refuse two things with one id.

    Examples
    --------
    >>> no_id_twice([], "options")
    """
    ids = [thing.id for thing in things]
    if len(set(ids)) != len(ids):
        raise ValueError(f"two {what} share an id")

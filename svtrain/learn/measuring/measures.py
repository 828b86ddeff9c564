"""What is asked: the five statements, the reaction, the rubric for reasons and the questions of a follow-up."""

from __future__ import annotations

from functools import cache
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from svtrain.core.problems import CannotDo, Problem
from svtrain.data.documents import read_document
from svtrain.data.places import content

FILE = "measures.yaml"
BEFORE, AFTER, REACTION, COMMITMENT = (f"five-statements:{what}" for what in ("before", "after", "reaction", "commitment"))
CALIBRATION_BEFORE, CALIBRATION_AFTER = "calibration:before", "calibration:after"


class _Noun(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Question(_Noun):
    """A statement to agree with, or a question; ``options`` are the answers that it takes, none for free text."""

    id: str = Field(pattern=r"^[a-z][a-z-]*$")
    text: str
    options: tuple[str, ...] = ()


class FollowUpQuestions(_Noun):
    """What is asked later, and after how many days."""

    questions: tuple[Question, ...] = Field(min_length=1)
    days: tuple[int, ...] = Field(min_length=1)


class Measures(_Noun):
    """The whole file; ``scale`` gives the words for 1 to 5."""

    svtrain: Literal["measures/1"]
    scale: dict[int, str]
    statements: tuple[Question, ...] = Field(min_length=5, max_length=5)
    reaction: tuple[Question, ...] = Field(min_length=1)
    open_questions: tuple[Question, ...]
    rubric: tuple[Question, ...] = Field(min_length=1)
    followup: FollowUpQuestions


@cache
def measures() -> Measures:
    """What is asked, checked.

    Raises
    ------
    CannotDo
        A sentence per fault, naming the key.

    Examples
    --------
    >>> len(measures().statements), measures().scale[5], measures().followup.days
    (5, 'Fully', (30, 90))
    """
    try:
        return Measures.model_validate(read_document(content("exercises") / FILE))
    except ValidationError as error:
        raise CannotDo([Problem(f"{fault['msg']}.", ".".join(map(str, fault["loc"])), FILE) for fault in error.errors()]) from None

"""The lessons as a plan may take them: their exercises and minutes, and the notes for a room (``exercises/run-sheet.yaml``)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from svtrain.core.problems import CannotDo, Problem
from svtrain.data.documents import read_document
from svtrain.data.places import content
from svtrain.learn.contents import exercises_in, pages
from svtrain.learn.library import exercise
from svtrain.learn.plan.nouns import Part

FILE = "run-sheet.yaml"


class _Note(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class FrameNote(_Note):
    """What stands around the lessons: the welcome, breaks, the end."""

    title: str
    minutes: int = Field(gt=0)
    purpose: str
    checkpoint: str = ""
    in_room: str = ""
    online: str = ""
    cut_first: str = ""


class LessonNote(_Note):
    """One lesson in a room; ``need`` is the order in which lessons are taken when time is short."""

    need: int = Field(gt=0)
    keep: tuple[str, ...] = ()
    checkpoint: str
    in_room: str
    online: str
    homework: str


class Notes(_Note):
    """The whole file."""

    svtrain: str
    opening: FrameNote
    closing: FrameNote
    lunch: FrameNote
    pause: FrameNote = Field(alias="break")
    lessons: dict[str, LessonNote]


@dataclass(frozen=True, slots=True)
class Lesson:
    """A lesson that a plan may take; ``parts`` stand in the order in which they are kept when time is short."""

    page: str
    step: str
    title: str
    purpose: str
    minutes: int
    parts: tuple[Part, ...]
    note: LessonNote

    @property
    def id(self) -> str:
        return self.page.removesuffix(".ipynb")


@cache
def notes() -> Notes:
    """The notes for a room, checked.

    Raises
    ------
    CannotDo
        A sentence per fault, naming the key.
    """
    try:
        return Notes.model_validate(read_document(content("exercises") / FILE))
    except ValidationError as error:
        raise CannotDo([Problem(f"{fault['msg']}.", ".".join(map(str, fault["loc"])), FILE) for fault in error.errors()]) from None


@cache
def lessons() -> tuple[Lesson, ...]:
    """Every lesson that has notes, those most needed first.

    Examples
    --------
    >>> [lesson.title for lesson in lessons() if lesson.step == "explore"][0]
    'What is social value, and who says so?'
    """
    found = []
    for page in pages(content("notebooks")):
        note = notes().lessons.get(page.path.removesuffix(".ipynb"))
        if page.kind == "lesson" and note is not None and page.minutes:
            found.append(Lesson(page.path, page.step, page.title, page.purpose, page.minutes, _parts(page.path, note), note))
    return tuple(sorted(found, key=lambda lesson: (lesson.note.need, lesson.page)))


def _parts(path: str, note: LessonNote) -> tuple[Part, ...]:
    shown = exercises_in(content("notebooks") / path)
    in_order = [each for each in note.keep if each in shown] + [each for each in shown if each not in note.keep]
    tasks = [exercise(each).exercise for each in in_order]
    return tuple(Part(exercise=task.id, title=task.title, minutes=task.minutes) for task in tasks)

"""Finds exercises by id and reads their files."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from svtrain.core.nearest import did_you_mean
from svtrain.core.problems import CannotDo, Problem
from svtrain.core.value_map import ValueMap
from svtrain.data.documents import read_document
from svtrain.data.places import content
from svtrain.data.value_map import read_value_map
from svtrain.learn.exercise import AnyExercise
from svtrain.learn.feedback import Feedback
from svtrain.learn.marking import mark
from svtrain.learn.parts import Exercise

FILE = "exercise.yaml"


@dataclass
class Task:
    """One learner's way through one exercise: check, hint, solution.

    Examples
    --------
    >>> task = exercise("take-off-both-shares")
    >>> task.check("8,702").result
    'correct'
    """

    version = 1

    exercise: Exercise
    answer: str = ""
    attempts: int = 0
    hints_shown: int = 0

    def mark(self, answer: object) -> Feedback:
        """Mark an answer without counting it."""
        return mark(self.exercise, answer)

    def check(self, answer: object = None) -> Feedback:
        """Mark an answer and count the attempt."""
        feedback = self.mark(answer)
        if feedback.result not in {"unattempted", "invalid", "checker_error"}:
            self.attempts += 1
        return feedback

    def hint(self) -> str:
        """The next hint; after the last one, the last again."""
        if not self.exercise.hints:
            return "This exercise has no hints."
        self.hints_shown = min(self.hints_shown + 1, len(self.exercise.hints))
        return self.exercise.hints[self.hints_shown - 1]

    def solution(self) -> str:
        """The worked solution, once an answer has been tried: commit before reveal."""
        if not self.attempts:
            return "Give your own answer first; then the solution is shown."
        return self.exercise.solution

    def to_dict(self) -> dict:
        """What comes back after a refresh."""
        return {"answer": self.answer, "attempts": self.attempts, "hints_shown": self.hints_shown}

    def from_dict(self, saved: dict) -> None:
        """Take up saved work."""
        self.answer, self.attempts, self.hints_shown = str(saved["answer"]), int(saved["attempts"]), int(saved["hints_shown"])


def read_exercise(folder: Path) -> Exercise:
    """Read and check one exercise folder.

    Raises
    ------
    CannotDo
        With a sentence per fault that names the file and the key.
    """
    path = folder / FILE
    place = f"{folder.name}/{FILE}"
    try:
        exercise = TypeAdapter(AnyExercise).validate_python(read_document(path))
    except ValidationError as error:
        raise CannotDo([
            Problem(f"{fault['msg']}.", ".".join(map(str, fault["loc"])), place) for fault in error.errors()
        ]) from None
    if exercise.map and not (folder / exercise.map).is_file():
        raise CannotDo(Problem(f'There is no "{exercise.map}" beside the exercise.', "map", place))
    if not folder.name.startswith(exercise.id):
        raise CannotDo(Problem(f'The folder must begin with the id "{exercise.id}".', "id", place))
    return exercise


@cache
def _folders() -> dict[str, tuple[Exercise, Path]]:
    folders = sorted(path.parent for path in content("exercises").glob(f"*/{FILE}"))
    found: dict[str, tuple[Exercise, Path]] = {}
    for folder in folders:
        one = read_exercise(folder)
        if one.id in found:
            raise CannotDo(Problem(f'Two exercises share the id "{one.id}".', "id", folder.name))
        found[one.id] = one, folder
    return found


@cache
def _all() -> dict[str, Exercise]:
    return {name: one for name, (one, _) in _folders().items()}


def map_of(one: Exercise) -> ValueMap | None:
    """The value map that an exercise asks about, if it has one.

    Examples
    --------
    >>> map_of(exercise("hunt-the-training-bid").exercise).title
    'Construction training in the north of the city'
    """
    return read_value_map(_folders()[one.id][1] / one.map) if one.map else None


def exercises() -> tuple[Exercise, ...]:
    """Every exercise there is, by id."""
    return tuple(_all().values())


def exercise(exercise_id: str) -> Task:
    """Start an exercise by its id.

    Raises
    ------
    CannotDo
        When there is no such exercise; the nearest id is named.
    """
    known = _all()
    if exercise_id not in known:
        raise CannotDo(Problem(f'There is no exercise "{exercise_id}".{did_you_mean(exercise_id, known)}', "exercise"))
    return Task(known[exercise_id])

"""One exercise as a card: a question, a field, check, hint and solution. No code is typed."""

from __future__ import annotations

from collections.abc import Callable

from markupsafe import Markup

from svtrain.core.problems import CannotDo
from svtrain.learn import Task, exercise
from svtrain.learn.exhibit import exhibit
from svtrain.learn.feedback import Feedback
from svtrain.learn.library import map_of
from svtrain.learn.open_exercises import JudgementExercise, OwnContractExercise
from svtrain.ui.autosave import keep
from svtrain.ui.button import Button
from svtrain.ui.exhibit_words import exhibit_words
from svtrain.ui.exercise_fields import answer_field
from svtrain.ui.in_room import ExerciseLine
from svtrain.ui.layout import row
from svtrain.ui.stack import Stack
from svtrain.ui.words import Words, heading, paragraph

COUNTS = {"correct", "partly", "incorrect", "recorded"}  # results of an answer that a room may have


def exercise_card(exercise_id: str) -> Stack:
    """The card of an exercise; what was answered comes back after a refresh.

    Examples
    --------
    >>> card = exercise_card("take-off-both-shares")
    >>> card.field.value = "8702"
    >>> card.check.click()
    >>> "Right." in card.feedback.html
    True
    """
    try:
        return _Card(exercise(exercise_id))
    except CannotDo as error:
        return Stack([Words(paragraph(str(problem), "problem")) for problem in error.problems])


class _Card(Stack):
    def __init__(self, task: Task):
        self.task = task
        self.field = answer_field(task.exercise)
        self.check = Button(_verb(task), kind="main", on_click=self._check, name="check")
        self.hint = Button("Hint", on_click=self._hint, name="hint")
        self.solution = Button("Show the solution", on_click=self._solution, name="solution")
        self.feedback = Words(live=True, name="feedback")
        self.help = Words(live=True, name="help")
        self.room = ExerciseLine(task.exercise)
        self._tell: list[Callable[[], None]] = []
        self.kept = keep(task, f"exercise-{task.exercise.id}", on_loaded=self._take_up)
        self.field.on_value(self._typed)
        super().__init__(
            [Words(_question(task)), self.field, self._buttons(), self.feedback, self.help, self.room, self.kept],
            _dom_classes=("sv-exercise",),
        )

    def on_tried(self, tell: Callable[[], None]) -> None:
        """Call `tell` whenever an answer was checked, or came back with saved work."""
        self._tell.append(tell)

    def _tried(self) -> None:
        for tell in self._tell:
            tell()

    def _buttons(self) -> Stack:
        return row(self.check, *([self.hint] if self.task.exercise.hints else []), self.solution)

    def _typed(self, text: str) -> None:
        self.task.answer = text
        self.kept.save()

    def _check(self) -> None:
        feedback = self.task.check(self.field.value)
        self.feedback.say(_said(feedback))
        self.kept.save()
        if feedback.result in COUNTS:
            self.room.hand_in_answer(self.field.value)
        self._tried()

    def _hint(self) -> None:
        text = self.task.hint()
        number = f" {self.task.hints_shown} of {len(self.task.exercise.hints)}" if self.task.exercise.hints else ""
        self.help.say(_note(f"Hint{number}", text))
        self.kept.save()

    def _solution(self) -> None:
        self.help.say(_note("Solution", self.task.solution()))

    def _take_up(self) -> None:
        """Show again what this person answered before."""
        self.field.value = self.task.answer
        if self.task.attempts and self.task.answer:
            self.feedback.say(_said(self.task.mark(self.task.answer)))
        self._tried()


def _verb(task: Task) -> str:
    """What is right or wrong is checked; what is a person's own is recorded."""
    return "Record" if isinstance(task.exercise, (JudgementExercise, OwnContractExercise)) else "Check"


def _question(task: Task) -> Markup:
    one = task.exercise
    small = f"Exercise, {one.minutes} minutes"
    found = map_of(one)
    shown = exhibit_words(exhibit(found)) if found else Markup("")
    return heading(one.title, 3) + paragraph(small, "note") + shown + paragraph(one.prompt)


def _said(feedback: Feedback) -> Markup:
    kind = "good" if feedback.result == "correct" else "problem" if feedback.result in {"incorrect", "invalid"} else "note"
    first = Markup('<p class="sv-{}"><strong>{}.</strong> {}</p>').format(kind, feedback.heading, feedback.message)
    items = Markup("").join(Markup("<li>{}</li>").format(detail) for detail in feedback.details)
    return first + Markup("<ul>{}</ul>").format(items) if items else first


def _note(label: str, text: str) -> Markup:
    return Markup('<p class="sv-note"><strong>{}.</strong> {}</p>').format(label, text)

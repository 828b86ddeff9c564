"""The form of one estimate: low, likely, high, and the reason."""

from __future__ import annotations

from collections.abc import Callable

from svtrain.apps.estimate_room.question import Question
from svtrain.apps.estimate_room.ranges import PARTS
from svtrain.ui.button import Button
from svtrain.ui.field import LongTextField, NumberField
from svtrain.ui.layout import columns, row
from svtrain.ui.stack import Stack

LABELS = {"low": "At least (low)", "likely": "Most likely", "high": "At most (high)"}
SURE = "Make the range so wide that you are nine tenths sure of it."
REASON = "In a sentence or two, without names. It may be shown to the room, without yours."


class Form(Stack):
    """Calls ``on_type(part, text, mark)`` at every change, ``mark`` being the range that it was typed for, and ``on_send()`` at a press of the button."""

    def __init__(self, send: str, on_type: Callable[[str, str, str], None], on_send: Callable[[], None], name: str = "", reason: str = REASON):
        self.numbers = {part: NumberField(label, name=f"{name}{part}") for part, label in LABELS.items()}
        self.reason = LongTextField("Your reason", rows=3, name=f"{name}reason", hint=reason)
        self.button = Button(send, kind="main", on_click=on_send, name=f"{name}send")
        self.fields = {**self.numbers, "reason": self.reason}
        for part, field in self.fields.items():
            field.on_value(lambda text, part=part, field=field: None if self._filling else on_type(part, text, field.typed_about))
        super().__init__([columns(*self.numbers.values(), narrowest="11rem"), self.reason, row(self.button)], _dom_classes=("sv-section",))

    _filling = False

    def fill(self, question: Question, shown: Callable[[str], str], problem: Callable[[str], str], mark: str, *, still: bool = False) -> None:
        """Show what stands in each part of the range that ``mark`` names; ``still`` where nothing may be changed."""
        self._filling = True  # what the page puts in was not typed by anybody
        for part in PARTS:
            field = self.fields[part]
            field.fill(shown(part), mark)
            field.problem, field.disabled = problem(part), still
            if part != "reason":
                field.unit = "" if question.is_share else question.unit
                field.hint = "Such as 25%." if question.is_share else ""
        self.numbers["high"].hint = SURE
        self.button.disabled = still
        self._filling = False

"""Where an answer of any kind is typed: one field, or a few that together give one answer."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress


from svtrain.learn.exercise import ChoiceExercise
from svtrain.learn.list_exercises import BugHuntExercise, TableExercise
from svtrain.learn.open_exercises import EstimateExercise, JudgementExercise, OwnContractExercise
from svtrain.learn.parts import Exercise
from svtrain.ui.field import ChoiceField, Field, ListField, LongTextField, NumberField, TickField
from svtrain.ui.layout import columns
from svtrain.ui.stack import Stack


class AnswerFields(Stack):
    """Several fields with one answer between them: ``value`` is JSON, kept and marked as such.

    Parameters
    ----------
    fields : dict
        The fields by the name of their part.
    as_list : bool
        The answer is the names of the fields that are ticked; otherwise it is name to text.

    Examples
    --------
    >>> both = AnswerFields({"low": NumberField("At least"), "high": NumberField("At most")})
    >>> both.fields["low"].value = "10%"
    >>> both.value
    '{"low": "10%"}'
    """

    def __init__(self, fields: dict[str, Field], as_list: bool = False, side_by_side: bool = False):
        self.fields, self._as_list, self._calls, self._quiet = fields, as_list, [], False
        inside = [columns(*fields.values(), narrowest="11rem")] if side_by_side else list(fields.values())
        super().__init__(inside, _dom_classes=("sv-section",))
        for field in fields.values():
            field.on_value(lambda _text: self._changed())

    @property
    def value(self) -> str:
        if self._as_list:
            found = [name for name, field in self.fields.items() if field.value == "yes"]
        else:
            found = {name: field.value for name, field in self.fields.items() if field.value}
        return json.dumps(found, ensure_ascii=False) if found else ""

    @value.setter
    def value(self, text: str) -> None:
        found = None
        with suppress(ValueError):
            found = json.loads(text)
        self._quiet = True
        for name, field in self.fields.items():
            if self._as_list:
                field.value = "yes" if isinstance(found, list) and name in found else "no"
            else:
                field.value = str(found.get(name, "")) if isinstance(found, dict) else ""
        self._quiet = False
        self._changed()

    def on_value(self, call: Callable[[str], None]) -> None:
        """Call ``call(answer)`` at every change."""
        self._calls.append(call)

    def _changed(self) -> None:
        if not self._quiet:
            for call in self._calls:
                call(self.value)


def answer_field(one: Exercise) -> Field | AnswerFields:
    """What an exercise is answered in."""
    if isinstance(one, ChoiceExercise):
        return ListField("Your answer", options=[(option.id, option.text) for option in one.options], name=one.id)
    if isinstance(one, EstimateExercise):
        ends = {"low": "At least", "high": "At most"}
        return AnswerFields({end: NumberField(text, unit=_unit(one.answer.unit), name=f"{one.id}.{end}") for end, text in ends.items()},
                            side_by_side=True)
    if isinstance(one, JudgementExercise):
        views = ListField("Your view", options=[(view.id, view.text) for view in one.views], name=f"{one.id}.view")
        return AnswerFields({"view": views, "reason": LongTextField("Your reason", name=f"{one.id}.reason", rows=3)})
    if isinstance(one, BugHuntExercise):
        return AnswerFields({claim.id: TickField(claim.text, "no", name=f"{one.id}.{claim.id}") for claim in one.claims}, as_list=True)
    if isinstance(one, TableExercise):
        places = [("", "Choose a place"), *((place.id, place.text) for place in one.places)]
        return AnswerFields({row.id: ChoiceField(row.text, "", places, name=f"{one.id}.{row.id}") for row in one.rows})
    if isinstance(one, OwnContractExercise):
        return AnswerFields({note.id: LongTextField(note.label, hint=note.hint, name=f"{one.id}.{note.id}", rows=2) for note in one.notes})
    return NumberField("Your answer", unit=_unit(one.answer.unit), name=one.id)


def _unit(unit: str) -> str:
    return "£" if unit == "GBP" else unit

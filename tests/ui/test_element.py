"""What a page may change in a widget: what a person can change there, and nothing else."""

from __future__ import annotations

import pytest

from svtrain.ui.button import Button
from svtrain.ui.field import ChoiceField, TextField
from svtrain.ui.file_field import FileField
from svtrain.ui.layout import StepBar
from svtrain.ui.words import Words


def test_a_page_that_was_tampered_with_takes_no_larger_file():
    got = []
    field = FileField("A file", limit=10, on_file=lambda name, data: got.append(data))
    field.set_state({"limit": 10**12})
    field._heard(field, {"did": "file", "name": "a", "piece": 0, "pieces": 1}, [b"x" * 11])
    assert field.limit == 10 and got == []


@pytest.mark.parametrize("widget, name, tampered", [
    (Button("Go", disabled=True), "disabled", False), (Words("safe"), "html", "<b>other</b>"), (TextField("Title"), "label", "Other"), (TextField("Title"), "_esm", "alert(1)"),
])
def test_a_page_changes_nothing_that_is_not_a_persons(widget, name, tampered):
    before = getattr(widget, name)
    widget.set_state({name: tampered})
    assert getattr(widget, name) == before


def test_a_page_changes_what_a_person_does():
    field, bar = TextField("Title"), StepBar(titles=["a", "b"])
    field.set_state({"value": "typed"})
    bar.set_state({"current": 1})
    assert (field.value, bar.current) == ("typed", 1)


def test_a_turn_is_answered_once_every_box_is_filled():
    which, box, said = ChoiceField("Line", options=["a", "b"], turns=True), TextField("Reason"), []
    which.on_value(lambda line: box.fill("", line))
    which.send = lambda content, buffers=None: said.append((content, box.about))
    which.set_state({"value": "b", "typed_about": ""})
    assert said == [({"do": "turned"}, "b")]
    which.set_state({"typed_about": ""})
    assert len(said) == 1

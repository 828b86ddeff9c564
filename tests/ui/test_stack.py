"""Widgets of the house are light: no second widget for the layout, the same keys as ipywidgets would find."""

from __future__ import annotations

import ipywidgets
import pytest
import traitlets
from ipywidgets.widgets.widget import _instances

from svtrain.ui import Button, NumberField, Stack, Words, columns, hide, page


def layouts() -> int:
    return sum(isinstance(widget, ipywidgets.Layout) for widget in _instances.values())


def test_a_page_opens_no_layout_but_where_one_is_asked_for():
    before = layouts()
    made = page("Title", "What for.", Stack([NumberField("How many"), Button("Go")]), Words("said"))
    assert layouts() == before and made.get_state()["layout"] is None
    columns(Words("one"), Words("two"), narrowest="12rem")
    assert layouts() == before + 1


@pytest.mark.parametrize("widget", [NumberField("How many"), Stack(), Words("said")])
def test_the_page_knows_the_traits_that_ipywidgets_would_send(widget):
    assert sorted(widget.keys) == sorted(widget.traits(sync=True)) == sorted(widget.get_state())


def test_a_trait_that_one_widget_gets_later_is_its_own():
    class Later(Words):
        def __init__(self, **more):
            super().__init__(**more)
            self.add_traits(extra=traitlets.Unicode("x").tag(sync=True))

    plain, later = Words("a"), Later()
    assert later.get_state()["extra"] == "x"
    assert "extra" not in plain.keys and "extra" not in Words("b").keys


def test_only_a_box_is_hidden():
    with pytest.raises(TypeError, match="NumberField"):
        hide(NumberField("How many"), True)

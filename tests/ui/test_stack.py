"""Widgets of the house are light: no second widget for the layout, the same keys as ipywidgets would find."""

from __future__ import annotations

import re
from pathlib import Path

import ipywidgets
import pytest
import traitlets
from ipywidgets.widgets.widget import _instances

import svtrain.ui
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


def test_a_hidden_box_is_hidden_by_order_alone():
    """Two classes beat what ipywidgets gives any box, which has one; rows and columns have two, and stand above."""
    style = (Path(svtrain.ui.__file__).parent / "front" / "house.css").read_text(encoding="utf-8")
    rules = [(where.strip(), what) for where, what in re.findall(r"([^{}]+)\{([^{}]*)\}", re.sub(r"/\*.*?\*/", "", style, flags=re.DOTALL))]
    shows = [number for number, (where, what) in enumerate(rules) if where.startswith(".jupyter-widgets.") and re.search(r"display: (?!none)", what)]
    (hidden,) = [number for number, (where, _) in enumerate(rules) if "sv-hidden" in where]
    assert rules[hidden][0] == ".jupyter-widgets.sv-hidden" and rules[hidden][1].split() == ["display:", "none;"]
    assert shows and max(shows) < hidden

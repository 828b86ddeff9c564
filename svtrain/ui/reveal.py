"""What is shown only to those who have committed to an answer of their own."""

from __future__ import annotations

from collections.abc import Callable

import ipywidgets
from markupsafe import Markup

from svtrain.ui.button import Button
from svtrain.ui.words import Words, paragraph

FIRST = "Check an answer of your own first; then this is shown."


def reveal_after(card: ipywidgets.VBox, label: str, build: Callable[[], Markup]) -> ipywidgets.VBox:
    """A button that shows more, once the exercise on the card has been tried.

    Parameters
    ----------
    card
        What `exercise_card` gave.
    label
        The button's words.
    build
        Makes what is shown; called at each press, never before.
    """
    shown = Words(live=True, name="revealed")
    press = Button(label, name="reveal", on_click=lambda: shown.say(build() if _tried(card) else paragraph(FIRST, "note")))
    box = ipywidgets.VBox([press, shown], _dom_classes=("sv-section",))
    box.press, box.shown = press, shown
    return box


def _tried(card: ipywidgets.VBox) -> bool:
    """A card that could not be opened keeps nothing back."""
    return not hasattr(card, "task") or card.task.attempts > 0

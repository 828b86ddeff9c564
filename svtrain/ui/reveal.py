"""What is shown only to those who have committed to an answer of their own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import ipywidgets
from markupsafe import Markup

from svtrain.core.problems import CannotDo
from svtrain.learn import exercise
from svtrain.ui.button import Button
from svtrain.ui.exercise_card import exercise_card
from svtrain.ui.stack import Stack
from svtrain.ui.words import Words, bullets, paragraph

FIRST = "Check an answer of your own first; then this is shown."
WAITS = "This part opens by itself once this is done:"


@dataclass(frozen=True, slots=True)
class Need:
    """Something that a person does before a part of a page opens.

    ``title`` says what it is, ``done`` whether it is done, and ``listen`` takes what to call when that may have changed.
    """

    title: str
    done: Callable[[], bool]
    listen: Callable[[Callable[[], None]], Any]


def answered(card: Stack) -> Need:
    """That the exercise on a card has been tried; a card that could not be opened keeps nothing back."""
    if isinstance(card, KeptCard):
        return Need(card.title, card.tried, card.on_tried)
    if not hasattr(card, "task"):
        return Need("", lambda: True, lambda tell: None)
    return Need(card.task.exercise.title, lambda: card.task.attempts > 0, card.on_tried)


def committed(state: Any, title: str, done: Callable[[], bool]) -> Need:
    """That something is so in an app on the same page; ``state`` counts up its ``revision`` at each change."""
    return Need(title, done, lambda tell: state.observe(lambda _: tell(), "revision"))


def reveal_after(card: Stack, label: str, build: Callable[[], Markup]) -> Stack:
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
    need, shown = answered(card), Words(live=True, name="revealed")
    press = Button(label, name="reveal", on_click=lambda: shown.say(build() if need.done() else paragraph(FIRST, "note")))
    box = Stack([press, shown], _dom_classes=("sv-section",))
    box.press, box.shown = press, shown
    return box


class KeptUntil(Stack):
    """A part of a page that opens by itself when everything it waits for is done, and says until then what that is.

    Examples
    --------
    >>> from svtrain.ui.exercise_card import exercise_card
    >>> card = exercise_card("take-off-both-shares")
    >>> card.task.attempts = 0
    >>> part = kept_until(card, lambda: paragraph("The shares multiply."))
    >>> "Take off both shares" in part.said.html, "multiply" in part.said.html
    (True, False)
    >>> card.field.value = "12"
    >>> card.check.click()
    >>> part.said.html
    '<p>The shares multiply.</p>'
    """

    def __init__(self, needs: Sequence[Need], build: Callable[[], Markup | ipywidgets.Widget]):
        self.needs, self.build, self.opened = needs, build, False
        self.said = Words(live=True, name="kept")
        super().__init__([self.said], _dom_classes=("sv-section",))
        for need in needs:
            need.listen(self.look)
        self.look()

    def look(self) -> None:
        """Open, or say what is still to be done; what is open stays so."""
        if self.opened:
            return
        left = [need.title for need in self.needs if not need.done()]
        if left:
            self.said.say(paragraph(WAITS, "note") + bullets(left))
            return
        self.opened, made = True, self.build()
        if isinstance(made, str):
            self.said.say(made)
        else:
            self.children = [made]


class KeptCard(KeptUntil):
    """An exercise whose very question gives something away: its card is made when it may be seen, never before.

    Examples
    --------
    >>> from svtrain.ui.exercise_card import exercise_card
    >>> first = exercise_card("take-off-both-shares")
    >>> first.task.attempts = 0
    >>> part = kept_card(first, "typed-or-measured")
    >>> part.card is None, part.tried()
    (True, False)
    """

    def __init__(self, needs: Sequence[Need], exercise_id: str, before: Callable[[], Markup] | None = None):
        self.exercise_id, self.before, self.card = exercise_id, before, None
        self._tell: list[Callable[[], None]] = []
        super().__init__(needs, self._made)

    @property
    def title(self) -> str:
        """What the exercise is called; its id where it cannot be opened."""
        try:
            return exercise(self.exercise_id).exercise.title
        except CannotDo:
            return self.exercise_id

    def tried(self) -> bool:
        """Whether the card is there and has been answered; one that could not be opened keeps nothing back."""
        return self.card is not None and answered(self.card).done()

    def on_tried(self, tell: Callable[[], None]) -> None:
        """Call `tell` whenever an answer was checked, or came back with saved work."""
        self._tell.append(tell)
        if self.card is not None:
            answered(self.card).listen(tell)

    def _made(self) -> Stack:
        self.card = exercise_card(self.exercise_id)
        for tell in self._tell:
            answered(self.card).listen(tell)
        return Stack([Words(self.before()), self.card]) if self.before else self.card


def _needs(given: Any) -> list[Need]:
    several = given if isinstance(given, list | tuple) else [given]
    return [one if isinstance(one, Need) else answered(one) for one in several]


def kept_card(needs: Any, exercise_id: str, before: Callable[[], Markup] | None = None) -> KeptCard:
    """Keep back an exercise until others on the page have been tried; `answered` takes what this gives.

    Parameters
    ----------
    needs
        As for `kept_until`.
    exercise_id
        The exercise; nothing of it but its title is on the page before it opens.
    before
        Makes the words above its card.
    """
    return KeptCard(_needs(needs), exercise_id, before)


def kept_until(needs: Any, build: Callable[[], Markup | ipywidgets.Widget]) -> KeptUntil:
    """Keep back a part of a page until exercises on it have been tried.

    Parameters
    ----------
    needs
        A card that `exercise_card` gave, a `Need`, or several of them.
    build
        Makes the words or the widget that is kept back; called once, and never before.
    """
    return KeptUntil(_needs(needs), build)


def key_points(needs: Any, *points: str) -> KeptUntil:
    """A lesson's key points, which hold answers: kept back until the exercises that they answer have been tried."""
    return kept_until(needs, lambda: bullets(points))

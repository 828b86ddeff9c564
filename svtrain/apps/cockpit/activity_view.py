"""The activity that is looked at: open, close, reveal, the second round; the spread, and what to do with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from svtrain.apps.cockpit.spread import spread_picture
from svtrain.apps.cockpit.state import Cockpit
from svtrain.apps.cockpit.words import notes, spread, standing
from svtrain.room.rules import CLOSED, OPENED, REVEALED
from svtrain.ui.button import Button
from svtrain.ui.chart import Chart
from svtrain.ui.field import ChoiceField
from svtrain.ui.layout import results, row, section
from svtrain.ui.stack import Stack, hide
from svtrain.ui.words import Words, link, paragraph

if TYPE_CHECKING:
    from svtrain.apps.cockpit.view import View

PRESSES = {"": ("open",), OPENED: ("close", "reveal"), CLOSED: ("again", "reveal"), REVEALED: ("second",)}  # what can be pressed in which state
ELSEWHERE = "Estimates, ratings and marks are opened on the pages that they belong to. Once open, they can be run here too."
NO_CHART = "No chart before the answers are revealed."


class ActivityPart:
    """One activity."""

    def __init__(self, state: Cockpit, view: View):
        self.state, self.view = state, view
        self.which = ChoiceField("Activity", name="activity")
        self.count, self.spread, self.notes = Words(live=True, name="count"), Words(name="spread"), Words(name="notes")
        self.chart = Chart(name="spread")
        self.chart_box = Stack([self.chart])
        hide(self.chart_box, True)
        self.buttons = {
            "open": Button("Open for answers", kind="main", on_click=lambda: view.do(state.open), name="open"),
            "close": Button("Close", on_click=lambda: view.do(state.close), name="close"),
            "again": Button("Open it again", on_click=lambda: view.do(state.open), name="again"),
            "reveal": Button("Reveal the answers", kind="main", on_click=self._reveal, name="reveal"),
            "second": Button("Begin another round", on_click=lambda: view.do(state.second_round), name="second"),
        }
        self.presses = row()
        self.box = section("Activity", self.which, results(self.count, self.presses), self.spread, self.chart_box, self.notes, Words(paragraph(ELSEWHERE, "note") + link("Open the estimate room", "estimate-room.ipynb"), name="elsewhere"))
        self.which.on_value(state.choose)
        self._drawn: object = None

    def _reveal(self) -> None:
        if self.state.may_reveal():
            self.view.do(self.state.reveal)

    def show(self) -> None:
        state = self.state
        options = [[offer.item, offer.title] for offer in state.offers()]
        if self.which.options != options:
            self.which.options = options
        self.which.value = state.item
        self.count.say(standing(state))
        wanted = tuple(self.buttons[name] for name in PRESSES[state.activity.state if state.activity else ""]) if state.offer else ()
        if self.presses.children != wanted:
            self.presses.children = wanted
        drawing = (state.item, state.revealed(state.item))
        if drawing == self._drawn:
            return
        self._drawn = drawing
        self.spread.say(spread(state))
        self.notes.say(notes(state))
        picture = spread_picture(state.activity, state.revealed(state.item)) if state.activity else None
        hide(self.chart_box, not picture)
        self.chart.show(picture, **({} if picture else {"sentence": NO_CHART}))

"""What the projector shows: the question, how many have answered, and after the reveal where the answers lie; no words of anybody."""

from __future__ import annotations

from markupsafe import Markup

from svtrain.apps.estimate_room.state import RoomState
from svtrain.apps.estimate_room.words import NO_CHART, count, group_sentence, moved, piled, so_far
from svtrain.room import SMALLEST
from svtrain.room.rules import OPENED, REVEALED
from svtrain.ui.chart import Chart
from svtrain.ui.layout import page
from svtrain.ui.live import Live
from svtrain.ui.stack import Stack, hide
from svtrain.ui.words import Words, heading, paragraph


class ProjectorView:
    """The screen of one `RoomState`."""

    def __init__(self, state: RoomState, live: Live):
        self.state, self.live = state, live
        self.question, self.count = Words(name="question"), Words(live=True, name="count")
        self.said, self.moved, self.so_far = Words(name="said"), Words(name="moved"), Words(name="so-far")
        self.chart = Chart(name="heaps")
        self.chart_box = Stack([self.chart])
        self._drawn: object = None

    def render(self) -> Stack:
        """Build the page and keep it true to the state."""
        self.state.observe(lambda _: self._show(), "revision")
        self._show()
        shown = page("Estimate room", "", self.question, self.count, self.said, self.chart_box, self.moved, self.so_far)
        shown.add_class("sv-projector")
        return shown

    def _show(self) -> None:
        state = self.state
        self.question.say(_question(state))
        self.count.say(_count(state))
        drawing = (state.now, state.revealed())
        if drawing == self._drawn:
            return
        self._drawn = drawing
        picture = piled(state)
        hide(self.chart_box, picture is None)
        self.chart.show(picture, **({} if picture else {"sentence": NO_CHART}))
        self.said.say(_said(state))
        self.moved.say(moved(state))
        self.so_far.say(so_far(state) if state.shared else "")


def _question(state: RoomState) -> Markup:
    if state.question is None:
        return paragraph("Open the estimate room on your own screen. The first question comes soon.", "huge")
    return heading(state.question.asks, 2) + paragraph(state.question.about, "headline")


def _count(state: RoomState) -> Markup:
    if state.lost:
        return paragraph(state.lost, "problem")
    if state.activity is None:
        return Markup("")
    said = {OPENED: f"Round {state.round} is open.", REVEALED: f"Round {state.round} is over."}.get(state.activity.state, f"Round {state.round} is closed.")
    return paragraph(count(state), "headline" if state.activity.state == REVEALED else "huge") + paragraph(said, "headline")


def _said(state: RoomState) -> Markup:
    found = state.revealed()
    if found is None:
        return Markup("")
    if not state.judgements():
        return paragraph(f"Fewer than {SMALLEST} people answered, so nothing is shown.", "headline")
    return paragraph(group_sentence(state.question, state.judgements()), "headline")

"""Everybody's screen: a page that all are asked to open, and what the projector shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from svtrain.apps.cockpit.state import Cockpit
from svtrain.apps.cockpit.words import on_the_wall, sent
from svtrain.data.places import content
from svtrain.learn.contents import STEPS, pages
from svtrain.room.conducting import BREAK, FOLLOW, JOIN, WORDS
from svtrain.ui.button import Button
from svtrain.ui.field import ChoiceField, TextField
from svtrain.ui.layout import row, section
from svtrain.ui.words import Words

if TYPE_CHECKING:
    from svtrain.apps.cockpit.view import View

WALL = [(FOLLOW, "The activity and its answers"), (JOIN, "How to join"), (BREAK, "A break or lunch"), (WORDS, "Words of your own")]


class ScreenPart:
    """What others see because the facilitator says so."""

    def __init__(self, state: Cockpit, view: View):
        self.state, self.view = state, view
        self.titles = {page.path: page.title for page in pages(content("notebooks")) if page.step in STEPS}
        self.page = ChoiceField("Page", name="page", options=[("", "Choose a page"), *(
            (page.path, page.title, f"{page.step.capitalize()}, {page.kind}s") for page in pages(content("notebooks")) if page.step in STEPS)],
            hint="A line with a link appears on everybody's page. Nothing is opened for them, so nothing typed is lost.")
        self.sent = Words(live=True, name="sent")
        self.send = Button("Send it to everybody", on_click=self._send, name="send-page")
        self.back = Button("Take it back", on_click=lambda: view.do(state.take_back), name="take-back")
        self.wall = ChoiceField("The projector shows", name="wall", options=WALL)
        self.words = TextField("Words with it", name="wall-words", hint="Such as: lunch, back at 13:30.")
        self.put = Button("Put these words up", on_click=lambda: self._show(self.wall.value), name="put-up")
        self.box = section("Everybody's screen", self.page, row(self.send, self.back), self.sent, self.wall, row(self.words, self.put))
        self.wall.on_value(lambda what: self._show(what) if what != on_the_wall(state) else None)
        self._block = -1

    def _send(self) -> None:
        path = self.page.value
        self.page.problem = "" if path else "Choose a page first."
        if path:
            self.view.do(lambda: self.state.send_page(path, self.titles[path]))

    def _show(self, what: str) -> None:
        self.view.do(lambda: self.state.show_on_wall(what, self.words.value), "The projector shows it.")

    def show(self) -> None:
        state = self.state
        if self._block != state.index and state.block.page in self.titles:  # the block's own page is the likeliest
            self.page.value = state.block.page
        self._block = state.index
        self.sent.say(sent(state))
        self.wall.value = on_the_wall(state)

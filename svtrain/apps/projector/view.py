"""What the wall shows. It reads the state; it holds nothing."""

from __future__ import annotations

from IPython.display import display

from svtrain.apps.cockpit.spread import spread_picture
from svtrain.apps.projector.state import Wall
from svtrain.apps.projector.words import ALONE, later, middle, sent, top
from svtrain.room import conducting as at
from svtrain.room import my_seat
from svtrain.room.rules import REVEALED
from svtrain.ui.chart import Chart
from svtrain.ui.clock import Clock
from svtrain.ui.invitation import Invitation
from svtrain.ui.layout import page
from svtrain.ui.live import Live
from svtrain.ui.stack import Stack, hide
from svtrain.ui.words import Words, paragraph


def show(whole: bool = True) -> None:
    """Show the wall of one's room."""
    seat = my_seat()
    if seat is None:
        display(page("Projector", "", Words(paragraph(ALONE[0]) + paragraph(ALONE[1]))))
        return
    state = Wall(seat)
    state.refresh()
    live = Live(state)
    made = View(state, live).render()
    live.start()
    display(made)


class View:
    """The screen of one `Wall`."""

    def __init__(self, state: Wall, live: Live):
        self.state, self.live = state, live
        self.top, self.middle, self.sent, self.later = (Words(name=name) for name in ("wall-top", "wall", "wall-page", "wall-later"))
        self.invitation = Invitation(name="join")
        self.join_box = Stack([self.invitation])
        self.clock = Clock(name="wall")
        self.chart = Chart(name="wall")
        self.chart_box = Stack([self.chart])
        self._drawn: object = 0

    def render(self) -> Stack:
        """Build the page and keep it true to the state."""
        self.state.observe(lambda _: self.show(), "revision")
        self.show()
        made = page(self.state.place.title if self.state.place else "Projector", "", self.clock, self.top, self.join_box, self.middle, self.chart_box, self.sent, self.later)
        made.add_class("sv-projector")
        made.add_class("sv-wall")
        return made

    def show(self) -> None:
        """Read the state again."""
        state = self.state
        for words, said in ((self.top, top(state)), (self.middle, middle(state)), (self.sent, sent(state)), (self.later, later(state))):
            words.say(said)
        hide(self.join_box, state.what != at.JOIN)
        self._clock()
        one = state.activity
        found = state.revealed(one.item) if one and one.state == REVEALED and state.what == at.FOLLOW else None
        if found != self._drawn:
            self._drawn = found
            picture = spread_picture(one, found) if found else None
            hide(self.chart_box, picture is None)
            self.chart.show(picture, **({} if picture else {"sentence": "No chart now."}))

    def _clock(self) -> None:
        now = self.state.running
        if now is None:
            self.clock.label = ""
            self.clock.blank()
            return
        import time

        self.clock.label = now.title
        left = now.left_at(time.time())
        self.clock.stand(left) if now.paused else self.clock.run(left)

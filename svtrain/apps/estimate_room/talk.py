"""The part of a page that shows what the room said: the spread, the two ends, others' figures, the movement."""

from __future__ import annotations

from svtrain.apps.estimate_room.alone_words import mirror_note
from svtrain.apps.estimate_room.state import RoomState
from svtrain.apps.estimate_room.words import NO_CHART, every_range, moved, reasons, said_by_all, so_far, to_talk_about
from svtrain.ui.chart import Chart
from svtrain.ui.layout import results, section
from svtrain.ui.stack import Stack, hide
from svtrain.ui.words import Words, heading


class Talk:
    """Kept true to a `RoomState` by `show`; before a reveal it says only that there is nothing yet."""

    def __init__(self, state: RoomState):
        self.state = state
        self.said, self.moved = Words(live=True, name="said"), Words(name="moved")
        self.ends, self.reasons, self.mirror, self.so_far = Words(name="ends"), Words(name="reasons"), Words(name="mirror"), Words(name="so-far")
        self.chart = Chart(name="spread")
        self.chart_box = Stack([self.chart])
        self.box = section("What the room said", results(self.said, self.moved), self.chart_box, self.ends, self.reasons, self.mirror, self.so_far)
        self._drawn: object = None

    def show(self) -> None:
        """Read the state again."""
        state = self.state
        hide(self.box, not state.activities)
        self.said.say(said_by_all(state))
        drawing = (state.now, state.revealed(), state.mine if hasattr(state, "mine") else None)
        if drawing == self._drawn:  # everything below changes with a reveal only
            return
        self._drawn = drawing
        picture = every_range(state)
        hide(self.chart_box, picture is None)
        self.chart.show(picture, **({} if picture else {"sentence": NO_CHART}))
        self.moved.say(moved(state))
        self.ends.say(to_talk_about(state))
        self.reasons.say(reasons(state))
        self.mirror.say(heading("What others assumed, what was measured", 3) + mirror_note(state.question.assumption) if picture else "")
        self.so_far.say(so_far(state) if state.shared else "")

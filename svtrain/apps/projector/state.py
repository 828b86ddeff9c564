"""What the wall shows."""

from __future__ import annotations

from svtrain.room import Activity, Event
from svtrain.room import conducting as at
from svtrain.room.follower import Follower
from svtrain.room.rules import STATES

FEW_WORDS = 200


class Wall(Follower):
    """The room as its projector shows it: what the facilitator chose, and the activity that was touched last."""

    def _taken(self, fresh: tuple[Event, ...]) -> None:
        self.running = at.running(self.events)

    running: at.Running | None = None

    @property
    def what(self) -> str:
        """What the facilitator chose to show; how to join, until anything has happened."""
        what, _ = at.shown(self.events)
        nothing_yet = not self.activities and not any(event.kind in (at.SHOW, at.BLOCK) for event in self.events)
        return at.JOIN if nothing_yet else what

    @property
    def words(self) -> str:
        return at.shown(self.events)[1][:FEW_WORDS]

    @property
    def activity(self) -> Activity | None:
        """The activity that the facilitator touched last."""
        item = next((event.item for event in reversed(self.events) if event.kind in STATES and event.item in self.activities), "")
        return self.activities.get(item)

    def parked(self) -> list[str]:
        """Questions for later that are for everybody."""
        return [one.text for one in at.parked(self.events) if one.shown and not one.done]

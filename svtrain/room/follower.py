"""What is true on a page that follows a whole room: its place, every activity, all that was told and all that was revealed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from traitlets import Dict, HasTraits, Instance, Int, Tuple, Unicode

from svtrain.core.problems import CannotDo
from svtrain.room.events import Activity, Event, Place, Shared
from svtrain.room.rules import FORGOTTEN, REVEALED
from svtrain.room.seat import REFUSED, Seat

AWAY = "The room is out of reach. What you typed is kept, and this page goes on trying."


@dataclass(frozen=True, slots=True)
class Look:
    """One look: the place, what happened since the last look, every activity, and what was newly revealed."""

    place: Place
    events: tuple[Event, ...]
    activities: dict[str, Activity]
    shared: dict[tuple[str, int], Shared]


class Follower(HasTraits):
    """A room as one seat sees it.

    `look` only reads and may run beside the event loop; `take` puts what it found in place. ``events`` are all that this
    seat may see, in order. Where ``counts`` is False, others' answers are no news: a page that shows no counts looks less often.
    """

    counts = True

    place = Instance(Place, allow_none=True)
    activities = Dict(help="by id, in the order in which they were opened")
    events = Tuple()
    shared = Dict(help="(activity, round) to what was revealed of it")
    lost = Unicode(help="why the room cannot be seen, or nothing")
    revision = Int(help="goes up when everything else is in place")

    def __init__(self, seat: Seat, **traits: Any):
        super().__init__(**traits)
        self.seat, self.seen = seat, 0

    def look(self) -> Look:
        """What is there now.

        Raises
        ------
        CannotDo
            When the seat has run out or the store is away.
        """
        place = self.seat.place()  # first, so that nothing that happens meanwhile is counted as seen
        events = tuple(event for event in self.seat.since(self.seen) if event.n <= place.last)
        if not events and self.place is not None and not self.counts:
            return Look(place, (), self.activities, {})
        activities, known = {item: one for item, one in self.seat.activities().items() if self.concerns(one)}, self.shared
        rounds = ((item, number) for item, one in activities.items() for number in range(1, (one.round if one.state == REVEALED else one.round - 1) + 1))
        return Look(place, events, activities, {(item, number): self.seat.shared(item, number) for item, number in rounds if (item, number) not in known})

    def take(self, found: Look) -> None:
        """Show what a look found; an older look than the last changes nothing."""
        if self.place is not None and found.place.last < self.place.last:
            return
        fresh = tuple(event for event in found.events if event.n > self.seen)
        forgotten = any(event.kind == FORGOTTEN for event in fresh)
        with self.hold_trait_notifications():
            self.shared = {} if forgotten else {**self.shared, **found.shared}
            self.events = (*self.events, *fresh)
            self.place, self.activities, self.lost = found.place, found.activities, ""
            self.seen = max(self.seen, found.place.last)
            self._taken(fresh)
            self.revision += 1
        if forgotten:  # what was revealed is worked out afresh without them
            self.refresh()

    def concerns(self, activity: Activity) -> bool:
        """Whether this page follows an activity; by default it follows all."""
        return True

    def attempt(self, going: dict) -> CannotDo | None:
        """Try to record an answer that is on its way (item, payload, round, key); it only writes to the store."""
        try:
            self.seat.answer(going["item"], going["payload"], round=going["round"], key=going["key"])
        except CannotDo as error:
            return error
        return None

    def _taken(self, fresh: tuple[Event, ...]) -> None:
        """What a page of its own kind still works out from the room."""

    def refresh(self) -> None:
        """Look and take; where the room cannot be seen, say why."""
        try:
            self.take(self.look())
        except CannotDo as error:
            self.lose(error)

    def lose(self, error: CannotDo) -> None:
        """Say why the room cannot be seen."""
        message = error.problems[0].message
        self.lost = message if message in REFUSED.values() else AWAY
        self.revision += 1

    def newest(self, kind: str) -> Event | None:
        """The last event of a kind."""
        return next((event for event in reversed(self.events) if event.kind == kind), None)

    def revealed(self, item: str) -> Shared | None:
        """What was revealed of an activity's newest revealed round."""
        rounds = [number for of, number in self.shared if of == item]
        return self.shared[item, max(rounds)] if rounds else None

"""What a seat sees of the room's estimates at one moment. Reading only, so that a page may do it beside its event loop."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from svtrain.apps.estimate_room.question import PREFIX, question_in
from svtrain.room import Activity, Event, Movement, Place, Seat, Shared
from svtrain.room.rules import REVEALED


@dataclass(frozen=True, slots=True)
class Look:
    """One look: the place, what happened since the last look, every activity, and what was newly revealed."""

    place: Place
    events: tuple[Event, ...]
    activities: dict[str, Activity]
    shared: dict[tuple[str, int], Shared]
    moved: dict[tuple[str, int], Movement | None]


def look(seat: Seat, since: int = 0, known: Collection[tuple[str, int]] = ()) -> Look:
    """Look again; what is ``known`` of revealed rounds is not read a second time.

    Raises
    ------
    CannotDo
        When the seat has run out or the store is away.
    """
    place = seat.place()  # first, so that nothing that happens meanwhile is counted as seen
    events = tuple(event for event in seat.since(since) if event.n <= place.last)
    activities = {item: one for item, one in seat.activities().items() if item.startswith(PREFIX) and question_in(one.payload)}
    shared, moved = {}, {}
    for item, one in activities.items():
        newest = one.round if one.state == REVEALED else one.round - 1
        for number in range(1, newest + 1):
            if (item, number) not in known:
                shared[item, number] = seat.shared(item, number)
                if number > 1:
                    moved[item, number] = seat.movement(item, 1, number)
    return Look(place, events, activities, shared, moved)

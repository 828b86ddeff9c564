"""Opening a room for a workshop: which plan, for how many people, and until when a short code lets people in."""

from __future__ import annotations

import time
from dataclasses import dataclass

from sqlalchemy import select

from svtrain.room.events import unpacked
from svtrain.room.rules import FACILITATOR, ROOM
from svtrain.room.seat import Seat
from svtrain.room.store import Store
from svtrain.room.tables import events, rooms

WORKSHOP = "workshop"
HOURS = 12


@dataclass(frozen=True, slots=True)
class Workshop:
    """A room that was opened for a workshop; ``n`` is the number of the event, ``until`` in seconds since 1970."""

    room: str
    title: str
    n: int
    plan: str
    people: int
    until: float


def open_workshop(store: Store, room: str, plan: str = "", people: int = 0, hours: float = HOURS) -> Workshop:
    """Record that a workshop begins; one that goes on with the same plan is not begun again.

    Parameters
    ----------
    store, room
        Where it is.
    plan
        The run sheet's name.
    people
        How many are expected.
    hours
        How long the room's short code lets people in.

    Raises
    ------
    CannotDo
        When there is no such room, or it is closed.
    """
    going_on = next((each for each in open_workshops(store) if each.room == room), None)
    if going_on is None or (going_on.plan, going_on.people) != (plan, people):
        seat = Seat(store.seat(room, WORKSHOP, FACILITATOR, hours=0.1), store._line.url.render_as_string(hide_password=False), connections=1)
        try:
            seat.add(WORKSHOP, ROOM, {"plan": plan, "people": people, "hours": hours})
        finally:
            seat.close()
            store.unseat(room, WORKSHOP)
        going_on = next(each for each in open_workshops(store) if each.room == room)
    return going_on


def open_workshops(store: Store) -> list[Workshop]:
    """Workshops that go on now: the newest of each room that is in use."""
    wanted = (events.c.kind == WORKSHOP) & (events.c.item == ROOM) & (events.c.role == FACILITATOR)
    with store._line.reading() as connection:
        rows = list(connection.execute(
            select(events.c.room, rooms.c.title, events.c.n, events.c.payload, events.c.at)
            .join(rooms, rooms.c.room == events.c.room).where(wanted, rooms.c.closed == 0).order_by(events.c.n)))
    newest = {row.room: _workshop(row) for row in rows}
    return [each for each in newest.values() if each.until > time.time()]


def _workshop(row) -> Workshop:
    said = unpacked(row.payload)
    plan, people, hours = said.get("plan"), said.get("people"), said.get("hours")
    return Workshop(row.room, row.title, row.n, plan if isinstance(plan, str) else "", people if isinstance(people, int) else 0,
                    row.at + 3600 * (hours if isinstance(hours, int | float) else HOURS))

"""What a group shares: estimates, reveals, votes, told to everyone only when the facilitator reveals them.

The server's side makes rooms and gives out seats::

    store = Store(make=True)                        # SQLite on this machine; or Store("postgresql://...")
    room = store.new("North team")
    token = store.seat(room, person, team="A")      # person: the random name in SVTRAIN_PERSON; give it as SVTRAIN_SEAT

A page has a seat, and nothing else::

    seat = my_seat()                                # None outside a room: the page then works alone
    seat.answer("deadweight", {"low": 0.2, "likely": 0.4, "high": 0.6, "reason": "..."}, round=shown, key=press)
    seat.activities()["deadweight"]                 # opened, closed or revealed; which round; how many answered
    seat.shared("deadweight").answers               # empty before the reveal, without names after it
    async for n in seat.changes(): ...              # in a task of the kernel: look again

and a facilitator's page runs the room with ``open``, ``close_answers``, ``reveal`` and ``second_round``.

Roles are ``participant``, ``facilitator`` and ``projector`` (a screen that shows what is shared, and records nothing).
The store takes answers and questions for later (``parked``) from participants, and what conducts the room (a page for
everybody, a block, minutes) from facilitators only: so pages may believe what they read.

Which page an activity belongs to: ``page`` in the payload of ``open`` (``value-builder`` for an app,
``2-challenge/03-deadweight`` for a lesson), else what stands before the first colon of its item (``value-builder:deadweight``).
``title`` in the same payload is what people read. The front page lists a room's activities by these two.

``svtrain workshop`` opens a room with an event of kind ``workshop``, item ``room`` and payload
``{"plan": "180", "people": 20, "hours": 12}`` (`open_workshop`); everybody in the room may read it with ``since``.

Who can see what. Before a reveal nobody sees an answer but the one who gave it: not the facilitator, not the projector;
everybody sees how many have answered. A reveal copies the answers without names and times; under five people nothing is
copied, and a team is named only where neither it nor what is left beside it is under five. A seat's token is looked up
by the store itself, in the same transaction as the read or the record.

How strong that is. On PostgreSQL, people's processes connect as a role to which `Store.allow` gives four views and two
functions: then any program of theirs is held to the rules. On SQLite the rules hold for all that goes through a seat.
Whoever can open the file can read it, however, and kernels run as the server's user; file rights (the owner's only)
keep out other users of the machine, no more. Pages that Voilà serves take no code from visitors, so a room in one place
is safe on SQLite; where people run code of their own, as on JupyterHub, use PostgreSQL with such a role.
"""

from svtrain.room.events import Activity, Event, Place, Recorded, Shared, SharedAnswer
from svtrain.room.export import export_room
from svtrain.room.seat import Seat, my_seat
from svtrain.core.small_groups import SMALLEST, shown_groups
from svtrain.room.spread import Judgement, Movement, Spread, judgement, movement, outliers, spread
from svtrain.room.store import RoomStatus, Store
from svtrain.room.workshops import Workshop, open_workshop, open_workshops

__all__ = [
    "SMALLEST", "Activity", "Event", "Judgement", "Movement", "Place", "Recorded", "RoomStatus", "Seat", "Shared", "SharedAnswer", "Spread", "Store",
    "Workshop", "export_room", "judgement", "movement", "my_seat", "open_workshop", "open_workshops", "outliers", "shown_groups", "spread",
]

"""A seat in a room: the one gateway for everybody who takes part, and for the pages that show the room to them.

A seat holds a token, and everything it reads or records goes through views and one decision in the store, which look
the token up in the same transaction. So what a seat may do is decided by the store's state, not by the page.
"""

from __future__ import annotations

import asyncio
import os
import secrets
import time
from collections.abc import AsyncIterator, Mapping
from functools import cache

from sqlalchemy import text

from svtrain.core.problems import CannotDo, Problem
from svtrain.room.address import Line
from svtrain.room.events import (
    ITEM, KEY, KIND, SHEET, Activity, Event, Place, Recorded, Shared, SharedAnswer, activities_from, checked, checked_team, packed, unpacked,
)
from svtrain.room.faults import Transient, plain_faults
from svtrain.room.rules import (
    ANSWER, CLOSED, DECIDE, FORGET, FORGET_NOTE, NEXT, OPENED, PAPER, PARTICIPANT, PUBLISH, RECORD, REVEALED, SECOND_ROUND, STATES,
)
from svtrain.core.small_groups import SMALLEST
from svtrain.room.spread import Movement, judgement, movement

TRY_FOR = 10.0  # seconds that a record is tried again, under the same key, while the store is away or busy
POLL = 0.4  # seconds between two looks for news

REFUSED = {
    "no-seat": "Your place in this room has run out. Open the room's link again.",
    "room-closed": "This room is closed, so nothing more can be recorded.",
    "not-yours": "Your part in this room does not include this.",
    "not-opened": "This activity has not been opened yet.",
    "closed": "This activity is closed, so no more answers can be recorded.",
    "revealed": "The answers have been revealed, so this round takes no more.",
    "not-revealed": "A second round begins after the first has been revealed.",
    "moved-on": "This round is over; the room has begun another. Look at it and answer afresh.",
    "differs": "Something else was already recorded under the same mark, so this was not recorded.",
}
NOT_REVEALED = "The answers are shown once the facilitator reveals them."
TOO_FEW = f"Fewer than {SMALLEST} people answered, so their answers are not shown."


class Seat:
    """What one person, or one screen, may do in a room.

    Parameters
    ----------
    token : str
        As `Store.seat` gave it.
    address
        Where the store lies; by default ``SVTRAIN_STORE``, else this machine's own.

    Raises
    ------
    CannotDo
        From every method: the token is not valid any more, the store cannot be reached, or the rules forbid it.
    """

    def __init__(self, token: str, address: str | os.PathLike | None = None, *, connections: int = 4):
        self._line = Line(address, token, connections=connections)
        self._looked, self._newest = 0.0, 0

    def close(self) -> None:
        """Let the connections go."""
        self._line.close()

    # What everybody does

    def place(self) -> Place:
        """Where I sit."""
        rows = self._rows("SELECT room, title, person, team, role, people, last, closed FROM svtrain_here")
        return Place(*rows[0][:7], closed=rows[0].closed > 0)

    def last(self) -> int:
        """The number of the newest event in the room: cheap to ask often."""
        return self._rows("SELECT last FROM svtrain_here")[0].last

    def since(self, n: int = 0) -> list[Event]:
        """What I may see of what happened after event ``n``, in order."""
        return self._events("n > :n", n=n)

    def activities(self) -> dict[str, Activity]:
        """Every activity that was opened, with its state and how many people answered in its present round."""
        states = self._events(f"kind IN ({', '.join(map(repr, STATES))})")
        return activities_from(states, {(row.item, row.round): row.answered for row in self._rows("SELECT item, round, answered FROM svtrain_answered")})

    def shared(self, item: str, round: int | None = None) -> Shared:
        """What has been revealed of an activity, without names and in no order; the newest revealed round by default."""
        activity = self.activities().get(item)
        if activity is None:
            return Shared(item, round or 0, 0, why_not=REFUSED["not-opened"])
        newest = activity.round if activity.state == REVEALED else activity.round - 1
        wanted = round or max(newest, 1)
        answered = {row.round: row.answered for row in self._rows("SELECT round, answered FROM svtrain_answered WHERE item = :item", item=item)}
        if wanted > newest:
            return Shared(item, wanted, answered.get(wanted, 0), why_not=NOT_REVEALED)
        rows = self._rows("SELECT payload, team FROM svtrain_revealed WHERE item = :item AND round = :round ORDER BY voice", item=item, round=wanted)
        answers = tuple(SharedAnswer(unpacked(row.payload), row.team) for row in rows)
        return Shared(item, wanted, answered.get(wanted, 0), answers, "" if answers else TOO_FEW)

    def movement(self, item: str, first: int = 1, second: int = 2) -> Movement | None:
        """How estimates moved between two revealed rounds, over those who answered both; None for fewer than five."""
        rows = self._rows("SELECT voice, round, payload FROM svtrain_revealed WHERE item = :item AND round IN (:first, :second)",
                          item=item, first=first, second=second)
        rounds: dict[int, dict] = {first: {}, second: {}}
        for row in rows:
            if (estimate := judgement(unpacked(row.payload))) is not None:
                rounds[row.round][row.voice] = estimate
        pairs = [(before, rounds[second][voice]) for voice, before in rounds[first].items() if voice in rounds[second]]
        return movement(pairs) if len(pairs) >= SMALLEST else None

    async def changes(self, every: float = POLL, n: int | None = None) -> AsyncIterator[int]:
        """Yield the number of the newest event each time it has grown, for a task in a page's kernel.

        One row is read each time, off the event loop; several tasks of a page that follow the room read it once between them.
        While the store is away the task waits and goes on.
        """
        seen = await asyncio.to_thread(self.last) if n is None else n
        while True:
            try:
                newest = await self._looked_at(every)
            except Transient:
                await asyncio.sleep(max(every, 1.0))
                continue
            if newest > seen:
                seen = newest
                yield newest
            await asyncio.sleep(every)

    async def _looked_at(self, every: float) -> int:
        """The newest event's number, no older than nearly ``every`` seconds."""
        now = time.monotonic()
        if now - self._looked < 0.9 * every:
            return self._newest
        self._looked = now  # whoever asks meanwhile is told the last number; the next look brings them the new one
        self._newest = max(self._newest, await asyncio.to_thread(self.last))
        return self._newest

    # What a participant does

    def answer(self, item: str, payload: Mapping, *, round: int = 0, key: str = "") -> Recorded:
        """Commit an answer. While the round is open a later answer replaces it in the count; every one is kept.

        Parameters
        ----------
        item
            The activity.
        payload
            What was answered, as text, numbers, lists and mappings.
        round
            The round that the page showed; the answer is refused when the room has moved on. 0 takes any.
        key
            Made once per press of the button: the same key never records twice.
        """
        return self._record(ANSWER, item, payload, key, round=round)

    def mine(self, item: str | None = None, kind: str = ANSWER) -> list[Event]:
        """What I recorded myself, in order."""
        found = self._events("mine = 1 AND kind = :kind", kind=kind)
        return [event for event in found if item is None or event.item == item]

    def add(self, kind: str, item: str, payload: Mapping, *, key: str = "") -> Recorded:
        """Record something outside the activities.

        A participant may record ``parked``, a question for later, which only facilitators see, without a name. What a
        facilitator records is for everybody, but for ``note``.
        """
        if kind in (ANSWER, *STATES):
            raise ValueError(f"{kind!r} has a verb of its own")
        return self._record(kind, item, payload, key)

    def forget_me(self) -> int:
        """Erase all that I recorded in this room, and my seat; the number of events that went."""
        here = self.place()
        if here.role != PARTICIPANT:
            raise _refused("not-yours")
        with self._line.writing(erasing=here.room) as connection:
            if self._line.postgresql:
                return connection.execute(text("SELECT svtrain_forget()")).scalar_one()
            count = erase_person(connection, here.room, here.person)
        clear_log(self._line)
        return count

    # What a facilitator does

    def open(self, item: str, payload: Mapping = {}, *, key: str = "") -> Recorded:
        """Let people answer. ``payload`` (title, minutes and so on) is for all to see."""
        return self._record(OPENED, item, payload, key)

    def close_answers(self, item: str, *, key: str = "") -> Recorded:
        """Take no more answers; `open` goes on with the same round."""
        return self._record(CLOSED, item, {}, key)

    def reveal(self, item: str, *, key: str = "") -> Recorded:
        """Take no more answers in this round and show them to the room, without names. It cannot be undone."""
        return self._record(REVEALED, item, {}, key)

    def second_round(self, item: str, payload: Mapping = {}, *, key: str = "") -> Recorded:
        """After the talk: let people answer again. A third round is begun the same way."""
        return self._record(SECOND_ROUND, item, payload, key)

    def answer_from_paper(self, person: str, item: str, payload: Mapping, *, team: str = "", round: int = 0, key: str = "") -> Recorded:
        """Type in an answer that was given on paper, before the reveal. ``person`` is the number on the sheet."""
        return self._record(ANSWER, item, payload, key, person=PAPER + checked(SHEET, person, "a number on a sheet"), team=checked_team(team), round=round)

    # How it is done

    def _record(self, kind: str, item: str, payload: Mapping, key: str, *, person: str = "", team: str = "", round: int = 0) -> Recorded:
        values = {
            "kind": checked(KIND, kind, "a kind"), "item": checked(ITEM, item, "an item"), "payload": packed(payload),
            "key": checked(KEY, key or secrets.token_hex(16), "a key"), "person": person, "team": team, "round": round,
        }
        end = time.monotonic() + TRY_FOR
        while True:
            try:
                decided, n, at_round = self._decide_postgresql(values) if self._line.postgresql else self._decide_sqlite(values)
                break
            except Transient:  # it may have been committed all the same: the key tells
                if time.monotonic() > end:
                    raise
                time.sleep(0.1 + secrets.randbelow(200) / 1000)
        if decided in REFUSED:
            raise _refused(decided)
        return Recorded(n, at_round, again=decided != "go")

    def _decide_sqlite(self, values: dict) -> tuple[str, int, int]:
        with self._line.writing() as connection:
            row = connection.execute(text(DECIDE), values).one_or_none()
            if row is None:
                return "no-seat", 0, 0
            if row.decided != "go":
                return row.decided, row.known, row.round
            n = connection.execute(text(NEXT), {"room": row.room}).scalar_one()
            now = {**values, "room": row.room, "n": n, "person": row.person, "team": row.team, "role": row.role, "round": row.round}
            connection.execute(text(RECORD), now)
            if values["kind"] == REVEALED:
                publish(connection, row.room, values["item"])
            return "go", n, row.round

    def _decide_postgresql(self, values: dict) -> tuple[str, int, int]:
        rows = self._line.one("SELECT decided, known, round FROM svtrain_record(:kind, :item, :payload, :key, :person, :team, :round)", values)
        return tuple(rows[0]) if rows else ("no-seat", 0, 0)

    def _rows(self, sql: str, **values) -> list:
        """What a view shows me; an empty answer may mean that there is no seat any more."""
        try:
            rows = self._line.one(sql, values)
        except Transient:  # the line broke; the next one is fresh
            rows = self._line.one(sql, values)
        if not rows and not self._line.one("SELECT room FROM svtrain_here"):
            raise _refused("no-seat")
        return rows

    def _events(self, where: str, **values) -> list[Event]:
        rows = self._rows(f"SELECT n, kind, item, round, payload, at, mine FROM svtrain_seen WHERE {where} ORDER BY n", **values)
        return [Event(row.n, row.kind, row.item, row.round, unpacked(row.payload), row.at, row.mine == 1) for row in rows]


def _refused(decided: str) -> CannotDo:
    return CannotDo(Problem(REFUSED[decided]))


def publish(connection, room: str, item: str = "") -> None:
    """Make the anonymous copy of what has been revealed."""
    for sql in PUBLISH:
        connection.execute(text(sql), {"room": room, "item": item})


def erase_person(connection, room: str, person: str) -> int:
    """Erase a person's events and seats, and publish again what is left; the caller names the room as being erased."""
    connection.execute(text(NEXT), {"room": room})
    count = connection.execute(text(FORGET[0]), {"room": room, "person": person}).rowcount
    connection.execute(text(FORGET[1]), {"room": room, "person": person})
    publish(connection, room)
    connection.execute(text(FORGET_NOTE), {"room": room})
    return count


def clear_log(line: Line) -> None:
    """SQLite's log of changes is emptied, so that nothing erased is left in it."""
    with plain_faults(line.place), line.engine.connect() as connection:
        connection.connection.driver_connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


def my_seat() -> Seat | None:
    """The seat that this process was given in ``SVTRAIN_SEAT``, one for the whole page; None outside a room."""
    token = os.environ.get("SVTRAIN_SEAT")
    return _seat(token, os.environ.get("SVTRAIN_STORE")) if token else None


@cache
def _seat(token: str, address: str | None) -> Seat:
    """One seat for all parts of a page: it reads the room once for all of them."""
    return Seat(token, address)

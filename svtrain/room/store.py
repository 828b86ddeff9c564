"""The store's own side: for the server that gives out seats, and for the command line. Pages have a `Seat` instead."""

from __future__ import annotations

import os
import secrets
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from sqlalchemy import Connection, delete, func, insert, select, update

from svtrain.core.problems import CannotDo, Problem
from svtrain.room.address import Line, digest, shown
from svtrain.room.events import LONGEST_TITLE, PERSON, Event, activities_from, checked, checked_team, room_name, unpacked
from svtrain.room.faults import FULL, StoreFull
from svtrain.room.full_disk import erase_in_memory
from svtrain.room.install import allow, check, install
from svtrain.room.rules import ANSWER, PARTICIPANT, ROLES, STATES
from svtrain.room.seat import clear_log, erase_person
from svtrain.room.tables import events, rooms, seats, shared

SEAT_HOURS = 12


@dataclass(frozen=True, slots=True)
class RoomStatus:
    """A room in numbers; never who. ``made`` and ``closed`` are in seconds since 1970, ``closed`` 0 while in use."""

    room: str
    title: str
    made: float
    closed: float
    people: int
    teams: int
    events: int
    answers: int
    activities: tuple[dict, ...]

    def as_dict(self) -> dict:
        """Plain values."""
        return {**asdict(self), "activities": list(self.activities)}


class Store:
    """All rooms at one address.

    Parameters
    ----------
    address
        ``postgresql://...`` or the path of a SQLite file; by default ``SVTRAIN_STORE``, else this machine's own.
    make : bool
        Whether to make the store when it is not there.

    Raises
    ------
    CannotDo
        From every method: the store cannot be reached, is full, or there is no such room.
    """

    def __init__(self, address: str | os.PathLike | None = None, *, make: bool = False, connections: int = 4):
        self._line = Line(address, make=make, connections=connections)
        try:
            if make or not self._up_to_date():
                install(self._line)
        except StoreFull:
            if make:
                raise  # else each verb says so by itself, and erasing needs no space

    def _up_to_date(self) -> bool:
        with self._line.reading() as connection:
            return check(connection)

    @property
    def address(self) -> str:
        """Where it lies, without a password."""
        return shown(self._line.url)

    def close(self) -> None:
        """Let the connections go."""
        self._line.close()

    def new(self, title: str) -> str:
        """Make a room and give its short name.

        Raises
        ------
        CannotDo
            When there is one of that name already.
        """
        name, title = room_name(title), "".join(letter for letter in " ".join(title.split()) if letter.isprintable())[:LONGEST_TITLE]
        with self._line.writing() as connection:
            if connection.execute(select(rooms.c.room).where(rooms.c.room == name)).one_or_none():
                raise CannotDo(Problem(f"There is a room {name} already. Choose another name, or erase that room first: svtrain room close {name} --delete.", "NAME", self.address))
            connection.execute(insert(rooms).values(room=name, title=title, salt=secrets.token_hex(32), last=0, made=time.time(), closed=0))
        return name

    def rooms(self) -> list[str]:
        """Short names, the newest first."""
        with self._line.reading() as connection:
            return list(connection.execute(select(rooms.c.room).order_by(rooms.c.made.desc(), rooms.c.room)).scalars())

    def seat(self, room: str, person: str, role: str = PARTICIPANT, team: str = "", hours: float = SEAT_HOURS, token: str = "") -> str:
        """Give somebody a seat: the token is theirs alone, and the store keeps only its hash.

        Parameters
        ----------
        room
            The room's short name.
        person
            A random name that says nothing about who it is, the same each time they come. Never a real name.
        role
            ``facilitator``, ``participant``, or ``projector`` for a screen that only shows.
        team
            As the room knows it; empty for none.
        hours
            How long the seat lasts.
        token
            By default a new one, made at random. A server that makes its own must make it as hard to guess.
        """
        if role not in ROLES:
            raise ValueError(f"There is no role {role!r}; it is one of {', '.join(ROLES)}.")
        checked(PERSON, person, "a person's random name")
        token, now = token or secrets.token_urlsafe(32), time.time()
        with self._line.writing() as connection:
            name = self._known(connection, room).room
            connection.execute(delete(seats).where(seats.c.room == name, seats.c.until < now - 30 * 86400))
            connection.execute(insert(seats).values(
                mark=digest(token), room=name, person=person, team=checked_team(team), role=role, until=now + hours * 3600))
        return token

    def unseat(self, room: str, person: str) -> int:
        """End every seat of a person at once; what they recorded stays. They no longer count among the room's people."""
        with self._line.writing() as connection:
            name = self._known(connection, room).room
            return connection.execute(update(seats).where(seats.c.room == name, seats.c.person == person).values(until=0)).rowcount

    def status(self, room: str) -> RoomStatus:
        """A room in numbers."""
        with self._line.reading() as connection:
            row = self._known(connection, room)
            here = events.c.room == row.room
            takes_part = (seats.c.room == row.room) & (seats.c.role == PARTICIPANT) & (seats.c.until > 0)
            people, teams, count, answers = connection.execute(select(*(each.scalar_subquery() for each in (
                select(func.count(seats.c.person.distinct())).where(takes_part),
                select(func.count(seats.c.team.distinct())).where(takes_part, seats.c.team != ""),
                select(func.count()).select_from(events).where(here),
                select(func.count()).select_from(events).where(here, events.c.kind == ANSWER),
            )))).one()
            answered = {(each.item, each.round): each.people for each in connection.execute(
                select(events.c.item, events.c.round, func.count(events.c.person.distinct()).label("people"))
                .where(here, events.c.kind == ANSWER).group_by(events.c.item, events.c.round))}
            states = [Event(each.n, each.kind, each.item, each.round, unpacked(each.payload), each.at, False)
                      for each in connection.execute(select(events).where(here, events.c.kind.in_(STATES)).order_by(events.c.n))]
        found = tuple({"item": each.item, "title": each.title, "page": each.page, "state": each.state, "round": each.round, "answered": each.answered}
                      for each in activities_from(states, answered).values())
        return RoomStatus(row.room, row.title, row.made, row.closed, people, teams, count, answers, found)

    def everything(self, room: str) -> tuple[dict, list[dict]]:
        """A room and all its events in order, for its export; persons are still what the server called them."""
        with self._line.reading() as connection:
            row = self._known(connection, room)
            found = [dict(each._mapping) for each in connection.execute(select(events).where(events.c.room == row.room).order_by(events.c.n))]
        for each in found:
            each["payload"] = unpacked(each["payload"])
        return {"room": row.room, "title": row.title, "made": row.made, "closed": row.closed}, found

    def close_room(self, room: str) -> None:
        """Take no more records; what is there stays and can be read."""
        with self._line.writing() as connection:
            name = self._known(connection, room).room
            connection.execute(update(rooms).where(rooms.c.room == name, rooms.c.closed == 0).values(closed=time.time()))

    def erase_room(self, room: str) -> int:
        """Erase a room with all that is in it; the number of events that went. It works on a full disk, too."""
        return self._erase(room, _erase_room)

    def erase_person(self, room: str, person: str) -> int:
        """Erase all that one person recorded in a room, and their seats; the number of events that went.

        What had been revealed is worked out afresh without them. The place of their events stays empty in the numbering.
        """
        return self._erase(room, lambda connection, name: erase_person(connection, name, person))

    def _erase(self, room: str, change: Callable[[Connection, str], int]) -> int:
        try:
            with self._line.reading() as connection:
                name = self._known(connection, room).room
            with self._line.writing(erasing=name) as connection:
                count = change(connection, name)
        except StoreFull:
            return self._in_memory(room, change)
        if not self._line.postgresql:
            try:
                clear_log(self._line)
            except StoreFull:
                self._in_memory(room, lambda connection, name: 0, known=False)
        return count

    def _in_memory(self, room: str, change: Callable[[Connection, str], int], known: bool = True) -> int:
        if self._line.postgresql:
            raise CannotDo(Problem(FULL, place=self.address))
        self.close()  # the store must be nobody's while it is put in its place
        name = room_name(room)

        def checked_change(connection: Connection) -> int:
            check(connection)
            return change(connection, self._known(connection, name).room if known else name)

        return erase_in_memory(Path(self._line.url.database), name, checked_change)

    def people(self, room: str) -> list[str]:
        """Everybody who has a seat or has recorded something, as the server called them."""
        with self._line.reading() as connection:
            name = self._known(connection, room).room
            both = select(seats.c.person).where(seats.c.room == name).union(select(events.c.person).where(events.c.room == name))
            return sorted(person for person in connection.execute(both).scalars() if person)

    def allow(self, role: str) -> None:
        """On PostgreSQL: let a role that owns nothing use seats, and nothing else of the store."""
        allow(self._line, role)

    def _known(self, connection, room: str):
        row = connection.execute(select(rooms).where(rooms.c.room == room_name(room))).one_or_none()
        if row is None:
            raise CannotDo(Problem(f"There is no room {room_name(room)} in this store. svtrain room status lists the rooms.", "ROOM", self.address))
        return row


def _erase_room(connection: Connection, name: str) -> int:
    connection.execute(select(rooms.c.room).where(rooms.c.room == name).with_for_update())
    count = connection.execute(delete(events).where(events.c.room == name)).rowcount
    for table in (shared, seats, rooms):
        connection.execute(delete(table).where(table.c.room == name))
    return count

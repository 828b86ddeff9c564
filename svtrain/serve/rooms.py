"""The server's side of rooms: it opens the store, gives out seats, and tells kernels of nothing but their own seat.

Two addresses lead to a store. The owner's stays in this process. People's kernels get the other: on PostgreSQL that of a
role which the store holds to its rules, with SQLite the same file.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

from svtrain.core.problems import CannotDo, Problem
from svtrain.serve.session import Person

if TYPE_CHECKING:
    from svtrain.room import RoomStatus, Store, Workshop

# What this process is told about the store; no kernel, and no parent of kernels, is started with it.
PR_SET_DUMPABLE = 4  # prctl(2)
OWN = ("SVTRAIN_STORE", "SVTRAIN_PEOPLE_STORE", "SVTRAIN_SECRET_FILE", "SVTRAIN_EXPORT_KEY", "SVTRAIN_SEAT")


class Rooms:
    """Seats for the people of one server.

    Parameters
    ----------
    secret
        The server's own, or the one that several servers share.
    store
        The owner's address of the store.
    people_store
        The address for people's kernels; by default the same, which only a SQLite store allows.

    Raises
    ------
    CannotDo
        When PostgreSQL is given without an address for people, or the role in it may do too much.
    """

    def __init__(self, secret: bytes, store: str, people_store: str = ""):
        from svtrain.room.address import store_address

        self._secret = secret
        self._store: Store | None = None
        self._opening = threading.Lock()
        url = store_address(store)
        if url.get_backend_name() == "sqlite":
            self._owner = self._people = str(Path(url.database).absolute())
        else:
            self._owner = url.render_as_string(hide_password=False)
            self._people = self._allowed(people_store)

    def _allowed(self, people_store: str) -> str:
        from svtrain.room import Store
        from svtrain.room.address import store_address

        if not people_store:
            raise CannotDo(Problem("On PostgreSQL people's pages need an address of their own, with a role that owns nothing.", "--people-store"))
        url = store_address(people_store)
        if url.get_backend_name() == "sqlite" or not url.username:
            raise CannotDo(Problem("This must be the address of the same PostgreSQL, with the name of the people's role.", "--people-store"))
        self._store = Store(self._owner, make=True)
        self._store.allow(url.username)
        return url.render_as_string(hide_password=False)

    @property
    def owner_has_more(self) -> bool:
        """True where the owner's address opens more than people's does."""
        return self._owner != self._people

    def store(self, make: bool = False) -> Store:
        """The store, opened when it is first needed: it may have been made after this server was started."""
        from svtrain.room import Store

        with self._opening:
            if self._store is None:
                self._store = Store(self._owner, make=make)
            return self._store

    def close(self) -> None:
        """Let the connections go."""
        if self._store is not None:
            self._store.close()

    def environment(self, person: Person | None) -> dict[str, str]:
        """What a kernel of theirs is told about the room."""
        if person is None or not person.room or not person.seat:
            return {}
        return {"SVTRAIN_SEAT": self._token(person), "SVTRAIN_STORE": self._people}

    def sit(self, person: Person) -> None:
        """Give a person the seat that their cookie names.

        Raises
        ------
        CannotDo
            When there is no such room, or the store cannot be reached.
        """
        hours = (person.until - time.time()) / 3600
        self.store().seat(person.room, person.id, person.role, person.team, hours, token=self._token(person))

    def leave(self, person: Person) -> None:
        """End every seat of a person in the room where they are."""
        self.store().unseat(person.room, person.id)

    def record(self, person: Person, kind: str, item: str, payload: dict) -> None:
        """Record something for a person, as their own seat may; raises `CannotDo` when it may not."""
        from svtrain.room import Seat

        seat = Seat(self._token(person), self._people, connections=1)
        try:
            seat.add(kind, item, payload)
        finally:
            seat.close()

    def status(self, room: str) -> RoomStatus:
        return self.store().status(room)

    def workshop(self, code: str) -> Workshop | None:
        """The workshop that a short code opens."""
        from svtrain.room import open_workshops

        return next((each for each in open_workshops(self.store()) if hmac.compare_digest(self.code(each), code)), None)

    def workshop_in(self, room: str) -> Workshop | None:
        from svtrain.room import open_workshops

        return next((each for each in open_workshops(self.store()) if each.room == room), None)

    def code(self, workshop: Workshop) -> str:
        """The short code of a workshop; servers that share a secret and a store agree on it."""
        from svtrain.serve.join_code import code_from

        return code_from(self._secret, workshop.room, workshop.n)

    def _token(self, person: Person) -> str:
        """A seat's token is worked out from the server's secret: the browser has the cookie, and never the token."""
        said = "\n".join(("svtrain seat", person.room, person.id, person.role, person.seat)).encode()
        return base64.urlsafe_b64encode(hmac.new(self._secret, said, hashlib.sha256).digest()).decode().rstrip("=")


def hide_this_process() -> None:
    """On Linux: other processes of the same account, such as kernels, cannot read this one's memory or what it was started with."""
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)  # for this process alone: a program that it starts is as others are


def rooms_for(secret: bytes, work: Path, store: str | None = None, people_store: str | None = None) -> Rooms:
    """The rooms of a server, from what it was given or, failing that, from its environment, which forgets it."""
    told = {name: os.environ.pop(name, "") for name in OWN}
    store = store or told["SVTRAIN_STORE"] or str(work / "room" / "room.sqlite")
    rooms = Rooms(secret, store, people_store or told["SVTRAIN_PEOPLE_STORE"])
    if rooms.owner_has_more:
        hide_this_process()
    return rooms

"""A store to try things on: SQLite always, and a real PostgreSQL where the tests have one."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field

import pytest
from sqlalchemy import text

from svtrain.room import Seat, Store


@dataclass
class Ground:
    """One room in a store of its own. ``people`` is the address that people's processes have: on PostgreSQL a role with few rights."""

    owner: str
    people: str
    store: Store
    room: str
    open_seats: list[Seat] = field(default_factory=list)

    @property
    def postgresql(self) -> bool:
        return self.owner.startswith("postgresql")

    def token(self, person: str, role: str = "participant", team: str = "", room: str = "") -> str:
        return self.store.seat(room or self.room, person, role, team)

    def seat(self, person: str, role: str = "participant", team: str = "", room: str = "") -> Seat:
        return self.sit(self.token(person, role, team, room))

    def sit(self, token: str) -> Seat:
        self.open_seats.append(Seat(token, self.people, connections=2))
        return self.open_seats[-1]

    def rows(self, sql: str) -> list:
        """What the owner of the store finds in it."""
        with self.store._line.reading() as connection:
            return list(connection.execute(text(sql)))


@pytest.fixture(params=["sqlite", "postgresql"])
def ground(request, tmp_path):
    if request.param == "sqlite":
        owner = people = str(tmp_path / "store" / "room.sqlite")
        store = Store(owner, make=True)
    else:
        owner, people, role = request.getfixturevalue("postgresql")
        store = Store(owner, make=True)
        store.allow(role)
    ground = Ground(owner, people, store, store.new(f"Room {secrets.token_hex(4)}"))
    yield ground
    for seat in ground.open_seats:
        seat.close()
    store.close()


@pytest.fixture
def facilitator(ground):
    return ground.seat("the-facilitator", "facilitator")


@pytest.fixture
def six(ground):
    """Six participants without a team."""
    return [ground.seat(f"person-{number}") for number in range(6)]

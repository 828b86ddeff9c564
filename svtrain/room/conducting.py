"""How a facilitator conducts a room: what is recorded of it, and what stands after all that was recorded.

Every record here is for all in the room to read, and the store takes it from a facilitator only. ``item`` is always ``room``,
but for what a participant parks.

``plan``     ``{"plan": "180"}``, the run sheet; one from a file stands whole under ``sheet``
``block``    ``{"index": 2, "block": id, "title": ..., "minutes": 30}``, which block of it begins; index -1 when the session is over
``clock``    ``{"paused": true, "left": 240}``, how many seconds its clock has left, and whether it stands still
``page``     ``{"path": "apps/estimate-room.ipynb", "title": ...}``, what everybody is asked to open; an empty path takes it back
``show``     ``{"what": "follow", "text": ...}``, what the projector shows
``parked``   ``{"text": ...}``, a question for later; from a participant only facilitators see it
``parked_done``  ``{"of": 12}``, the number of the record that is dealt with; ``parked_shown`` puts one on everybody's list
``minutes``  ``{"block": id, "planned": 30, "took": 34}``
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from svtrain.room.events import Event, unpacked
from svtrain.room.rules import ANSWER, FACILITATOR, NOTE, PARKED, ROOM
from svtrain.room.store import Store
from svtrain.room.tables import events as table
from svtrain.room.workshops import WORKSHOP

PLAN, BLOCK, CLOCK, PAGE, SHOW, MINUTES = "plan", "block", "clock", "page", "show", "minutes"
PARKED_DONE, PARKED_SHOWN = "parked_done", "parked_shown"
FOLLOW, JOIN, BREAK, WORDS = "follow", "join", "break", "words"
OVER = -1
LONGEST_PARKED = 500


@dataclass(frozen=True, slots=True)
class Running:
    """The block that is going on; ``left`` are seconds at ``since`` (seconds since 1970), ``spent`` those that it ran before."""

    index: int
    id: str
    title: str
    minutes: int
    left: float
    since: float
    paused: bool = False
    spent: float = 0.0

    def left_at(self, now: float) -> float:
        """Seconds left; below zero when it is over time."""
        return self.left if self.paused else self.left - (now - self.since)

    def took(self, now: float) -> float:
        """Minutes that it has run, pauses left out."""
        return (self.spent + (0.0 if self.paused else now - self.since)) / 60


@dataclass(frozen=True, slots=True)
class Taken:
    """A block that is done: planned minutes and those it took."""

    index: int
    id: str
    title: str
    planned: int
    took: float


@dataclass(frozen=True, slots=True)
class Parked:
    """A question for later. ``shown`` when everybody may see it, ``done`` when it was dealt with."""

    n: int
    text: str
    shown: bool
    done: bool


@dataclass(frozen=True, slots=True)
class SentPage:
    """What everybody is asked to open; ``n`` is the record's number."""

    n: int
    path: str
    title: str
    at: float


def plan_of(events: Sequence[Event]) -> str:
    """The name of the room's run sheet, or nothing."""
    said = next((event.payload.get("plan") for event in reversed(events) if event.kind in (PLAN, WORKSHOP) and event.item == ROOM), "")
    return said if isinstance(said, str) else ""


def own_plan(events: Sequence[Event]) -> dict:
    """The run sheet itself, where it came from a file."""
    event = next((event for event in reversed(events) if event.kind in (PLAN, WORKSHOP) and event.item == ROOM), None)
    sheet = event.payload.get("sheet") if event else None
    return sheet if isinstance(sheet, dict) else {}


def running(events: Sequence[Event]) -> Running | None:
    """The block that is going on."""
    return _walked(events)[0]


def taken(events: Sequence[Event]) -> list[Taken]:
    """The blocks that are done, in order."""
    return _walked(events)[1]


def begun(events: Sequence[Event]) -> dict[int, float]:
    """When each block was begun for the first time, by its index."""
    found: dict[int, float] = {}
    for event in events:
        if event.kind == BLOCK and (index := _number(event.payload.get("index"), OVER)) != OVER:
            found.setdefault(int(index), event.at)
    return found


def _walked(events: Sequence[Event]) -> tuple[Running | None, list[Taken]]:
    now: Running | None = None
    done: list[Taken] = []
    for event in events:
        said = event.payload
        if event.kind == BLOCK:
            if now is not None:
                done.append(Taken(now.index, now.id, now.title, now.minutes, now.took(event.at)))
            index, minutes = int(_number(said.get("index"), OVER)), int(_number(said.get("minutes"), 0))
            now = None if index == OVER else Running(index, str(said.get("block", "")), str(said.get("title", "")), minutes, 60.0 * minutes, event.at)
        elif event.kind == CLOCK and now is not None:
            left = _number(said.get("left"), now.left_at(event.at))
            now = Running(now.index, now.id, now.title, now.minutes, left, event.at, said.get("paused") is True, 60 * now.took(event.at))
    return now, done


def sent_page(events: Sequence[Event]) -> SentPage | None:
    """The page that everybody is asked to open now."""
    event = next((event for event in reversed(events) if event.kind == PAGE), None)
    path = event.payload.get("path") if event else ""
    return SentPage(event.n, path, str(event.payload.get("title") or path), event.at) if isinstance(path, str) and path else None


def shown(events: Sequence[Event]) -> tuple[str, str]:
    """What the projector shows, and the words with it."""
    event = next((event for event in reversed(events) if event.kind == SHOW), None)
    what, words = (event.payload.get("what"), event.payload.get("text")) if event else (FOLLOW, "")
    return (what if what in (FOLLOW, JOIN, BREAK, WORDS) else FOLLOW), words if isinstance(words, str) else ""


def parked(events: Sequence[Event]) -> list[Parked]:
    """The parking list, oldest first, as this seat may see it; a facilitator's own entries are for everybody."""
    done = {event.payload.get("of") for event in events if event.kind == PARKED_DONE}
    by_all = {event.payload.get("of"): event.payload for event in events if event.kind == PARKED_SHOWN}
    found = []
    for event in events:
        text = event.payload.get("text")
        if event.kind == PARKED and isinstance(text, str) and text.strip():
            found.append(Parked(event.n, text[:LONGEST_PARKED], event.item == ROOM or event.n in by_all, event.n in done))
    known = {one.n for one in found}
    found += [Parked(n, str(said.get("text", "")), True, n in done) for n, said in by_all.items() if isinstance(n, int) and n not in known]
    return sorted(found, key=lambda one: one.n)


def told_to_all(store: Store, room: str) -> list[Event]:
    """For the server: what facilitators told everybody in a room, in order; no answers and no notes."""
    wanted = (table.c.room == room) & (table.c.role == FACILITATOR) & table.c.kind.not_in((ANSWER, NOTE))
    columns = (table.c.n, table.c.kind, table.c.item, table.c.round, table.c.payload, table.c.at)
    with store._line.reading() as connection:
        rows = connection.execute(select(*columns).where(wanted).order_by(table.c.n)).all()
    return [Event(row.n, row.kind, row.item, row.round, unpacked(row.payload), row.at, False) for row in rows]


def begin(index: int, block: str, title: str, minutes: int) -> dict:
    """What is recorded when a block begins."""
    return {"index": index, "block": block, "title": title, "minutes": minutes}


def clock(now: Running, *, paused: bool | None = None, more: float = 0.0, at: float | None = None) -> dict:
    """What is recorded when a clock is stopped, started or given more seconds."""
    left = now.left_at(time.time() if at is None else at) + more
    return {"paused": now.paused if paused is None else paused, "left": round(left, 1)}


def _number(value: object, otherwise: float) -> float:
    return value if isinstance(value, int | float) and not isinstance(value, bool) else otherwise

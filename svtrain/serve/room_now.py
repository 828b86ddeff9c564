"""What a room's pages learn from the server beside their kernels: what everybody is asked to open, what has happened, and the day's end."""

from __future__ import annotations

import asyncio
import io
import tempfile
import time
import zipfile
from dataclasses import dataclass
from pathlib import Path

from tornado.web import HTTPError

from svtrain.core.problems import CannotDo
from svtrain.learn.contents import Page, pages
from svtrain.room import Event, export_room
from svtrain.room import conducting as at
from svtrain.room.rules import FACILITATOR, OPENED, PROJECTOR
from svtrain.serve.gallery import offered
from svtrain.serve.guard import Guarded
from svtrain.serve.joining import AWAY, NO_ROOM, gone, open_line, tell
from svtrain.serve.session import Person

FRESH = 1.0  # seconds for which everybody in a room is told what one look found
NEED_A_ROOM = ("You are not in a room", "Open the link or type the code that you were given.")
PARKED = "It is parked. Whoever runs the room sees it, without your name."


@dataclass(frozen=True, slots=True)
class Told:
    """What facilitators told everybody in a room, as one look found it at a moment of `time.monotonic`."""

    when: float
    events: list[Event]


class Looks:
    """One look at the store a second for each room, however many pages ask."""

    def __init__(self, rooms):
        self._rooms, self._kept, self._busy = rooms, {}, {}

    async def at(self, room: str) -> list[Event]:
        """What facilitators told everybody, at most a second old."""
        async with self._busy.setdefault(room, asyncio.Lock()):
            kept = self._kept.get(room)
            if kept is None or time.monotonic() - kept.when > FRESH:
                events = await asyncio.to_thread(at.told_to_all, self._rooms.store(), room)
                kept = self._kept[room] = Told(time.monotonic(), events)
            return kept.events


class InTheRoom(Guarded):
    """Answers about the room that the visitor is in."""

    sends_to_join = True

    def initialize(self, notebooks: Path, looks: Looks):
        self.notebooks, self.looks = notebooks, looks

    @property
    def person(self) -> Person | None:
        return self.settings["people"].known(self)


class NewsHandler(InTheRoom):
    """The page that everybody is asked to open, for the line at the foot of every page."""

    sends_to_join = False

    async def get(self) -> None:
        person = self.person
        self.set_header("Cache-Control", "no-store")
        if person is None or not person.room or person.role in (FACILITATOR, PROJECTOR):
            return self.set_status(204)  # nothing will come for them: whoever asks everybody is not asked
        try:
            events = await self.looks.at(person.room)
        except CannotDo:
            return self.set_status(204)
        sent = at.sent_page(events)
        page = next((page for page in pages(self.notebooks) if sent and page.path == sent.path), None)
        if page is None:
            return self.finish({})
        return self.finish({"n": sent.n, "path": page.path, "title": page.title, "address": f"{self.settings['base_url']}voila/render/{page.path}"})


class CatchUpHandler(InTheRoom):
    """For whoever comes late: what has happened, what is open now, and a place to park a question."""

    async def get(self, parked: str = "") -> None:
        person = self.settings["people"].greet(self)
        if not person.room:
            return tell(self, *NEED_A_ROOM, 403)
        rooms = self.settings["rooms"]
        try:
            status = await asyncio.to_thread(rooms.status, person.room)
            events = await self.looks.at(person.room)
        except CannotDo as error:
            return tell(self, *(NO_ROOM if gone(error) else AWAY), 404 if gone(error) else 503)
        found = pages(self.notebooks)
        activities = [offered(each, found) for each in status.activities]
        now = at.running(events)
        self.show("catch_up.html", title=status.title, parked=parked, now=now.title if now else "", done=[each.title for each in at.taken(events)],
                  page=_page(events, found), open=[each for each in activities if each.state == OPENED], others=[each for each in activities if each.state != OPENED],
                  later=[one.text for one in at.parked(events) if one.shown and not one.done], may_park=person.role != PROJECTOR and not status.closed,
                  most=at.LONGEST_PARKED, open_line=open_line(self))

    head = get


class ParkHandler(CatchUpHandler):
    """Takes a question for the parking list; from a participant only facilitators see it."""

    async def post(self) -> None:
        from_our_page(self)
        person, text = self.person, self.get_body_argument("text", "").strip()[:at.LONGEST_PARKED]
        if person is None or not person.room:
            raise HTTPError(403)
        if text:
            try:
                await asyncio.to_thread(self.settings["rooms"].record, person, at.PARKED, "parking" if person.role != FACILITATOR else at.ROOM, {"text": text})
            except CannotDo:
                return tell(self, *AWAY, 503)
        await super().get(PARKED if text else "")

    def check_xsrf_cookie(self) -> None:
        """The origin is checked instead."""


class EndHandler(Guarded):
    """The day's end, for the facilitator alone: the room is closed first, so that the files show nobody's answer early."""

    sends_to_join = True

    async def get(self) -> None:
        status = await self._status()
        if status is not None:
            waiting = [each["title"] for each in status.activities if each["state"] == OPENED]
            self.show("end.html", title=status.title, room=status.room, closed=status.closed > 0, waiting=waiting, answers=status.answers, open_line=open_line(self))

    async def post(self) -> None:
        from_our_page(self)
        status = await self._status()
        if status is not None:
            await asyncio.to_thread(self.settings["rooms"].store().close_room, status.room)
            self.redirect(f"{self.settings['base_url']}room/end", status=303)

    async def _status(self):
        """The room; None where the answer was given already."""
        person = self.settings["people"].known(self)
        if person is None or person.role != FACILITATOR:
            raise HTTPError(403)
        try:
            return await asyncio.to_thread(self.settings["rooms"].status, person.room)
        except CannotDo as error:
            tell(self, *(NO_ROOM if gone(error) else AWAY), 404 if gone(error) else 503)

    def check_xsrf_cookie(self) -> None:
        """The origin is checked instead."""


class ExportHandler(EndHandler):
    """Everything in a closed room under pseudonyms, as one file."""

    async def get(self) -> None:
        status = await self._status()
        if status is None:
            return
        if not status.closed:
            return tell(self, "The room is still open", "End the day first; then everything can be downloaded.", 409)
        content = await asyncio.to_thread(zipped, self.settings["rooms"].store(), status.room)
        self.set_header("Content-Type", "application/zip")
        self.set_header("Content-Disposition", f'attachment; filename="{status.room}.zip"')
        self.set_header("Cache-Control", "no-store")
        self.finish(content)

    async def post(self) -> None:
        raise HTTPError(405)


def zipped(store, room: str) -> bytes:
    """A room's export as the bytes of a zip file."""
    content = io.BytesIO()
    with tempfile.TemporaryDirectory() as folder, zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as file:
        for path in export_room(store, room, Path(folder) / room):
            file.write(path, f"{room}/{path.name}")
    return content.getvalue()


def from_our_page(handler: Guarded) -> None:
    """Raise unless the request comes from a page of ours."""
    if handler.request.headers.get("Origin", "").partition("://")[2] != handler.request.host:
        raise HTTPError(403)


def _page(events: list[Event], found: list[Page]) -> Page | None:
    sent = at.sent_page(events)
    return next((page for page in found if sent and page.path == sent.path), None)

"""The ways into a room and out of it: a signed link, a short code, the facilitator's page with both, and a button to leave."""

from __future__ import annotations

import asyncio
import secrets
from dataclasses import replace

from tornado.web import HTTPError

from svtrain.core.problems import CannotDo
from svtrain.serve.guard import Guarded
from svtrain.serve.join_code import read_code, spaced
from svtrain.serve.links import Invitation
from svtrain.serve.session import Person

AS = {"participant": "a participant", "facilitator": "its facilitator", "projector": "the projector's screen"}
NO_ROOM = ("There is no such room", "It may have been erased. Ask whoever runs the workshop for a new link.")
CLOSED = ("This room is closed", "Nothing more can be recorded in it. Ask whoever runs the workshop.")
AWAY = ("The room cannot be reached just now", "Your work is safe. Try again in a moment.")
LONGEST_TYPED = 40


class Joining(Guarded):
    """What the ways in have in common. Strangers may come here."""

    open_to_strangers = True

    def from_our_page(self) -> None:
        """Raise unless the request comes from a page of ours."""
        origin = self.request.headers.get("Origin", "")
        if origin and origin.partition("://")[2] != self.request.host:
            raise HTTPError(403)

    def check_xsrf_cookie(self) -> None:
        """The origin is checked instead."""

    async def room(self, name: str):
        """How a room stands; None when the answer was given already: it is gone, closed or out of reach."""
        try:
            status = await asyncio.to_thread(self.settings["rooms"].status, name)
        except CannotDo as error:
            tell(self, *(NO_ROOM if gone(error) else AWAY), 404 if gone(error) else 503)
            return None
        if status.closed:
            tell(self, *CLOSED, 403)
            return None
        return status

    async def take_place(self, invitation: Invitation) -> None:
        """Give the visitor a seat and show them the front page; a program that takes seat after seat is held up."""
        if self.settings["joins"].too_many(self.request.remote_ip):
            self.set_header("Retry-After", "60")
            raise HTTPError(429)
        people, rooms = self.settings["people"], self.settings["rooms"]
        before: Person = people.greet(self)
        now = replace(before, room=invitation.room, team=invitation.team, role=invitation.role, until=invitation.until,
                      seat=secrets.token_urlsafe(12))
        try:
            if before.room and (before.room, before.role, before.team) != (now.room, now.role, now.team):
                await asyncio.to_thread(_leave, rooms, before)
            await asyncio.to_thread(rooms.sit, now)
        except CannotDo:
            return tell(self, *AWAY, 503)
        people.remember(self, now)
        self.redirect(self.settings["base_url"], status=303)


class JoinHandler(Joining):
    """Shows what a link gives; a press of the button takes it. Programs that only look at links take nothing."""

    async def get(self, token: str) -> None:
        invitation = self._invitation(token)
        if (room := await self.room(invitation.room)) is not None:
            self.show("join.html", invitation=invitation, title=room.title, part=AS[invitation.role], token=token, open_line=open_line(self))

    async def post(self, token: str) -> None:
        invitation = self._invitation(token)
        self.from_our_page()
        if await self.room(invitation.room) is not None:
            await self.take_place(invitation)

    def _invitation(self, token: str) -> Invitation:
        invitation = self.settings["links"].read(token)
        if invitation is None:
            raise HTTPError(429 if self.settings["bad_tries"].too_many(self.request.remote_ip) else 403)
        return invitation


class CodeHandler(Joining):
    """A field for the short code. Tries that fail are counted, by address and in all, and then held up for a minute."""

    def get(self) -> None:
        self._ask(self.get_query_argument("code", "")[:LONGEST_TYPED])

    async def post(self) -> None:
        self.from_our_page()
        typed = self.get_body_argument("code", "")[:LONGEST_TYPED]
        here, all_of_them = self.settings["bad_codes"], self.settings["bad_codes_in_all"]
        if here.held_up(self.request.remote_ip) or all_of_them.held_up(""):
            self.set_header("Retry-After", "60")
            raise HTTPError(429)
        try:
            code = read_code(typed)
            workshop = await asyncio.to_thread(self.settings["rooms"].workshop, code) if code else None
        except CannotDo:
            return tell(self, *AWAY, 503)
        if workshop is None:
            here.too_many(self.request.remote_ip)
            all_of_them.too_many("")
            self.set_status(403)
            return self._ask(typed, wrong=True)
        person = self.settings["people"].known(self)
        if person is not None and person.room == workshop.room and person.role != "participant":
            return self.redirect(self.settings["base_url"], status=303)  # a facilitator who tries the code stays one
        await self.take_place(Invitation(workshop.room, "participant", "", int(workshop.until)))

    def _ask(self, typed: str, wrong: bool = False) -> None:
        code = read_code(typed)
        self.show("code.html", typed=spaced(code) if code else typed, wrong=wrong, open_line=open_line(self))


class LeaveRoomHandler(Guarded):
    """A press of the button ends a person's seat; what they recorded stays in the room."""

    async def post(self) -> None:
        people = self.settings["people"]
        person = people.known(self)
        if self.request.headers.get("Origin", "").partition("://")[2] != self.request.host:
            raise HTTPError(403)
        if person is not None and person.room:
            try:
                await asyncio.to_thread(_leave, self.settings["rooms"], person)
            except CannotDo:
                return tell(self, *AWAY, 503)
            people.remember(self, Person(person.id))
        self.redirect(self.settings["base_url"], status=303)

    def check_xsrf_cookie(self) -> None:
        """The origin is checked instead."""


class InviteHandler(Guarded):
    """The address and the code for the room's wall: a page for the facilitator, and the same in JSON for the projector's page."""

    async def get(self, as_json: str | None = None) -> None:
        from svtrain.serve.invitation import address_of, svg

        person = self.settings["people"].known(self)
        if person is None or person.role not in ("facilitator", "projector") or (person.role == "projector" and not as_json):
            raise HTTPError(403)
        rooms, host = self.settings["rooms"], address_of(self)
        try:
            status = await asyncio.to_thread(rooms.status, person.room)
            workshop = await asyncio.to_thread(rooms.workshop_in, person.room)
        except CannotDo as error:
            return tell(self, *(NO_ROOM if gone(error) else AWAY), 404 if gone(error) else 503)
        code = rooms.code(workshop) if workshop else ""
        join = f"{host}join?code={code}" if code else f"{host}join/{self.settings['links'].token(person.room)}"
        if as_json:
            self.set_header("Cache-Control", "no-store")
            return self.finish({"address": f"{host}join" if code else join, "code": spaced(code) if code else "", "picture": svg(join, alone=True)})
        self.show("invite.html", title=status.title, code=spaced(code) if code else "", address=f"{host}join" if code else join, picture=svg(join),
                  open_line=open_line(self))


def _leave(rooms, person: Person) -> None:
    """A room that is gone has no seat to end."""
    try:
        rooms.leave(person)
    except CannotDo as error:
        if not gone(error):
            raise


def gone(error: CannotDo) -> bool:
    """True when there is no such room; otherwise it cannot be reached."""
    return any(problem.field == "ROOM" for problem in error.problems)


def tell(handler: Guarded, title: str, advice: str, status: int) -> None:
    """Answer with a page that says what is the matter and what to do."""
    handler.set_status(status)
    handler.show("error.html", title=title, advice=advice, status=status)


def open_line(handler: Guarded) -> bool:
    """True where others on the network could read along, and the page has to say so."""
    return handler.settings["open_line"] and handler.request.protocol != "https"

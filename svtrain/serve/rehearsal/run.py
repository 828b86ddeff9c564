"""A whole workshop by machine, against the real server; at the end everything that was typed is looked for."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path

from tornado.httpclient import AsyncHTTPClient, HTTPClientError
from tornado.websocket import WebSocketError

from svtrain.data.saved_work import SavedWork
from svtrain.learn.measuring.measures import AFTER, BEFORE, COMMITMENT, REACTION
from svtrain.learn.plan import open_plan
from svtrain.room import Seat, Store, export_room
from svtrain.room.pseudonyms import pseudonym
from svtrain.serve.links import RoomLinks
from svtrain.serve.rehearsal import check, hosts
from svtrain.serve.rehearsal.browser import Browsers, why_not
from svtrain.serve.rehearsal.heard import Ear
from svtrain.serve.rehearsal.leader import Leader
from svtrain.serve.rehearsal.people import ESTIMATE, MARKS, Participant, page_of
from svtrain.serve.rehearsal.relay import Relay
from svtrain.serve.rehearsal.script import LATE, LEAVES, LOSES_LINE, Given, cast, named
from svtrain.serve.rehearsal.times import Times
from svtrain.serve.rehearsal.wire import NotSeen, WirePage
from svtrain.serve.session import People, server_secret

ROOM = "A rehearsal"
MOST_BROWSERS, MANY_BROWSERS = 3, 6
SPREAD = 0.6  # of a step's time, over which people begin it
STUCK = (NotSeen, OSError, TimeoutError, HTTPClientError, WebSocketError)  # what a page or a line may fail with: it is told, and the rest goes on
KEY = b"the key of a rehearsal's pseudonyms, which protects nobody"


@dataclass
class Options:
    """How a rehearsal is run; ``browsers`` None means as many as this machine bears."""

    people: int = 20
    plan: str = "180"
    speed: float = 60
    browsers: int | None = None
    store: str = ""
    people_store: str = ""
    servers: int = 1
    seed: int = 1


@dataclass
class Rehearsed:
    """What came of it. ``findings`` is a sentence for each thing that was lost, changed, doubled or shown early."""

    findings: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    answers: int = 0
    artefacts: int = 0
    seconds: float = 0.0
    times: dict = field(default_factory=dict)
    memory: dict = field(default_factory=dict)

    def as_dict(self) -> dict:
        """Plain values."""
        return {"findings": self.findings, "notes": self.notes, "answers": self.answers, "artefacts": self.artefacts, "seconds": round(self.seconds, 1),
                "times": self.times, "memory": self.memory}


class Rehearsal:
    """One run. `run` does all of it; ``before_check`` is there so that a test can show that the checks find what is wrong."""

    def __init__(self, options: Options, work: Path, tell: Callable[[str], None] = lambda _: None):
        self.options, self.work, self.tell = options, work, tell
        self.ear, self.times, self.result = Ear(), Times(), Rehearsed()
        self.parts = cast(options.people, options.seed)
        self.everybody: list[Participant] = []
        self.hosts: list[hosts.Host] = []
        self.revealed: list[tuple[str, int]] = []
        self.sheet = open_plan(options.plan, work)
        self._pace = self.sheet.minutes * 60 / options.speed / len(self._steps())
        self.relays: list[Relay] = []
        self._here: list[Participant] = []

    def before_check(self, store: Store, room: str) -> None:
        """Called when all is done and nothing is checked yet."""

    async def run(self) -> Rehearsed:
        """Do it all.

        Raises
        ------
        CannotDo
            When the server does not start.
        """
        began = time.monotonic()
        AsyncHTTPClient.configure(None, max_clients=1000)
        try:
            async with AsyncExitStack() as stack:
                await self._start(stack)
                for name, step in self._steps():
                    await self._one(name, step)
                await self._end()
        finally:
            for relay in self.relays:
                await relay.stop()
            for host in reversed(self.hosts):
                if words := host.complaints():
                    self.result.notes.append(f"The server said: {words}")
                host.stop()
        self.result.seconds, self.result.times = time.monotonic() - began, self.times.table()
        return self.result

    # -- before the first minute

    async def _start(self, stack: AsyncExitStack) -> None:
        options = self.options
        self.store_at = options.store or str(self.work / "room" / "room.sqlite")
        first = await hosts.open_workshop(self.work / "first", ROOM, options.people, options.plan, self.store_at, options.people_store)
        self.hosts.append(first)
        for number in range(1, options.servers):
            self.hosts.append(await hosts.another(first, self.work / f"server-{number + 1}", options.people, self.store_at, options.people_store))
        secret = server_secret(first.work)
        self.links, self.sealed = RoomLinks(secret), People(secret)
        self.store = Store(self.store_at)
        self.room = next(room for room in self.store.rooms() if self.store.status(room).title == ROOM)
        wanted = self._browsers_wanted()
        self.browsers = await stack.enter_async_context(Browsers()) if wanted else None
        self.cockpit, self.wall = [await self._page(who, self.hosts[0].address, bool(wanted)) for who in ("the facilitator", "the projector")]
        self.leader = Leader(self.cockpit, await self.cockpit.beside(), self.ear, self.sheet)
        for number, part in enumerate(self.parts):
            address = self.hosts[number % len(self.hosts)].address
            relay = await Relay(address).start() if part.habit == LOSES_LINE else None
            self.relays += [relay] if relay else []
            self.everybody.append(Participant(part, await self._page(part.name, address, number < wanted, relay), self.ear))

    def _browsers_wanted(self) -> int:
        options = self.options
        wanted = options.browsers if options.browsers is not None else options.people if options.people <= MANY_BROWSERS else MOST_BROWSERS
        if wanted and (why := why_not()):
            self.result.notes.append(why)
            return 0
        return min(wanted, options.people)

    async def _page(self, who: str, address: str, in_browser: bool, relay: Relay | None = None):
        return await self.browsers.page(who, address, self.ear, self.times, relay) if in_browser else WirePage(who, address, self.ear, self.times, relay)

    # -- the workshop

    def _steps(self) -> list[tuple[str, Callable[[], Awaitable[None]]]]:
        return [("everybody comes in at once", self._come), ("first estimate", self._first_round), ("second estimate", self._second_round),
                ("a proxy is judged", self._judge), ("a contract is valued", self._value), ("a tender is scored", self._score),
                ("an approach is written", self._write), ("what changed, and what people will do", self._close)]

    async def _one(self, name: str, step: Callable[[], Awaitable[None]]) -> None:
        began = time.monotonic()
        try:
            await step()
        except STUCK as error:
            self._stuck(f"Stuck at this step: {name}. {_said(error)}.")
        took = time.monotonic() - began
        used = await asyncio.to_thread(hosts.memory, self.hosts)
        self.result.memory[name] = {"seconds": round(took, 1), **{each: round(value, 1) for each, value in used.items()}}
        self.tell(f"{name}: {took:.0f} s, {used['together']:.0f} MB in all")
        await asyncio.sleep(max(0.0, self._pace - took))

    async def _each(self, do: Callable[[Participant], Awaitable[None]], *, at_once: bool = False) -> None:
        """Everybody who is here does something, each beginning at a moment of their own; who is stuck stops nobody."""
        async def one(person: Participant) -> None:
            if not at_once:
                await asyncio.sleep(person.part.dice.uniform(0, SPREAD) * self._pace)
            try:
                await do(person)
            except STUCK as error:
                self._stuck(f"Stuck: {person.part.name}. {_said(error)}.")

        await asyncio.gather(*(one(person) for person in self._here))

    def _stuck(self, sentence: str) -> None:
        self.result.findings.append(sentence)
        self.tell(sentence)

    async def _come(self) -> None:
        await self.cockpit.join(self.hosts[0].facilitator)
        await self.wall.join(self.hosts[0].projector)
        await self.wall.open(page_of("projector"), "wall", "the first page, while the server warms up")
        await self.cockpit.open(page_of("cockpit"), "where")
        await self.leader.begin("opening")
        await self.leader.open_form(BEFORE)
        self._here = [person for person in self.everybody if person.part.habit != LATE]
        await self._each(self._join, at_once=True)
        await self._each(lambda person: person.open("five-statements"), at_once=True)
        await self._each(lambda person: person.fill_form(BEFORE))
        await self._reveal(BEFORE, 1)

    async def _join(self, person: Participant) -> None:
        """Half come by the link, half by the short code."""
        number = self.everybody.index(person)
        if number % 2:
            await person.page.join_with(self.hosts[0].code)
        else:
            await person.page.join(f"{person.page.address}/join/{self.links.token(self.room)}")
        known = self.sealed.opened(await person.page.person_cookie())
        person.person = known.id if known else ""
        work = self.hosts[number % len(self.hosts)].work
        person.work = str(work / "people" / SavedWork("any", folder=work, owner=person.person).owner)

    async def _first_round(self) -> None:
        await self.leader.begin("challenge")
        await self.leader.open_estimate()
        await self._each(lambda person: person.open("estimate-room"))
        await self._each(lambda person: person.estimate(1))
        await self._reveal(ESTIMATE, 1)
        await self._each(lambda person: person.argue(1), at_once=True)

    async def _second_round(self) -> None:
        everybody_else = self._here
        self._here = [person for person in self.everybody if person.part.habit == LATE]
        await self._each(self._join)
        await self._each(lambda person: person.open("estimate-room"), at_once=True)
        self._here = everybody_else + self._here
        await self.leader.again(ESTIMATE, 2)
        await self._each(lambda person: person.estimate(2))
        await self._reveal(ESTIMATE, 2)
        await self._each(lambda person: person.argue(2), at_once=True)

    async def _judge(self) -> None:
        await self.leader.open_proxy()
        item = next(each["item"] for each in self.store.status(self.room).activities if each["item"].startswith("proxy-explorer:"))
        await self._each(lambda person: person.judge(item))
        await self._reveal(item, 1)
        await self._each(lambda person: person.take_policy(), at_once=True)
        stays = [person for person in self._here if person.part.habit != LEAVES]
        self._here = [person for person in self._here if person.part.habit == LEAVES]
        await self._each(lambda person: person.page.leave())
        self._here = stays

    async def _value(self) -> None:
        await self._each(lambda person: person.value())

    async def _score(self) -> None:
        await self.leader.begin("apply")
        await self.leader.open_marks()
        await self._each(lambda person: person.score())
        await self._reveal(MARKS, 1)
        await self._each(lambda person: person.take_marks(), at_once=True)

    async def _write(self) -> None:
        await self._each(lambda person: person.write_approach())

    async def _close(self) -> None:
        await self.leader.begin("closing")
        for form in (COMMITMENT, AFTER, REACTION):
            await self.leader.open_form(form)
            await self._each(lambda person, form=form: person.fill_form(form))
        await self._reveal(AFTER, 1)

    async def _reveal(self, item: str, round: int) -> None:
        """The facilitator reveals what all the pages have said is in the room."""
        await self.leader.reveal(item, round, self._count(item, round))
        self.revealed.append((item, round))

    def _count(self, item: str, round: int) -> int:
        return sum(one.item == item and one.round == round for one in self.given())

    def given(self) -> list[Given]:
        """Every answer that a page acknowledged."""
        return [one for person in self.everybody for one in person.given]

    # -- afterwards

    async def _end(self) -> None:
        for page in (self.leader.desk, self.cockpit, self.wall, *(person.page for person in self.everybody)):
            await page.shut()
            self.result.findings += [f"A script on the page of {page.who} failed: {fault}" for fault in getattr(page, "faults", ())]
        await asyncio.sleep(0.5)
        self.before_check(self.store, self.room)
        await asyncio.to_thread(self._check)
        self.store.close()

    def _check(self) -> None:
        given, found = self.given(), self.result.findings
        names = {pseudonym(KEY, self.room, person.person): person.part.name for person in self.everybody}
        export = self.work / "export"
        export_room(self.store, self.room, export, KEY)
        taken = lambda name: {person.part.name: person.files[name] for person in self.everybody if name in person.files}  # noqa: E731
        typed = lambda app: {person.part.name: person.typed[app] for person in self.everybody if app in person.typed}  # noqa: E731
        found += [sentence for person in self.everybody for sentence in person.lost]
        found += check.room_export(export, given, names)
        found += check.revealed(self._shown(), given)
        found += check.shown_early(self.ear)
        found += check.policies(taken("policy.yaml"), given)
        found += check.valuations(taken("value-map.yaml"), {who: text.decode() for who, text in taken("headline").items()}, typed("value-builder"))
        found += check.tenders(taken("tender.yaml"), typed("scoring-lab"))
        found += check.approaches(taken("our-approach.yaml"), typed("our-approach"))
        found += check.kept_work({person.part.name: Path(person.work) for person in self.everybody}, {person.part.name: person.typed for person in self.everybody})
        found += check.report(export, given)
        self.result.answers, self.result.artefacts = len(given), sum(len(person.files) for person in self.everybody)

    def _shown(self) -> dict[str, list[dict]]:
        """What a screen in the room may see now of everything that was revealed."""
        from svtrain.room.rules import PROJECTOR

        seat = Seat(self.store.seat(self.room, "looks-at-the-end", PROJECTOR), self.store._line.url.render_as_string(hide_password=False), connections=1)
        try:
            return {named(item, round): [answer.payload for answer in seat.shared(item, round).answers] for item, round in self.revealed}
        finally:
            seat.close()


def _said(error: BaseException) -> str:
    return str(error).strip().rstrip(".") or type(error).__name__

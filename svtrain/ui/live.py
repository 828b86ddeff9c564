"""Keeps a page true to its room without a refresh: a task of the kernel looks for news, and writes beside the event loop."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable

from typing import Any, Protocol

from svtrain.core.problems import CannotDo
from svtrain.room.follower import AWAY

AGAIN = 2.0  # seconds before another try while the store is away

log = logging.getLogger(__name__)


class Follows(Protocol):
    """What can be kept true to a room: `look` only reads, `take` puts in place what it found, `lose` says why nothing came.

    What sends answers has ``pending``, ``attempt`` and ``settle`` as well; see `Live.deliver`.
    """

    seat: Any
    seen: int
    lost: str

    def look(self) -> object: ...

    def take(self, found: Any) -> None: ...

    def refresh(self) -> None: ...

    def lose(self, error: CannotDo) -> None: ...


class Live:
    """Follows the room for one state. Where no event loop runs, as in a script, everything is done at once instead."""

    def __init__(self, state: Follows):
        self.state = state
        self._tasks: set[asyncio.Task] = set()
        self._looking = asyncio.Lock()
        self._sending = False

    def start(self) -> None:
        """Begin to follow the room."""
        self._soon(self._follow, lambda: None)

    def write(self, verb: Callable[[], None], then: Callable[[str], None]) -> None:
        """Do something that only writes to the store, look again, and tell ``then`` why it failed, or nothing."""
        async def go() -> None:
            then(await asyncio.to_thread(_why_not, verb))
            await self.look()

        def at_once() -> None:
            then(_why_not(verb))
            self.state.refresh()

        self._soon(go, at_once)

    def deliver(self) -> None:
        """Record what a participant has pending, again and again until the store takes it or refuses it."""
        self._soon(self._deliver, self._deliver_once)

    async def look(self) -> None:
        """Look once; looks never overtake each other."""
        async with self._looking:
            try:
                self.state.take(await asyncio.to_thread(self.state.look))
            except CannotDo as error:
                self.state.lose(error)

    async def _follow(self) -> None:
        state = self.state
        while True:
            await self.look()
            if state.lost and state.lost != AWAY:
                return
            try:
                async for _ in state.seat.changes(n=state.seen):
                    await self.look()
            except CannotDo as error:
                state.lose(error)
            except Exception:  # a page that shows one thing wrongly must not stop following its room
                log.exception("The room could not be shown.")
            await asyncio.sleep(AGAIN)

    async def _deliver(self) -> None:
        state = self.state
        if self._sending:
            return
        self._sending = True
        try:
            while going := state.pending:
                state.settle(going, await asyncio.to_thread(state.attempt, going))
                if state.pending == going:
                    await asyncio.sleep(AGAIN)
        finally:
            self._sending = False
        await self.look()

    def _deliver_once(self) -> None:
        state = self.state
        if going := state.pending:
            state.settle(going, state.attempt(going))

    def _soon(self, work: Callable[[], Awaitable[None]], otherwise: Callable[[], None]) -> None:
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            otherwise()
            return
        task = loop.create_task(work())
        self._tasks.add(task)  # a task that nobody holds may be collected
        task.add_done_callback(self._tasks.discard)


def _why_not(verb: Callable[[], None]) -> str:
    try:
        verb()
    except CannotDo as error:
        return error.problems[0].message
    return ""

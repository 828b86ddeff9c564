"""Kernels that belong to people: each opened by one person, open to nobody else, limited in number."""

from __future__ import annotations

import os
import time
import uuid

from jupyter_core.utils import ensure_async
from jupyter_server.services.kernels.kernelmanager import AsyncMappingKernelManager
from tornado.ioloop import IOLoop
from traitlets import Any, Dict, Int, Set

from svtrain.serve.kernels.client import WatchesLightly
from svtrain.serve.rooms import OWN, Rooms
from svtrain.serve.session import Person
from svtrain.serve.turns import Turn

# What a page sends to its kernel. Neither running code nor ending the kernel is among it.
ALLOWED = ["comm_open", "comm_close", "comm_msg", "comm_info_request", "kernel_info_request"]
KEPT = ("PATH", "HOME", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "TMPDIR", "TEMP", "TMP", "PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV",
        "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "SYSTEMROOT", "SYSTEMDRIVE", "USERPROFILE", "APPDATA", "LOCALAPPDATA", "PATHEXT",
        "COMSPEC", "PROGRAMDATA", "JUPYTER_PATH", "IPYTHONDIR", "JUPYTER_RUNTIME_DIR", "PYTHONDONTWRITEBYTECODE", "PYTHONHASHSEED",
        "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


UNSEEN_SECONDS = 90
SAVES_WITHIN = 1.5  # seconds in which a page has saved what was typed last: it waits 0.3 s for more


class RoomIsFull(Exception):
    """No place is free for another kernel."""


class PeopleKernels(WatchesLightly, AsyncMappingKernelManager):
    """Starts kernels for people and remembers whose each one is."""

    most = Int(60, help="Kernels at once, in all.").tag(config=True)
    most_each = Int(8, help="Kernels at once of one person; the oldest makes place for a new one.").tag(config=True)
    left_seconds = Int(60, help="After so long without its page a kernel gives up its place when one is wanted. A dropped line comes back sooner.").tag(config=True)
    seen = Set(help="Kernels that a page has reached.")
    rooms: Rooms | None = Any(help="Knows each person's seat.")
    owners = Dict(help="Whose each kernel is: (person, when it was started).")
    left = Dict(help="Kernels that no page holds any more: since when.")

    def owned(self, kernel_id: str, person: Person | None) -> bool:
        """True when that person opened that kernel."""
        return person is not None and self.owners.get(kernel_id, ("",))[0] == person.id

    def free(self) -> int:
        """Places for another kernel: those not taken, and those that could be taken back from pages long closed."""
        return max(0, self.most - len(self.owners) + len(self._abandoned()))

    def _abandoned(self) -> list[str]:
        """Kernels whose page has been gone for a while, the longest first."""
        now = time.monotonic()
        return sorted((each for each, since in self.left.items() if each in self.owners and now - since > self.left_seconds), key=self.left.__getitem__)

    def holds_one(self, person: Person) -> bool:
        """True for somebody whose oldest page can make place for their next."""
        return any(whose == person.id for whose, _ in self.owners.values())

    async def start_for(self, person: Person, page: str, query: str, kernel_id: str, turn: Turn) -> str:
        """Start a kernel that knows whose it is and which page it works for.

        Its place is taken at once; it starts when ``turn`` has come.

        Raises
        ------
        RoomIsFull
            When no place is free, and this person holds none that could be given up.
        """
        await self._make_place(person)
        self.owners[kernel_id] = (person.id, time.monotonic())
        environment = {name: os.environ[name] for name in os.environ if name in KEPT or name.startswith("SVTRAIN_") and name not in OWN}
        environment |= person.environment() | self.rooms.environment(person) | {
            "SVTRAIN_PAGE": page, "SVTRAIN_WORK": str(self.parent.work), "SVTRAIN_STATIC": f"{self.parent.base_url}svtrain/static/",
            "QUERY_STRING": query,
        }
        try:
            await turn.come()
            await ensure_async(self.start_kernel(kernel_id=kernel_id, kernel_name="python3",
                                                 path=page.rpartition("/")[0], env=environment))
        except BaseException:
            self.owners.pop(kernel_id, None)
            raise
        IOLoop.current().call_later(UNSEEN_SECONDS, self._end_if_unseen, kernel_id)
        return kernel_id

    async def _end_if_unseen(self, kernel_id: str) -> None:
        """Somebody who asks for pages and never opens them must not fill the room."""
        if kernel_id in self and not self._kernel_connections.get(kernel_id) and kernel_id not in self.seen:
            await self.end(kernel_id)

    def notify_connect(self, kernel_id: str):
        self.seen.add(kernel_id)
        self.left.pop(kernel_id, None)
        return super().notify_connect(kernel_id)

    def notify_disconnect(self, kernel_id: str):
        found = super().notify_disconnect(kernel_id)
        if kernel_id in self.owners and not self._kernel_connections.get(kernel_id):
            self.left[kernel_id] = time.monotonic()
        return found

    async def _make_place(self, person: Person) -> None:
        """End a kernel where one too many would run: the person's own above their share, else one long left, else the person's oldest."""
        mine = sorted((since, number) for number, (whose, since) in self.owners.items() if whose == person.id)
        if len(mine) >= self.most_each:
            return await self.end(mine[0][1])
        if len(self.owners) < self.most:
            return None
        given_up = self._abandoned() or [number for _, number in mine]
        if not given_up:
            raise RoomIsFull
        await self.end(given_up[0])

    async def end(self, kernel_id: str, *, now: bool = True) -> None:
        """Shut a kernel down; one that is gone already is no error. With ``now`` False it may finish what it is doing."""
        self.owners.pop(kernel_id, None)
        self.left.pop(kernel_id, None)
        if kernel_id in self:
            await ensure_async(self.shutdown_kernel(kernel_id, now=now))

    def end_soon(self, kernel_id: str) -> None:
        """Give the place up at once, and let the kernel save before it ends."""
        self.owners.pop(kernel_id, None)
        self.left.pop(kernel_id, None)
        IOLoop.current().call_later(SAVES_WITHIN, self.end, kernel_id, now=False)

    def remove_kernel(self, kernel_id: str):
        self.owners.pop(kernel_id, None)
        self.left.pop(kernel_id, None)
        self.seen.discard(kernel_id)
        return super().remove_kernel(kernel_id)

    async def cull_kernel_if_idle(self, kernel_id: str):
        await super().cull_kernel_if_idle(kernel_id)
        for gone in [number for number in self.owners if number not in self and number not in self._pending_kernels]:
            del self.owners[gone]


def new_number() -> str:
    return str(uuid.uuid4())

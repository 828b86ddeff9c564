"""Who waits for a place when the room is full: first come, first served, while their page is still open."""

from __future__ import annotations

import time

from svtrain.serve.guard import Guarded

PATIENCE_SECONDS = 20.0


class Queue:
    """Places in the order in which people came.

    Examples
    --------
    >>> queue = Queue()
    >>> queue.place("ann", free=0, now=0), queue.place("ben", free=0, now=1)
    (1, 2)
    >>> queue.place("ben", free=1, now=2)  # the free place is Ann's
    1
    >>> queue.place("ann", free=1, now=3)  # hers now
    0
    >>> queue.place("ben", free=0, now=4)
    1
    """

    def __init__(self, patience: float = PATIENCE_SECONDS):
        self._patience = patience
        self._seen: dict[str, float] = {}

    def place(self, person: str, free: int, now: float | None = None) -> int:
        """0 when it is this person's turn, and they leave the queue; otherwise how many are before them, and one.

        Parameters
        ----------
        free
            How many places are free.
        """
        now = time.monotonic() if now is None else now
        self._seen = {who: seen for who, seen in self._seen.items() if now - seen <= self._patience}
        self._seen[person] = now
        ahead = list(self._seen).index(person)
        if ahead < free:
            del self._seen[person]
            return 0
        return ahead + 1 - free

    def waits(self, person: str, free: int) -> int:
        """As `place`, but the person stays in the queue: their page asks, and then opens."""
        turn = self.place(person, free)
        if turn == 0:
            self._seen = {person: time.monotonic(), **self._seen}
        return turn


class QueueHandler(Guarded):
    """How many are before the person who asks; 0 when their page may open."""

    def get(self) -> None:
        person = self.settings["people"].known(self)
        kernels = self.settings["kernel_manager"]
        self.set_header("Cache-Control", "no-store")
        self.finish({"place": self.settings["queue"].waits(person.id, kernels.free()) if person else 1})

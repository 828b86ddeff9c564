"""Pages open a few at a time: thirty people who press at once would otherwise all wait until the last page is done."""

from __future__ import annotations

import asyncio
import os
from collections import deque

LONGEST_SECONDS = 2.0  # a page that takes longer keeps nobody else waiting


class Turns:
    """First come, first served; ``at_once`` pages hold a turn at the same time.

    Examples
    --------
    >>> async def three():
    ...     turns, order = Turns(at_once=1), []
    ...     async def opens(name):
    ...         turn = turns.take()
    ...         try:
    ...             await turn.come()
    ...             order.append(name)
    ...         finally:
    ...             turn.end()
    ...     await asyncio.gather(*(opens(name) for name in "abc"))
    ...     return order
    >>> asyncio.run(three())
    ['a', 'b', 'c']
    """

    def __init__(self, at_once: int | None = None, longest: float = LONGEST_SECONDS):
        self.at_once, self.longest = at_once or (os.cpu_count() or 1) + 1, longest
        self._held: set[Turn] = set()
        self._waiting: deque[Turn] = deque()

    def take(self) -> Turn:
        """Stand in the line; the turn is given back with `Turn.end`, whatever happens."""
        turn = Turn(self)
        self._waiting.append(turn)
        self._call()
        return turn

    def _call(self) -> None:
        while self._waiting and len(self._held) < self.at_once:
            turn = self._waiting.popleft()
            self._held.add(turn)
            turn._come()

    def _end(self, turn: Turn) -> None:
        self._held.discard(turn)
        if turn in self._waiting:
            self._waiting.remove(turn)
        self._call()


class Turn:
    """One page's place in the line."""

    def __init__(self, turns: Turns):
        self._turns, self._has_come, self._limit = turns, asyncio.Event(), None

    async def come(self) -> None:
        """Wait until it is this page's turn."""
        await self._has_come.wait()

    def end(self) -> None:
        """Let the next one come; a second call does nothing."""
        if self._limit is not None:
            self._limit.cancel()
        self._turns._end(self)

    def _come(self) -> None:
        self._has_come.set()
        self._limit = asyncio.get_running_loop().call_later(self._turns.longest, self._turns._end, self)

"""How fast a page's line may talk: a burst as it comes, and more than that at a steady rate, so that no visitor holds up the others."""

from __future__ import annotations

import time

BURST = 64 * 2**20  # the largest file that an app takes, and all else that a page says while it opens
A_SECOND = 2 * 2**20
EACH = 16 * 2**10  # what a message costs however short it is


class Pace:
    """What one line has left to say.

    Examples
    --------
    >>> pace = Pace(burst=100, a_second=10, each=0, now=0)
    >>> pace.wait_after(80, now=0), pace.wait_after(30, now=0), pace.wait_after(0, now=1)
    (0.0, 1.0, 0.0)
    """

    def __init__(self, burst: float = BURST, a_second: float = A_SECOND, each: float = EACH, now: float | None = None):
        self._most = self._left = burst
        self._a_second, self._each = a_second, each
        self._at = time.monotonic() if now is None else now

    def wait_after(self, size: int, now: float | None = None) -> float:
        """Count a message of so many bytes; how many seconds nothing more is to be heard after it."""
        now = time.monotonic() if now is None else now
        self._left = min(self._most, self._left + (now - self._at) * self._a_second) - size - self._each
        self._at = now
        return max(0.0, -self._left / self._a_second)

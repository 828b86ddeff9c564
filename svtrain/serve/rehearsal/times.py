"""How long things took, and how to say it."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass
class Times:
    """Seconds by what was done.

    Examples
    --------
    >>> times = Times()
    >>> for took in (0.1, 0.2, 0.3):
    ...     times.note("press", took)
    >>> times.table()
    {'press': {'count': 3, 'p50': 0.2, 'p95': 0.3, 'most': 0.3}}
    """

    taken: dict[str, list[float]] = field(default_factory=dict)

    def note(self, what: str, seconds: float) -> None:
        """Keep one."""
        self.taken.setdefault(what, []).append(seconds)

    def table(self) -> dict[str, dict[str, float]]:
        """Count, middle, 95th of a hundred and most, in seconds, in the order in which each was first done."""
        return {what: {"count": len(found), "p50": statistics.median(found), "p95": late(found), "most": max(found)} for what, found in self.taken.items()}


def late(found: Sequence[float], part: float = 0.95) -> float:
    """The time that ``part`` of all stay under or reach.

    Examples
    --------
    >>> late([1, 2, 3, 4, 5], 0.6)
    4
    """
    return sorted(found)[min(len(found) - 1, int(part * len(found)))]

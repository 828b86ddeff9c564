"""Whether a room of people fits on this machine: kernels and memory, from what bench/visitors.py and bench/kernels.py measured."""

from __future__ import annotations

import math
import sys
from dataclasses import dataclass

# Megabytes of its own, one kernel with our largest app open (22 November 2026, Python 3.13, Linux): forked, and started the stock way.
FORKED_MB, STOCK_MB = 25, 95
SERVER_MB = 300  # the server and the warmed parent of the kernels: 100 and 150 were measured
SPARE_MB = 500  # for everything else on the machine: a browser with the projector's page, the system
PAGES_EACH = 1.5  # some people have a lesson and an app open at once
LEADING = 2  # the facilitator's page and the projector's


@dataclass(frozen=True, slots=True)
class Fit:
    """What a room needs and what there is, in megabytes."""

    people: int
    kernels: int
    needed: int
    free: int

    @property
    def fits(self) -> bool:
        return self.needed <= self.free

    @property
    def most_people(self) -> int:
        """How many would fit."""
        each = (self.needed - SERVER_MB - SPARE_MB) / self.kernels
        return max(0, math.floor(((self.free - SERVER_MB - SPARE_MB) / each - LEADING) / PAGES_EACH))

    def __str__(self) -> str:
        return f"{self.people} people need about {self.needed / 1000:.1f} GB of memory; {self.free / 1000:.1f} GB is free"


def kernels_for(people: int) -> int:
    """How many kernels a room needs at once.

    Examples
    --------
    >>> kernels_for(20)
    32
    """
    return math.ceil(people * PAGES_EACH) + LEADING


def fit(people: int, free: int | None = None, forked: bool = sys.platform == "linux") -> Fit:
    """What ``people`` need.

    Parameters
    ----------
    people
        How many take part.
    free
        Megabytes of memory that programs can still have; by default this machine's.
    forked
        Whether kernels are forked from a warmed parent, as they are on Linux.

    Examples
    --------
    >>> fit(20, free=4000, forked=True).fits, fit(20, free=1000, forked=True).fits
    (True, False)
    >>> fit(20, free=2000, forked=False).most_people
    7
    """
    if free is None:
        import psutil

        free = psutil.virtual_memory().available // 10**6
    kernels = kernels_for(people)
    return Fit(people, kernels, SERVER_MB + SPARE_MB + kernels * (FORKED_MB if forked else STOCK_MB), free)

"""Many contracts at once: committed, due, delivered and verified, as ranges; and which sums are small enough to point at people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from svtrain.core.monitoring import BOUNDS, rating
from svtrain.core.small_groups import SMALLEST

MEASURES = ("committed", "due", "delivered", "verified")
LOW, MID, HIGH = 0, 1, 2
# Units in which one thing counted is one person, or a part of one.
PEOPLE = ("person", "people", "claimant", "worker", "employee", "participant", "apprentice", "pupil", "prisoner", "volunteer", "victim", "user",
          "child", "lifetime", "job", "young", "trainee", "learner", "leaver", "fte", "head", "resident", "year")


def counts_people(unit: str) -> bool:
    """Whether a unit counts people, so that a small number of them could point at somebody.

    Examples
    --------
    >>> [counts_people(unit) for unit in ("claimant per year", "person", "hour", "tCO2e", "tree per year", "home per year")]
    [True, True, False, False, False, False]
    """
    words = "".join(letter if letter.isalpha() else " " for letter in unit.lower()).split()
    words = words[: words.index("per")] if "per" in words[1:] else [word for word in words if word != "per"]
    return any(word in PEOPLE or word.removesuffix("s") in PEOPLE for word in words)


@dataclass(frozen=True, slots=True)
class Range:
    """Pounds, from low to high, with the middle of what published reports would leave."""

    low: float
    mid: float
    high: float


@dataclass(frozen=True)
class Lines:
    """Every promise of a portfolio, one row each; all arrays have one length.

    ``worth`` holds low, middle and high pounds of the whole promise (a row of three; not a number where it has no price),
    ``due``, ``delivered`` and ``verified`` are shares of the promise (``due`` is not a number where it is not known), and
    ``people`` is how many people were delivered, 0 where something else is counted.
    """

    contract: np.ndarray
    worth: np.ndarray
    due: np.ndarray
    delivered: np.ndarray
    verified: np.ndarray
    people: np.ndarray

    def __len__(self) -> int:
        return len(self.contract)


@dataclass(frozen=True, slots=True)
class Sums:
    """What a part of a portfolio adds up to. ``delivered`` and ``verified`` are None where too few people stand behind them."""

    promises: int
    unpriced: int
    undated: int
    committed: Range
    due: Range
    delivered: Range | None
    verified: Range | None
    people: float
    unchecked: int

    @property
    def hidden(self) -> bool:
        return self.delivered is None

    @property
    def verified_share(self) -> float | None:
        """Verified as a share of delivered; None where nothing was, or it is hidden."""
        if self.delivered is None or self.verified is None or not self.delivered.mid:
            return None
        return self.verified.mid / self.delivered.mid


def small(people: float) -> bool:
    """Whether so few people stand behind a sum that it is not shown; nobody at all is no secret.

    Examples
    --------
    >>> small(0), small(1.5), small(4.9), small(5)
    (False, True, True, False)
    """
    return 0 < people < SMALLEST


def sums(lines: Lines, chosen: np.ndarray, hide: bool = True) -> Sums:
    """Add up the promises chosen (True or False for each).

    Examples
    --------
    >>> lines = Lines(np.zeros(2, int), np.array([[10.0, 20, 30], [1, 2, 3]]), np.array([0.5, 1]), np.array([0.5, 0]), np.array([0.25, 0]), np.array([0.0, 0]))
    >>> found = sums(lines, np.array([True, True]))
    >>> found.committed, found.verified_share
    (Range(low=11.0, mid=22.0, high=33.0), 0.5)
    """
    return grouped(lines, np.zeros(len(lines), np.intp), 1, chosen, hide=hide)[0]


def grouped(lines: Lines, codes: np.ndarray, count: int, chosen: np.ndarray, *, hide: bool = True) -> list[Sums]:
    """The same for each group (`codes` from 0 to `count` - 1).

    With `hide`, a group with fewer than five people behind it keeps its promises and loses what was delivered; where the
    hidden groups together are fewer than five, the smallest shown one is hidden too, so that no total gives them away.
    """
    rows = np.flatnonzero(chosen)
    code = codes[rows]
    worth = lines.worth[rows]
    priced = np.isfinite(worth[:, MID])
    worth = np.where(priced[:, None], worth, 0.0)
    due = lines.due[rows]
    dated = np.isfinite(due)
    shares = {"committed": np.ones(len(rows)), "due": np.where(dated, due, 0.0), "delivered": lines.delivered[rows], "verified": lines.verified[rows]}

    def added(column: np.ndarray) -> np.ndarray:
        return np.bincount(code, column, count)

    pounds = {name: np.stack([added(worth[:, end] * share) for end in (LOW, MID, HIGH)], axis=1) for name, share in shares.items()}
    people, promises = added(lines.people[rows]), np.bincount(code, minlength=count)
    unpriced, undated = added(~priced), added(~dated)
    unchecked = added((lines.delivered[rows] > 0) & (lines.verified[rows] == 0))
    gone = hidden(people) if hide else np.zeros(count, bool)

    def found(name: str, n: int) -> Range:
        return Range(*(float(number) for number in pounds[name][n]))

    return [Sums(int(promises[n]), int(unpriced[n]), int(undated[n]), found("committed", n), found("due", n),
                 None if gone[n] else found("delivered", n), None if gone[n] else found("verified", n), float(people[n]), int(unchecked[n]))
            for n in range(count)]


def hidden(people: np.ndarray) -> np.ndarray:
    """Which groups are hidden, given the people behind each.

    Examples
    --------
    >>> hidden(np.array([9.0, 6, 2, 0])).tolist()
    [False, True, True, False]
    >>> hidden(np.array([9.0, 3, 2])).tolist()
    [False, True, True]
    """
    gone = (people > 0) & (people < SMALLEST)
    if gone.any() and people[gone].sum() < SMALLEST and len(people) > 1:
        left = np.where(gone | (people == 0), np.inf, people)
        if np.isfinite(left).any():
            gone = gone.copy()
            gone[int(left.argmin())] = True
    return gone


def ratings(delivered: np.ndarray, due: np.ndarray) -> np.ndarray:
    """The Act's word for each promise: shares delivered against shares due by now.

    Examples
    --------
    >>> ratings(np.array([0.5, 0.1, 0.2]), np.array([0.5, 0.5, 0.0])).tolist()
    ['Good', 'Inadequate', 'Other']
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.where(due > 0, delivered / due, np.nan)
    found = np.full(len(share), rating(None), dtype=object)
    for bound, word in reversed(BOUNDS):
        found[share >= bound - 1e-9] = word
    return found


def left_after(percentiles: Mapping[str, Mapping[int, float]]) -> tuple[float, float, float]:
    """What is left of £1 after what would have happened anyway and what is due to others, as published reports put them.

    The low end takes both at the figure that nine in ten reports stay under, the middle both at the median, the high end both
    at the figure that nine in ten exceed. Without such figures nothing is taken.

    Examples
    --------
    >>> left_after({"deadweight": {10: 0, 50: 20, 90: 50}, "attribution": {10: 0, 50: 25, 90: 50}})
    (0.25, 0.6000000000000001, 1.0)
    """
    wanted = [percentiles.get(name) for name in ("deadweight", "attribution")]
    if not all(wanted):
        return 1.0, 1.0, 1.0
    low, mid, high = (float(np.prod([1 - each[point] / 100 for each in wanted])) for point in (90, 50, 10))
    return low, mid, high

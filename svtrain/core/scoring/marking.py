"""Marks that several evaluators gave alone, and the mark that they then agree on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median

FAR = 20  # marks out of 100: from here on the evaluators may have read different questions


@dataclass(frozen=True, slots=True)
class Mark:
    """One evaluator's mark, 0 to 100, with its reason; never a name."""

    mark: float
    reason: str


@dataclass(frozen=True, slots=True)
class MarkSpread:
    """Marks of one answer, from the lowest up."""

    marks: tuple[Mark, ...]

    @property
    def low(self) -> float:
        return self.marks[0].mark

    @property
    def high(self) -> float:
        return self.marks[-1].mark

    @property
    def middle(self) -> float:
        """The median: half of the marks lie below it and half above."""
        return float(median(one.mark for one in self.marks))

    @property
    def width(self) -> float:
        """From the lowest mark to the highest."""
        return self.high - self.low

    @property
    def far_apart(self) -> bool:
        """Whether the marks are so far apart that the reasons matter more than any average."""
        return self.width >= FAR


@dataclass(frozen=True, slots=True)
class Moderated:
    """What the file holds of one answer: each mark with its reason, and the agreed mark with its own."""

    bidder: str
    spread: MarkSpread
    mark: float
    reason: str


def spread_of_marks(marks: Iterable[Mark]) -> MarkSpread | None:
    """The marks in order, which says nothing of who gave which; None where there are none.

    Examples
    --------
    >>> found = spread_of_marks([Mark(80, "Names the college"), Mark(30, "No numbers"), Mark(60, "Some of each")])
    >>> found.low, found.middle, found.high, found.far_apart
    (30, 60.0, 80, True)
    """
    ordered = tuple(sorted(marks, key=lambda one: (one.mark, one.reason)))
    return MarkSpread(ordered) if ordered else None

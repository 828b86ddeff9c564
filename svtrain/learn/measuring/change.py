"""Before against after, over the people who answered both; nothing of fewer than five."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from statistics import mean

from svtrain.core.small_groups import SMALLEST


@dataclass(frozen=True, slots=True)
class Change:
    """How one measure moved. Marks run from 1 to 5, shares from 0 to 1. ``people`` answered both times.

    All figures are None where fewer than five people answered both times.
    """

    id: str
    text: str
    people: int
    before: float | None = None
    after: float | None = None
    up: int | None = None
    same: int | None = None
    down: int | None = None

    @property
    def moved(self) -> float | None:
        """After less before."""
        return None if self.before is None or self.after is None else self.after - self.before


def change(id: str, text: str, before: Mapping[str, float], after: Mapping[str, float]) -> Change:
    """Compare the same people before and after.

    Examples
    --------
    >>> five = dict.fromkeys("abcde", 2)
    >>> moved = change("own-words", "I can say it.", five, {**five, "a": 4, "b": 3})
    >>> moved.people, moved.before, moved.after, moved.up, moved.same
    (5, 2, 2.6, 2, 3)
    >>> change("own-words", "I can say it.", {"a": 1}, {"a": 5}).after is None
    True
    """
    both = sorted(set(before) & set(after))
    if len(both) < SMALLEST:
        return Change(id, text, len(both))
    steps = [after[person] - before[person] for person in both]
    return Change(id, text, len(both), mean(before[person] for person in both), mean(after[person] for person in both),
                  sum(step > 0 for step in steps), sum(step == 0 for step in steps), sum(step < 0 for step in steps))

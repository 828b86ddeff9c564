"""What a group's estimates come to: medians, the spread, whom to ask first, and how a second round moved."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from statistics import median, quantiles


@dataclass(frozen=True, slots=True)
class Judgement:
    """One person's estimate, in the unit of the question, with the reason given for it."""

    low: float
    likely: float
    high: float
    reason: str = ""

    def payload(self) -> dict:
        """The form in which an answer is stored."""
        return asdict(self)


def judgement(payload: Mapping) -> Judgement | None:
    """The estimate in an answer, or None when there is none that makes sense.

    Whatever a person or a program has stored is taken: a bad answer is left out, it never stops the room.

    Examples
    --------
    >>> judgement({"low": 1, "likely": 2, "high": 4, "reason": "asked around"})
    Judgement(low=1.0, likely=2.0, high=4.0, reason='asked around')
    >>> judgement({"likely": 2})
    Judgement(low=2.0, likely=2.0, high=2.0, reason='')
    >>> judgement({"low": 5, "likely": 2, "high": 4}) is None
    True
    """
    likely = payload.get("likely")
    three = [payload.get("low", likely), likely, payload.get("high", likely)]
    if any(isinstance(each, bool) or not isinstance(each, int | float) for each in three):
        return None
    try:
        low, likely, high = map(float, three)
    except OverflowError:
        return None
    if not all(map(math.isfinite, (low, likely, high))) or not low <= likely <= high:
        return None
    reason = payload.get("reason", "")
    return Judgement(low, likely, high, reason if isinstance(reason, str) else "")


@dataclass(frozen=True, slots=True)
class Spread:
    """How a group's most likely values lie, and the medians of their ranges; all in the unit of the question."""

    people: int
    low: float
    likely: float
    high: float
    lower_quartile: float
    upper_quartile: float
    smallest: float
    largest: float

    @property
    def middle_half(self) -> float:
        """The width that holds the middle half of the group."""
        return self.upper_quartile - self.lower_quartile


def spread(judgements: Sequence[Judgement]) -> Spread | None:
    """Medians of low, likely and high, and the spread of the likely values; None when nobody answered.

    Medians, since one wild answer must not drag the group. Quartiles are interpolated between answers.

    Examples
    --------
    >>> of_three = spread([Judgement(0, 1, 2), Judgement(1, 2, 5), Judgement(2, 30, 90)])
    >>> of_three.low, of_three.likely, of_three.high, of_three.middle_half
    (1.0, 2.0, 5.0, 14.5)
    """
    if not judgements:
        return None
    likely = sorted(each.likely for each in judgements)
    lower, _, upper = _quartiles(likely)
    return Spread(
        people=len(judgements), low=float(median(each.low for each in judgements)), likely=float(median(likely)),
        high=float(median(each.high for each in judgements)), lower_quartile=lower, upper_quartile=upper,
        smallest=float(likely[0]), largest=float(likely[-1]),
    )


def _quartiles(ordered: Sequence[float]) -> tuple[float, float, float]:
    if len(ordered) == 1:
        return (float(ordered[0]),) * 3
    first, second, third = quantiles(ordered, n=4, method="inclusive")
    return float(first), float(second), float(third)


def outliers(judgements: Sequence[Judgement], each_end: int = 1) -> tuple[tuple[Judgement, ...], tuple[Judgement, ...]]:
    """The lowest and the highest estimates, whose reasons the room hears first.

    Of equal estimates the one with the longer reason comes first. Nobody is at both ends.

    Examples
    --------
    >>> low, high = outliers([Judgement(3, 3, 3), Judgement(1, 1, 1, "no jobs here"), Judgement(9, 9, 9, "a new site")])
    >>> low[0].reason, high[0].reason
    ('no jobs here', 'a new site')
    """
    ordered = sorted(judgements, key=lambda each: (each.likely, -len(each.reason)))
    each_end = min(each_end, len(ordered) // 2)
    if not each_end:
        return (), ()
    highest = sorted(ordered[each_end:], key=lambda each: (-each.likely, -len(each.reason)))
    return tuple(ordered[:each_end]), tuple(highest[:each_end])


@dataclass(frozen=True, slots=True)
class Movement:
    """What changed between two rounds among the people who answered both; never who changed."""

    people: int
    median_before: float
    median_after: float
    middle_half_before: float
    middle_half_after: float
    closer: int
    further: int
    unmoved: int


def movement(pairs: Sequence[tuple[Judgement, Judgement]]) -> Movement | None:
    """How a second round moved: the medians, the spread, and how many came closer to the first round's median.

    Parameters
    ----------
    pairs
        For each person who answered both rounds, the first and the second estimate.

    Returns
    -------
    Movement or None
        None when nobody answered both.

    Examples
    --------
    >>> moved = movement([(Judgement(1, 2, 3), Judgement(3, 4, 5)), (Judgement(5, 6, 7), Judgement(5, 6, 7)),
    ...                   (Judgement(8, 9, 10), Judgement(6, 7, 8))])
    >>> moved.median_before, moved.median_after, moved.closer, moved.unmoved
    (6.0, 6.0, 2, 1)
    """
    before, after = spread([first for first, _ in pairs]), spread([second for _, second in pairs])
    if before is None or after is None:
        return None
    closer = further = unmoved = 0
    for first, second in pairs:
        change = abs(second.likely - before.likely) - abs(first.likely - before.likely)
        if first.likely == second.likely:
            unmoved += 1
        elif change < 0:
            closer += 1
        else:
            further += 1
    return Movement(len(pairs), before.likely, after.likely, before.middle_half, after.middle_half, closer, further, unmoved)

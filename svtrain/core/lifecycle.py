"""One valuation at design, at tender and in delivery: at each point only with what can be known there.

Every stage turns the same value map into another one, whose ranges say what is known at that point, and lists for each
answer that the sum asks for how well it is known.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from svtrain.core.estimate import Estimate
from svtrain.core.fields import Spot, estimate_at, spots, with_estimates
from svtrain.core.problems import CannotDo, Problem
from svtrain.core.reference import Reference
from svtrain.core.uncertainty import Uncertainty, uncertainty
from svtrain.core.value_map import DEDUCTIONS, ValueMap

STAGES = DESIGN, TENDER, DELIVERY = "design", "tender", "delivery"
# How well one answer is known, from best to worst.
STATES = CHECKED, LOOKED_UP, JUDGED, REPORTED, PROMISED, BORROWED, UNKNOWN = (
    "checked", "looked up", "judged", "reported", "promised", "borrowed", "unknown")
KNOWN_HERE = frozenset({CHECKED, LOOKED_UP, JUDGED})
JUDGEMENTS = (*DEDUCTIONS, "drop_off")
SUPPLIER = "how much of its promises the supplier keeps"  # one judgement that moves every promise of a bid


@dataclass(frozen=True, slots=True)
class Need:
    """What was known of one outcome at design. ``anyway_judged``: whether its deductions could be judged there."""

    quantity: Estimate
    anyway_judged: bool
    found_in: str = ""
    held_by: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """What share of a promise others delivered: `low`, `likely` and `high` are the 10th, 50th and 90th of a hundred."""

    low: float
    likely: float
    high: float
    promises: int


@dataclass(frozen=True, slots=True)
class Standing:
    """How one promise stands: its target, what was reported and what of that was checked, and the share of its time that is over."""

    target: float
    delivered: float
    verified: float
    phase: float


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer that the sum asks for, and how well it is known at a stage."""

    line: str
    field: str
    state: str
    estimate: Estimate | None


@dataclass(frozen=True, slots=True)
class StageView:
    """The map as it can be written at one stage, and how far its result may move there."""

    stage: str
    value_map: ValueMap
    answers: tuple[Answer, ...]
    spread: Uncertainty

    @property
    def low(self) -> float:
        return self.spread.value_p5

    @property
    def high(self) -> float:
        return self.spread.value_p95

    @property
    def middle(self) -> float:
        return self.spread.value_median

    @property
    def width(self) -> float:
        """Money between the low and the high end."""
        return self.high - self.low

    @property
    def times(self) -> float | None:
        """How many times the low end the high end is; None where that says nothing."""
        return self.high / self.low if self.low > 0 else None

    def count(self, *states: str) -> int:
        """How many answers are known in one of these ways."""
        found = Counter(each.state for each in self.answers)
        return sum(found[state] for state in states)


def record_of(shares: Sequence[float]) -> Record:
    """The record of other promises, from the share of what was due that each delivered.

    Raises
    ------
    CannotDo
        When there is none.

    Examples
    --------
    >>> record_of([0.0, 0.5, 1.0])
    Record(low=0.1, likely=0.5, high=0.9, promises=3)
    """
    if not len(shares):
        raise CannotDo(Problem("There is no record of other promises to learn from.", "record"))
    low, likely, high = (round(float(each), 12) for each in np.percentile(np.asarray(shares, dtype=float), [10, 50, 90]))
    return Record(low, likely, high, len(shares))


def expected_of(standing: Standing) -> Estimate:
    """What a promise may come to by its end, from what has been delivered so far.

    The low end is what was checked and nothing more; the likely value is the pace so far; the high end is the whole promise,
    or the pace so far where that is more. At the end nothing is left to come: only what nobody checked is still open.

    Examples
    --------
    >>> half = expected_of(Standing(target=10, delivered=4, verified=3, phase=0.5))
    >>> half.low, half.likely, half.high
    (3.0, 8.0, 10.0)
    >>> expected_of(Standing(target=10, delivered=8, verified=8, phase=1)).likely
    8.0
    """
    if standing.phase <= 0:
        return _range(0.0, standing.target, standing.target)
    likely = standing.delivered / min(standing.phase, 1.0)
    high = likely if standing.phase >= 1 else max(likely, standing.target)
    return _range(min(standing.verified, likely), likely, high)


def kept_of(target: float, record: Record | None) -> Estimate:
    """A promise with what others kept of theirs; None takes the promise at its word.

    Examples
    --------
    >>> found = kept_of(10, Record(0.2, 0.9, 1.1, 45))
    >>> found.low, found.likely, found.high
    (2.0, 9.0, 11.0)
    >>> kept_of(10, None).ends
    (10.0, 10.0)
    """
    if record is None:
        return Estimate(likely=float(target))
    return _range(record.low * target, record.likely * target, record.high * target, SUPPLIER)


def _range(low: float, likely: float, high: float, shared: str = "") -> Estimate:
    low, likely, high = float(low), float(likely), float(high)
    return Estimate(likely=likely, low=low, high=high, shared=shared) if high > low else Estimate(likely=likely)


def at_design(value_map: ValueMap, needs: Mapping[str, Need], rates: Mapping[str, Estimate]) -> tuple[ValueMap, tuple[Answer, ...]]:
    """The map before any supplier: counts from the need, deductions as judged there or as others typed them.

    Parameters
    ----------
    needs : mapping
        By outcome; a line without one stays as the map has it, and its count is unknown.
    rates : mapping
        What others assumed, by deduction.
    """
    def say(line: str, name: str, was: Estimate) -> tuple[str, Estimate]:
        need = needs.get(line)
        if name == "quantity":
            return (JUDGED, need.quantity) if need else (UNKNOWN, was)
        if name == "duration_years":
            return JUDGED, was
        return _judged(name, was, rates, need is not None and need.anyway_judged)

    return _staged(value_map, say)


def at_tender(value_map: ValueMap, promises: Mapping[str, float], record: Record | None, rates: Mapping[str, Estimate], *,
              design: Sequence[Answer] = ()) -> tuple[ValueMap, tuple[Answer, ...]]:
    """The map from one bid: a promise a line, and no word on what would have happened anyway.

    Parameters
    ----------
    promises : mapping
        The target by outcome.
    record : Record or None
        What share of a promise others kept; None takes every promise at its word.
    design : sequence of Answer
        The answers found at design, where they are carried along; empty where the bid is all there is.
    """
    carried = {(each.line, each.field): each for each in design}

    def say(line: str, name: str, was: Estimate) -> tuple[str, Estimate]:
        if name == "quantity":
            return (PROMISED, kept_of(promises[line], record)) if line in promises else (UNKNOWN, was)
        before = carried.get((line, name))
        return (before.state, before.estimate) if before else _judged(name, was, rates, judged=False)

    return _staged(value_map, say)


def in_delivery(value_map: ValueMap, standings: Mapping[str, Standing]) -> tuple[ValueMap, tuple[Answer, ...]]:
    """The map from records: counts from what was delivered, deductions as the map judges them with people to ask."""
    def say(line: str, name: str, was: Estimate) -> tuple[str, Estimate]:
        if name == "quantity":
            standing = standings.get(line)
            if standing is None:
                return UNKNOWN, was
            return (CHECKED if standing.verified > 0 else REPORTED if standing.delivered > 0 else PROMISED), expected_of(standing)
        return _judged(name, was, {}, judged=True)

    return _staged(value_map, say)


def _judged(name: str, was: Estimate, rates: Mapping[str, Estimate], judged: bool) -> tuple[str, Estimate]:
    """A deduction that the map leaves at nothing was looked at by nobody; that is unknown at every stage."""
    if name == "duration_years":
        return (JUDGED if judged else UNKNOWN), was
    if was.ends == (0.0, 0.0):
        return UNKNOWN, was
    if judged:
        return JUDGED, was
    return (BORROWED, rates[name]) if name in rates else (UNKNOWN, was)


def _staged(value_map: ValueMap, say) -> tuple[ValueMap, tuple[Answer, ...]]:
    """Ask for every number of every outcome; the price of one unit is looked up in the same place at every stage."""
    answers, changed = [], []
    for spot in spots(value_map):
        if spot.is_input:
            continue
        line, was = value_map.outcomes[spot.line].id, estimate_at(value_map, spot)
        if spot.name == "proxy":
            answers.append(Answer(line, spot.name, LOOKED_UP, was))
            continue
        state, estimate = say(line, spot.name, was)
        answers.append(Answer(line, spot.name, state, estimate))
        if estimate is not was:
            changed.append((spot, estimate))
    return with_estimates(value_map, _once(changed)), tuple(answers)


def _once(changed: list[tuple[Spot, Estimate]]) -> list[tuple[Spot, Estimate]]:
    """Several shares due to others are one judgement once a single range stands for them all."""
    found, seen = [], set()
    for spot, estimate in changed:
        if spot.share is None or (spot.line, spot.name) not in seen:
            seen.add((spot.line, spot.name))
            found.append((Spot(spot.field, spot.line, spot.name), estimate))
    return found


def view_of(stage: str, staged: tuple[ValueMap, tuple[Answer, ...]], reference: Reference, draws: int = 2000, seed: int = 1) -> StageView:
    """A stage with the range of its result.

    Examples
    --------
    >>> example = ValueMap.model_validate({"conventions": {"discount_rate": 0}, "outcomes": [
    ...     {"id": "jobs", "quantity": 6, "proxy": {"value": 90}, "deadweight": 0.5}]})
    >>> view_of("tender", at_tender(example, {"jobs": 10}, None, {}), Reference()).high
    450.0
    """
    value_map, answers = staged
    return StageView(stage, value_map, answers, uncertainty(value_map, reference, draws, seed))


def widest(views: Sequence[StageView]) -> StageView:
    """The stage whose range is widest in money; the earlier one where two are equal.

    Raises
    ------
    CannotDo
        When there is no stage.
    """
    if not views:
        raise CannotDo(Problem("There is no stage to compare.", "stage"))
    return max(views, key=lambda view: view.width)

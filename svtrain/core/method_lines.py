"""Why four methods say four things of one contract: what each takes from the map, how far each may move, and line by line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from svtrain.core.methods import PriceList, SideBySide
from svtrain.core.problems import CannotDo, Problem
from svtrain.core.reference import Reference
from svtrain.core.uncertainty import uncertainty
from svtrain.core.value_map import ASSUMPTIONS, InlineProxy, Outcome, ValueMap
from svtrain.core.waterfall import waterfall

METHODS = ("principles", "counted", "change_in_lives", "green_book")
# Which of an outcome's numbers each method uses; the rest of the map it leaves lying.
TAKES: Mapping[str, tuple[str, ...]] = {
    "principles": (),
    "counted": ("quantity",),
    "change_in_lives": ASSUMPTIONS,
    "green_book": ASSUMPTIONS,
}


@dataclass(frozen=True, slots=True)
class Ranges:
    """How far each method's money may move, as (low, high) nine times in ten; None where nothing in it has a range."""

    counted: tuple[float, float] | None
    change_in_lives: tuple[float, float] | None
    lives_ratio: tuple[float, float] | None
    green_book: tuple[float, float] | None
    book_ratio: tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class Difference:
    """One step from one method's figure for a line to the next method's. A ``total`` is such a figure itself."""

    key: str
    amount: float
    total: bool = False


def ranges_of(value_map: ValueMap, prices: PriceList, reference: Reference, draws: int = 2000, seed: int = 1) -> Ranges:
    """How far each method may move, by the ranges that the map gives and each method uses.

    Examples
    --------
    >>> from svtrain.core.methods import MeasurePrice
    >>> from svtrain.core.reference import Schedule
    >>> example = ValueMap.model_validate({"inputs": [{"name": "Price", "value": 10}], "outcomes": [
    ...     {"id": "jobs", "quantity": 2, "proxy": {"value": 90}, "deadweight": {"low": 0, "likely": 0.5, "high": 1}}]})
    >>> known = Reference(schedules={"green-book-standard": Schedule("green-book-standard", "Green Book", ((0, 0.035),))})
    >>> found = ranges_of(example, PriceList("Ours", {"jobs": MeasurePrice("Jobs", "person", 100)}), known)
    >>> found.counted, found.change_in_lives is None
    (None, False)
    """
    counted = uncertainty(_counted_map(value_map, prices), reference, draws, seed, shares=False)
    lives = uncertainty(value_map, reference, draws, seed, shares=False)
    book = uncertainty(value_map.in_mode("green_book"), reference, draws, seed, shares=False)
    return Ranges(_ends(counted.value_p5, counted.value_p95), _ends(lives.value_p5, lives.value_p95), _ends(lives.ratio_p5, lives.ratio_p95),
                  _ends(book.value_p5, book.value_p95), _ends(book.ratio_p5, book.ratio_p95))


def _ends(low: float | None, high: float | None) -> tuple[float, float] | None:
    return None if low is None or high is None or low == high else (low, high)


def _counted_map(value_map: ValueMap, prices: PriceList) -> ValueMap:
    """Quantities at the list's prices and nothing else, so that the same draws give its range."""
    lines = tuple(Outcome(id=outcome.id, quantity=outcome.quantity, proxy=InlineProxy(value={"likely": prices.prices[outcome.id].price}, source="a list"))
                  for outcome in value_map.outcomes if outcome.id in prices.prices)
    return ValueMap.model_validate({"conventions": {"discount_rate": 0}}).model_copy(update={"outcomes": lines})


def differences(found: SideBySide, outcome_id: str) -> tuple[Difference, ...]:
    """One line from what it counts for on the list to its change in lives, and on to the Green Book; the steps add up exactly.

    Raises
    ------
    CannotDo
        When the map has no such line.

    Examples
    --------
    >>> from svtrain.core.methods import side_by_side
    >>> from svtrain.core.reference import Schedule
    >>> known = Reference(schedules={"green-book-standard": Schedule("green-book-standard", "Green Book", ((0, 0.035),))})
    >>> example = ValueMap.model_validate({"conventions": {"discount_rate": 0}, "outcomes": [
    ...     {"id": "jobs", "quantity": 2, "proxy": {"value": 98}, "deadweight": 0.5}]})
    >>> [(step.key, round(step.amount, 2)) for step in differences(side_by_side(example, known), "jobs")]
    [('counted', 200.0), ('price', -4.0), ('deadweight', -98.0), ('change_in_lives', 98.0), ('green_book', 98.0)]
    """
    lives = next((each for each in found.change_in_lives.valuation.by_outcome if each.id == outcome_id), None)
    book = next((each for each in found.green_book.valuation.by_outcome if each.id == outcome_id), None)
    if lives is None or book is None:
        raise CannotDo(Problem(f"The map has no line '{outcome_id[:80]}'.", "line"))
    counted = sum(line.counted_value for line in found.counted.lines if line.outcome == outcome_id)
    steps = [Difference("price", lives.gross - counted)]
    steps += [Difference(bar.key, bar.change) for bar in waterfall(found.change_in_lives.valuation, outcome_id) if not bar.total]
    return (Difference("counted", counted, True), *_moved(steps), Difference("change_in_lives", lives.present_value, True),
            *_moved([Difference("first_years", book.present_value - lives.present_value)]), Difference("green_book", book.present_value, True))


def _moved(steps: list[Difference]) -> list[Difference]:
    """Steps that change something; a hair of rounding is none."""
    return [step for step in steps if abs(step.amount) > 1e-6]

"""How sure the number is: a range, the chance of paying back, and what drives the spread."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import numpy as np

from svtrain.core.draws import assumptions_of, draw
from svtrain.core.model import BLOCK, Model, ratio_of
from svtrain.core.problems import CannotDo, Problem
from svtrain.core.reference import Reference
from svtrain.core.rounding import amount_in_words, bearable_figures
from svtrain.core.value_map import ValueMap
from svtrain.core.variance import ROOM, Driver, variance_shares

MOST_DRAWS = 100_000_000
QUICK, THOROUGH = 512, 2048  # size of the samples behind the variance shares


@dataclass(frozen=True, slots=True)
class Uncertainty:
    """What a simulation found. Ratios are None where nothing is put in; money is in the map's currency."""

    draws: int
    seed: int
    ratio_mean: float | None
    ratio_median: float | None
    ratio_p5: float | None
    ratio_p95: float | None
    p_above_1: float | None
    value_mean: float
    value_median: float
    value_p5: float
    value_p95: float
    inputs_mean: float
    drivers: tuple[Driver, ...]
    headline: str
    ratios: np.ndarray = field(repr=False, compare=False)
    present_values: np.ndarray = field(repr=False, compare=False)

    def as_dict(self) -> dict:
        """Everything but the draws themselves, in plain values."""
        skipped = {"drivers", "ratios", "present_values"}
        plain = {name: getattr(self, name) for name in self.__slots__ if name not in skipped}
        return {**plain, "drivers": [driver.as_dict() for driver in self.drivers]}


def uncertainty(value_map: ValueMap, reference: Reference, draws: int = 10_000, seed: int = 0, *,
                shares: bool = True, progress: Callable[[int, int], None] | None = None) -> Uncertainty:
    """Simulate a map: every number that has a range is drawn from it.

    Parameters
    ----------
    value_map, reference
        As for `svtrain.core.valuation.value`.
    draws : int
        How many, from 1 to 100 million; memory holds two numbers a draw, the rest comes in blocks.
    seed : int
        Same seed, same answer.
    shares : bool
        Whether to work out the drivers too.
    progress : callable, optional
        Called with draws done and draws wanted, after each block.

    Raises
    ------
    CannotDo
        As `value` does, or when `draws` is out of range.

    Notes
    -----
    Fields whose estimates have the same ``shared`` name are one judgement: one draw moves them all, each within its
    own range. All others are drawn independently. With no range anywhere every figure is the point value.

    Examples
    --------
    >>> example = ValueMap.model_validate({"conventions": {"discount_rate": 0},
    ...     "inputs": [{"name": "Price", "value": 100}],
    ...     "outcomes": [{"id": "jobs", "quantity": 2, "proxy": {"value": 90}, "deadweight": 0.5}]})
    >>> uncertainty(example, Reference(), draws=100).ratio_p95
    0.9
    """
    if not 1 <= draws <= MOST_DRAWS:
        raise CannotDo(Problem(f"The number of draws must be from 1 to {MOST_DRAWS:,}.", "draws"))
    if seed < 0:
        raise CannotDo(Problem("The seed must be 0 or more.", "seed"))
    model = Model(value_map, reference)
    value, inputs = simulate(model, draws, seed, progress)
    if not np.all(np.isfinite(value)):
        raise CannotDo(Problem("The numbers are too large to add up; check quantities, proxies and inputs."))
    ratios = ratio_of(value, inputs)
    count = QUICK if draws <= 10 * QUICK else THOROUGH
    drivers = tuple(variance_shares(model, count, seed)) if shares else ()
    return _summary(value_map, draws, seed, ratios, value, float(np.mean(inputs)), drivers, bearable_figures(model.prices))


def simulate(model: Model, draws: int, seed: int,
             progress: Callable[[int, int], None] | None = None) -> tuple[np.ndarray, np.ndarray]:
    """Present value and inputs of every draw; memory beyond those two is one block."""
    rng = np.random.default_rng(seed)
    groups = assumptions_of(model.fields, model.estimates)
    value, inputs = np.empty(draws), np.empty(draws)
    size = max(64, min(BLOCK, ROOM // max(1, len(model.fields))))
    block = np.empty((len(model.fields), min(size, draws)))
    for begin in range(0, draws, size):
        end = min(begin + size, draws)
        part = block[:, :end - begin]
        draw(groups, model.estimates, rng, part)
        value[begin:end] = model.present_values(part)
        inputs[begin:end] = model.total_inputs(part)
        if progress is not None:
            progress(end, draws)
    return value, inputs


def _summary(value_map: ValueMap, draws: int, seed: int, ratios: np.ndarray, value: np.ndarray, inputs: float,
             drivers: tuple[Driver, ...], figures: int) -> Uncertainty:
    p5, median, p95 = (float(each) for each in np.percentile(value, [5, 50, 95]))
    known = ratios[np.isfinite(ratios)] if inputs > 0 else ratios[:0]
    low, middle, high = (map(float, np.percentile(known, [5, 50, 95])) if known.size else (None,) * 3)
    return Uncertainty(
        draws=draws, seed=seed, ratio_mean=float(known.mean()) if known.size else None, ratio_median=middle,
        ratio_p5=low, ratio_p95=high, p_above_1=float(np.mean(known > 1)) if known.size else None,
        value_mean=float(value.mean()), value_median=median, value_p5=p5, value_p95=p95, inputs_mean=inputs,
        drivers=drivers, headline=headline(value_map, p5, p95, inputs, drivers, figures), ratios=ratios, present_values=value)


def headline(value_map: ValueMap, low: float, high: float, inputs: float, drivers: tuple[Driver, ...],
             figures: int = 2) -> str:
    """The range and its biggest driver, before any ratio, to the figures that the weakest proxy can bear.

    Examples
    --------
    >>> headline(ValueMap(), 4e5, 1.9e6, 3e5, (Driver("jobs.attribution", ("jobs.attribution",), 0.7, 0.8),))
    "£0.4m to £1.9m for £0.3m spent; mostly driven by who else deserves the credit for 'jobs'."
    """
    say = lambda amount: amount_in_words(amount, value_map.currency, figures)  # noqa: E731
    spent = f" for {say(inputs)} spent" if inputs > 0 else ""
    if say(low) == say(high):
        sure = "" if drivers else "; no number in the map has a range, so how sure this is cannot be said"
        return f"{say(low)}{spent}{sure}."
    if not drivers:
        return f"{say(low)} to {say(high)}{spent}."
    much = "mostly" if drivers[0].total >= 0.5 else "most of all"
    return f"{say(low)} to {say(high)}{spent}; {much} driven by {in_words(drivers[0].field, called(value_map))}."


_WORDS = {
    "quantity": "how much there is of '{}'", "proxy": "what one unit of '{}' is worth",
    "deadweight": "what would have happened anyway for '{}'", "displacement": "how much of '{}' was only moved",
    "attribution": "who else deserves the credit for '{}'", "leakage": "how much of '{}' is felt elsewhere",
    "drop_off": "how fast '{}' fades", "duration_years": "how long '{}' lasts",
}


LONGEST_NAME = 80  # characters of an outcome's own words in a sentence; with more, its id is plainer


def called(value_map: ValueMap) -> dict[str, str]:
    """What each outcome is called in a sentence: its own words where it has a few, else its id.

    Examples
    --------
    >>> called(ValueMap.model_validate({"outcomes": [{"id": "jobs", "outcome": "Moves into lasting work", "quantity": 1, "proxy": {"value": 1}}]}))
    {'jobs': 'Moves into lasting work'}
    """
    return {each.id: each.outcome if each.outcome and len(each.outcome) <= LONGEST_NAME else each.id for each in value_map.outcomes}


def in_words(name: str, called: Mapping[str, str] = MappingProxyType({})) -> str:
    """A field as a phrase that a person would say; ``called`` has names for outcomes, by id.

    Examples
    --------
    >>> in_words("jobs.duration_years"), in_words("inputs.Volunteer time"), in_words("shared.take-up")
    ("how long 'jobs' lasts", "what 'Volunteer time' costs", "the shared judgement 'take-up'")
    >>> in_words("jobs.quantity", {"jobs": "Moves into lasting work"})
    "how much there is of 'Moves into lasting work'"
    """
    head, _, tail = name.partition(".")
    if head == "inputs":
        return f"what '{tail}' costs"
    if head == "shared":
        return f"the shared judgement '{tail}'"
    owner, _, last = name.rpartition(".")
    if last.isdecimal() and owner.endswith(".attribution"):
        owner, last = owner.removesuffix(".attribution"), "attribution"
    owner = owner or name
    return _WORDS.get(last, "'{}'").format(called.get(owner, owner))

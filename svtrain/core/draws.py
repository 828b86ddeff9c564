"""Random and evenly spread values of uncertain numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from svtrain.core.estimate import Estimate

PERT_WEIGHT = 4  # how much the likely value counts against each end; the usual PERT


@dataclass(frozen=True, slots=True)
class Assumption:
    """One judgement: a field, or several that share it and so rise and fall together."""

    field: str
    fields: tuple[str, ...]
    rows: tuple[int, ...]


def assumptions_of(fields: Sequence[str], estimates: Sequence[Estimate]) -> list[Assumption]:
    """Fields grouped by the judgement behind them; a shared one is called ``shared.NAME``.

    Examples
    --------
    >>> common = Estimate(likely=1, low=0, high=2, shared="take-up")
    >>> [each.field for each in assumptions_of(["a.quantity", "b.quantity"], [common, common])]
    ['shared.take-up']
    """
    groups: dict[tuple, list[int]] = {}
    for row, (field, estimate) in enumerate(zip(fields, estimates, strict=True)):
        groups.setdefault(("shared", estimate.shared) if estimate.shared else ("own", field, row), []).append(row)
    return [Assumption(f"shared.{key[1]}" if key[0] == "shared" else key[1],
                       tuple(fields[row] for row in rows), tuple(rows)) for key, rows in groups.items()]


def shape_of(estimate: Estimate) -> tuple[str, float]:
    """Distribution and the place of the likely value between the ends, from 0 to 1."""
    low, high = estimate.ends
    return estimate.distribution, (estimate.likely - low) / (high - low) if high > low else 0.5


def pert_parameters(mode: float) -> tuple[float, float]:
    """The beta distribution's two parameters for a PERT on 0..1.

    Notes
    -----
    D. Vose, Risk Analysis: the modified PERT with weight 4; mean (low + 4 likely + high) / 6.

    Examples
    --------
    >>> pert_parameters(0.5)
    (3.0, 3.0)
    """
    return 1 + PERT_WEIGHT * mode, 1 + PERT_WEIGHT * (1 - mode)


def draw(assumptions: Sequence[Assumption], estimates: Sequence[Estimate], rng: np.random.Generator,
         out: np.ndarray) -> np.ndarray:
    """Fill `out` (a row a field, a column a draw) with independent draws; shared fields move together."""
    for assumption in assumptions:
        shapes = [_rounded(shape_of(estimates[row])) for row in assumption.rows]
        if len(set(shapes)) == 1:
            units = {shapes[0]: standard_draws(*shapes[0], rng, out.shape[1])}
        else:
            chance = rng.random(out.shape[1])
            units = {shape: quantiles(*shape, chance) for shape in dict.fromkeys(shapes)}
        for row, shape in zip(assumption.rows, shapes, strict=True):
            _stretch(units[shape], estimates[row], out[row])
    return out


def _rounded(shape: tuple[str, float]) -> tuple[str, float]:
    """Lines that share a judgement often have one shape but for the last bit; each shape is worked out once."""
    return shape[0], round(shape[1], 12)


def _stretch(unit: np.ndarray, estimate: Estimate, out: np.ndarray) -> None:
    low, high = estimate.ends
    np.multiply(unit, high - low, out=out)
    out += low
    np.clip(out, low, high, out=out)  # the last bit of a sum may step over an end


def standard_draws(distribution: str, mode: float, rng: np.random.Generator, count: int) -> np.ndarray:
    """Draws on 0..1."""
    if distribution == "uniform":
        return rng.random(count)
    if distribution == "triangular":
        return rng.triangular(0, mode, 1, count)
    return rng.beta(*pert_parameters(mode), count)


def quantiles(distribution: str, mode: float, chance: np.ndarray) -> np.ndarray:
    """The value on 0..1 that is exceeded with probability 1 - `chance`.

    Examples
    --------
    >>> quantiles("triangular", 0.5, np.array([0.0, 0.5, 1.0])).tolist()
    [0.0, 0.5, 1.0]
    """
    if distribution == "uniform":
        return chance
    if distribution == "triangular":
        with np.errstate(invalid="ignore"):
            rising, falling = np.sqrt(chance * mode), 1 - np.sqrt((1 - chance) * (1 - mode))
        return np.where(chance < mode, rising, falling)
    from scipy.special import betaincinv

    return betaincinv(*pert_parameters(mode), chance)


@lru_cache(maxsize=2048)
def spread(distribution: str, mode: float, count: int) -> np.ndarray:
    """The middles of `count` equally likely slices of a distribution on 0..1, in rising order."""
    found = quantiles(distribution, mode, (np.arange(count) + 0.5) / count)
    found.setflags(write=False)
    return found

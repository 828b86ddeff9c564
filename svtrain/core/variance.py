"""Who really drives the spread: first-order and total shares of variance (Sobol indices)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from svtrain.core.draws import Assumption, assumptions_of, shape_of, spread
from svtrain.core.model import Model, ratio_of


FEWEST, ROOM = 64, 4_000_000  # draws at least, and numbers at most in one sample


@dataclass(frozen=True, slots=True)
class Driver:
    """One assumption's share of the variance of the result: alone, and with everything it acts together with."""

    field: str
    fields: tuple[str, ...]
    first_order: float
    total: float

    def as_dict(self) -> dict:
        """Plain values."""
        return {"field": self.field, "fields": list(self.fields), "first_order": self.first_order, "total": self.total}


def first_and_total(f_a: np.ndarray, f_b: np.ndarray, f_mixed: Iterable[np.ndarray]) -> list[tuple[float, float]]:
    """First-order and total shares from two samples and, for each assumption, the first with it taken from the second.

    Parameters
    ----------
    f_a, f_b : array
        The result on the two samples.
    f_mixed : iterable of array
        The result on the first sample, one assumption at a time taken from the second.

    Returns
    -------
    list of (first_order, total)
        Shares from 0 to 1; zeros when nothing varies.

    Notes
    -----
    Saltelli and others (2010), Computer Physics Communications 181, 259-270: estimators (b) and (f) of table 2,
    the ones that `scipy.stats.sobol_indices` uses.
    """
    both = np.concatenate([f_a, f_b])
    middle, variance = both.mean(), both.var()
    scale = max(abs(middle), np.abs(both).max(initial=0))
    flat = not variance > (1e-14 * scale) ** 2
    found = []
    for mixed in f_mixed:
        if flat:
            found.append((0.0, 0.0))
            continue
        change = mixed - f_a
        first = np.mean((f_b - middle) * change) / variance
        total = 0.5 * np.mean(change * change) / variance
        found.append((float(np.clip(first, 0, 1)), float(np.clip(total, 0, 1))))
    return found


@lru_cache(maxsize=4)
def base_sample(dimensions: int, count: int, seed: int) -> np.ndarray:
    """Two evenly spread samples side by side: ``dimensions`` x 2 rows, `count` (a power of 2) columns of slices 0..count-1.

    A scrambled Sobol sequence puts exactly one point in each of `count` equal slices of every dimension, so the slice
    number is all that is kept of a point. Beyond the dimensions that SciPy has it is a Latin hypercube.
    """
    from scipy.stats import qmc

    rng = np.random.default_rng(seed)
    if 2 * dimensions > qmc.Sobol.MAXDIM:
        slices = rng.permuted(np.tile(np.arange(count, dtype=np.int32), (2 * dimensions, 1)), axis=1)
        slices.setflags(write=False)
        return slices
    points = qmc.Sobol(2 * dimensions, scramble=True, rng=rng).random(count)
    slices = np.minimum((points.T * count).astype(np.int32), count - 1)
    slices.setflags(write=False)
    return slices


def variance_shares(model: Model, count: int = 1024, seed: int = 0) -> list[Driver]:
    """Every assumption's shares, largest total first.

    An assumption changes only its own outcomes, so only those are valued again: the cost grows with the number of
    assumptions, not with its square.

    Parameters
    ----------
    model : Model
        Its `fields` are the assumptions; fields with the same ``shared`` name count as one.
    count : int
        Size of each sample, a power of 2.
    seed : int
        Same seed, same answer.
    """
    groups = assumptions_of(model.fields, model.estimates)
    if not groups:
        return []
    while count > FEWEST and len(model.fields) * count > ROOM:
        count //= 2  # a map of very many assumptions: keep to a fixed memory
    slices = base_sample(len(groups), count, seed)
    first, second = (_values(model, groups, slices[part]) for part in
                     (slice(0, len(groups)), slice(len(groups), None)))
    value, inputs = model.present_values(first), model.total_inputs(first)
    result = _result(value, inputs)
    other = _result(model.present_values(second), model.total_inputs(second))
    own = {id(line): model.line_values(line, first) for group in groups
           for lines in model.lines_of(group.rows) for line in lines}

    def mixed() -> Iterable[np.ndarray]:
        for group in groups:
            rows = list(group.rows)
            kept = first[rows]
            first[rows] = second[rows]
            outcomes, paid = model.lines_of(group.rows)
            yield _result(value + sum(model.line_values(line, first) - own[id(line)] for line in outcomes),
                          inputs + sum(model.line_values(line, first) - own[id(line)] for line in paid))
            first[rows] = kept

    shares = first_and_total(result, other, mixed())
    drivers = [Driver(group.field, group.fields, *share) for group, share in zip(groups, shares, strict=True)]
    return sorted(drivers, key=lambda driver: (-driver.total, -driver.first_order, driver.field))


def _result(value: np.ndarray, inputs: np.ndarray) -> np.ndarray:
    """The ratio; the present value where nothing is put in."""
    return ratio_of(value, inputs) if np.all(inputs > 0) else value


def _values(model: Model, groups: Sequence[Assumption], slices: np.ndarray) -> np.ndarray:
    count = slices.shape[1]
    matrix = np.empty((len(model.fields), count))
    for group, chosen in zip(groups, slices, strict=True):
        for row in group.rows:
            distribution, mode = shape_of(model.estimates[row])
            low, high = model.estimates[row].ends
            # To a thousandth of the range, so that a hundred ranges need few tables.
            matrix[row] = low + (high - low) * spread(distribution, round(mode, 3), count)[chosen]
    return matrix

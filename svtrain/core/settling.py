"""What to go and find out first: what it would be worth to settle one assumption."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from svtrain.core.draws import assumptions_of, draw
from svtrain.core.model import Model
from svtrain.core.reference import Reference
from svtrain.core.value_map import ValueMap
from svtrain.core.variance import ROOM, Driver

DRAWS, SLICES = 4096, 32  # 128 draws a slice


@dataclass(frozen=True, slots=True)
class Settled:
    """What it would change to know one assumption exactly.

    ``narrows_by`` is the share of the spread of results (their standard deviation) that would go, on average.
    ``turns`` is the chance that the answer to "is more coming out than goes in?" would be another one, and ``worth``
    what knowing it is worth at most, in the map's currency, to somebody who may say yes or no to the whole contract.
    Both are None where nothing is put in.
    """

    field: str
    fields: tuple[str, ...]
    narrows_by: float
    turns: float | None
    worth: float | None

    def as_dict(self) -> dict:
        """Plain values."""
        return {"field": self.field, "fields": list(self.fields), "narrows_by": self.narrows_by, "turns": self.turns,
                "worth": self.worth}


def settling(value_map: ValueMap, reference: Reference, drivers: Sequence[Driver], *, draws: int = DRAWS,
             seed: int = 0) -> list[Settled]:
    """Every assumption, the one that would narrow the range most first.

    Parameters
    ----------
    drivers : sequence of Driver
        The shares of the spread, as `svtrain.core.variance.variance_shares` gives them for this map.
    draws : int
        Size of the sample behind ``turns`` and ``worth``.
    seed : int
        Same seed, same answer.

    Notes
    -----
    With the first-order share S known, the expected variance that remains is 1 - S of the whole, so the standard
    deviation shrinks by 1 - sqrt(1 - S). ``worth`` is the expected value of partial perfect information: the mean of
    what the better choice brings once the assumption is known, less what the better choice brings today. It is read
    from one sample, sorted and sliced by the assumption (Strong and Oakley 2013, Medical Decision Making 33, 755-766).

    Examples
    --------
    >>> from svtrain.core.variance import variance_shares
    >>> example = ValueMap.model_validate({"conventions": {"discount_rate": 0},
    ...     "inputs": [{"name": "Price", "value": 100}],
    ...     "outcomes": [{"id": "jobs", "quantity": {"low": 0, "likely": 2, "high": 5}, "proxy": {"value": 50}}]})
    >>> [only] = settling(example, Reference(), variance_shares(Model(example, Reference())))
    >>> only.field, only.narrows_by > 0.8, only.worth > 0
    ('jobs.quantity', True, True)
    """
    model = Model(value_map, reference)
    groups = {group.field: group for group in assumptions_of(model.fields, model.estimates)}
    while draws > 4 * SLICES and len(model.fields) * draws > ROOM:
        draws //= 2  # a map of very many assumptions: keep to a fixed memory
    matrix = np.empty((len(model.fields), draws))
    draw(list(groups.values()), model.estimates, np.random.default_rng(seed), matrix)
    inputs = model.total_inputs(matrix)
    gain = model.present_values(matrix) - inputs if np.all(inputs > 0) else None
    found = [Settled(driver.field, driver.fields, 1 - float(np.sqrt(1 - driver.first_order)),
                     *_decision(matrix[groups[driver.field].rows[0]], gain)) for driver in drivers]
    return sorted(found, key=lambda each: (-each.narrows_by, each.field))


def _decision(drawn: np.ndarray, gain: np.ndarray | None) -> tuple[float | None, float | None]:
    """How often knowing the number would turn the choice, and what that is worth."""
    if gain is None:
        return None, None
    known = np.array([part.mean() for part in np.array_split(gain[np.argsort(drawn)], SLICES)])
    today = gain.mean()
    worth = np.mean(np.maximum(known, 0)) - max(today, 0.0)
    return float(np.mean((known > 0) != (today > 0))), float(max(worth, 0.0))

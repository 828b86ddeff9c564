"""A group's answers instead of ranges: what they disagree about that matters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from svtrain.core.model import Model, ratio_of
from svtrain.core.problems import CannotDo, Problem
from svtrain.core.reference import Reference
from svtrain.core.uncertainty import called, in_words
from svtrain.core.value_map import ValueMap
from svtrain.core.variance import first_and_total


@dataclass(frozen=True, slots=True)
class Disputed:
    """One assumption that people answered differently.

    ``shrinks_by`` is the share of the spread of results (their standard deviation) that would go if everybody took
    the group's median; it may be negative. ``first_order`` and ``total`` are shares of variance when answers are
    dealt out afresh, so that they say nothing about who answered what.
    """

    field: str
    answers: int
    low: float
    median: float
    high: float
    spread_if_settled: float
    shrinks_by: float
    first_order: float
    total: float

    def as_dict(self) -> dict:
        """Plain values."""
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True)
class Disagreement:
    """What a group's answers make of a map; results are ratios, or present values where nothing is put in."""

    results: Mapping[str, float]
    low: float
    median: float
    high: float
    spread: float
    disputed: tuple[Disputed, ...]
    sentence: str

    def as_dict(self) -> dict:
        """Plain values, without names."""
        return {"results": sorted(self.results.values()), "low": self.low, "median": self.median, "high": self.high,
                "spread": self.spread, "disputed": [each.as_dict() for each in self.disputed],
                "sentence": self.sentence}


def disagreement(value_map: ValueMap, reference: Reference, answers: Mapping[str, Mapping[str, float]], *,
                 seed: int = 0) -> Disagreement:
    """Each person's result from their own answers, and which assumption, if settled, would bring them closest.

    Parameters
    ----------
    answers : mapping of person to mapping of field to number
        A field that a person left out stays at the map's likely value.

    Raises
    ------
    CannotDo
        When nobody answered, a field is unknown, or an answer is not a number that the field can hold.

    Examples
    --------
    >>> example = ValueMap.model_validate({"conventions": {"discount_rate": 0},
    ...     "inputs": [{"name": "Price", "value": 100}],
    ...     "outcomes": [{"id": "jobs", "quantity": 4, "proxy": {"value": 50}}]})
    >>> room = disagreement(example, Reference(), {"a": {"jobs.deadweight": 0.2}, "b": {"jobs.deadweight": 0.6}})
    >>> round(room.low, 2), round(room.high, 2), room.disputed[0].field
    (0.8, 1.6, 'jobs.deadweight')
    """
    fields = list(dict.fromkeys(field for given in answers.values() for field in given))
    if not fields:
        raise CannotDo(Problem("Nobody has answered yet."))
    model = Model(value_map, reference, fields)
    people = list(answers)
    matrix = np.repeat(model.likely(), len(people), axis=1)
    for column, person in enumerate(people):
        for field, answer in answers[person].items():
            matrix[fields.index(field), column] = _checked(field, answer)
    result = _results(model, matrix)
    if not np.all(np.isfinite(result)):
        raise CannotDo(Problem("The answers come to numbers too large to add up."))
    spread = float(np.std(result))
    shares = _shares(model, matrix, seed)
    disputed = []
    for row, field in enumerate(fields):
        settled = matrix.copy()
        settled[row] = np.median(matrix[row])
        after = float(np.std(_results(model, settled)))
        disputed.append(Disputed(field, sum(field in given for given in answers.values()), float(matrix[row].min()),
                                 float(np.median(matrix[row])), float(matrix[row].max()), after,
                                 1 - after / spread if spread else 0.0, *shares[row]))
    disputed.sort(key=lambda each: (-each.shrinks_by, each.field))
    return Disagreement(dict(zip(people, map(float, result), strict=True)), float(result.min()),
                        float(np.median(result)), float(result.max()), spread, tuple(disputed),
                        _sentence(spread, disputed, called(value_map)))


def _checked(field: str, answer: float) -> float:
    from svtrain.core.changes import SHARES

    try:
        number = float(answer)
    except (TypeError, ValueError):
        raise CannotDo(Problem("An answer must be a number.", field)) from None
    parts = field.split(".")
    limit = 1.0 if set(parts[-2:]) & set(SHARES) else 1000.0 if parts[-1] == "duration_years" else np.inf
    low = -np.inf if parts[-1] == "proxy" else 0.0
    if not np.isfinite(number) or not low <= number <= limit:
        raise CannotDo(Problem(f"An answer must be from {low:g} to {limit:g}, not {number:g}.", field))
    return number


def _results(model: Model, matrix: np.ndarray) -> np.ndarray:
    value, inputs = model.present_values(matrix), model.total_inputs(matrix)
    return ratio_of(value, inputs) if np.all(inputs > 0) else value


def _shares(model: Model, matrix: np.ndarray, seed: int, count: int = 1024) -> list[tuple[float, float]]:
    rng = np.random.default_rng(seed)
    first, second = (rng.integers(0, matrix.shape[1], (matrix.shape[0], count)) for _ in range(2))
    a, b = np.take_along_axis(matrix, first, 1), np.take_along_axis(matrix, second, 1)

    def mixed():
        for row in range(matrix.shape[0]):
            swapped = a.copy()
            swapped[row] = b[row]
            yield _results(model, swapped)

    return first_and_total(_results(model, a), _results(model, b), mixed())


def _sentence(spread: float, disputed: list[Disputed], names: Mapping[str, str]) -> str:
    if not spread:
        return "Everybody's answers come to the same result."
    top = disputed[0]
    if top.shrinks_by <= 0:
        return "Settling any one assumption would not bring the results closer."
    return f"Settle {in_words(top.field, names)} first: the spread of results would shrink by {top.shrinks_by:.0%}."

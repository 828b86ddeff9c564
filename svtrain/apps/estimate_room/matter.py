"""Which of the room's disagreements moves the result of the map most."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence

from svtrain.core.disagreement import Disagreement, disagreement
from svtrain.core.value_map import ValueMap
from svtrain.data import reference

DEALS = 400  # at least so many imagined people, whatever the size of the room


def what_matters(value_map: ValueMap, answers: Mapping[str, Sequence[float]], seed: int = 0) -> Disagreement | None:
    """What the room's answers make of the map, or None while nothing is revealed.

    Answers are anonymous, and nobody's answers to two questions can be put together. So they are dealt out: each
    imagined person gets one answer to every question, each answer as often as any other.

    Parameters
    ----------
    answers
        By field, the likely figures that people gave.

    Raises
    ------
    CannotDo
        When an answer does not fit the field.

    Examples
    --------
    >>> example = ValueMap.model_validate({"conventions": {"discount_rate": 0}, "inputs": [{"name": "Price", "value": 100}],
    ...     "outcomes": [{"id": "jobs", "quantity": 4, "proxy": {"value": 50}}]})
    >>> found = what_matters(example, {"jobs.deadweight": [0.2, 0.6], "jobs.leakage": [0.1, 0.1]})
    >>> found.disputed[0].field, round(found.low, 2), round(found.high, 2)
    ('jobs.deadweight', 0.72, 1.44)
    """
    given = {field: list(values) for field, values in answers.items() if values}
    if not given:
        return None
    if len(given) == 1:
        (field, values), = given.items()
        return disagreement(value_map, reference(), {str(number): {field: value} for number, value in enumerate(values)}, seed=seed)
    dice = random.Random(seed)
    people = max(DEALS, max(map(len, given.values())))
    dealt = {field: _dealt(values, people, dice) for field, values in sorted(given.items())}
    return disagreement(value_map, reference(), {str(number): {field: dealt[field][number] for field in dealt} for number in range(people)}, seed=seed)


def _dealt(values: list[float], people: int, dice: random.Random) -> list[float]:
    hand = (values * (people // len(values) + 1))[:people]
    dice.shuffle(hand)
    return hand

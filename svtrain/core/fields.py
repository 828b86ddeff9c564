"""The numbers of a map by name: ``jobs.deadweight``, ``jobs.attribution.2``, ``inputs.Contract price``."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from svtrain.core.estimate import Estimate
from svtrain.core.nearest import did_you_mean
from svtrain.core.problems import CannotDo, Problem
from svtrain.core.value_map import ASSUMPTIONS, InlineProxy, Outcome, ValueMap

INPUTS = "inputs"


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a number stands: an outcome's (`name` is its field) or an input's (`name` is ``value``).

    ``share`` counts from 0 among several shares due to others; None means the field as a whole.
    """

    field: str
    line: int
    name: str
    share: int | None = None

    @property
    def is_input(self) -> bool:
        return self.name == "value"


def spots(value_map: ValueMap) -> list[Spot]:
    """Every number that may be uncertain, in the order of the map: outcomes first, then inputs.

    Examples
    --------
    >>> from svtrain.core.value_map import ValueMap
    >>> found = ValueMap.model_validate({"inputs": [{"name": "Price", "value": 1}]})
    >>> [spot.field for spot in spots(found)]
    ['inputs.Price']
    """
    found: list[Spot] = []
    for line, outcome in enumerate(value_map.outcomes):
        for name in ASSUMPTIONS:
            if name == "attribution" and len(outcome.attribution) > 1:
                found += [Spot(f"{outcome.id}.attribution.{number + 1}", line, name, number)
                          for number in range(len(outcome.attribution))]
            else:
                found.append(Spot(f"{outcome.id}.{name}", line, name))
    names = [item.name for item in value_map.inputs]
    return found + [Spot(f"{INPUTS}.{name if names.count(name) == 1 else line + 1}", line, "value")
                    for line, name in enumerate(names)]


def find_spot(value_map: ValueMap, field: str) -> Spot:
    """The number called `field`; an input may also be named by its position.

    Raises
    ------
    CannotDo
        When there is none; the sentence offers the nearest.
    """
    return find_spots(value_map, [field])[0]


def find_spots(value_map: ValueMap, fields: Iterable[str]) -> list[Spot]:
    """`find_spot` for many fields, reading the map once."""
    ids = {outcome.id: line for line, outcome in enumerate(value_map.outcomes)}
    return [_input_spot(value_map, field) if field.partition(".")[0] == INPUTS else _outcome_spot(value_map, ids, field)
            for field in fields]


def _outcome_spot(value_map: ValueMap, ids: dict[str, int], field: str) -> Spot:
    owner, _, name = field.rpartition(".")
    if owner in ids and name in ASSUMPTIONS:
        return Spot(field, ids[owner], name)
    before, _, last = owner.rpartition(".")
    if last == "attribution" and before in ids and name.isdecimal():
        shares = value_map.outcomes[ids[before]].attribution
        if 1 <= int(name) <= len(shares):
            return Spot(field, ids[before], "attribution", int(name) - 1 if len(shares) > 1 else None)
    if owner in ids:
        raise CannotDo(Problem(f"An outcome has no number '{name}'.{did_you_mean(name, ASSUMPTIONS)}", field))
    known = [spot.field for spot in spots(value_map)]
    raise CannotDo(Problem(f"The map has no number '{field[:80]}'.{did_you_mean(field, known)}", field))


def _input_spot(value_map: ValueMap, field: str) -> Spot:
    names, name = [item.name for item in value_map.inputs], field.partition(".")[2]
    if names.count(name) == 1:
        return Spot(field, names.index(name), "value")
    if name.isdecimal() and 1 <= int(name) <= len(names):
        return Spot(field, int(name) - 1, "value")
    why = "is used twice; name it by its position" if names.count(name) > 1 else "is not one of the map's inputs"
    raise CannotDo(Problem(f"'{name}' {why}.{did_you_mean(name, names) if name not in names else ''}", field))


def estimate_at(value_map: ValueMap, spot: Spot) -> Estimate | None:
    """What the map says there; None for a proxy whose value only the bank knows."""
    if spot.is_input:
        return value_map.inputs[spot.line].value
    outcome = value_map.outcomes[spot.line]
    if spot.name == "proxy":
        return outcome.proxy.value if isinstance(outcome.proxy, InlineProxy) else None
    if spot.name == "attribution":
        return outcome.attribution[spot.share or 0]
    return getattr(outcome, spot.name)


def with_estimates(value_map: ValueMap, changed: Iterable[tuple[Spot, Estimate]]) -> ValueMap:
    """A copy of the map with some numbers replaced; a proxy keeps its passport."""
    outcomes, inputs = list(value_map.outcomes), list(value_map.inputs)
    for spot, estimate in changed:
        if spot.is_input:
            inputs[spot.line] = inputs[spot.line].model_copy(update={"value": estimate})
        else:
            outcomes[spot.line] = _changed(outcomes[spot.line], spot, estimate)
    return value_map.model_copy(update={"outcomes": tuple(outcomes), "inputs": tuple(inputs)})


def _changed(outcome: Outcome, spot: Spot, estimate: Estimate) -> Outcome:
    if spot.name == "proxy":
        proxy = outcome.proxy if isinstance(outcome.proxy, InlineProxy) else InlineProxy(id=outcome.proxy)
        return outcome.model_copy(update={"proxy": proxy.model_copy(update={"value": estimate})})
    if spot.name == "attribution":
        shares = [estimate] if spot.share is None else list(outcome.attribution)
        shares[spot.share or 0] = estimate
        return outcome.model_copy(update={"attribution": tuple(shares)})
    return outcome.model_copy(update={spot.name: estimate})

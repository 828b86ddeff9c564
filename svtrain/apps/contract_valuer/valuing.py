"""One contract in hand, valued: the map as read, its result under both modes, how far it may move, and what stands in the way."""

from __future__ import annotations

from dataclasses import dataclass, field

from svtrain.apps.contract_valuer.desk import Desk
from svtrain.apps.contract_valuer.reading import read
from svtrain.apps.value_builder.state import DRAWS, SEED, other_mode
from svtrain.core.problems import CannotDo
from svtrain.core.uncertainty import Uncertainty, uncertainty
from svtrain.core.valuation import Valuation, value
from svtrain.core.value_map import ValueMap
from svtrain.data import reference
from svtrain.data.value_map import value_map_from


@dataclass(frozen=True, slots=True)
class Valued:
    """What came of a desk. ``result`` is None while a field is wrong or no line is finished; ``map`` is then None too.

    ``problems`` holds a sentence by field (``jobs.deadweight.low``, ``.start`` for a fact of the contract, ``outcomes...`` for what
    only the whole map shows); ``unfinished`` lines are not in the sum.
    """

    map: ValueMap | None = None
    result: Valuation | None = None
    other: Valuation | None = None
    spread: Uncertainty | None = None
    problems: dict[str, str] = field(default_factory=dict)
    unfinished: tuple[str, ...] = ()


def value_desk(desk: Desk) -> Valued:
    """Value what is finished."""
    given = read(desk)
    if given.problems or not (given.plain["outcomes"] or given.plain.get("unpriced")):
        return Valued(problems=given.problems, unfinished=given.unfinished)
    found, faults = value_map_from(given.plain)
    if found is not None:
        try:
            spread = uncertainty(found, reference(), DRAWS, SEED)
            return Valued(found, value(found, reference()), value(other_mode(found), reference()), spread if spread.drivers else None,
                          unfinished=given.unfinished)
        except CannotDo as error:
            faults = error.problems
    return Valued(problems={fault.field: fault.message for fault in faults}, unfinished=given.unfinished)

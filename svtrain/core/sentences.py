"""The conventions of a result, said in plain sentences."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from svtrain.core.found_proxies import FoundProxy
from svtrain.core.value_map import ValueMap

if TYPE_CHECKING:
    from svtrain.core.valuation import Axis

_TIMING = {
    "end_of_year": "A value counts as felt at the end of its year, so year 1 is discounted once.",
    "mid_year": "A value counts as felt half-way through its year, so year 1 is discounted by half a year.",
    "start_of_year": "A value counts as felt at the start of its year, so year 1 is not discounted.",
}
_PART_YEAR = {
    "prorata": "Part of a year counts in proportion.",
    "round_up": "Part of a year counts as a whole year.",
    "round_down": "Part of a year does not count.",
}


def convention_sentences(value_map: ValueMap, found: Sequence[FoundProxy], axis: Axis) -> tuple[str, ...]:
    """How the number was made, for the foot of every result."""
    conventions = axis.conventions
    if axis.schedule is not None:
        rate = f"Discounting follows {axis.schedule.title} ({axis.schedule.status})."
    else:
        rate = f"Discounting is at a flat {100 * conventions.discount_rate:.4g}% a year."
    inputs = "Inputs are discounted on the same years." if conventions.discount_inputs else "Inputs are not discounted."
    said = [_TIMING[conventions.timing], rate, inputs]
    if any(outcome.duration_years.likely % 1 for outcome in value_map.outcomes):
        said.append(_PART_YEAR[conventions.part_year])
    if value_map.price_year is None:
        said.append("The map sets no price year: every proxy stays at its own prices.")
    else:
        said += dict.fromkeys(proxy.rebased.sentence for proxy in found)
    return tuple(said)

"""What leaves the machine takes no licensed value along."""

from __future__ import annotations

from svtrain.core.problems import CannotDo, Problem
from svtrain.core.value_map import ValueMap
from svtrain.data import held_back


def hold_back(value_map: ValueMap) -> None:
    """Stop an export that would take a licensed value along.

    Raises
    ------
    CannotDo
        With a sentence for each value held back, naming it and the line that uses it.

    Examples
    --------
    >>> hold_back(ValueMap())
    """
    used = {proxy if isinstance(proxy, str) else proxy.id: outcome.id for outcome in value_map.outcomes for proxy in [outcome.proxy]}
    kept = held_back(used)
    if kept:
        raise CannotDo([Problem(f"Nothing was exported: {one.reason} Price the line another way.", f"outcomes.{used[one.proxy_id]}.proxy")
                        for one in kept])

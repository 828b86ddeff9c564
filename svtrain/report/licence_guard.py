"""What leaves the machine takes no licensed value along."""

from __future__ import annotations

from svtrain.core.problems import CannotDo, Problem
from svtrain.core.proxy_policy import ProxyPolicy
from svtrain.core.reference import Reference
from svtrain.core.value_map import ValueMap
from svtrain.data import held_back
from svtrain.data.private import FORBIDS


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


def publishable_policy(policy: ProxyPolicy, known: Reference | None = None) -> tuple[ProxyPolicy, tuple[str, ...]]:
    """A proxy policy without its judgements of licensed values, which name them, and a sentence for each that was taken out.

    A value that this bank does not hold is judged by what the policy itself says of its licence.

    Examples
    --------
    >>> publishable_policy(ProxyPolicy())[1]
    ()
    """
    reasons = {one.proxy_id: one.reason for one in held_back([one.proxy for one in policy.proxies], known)}
    for one in policy.proxies:
        if one.private or FORBIDS.search(one.was.licence):
            reasons.setdefault(one.proxy, f'"{one.proxy}" is left out: its licence ({one.was.licence or "private"}) does not let you publish it.')
    kept = tuple(one for one in policy.proxies if one.proxy not in reasons)
    return policy.model_copy(update={"proxies": kept}), tuple(reasons.values())

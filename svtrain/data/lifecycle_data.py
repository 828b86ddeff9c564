"""What a practice contract gives to the lifecycle lens: its need, its promises, its record, and the record of the others."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from svtrain.core.estimate import Estimate
from svtrain.core.lifecycle import Need, Record, Standing, record_of
from svtrain.core.monitoring import Commitment, Contract, progress
from svtrain.core.value_map import InlineProxy, ValueMap
from svtrain.data.benchmarks_data import base_rates
from svtrain.data.practice_data import PracticeContract, practice

RATES = {"deadweight": "deadweight", "attribution": "attribution", "drop_off": "drop-off"}


def lens_contracts() -> tuple[PracticeContract, ...]:
    """The practice contracts whose need was recorded.

    Examples
    --------
    >>> [contract.slug for contract in lens_contracts()]
    ['grounds-maintenance', 'agency-staff', 'home-care', 'travel']
    """
    return tuple(contract for contract in practice().contracts if contract.needs)


@lru_cache(maxsize=1)
def rates() -> dict[str, Estimate]:
    """What practitioners typed for each deduction: the 10th, 50th and 90th of a hundred reports.

    Examples
    --------
    >>> rates()["deadweight"].ends, rates()["deadweight"].likely
    ((0.052, 0.5), 0.2)
    """
    found = base_rates()
    return {name: Estimate(**{end: round(value / 100, 6) for end, value in (("low", each.p10), ("likely", each.median), ("high", each.p90))})
            for name, each in ((name, found[factor]) for name, factor in RATES.items())}


def needs_of(contract: PracticeContract) -> dict[str, Need]:
    """What was known at design, by line of the map."""
    return {each.outcome_id: Need(Estimate(low=each.low, likely=each.likely, high=each.high), each.anyway_known_at == "design",
                                  each.found_in, each.held_by) for each in contract.needs}


def promises_of(contract: PracticeContract, value_map: ValueMap) -> dict[str, Commitment]:
    """The promise behind each line of the map: the same price, in the same order.

    Examples
    --------
    >>> contract = practice().contract("security")
    >>> [each.id for each in promises_of(contract, contract.value_map()).values()][:2]
    ['PC09-C1', 'PC09-C2']
    """
    left, found = list(contract.commitments), {}
    for outcome in value_map.outcomes:
        proxy = outcome.proxy.id if isinstance(outcome.proxy, InlineProxy) else outcome.proxy
        match = next((each for each in left if each.proxy_id == proxy), None)
        if match is not None:
            left.remove(match)
            found[outcome.id] = match
    return found


def report_days(contract: PracticeContract) -> tuple[date, ...]:
    """The ends of the quarters that anything was reported for, in order."""
    return tuple(sorted({each.period_end for each in contract.deliveries}))


def standings_of(contract: PracticeContract, value_map: ValueMap, as_of: date) -> dict[str, Standing]:
    """How each line's promise stands on a day; what is due follows time."""
    found = {}
    for line, each in _progress(contract, promises_of(contract, value_map).items(), as_of):
        found[line] = Standing(each.commitment.target, each.delivered, each.verified, each.phase or 0.0)
    return found


def record_without(contract: PracticeContract) -> Record:
    """What share of what was due the other practice contracts had delivered by their last report."""
    shares = []
    for other in practice().contracts:
        days = report_days(other)
        if other.reference != contract.reference and days:
            shares += [found.delivered_share for _, found in _progress(other, ((each.id, each) for each in other.commitments), days[-1])
                       if found.delivered_share is not None]
    return record_of(shares)


def _progress(contract: PracticeContract, promises: Iterable[tuple[str, Commitment]], as_of: date):
    whole = Contract(contract.reference, contract.start, contract.end, contract.value)
    for name, each in promises:
        yield name, progress(each, contract.deliveries, whole, as_of)

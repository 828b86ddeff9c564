"""Doubt about the prices behind the promises: the same for every bid, or each bid's own."""

from __future__ import annotations

from dataclasses import replace

from svtrain.core.estimate import Estimate
from svtrain.core.problems import CannotDo, Problem
from svtrain.core.scoring.tender import Bid, Tender

PRICE_OF_PROMISES = "price of the promises"


def with_doubt(tender: Tender, share: float, *, shared: bool = True) -> Tender:
    """The same tender, where what a promised pound is worth may be off by up to `share` either way.

    Parameters
    ----------
    share : float
        0 to 1: 0.2 says that a pound of promise is worth between 80p and £1.20.
    shared : bool
        Whether every bid is off by as much, as when all promise the same things; else each bid is off on its own.

    Raises
    ------
    CannotDo
        When the share is not from 0 to 1.

    Examples
    --------
    >>> from svtrain.core.scoring import Weights, chances
    >>> tender = Tender(Weights(60, 20, 20), (Bid("A", 100, 40, 70), Bid("B", 110, 65, 70)))
    >>> chances(with_doubt(tender, 0.5))["A"], chances(with_doubt(tender, 0.5, shared=False))["A"] > 0
    (0.0, True)
    """
    if not 0 <= share <= 1:
        raise CannotDo(Problem(f"Doubt about the prices is a share from 0% to 100%, not {100 * share:g}%.", "doubt"))
    if not share:
        return tender
    price = Estimate(low=1 - share, likely=1, high=1 + share)
    proxies, bids = dict(tender.proxies), []
    for bid in tender.bids:
        name = PRICE_OF_PROMISES if shared else f"{PRICE_OF_PROMISES} of {bid.bidder}"
        if bid.promised is None:
            bids.append(bid)
            continue
        proxies[name] = price
        bids.append(replace(bid, promised=None, promises={name: bid.promised}))
    return replace(tender, bids=tuple(bids), proxies=proxies)

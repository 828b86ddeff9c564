"""A bid that nobody would accept, for asking what it does to the others."""

from __future__ import annotations

from svtrain.core.scoring.tender import Bid

TIMES_PRICE, TIMES_PROMISE = 2, 5


def silly_bid(bids: tuple[Bid, ...], name: str = "Silly bid") -> Bid:
    """A bid at twice the lowest price with five times the highest promise, poor quality and little chance of delivery.

    It cannot win on a sane scheme; whether it decides who does is the question. Where nobody promises anything it
    promises five times the lowest price.

    Examples
    --------
    >>> found = silly_bid((Bid("A", 1_000_000, 400_000, 70), Bid("B", 1_080_000, 650_000, 70)))
    >>> found.price, found.promised.likely
    (2000000, 3250000.0)
    """
    prices = [bid.price for bid in bids if bid.price is not None and bid.price > 0] or [1_000_000]
    promises = [bid.promised.likely for bid in bids if bid.promised is not None and bid.promised.likely > 0] or [min(prices)]
    taken = {bid.bidder for bid in bids}
    while name in taken:
        name += " (another)"
    return Bid(name, TIMES_PRICE * min(prices), TIMES_PROMISE * max(promises), quality=20, qualitative=30, delivery=0.1)

"""A tender as a plain object and as YAML, that `svtrain.data.tender` reads back to an equal one."""

from __future__ import annotations

from svtrain.core.estimate import Estimate
from svtrain.core.scoring.tender import Bid, PriceRule, SocialValueRule, Tender
from svtrain.data.documents import yaml_text
from svtrain.data.tender import PRICE_KEYS, SOCIAL_VALUE_KEYS, WEIGHTS


def plain_tender(tender: Tender) -> dict:
    """Names and values as the file format has them; what is not given is left out.

    Examples
    --------
    >>> from svtrain.core.scoring import Weights
    >>> plain_tender(Tender(Weights(60, 20, 20), (Bid("A", 100, 40, 70),)))["bids"]
    [{'bidder': 'A', 'price': 100, 'promised': 40.0, 'quality': 70.0}]
    """
    plain = {"svtrain": "tender/1", "title": tender.title, "weights": {name: getattr(tender.weights, name) for name in WEIGHTS},
             "price": _rule(tender.price, PRICE_KEYS), "social_value": _rule(tender.social_value, SOCIAL_VALUE_KEYS)}
    if tender.proxies:
        plain["proxies"] = {name: _figure(worth) for name, worth in tender.proxies.items()}
    return {**plain, "bids": [_bid(bid) for bid in tender.bids]}


def tender_text(tender: Tender) -> str:
    """The tender as YAML."""
    return yaml_text(plain_tender(tender))


def _rule(rule: PriceRule | SocialValueRule, keys: tuple[str, ...]) -> dict:
    return {name: getattr(rule, name) for name in keys if getattr(rule, name) is not None}


def _bid(bid: Bid) -> dict:
    plain: dict = {"bidder": bid.bidder, "price": bid.price}
    for name in ("promised", "quality", "qualitative", "delivery"):
        if getattr(bid, name) is not None:
            plain[name] = _figure(getattr(bid, name))
    if not bid.passed:
        plain["passed"] = False
    if bid.promises:
        plain["promises"] = {name: _figure(quantity) for name, quantity in bid.promises.items()}
    return plain


def _figure(given: Estimate) -> object:
    return given.model_dump()

"""What the weights really mean: how much dearer a bid may be for its social value."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from svtrain.core.scoring.figures import likely_figures
from svtrain.core.scoring.formulae import PRICE_FORMULAE, SOCIAL_VALUE_FORMULAE, quality_points
from svtrain.core.scoring.tender import Tender


@dataclass(frozen=True, slots=True)
class ExchangeRate:
    """With equal quality, a bid with full social value marks beats one with none until it is this much dearer.

    ``dearer`` is a share of the cheaper price (0.5 is 50%); None means that no price is too high. ``pounds`` is the same
    in pounds above ``at_price``, the lowest price here. ``per_pound_promised`` is how many pounds of price the next
    promised pound is worth at that price; None where promised pounds earn nothing.
    """

    dearer: float | None
    pounds: float | None
    at_price: float
    per_pound_promised: float | None
    words: tuple[str, ...]

    def as_dict(self) -> dict:
        """Plain values."""
        return {"dearer": self.dearer, "pounds": self.pounds, "at_price": self.at_price,
                "per_pound_promised": self.per_pound_promised, "words": list(self.words)}


def exchange_rate(tender: Tender) -> ExchangeRate:
    """The exchange rate between social value and price that the chosen formulae imply.

    Notes
    -----
    P1: W_V / (W_P - W_V). P2: W_V / W_P. P3, with two bids: W_V / (W_P - W_V / 2). P4: W_V / W_P of the scale. P5:
    multiple ** (W_V / W_P) - 1. Price per quality point and its inverse: W_V x 100 / (W_Q x q) at the mean quality q.

    Examples
    --------
    >>> from svtrain.core.scoring.tender import Bid, Weights
    >>> found = exchange_rate(Tender(Weights(60, 20, 20), (Bid("A", 1_000_000, 400_000, 70),)))
    >>> round(found.dearer, 6), found.words[0]
    (0.5, 'With equal quality, full social value marks beat none until the bid is 50% dearer: £1,500,000 against £1,000,000.')
    """
    price = float(min(bid.price for bid in tender.bids))
    dearer = 0.0 if _earns_nothing(tender) else _dearer(tender, price)
    unlimited = not math.isfinite(dearer)
    rate = _per_pound_promised(tender, price)
    return ExchangeRate(None if unlimited else dearer, None if unlimited else dearer * price, price, rate,
                        tuple(_words(tender, price, dearer, rate)))


def _earns_nothing(tender: Tender) -> bool:
    return tender.social_value.formula == "V7" or tender.weights.social_value == 0


def _dearer(tender: Tender, price: float) -> float:
    weights, rule = tender.weights, tender.price
    if rule.formula == "WTP":
        whole = weights.social_value + weights.quality
        return rule.willingness_to_pay * 100 * weights.social_value / whole / price
    if rule.formula in ("PQP", "QPR"):
        quality = float(np.mean(likely_figures(tender).quality))
        return _over(100 * weights.social_value, weights.quality * quality)
    lost = _over(weights.social_value, weights.price)  # the share of the price marks that social value can make good
    if rule.formula == "P1":
        return _over(weights.social_value, weights.price - weights.social_value)
    if rule.formula == "P2":
        return lost if lost < 1 else math.inf
    if rule.formula == "P3":
        return _over(lost, 1 - lost / 2) if lost < 1 else math.inf
    if rule.formula == "P5":
        return _power(rule.multiple, lost) - 1
    own = float(PRICE_FORMULAE["P4"].shares(np.array([price]), rule)[0])
    return math.inf if own - lost <= 0 else (rule.scale_high - (own - lost) * (rule.scale_high - rule.scale_low)) / price - 1


def _over(above: float, below: float) -> float:
    return above / below if below > 0 else math.inf


def _power(base: float, exponent: float) -> float:
    try:
        return base**exponent
    except OverflowError:
        return math.inf


def _per_pound_promised(tender: Tender, price: float) -> float | None:
    """Pounds of price that the next promised pound makes good, for the cheapest bid."""
    points = _points_per_pound_promised(tender, price)
    if not points:
        return None
    weights, rule = tender.weights, tender.price
    if PRICE_FORMULAE[rule.formula].ratio:
        share = points / weights.social_value
        lift = 100 * weights.social_value * share / (weights.social_value + weights.quality)
        if rule.formula == "WTP":
            return rule.willingness_to_pay * lift
        figures = likely_figures(tender)
        value = SOCIAL_VALUE_FORMULAE[tender.social_value.formula].shares(figures, tender.social_value)
        own = float(quality_points(value, figures.quality, weights)[int(np.argmin(figures.price))])
        return price * lift / own if own > 0 else None
    cost = weights.price * _share_per_pound_of_price(tender, price)
    return points / cost if cost > 0 else None


def _points_per_pound_promised(tender: Tender, price: float) -> float | None:
    figures, rule, weight = likely_figures(tender), tender.social_value, tender.weights.social_value
    highest = {"V1": figures.promised, "V2": figures.promised, "V4": figures.promised / figures.price * price,
               "V9": figures.promised * figures.delivery}
    if rule.formula == "V3":
        return weight / rule.target
    if rule.formula not in highest or not highest[rule.formula].max() > 0:
        return None
    return weight * (rule.split if rule.formula == "V2" else 1) / float(highest[rule.formula].max())


def _share_per_pound_of_price(tender: Tender, price: float) -> float:
    rule, prices = tender.price, np.array([bid.price for bid in tender.bids], float)
    if rule.formula in ("P1", "P2"):
        return 1 / price
    if rule.formula == "P3":
        mean = float(prices.mean())
        return 1 / mean - price / (prices.size * mean**2)
    if rule.formula == "P5":
        return 1 / (price * math.log(rule.multiple))
    inside = rule.scale_low <= price < rule.scale_high
    return 1 / (rule.scale_high - rule.scale_low) if inside else 0.0


def _words(tender: Tender, price: float, dearer: float, rate: float | None):
    if _earns_nothing(tender):
        yield "Social value earns no points here, so it is worth nothing against price."
    elif not math.isfinite(dearer):
        yield "With equal quality, full social value marks beat none however much dearer the bid is."
    else:
        yield (f"With equal quality, full social value marks beat none until the bid is {_percent(dearer)} dearer: "
               f"£{price * (1 + dearer):,.0f} against £{price:,.0f}.")
    if rate is not None:
        promise = "£1 of promise expected to be delivered" if tender.social_value.formula == "V9" else "£1 of promise"
        yield f"Near the lowest price, {promise} is worth £{rate:,.2f} of price."


def _percent(share: float) -> str:
    return f"{100 * share:,.1f}".rstrip("0").rstrip(".") + "%"

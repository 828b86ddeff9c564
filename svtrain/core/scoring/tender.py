"""The nouns of a tender, and everything that would make its score undefined."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from svtrain.core.estimate import Estimate
from svtrain.core.nearest import did_you_mean
from svtrain.core.problems import CannotDo, Problem
from svtrain.core.scoring.formulae import PRICE_FORMULAE, SOCIAL_VALUE_FORMULAE

LARGEST = 1e15  # pounds; beyond it the sums lose their pence
SMALLEST = 0.01

Figure = Estimate | float | None


def _estimate(given: Figure) -> Estimate | None:
    return given if given is None or isinstance(given, Estimate) else Estimate(likely=float(given))


@dataclass(frozen=True, slots=True)
class Bid:
    """One bid.

    Parameters
    ----------
    bidder : str
        Who bids; each name once.
    price : float or None
        Pounds, above zero.
    promised : Estimate or float, optional
        Social value promised, in pounds of proxy value.
    quality, qualitative : Estimate or float, optional
        Marks from 0 to 100: for other quality, and for the method statement on social value.
    delivery : Estimate or float, optional
        The probability, 0 to 1, that a promised pound is delivered.
    passed : bool
        Whether the bid passes a pass-or-fail question on social value.
    promises : mapping
        Instead of ``promised``: how many units of each of the tender's ``proxies``.
    """

    bidder: str
    price: float | None
    promised: Figure = None
    quality: Figure = None
    qualitative: Figure = None
    delivery: Figure = None
    passed: bool = True
    promises: Mapping[str, Estimate] = field(default_factory=dict)

    def __post_init__(self):
        for name in ("promised", "quality", "qualitative", "delivery"):
            object.__setattr__(self, name, _estimate(getattr(self, name)))
        object.__setattr__(self, "promises", {name: _estimate(given) for name, given in self.promises.items()})


@dataclass(frozen=True, slots=True)
class Weights:
    """Points for price, social value and other quality; together 100."""

    price: float
    social_value: float
    quality: float


@dataclass(frozen=True, slots=True)
class PriceRule:
    """How price is scored, with what its formula needs: P4 a published scale in pounds, P5 the multiple of the
    lowest price that earns nothing, WTP the pounds paid for one quality point."""

    formula: str = "P1"
    scale_low: float | None = None
    scale_high: float | None = None
    multiple: float | None = None
    willingness_to_pay: float | None = None


@dataclass(frozen=True, slots=True)
class SocialValueRule:
    """How social value is scored: V2 needs the share of the marks given to pounds, V3 the published target."""

    formula: str = "V1"
    split: float | None = 0.5
    target: float | None = None


@dataclass(frozen=True, slots=True)
class Tender:
    """Weights, two rules and the bids. ``proxies`` price the bids' ``promises``, the same for every bidder.

    Examples
    --------
    >>> tender = Tender(Weights(60, 20, 20), (Bid("A", 100, 40, 70), Bid("B", 110, 65, 70)))
    >>> [bid.bidder for bid in tender.without("B").bids]
    ['A']
    >>> tender.using(price="P2").price.formula
    'P2'
    """

    weights: Weights
    bids: tuple[Bid, ...]
    price: PriceRule = PriceRule()
    social_value: SocialValueRule = SocialValueRule()
    title: str = ""
    proxies: Mapping[str, Estimate] = field(default_factory=dict)

    def __post_init__(self):
        object.__setattr__(self, "bids", tuple(self.bids))
        object.__setattr__(self, "proxies", {name: _estimate(given) for name, given in self.proxies.items()})

    def without(self, *bidders: str) -> Tender:
        """The same tender without some bids.

        Raises
        ------
        CannotDo
            When nobody of that name bids; the sentence names the nearest bidder.
        """
        known = [bid.bidder for bid in self.bids]
        for name in bidders:
            if name not in known:
                raise CannotDo(Problem(f"Nobody called '{name[:80]}' bids here.{did_you_mean(name, known)}", "without"))
        return replace(self, bids=tuple(bid for bid in self.bids if bid.bidder not in bidders))

    def with_bid(self, bid: Bid) -> Tender:
        """The same tender with one more bid."""
        return replace(self, bids=(*self.bids, bid))

    def using(self, price: str | None = None, social_value: str | None = None) -> Tender:
        """The same tender under other formulae; what they need stays as the tender gives it."""
        return replace(self, price=replace(self.price, formula=price or self.price.formula),
                       social_value=replace(self.social_value, formula=social_value or self.social_value.formula))


def check(tender: Tender) -> list[Problem]:
    """Everything that stops this tender from being scored; empty when nothing does.

    Examples
    --------
    >>> for problem in check(Tender(Weights(60, 20, 25), (Bid("A", 0, 400000, 70),))):
    ...     print(problem)
    weights: The weights add up to 105; they must add up to 100.
    bids.A.price: The price of A is 0; a price must be above zero.
    """
    problems = [*_weights(tender.weights), *_rules(tender), *_names(tender.bids)]
    for bid in tender.bids:
        problems += [*_price(bid), *_figures(bid), *_promises(bid, tender)]
        problems += _wanted(bid, tender)
    return problems


def _weights(weights: Weights):
    given = {name: getattr(weights, name) for name in ("price", "social_value", "quality")}
    bad = [name for name, weight in given.items() if not (math.isfinite(weight) and 0 <= weight <= 100)]
    for name in bad:
        yield Problem(f"A weight is from 0 to 100, not {given[name]:g}.", f"weights.{name}")
    total = sum(given.values())
    if not bad and abs(total - 100) > 1e-6:
        yield Problem(f"The weights add up to {total:g}; they must add up to 100.", "weights")


def _rules(tender: Tender):
    for side, rule, known in (("price", tender.price, PRICE_FORMULAE),
                              ("social_value", tender.social_value, SOCIAL_VALUE_FORMULAE)):
        if rule.formula not in known:
            listed = ", ".join(known)
            yield Problem(f"There is no formula '{str(rule.formula)[:40]}'. The known ones are {listed}.", f"{side}.formula")
            continue
        for name in known[rule.formula].needs:
            given = getattr(rule, name)
            if given is None:
                yield Problem(f"{rule.formula} needs {name}: {_NEEDS[name]}.", f"{side}.{name}")
            elif not (math.isfinite(given) and _ALLOWED[name](given) and given < LARGEST):
                yield Problem(f"{name} must be {_RANGE[name]}, not {given:g}.", f"{side}.{name}")
    low, high = tender.price.scale_low, tender.price.scale_high
    if tender.price.formula == "P4" and low is not None and high is not None and not low < high:
        yield Problem(f"The price scale must rise; it goes from {low:,g} to {high:,g}.", "price.scale_high")
    ratio = tender.price.formula in PRICE_FORMULAE and PRICE_FORMULAE[tender.price.formula].ratio
    if ratio and tender.weights.social_value + tender.weights.quality <= 0:
        yield Problem(f"{tender.price.formula} compares price with quality, and no weight is left for quality.", "weights")


_NEEDS = {"scale_low": "the published price that earns full marks", "scale_high": "the published price that earns none",
          "multiple": "how many times the lowest price earns no marks, such as 2",
          "willingness_to_pay": "the pounds that one quality point is worth",
          "split": "the share of the marks given to pounds, such as 0.5",
          "target": "the published amount in pounds that earns full marks"}
_ALLOWED = {"scale_low": lambda x: x >= 0, "scale_high": lambda x: x >= SMALLEST, "multiple": lambda x: x > 1,
            "willingness_to_pay": lambda x: x >= 0, "split": lambda x: 0 <= x <= 1, "target": lambda x: x >= SMALLEST}
_RANGE = {"scale_low": "zero or more", "scale_high": "above zero", "multiple": "above 1", "willingness_to_pay": "zero or more",
          "split": "a share from 0 to 1", "target": "above zero"}


def _names(bids: tuple[Bid, ...]):
    if not bids:
        yield Problem("There are no bids.", "bids")
    seen: set[str] = set()
    for position, bid in enumerate(bids, 1):
        if not bid.bidder.strip():
            yield Problem("The bidder has no name.", f"bids.{position}.bidder")
        elif bid.bidder in seen:
            yield Problem(f"{bid.bidder} bids twice; give each bid its own name.", f"bids.{bid.bidder}")
        seen.add(bid.bidder)


def _price(bid: Bid):
    where = f"bids.{bid.bidder}.price"
    if bid.price is None:
        yield Problem(f"The price of {bid.bidder} is blank; every bid needs a price above zero.", where)
    elif not math.isfinite(bid.price) or bid.price >= LARGEST:
        yield Problem(f"The price of {bid.bidder} is too large to be scored.", where)
    elif bid.price <= 0:
        yield Problem(f"The price of {bid.bidder} is {bid.price:,g}; a price must be above zero.", where)
    elif bid.price < SMALLEST:
        yield Problem(f"The price of {bid.bidder} is less than a penny.", where)


def _figures(bid: Bid):
    for name, top in (("promised", LARGEST), ("quality", 100), ("qualitative", 100), ("delivery", 1)):
        given: Estimate | None = getattr(bid, name)
        if given is None:
            continue
        low, high = given.ends
        wrong = low if low < 0 else high
        if low < 0 or high > top:
            allowed = {"promised": "zero or more pounds", "delivery": "a probability from 0 to 1"}
            said = f"{wrong:,g}" + (f"; {wrong:g}% is written {wrong / 100:g}" if name == "delivery" and 1 < wrong <= 100 else "")
            yield Problem(f"The {name} figure of {bid.bidder} must be {allowed.get(name, 'a mark from 0 to 100')}, not {said}.",
                          f"bids.{bid.bidder}.{name}")


def _promises(bid: Bid, tender: Tender):
    where = f"bids.{bid.bidder}.promises"
    if bid.promises and bid.promised is not None:
        yield Problem(f"{bid.bidder} gives both promised and promises; keep one.", where)
    for name, quantity in bid.promises.items():
        if name not in tender.proxies:
            yield Problem(f"The tender has no proxy '{name[:80]}'.{did_you_mean(name, tender.proxies)}", where)
        elif quantity.ends[0] < 0:
            yield Problem(f"{bid.bidder} promises a quantity below zero.", f"{where}.{name}")
        elif tender.proxies[name].ends[0] < 0:
            yield Problem("A proxy that scores a promise cannot be below zero.", f"proxies.{name}")


def _wanted(bid: Bid, tender: Tender):
    """Figures that the chosen formulae use and this bid leaves blank."""
    formula = SOCIAL_VALUE_FORMULAE.get(tender.social_value.formula)
    wanted = list(formula.uses) if formula and tender.weights.social_value > 0 else []
    if formula and formula.id == "V2":  # a split at either end leaves one half without weight
        split = tender.social_value.split
        wanted = [name for name, idle in zip(wanted, (split == 0, split == 1), strict=True) if not idle]
    if tender.weights.quality > 0:
        wanted.append("quality")
    for name in wanted:
        if getattr(bid, name) is None and not (name == "promised" and bid.promises):
            used = "the quality weight" if name == "quality" else formula.id
            yield Problem(f"The {name} figure of {bid.bidder} is blank, and {used} needs it.", f"bids.{bid.bidder}.{name}")

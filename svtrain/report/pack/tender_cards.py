"""One practice tender as cards: the rules, then the bids; and for whoever leads, who wins under which pair of formulae."""

from __future__ import annotations

from dataclasses import dataclass

from svtrain.core.scoring import PRICE_FORMULAE, SOCIAL_VALUE_FORMULAE, Tender, every_pair
from svtrain.core.scoring.formulae import Formula
from svtrain.data.places import content
from svtrain.data.tender import read_tender

USUAL = "travel"
DRAWS = 200  # chances are not shown on the cards, so few draws are enough


@dataclass(frozen=True, slots=True)
class TenderSet:
    """The cards of a tender; ``winners`` maps each bidder to the pairs of formulae under which it comes first."""

    title: str
    tender: Tender
    price_formulae: tuple[Formula, ...]
    social_formulae: tuple[Formula, ...]
    winners: dict[str, tuple[str, ...]]


def tender_set(name: str = USUAL) -> TenderSet:
    """A practice tender by its name.

    Examples
    --------
    >>> found = tender_set("travel")
    >>> len(found.tender.bids), len(found.winners) > 1
    (3, True)
    """
    tender, _ = read_tender(content("datasets") / "practice" / "tenders" / f"{name}.yaml")
    pairs, _ = every_pair(tender, draws=DRAWS)
    winners: dict[str, list[str]] = {}
    for pair in pairs:
        winners.setdefault(pair.winner or f"A tie of {' and '.join(pair.tied)}", []).append(f"{pair.price}+{pair.social_value}")
    prices = tuple(PRICE_FORMULAE[id] for id in dict.fromkeys(pair.price for pair in pairs))
    social = tuple(SOCIAL_VALUE_FORMULAE[id] for id in dict.fromkeys(pair.social_value for pair in pairs))
    title = tender.title.removeprefix("Practice tender (invented): ")
    return TenderSet(title, tender, prices, social, {bidder: tuple(won) for bidder, won in sorted(winners.items(), key=lambda pair: -len(pair[1]))})


def tender_cards(found: TenderSet) -> tuple[dict, ...]:
    """The cards in the order in which they are dealt: the rules and the formulae first, then the bids."""
    weights = found.tender.weights
    shares = (("Price", weights.price), ("Social value", weights.social_value), ("Other quality", weights.quality))
    empty = {"kind": "rules", "weights": (), "formulae": (), "said": "", "write": "", "room": 0}
    rules = (
        empty | {"title": "What counts, and for how much", "weights": shares, "room": 4, "write": "Our pair of formulae, and why we chose it before we saw a bid",
                 "said": "Criteria and weights are published before anybody bids. Choose one price formula and one for social value now, and write the choice down."},
        empty | {"title": "Price: choose one", "formulae": found.price_formulae}, empty | {"title": "Social value: choose one", "formulae": found.social_formulae},
    )
    return (*rules, *({"kind": "bid", "bid": bid} for bid in found.tender.bids))

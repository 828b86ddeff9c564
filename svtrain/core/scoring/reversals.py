"""Rank reversal: does a bid that cannot win decide who does?"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from svtrain.core.scoring.chances import wins
from svtrain.core.scoring.figures import likely_figures
from svtrain.core.scoring.formulae import PRICE_FORMULAE, SOCIAL_VALUE_FORMULAE, Figures, totals
from svtrain.core.scoring.tender import Bid, PriceRule, SocialValueRule, Tender

TRIED = "Trial bid"
DEARER = np.geomspace(1, 10, 25)  # times the lowest price
CHEAPER = np.geomspace(0.98, 0.1, 25)
PROMISES = np.geomspace(1.05, 100, 40)  # times the highest promise


@dataclass(frozen=True, slots=True)
class Flip:
    """One change among the losers that changes the winner.

    ``kind``: ``removed`` (a bid that did not win goes), ``promise`` (one comes that promises more than anybody), ``dear``
    or ``cheap`` (one comes that is dearer or cheaper, and promises nothing).
    """

    kind: Literal["removed", "promise", "dear", "cheap"]
    bid: Bid
    before: str
    after: str
    sentence: str

    def as_dict(self) -> dict:
        """Plain values."""
        promised = None if self.bid.promised is None else self.bid.promised.likely
        return {"kind": self.kind, "bidder": self.bid.bidder, "price": self.bid.price, "promised": promised,
                "before": self.before, "after": self.after, "sentence": self.sentence}


class Sides:
    """The shares of some bids under each formula, worked out once however many pairs share them."""

    def __init__(self, figures: Figures):
        self.figures = figures
        self._price: dict[PriceRule, np.ndarray | None] = {}
        self._social: dict[SocialValueRule, np.ndarray] = {}

    def total(self, tender: Tender) -> np.ndarray:
        """What decides, under the tender's rules and weights."""
        price, social = tender.price, tender.social_value
        if price not in self._price:
            formula = PRICE_FORMULAE[price.formula]
            self._price[price] = None if formula.ratio else formula.shares(self.figures.price, price)
        if social not in self._social:
            self._social[social] = SOCIAL_VALUE_FORMULAE[social.formula].shares(self.figures, social)
        return totals(self._price[price], self._social[social], self.figures, tender)

    def sole_winner(self, tender: Tender) -> int | None:
        """The place of the bid that comes first alone."""
        won = wins(self.total(tender)[:, None], PRICE_FORMULAE[tender.price.formula].lowest_wins)[:, 0]
        return int(won.argmax()) if won.max() == 1 else None


class Reversals:
    """The search among one set of bids; each pair of formulae is then asked of it with the same bids."""

    def __init__(self, tender: Tender):
        self.own = Sides(likely_figures(tender))
        self._without: dict[int, Sides] = {}
        self._trials: dict[str, tuple[np.ndarray, np.ndarray, Sides]] = {}

    def without(self, loser: int) -> Sides:
        """All bids but one."""
        if loser not in self._without:
            found = self.own.figures
            self._without[loser] = Sides(Figures(*(np.delete(getattr(found, name), loser) for name in Figures.__slots__)))
        return self._without[loser]

    def trials(self, kind: str) -> tuple[np.ndarray, np.ndarray, Sides]:
        """Trial prices and promises, and all bids with one of them more in each column."""
        if kind not in self._trials:
            price, promised = _trials(self.own.figures, kind)
            self._trials[kind] = price, promised, Sides(_with_trials(self.own.figures, price, promised))
        return self._trials[kind]


def removed_bids_that_flip(tender: Tender, among: Reversals | None = None) -> list[Flip]:
    """Every losing bid without which another bid would win.

    Parameters
    ----------
    among : Reversals, optional
        Of the same bids, when many pairs of formulae are asked.

    Examples
    --------
    >>> from svtrain.core.scoring.tender import Weights
    >>> tender = Tender(Weights(60, 20, 20), (Bid("A", 1_000_000, 400_000, 70), Bid("B", 1_080_000, 650_000, 70),
    ...                                       Bid("C", 2_000_000, 3_000_000, 20)))
    >>> print(removed_bids_that_flip(tender)[0].sentence)
    Without C, which comes last, B wins instead of A.
    """
    among = among or Reversals(tender)
    winner = among.own.sole_winner(tender)
    if winner is None or len(tender.bids) < 3:
        return []
    order = _order(tender, among.own.total(tender))
    found = []
    for loser, bid in enumerate(tender.bids):
        if loser == winner:
            continue
        after = among.without(loser).sole_winner(tender)
        if after is None:
            continue
        rest = tender.bids[:loser] + tender.bids[loser + 1:]
        before, now = tender.bids[winner].bidder, rest[after].bidder
        if now != before:
            last = ", which comes last," if order[loser] == len(tender.bids) - 1 else ""
            comma = "" if last else ","
            found.append(Flip("removed", bid, before, now, f"Without {bid.bidder}{last}{comma} {now} wins instead of {before}."))
    return found


def _order(tender: Tender, total: np.ndarray) -> np.ndarray:
    """How many bids are better than each."""
    total = -total if PRICE_FORMULAE[tender.price.formula].lowest_wins else total
    return (total[None] > total[:, None]).sum(axis=1)


def added_bid_that_flips(tender: Tender, kind: Literal["promise", "dear", "cheap"] = "promise",
                         among: Reversals | None = None) -> Flip | None:
    """The mildest losing bid that would change the winner if it were added; None when none of those tried does.

    ``promise`` tries bids without quality that promise 1.05 to 100 times the highest promise at 1 to 10 times the lowest
    price, where the formula looks at other promises at all; ``dear`` and ``cheap`` try bids without quality or promise
    at 1 to 10, and 0.1 to 0.98, times the lowest price. The mildest such bid is returned; one that itself comes last
    is preferred.

    Examples
    --------
    >>> from svtrain.core.scoring.tender import Weights
    >>> tender = Tender(Weights(60, 20, 20), (Bid("A", 1_000_000, 400_000, 70), Bid("B", 1_080_000, 650_000, 70)))
    >>> added_bid_that_flips(tender).after
    'A'
    """
    among = among or Reversals(tender)
    winner = among.own.sole_winner(tender)
    relative = SOCIAL_VALUE_FORMULAE[tender.social_value.formula].relative
    if winner is None or len(tender.bids) < 2 or (kind == "promise" and not relative):
        return None
    price, promised, sides = among.trials(kind)
    total = sides.total(tender)
    won = wins(total, PRICE_FORMULAE[tender.price.formula].lowest_wins)
    first, sole = won.argmax(axis=0), won.max(axis=0) == 1
    flips = np.flatnonzero(sole & (first != winner) & (first != len(tender.bids)))
    if not flips.size:
        return None
    total = -total if PRICE_FORMULAE[tender.price.formula].lowest_wins else total
    last = flips[(total[-1, flips] <= total[:-1, flips].min(axis=0))]
    chosen = int((last if last.size else flips)[0])  # trials stand from the mildest to the wildest
    return _added(tender, kind, float(price[chosen]), float(promised[chosen]), winner, int(first[chosen]), bool(last.size))


def _trials(figures: Figures, kind: str) -> tuple[np.ndarray, np.ndarray]:
    lowest, highest = figures.price.min(), figures.promised.max()
    if kind != "promise":
        price = lowest * (CHEAPER if kind == "cheap" else DEARER)
        return price, np.zeros(price.size)
    promised, price = np.meshgrid((highest or lowest) * PROMISES, lowest * DEARER, indexing="ij")
    return price.ravel(), promised.ravel()


def _with_trials(figures: Figures, price: np.ndarray, promised: np.ndarray) -> Figures:
    """The bids and, as one more row, a trial bid in each column."""
    none = np.zeros(price.size)

    def joined(given: np.ndarray, trial: np.ndarray) -> np.ndarray:
        return np.vstack([np.broadcast_to(given[:, None], (given.size, trial.size)), trial])

    return Figures(joined(figures.price, price), joined(figures.promised, promised), joined(figures.quality, none),
                   joined(figures.qualitative, none), joined(figures.delivery, none + 1), joined(figures.passed, none > 0))


def _added(tender: Tender, kind: str, price: float, promised: float, winner: int, after: int, last: bool) -> Flip:
    before, now = tender.bids[winner].bidder, tender.bids[after].bidder
    name = TRIED
    while any(bid.bidder == name for bid in tender.bids):
        name += " (new)"
    bid = Bid(name, price, promised, 0, 0, 1, passed=False)
    said = f"promises £{promised:,.0f} at £{price:,.0f}" if kind == "promise" else f"asks £{price:,.0f} and promises nothing"
    place = "comes last" if last else "does not win"
    return Flip(kind, bid, before, now, f"A bid that {said} {place}, and yet {now} then wins instead of {before}.")


def scored_with(tender: Tender, flip: Flip) -> Tender:
    """The tender after the change that `flip` describes."""
    return tender.without(flip.bid.bidder) if flip.kind == "removed" else tender.with_bid(replace(flip.bid))

"""Every pair of formulae on the same bids, and where the winner flips."""

from __future__ import annotations

from dataclasses import dataclass

from svtrain.core.problems import CannotDo
from svtrain.core.scoring.chances import chances_by_pair
from svtrain.core.scoring.formulae import PRICE_FORMULAE, SOCIAL_VALUE_FORMULAE
from svtrain.core.scoring.reversals import Flip, Reversals, added_bid_that_flips, removed_bids_that_flip
from svtrain.core.scoring.score import lowest_wins, rank
from svtrain.core.scoring.tender import Tender, check


@dataclass(frozen=True, slots=True)
class Pair:
    """One pair of formulae: who wins, whether that differs from the tender's own pair, and what would change it.

    ``decided_by_losers`` holds each bid that cannot win and yet decides who does; empty means none of those tried.
    """

    price: str
    social_value: str
    totals: dict[str, float | None]
    winner: str | None
    tied: tuple[str, ...]
    p_win: dict[str, float]
    flips: bool
    decided_by_losers: tuple[Flip, ...]

    @property
    def margin(self) -> float | None:
        """How far the first total lies from the second, in what the pair measures; None for one bid, or one without end."""
        return _margin(self.totals, PRICE_FORMULAE[self.price].lowest_wins)

    def as_dict(self) -> dict:
        """Plain values."""
        return {"price": self.price, "social_value": self.social_value, "totals": self.totals, "winner": self.winner,
                "tied": list(self.tied), "margin": self.margin, "p_win": self.p_win, "flips": self.flips,
                "decided_by_losers": [flip.as_dict() for flip in self.decided_by_losers]}


def _margin(totals: dict[str, float | None], lowest: bool) -> float | None:
    ordered = sorted((total for total in totals.values() if total is not None), reverse=not lowest)
    return abs(ordered[0] - ordered[1]) if len(ordered) > 1 else None


@dataclass(frozen=True, slots=True)
class Skipped:
    """A formula that these bids cannot be scored with, and why."""

    formula: str
    reason: str

    def as_dict(self) -> dict:
        """Plain values."""
        return {"formula": self.formula, "reason": self.reason}


def every_pair(tender: Tender, *, draws: int = 10_000, seed: int = 1) -> tuple[list[Pair], list[Skipped]]:
    """Score the bids under every pair that the tender gives enough for; the others are named with the reason.

    Raises
    ------
    CannotDo
        When the tender's own pair cannot be scored.

    Examples
    --------
    >>> from svtrain.core.scoring.tender import Bid, Weights
    >>> tender = Tender(Weights(60, 20, 20), (Bid("A", 1_000_000, 400_000, 70, 60), Bid("B", 1_080_000, 650_000, 70, 70)))
    >>> pairs, skipped = every_pair(tender)
    >>> [pair.price + pair.social_value for pair in pairs if pair.flips][:2]
    ['P1V5', 'P1V6']
    >>> skipped[0].formula, skipped[0].reason
    ('P4', 'P4 needs scale_low: the published price that earns full marks.')
    """
    problems = check(tender)
    if problems:
        raise CannotDo(problems)
    own = tender.price.formula, tender.social_value.formula
    skipped = [found for found in (_skipped(tender, name, side) for name, side in _formulae()) if found]
    left_out = {found.formula for found in skipped}
    pairs = [(price, social_value) for price in PRICE_FORMULAE for social_value in SOCIAL_VALUE_FORMULAE
             if not {price, social_value} & left_out]
    p_win = chances_by_pair(tender, pairs, draws=draws, seed=seed)
    among = Reversals(tender)
    winner = _first(tender.using(*own), among)
    return [_pair(tender.using(*pair), p_win[pair], winner, among) for pair in pairs], skipped


def _formulae():
    yield from ((name, "price") for name in PRICE_FORMULAE)
    yield from ((name, "social_value") for name in SOCIAL_VALUE_FORMULAE)


def _skipped(tender: Tender, name: str, side: str) -> Skipped | None:
    problems = check(tender.using(**{side: name}))
    return Skipped(name, problems[0].message) if problems else None


def _first(tender: Tender, among: Reversals) -> tuple[str, ...]:
    places = rank(among.own.total(tender), lowest_wins(tender))
    return tuple(bid.bidder for bid, place in zip(tender.bids, places, strict=True) if place == 1)


def _pair(tender: Tender, p_win: dict[str, float], own: tuple[str, ...], among: Reversals) -> Pair:
    total = among.own.total(tender)
    first = _first(tender, among)
    shown = {bid.bidder: float(number) if abs(number) < float("inf") else None
             for bid, number in zip(tender.bids, total, strict=True)}
    added = (added_bid_that_flips(tender, kind, among) for kind in ("promise", "dear", "cheap"))
    losers = (*removed_bids_that_flip(tender, among), *(flip for flip in added if flip))
    return Pair(tender.price.formula, tender.social_value.formula, shown, first[0] if len(first) == 1 else None,
                first if len(first) > 1 else (), p_win, first != own, losers)

"""Who wins, by how much, and what to know before believing it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from svtrain.core.lists_in_words import listed
from svtrain.core.problems import CannotDo
from svtrain.core.scoring.chances import chances
from svtrain.core.scoring.exchange import ExchangeRate, exchange_rate
from svtrain.core.scoring.figures import likely_figures
from svtrain.core.scoring.formulae import PRICE_FORMULAE, SOCIAL_VALUE_FORMULAE, Figures, totals
from svtrain.core.scoring.tender import Tender, check

SAME = 1e-9  # totals closer than this, relative to their size, are a tie


@dataclass(frozen=True, slots=True)
class Row:
    """One bid's result. Points where points are added; ``price`` is None for a method that does not add them."""

    bidder: str
    total: float | None
    price: float | None
    social_value: float
    quality: float
    rank: int
    p_win: float | None

    def as_dict(self) -> dict:
        """Plain values."""
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True)
class Scoring:
    """A scored tender. ``winner`` is None when the first place is shared; ``tied`` then names who shares it.

    ``measure`` says what ``total`` is: points, pounds per quality point, quality points per pound, or pounds.
    """

    tender: Tender
    ranking: tuple[Row, ...]
    winner: str | None
    tied: tuple[str, ...]
    measure: str
    lowest_wins: bool
    exchange_rate: ExchangeRate
    warnings: tuple[str, ...]

    def as_dict(self) -> dict:
        """Plain values that JSON can hold; the names are a contract."""
        return {"title": self.tender.title,
                "formulae": {"price": self.tender.price.formula, "social_value": self.tender.social_value.formula},
                "measure": self.measure, "lowest_wins": self.lowest_wins,
                "ranking": [row.as_dict() for row in self.ranking], "winner": self.winner, "tied": list(self.tied),
                "exchange_rate": self.exchange_rate.as_dict(), "warnings": list(self.warnings)}


_MEASURE = {"PQP": "pounds per quality point", "QPR": "quality points per pound", "WTP": "pounds after quality"}


def score(tender: Tender, *, draws: int = 10_000, seed: int = 1) -> Scoring:
    """Score every bid, rank them, and say what the numbers hide.

    Parameters
    ----------
    tender : Tender
        Weights, rules and bids.
    draws, seed : int
        For the chance of winning, where a figure has a range.

    Raises
    ------
    CannotDo
        With a sentence for everything that leaves the score undefined: a price that is blank, zero or negative, weights
        that do not add up to 100, a setting or a figure that the formula needs.

    Notes
    -----
    The winner is found at the likely value of every range; ``p_win`` says how often each bid wins within the ranges.

    Examples
    --------
    >>> from svtrain.core.scoring import Bid, Weights
    >>> result = score(Tender(Weights(60, 20, 20), (Bid("A", 1_000_000, 400_000, 70), Bid("B", 1_080_000, 650_000, 70))))
    >>> [(row.bidder, round(row.total, 2)) for row in result.ranking]
    [('B', 89.56), ('A', 86.31)]
    """
    problems = check(tender)
    if problems:
        raise CannotDo(problems)
    figures = likely_figures(tender)
    price, social_value, total = sides(tender, figures)
    ranks = rank(total, lowest_wins(tender))
    first = tuple(bid.bidder for bid, place in zip(tender.bids, ranks, strict=True) if place == 1)
    p_win = chances(tender, draws=draws, seed=seed)
    weights = tender.weights
    rows = [Row(bid.bidder, float(total[i]) if np.isfinite(total[i]) else None,
                None if price is None else float(weights.price * price[i]), float(weights.social_value * social_value[i]),
                float(weights.quality * figures.quality[i] / 100), int(ranks[i]), p_win[bid.bidder])
            for i, bid in enumerate(tender.bids)]
    return Scoring(tender, tuple(sorted(rows, key=lambda row: row.rank)), first[0] if len(first) == 1 else None,
                   first if len(first) > 1 else (), _MEASURE.get(tender.price.formula, "points"), lowest_wins(tender),
                   exchange_rate(tender), tuple(_warnings(tender, figures, total, first)))


def lowest_wins(tender: Tender) -> bool:
    """Whether the smallest total is the best."""
    return PRICE_FORMULAE[tender.price.formula].lowest_wins


def sides(tender: Tender, figures: Figures) -> tuple[np.ndarray | None, np.ndarray, np.ndarray]:
    """Share of the price weight, share of the social value weight, and the total that decides; bids on the first axis."""
    formula = PRICE_FORMULAE[tender.price.formula]
    price = None if formula.ratio else formula.shares(figures.price, tender.price)
    social_value = SOCIAL_VALUE_FORMULAE[tender.social_value.formula].shares(figures, tender.social_value)
    return price, social_value, totals(price, social_value, figures, tender)


def rank(total: np.ndarray, lowest: bool = False) -> np.ndarray:
    """Places from 1; totals that are the same share a place, and the next place is left out.

    Examples
    --------
    >>> rank(np.array([80.0, 90.0, 80.0, 70.0])).tolist()
    [2, 1, 2, 4]
    """
    total = -total if lowest else total
    hair = SAME * np.abs(total, where=np.isfinite(total), out=np.zeros_like(total))
    return 1 + total.size - np.searchsorted(np.sort(total), total + hair, side="right")


def _warnings(tender: Tender, figures: Figures, total: np.ndarray, first: tuple[str, ...]):
    price, social_value = tender.price.formula, tender.social_value.formula
    if len(tender.bids) == 1:
        yield "There is only one bid: a score relative to other bids says nothing about it."
    if len(first) > 1:
        yield f"{listed(first)} tie for the first place; nothing here breaks a tie."
    if social_value in ("V1", "V2", "V4", "V9") and tender.weights.social_value > 0 and not figures.promised.any():
        yield "Nobody promises anything, so no bid earns points for its pounds of social value."
    elif social_value == "V9" and tender.weights.social_value > 0 and not (figures.promised * figures.delivery).any():
        yield "No promise has a chance of delivery, so no bid earns points for social value."
    yield from (sentence for sentence in _price_warnings(tender, figures, total) if sentence)
    if social_value == "V7" and tender.weights.social_value > 0:
        yield (f"V7 scores nothing: the {tender.weights.social_value:g} points for social value are not given, "
               f"so totals are out of {100 - tender.weights.social_value:g}.")
    for bid in tender.bids:
        if social_value == "V6" and not bid.passed:
            yield f"{bid.bidder} does not pass and earns no social value points; most buyers would leave the bid out."
    if price in ("PQP", "QPR", "WTP"):
        yield f"{price} does not use the weight of price: only social value and quality are weighed against each other."


def _price_warnings(tender: Tender, figures: Figures, total: np.ndarray):
    formula = tender.price.formula
    for i, bid in enumerate(tender.bids):
        if formula == "P5" and bid.price > figures.price.min() * tender.price.multiple * (1 + 1e-12):
            yield f"{bid.bidder} earns less than nothing for price: it costs over {tender.price.multiple:g} times the lowest."
        if formula == "P4" and bid.price < tender.price.scale_low:
            yield f"{bid.bidder} is below the published price scale; a lower price earns nothing more."
        if formula == "P4" and bid.price >= tender.price.scale_high:
            yield f"{bid.bidder} is at or above the top of the published price scale and earns nothing for price."
        if not np.isfinite(total[i]):
            yield f"{bid.bidder} has no quality points, so its price per point is without end; it comes last."

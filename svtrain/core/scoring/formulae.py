"""Every scoring formula, as the share of its weight that each bid earns.

Arrays hold bids on the first axis; draws or trial bids may follow on a second. A share times the weight is the points.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np


@dataclass(frozen=True, slots=True)
class Formula:
    """One way to score one side of a bid.

    ``needs`` names the settings without which it is undefined, ``uses`` the figures it takes from a bid. ``relative``
    says whether other bids move a bid's own points. ``ratio`` marks a method that does not add points up.
    """

    id: str
    title: str
    words: str
    shares: Callable[..., np.ndarray] | None
    needs: tuple[str, ...] = ()
    uses: tuple[str, ...] = ()
    relative: bool = False
    ratio: bool = False
    lowest_wins: bool = False


@dataclass(frozen=True, slots=True)
class Figures:
    """What the bids say, as arrays: price, promised pounds, marks (0 to 100), delivery (0 to 1), passed."""

    price: np.ndarray
    promised: np.ndarray
    quality: np.ndarray
    qualitative: np.ndarray
    delivery: np.ndarray
    passed: np.ndarray


def _over_highest(amount: np.ndarray) -> np.ndarray:
    """Each amount over the highest; nothing for anybody when all are zero."""
    highest = amount.max(axis=0, keepdims=True)
    return np.divide(amount, highest, out=np.zeros_like(amount), where=highest > 0)


def _lowest(price: np.ndarray) -> np.ndarray:
    return price.min(axis=0, keepdims=True)


def relative_to_lowest(price, rule=None):
    """P1: lowest price over this price.

    Examples
    --------
    >>> relative_to_lowest(np.array([100.0, 125.0])).tolist()
    [1.0, 0.8]
    """
    return _lowest(price) / price


def standard_differential(price, rule=None):
    """P2: one minus how much dearer than the lowest, never below nothing.

    Examples
    --------
    >>> standard_differential(np.array([100.0, 125.0, 300.0])).tolist()
    [1.0, 0.75, 0.0]
    """
    return np.maximum(0, 1 - (price - _lowest(price)) / _lowest(price))


def distance_from_mean(price, rule=None):
    """P3: a half, plus how far below the mean price, kept between nothing and all.

    Examples
    --------
    >>> distance_from_mean(np.array([90.0, 110.0])).tolist()
    [0.6, 0.4]
    """
    mean = price.mean(axis=0, keepdims=True)
    return np.clip(0.5 + (mean - price) / mean, 0, 1)


def published_scale(price, rule):
    """P4: where the price lies on a scale published in advance."""
    return np.clip((rule.scale_high - price) / (rule.scale_high - rule.scale_low), 0, 1)


def logarithmic(price, rule):
    """P5: one minus the logarithm of how many times the lowest price, to the base `multiple`; may be negative."""
    return 1 - np.log(price / _lowest(price)) / np.log(rule.multiple)


PRICE_FORMULAE: dict[str, Formula] = {formula.id: formula for formula in (
    Formula("P1", "Relative to the lowest price", "W × lowest price ÷ price", relative_to_lowest, relative=True),
    Formula("P2", "Standard differential", "W × (1 − (price − lowest) ÷ lowest), not below 0", standard_differential,
            relative=True),
    Formula("P3", "Distance from the mean price", "W × (0.5 + (mean − price) ÷ mean), from 0 to W", distance_from_mean,
            relative=True),
    Formula("P4", "Published scale", "W × (high − price) ÷ (high − low), from 0 to W", published_scale,
            needs=("scale_low", "scale_high")),
    Formula("P5", "Logarithmic", "W × (1 − ln(price ÷ lowest) ÷ ln multiple)", logarithmic, needs=("multiple",),
            relative=True),
    Formula("PQP", "Price per quality point", "price ÷ quality points; the lowest wins", None, ratio=True, lowest_wins=True),
    Formula("QPR", "Quality-price ratio", "quality points ÷ price; the highest wins", None, ratio=True),
    Formula("WTP", "Willingness to pay", "price − pounds a point × quality points; the lowest wins", None,
            needs=("willingness_to_pay",), ratio=True, lowest_wins=True),
)}


def _v1(figures: Figures, rule):
    return _over_highest(figures.promised)


def _v2(figures: Figures, rule):
    return rule.split * _over_highest(figures.promised) + (1 - rule.split) * figures.qualitative / 100


def _v3(figures: Figures, rule):
    return np.minimum(1, figures.promised / rule.target)


def _v4(figures: Figures, rule):
    return _over_highest(figures.promised / figures.price)


def _v5(figures: Figures, rule):
    return figures.qualitative / 100


def _v6(figures: Figures, rule):
    return figures.passed.astype(float)


def _v7(figures: Figures, rule):
    return np.zeros_like(figures.promised)


def _v9(figures: Figures, rule):
    return _over_highest(figures.promised * figures.delivery)


SOCIAL_VALUE_FORMULAE: dict[str, Formula] = {formula.id: formula for formula in (
    Formula("V1", "Relative to the highest promise", "W × promised ÷ highest promised", _v1, uses=("promised",), relative=True),
    Formula("V2", "Half pounds, half method statement", "W × (split × promised ÷ highest + (1 − split) × mark ÷ 100)", _v2,
            needs=("split",), uses=("promised", "qualitative"), relative=True),
    Formula("V3", "Published target", "W × promised ÷ target, at most W", _v3, needs=("target",), uses=("promised",)),
    Formula("V4", "Promise per pound of price", "W × (promised ÷ price) ÷ the highest of these", _v4, uses=("promised",),
            relative=True),
    Formula("V5", "Method statement only", "W × mark ÷ 100", _v5, uses=("qualitative",)),
    Formula("V6", "Pass or fail", "W for every bid that passes", _v6),
    Formula("V7", "Contract condition", "no points: a condition that only the winner meets", _v7),
    Formula("V9", "Promise times chance of delivery", "W × promised × delivery ÷ the highest of these", _v9,
            uses=("promised", "delivery"), relative=True),
)}


def quality_points(social_value: np.ndarray, quality: np.ndarray, weights) -> np.ndarray:
    """Social value and other quality together, rescaled to 0-100: what price is compared with where points are not added.

    Parameters
    ----------
    social_value : array
        Share of the social value weight earned.
    quality : array
        Marks from 0 to 100.
    """
    whole = weights.social_value + weights.quality
    return 100 * (weights.social_value * social_value + weights.quality * quality / 100) / whole


def totals(price_share: Any, social_value: np.ndarray, figures: Figures, tender) -> np.ndarray:
    """The number that decides: points out of 100, or the ratio or pounds of a method that does not add points.

    `price_share` is None for those methods. A bid without any quality point has an infinite price per quality point.
    """
    weights = tender.weights
    if price_share is not None:
        return weights.price * price_share + weights.social_value * social_value + weights.quality * figures.quality / 100
    points = quality_points(social_value, figures.quality, weights)
    if tender.price.formula == "WTP":
        return figures.price - tender.price.willingness_to_pay * points
    if tender.price.formula == "QPR":
        return points / figures.price
    price = np.broadcast_to(figures.price, points.shape)
    return np.divide(price, points, out=np.full(points.shape, np.inf), where=points > 0)

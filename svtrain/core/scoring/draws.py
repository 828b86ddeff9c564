"""Draws from the ranges of bids."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from svtrain.core.estimate import Estimate


def draw(uncertain: Mapping[str, Estimate], count: int, generator: np.random.Generator) -> dict[str, np.ndarray]:
    """`count` draws of every estimate; those that name the same `shared` judgement rise and fall together.

    Examples
    --------
    >>> drawn = draw({"a": Estimate(low=1, likely=2, high=3)}, 5, np.random.default_rng(1))
    >>> drawn["a"].shape, bool((drawn["a"] >= 1).all() and (drawn["a"] <= 3).all())
    ((5,), True)
    """
    common: dict[str, np.ndarray] = {}
    drawn = {}
    for field, estimate in uncertain.items():
        if not estimate.shared:
            drawn[field] = _own(estimate, count, generator)
            continue
        if estimate.shared not in common:
            common[estimate.shared] = generator.random(count)
        drawn[field] = at_quantile(estimate, common[estimate.shared])
    return drawn


def _own(estimate: Estimate, count: int, generator: np.random.Generator) -> np.ndarray:
    low, high = estimate.ends
    if estimate.distribution == "uniform":
        return generator.uniform(low, high, count)
    if estimate.distribution == "triangular":
        return generator.triangular(low, estimate.likely, high, count)
    return low + (high - low) * generator.beta(*_shape(estimate), count)


def _shape(estimate: Estimate) -> tuple[float, float]:
    """The two parameters of the beta distribution behind a PERT range (lambda 4)."""
    low, high = estimate.ends
    return 1 + 4 * (estimate.likely - low) / (high - low), 1 + 4 * (high - estimate.likely) / (high - low)


def at_quantile(estimate: Estimate, share: np.ndarray) -> np.ndarray:
    """The value below which `share` of the estimate's draws lie."""
    low, high = estimate.ends
    if estimate.distribution == "uniform":
        return low + (high - low) * share
    if estimate.distribution == "pert":
        from scipy.special import betaincinv

        return low + (high - low) * betaincinv(*_shape(estimate), share)
    turn = (estimate.likely - low) / (high - low)
    rising = low + np.sqrt(share * (high - low) * (estimate.likely - low))
    falling = high - np.sqrt((1 - share) * (high - low) * (high - estimate.likely))
    return np.where(share < turn, rising, falling)

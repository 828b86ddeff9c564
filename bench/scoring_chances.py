"""The chance that each of six bids wins, under every pair of formulae, against the cost of drawing the numbers alone.

    python bench/scoring_chances.py

Prints a ratio measured in this one run.
"""

from __future__ import annotations

import time

import numpy as np

from svtrain.core.draws import assumptions_of, draw
from svtrain.core.estimate import Estimate
from svtrain.core.scoring import PRICE_FORMULAE, SOCIAL_VALUE_FORMULAE, Bid, PriceRule, SocialValueRule, Tender, Weights
from svtrain.core.scoring.chances import chances_by_pair
from svtrain.core.scoring.figures import uncertain_figures

DRAWS = 10_000


def tender() -> Tender:
    """Six bids; every promise, mark and chance of delivery is a range."""
    bids = [Bid(f"Bid {number}", 1_000_000 + 30_000 * number, Estimate(low=200_000, likely=400_000 + 30_000 * number, high=900_000),
                Estimate(low=50, likely=60 + number, high=80), Estimate(low=20, likely=60, high=80), Estimate(low=0.2, likely=0.5, high=0.9))
            for number in range(6)]
    return Tender(Weights(60, 20, 20), bids, PriceRule("P1", 800_000, 1_600_000, 2, 5_000), SocialValueRule("V1", 0.5, 650_000))


def best(work) -> float:
    times = []
    for _ in range(7):
        begin = time.perf_counter()
        work()
        times.append(time.perf_counter() - begin)
    return min(times)


def main() -> None:
    asked = tender()
    pairs = [(price, social_value) for price in PRICE_FORMULAE for social_value in SOCIAL_VALUE_FORMULAE]
    uncertain = uncertain_figures(asked)
    fields, estimates = list(uncertain), list(uncertain.values())
    drawing = best(lambda: draw(assumptions_of(fields, estimates), estimates, np.random.default_rng(1), np.empty((len(fields), DRAWS))))
    whole = best(lambda: chances_by_pair(asked, pairs, draws=DRAWS))
    print(f"{len(asked.bids)} bids x {len(pairs)} pairs x {DRAWS:,} draws: {1000 * whole:.0f} ms, "
          f"{whole / drawing:.1f} times the cost of drawing the {len(fields)} numbers alone")


if __name__ == "__main__":
    main()

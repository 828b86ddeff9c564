"""What the scoring lab recalculates at each keystroke, against the cost of drawing the numbers alone.

    python bench/scoring_lab.py

Six bids under every pair of formulae with 10,000 draws: totals, winners, margins, chances, and the losing bids that decide.
Prints ratios measured in this one run.
"""

from __future__ import annotations

import numpy as np
from scoring_chances import DRAWS, best, tender

from svtrain.apps.scoring_lab.rows import EACH
from svtrain.apps.scoring_lab.state import ScoringLab
from svtrain.core.draws import assumptions_of, draw
from svtrain.core.scoring import every_pair, with_doubt
from svtrain.core.scoring.figures import uncertain_figures


def drawing(asked) -> float:
    """The draws alone, without a score."""
    uncertain = uncertain_figures(asked)
    fields, estimates = list(uncertain), list(uncertain.values())
    return best(lambda: draw(assumptions_of(fields, estimates), estimates, np.random.default_rng(1), np.empty((len(fields), DRAWS))))


def say(what: str, seconds: float, asked) -> None:
    alone = drawing(asked)
    print(f"{what}: {1000 * seconds:.0f} ms, {seconds / alone:.1f} times the cost of drawing the {len(uncertain_figures(asked))} numbers alone")


def main() -> None:
    asked = tender()
    lab = ScoringLab()
    lab.open_tender(asked)
    lab.doubt_prices("20%", EACH)
    assert lab.result is not None and len(lab.pairs) == 64
    say(f"One keystroke in the lab, {len(asked.bids)} bids x {len(lab.pairs)} pairs x {DRAWS:,} draws", best(lab.recalc),
        with_doubt(lab.tender, 0.2, shared=False))
    say("Every figure of every bid a range, scored under every pair", best(lambda: every_pair(asked, draws=DRAWS)), asked)


if __name__ == "__main__":
    main()

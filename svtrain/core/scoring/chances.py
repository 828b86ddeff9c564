"""How often each bid wins when promises, delivery and proxies are ranges."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from svtrain.core.draws import assumptions_of, draw
from svtrain.core.estimate import Estimate
from svtrain.core.problems import CannotDo, Problem
from svtrain.core.scoring.figures import drawn_figures, uncertain_figures
from svtrain.core.scoring.formulae import PRICE_FORMULAE, SOCIAL_VALUE_FORMULAE, totals
from svtrain.core.scoring.tender import Tender

SAME = 1e-9  # totals closer than this, relative to their size, are a tie
AT_ONCE = 2_000_000  # cells (bids x draws) held at a time
Pairs = Sequence[tuple[str, str]]


def chances(tender: Tender, *, draws: int = 10_000, seed: int = 1) -> dict[str, float]:
    """The probability that each bid wins; a tie is shared.

    With no range anywhere this is 1 for the winner. A proxy that several bids use is drawn once for all of them.

    Examples
    --------
    >>> from svtrain.core.estimate import Estimate
    >>> from svtrain.core.scoring.tender import Bid, Weights
    >>> wide = Estimate(low=0, likely=400_000, high=800_000)
    >>> chances(Tender(Weights(60, 20, 20), (Bid("A", 100, wide, 70), Bid("B", 100, wide, 60))), seed=3)["B"] < 0.5
    True
    """
    pair = (tender.price.formula, tender.social_value.formula)
    return chances_by_pair(tender, [pair], draws=draws, seed=seed)[pair]


def chances_by_pair(tender: Tender, pairs: Pairs, *, draws: int = 10_000,
                    seed: int = 1) -> dict[tuple[str, str], dict[str, float]]:
    """`chances` under many pairs of formulae, all on the same draws.

    Raises
    ------
    CannotDo
        When fewer than one draw is asked for.
    """
    if draws < 1:
        raise CannotDo(Problem("At least one draw is needed.", "draws"))
    uncertain = uncertain_figures(tender)
    draws = draws if uncertain else 1
    generator = np.random.default_rng(seed)
    wins = dict.fromkeys(pairs, 0.0)
    chunk = max(1, AT_ONCE // max(1, len(tender.bids)))
    for start in range(0, draws, chunk):
        drawn = _draws(uncertain, min(chunk, draws - start), generator)
        for pair, won in _wins_by_pair(tender, pairs, drawn):
            wins[pair] = wins[pair] + won
    names = [bid.bidder for bid in tender.bids]
    return {pair: dict(zip(names, (won / draws).tolist(), strict=True)) for pair, won in wins.items()}


def _draws(uncertain: dict[str, Estimate], count: int, generator: np.random.Generator) -> dict[str, np.ndarray]:
    fields, estimates = list(uncertain), list(uncertain.values())
    drawn = np.empty((len(fields), count))
    return dict(zip(fields, draw(assumptions_of(fields, estimates), estimates, generator, drawn), strict=True))


def _wins_by_pair(tender: Tender, pairs: Pairs, drawn: dict[str, np.ndarray]):
    """Each side is worked out once, however many pairs share it."""
    figures = drawn_figures(tender, drawn)
    price: dict[str, np.ndarray | None] = {}
    social: dict[str, np.ndarray] = {}
    for pair in pairs:
        under = tender.using(*pair)
        if pair[0] not in price:
            formula = PRICE_FORMULAE[pair[0]]
            price[pair[0]] = None if formula.ratio else formula.shares(figures.price, under.price)
        if pair[1] not in social:
            social[pair[1]] = SOCIAL_VALUE_FORMULAE[pair[1]].shares(figures, under.social_value)
        won = wins(totals(price[pair[0]], social[pair[1]], figures, under), PRICE_FORMULAE[pair[0]].lowest_wins)
        many = next(iter(drawn.values())).size if drawn else 1
        yield pair, won.sum(axis=1) * (many / won.shape[1])  # a total that no draw moves has one column


def wins(total: np.ndarray, lowest: bool) -> np.ndarray:
    """For each column, 1 where a bid wins, a part where it shares the first place, 0 elsewhere.

    Examples
    --------
    >>> wins(np.array([[3.0, 1.0], [2.0, 1.0]]), lowest=False).tolist()
    [[1.0, 0.5], [0.0, 0.5]]
    """
    total = -total if lowest else total
    best = total.max(axis=0)
    finite = np.isfinite(best)
    top = total >= np.where(finite, best - SAME * np.abs(np.where(finite, best, 0)), best)
    shared = top.sum(axis=0)
    return top / shared if shared.max() > 1 else top.astype(float)

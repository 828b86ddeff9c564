"""From bids to arrays: likely values, or draws from their ranges."""

from __future__ import annotations

import numpy as np

from svtrain.core.estimate import Estimate
from svtrain.core.scoring.formulae import Figures
from svtrain.core.scoring.tender import Tender

MARKS = ("quality", "qualitative", "delivery")


def likely_figures(tender: Tender) -> Figures:
    """Every figure at its likely value, one row a bid; a blank is 0 where no formula uses it."""
    proxies = {name: proxy.likely for name, proxy in tender.proxies.items()}
    promised = [bid.promised.likely if bid.promised is not None else
                sum(quantity.likely * proxies[name] for name, quantity in bid.promises.items()) for bid in tender.bids]
    marks = [[_likely(getattr(bid, name)) for bid in tender.bids] for name in MARKS]
    return Figures(np.array([bid.price for bid in tender.bids], float), np.array(promised, float),
                   *(np.array(row, float) for row in marks), np.array([bid.passed for bid in tender.bids], bool))


def _likely(given: Estimate | None) -> float:
    return 0.0 if given is None else given.likely


def uncertain_figures(tender: Tender) -> dict[str, Estimate]:
    """Every figure that has a range, by field: ``bids.A.promised``, ``proxies.jobs``."""
    found: dict[str, Estimate] = {f"proxies.{name}": proxy for name, proxy in tender.proxies.items()}
    for bid in tender.bids:
        found |= {f"bids.{bid.bidder}.{name}": getattr(bid, name) for name in ("promised", *MARKS)}
        found |= {f"bids.{bid.bidder}.promises.{name}": quantity for name, quantity in bid.promises.items()}
    return {field: given for field, given in found.items() if given is not None and given.uncertain}


def drawn_figures(tender: Tender, drawn: dict[str, np.ndarray]) -> Figures:
    """Figures with the draws put in: bids on the first axis, draws on the second (one column where nothing was drawn)."""
    plain = likely_figures(tender)

    def at(field: str, likely: float):
        return drawn.get(field, likely)

    proxies = {name: at(f"proxies.{name}", proxy.likely) for name, proxy in tender.proxies.items()}
    promised = [at(f"bids.{bid.bidder}.promised", bid.promised.likely) if bid.promised is not None else
                sum((at(f"bids.{bid.bidder}.promises.{name}", quantity.likely) * proxies[name]
                     for name, quantity in bid.promises.items()), 0.0) for bid in tender.bids]
    marks = [[at(f"bids.{bid.bidder}.{name}", _likely(getattr(bid, name))) for bid in tender.bids] for name in MARKS]
    return Figures(plain.price[:, None], _stack(promised), *(_stack(row) for row in marks), plain.passed[:, None])


def _stack(rows: list) -> np.ndarray:
    wide = np.broadcast_shapes(*(np.shape(row) for row in rows)) or (1,)
    return np.stack([np.broadcast_to(np.asarray(row, float), wide) for row in rows])

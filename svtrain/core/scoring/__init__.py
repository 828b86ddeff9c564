"""Tender scoring: what each formula rewards, who wins under it, and what would change the winner."""

from __future__ import annotations

from svtrain.core.scoring.chances import chances
from svtrain.core.scoring.exchange import ExchangeRate, exchange_rate
from svtrain.core.scoring.formulae import PRICE_FORMULAE, SOCIAL_VALUE_FORMULAE
from svtrain.core.scoring.pairs import Pair, every_pair
from svtrain.core.scoring.reversals import Flip, added_bid_that_flips, removed_bids_that_flip
from svtrain.core.scoring.score import Row, Scoring, score
from svtrain.core.scoring.tender import Bid, PriceRule, SocialValueRule, Tender, Weights, check

__all__ = ["PRICE_FORMULAE", "SOCIAL_VALUE_FORMULAE", "Bid", "ExchangeRate", "Flip", "Pair", "PriceRule", "Row", "Scoring",
           "SocialValueRule", "Tender", "Weights", "added_bid_that_flips", "chances", "check", "every_pair",
           "exchange_rate", "removed_bids_that_flip", "score"]

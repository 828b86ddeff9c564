"""Tender scoring: what each formula rewards, who wins under it, and what would change the winner."""

from __future__ import annotations

from svtrain.core.scoring.chances import chances
from svtrain.core.scoring.doubt import with_doubt
from svtrain.core.scoring.exchange import ExchangeRate, exchange_rate
from svtrain.core.scoring.formulae import PRICE_FORMULAE, SOCIAL_VALUE_FORMULAE
from svtrain.core.scoring.marking import Mark, MarkSpread, Moderated, spread_of_marks
from svtrain.core.scoring.pairs import Pair, Skipped, every_pair
from svtrain.core.scoring.record import TenderRecord
from svtrain.core.scoring.reversals import Flip, added_bid_that_flips, removed_bids_that_flip
from svtrain.core.scoring.score import Row, Scoring, score
from svtrain.core.scoring.silly import silly_bid
from svtrain.core.scoring.tender import Bid, PriceRule, SocialValueRule, Tender, Weights, check

__all__ = ["PRICE_FORMULAE", "SOCIAL_VALUE_FORMULAE", "Bid", "ExchangeRate", "Flip", "Mark", "MarkSpread", "Moderated", "Pair",
           "PriceRule", "Row", "Scoring", "Skipped", "SocialValueRule", "Tender", "TenderRecord", "Weights", "added_bid_that_flips",
           "chances", "check", "every_pair", "exchange_rate", "removed_bids_that_flip", "score", "silly_bid", "spread_of_marks",
           "with_doubt"]

"""Doubt about prices, margins, silly bids and the spread of marks."""

from __future__ import annotations

from dataclasses import replace

import pytest

from svtrain.core.problems import CannotDo
from svtrain.core.scoring import Bid, Mark, PriceRule, SocialValueRule, Tender, Weights, chances, every_pair, score, silly_bid, spread_of_marks, with_doubt

TENDER = Tender(
    Weights(60, 20, 20), (Bid("A", 1_000_000, 600_000, 70, 60, 0.8), Bid("B", 1_080_000, 700_000, 73.5, 60, 0.8)),
    PriceRule("P1", 800_000, 1_600_000, 2, 10_000), SocialValueRule("V1", 0.5, 650_000))


def test_no_doubt_changes_nothing_and_a_wrong_share_is_refused():
    assert with_doubt(TENDER, 0) is TENDER
    for share in (-0.1, 1.5):
        with pytest.raises(CannotDo, match="from 0% to 100%"):
            with_doubt(TENDER, share)


@pytest.mark.parametrize("formula", ["V1", "V2", "V4", "V9"])
def test_prices_off_alike_do_not_move_a_comparison_of_promises(formula):
    tender = TENDER.using(social_value=formula)
    assert chances(with_doubt(tender, 0.6)) == chances(tender)


def test_prices_off_alike_move_a_target_and_prices_off_apart_move_everything():
    target = replace(TENDER, social_value=SocialValueRule("V3", target=2_000_000), bids=(TENDER.bids[0], replace(TENDER.bids[1], promised=950_000)))
    assert set(chances(target).values()) == {0, 1}
    assert 0 < chances(with_doubt(target, 0.6))["A"] < 1
    assert 0 < chances(with_doubt(TENDER, 0.6, shared=False))["B"] < 1


def test_doubt_leaves_the_likely_scores_as_they_were():
    assert [row.total for row in score(with_doubt(TENDER, 0.5), draws=10).ranking] == pytest.approx([row.total for row in score(TENDER).ranking])


def test_a_margin_is_the_first_over_the_second():
    pairs = {(pair.price, pair.social_value): pair for pair in every_pair(TENDER, draws=10)[0]}
    added, ratio = pairs["P1", "V1"], pairs["PQP", "V1"]
    assert added.margin == pytest.approx(abs(added.totals["A"] - added.totals["B"])) and ratio.margin == pytest.approx(abs(ratio.totals["A"] - ratio.totals["B"]))
    assert min(ratio.totals, key=ratio.totals.get) == ratio.winner
    assert every_pair(TENDER.without("B"), draws=1)[0][0].margin is None
    assert added.as_dict()["margin"] == added.margin


def test_a_silly_bid_never_takes_a_name_that_is_there_and_always_scores():
    first = silly_bid(TENDER.bids)
    second = silly_bid((*TENDER.bids, first))
    assert first.bidder != second.bidder and second.promised.likely == 5 * first.promised.likely
    bare = silly_bid((Bid("A", None), Bid("B", 50, 0)))
    assert bare.price == 100 and bare.promised.likely == 250
    assert score(TENDER.with_bid(first)).ranking[-1].bidder == first.bidder


def test_marks_stand_in_order_whoever_gave_them():
    marks = [Mark(80, "b"), Mark(30, "a"), Mark(80, "a")]
    assert spread_of_marks(marks) == spread_of_marks(marks[::-1])
    found = spread_of_marks(marks)
    assert (found.low, found.middle, found.high, found.width, found.far_apart) == (30, 80, 80, 50, True)
    assert not spread_of_marks([Mark(50, "a"), Mark(69.9, "b")]).far_apart and spread_of_marks([]) is None

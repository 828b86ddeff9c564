from __future__ import annotations

import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from svtrain.core.estimate import Estimate
from svtrain.core.problems import CannotDo
from svtrain.core.scoring import (
    PRICE_FORMULAE,
    SOCIAL_VALUE_FORMULAE,
    Bid,
    PriceRule,
    SocialValueRule,
    Tender,
    Weights,
    added_bid_that_flips,
    chances,
    every_pair,
    exchange_rate,
    removed_bids_that_flip,
    score,
)
from svtrain.core.scoring.reversals import scored_with

A = Bid("A", 1_000_000, 400_000, 70, 60, 0.8)
B = Bid("B", 1_080_000, 650_000, 70, 70, 0.5)
C = Bid("C", 2_000_000, 3_000_000, 20, 30, 0.1)
THREE = Tender(Weights(60, 20, 20), (A, B, C), PriceRule("P1", 800_000, 1_600_000, 2.0, 5_000),
               SocialValueRule("V1", 0.5, 650_000))
TWO = THREE.without("C")

# The check table: points of A, B and then C, alone and with the hopeless bid.
CHECK = {
    ("P1", "V1"): ((86.31, 89.56), (76.67, 73.89, 54.00)),
    ("P1", "V2"): ((86.15, 86.56), (81.33, 78.72, 47.00)),
    ("P1", "V3"): ((86.31, 89.56), (86.31, 89.56, 54.00)),
    ("P1", "V4"): ((87.29, 89.56), (79.33, 77.58, 54.00)),
    ("P1", "V5"): ((86.00, 83.56), (86.00, 83.56, 40.00)),
    ("P4", "V3"): ((71.31, 73.00), (71.31, 73.00, 24.00)),
}


def points(tender: Tender) -> dict[str, float]:
    return {row.bidder: row.total for row in score(tender, draws=1).ranking}


@pytest.mark.parametrize("pair", CHECK, ids="+".join)
def test_check_table(pair):
    for tender, expected in zip((TWO, THREE), CHECK[pair], strict=True):
        assert tuple(round(total, 2) for _, total in sorted(points(tender.using(*pair)).items())) == expected


@pytest.mark.parametrize(("pair", "winner_of_two", "winner_of_three"), [
    (("P1", "V1"), "B", "A"), (("P1", "V2"), "B", "A"), (("P1", "V4"), "B", "A"),
    (("P1", "V3"), "B", "B"), (("P1", "V5"), "A", "A"), (("P4", "V3"), "B", "B"),
])
def test_the_lesson_a_hopeless_bid_decides_only_where_the_score_is_relative(pair, winner_of_two, winner_of_three):
    assert score(TWO.using(*pair)).winner == winner_of_two
    assert score(THREE.using(*pair)).winner == winner_of_three
    removed = removed_bids_that_flip(THREE.using(*pair))
    assert [flip.bid.bidder for flip in removed] == ([] if winner_of_two == winner_of_three else ["C"])
    assert (added_bid_that_flips(TWO.using(*pair)) is None) == (winner_of_two == winner_of_three)


def test_price_formulae_by_hand():
    alone = Tender(Weights(100, 0, 0), (Bid("A", 100), Bid("B", 150), Bid("C", 250)), PriceRule("P1", 50, 250, 2.0))
    expected = {"P1": (100, 100 / 1.5, 40), "P2": (100, 50, 0), "P3": (90, 60, 0), "P4": (75, 50, 0),
                "P5": (100, 100 * (1 - math.log(1.5) / math.log(2)), 100 * (1 - math.log(2.5) / math.log(2)))}
    for formula, wanted in expected.items():
        assert points(alone.using(formula)) == pytest.approx(dict(zip("ABC", wanted, strict=True)))


def test_social_value_formulae_by_hand():
    bids = (Bid("A", 100, 50, None, 40, 0.5), Bid("B", 200, 200, None, 80, 0.1, passed=False))
    alone = Tender(Weights(0, 100, 0), bids, social_value=SocialValueRule("V1", 0.25, 100))
    expected = {"V1": (25, 100), "V2": (36.25, 85), "V3": (50, 100), "V4": (50, 100), "V5": (40, 80), "V6": (100, 0),
                "V7": (0, 0), "V9": (100, 80)}
    assert expected.keys() == SOCIAL_VALUE_FORMULAE.keys()
    for formula, wanted in expected.items():
        assert points(alone.using(social_value=formula)) == pytest.approx(dict(zip("AB", wanted, strict=True)))


def test_methods_that_do_not_add_points():
    """Quality points are social value and quality together, out of 100: A has 50 x 12.31/20 + 50 x 0.7."""
    quality = {"A": 100 * (20 * 400 / 650 + 14) / 40, "B": 100 * (20 + 14) / 40}
    assert points(TWO.using("PQP")) == pytest.approx({"A": 1e6 / quality["A"], "B": 1.08e6 / quality["B"]})
    assert points(TWO.using("QPR")) == pytest.approx({"A": quality["A"] / 1e6, "B": quality["B"] / 1.08e6})
    assert points(TWO.using("WTP")) == pytest.approx({"A": 1e6 - 5000 * quality["A"], "B": 1.08e6 - 5000 * quality["B"]})
    assert [score(TWO.using(formula)).winner for formula in ("PQP", "QPR", "WTP")] == ["B", "B", "B"]
    assert score(TWO.using("PQP")).ranking[0].price is None


@pytest.mark.parametrize(("bid", "said"), [
    (replace(A, price=None), "The price of A is blank; every bid needs a price above zero."),
    (replace(A, price=0), "The price of A is 0; a price must be above zero."),
    (replace(A, price=-5), "The price of A is -5; a price must be above zero."),
    (replace(A, price=float("nan")), "The price of A is too large to be scored."),
    (replace(A, price=1e-9), "The price of A is less than a penny."),
    (replace(A, quality=170), "The quality figure of A must be a mark from 0 to 100, not 170."),
    (replace(A, promised=-1), "The promised figure of A must be zero or more pounds, not -1."),
    (replace(A, promised=None), "The promised figure of A is blank, and V1 needs it."),
    (replace(A, quality=None), "The quality figure of A is blank, and the quality weight needs it."),
    (replace(A, delivery=80), "The delivery figure of A must be a probability from 0 to 1, not 80; 80% is written 0.8."),
    (replace(A, bidder="B"), "B bids twice; give each bid its own name."),
    (replace(A, promises={"jobs": 3}), "A gives both promised and promises; keep one."),
])
def test_refused_with_the_name_of_the_bidder(bid, said):
    with pytest.raises(CannotDo) as error:
        score(replace(TWO, bids=(bid, B)))
    assert said in [problem.message for problem in error.value.problems]


@pytest.mark.parametrize(("tender", "said"), [
    (replace(TWO, weights=Weights(60, 20, 25)), "The weights add up to 105; they must add up to 100."),
    (replace(TWO, weights=Weights(120, -20, 0)), "A weight is from 0 to 100, not -20."),
    (replace(TWO, bids=()), "There are no bids."),
    (TWO.using("P8"), "There is no formula 'P8'. The known ones are P1, P2, P3, P4, P5, PQP, QPR, WTP."),
    (replace(TWO, price=PriceRule("P4")), "P4 needs scale_low: the published price that earns full marks."),
    (replace(TWO, price=PriceRule("P4", 9, 5)), "The price scale must rise; it goes from 9 to 5."),
    (replace(TWO, price=PriceRule("P5", multiple=1)), "multiple must be above 1, not 1."),
    (replace(TWO, social_value=SocialValueRule("V3")),
     "V3 needs target: the published amount in pounds that earns full marks."),
    (replace(TWO, social_value=SocialValueRule("V2", split=1.5)), "split must be a share from 0 to 1, not 1.5."),
    (replace(TWO, price=PriceRule("PQP"), weights=Weights(100, 0, 0)),
     "PQP compares price with quality, and no weight is left for quality."),
])
def test_refused_for_the_tender(tender, said):
    with pytest.raises(CannotDo) as error:
        score(tender)
    assert said in [problem.message for problem in error.value.problems]


def test_weights_in_thirds_are_a_hundred():
    assert score(replace(TWO, weights=Weights(33.3, 33.3, 33.4))).winner


def test_one_bidder_is_scored_and_said():
    result = score(TWO.without("B"))
    assert result.winner == "A"
    assert result.warnings == ("There is only one bid: a score relative to other bids says nothing about it.",)


def test_nobody_promises_anything():
    result = score(replace(TWO, bids=(replace(A, promised=0), replace(B, promised=0))))
    assert [row.social_value for row in result.ranking] == [0, 0]
    assert "Nobody promises anything, so no bid earns points for its pounds of social value." in result.warnings


def test_a_tie_has_no_winner_and_shares_the_chance():
    result = score(replace(TWO, bids=(A, replace(A, bidder="Z"), C)))
    assert (result.winner, result.tied) == (None, ("A", "Z"))
    assert [row.rank for row in result.ranking] == [1, 1, 3]
    assert [row.p_win for row in result.ranking] == [0.5, 0.5, 0]
    assert "A and Z tie for the first place; nothing here breaks a tie." in result.warnings


def test_logarithm_below_nothing_is_kept_and_said():
    result = score(THREE.without("B").using("P5"))
    assert result.ranking[1].price == pytest.approx(0)
    dearer = score(replace(THREE, bids=(A, replace(C, price=3_000_000)), price=PriceRule("P5", multiple=2)))
    assert dearer.ranking[1].price == pytest.approx(60 * (1 - math.log(3) / math.log(2)))
    assert "C earns less than nothing for price: it costs over 2 times the lowest." in dearer.warnings


def test_a_condition_scores_nothing_and_says_so():
    result = score(TWO.using(social_value="V7"))
    assert [row.total for row in result.ranking] == pytest.approx([74, 60 / 1.08 + 14])
    assert "V7 scores nothing: the 20 points for social value are not given, so totals are out of 80." in result.warnings


def test_no_quality_point_at_all_comes_last_without_an_infinite_number():
    result = score(replace(TWO.using("PQP"), bids=(A, Bid("N", 1, 0, 0))))
    assert (result.ranking[-1].bidder, result.ranking[-1].total) == ("N", None)


@pytest.mark.parametrize(("weights", "dearer"), [((60, 20, 20), 0.5), ((40, 20, 40), 1.0), ((50, 10, 40), 0.25),
                                                 ((70, 15, 15), 15 / 55), ((20, 20, 60), None), ((10, 30, 60), None)])
def test_exchange_rate_of_the_lowest_price_formula(weights, dearer):
    found = exchange_rate(replace(TWO, weights=Weights(*weights)))
    assert found.dearer == (None if dearer is None else pytest.approx(dearer))


@pytest.mark.parametrize("formula", ["P1", "P2", "P3", "P4", "P5", "PQP", "QPR", "WTP"])
def test_exchange_rate_put_back_makes_the_two_bids_equal(formula):
    """Full marks at the dearer price against none at the lowest, with equal quality: the totals are the same."""
    tender = replace(TWO, bids=(Bid("none", 1_000_000, 0, 70), Bid("full", 1_000_000, 1, 70))).using(formula)
    found = exchange_rate(tender)
    dear = replace(tender, bids=(tender.bids[0], replace(tender.bids[1], price=1_000_000 * (1 + found.dearer))))
    none, full = (row.total for row in score(dear).ranking)
    assert found.dearer > 0
    assert none == pytest.approx(full, rel=1e-9)


def test_exchange_rate_in_words():
    assert exchange_rate(TWO).words == (
        "With equal quality, full social value marks beat none until the bid is 50% dearer: £1,500,000 against £1,000,000.",
        "Near the lowest price, £1 of promise is worth £0.51 of price.")
    assert exchange_rate(replace(TWO, weights=Weights(20, 40, 40))).words[0] == \
        "With equal quality, full social value marks beat none however much dearer the bid is."
    assert exchange_rate(TWO.using(social_value="V7")).words == (
        "Social value earns no points here, so it is worth nothing against price.",)


def test_a_pound_of_promise_is_worth_what_is_said():
    """Some more promised pounds and as much more price as they are worth leave the lowest bid's points as they were."""
    for formula in ("P2", "P4", "P5"):
        rival = Bid("low", 999_999.9, 0, 70)
        tender = replace(TWO, bids=(A, rival)).using(formula, "V3")
        step = 10.0
        moved = replace(A, promised=400_000 + step, price=1_000_000 + step * exchange_rate(tender).per_pound_promised)
        assert points(replace(tender, bids=(moved, rival)))["A"] == pytest.approx(points(tender)["A"], abs=1e-6)


def test_every_flip_found_is_a_flip():
    """What the search says is scored again from the start."""
    pairs, skipped = every_pair(THREE, draws=10)
    assert not skipped
    assert len(pairs) == len(PRICE_FORMULAE) * len(SOCIAL_VALUE_FORMULAE)
    flips = 0
    for pair in pairs:
        tender = THREE.using(pair.price, pair.social_value)
        for flip in pair.decided_by_losers:
            flips += 1
            assert score(tender, draws=1).winner == flip.before
            after = score(scored_with(tender, flip), draws=1)
            assert after.winner == flip.after != flip.before
            assert flip.kind == "removed" or flip.bid.bidder != after.winner
    assert flips > 20


def test_absolute_formulae_are_immune():
    for price in ("P4", "P5", "WTP"):
        for social_value in ("V3", "V5", "V6", "V7"):
            for kind in ("promise", "dear", "cheap"):
                assert added_bid_that_flips(TWO.using(price, social_value), kind) is None


def test_formulae_without_their_settings_are_left_out_with_the_reason():
    _, skipped = every_pair(replace(TWO, price=PriceRule("P1"), social_value=SocialValueRule("V1")), draws=1)
    assert [left.formula for left in skipped] == ["P4", "P5", "WTP", "V3"]


def ranged(low, likely, high, **more):
    return Estimate(low=low, likely=likely, high=high, **more)


def test_chances_are_exact_without_ranges_and_seeded_with_them():
    assert chances(TWO) == {"A": 0, "B": 1}
    unsure = replace(TWO, bids=(A, replace(B, promised=ranged(100_000, 300_000, 900_000))))
    assert chances(unsure, seed=4) == chances(unsure, seed=4)
    assert 0 < chances(unsure)["A"] < 1
    assert sum(chances(unsure).values()) == pytest.approx(1)


def test_chance_against_an_integral():
    """With V3 and a uniform promise, B wins when its promise passes a threshold that can be worked out."""
    tender = replace(TWO.using("P4", "V3"), bids=(A, replace(B, promised=ranged(0, 325_000, 650_000, distribution="uniform"))))
    needed = (400_000 / 650_000 * 20 + 60 * 80_000 / 800_000) / 20 * 650_000
    assert chances(tender, draws=200_000, seed=2)["B"] == pytest.approx(1 - needed / 650_000, abs=0.004)


def test_a_proxy_that_both_use_moves_both_together():
    """The dearer bid promises more of the same thing: whatever it is worth, the highest promise earns all the marks."""
    bids = (Bid("A", 100, quality=70, promises={"jobs": 4}), Bid("B", 108, quality=70, promises={"jobs": 6}))
    tender = replace(TWO, bids=bids, proxies={"jobs": ranged(1_000, 9_800, 60_000)})
    assert chances(tender) in ({"A": 0, "B": 1}, {"A": 1, "B": 0})
    apart = replace(tender, proxies={"jobs": 9_800}, bids=(replace(bids[0], promises={"jobs": ranged(1, 4, 20)}), bids[1]))
    assert 0 < chances(apart)["A"] < 1


def test_shared_judgement_is_drawn_once():
    wide = {kind: ranged(0.1, 0.5, 0.9, distribution=kind, shared="market") for kind in ("pert", "triangular", "uniform")}
    for given in wide.values():
        bids = (replace(A, delivery=given), replace(A, bidder="Z", delivery=given))
        assert chances(replace(TWO, bids=bids).using(social_value="V9")) == {"A": 0.5, "Z": 0.5}


def test_promises_are_counted_and_priced():
    bids = (Bid("A", 100, quality=0, promises={"jobs": 4, "carbon": 10}), Bid("B", 100, 100_000, 0))
    tender = replace(TWO, bids=bids, proxies={"jobs": 10_000, "carbon": 1_000})
    assert points(tender) == pytest.approx({"A": 70, "B": 80})
    with pytest.raises(CannotDo, match="no proxy 'job'. Did you mean 'jobs'"):
        score(replace(tender, bids=(Bid("A", 100, quality=1, promises={"job": 4}),)))


money = st.floats(min_value=1, max_value=1e9)
mark = st.floats(min_value=0, max_value=100)
bids = st.lists(st.tuples(money, st.floats(min_value=0, max_value=1e9), mark, mark, st.floats(min_value=0, max_value=1)),
                min_size=1, max_size=6).map(lambda rows: tuple(Bid(f"B{i}", *row) for i, row in enumerate(rows)))


@given(bids, st.sampled_from(list(PRICE_FORMULAE)), st.sampled_from(list(SOCIAL_VALUE_FORMULAE)))
def test_any_bids_under_any_pair_are_ranked_without_surprise(given, price, social_value):
    tender = replace(THREE, bids=given).using(price, social_value)
    result = score(tender, draws=1)
    assert sorted(row.bidder for row in result.ranking) == sorted(bid.bidder for bid in given)
    assert [row.rank for row in result.ranking] == sorted(row.rank for row in result.ranking)
    assert (result.winner is None) == bool(result.tied)
    for row in result.ranking:
        assert -1e-9 <= row.social_value <= 20 + 1e-9
        assert row.price is None or row.price <= 60 + 1e-9
        assert row.price is None or row.price >= 0 or price == "P5"


@given(bids, st.floats(min_value=0.01, max_value=100), st.sampled_from(["P1", "P2", "P3", "P5"]),
       st.sampled_from(["V1", "V2", "V4", "V5", "V9"]))
def test_scaling_every_pound_changes_no_point(given, scale, price, social_value):
    tender = replace(THREE, bids=given).using(price, social_value)
    scaled = tuple(replace(bid, price=bid.price * scale, promised=bid.promised.at(bid.promised.likely * scale))
                   for bid in given)
    assert points(replace(tender, bids=scaled)) == pytest.approx(points(tender), abs=1e-6)

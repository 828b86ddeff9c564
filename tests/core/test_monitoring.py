from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from svtrain.core.monitoring import (
    RATINGS,
    Commitment,
    Contract,
    Delivery,
    counted,
    fte_years,
    phase_by_spend,
    phase_by_time,
    progress,
    rating,
    same_evidence,
)

PROMISE = Commitment("C1", "K1", "Jobs", "person", 10, due=date(2028, 4, 1), start=date(2026, 4, 1))
HALFWAY = date(2027, 4, 2)


def done(quantity: float, verification: str = "sample", **more) -> Delivery:
    return Delivery(more.pop("id", "D1"), "C1", more.pop("on", date(2026, 6, 30)), quantity, verification, **more)


def test_ten_whole_and_five_half_for_two_years_are_25():
    assert fte_years([(10, 1, 2), (5, 0.5, 2)]) == 25


@pytest.mark.parametrize(("delivered", "word"), [(5.1, "Good"), (4.6, "Approaching target"), (3, "Requires improvement"),
                                                 (2, "Inadequate"), (0, "Inadequate")])
def test_the_acts_words_follow_what_is_due_by_now(delivered, word):
    found = progress(PROMISE, [done(delivered)], Contract("K1"), HALFWAY)
    assert found.committed_to_date == pytest.approx(10 * 366 / 731)
    assert found.rating == word
    assert f"{100 * found.delivered_share:.0f}%" in found.reason


def test_other_where_nothing_can_be_rated():
    assert progress(PROMISE, [], Contract("K1"), date(2026, 4, 1)).reason == "Nothing is due yet."
    assert progress(replace(PROMISE, start=None), [], Contract("K1"), HALFWAY).rating == "Other"
    assert progress(replace(PROMISE, due=None), [], Contract("K1"), HALFWAY).rating == "Other"
    assert progress(replace(PROMISE, target=0), [], Contract("K1"), HALFWAY).rating == "Other"
    assert {rating(share) for share in (1, 0.9, 0.6, 0, None)} == set(RATINGS)


def test_dates_of_the_contract_stand_in():
    bare = replace(PROMISE, start=None, due=None)
    assert progress(bare, [], Contract("K1", date(2026, 4, 1), date(2028, 4, 1)), HALFWAY).phase == pytest.approx(366 / 731)


def test_by_spend_nothing_is_due_on_orders_that_never_came():
    contract = Contract("K1", value=1_000_000, spent=100_000)
    found = progress(PROMISE, [done(1)], contract, date(2029, 1, 1), by_spend=True)
    assert (found.phased_by, found.committed_to_date, found.rating) == ("spend", 1, "Good")
    assert progress(PROMISE, [done(1)], contract, date(2029, 1, 1)).rating == "Inadequate"


def test_verified_share_and_deliveries_after_the_day():
    rows = [done(2, "third-party"), done(1, "sample", id="D2"), done(3, "self", id="D3"), done(9, on=date(2027, 5, 1), id="D4"),
            replace(done(9, id="D5"), commitment_id="C2")]
    found = progress(PROMISE, rows, Contract("K1"), HALFWAY)
    assert (found.delivered, found.verified, found.verified_share) == (6, 3, 0.5)
    assert found.reason.endswith("50% of it is verified.")


def test_an_activity_that_serves_three_contracts_counts_for_its_share():
    found = progress(PROMISE, [done(6, share=1 / 3)], Contract("K1"), HALFWAY)
    assert found.delivered == pytest.approx(2)


def test_one_person_counts_once_for_each_disadvantage():
    rows = [done(1, id="1", person="P7", disadvantage="care leaver"), done(1, id="2", person="P7", disadvantage="care leaver"),
            done(1, id="3", person="P7", disadvantage="out of work"), done(1, id="4", person="P8", disadvantage="care leaver")]
    parts, said = counted(rows, per_year=False)
    assert [quantity for _, quantity in parts] == [1, 0, 1, 1]
    assert said == ["Delivery 2: 'P7' counts once as 'care leaver'."]


def test_a_persons_years_stop_after_twelve_months():
    quarters = [done(0.25, id=f"Q{n}", on=date(2026, 6, 30) + timedelta(days=91 * n), person="P7", disadvantage="care leaver",
                     started=date(2026, 4, 1)) for n in range(7)]
    parts, said = counted(quarters, per_year=True)
    assert sum(quantity for _, quantity in parts) == 1
    assert len(said) == 3
    found = progress(replace(PROMISE, unit="FTE year"), quarters, Contract("K1"), date(2028, 1, 1))
    assert found.delivered == 1 and found.left_out == tuple(said)


QUARTERS = [date(2026, 6, 30), date(2026, 9, 30), date(2026, 12, 31), date(2027, 3, 31), date(2027, 6, 30), date(2027, 9, 30)]


@pytest.mark.parametrize(("started", "counts"), [
    (date(2026, 4, 1), [0.125] * 4 + [0, 0]),
    (None, [0.125] * 4 + [0, 0]),
    (date(2026, 5, 15), [0.125] * 4 + [0.125 * 44 / 91, 0]),  # from 1 April to 14 May 2027 is 44 days of 91
    (date(2025, 4, 1), [0] * 6),
])
def test_half_a_post_counts_for_its_first_twelve_months_and_no_fifth_quarter(started, counts):
    rows = [done(0.125, id=f"Q{n}", on=day, person="P7", disadvantage="care leaver", started=started) for n, day in enumerate(QUARTERS)]
    parts, said = counted(rows, per_year=True)
    assert [quantity for _, quantity in parts] == pytest.approx(counts)
    assert len(said) == sum(count < 0.125 for count in counts) and all("first 12 months only" in one for one in said)


def test_two_returns_for_one_period_share_it():
    rows = [done(0.25, id=str(n), on=day, person="P7", disadvantage="care leaver", started=date(2026, 4, 1)) for n, day in enumerate([*QUARTERS[:1] * 2, QUARTERS[4]])]
    assert [quantity for _, quantity in counted(rows, per_year=True)[0]] == pytest.approx([0.25, 0.25, 0.25 * 274 / 365])


def test_years_of_people_without_a_disadvantage_all_count():
    yearly = [date(2027, 3, 31), date(2028, 3, 31)]
    rows = [done(full, id=f"{n}-{day.year}", on=day, person=f"P{n}") for day in yearly for n, full in enumerate([1.0] * 10 + [0.5] * 5)]
    found = progress(replace(PROMISE, unit="FTE year", target=25), rows, Contract("K1"), date(2028, 4, 1))
    assert (found.delivered, found.rating, found.left_out) == (25, "Good", ())


def test_a_person_and_a_disadvantage_are_the_same_however_they_are_written():
    rows = [done(1, id="1", person="P7", disadvantage="Care leaver"), done(1, id="2", person="p7", disadvantage="care leaver")]
    assert [quantity for _, quantity in counted(rows, per_year=False)[0]] == [1, 0]


def test_the_same_evidence_behind_two_promises_is_said_once():
    rows = [Delivery(f"{promise}-{n}", promise, date(2026, 3, 31), 5, evidence_ref=f"T-{n}") for n in (1, 2) for promise in ("C1", "C2")]
    assert same_evidence(rows) == ["C1 and C2 rest on the same evidence ('T-1' and 1 more): count it once, or give each its share."]
    assert same_evidence([replace(row, share=0.5) for row in rows]) == []


days = st.dates(min_value=date(2020, 1, 1), max_value=date(2035, 1, 1))


@given(days, days, days)
def test_phases_stay_between_nothing_and_all_and_rise(start, due, as_of):
    phase = phase_by_time(start, due, as_of)
    assert 0 <= phase <= 1
    assert phase_by_time(start, due, as_of + timedelta(days=30)) >= phase


def test_spend_beyond_the_value_is_all():
    assert phase_by_spend(5, 4) == 1

"""The lifecycle lens, done without its screen."""

from __future__ import annotations

import json

import pytest

from svtrain.apps.lifecycle_lens.state import WORD, LifecycleLens
from svtrain.apps.lifecycle_lens.words import bid_note, chart, counts, details, first, headline, how
from svtrain.core.lifecycle import BORROWED, DELIVERY, DESIGN, JUDGED, PROMISED, STAGES, TENDER, UNKNOWN
from svtrain.data import practice
from svtrain.data.lifecycle_data import lens_contracts, promises_of, record_without, report_days, standings_of


def guessed(contract="grounds-maintenance", stage="tender"):
    lens = LifecycleLens()
    lens.choose(contract)
    lens.guess(stage)
    lens.give_reason("Promises are only words.")
    lens.commit()
    return lens


def test_nothing_is_worked_out_before_the_guess():
    lens = LifecycleLens()
    assert lens.views == () and headline(lens) == counts(lens) == details(lens, "jobs") == first(lens) == bid_note(lens) == ""
    lens.commit()
    assert lens.problem.startswith("Choose") and not lens.locked
    lens.guess("never")
    assert lens.draft()["stage"] == ""
    lens.guess("design")
    lens.give_reason("  ")
    lens.commit()
    assert lens.problem.startswith("Write a reason") and lens.views == ()


def test_a_guess_stays_as_it_was_and_each_contract_wants_its_own():
    lens = guessed(stage="design")
    lens.guess("tender")
    lens.give_reason("I knew it.")
    assert lens.draft() == {"stage": "design", "reason": "Promises are only words."} and not lens.right()
    lens.choose("travel")
    assert not lens.locked and lens.views == ()


@pytest.mark.parametrize("contract", [each.slug for each in lens_contracts()])
def test_the_tender_knows_least(contract):
    lens = guessed(contract)
    design, tender, delivery = (lens.view(stage) for stage in STAGES)
    assert len(design.answers) == len(tender.answers) == len(delivery.answers)
    assert tender.count(JUDGED) == 0 and tender.count(PROMISED) == len(tender.value_map.outcomes)
    assert tender.count(BORROWED, UNKNOWN) > max(design.count(BORROWED, UNKNOWN), delivery.count(BORROWED, UNKNOWN))
    assert tender.width > delivery.width


def test_the_lens_does_not_always_say_tender():
    assert {contract: guessed(contract).widest().stage for contract in ("grounds-maintenance", "travel")} == {
        "grounds-maintenance": TENDER, "travel": DESIGN}


def test_promises_at_their_word_look_sure_and_miss():
    lens = guessed("travel")
    doubtful = lens.view(TENDER).width
    lens.take_promises(WORD)
    assert lens.view(TENDER).width < doubtful
    assert lens.view(DELIVERY).middle < lens.view(TENDER).low
    said = headline(lens)
    assert "narrowest" in said and "outside the range at tender" in said


def test_what_was_judged_at_design_helps_the_tender():
    lens = guessed("home-care")
    alone = lens.view(TENDER)
    lens.carry(True)
    assert lens.view(TENDER).width < alone.width and lens.view(TENDER).count(UNKNOWN) < alone.count(UNKNOWN)


def test_records_narrow_the_range():
    lens = guessed("home-care")
    last = lens.view(DELIVERY).width
    lens.look_until(lens.report_days()[0].isoformat())
    assert lens.as_of() == lens.report_days()[0] and lens.view(DELIVERY).width > last
    lens.look_until("2099-01-01")
    assert lens.as_of() == lens.report_days()[-1]


def test_who_holds_it_comes_from_the_contract():
    lens = guessed()
    said = str(details(lens, "jobs")).replace("&#39;", "'")
    assert "Then the supplier's site manager: payroll list with start dates." in said and "Job centre: people on the job centre" in said
    assert said.count("<tr>") == 9 and "how much of its promises the supplier keeps (" in first(lens)
    assert "£41,000 to £106,000" in bid_note(lens) and "45 promises" in bid_note(lens)
    assert [row[0] for row in chart(lens).table["rows"]] == ["At design", "At tender", "In delivery"]
    assert "5.2% to 50%" in how(lens)


def test_every_need_belongs_to_a_line_and_every_line_has_one():
    for contract in lens_contracts():
        found = contract.value_map()
        assert {need.outcome_id for need in contract.needs} == {outcome.id for outcome in found.outcomes}
        assert all(need.low < need.likely < need.high for need in contract.needs)
        assert set(promises_of(contract, found)) == {outcome.id for outcome in found.outcomes}


def test_the_record_leaves_the_contract_itself_out():
    travel = practice().contract("travel")
    promises = sum(len(contract.commitments) for contract in practice().contracts if contract.reference != travel.reference)
    assert record_without(travel).promises == promises
    assert record_without(travel).low > record_without(practice().contract("home-care")).low  # travel keeps few of its own


def test_standings_are_those_of_the_day():
    contract = practice().contract("grounds-maintenance")
    early, late = (standings_of(contract, contract.value_map(), day)["jobs"] for day in (report_days(contract)[0], report_days(contract)[-1]))
    assert (early.delivered, late.delivered, late.target) == (0.25, 6.0, 6.0) and early.phase < late.phase < 1


def test_work_comes_back_after_a_refresh():
    lens = guessed("travel", "delivery")
    lens.take_promises(WORD)
    lens.lesson = "Ask for less"
    again = LifecycleLens()
    again.from_dict(json.loads(json.dumps(lens.to_dict())))
    assert again.to_dict() == lens.to_dict() and headline(again) == headline(lens)
    again.from_dict({**lens.to_dict(), "contract": "gone", "committed": {"gone": {}}, "promises": "x"})
    assert again.contract == "grounds-maintenance" and not again.locked

"""Which rule applies: each boundary of date, value, buyer and sort of contract, on the shipped rules."""

from __future__ import annotations

from datetime import date

import pytest

from svtrain.core.rules import APPLIES, DOES_NOT, UNKNOWN, Procurement, missing_facts
from svtrain.data.rules_data import buyers, rule_book, rules, rules_on, thresholds, which_rules

ACT, EARLY, FIRST, SECOND, KPI, RATING = "social-value-act", "ppn-002-early", "ppn-06-20", "ppn-002", "pa-kpi", "pa-rating"
OLD_CRITERIA, CRITERIA = "pcr-award-criteria", "pa-award-criteria"
CENTRAL = ("central-government", "executive-agency", "ndpb")


def judged(unconfirmed=False, **facts):
    known = {"buyer": "central-government", "start": date(2026, 3, 1), "value": 300_000.0, "kind": "services",
             "light_touch": False, "nation": "england", **facts}
    return {verdict.rule.id: verdict for verdict in which_rules(Procurement(**known), unconfirmed)}


def answers(*ids, unconfirmed=False, **facts):
    found = judged(unconfirmed, **facts)
    return [found[name].answer for name in ids]


def test_the_rules_held_are_these():
    assert [rule.id for rule in rules()] == [
        ACT, FIRST, EARLY, SECOND, "ppn-026-lower", "ppn-026-upper", OLD_CRITERIA, CRITERIA, KPI, RATING, "rotherham-weight", "rotherham-plan",
        "bradford-mandatory", "south-ribble-weight", "manchester-weight", "manchester-environment"]
    weights = {rule.id: rule.minimum_weight for rule in rules() if rule.minimum_weight}
    assert weights == {FIRST: 10, SECOND: 10, "ppn-026-lower": 10, "ppn-026-upper": 20, "rotherham-weight": 20,
                       "south-ribble-weight": 15, "manchester-weight": 20, "manchester-environment": 10}
    assert {rule.id for rule in rules() if rule.confirmed == "unconfirmed"} == {"ppn-026-lower", "ppn-026-upper"}
    assert len(thresholds()) == 14 and len(buyers()) == 13 == len(rule_book().buyer_classes)
    assert [regime.id for regime in rule_book().regimes] == ["pcr-2015", "pa-2023"] and rule_book().vat == 0.2
    for rule in rules():
        assert rule.source and rule.locator and rule.url and rule.licence and rule.last_checked >= "2026-11-22"
        assert set(rule.buyers) | set(rule.buyers_unclear) <= set(buyers())


@pytest.mark.parametrize(("day", "expected"), [
    (date(2020, 12, 31), [DOES_NOT, DOES_NOT, DOES_NOT]),
    (date(2022, 1, 1), [APPLIES, DOES_NOT, DOES_NOT]),
    (date(2025, 2, 23), [APPLIES, DOES_NOT, DOES_NOT]),
    (date(2025, 2, 24), [DOES_NOT, APPLIES, DOES_NOT]),
    (date(2025, 9, 30), [DOES_NOT, APPLIES, DOES_NOT]),
    (date(2025, 10, 1), [DOES_NOT, DOES_NOT, APPLIES]),
    (date(2026, 12, 31), [DOES_NOT, DOES_NOT, APPLIES]),
])
def test_policy_notes_follow_each_other_to_the_day(day, expected):
    assert answers(FIRST, EARLY, SECOND, start=day) == expected


def test_before_the_thresholds_held_the_answer_is_unknown():
    verdict = judged(start=date(2021, 1, 1))[FIRST]
    assert (verdict.answer, verdict.missing) == (UNKNOWN, ("the threshold on that day",))


def test_after_the_thresholds_held_the_answer_is_unknown():
    assert answers(SECOND, start=date(2027, 12, 31)) == [APPLIES]
    assert judged(start=date(2028, 1, 1))[SECOND].missing == ("the threshold on that day",)


@pytest.mark.parametrize("buyer", ["council", "combined-authority", "police", "fire", "university", "school", "housing-association"])
def test_policy_notes_do_not_bind_local_government_police_or_universities(buyer):
    found = judged(unconfirmed=True, buyer=buyer, value=9e6)
    notes = [name for name in found if name.startswith("ppn")]
    assert len(notes) == 5
    assert {found[name].answer for name in notes} == {DOES_NOT}


@pytest.mark.parametrize("buyer", CENTRAL)
def test_policy_notes_bind_central_government(buyer):
    assert answers(SECOND, buyer=buyer) == [APPLIES]


def test_an_nhs_body_is_told_that_its_own_guidance_is_not_held():
    assert judged(buyer="nhs")[SECOND].answer == UNKNOWN


@pytest.mark.parametrize(("value", "expected"), [
    (4_999_999.99, DOES_NOT), (5_000_000.0, DOES_NOT), (5_000_000.01, APPLIES)])
def test_indicators_and_ratings_need_more_than_five_million(value, expected):
    assert answers(KPI, RATING, buyer="council", value=value) == [expected, expected]


@pytest.mark.parametrize(("facts", "expected"), [
    ({"start": date(2025, 2, 23)}, DOES_NOT), ({"start": date(2025, 2, 24)}, APPLIES),
    ({"form": "framework"}, DOES_NOT), ({"light_touch": True}, DOES_NOT), ({"light_touch": None}, UNKNOWN),
    ({"light_touch": None, "kind": "works"}, APPLIES), ({"concession": True}, DOES_NOT),
    ({"buyer": "private-utility"}, DOES_NOT), ({"nation": "wales"}, UNKNOWN), ({"nation": None}, UNKNOWN)])
def test_what_indicators_leave_out(facts, expected):
    assert answers(KPI, **{"buyer": "university", "value": 6e6, **facts}) == [expected]


@pytest.mark.parametrize(("facts", "expected"), [
    ({"start": date(2025, 12, 31), "value": 214_903.99}, DOES_NOT), ({"start": date(2025, 12, 31), "value": 214_904.0}, APPLIES),
    ({"start": date(2026, 1, 1), "value": 207_719.99}, DOES_NOT), ({"start": date(2026, 1, 1), "value": 207_720.0}, APPLIES),
    ({"start": date(2023, 12, 31), "value": 213_477.0}, APPLIES), ({"start": date(2024, 1, 1), "value": 213_477.0}, DOES_NOT),
    ({"buyer": "ndpb", "value": 135_018.0}, APPLIES), ({"buyer": "ndpb", "value": 135_017.99}, DOES_NOT),
    ({"light_touch": True, "value": 663_539.99}, DOES_NOT), ({"light_touch": True, "value": 663_540.0}, APPLIES),
    ({"light_touch": None, "value": 207_719.99}, DOES_NOT), ({"light_touch": None, "value": 250_000.0}, UNKNOWN),
    ({"light_touch": None, "value": 663_540.0}, APPLIES),
    ({"start": date(2013, 1, 30), "value": 1e6}, DOES_NOT), ({"start": date(2013, 1, 31), "value": 1e6}, UNKNOWN),
    ({"kind": "goods", "value": 1e6}, DOES_NOT), ({"kind": "works", "value": 9e6}, DOES_NOT), ({"kind": None, "value": 1e6}, UNKNOWN),
    ({"form": "call-off", "value": 1e6}, DOES_NOT), ({"form": "framework", "value": 1e6}, APPLIES),
    ({"nation": "scotland", "value": 1e6}, DOES_NOT), ({"nation": "northern-ireland", "value": 1e6}, DOES_NOT),
    ({"nation": "wales", "value": 1e6}, UNKNOWN), ({"buyer": "university", "value": 1e6}, UNKNOWN),
    ({"buyer": "university", "value": 1.0}, DOES_NOT)])
def test_the_act_covers_services_from_the_threshold(facts, expected):
    assert answers(ACT, **{"buyer": "council", **facts}) == [expected]


@pytest.mark.parametrize(("facts", "expected"), [
    ({}, [DOES_NOT, APPLIES]), ({"start": date(2025, 2, 24)}, [DOES_NOT, APPLIES]), ({"start": date(2025, 2, 23)}, [APPLIES, DOES_NOT]),
    ({"start": date(2015, 2, 25)}, [DOES_NOT, DOES_NOT]), ({"start": date(2016, 1, 1)}, [UNKNOWN, DOES_NOT]),
    ({"value": 207_719.99}, [DOES_NOT, DOES_NOT]), ({"kind": "works", "value": 9e6}, [DOES_NOT, APPLIES]),
    ({"light_touch": True, "value": 663_540.0}, [DOES_NOT, APPLIES]), ({"light_touch": True, "value": 663_540.0, "start": date(2024, 5, 1)}, [DOES_NOT, DOES_NOT]),
    ({"form": "framework"}, [DOES_NOT, APPLIES]), ({"form": "call-off", "framework_start": date(2024, 5, 1)}, [UNKNOWN, DOES_NOT]),
    ({"concession": True, "value": 9e6}, [DOES_NOT, APPLIES]), ({"nation": "scotland"}, [DOES_NOT, DOES_NOT]), ({"nation": "wales"}, [DOES_NOT, UNKNOWN]),
    ({"buyer": "housing-association"}, [DOES_NOT, UNKNOWN])])
def test_award_criteria_relate_to_the_contract_under_both_laws(facts, expected):
    assert answers(OLD_CRITERIA, CRITERIA, **{"buyer": "council", **facts}) == expected


def test_the_rule_on_award_criteria_says_where_it_was_read():
    old, new = rules_on("award criteria")
    assert "subject matter of the contract" in new.duty and new.minimum_weight is None and old.minimum_weight is None
    assert "/ukpga/2023/54/section/23" in new.url and new.confirmed == old.confirmed == "confirmed"


def test_the_act_sets_no_weight():
    act = next(rule for rule in rules() if rule.id == ACT)
    assert act.minimum_weight is None and "no weight" in act.weight_note


def test_a_call_off_follows_the_law_of_its_framework():
    old, new = date(2024, 5, 1), date(2025, 3, 1)
    common = {"buyer": "council", "value": 6e6, "form": "call-off", "start": date(2026, 3, 1)}
    assert answers(KPI, framework_start=old, **common) == [DOES_NOT]
    assert answers(KPI, framework_start=new, **common) == [APPLIES]
    assert judged(**common)[KPI].missing == ("the day the framework's procurement started",)
    assert answers(KPI, **{**common, "start": date(2025, 2, 23)}) == [DOES_NOT]


def test_the_unconfirmed_note_is_never_used_by_default_but_is_mentioned():
    found = judged(start=date(2027, 1, 1), value=6e6)
    assert not [name for name in found if name.startswith("ppn-026")]
    assert found[SECOND].answer == APPLIES
    assert "second-hand" in found[SECOND].caution
    assert judged(start=date(2026, 12, 31), value=6e6)[SECOND].caution == ""


@pytest.mark.parametrize(("value", "expected"), [
    (999_999.99, [DOES_NOT, DOES_NOT]), (1_000_000.0, [APPLIES, DOES_NOT]), (4_999_999.99, [APPLIES, DOES_NOT]),
    (5_000_000.0, [DOES_NOT, APPLIES])])
def test_when_asked_for_the_unconfirmed_note_has_two_tiers(value, expected):
    assert answers("ppn-026-lower", "ppn-026-upper", unconfirmed=True, start=date(2027, 1, 1), value=value) == expected
    assert answers("ppn-026-lower", "ppn-026-upper", unconfirmed=True, start=date(2026, 12, 31), value=value) == [DOES_NOT, DOES_NOT]


def test_a_councils_policy_needs_its_name():
    verdict = judged(buyer="council")["rotherham-weight"]
    assert (verdict.answer, verdict.missing) == (UNKNOWN, ("the name of the council",))


@pytest.mark.parametrize(("name", "rule", "expected"), [
    ("Rotherham", "rotherham-weight", APPLIES), ("Rotherham Metropolitan Borough Council", "rotherham-weight", APPLIES),
    ("Manchester City Council", "rotherham-weight", DOES_NOT), ("Greater Manchester Combined Authority", "manchester-weight", DOES_NOT),
    ("Manchester City Council", "manchester-weight", UNKNOWN), ("City of Bradford Metropolitan District Council", "bradford-mandatory", UNKNOWN),
    ("South Ribble", "south-ribble-weight", UNKNOWN)])
def test_a_councils_policy_binds_it_alone(name, rule, expected):
    assert answers(rule, buyer="council", buyer_name=name) == [expected]


@pytest.mark.parametrize(("value", "expected"), [
    (100_000.0, DOES_NOT), (100_000.01, UNKNOWN), (120_000.0, UNKNOWN), (120_000.01, APPLIES)])
def test_a_limit_silent_on_vat_leaves_a_band_unknown(value, expected):
    assert answers("rotherham-weight", buyer="council", buyer_name="Rotherham", value=value) == [expected]


@pytest.mark.parametrize(("day", "expected"), [
    (date(2018, 12, 31), DOES_NOT), (date(2019, 6, 1), UNKNOWN), (date(2020, 1, 1), APPLIES)])
def test_a_year_alone_leaves_that_year_unknown(day, expected):
    assert answers("rotherham-weight", buyer="council", buyer_name="Rotherham", value=500_000.0, start=day) == [expected]


def test_with_no_fact_at_all_everything_is_unknown_and_the_facts_are_named():
    verdicts = which_rules(Procurement())
    assert {verdict.answer for verdict in verdicts} == {UNKNOWN}
    assert missing_facts(verdicts)[:2] == ["the kind of buyer", "the nation of the buyer"]


def test_every_reason_is_a_sentence_a_person_can_read():
    for verdict in [*which_rules(Procurement()), *judged(unconfirmed=True).values(), *judged(buyer="council").values()]:
        assert verdict.reasons
        for reason in verdict.reasons:
            assert reason[0].isupper() and reason.endswith(".")
            assert all(len(sentence.split()) <= 25 for sentence in reason.split(". "))


def test_what_may_be_a_call_off_may_be_under_the_framework_s_older_law():
    """A framework's day that is known says nothing while nobody has said whether this is a call-off from it."""
    older = {"start": date(2025, 3, 1), "framework_start": date(2024, 6, 1)}
    assert answers(FIRST, form=None, **older) == [UNKNOWN]
    assert "whether it is a call-off" in judged(form=None, **older)[FIRST].missing
    assert answers(FIRST, form="contract", **older) == [DOES_NOT]


def test_the_threshold_of_a_framework_whose_day_is_not_known_is_not_known_either():
    """£214,000 reaches the sub-central threshold of 2022 and 2023, not that of 2024 and 2025."""
    near = {"buyer": "council", "start": date(2025, 3, 1), "value": 214_000.0, "form": "call-off"}
    criteria = judged(**near)[OLD_CRITERIA]
    assert criteria.answer == UNKNOWN and "the day the framework's procurement started" in criteria.missing
    assert answers(OLD_CRITERIA, **{**near, "framework_start": date(2024, 6, 1)}) == [DOES_NOT]
    assert answers(OLD_CRITERIA, **{**near, "value": 5000.0}) == [DOES_NOT]

"""A value map read under a team's proxy policy."""

from __future__ import annotations

import copy

import pytest
from pydantic import ValidationError

from svtrain.core.challenge import DECISIONS, challenge_map
from svtrain.core.proxy_policy import ProxyPolicy, Verdict
from svtrain.core.reference import Proxy, Reference
from svtrain.core.under_policy import policy_challenges, under_policy
from svtrain.core.valuation import value
from svtrain.core.value_map import ValueMap

BANK = Reference(proxies={"job": Proxy("job", 90, "per person", outcome="A job", price_year="2019", source="Bank", licence="OGL v3.0"),
                          "tree": Proxy("tree", 5, "per tree", price_year="2019")})
MAP = ValueMap.model_validate({"conventions": {"discount_rate": 0}, "inputs": [{"name": "Price", "value": 100}], "outcomes": [
    {"id": "jobs", "quantity": 2, "proxy": "job"}, {"id": "more.jobs", "quantity": 1, "proxy": {"id": "job"}}, {"id": "trees", "quantity": 10, "proxy": "tree"}]})
SAID = {"decision": "accept", "reason": "Fits us.", "grade": "amber", "on": "2026-11-22"}


def policy(verdict=None, was=90, proxy="job"):
    return ProxyPolicy.model_validate({"title": "Ours", "owner": "North", "proxies": [
        {"proxy": proxy, "was": {"value": was, "unit": "per person", "price_year": "2019"}, "first": {**SAID, **(verdict or {})}}]})


ADAPT = {"decision": "adapt", "reason": "Local pay.", "use": {"value": {"low": 60, "likely": 70, "high": 80}, "source": "Payroll"}}


def test_an_adapted_proxy_replaces_the_published_one_wherever_it_stands():
    changed, findings = under_policy(MAP, policy(ADAPT), BANK)
    assert value(changed, BANK).present_value == pytest.approx(3 * 70 + 50)
    own = changed.outcomes[0].proxy
    assert (own.source, own.price_year, own.unit, own.outcome, own.value.high) == ("Payroll", "2019", "per person", "A job", 80)
    assert own.value.reason == "Local pay." and own.licence == "" and own.value_basis == "adapted from job"
    assert [one.rule for one in findings] == ["policy-adapts", "policy-adapts", "policy-silent"]
    assert "instead of 90" in changed.notes[-1]


@pytest.mark.parametrize(("decision", "level", "rule"), [("reject", "error", "policy-rejects"), ("park", "warning", "policy-parks")])
def test_a_rejected_or_open_proxy_stays_in_the_sum_and_is_pointed_out(decision, level, rule):
    changed, findings = under_policy(MAP, policy({"decision": decision}), BANK)
    assert value(changed, BANK).present_value == value(MAP, BANK).present_value
    assert {(one.level, one.rule, one.field) for one in findings[:2]} == {(level, rule, "jobs.proxy"), (level, rule, "more.jobs.proxy")}
    assert "Fits us." in findings[0].message


def test_an_accepted_proxy_is_not_talked_about():
    _, findings = under_policy(MAP, policy(), BANK)
    assert [one.rule for one in findings] == ["policy-silent"] and "'tree'" in findings[0].message


def test_what_the_bank_says_now_makes_a_judgement_stale():
    changed, findings = under_policy(MAP, policy(ADAPT, was=85), BANK)
    assert changed.outcomes == MAP.outcomes
    assert findings[0].rule == "policy-stale" and "was 85; now it is 90" in findings[0].message


def test_a_value_of_the_maps_own_is_not_overruled():
    plain = copy.deepcopy(MAP.as_dict())
    plain["outcomes"][0]["proxy"] = {"id": "job", "value": 100}
    changed, findings = under_policy(ValueMap.model_validate(plain), policy(ADAPT), BANK)
    assert [one.proxy.value.likely for one in changed.outcomes[:2]] == [100, 70]
    assert [one.field for one in findings if one.rule == "policy-stale"] == ["jobs.proxy"]


def test_it_is_a_challenge_like_any_other():
    """The records may be handed on and applied by the machinery of challenges, with the same result."""
    records = policy_challenges(policy(ADAPT), MAP, BANK)
    result = challenge_map(MAP, records, BANK)
    assert [effect.status for effect in result.effects] == ["applied", "applied"]
    assert result.after.present_value == value(under_policy(MAP, policy(ADAPT), BANK)[0], BANK).present_value
    assert records[0].by == "North" and records[0].evidence_grade == "amber"


def test_the_later_judgement_is_in_force():
    both = policy().model_dump()
    both["proxies"][0]["now"] = Verdict.model_validate({**SAID, "decision": "reject"})
    _, findings = under_policy(MAP, ProxyPolicy.model_validate(both), BANK)
    assert findings[0].rule == "policy-rejects"


@pytest.mark.parametrize(("change", "said"), [
    ({"reason": ""}, "at least 1 item"), ({"reason": "   "}, "needs its reason"), ({"grade": ""}, "how good the evidence is"),
    ({"grade": "purple"}, "no grade 'purple'"), ({"decision": "adapt"}, "give the value that you use"),
    ({"use": {"value": 3, "source": "x"}}, "Only an adapted proxy"), ({"question": "whose"}, "no question 'whose'"),
    ({"decision": "adapt", "use": {"value": {"value": 3, "reason": "x"}, "source": "x"}}, "numbers only"),
    ({"decision": "adapt", "use": {"value": 3, "source": ""}}, "at least 1 item"),
])
def test_a_judgement_without_its_grounds_is_refused(change, said):
    with pytest.raises(ValidationError, match=said):
        policy(change)


def test_a_proxy_is_judged_once():
    with pytest.raises(ValidationError, match="judged twice"):
        ProxyPolicy.model_validate({"proxies": [{"proxy": "job", "was": {"value": 1}, "first": SAID}] * 2})


def test_the_decisions_are_those_of_challenges():
    assert {policy({**ADAPT, "decision": one} if one == "adapt" else {"decision": one}).proxies[0].verdict.decision for one in DECISIONS} == set(DECISIONS)

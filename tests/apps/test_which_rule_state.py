"""Which rule applies, done without its screen."""

from __future__ import annotations

import json

import pytest

from svtrain.apps.which_rule.state import WhichRule
from svtrain.apps.which_rule.words import answer
from svtrain.data.rules_data import rules

COUNCIL = {"buyer": "council", "nation": "england", "start": "1 February 2026", "value": "250k", "kind": "services", "form": "contract",
           "light_touch": "no", "buyer_name": "Leeds"}


@pytest.fixture
def rule():
    rule = WhichRule()
    for key, text in COUNCIL.items():
        rule.type(key, text)
    return rule


def ids(rule, answer):
    return {verdict.rule.id for verdict in rule.having(answer)}


def test_nothing_known_gives_no_answer_and_names_what_is_missing():
    rule = WhichRule()
    assert not rule.having("applies") and not rule.having("does not apply")
    assert rule.missing[0] == "the kind of buyer" and "the value including VAT" in rule.missing
    assert "Nothing is known yet" in answer(rule)
    rule.type("nation", "england")
    assert "No rule held here applies for sure; 14 are unknown" in answer(rule)
    assert "Policies of single councils</strong>: Rotherham, Bradford, South Ribble, Manchester" in answer(rule)


def test_a_council_service_above_the_threshold(rule):
    assert ids(rule, "applies") == {"social-value-act", "pa-award-criteria"}
    assert not rule.having("unknown") and rule.missing == ()
    assert {"ppn-002", "pa-kpi", "rotherham-weight"} <= ids(rule, "does not apply")


@pytest.mark.parametrize("key", ["buyer", "nation", "start", "value", "kind", "form"])
def test_a_missing_fact_is_named_and_never_guessed(rule, key):
    rule.type(key, "")
    assert "social-value-act" in ids(rule, "unknown")
    assert rule.missing


@pytest.mark.parametrize(("text", "applies"), [("5m", False), ("£5,000,000", False), ("5,000,001", True), ("6 m", True)])
def test_indicators_need_more_than_five_million(rule, text, applies):
    rule.type("value", text)
    assert ("pa-kpi" in ids(rule, "applies")) is applies


def test_central_government_from_october_2025(rule):
    rule.type("buyer", "central-government")
    assert "ppn-002" in ids(rule, "applies") and "Least weight: 10%" in answer(rule)
    rule.type("start", "30/09/2025")
    assert "ppn-002" not in ids(rule, "applies") and "ppn-002-early" in ids(rule, "applies")


def test_what_is_not_confirmed_is_never_an_answer(rule):
    rule.type("buyer", "central-government")
    rule.type("start", "1 March 2027")
    rule.type("value", "6m")
    doubtful = {one.id for one in rules() if not one.used_by_default}
    assert doubtful and not doubtful & {verdict.rule.id for verdict in rule.verdicts}
    assert "second-hand and must be checked" in answer(rule)


def test_a_university_is_left_open(rule):
    rule.type("buyer", "university")
    assert "social-value-act" in ids(rule, "unknown")
    assert "whether this buyer is bound" in rule.missing


@pytest.mark.parametrize(("key", "text", "says"), [
    ("value", "lots", "not a number"), ("value", "-1", "below zero"), ("start", "soon", "Type a day"), ("start", "31/02/2026", "Type a day"),
    ("start", "1/1/1066", "Type a day"), ("framework_start", "x", "Type a day"),
])
def test_what_cannot_be_read_counts_as_not_known_and_is_said(rule, key, text, says):
    rule.type(key, text)
    assert says in rule.problem(key) and "not known" in rule.problem(key)
    assert getattr(rule.facts, key) is None


def test_what_a_person_types_is_escaped(rule):
    rule.type("buyer_name", "<b>Leeds</b>")
    assert "<b>Leeds" not in answer(rule)


def test_it_comes_back_and_can_be_forgotten(rule):
    again = WhichRule()
    again.from_dict(json.loads(json.dumps(rule.to_dict())))
    assert again.verdicts == rule.verdicts
    again.clear()
    assert again.verdicts == WhichRule().verdicts
    again.from_dict({"typed": {"buyer": "a circus", "nation": "mars", "light_touch": "perhaps"}})
    assert again.facts.buyer is None and again.facts.nation is None and again.facts.light_touch is None

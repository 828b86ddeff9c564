"""Section 6: each rule has a map that trips it and one, as near as can be, that does not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from svtrain.core.lint import RULES
from svtrain.core.reference import Proxy
from svtrain.core.valuation import value
from svtrain.core.value_map import ValueMap

TODAY = "2026-11-22"


def line(name="jobs", **fields) -> dict:
    """An outcome that no rule has anything to say about, changed as asked."""
    proxy = {"value": 10, "unit": "person", "price_year": 2024, **fields.pop("proxy", {})}
    return {"id": name, "stakeholder": f"Group {name}", "outcome": f"Better life in way {name}", "quantity": 10, "unit": "person", "proxy": proxy,
            "deadweight": {"value": 0.2, "reason": "asked 40 people"}, **fields}


def unpriced(name="safe", **fields) -> dict:
    """An unpriced outcome that no rule has anything to say about, changed as asked."""
    return {"id": name, "stakeholder": "Residents", "outcome": f"Feels safe, {name}", "quantity": 70, "unit": "% of residents", "reason": "They said so.",
            "red_line": {"at_least": 60}, **fields}


def whole(*lines, **fields) -> dict:
    return {"inputs": [{"name": "Price", "value": 1000}], "outcomes": list(lines), **fields}


CASES = {
    "price-year-missing": (whole(line(proxy={"price_year": None})), whole(line())),
    "price-year-mixed": (whole(line(), line("b", proxy={"price_year": None})), whole(line(), line("b"))),
    "unit-mismatch": (whole(line(unit="session", proxy={"unit": "per person per year"})), whole(line(unit="people", proxy={"unit": "per person per year"}))),
    "place-mismatch": (whole(line(proxy={"geography": "Scotland"}), contract={"place": "E08000016"}),
                       whole(line(proxy={"geography": "England and Wales"}), contract={"place": "E08000016"})),
    "not-checked-lately": (whole(line(proxy={"last_checked": "2024-11-22"})), whole(line(proxy={"last_checked": "2024-12-22"}))),
    "licence-forbids-publishing": (whole(line(proxy={"licence": "CC BY-NC-ND 4.0"})), whole(line(proxy={"licence": "CC BY 4.0"}))),
    "output-as-outcome": (whole(line(outcome="Hours of volunteering delivered")), whole(line(outcome="Feels less alone after sessions"))),
    "priced-twice": (whole(line(), line("b", stakeholder="group jobs", outcome="Better life in way: JOBS")), whole(line(), line("b"))),
    "perspectives-added": (whole(line(proxy={"perspective": "fiscal"}), line("b", outcome="Better life in way jobs", proxy={"perspective": "economic"})),
                           whole(line(proxy={"perspective": "fiscal"}), line("b", outcome="Better life in way jobs", proxy={"perspective": "fiscal saving"}))),
    "no-reason-for-deadweight": (whole(line(deadweight=0.2)), whole(line(deadweight={"value": 0.2, "evidence": "survey"}))),
    "all-deductions-identical": (whole(line("a"), line("b"), line("c")), whole(line("a"), line("b"), line("c", displacement=0.05))),
    "round-number-habit": (whole(line(deadweight={"value": 0.1, "reason": "x"}, attribution=0.25, displacement=0.5, drop_off=0.1)),
                           whole(line(deadweight={"value": 0.1, "reason": "x"}, attribution=0.25, displacement=0.5, drop_off=0.12))),
    "long-without-evidence": (whole(line(duration_years=6)), whole(line(duration_years={"value": 6, "evidence": "followed up for ten years"}), line("b", duration_years=5))),
    "ratio-above-most": (whole(line(quantity=1400)), whole(line(quantity=1200))),
    "one-line-over-half": (whole(line(quantity=30), line("b"), line("c")), whole(line(quantity=19), line("b"), line("c"))),
    "counted-in-its-parts": (whole(line(includes=["b"]), line("b")), whole(line(includes=["elsewhere"]), line("b"))),
    "sounds-like-a-summary": (whole(line(outcome="Better quality of life"), line("b", stakeholder="Group jobs")), whole(line(outcome="Better quality of life"), line("b"))),
    "deadweight-despite-comparison": (whole(line(comparison_group=True)), whole(line(comparison_group=True, deadweight=0))),
    "said-ratio-differs": (whole(line(quantity=500), notes="So £3.00 for every £1 put in."), whole(line(quantity=500), notes="So £4.00 for every £1, a ratio of 4.")),
    "attribution-other-way": (whole(line(attribution={"value": 0.7, "reason": "70% is due to us"})), whole(line(attribution={"value": 0.3, "reason": "30% is due to the college"}))),
    "many-years-in-one": (whole(line(proxy={"unit": "person, lifetime"})), whole(line(proxy={"unit": "person over 1 years"}))),
    "weight-in-money": (whole(line(proxy={"source": "Bank value times our priority weight of 1.5"})), whole(line(proxy={"source": "A weighted average of three studies"}))),
    "bank-price-changed": (whole(line(proxy={"id": "job", "value": 14700, "price_year": "2012/13"})), whole(line(proxy={"id": "job", "value": {"low": 9000, "likely": 11000, "high": 12000}, "price_year": "2012/13"}))),
    "red-line-not-met": (whole(line(), unpriced=[unpriced(quantity=59)]), whole(line(), unpriced=[unpriced(quantity=60)])),
    "red-line-in-doubt": (whole(line(), unpriced=[unpriced(quantity={"low": 55, "likely": 65, "high": 70})]), whole(line(), unpriced=[unpriced(quantity={"low": 60, "likely": 65, "high": 70})])),
    "unpriced-without-reason": (whole(line(), unpriced=[unpriced(reason="")]), whole(line(), unpriced=[unpriced()])),
    "priced-and-unpriced": (whole(line(), unpriced=[unpriced(stakeholder="Group jobs", outcome="better life in way JOBS")]), whole(line(), unpriced=[unpriced(outcome="Better life in way jobs")])),
    "weights-over-100": (whole(line(), unpriced=[unpriced(red_line=None, weight=60), unpriced("b", red_line=None, weight=41)]), whole(line(), unpriced=[unpriced(red_line=None, weight=100)])),
    "more-than-there-are": (whole(line(), stakeholders={"Group jobs": 9}), whole(line(), line("b", unit="meal", stakeholder="Group jobs"), stakeholders={"Group jobs": 10})),
}


@pytest.fixture
def told(by_hand):
    usual = replace(by_hand, percentiles={"sroi ratio": {90: 10.2}})

    def run(given: dict):
        return value(ValueMap.model_validate({"conventions": {"discount_rate": 0}, **given}), usual, today=TODAY).lint
    return run


def test_every_rule_has_its_cases():
    assert set(CASES) == set(RULES)


@pytest.mark.parametrize("rule", CASES)
def test_a_rule_trips(told, rule):
    found = [finding for finding in told(CASES[rule][0]) if finding.rule == rule]
    assert found and found[0].level == RULES[rule].level and found[0].field


@pytest.mark.parametrize("rule", CASES)
def test_and_does_not_cry_wolf(told, rule):
    assert rule not in {finding.rule for finding in told(CASES[rule][1])}


@pytest.mark.parametrize("rule", CASES)
def test_a_sentence_is_short_and_ends(told, rule):
    for finding in told(CASES[rule][0]):
        assert finding.message[-1] in ".?" and len(finding.message.split()) <= 25, finding.message


def test_a_careful_map_has_no_findings(told):
    assert told(whole(line())) == ()


def test_errors_come_first(told):
    levels = [finding.level for finding in told(whole(line("a", quantity=500, deadweight=0.3), line("b"), line("c", comparison_group=True), stakeholders={"Group a": 3}))]
    assert levels[0] == "error" and levels == sorted(levels, key=["error", "warning", "note"].index) and len(set(levels)) == 3


@pytest.mark.parametrize(("place", "geography", "trips"), [
    ("E08000016", "UK", False), ("W06000015", "England (national averages)", True), ("S12000033", "Great Britain", False),
    ("N09000003", "Great Britain", True), ("E09000001", "London", False), ("E08000016", "London", True), ("Barnsley", "England", False),
    ("Leeds", "Leeds City Region", False), ("Scotland", "England and Wales", True), ("", "Scotland", False), ("E08000016", "", False),
])
def test_places(told, place, geography, trips):
    found = told(whole(line(proxy={"geography": geography}), contract={"place": place}))
    assert ("place-mismatch" in {finding.rule for finding in found}) == trips


@pytest.mark.parametrize(("counted", "priced", "trips"), [
    ("person", "per claimant per year", False), ("children", "per child over a 25 year period", False), ("families", "per family", False), ("tCO2e", "per tonne of CO2", False),
    ("tonne", "per tCO2e", False), ("tonnes of waste", "per tCO2e", True), ("FTE-years", "per FTE per year", False), ("person", "per year", False),
    ("hours", "per hour of volunteering", False), ("businesses", "business", False), ("person", "per week", True), ("hour", "person", True),
])
def test_units(told, counted, priced, trips):
    found = told(whole(line(unit=counted, proxy={"unit": priced})))
    assert ("unit-mismatch" in {finding.rule for finding in found}) == trips


@pytest.mark.parametrize(("unit", "trips"), [("claimants", True), ("", True), ("people per year", True), ("person-years", False), ("years", False), ("hours", False)])
def test_only_people_are_held_against_how_many_there_are(told, unit, trips):
    found = told(whole(line(unit=unit, proxy={"unit": ""}), stakeholders={"Group jobs": 9}))
    assert ("more-than-there-are" in {finding.rule for finding in found}) == trips


@pytest.mark.parametrize(("first", "second", "trips"), [
    ("Finds work (fiscal saving)", "Finds work \u2013 wellbeing", True), ("Finds work", "Finds work", True), ("Finds work", "Keeps work", False),
    ("More self-worth", "More self-esteem", False),
])
def test_one_outcome_under_two_sides(told, first, second, trips):
    found = told(whole(line(outcome=first, proxy={"perspective": "saving to the State"}), line("b", outcome=second, proxy={"perspective": "wellbeing"})))
    assert ("perspectives-added" in {finding.rule for finding in found}) == trips


@pytest.mark.parametrize(("checked", "trips"), [("2023", True), ("2024-10", True), ("2024", False), ("2026-13", False), ("lately", False)])
def test_a_check_known_by_its_year_or_month(told, checked, trips):
    assert ("not-checked-lately" in {finding.rule for finding in told(whole(line(proxy={"last_checked": checked})))}) == trips


def test_a_proxy_that_adds_perspectives_by_itself(told):
    assert "perspectives-added" in {finding.rule for finding in told(whole(line(proxy={"perspective": "economic + wellbeing"})))}


def test_two_perspectives_of_one_bank_proxy_under_two_names(told, by_hand):
    job = by_hand.proxies["job"]
    two = {name: replace(job, id=name, outcome="Leaves benefit for work", perspective=name) for name in ("fiscal", "economic")}
    assert isinstance(two["fiscal"], Proxy)
    found = value(ValueMap.model_validate({"conventions": {"discount_rate": 0}, "outcomes": [
        {"id": name, "outcome": f"Words of {name}", "quantity": 1, "proxy": name} for name in two]}), replace(by_hand, proxies=two), today=TODAY).lint
    assert [finding.field for finding in found if finding.rule == "perspectives-added"] == ["economic.proxy"]


def test_a_private_proxy_may_not_be_published(by_hand):
    private = replace(by_hand, proxies={"job": replace(by_hand.proxies["job"], private=True)})
    found = value(ValueMap.model_validate({"conventions": {"discount_rate": 0}, "outcomes": [{"id": "a", "quantity": 1, "proxy": "job"}]}), private, today=TODAY)
    assert "licence-forbids-publishing" in {finding.rule for finding in found.lint}


def test_without_base_rates_no_ratio_is_called_high(make, by_hand):
    found = value(make({"quantity": 1e6}), by_hand, today=TODAY)
    assert "ratio-above-most" not in {finding.rule for finding in found.lint}

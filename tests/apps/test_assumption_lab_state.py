"""The assumption lab, done without its screen."""

from __future__ import annotations

import json

import pytest

from svtrain.apps.assumption_lab.start import first_ranges
from svtrain.apps.assumption_lab.state import AssumptionLab
from svtrain.apps.assumption_lab.view import View
from svtrain.apps.assumption_lab.words import (
    comparison, density_picture, find_out_first, guess_options, headline, judgements, presets, switch_words, tornado_picture, verdict)
from svtrain.core.challenge import challenge_map
from svtrain.core.problems import CannotDo
from svtrain.core.valuation import value
from svtrain.core.value_map import ValueMap
from svtrain.data import reference
from svtrain.data.challenges import challenges_from
from svtrain.data.documents import parse_document
from svtrain.data.value_map import value_map_from
from svtrain.learn import exercise

CASE = "case:lwtc-westbank-2015"
WHY = "Nobody asked them a year later."


@pytest.fixture
def lab():
    lab = AssumptionLab()
    lab.open_start(CASE)
    return lab


@pytest.fixture
def ranged(lab):
    lab.take_judgements(first_ranges(lab.plain))
    lab.deepen()
    return lab


def judge(lab, line, key, reason=WHY, **numbers):
    lab.go(line, key)
    lab.type("reason", reason)
    for part, text in numbers.items():
        lab.type(part, text)


def test_a_map_of_points_says_that_it_looks_too_sure(lab):
    assert lab.spread is None and lab.bars == []
    assert "£5.80" in headline(lab) and "looks surer than it is" in headline(lab)
    assert density_picture(lab) is None and tornado_picture(lab) is None


@pytest.mark.parametrize("reason", ["", "guess", "two words", "   spaced   "])
def test_no_number_before_its_reason(lab, reason):
    judge(lab, "f", "deadweight", reason, low="5%", likely="20%", high="50%")
    assert lab.locked and lab.typed("likely") == ""
    assert lab.result.sroi_ratio == pytest.approx(5.8017, abs=5e-5)


def test_a_reason_taken_away_takes_its_numbers_out_of_the_sum(lab):
    judge(lab, "f", "deadweight", likely="50%")
    lower = lab.result.sroi_ratio
    lab.type("reason", "")
    assert lab.typed("likely") == "50%" and lab.result.sroi_ratio > lower
    assert "its reason is missing" in headline(lab)


@pytest.mark.parametrize(("line", "key", "numbers", "part", "says"), [
    ("f", "deadweight", {"likely": "lots"}, "likely", "is not a number"), ("f", "deadweight", {"likely": "25"}, "likely", "type 25%"),
    ("f", "deadweight", {"low": "5%"}, "high", "Type the high end too"), ("f", "deadweight", {"high": "5%"}, "low", "Type the low end too"),
    ("f", "deadweight", {"low": "20%", "high": "50%"}, "low", "20%, lies above the map's likely number, 10%"),
    ("f", "deadweight", {"low": "50%", "high": "20%"}, "low", "50%, lies above the high end, 20%"),
    ("f", "deadweight", {"low": "5%", "likely": "30%", "high": "20%"}, "high", "20%, lies below the likely number, 30%"), ("f", "quantity", {"likely": "-3"}, "likely", "below zero"),
    ("f", "duration_years", {"likely": "0"}, "likely", "above 0"), ("f", "duration_years", {"likely": "5000"}, "likely", "1000 years"),
    ("*", "drop_off", {"low": "ten", "high": "5"}, "low", "is not a number"), ("*", "quantity", {"low": "10", "high": "20"}, "low", "wrong side of the likely one"),
    ("*", "deadweight", {"low": "-20", "high": "-10"}, "high", "wrong side of the likely one"),
])
def test_what_cannot_be_read_is_said_and_blocks_nothing(lab, line, key, numbers, part, says):
    judge(lab, "a", "deadweight", likely="20%")
    before = lab.result.sroi_ratio
    judge(lab, line, key, **numbers)
    assert says in lab.problem(part)
    assert lab.result.sroi_ratio == before
    assert "Not counted yet" in headline(lab)


def test_a_range_around_the_maps_own_number_spreads_the_result(lab):
    judge(lab, "f", "quantity", low="11", high="26")
    assert lab.map.outcomes[5].quantity.likely == 22
    assert lab.spread.ratio_p5 < 5.8017 < lab.spread.ratio_p95
    assert [bar.field for bar in lab.bars] == ["f.quantity"] and lab.revealed
    assert "nine times in ten" in headline(lab)


def test_every_line_at_once_moves_each_lines_own_number_and_together(lab):
    judge(lab, "*", "deadweight", low="-20", likely="10", high="60")
    found = {one.id: one.deadweight for one in lab.map.outcomes}
    assert (found["a"].low, found["a"].likely, found["a"].high) == pytest.approx((0, 0.2, 0.7))
    assert (found["h"].low, found["h"].likely, found["h"].high) == pytest.approx((0.3, 0.6, 1))
    assert [bar.field for bar in lab.bars] == ["shared.deadweight of every line"]
    judge(lab, "*", "quantity", low="-50%", high="20%")
    assert lab.map.outcomes[0].quantity.ends == pytest.approx((237 / 2, 237 * 1.2))


def test_a_lines_own_judgement_comes_before_that_of_every_line(lab):
    judge(lab, "a", "deadweight", likely="70%")
    judge(lab, "*", "deadweight", likely="10")
    assert [one.deadweight.likely for one in lab.map.outcomes[:2]] == pytest.approx([0.7, 0.2])
    lab.go("a", "deadweight")
    lab.type("decision", "park")
    assert lab.map.outcomes[0].deadweight.likely == pytest.approx(0.2)


def test_what_was_put_in_can_be_questioned(lab):
    place = next(line for line, _ in lab.lines() if line.startswith("inputs.Project"))
    judge(lab, place, "deadweight", likely="238,892")
    assert lab.result.total_inputs == pytest.approx(238_892 + 1062.75)


def test_the_driver_waits_for_a_guess_and_the_first_guess_stands(ranged):
    assert not ranged.revealed and tornado_picture(ranged) is None
    assert all("once you have said what you expect" in said(ranged) for said in (headline, find_out_first))
    names = [name for _, name in guess_options(ranged)[1:]]
    assert names == sorted(names), "the order must give nothing away"
    ranged.commit_guess("no.such"), ranged.commit_guess("f.quantity"), ranged.commit_guess("f.proxy")
    assert ranged.guess == "f.quantity"
    assert "Working out the driver" in headline(ranged)
    ranged.deepen()
    assert "how long every line lasts" in headline(ranged)
    assert "is number 5 of 8. Number 1 is how long every line lasts" in verdict(ranged)
    assert tornado_picture(ranged).figure["data"][0]["y"][0].startswith("Lasts how many years")
    assert "narrow the range by 29%" in find_out_first(ranged)


def test_what_drives_the_case_is_what_the_exercise_says(ranged):
    ends = {bar.field: [f"£{end:.2f}" for end in (bar.at_low, bar.at_high)] for bar in ranged.bars}
    text = exercise("what-drives-it").exercise.model_dump_json()
    for field in ("shared.deadweight of every line", "shared.duration_years of every line", "f.quantity", "f.proxy"):
        assert all(end in text for end in ends[field]), field
    assert ranged.findings.drivers[0].field == ranged.bars[0].field == "shared.duration_years of every line"


def test_the_switching_value_is_said_for_the_place_looked_at(lab):
    lab.go("*", "deadweight")
    assert switch_words(lab) == "With 84.53% on every line the result would be £1 for each £1."
    lab.go("f", "deadweight")
    assert "stays on the same side" in switch_words(lab)


def test_presets_give_what_the_report_printed(ranged):
    lines = presets(ranged)
    assert "£3.23" in lines and "£4.29" in lines and "£1.30" in lines  # table 12 of the report
    assert "Without one line at a time (15)" in lines


def test_a_challenge_is_applied_taken_out_put_back_and_deleted(lab):
    judge(lab, "f", "deadweight", likely="50%")
    lab.deepen()
    lower, [weighed] = lab.result.sroi_ratio, lab.findings.weighed
    assert weighed.counts and weighed.worth.ratio_step == pytest.approx(lower - 5.8017, abs=1e-4)
    lab.type("decision", "reject")
    lab.deepen()
    assert lab.result.sroi_ratio == pytest.approx(5.8017, abs=5e-5)
    assert not lab.findings.weighed[0].counts and lab.findings.weighed[0].worth.alone == pytest.approx(weighed.worth.step)
    assert "no: rejected" in judgements(lab)
    lab.type("decision", "")
    assert lab.result.sroi_ratio == lower
    lab.forget()
    assert lab.judgements == {} and lab.result.sroi_ratio == pytest.approx(5.8017, abs=5e-5)


def test_saved_challenges_do_on_the_map_what_the_page_shows(ranged):
    judge(ranged, "a", "deadweight", reason="<b>Half</b> would, they said.", likely="50%", grade="green", would_change_if="A survey")
    found, problems = challenges_from(parse_document(ranged.records_text()))
    assert problems == []
    opened, _ = value_map_from(ranged.plain)
    assert challenge_map(opened, found, reference()).after.present_value == pytest.approx(
        value(ranged.map, reference()).present_value)
    again = AssumptionLab()
    again.open_start(CASE)
    assert again.open_records("ours.yaml", ranged.records_text().encode())
    assert again.records == [] and set(again.judgements) == set(ranged.judgements)
    assert (again.spread.ratio_p5, again.spread.ratio_p95) == pytest.approx((ranged.spread.ratio_p5, ranged.spread.ratio_p95), rel=0.02)
    assert again.judgements["a.deadweight"]["would_change_if"] == "A survey"
    assert "<b>" not in judgements(again) and "&lt;b&gt;" in judgements(again)


def test_challenges_that_no_field_can_show_are_applied_as_written(lab):
    records = {"challenges": [
        {"id": "years", "target": "convention", "field": "discount_rate", "expect": None, "set": 0.1, "reason": "Ours is higher."},
        {"id": "old", "field": "a.deadweight", "expect": 0.7, "set": 0.5, "reason": "It was higher once."}]}
    lab.open_records("x.json", json.dumps({"challenges": records["challenges"][1:]}).encode())
    lab.deepen()
    assert [effect.status for effect in lab.findings.loaded] == ["stale"] and "Stale" in judgements(lab)
    before = lab.result.sroi_ratio
    lab.forget_records()
    assert lab.records == [] and lab.result.sroi_ratio == before


@pytest.mark.parametrize(("name", "content", "says"), [
    ("x.yaml", b"a: [", "x.yaml"), ("x.yaml", b"{}", "no challenges here"),
    ("x.json", b'[{"id": "c", "field": "q.deadweight", "expect": 0, "set": 1}]', "has no 'q.deadweight'"),
])
def test_a_file_that_is_no_challenges_is_refused_and_changes_nothing(lab, name, content, says):
    judge(lab, "a", "deadweight", likely="20%")
    before = lab.to_dict()
    assert not lab.open_records(name, content)
    assert says in " ".join(lab.refused) and lab.to_dict() == before


def test_two_teams_maps_are_set_side_by_side(lab):
    judge(lab, "f", "deadweight", reason="A third would have, they told us.", likely="33%")
    theirs = lab.text()
    lab.forget()
    judge(lab, "f", "quantity", low="11", likely="15", high="22")
    assert lab.open_other("theirs.yaml", theirs.encode())
    assert "Comparing" in comparison(lab)
    lab.deepen()
    found = lab.findings.compared
    assert {(one.line, one.field) for one in found.differences} == {("f", "quantity"), ("f", "deadweight")}
    told = comparison(lab)
    assert "They differ in 2 places" in told and "A third would have, they told us." in told and "15 (11 to 22)" in told
    assert not lab.open_other("x.xlsm", b"") and "macros" in lab.refused[0]


@pytest.mark.parametrize(("currency", "sign"), [("EUR", "€"), ("CHF", "CHF ")])
def test_a_map_in_other_money_is_told_in_that_money(lab, currency, sign):
    price = {"low": 500, "likely": 900, "high": 1500}
    plain = {"currency": currency, "inputs": [{"name": "Price", "value": {"low": 900, "likely": 1000, "high": 2000}}], "outcomes": [
        {"id": "a", "quantity": 2, "proxy": {"value": price}}, {"id": "b", "quantity": 3, "proxy": {"value": -40}}]}
    lab.open_file("map.json", json.dumps(plain).encode())
    judge(lab, "b", "deadweight", likely="50%")
    lab.commit_guess("a.proxy")
    other = {**plain, "inputs": [{"name": "Price", "value": 1500}]}
    lab.open_other("other.json", json.dumps(other).encode())
    lab.deepen()
    told = "".join(map(str, (headline(lab), presets(lab), judgements(lab), find_out_first(lab), switch_words(lab), comparison(lab))))
    assert f"for each {sign}1" in told and f"Price {sign}1,500" in told and "£" not in told
    lab.open_file("map.json", json.dumps({**plain, "inputs": []}).encode())
    lab.deepen()
    told = "".join(map(str, (headline(lab), presets(lab), judgements(lab), find_out_first(lab), density_picture(lab).sentence)))
    assert sign in told and "£" not in told


def test_two_maps_that_cannot_be_set_side_by_side_say_why(lab):
    lab.open_other("other.json", json.dumps({"currency": "EUR", "outcomes": [{"id": "a", "quantity": 2, "proxy": {"value": 9}}]}).encode())
    lab.deepen()
    assert "cannot be set beside yours. It is in EUR and yours is in GBP" in comparison(lab)


def test_without_inputs_there_is_a_value_and_no_ratio(lab):
    plain = {"outcomes": [{"id": "a", "quantity": {"low": 1, "likely": 2, "high": 3}, "proxy": {"value": {"low": 5, "likely": 90, "high": 95}, "price_year": 2020}}]}
    assert lab.open_file("m.json", json.dumps(plain).encode())
    lab.commit_guess("a.quantity")
    lab.deepen()
    assert "£" in headline(lab) and "for each £1, nine" not in headline(lab)
    assert tornado_picture(lab).sentence and density_picture(lab).sentence and "Find out first" in find_out_first(lab)


def test_nothing_is_lost(ranged):
    judge(ranged, "f", "deadweight", likely="50%", low="oops")
    ranged.commit_guess("f.proxy")
    saved = json.loads(json.dumps(ranged.to_dict()))
    again = AssumptionLab()
    again.from_dict(saved)
    assert again.to_dict() == ranged.to_dict()
    assert again.typed("low") == "oops" and again.problem("low")
    assert again.spread.ratio_p5 == ranged.spread.ratio_p5


def test_what_is_saved_is_a_map_with_reasons(ranged):
    found, problems = value_map_from(parse_document(ranged.text()))
    assert not problems and value(found, reference()).sroi_ratio == pytest.approx(ranged.result.sroi_ratio)
    assert found.outcomes[5].quantity.reason.startswith("The report takes one case") and found.outcomes[0].duration_years.shared
    assert ranged.workbook()[:2] == b"PK"
    with pytest.raises(CannotDo, match="nothing to save"):
        lab = AssumptionLab()
        lab.open_start(CASE)
        lab.records_text()


@pytest.mark.parametrize("start", ["practice:home-care", "practice:waste", "case:health-precinct-2020"])
def test_other_contracts_open_and_are_worked_out(start):
    lab = AssumptionLab()
    lab.open_start(start)
    if lab.bars:
        lab.commit_guess(lab.bars[-1].field)
    lab.deepen()
    assert lab.result is not None and len(lab.findings.tried) >= 15
    assert len(lab.findings.drivers) == len(lab.bars)


def test_an_empty_map_says_so(lab):
    assert lab.open_file("m.json", b'{"outcomes": []}')
    lab.deepen()
    assert lab.line == "" and "£0" in headline(lab)
    assert ValueMap.model_validate(lab.plain).outcomes == ()


def test_text_that_comes_late_goes_to_the_assumption_it_was_typed_for(lab, tmp_path, monkeypatch):
    monkeypatch.setenv("SVTRAIN_WORK", str(tmp_path))
    view = View(lab)
    view.render()
    lab.go("f", "deadweight")
    box = view.parts["reason"]
    typed_for = box.about
    lab.go("f", "drop_off")
    box.set_state({"value": "Half of them would have gone anyway", "typed_about": typed_for})
    assert lab.judgements == {"f.deadweight": {"reason": "Half of them would have gone anyway"}} and box.value == ""
    view.parts["high"].set_state({"value": "50%", "typed_about": typed_for})
    assert lab.judgements["f.deadweight"]["high"] == "50%" and lab.locked and view.parts["high"].value == ""
    lab.go("f", "deadweight")
    typed_for = box.about
    lab.forget()
    box.set_state({"value": "Half of them", "typed_about": typed_for})
    assert lab.judgements == {} and box.value == ""
    typed_for = box.about
    lab.open_start(CASE)
    box.set_state({"value": "Of the map before", "typed_about": typed_for})
    assert lab.judgements == {}, "another map may have a line of the same name"

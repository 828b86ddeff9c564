"""The maps that exercises ask about: what is planted in them, what the checks find of it, and what only a person can."""

from __future__ import annotations

import csv

import pytest

from svtrain.core.lint import RULES
from svtrain.core.problems import CannotDo
from svtrain.core.valuation import value
from svtrain.core.value_map import ValueMap
from svtrain.data import reference
from svtrain.data.places import content
from svtrain.learn import exercise, exercises
from svtrain.learn.exhibit import exhibit
from svtrain.learn.library import map_of, read_exercise
from svtrain.learn.list_exercises import BugHuntExercise

WITH_MAPS = [one for one in exercises() if one.map]
HUNTS = [one for one in WITH_MAPS if isinstance(one, BugHuntExercise)]
SECOND_WITNESSES = {"bank-price-changed"}  # finds the same spoiled price as another check


def findings(one):
    return value(map_of(one), reference(), today="2026-11-22").lint


@pytest.mark.parametrize("one", HUNTS, ids=lambda one: one.id)
def test_the_checks_find_what_the_exercise_says_they_find_and_nothing_else(one):
    said = {claim.caught_by for claim in one.claims if claim.caught_by}
    assert said <= set(RULES)
    assert {finding.rule for finding in findings(one) if finding.level != "note"} - SECOND_WITNESSES == said


@pytest.mark.parametrize("one", HUNTS, ids=lambda one: one.id)
def test_only_wrong_claims_are_caught_and_some_are_left_to_a_person(one):
    assert all(claim.wrong for claim in one.claims if claim.caught_by)
    assert [claim for claim in one.claims if claim.wrong and not claim.caught_by]


def test_the_training_bid_prints_both_of_its_ratios():
    found = map_of(exercise("hunt-the-training-bid").exercise)
    result = value(found, reference())
    assert (round(result.present_value / found.inputs[0].value.likely, 2), round(result.sroi_ratio, 2)) == (2.11, 1.58)
    assert [finding.field for finding in result.lint if finding.rule == "said-ratio-differs"] == ["notes"]
    assert "'Contract price' alone" in next(finding.message for finding in result.lint if finding.rule == "said-ratio-differs")


def test_two_price_years_are_refused_and_then_add_up_to_the_answer():
    one = exercise("two-price-years").exercise
    found = map_of(one)
    with pytest.raises(CannotDo, match="prices of different years"):
        value(found, reference())
    moved = value(found.model_copy(update={"price_year": "2024"}), reference())
    whole = sum(line.gross for line in moved.by_outcome)
    assert exercise(one.id).check(whole).result == "correct"
    index, (first, second) = moved.by_outcome[0].gross / 98_000, (98_000, 60_000)
    slips = {"price-years-mixed": first + second, "both-lines-moved": (first + second) * index, "rebased-the-wrong-way": first / index + second,
             "the-other-year": first + second / index}
    assert {name: exercise(one.id).check(amount).misconception for name, amount in slips.items()} == {name: name for name in slips}


@pytest.mark.parametrize("one", WITH_MAPS, ids=lambda one: one.id)
def test_a_map_is_told_line_by_line(one):
    found, shown = map_of(one), exhibit(map_of(one))
    assert len(shown.lines) == len(found.outcomes) and len(shown.put_in) == len(found.inputs) + len(found.stakeholders)
    told = " ".join(" ".join((heading, *said)) for heading, said in shown.lines)
    for outcome in found.outcomes:
        for reason in (outcome.deadweight.reason, *(share.reason for share in outcome.attribution)):
            assert reason.rstrip(".") in told
    assert all(note in " ".join(shown.result) for note in found.notes)


def test_a_map_that_cannot_be_valued_says_why_and_still_shows_its_prices():
    shown = exhibit(map_of(exercise("two-price-years").exercise))
    assert "different years" in shown.result[0]
    assert "£9,800 per claimant per year at 2012/13 prices" in shown.lines[0][1][0] and "£6,000 per family at 2024 prices" in shown.lines[1][1][0]


def test_a_price_that_nobody_knows_is_said():
    shown = exhibit(ValueMap.model_validate({"outcomes": [{"id": "a", "quantity": 1, "proxy": "no-such-proxy"}]}))
    assert "a price that is not known" in shown.lines[0][1][0]


def test_an_exercise_without_its_map_is_named(tmp_path):
    folder = tmp_path / "hunt-the-training-bid"
    folder.mkdir()
    source = content("exercises") / "hunt-the-training-bid" / "exercise.yaml"
    (folder / "exercise.yaml").write_text(source.read_text(encoding="utf-8"), encoding="utf-8")
    with pytest.raises(CannotDo, match='no "value-map.yaml" beside'):
        read_exercise(folder)


# -- published slips: what the statements say is what the cases hold

def rows(name):
    with (content("datasets") / "cases" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_published_slips_are_those_of_the_cases():
    printed = {row["published_id"]: row for row in rows("published.csv")}
    combined = {row["combined_id"]: row for row in rows("combined_ratios.csv")}
    claims = {claim.id: claim for claim in exercise("published-slips").exercise.claims}
    text, table = printed["lwtc-westbank-2015.all-50-in-text"], printed["lwtc-westbank-2015.all-50"]
    assert (text["printed"], text["recomputes"], table["recomputes"]) == ("1.56", "no", "yes") and float(table["printed"]) == 1.30
    first = printed["lwtc-westbank-2015.net-present-value-first-printing"]
    assert (first["printed"], first["recomputes"]) == ("578645.48", "no") and "578,645.48" in claims["net"].text
    row = combined["drop-off-10-for-all-outcomes"]
    assert row["is_mean_of_two"] == "no" and all(row[name] in claims["drop-off"].text for name in ("calderdale", "kirklees", "combined"))
    assert round(699154.05 / 120508.75, 2) == 5.80 and round(699154.05 - 120508.75, 2) == 578645.30
    assert round(281010 / 55389, 2) == 5.07 and 4.40 < 1743046 / 395697 < 4.41
    assert {name for name, claim in claims.items() if claim.wrong} == {"all-half", "net", "drop-off", "year-two"}

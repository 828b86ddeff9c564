"""Every case of the counting clinic against the functions that count for a real contract."""

from __future__ import annotations

from datetime import date

import pytest

from svtrain.core.disadvantages import in_one_disadvantage, several_disadvantages
from svtrain.core.lint_context import Context
from svtrain.core.lint_counting import output_as_outcome
from svtrain.core.monitoring import Delivery, counted, fte_years, same_evidence
from svtrain.core.valuation import value
from svtrain.core.value_map import ValueMap
from svtrain.data import reference
from svtrain.learn import exercise

QUARTERS = [date(2026, 6, 30), date(2026, 9, 30), date(2026, 12, 31), date(2027, 3, 31), date(2027, 6, 30), date(2027, 9, 30),
            date(2027, 12, 31), date(2028, 3, 31)]
APRIL = date(2026, 4, 1)


def check(name, amount):
    feedback = exercise(name).check(amount)
    return feedback.misconception or feedback.result


def total(rows, *, per_year):
    return sum(amount for _, amount in counted(rows, per_year)[0])


def person(name, ends, amount=0.25, disadvantage="out of work", started=APRIL, share=1.0):
    return [Delivery(f"{name} {disadvantage} {end}", "C1", end, amount, share=share, person=name, disadvantage=disadvantage, started=started)
            for end in ends]


def test_full_time_years():
    groups = [(6, 1, 2), (4, 0.5, 2), (2, 1, 0.5)]
    assert check("count-fte-years", fte_years(groups)) == "correct"
    assert check("count-fte-years", sum(people for people, _, _ in groups)) == "heads-counted"
    assert check("count-fte-years", fte_years((people, 1, years) for people, _, years in groups)) == "half-time-counted-as-full"
    assert check("count-fte-years", fte_years((people, share, 1) for people, share, _ in groups)) == "years-left-out"
    assert check("count-fte-years", fte_years((people, share, 2) for people, share, _ in groups)) == "part-year-counted-as-whole-contract"


def test_the_first_twelve_months():
    rows = person("Asha", QUARTERS) + person("Ben", QUARTERS[:3])
    assert check("first-twelve-months", total(rows, per_year=True)) == "correct"
    assert check("first-twelve-months", sum(row.quantity for row in rows)) == "counted-for-as-long-as-they-stay"
    assert check("first-twelve-months", len({row.person for row in rows})) == "heads-counted"


STARTS = [("Cal", "care leaver"), ("Cal", "out of work"), ("Dee", "prison leaver"), ("Eli", "out of work"), ("Eli", "disabled")]


def test_one_disadvantage_only():
    rows = [row for name, what in STARTS for row in person(name, QUARTERS[:1], 1, what)]
    kept, said = in_one_disadvantage(rows)
    assert check("one-disadvantage-only", total(kept, per_year=False)) == "correct"
    assert check("one-disadvantage-only", len(rows)) == "rows-counted-as-people"
    assert check("one-disadvantage-only", len({what for _, what in STARTS})) == "disadvantages-counted"
    assert len(said) == 2 == len(several_disadvantages(rows))


def test_a_share_across_contracts():
    day, charity = (Delivery(name, "C1", QUARTERS[0], hours, share=share) for name, hours, share in (("day", 120, 1 / 3), ("charity", 30, 0)))
    assert check("share-across-contracts", total([day, charity], per_year=False)) == "correct"
    assert check("share-across-contracts", 3 * total([day], per_year=False)) == "whole-activity-claimed"
    assert check("share-across-contracts", total([day], per_year=False) + 30) == "head-office-claimed"


@pytest.mark.parametrize("row", exercise("output-or-outcome").exercise.rows, ids=lambda row: row.id)
def test_outputs_and_outcomes_as_the_check_sees_them(row):
    found = ValueMap.model_validate({"outcomes": [{"id": "a", "outcome": row.text, "quantity": 1, "proxy": {"value": 1}}]})
    said = list(output_as_outcome(Context(found, (), value(found, reference(), check=False), reference(), APRIL)))
    assert bool(said) == (row.place == "output")


def test_twice_once_or_not_at_all():
    place = {row.id: row.place for row in exercise("count-once").exercise.rows}
    local, prison = Delivery("1", "local jobs", APRIL, 1, person="P"), Delivery("2", "disadvantaged", APRIL, 1, person="P", disadvantage="prison leaver")
    assert place["local"] == "each" and not several_disadvantages([local, prison]) and total([local], per_year=False) + total([prison], per_year=False) == 2
    both = person("P", QUARTERS[:1], 1, "care leaver") + person("P", QUARTERS[:1], 1, "out of work")
    assert place["two-disadvantages"] == "once" and total(in_one_disadvantage(both)[0], per_year=False) == 1
    sheet = [Delivery(name, name, APRIL, 1, evidence_ref="SIGN-IN") for name in ("hours", "days")]
    assert place["planting"] == "once" and len(same_evidence(sheet)) == 1
    priced = ValueMap.model_validate({"price_year": "2024", "outcomes": [
        {"id": whose, "outcome": "Is in a job", "quantity": 1, "proxy": f"gmca-ee1-0-{whose}"} for whose in ("fiscal", "economic")]})
    assert place["benefit"] == "once" and "perspectives-added" in {finding.rule for finding in value(priced, reference()).lint}
    assert place["anyway"] == place["charity"] == "none"


RETURN = [*person("Fay", QUARTERS[:1]), *person("Fay", QUARTERS[:1], 0.25, "still a care leaver"), *person("Gus", QUARTERS[:1], started=date(2025, 1, 1)),
          *person("Hana", QUARTERS[:1], 0.125), *person("Ivo", QUARTERS[:1], share=1 / 3), *person("Jo", QUARTERS[:1], fte_years([(1, 1, 0.25)])),
          *person("Lea", QUARTERS[:1], 6 / 52)]


def test_a_suppliers_return_row_by_row():
    task = exercise("supplier-return")
    reported = dict(zip([claim.id for claim in task.exercise.claims], (0.25, 0.25, 0.25, 0.125, 0.25, 1, 0.115), strict=True))
    kept, _ = in_one_disadvantage(RETURN)
    may = {row.id: amount for row, amount in counted(kept, per_year=True)[0]}
    counts = dict(zip(reported, (may.get(row.id, 0) for row in RETURN), strict=True))
    wrong = [name for name in reported if abs(counts[name] - reported[name]) > 0.001]
    assert task.check(wrong).result == "correct"
    assert f"{sum(counts.values()):.2f} years in place of the {sum(reported.values()):.2f}" in " ".join(task.exercise.solution.split())


def test_the_park_has_a_high_ratio_and_a_line_not_met():
    from svtrain.learn.library import map_of

    result = value(map_of(exercise("past-the-red-line").exercise), reference())
    assert result.sroi_ratio > 3
    assert [(finding.level, finding.rule) for finding in result.lint if finding.level == "error"] == [("error", "red-line-not-met")]
    assert [item.state for item in result.unpriced] == ["not met", ""]

"""Published evaluations recomputed: every printed number, every printed sensitivity row.

In ``lwtc-westbank-2015`` the deductions and the drop-off were fitted to printed impacts and year values (their grade in
the map is ``fitted``), so those agree by construction. The independent evidence is its twelve sensitivity rows.
"""

from __future__ import annotations

import shlex

import pytest

from svtrain.core.changes import apply, parse_change
from svtrain.core.conventions import Conventions
from svtrain.core.sensitivity import preset
from svtrain.core.valuation import value
from svtrain.core.years import discount_factors
from svtrain.data import package, reference
from svtrain.data.cases import case_ids, open_case

PRINTED = package("cases").rows("published")
RECOMPUTED = [row for row in PRINTED if row["recomputes"] == "yes"]
CONTRADICTED = [row for row in PRINTED if row["recomputes"] == "no"]


def changes_of(value_map, options: str):
    """The options of ``svtrain sensitivity`` in the table, as changes."""
    words = shlex.split(options)
    found = []
    for option, text in zip(words[::2], words[1::2], strict=True):
        if option == "--preset":
            found += preset(value_map, text).changes
        else:
            found.append(parse_change(option.removeprefix("--"), text))
    return found


def recomputed(row) -> float:
    value_map = open_case(row["case_id"])
    value_map, _ = apply(value_map, reference(), changes_of(value_map, row["change"]))
    result = value(value_map, reference())
    measure, _, which = row["measure"].partition(":")
    if measure.startswith("present_value_year_"):
        return result.by_year[int(measure.rpartition("_")[2]) - 1].present_value
    if measure == "first_year":
        return next(each.first_year for each in result.by_outcome if each.id == which)
    if measure == "first_year_total":
        return sum(each.first_year for each in result.by_outcome)
    return getattr(result, measure)


@pytest.mark.parametrize("row", RECOMPUTED, ids=lambda row: row["published_id"])
def test_printed_number_is_recomputed(row):
    assert recomputed(row) == pytest.approx(float(row["printed"]), abs=float(row["tolerance"]), rel=0)


@pytest.mark.parametrize("row", CONTRADICTED, ids=lambda row: row["published_id"])
def test_a_publication_that_contradicts_itself_is_told_apart(row):
    """The other printing of the same number is the one that recomputes."""
    assert abs(recomputed(row) - float(row["printed"])) > float(row["tolerance"])
    assert row["note"]


def test_all_twelve_rows_of_the_diabetes_report_are_among_them():
    rows = [row for row in RECOMPUTED if row["case_id"] == "lwtc-westbank-2015" and row["locator"] == "table 12"]
    assert len(rows) == 12
    assert all(row["change"] for row in rows)


def test_every_case_is_in_the_table():
    assert set(case_ids()) == {row["case_id"] for row in PRINTED}


def test_start_of_year_reads_the_same_map_one_discount_year_higher():
    value_map = open_case("lwtc-westbank-2015")
    end, start = value(value_map, reference()), value(value_map.in_mode("green_book"), reference())
    assert end.sroi_ratio == pytest.approx(5.8017, abs=5e-5)
    assert start.sroi_ratio == pytest.approx(6.0047, abs=5e-5)
    assert start.sroi_ratio / end.sroi_ratio == pytest.approx(1.035, rel=1e-12)


def test_the_map_says_which_numbers_were_fitted():
    for outcome in open_case("lwtc-westbank-2015").outcomes:
        assert outcome.drop_off.grade == "fitted" and outcome.drop_off.reason
        assert outcome.deadweight.grade == "fitted" and outcome.deadweight.reason
        assert not outcome.quantity.grade


def test_a_combined_result_is_a_ratio_of_sums_not_a_mean_of_ratios():
    parts = [value(open_case(f"ffl-{name}-2016"), reference()) for name in ("calderdale", "kirklees")]
    of_sums = sum(part.present_value for part in parts) / sum(part.total_inputs for part in parts)
    mean = sum(part.sroi_ratio for part in parts) / 2
    assert of_sums == pytest.approx(4.405, abs=0.0005)
    assert mean == pytest.approx(4.41, abs=0.005)
    assert of_sums < mean


@pytest.mark.parametrize("row", package("cases").rows("combined-ratios"), ids=lambda row: row["combined_id"])
def test_the_combined_table_prints_means_except_where_it_says_otherwise(row):
    mean = (float(row["calderdale"]) + float(row["kirklees"])) / 2
    agrees = abs(mean - float(row["combined"])) <= 0.0051
    assert agrees == (row["is_mean_of_two"] == "yes")


@pytest.mark.parametrize("row", package("cases").rows("discount-factors"), ids=lambda row: row["factor_id"])
def test_printed_discount_factor(row):
    flat = Conventions(discount_rate=float(row["rate"])).resolved()
    factor = discount_factors(flat, None, int(row["year"]))[-1]
    assert factor == pytest.approx(float(row["factor"]), abs=float(row["tolerance"]), rel=0)


@pytest.mark.parametrize("row", package("cases").rows("schedule-factors"), ids=lambda row: row["check_id"])
def test_green_book_factor(row):
    """At the start of a year the map's year n + 1 is the Treasury's year n."""
    schedule = reference().schedules[row["schedule_id"]]
    year = int(row["year"])
    start = Conventions(mode="green_book", schedule=row["schedule_id"]).resolved()
    assert discount_factors(start, schedule, year + 1)[-1] == pytest.approx(float(row["factor"]), abs=6e-7)


def test_year_31_chains_from_year_30():
    end = Conventions().resolved()
    factors = discount_factors(end, reference().schedules["green-book-standard"], 31)
    assert factors[30] == pytest.approx(factors[29] / 1.03, rel=1e-15)

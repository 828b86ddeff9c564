"""Every shipped number against a second copy, made apart from the datasets: to the digit, and not one row more or less."""

from __future__ import annotations

import csv
import re
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from svtrain.data import base_rates, benchmarks, optimism_bias, price_index, schedule, series
from svtrain.data.packages import package
from svtrain.data.reference_data import shipped
from svtrain.data.series_data import all_series

EXPECTED = Path(__file__).parent / "expected"

# Not shipped: their keeper asks to be asked, forbids it, or two copies disagree; or they would make up most of one table.
HELD_BACK = """measureup-job measureup-job-wage-part measureup-apprenticeship measureup-apprenticeship-employer
measureup-volunteer-hour measureup-volunteer-year measureup-volunteer-wellbeing measureup-mental-health
measureup-physical-health measureup-physical-activity measureup-community measureup-co2e-2023 wrap-reuse-tonne
proarb-tree-benefit-30yr tag-time-business tag-time-commuting tag-time-leisure kf2024-ae-basic kf2024-ae-complex
kf2024-district-nurse wcc-piu-2022""".split()


def expected(name: str) -> list[dict[str, str]]:
    with (EXPECTED / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


PROXIES = {row["id"]: row for row in expected("proxies")}
SCHEDULES = {"green-book-sensitivity-no-pure-time-preference": "green-book-reduced"}


def decimal(text: str) -> Decimal | None:
    return Decimal(text) if text else None


def test_the_bank_holds_these_proxies_and_no_others():
    assert set(shipped().proxies) == set(PROXIES)
    assert len(PROXIES) == 224
    assert sum(row["ship"] == "yes" for row in PROXIES.values()) == 184
    assert sum(name.startswith("gmca-") for name in PROXIES) == 90
    assert not set(HELD_BACK) & set(shipped().proxies)
    assert len(HELD_BACK) + len(PROXIES) == 245


def test_each_collection_has_its_count():
    assert Counter(item.dataset for item in shipped().proxies.values()) == {
        "proxies-gmca": 90, "proxies-uk-government": 82, "proxies-parliament": 7, "proxies-cited-facts": 45}


@pytest.mark.parametrize("collection", ["proxies-gmca", "proxies-uk-government", "proxies-parliament", "proxies-cited-facts"])
def test_proxies_match_to_the_digit(collection):
    for row in package(collection).rows("values"):
        printed = PROXIES[row["proxy_id"]]
        for name in ("value", "low", "high"):
            assert decimal(row[name]) == decimal(printed[name]), (row["proxy_id"], name)
        for name in ("unit", "theme", "currency", "perspective", "geography", "value_basis", "contested_group", "confidence"):
            assert row[name] == printed[name], (row["proxy_id"], name)


def test_price_years_are_the_printed_ones_and_the_unclear_stay_unclear():
    unclear = set()
    for name, item in shipped().proxies.items():
        printed = PROXIES[name]["price_year"]
        if re.fullmatch(r"\d{4}(/\d{2})?", printed):
            assert item.price_year == printed, name
            assert not item.price_year_note
        else:
            unclear.add(name)
            assert item.price_year is None, name
            assert item.price_year_note.endswith("."), name
    assert len(unclear) == 26


def test_floats_are_the_digits():
    for name, item in shipped().proxies.items():
        assert Decimal(repr(item.value)) == Decimal(PROXIES[name]["value"]), name


def test_contested_groups_keep_their_rows():
    groups = Counter(item.contested_group for item in shipped().proxies.values() if item.contested_group)
    assert {name: count for name, count in groups.items() if count > 1} == {
        "job": 23, "tonne-co2e": 15, "volunteering": 13, "neet": 11, "apprenticeship": 9, "fatality": 9, "life-year": 7,
        "mental-health": 6, "robbery": 6, "biodiversity": 5, "burglary": 5, "child-in-care": 5, "qualification": 5,
        "domestic-abuse": 4, "homelessness": 4, "school-exclusion": 4, "waste-tonne": 4, "workplace-harm": 4, "a-and-e": 3,
        "ambulance": 3, "crime-incident": 3, "gp-appointment": 3, "hip-fracture": 3, "loneliness": 3, "poor-housing": 3,
        "digital": 2, "local-spend": 2, "prison-place": 2}


def test_no_keeper_without_an_open_licence_has_a_whole_table_here():
    held = Counter((row["source_id"]) for row in package("proxies-cited-facts").rows("values"))
    assert max(held.values()) == 3
    without_statement = Counter(row["source_id"] for row in package("proxies-cited-facts").rows("values")
                                if PROXIES[row["proxy_id"]]["licence"].startswith("unknown"))
    assert max(without_statement.values()) == 2


def test_deflators_match_to_the_digit():
    rows = {(row["series_id"], row["period"]): row for row in package("price-indices").rows("values")}
    printed = expected("gdp_deflators")
    assert len(rows) == len(printed) == 80
    for row in printed:
        found = rows[row["series"], row["year"]]
        assert Decimal(found["value"]) == Decimal(row["index"])
        assert (found["status"] == "provisional") == (row["status"] == "forecast")
    assert price_index("uk-gdp-deflator").calendar["2012"] == 71.9294
    assert price_index("uk-cpi").calendar["2011"] == 93.4


def test_carbon_values_match_to_the_digit():
    printed = expected("carbon_values")
    rows = {(row["series_id"], row["period"], row["scenario"]): row["value"] for row in package("carbon-values").rows("values")}
    assert len(rows) == len(printed) == 129
    for row in printed:
        assert Decimal(rows[row["series"], row["year"], row["scenario"]]) == Decimal(row["gbp_per_tco2e"])
        if row["series"] != "uk-ets-penalty-price":
            assert series(row["series"]).price_year == row["price_year"]
        assert series(row["series"]).at(row["year"], row["scenario"]) == float(row["gbp_per_tco2e"])


def test_discount_rates_match_to_the_digit():
    printed = [row for row in expected("discount_rates") if row["series"] != "stpr-part"]
    assert len(printed) == 18
    for row in printed:
        bands = dict(schedule(SCHEDULES.get(row["series"], row["series"])).bands)
        assert Decimal(repr(bands[int(row["year_from"])])) == Decimal(row["rate_percent"]) / 100
    parts = [Decimal(row["value"]) for row in package("discount-schedules").rows("parts")]
    assert parts == [Decimal(row["rate_percent"]) for row in expected("discount_rates") if row["series"] == "stpr-part"]
    assert parts[0] + parts[1] + parts[2] * parts[3] == Decimal("3.5")


def test_optimism_bias_matches_to_the_digit():
    printed = {row["category"]: row for row in expected("optimism_bias")}
    assert {item.category for item in optimism_bias()} == set(printed)
    for item in optimism_bias():
        assert item.capital_cost_upper == float(printed[item.category]["capex_upper_percent"])
        assert item.works_duration_upper == float(printed[item.category]["works_duration_upper_percent"])


def rate_series(row: dict[str, str]) -> str:
    if row["series"] == "real-living-wage":
        return f"real-living-wage-{row['geography'].lower()}"
    if row["series"] == "ashe-full-time-median":
        return f"{row['series']}-{'week' if row['unit'].endswith('week') else 'year'}"
    return row["series"]


def test_wages_and_landfill_tax_match_to_the_digit():
    printed = expected("rates_timeseries")
    for row in printed:
        found = series(rate_series(row))
        assert found.at(row["period"]) == float(row["value"]), row
        assert found.unit == row["unit"]
    assert len(printed) == 72 == sum(len(all_series()[name].points) for name in {rate_series(row) for row in printed})


def test_benchmarks_match_to_the_digit():
    printed = {row["id"]: row for row in expected("additionality_benchmarks")}
    found = {item.id: item for item in benchmarks(measured=None)}
    assert set(found) == set(printed)
    assert (len(benchmarks()), len(benchmarks(measured=False))) == (61, 51)
    for name, item in found.items():
        row = printed[name]
        assert (item.factor, item.unit, item.geography) == (row["parameter"], row["unit"], row["geography"]), name
        assert [item.value, item.low, item.high] == [float(row[part]) if row[part] else None for part in ("value", "low", "high")], name


def test_opinions_are_never_among_the_measured():
    words = {row["id"]: row["evidence_type"] for row in expected("additionality_benchmarks")}
    opinion = {"second-hand, unverified", "tool preset, not evidence", "modelling assumption", "criticised assumption",
               "counting rule", "forecast"}
    assert {words[item.id] for item in benchmarks(measured=False)} == opinion
    assert not {words[item.id] for item in benchmarks()} & opinion
    for item in benchmarks(measured=False):
        if item.id.startswith(("2nd-", "preset-")):
            assert item.status == "unverified", item.id
        if item.id.startswith("preset-"):
            assert item.finding.startswith("Illustrative"), item.id


@pytest.mark.parametrize(("factor", "numbers"), [
    ("deadweight", (154, 5.2, 10, 20, 34.75, 50, 26.0)), ("attribution", (216, 10, 15, 25.5, 42, 53, 30.9)),
    ("drop-off", (90, 10, 10, 21.5, 50, 50, 29.1)), ("discount rate", (246, 3.5, 3.5, 3.5, 3.5, 4.38, 4.1)),
    ("sroi ratio", (247, 1.31, 2.06, 3.56, 6.6, 10.2, 5.42)),
])
def test_base_rates_match_to_the_digit(factor, numbers):
    found = base_rates()[factor]
    assert (found.reports, found.p10, found.p25, found.median, found.p75, found.p90, found.mean) == numbers
    assert len(base_rates()) == 5

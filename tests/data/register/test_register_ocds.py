from __future__ import annotations

import json

import pytest

from svtrain.core.problems import CannotDo
from svtrain.data.register import OUTPUT, read_register

RELEASE = {
    "ocid": "ocds-b5fd17-1", "id": "1-2", "date": "2025-01-23T17:32:10Z", "tag": ["award"],
    "tender": {"id": "RCC-1118", "title": "Home to school transport", "description": "Ask jo@rutland.gov.uk or 01572 722577",
               "classification": {"scheme": "CPV", "id": "60120000", "description": "Taxi services"},
               "items": [{"id": "1", "deliveryAddresses": [{"region": "East Midlands"}, {"postalCode": "LE15 6HQ"}]}],
               "value": {"amount": 900000, "currency": "GBP"}, "mainProcurementCategory": "services",
               "contractPeriod": {"startDate": "2024-09-01T00:00:00+01:00", "endDate": "2025-08-19T23:59:59+01:00"},
               "suitability": {"sme": True, "vcse": True}},
    "parties": [{"id": "GB-SRS-1", "name": "Welland Procurement", "roles": ["buyer"], "contactPoint": {"name": "Jo Bloggs", "email": "jo@rutland.gov.uk"}},
                {"id": "GB-COH-1", "name": "24x7", "roles": ["supplier"], "details": {"scale": "sme", "vcse": False},
                 "address": {"streetAddress": "Little Easton Manor"}},
                {"id": "GB-COH-2", "name": "A1 Taxis", "roles": ["supplier"], "details": {"scale": "large", "vcse": False}}],
    "buyer": {"id": "GB-SRS-1", "name": "Welland Procurement"},
    "awards": [{"id": "a1", "status": "active", "value": {"amount": 776888.48, "currency": "GBP"},
                "suppliers": [{"id": "GB-COH-1", "name": "24x7"}, {"id": "GB-COH-2", "name": "A1 Taxis"}],
                "contractPeriod": {"startDate": "2024-10-01T00:00:00+01:00"}}]}


def read(whole, **more):
    return read_register(json.dumps(whole).encode(), remember=False, **more)


def without(key: str, release: dict = RELEASE) -> dict:
    return {name: value for name, value in release.items() if name != key}


def test_a_release_package():
    found = read({"uri": "x", "releases": [RELEASE]})
    assert (found.report.kind, found.report.rows, found.report.read, found.report.problems) == ("ocds-releases", 1, 1, [])
    row = found.frame.iloc[0]
    assert tuple(found.frame.columns) == OUTPUT
    assert (row.reference, row.title, row.buyer) == ("ocds-b5fd17-1", "Home to school transport", "Welland Procurement")
    assert (row.supplier, row.suppliers_count, row.sme, row.vcse) == ("24x7; A1 Taxis", 2, "mixed", "no")
    assert (row.value, row.value_basis, row.cpv, row.category, row.place) == (776888.48, "awarded", "60120000", "Services", "East Midlands")
    assert (str(row.start.date()), str(row.end.date()), row.source_row) == ("2024-10-01", "2025-08-19", 1)


def test_no_contact_data_comes_along():
    found = read({"releases": [RELEASE]})
    everything = found.frame.to_csv() + json.dumps(found.report.as_json())
    for secret in ("Bloggs", "jo@", "722577", "Little Easton"):
        assert secret not in everything


@pytest.mark.parametrize("record", [{"ocid": "ocds-b5fd17-1", "compiledRelease": RELEASE},
                                    {"ocid": "ocds-b5fd17-1", "releases": [{"date": "2020-01-01", "tender": {"title": "Old"}}, RELEASE]}])
def test_a_record_package(record):
    found = read({"uri": "x", "records": [record]})
    assert found.report.kind == "ocds-records"
    assert found.frame.value.tolist() == [776888.48]


@pytest.mark.parametrize("dress", [lambda one: json.dumps(one), lambda one: json.dumps([one]), lambda one: json.dumps(one) + "\n" + json.dumps(one | {"ocid": "b"}),
                                   lambda one: "\ufeff" + json.dumps({"releases": [one]})])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_other_dresses(dress, encoding):
    found = read_register(dress(RELEASE).encode(encoding), remember=False)
    assert found.frame.supplier[0] == "24x7; A1 Taxis"


def test_one_row_an_award_and_nothing_counted_twice():
    second = {**RELEASE["awards"][0], "id": "a2", "value": {"amount": 10, "currency": "GBP"}}
    gone = {**second, "id": "a3", "status": "cancelled"}
    later = {**RELEASE, "date": "2025-02-01T00:00:00Z", "awards": [RELEASE["awards"][0]]}
    found = read({"releases": [{**RELEASE, "awards": [RELEASE["awards"][0], second, gone]}, later, without("awards")]})
    assert found.frame.source_row.tolist() == [1, 2]
    assert found.frame.value.tolist() == [10, 776888.48]
    assert [(problem.row, problem.reason) for problem in found.report.problems] == [
        (1, "release 2 of the same process (ocds-b5fd17-1) holds a newer version of this award"), (1, "its award is cancelled"),
        (3, "release 2 of the same process (ocds-b5fd17-1) holds its award")]
    assert found.report.rows == found.report.read + found.report.skipped == 5


def test_a_notice_without_an_award_keeps_its_estimate():
    assert read({"releases": [without("awards")]}).frame[["value", "value_basis", "supplier"]].values.tolist() == [[900000, "value_high", ""]]


def test_another_currency_is_not_counted_as_pounds():
    other = {**RELEASE, "awards": [{**RELEASE["awards"][0], "value": {"amount": 5, "currency": "CHF"}}]}
    found = read({"releases": [other]})
    assert found.frame.value.isna().all()
    assert [problem.reason for problem in found.report.problems] == ['"CHF 5" is not in pounds']


@pytest.mark.parametrize("wrong", [{"tender": []}, {"awards": {}}, {"awards": [None, 5, []]}, {"parties": "x"}, {"buyer": []}, {"tender": {"items": [1]}},
                                   {"awards": [{"value": [], "suppliers": [[]]}]}, {"awards": [{"value": {"amount": {}}}]}, {"contracts": [3]},
                                   {"awards": [{"value": {"amount": "lots"}}]}, {"ocid": 7}, {"date": []}, {"awards": [{"value": {"amount": 1e308}}]}])
def test_parts_of_the_wrong_kind_are_no_traceback(wrong):
    found = read({"releases": [{**RELEASE, **wrong}]})
    assert found.report.rows == found.report.read + found.report.skipped >= 1


def test_rows_that_are_no_releases_are_named():
    found = read({"releases": [RELEASE, 7, None, {}]})
    assert [(problem.row, problem.skipped) for problem in found.report.problems] == [(2, True), (3, True), (4, True)]


def test_the_fields_of_json_are_fixed():
    with pytest.raises(CannotDo, match="fixed; leave --map out"):
        read({"releases": [RELEASE]}, columns={"x": "value"})


AWARD = {"id": "a1", "status": "active", "suppliers": [{"id": "GB-COH-1", "name": "24x7"}]}
POUNDS = lambda amount: {"amount": amount, "currency": "GBP"}  # noqa: E731


def values(found):
    return [[None if value != value else value, basis] for value, basis in found.frame[["value", "value_basis"]].values.tolist()]


def test_an_award_is_worth_all_of_its_contracts():
    contracts = [{"id": "1", "awardID": "a1", "value": POUNDS(10)}, {"id": "2", "awardID": "a1", "value": POUNDS(20)}, {"id": "3", "awardID": "a2", "value": POUNDS(5)}]
    found = read({"releases": [{**RELEASE, "awards": [AWARD, {**AWARD, "id": "a2"}], "contracts": contracts}]})
    assert values(found) == [[30, "contract, 2 added up"], [5, "contract"]]


def test_contracts_without_an_award_are_rows_of_their_own():
    contracts = [{"id": "1", "awardID": "a1", "title": "North", "value": POUNDS(10)}, {"id": "2", "awardID": "a2", "title": "South", "value": POUNDS(20)},
                 {"id": "3", "awardID": "a3", "status": "cancelled"}]
    found = read({"releases": [{**without("awards"), "contracts": contracts}]})
    assert found.frame[["title", "value"]].values.tolist() == [["North", 10], ["South", 20]]
    assert [problem.reason for problem in found.report.problems] == ["its contract is cancelled"]


def test_an_award_of_a_lot_is_worth_its_lot_and_runs_as_long():
    lots = [{"id": "1", "title": "North", "value": POUNDS(100), "contractPeriod": {"startDate": "2025-01-01", "endDate": "2026-12-31"}},
            {"id": "2", "title": "South", "value": POUNDS(300)}]
    tender = {**RELEASE["tender"], "lots": lots, "value": POUNDS(400)}
    found = read({"releases": [{**RELEASE, "tender": tender, "awards": [{**AWARD, "relatedLots": ["1"]}, {**AWARD, "id": "a2", "relatedLots": ["2"]}]}]})
    assert values(found) == [[100, "value_high"], [300, "value_high"]]
    assert found.frame.title.tolist() == ["Home to school transport: North", "Home to school transport: South"]
    assert str(found.frame.end[0].date()) == "2026-12-31"


def test_an_estimate_for_all_awards_together_is_the_worth_of_none():
    found = read({"releases": [{**RELEASE, "awards": [AWARD, {**AWARD, "id": "a2"}]}]})
    assert [value for value, _ in values(found)] == [None, None]
    assert {problem.reason for problem in found.report.problems} == {'"900000 for 2 awards together" is not an amount'}


def test_an_amount_with_vat_is_said_to_be_so():
    found = read({"releases": [{**RELEASE, "awards": [{**AWARD, "value": {"amountGross": 120, "currency": "GBP"}}, {**AWARD, "id": "a2", "value": {"amountGross": 120, "amount": 100}}]}]})
    assert values(found) == [[120, "awarded, with VAT"], [100, "awarded"]]


def test_notices_of_one_process_are_told_together():
    stages = [{**without("awards"), "date": "2025-01-01"}, {"ocid": RELEASE["ocid"], "date": "2025-03-01", "awards": [AWARD]},
              {"ocid": RELEASE["ocid"], "date": "2025-05-01", "contracts": [{"id": "c", "awardID": "a1", "value": POUNDS(6), "period": {"endDate": "2026-05-01"}}]}]
    for dress in ({"releases": stages}, {"records": [{"ocid": RELEASE["ocid"], "releases": stages}]}, {"data": {"releases": stages}}):
        found = read(dress)
        assert values(found) == [[6, "contract"]] and found.report.rows == found.report.read + found.report.skipped
        assert (found.frame.title[0], found.frame.supplier[0], str(found.frame.end[0].date())) == ("Home to school transport", "24x7", "2026-05-01")


def test_a_process_without_an_award_is_counted_once_and_a_cancelled_one_not_at_all():
    found = read({"releases": [{**without("awards"), "date": "2025-01-01"}, {**without("awards"), "date": "2025-02-01"},
                               {**without("awards"), "ocid": "x", "tender": {**RELEASE["tender"], "status": "cancelled"}}]})
    assert found.frame.source_row.tolist() == [2]
    assert [problem.reason for problem in found.report.problems] == [f"release 2 of the same process ({RELEASE['ocid']}) is newer", "its tender is cancelled"]


def test_an_identifier_that_many_buyers_share_is_no_one_process():
    def notice(number, buyer, title, amount):
        return {"ocid": "ocds-h6vhtk-02874c", "id": str(number), "date": f"2025-0{number}-01", "tag": ["award", "contract"], "buyer": {"name": buyer}, "tender": {"title": title},
                "awards": [{"id": "1", "suppliers": [{"name": f"{title} Ltd"}]}], "contracts": [{"id": "1", "awardID": "1", "value": {"amount": amount, "currency": "GBP"}}]}

    several = [notice(1, "North Power", "Cables", 10), notice(2, "East Water", "Pipes", 20), notice(3, "West Grid", "Poles", 30), notice(4, "NORTH POWER", "Meters", 40),
               notice(5, "East Water", "Pipes", 25)]
    found = read_register(json.dumps({"releases": several}).encode(), remember=False)
    assert found.frame[["buyer", "supplier", "value"]].values.tolist() == [
        ["North Power", "Cables Ltd", 10], ["West Grid", "Poles Ltd", 30], ["NORTH POWER", "Meters Ltd", 40], ["East Water", "Pipes Ltd", 25]]
    assert [problem.row for problem in found.report.problems] == [2] and "told apart by buyer and title: ocds-h6vhtk-02874c." in found.report.all_notes[0]
    two = read_register(json.dumps({"releases": several[:2]}).encode(), remember=False)
    assert two.report.read == 1  # one of two may only be a new name

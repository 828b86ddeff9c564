"""JSON that is a list of records, as open data portals, map services and people give it."""

from __future__ import annotations

import json

import pytest

from svtrain.core.problems import CannotDo
from svtrain.data.register import Options, Reading, read_register, write_register

RECORDS = [{"Supplier Name": "Acme Ltd", "Net Amount": "1,200.50", "Payment Date": "01/04/2024", "Contact E-mail": "jo@x.org"},
           {"Supplier Name": "Beta Ltd", "Net Amount": 7, "Payment Date": "2024-04-02", "Note": None}]


def read(whole, **more):
    return read_register(whole if isinstance(whole, bytes) else json.dumps(whole).encode(), remember=False, **more)


@pytest.mark.parametrize("whole", [
    RECORDS, {"data": RECORDS}, {"total_count": 2, "results": RECORDS}, {"help": "x", "success": True, "result": {"fields": [{"id": "Note"}], "records": RECORDS}},
    {"type": "FeatureCollection", "features": [{"type": "Feature", "geometry": None, "properties": one} for one in RECORDS]},
    {"features": [{"attributes": one, "geometry": {"x": 1, "y": 2}} for one in RECORDS]},
    [{"datasetid": "d", "recordid": "r", "fields": one} for one in RECORDS], {"noticeList": [{"score": 1, "item": one} for one in RECORDS]},
    b"\n".join(json.dumps(one).encode() for one in RECORDS)], ids=["list", "data", "results", "catalogue", "geojson", "map", "portal", "notices", "lines"])
def test_every_wrapping_gives_the_same_table(whole):
    found = read(whole)
    assert found.frame[["supplier", "value", "source_row"]].values.tolist() == [["Acme Ltd", 1200.5, 1], ["Beta Ltd", 7.0, 2]]
    assert found.frame["start"].astype(str).tolist() == ["2024-04-01", "2024-04-02"]
    assert found.report.header_row == 0 and (found.report.rows, found.report.read) == (2, 2)
    assert [use.header for use in found.report.mapping.uses if use.how == "dropped"] == ["Contact E-mail"] and "jo@x.org" not in found.frame.to_csv()


def test_rows_of_cells_with_their_headings_beside_them_or_as_the_first_row():
    view = {"meta": {"view": {"columns": [{"name": "sid"}, {"name": "Supplier"}, {"name": "Amount"}]}}, "data": [["r1", "Acme", "5"], ["r2", "Beta", None]]}
    assert read(view).frame["source_row"].tolist() == [1, 2]
    bare = read([["Spend over £500"], ["Supplier", "Amount"], ["Acme", 5], ["Total", 5]])
    assert bare.frame["source_row"].tolist() == [3] and bare.report.header_row == 2
    assert [(problem.row, problem.reason) for problem in bare.report.problems] == [(4, "it is a total of other rows")]


def test_what_is_inside_a_record_stands_under_both_names():
    found = read([{"title": "Bins", "buyer": {"name": "Newton", "contactPoint": {"name": "Jo Bloggs", "email": "jo@x.org"}},
                   "supplier": [{"name": "Acme"}, {"name": "Beta"}], "value": {"amount": 5, "currency": "EUR"}, "cpvCodes": ["45000000", "72000000"]},
                  {"title": "Tins", "value": {"amount": 7, "currency": "GBP"}}])
    assert found.frame["supplier"].tolist() == ["Acme; Beta", ""] and found.frame["cpv"].tolist() == ["45000000; 72000000", ""]
    assert found.frame["value"].tolist()[1] == 7 and found.report.problems[0].reason == '"EUR 5" is not in pounds'
    assert "Bloggs" not in found.frame.to_csv()


def test_milliseconds_are_days_where_the_file_or_the_heading_says_so():
    record = {"ContractTitle": "Bins", "Supplier": "Acme", "StartDate": 1711926000000, "Closes": 1743379200000, "ContractValue": 1711926000000}
    found = read({"fields": [{"name": "Closes", "type": "esriFieldTypeDate"}], "features": [{"attributes": record}]}, columns={"Closes": "end"})
    assert found.frame[["start", "end"]].astype(str).values.tolist() == [["2024-04-01", "2025-03-31"]]  # midnight in British summer time
    assert found.frame["value"].tolist() == [1711926000000]
    assert 'The days under "StartDate" are counted in milliseconds since 1970, and were read so.' in found.report.all_notes


def test_what_is_no_record_is_left_out_by_its_number():
    found = read(b'{"Supplier": "Acme", "Amount": 5}\n{"Supplier": "Be\n7\n{"Supplier": "Gamma", "Amount": 6}\n')
    assert [(problem.row, problem.reason) for problem in found.report.problems] == [(2, "the line is not valid JSON"), (3, "it is not a record")]
    assert found.frame["source_row"].tolist() == [1, 4] and found.report.rows == 4


def test_of_several_lists_the_best_is_read_and_another_can_be_named():
    whole = {"links": [{"rel": "self", "href": "x"}], "payments": RECORDS, "contracts": [{"Contract Title": "Bins", "Supplier": "Acme", "End Date": "31/03/2027"}]}
    found = read(whole)
    assert found.report.sheets == ["payments"] and "Lists not read, because their headings are others or none: links, contracts." in found.report.all_notes
    assert read(whole, sheet="contracts").frame["title"].tolist() == ["Bins"]
    with pytest.raises(CannotDo, match="There is no sheet 'contract'. Did you mean"):
        read(whole, sheet="contract")


def test_flat_records_that_borrow_a_name_from_open_contracting_stay_flat():
    found = read([{"ocid": "ocds-b5fd17-1", "title": "Bins", "buyer": "Newton", "supplier": "Acme", "value": 5}])
    assert found.report.kind == "contracts" and found.frame[["reference", "buyer", "supplier", "value"]].values.tolist() == [["ocds-b5fd17-1", "Newton", "Acme", 5.0]]
    assert read([{"ocid": "a", "buyer": {"name": "Newton"}, "tender": {"title": "Bins"}}]).report.kind == "ocds-releases"


@pytest.mark.parametrize("whole", [[{"ocid": "a", "tender": {"title": "cut \ud83d"}}], [{"title": "cut \ud83d", "supplier": "whole \U0001f600"}]])
def test_half_a_letter_is_written_out_as_a_sign_that_stands_for_it(whole, tmp_path):
    write_register(Reading(json.dumps(whole).encode(), "f", Options(remember=False)), tmp_path / "out.csv")
    assert "cut \ufffd" in (tmp_path / "out.csv").read_text(encoding="utf-8")


def test_a_flood_is_refused_in_a_sentence(monkeypatch):
    from svtrain.data.register import flat_json

    with pytest.raises(CannotDo, match="more than 5,000 different fields"):
        read([{f"k{number}": 1} for number in range(6000)])
    monkeypatch.setattr(flat_json, "MOST_CELLS", 10)
    with pytest.raises(CannotDo, match="unfolds to more than 10 cells"):
        read(RECORDS * 5)

"""Headings with something added, and headings that only their cells explain, as councils, trusts and purchase card systems write them."""

from __future__ import annotations

import pytest

from svtrain.data.register import read_register
from svtrain.data.register.aliases import match
from svtrain.data.register.suppliers import suppliers


def read(text: str):
    return read_register(text.encode(), remember=False)


def taken(found) -> dict:
    return {use.header: (use.field, use.how) for use in found.report.mapping.uses}


@pytest.mark.parametrize(("heading", "field", "basis"), [
    ("Award value (ex VAT)", "value", "awarded, without VAT"), ("Award value (inc VAT)", "value", "awarded, with VAT"),
    ("Estimated Value (excluding VAT)", "value", "estimate, without VAT"), ("Contract: Total Contract Value (ex VAT)", "value", "contract, without VAT"),
    ("Contract value / Inc VAT", "value", "contract, with VAT"), ("FIN.NET TRANSACTION AMOUNT", "value", "spend_net"), ("MCH.MERCHANT NAME", "supplier", ""),
    ("Net Amount (J)", "value", "spend_net"), ("Supplier (F)", "supplier", ""), ("amount_gbp", "value", "spend"), ("Contract: Is Supplier SME?", "sme", "")])
def test_what_is_added_to_a_heading_says_what_it_says_and_no_more(heading, field, basis):
    found = match(heading)
    assert (found.alias.field, found.alias.basis) == (field, basis)


@pytest.mark.parametrize("heading", ["Award", "Evaluated Basis", "Value (m)", "Est.Value"])
def test_what_may_mean_another_thing_is_not_taken(heading):
    found = match(heading)
    assert found is None or (found.alias.field != "value_basis" and found.alias.field != "place" and "(m)" not in heading)


def test_the_last_day_with_every_extension_is_not_the_end_wherever_it_stands():
    found = read("Ref,Contract Name,Supplier,Expiry (incl. extensions),Expiry (excl. extensions)\n1,Cleaning,Acme,31/03/2029,31/03/2027\n2,Bins,Beta,31/03/2030,\n")
    assert [str(day)[:10] for day in found.frame["end"]] == ["2027-03-31", "NaT"]
    assert found.report.mapping.uses[3].reason == "the last day if every extension is taken up"


def test_a_total_without_vat_is_better_than_one_with_it_and_than_a_years_worth():
    found = read("Contract Ref,Title,Supplier,Annual Contract Value,Total Contract Value (inc VAT),Total Contract Value (ex VAT)\n"
                 "1,Bins,Acme,50,120,100\n2,Tins,Beta,50,120,\n")
    assert found.frame["value"].tolist() == [100, 120]
    assert found.frame["value_basis"].tolist() == ["contract, without VAT", "contract, with VAT"]


def test_a_payment_in_euros_is_not_counted_as_pounds_under_any_heading_of_currency():
    found = read("Entity,Date,Supplier,Amount,Curr of invoice (currency)\nX,01/04/2025,Acme,10,GBP\nX,01/04/2025,CERN,20,EUR\n")
    assert found.frame["value"].tolist()[0] == 10 and found.frame["value"].isna().tolist() == [False, True]
    assert found.report.problems[0].reason == '"EUR 20" is not in pounds'


def test_a_bare_name_is_the_payee_of_payments_but_never_of_people():
    payee = read("Service Area,Name:  ,Payment Date,Amount Paid\nBins,Acme Ltd,01/04/2025,5\nBins,Beta Trust,01/04/2025,6\n")
    assert taken(payee)["Name:"] == ("supplier", "taken for")
    people = read("Service Area,Name,Payment Date,Amount Paid\nBins,Jane Smith,01/04/2025,5\nBins,Peter Jones,01/04/2025,6\n")
    assert taken(people)["Name"] == ("", "unknown") and "Smith" not in people.frame.to_csv()
    contracts = read("Contract Ref,Title,Name,Start Date,End Date,Contract Value\n1,Bins,Acme,01/04/2025,01/05/2025,5\n")
    assert taken(contracts)["Name"] == ("", "unknown")


def test_a_bare_pound_sign_is_taken_for_the_amount():
    found = read("Supplier Name,Payment Date,£\nAcme,01/04/2025,5\nBeta,01/04/2025,6.5\n")
    assert taken(found)["£"] == ("value", "taken for") and found.frame["value"].tolist() == [5, 6.5]


def test_a_blank_column_takes_no_field_from_one_that_is_filled():
    found = read("PO Number,Contract Ref,Title,Supplier,Order Value\nPO1,,Bins,Acme,5\nPO2,,Tins,Beta,6\n")
    assert found.frame["reference"].tolist() == ["PO1", "PO2"] and found.frame["value_basis"].tolist() == ["order", "order"]


def test_a_category_of_bare_numbers_gives_way_to_one_in_words():
    found = read("Vendor Name,Cost Element,Directorate,Amount\nAcme,544071,Housing,5\nBeta,544072,Roads,6\n")
    assert found.frame["category"].tolist() == ["Housing", "Roads"]
    assert read("Vendor Name,Cost Element,Amount\nAcme,544071,5\n").frame["category"].tolist() == ["544071"]


@pytest.mark.parametrize(("cell", "names", "place"), [
    ("Acme Ltd, 1 High Street, Newton NE1 1AA", "Acme Ltd", "NE1"), ("Jo Bloggs\n12 Home Lane\nTruro\nTR4 9NY", "Jo Bloggs", "TR4"),
    ("A Ltd, Unit 3, Leeds LS1 4AP; B Ltd, Mill House, York YO1 7HH, UK", "A Ltd; B Ltd", "LS1; YO1"), ("Smith, Jones & Co LS1 4AP", "Smith, Jones & Co", "LS1"),
    ("A1 1ST Choice Ltd", "A1 1ST Choice Ltd", "")])
def test_an_address_after_a_suppliers_name_does_not_come_along(cell, names, place):
    assert (suppliers(cell).names, suppliers(cell).place) == (names, place)


def test_two_rows_of_headings_with_vat_and_days_below():
    found = read("Register for quarter 2,,,,,,\nProcurement reference,Title,Supplier,Contract value,,Contract period,\n,,,Ex VAT,Inc VAT,From,To\n"
                 "P1,Audit,Acme LLP,100,120,01/04/2024,31/03/2025\n")
    assert found.frame[["value", "start", "end"]].astype(str).values.tolist() == [["100.0", "2024-04-01", "2025-03-31"]]


def test_a_column_that_says_annual_or_total_is_believed_of_each_amount():
    found = read("Contract Ref,Contract Title,Supplier,Value,Value is,Start,End\nH1,Cleaning,Acme,\"£100,000\",Annual,01/04/2024,31/03/2027\n"
                 "H2,Bins,Beta,\"£300,000\",Total,01/04/2024,31/03/2027\nH3,Trees,Gamma,5,,,\n")
    assert found.frame["value_basis"].tolist() == ["annual", "contract", ""] and taken(found)["Value is"] == ("value_basis", "taken for")
    assert taken(read("Contract Ref,Contract Title,Supplier,Value,Kind\n1,x,A,5,Total\n2,y,B,6,Part\n"))["Kind"] == ("", "unknown")


@pytest.mark.parametrize(("heading", "field"), [("Contract Details", "description"), ("Contract Detail", "description"), ("Organisation Name (Supplier)", "supplier"), ("Subject", "title"),
                                                ("Notice Date", "ignored"), ("Purchase Order Value", "value"), ("Purchase Order Sum", None), ("Spend to Date", "ignored"), ("Postcode (Supplier)", "supplier_place")])
def test_a_likeness_that_changes_the_meaning_is_none(heading, field):
    found = match(heading)
    assert (found.alias.field if found else None) == field


def test_a_day_of_completion_fills_no_blank_of_a_true_end_but_is_one_where_it_is_alone():
    found = read("Contract reference,Title,Other parties,Completion date,Start,End\n1,Grounds,Acme,01/03/2015,01/04/2015,31/03/2018\n2,Bins,Beta,02/03/2015,01/04/2015,\n")
    assert [str(day)[:10] for day in found.frame["end"]] == ["2018-03-31", "NaT"]
    alone = read("Contract reference,Title,Supplier,Start,Completion date\n1,School,Acme,01/03/2015,01/04/2016\n")
    assert alone.frame["end"].astype(str).tolist() == ["2016-04-01"]


def test_a_likeness_of_a_currency_or_a_place_is_believed_only_when_its_cells_agree():
    found = read("Supplier,Current Code,Supplier Count,Net Amount,Date\nAcme,C100,3,5,01/04/2025\nBeta,C200,4,6,02/04/2025\n")
    assert found.frame["value"].tolist() == [5, 6] and taken(found)["Current Code"] == taken(found)["Supplier Count"] == ("", "not used")


@pytest.mark.parametrize("heading", ["Decision Title", "Approval Value", "Product Name", "Account Total", "Status of Agreement"])
def test_a_word_that_only_looks_alike_is_another_word(heading):
    found = match(heading)
    assert found is None or found.alias.field in ("ignored", "contact")


def test_notices_made_flat_keep_what_their_fields_mean():
    found = read("ocid,date,tender_title,buyer_name,tender_value_amount,tender_value_currency,tender_contractPeriod_startDate,tender_contractPeriod_endDate\n"
                 "ocds-1,2024-01-01T00:00:00Z,Lifts,Leeds,5000,GBP,2024-02-01T00:00:00Z,2025-01-31T00:00:00Z\nocds-2,2024-01-02T00:00:00Z,Bins,Leeds,6,EUR,,\n")
    assert [str(day)[:10] for day in found.frame["start"]] == ["2024-02-01", "NaT"]  # never the day of the notice
    assert found.frame["value_basis"].tolist() == ["value_high", ""] and found.report.problems[0].reason == '"EUR 6" is not in pounds'
    first = read("ocid,tender/title,awards/0/suppliers/0/name,awards/0/value/amount,awards/1/value/amount\nocds-1,Lifts,Acme,5,7\nocds-2,Bins,Beta,,8\n")
    assert first.frame["value_basis"].tolist() == ["awarded", ""] and first.frame["supplier"].tolist() == ["Acme", "Beta"]
    assert taken(first)["awards/1/value/amount"] == ("", "unknown")


def test_a_column_of_numbers_is_no_name_where_another_column_has_names():
    assert read("Supplier,Supplier,Date,Amount\n100,Acme Ltd,01/04/2024,5\n101,Beta Ltd,01/04/2024,6\n").frame["supplier"].tolist() == ["Acme Ltd", "Beta Ltd"]

from __future__ import annotations

import pytest

from svtrain.data.register.suppliers import suppliers


def block(name: str, address: str = "1 High Street, Mill", sme: str = "Yes", vcse: str = "No") -> str:
    return f"[{name}|{address}|COMPANIES_HOUSE|01234567|{sme}|{vcse}]"


def test_many_suppliers_in_one_cell():
    found = suppliers("".join(block(f"Firm {number} Ltd") for number in range(135)))
    assert found.count == 135
    assert found.names.split("; ")[::134] == ["Firm 0 Ltd", "Firm 134 Ltd"]
    assert (found.sme, found.vcse, found.reason) == ("yes", "no", "")


def test_an_address_may_hold_bars_brackets_and_line_breaks():
    found = suppliers(block("Acme Ltd", "Unit 3 | [The Old Mill]\r\nYork") + "," + block("Bee & Co [UK] Ltd", "", "No", "No"))
    assert found.names == "Acme Ltd; Bee & Co [UK] Ltd"
    assert found.sme == "mixed"


def test_no_address_comes_along():
    assert "High" not in suppliers(block("Acme Ltd")).names


def test_a_cell_cut_short_says_so():
    found = suppliers(block("Acme Ltd") + "[Bee Ltd|2 Low Str")
    assert (found.names, found.count) == ("Acme Ltd; Bee Ltd", 2)
    assert found.reason == "the last supplier in the cell is cut short; the name is kept"


def test_plain_names():
    assert suppliers("Smith, Jones & Co").count == 1
    assert suppliers("A Ltd; B Ltd").names == "A Ltd; B Ltd"
    assert suppliers("Redacted").names == "Redacted"
    assert suppliers("").count == suppliers("Not applicable").count == 0


def test_a_semicolon_in_a_name_makes_no_second_supplier():
    found = suppliers(block("Acme; Sons Ltd"))
    assert (found.names, found.count) == ("Acme, Sons Ltd", 1)


@pytest.mark.parametrize(("cell", "count"), [
    ("REDACTED PERSONAL DATA", 0), ("Redacted - Personal Data", 0), ("Name Withheld", 0), ("redacted", 0), ("Personal Data - Not for Publication", 0), ("Confidential", 0),
    ("Exempt under FOI section 40 - withheld", 0), ("Confidential Shredding Ltd", 1), ("Personal Data Ltd", 1), ("Individual Solutions SK CIC", 1), ("Private Sector Housing", 1)])
def test_a_name_that_is_kept_back_is_shown_as_published_and_counts_as_no_supplier(cell, count):
    found = suppliers(cell)
    assert (found.names, found.count) == (cell, count)


def test_a_supplier_that_is_not_known_yet_is_none():
    assert [suppliers(cell).names for cell in ("TBC", "To be confirmed", "Not yet awarded", "TBC Ltd")] == ["", "", "", "TBC Ltd"]

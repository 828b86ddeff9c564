from __future__ import annotations

import math

import numpy as np
import pytest

from svtrain.data.register.money import amount, amounts


@pytest.mark.parametrize(("typed", "pounds"), [
    ("1234.5", 1234.5), ("£1,234.50 ", 1234.5), (" £ 1,234.50", 1234.5), ("(1,200.00)", -1200), ("£(1,200)", -1200), ("-£5", -5), ("£-5", -5),
    ("1,200.00-", -1200), ("1,200.00 CR", -1200), ("1,200.00DR", 1200), ("1.2m", 1.2e6), ("£1.2 million", 1.2e6), ("5k", 5000),
    ("2bn", 2e9), ("1 234 567", 1234567), ("1.2E+05", 120000), ("\u00a31,000", 1000), ("\u00c2\u00a31,000", 1000), ("\ufffd1,000", 1000),
    ("1,000 GBP", 1000), ("GBP 1,000.00", 1000), ("£-", 0), ("nil", 0), ("0", 0), ("1.234,56", 1234.56), ("\u22125", -5),
    ("£1,000\u00a0", 1000), ("'1,000", 1000), (1234.5, 1234.5), (7, 7)])
def test_amounts_as_they_are_written(typed, pounds):
    assert amounts([typed, ""]).values[0] == pytest.approx(pounds)
    assert amount(typed).value == pytest.approx(pounds)


@pytest.mark.parametrize(("typed", "aside"), [("£5,000 per annum", "annual"), ("£5,000 p.a.", "annual"), ("5000 pa", "annual"),
                                              ("circa £5,000", "approximate"), ("up to £5,000", "approximate"),
                                              ("£5,000 ex VAT", "without VAT"), ("£5,000 (inc VAT)", "with VAT"),
                                              ("approx. £5k a year", "annual, approximate")])
def test_what_else_a_cell_says_is_kept(typed, aside):
    found = amounts([typed])
    assert found.values[0] == 5000 and found.asides == {0: aside}


@pytest.mark.parametrize("typed", ["", " ", "-", "N/A", "n/a", "Not applicable", "Unknown", None])
def test_cells_that_say_nothing_are_no_fault(typed):
    found = amounts([typed, "1"])
    assert math.isnan(found.values[0]) and not found.reasons


@pytest.mark.parametrize(("typed", "reason"), [
    ("TBC", '"TBC" is not an amount'), ("£10,000 - £25,000", '"£10,000 - £25,000" is a band, not one amount'),
    ("10%", '"10%" is not an amount'), ("€1,000", '"€1,000" is not in pounds'), ("$5", '"$5" is not in pounds'),
    ("EUR 5", '"EUR 5" is not in pounds'), ("1e300", "the amount is too large"), ("9" * 30, "the amount is too large"),
    ("1,23,4", '"1,23,4" is not an amount'), ("inf", '"inf" is not an amount'), ("1_000", '"1_000" is not an amount'),
    ("0x10", '"0x10" is not an amount'), ("x" * 300, "this is text, not an amount"), ("1/2/2024", '"1/2/2024" is not an amount')])
def test_a_guess_is_never_made(typed, reason):
    found = amounts([typed, "1"])
    assert math.isnan(found.values[0]) and found.reasons == {0: reason}


def test_a_reason_never_carries_contact_data():
    assert amounts(["ask jo@x.org", "2"]).reasons[0] == '"ask [e-mail removed]" is not an amount'


def test_decimal_commas_only_where_the_file_uses_them():
    assert amounts(["12,5"], decimal_comma=True).values[0] == 12.5
    assert amounts(["12,5"]).reasons


def test_a_column_and_its_cells_agree():
    cells = np.array(["1", "£1,000", "(2)", "-3", "4.", ".5", "1,000,000.00", "+7", "--8"], dtype=object)
    whole = amounts(cells)
    for at, cell in enumerate(cells):
        one = amount(cell).value
        assert (math.isnan(whole.values[at]) and one is None) or whole.values[at] == one


@pytest.mark.parametrize(("text", "value", "aside"), [
    ("£1.2m over 4 years", 1_200_000, "over 4 years"), ("£1.2M (over the contract term)", 1_200_000, "over the contract term"), ("£500,000 (max)", 500_000, "approximate"),
    ("75,000-", -75_000, ""), ("£ 75,000 -", None, ""), ("£20,000 for 3 years", None, ""), ("£10,000 over budget", None, "")])
def test_an_amount_over_some_years_is_the_whole_and_what_could_be_either_is_neither(text, value, aside):
    assert (amount(text).value, amount(text).aside) == (value, aside)

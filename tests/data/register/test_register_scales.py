"""Amounts in thousands, in millions, and in money that is not pounds."""

from __future__ import annotations

import pytest

from svtrain.data.register import read_register


def read(text, **more):
    return read_register(text.encode(), name="x.csv", remember=False, **more)


@pytest.mark.parametrize(("heading", "cell", "pounds"), [
    ("Contract Value (£m)", "1.5", 1.5e6), ("Amount £'000s", "(12)", -12000), ("Value (£k)", "£2.5m", 2.5e6), ("Spend (in thousands)", "3", 3000),
    ("Total (£000)", "4", 4000), ("Amount", "5", 5)])
def test_a_heading_says_in_what_its_amounts_are(heading, cell, pounds):
    found = read(f"Supplier,Title,{heading}\nA Ltd,x,{cell}\n")
    assert found.frame["value"].tolist() == [pounds]
    assert any("as the heading says" in note for note in found.report.all_notes) == (heading != "Amount")


@pytest.mark.parametrize("heading", ["Spend over £500k", "Payments of £1 million and over", "Amount (£)", "Value £ (max)"])
def test_a_limit_is_no_scale(heading):
    found = read(f"Supplier,{heading}\nA Ltd,5\n", columns={heading: "value"})
    assert found.frame["value"].tolist() == [5]


def test_a_title_that_names_a_scale_is_said_and_not_followed():
    found = read("All figures in £000s,\nSupplier,Amount\nA,1\n")
    assert found.frame["value"].tolist() == [1]
    assert 'A title says "All figures in £000s"; the amounts were read as they stand, in pounds.' in found.report.all_notes


def test_a_column_of_currencies_keeps_other_money_out_of_the_sums():
    found = read("Supplier,Amount,Currency\nA,10,GBP\nB,20,EUR\nC,30,\nD,TBC,USD\nE,40,£\n")
    assert found.report.mapping.fields["currency"] == "Currency"
    assert [None if value != value else value for value in found.frame["value"]] == [10, None, 30, None, 40]
    assert [problem.reason for problem in found.report.problems] == ['"EUR 20" is not in pounds', '"TBC" is not an amount']
    assert tuple(found.frame.columns)[-1] == "source_row"


def test_amounts_said_to_be_in_sterling_are_in_pounds_whatever_was_invoiced():
    assert read("Supplier,Amount in Sterling,Currency\nA,10,EUR\n").frame["value"].tolist() == [10]
    assert read("Supplier,Amount,Currency\nA,10,EUR\n", columns={"Currency": "ignore"}).frame["value"].tolist() == [10]

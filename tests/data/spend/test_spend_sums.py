"""Sums over registers: against plain loops, with money back, several suppliers, blanks, and places as people write them."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from svtrain.data.register import read_register
from svtrain.data.spend.contracts import ending, months_after, things, value_marks
from svtrain.data.spend.sums import categories, concentration, is_local, kinds, size_bands
from svtrain.data.spend.table import NO_CATEGORY, SEVERAL, ready, supplier_key

HEAD = "Supplier,Amount,Procurement Category,SME\n"


def table(rows: list[tuple]) -> pd.DataFrame:
    text = HEAD + "".join(f'"{who}",{amount},{what},{sme}\n' for who, amount, what, sme in rows)
    found = read_register(text.encode(), name="t.csv", remember=False)
    return ready(found.frame, found.supplier_place)


rows = some.lists(some.tuples(some.sampled_from(["A Ltd", "B plc", "C CIC", "D LLP", "E Limited"]), some.integers(-500, 5000),
                              some.sampled_from(["Care", "Waste", "Roads"]), some.sampled_from(["Yes", "No", ""])), min_size=1, max_size=40)


@settings(max_examples=40, deadline=None)
@given(rows)
def test_concentration_against_a_plain_loop(lines):
    found = concentration(table(lines))
    sums: dict[str, float] = {}
    for who, amount, _, _ in lines:
        sums[supplier_key(who)] = sums.get(supplier_key(who), 0) + amount
    paid = sorted((amount for amount in sums.values() if amount > 0), reverse=True)
    assert found.suppliers == len(paid) and found.value == pytest.approx(sum(paid))
    for share, count in found.reach:
        assert sum(paid[:count]) >= share * sum(paid) - 1e-6 and (count == 1 or sum(paid[:count - 1]) < share * sum(paid) + 1e-6)


@settings(max_examples=40, deadline=None)
@given(rows)
def test_bands_and_kinds_lose_nothing(lines):
    made = table(lines)
    for slices in (size_bands(made), kinds(made, "sme")):
        assert sum(one.rows for one in slices) == len(made)
        assert sum(one.value for one in slices) == pytest.approx(made["value"].sum())


def test_what_cannot_be_given_to_one_supplier_is_set_aside():
    made = table([("A Ltd; B Ltd", 900, "Care", ""), ("A Ltd", 100, "Care", ""), ("", 50, "Care", ""), ("C Ltd", -20, "Care", "")])
    found = concentration(made)
    assert found.suppliers == 1 and found.value == 100
    assert {one.name: one.value for one in found.aside} == {SEVERAL: 900, "No supplier given": 50, "Suppliers with nothing, money back or no known amount": -20}


def test_names_that_are_kept_back_are_no_largest_supplier():
    made = table([("REDACTED PERSONAL DATA", 900, "Care", ""), ("Name withheld", 90, "Care", ""), ("A Ltd", 100, "Care", "")])
    found = concentration(made)
    assert found.suppliers == 1 and found.largest[0].name == "A Ltd"
    assert {one.name: one.value for one in found.aside} == {"Names kept back by the publisher": 990}


def test_a_code_stands_in_for_a_missing_category():
    found = read_register(b"Supplier,Amount,Category,CPV Code\nA,1,,77310000\nB,1,parks,\nC,1,PARKS,\nD,1,,\nE,1,Parks,\n", remember=False)
    assert ready(found.frame)["what"].tolist() == ["Farming, forestry and grounds maintenance", "Parks", "Parks", NO_CATEGORY, "Parks"] or \
        ready(found.frame)["what"].tolist()[1:3] == ["parks", "parks"]


def test_small_categories_and_suppliers_are_put_together_without_loss():
    made = table([(f"S{n} Ltd", n + 1, f"K{n % 15}", "") for n in range(90)])
    found = categories(made, most=4, each=3)
    assert [len(one.suppliers) for one in found][:4] == [4, 4, 4, 4] and found[-1].name == "11 smaller categories"
    assert sum(part.value for one in found for part in one.suppliers) == sum(range(1, 91))


@pytest.mark.parametrize(("place", "wanted", "answer"), [
    ("NE1", ["NE"], "local"), ("NE1", ["N"], "elsewhere"), ("NE12", ["NE1"], "elsewhere"), ("EC1A", ["EC1"], "local"), ("EC1A", ["EC1A"], "local"),
    ("Truro, TR4", ["truro"], "local"), ("Stratford-upon-Avon", ["Stratford-upon-Avon"], "local"), ("East Leeds", ["Leeds"], "local"),
    ("Leedstown", ["Leeds"], "elsewhere"), ("NE1; TR4", ["NE"], "elsewhere"), ("NE1; NE3", ["NE"], "local"), ("  ", ["NE"], "unknown"),
    ("Hull (HU1)", ["HU"], "local"), ("St. Ives", ["St. Ives"], "local"), ("a.c", ["a+c"], "elsewhere"), ("anything", ["", " "], "elsewhere"),
])
def test_what_counts_as_local(place, wanted, answer):
    assert is_local(place, wanted) == answer


@settings(deadline=None)
@given(some.dates(date(2000, 1, 1), date(2090, 1, 1)), some.integers(0, 60))
def test_months_go_on_to_the_right_month(day, months):
    later = months_after(day, months)
    assert (later.year - day.year) * 12 + later.month - day.month == months and later.day <= day.day


def test_the_window_holds_its_first_and_last_day():
    found = read_register(b"Contract Ref,Title,Supplier,Value,End Date\n1,a,A,1,30/09/2026\n2,b,A,1,01/10/2026\n3,c,A,1,01/04/2028\n4,d,A,1,02/04/2028\n5,e,A,1,\n",
                          remember=False)
    soon = ending(things(ready(found.frame), "contracts"), date(2026, 10, 1))
    assert soon.soon["title"].tolist() == ["b", "c"] and (soon.ended, soon.later, soon.no_end) == (1, 1, 1)


@settings(deadline=None)
@given(some.lists(some.floats(0.01, 1e9), min_size=5, max_size=60, unique=True))
def test_value_marks_rise_with_value(values):
    marks = value_marks(pd.Series(values))
    order = [mark for _, mark in sorted(zip(values, marks, strict=True))]
    assert order == sorted(order) and order[0] == 1 and order[-1] == 5


def test_small_categories_are_counted_one_by_one():
    lines = "".join(f"S{n},{100 - n},Cat {n}\n" for n in range(12))
    found = categories(ready(read_register(f"Supplier,Amount,Category\n{lines}".encode(), remember=False).frame))
    assert found[-1].name == "2 smaller categories" and sum(one.of for one in found) == 12

"""The method lens, done without its screen."""

from __future__ import annotations

import json

import pytest

from svtrain.apps.method_lens.state import MethodLens
from svtrain.apps.method_lens.words import NO_WINNER, card, kept_apart, lines_table, questions, summary, title, why
from svtrain.core.method_lines import METHODS

EURO = b"""
title: A euro map
currency: EUR
inputs: [{name: Price, value: 1000}]
outcomes:
  - {id: jobs, outcome: Lasting work, quantity: {low: 1, likely: 2, high: 3}, proxy: {value: 900, unit: person, source: ours}, deadweight: 0.5}
  - {id: trees, quantity: 10, proxy: {value: 41, unit: tree, source: ours}}
"""


def chosen(start="practice:grounds-maintenance", method="counted"):
    lens = MethodLens()
    lens.open_start(start)
    lens.choose(method)
    lens.give_reason("Our board knows it.")
    lens.commit()
    return lens


def test_no_figure_before_the_choice():
    lens = MethodLens()
    assert lens.found is None and lens.ranges is None and lens.differences() == ()
    assert "".join(card(lens, method) for method in METHODS) + lines_table(lens) + why(lens) + kept_apart(lens) == ""
    lens.commit()
    assert lens.problem.startswith("Choose") and not lens.kept
    lens.choose("best")
    assert lens.first["method"] == ""
    lens.choose("green_book")
    lens.commit()
    assert lens.problem.startswith("Write a reason") and lens.found is None
    assert "all 8 numbers" in questions()


def test_a_choice_stays_and_another_contract_wants_its_own():
    lens = chosen()
    lens.choose("principles")
    lens.give_reason("I knew it.")
    assert lens.first == {"method": "counted", "reason": "Our board knows it."}
    lens.open_start("practice:travel")
    assert not lens.kept and lens.found is None and lens.first == {}


@pytest.mark.parametrize("start", [start for start, _, _ in MethodLens.starts()])
def test_every_contract_has_four_answers_and_no_winner(start):
    lens = chosen(start)
    assert lens.blocked == () and summary(lens) == f"<p>{NO_WINNER}</p>"
    for method in METHODS:
        said = card(lens, method)
        assert said.count("It leaves out.") == 1 and "It counts." in said and "Its conventions" in said
    assert lines_table(lens).count("<tr>") == len(lens.lines()) + 1
    for line, _ in lens.lines():
        lens.look_at(line)
        assert why(lens)


def test_the_published_case_gives_what_its_authors_printed():
    lens = chosen("case:lwtc-westbank-2015")
    assert "£5.80 for each £1 put in" in card(lens, "change_in_lives") and "£6.00 of benefit" in card(lens, "green_book")
    assert "looks surer than it is" in card(lens, "change_in_lives")
    assert "Nobody has said who gets the money." in card(lens, "principles")


def test_a_practice_contract_says_who_is_paid_and_what_nobody_knows():
    said = card(chosen(), "principles")
    assert "£834,000 spent: unknown to local suppliers, 100% to small businesses" in said


def test_principles_are_the_persons_own():
    lens = chosen()
    lens.stand_for(0, "name", "Living wage <b>")
    lens.stand_for(0, "met", "no")
    assert "Living wage &lt;b&gt;: not met." in card(lens, "principles")


def test_a_map_in_euros_is_shown_in_euros():
    lens = MethodLens()
    assert lens.open_file("map.yaml", EURO)
    lens.choose("counted")
    lens.give_reason("Because.")
    lens.commit()
    said = "".join(card(lens, method) for method in METHODS[1:]) + lines_table(lens) + why(lens)
    assert "€" in said and "£" not in said and "A euro map: 2 lines." in title(lens)
    assert lens.ranges.counted[0] > 0


def test_ones_own_prices_and_spend():
    lens = chosen("practice:travel")
    assert lens.take_prices("our list.csv", b"outcome_id,price,licence\ncarbon,100,ours\n")
    assert lens.take_spend("spend.csv", b"supplier,amount,local\nA,60,yes\nB,40,no\n")
    assert "“our list”" in card(lens, "counted") and "Licence of the list: ours." in card(lens, "counted") and "not on the list" in lines_table(lens)
    assert "60% to local suppliers" in card(lens, "principles")


@pytest.mark.parametrize(("what", "content", "said"), [
    ("prices", b"outcome_id,price\nhops,5\n", "prices 'hops', an outcome that the map does not have"),
    ("prices", b"outcome_id,price\ncarbon,ten\n", "mine.csv: row 2.price: \"ten\" is not a number"),
    ("spend", b"supplier,amount\nA,-5\n", "zero or more"), ("spend", b"supplier\nA\n", "no column 'amount'"), ("spend", b"\0\0", "mine.csv")])
def test_a_file_that_cannot_be_read_changes_nothing(what, content, said):
    lens = chosen("practice:travel")
    before = card(lens, "counted"), card(lens, "principles")
    assert not getattr(lens, f"take_{what}")("C:\\My\\mine.csv", content)
    assert said in " ".join(lens.refused[what]) and (card(lens, "counted"), card(lens, "principles")) == before
    assert not lens.open_file("map.xlsm", b"x") and "macros" in lens.refused["map"][0]


def test_work_comes_back_after_a_refresh():
    lens = chosen("practice:travel")
    lens.take_prices("ours.csv", b"outcome_id,price\ncarbon,100\n")
    lens.take_spend("spend.csv", b"supplier,amount,local\nA,60,yes\n")
    lens.look_at("mentoring")
    again = MethodLens()
    again.from_dict(json.loads(json.dumps(lens.to_dict())))
    assert again.to_dict() == lens.to_dict()
    assert [card(again, method) for method in METHODS] == [card(lens, method) for method in METHODS] and why(again) == why(lens)

from __future__ import annotations

from dataclasses import replace
from datetime import date

from svtrain.core.delivery_doubts import doubts, people_behind_several, said_twice, shares_over_one
from svtrain.core.monitoring import Commitment, Contract, Delivery

PROMISE = Commitment("C1", "K1", "Jobs", "person", 10, due=date(2027, 3, 31), start=date(2026, 4, 1))


def row(name: str, promise: str = "C1", on: date = date(2026, 6, 30), quantity: float = 6, **more) -> Delivery:
    return Delivery(name, promise, on, quantity, **more)


def test_thirds_of_one_activity_are_no_doubt_and_halves_for_three_are():
    thirds = [row(name, name, evidence_ref="CLUB", share=0.333333) for name in ("C1", "C2", "C3")]
    assert shares_over_one(thirds) == []
    assert "come to 150%" in shares_over_one([replace(each, share=0.5) for each in thirds])[0]
    whole_and_half = [replace(thirds[0], share=1.0), replace(thirds[1], share=0.5)]
    assert shares_over_one(whole_and_half) == ["C1 and C2 take shares of the evidence 'CLUB' that come to 150%: together they can take 100%."]


def test_the_same_people_behind_two_promises_are_said_once_for_all():
    rows = [row(f"{promise}-{who}", promise, person=who, disadvantage="care leaver") for promise in ("C1", "C2") for who in ("P1", "P2")]
    assert people_behind_several(rows) == ["C1 and C2 both count 2 people as 'care leaver': count each person once, or give each promise its share."]
    assert people_behind_several([replace(each, share=0.5) for each in rows]) == []
    assert people_behind_several([replace(each, disadvantage="") for each in rows]) == []  # a local person may be in two measures


def test_reports_that_are_alike_and_heads_that_only_look_so():
    assert said_twice([row("D1", evidence_ref="T-1"), row("D2", evidence_ref="T-1")])
    assert said_twice([row("D1", quantity=1), row("D2", quantity=1)]) == []
    assert said_twice([row("D1", evidence_ref="T-1"), row("D2", evidence_ref="T-2")]) == []


def test_reports_before_the_start_and_after_the_end_are_said_by_promise():
    rows = [row("D1", on=date(2025, 1, 1)), row("D2", on=date(2025, 2, 1), quantity=5), row("D3", on=date(2027, 4, 30), quantity=4), row("D4", quantity=3)]
    said = doubts({"C1": PROMISE}, rows, {})
    assert said == ["C1: D1 and D2 end before 1 April 2026, when it begins. They are counted; were they done under this contract?",
                    "C1: D3 ends after 31 March 2027, when all was due. It is counted."]
    bare = replace(PROMISE, start=None, due=None)
    assert doubts({"C1": bare}, rows, {"K1": Contract("K1", PROMISE.start, PROMISE.due)}) == said
    assert doubts({"C1": bare}, rows, {}) == []

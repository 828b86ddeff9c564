from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from svtrain.core.delivery_gaps import gaps, is_output, next_time
from svtrain.core.monitoring import Commitment, Contract, Delivery, progress

DAY = date(2026, 4, 1)
PROMISE = Commitment("C1", "K1", "Year in work", "FTE year", 10, date(2027, 4, 1), date(2025, 4, 1), owner="Site manager", evidence_required="Payroll")


def row(quantity: float, verification: str = "sample", **more) -> Delivery:
    return Delivery(more.pop("id", "D1"), more.pop("of", "C1"), more.pop("on", date(2026, 3, 31)), quantity, verification, more.pop("ref", "P1"), **more)


def ids(rows, promise=PROMISE, **more):
    return [gap.id for gap in gaps(progress(promise, rows, Contract("K1"), DAY), rows, DAY, **more)]


@pytest.mark.parametrize(("rows", "found"), [
    ([row(5)], []),
    ([], ["nothing"]),
    ([row(0)], ["nothing"]),
    ([row(2)], ["late"]),
    ([row(5, "self")], ["self-only"]),
    ([row(2, id="D2"), row(4, "self")], ["little-checked"]),
    ([row(5, ref=" ")], ["no-evidence"]),
    ([row(5, on=date(2025, 9, 1))], ["silent"]),
    ([row(1, person="P7", disadvantage="care leaver"), row(1, id="D2", person="P7", disadvantage="care leaver"), row(4, id="D3")], ["counted-twice"]),
    ([row(1, person="P7", disadvantage="care leaver"), row(1, id="D2", person="P7", disadvantage="out of work"), row(4, id="D3")], ["two-disadvantages"]),
])
def test_each_gap_is_found_by_itself(rows, found):
    assert ids(rows) == found


def test_a_loose_promise_is_said():
    assert ids([row(5)], replace(PROMISE, owner="", evidence_required="")) == ["loose-promise"]
    assert "not-dated" in ids([row(5)], replace(PROMISE, start=None))


def test_evidence_that_serves_another_promise_too():
    assert ids([row(5)], others=[row(5, of="C2", id="D9")]) == ["same-evidence"]
    assert ids([row(5)], others=[row(5, of="C2", id="D9", on=date(2026, 6, 30))]) == [], "not yet on this day"


def test_few_orders_are_no_delay_only_where_delivery_follows_them():
    assert ids([row(2)], orders=0.2) == ["fewer-orders"]
    assert ids([row(1)], orders=0.2) == ["late"], "behind even what was ordered"
    assert ids([row(2)], orders=0.5) == ["late"]


@pytest.mark.parametrize(("measure", "said"), [("Hours of careers talks", True), ("40 residents attend a course", True), ("Spend with suppliers in the district", True),
                                               ("Visits to accident and emergency avoided", False), ("Level 2 qualification gained", False)])
def test_what_is_done_is_told_from_what_changes(measure, said):
    assert is_output(measure) is said


def test_next_time_learns_from_the_pace_and_from_the_orders():
    rows = [row(2, "self")]
    stands = progress(PROMISE, rows, Contract("K1"), DAY)
    late = next_time(stands, gaps(stands, rows, DAY))
    assert late.target == 4 and "checked by the buyer" in late.evidence_required
    ordered = next_time(stands, gaps(stands, rows, DAY, orders=0.2))
    assert ordered.target == 10 and "£100,000 ordered" in ordered.why


def test_reports_out_of_time_and_the_same_people_are_asked_about():
    promise = Commitment("C1", "K1", "Jobs", "person", 10, date(2027, 3, 31), date(2026, 4, 1), owner="Site manager", evidence_required="Payroll")
    rows = [Delivery("D1", "C1", date(2025, 6, 30), 1, "sample", "P1", person="P7", disadvantage="care leaver", verified_by="Council")]
    others = [Delivery("D9", "C2", date(2026, 6, 30), 1, "sample", "P9", person="p7", disadvantage="Care leaver")]
    found = {gap.id: gap.what for gap in gaps(progress(promise, rows, Contract("K1"), date(2026, 7, 1)), rows, date(2026, 7, 1), others=others)}
    assert found["out-of-time"] == "D1 ends before 1 April 2026, when it begins. It is counted; was it done under this contract?"
    assert found["alike"].startswith("C1 and C2 both count 1 person as 'care leaver'")

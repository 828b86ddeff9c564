from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from svtrain.core.supplier_plan import EFFORTS, MOST, OPERATIONS, SECTORS, SIZES, STATUSES, Entry, Plan, Supplier, choices, first_plan, for_buyer
from svtrain.core.suppliers_together import named_standings, together
from svtrain.data.supplier_actions import actions
from svtrain.core.small_groups import SMALLEST, shown_groups

TODAY = date(2026, 11, 22)
PEOPLE = {"micro": 4, "small": 20, "medium": 100, "large": 1000}
THEMES = {"crime", "health & wellbeing", "employment", "environment", "skills", "community", "housing", "economy"}


def test_the_suggestions_are_enough_and_tied_to_the_bank():
    from svtrain.data import reference

    assert len(actions()) >= 40
    assert {one.theme for one in actions().values()} == THEMES == {one.theme for one in reference().proxies.values()}
    for one in actions().values():
        assert set(one.operations) <= set(OPERATIONS) and set(one.sectors) <= set(SECTORS) and one.effort in EFFORTS["large"] and one.from_size in SIZES


@pytest.mark.parametrize("sector", SECTORS)
@pytest.mark.parametrize("size", SIZES)
def test_every_trade_and_size_gets_a_plan_in_proportion(sector, size):
    firm = Supplier("A", sector, PEOPLE[size], tuple(OPERATIONS))
    plan = first_plan(firm, actions().values(), TODAY)
    assert 4 <= len(plan) <= MOST[size]
    assert all(actions()[one.action_id].effort in EFFORTS[size] and one.due > TODAY for one in plan)
    if size == "micro":
        assert {actions()[one.action_id].effort for one in plan} == {"light"}
        assert len({actions()[one.action_id].theme for one in plan}) == 4


def test_a_desk_with_one_person_gets_something_and_nothing_about_vans():
    found = choices(Supplier("Desk", "professional", 1), actions().values())
    assert found and all(not one.action.operations for one in found)
    assert all("Every firm can do it" in one.reason or "your trade" in one.reason for one in found)


def test_each_reason_names_what_the_firm_said():
    found = choices(Supplier("Van", "facilities", 30, ("vehicles", "sites")), actions().values())
    for one in found:
        assert ("drive vehicles" in one.reason) == ("vehicles" in one.action.operations)
        assert ("your trade" in one.reason) == ("facilities" in one.action.sectors)


def plan(number: int, *entries: Entry, sector="care", named=False) -> Plan:
    return Plan(Supplier(f"Firm {number}", sector, 4), entries, named=named)


def stand(plans, group=lambda plan, entry: actions()[entry.action_id].theme):
    return together(plans, group, TODAY, shown_groups, smallest=SMALLEST)


def test_due_soon_and_overdue():
    entry = Entry("listen-first", due=TODAY)
    assert entry.soon(TODAY) and not entry.overdue(TODAY)
    assert replace(entry, due=date(2026, 11, 21)).overdue(TODAY)
    assert not replace(entry, due=date(2026, 11, 21), status="done").overdue(TODAY)
    assert not replace(entry, due=date(2026, 12, 23)).soon(TODAY)


def test_four_suppliers_are_shown_nothing():
    found = stand([plan(number, Entry("listen-first")) for number in range(4)])
    assert found.everybody is None and found.groups == () and found.suppliers == 4


def test_a_group_of_few_is_kept_back_and_so_is_what_would_give_it_away():
    plans = [plan(number, Entry("listen-first")) for number in range(6)] + [plan(9, Entry("listen-first"), Entry("fewer-miles"))]
    found = stand(plans)
    assert found.everybody.actions == 8 and found.groups == () and found.held_back == 2, "the sum less the one group would be the other"
    more = [*plans, *(plan(20 + number, Entry("menus")) for number in range(5))]
    assert {one.name: one.suppliers for one in stand(more).groups} == {"community": 7, "environment": 6}


def test_suppliers_behind_what_is_kept_back_are_counted_once_each():
    both = [plan(number, Entry("fewer-miles"), Entry("first-aider")) for number in range(3)]
    found = stand([*both, *(plan(10 + number, Entry("listen-first")) for number in range(6))])
    assert found.groups == (), "six rows, but three suppliers"


def test_the_sums_are_right():
    plans = [plan(number, Entry("listen-first", "done"), Entry("fewer-miles", "doing", date(2026, 1, 1))) for number in range(5)]
    found = stand(plans)
    assert (found.everybody.suppliers, found.everybody.actions, found.everybody.overdue) == (5, 10, 5)
    assert found.everybody.by_status == {"todo": 0, "doing": 5, "done": 5, "no": 0} and list(found.everybody.by_status) == list(STATUSES)


@pytest.mark.parametrize("named, shy, counted, left_out", [(0, 5, 5, 0), (5, 0, 5, 0), (5, 5, 10, 0), (5, 4, 5, 4), (5, 1, 5, 1), (4, 5, 9, 0), (9, 3, 9, 3)])
def test_the_sums_less_the_named_suppliers_give_nobody_away(named, shy, counted, left_out):
    plans = [plan(number, Entry("listen-first"), named=number < named) for number in range(named + shy)]
    found = stand(plans)
    assert (found.everybody.suppliers, found.everybody.actions, found.left_out) == (counted, counted, left_out)
    assert [one.suppliers for one in found.groups] == [counted]


@pytest.mark.parametrize("named, shy", [(4, 0), (4, 1), (4, 4), (1, 4)])
def test_too_few_named_beside_too_few_others_make_no_sum(named, shy):
    assert stand([plan(number, Entry("listen-first"), named=number < named) for number in range(named + shy)]).everybody is None


def test_a_group_with_few_unnamed_suppliers_in_it_is_kept_back_though_it_is_large():
    mixed = [plan(number, Entry("listen-first"), named=True) for number in range(5)] + [plan(20, Entry("listen-first"))]
    others = [plan(30 + number, Entry("menus")) for number in range(6)]
    found = stand([*mixed, *others])
    assert found.everybody.suppliers == 12 and found.groups == (), "the one unnamed in the first would follow from the sum less the second, too"


def test_only_who_agreed_is_named_and_nothing_but_how_far():
    plans = [plan(2, Entry("listen-first", "done"), Entry("menus", "doing", date(2027, 1, 1), "Ann", "Our notes"), Entry("fewer-miles", due=date(2026, 1, 1)), named=True), plan(1, Entry("menus"))]
    one, = named_standings(plans, TODAY)
    assert (one.name, one.actions, one.by_status["done"], one.overdue, one.next_due) == ("Firm 2", 3, 1, 1, date(2027, 1, 1))
    assert "Ann" not in repr(one) and "notes" not in repr(one)


def test_what_a_buyer_gets_holds_no_person_no_note_and_no_name_without_a_yes():
    own = Plan(Supplier("Shy & Son", "care", 37, ("employs",)), (Entry("menus", "doing", TODAY, "Ann", "Our notes"),), TODAY, id="0f0f0f0f")
    assert not [word for word in ("Shy", "Ann", "notes", "37", "employs") if word in repr(for_buyer(own))]
    assert for_buyer(own).key == own.key and for_buyer(own).supplier.size == own.supplier.size
    assert for_buyer(replace(own, named=True)).supplier.name == "Shy & Son"

"""Opening a room for a workshop, and which page an activity belongs to."""

from __future__ import annotations

import pytest

from svtrain.core.problems import CannotDo
from svtrain.room import Activity, open_workshop, open_workshops


def test_a_workshop_is_begun_once_and_all_may_read_its_plan(ground, facilitator, six):
    begun = open_workshop(ground.store, ground.room, "180", 20)
    assert open_workshop(ground.store, ground.room, "180", 20) == begun and begun in open_workshops(ground.store)
    for seat in (facilitator, six[0], ground.seat("screen", "projector")):
        assert [each.payload for each in seat.since() if each.kind == "workshop"] == [{"plan": "180", "people": 20, "hours": 12}]
    another = open_workshop(ground.store, ground.room, "4x-half-day", 20)
    assert another.n > begun.n and [each.n for each in open_workshops(ground.store) if each.room == ground.room] == [another.n]
    assert facilitator.place().people == 6  # whoever opens the room takes no seat in it


def test_only_a_facilitator_begins_a_workshop(ground, six):
    with pytest.raises(CannotDo, match="does not include"):
        six[0].add("workshop", "room", {"plan": "mine", "people": 1, "hours": 1})
    assert ground.room not in {each.room for each in open_workshops(ground.store)}


def test_a_closed_room_has_no_workshop(ground, six):
    open_workshop(ground.store, ground.room, "60", 5)
    ground.store.close_room(ground.room)
    assert ground.room not in {each.room for each in open_workshops(ground.store)}
    with pytest.raises(CannotDo, match="closed"):
        open_workshop(ground.store, ground.room, "60", 5)


def test_a_workshop_ends(ground, facilitator):
    facilitator.add("workshop", "room", {"plan": "60", "people": 5, "hours": -1})
    assert ground.room not in {each.room for each in open_workshops(ground.store)}


@pytest.mark.parametrize("payload, item, page", [
    ({"page": "2-challenge/03-deadweight"}, "a:b", "2-challenge/03-deadweight"), ({}, "value-builder:jobs", "value-builder"), ({}, "jobs", ""),
    ({"page": "../../etc/passwd"}, "a:b", ""), ({"page": ["a"]}, "a:b", "a"), ({"page": "x" * 200}, "b", ""), ({}, "A.B:c", ""),
])
def test_which_page_an_activity_belongs_to(payload, item, page):
    assert Activity(item, "opened", 1, 0, payload).page == page


@pytest.mark.parametrize("payload, title", [({"title": "Jobs"}, "Jobs"), ({"title": "  "}, "a"), ({"title": 4}, "a"), ({"title": "x" * 999}, "x" * 200)])
def test_what_an_activity_is_called(payload, title):
    assert Activity("a", "opened", 1, 0, payload).title == title

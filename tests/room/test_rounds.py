"""The life of an activity: opened, answered, closed, revealed, a second round; and what each part may do in it."""

from __future__ import annotations

import asyncio
import time

import pytest

from svtrain.core.problems import CannotDo
from svtrain.room import Seat, Store


def refused(what, *given, **named) -> str:
    with pytest.raises(CannotDo) as found:
        what(*given, **named)
    return str(found.value)


def test_estimate_talk_estimate(ground, facilitator, six):
    facilitator.open("deadweight", {"title": "Deadweight", "minutes": 10})
    for number, person in enumerate(six):
        assert person.answer("deadweight", {"low": 0, "likely": number * 10, "high": 100}).round == 1
    assert facilitator.activities()["deadweight"].answered == 6
    facilitator.close_answers("deadweight")
    assert "closed" in refused(six[0].answer, "deadweight", {"likely": 1})
    facilitator.reveal("deadweight")
    shared = six[0].shared("deadweight")
    assert sorted(answer.payload["likely"] for answer in shared.answers) == [0, 10, 20, 30, 40, 50]
    assert {answer.team for answer in shared.answers} == {""}

    facilitator.second_round("deadweight", {"minutes": 5})
    state = six[0].activities()["deadweight"]
    assert (state.state, state.round, state.answered, state.payload) == ("opened", 2, 0, {"title": "Deadweight", "minutes": 5})
    for number, person in enumerate(six):
        person.answer("deadweight", {"likely": 20 + number * 2}, round=2)
    assert len(six[0].shared("deadweight").answers) == 6, "the first round stays to be seen"
    assert six[0].shared("deadweight", 2).answers == ()
    assert facilitator.movement("deadweight") is None
    facilitator.reveal("deadweight")
    moved = six[3].movement("deadweight")
    assert (moved.people, moved.median_before, moved.median_after, moved.closer, moved.unmoved) == (6, 25, 25, 6, 0)
    assert moved.middle_half_after < moved.middle_half_before
    facilitator.second_round("deadweight")
    assert six[0].activities()["deadweight"].round == 3


def test_the_last_answer_of_a_round_counts_and_all_are_kept(ground, facilitator, six):
    facilitator.open("a")
    for person in six:
        person.answer("a", {"likely": 1})
    six[0].answer("a", {"likely": 2})
    facilitator.close_answers("a")
    facilitator.open("a")
    six[0].answer("a", {"likely": 3})
    facilitator.reveal("a")
    assert sorted(answer.payload["likely"] for answer in six[1].shared("a").answers) == [1, 1, 1, 1, 1, 3]
    assert [event.payload["likely"] for event in six[0].mine("a")] == [1, 2, 3]
    assert six[0].shared("a").answered == 6


def test_a_key_records_once(ground, facilitator, six):
    facilitator.open("a")
    first = six[0].answer("a", {"likely": 1}, key="press-1")
    assert six[0].answer("a", {"likely": 1}, key="press-1") == type(first)(first.n, 1, again=True)
    assert "not recorded" in refused(six[0].answer, "a", {"likely": 2}, key="press-1")
    assert six[1].answer("a", {"likely": 1}, key="press-1").n == first.n + 1, "another person's key is another key"
    facilitator.reveal("a")
    assert six[0].answer("a", {"likely": 1}, key="press-1").again, "a late retry learns that it had been recorded"
    assert ground.store.status(ground.room).answers == 2


@pytest.mark.parametrize("before, verb, said", [
    ((), "answer", "not been opened"),
    (("open", "reveal"), "answer", "revealed"),
    (("open",), "second_round", "after the first"),
    ((), "reveal", "not been opened"),
    (("open", "reveal"), "open", "revealed"),
])
def test_out_of_order(ground, facilitator, before, verb, said):
    for each in before:
        getattr(facilitator, each)("a")
    who, more = (ground.seat("somebody"), ({"likely": 1},)) if verb == "answer" else (facilitator, ())
    assert said in refused(getattr(who, verb), "a", *more)


def test_pressing_twice_does_nothing_twice(ground, facilitator, six):
    for verb in ("open", "close_answers", "reveal", "second_round"):
        first = getattr(facilitator, verb)("a")
        second = getattr(facilitator, verb)("a")
        assert (second.n, second.again) == (first.n, True)
    assert facilitator.activities()["a"].round == 2


def test_an_answer_for_a_round_that_is_over_is_refused(ground, facilitator, six):
    facilitator.open("a")
    facilitator.reveal("a")
    facilitator.second_round("a")
    assert "answer afresh" in refused(six[0].answer, "a", {"likely": 1}, round=1)


def test_each_part_has_its_own_verbs(ground, facilitator, six):
    facilitator.open("a")
    screen = ground.seat("screen", "projector")
    for try_it in (lambda: screen.answer("a", {}), lambda: screen.reveal("a"), lambda: screen.add("parked", "b", {}), screen.forget_me):
        assert "part in this room" in refused(try_it)
    assert screen.activities()["a"].state == "opened"
    for verb in ("open", "close_answers", "reveal", "second_round"):
        assert "part in this room" in refused(getattr(six[0], verb), "a")
    assert "part in this room" in refused(facilitator.answer, "a", {})
    assert "part in this room" in refused(six[0].answer_from_paper, "07", "a", {})
    assert "part in this room" in refused(six[0].add, "forgotten", "a", {})
    assert facilitator.activities()["a"].state == "opened"


def test_paper_answers_are_typed_in_before_the_reveal(ground, facilitator, six):
    facilitator.open("a")
    for person in six[:4]:
        person.answer("a", {"likely": 1})
    facilitator.close_answers("a")
    assert facilitator.answer_from_paper("07", "a", {"likely": 9}, key="sheet-07").n
    assert facilitator.answer_from_paper("07", "a", {"likely": 9}, key="sheet-07").again
    facilitator.reveal("a")
    assert sorted(answer.payload["likely"] for answer in six[0].shared("a").answers) == [1, 1, 1, 1, 9]
    assert "revealed" in refused(facilitator.answer_from_paper, "08", "a", {"likely": 2}), "one more would single itself out"


def test_what_people_say_outside_activities(ground, facilitator, six):
    six[0].add("parked", "topic", {"words": "Who pays?"})
    facilitator.add("page", "lesson-2", {"say": "Turn to lesson 2"})
    facilitator.add("note", "mine", {"words": "team B is late"})
    screen = ground.seat("screen", "projector")
    assert [event.kind for event in six[0].since()] == ["parked", "page"]
    assert [event.kind for event in six[1].since()] == ["page"] == [event.kind for event in screen.since()]
    assert [(event.kind, event.mine) for event in facilitator.since()] == [("parked", False), ("page", True), ("note", True)]
    with pytest.raises(ValueError):
        six[0].add("answer", "a", {})


def test_a_closed_room_takes_nothing_and_shows_all(ground, facilitator, six):
    facilitator.open("a")
    for person in six:
        person.answer("a", {"likely": 1})
    facilitator.reveal("a")
    ground.store.close_room(ground.room)
    assert "closed" in refused(six[0].add, "parked", "a", {})
    assert "closed" in refused(facilitator.open, "b")
    assert len(six[0].shared("a").answers) == 6 and six[0].place().closed


def test_seats_end(ground, facilitator):
    facilitator.open("a")
    gone = Seat(ground.store.seat(ground.room, "late", hours=-1), ground.people)
    sent_away = ground.seat("sent-away")
    ground.store.unseat(ground.room, "sent-away")
    for seat in (gone, sent_away, ground.sit("no such token"), ground.sit("")):
        for try_it in (seat.place, seat.last, seat.since, seat.mine, seat.activities, lambda: seat.shared("a"), lambda: seat.movement("a"),
                       seat.forget_me, lambda: seat.answer("a", {"likely": 1})):
            assert "run out" in refused(try_it)
    gone.close()
    with pytest.raises(ValueError):
        ground.store.seat(ground.room, "x", role="admin")
    with pytest.raises(ValueError):
        ground.store.seat(ground.room, "Jo Smith")


def test_two_rooms_in_one_store_do_not_meet(ground, facilitator, six):
    other = ground.store.new(f"{ground.room} other")
    facilitator.open("a")
    six[0].answer("a", {"likely": 1})
    stranger, their_facilitator = ground.seat("person-0", room=other), ground.seat("f", "facilitator", room=other)
    assert stranger.since() == [] and stranger.mine() == [] and stranger.activities() == {} and stranger.last() == 0
    assert "not been opened" in refused(stranger.answer, "a", {})
    their_facilitator.open("a")
    assert their_facilitator.activities()["a"].answered == 0
    assert ground.store.erase_room(other) == 1
    assert ground.store.status(ground.room).answers == 1


def test_a_task_hears_of_changes(ground, facilitator, six):
    async def listen() -> list[int]:
        heard = []
        async for n in six[0].changes(every=0.02, n=0):
            heard.append(n)
            if n >= 3:
                return heard

    async def both() -> list[int]:
        listening = asyncio.create_task(listen())
        await asyncio.to_thread(facilitator.open, "a")
        await asyncio.to_thread(six[1].answer, "a", {"likely": 1})
        await asyncio.to_thread(six[2].answer, "a", {"likely": 1})
        return await asyncio.wait_for(listening, 10)

    heard = asyncio.run(both())
    assert heard == sorted(set(heard)) and heard[-1] == 3


def test_status_is_in_numbers(ground, facilitator):
    for team in "AB":
        ground.seat(f"in-{team}", team=f"Team {team}")
    facilitator.open("a")
    found = ground.store.status(ground.room).as_dict()
    assert (found["people"], found["teams"], found["events"], found["answers"]) == (2, 2, 1, 0)
    assert found["activities"] == [{"item": "a", "title": "a", "page": "", "state": "opened", "round": 1, "answered": 0}]
    assert abs(found["made"] - time.time()) < 60 and found["closed"] == 0


def test_a_store_is_made_once_and_found_again(ground):
    again = Store(ground.owner, make=True)
    assert ground.room in again.rooms()
    assert "already" in refused(again.new, ground.store.status(ground.room).title)
    assert "no room" in refused(again.status, "nowhere")
    again.close()

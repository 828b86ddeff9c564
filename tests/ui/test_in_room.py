"""An exercise's card in a room, over a real store and without a browser."""

from __future__ import annotations

import pytest

from svtrain.learn import exercise
from svtrain.room import Seat, Store
from svtrain.ui.in_room import ExerciseLine, RoomOfPage

ONE = "take-off-both-shares"
ITEM = f"exercise:{ONE}"


@pytest.fixture
def seat(tmp_path):
    store = Store(tmp_path / "room.sqlite", make=True)
    store.new("North")
    made = []

    def seat(person: str, role: str = "participant") -> Seat:
        made.append(Seat(store.seat("north", person, role), store.address, connections=2))
        return made[-1]

    yield seat
    for one in (*made, store):
        one.close()


@pytest.fixture
def card(seat):
    room = RoomOfPage(seat("me"))
    room.refresh()
    return ExerciseLine(exercise(ONE).exercise, room), room


def test_only_the_first_answer_of_a_round_goes_to_the_room(card, seat):
    line, room = card
    runs = seat("who-runs-it", "facilitator")
    line.hand_in_answer("1")
    assert line.html == "" and seat("me").mine() == [], "nothing is sent before the room asks"
    runs.open(ITEM)
    room.refresh()
    assert "goes to the room" in line.html
    line.hand_in_answer("7252"), line.hand_in_answer("8702")
    assert [event.payload for event in seat("me").mine(ITEM)] == [{"answer": "7252"}] and "only the first one counts" in line.html
    runs.reveal(ITEM)
    runs.second_round(ITEM)
    room.refresh()
    line.hand_in_answer("8702")
    assert [event.round for event in seat("me").mine(ITEM)] == [1, 2]


def test_the_rooms_answers_come_with_the_reveal(card, seat):
    line, room = card
    runs = seat("who-runs-it", "facilitator")
    runs.open(ITEM)
    room.refresh()
    line.hand_in_answer("8702")
    for number in range(4):
        seat(f"other-{number}").answer(ITEM, {"answer": "7252"})
    runs.close_answers(ITEM)
    room.refresh()
    assert "7,252" not in line.html and "1 of 5" not in line.html
    runs.reveal(ITEM)
    room.refresh()
    assert "1 of 5" in line.html and "Right" in line.html


def test_others_answers_are_no_news_to_a_card(card, seat):
    _, room = card
    seat("who-runs-it", "facilitator").open(ITEM)
    room.refresh()
    before = room.activities
    seat("other").answer(ITEM, {"answer": "1"})
    room.refresh()
    assert room.activities is before or room.activities == before
    assert room.seen == room.place.last


def test_an_answer_that_is_refused_says_why(card, seat):
    line, room = card
    runs = seat("who-runs-it", "facilitator")
    runs.open(ITEM)
    room.refresh()
    runs.close_answers(ITEM)
    line.hand_in_answer("8702")
    assert "closed" in line.html and room.waiting == []


def test_whoever_runs_the_room_answers_nothing(seat):
    seat("who-runs-it", "facilitator").open(ITEM)
    room = RoomOfPage(seat("who-runs-it", "facilitator"))
    room.refresh()
    line = ExerciseLine(exercise(ONE).exercise, room)
    line.hand_in_answer("8702")
    assert line.html == "" and room.waiting == []


def test_outside_a_room_there_is_nothing(monkeypatch):
    monkeypatch.delenv("SVTRAIN_SEAT", raising=False)
    line = ExerciseLine(exercise(ONE).exercise)
    line.hand_in_answer("8702")
    assert line.html == ""

"""The five statements without their screen: alone, and in a room over a real store."""

from __future__ import annotations

import pytest

from svtrain.apps.five_statements.state import FORMS, FiveStatements
from svtrain.apps.five_statements.words import form_note, moved, standing
from svtrain.core.problems import CannotDo
from svtrain.learn.measuring import read_room
from svtrain.learn.measuring.measures import AFTER, BEFORE, COMMITMENT, REACTION, measures
from svtrain.room import Seat, Store, export_room

STATEMENTS = [each.id for each in measures().statements]


@pytest.fixture
def store(tmp_path):
    store = Store(tmp_path / "room.sqlite", make=True)
    store.new("North")
    yield store
    store.close()


@pytest.fixture
def seat(store):
    made = []

    def seat(person: str, role: str = "participant") -> Seat:
        made.append(Seat(store.seat("north", person, role), store.address, connections=2))
        return made[-1]

    yield seat
    for one in made:
        one.close()


@pytest.fixture
def facilitator(seat):
    return seat("who-runs-it", "facilitator")


def person(seat, name="me"):
    state = FiveStatements(seat(name))
    state.refresh()
    return state


def mark(state, form, marks="22222"):
    for name, text in zip(STATEMENTS, marks, strict=True):
        state.type(form, name, text)


def send(state, form):
    """Press, try once, settle; what the page does with an event loop."""
    if not state.press(form):
        return False
    going = state.pending
    state.settle(going, state.attempt(going))
    return not state.problems[form]


def test_alone_the_marks_are_kept_and_compared():
    state = FiveStatements()
    assert [form for form in FORMS if state.is_shown(form)] == [BEFORE] and "for you alone" in standing(state)
    mark(state, BEFORE, "2222 ")
    assert not state.press(BEFORE) and "each of the five" in form_note(state, BEFORE)
    mark(state, BEFORE, "12345")
    assert state.press(BEFORE) and all(state.is_shown(form) for form in FORMS)
    mark(state, AFTER, "22335")
    assert state.press(AFTER)
    assert [after - before for _, before, after in state.moved()] == [1, 0, 0, -1, 0] and "1 of 5 went up" in moved(state)
    again = FiveStatements()
    again.from_dict(state.to_dict())
    assert again.given == state.given


def test_in_a_room_a_form_waits_until_it_is_open(seat, facilitator):
    me = person(seat)
    assert not any(me.is_shown(form) for form in FORMS) and "Nothing is open yet" in standing(me)
    facilitator.open(BEFORE)
    me.refresh()
    mark(me, BEFORE)
    assert send(me, BEFORE) and "The room has it" in form_note(me, BEFORE)
    facilitator.close_answers(BEFORE)
    me.refresh()
    assert not me.may_answer(BEFORE) and not me.press(BEFORE)
    late = person(seat)
    assert late.shown(BEFORE, STATEMENTS[0]) == "2", "what was sent comes from the room"


def test_an_answer_that_cannot_arrive_stays_pending_and_is_recorded_once(seat, facilitator, store):
    facilitator.open(BEFORE)
    me = person(seat)
    mark(me, BEFORE)
    assert me.press(BEFORE)
    going = me.pending
    assert me.attempt(going) is None
    again = FiveStatements(me.seat)
    again.refresh()
    again.from_dict(me.to_dict())  # the page was lost before it heard that the answer had arrived
    assert again.pending == going
    again.settle(going, again.attempt(going))
    assert store.status("north").answers == 1 and not again.pending


def test_a_refused_answer_is_given_up_with_a_sentence(seat, facilitator):
    facilitator.open(BEFORE)
    me = person(seat)
    mark(me, BEFORE)
    assert me.press(BEFORE)
    facilitator.close_answers(BEFORE)
    going = me.pending
    me.settle(going, me.attempt(going))
    assert not me.pending and "closed" in form_note(me, BEFORE) and me.shown(BEFORE, STATEMENTS[0]) == "2"


def test_a_commitment_gets_a_code_that_stays_the_same(seat, facilitator):
    facilitator.open(COMMITMENT)
    me = person(seat)
    assert not me.press(COMMITMENT)
    me.type(COMMITMENT, "what", "Ask the supplier what would have happened anyway")
    assert send(me, COMMITMENT)
    code = me.given[COMMITMENT]["code"]
    assert code in form_note(me, COMMITMENT)
    again = person(seat)
    assert code not in form_note(again, COMMITMENT), "it is shown once"
    again.type(COMMITMENT, "by", "31 May")
    assert send(again, COMMITMENT) and again.given[COMMITMENT]["code"] == code


def test_what_the_room_exports_is_what_the_measures_read(seat, facilitator, store, tmp_path):
    for form in FORMS:
        facilitator.open(form)
    for number in range(5):
        me = person(seat, f"person-{number}")
        mark(me, BEFORE, "11111"), mark(me, AFTER, "33333")
        me.type(COMMITMENT, "what", f"Thing {number}")
        me.type(REACTION, "useful", "4")
        me.type(REACTION, "keep", "The talk")
        assert all(send(me, form) for form in FORMS)
    export_room(store, "north", tmp_path / "out", key=b"k" * 32)
    found = read_room(tmp_path / "out")
    assert set(found.marks(AFTER, STATEMENTS[0]).values()) == {3} and len(found.commitments()) == 5
    assert set(found.marks(REACTION, "useful").values()) == {4}


def test_all_that_was_sent_can_be_erased(seat, facilitator, store):
    facilitator.open(BEFORE)
    me = person(seat)
    mark(me, BEFORE)
    send(me, BEFORE)
    me.forget_me()
    me.forgotten("")
    assert store.status("north").answers == 0 and me.given == {} and "erased" in standing(me)
    with pytest.raises(CannotDo):
        me.look()

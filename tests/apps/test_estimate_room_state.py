"""The estimate room without its screens, over a real store."""

from __future__ import annotations

import asyncio
import json

import pytest

from svtrain.apps.estimate_room.alone import Alone
from svtrain.apps.estimate_room.alone_view import AloneView
from svtrain.apps.estimate_room.alone_words import mirror_note, mirror_picture, outcome
from svtrain.apps.estimate_room.facilitator import Facilitator
from svtrain.apps.estimate_room.participant_view import ParticipantView
from svtrain.ui.live import Live
from svtrain.apps.estimate_room.question import item_of, question_in, questions
from svtrain.apps.estimate_room.state import Participant, RoomState
from svtrain.apps.estimate_room.words import count, every_range, matters, moved, piled, said_by_all, sent_note, so_far, to_talk_about, told
from svtrain.core.problems import CannotDo, Problem
from svtrain.core.value_map import ValueMap
from svtrain.room import Seat, Store
from svtrain.room.follower import AWAY
from svtrain.room.events import ITEM
from svtrain.room.faults import FULL
from svtrain.room.seat import REFUSED, TOO_FEW

OTHERS = [{"low": n / 20, "likely": n / 10, "high": n / 5, "reason": f"reason {n}"} for n in (1, 2, 3, 4)]
MINE = {"low": "30%", "likely": "50%", "high": "70%", "reason": "half of <b>like</b> people do"}


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
    state = Facilitator(seat("who-runs-it", "facilitator"))
    state.refresh()
    return state


def person(seat, name="me"):
    state = Participant(seat(name))
    state.refresh()
    return state


def do(facilitator, *verbs):
    for verb in verbs:
        verb()
        facilitator.refresh()


def fill(state, given=MINE):
    for part, text in given.items():
        state.type(part, text)


def answered_by_four(seat, item):
    for number, payload in enumerate(OTHERS):
        seat(f"other-{number}").answer(item, payload)


@pytest.fixture
def revealed(seat, facilitator):
    """Five have answered one estimate, and it is revealed: the facilitator's state and mine."""
    do(facilitator, facilitator.open_estimate)
    me = person(seat)
    fill(me)
    assert me.send()
    answered_by_four(seat, facilitator.now)
    do(facilitator, facilitator.reveal)
    me.refresh()
    return facilitator, me


def test_everything_about_a_question_goes_to_the_room_and_comes_back(facilitator):
    for field, asked in facilitator.questions.items():
        assert ITEM.fullmatch(item_of(field)) and question_in(json.loads(json.dumps(asked.payload()))) == asked
    assert item_of("f.deadweight") == "estimate-room:f.deadweight"


def test_a_press_that_did_nothing_says_why_until_the_next(store, facilitator):
    store.close_room("north")
    live = Live(facilitator)
    live.write(facilitator.open_estimate, facilitator.settle)
    facilitator.refresh()
    assert REFUSED["room-closed"] in told(facilitator)
    facilitator.settle("")
    assert told(facilitator) == ""


def test_names_that_a_store_cannot_hold_become_ids_that_differ():
    names = ["inputs.A & B", "inputs.A + B", "x" * 190 + ".deadweight", "x" * 191 + ".deadweight"]
    assert len({item_of(name) for name in names}) == 4 and all(ITEM.fullmatch(item_of(name, 2)) for name in names)


def test_what_is_said_about_a_stranger_to_the_question_is_nothing():
    assert question_in({"assumption": "deadweight", "field": ["x"]}) is None
    assert question_in({"assumption": "mood", "field": "x"}) is None
    assert question_in({"assumption": "deadweight", "about": "x" * 500}) is None


def test_nobody_sees_an_answer_before_the_reveal_but_all_see_how_many(seat, facilitator):
    do(facilitator, facilitator.open_estimate)
    me, screen = person(seat), RoomState(seat("the-wall", "projector"))
    fill(me)
    assert me.send() and "30% to 70%, most likely 50%" in sent_note(me)
    answered_by_four(seat, facilitator.now)
    for state in (me, screen, facilitator):
        state.refresh()
        assert state.judgements() == () and every_range(state) is None and piled(state) is None
        assert count(state) == "5 of 5 people have answered."
        assert "once the facilitator reveals them" in said_by_all(state)


def test_after_the_reveal_the_spread_the_ends_and_the_movement(revealed, seat):
    facilitator, me = revealed
    assert "The middle answer is 30%." in said_by_all(me) and "Half of the 5 lie between 20% and 40%" in said_by_all(me)
    assert [row[0] for row in every_range(me).table["rows"]] == ["1", "2", "3", "4", "Yours"]
    assert sum(int(row[1]) for row in piled(me).table["rows"]) == 5
    ends = to_talk_about(facilitator)
    assert "“reason 1”" in ends and "half of &lt;b&gt;like&lt;/b&gt; people do" in ends
    do(facilitator, facilitator.second_round)
    me.refresh()
    assert me.shown("reason") == MINE["reason"] and me.mine is None
    me.type("likely", "40%")
    assert me.send()
    answered_by_four(seat, facilitator.now)
    do(facilitator, facilitator.reveal)
    me.refresh()
    assert "Of 5 people who answered both times, 1 came closer to the first middle" in moved(me)
    assert "<td>30%</td><td>30%</td>" in so_far(me)


def test_an_answer_that_makes_no_sense_stops_nobody(seat, facilitator):
    do(facilitator, facilitator.open_estimate)
    answered_by_four(seat, facilitator.now)
    for name, odd in (("a", {"likely": 7}), ("b", {"likely": "7"}), ("c", {}), ("d", {"low": 0.3, "likely": 0.5, "high": 1e308})):
        seat(name).answer(facilitator.now, odd)
    do(facilitator, facilitator.reveal)
    assert facilitator.judgements() == () and TOO_FEW in said_by_all(facilitator) and facilitator.matters is None
    do(facilitator, facilitator.second_round)
    answered_by_four(seat, facilitator.now)
    for name, payload in (("a", {"likely": 7}), ("b", {"likely": 0.9})):
        seat(name).answer(facilitator.now, payload)
    do(facilitator, facilitator.reveal)
    assert len(facilitator.judgements()) == 5 and facilitator.matters.high > facilitator.matters.low


def test_fewer_than_five_are_never_shown_and_the_facilitator_is_warned_first(seat, facilitator):
    do(facilitator, facilitator.open_estimate)
    me = person(seat)
    fill(me)
    me.send()
    facilitator.refresh()
    assert not facilitator.may_reveal() and facilitator.asked and facilitator.may_reveal()
    do(facilitator, facilitator.reveal)
    me.refresh()
    assert TOO_FEW in said_by_all(me) and every_range(me) is None and "too few" in so_far(me)


def test_each_missing_part_is_named_and_what_was_typed_stays(seat, facilitator):
    do(facilitator, facilitator.open_estimate)
    me = person(seat)
    fill(me, {"low": "lots", "likely": "30", "high": "20%"})
    assert me.problem("low").startswith('"lots" is not a number') and "type 30%" in me.problem("likely") and not me.problem("reason")
    assert not me.send() and "Write your reason" in me.problem("reason")
    assert me.shown("low") == "lots" and not me.seat.mine()
    fill(me, {"low": "30%", "likely": "20%", "reason": "x" * 1001})
    assert "below the low one" in me.problem("likely") and "1,001 characters" in me.problem("reason")


def test_a_closed_round_takes_nothing_and_says_so(seat, facilitator):
    do(facilitator, facilitator.open_estimate)
    me = person(seat)
    fill(me)
    facilitator.close()
    assert not me.send() and me.told == REFUSED["closed"] and me.pending == {} and me.shown("likely") == "50%"
    do(facilitator, facilitator.open_again)
    me.refresh()
    assert me.is_open and me.send()


class FullDisk:
    """A seat whose writes fail as on a full disk, as often as it is told to."""

    def __init__(self, seat, times):
        self.seat, self.times = seat, times

    def __getattr__(self, name):
        return getattr(self.seat, name)

    def answer(self, *given, **more):
        if self.times:
            self.times -= 1
            self.seat._line.engine.dispose()
            with self.seat._line.writing() as connection:  # the real fault: no page may be added any more
                connection.exec_driver_sql("PRAGMA max_page_count = 1")
                connection.exec_driver_sql("CREATE TABLE more AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 9999) SELECT i FROM n")
        return self.seat.answer(*given, **more)


def test_a_full_disk_is_told_and_tried_again_without_doubling(seat, facilitator):
    do(facilitator, facilitator.open_estimate)
    me = person(seat)
    me.seat = FullDisk(me.seat, 1)
    fill(me)
    assert not me.send() and me.told == FULL and "It is tried again by itself" in sent_note(me)
    saved = json.loads(json.dumps(me.to_dict()))
    me.seat.seat._line.engine.dispose()
    again = person(seat)  # another kernel takes up what the first could not bring home
    again.from_dict(saved)
    for _ in range(2):
        again.settle(again.pending, again.attempt(again.pending)) if again.pending else None
    assert again.pending == {} and not again.told and len(again.seat.mine()) == 1


def test_a_page_delivers_by_itself_and_follows_the_room(seat, facilitator):
    do(facilitator, facilitator.open_estimate)
    me = person(seat)
    fill(me)

    async def go():
        live = Live(facilitator)
        live.start()
        assert me.press()
        Live(me).deliver()
        while facilitator.activity.answered < 1 or me.pending:
            await asyncio.sleep(0.02)

    asyncio.run(asyncio.wait_for(go(), 20))
    assert me.mine.likely == 0.5 and len(me.seat.mine()) == 1


def test_typed_text_comes_back_and_belongs_to_its_room_and_round(seat, facilitator):
    do(facilitator, facilitator.open_estimate)
    me = person(seat)
    fill(me, {"low": "a bit", "reason": "not sure"})
    again = person(seat)
    again.from_dict(json.loads(json.dumps(me.to_dict())))
    assert again.shown("low") == "a bit" and again.shown("reason") == "not sure"
    elsewhere = person(seat)
    elsewhere.from_dict({"typed": {me.mark().replace("north", "south"): {"low": "x"}}, "pending": {"odd": 1}})
    assert elsewhere.shown("low") == "" and elsewhere.pending == {}


def test_what_was_sent_is_there_on_another_device(revealed, seat):
    facilitator, _ = revealed
    other = person(seat)
    assert other.shown("likely") == "50%" and other.shown("reason") == MINE["reason"] and other.mine.likely == 0.5


def test_a_seat_that_ran_out_and_a_store_that_is_away_are_told(seat, store, facilitator):
    me = person(seat)
    store.unseat("north", "me")
    me.refresh()
    assert me.lost == REFUSED["no-seat"]
    facilitator.lose(CannotDo(Problem("The room's store is busy.")))
    assert facilitator.lost == AWAY
    facilitator.refresh()
    assert facilitator.lost == ""


def test_who_is_forgotten_leaves_the_spread_everywhere(revealed, store):
    facilitator, me = revealed
    store.erase_person("north", "other-0")
    facilitator.refresh()
    me.refresh()
    assert TOO_FEW in said_by_all(facilitator) and me.judgements() == ()


def test_which_disagreement_matters_is_said_over_what_the_room_answered(revealed, seat):
    facilitator, _ = revealed
    assert "is revealed so far, so there is nothing to compare" in matters(facilitator)
    for name, values in (("quantity", (20, 22, 24, 26, 28)), ("duration_years", (1, 2, 4, 7, 10))):
        facilitator.choose_field(f"f.{name}")
        do(facilitator, facilitator.open_estimate)
        for number, value in enumerate(values):
            seat(f"other-{number}").answer(facilitator.now, {"likely": value})
        do(facilitator, facilitator.reveal)
    found = facilitator.matters
    assert [each.field for each in found.disputed][0] == "f.duration_years" and len(found.disputed) == 3
    assert "Settle this first: Lasts how many years (duration): Lower risk of developing type 2 diabetes" in matters(facilitator)


@pytest.mark.parametrize(("paid", "says"), [([{"name": "Price", "value": 100}], "value for each €1 put in"), ([], "€160 in the middle (present value; nothing was put in)")])
def test_the_result_is_told_in_the_maps_own_money(revealed, seat, paid, says):
    facilitator, _ = revealed
    own = {"currency": "EUR", "conventions": {"discount_rate": 0}, "inputs": paid, "outcomes": [{"id": "jobs", "quantity": 4, "proxy": {"value": 50}}]}
    assert facilitator.open_file("ours.json", json.dumps(own).encode())
    facilitator.choose_field("jobs.deadweight")
    do(facilitator, facilitator.open_estimate)
    for number in range(5):
        seat(f"other-{number}").answer(facilitator.now, {"likely": number / 10})
    do(facilitator, facilitator.reveal)
    assert says in matters(facilitator) and "£" not in matters(facilitator) and "pound" not in matters(facilitator)


def test_two_maps_with_one_name_of_a_field_do_not_get_mixed_up(revealed):
    facilitator, _ = revealed
    facilitator.open_map("practice:grounds-maintenance")
    facilitator.choose_field("jobs.deadweight")
    do(facilitator, facilitator.open_estimate)
    facilitator.open_map("practice:catering")
    facilitator.choose_field("jobs.deadweight")
    assert facilitator.next_item() == "estimate-room:jobs.deadweight/2" and facilitator.answers() == {}
    do(facilitator, facilitator.open_estimate)
    assert list(facilitator.activities) == ["estimate-room:a.deadweight", "estimate-room:jobs.deadweight", "estimate-room:jobs.deadweight/2"]
    assert facilitator.next_item() == facilitator.now


def test_a_map_of_ones_own_is_opened_kept_and_refused_in_sentences(facilitator, seat):
    own = {"svtrain": "value-map/1", "title": "Ours", "inputs": [{"name": "Contract price", "value": 10}],
           "outcomes": [{"id": "a b", "quantity": 1, "proxy": {"value": 5}, "attribution": [0.1, 0.2]}]}
    assert not facilitator.open_file("ours.yaml", b"svtrain: [") and facilitator.refused
    assert facilitator.open_file("ours.json", json.dumps(own).encode())
    assert [words for _, words in facilitator.assumptions()].count("Due to others (attribution) 2") == 1
    again = Facilitator(seat("who-runs-it", "facilitator"))
    again.from_dict(json.loads(json.dumps(facilitator.to_dict())))
    assert again.map.title == "Ours" and again.map_id == facilitator.map_id and again.field == facilitator.field


def test_every_line_and_number_of_a_map_can_be_chosen():
    found = questions(ValueMap.model_validate({"inputs": [{"name": "Price", "value": 1}], "outcomes": [{"id": "j", "quantity": 1, "proxy": {"value": 2}}]}), "file:x")
    assert len(found) == 9 and found["inputs.Price"].asks == "What does this cost?"


# -- alone


def alone_with_both():
    alone = Alone()
    fill(alone)
    assert alone.commit()
    alone.type("likely", "60%")
    assert alone.commit()
    return alone


def test_alone_nothing_is_shown_before_the_first_commit_and_both_are_compared():
    alone = Alone()
    assert not alone.commit() and alone.round == 1 and "reason" in alone.problem(1, "reason")
    alone = alone_with_both()
    assert alone.round == 3 and not alone.commit()
    assert "moved from 50% to 60%" in outcome(alone) and "5.80" in outcome(alone)
    published, first, second = alone.ratios()
    assert published > first > second
    again = Alone()
    again.from_dict(json.loads(json.dumps(alone.to_dict())))
    assert again.done() == ["f.deadweight"] and again.shown(2, "likely") == "60%"
    again.begin_again()
    assert again.round == 1 and again.shown(1, "likely") == "50%"


def test_the_mirror_says_where_nothing_was_measured():
    assert "None of the collections here holds a measured figure" in mirror_note("attribution")
    assert "Nobody has counted" in mirror_note("leakage")
    assert "154 reports" in mirror_note("deadweight") and "from contract to contract" in mirror_note("quantity")
    alone = alone_with_both()
    labels = [row[0] for row in mirror_picture(alone.question, alone.range(1)).table["rows"]]
    assert labels[:2] == ["Your range", "Typed in 154 reports"] and sum(label.startswith("Measured") for label in labels) == 5
    alone.choose(assumption="leakage")
    assert mirror_picture(alone.question, None) is None


def test_text_that_comes_late_goes_to_the_number_and_range_it_was_typed_for(tmp_path, monkeypatch):
    monkeypatch.setenv("SVTRAIN_WORK", str(tmp_path))
    alone = Alone()
    view = AloneView(alone)
    view.render()
    first, box = alone.field, view.forms[1].reason
    typed_for = box.about
    other = next(field for field in alone.questions if field != first and alone.questions[field].assumption != alone.question.assumption)
    alone.choose(other.rpartition(".")[0], other.rpartition(".")[2])
    box.set_state({"value": "Half would anyway", "typed_about": typed_for})
    assert alone.typed == {f"{first} 1": {"reason": "Half would anyway"}} and box.value == ""
    alone.choose(first.rpartition(".")[0], first.rpartition(".")[2])
    for part, text in {"low": "10%", "likely": "20%", "high": "30%"}.items():
        alone.type(part, text)
    assert alone.commit()
    view.forms[1].numbers["low"].set_state({"value": "11%", "typed_about": typed_for})
    assert alone.shown(1, "low") == "10%" == view.forms[1].numbers["low"].value, "what was committed stays as it was"


def test_text_that_comes_late_goes_to_the_estimate_it_was_typed_for(seat, facilitator, tmp_path, monkeypatch):
    monkeypatch.setenv("SVTRAIN_WORK", str(tmp_path))
    do(facilitator, facilitator.open_estimate)
    first = facilitator.now
    facilitator.choose_field(next(field for field in facilitator.questions if field != facilitator.field))
    do(facilitator, facilitator.open_estimate)
    me = person(seat)
    view = ParticipantView(me, Live(me))
    view.render()
    second, box = me.now, view.form.reason
    typed_for = box.about
    me.choose(first)
    box.set_state({"value": "Said of the second", "typed_about": typed_for})
    assert me.shown("reason") == "" == box.value and me.typed[me.mark(1, second)] == {"reason": "Said of the second"}
    me.choose(second)
    assert box.value == "Said of the second"

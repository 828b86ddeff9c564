"""A participant with a program of their own tries to conduct the room: the store refuses it, and no page is taken in."""

from __future__ import annotations

import json

import psycopg
import pytest
from sqlalchemy import text

from svtrain.core.problems import CannotDo
from svtrain.room import Seat, Store, conducting, open_workshop
from svtrain.room.rules import RECORD, STATES, VIEWS

on_postgresql = pytest.mark.parametrize("ground", ["postgresql"], indirect=True)
FORGED = [
    ("page", "room", {"path": "apps/probe.ipynb", "title": "Type your password here"}),
    ("block", "room", conducting.begin(3, "forged", "Go home", 1)),
    ("clock", "room", {"paused": True, "left": 0}),
    ("show", "room", {"what": "words", "text": "We are done"}),
    ("plan", "room", {"plan": "60"}),
    ("workshop", "room", {"plan": "60", "people": 1, "hours": 9999}),
    ("minutes", "room", {"n": 0, "block": "a", "planned": 1, "took": 900}),
    ("parked", "room", {"text": "A question that looks like the facilitator's own"}),
    ("parked_shown", "room", {"of": 1, "text": "Shown to all"}),
    ("parked_done", "room", {"of": 2}),
    ("note", "room", {"text": "A note of the facilitator's"}),
    ("forgotten", "room", {}),
    ("any_other", "thing", {"text": "x"}),
    *((kind, "a", {}) for kind in STATES),
]


def stands(facilitator: Seat) -> tuple:
    """What a facilitator's page makes of the room."""
    events = facilitator.since()
    return (
        conducting.sent_page(events), conducting.running(events), conducting.taken(events), conducting.shown(events), conducting.plan_of(events),
        conducting.parked(events), [event.kind for event in events], facilitator.activities(),
    )


@pytest.fixture
def conducted(ground, facilitator):
    """A room that goes on: a block runs, a page was sent, a question is parked, an activity is open."""
    open_workshop(ground.store, ground.room, "180", 6)
    ground.seat("asks").add("parked", "parking", {"text": "Who pays?"})
    facilitator.add("block", "room", conducting.begin(0, "opening", "Opening", 10))
    facilitator.add("page", "room", {"path": "apps/value-builder.ipynb", "title": "Value builder"})
    facilitator.open("a")
    return facilitator


@pytest.mark.parametrize("role", ["participant", "projector"])
def test_a_seat_records_what_its_role_may_and_no_more(ground, conducted, role):
    before, seat = stands(conducted), ground.seat("hostile", role)
    for number, (kind, item, payload) in enumerate(FORGED):
        with pytest.raises(CannotDo, match="does not include this"):
            seat._record(kind, item, payload, f"forged-{number}")  # past every check of the page's own side
    assert stands(conducted) == before
    assert [row.kind for row in ground.rows(f"SELECT kind FROM svtrain_events WHERE room = '{ground.room}' AND person = 'hostile'")] == []
    if role == "participant":
        assert seat.answer("a", {"likely": 1}).n and seat.add("parked", "parking", {"text": "May I?"}).n
        assert [one.text for one in conducting.parked(conducted.since())] == ["Who pays?", "May I?"]


@on_postgresql
@pytest.mark.parametrize("role", ["participant", "projector"])
def test_a_program_with_the_peoples_role_conducts_nothing(ground, conducted, role):
    before = stands(conducted)
    with psycopg.connect(ground.people, autocommit=True, options="-c statement_timeout=30000") as connection:
        connection.execute("SELECT set_config('svtrain.seat', %s, false)", [ground.token("hostile", role)])
        for number, (kind, item, payload) in enumerate(FORGED):
            for person in ("", "the-facilitator", "paper-1"):
                found = connection.execute("SELECT decided FROM svtrain_record(%s, %s, %s, %s, %s, '', 0)",
                                           [kind, item, json.dumps(payload), f"{number}-{person}", person]).fetchall()
                assert found == [("not-yours",)], (kind, person)
    assert stands(conducted) == before


def test_an_older_store_is_brought_up_to_date(ground, conducted):
    """What was forged while the store did not refuse it yet is believed no more; people's own rights stay as they were."""
    older = VIEWS["svtrain_seen"].replace("(e.kind = 'parked' OR (e.role = 'facilitator' AND e.kind <> 'answer'))", "e.kind <> 'answer'")
    assert older != VIEWS["svtrain_seen"]
    seat, before = ground.seat("was-here"), stands(conducted)
    with ground.store._line.writing() as connection:
        connection.exec_driver_sql("UPDATE svtrain_store SET version = 1")
        connection.exec_driver_sql("DROP VIEW svtrain_seen" if not ground.postgresql else "SELECT 1")
        connection.exec_driver_sql(f"CREATE {'OR REPLACE ' if ground.postgresql else ''}VIEW svtrain_seen AS {older}")
        n = connection.execute(text("UPDATE svtrain_rooms SET last = last + 1 WHERE room = :room RETURNING last"), {"room": ground.room}).scalar_one()
        connection.execute(text(RECORD), {"room": ground.room, "n": n, "person": "hostile", "team": "", "role": "participant", "kind": "page",
                                          "item": "room", "round": 0, "payload": json.dumps(FORGED[0][2]), "key": "k"})
    assert conducting.sent_page(conducted.since()).title == "Type your password here"
    Store(ground.owner).close()
    assert stands(conducted) == before
    assert ground.rows("SELECT version FROM svtrain_store")[0].version > 1
    assert seat.answer("a", {"likely": 1}).n == n + 1
    with pytest.raises(CannotDo, match="does not include this"):
        seat.add("page", "room", {"path": ""})


def test_a_newer_store_is_left_alone(ground):
    now = ground.rows("SELECT version FROM svtrain_store")[0].version
    with ground.store._line.writing() as connection:
        connection.exec_driver_sql("UPDATE svtrain_store SET version = 99")
    try:
        for make in (True, False):
            with pytest.raises(CannotDo, match="newer version"):
                Store(ground.owner, make=make)
    finally:
        with ground.store._line.writing() as connection:
            connection.exec_driver_sql(f"UPDATE svtrain_store SET version = {now}")

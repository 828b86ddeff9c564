"""Whatever people type comes back as it was, and nothing that they or their programs store stops the room."""

from __future__ import annotations

import json

import pytest

from svtrain.core.problems import CannotDo
from svtrain.room import judgement
from svtrain.room.events import room_name
from svtrain.room.rules import RECORD

WORDS = [
    "'; DROP TABLE svtrain_events; --", '"quoted" and \\backslash\\', "<script>alert(1)</script>", "=cmd|'/c calc'!A1", "%s %(x)s {0} :name $1 ?",
    "nul \x00 inside", "\u202eright to left", "zalgo z̶̢̛̗a̴͇̿l̷̰̏", "\U0001f469\u200d\U0001f469\u200d\U0001f467", "half a pair \ud800", "line\r\nbreak\ttab\x1b[2J",
    "£ € 社会价值 القيمة", "\ufeff", "a" * 9000, "", " ", "null", "NaN",
]


def test_every_word_comes_back(ground, facilitator, six):
    facilitator.open("a", {"title": WORDS[2]})
    for number, words in enumerate(WORDS):
        six[number % 6].answer("a", {"reason": words, words[:20]: [words[:50], {"deep": words[:50]}], "likely": 1e308}, key=str(number))
    back = [event.payload for seat in six for event in seat.mine("a")]
    assert sorted(payload["reason"] for payload in back) == sorted(WORDS)
    assert all(payload[payload["reason"][:20]][1]["deep"] == payload["reason"][:50] for payload in back if payload["reason"] not in ("null", "NaN"))
    facilitator.reveal("a")
    assert {answer.payload["reason"] for answer in facilitator.shared("a").answers} <= set(WORDS)
    assert len(facilitator.shared("a").answers) == 6
    assert facilitator.activities()["a"].payload["title"] == WORDS[2]


@pytest.mark.parametrize("payload", [{"x": float("nan")}, {"x": float("inf")}, {"x": object()}, {"x": "y" * 30_000}, {"x": "\ud800" * 5_000}], 
                         ids=["not a number", "without end", "an object", "too long", "half a letter"])
def test_what_cannot_be_kept_is_said(ground, facilitator, payload):
    facilitator.open("a")
    with pytest.raises(CannotDo, match="cannot be recorded|too long"):
        ground.seat("somebody").answer("a", payload)
    assert ground.store.status(ground.room).answers == 0


def test_a_payload_without_end_is_said(ground, facilitator):
    facilitator.open("a")
    deep: dict = {}
    for _ in range(100_000):
        deep = {"x": deep}
    loop: dict = {}
    loop["x"] = loop
    for payload in (deep, loop):
        with pytest.raises(CannotDo, match="cannot be recorded"):
            ground.seat("somebody").answer("a", payload)


@pytest.mark.parametrize("stored", ["[" * 15_000, "no json", "[1]", '"text"', "null", "9" * 6_000, '{"likely": ' + "9" * 6_000 + "}", '{"likely": "many"}', '{"likely": {"a": []}}', '{"reason": 5, "likely": 2}'],
                         ids=lambda text: text[:20])
def test_a_bad_record_does_not_stop_the_room(ground, facilitator, six, stored, tmp_path):
    from sqlalchemy import text

    facilitator.open("a")
    for seat in six:
        seat.answer("a", {"likely": 1})
    with ground.store._line.writing() as connection:
        n = connection.execute(text("UPDATE svtrain_rooms SET last = last + 1 WHERE room = :room RETURNING last"), {"room": ground.room}).scalar_one()
        connection.execute(text(RECORD), {"room": ground.room, "n": n, "person": "hostile", "team": "", "role": "participant", "kind": "answer", "item": "a",
                                          "round": 1, "payload": stored, "key": "k"})
    facilitator.reveal("a")
    shared = facilitator.shared("a")
    assert len(shared.answers) == 7
    assert [judgement(answer.payload) for answer in shared.answers].count(None) <= 1
    facilitator.second_round("a")
    for seat in six:
        seat.answer("a", {"likely": 2})
    facilitator.reveal("a")
    assert facilitator.movement("a").people == 6


@pytest.mark.parametrize("given", [{"item": "x" * 81}, {"item": ""}, {"item": "a\n"}, {"item": "a'b"}, {"key": "k" * 81}, {"key": "a b"}], ids=repr)
def test_a_programs_slip_is_a_programs_error(ground, facilitator, given):
    facilitator.open("a")
    with pytest.raises(ValueError):
        ground.seat("somebody").answer(**({"item": "a", "payload": {}} | given))
    assert json.dumps(ground.store.status(ground.room).as_dict())


@pytest.mark.parametrize("team", ["T" * 61, "line\x00", "\u202eteam"], ids=repr)
def test_a_team_that_cannot_be_shown_is_refused(ground, team):
    with pytest.raises(CannotDo, match="team"):
        ground.store.seat(ground.room, "somebody", team=team)


@pytest.mark.parametrize("one, other", [("Команда 2026", "Группа 2026"), ("مرحبا", "وداعا"), ("東京 North", "North"), ("x" * 61, "x" * 62), ("x" * 199 + "a", "x" * 199 + "b")])
def test_two_titles_are_two_rooms(one, other):
    assert room_name(one) != room_name(other)
    for title in (one, other):
        assert room_name(title) == room_name(f" {title.upper()} ") == room_name(room_name(title)) and len(room_name(title)) <= 60


@pytest.mark.parametrize("title", ["", "  ", "🌳", "---"])
def test_a_room_has_a_name(title):
    with pytest.raises(CannotDo, match="at least one letter or digit"):
        room_name(title)


@pytest.mark.parametrize("title, name", [("Équipe № 5", "equipe-no-5"), ("  A -- B  ", "a-b"), ("x" * 60, "x" * 60), ("../../etc/passwd", "etc-passwd")])
def test_names_of_rooms(ground, title, name):
    if name in ground.store.rooms():
        ground.store.erase_room(name)
    assert ground.store.new(title) == name
    ground.store.erase_room(name)

"""The rehearsal's checks find what is wrong: a room is played through its seats, and then tampered with."""

from __future__ import annotations

import asyncio
import copy
import shutil
from types import SimpleNamespace

import pytest
from sqlalchemy import text
from tornado.httpclient import HTTPClientError
from tornado.websocket import WebSocketClosedError

from svtrain.learn.measuring.measures import AFTER, BEFORE, measures
from svtrain.room import Seat, Store, export_room
from svtrain.room.pseudonyms import pseudonym
from svtrain.serve.rehearsal import Options, Rehearsal, check
from svtrain.serve.rehearsal.heard import Ear
from svtrain.serve.rehearsal.hosts import Host
from svtrain.serve.rehearsal.script import Given, cast, named, signs
from svtrain.serve.rehearsal.wire import NotSeen

ITEM = "estimate-room:a.deadweight"
KEY = b"k" * 32


class Played:
    """A small room that six people have answered in; ``given`` is what they typed."""

    def __init__(self, folder):
        self.folder, self.ear = folder, Ear(clock=lambda: 1.0)
        self.store = Store(folder / "room.sqlite", make=True)
        self.room = self.store.new("Played")
        self.given: list[Given] = []
        self.parts = cast(6)
        runs = self.seat("runs-it", "facilitator")
        for item in (BEFORE, ITEM, AFTER):
            runs.open(item)
        for part in self.parts:
            low, likely, high = part.share()
            reason, word = part.reason()
            self.ear.own(part.name, named(ITEM, 1), (word, *signs(likely)))
            self.answer(part.name, ITEM, {"low": low, "likely": likely, "high": high, "reason": reason})
            for form in (BEFORE, AFTER):
                self.answer(part.name, form, {each.id: part.mark() for each in measures().statements})
        runs.reveal(ITEM)
        runs.close()

    def seat(self, person, role="participant"):
        return Seat(self.store.seat(self.room, person, role), self.folder / "room.sqlite", connections=1)

    def answer(self, who, item, payload):
        seat = self.seat(f"person-{who}")
        seat.answer(item, payload)
        seat.close()
        self.given.append(Given(who, item, 1, payload))

    def sql(self, words, **values):
        with self.store._line.writing() as connection:
            for name in connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).scalars().all():
                connection.execute(text(f"DROP TRIGGER {name}"))  # the store itself lets nobody do this
            assert connection.execute(text(words), values).rowcount, "nothing was tampered with"

    def findings(self):
        names = {pseudonym(KEY, self.room, f"person-{part.name}"): part.name for part in self.parts}
        export_room(self.store, self.room, self.folder / "export", KEY)
        seat = self.seat("looks", "projector")
        shown = {named(ITEM, 1): [answer.payload for answer in seat.shared(ITEM, 1).answers]}
        seat.close()
        return [*check.room_export(self.folder / "export", self.given, names), *check.revealed(shown, self.given), *check.shown_early(self.ear),
                *check.report(self.folder / "export", self.given)]


    def copied(self, folder):
        """The same room in another folder."""
        other = copy.copy(self)
        shutil.copytree(self.folder, folder, dirs_exist_ok=True)
        other.folder, other.ear, other.store = folder, copy.deepcopy(self.ear), Store(folder / "room.sqlite")
        return other


@pytest.fixture(scope="module")
def once(tmp_path_factory):
    played = Played(tmp_path_factory.mktemp("played"))
    played.store.close()
    return played


@pytest.fixture
def played(once, tmp_path):
    played = once.copied(tmp_path)
    yield played
    played.store.close()


def test_a_room_that_nobody_touched_has_no_findings(played):
    assert played.findings() == []


def test_a_lost_answer_is_found(played):
    played.sql("DELETE FROM svtrain_events WHERE person = 'person-P03' AND item = :item", item=ITEM)
    played.sql("DELETE FROM svtrain_shared WHERE payload LIKE :reason", reason=f"%{played.given[6].payload['likely']}%")
    assert played.findings() == [f"Lost: the answer of P03 to {ITEM}, round 1 is not in the room's export.",
                                 f"Lost: the answer of P03 to {ITEM}, round 1 was not among those that the room was shown."]


def test_a_doubled_answer_is_found(played):
    played.sql("INSERT INTO svtrain_events SELECT room, n + 1000, person, team, role, kind, item, round, payload, 'again', at FROM svtrain_events "
               "WHERE person = 'person-P02' AND item = :item", item=ITEM)
    assert played.findings() == [f"Doubled: the answer of P02 to {ITEM}, round 1 is in the room's export 2 times."]


def test_a_changed_letter_is_found(played):
    played.sql("UPDATE svtrain_events SET payload = replace(payload, :old, :new) WHERE person = 'person-P01' AND item = :item", item=ITEM, old='"reason":"', new='"reason":"x')
    assert played.findings() == [f"Changed: in the answer of P01 to {ITEM}, round 1, reason is not what was typed."]


def test_an_answer_that_nobody_gave_is_found(played):
    played.sql("INSERT INTO svtrain_events SELECT room, n + 1000, 'somebody', team, role, kind, item, round, payload, key, at FROM svtrain_events "
               "WHERE person = 'person-P02' AND item = :item", item=ITEM)
    found = played.findings()
    assert len(found) == 1 and found[0].startswith("Not typed: the room's export has an answer of P-")


def test_marks_that_were_changed_are_found_in_the_training_report(played):
    played.sql("UPDATE svtrain_events SET payload = replace(payload, :old, :new) WHERE person = 'person-P01' AND item = :item", item=BEFORE, old='"anyway":', new='"anyway":0.')
    found = played.findings()
    assert "Changed: the training report's figure statement.anyway is not what the marks come to." in found


def test_words_that_reached_another_page_before_the_reveal_are_found(played):
    one = played.given[0]
    played.ear.hear("the projector", f'{{"html": "<p>{one.payload["likely"]:.6f}</p>"}}')
    played.ear.reveal(one.what, at=2.0)
    assert played.findings() == [f"Shown early: the projector was sent the answer of P01 to {ITEM}, round 1 before it was revealed."]


def test_words_that_arrive_after_the_reveal_or_come_back_to_their_writer_are_no_finding(played):
    one = played.given[0]
    played.ear.hear(one.who, str(one.payload))
    played.ear.reveal(one.what, at=0.5)
    played.ear.hear("P02", str(one.payload))
    assert played.findings() == []


def test_what_is_private_may_never_reach_another():
    ear = Ear()
    ear.own("P01", "value-builder", ["0.370413"])
    ear.hear("P02", "the share is 0.370413 here")
    assert check.shown_early(ear) == ["Shown: P02 was sent what P01 typed into value-builder, which is nobody else's."]


def test_a_value_map_that_is_not_as_typed_is_found():
    from svtrain.apps.value_builder.state import ValueBuilder
    from svtrain.apps.value_builder.view import START

    app = ValueBuilder()
    app.open_start(START)
    app.type("f", "deadweight", "37.0413%")
    app.type("f", "duration_years", "2")
    taken, headline = app.text().encode(), f"£{app.result.sroi_ratio:.2f} for each £1 put in"
    said = {"P01": {"line": "f", "deadweight": "37.0413%", "duration_years": "2"}}
    assert check.valuations({"P01": taken}, {"P01": headline}, said) == []
    assert check.valuations({"P01": taken}, {"P01": "£1.00"}, said) == [f"Changed: the page of P01 did not show £{app.result.sroi_ratio:.2f}, which their value map comes to."]
    app.type("f", "deadweight", "37.0414%")
    assert check.valuations({"P01": app.text().encode()}, {"P01": headline}, said)[0] == "Changed: in the value map of P01, line f, deadweight is not as it was typed."


def test_a_tender_that_nobody_took_along_is_found():
    (said,) = check.tenders({}, {"P01": {"weights": {"price": 60}}})
    assert said.startswith("Lost: the tender of P01 cannot be read.")
    assert check.tenders({"P01": b"- a list"}, {"P01": {"weights": {"price": 60}}}) == ["Changed: the tender of P01 does not hold the weights that were typed."]


@pytest.mark.parametrize("fault", [HTTPClientError(404), WebSocketClosedError(), ConnectionRefusedError(), TimeoutError(), NotSeen("P01 waited")], ids=lambda fault: type(fault).__name__)
def test_what_one_page_fails_with_is_told_and_stops_nobody(fault, tmp_path):
    rehearsal = Rehearsal(Options(people=5, plan="60"), tmp_path)
    rehearsal._pace, done = 0, []
    rehearsal._here = [SimpleNamespace(part=part) for part in rehearsal.parts]

    async def open_page(person):
        if person.part is rehearsal.parts[0]:
            raise fault
        done.append(person.part.name)

    async def step():
        raise fault

    async def both():
        await rehearsal._each(open_page, at_once=True)
        await rehearsal._one("a step", step)

    asyncio.run(both())
    assert len(done) == 4 and [said[:5] for said in rehearsal.result.findings] == ["Stuck", "Stuck"]
    assert all(said.endswith(".") and not said.endswith("..") and len(said) > 20 for said in rehearsal.result.findings)


def test_what_the_server_complains_of_is_kept(tmp_path):
    log = tmp_path / "server.log"
    log.write_text("The workshop is open at http://x/\nPress Ctrl+C to close it.\n", encoding="utf-8")
    host = Host("http://x", None, tmp_path, log)
    assert host.complaints() == ""
    log.write_text(log.read_text(encoding="utf-8") + "The warmed parent\nended.\n", encoding="utf-8")
    assert host.complaints() == "The warmed parent ended."

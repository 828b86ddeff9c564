"""What leaves the room, and what is left when somebody asks to be forgotten."""

from __future__ import annotations

import csv
import json
import os
import sys
from pathlib import Path

import pytest

from svtrain.cli import main
from svtrain.core.problems import CannotDo
from svtrain.room.export import export_room, safe_cell
from svtrain.room.pseudonyms import export_key, pseudonym

KEY = b"k" * 64
FORMULAS = ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "\r=1", " =1", "|x", "＝1", "\ufeff=1"]


@pytest.fixture
def answered(ground, facilitator, six):
    facilitator.open("a", {"title": "Deadweight"})
    for number, seat in enumerate(six):
        seat.answer("a", {"low": -5, "likely": number, "high": 9.5, "reason": FORMULAS[number], "=key": 1, "item": "mine", "more": [1, None]})
    six[0].answer("a", {"likely": 7, "reason": "again"})
    facilitator.reveal("a")
    return ground


def test_everything_is_there_under_pseudonyms(answered, tmp_path):
    files = {path.name: path for path in export_room(answered.store, answered.room, tmp_path / "out", KEY)}
    assert sorted(files) == ["answers.csv", "events.csv", "read-me.txt", "room.json"]
    whole = json.loads(files["room.json"].read_text())
    assert whole["svtrain"] == "room-export/1" and whole["room"] == answered.room
    assert [event["n"] for event in whole["events"]] == list(range(1, 10))
    wanted = {pseudonym(KEY, answered.room, f"person-{number}") for number in range(6)} | {pseudonym(KEY, answered.room, "the-facilitator")}
    assert {event["person"] for event in whole["events"]} == wanted
    rows = list(csv.DictReader(files["events.csv"].open(encoding="utf-8-sig", newline="")))
    assert list(rows[0]) == ["room", "n", "person", "team", "role", "kind", "item", "round", "payload", "at"]
    assert [json.loads(row["payload"]) for row in rows] == [event["payload"] for event in whole["events"]]
    answers = list(csv.DictReader(files["answers.csv"].open(encoding="utf-8-sig", newline="")))
    assert [row["latest"] for row in answers] == ["no", "yes", "yes", "yes", "yes", "yes", "yes"]
    assert answers[0]["low"] == "-5" and answers[0]["answer_item"] == "mine" and answers[0]["more"] == "[1, null]" and answers[6]["low"] == ""
    for path in files.values():
        said = path.read_text(encoding="utf-8-sig")
        assert "person-" not in said and "the-facilitator" not in said


def test_no_cell_begins_a_formula(answered, tmp_path):
    for name in ("events.csv", "answers.csv"):
        export = tmp_path / name.replace(".", "-")
        export_room(answered.store, answered.room, export, KEY)
        for row in csv.reader((export / name).open(encoding="utf-8-sig", newline="")):
            for cell in row:
                assert cell.replace("-", "", 1).replace(".", "", 1).isdigit() or not cell.lstrip(" \ufeff").startswith(tuple("=+-@\t\r|＝")), cell


@pytest.mark.parametrize("words", FORMULAS)
def test_a_cell_is_made_safe(words):
    assert safe_cell(words) == "'" + words


def test_pseudonyms_need_the_key(tmp_path):
    names = {pseudonym(KEY, room, person) for room in "xy" for person in "ab"} | {pseudonym(b"j" * 64, "x", "a")}
    assert len(names) == 5
    path = tmp_path / "server" / "export-key"
    assert export_key(path) == export_key(path) != export_key(tmp_path / "other")
    assert path.stat().st_mode & 0o777 == 0o600
    path.write_text("half")
    with pytest.raises(CannotDo, match="damaged"):
        export_key(path)


def test_whole_or_not_at_all(answered, tmp_path):
    full = tmp_path / "full"
    full.mkdir()
    (full / "theirs.txt").write_text("keep me")
    with pytest.raises(CannotDo, match="not empty"):
        export_room(answered.store, answered.room, full, KEY)
    with pytest.raises(CannotDo, match="no room"):
        export_room(answered.store, "nowhere", tmp_path / "out", KEY)
    with pytest.raises(CannotDo, match="not empty"):
        export_room(answered.store, answered.room, full / "theirs.txt", KEY)
    assert [path.name for path in tmp_path.iterdir() if path.name != "store"] == ["full"] and os.listdir(full) == ["theirs.txt"]
    (tmp_path / "empty").mkdir()
    assert export_room(answered.store, answered.room, tmp_path / "empty", KEY)


def test_a_full_disk_leaves_no_half_export(answered, tmp_path):
    resource = pytest.importorskip("resource")
    from multiprocessing import get_context

    export = tmp_path / "parent" / "out"
    process = get_context("fork").Process(target=_export_with_little_room, args=(resource, answered, export))
    assert process.start() is None
    process.join(30)
    assert process.exitcode == 7 and list((tmp_path / "parent").iterdir()) == []


def _export_with_little_room(resource, ground, out: Path) -> None:
    import signal

    about = ground.store.everything(ground.room)
    ground.store.everything = lambda room: about  # read before files may grow no more
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (600, 600))
    try:
        export_room(ground.store, ground.room, out, KEY)
    except CannotDo:
        os._exit(7)
    os._exit(0)


def bytes_of(ground) -> bytes:
    return b"".join(path.read_bytes() for path in Path(ground.owner).parent.iterdir())


def test_one_person_is_forgotten(ground, facilitator, six):
    facilitator.open("a")
    for number, seat in enumerate(six):
        seat.answer("a", {"likely": number, "reason": f"reason of number {number}"})
    six[0].add("parked", "x", {"words": "reason of number 0 too"})
    facilitator.reveal("a")
    assert six[0].forget_me() == 2
    assert ground.postgresql or b"reason of number 0" not in bytes_of(ground), "nor in SQLite's log of changes"
    assert ground.store.erase_person(ground.room, "person-1") == 1
    with pytest.raises(CannotDo, match="run out"):
        six[0].place()
    shared = facilitator.shared("a")
    assert (shared.answered, shared.answers) == (4, ()), "what is left is too small to be shown"
    assert [event.kind for event in facilitator.since(9)] == ["forgotten", "forgotten"], "boards hear that they must read again"
    assert "person-0" not in ground.store.people(ground.room)
    if not ground.postgresql:
        said = bytes_of(ground)
        assert b"reason of number 0" not in said and b"reason of number 1" not in said and b"reason of number 2" in said
    again = ground.seat("person-0")
    assert again.mine("a") == []


def test_a_room_is_erased_whole(ground, facilitator, six):
    other = ground.store.new(f"{ground.room} other")
    facilitator.open("a")
    for seat in six:
        seat.answer("a", {"likely": 1, "reason": "a reason to be erased"})
    facilitator.reveal("a")
    assert ground.store.erase_room(ground.room) == 8
    for table in ("events", "seats", "shared", "rooms"):
        assert ground.rows(f"SELECT 1 FROM svtrain_{table} WHERE room = '{ground.room}'") == []
    assert other in ground.store.rooms()
    with pytest.raises(CannotDo, match="run out"):
        six[0].answer("a", {"likely": 1})
    if not ground.postgresql:
        assert b"a reason to be erased" not in bytes_of(ground)


@pytest.mark.parametrize("sql", ["UPDATE svtrain_events SET payload = '{}'", "DELETE FROM svtrain_events"])
def test_events_stay_whoever_asks(ground, facilitator, sql):
    """Not even the owner's own connection changes the past by a slip."""
    facilitator.open("a")
    with pytest.raises(Exception, match="erased on request|never changed"), ground.store._line.writing() as connection:
        connection.exec_driver_sql(sql)
    assert ground.store.status(ground.room).events == 1


# The command, as it is typed; in this process, since a person's start is tried elsewhere.

@pytest.fixture
def run(monkeypatch, capsys, tmp_path):
    monkeypatch.setenv("SVTRAIN_WORK", str(tmp_path / "work"))

    def typed(store: str, *words: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["svtrain", "room", *words, "--store", store])
        with pytest.raises(SystemExit) as done:
            main()
        said = capsys.readouterr()
        return done.value.code, said.out, said.err

    return typed


def test_the_command_from_new_to_delete(ground, run, tmp_path):
    def facts(*words: str) -> dict:
        code, out, error = run(ground.owner, *words, "--json")
        assert (code, error) == (0, "")
        return json.loads(out)

    made = facts("new", f"{ground.room} typed")
    room = made["room"]
    assert room == f"{ground.room}-typed" and made["title"] == f"{ground.room} typed"
    code, out, error = run(ground.owner, "new", f"{ground.room} typed")
    assert (code, out) == (2, "") and f"svtrain room close {room} --delete" in error
    facilitator, person = ground.seat("f", "facilitator", room=room), ground.seat("p", room=room)
    facilitator.open("a")
    person.answer("a", {"likely": 1})
    assert facts("status", room)["activities"] == [{"item": "a", "title": "a", "page": "", "state": "opened", "round": 1, "answered": 1}]
    assert room in {each["room"] for each in facts("status")["rooms"]}
    for words in (("status",), ("status", room)):
        assert run(ground.owner, *words)[0] == 0
    assert len(facts("export", room, "--out", str(tmp_path / "out"))["files"]) == 4
    name = next(event["person"] for event in json.loads((tmp_path / "out" / "room.json").read_text())["events"] if event["kind"] == "answer")
    assert facts("forget", room, name)["events"] == 1
    assert run(ground.owner, "forget", room, name)[0] == 2
    assert run(ground.owner, "close", room)[0] == 0
    assert facts("close", room, "--delete") == {"room": room, "deleted": True, "events": 2}
    code, out, error = run(ground.owner, "status", room)
    assert (code, out) == (2, "") and "no room" in error and len(error.splitlines()) == 1


@pytest.mark.parametrize("store, said", [
    ("mysql://x/y", "must begin with"), ("{tmp}/nothing.sqlite", "no room store"), ("{tmp}/text.sqlite", "not a room store"),
    ("postgresql://nobody:hidden-word@127.0.0.1:1/x", "cannot be reached"), ("{tmp}", "A room store is one file"),
])
def test_a_bad_address_is_one_sentence(run, tmp_path, store, said):
    (tmp_path / "text.sqlite").write_text("this is a letter, not a store")
    pytest.importorskip("psycopg")
    code, out, error = run(store.format(tmp=tmp_path), "status")
    assert (code, out) == (2, "") and said in error and len(error.splitlines()) == 1 and "hidden-word" not in error
    assert (tmp_path / "text.sqlite").read_text().startswith("this is a letter") and not (tmp_path / "nothing.sqlite").exists()


def test_a_store_that_cannot_be_written_to_says_so_and_not_to_try_again(run, tmp_path, monkeypatch):
    place = tmp_path / "there.sqlite"
    assert run(str(place), "new", "north")[0] == 0
    real = os.access  # the tests may run as root, whom no mode of a file stops
    monkeypatch.setattr(os, "access", lambda path, mode: Path(path) != tmp_path and real(path, mode))
    for words in (("status",), ("new", "south")):
        code, out, error = run(str(place), *words)
        assert (code, out) == (2, "") and "cannot be written to" in error and "Try again" not in error

"""Many writers at once, writers that are killed, lines that break, disks that are full: nothing confirmed is lost or doubled."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from sqlalchemy import event, text

import svtrain.room.address
import svtrain.room.seat
from svtrain.core.problems import CannotDo
from svtrain.room import Seat, Store

WRITER = Path(__file__).with_name("writer.py")
PROCESSES, PEOPLE, ANSWERS = 4, 25, 50

on_sqlite = pytest.mark.parametrize("ground", ["sqlite"], indirect=True)
on_postgresql = pytest.mark.parametrize("ground", ["postgresql"], indirect=True)


def start(ground, tokens: list[str], count: int, out=subprocess.PIPE) -> subprocess.Popen:
    return subprocess.Popen([sys.executable, str(WRITER), ground.people, str(count), *tokens], stdout=out, stderr=subprocess.PIPE, text=True)


def test_a_hundred_writers_of_fifty_answers(ground, facilitator):
    facilitator.open("a")
    tokens = [[ground.token(f"writer-{process}-{person}") for person in range(PEOPLE)] for process in range(PROCESSES)]
    writers = [start(ground, each, ANSWERS) for each in tokens]
    said = [writer.communicate(timeout=120) for writer in writers]
    assert [error for _, error in said if error] == []
    confirmed = [int(line.split()[1]) for out, _ in said for line in out.splitlines()]
    wanted = PROCESSES * PEOPLE * ANSWERS
    assert len(confirmed) == len(set(confirmed)) == wanted
    here = f"room = '{ground.room}' AND kind = 'answer'"
    [row] = ground.rows(f"SELECT count(*) AS all_of_them, count(DISTINCT person || key) AS different, min(n) AS first, max(n) AS last FROM svtrain_events WHERE {here}")
    assert tuple(row) == (wanted, wanted, 2, wanted + 1), "numbered without a gap, in the order of commits"
    per_person = {tuple(row) for row in ground.rows(f"SELECT count(*), count(DISTINCT payload) FROM svtrain_events WHERE {here} GROUP BY person")}
    assert per_person == {(ANSWERS, ANSWERS)}
    facilitator.reveal("a")
    assert [answer.payload["likely"] for answer in facilitator.shared("a").answers] == [ANSWERS - 1] * PROCESSES * PEOPLE


def test_a_killed_writer_loses_nothing_confirmed(ground, facilitator, tmp_path):
    facilitator.open("a")
    dice = random.Random(7)
    for attempt in range(3):
        token = ground.token(f"killed-{attempt}")
        said = tmp_path / f"said-{attempt}"
        with said.open("w") as file:
            writer = start(ground, [token], 100_000, file)
        while not said.stat().st_size:
            assert writer.poll() is None, writer.stderr.read()
            time.sleep(0.005)
        time.sleep(dice.uniform(0.0, 0.15))
        os.kill(writer.pid, signal.SIGKILL)
        writer.communicate()
        lines = [line for line in said.read_text().splitlines(keepends=True) if line.endswith("\n")]
        confirmed = {int(number): int(n) for number, n in map(str.split, lines)}
        again = ground.sit(token)
        kept = {found.payload["likely"]: found.n for found in again.mine("a")}
        assert confirmed.items() <= kept.items()
        assert len(kept) - len(confirmed) <= 1, "at most the one whose confirmation was under way"
        assert sorted(kept) == list(range(len(kept)))
        for number in (len(kept) - 1, len(kept)):
            again.answer("a", {"likely": number}, key=f"press-{number}")
        assert [found.payload["likely"] for found in again.mine("a")] == list(range(len(kept) + 1)), "the retry doubled nothing"


SERVER = """
import json, sys
from svtrain.room import Seat, Store
address, people, room, me = sys.argv[1:]
store = Store(address, make=True)
for line in sys.stdin:
    person, value = line.split()
    seat = Seat(store.seat(room, person), people)
    seat.answer("a", {"likely": float(value)}, key="once")
    print(seat.activities()["a"].answered, flush=True)
    seat.close()
"""


def test_two_servers_serve_one_room(ground, facilitator):
    facilitator.open("a")
    servers = [subprocess.Popen([sys.executable, "-c", SERVER, ground.owner, ground.people, ground.room, str(me)], text=True, bufsize=1,
                                stdin=subprocess.PIPE, stdout=subprocess.PIPE) for me in range(2)]
    for number in range(6):
        server = servers[number % 2]
        server.stdin.write(f"person-{number} {number}\n")
        assert int(server.stdout.readline()) == number + 1, "each server sees at once what the other recorded"
    facilitator.reveal("a")
    assert sorted(answer.payload["likely"] for answer in facilitator.shared("a").answers) == [0, 1, 2, 3, 4, 5]
    for server in servers:
        server.communicate(timeout=30)


def test_an_answer_and_a_reveal_at_the_same_moment(ground):
    """Whichever comes first: an answer is in the reveal, or it is refused; never recorded and left out."""
    facilitator = ground.seat("f", "facilitator")
    people = [ground.seat(f"person-{number}") for number in range(6)]
    for attempt in range(4):
        item, kept, gate = f"race-{attempt}", [], threading.Barrier(len(people) + 1)
        facilitator.open(item)

        def go(number: int, seat: Seat) -> None:
            gate.wait()
            try:
                seat.answer(item, {"likely": number})
                kept.append(number)
            except CannotDo as error:
                assert "revealed" in str(error)

        threads = [threading.Thread(target=go, args=each) for each in enumerate(people)]
        for each in threads:
            each.start()
        gate.wait()
        time.sleep(attempt * 0.01)
        facilitator.reveal(item)
        for each in threads:
            each.join()
        shared = sorted(answer.payload["likely"] for answer in facilitator.shared(item).answers)
        assert shared == (sorted(kept) if len(kept) >= 5 else [])


@on_postgresql
def test_an_answer_waits_for_a_reveal_that_is_under_way(ground, facilitator):
    """The reveal is not committed yet when the answer arrives: the answer waits for it and is then refused."""
    facilitator.open("a")
    seat, said = ground.seat("somebody"), []

    def answer() -> None:
        try:
            said.append(seat.answer("a", {"likely": 1}))
        except CannotDo as error:
            said.append(str(error))

    writer = threading.Thread(target=answer)
    with ground.store._line.writing() as connection:
        connection.execute(text("SELECT set_config('svtrain.seat', :token, true)"), {"token": ground.token("other", "facilitator")})
        assert connection.execute(text("SELECT decided FROM svtrain_record('revealed', 'a', '{}', 'k', '', '', 0)")).scalar_one() == "go"
        writer.start()
        time.sleep(0.3)
        assert said == []
    writer.join()
    assert said == [svtrain.room.seat.REFUSED["revealed"]]


@on_postgresql
def test_a_broken_line_is_mended(ground, facilitator):
    facilitator.open("a")
    seat = ground.seat("somebody")
    stop = threading.Event()

    def cut() -> None:
        while not stop.wait(0.1):
            ground.rows("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
                        f" AND usename = '{ground.people.split('//')[1].split(':')[0]}'")

    cutter = threading.Thread(target=cut)
    cutter.start()
    try:
        for number in range(10):
            time.sleep(0.03)
            seat.answer("a", {"likely": number})
    finally:
        stop.set()
        cutter.join()
    assert [found.payload["likely"] for found in seat.mine("a")] == list(range(10))


@on_sqlite
def test_a_store_that_stays_busy_says_so(ground, facilitator, monkeypatch):
    monkeypatch.setattr(svtrain.room.address, "BUSY_SECONDS", 0.1)
    monkeypatch.setattr(svtrain.room.seat, "TRY_FOR", 0.2)
    facilitator.open("a")
    seat = ground.seat("somebody")
    with ground.store._line.writing():
        assert seat.activities()["a"].state == "opened", "readers do not wait"
        with pytest.raises(CannotDo, match="busy") as found:
            seat.answer("a", {"likely": 1})
    assert len(found.value.problems) == 1
    assert seat.answer("a", {"likely": 1}).n == 2


@on_sqlite
def test_a_full_disk_says_so_and_keeps_what_was_confirmed(ground, facilitator):
    facilitator.open("a")
    seat = ground.seat("somebody")
    with seat._line.engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
    event.listen(seat._line.engine, "connect", lambda connection, _: connection.execute(f"PRAGMA max_page_count = {pages + 8}"))
    seat._line.engine.dispose()
    kept = []
    with pytest.raises(CannotDo) as found:
        for number in range(200):
            kept.append(seat.answer("a", {"likely": number, "reason": "x" * 2000}).n)
    assert "no space left" in str(found.value) and len(found.value.problems) == 1 and "\n" not in str(found.value)
    assert 3 < len(kept) < 200
    assert [each.n for each in seat.mine("a")] == kept == list(range(2, len(kept) + 2))
    facilitator.reveal("a")
    assert ground.rows("PRAGMA integrity_check")[0][0] == "ok"


@on_postgresql
def test_a_full_database_says_so(ground, facilitator):
    """The server itself raises the error, as it does when its disk is full."""
    facilitator.open("a")
    seat = ground.seat("somebody")
    seat.answer("a", {"likely": 1})
    with ground.store._line.writing() as connection:
        connection.exec_driver_sql("CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE disk_full; END $$")
        connection.exec_driver_sql("CREATE TRIGGER full_disk AFTER INSERT ON svtrain_events FOR EACH ROW EXECUTE FUNCTION full_disk()")
    try:
        with pytest.raises(CannotDo, match="no space left"):
            seat.answer("a", {"likely": 2})
    finally:
        with ground.store._line.writing() as connection:
            connection.exec_driver_sql("DROP FUNCTION full_disk CASCADE")
    assert [each.payload for each in seat.mine("a")] == [{"likely": 1}]
    assert seat.answer("a", {"likely": 2}).n == 3


def test_several_servers_make_the_store_at_once(ground, tmp_path):
    if ground.postgresql:
        with ground.store._line.writing() as connection:
            schema = f"fresh_{os.getpid()}"
            connection.exec_driver_sql(f"CREATE SCHEMA {schema}")
        address = f"{ground.owner}{'&' if '?' in ground.owner else '?'}options=-csearch_path%3D{schema}"
    else:
        address = str(tmp_path / "fresh" / "room.sqlite")
    faults = []

    def make() -> None:
        try:
            Store(address, make=True).close()
        except Exception as error:
            faults.append(error)

    threads = [threading.Thread(target=make) for _ in range(6)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert faults == []
    store = Store(address)
    assert store.rooms() == [] and store.new("x") == "x"
    store.close()

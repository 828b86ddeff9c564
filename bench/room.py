"""How soon an answer is seen, and what the rules cost beside a bare insert into the same database, in one run.

    python bench/room.py [--people 30] [--seconds 15] [--postgresql ADDRESS]

People answer at random, about once every five seconds each, from threads of two other processes, and each of them also
looks for news as a page does. A facilitator looks for news too; an answer is seen when the facilitator has read the
activities again. Then everybody answers at the same moment, and one writer is timed against a bare insert that is
committed as safely. ``--postgresql`` (else ``SVTRAIN_TEST_POSTGRESQL``) names a database of PostgreSQL to use as well.
"""

from __future__ import annotations

import argparse
import asyncio
import multiprocessing
import os
import random
import secrets
import sqlite3
import statistics
import tempfile
import threading
import time
from pathlib import Path

from svtrain.room import Seat, Store

PROCESSES = 2
LOOK = 0.4  # seconds between two looks of a participant's page
FACILITATOR_LOOKS = 0.2
EVERY = 5.0  # seconds between two answers of one person, on average
ANSWER = {"low": 0.2, "likely": 0.4, "high": 0.6, "reason": "Half of those who leave would have found work within a year anyway."}


def people(address: str, tokens: list[str], ends: float, at_once: float, said) -> None:
    """Some of the people: each a thread that answers and one that looks."""
    found: list[tuple[str, int, float, float]] = []

    def answer(token: str, number: int) -> None:
        seat, dice = Seat(token, address, connections=2), random.Random(number)
        looking = threading.Thread(target=look, args=(seat,))
        looking.start()
        while True:
            time.sleep(dice.uniform(0, 2 * EVERY))
            if time.time() > ends:
                break
            asked = time.time()
            found.append(("spread", seat.answer("a", ANSWER).n, asked, time.time()))
        looking.join()
        time.sleep(max(0.0, at_once - time.time()))
        asked = time.time()
        found.append(("burst", seat.answer("a", ANSWER).n, asked, time.time()))
        seat.close()

    def look(seat: Seat) -> None:
        seen = 0
        while time.time() < ends:
            newest = seat.last()
            if newest > seen:
                seat.activities()
                seen = newest
            time.sleep(LOOK)

    threads = [threading.Thread(target=answer, args=(token, number)) for number, token in enumerate(tokens)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    said.put(found)


async def watch(seat: Seat, until: float, seen: dict[int, float]) -> None:
    async def go() -> None:
        async for n in seat.changes(every=FACILITATOR_LOOKS, n=0):
            await asyncio.to_thread(seat.activities)
            seen[n] = time.time()

    with_end = asyncio.create_task(go())
    await asyncio.sleep(until - time.time())
    with_end.cancel()


def room_at_work(address: str, count: int, seconds: float) -> dict[str, float]:
    """Latencies in ms of a room of ``count`` people."""
    store = Store(address, make=True, connections=1)
    room = store.new(f"bench {secrets.token_hex(4)}")
    facilitator = Seat(store.seat(room, "facilitator", "facilitator"), address)
    facilitator.open("a")
    tokens = [store.seat(room, f"person-{number}") for number in range(count)]
    context = multiprocessing.get_context("spawn")
    said, ends = context.Queue(), time.time() + 4 + seconds
    at_once = ends + EVERY * 2 + 1
    processes = [context.Process(target=people, args=(address, tokens[each::PROCESSES], ends, at_once, said)) for each in range(PROCESSES)]
    for each in processes:
        each.start()
    seen: dict[int, float] = {}
    asyncio.run(watch(facilitator, at_once + 5, seen))
    found = [row for _ in processes for row in said.get()]
    for each in processes:
        each.join()
    assert store.status(room).answers == len(found)
    marks = sorted(seen)

    def visible(n: int) -> float:
        return seen[next(mark for mark in marks if mark >= n)]

    spread = [(visible(n) - asked) * 1000 for kind, n, asked, _ in found if kind == "spread"]
    written = [(done - asked) * 1000 for kind, _, asked, done in found if kind == "spread"]
    burst = [(done - asked) * 1000 for kind, _, asked, done in found if kind == "burst"]
    store.erase_room(room)
    facilitator.close()
    store.close()
    return {"answers": len(spread), "seen p50": statistics.median(spread), "seen p95": quantile(spread, 0.95), "written p50": statistics.median(written),
            "written p95": quantile(written, 0.95), "burst p50": statistics.median(burst), "burst last": max(burst)}


def quantile(values: list[float], share: float) -> float:
    return sorted(values)[int(len(values) * share)]


def one_writer(address: str, rounds: int = 5, each: int = 40) -> tuple[float, float]:
    """Milliseconds of an answer through a seat, and of a bare committed insert, in turns."""
    store = Store(address, make=True, connections=1)
    room = store.new(f"bench {secrets.token_hex(4)}")
    facilitator, seat = Seat(store.seat(room, "f", "facilitator"), address), Seat(store.seat(room, "p"), address)
    facilitator.open("a")
    bare, end = bare_insert(address)
    ours, theirs = [], []
    for _ in range(rounds):
        for what, kept in ((lambda: seat.answer("a", ANSWER), ours), (bare, theirs)):
            for _ in range(each):
                began = time.perf_counter()
                what()
                kept.append((time.perf_counter() - began) * 1000)
    end()
    store.erase_room(room)
    for line in (seat, facilitator, store):
        line.close()
    return statistics.median(ours), statistics.median(theirs)


def bare_insert(address: str):
    """An insert of the same size with the database's own driver, committed to disk; and how to clear it away."""
    row = ("room", "person", "answer", "a", str(ANSWER))
    if address.startswith("postgresql"):
        import psycopg

        line = psycopg.connect(address, autocommit=True)
        line.execute("CREATE TABLE bare_inserts (n bigserial PRIMARY KEY, room text, person text, kind text, item text, payload text)")

        def end() -> None:
            line.execute("DROP TABLE bare_inserts")
            line.close()

        return lambda: line.execute("INSERT INTO bare_inserts (room, person, kind, item, payload) VALUES (%s, %s, %s, %s, %s)", row), end
    line = sqlite3.connect(f"{address}.bare", isolation_level=None)
    line.execute("PRAGMA journal_mode = WAL")
    line.execute("PRAGMA synchronous = FULL")
    line.execute("CREATE TABLE bare_inserts (n INTEGER PRIMARY KEY, room, person, kind, item, payload)")
    return lambda: line.execute("INSERT INTO bare_inserts (room, person, kind, item, payload) VALUES (?, ?, ?, ?, ?)", row), line.close


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--people", type=int, default=30)
    ask.add_argument("--seconds", type=float, default=15)
    ask.add_argument("--postgresql", default=os.environ.get("SVTRAIN_TEST_POSTGRESQL"))
    given = ask.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        for name, address in (("SQLite", str(Path(folder) / "room.sqlite")), ("PostgreSQL", given.postgresql)):
            if not address:
                continue
            found = room_at_work(address, given.people, given.seconds)
            ours, bare = one_writer(address)
            print(f"{name}, {given.people} people, {found['answers']} answers")
            print(f"  an answer is seen by the facilitator   p50 {found['seen p50']:6.0f} ms   p95 {found['seen p95']:6.0f} ms")
            print(f"  an answer is on the disk               p50 {found['written p50']:6.0f} ms   p95 {found['written p95']:6.0f} ms")
            print(f"  all answer at the same moment          p50 {found['burst p50']:6.0f} ms   last {found['burst last']:5.0f} ms")
            print(f"  one writer: {ours:.2f} ms an answer ({1000 / ours:.0f} a second), {bare:.2f} ms a bare insert: ratio {ours / bare:.2f}")


if __name__ == "__main__":
    main()

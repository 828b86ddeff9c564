"""Who gets a seat in a room, and what a kernel learns of the store: nothing but its own person's seat."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import psutil
import pytest
import requests

from svtrain.core.problems import CannotDo
from svtrain.room import Seat
from svtrain.serve.links import RoomLinks
from svtrain.serve.rooms import Rooms
from svtrain.serve.session import COOKIE, People, Person, server_secret

ROOT = Path(__file__).resolve().parents[2]


def people_of(stage, room):
    store = stage.store()
    try:
        return store.people(room)
    finally:
        store.close()


def told(page: str) -> dict[str, str]:
    """What the probe's kernel has in its environment."""
    return dict(re.findall(r"&#39;(SVTRAIN_\w+)&#39;: &#39;(.*?)&#39;", page))


def press(stage, visitor, token):
    return visitor.post(f"{stage.address}/join/{token}", headers={"Origin": stage.address}, allow_redirects=False)


def test_a_link_gives_a_seat_that_works(stage):
    room = stage.room("Seats that work")
    visitor = stage.join(room, "participant", "A")
    page = told(stage.open(visitor)[1])
    seat = Seat(page["SVTRAIN_SEAT"], page["SVTRAIN_STORE"])
    here = seat.place()
    seat.close()
    assert (here.room, here.role, here.team, here.people) == (room, "participant", "A", 1)
    assert here.person == page["SVTRAIN_PERSON"] and page["SVTRAIN_SEAT"] not in visitor.cookies[COOKIE]


def test_a_seat_comes_with_the_next_kernel(stage):
    visitor = stage.visitor()
    assert not {"SVTRAIN_SEAT", "SVTRAIN_STORE"} & set(told(stage.open(visitor)[1]))
    stage.join(stage.room("The next kernel"), visitor=visitor)
    assert {"SVTRAIN_SEAT", "SVTRAIN_STORE"} <= set(told(stage.open(visitor)[1]))


def test_forged_and_late_links_give_no_seat(stage):
    room = stage.room("Forged links")
    links, visitor = RoomLinks(server_secret(stage.work)), stage.visitor()
    before = visitor.cookies[COOKIE]
    for token in (RoomLinks(b"another secret").token(room), links.token(room)[:-2] + "xx", links.token(room, "facilitator", hours=-0.01)):
        assert press(stage, visitor, token).status_code in (403, 429)
    assert people_of(stage, room) == [] and visitor.cookies[COOKIE] == before


def test_a_participants_link_makes_no_facilitator(stage):
    room = stage.room("No facilitator")
    links = RoomLinks(server_secret(stage.work))
    token = links.token(room, "participant")
    visitor = stage.visitor()
    for path in (f"{token}?role=facilitator", token):
        visitor.post(f"{stage.address}/join/{path}", headers={"Origin": stage.address}, data={"role": "facilitator", "room": room})
        page = told(stage.open(visitor, "apps/probe.ipynb?SVTRAIN_ROLE=facilitator")[1])
        seat = Seat(page["SVTRAIN_SEAT"], page["SVTRAIN_STORE"])
        assert (seat.place().role, page["SVTRAIN_ROLE"]) == ("participant", "participant")
        with pytest.raises(Exception, match="part in this room"):
            seat.open("an-activity")
        seat.close()
    assert visitor.get(f"{stage.address}/room/invite").status_code == 403
    people = People(server_secret(stage.work))
    facilitator = People(b"another secret").sealed(people.opened(visitor.cookies[COOKIE]))
    assert requests.get(f"{stage.address}/room/invite", cookies={COOKIE: facilitator}).status_code == 403


def test_a_link_to_a_room_that_is_gone_or_closed_gives_nothing(stage):
    links, visitor, store = RoomLinks(server_secret(stage.work)), stage.visitor(), stage.store()
    room = stage.room("Closed before")
    store.close_room(room)
    assert press(stage, visitor, links.token(room)).status_code == 403
    assert press(stage, visitor, links.token("never-made")).status_code == 404
    store.close()
    assert "SVTRAIN_SEAT" not in told(stage.open(visitor)[1])


def test_leaving_ends_the_seat_in_every_open_page(stage):
    room = stage.room("Leaving")
    visitor = stage.join(room)
    page = told(stage.open(visitor)[1])
    old = visitor.cookies[COOKIE]
    leave = f"{stage.address}/room/leave"
    assert visitor.post(leave, headers={"Origin": "http://evil.example"}).status_code == visitor.post(leave).status_code == 403
    assert visitor.post(leave, headers={"Origin": stage.address}).status_code == 200
    seat = Seat(page["SVTRAIN_SEAT"], page["SVTRAIN_STORE"])
    with pytest.raises(Exception, match="run out"):
        seat.place()
    seat.close()
    again = requests.Session()  # the cookie from before: it names a seat that has ended
    again.cookies.set(COOKIE, old)
    page = told(stage.open(again)[1])
    seat = Seat(page["SVTRAIN_SEAT"], page["SVTRAIN_STORE"])
    with pytest.raises(Exception, match="run out"):
        seat.place()
    seat.close()


def test_another_part_ends_the_part_before(stage):
    room = stage.room("Another part")
    visitor = stage.join(room)
    before = told(stage.open(visitor)[1])
    stage.join(room, "projector", visitor=visitor)
    now = told(stage.open(visitor)[1])
    old, new = Seat(before["SVTRAIN_SEAT"], before["SVTRAIN_STORE"]), Seat(now["SVTRAIN_SEAT"], now["SVTRAIN_STORE"])
    assert (new.place().role, new.place().people) == ("projector", 0)
    with pytest.raises(Exception, match="run out"):
        old.place()
    old.close(), new.close()


@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="only Linux shows a process's environment as a file")
def test_no_process_of_people_knows_the_owners_address(stages, postgresql, tmp_path):
    """The kernels, their parent, the page and the log; each process is asked what it was started with."""
    owner, people, _ = postgresql
    stage = stages(environment={"SVTRAIN_STORE": owner, "SVTRAIN_PEOPLE_STORE": people, "SVTRAIN_EXPORT_KEY": str(tmp_path / "key")})
    from svtrain.room import Store

    store = Store(owner)
    room = store.new(f"Owners address {os.getpid()}")
    visitor = stage.join(room)
    page = stage.open(visitor)[1]
    assert told(page)["SVTRAIN_STORE"].endswith(people.split("://", 1)[1])
    seat = Seat(told(page)["SVTRAIN_SEAT"], told(page)["SVTRAIN_STORE"])
    assert seat.place().room == room
    seat.close(), store.close()
    family = psutil.Process(stage.process.pid).children(recursive=True)
    assert len(family) >= 2
    for process in family:
        started_with = Path(f"/proc/{process.pid}/environ").read_bytes().decode(errors="replace")
        assert owner not in started_with and "SVTRAIN_PEOPLE_STORE" not in started_with and owner not in " ".join(process.cmdline())
    assert owner not in page and owner not in stage.log.read_text()


def test_postgresql_needs_an_address_for_people(postgresql):
    owner, people, _ = postgresql
    for given, words in (("", "an address of their own"), (owner, "may do all that the owner may"), ("a.sqlite", "same PostgreSQL")):
        with pytest.raises(CannotDo, match=words):
            Rooms(b"a secret", owner, given)
    assert "SVTRAIN_SEAT" not in Rooms(b"a secret", owner, people).environment(Person("a-random-name-of-a-person", room="north"))


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux shows processes of one account to each other as files")
def test_a_neighbour_of_the_same_account_cannot_read_the_server():
    """As a kernel would try it, under an account that is not the machine's administrator."""
    code = """
import ctypes, os, subprocess
from svtrain.serve.rooms import hide_this_process
if os.geteuid() == 0:
    os.setresuid(65534, 65534, 65534)  # this hides a process too, so it is shown again
    ctypes.CDLL(None).prctl(4, 1, 0, 0, 0)
def read():
    return subprocess.run(["cat", f"/proc/{os.getpid()}/environ"], capture_output=True).returncode
before = read()
hide_this_process()
print(before, read())
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env={**os.environ, "PYTHONPATH": str(ROOT)})
    assert done.stdout.split() == ["0", "1"], done.stderr


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps rights in another way")
def test_a_key_that_others_may_read_is_refused(tmp_path):
    key = tmp_path / "key"
    made = server_secret(tmp_path, key)
    assert server_secret(tmp_path, key) == made and key.stat().st_mode & 0o077 == 0
    key.chmod(0o640)
    with pytest.raises(CannotDo, match="chmod 600"):
        server_secret(tmp_path, key)

"""Two servers on one PostgreSQL serve one room: links and codes are good on both, and each sees what the other's people do."""

from __future__ import annotations

import os
import re

import nbformat
import pytest
import requests

from svtrain.room import Seat, Store, open_workshop
from svtrain.serve.links import RoomLinks
from svtrain.serve.rooms import Rooms
from svtrain.serve.session import COOKIE, server_secret

ANSWER = """
import os
from svtrain.room import my_seat
seat = my_seat()
said = dict(part.split("=") for part in os.environ["QUERY_STRING"].split("&"))
print("recorded", seat.answer("jobs", {"likely": float(said["likely"])}).n > 0)
"""
LEAD = """
import os
from svtrain.room import my_seat
seat = my_seat()
if os.environ["QUERY_STRING"] == "reveal":
    seat.reveal("jobs")
print("answered", seat.activities()["jobs"].answered, "shown", sorted(each.payload["likely"] for each in seat.shared("jobs").answers))
"""


@pytest.fixture(scope="module")
def pair(stages, postgresql, tmp_path_factory):
    """Two servers with a key in common, their room, and the owner's store."""
    owner, people, _ = postgresql
    key = tmp_path_factory.mktemp("key") / "shared"
    secret = server_secret(key.parent, key)
    both = [stages(store=owner, people_store=people, secret_file=str(key)) for _ in range(2)]
    for stage in both:
        for name, code in (("answer", ANSWER), ("lead", LEAD)):
            book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(code)])
            nbformat.write(book, stage.work.parent / "notebooks" / "apps" / f"{name}.ipynb")
    store = Store(owner)
    room = store.new(f"Two servers {os.getpid()}")
    yield both, store, room, secret, people
    store.close()


def printed(page: str) -> str:
    return " ".join(re.findall(r'<div class="printed"><p>(.*?)</p></div>', page, re.S)).strip()


def come(stage, token: str) -> requests.Session:
    visitor = requests.Session()
    visitor.post(f"{stage.address}/join/{token}", headers={"Origin": stage.address}).raise_for_status()
    return visitor


def test_a_room_on_two_servers(pair):
    (here, there), store, room, secret, _ = pair
    links = RoomLinks(secret)
    lead = Seat(store.seat(room, "opens", "facilitator"), store._line.url.render_as_string(hide_password=False))
    lead.open("jobs", {"title": "Jobs", "page": "answer"})
    lead.close()
    facilitator = come(there, links.token(room, "facilitator"))
    same_link = links.token(room)
    for number, stage in enumerate((here, here, here, there, there)):
        page = stage.open(come(stage, same_link), f"apps/answer.ipynb?likely={number}")[1]
        assert printed(page) == "recorded True"
        if number == 0:
            assert printed(there.open(facilitator, "apps/lead.ipynb")[1]) == "answered 1 shown []"
    assert "5 people have answered" in facilitator.get(there.address + "/").text
    assert printed(there.open(facilitator, "apps/lead.ipynb?reveal")[1]) == "answered 5 shown [0.0, 1.0, 2.0, 3.0, 4.0]"
    participant = come(here, same_link)
    assert "The answers are shown" in participant.get(here.address + "/").text
    # the same browser at the other server: the same person, in the same seat
    moved = requests.Session()
    moved.cookies.set(COOKIE, participant.cookies[COOKIE])
    assert "6 people take part" in moved.get(there.address + "/").text


def test_a_short_code_is_good_on_both(pair):
    both, store, room, secret, people = pair
    code = Rooms(secret, store._line.url.render_as_string(hide_password=False), people).code(open_workshop(store, room, "60", 5))
    for stage in both:
        answer = requests.Session().post(f"{stage.address}/join", data={"code": code}, headers={"Origin": stage.address})
        assert "You are here as a participant." in answer.text

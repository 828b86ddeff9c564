"""A workshop that others on the network can reach: without a place in its room a stranger sees the way in, and nothing else."""

from __future__ import annotations

import re
import time

import pytest
import requests
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from svtrain.core.problems import CannotDo
from svtrain.room import open_workshop
from svtrain.serve.join_code import LETTERS
from svtrain.serve.links import BAD_TRIES, RoomLinks
from svtrain.serve.rooms import Rooms
from svtrain.serve.session import COOKIE, People, Person, server_secret
from svtrain.serve.voila_server import MOST_JOINS

PAGE = "/voila/render/apps/probe.ipynb"


@pytest.fixture(scope="module")
def closed(stages):
    """The server, its room and its code."""
    stage = stages(ip="0.0.0.0", room_only=True, forked_kernels=False)
    room, store, secret = stage.room("North"), stage.store(), server_secret(stage.work)
    code = Rooms(secret, store.address).code(open_workshop(store, room, "180", 20))
    store.close()
    return stage, room, code


def with_code(stage, code: str, visitor=None, **options) -> requests.Response:
    options = {"headers": {"Origin": stage.address}, "allow_redirects": False} | options
    return (visitor or requests).post(f"{stage.address}/join", data={"code": code}, **options)


def test_a_stranger_sees_the_way_in_and_nothing_else(closed):
    stage, room, _ = closed
    for path in ("/", PAGE, "/voila/render/1-explore/01-words.ipynb"):
        answer = requests.get(stage.address + path, allow_redirects=False)
        assert (answer.status_code, answer.headers["Location"]) == (302, "/join")
        assert "kernelId" not in answer.text
    page = requests.get(f"{stage.address}/join").text
    assert "Join code" in page and "This connection is not encrypted." in page
    assert "North" not in page and room not in page and "probe" not in page
    for path in ("/queue", "/room/invite", "/voila/static/0/voila.js", "/svtrain/static/front/0/house.css", "/api/kernels/" + "0" * 36,
                 "/voila/labextensions/@jupyter-widgets/jupyterlab-manager/package.json"):
        answer = requests.get(stage.address + path, allow_redirects=False)
        assert answer.status_code in (403, 404), path
    for path in ("/", PAGE, "/room/leave"):
        assert requests.post(stage.address + path, headers={"Origin": stage.address}).status_code in (403, 405)
    with pytest.raises(InvalidStatus) as refused:
        connect(stage.address.replace("http", "ws") + "/api/kernels/" + "0" * 36 + "/channels", origin=stage.address)
    assert refused.value.response.status_code in (403, 404)


def test_the_code_opens_the_room(closed):
    stage, room, code = closed
    visitor = requests.Session()
    assert visitor.get(f"{stage.address}/join?code={code}").text.count(f"{code[:3]} {code[3:]}") == 1
    assert with_code(stage, f" {code[:3].lower()}-{code[3:]}", visitor).status_code == 303
    page = visitor.get(stage.address + "/").text
    assert "Your room: North" in page and "as a participant" in page and "not encrypted" in page
    _, page = stage.open(visitor)
    assert "SVTRAIN_SEAT" in page and code not in page
    assert with_code(stage, code, visitor, headers={"Origin": "http://evil.example"}).status_code == 403


def test_whoever_had_a_place_and_has_it_no_more_is_a_stranger(closed):
    stage, room, code = closed
    visitor = requests.Session()
    with_code(stage, code, visitor)
    kernel, _ = stage.open(visitor)
    people = People(server_secret(stage.work))
    person = people.opened(visitor.cookies[COOKIE])
    visitor.post(f"{stage.address}/room/leave", headers={"Origin": stage.address})
    late = people.sealed(Person(person.id, room=room, role="participant", until=int(time.time()) - 1))
    for cookie in (visitor.cookies[COOKIE], late):
        assert requests.get(f"{stage.address}/api/kernels/{kernel}", cookies={COOKIE: cookie}).status_code == 403
        assert requests.get(stage.address + PAGE, cookies={COOKIE: cookie}, allow_redirects=False).status_code == 302
        with pytest.raises(InvalidStatus) as refused:
            connect(f"{stage.address.replace('http', 'ws')}/api/kernels/{kernel}/channels", origin=stage.address,
                    additional_headers={"Cookie": f"{COOKIE}={cookie}"})
        assert refused.value.response.status_code == 403


def test_a_facilitator_who_tries_the_code_stays_one(closed):
    stage, room, code = closed
    facilitator = stage.join(room, "facilitator")
    assert with_code(stage, code, facilitator).status_code == 303
    page = facilitator.get(f"{stage.address}/room/invite")
    assert page.status_code == 200 and f"{code[:3]} {code[3:]}" in page.text and "<svg" in page.text
    address = re.search(r'class="address">(\S+)/join<', page.text).group(1)
    assert not address.startswith(("http://127.", "http://localhost")) and requests.get(f"{address}/join").status_code == 200
    for role in ("participant", "projector"):
        assert stage.join(room, role).get(f"{stage.address}/room/invite").status_code == 403


def test_the_code_ends_with_the_room_and_differs_from_day_to_day(closed):
    stage, _, _ = closed
    store, secret = stage.store(), server_secret(stage.work)
    rooms, room = Rooms(secret, store.address), store.new("For a day")
    first = open_workshop(store, room, "day", 20)
    assert open_workshop(store, room, "day", 20) == first
    second = open_workshop(store, room, "60", 20)
    assert rooms.code(first) != rooms.code(second) and set(rooms.code(first)) <= set(LETTERS)
    assert with_code(stage, rooms.code(first)).status_code == 403
    assert with_code(stage, rooms.code(second)).status_code == 303
    over = open_workshop(store, room, "90", 20, hours=0.0001)  # ends within the second
    time.sleep(0.4)
    assert with_code(stage, rooms.code(over)).status_code == 403
    third = open_workshop(store, room, "90", 21)
    store.close_room(room)
    assert with_code(stage, rooms.code(third)).status_code == 403
    store.close()


def test_a_participant_cannot_set_the_code(closed):
    stage, room, code = closed
    from svtrain.room import Seat

    store = stage.store()
    seat = Seat(store.seat(room, "somebody"), store.address)
    with pytest.raises(CannotDo, match="does not include"):
        seat.add("workshop", "room", {"plan": "mine", "people": 1, "hours": 9999})
    assert Rooms(server_secret(stage.work), store.address).workshop(code).plan == "180"
    seat.close(), store.close()


def test_guessing_codes_is_held_up(closed):
    """Afterwards even the right code has to wait. Signed links do not."""
    stage, room, code = closed
    codes = [with_code(stage, "".join(LETTERS[(number + at) % len(LETTERS)] for at in range(6))).status_code for number in range(BAD_TRIES + 2)]
    assert set(codes[:5]) == {403} and codes[-1] == 429
    assert with_code(stage, code).status_code == 429
    assert stage.join(room).get(stage.address + "/").status_code == 200
    assert requests.get(f"{stage.address}/join/{RoomLinks(b'another secret').token(room)}").status_code in (403, 429)
    assert code not in stage.log.read_text()


def test_one_address_cannot_fill_the_room(closed):
    """The last test of this server: a good link, taken again and again by a program without a cookie."""
    stage, _, _ = closed
    store = stage.store()
    room = store.new("Filled")
    token = RoomLinks(server_secret(stage.work)).token(room)
    answers = [requests.post(f"{stage.address}/join/{token}", allow_redirects=False).status_code for _ in range(MOST_JOINS + 5)]
    assert answers[0] == 303 and answers[-1] == 429
    assert store.status(room).people <= MOST_JOINS
    store.close()

"""A room as the front page shows it, and the ways into it, on the real server."""

from __future__ import annotations

import re
import ssl

import pytest
import requests
from websockets.sync.client import connect

from svtrain.room import Seat
from svtrain.serve.links import RoomLinks
from svtrain.serve.session import COOKIE, server_secret


@pytest.fixture(scope="module")
def north(stage):
    """A room with activities in every state, and its facilitator's and a participant's browser."""
    room, store = stage.room("The north & its <teams>"), stage.store()
    seat = Seat(store.seat(room, "who-leads", "facilitator"), store.address)
    seat.open("probe:first", {"title": "First question"})
    seat.open("second", {"title": "Second <b>question</b>", "page": "apps/widgets"})
    seat.open("third", {"title": "A lesson's question", "page": "1-explore/01-words"})
    seat.open("nowhere:fourth")
    seat.reveal("probe:first"), seat.second_round("probe:first"), seat.close_answers("second"), seat.reveal("third")
    seat.close(), store.close()
    return room, stage.join(room, "facilitator"), stage.join(room, "participant", "Team A")


def activities(page: str) -> list[tuple[str, ...]]:
    """Class, where it leads, title and state of each."""
    found = re.findall(r'<li class="activity (\w+)">\s*<(?:a href="([^"]*)"|b)>(.*?)</[ab]>\s*<span class="state">(.*?)</span>', page)
    return [tuple(each) for each in found]


def test_the_front_page_shows_the_room(stage, north):
    _, facilitator, participant = north
    page = participant.get(stage.address + "/").text
    assert "Your room: The north &amp; its &lt;teams&gt;" in page
    assert re.findall(r"<script[^>]*>", page) == re.findall(r'<script src="/voila/templates/svtrain/static/stage.js[^>]*>', page), "the page has no script but its own"
    assert "You are here as a participant, in team Team A." in page and "1 person takes part." in page
    assert activities(page) == [
        ("opened", "/voila/render/apps/probe.ipynb", "First question", "Open for answers, round 2"),
        ("closed", "/voila/render/apps/widgets.ipynb", "Second &lt;b&gt;question&lt;/b&gt;", "Closed; the answers are not shown yet"),
        ("revealed", "/voila/render/1-explore/01-words.ipynb", "A lesson&#39;s question", "The answers are shown"),
        ("opened", "", "nowhere:fourth", "Open for answers"),
    ]
    assert "Show how to join" not in page
    assert "Show how to join" in facilitator.get(stage.address + "/").text
    assert "Your room" not in stage.visitor().get(stage.address + "/").text


def test_answers_are_counted_on_the_front_page(stage, north):
    room, _, participant = north
    store = stage.store()
    for number in range(2):
        seat = Seat(store.seat(room, f"answers-{number}"), store.address)
        seat.answer("nowhere:fourth", {"likely": 4})
        seat.close()
    store.close()
    assert participant.get(stage.address + "/").text.count("2 people have answered") == 1


def test_a_press_of_the_button_leaves_the_room(stage, north):
    room, _, _ = north
    visitor = stage.join(room)
    page = visitor.get(stage.address + "/").text
    assert 'action="/room/leave"' in page
    after = visitor.post(f"{stage.address}/room/leave", headers={"Origin": stage.address}).text
    assert "Your room" not in after and "Explore" in after
    assert visitor.post(f"{stage.address}/room/leave", headers={"Origin": stage.address}).status_code == 200  # twice does no harm


def test_a_room_that_is_erased_leaves_the_front_page_standing(stage):
    store = stage.store()
    room = stage.room("Soon gone")
    visitor = stage.join(room)
    store.erase_room(room)
    page = visitor.get(stage.address + "/")
    assert page.status_code == 200 and "There is no such room." in page.text and "Some words" in page.text
    assert "Your room" not in visitor.post(f"{stage.address}/room/leave", headers={"Origin": stage.address}).text
    store.close()


def test_a_server_without_a_store_says_so_and_stands(stages):
    stage = stages(forked_kernels=False)
    assert requests.get(f"{stage.address}/join").status_code == 200
    answer = requests.post(f"{stage.address}/join", data={"code": "KDT HMX"}, headers={"Origin": stage.address})
    assert answer.status_code == 503 and "cannot be reached just now" in answer.text
    answer = requests.post(f"{stage.address}/join", data={"code": "<b>no"}, headers={"Origin": stage.address})
    assert answer.status_code == 403 and 'value="&lt;b&gt;no"' in answer.text and "Check the six letters" in answer.text


def test_pages_and_their_lines_come_over_https(stages, certificate):
    stage = stages(certificate=(str(certificate.file), str(certificate.key)), ip="0.0.0.0", room_only=True, forked_kernels=False)
    links, visitor = RoomLinks(server_secret(stage.work)), certificate.visitor()
    came = visitor.post(f"{stage.address}/join/{links.token(stage.room('North'))}", headers={"Origin": stage.address}, allow_redirects=False)
    assert came.status_code == 303 and "Secure" in came.headers["Set-Cookie"]
    assert "not encrypted" not in visitor.get(stage.address + "/").text
    kernel, _ = stage.open(visitor)
    trust = ssl.create_default_context(cafile=str(certificate.file))
    with connect(f"{stage.address.replace('https', 'wss')}/api/kernels/{kernel}/channels?session_id=x", ssl=trust, origin=stage.address,
                 additional_headers={"Cookie": f"{COOKIE}={visitor.cookies[COOKIE]}"}) as line:
        assert line.protocol.state.name == "OPEN"

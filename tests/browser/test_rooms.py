"""Into a room and out of it in a real browser: by code and keyboard, and what each page looks like to axe."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from svtrain.room import Seat, open_workshop
from svtrain.serve.join_code import spaced
from svtrain.serve.links import RoomLinks
from svtrain.serve.rooms import Rooms
from svtrain.serve.session import server_secret


@pytest.fixture(scope="module")
def public(stages):
    """A workshop that others can reach, its code, and a facilitator's token."""
    stage = stages(ip="0.0.0.0", room_only=True)
    room, store, secret = stage.room("North team"), stage.store(), server_secret(stage.work)
    seat = Seat(store.seat(room, "who-leads", "facilitator"), store.address)
    seat.open("probe:jobs", {"title": "How many of the jobs would have come anyway, with no contract at all?"})
    seat.open("talk"), seat.close_answers("talk"), seat.open("done"), seat.reveal("done")
    code = Rooms(secret, store.address).code(open_workshop(store, room, "180", 20))
    seat.close(), store.close()
    return stage, code, RoomLinks(secret).token(room, "facilitator")


def test_in_by_the_code_and_out_by_keyboard(context, public):
    stage, code, _ = public
    tab = context.new_page()
    tab.goto(stage.address + "/voila/render/apps/probe.ipynb")
    assert tab.url == stage.address + "/join"
    field = tab.get_by_label("Join code")
    field.focus()
    tab.keyboard.type("abc")
    tab.keyboard.press("Enter")
    tab.wait_for_selector("[role=alert]")
    expect(field).to_have_value("abc")
    expect(field).to_have_attribute("aria-invalid", "true")
    field.fill(spaced(code).lower())
    tab.keyboard.press("Enter")
    tab.wait_for_selector("h2:text('Your room: North team')")
    tab.get_by_role("link", name="How many of the jobs").focus()
    tab.keyboard.press("Enter")
    tab.wait_for_selector("text=SVTRAIN_SEAT")
    tab.goto(stage.address + "/")
    tab.get_by_role("button", name="Leave the room").focus()
    tab.keyboard.press("Enter")
    tab.wait_for_selector("label:text('Join code')")


@pytest.mark.parametrize("width, scheme", [(1280, "light"), (320, "dark")])
def test_pages_of_a_room_are_accessible_and_fit(context, public, violations, width, scheme):
    stage, code, token = public
    tab = context.new_page()
    tab.set_viewport_size({"width": width, "height": 800})
    tab.emulate_media(color_scheme=scheme)

    def looked_at():
        assert violations(tab) == []
        assert tab.evaluate("document.documentElement.scrollWidth") <= width

    tab.goto(f"{stage.address}/join?code={code}")
    looked_at()
    tab.get_by_label("Join code").fill("no code")
    tab.get_by_role("button", name="Join the room").click()
    tab.wait_for_selector("[role=alert]")
    looked_at()
    tab.goto(f"{stage.address}/join/{token}")
    looked_at()
    tab.get_by_role("button", name="Join the room").click()
    tab.wait_for_selector(".room")
    looked_at()
    tab.get_by_role("link", name="Show how to join").click()
    tab.wait_for_selector("figure svg")
    looked_at()
    box = tab.locator("figure svg").bounding_box()
    assert box["width"] >= 200 and tab.locator(".join-code").inner_text() == spaced(code)

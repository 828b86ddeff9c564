"""The Flexible Framework in a room, in real browsers that joined through real links: a facilitator and two raters, and four more by their seats."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from playwright.sync_api import expect

from svtrain.apps.framework_raters.rating import cells_of, this_month
from svtrain.apps.framework_raters.state import FrameworkRaters
from svtrain.room import Seat, Store
from svtrain.serve.links import RoomLinks
from svtrain.serve.session import server_secret

APP = "/voila/render/apps/framework-raters.ipynb"


def joined(chromium, workshop, room, role, faults):
    """A page of the app for somebody who has just followed a link."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, locale="en-GB")
    page = context.new_page()
    page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto(f"{workshop.address}/join/{RoomLinks(server_secret(workshop.work)).token(room, role)}")
    page.locator("main form button").first.click()
    page.wait_for_url(f"{workshop.address}/")
    page.goto(workshop.address + APP)
    page.wait_for_selector("[data-field='5.sure']")
    return page


def rate(page, level):
    """Rate People up to a level, and finish."""
    for number in range(1, level + 1):
        page.locator(f"[data-field='{number}.said'] :is(input[value=yes], select)").first.focus()
        page.keyboard.press("y") if page.locator(f"[data-field='{number}.said'] select").count() else page.keyboard.press("Space")
        page.locator(f"[data-field='{number}.evidence'] textarea").fill("Seen in the file")
    page.locator("[data-button=finish] button").click()


def hand_in(store, room, number, level):
    app, seat = FrameworkRaters(when=this_month()), Seat(store.seat(room, f"other-{number}"), store.address, connections=1)
    for cell in cells_of("people")[:level]:
        app.rate(cell.id, "said", "yes")
        app.rate(cell.id, "evidence", "Seen")
    app.finish()
    said = app.give_to_room(seat)
    seat.close()
    return said


def test_six_rate_and_the_map_is_shown_to_all_when_the_facilitator_reveals_it(shared, chromium, violations, request):
    faults, store = [], Store(shared.work / "room" / "room.sqlite", make=True)
    room = store.new(request.node.name)
    lead, first, second = (joined(chromium, shared, room, role, faults) for role in ("facilitator", "participant", "participant"))
    expect(first.locator("[data-button=room-open]")).to_have_count(0)
    first.wait_for_selector("[data-words=room]:has-text('has not opened')")
    lead.locator("[data-button=room-open] button").focus()
    lead.keyboard.press("Enter")
    lead.wait_for_selector("[data-button=room-reveal] button")
    assert violations(lead) == []
    rate(first, 1)
    rate(second, 4)
    for page in (first, second):
        page.wait_for_selector("[data-words=handed]:has-text('with the room')")
    with ThreadPoolExecutor(4) as people:
        assert all("with the room" in said for said in people.map(lambda one: hand_in(store, room, *one), ((1, 2), (2, 2), (3, 3), (4, 3))))
    lead.wait_for_selector("[data-words=room]:has-text('6 of')")
    assert "from level 1 to level 4" not in first.inner_text("body")
    lead.locator("[data-button=room-reveal] button").click()
    for page in (lead, first, second):
        page.wait_for_selector("[data-words=map]:has-text('from level 1 to level 4')")
    expect(lead.locator("[data-button^=room-]")).to_have_count(0)
    assert violations(lead) == [] and faults == []
    for page in (lead, first, second):
        page.context.close()
    store.close()

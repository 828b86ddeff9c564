"""Running a room, browser to browser: cockpit, projector and a participant come through join links, and nobody refreshes."""

from __future__ import annotations

import io
import zipfile

import pytest
from hands import field, press, screen
from joined import JoinedRoom
from playwright.sync_api import expect

from svtrain.learn.measuring.measures import BEFORE, measures
from svtrain.room import open_workshop

APPS = "/voila/render/apps/"
LESSON = "/voila/render/1-explore/01-what-is-social-value.ipynb"
ITEM = "exercise:take-off-both-shares"
READY = {"cockpit": "[data-words=count] p", "projector": "[data-words=wall] :is(p, h2)", "five-statements": "[data-field='before.own-words'] select"}


@pytest.fixture
def room(request, shared, chromium):
    room = JoinedRoom(shared, chromium, request.node.name)
    open_workshop(room.store, room.room, "90", 20)
    yield room
    room.close()
    assert not room.faults


def enhanced(page):
    """What on the wall has less contrast than the highest level asks for."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page, context=".sv-wall", options={"runOnly": {"type": "rule", "values": ["color-contrast-enhanced"]}}).response
    assert found["passes"], "nothing was looked at"
    return [node["target"] for each in found["violations"] for node in each["nodes"]]


def test_a_block_from_its_beginning_to_the_reveal(room):
    cockpit, wall, person = room.browser("facilitator", f"{APPS}cockpit.ipynb"), room.browser("projector", f"{APPS}projector.ipynb"), room.browser("participant")
    wall.wait_for_selector("[data-invitation][data-state=shown] img")
    press(cockpit, "begin")
    cockpit.wait_for_selector("[data-clock=block][data-state=running]")
    press(cockpit, "open")
    cockpit.wait_for_selector("[data-button=reveal]")
    wall.wait_for_selector("[data-clock=wall][data-state=running]")

    # the five statements, from one's own screen
    person.goto(room.address + f"{APPS}five-statements.ipynb")
    person.wait_for_selector(READY["five-statements"])
    press(person, "send-before")
    person.wait_for_selector("[data-words=note-before] p:has-text('a mark to each')")
    for each in measures().statements:
        field(person, f"before.{each.id}").select_option("2")
    press(person, "send-before")
    person.wait_for_selector("[data-words=note-before] p:has-text('The room has it')")
    cockpit.wait_for_selector("[data-words=count] p:has-text('1 of 1 have answered')")

    # from paper, with a slip first
    marks = ",".join(["3"] * 5)
    field(cockpit, "paper").fill(f"1,{marks}\n2,{marks}\n3,{marks}\n4,{marks},9")
    press(cockpit, "paper-send")
    cockpit.wait_for_selector("[data-words=paper-problems] li:has-text('row 4')")
    field(cockpit, "paper").fill("\n".join(f"{sheet},{marks}" for sheet in range(1, 5)))
    press(cockpit, "paper-send")
    cockpit.wait_for_selector("[data-words=paper-said] p:has-text('4 rows are recorded')")
    assert "Mean" not in wall.inner_text("main")
    press(cockpit, "reveal")
    wall.wait_for_selector("[data-words=wall] td:has-text('2.8')")

    # the next block: a page is asked for, nothing typed is lost
    press(cockpit, "next")
    cockpit.wait_for_selector("[data-words=where] p:has-text('What is social value')")
    field(cockpit, "activity").select_option(ITEM)
    press(cockpit, "open")
    press(cockpit, "send-page")
    person.wait_for_selector("#asked a:has-text('What is social value')")
    expect(field(person, "before.tender")).to_have_value("2")
    person.locator("#asked a").click()
    card = person.locator(".sv-exercise", has=person.locator("h3:text('Take off both shares')"))
    card.locator("[data-words=room] p:has-text('goes to the room')").wait_for()
    card.locator("input").first.fill("8702")
    card.locator("[data-button=check] button").click()
    card.locator("[data-words=room] p:has-text('The room has your answer')").wait_for()
    for number in range(4):
        room.seat(f"other-{number}").answer(ITEM, {"answer": "7252"})
    wall.wait_for_selector("[data-words=wall] p:has-text('5 of 5 have answered')")
    cockpit.wait_for_selector("[data-words=count] p:has-text('5 of 5 have answered')")  # with fewer it would ask first
    press(cockpit, "reveal")
    cockpit.wait_for_selector("[data-words=spread] .sv-tally li[data-kind=right]")
    card.locator(".sv-tally").wait_for()
    wall.wait_for_selector("[data-words=wall] .sv-tally")

    # later: a late-comer's question, minutes
    person.goto(room.address + "/room/catch-up")
    person.get_by_label("Your question").fill("How do we price <b>trust</b>?")
    person.get_by_role("button", name="Park it").click()
    person.wait_for_selector("[role=status]:has-text('It is parked')")
    cockpit.get_by_role("button", name="Show to everybody").click()
    field(cockpit, "wall").select_option("break")
    wall.wait_for_selector("[data-words=wall-later] li:has-text('How do we price <b>trust</b>?')")
    press(cockpit, "keep-minutes-0")
    cockpit.wait_for_selector("[data-words=told] p:has-text('The minutes are kept')")
    assert (room.workshop.work / "minutes-taken.jsonl").exists()
    for page, name in ((cockpit, "cockpit"), (wall, "projector")):
        assert page.evaluate("document.querySelector('#asked a')") is None, f"the {name} is asked to open nothing"


def test_pages_for_running_a_room_are_accessible_fit_and_are_read_from_the_back(room, fits):
    runs = room.seat("who-runs-it", "facilitator")
    runs.open(BEFORE, {"title": "Five statements, before", "page": "five-statements"})
    runs.open(ITEM, {"title": "Take off both shares", "page": "1-explore/01-what-is-social-value"})
    runs.add("page", "room", {"path": "apps/value-builder.ipynb", "title": "Value builder"})
    for number in range(5):
        room.seat(f"other-{number}").answer(ITEM, {"answer": "7252" if number else "8702"})
    runs.reveal(ITEM)
    for number in range(5):
        room.seat(f"other-{number}").answer(BEFORE, {each.id: 1 + number for each in measures().statements})
    for role, app in (("facilitator", "cockpit"), ("projector", "projector"), ("participant", "five-statements")):
        page = room.browser(role, f"{APPS}{app}.ipynb")
        page.wait_for_selector(READY[app])
        if app == "projector":
            small = page.evaluate("[...document.querySelectorAll('.sv-wall :is(p, li, span, th, td, caption)')]"
                                  ".filter((one) => one.innerText && one.checkVisibility() && !one.closest('.sv-out')"
                                  " && parseFloat(getComputedStyle(one).fontSize) < 24).map((one) => one.innerText)")
            assert small == [], "smaller than 24 px"
            assert enhanced(page) == [], "less contrast than 7 to 1"
            runs.reveal(BEFORE)
            page.wait_for_selector("[data-words=wall] td")
            screen(page, 1920, "light", 1080)
            assert page.evaluate("[...document.querySelectorAll('.sv-wall tbody tr')].at(-1).getBoundingClientRect().bottom <= innerHeight"), "statements are out of view"
            runs.second_round(BEFORE)
        if app == "five-statements":
            page.wait_for_selector("#asked a")
        fits(page)
        page.goto(f"{room.address}/room/catch-up")
        page.wait_for_selector("h2:text('Open now')")
        fits(page)
        page.context.close()
        room.contexts.remove(page.context)


def test_the_day_ends_with_a_file_that_nobody_had_before(room):
    room.seat("who-runs-it", "facilitator").open(ITEM)
    room.seat("other").answer(ITEM, {"answer": "7252"})
    person, wall, cockpit = room.browser("participant"), room.browser("projector"), room.browser("facilitator")
    for page, path, status in ((person, "room/end", 403), (person, "room/export", 403), (wall, "room/export", 403), (cockpit, "room/export", 409),
                               (person, "room/invite.json", 403), (wall, "room/invite.json", 200), (person, "room/news", 200), (wall, "room/news", 204)):
        assert page.context.request.get(f"{room.address}/{path}").status == status, path
    assert person.context.request.post(f"{room.address}/room/end", headers={"Origin": room.address}).status == 403
    assert cockpit.context.request.post(f"{room.address}/room/end", headers={"Origin": "http://elsewhere"}).status == 403
    cockpit.goto(f"{room.address}/room/end")
    cockpit.get_by_role("button", name="Close the room").focus()
    cockpit.keyboard.press("Enter")
    with cockpit.expect_download() as found:
        cockpit.get_by_role("link", name="Download everything").click()
    names = zipfile.ZipFile(io.BytesIO(found.value.path().read_bytes())).namelist()
    assert {name.rpartition("/")[2] for name in names} == {"room.json", "events.csv", "answers.csv", "read-me.txt"}


def test_without_a_room_there_is_a_dry_run_by_keyboard(page, server, fits):
    page.goto(f"{server}{APPS}cockpit.ipynb")
    page.locator("[data-button=dry-run] button").focus()
    page.keyboard.press("Enter")
    for name, then in (("begin", "[data-clock=block][data-state=running]"), ("open", "[data-button=reveal]"),
                       ("pretend", "[data-words=count] p:has-text('8 of 8')"), ("reveal", "[data-words=spread] table"), ("pause", "[data-clock=block][data-state=still]")):
        page.locator(f"[data-button={name}] button").focus()
        page.keyboard.press("Enter")
        page.wait_for_selector(then)
    expect(page.locator("[data-clock=block]")).to_contain_text("Paused")
    fits(page)

"""The estimate room, browser to browser: people come through join links, and nobody refreshes a page."""

from __future__ import annotations

import pytest
from hands import field, until_saved
from joined import JoinedRoom
from playwright.sync_api import expect

from svtrain.apps.estimate_room.question import START, item_of, questions
from svtrain.data.starts import open_start
from svtrain.learn.calibration_questions import SETS

APP = "/voila/render/apps/estimate-room.ipynb"
LESSON = "/voila/render/2-challenge/02-what-would-have-happened-anyway.ipynb"
ITEM = item_of("a.deadweight")
OTHERS = [{"low": n / 20, "likely": n / 10, "high": n / 5, "reason": f"reason {n}"} for n in (1, 2, 3, 4)]
READY = {"facilitator": "[data-words=count] p", "participant": "[data-words=standing] p", "projector": "[data-words=count] p"}


class Room(JoinedRoom):
    """A room whose people are in the estimate room."""

    def browser(self, role, **more):
        """The app as somebody sees it who has just followed a link."""
        page = super().browser(role, APP, **more)
        page.wait_for_selector("h1:has-text('Estimate room')")
        return page

    def four_answer(self):
        for number, payload in enumerate(OTHERS):
            self.seat(f"other-{number}").answer(ITEM, payload)


@pytest.fixture
def room(request, shared, chromium):
    room = Room(shared, chromium, request.node.name)
    yield room
    room.close()
    assert not room.faults


def fill(page, low, likely, high, reason, before=""):
    for name, text in {"low": low, "likely": likely, "high": high, "reason": reason}.items():
        field(page, before + name).fill(text)


def test_every_role_sees_its_own_page_and_all_fit(room, fits):
    runs = room.seat("who-runs-it", "facilitator")
    runs.open(ITEM, questions(open_start(START), START)["a.deadweight"].payload())
    room.four_answer()
    room.seat("other-4").answer(ITEM, {"low": 0.5, "likely": 0.6, "high": 0.9, "reason": "<img src=x onerror=alert(1)>"})
    runs.reveal(ITEM)
    for role, ready in READY.items():
        page = room.browser(role)
        page.wait_for_selector(ready)
        page.wait_for_selector("[data-chart] figure svg")
        fits(page)
        shown = page.inner_text("main")
        assert "The middle answer is 30%." in shown
        assert ("reason 1" in shown) == (role != "projector"), "a projector shows nobody's words"
        page.close()


def test_from_the_first_estimate_to_the_second_without_a_refresh(room):
    facilitator, person, other, wall = (room.browser(role) for role in ("facilitator", "participant", "participant", "projector"))
    person.wait_for_selector("[data-words=question] p:has-text('Nothing is open yet')")
    facilitator.get_by_role("button", name="Open this estimate").click()
    person.wait_for_selector("[data-words=question] h3:has-text('would have happened anyway')")
    fill(person, "10%", "lots", "40%", "")
    person.get_by_role("button", name="Send my estimate").click()
    person.wait_for_selector("[data-field=likely] [role=alert]:has-text('not a number')")
    person.wait_for_selector("[data-field=reason] [role=alert]:has-text('Write your reason')")
    until_saved(person)
    person.reload()
    person.wait_for_selector("[data-words=standing] p:has-text('Round 1 is open')")
    expect(field(person, "likely")).to_have_value("lots")
    expect(field(person, "high")).to_have_value("40%")
    field(person, "likely").fill("20%")
    field(person, "reason").fill("Some would have done it")
    person.get_by_role("button", name="Send my estimate").focus()
    person.keyboard.press("Enter")
    person.wait_for_selector("[data-words=sent] p:has-text('The room has your estimate: 10% to 40%')")
    facilitator.wait_for_selector("[data-words=count] p:has-text('1 of 2 people have answered')")
    fill(other, "50%", "60%", "70%", "Most were keen before")
    other.get_by_role("button", name="Send my estimate").click()
    facilitator.get_by_role("button", name="Reveal the answers").click()
    facilitator.wait_for_selector("[data-words=told] p:has-text('Fewer than 5 people have answered')")
    for number in (0, 2, 3):
        room.seat(f"other-{number}").answer(ITEM, OTHERS[number])
    wall.wait_for_selector("[data-words=count] p:has-text('5 of 5 people have answered')")
    assert "Most were keen before" not in facilitator.inner_text("main")
    facilitator.get_by_role("button", name="Reveal the answers").click()
    for page in (facilitator, person):
        page.wait_for_selector("[data-words=ends] li:has-text('Most were keen before')")
    expect(person.locator("[data-chart=spread] svg.sv-wide")).to_contain_text("Yours")
    wall.wait_for_selector("[data-chart=heaps] figure svg")
    facilitator.wait_for_selector("[data-words=matters] p:has-text('the result runs from')")
    facilitator.get_by_role("button", name="Begin the second round").click()
    person.wait_for_selector("[data-words=standing] p:has-text('Round 2 is open')")
    expect(field(person, "reason")).to_have_value("Some would have done it")
    field(person, "likely").fill("30%")
    person.get_by_role("button", name="Send my estimate").click()
    person.wait_for_selector("[data-words=sent] p:has-text('most likely 30%')")
    room.four_answer()
    facilitator.wait_for_selector("[data-words=count] p:has-text('5 of')")
    facilitator.get_by_role("button", name="Reveal the answers").click()
    person.wait_for_selector("[data-words=moved] p:has-text('Fewer than 5 people answered both rounds')")


def test_alone_the_mirror_comes_after_the_first_estimate(page, server, fits):
    page.goto(server + LESSON)
    page.wait_for_selector("[data-field='1.reason'] textarea")
    assert page.locator("[data-words=mirror]").is_hidden()
    fill(page, "10%", "25%", "50%", "Some would have lost weight anyway", before="1.")
    page.locator("[data-button='1.send'] button").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-words=mirror] p:has-text('154 reports')")
    field(page, "2.likely").fill("40%")
    page.locator("[data-button='2.send'] button").click()
    page.wait_for_selector("[data-words=outcome] p:has-text('moved from 25% to 40%')")
    for one in SETS["first"]:
        field(page, f"{one.id}.low").fill("1")
        field(page, f"{one.id}.high").fill("9" if one.id == "care-year" else "1000000")
    page.get_by_role("button", name="Commit all ten").click()
    page.wait_for_selector("[data-words=score] p:has-text('9 of 10 ranges held the true value')")
    expect(field(page, "care-year.low")).to_be_disabled()
    fits(page)

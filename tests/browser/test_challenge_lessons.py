"""Three Challenge lessons and their printed sheets in a real browser: counting rules, bug hunt, when pounds are the wrong unit."""

from __future__ import annotations

import re

import pytest
from hands import card, field
from playwright.sync_api import expect

from svtrain.learn import exercise
from svtrain.report.sheet import sheet_page

LESSON = "/voila/render/2-challenge/{}.ipynb"
READY = {  # what stands on each page once it is usable
    LESSON.format("04-counting-rules"): "[data-field='supplier-return.lea']",
    LESSON.format("06-bug-hunt"): "[data-field='published-slips.hub']",
    LESSON.format("07-when-pounds-are-the-wrong-unit"): "[data-field='our-red-lines.crossed']",
}
COUNTING, HUNT, POUNDS = READY


@pytest.mark.parametrize("path", READY, ids=lambda path: path.rsplit("/", 1)[1])
def test_pages_are_accessible_and_fit(page, server, fits, path):
    page.goto(server + path)
    page.wait_for_selector(READY[path])
    fits(page)


def test_a_hunt_by_keyboard_shows_the_checks_only_after_an_answer(page, server, violations):
    page.goto(server + HUNT)
    page.wait_for_selector(READY[HUNT])
    show = page.get_by_role("button", name="Show what the checks say").first
    show.focus()
    page.keyboard.press("Enter")
    page.get_by_text("Check an answer of your own first").wait_for()
    expect(page.get_by_text("only a person who asks")).to_have_count(0)
    hunt = card(page, "hunt-the-training-bid.life")
    hunt.get_by_role("checkbox").first.focus()
    for _ in range(5):  # down to the clinic's quarter
        page.keyboard.press("Tab")
    page.keyboard.press("Space")
    hunt.get_by_role("button", name="Check").focus()
    page.keyboard.press("Enter")
    hunt.get_by_text("You found 1 of 5 wrong claims.").wait_for()
    show.focus()
    page.keyboard.press("Enter")
    page.get_by_text("They find 4 of the 5 planted errors.").wait_for()
    expect(page.get_by_role("row", name="Lives without a mental disorder").get_by_text("only a person who asks")).to_be_visible()
    assert violations(page) == []


def test_counts_are_marked_and_a_red_line_is_loud(page, server):
    page.goto(server + COUNTING)
    page.wait_for_selector(READY[COUNTING])
    field(page, "count-fte-years").fill("12")
    first = card(page, "count-fte-years")
    first.get_by_role("button", name="Check").click()
    first.get_by_text("A head says nothing of how long").wait_for()
    page.goto(server + POUNDS)
    page.wait_for_selector(READY[POUNDS])
    park = card(page, "past-the-red-line")
    park.get_by_role("radio", name="Refuse this bid as it stands").check()
    park.get_by_role("button", name="Check").click()
    park.get_by_text("Right.").wait_for()
    page.get_by_role("button", name="Show the result as the value builder shows it").click()
    page.locator("[data-words=revealed]").get_by_text("Red line not met.").wait_for()


KINDS = ("hunt-the-training-bid", "count-once", "count-fte-years", "may-this-be-priced", "our-red-lines", "promised-and-delivered", "a-red-line-that-binds")


@pytest.mark.parametrize("key", [False, True], ids=["sheets", "keys"])
def test_printed_sheets_are_accessible_fit_and_begin_on_a_page_each(page, violations, key):
    page.set_content(sheet_page([exercise(name).exercise for name in KINDS], key=key, heading="A lesson"))
    for width in (1280, 320):
        page.set_viewport_size({"width": width, "height": 900})
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width, "the page scrolls sideways"
    printed = page.pdf(prefer_css_page_size=True)
    pages = len(re.findall(rb"/Type\s*/Page\b(?!s)", printed))
    assert len(KINDS) <= pages <= 2 * len(KINDS)
    if not key:
        assert pages == len(KINDS) + 1  # the hunt has its map on a page of its own; everything else fits one

"""The Explore step in a real browser: its lessons and apps can be read, reached by keyboard, and answer."""

from __future__ import annotations

import json

import pytest
from hands import card, field, until_saved
from playwright.sync_api import expect

LESSON = "/voila/render/1-explore/{}.ipynb"
APP = "/voila/render/apps/{}.ipynb"
READY = {  # what stands on each page once it is usable
    LESSON.format("02-our-context-and-place"): "[data-field='who-sets-the-weights.reason']",
    LESSON.format("03-what-we-already-do"): "[data-field='which-team-is-like-us.reason']",
    LESSON.format("04-where-in-the-cycle"): "[data-field='who-holds-it.lead']",
    APP.format("team-mirror"): "[data-words=close] table",
    APP.format("tool-chooser"): "[data-words=found] summary",
    APP.format("framework-raters"): "[data-field='5.sure']",
}
LAW = LESSON.format("01-what-is-social-value")


def open_page(page, server, path):
    page.goto(server + path)
    page.wait_for_selector(READY.get(path, "[data-words=rules] p"))


@pytest.mark.parametrize("path", READY, ids=lambda path: path.rsplit("/", 1)[1])
def test_pages_are_accessible_and_fit(page, server, fits, path):
    open_page(page, server, path)
    fits(page)


def test_the_mirror_shows_differences_and_comes_back(page, server, violations):
    open_page(page, server, APP.format("team-mirror"))
    for name, text in {"staff": "9", "spend": "£190m", "level": "2.5"}.items():
        field(page, name).fill(text)
    page.wait_for_selector("[data-field=level] [role=alert]:has-text('whole number')")
    page.wait_for_selector("[data-words=nearest] td:has-text('Newcastle')")
    expect(page.locator("[data-chart=beside]")).to_contain_text("place 6 of 8")
    field(page, "team").select_option("barnsley")
    page.wait_for_selector("[data-words=close] caption:has-text('Barnsley')")
    expect(page.locator("[data-words=close]")).to_contain_text("2.1 times yours")
    assert violations(page) == []
    until_saved(page)
    page.reload()
    page.wait_for_selector("[data-words=nearest] td:has-text('Newcastle')")
    expect(field(page, "level")).to_have_value("2.5")


def test_the_chooser_by_keyboard_never_names_a_winner(page, server):
    open_page(page, server, APP.format("tool-chooser"))
    field(page, "need").focus()
    page.keyboard.type("Put outcomes")
    page.keyboard.press("Tab")
    page.keyboard.type("Score the tender")
    page.wait_for_selector("[data-words=found] h3:has-text('Social Value Portal')")
    names = page.locator("[data-words=found] h3").all_inner_texts()
    assert len(names) >= 2 and names == sorted(names, key=str.casefold)
    assert page.locator("[data-words=found] li:has-text('Hides.')").count() == len(names)


def test_which_rule_says_what_is_missing(page, server, violations):
    open_page(page, server, LAW)
    for name, value in {"buyer": "university", "nation": "england", "kind": "services", "form": "contract"}.items():
        field(page, name).select_option(value)
    field(page, "value").fill("900k")
    field(page, "start").fill("soon")
    page.wait_for_selector("[data-field=start] [role=alert]:has-text('Type a day')")
    page.wait_for_selector("[data-words=rules] li:has-text('the day the procurement starts')")
    field(page, "start").fill("1 March 2026")
    page.wait_for_selector("[data-words=rules] li:has-text('whether this buyer is bound')")
    assert violations(page) == []


def test_wrong_claims_are_hunted_with_the_keyboard_alone(page, server):
    open_page(page, server, LAW)
    hunt = card(page, "myth-hunt.before")
    hunt.get_by_role("checkbox").first.focus()
    page.keyboard.press("Space")
    for _ in range(2):
        page.keyboard.press("Tab")
    page.keyboard.press("Space")
    hunt.get_by_role("button", name="Check").focus()
    page.keyboard.press("Enter")
    hunt.get_by_text("You found 2 of 4 wrong claims.").wait_for()
    expect(hunt.get_by_text("Wrong, as you say")).to_have_count(2)


def test_weights_change_the_ranking(page, server, violations):
    open_page(page, server, LESSON.format("02-our-context-and-place"))
    expect(page.locator("[data-words=ranking]")).to_contain_text("price alone decides")
    field(page, "west.fly-tips").fill("10")
    page.wait_for_selector("[data-words=ranking] p:has-text('Westholme ranks 5 of 5')")
    field(page, "west.fly-tips").fill("lots")
    page.wait_for_selector("[data-words=ranking] p:has-text('No ranking')")
    assert violations(page) == []


def test_rows_and_ranges_are_marked(page, server):
    open_page(page, server, LESSON.format("04-where-in-the-cycle"))
    table = card(page, "when-can-you-know.evidence")
    field(page, "when-can-you-know.evidence").select_option("tender")
    table.get_by_role("button", name="Check").click()
    table.get_by_text("Nobody has been hired yet.").wait_for()
    estimate = card(page, "promised-and-delivered.low")
    field(page, "promised-and-delivered.low").fill("10")
    field(page, "promised-and-delivered.high").fill("40%")
    estimate.get_by_role("button", name="Check").click()
    estimate.get_by_text("Your range holds it.").wait_for()


def rating(rater, level):
    """A file as another person would hand it in: People shown up to a level."""
    cells = {f"people-{n}": {"said": "yes", "evidence": "Seen"} for n in range(1, level + 1)}
    return {"name": f"{rater}.json", "mimeType": "application/json",
            "buffer": json.dumps({"svtrain": "framework-rating/1", "rater": rater * 12, "when": "2026-11", "cells": cells}).encode()}


def test_others_ratings_are_seen_after_ones_own_and_the_spread_is_the_finding(page, server, violations, tmp_path):
    open_page(page, server, APP.format("framework-raters"))
    field(page, "when").fill("2026-11")
    field(page, "1.said").select_option("yes")
    page.wait_for_selector("[data-field='1.evidence'] [role=alert]:has-text('does not count')")
    field(page, "1.evidence").fill("Named in the policy")
    for rater, level in (("a", 4), ("b", 3)):
        page.set_input_files("input[type=file]", rating(rater, level))
        page.wait_for_selector(f"[data-words=handed] p:has-text('{rater}.json')")
    expect(page.locator("[data-words=map]")).to_contain_text("Finish your own rating first")
    page.get_by_role("button", name="This is my rating").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-words=map] li:has-text('People: from level 1 to level 4.')")
    page.wait_for_selector("[data-field='1.evidence'] textarea:disabled")
    assert violations(page) == []
    with page.expect_download() as got:
        page.get_by_role("button", name="Download my rating").click()
    got.value.save_as(tmp_path / "mine.json")
    assert json.loads((tmp_path / "mine.json").read_text(encoding="utf-8"))["cells"] == {"people-1": {"said": "yes", "evidence": "Named in the policy"}}

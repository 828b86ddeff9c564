"""The assumption lab and its lesson in a real browser: a reason before a number, a guess before the answer."""

from __future__ import annotations

import pytest
from hands import card, field, until_saved
from playwright.sync_api import expect

APP = "/voila/render/apps/assumption-lab.ipynb"
LESSON = "/voila/render/2-challenge/03-how-sure-are-we.ipynb"
RANGE = "[data-result=range]"


def open_page(page, server, path):
    page.goto(server + path)
    if path == LESSON:
        answer_what_stands_above(page)
    page.wait_for_selector("[data-words=headline] p")
    return page


def answer_what_stands_above(page):
    """The lab of the lesson shows what its two first exercises ask for, so it opens after them."""
    page.wait_for_selector("[data-field='how-far-to-one.low'] input")
    field(page, "how-far-to-one.low").fill("60")
    field(page, "how-far-to-one.high").fill("90")
    card(page, "how-far-to-one.low").get_by_role("button", name="Check").click()
    drives = page.locator(".sv-exercise", has_text="Which judgement makes the result so uncertain?")
    drives.get_by_role("radio").first.check()
    drives.get_by_role("button", name="Check").click()


@pytest.mark.parametrize("path", [APP, LESSON], ids=["app", "lesson"])
def test_pages_are_accessible_and_fit(page, server, fits, path):
    open_page(page, server, path)
    if path == APP:
        page.get_by_role("button", name="Give this contract our first ranges").click()
    page.wait_for_selector(RANGE)
    field(page, "guess").select_option(index=1)
    page.get_by_role("button", name="This is my guess").click()
    page.wait_for_selector("[data-result=driver]")
    fits(page)


def test_a_range_by_keyboard_and_a_guess_before_the_driver(page, server):
    open_page(page, server, APP)
    expect(page.locator("[data-words=headline]")).to_contain_text("£5.80")
    field(page, "line").focus()
    page.keyboard.type("Every line")
    page.wait_for_selector("[data-words=about] p:has-text('for its 15 lines')")
    expect(field(page, "low")).to_be_disabled()
    field(page, "reason").focus()
    page.keyboard.type("Nobody measured this.")
    page.wait_for_selector("[data-field=low] input:enabled")
    for part, text in (("low", "-5"), ("high", "40")):
        field(page, part).focus()
        page.keyboard.type(text)
    page.wait_for_selector(RANGE)
    page.wait_for_selector("[data-result=driver]:has-text('would have happened anyway')")  # one judgement needs no guess
    before = page.inner_text(RANGE)
    field(page, "key").select_option("duration_years")
    page.wait_for_selector("[data-field=low] input:disabled")
    field(page, "reason").fill("Nobody asked them later.")
    page.wait_for_selector("[data-field=low] input:enabled")
    field(page, "low").fill("-2")
    page.wait_for_selector("[data-field=high] [role=alert]:has-text('Type the high end too')")
    expect(page.locator(RANGE), "half a range is not counted").to_have_text(before)
    field(page, "high").fill("2")
    page.wait_for_selector("[data-words=first] p:has-text('once you have said what you expect')")
    expect(page.locator("[data-result=driver]")).to_have_count(0)
    expect(page.locator("[data-chart=tornado] svg")).to_have_count(0)
    field(page, "guess").focus()
    page.keyboard.type("Would")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-words=verdict] p:has-text('is number 2 of 2')")
    chart = page.locator("[data-chart=tornado]")
    chart.locator(".sv-chart-area").focus()
    page.keyboard.press("ArrowDown")
    assert chart.get_by_role("status").inner_text().startswith("Lasts how many years (duration): every line, at its low:")
    until_saved(page)
    shown = page.inner_text(RANGE)
    page.reload()
    page.wait_for_selector("[data-result=driver]")
    expect(page.locator(RANGE)).to_have_text(shown)
    expect(field(page, "high")).to_have_value("2")


def test_challenges_are_saved_taken_out_and_set_beside_another_teams_map(page, server, tmp_path, violations):
    open_page(page, server, APP)
    field(page, "line").select_option("f")
    field(page, "reason").fill("<b>A third</b> would have, they said.")
    page.wait_for_selector("[data-field=likely] input:enabled")
    field(page, "likely").fill("33%")
    page.wait_for_selector("[data-words=judgements] td:has-text('<b>A third</b>')")
    files = {}
    for name in ("records", "download"):
        with page.expect_download() as got:
            page.locator(f"[data-button={name}] button, button[data-button={name}]").first.click()
        files[name] = tmp_path / got.value.suggested_filename
        got.value.save_as(files[name])
    field(page, "decision").select_option("reject")
    page.wait_for_selector("[data-words=judgements] td:has-text('no: rejected')")
    page.wait_for_selector("[data-words=headline] strong:has-text('£5.80')")
    page.get_by_label("The other team's map").set_input_files(files["download"])
    page.wait_for_selector("[data-words=comparison] p:has-text('They differ in 1 place')")
    page.get_by_role("button", name="Take it back", exact=True).click()
    page.get_by_label("Challenges from a file").set_input_files(files["records"])
    page.wait_for_selector("[data-words=judgements] td:has-text('<b>A third</b>')")
    page.wait_for_selector("[data-words=comparison] p:has-text('The two maps say the same')")
    page.get_by_label("Challenges from a file").set_input_files({"name": "x.yaml", "mimeType": "text/yaml", "buffer": b"a: ["})
    page.wait_for_selector("[role=alert]:has-text('x.yaml')")
    assert violations(page) == []

"""The main job, end to end: the gallery, the lesson and the value builder, in a real browser."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from hands import field, until_saved
from playwright.sync_api import expect

from svtrain.data.cases import open_case

LESSON = "/voila/render/1-explore/01-what-is-social-value.ipynb"
APP = "/voila/render/apps/value-builder.ipynb"
RATIO = "[data-result=ratio]"


def open_app(page, server):
    page.goto(server + APP)
    page.wait_for_selector(RATIO)
    return page


def api_ratio(tmp_path, line: str, **changes) -> float:
    """What the command line gives for the same change."""
    case = open_case("lwtc-westbank-2015").as_dict()
    next(one for one in case["outcomes"] if one["id"] == line).update(changes)
    path = tmp_path / "map.json"
    path.write_text(json.dumps(case), encoding="utf-8")
    done = subprocess.run([sys.executable, "-m", "svtrain", "value", str(path), "--json"], capture_output=True, text=True)
    return json.loads(done.stdout)["sroi_ratio"]


@pytest.mark.parametrize("path", ["/", LESSON, APP], ids=["gallery", "lesson", "app"])
@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_are_accessible_and_fit(page, server, violations, path, width, scheme):
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)
    page.goto(server + path)
    page.wait_for_selector({"/": "main a", LESSON: "[data-field='take-off-both-shares']", APP: RATIO}[path])
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width, "the page scrolls sideways"


def test_the_gallery_leads_to_the_lesson_and_the_app(page, server):
    page.goto(server)
    page.get_by_role("link", name="Value builder").click()
    page.wait_for_selector(RATIO)
    expect(page.locator("h1").first).to_have_text("Value builder")
    page.goto(server)
    page.get_by_role("link", name="What is social value").click()
    page.wait_for_selector("[data-field='what-the-act-asks']")


def test_the_app_starts_from_the_real_case(page, server):
    open_app(page, server)
    expect(page.locator(RATIO)).to_have_text("£5.80")
    expect(page.locator("[data-result=other-ratio]")).to_have_text("£6.00")


def test_a_change_by_keyboard_gives_the_value_that_the_api_gives(page, server, tmp_path):
    open_app(page, server)
    field(page, "line").focus()
    page.keyboard.type("Lower risk")
    expect_value(page, "line", "f")
    field(page, "deadweight").focus()
    page.keyboard.press("Control+A")
    page.keyboard.type("50%")
    wanted = f"£{api_ratio(tmp_path, 'f', deadweight=0.5):.2f}"
    assert wanted != "£5.80"
    page.wait_for_function("([s, t]) => document.querySelector(s)?.innerText === t", arg=[RATIO, wanted])


def expect_value(page, name, value):
    page.wait_for_function(
        "([n, v]) => document.querySelector(`[data-field='${n}'] :is(input, select)`)?.value === v", arg=[name, value])


def test_the_waterfall_follows(page, server):
    open_app(page, server)
    chart = page.locator("[data-chart=waterfall]")
    before = chart.locator("figure").get_attribute("data-change")
    field(page, "deadweight").fill("50%")
    page.wait_for_function("b => document.querySelector('[data-chart=waterfall] figure').dataset.change !== b", arg=before)
    expect(chart).to_contain_text("deadweight")


def test_bad_input_is_said_beside_its_field(page, server):
    open_app(page, server)
    field(page, "deadweight").fill("lots")
    page.wait_for_selector("[data-field=deadweight] [role=alert]:has-text('is not a number')")
    expect(field(page, "deadweight")).to_have_attribute("aria-invalid", "true")
    expect(page.locator(RATIO)).to_have_count(0)
    field(page, "deadweight").fill("10%")
    page.wait_for_selector(RATIO)
    expect(page.locator(RATIO)).to_have_text("£5.80")


def test_work_comes_back_after_a_refresh(page, server):
    open_app(page, server)
    field(page, "deadweight").fill("50%")
    page.wait_for_function("s => document.querySelector(s)?.innerText !== '£5.80'", arg=RATIO)
    ratio = page.inner_text(RATIO)
    until_saved(page)
    page.reload()
    page.wait_for_selector(RATIO)
    page.wait_for_function("([s, t]) => document.querySelector(s)?.innerText === t", arg=[RATIO, ratio])
    expect(field(page, "deadweight")).to_have_value("50%")


def test_another_visitor_does_not_see_it(chromium, page, server):
    open_app(page, server)
    field(page, "deadweight").fill("50%")
    until_saved(page)
    other = chromium.new_context().new_page()
    try:
        open_app(other, server)
        expect(other.locator(RATIO)).to_have_text("£5.80")
    finally:
        other.context.close()


def test_the_map_can_be_downloaded_and_opened_again(page, server, tmp_path):
    open_app(page, server)
    field(page, "deadweight").fill("50%")
    page.wait_for_function("s => document.querySelector(s)?.innerText !== '£5.80'", arg=RATIO)
    ratio = page.inner_text(RATIO)
    with page.expect_download() as got:
        page.get_by_role("button", name="Download this map").click()
    got.value.save_as(tmp_path / "mine.yaml")
    page.get_by_role("button", name="Undo all changes").click()
    page.wait_for_function("s => document.querySelector(s)?.innerText === '£5.80'", arg=RATIO)
    page.set_input_files("input[type=file]", tmp_path / "mine.yaml")
    page.wait_for_function("([s, t]) => document.querySelector(s)?.innerText === t", arg=[RATIO, ratio])


def test_there_is_no_download_while_a_field_is_wrong(page, server):
    open_app(page, server)
    field(page, "deadweight").fill("lots")
    page.wait_for_selector("[data-field=deadweight] [role=alert]:has-text('is not a number')")
    page.get_by_role("button", name="Download this map").click()
    page.get_by_text("Put the wrong fields right first").wait_for()


def test_the_workbook_can_be_taken_along_and_opened_again(page, server, tmp_path):
    open_app(page, server)
    field(page, "deadweight").fill("50%")
    page.wait_for_selector(f"{RATIO}:not(:text-is('£5.80'))")
    ratio = page.inner_text(RATIO)
    with page.expect_download() as got:
        page.get_by_role("button", name="Download as a workbook").click()
    got.value.save_as(tmp_path / "mine.xlsx")
    page.get_by_role("button", name="Undo all changes").click()
    page.wait_for_selector(f"{RATIO}:text-is('£5.80')")
    page.set_input_files("input[type=file]", tmp_path / "mine.xlsx")
    page.wait_for_selector(f"{RATIO}:text-is('{ratio}')")


def test_a_broken_file_says_why(page, server, tmp_path):
    open_app(page, server)
    (tmp_path / "broken.yaml").write_text("outcomes: [{id: x, quantity: 1, proxy: {value: 1}, dedweight: 0.1}]")
    page.set_input_files("input[type=file]", tmp_path / "broken.yaml")
    page.wait_for_selector("text=Did you mean 'deadweight'?")
    expect(page.locator(RATIO)).to_have_text("£5.80")


def test_a_lesson_marks_an_answer_without_code(page, server):
    page.goto(server + LESSON)
    box = field(page, "take-off-both-shares")
    box.wait_for()
    box.fill("8594.57")
    card = page.locator(".sv-exercise", has=page.locator("[data-field='take-off-both-shares']"))
    card.get_by_role("button", name="Check").click()
    card.get_by_text("Not yet.").wait_for()
    box.fill("8,702")
    card.get_by_role("button", name="Check").click()
    card.get_by_text("Right.").wait_for()


def test_a_choice_is_made_with_the_keyboard_alone(page, server):
    page.goto(server + LESSON)
    card = page.locator(".sv-exercise", has=page.locator("[data-field='what-the-act-asks']"))
    card.get_by_role("radio").first.wait_for()
    card.get_by_role("radio").first.focus()
    page.keyboard.press("ArrowDown")
    assert "consider" in page.evaluate("document.activeElement.closest('label, div').innerText")
    card.get_by_role("button", name="Check").focus()
    page.keyboard.press("Enter")
    card.get_by_text("Right.").wait_for()


def test_no_source_is_shown(page, server):
    page.goto(server + LESSON)
    page.wait_for_selector("[data-field='what-the-act-asks']")
    assert "from svtrain" not in page.content()

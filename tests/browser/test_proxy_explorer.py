"""The proxy explorer and its lesson in a real browser: judge, see the rivals, judge again, take the policy along and back."""

from __future__ import annotations

import pytest
from hands import field, until_saved
from playwright.sync_api import expect

from svtrain.data.proxy_policy import read_policy

APP = "/voila/render/apps/proxy-explorer.ipynb"
LESSON = "/voila/render/2-challenge/01-is-this-proxy-any-good.ipynb"
READY = "[data-words=policy] p, [data-words=policy] table"


def open_page(page, server, path):
    page.goto(server + path)
    page.wait_for_selector(READY)


@pytest.mark.parametrize("path", [APP, LESSON], ids=["app", "lesson"])
def test_pages_are_accessible_and_fit(page, server, fits, path):
    open_page(page, server, path)
    if path == APP:
        page.get_by_role("button", name="A volunteer's hour").click()
        page.wait_for_selector("[data-field='first.reason']")
    fits(page)


def test_by_keyboard_from_a_search_to_the_rivals_and_a_second_judgement(page, server, violations, tmp_path):
    open_page(page, server, APP)
    field(page, "search").focus()
    page.keyboard.type("jobseeker")
    page.wait_for_selector("[data-field=found] label:has-text('A jobseeker on JSA')")
    assert "£9,800" not in page.inner_text("body") and "£14,044" not in page.inner_text("body")
    page.get_by_label("A jobseeker on JSA works for one more year (per claimant per year, number after your judgement; 2012/13 prices; fiscal saving)").focus()
    page.keyboard.press("Space")
    page.wait_for_selector("[data-words=passport] p:has-text('£9,800')")
    page.get_by_label("Adapt: use a value of our own").focus()
    page.keyboard.press("Space")
    page.wait_for_selector("[data-field='first.source']")
    page.get_by_role("button", name="Record my first judgement").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-field='first.value'] [role=alert]:has-text('published value')")
    assert not page.locator("[data-chart=axis]").is_visible() and "£14,044" not in page.inner_text("body")
    for name, text in {"value": "4900", "source": "Half a year, from our payroll", "reason": "They leave benefit for half a year"}.items():
        field(page, f"first.{name}").fill(text)
    field(page, "first.grade").select_option("amber")
    page.get_by_role("button", name="Record my first judgement").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-chart=axis] svg")
    page.wait_for_selector("[data-words=apart] tr:has-text('£14,044'):has-text('Another side: economic')")
    page.get_by_role("radio", name="Reject: do not use it").check()
    page.get_by_role("button", name="Record a second judgement").click()
    page.wait_for_selector("[data-words=judged] p:has-text('Your judgement now: reject')")
    page.wait_for_selector("[data-words=policy] td:has-text('at first adapted')")
    assert violations(page) == []
    with page.expect_download() as got:
        page.get_by_role("button", name="Download as a workbook").click()
    got.value.save_as(tmp_path / "policy.xlsx")
    one = read_policy(tmp_path / "policy.xlsx").proxies[0]
    assert (one.first.use.value.likely, one.first.blind, one.verdict.decision) == (4900, True, "reject")
    until_saved(page)
    page.reload()
    page.wait_for_selector("[data-words=policy] td:has-text('Rejected')")
    page.get_by_role("button", name="Take it out of our policy").click()
    page.wait_for_selector("[data-words=policy] p:has-text('Nothing has been judged')")
    page.set_input_files("input[type=file]", tmp_path / "policy.xlsx")
    page.wait_for_selector("[data-words=policy-told] p:has-text('Taken in: 1 judgement.')")
    page.set_input_files("input[type=file]", {"name": "odd.xlsx", "mimeType": "application/zip", "buffer": b"PK"})
    page.wait_for_selector("text=odd.xlsx: This is not an Excel workbook that can be read.")
    page.wait_for_selector("[data-words=policy] td:has-text('Rejected')")


def test_in_the_lesson_each_price_is_judged_on_its_own(page, server):
    open_page(page, server, LESSON)
    name = "nlw-2019-20"
    page.locator(f"[data-field='{name}.first.decision'] input").nth(2).check()
    field(page, f"{name}.first.reason").fill("A wage says nothing of what the hour did")
    field(page, f"{name}.first.grade").select_option("amber")
    page.locator(".sv-exercise", has=page.locator(f"[data-field='{name}.first.reason']")).get_by_role("button", name="Record my first judgement").click()
    page.wait_for_selector(f"[data-chart='{name}.axis'] svg")
    page.wait_for_selector("[data-words=policy] td:has-text('Rejected')")
    expect(page.locator("[data-field='jrf-living-wage-job-gov.first.reason']"), "the others wait for their own judgement").to_have_count(1)
    assert "£64,000" not in page.inner_text("[data-words='jrf-living-wage-job-gov.rivals']")

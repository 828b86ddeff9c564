"""The specification helper in a real browser: from a contract's outcomes to papers by mouse and keyboard; the page fits everybody."""

from __future__ import annotations

import io

import pytest
from docx import Document
from hands import field, screen, step, until_saved

PAGE = "/voila/render/apps/specification-helper.ipynb"



def test_an_outcome_becomes_papers_that_can_be_followed(page, server, violations):
    page.goto(server + PAGE)
    page.wait_for_selector("[data-words=begun] p")
    field(page, "begin").focus()
    page.keyboard.type("Grounds maintenance")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-words=begun] th:has-text('1. Are in work for a year')")
    step(page, "Requirements")
    page.wait_for_selector("[data-field=indicator]")
    field(page, "outcome").fill("Maximise jobs where possible")
    page.wait_for_selector("[data-words=flags] li:has-text('Say how many')")
    for name, text in (("outcome", "Are in work for a year"), ("indicator", "Starters on the payroll"), ("evidence", "Payroll, by quarter"), ("owner", "Contract manager")):
        field(page, name).fill(text)
    page.wait_for_selector("[data-words=flags] .sv-good:has-text('Every part is decided')")
    page.wait_for_selector("[data-words=written] p:has-text('Starters on the payroll: 6 (claimant per year) by 31 March 2027')")
    step(page, "Question and marking")
    field(page, "scale").select_option("100")
    page.wait_for_selector("[data-words=guide] th:has-text('100')")
    assert violations(page) == []
    step(page, "Proportion and law")
    field(page, "market").select_option("few")
    page.wait_for_selector("[data-words=prompts] li:has-text('Few can bid')")
    for name, value in (("buyer", "council"), ("nation", "england"), ("kind", "services"), ("form", "contract"), ("light_touch", "no")):
        field(page, name).select_option(value)
    page.locator("[data-field=start] input").last.fill("1 October 2026")
    page.locator("[data-field=value] input").last.fill("1.3m")
    page.wait_for_selector("[data-words=rules] strong:has-text('Public Services (Social Value) Act 2012')")
    step(page, "Take along")
    with page.expect_download() as got:
        page.get_by_role("button", name="Word document").click()
    said = "\n".join(one.text for one in Document(io.BytesIO(got.value.path().read_bytes())).paragraphs)
    assert "Starters on the payroll" in said and "Public Services (Social Value) Act 2012" in said
    with page.expect_download() as got:
        page.get_by_role("button", name="Commitments to follow").click()
    assert got.value.path().read_text(encoding="utf-8").splitlines()[1].startswith("PC01-1,PC01,Starters on the payroll,claimant per year,6,gmca-ee1-0-fiscal,2027-03-31,Contract manager")
    until_saved(page)
    page.reload()
    page.wait_for_selector("[data-words=begun] th:has-text('1. Are in work for a year')")
    assert violations(page) == []
    for name in ("Contract", "Requirements", "Question and marking", "Proportion and law", "Take along"):
        step(page, name)
        screen(page, 320, "dark")
        if name == "Requirements":
            assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, "the page scrolls sideways"


@pytest.mark.parametrize("name, ready", [("01-value-your-own-contract", "our-value-map"), ("02-write-outcomes-into-the-specification", "our-requirement")])
def test_lessons_are_accessible_and_fit(page, server, fits, name, ready):
    page.goto(f"{server}/voila/render/3-apply/{name}.ipynb", timeout=60_000)  # a first visit to a busy server
    page.wait_for_selector(".sv-steps button")
    page.wait_for_selector(f"[data-field^='{ready}']")
    fits(page)

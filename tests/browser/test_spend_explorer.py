"""The spend explorer in a real browser: a large register to three chosen contracts, by mouse and by keyboard; and two pages more."""

from __future__ import annotations

import csv
import io

import pytest
from hands import field, screen, step, until_saved
from playwright.sync_api import expect

EXPLORER = "/voila/render/apps/spend-explorer.ipynb"
READY = {EXPLORER: "[data-words=read] p", "/voila/render/apps/which-rule.ipynb": "[data-words=rules] p",
         "/voila/render/apps/place-weights.ipynb": "[data-words=ranking] p"}



def register(rows):
    """A register of a council, with its title above, as bytes in the encoding of an old spreadsheet."""
    words = io.StringIO()
    writer = csv.writer(words, delimiter=";")
    writer.writerow(["Contracts register of Ourtown Council", "", "", "", "", "", ""])
    writer.writerow([])
    writer.writerow(["Contract Ref", "Contract Title", "Service", "Supplier Name", "Supplier Postcode", "Contract Value", "End Date"])
    for n in range(rows):
        value = "TBC" if n % 1000 == 7 else f"£{(n * 7919) % 300000 + 500:,}.00 "
        writer.writerow([f"C{n}", f"Service {n % 50} for area {n:05d}", f"Department {n % 9}", f"Firm {n % 700} Ltd", f"LS{n % 30} 1AB" if n % 4 else "", value,
                         f"{n % 28 + 1:02d}/{n % 12 + 1:02d}/{2024 + n % 8}"])
    return {"name": "register.csv", "mimeType": "text/csv", "buffer": words.getvalue().encode("cp1252")}


@pytest.mark.parametrize("path", READY, ids=lambda path: path.rsplit("/", 1)[1])
def test_pages_are_accessible_and_fit(page, server, violations, path):
    page.goto(server + path)
    page.wait_for_selector(READY[path])
    if path == EXPLORER:
        page.get_by_role("button", name="Take the practice register").click()
        page.wait_for_selector("[data-words=read] p:has-text('242 of 243')")
    names = ("Your register", "Where it goes", "Who gets it", "Choose three") if path == EXPLORER else ("",)
    for name in names:
        if name:
            step(page, name)
        for width, scheme in ((1280, "light"), (320, "dark")):
            screen(page, width, scheme)
            if width == 1280 or name in ("", "Where it goes"):
                assert violations(page) == []
            assert page.evaluate("document.documentElement.scrollWidth") <= width, "the page scrolls sideways"


def test_from_ten_thousand_rows_to_three_contracts(page, server):
    page.goto(server + EXPLORER)
    page.wait_for_selector(READY[EXPLORER])
    page.set_input_files("input[type=file]", register(10_000))
    page.wait_for_selector("[data-words=read] p:has-text('10,000 of 10,000 rows were read as contracts')")
    expect(page.locator("[data-words=read]")).to_contain_text("headings are on row 3")
    expect(page.locator("[data-words=read]")).to_contain_text("CP1252")
    step(page, "Where it goes")
    page.wait_for_selector("[data-chart=tree] figure[data-drawn=svg]")
    page.locator("[data-chart=tree] .sv-chart-area").focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_selector("[data-chart=tree] [role=status]:has-text('Department')")
    expect(page.locator("[data-chart=pareto]")).to_contain_text("suppliers take 80%")
    step(page, "Who gets it")
    field(page, "local").fill("LS1, LS2")
    page.wait_for_selector("[data-words=local-share] td:has-text('2,500')")  # every fourth row does not say where
    field(page, "as_of").fill("someday")
    page.wait_for_selector("[data-field=as_of] [role=alert]:has-text('today counts')")
    field(page, "as_of").fill("1 October 2026")
    page.wait_for_selector("[data-words=ending] p:has-text('end from 1 October 2026 to 1 April 2028')")
    step(page, "Choose three")
    for place, word in enumerate(("00041", "00077", "00099")):
        field(page, "search").fill(f"area {word}")
        page.wait_for_selector(f"[data-field=found] option:nth-of-type(2):has-text('{word}')", state="attached")
        field(page, "found").select_option(index=1)
        page.get_by_role("button", name="Take this one").click()
        page.wait_for_selector(f"[data-words=mine-{place}] p:has-text('{word}')")
        field(page, f"mine-{place}.reason").fill(f"It is in area {word}")
    expect(page.locator("[data-words=ranking] table")).to_have_count(0)
    page.get_by_role("button", name="These are my three").click()
    page.wait_for_selector("[data-words=ranking] p:has-text('0 of 9 candidates')")
    for at in range(9):
        page.locator("[data-field^='influence.'] select").nth(at).select_option("4")
        page.locator("[data-field^='relevance.'] select").nth(at).select_option(str(1 + at % 5))
    page.wait_for_selector("[data-words=ranking] p:has-text('your own first three')")
    for place in range(3):
        field(page, f"chosen-{place}").select_option(index=1 + place)
        field(page, f"chosen-{place}.reason").fill("It is large and open")
    page.get_by_role("button", name="Keep these three").click()
    page.wait_for_selector("[data-words=handed] .sv-good")
    with page.expect_download() as got:
        page.get_by_role("button", name="Download these three").click()
    assert len(got.value.path().read_text(encoding="utf-8").splitlines()) == 4
    until_saved(page)
    page.reload()
    page.wait_for_selector("[data-words=read] p:has-text('10,000 of 10,000')")
    step(page, "Choose three")
    page.wait_for_selector("[data-words=ranking] p:has-text('your own first three')")
    expect(field(page, "chosen-0.reason")).to_have_value("It is large and open")


def test_a_column_is_corrected_by_keyboard_and_remembered(page, server):
    page.goto(server + EXPLORER)
    page.wait_for_selector(READY[EXPLORER])
    odd = {"name": "odd.csv", "mimeType": "text/csv", "buffer": b"Whom,Zeta,Start Date,End Date\nGreen CIC,1200,1/4/2026,1/4/2027\nBlue Ltd,50,1/4/2026,1/4/2027\n"}
    page.set_input_files("input[type=file]", odd)
    page.wait_for_selector("[data-words=read] p:has-text('0 of 2 rows')")
    for heading, meaning in (("Whom", "Who supplies"), ("Zeta", "Amount in pounds")):
        field(page, "heading").focus()
        page.keyboard.type(heading)
        page.keyboard.press("Tab")
        field(page, "meaning").focus()
        page.keyboard.type(meaning)
        page.keyboard.press("Tab")
        page.get_by_role("button", name="Take it so").press("Enter")
        page.wait_for_selector(f"[data-words=corrected] p:has-text('remembered: {heading}')")
    page.wait_for_selector("[data-words=read] p:has-text('2 of 2 rows')")
    page.set_input_files("input[type=file]", {**odd, "name": "odd-next-year.csv"})
    page.wait_for_selector("[data-words=read] p:has-text('2 of 2 rows'):has-text('odd-next-year.csv')")
    page.set_input_files("input[type=file]", {"name": "x.csv", "mimeType": "text/csv", "buffer": b"%PDF-1.7"})
    page.wait_for_selector("[role=alert]:has-text('a PDF, not a table')")

"""Promise to delivery, the supplier action plan and their lesson in a real browser: by file, by keyboard, after a refresh."""

from __future__ import annotations

import csv
import io
import json

import openpyxl
import pytest
from hands import downloaded, field, pressed, says, typed, until_saved
from playwright.sync_api import expect

APP, PLAN, LESSON = "/voila/render/apps/promise-to-delivery.ipynb", "/voila/render/apps/supplier-plan.ipynb", "/voila/render/3-apply/04-follow-delivery.ipynb"
READY = {APP: "[data-words=headline] p", PLAN: "[data-words=standing] p", LESSON: "[data-words=promises] li"}
COMMITMENTS = "commitment_id,contract_ref,measure,unit,target_qty,due_date,start_date,owner,evidence_required\nC1,K1,=Jobs,person,10,2026-04-01,2024-04-01,Site manager,Payroll\n"
DELIVERIES = "delivery_id,commitment_id,period_end,qty,evidence_ref,verification\nD1,C1,2025-03-31,3,+P1,self\n"


def open_page(page, server, path):
    page.goto(server + path)
    page.wait_for_selector(READY[path])


def handed(name, text):
    return {"name": name, "mimeType": "text/csv", "buffer": text.encode()}


@pytest.mark.parametrize("path", READY, ids=lambda path: path.rsplit("/", 1)[1])
def test_pages_are_accessible_and_fit(page, server, fits, path):
    open_page(page, server, path)
    fits(page)


def test_mangled_files_are_refused_and_right_ones_rated(page, server, violations):
    open_page(page, server, APP)
    files = page.locator("input[type=file]")
    files.nth(1).set_input_files(handed("done.csv", DELIVERIES))
    page.wait_for_selector(":text('Give the promises first')")
    files.nth(0).set_input_files(handed("promises.csv", COMMITMENTS.replace("target_qty", "targt_qty")))
    page.wait_for_selector(":text(\"The file has no column 'target_qty'. Did you mean 'targt_qty'?\")")
    says(page, "opened", "Open: the practice contracts.")
    files.nth(0).set_input_files(handed("promises.csv", COMMITMENTS))
    says(page, "opened", "Open: promises.csv.")
    files.nth(1).set_input_files(handed("done.csv", DELIVERIES + "D2,C9,2025-03-31,1,,\n"))
    says(page, "opened", "1 cell could not be read.")
    says(page, "headline", "of 1 promise: 1 Requires improvement.")
    says(page, "questions", "All of it is the supplier's own word")
    files.nth(2).set_input_files(handed("spend.csv", "contract_ref,period_end,spent\nK1,2025-03-31,20000\n"))
    files.nth(3).set_input_files(handed("register.csv", "reference,title,value\nK1,Grounds <b>,100000\n"))
    says(page, "headline", "20% of the contract's value was spent by then.")
    page.locator("[data-field=by] input").nth(1).check()
    says(page, "headline", "of 1 promise: 1 Good.")
    page.locator("[data-field=by] input").nth(0).check()
    says(page, "questions", "did our orders never come?")
    typed(page, "as_of", "soon")
    page.wait_for_selector("[data-field=as_of] [role=alert]:has-text('Type a day')")
    expect(field(page, "as_of")).to_have_value("soon")
    typed(page, "as_of", "1 April 2025")
    says(page, "headline", "On 1 April 2025")
    assert violations(page) == []
    lines = list(csv.DictReader(io.StringIO(downloaded(page, "Download the evidence as CSV").decode("utf-8-sig"))))
    assert lines[0]["evidence_ref"] == "'+P1" and lines[0]["missing"] == "checked by nobody but the supplier"
    assert "Grounds &lt;b&gt;" in downloaded(page, "Download the evidence as a page").decode()
    asked = list(csv.DictReader(io.StringIO(downloaded(page, "Download as a commitments file").decode("utf-8-sig"))))
    assert asked[0]["commitment_id"] == "C1" and "£100,000 ordered" in asked[0]["why"]
    pressed(page, "Keep it for the specification helper")
    says(page, "told", "Kept: 1 requirement for the next specification.")
    until_saved(page)
    page.reload()
    says(page, "opened", "Open: promises.csv, done.csv, spend.csv, register.csv.")
    says(page, "headline", "On 1 April 2025")


def test_delivery_stays_hidden_until_a_guess_is_settled(page, server):
    open_page(page, server, LESSON)
    pressed(page, "Settle the ranking by promise")
    says(page, "reveal-told", "Choose a contract for each of the three places.")
    expect(page.locator("[data-words=by-promise], [data-words=by-delivery]")).to_have_count(0)
    for place, one in enumerate(("PC02", "PC08", "PC07"), 1):
        field(page, f"ranked.{place}").select_option(one)
    pressed(page, "Settle the ranking by promise")
    says(page, "by-promise", "All of your three are among the three largest promises.")
    says(page, "by-promise", "For 2025 the same rise as in 2024 is assumed")
    for place, one in enumerate(("PC02", "PC08", "PC12"), 1):
        field(page, f"guessed.{place}").select_option(one)
    pressed(page, "Settle the guess and show delivery")
    says(page, "reveal-told", "Write your reason first")
    expect(page.locator("[data-words=by-delivery]")).to_have_count(0)
    typed(page, "reveal.reason", "Large firms have people for it")
    pressed(page, "Settle the guess and show delivery")
    says(page, "by-delivery", "One of your three is among the three that delivered most.")
    says(page, "by-delivery", "Construction of a teaching block promised most and comes to place 6")
    expect(field(page, "guessed.1")).to_be_disabled()


def test_a_supplier_makes_a_plan_by_keyboard_and_a_buyer_sees_sums(page, server, violations):
    open_page(page, server, PLAN)
    pressed(page, "Make the plan")
    says(page, "told", "Give the firm a name.")
    field(page, "name").focus()
    page.keyboard.type("=Van & Son")
    page.keyboard.press("Tab")
    page.keyboard.type("Transport")
    page.keyboard.press("Tab")
    page.keyboard.type("three")
    page.wait_for_selector("[data-field=people] [role=alert]:has-text('is not a number')")
    typed(page, "people", "3")
    for one in ("employs", "vehicles"):
        field(page, f"does.{one}").focus()
        page.keyboard.press("Space")
    pressed(page, "Make the plan")
    says(page, "plan", "4 actions, 0 done.")
    page.wait_for_selector("li:has-text('Why it is here: You drive vehicles. It is a light step')")
    field(page, "status.1").focus()
    page.keyboard.type("Under")
    typed(page, "owner.1", "@Ann")
    typed(page, "due.1", "1 March 2099")
    until_saved(page)
    assert violations(page) == []
    book = openpyxl.load_workbook(io.BytesIO(downloaded(page, "Download the workbook")))
    assert book["Plan"]["H5"].value == "@Ann" and book["Plan"]["H5"].quotePrefix and book["Plan"]["F5"].value == "Under way"
    plain = json.loads(downloaded(page, "Download the plan for the buyer"))
    assert plain["actions"][0]["due"] == "2099-03-01" and "Van" not in json.dumps(plain) and "@Ann" not in json.dumps(plain)
    field(page, "may-name").focus()
    page.keyboard.press("Space")
    agreed = json.loads(downloaded(page, "Download the plan for the buyer"))
    assert agreed["supplier"]["name"] == "=Van & Son"
    files = page.locator("input[type=file]")
    for number in range(5):
        files.nth(1).set_input_files(handed(f"{number}.json", json.dumps({**plain, "id": f"{number}", "supplier": {**plain["supplier"], "name": f"Firm {number}"}})))
        says(page, "standing", f"{number + 1} of at least 5 suppliers so far." if number < 4 else "5 suppliers, 20 actions: 0 done, 0 overdue")
    typed(page, "asked", "=Van & Son")
    says(page, "named", "No supplier here has agreed to be named.")
    files.nth(1).set_input_files(handed("van.json", json.dumps(agreed)))
    page.wait_for_selector("[data-words=named] th:has-text('=Van & Son')")
    says(page, "named", "5 plans are here without a name.")
    assert "Firm 1" not in page.inner_text("[data-words=standing]") + page.inner_text("[data-words=named]")
    assert "\n'=Van & Son,plan of" in downloaded(page, "Download named suppliers as CSV").decode("utf-8-sig").replace("\r", "")
    files.nth(0).set_input_files(handed("other.json", "{}"))
    page.wait_for_selector(":text('This is not a plan that this page has written.')")
    until_saved(page)
    page.reload()
    says(page, "plan", "4 actions, 0 done.")
    says(page, "standing", "6 suppliers, 24 actions")
    expect(field(page, "owner.1")).to_have_value("@Ann")

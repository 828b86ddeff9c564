"""The scoring lab and its lesson in a real browser, by keyboard, by mouse and by file."""

from __future__ import annotations

import io

import openpyxl
import pytest
from hands import field, pressed, says, typed, until_saved
from playwright.sync_api import expect

APP, LESSON = "/voila/render/apps/scoring-lab.ipynb", "/voila/render/3-apply/03-score-a-tender.ipynb"
READY = {APP: "[data-words=headline] strong", LESSON: "[data-field='three-marks-one-answer']"}


def open_page(page, server, path):
    page.goto(server + path)
    page.wait_for_selector(READY[path])


def downloaded(page, name):
    """The bytes of the file that a button hands over."""
    with page.expect_download() as got:
        page.get_by_role("button", name=name).click()
    return got.value.path().read_bytes()


@pytest.mark.parametrize("path", READY, ids=lambda path: path.rsplit("/", 1)[1])
def test_pages_are_accessible_and_fit(page, server, fits, path):
    open_page(page, server, path)
    fits(page)


def test_a_typed_bid_flips_the_winner_and_the_record_recalculates(page, server, violations, tmp_path):
    open_page(page, server, APP)
    says(page, "headline", "B wins, by 3.25 points.")
    pressed(page, "Add a bid")
    page.wait_for_selector("[data-field='bidder.3'] input:focus")
    page.keyboard.type("=C+1")
    for name, text in {"price": "2m", "promised": "£3,000,000", "quality": "20", "qualitative": "30", "delivery": "5%"}.items():
        page.keyboard.press("Tab")
        page.keyboard.type(text)
    says(page, "headline", "A wins, by 2.78 points.")
    says(page, "decider", "Without =C+1, which comes last, B wins instead of A.")
    typed(page, "price.1", "0")
    page.wait_for_selector("[data-field='price.1'] [role=alert]:has-text('The price of A is 0; a price must be above zero.')")
    expect(field(page, "price.1")).to_have_value("0")
    typed(page, "price.1", "1000000")
    pressed(page, "Leave out =C+1")
    says(page, "headline", "The winner flips: before leaving out =C+1 it was A.")
    pressed(page, "Put back =C+1")
    says(page, "headline", "A wins, by 2.78 points.")
    typed(page, "doubt", "50%")
    field(page, "doubt_kind").select_option("each")
    says(page, "chances", "times in a hundred")
    assert violations(page) == []
    book = openpyxl.load_workbook(io.BytesIO(downloaded(page, "Download the workbook")))
    assert book["Bids"]["A7"].value == "=C+1" and book["Bids"]["A7"].data_type == "s" and book["Bids"]["A7"].quotePrefix
    assert book["Result"]["B3"].data_type == "f"
    record = downloaded(page, "Download the record as a page").decode()
    assert "Without =C+1, which comes last, B wins instead of A." in record and "off by 50%, each bid on its own" in record
    until_saved(page)
    page.reload()
    says(page, "headline", "A wins, by 2.78 points.")


def test_whose_answer_is_marked_comes_back_and_choosing_it_keeps_no_other_box_shut(page, server):
    page.add_init_script("const given = setTimeout; window.setTimeout = (call, wait, ...more) => (wait === 5000 ? 0 : given(call, wait, ...more));")  # no box frees itself
    open_page(page, server, APP)
    field(page, "marked").select_option("B")
    page.wait_for_function("() => !document.querySelector(\"[data-field='promised_low'] input\").readOnly")
    page.wait_for_function("() => !document.querySelector(\"[data-field='mark.reason'] textarea\").readOnly")
    typed(page, "mark.reason", "Half a reason")
    typed(page, "promised_low", "300000")
    until_saved(page)
    page.reload()
    page.wait_for_function("() => document.querySelector(\"[data-field='marked'] select\")?.value === 'B'")
    page.wait_for_function("() => document.querySelector(\"[data-field='mark.reason'] textarea\")?.value === 'Half a reason'")
    expect(field(page, "promised_low")).to_have_value("300000")


def handed(name, content):
    return {"name": name, "mimeType": "application/octet-stream", "buffer": content}


def test_files_are_read_or_refused_and_marks_stay_hidden_until_shown(page, server, violations):
    open_page(page, server, APP)
    files = page.locator("input[type=file]")
    files.first.set_input_files(handed("bids.csv", b"bidder,price,promissed\nX,10,5\n"))
    page.wait_for_selector(":text(\"There is no column 'promissed'. Did you mean 'promised'?\")")
    says(page, "headline", "B wins, by 3.25 points.")
    book, raw = openpyxl.Workbook(), io.BytesIO()
    for row in (["Bidder", "Price", "Promised", "Quality", "Qualitative"], ["North", 100, 40, 70, 60], ["South", 110, 65, 70, 65]):
        book.active.append(row)
    book.save(raw)
    files.first.set_input_files(handed("bids.xlsx", raw.getvalue()))
    says(page, "file", "Opened: bids.xlsx.")
    says(page, "headline", "South wins")
    for mark, reason in (("30", "No numbers at all"), ("80", "Names the college")):
        typed(page, "mark", mark)
        typed(page, "mark.reason", reason)
        pressed(page, "Give this mark")
        says(page, "told", "It stays hidden")
        assert "No numbers at all" not in page.inner_text("[data-words=spread]")
        pressed(page, "Next evaluator at this screen")
    pressed(page, "Everybody has marked: show the spread")
    says(page, "spread", "The marks of North go from 30 to 80, 50 apart; the middle is 55.")
    typed(page, "agreed", "90")
    typed(page, "agreed.reason", "The appendix has the numbers")
    pressed(page, "Record the agreed mark")
    page.wait_for_selector("[data-words=spread] p:has-text('Agreed: 90.')")
    says(page, "told", "The bid is scored with the agreed mark now.")
    expect(field(page, "qualitative.1")).to_have_value("90")
    assert violations(page) == []


def test_the_story_opens_no_bid_before_the_formula_is_settled(page, server):
    open_page(page, server, LESSON)
    field(page, "story.formula").focus()
    page.keyboard.press("Space")
    pressed(page, "Settle it and open the bids")
    says(page, "story-told", "Write your reason first")
    expect(page.locator("[data-words=story-1]")).to_have_count(0)
    typed(page, "story.reason", "More promise, more points")
    pressed(page, "Settle it and open the bids")
    says(page, "story-1", "B wins.")
    pressed(page, "A third bid arrives")
    says(page, "story-2", "C comes last and yet decides: without it, B would win.")
    pressed(page, "Score by a published target")
    says(page, "story-3", "B wins, and C moves nobody else's points.")
    pressed(page, "Ask what will be delivered")
    says(page, "story-4", "Would you settle on it again?")
    expect(field(page, "story.reason")).to_be_disabled()

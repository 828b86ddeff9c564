"""Our approach and its lesson in a real browser: take over, rewrite, print on one sheet, take along and back."""

from __future__ import annotations

import io
import re

from docx import Document
from hands import screen, until_saved
from playwright.sync_api import expect

APP = "/voila/render/apps/our-approach.ipynb"
LESSON = "/voila/render/3-apply/05-our-approach.ipynb"
MIRROR = "/voila/render/apps/team-mirror.ipynb"
READY = "[data-field=lead] textarea"


def open_page(page, server, path, ready=READY):
    page.goto(server + path)
    page.wait_for_selector(ready)


def box(page, name):
    return page.locator(f"[data-field='{name}'] :is(input, textarea)").first


def go(page, step, ready):
    page.get_by_role("button", name=step).first.click()
    page.wait_for_selector(ready)


def fits(page, violations, width, scheme):
    screen(page, width, scheme)
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width, "the page scrolls sideways"


def test_the_page_is_accessible_and_fits(page, server, violations):
    open_page(page, server, APP)
    go(page, "Practice", "[data-field=scoring]")
    fits(page, violations, 1280, "light")
    fits(page, violations, 320, "dark")


def test_by_keyboard_from_the_team_mirror_to_a_printed_page_and_back(page, server, violations, tmp_path):
    open_page(page, server, MIRROR, "[data-field=staff] input")
    box(page, "staff").fill("9")
    until_saved(page)
    open_page(page, server, APP)
    page.wait_for_selector("[data-words=offer-about-0] p:has-text('The procurement team has 9 people.')")
    expect(box(page, "about"), "nothing is copied unasked").to_have_value("")
    page.get_by_role("button", name="Take this over: Team mirror").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-words=about-told] p:has-text('put it into your own words')")
    expect(box(page, "about")).to_have_value("The procurement team has 9 people.")
    box(page, "about").focus()
    page.keyboard.press("Control+End")
    page.keyboard.type(" All of us buy.")
    box(page, "team").fill("North <b>team</b>")
    go(page, "Next steps", "[data-words] h3:has-text('Within 30 days')")
    page.get_by_role("button", name="Add a step for 30 days").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-field=step-0] input")
    box(page, "owner-0").fill("The category lead")
    page.wait_for_selector("[data-field=step-0] [role=alert]:has-text('Say what is to be done.')")
    box(page, "step-0").fill("Ask three suppliers")
    assert violations(page) == []
    go(page, "Take it along", "[data-words=standing] p:has-text('1 of 13 boxes are written.')")
    box(page, "decides").fill("the board")
    got = {}
    for name in ("The page, to read or print", "The page in Word", "Draft statement in Word", "Everything as text, to take in again"):
        with page.expect_download() as kept:
            page.get_by_role("button", name=name).click()
        got[name] = tmp_path / kept.value.suggested_filename
        kept.value.save_as(got[name])
    assert "The procurement team has 9 people. All of us buy." in words(got["The page in Word"])
    assert "To be decided by the board: Which formulae and weights do we use, and why?" in words(got["Draft statement in Word"])
    whole = got["Everything as text, to take in again"]
    assert sheets(page, got["The page, to read or print"], "North &lt;b&gt;team") == 1
    open_page(page, server, APP)
    expect(box(page, "about")).to_have_value("The procurement team has 9 people. All of us buy.")
    box(page, "about").fill("Something else")
    go(page, "Take it along", "input[type=file]")
    page.set_input_files("input[type=file]", {"name": "odd.yaml", "mimeType": "text/plain", "buffer": b"svtrain: approach/1\ntame: x\n"})
    page.wait_for_selector("text=odd.yaml: tame: There is no 'tame' here. Did you mean 'team'?")
    page.set_input_files("input[type=file]", whole)
    page.wait_for_selector("[data-words=file-told] p:has-text('Taken in.')")
    go(page, "The team", READY)
    expect(box(page, "about")).to_have_value("The procurement team has 9 people. All of us buy.")


def test_the_lesson_shows_the_seven_teams_only_after_a_choice(page, server, violations):
    open_page(page, server, LESSON)
    assert "Barnsley" not in page.inner_text("body")
    page.get_by_label("Action plans with our suppliers, outside any single tender.").check()
    box(page, "first-mechanism.reason").fill("Our suppliers stay for years")
    page.get_by_role("button", name="Record").first.click()
    page.wait_for_selector("table:has-text('Barnsley Metropolitan Council')")
    fits(page, violations, 320, "dark")


def words(path) -> str:
    return "\n".join(paragraph.text for paragraph in Document(io.BytesIO(path.read_bytes())).paragraphs)


def sheets(page, path, holds: str) -> int:
    """How many sheets of paper the page takes, printed as a person prints it."""
    assert holds in path.read_text(encoding="utf-8")
    printed = page.context.new_page()
    printed.set_content(path.read_text(encoding="utf-8"))
    made = printed.pdf(prefer_css_page_size=True, print_background=True)
    printed.close()
    size = re.search(rb"/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)", made)
    assert [round(float(side)) for side in size.groups()] in ([595, 842], [594, 841], [596, 842]), "not A4"
    return len(re.findall(rb"/Type\s*/Page\b", made))

"""The method lens and the lifecycle lens in a real browser: the guess comes first, then the figures."""

from __future__ import annotations

from hands import field, press, until_saved
from playwright.sync_api import expect

LESSON = "/voila/render/2-challenge/05-tools-and-methods.ipynb"
METHOD, LIFE = "/voila/render/apps/method-lens.ipynb", "/voila/render/apps/lifecycle-lens.ipynb"
READY = {LESSON: "[data-field='three-moments-of-ours.back']", METHOD: "[data-words=title] p", LIFE: "[data-words=facts] p"}


def open_page(page, server, path):
    page.goto(server + path)
    page.wait_for_selector(READY[path])


def test_the_lesson_is_accessible_and_fits(page, server, fits):
    open_page(page, server, LESSON)
    fits(page)


def test_a_contract_by_four_methods_after_the_choice(page, server, fits):
    open_page(page, server, METHOD)
    expect(page.locator("[data-words=card-counted]")).to_be_hidden()
    field(page, "start").select_option("practice:grounds-maintenance")
    press(page, "open-start")
    page.wait_for_selector("[data-words=title]:has-text('Grounds maintenance: 5 lines')")
    press(page, "commit")
    page.wait_for_selector("[data-words=choice-note]:has-text('Choose one of the four first.')")
    field(page, "method").select_option("counted")
    field(page, "reason").fill("Our board knows it.")
    press(page, "commit")
    page.wait_for_selector("[data-method=counted]:has-text('£132,000')")
    expect(page.locator("[data-method]")).to_have_count(4)
    expect(field(page, "method")).to_be_disabled()
    field(page, "line").select_option("carbon")
    page.wait_for_selector("[data-words=why] p:has-text('What parts them most on this line')")
    field(page, "principle-0").fill("Pay a living wage")
    field(page, "met-0").select_option("yes")
    page.wait_for_selector("[data-method=principles]:has-text('Pay a living wage: met.')")
    fits(page)
    until_saved(page)
    page.reload()
    page.wait_for_selector("[data-method=principles]:has-text('Pay a living wage: met.')")


def test_a_file_that_is_no_map_is_named_and_nothing_is_lost(page, server):
    open_page(page, server, METHOD)
    page.set_input_files("input[type=file] >> nth=0", {"name": "notes.yaml", "mimeType": "text/yaml", "buffer": b"outcomes: 5\n"})
    page.wait_for_selector("[role=alert]:has-text('outcomes')")
    expect(page.locator("[data-words=title]")).to_contain_text("Westbank")


def test_three_moments_by_keyboard(page, server, fits):
    open_page(page, server, LIFE)
    expect(page.locator("[data-chart=stages]")).to_be_hidden()
    field(page, "guess").focus()
    page.keyboard.type("In delivery")
    page.keyboard.press("Tab")
    page.keyboard.type("Records are messy.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-result=widest]:has-text('at tender')")
    expect(page.locator("[data-words=ranges]")).to_contain_text("You guessed: in delivery.")
    expect(page.locator("[data-words=bids]")).to_contain_text("£41,000 to £106,000")
    before = page.inner_text("[data-chart=stages] .sv-chart-sentence")
    field(page, "promises").select_option("word")
    page.wait_for_selector("[data-words=ranges] p:has-text('the promises were only believed')")
    expect(page.locator("[data-chart=stages] .sv-chart-sentence")).not_to_have_text(before)
    field(page, "line").select_option("volunteers")
    page.wait_for_selector("[data-words=details] td:has-text('signed attendance sheets')")
    fits(page)
    field(page, "contract").select_option("travel")
    page.wait_for_selector("[data-chart=stages]", state="hidden")
    expect(field(page, "guess")).to_be_enabled()
    field(page, "contract").select_option("grounds-maintenance")
    page.wait_for_selector("[data-chart=stages]")
    until_saved(page)
    page.reload()
    page.wait_for_selector("[data-words=ranges] p:has-text('the promises were only believed')")

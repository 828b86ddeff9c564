"""The portfolio board, published work on the server, and the page that stands alone, in a real browser."""

from __future__ import annotations

from datetime import date

import pytest
from hands import field, until_saved
from playwright.sync_api import expect

from svtrain.apps.published.making import Wishes, make
from svtrain.apps.published.work import open_work
from svtrain.data import reference
from svtrain.data.places import content

BOARD = "/voila/render/apps/portfolio-board.ipynb"
PRACTICE = content("datasets") / "practice"


def test_the_board_is_accessible_and_filters_by_keyboard(page, server, fits):
    page.goto(server + BOARD)
    page.wait_for_selector("[data-words=headline] p:has-text('12 contracts with 50 promises')")
    fits(page)
    field(page, "theme").focus()
    page.keyboard.type("Skills")
    page.wait_for_selector("[data-words=headline] p:has-text('8 promises')")
    page.get_by_role("button", name="Show all again").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-words=headline] p:has-text('50 promises')")
    field(page, "contract").select_option("PC07")
    page.wait_for_selector("[data-words=close] p:has-text('for each £1 put in, nine times in ten')")
    field(page, "price").select_option(index=1)
    page.wait_for_selector("[data-words=passport] th:has-text('Licence')")
    field(page, "place").select_option(index=1)
    page.wait_for_selector("[data-words=headline] p:has-text('4 contracts')")
    until_saved(page)
    page.reload()
    page.wait_for_selector("[data-words=headline] p:has-text('4 contracts')")


def test_a_team_shows_its_own_portfolio(page, server):
    page.goto(server + BOARD)
    page.wait_for_selector("[data-words=headline] p")
    files = page.locator("input[type=file]")
    for n, name in enumerate(("contracts.csv", "commitments.csv", "deliveries.csv")):
        text = (PRACTICE / name).read_text(encoding="utf-8").splitlines()
        files.nth(n).set_input_files({"name": f"ours-{name}", "mimeType": "text/csv", "buffer": "\n".join(text[:6]).encode()})
        if n == 0:
            page.wait_for_selector("[data-words=given] p:has-text('Still needed: commitments.csv, deliveries.csv')")
    page.wait_for_selector("[data-words=shown] p:has-text('your own portfolio')")
    page.wait_for_selector("[data-words=headline] p:has-text('1 contract with 5 promises')")
    page.get_by_role("button", name="Show the practice contracts").click()
    page.wait_for_selector("[data-words=headline] p:has-text('12 contracts')")


@pytest.fixture(scope="module")
def published(shared):
    """A value map that only its address opens and a listed portfolio, published to the server's own folder."""
    folder = shared.work / "published"
    folder.mkdir(exist_ok=True)
    for given, address, listed in ((content("datasets") / "practice" / "value-maps" / "home-care.yaml", "home-care-abcdefghijklmnopqrstuvwxyz", False),
                                   (PRACTICE, "our-contracts", True)):
        made = make(open_work(str(given)), reference(), Wishes(date(2026, 11, 22), listed=listed), address)
        for name, made_file in made.files.items():
            (folder / name).write_bytes(made_file)
    return folder


def test_published_work_is_read_at_its_own_address(page, server, fits, published):
    page.goto(f"{server}/published/home-care-abcdefghijklmnopqrstuvwxyz")
    page.wait_for_selector("[data-words=published] p:has-text('Published on 22 November 2026')")
    page.wait_for_selector("figure[data-drawn=svg]")
    fits(page)
    expect(page.locator("main :is(input, select, textarea)")).to_have_count(0)
    page.goto(f"{server}/published/")
    page.wait_for_selector("[data-words=published] a")
    expect(page.locator("[data-words=published] a")).to_have_text(["Practice"])
    page.get_by_role("link", name="Practice").click()
    page.wait_for_selector("h1:has-text('Practice')")
    for wrong in ("home-care", "home-care-abcdefghijklmnopqrstuvwxy", "our-contracts?work=home-care-abcdefghijklmnopqrstuvwxyz", "..%2Froom"):
        assert page.request.get(f"{server}/published/{wrong}").status == 404


@pytest.mark.parametrize("name", ["practice.html", "practice-contract-invented-home-care.html"])
def test_one_file_works_from_a_memory_stick_with_the_network_off(context, fits, published, name):
    context.set_offline(True)
    page, asked, errors = context.new_page(), [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
    page.goto((published / name).as_uri())
    expect(page.locator(".drawing svg").first).to_be_visible()
    assert asked == [(published / name).as_uri()]
    fits(page)
    page.locator("summary").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("details[open] table").first).to_be_visible()
    assert errors == []

"""From a 10,000-row register to three valued contracts in a real browser, without code; and the pages fit and can be used by everybody."""

from __future__ import annotations

import csv
import io

from hands import field, press, says, screen, step, typed, until_saved
from playwright.sync_api import expect

EXPLORER = "/voila/render/apps/spend-explorer.ipynb"
VALUER = "/voila/render/apps/contract-valuer.ipynb"
KINDS = ("77310000", "85312400", "45454100")



def register(rows):
    """A council's register, as bytes."""
    words = io.StringIO()
    writer = csv.writer(words)
    writer.writerow(["Contract Ref", "Contract Title", "Supplier Name", "CPV Code", "Contract Value", "Start Date", "End Date"])
    for n in range(rows):
        writer.writerow([f"C{n}", f"Service {n % 50} for area {n:05d}", f"Firm {n % 700} Ltd", KINDS[n % 3], f"£{(n * 7919) % 300000 + 500:,}.00",
                         f"01/04/{2020 + n % 6}", f"{n % 28 + 1:02d}/{n % 12 + 1:02d}/{2027 + n % 4}"])
    return {"name": "register.csv", "mimeType": "text/csv", "buffer": words.getvalue().encode()}


def choose_three(page, server):
    """The spend explorer's part: read the file, take three, mark, hand over."""
    page.goto(server + EXPLORER)
    page.wait_for_selector("[data-words=read] p")
    page.set_input_files("input[type=file]", register(10_000))
    page.wait_for_selector("[data-words=read] p:has-text('10,000 of 10,000 rows')")
    step(page, "Choose three")
    for place, word in enumerate(("00300", "00301", "00302")):
        field(page, "search").fill(f"area {word}")
        page.wait_for_selector(f"[data-field=found] option:nth-of-type(2):has-text('{word}')", state="attached")
        field(page, "found").select_option(index=1)
        page.get_by_role("button", name="Take this one").click()
        page.wait_for_selector(f"[data-words=mine-{place}] p:has-text('{word}')")
        field(page, f"mine-{place}.reason").fill("It touches people every day")
    page.get_by_role("button", name="These are my three").click()
    page.wait_for_selector("[data-field='chosen-0'] option:has-text('00300')", state="attached")
    for place, word in enumerate(("00300", "00301", "00302")):
        option = page.locator(f"[data-field='chosen-{place}'] option").filter(has_text=word).first.get_attribute("value")
        field(page, f"chosen-{place}").select_option(option)
        field(page, f"chosen-{place}.reason").fill("It is open and near to people")
    page.get_by_role("button", name="Keep these three").click()
    page.wait_for_selector("[data-words=handed] .sv-good")


def test_from_ten_thousand_rows_to_three_valued_contracts(page, server):
    choose_three(page, server)
    page.goto(server + VALUER)
    page.wait_for_selector("[data-words=handed] p:has-text('00302')")
    page.get_by_role("button", name="Take all of these").click()
    page.wait_for_selector("[data-words=summary] tr:nth-of-type(3)")
    for place, taken in enumerate(("jobs", "wellbeing", "trade-apprentices")):
        field(page, "in-hand").select_option(str(place))
        step(page, "What it changes")
        page.locator(f"[data-words='offer-{taken}']").wait_for()
        expect(page.locator(f"[data-words='offer-{taken}']")).to_contain_text("Why here:")
        page.locator(f"[data-button='accept-{taken}'] button, button[data-button='accept-{taken}']").first.click()
        page.wait_for_selector(f"[data-words='offer-{taken}'] .sv-good")
        step(page, "Numbers and reasons")
        page.wait_for_selector("[data-field=likely]")
        for part, text in (("low", "2"), ("likely", "4"), ("high", "7"), ("reason", "The supplier's own plan")):
            field(page, part).fill(text)
        field(page, "key").select_option("deadweight")
        page.wait_for_selector("[data-field=likely] :text('A share, such as 40%')")
        for part, text in (("low", "20%"), ("likely", "40%"), ("high", "60%"), ("reason", "Some would have come about anyway")):
            field(page, part).fill(text)
        page.wait_for_selector("[data-words=assumed] td:has-text('Some would have come about anyway')")
        page.wait_for_selector(f"[data-words=summary] tbody tr:nth-of-type({place + 1}) td:has-text(' to £')")
    ranges = page.locator("[data-words=summary] tbody tr td:nth-of-type(2)").all_inner_texts()
    assert len(ranges) == 3 and len(set(ranges)) == 3
    step(page, "Result")
    page.wait_for_selector("[data-chart=waterfall] figure")
    expect(page.locator("[data-words=methods] tbody tr")).to_have_count(3)
    step(page, "Take along")
    for name, ending, start in (("Workbook", ".xlsx", b"PK"), ("Report", "-report.html", b"<!DOCTYPE"), ("Slides", ".pptx", b"PK")):
        with page.expect_download() as got:
            page.get_by_role("button", name=name).click()
        assert got.value.suggested_filename.endswith(ending)
        assert got.value.path().read_bytes().startswith(start)
    until_saved(page)
    page.reload()
    page.wait_for_selector("[data-words=summary] tr:nth-of-type(3)")
    expect(page.locator("[data-words=summary] tbody tr td:nth-of-type(2)")).to_have_text(ranges)


def test_jobs_are_counted_as_full_time_years(page, server, violations):
    page.goto(server + VALUER)
    page.wait_for_selector("[data-words=handed] p")
    field(page, "practice").select_option(label="Grounds maintenance")
    press(page, "take-practice")
    page.wait_for_selector("[data-words=summary] th:has-text('Grounds')")
    step(page, "What it changes")
    press(page, "accept-jobs")
    page.wait_for_selector("[data-words='offer-jobs'] .sv-good")
    step(page, "Numbers and reasons")
    press(page, "add-job")
    page.wait_for_selector("[data-field='job.title.1'] input:focus")
    page.keyboard.type("Gardeners")
    for part, text in (("persons", "4"), ("hours", "some"), ("weeks", "78")):
        typed(page, f"job.{part}.1", text)
    page.wait_for_selector("[data-field='job.hours.1'] :text('\"some\" is not a number')")
    typed(page, "job.hours.1", "18.5")
    says(page, "jobs", "4 persons make 2 full-time years")
    press(page, "use-jobs")
    says(page, "jobs", "The line holds this number.")
    expect(field(page, "likely")).to_have_value("2")
    assert violations(page) == []


def test_by_keyboard_and_everywhere_accessible(page, server, violations):
    page.goto(server + VALUER)
    page.wait_for_selector("[data-words=handed] p")
    field(page, "practice").focus()
    page.keyboard.type("Home care")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-words=summary] th:has-text('Home care')")
    page.locator(".sv-steps button").nth(1).focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-words='offer-jobs']")
    page.locator("[data-field='refuse-jobs.reason'] input").focus()
    page.keyboard.type("They cannot find staff at all")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-words='offer-jobs'] :text('They cannot find staff at all')")
    page.locator("[data-words='offer-wellbeing']").wait_for()
    page.locator("[data-button='accept-wellbeing'] button, button[data-button='accept-wellbeing']").first.press("Enter")
    page.wait_for_selector("[data-words='offer-wellbeing'] .sv-good")
    for name in ("Contract", "What it changes", "Numbers and reasons", "Result", "Take along"):
        step(page, name)
        screen(page, 1280, "light")
        if name in ("Contract", "What it changes", "Result"):
            assert violations(page) == []
        screen(page, 320, "dark")
        if name == "Numbers and reasons":
            assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, "the page scrolls sideways"

"""What a person typed comes back, whatever ends: the page, the tab, the kernel, the server, the device."""

from __future__ import annotations

import zipfile

import psutil
import pytest
from hands import press, step, until, until_saved
from playwright.sync_api import expect

APP = "/voila/render/apps/value-builder.ipynb"
RATIO = "[data-result=ratio]"
CHANGED = "£5.73"  # the first line of the real case with half of it taken off as deadweight
AT_FIRST = "£5.80"


def open_app(page, address):
    page.goto(address + APP)
    page.wait_for_selector(RATIO)


def deadweight(page):
    return page.locator("[data-field=deadweight] input")


def change(page):
    """Change a number, and wait until the page says that it is saved."""
    deadweight(page).fill("50%")
    page.wait_for_selector(f"{RATIO}:text-is('{CHANGED}')")
    until_saved(page)
    page.wait_for_selector("text=/Saved at/")


def is_back(page):
    page.wait_for_selector(f"{RATIO}:text-is('{CHANGED}')")
    expect(deadweight(page)).to_have_value("50%")


@pytest.fixture
def tab(context):
    page = context.new_page()
    yield page
    page.close()


def test_the_back_button(tab, server):
    open_app(tab, server)
    change(tab)
    tab.goto(server)
    tab.go_back()
    is_back(tab)


def kept(workshop):
    """How many people's saved work holds the number."""
    return sum("50%" in path.read_text(encoding="utf-8") for path in workshop.work.rglob("value-builder*.json"))


def test_what_was_typed_as_the_page_closed(tab, server, shared):
    before = kept(shared)
    open_app(tab, server)
    deadweight(tab).fill("")
    deadweight(tab).press_sequentially("50%")
    tab.goto(server)  # at once: the last letter has not been saved yet
    until(lambda: kept(shared) > before, "the page that was left never saved")
    open_app(tab, server)
    is_back(tab)


def test_a_kernel_that_is_killed(tab, workshop):
    open_app(tab, workshop.address)
    change(tab)
    assert workshop.kernels()
    for kernel in workshop.kernels():
        kernel.kill()
    tab.get_by_role("button", name="Open it again").or_(tab.get_by_role("link", name="Open it again")).click()
    is_back(tab)


def test_a_server_that_is_killed(tab, workshop):
    open_app(tab, workshop.address)
    change(tab)
    kernels = workshop.kernels()
    workshop.stop(kindly=False)
    psutil.wait_procs(kernels, 30)
    workshop.start()
    open_app(tab, workshop.address)
    is_back(tab)


def test_two_tabs_keep_both_versions(context, server):
    first, second = context.new_page(), context.new_page()
    open_app(first, server)
    open_app(second, server)
    change(first)
    deadweight(second).fill("20%")
    second.wait_for_selector("[data-words=not-saved]:has-text('other tab')")
    second.reload()
    second.wait_for_selector(RATIO)
    is_back(second)
    second.get_by_role("button", name="Open the version of").first.click()
    second.wait_for_function("() => document.querySelector('[data-field=deadweight] input').value === '20%'")


def test_a_resume_code_works_on_another_device(chromium, tab, server):
    open_app(tab, server)
    change(tab)
    tab.get_by_role("button", name="Get a resume code").click()
    said = tab.locator("[data-words=your-work]")
    said.get_by_text("Your resume code is").wait_for()
    code = said.inner_text().split("code is ")[1].split(".")[0]
    other = chromium.new_context().new_page()
    try:
        open_app(other, server)
        expect(other.locator(RATIO)).to_have_text(AT_FIRST)
        other.locator("[data-field=resume-code] input").fill(code.lower())
        other.get_by_role("button", name="Take up that work").click()
        is_back(other)
    finally:
        other.context.close()


def test_a_person_takes_along_and_deletes_what_is_kept(tab, workshop, tmp_path):
    open_app(tab, workshop.address)
    change(tab)
    with tab.expect_download() as got:
        tab.get_by_role("button", name="Download what is kept about me").click()
    got.value.save_as(tmp_path / "mine.zip")
    assert any("value-builder" in name for name in zipfile.ZipFile(tmp_path / "mine.zip").namelist())
    tab.get_by_role("button", name="Delete what is kept about me").click()
    tab.get_by_role("button", name="Yes, delete it all").click()
    tab.get_by_text("Deleted:").wait_for()
    assert not list(workshop.work.rglob("*value-builder*"))
    open_app(tab, workshop.address)
    expect(tab.locator(RATIO)).to_have_text(AT_FIRST)


def test_a_press_right_after_typing_takes_all_that_was_typed(tab, workshop):
    tab.goto(workshop.address + "/voila/render/apps/scoring-lab.ipynb")
    tab.wait_for_selector("[data-field=mark]")
    tab.locator("[data-field=mark] input").fill("40")
    until_saved(tab)  # the kernel has it
    reason = tab.locator("[data-field='mark.reason'] textarea")
    kernels = workshop.kernels()
    for kernel in kernels:
        kernel.suspend()  # as busy as a kernel can be
    reason.press_sequentially("Names the college")
    tab.locator("[data-button=commit] button").click()
    for kernel in kernels:
        kernel.resume()
    tab.wait_for_selector("[data-words=told] :text('Your mark is in')")
    with tab.expect_download() as got:
        tab.locator("[data-button=marks] button").click()
    assert "Names the college" in got.value.path().read_text()


def test_what_was_typed_stays_with_its_line_when_another_is_chosen_before_the_kernel_has_it(tab, workshop):
    tab.goto(workshop.address + "/voila/render/apps/contract-valuer.ipynb")
    tab.wait_for_selector("[data-words=handed] p")
    tab.locator("[data-field=practice] select").select_option(label="Grounds maintenance")
    press(tab, "take-practice")
    tab.wait_for_selector("[data-words=summary] th:has-text('Grounds')")
    step(tab, "What it changes")
    for taken in ("jobs", "carbon"):
        press(tab, f"accept-{taken}")
        tab.wait_for_selector(f"[data-words='offer-{taken}'] .sv-good")
    step(tab, "Numbers and reasons")
    tab.locator("[data-field=line] select").select_option("jobs")
    tab.wait_for_selector("[data-field=outcome] input")
    tab.wait_for_function("() => document.querySelector('[data-field=outcome] input').value.includes('work')")
    tab.wait_for_function("() => !document.querySelector('[data-field=reason] textarea').readOnly")
    until_saved(tab)
    reason = tab.locator("[data-field=reason] textarea")
    kernels = workshop.kernels()
    for kernel in kernels:
        kernel.suspend()
    reason.press_sequentially("The plan says so")
    tab.locator("[data-field=key] select").select_option("deadweight")
    tab.locator("[data-field=likely] input").press_sequentially("40%")  # too soon: the box still shows the number of people
    for kernel in kernels:
        kernel.resume()
    tab.wait_for_selector("[data-words=assumed] td:has-text('The plan says so')")
    tab.wait_for_selector("[data-field=likely] :text('A share, such as 40%')")
    rows = tab.locator("[data-words=assumed] tbody tr").all_inner_texts()
    assert [row for row in rows if "The plan says so" in row] == [row for row in rows if row.startswith("How many")], rows
    expect(reason).to_have_value("")
    expect(tab.locator("[data-field=likely] input")).to_have_value("")
    tab.locator("[data-field=likely] input").fill("40%")
    tab.wait_for_selector("[data-words=assumed] tr:has(th:has-text('deadweight')) td:has-text('40%')")
    tab.locator("[data-field=line] select").select_option("carbon")
    tab.wait_for_function("() => document.querySelector('[data-field=outcome] input').value.includes('carbon')")
    tab.wait_for_function("() => document.querySelector('[data-field=likely] input').value === ''")

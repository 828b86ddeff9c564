"""The template in a real browser: what it puts in place of stock Voila's page, each thing tried on the pinned Voila."""

from __future__ import annotations

import os
import re
import signal
import time

import pytest
from hands import settled
from playwright.sync_api import expect

from svtrain.serve.links import RoomLinks
from svtrain.serve.session import server_secret

WIDGETS, WORDS = "/voila/render/apps/widgets.ipynb", "/voila/render/1-explore/01-words.ipynb"
READY = {WIDGETS: ".widget-tab", WORDS: ".failed", "/": ".card"}


@pytest.fixture
def tab(context, stage):
    """A page of the stage; it fails its test when a request leaves the machine or a script fails."""
    tab = context.new_page()
    outside, errors = [], []
    own = (stage.address, stage.address.replace("http", "ws", 1), "data:", "blob:", "about:")
    tab.on("request", lambda request: None if request.url.startswith(own) else outside.append(request.url))
    tab.on("websocket", lambda socket: None if socket.url.startswith(own) else outside.append(socket.url))
    tab.on("pageerror", lambda error: errors.append(str(error)))
    tab.on("console", lambda said: errors.append(said.text) if said.type == "error" and "status of" not in said.text else None)
    yield tab
    tab.close()
    assert not outside
    assert not errors


def show(tab, stage, path):
    tab.goto(stage.address + path)
    if path in READY:
        tab.wait_for_selector(READY[path])
    return tab


@pytest.mark.parametrize("path", ["/", WIDGETS, WORDS, "/no-such-page", "join"])
@pytest.mark.parametrize("width, scheme", [(1280, "light"), (1280, "dark"), (320, "light"), (320, "dark")])
def test_pages_are_accessible_and_fit(tab, stage, violations, path, width, scheme):
    if path == "join":
        path = "/join/" + RoomLinks(server_secret(stage.work)).token(stage.room("North"), "projector", team="A")
    tab.set_viewport_size({"width": width, "height": 800})
    tab.emulate_media(color_scheme=scheme)
    show(tab, stage, path)
    assert violations(tab) == []
    assert tab.evaluate("document.documentElement.scrollWidth") <= width
    assert tab.evaluate("document.documentElement.lang") == "en-GB"
    expect(tab.locator("main")).to_have_count(1)
    assert tab.title().endswith("Social value training") and len(tab.title()) > len(" - Social value training")


def test_text_may_be_twice_as_large(tab, stage):
    tab.set_viewport_size({"width": 640, "height": 450})  # a window of 1280 by 900 at 200%
    for path in READY:
        show(tab, stage, path)
        assert tab.evaluate("document.documentElement.scrollWidth") <= 640
        cut = tab.evaluate("""() => [...document.querySelectorAll('.widget-label, .jupyter-button, h1, h2, a')].filter((node) =>
            node.offsetParent && (node.scrollWidth > node.clientWidth + 2) && getComputedStyle(node).overflow !== 'visible').map((node) => node.textContent)""")
        assert cut == []


def test_the_first_tab_skips_to_the_content(tab, stage):
    show(tab, stage, WIDGETS)
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.textContent") == "Skip to the main content"
    assert tab.evaluate("document.activeElement.getBoundingClientRect().top") >= 0
    tab.keyboard.press("Enter")
    assert tab.evaluate("document.activeElement.tagName") == "MAIN"
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.closest('main') !== null")


def test_every_stop_of_the_tab_key_is_named_and_seen(tab, stage):
    show(tab, stage, WIDGETS)
    seen = []
    for _ in range(60):
        tab.keyboard.press("Tab")
        at = tab.evaluate("""() => { const node = document.activeElement; if (node === document.body) return null;
            const ring = getComputedStyle(node);
            return { what: `${node.className} ${node.tagName} ${node.type} ${ring.outline}`, ring: ring.outlineStyle !== 'none' && parseFloat(ring.outlineWidth) >= 2,
                     inside: node.closest('main') !== null }; }""")
        if at is None:
            break
        seen.append(at)
    assert [stop["what"] for stop in seen if not stop["ring"]] == []
    for part in ("noUi-handle", "SELECT", "TEXTAREA", "BUTTON", "lm-TabBar-tab"):
        assert any(part in stop["what"] for stop in seen), part


def test_a_slider_is_named_and_moves_by_keyboard(tab, stage):
    show(tab, stage, WIDGETS)
    handle = tab.get_by_role("slider", name="How many people")
    handle.focus()
    tab.keyboard.press("ArrowRight")
    tab.wait_for_selector("#said:text('says 5')")
    expect(handle).to_have_attribute("aria-valuetext", "5")
    assert tab.get_by_role("slider", name="Years from").count() == tab.get_by_role("slider", name="Years to").count() == 1


def test_radios_are_a_group_of_large_targets(tab, stage):
    show(tab, stage, WIDGETS)
    group = tab.get_by_role("radiogroup", name="Would it have happened anyway?")
    radios = group.get_by_role("radio")
    expect(radios).to_have_count(3)
    boxes = [radios.nth(number).bounding_box() for number in range(3)]
    assert all(box["width"] >= 24 and box["height"] >= 24 for box in boxes)
    radios.nth(0).focus()
    tab.keyboard.press("ArrowDown")
    expect(group.get_by_role("radio", name="No")).to_be_checked()


def test_buttons_are_buttons_and_answer_to_the_keyboard(tab, stage):
    show(tab, stage, WIDGETS)
    button = tab.get_by_role("button", name="Add one")
    assert button.evaluate("node => node.tagName") == "BUTTON"
    button.focus()
    tab.keyboard.press("Enter")
    tab.wait_for_selector("#said:text('says 5')")
    tab.wait_for_selector("#connection:not(:has-text('reconnecting'))", state="attached")


def test_tabs_open_by_keyboard(tab, stage):
    show(tab, stage, WIDGETS)
    tab.get_by_role("tab", name="Two").focus()
    tab.keyboard.press("Enter")
    tab.wait_for_selector(".widget-tab .widget-label:text('Second')")
    expect(tab.get_by_role("tab", name="Two")).to_have_attribute("aria-selected", "true")


def test_words_stay_where_they_are_while_widgets_come(tab, stage):
    tab.add_init_script("""window.shift = 0; new PerformanceObserver((list) => { for (const one of list.getEntries()) window.shift += one.value; })
        .observe({ type: 'layout-shift', buffered: true });""")
    for path in (WORDS, WIDGETS):
        show(tab, stage, path)
        tab.wait_for_selector("html[data-ready]")
        settled(tab)
        assert tab.evaluate("window.shift") < 0.05


def test_scripts_come_once_and_are_kept(tab, stage):
    show(tab, stage, WIDGETS)
    show(tab, stage, WIDGETS)
    again = tab.evaluate("""() => performance.getEntriesByType('resource').filter((one) => /voila\\/(static|labextensions|templates)/.test(one.name) && one.transferSize > 0)
        .map((one) => one.name)""")
    assert again == []


def test_print_leaves_out_what_paper_cannot_do(tab, stage):
    show(tab, stage, WIDGETS)
    tab.emulate_media(media="print", color_scheme="dark")
    assert tab.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    expect(tab.locator(".foot")).to_be_hidden()
    expect(tab.get_by_role("button", name="Add one")).to_be_hidden()
    expect(tab.locator("#said")).to_be_visible()


def test_a_dead_kernel_says_so_and_opens_again(tab, stage):
    tab.goto(stage.address + "/voila/render/apps/probe.ipynb")
    tab.wait_for_selector("html[data-ready]")
    number = int(re.search(r"pid (\d+)", tab.locator(".printed", has_text="pid").inner_text()).group(1))
    os.kill(number, signal.SIGTERM if os.name == "nt" else signal.SIGKILL)
    again = tab.get_by_role("button", name="Open it again")
    again.wait_for(timeout=15_000)
    expect(tab.locator("#connection")).to_contain_text("Your work is saved")
    with tab.expect_navigation():
        again.click()
    tab.wait_for_selector("html[data-ready]")
    assert f"pid {number}" not in tab.locator(".printed", has_text="pid").inner_text()


def test_a_server_that_comes_back_opens_the_page_again(context, stages):
    first = stages(forked_kernels=False)
    tab = context.new_page()
    tab.goto(first.address + WIDGETS)
    tab.wait_for_selector("html[data-ready]")
    first.process.terminate()
    tab.wait_for_selector("#connection p:text('reconnecting')", timeout=15_000)
    expect(tab.locator("#connection")).to_contain_text("Your work is saved")
    first.process.wait(20)
    with tab.expect_navigation(timeout=30_000):
        stages(forked_kernels=False, port=int(first.address.rsplit(":", 1)[1]))
    tab.wait_for_selector("html[data-ready]")
    tab.close()


def test_a_line_that_drops_is_taken_up_again(tab, stage):
    show(tab, stage, WIDGETS)
    tab.wait_for_selector("html[data-ready]")
    tab.evaluate("""() => new Promise((again) => {
        const kernel = window.jupyterapp.widgetManager.kernel;
        kernel.connectionStatusChanged.connect((_, status) => { if (status === 'connected') again(); });
        kernel._ws.close();
    })""")
    tab.get_by_role("slider", name="How many people").focus()
    tab.keyboard.press("ArrowRight")
    tab.wait_for_selector("#said:text('says 5')")
    tab.wait_for_selector("#connection:not(:has-text('reconnecting'))", state="attached")


# A line that swallows what goes up or down it, as one does that is gone before anybody knows.
LOSSY = """
window.lost = { up: false, down: false };
const send = WebSocket.prototype.send;
WebSocket.prototype.send = function (data) { if (!window.lost.up) send.call(this, data); };
const heard = Object.getOwnPropertyDescriptor(WebSocket.prototype, "onmessage");
Object.defineProperty(WebSocket.prototype, "onmessage", { ...heard, set(call) {
  heard.set.call(this, (event) => { if (!window.lost.down) call(event); });
} });
"""
DROP = """() => {
  window.lost = { up: false, down: false };
  window.jupyterapp.widgetManager.kernel._ws.close();
}"""


@pytest.mark.parametrize("lost", ["up", "down"])
def test_what_was_on_its_way_when_the_line_dropped_comes_and_comes_once(tab, stage, lost):
    tab.add_init_script(LOSSY)
    show(tab, stage, WIDGETS)
    tab.wait_for_selector("html[data-ready]")
    tab.evaluate("lost => { window.lost[lost] = true; }", lost)
    button = tab.get_by_role("button", name="Add one")
    button.click()
    tab.wait_for_timeout(500)
    expect(tab.locator("#said")).to_contain_text("says 4")
    tab.evaluate(DROP)
    expect(tab.locator("#said")).to_contain_text("says 5")
    button.click()
    expect(tab.locator("#said")).to_contain_text("says 6")


def test_what_is_typed_while_the_line_is_lost_is_counted(page, server):
    page.add_init_script(LOSSY)
    page.goto(f"{server}/voila/render/apps/value-builder.ipynb")
    ratio, box = page.locator("[data-result=ratio]"), page.locator("[data-field=deadweight] input")
    expect(ratio).to_have_text("£5.80")
    page.evaluate("() => { window.lost = { up: true, down: true }; }")
    box.fill("")
    box.press_sequentially("5", delay=200)  # the first letters are on their way, and the others wait for their answer
    box.press_sequentially("0%")
    page.evaluate(DROP)
    expect(ratio).to_have_text("£5.73")
    expect(box).to_have_value("50%")
    page.evaluate(DROP)
    box.fill("10%")  # before any answer can come
    expect(ratio).to_have_text("£5.80")
    expect(box).to_have_value("10%")
    page.wait_for_timeout(1000)
    expect(box).to_have_value("10%")


# A browser with too much to do: the widgets' states come late, and a look at them that should come after 0.1 s comes after 3 s.
BUSY = """
const wait = window.setTimeout;
window.setTimeout = (call, ms, ...rest) => wait(call, ms === 100 ? 3000 : ms, ...rest);
const told = Object.getOwnPropertyDescriptor(WebSocket.prototype, "onmessage");
const read = (data) => typeof data === "string" ? data : new TextDecoder().decode(data);
Object.defineProperty(WebSocket.prototype, "onmessage", { ...told, set(call) {
  told.set.call(this, (event) => read(event.data).includes("update_states") ? wait(() => call(event), 1000) : call(event));
} });
"""


def test_widgets_come_on_a_machine_with_too_much_to_do(tab, stage):
    tab.add_init_script(BUSY)
    show(tab, stage, WIDGETS)
    assert not tab.get_by_text("model not found").count()


def test_widgets_come_over_a_slow_line(page, server):
    """A script that takes longer than anywidget waits for."""
    def late(route):
        time.sleep(2.6)
        route.continue_()

    page.route("**/front/**/field.js", late)
    page.goto(f"{server}/voila/render/apps/which-rule.ipynb")
    page.locator("[data-field] select, [data-field] input").first.wait_for()


def test_the_room_opens_when_a_place_is_free(context, stages, violations):
    stage = stages(forked_kernels=False, most_kernels=1)
    holder = stage.visitor()
    kernel, _ = stage.open(holder)
    tab = context.new_page()
    tab.goto(stage.address + WORDS)
    expect(tab.locator("h1")).to_have_text("The room is full")
    expect(tab.get_by_role("status")).to_have_text("You are next.")
    assert violations(tab) == []
    holder.post(f"{stage.address}/voila/api/shutdown/{kernel}", headers={"Origin": stage.address})
    tab.wait_for_selector("h1:text('Some words')", timeout=20_000)
    tab.close()

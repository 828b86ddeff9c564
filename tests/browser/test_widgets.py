"""Every widget of the house on one page, in a real browser: keyboard, ear, eye, narrow, dark, hostile text."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import nbformat
import pytest
from hands import settled
from playwright.sync_api import expect

ROOT = Path(__file__).resolve().parents[2]
CODE = '''
import json
from svtrain.core.typed_numbers import NotANumber, number_from
from svtrain.ui import *
from svtrain.ui.figures import range_chart, tornado, waterfall, yearly

HOSTILE = "<img src=x onerror=window.hacked=1><script>window.hacked=1</script>"
share_field = NumberField(term="deadweight", value="10%", name="share", step=0.01)
choice = ChoiceField("Pick", "a", [("a", "First"), ("b", HOSTILE, "A group " + HOSTILE)], name="choice", hint=HOSTILE)
list_field = ListField("One of two", "", [("x", "Ex " + HOSTILE), ("y", "Why")], name="list", term="proxy")
tick = TickField("I agree", name="tick")
long = LongTextField("Reason", name="long")
echo, head = Words(name="echo"), Words(live=True, name="head")
fields = [share_field, choice, list_field, tick, long]
def tell(_=None):
    echo.say(json.dumps({field.name: field.value for field in fields}))
for field in fields:
    field.on_value(tell)
chart = Chart(name="chart")
def sum_up(text):
    try:
        taken = number_from(text)
        share_field.problem = ""
    except NotANumber as error:
        share_field.problem = str(error)
        return
    left = 10000 * (1 - taken)
    chart.show(waterfall([("Gross value", 10000, "total"), ("Would have happened anyway", -10000 * taken), ("First year " + HOSTILE, left, "total")]))
    head.say(paragraph(f"First year: {money(left)} {HOSTILE}", "headline"))
share_field.on_value(sum_up)
sum_up("10%")
tell()
line = Chart({"data": [{"type": "scatter", "x": [1, 2, 3], "y": [2, 1, 4]}], "layout": {}}, name="line",
             sentence="It falls, then rises.", table={"caption": "A line " + HOSTILE, "columns": ["At", "Value"], "rows": [["1", "2"], [HOSTILE, "1"]]})
kernel_line = Chart({"data": [{"type": "scatter", "x": [1, 2], "y": [2, 1]}], "layout": {}}, name="kernel-line", plotly_url="", sentence="It falls.")
took = Words(name="took")
page("Widgets", "All of them, " + HOSTILE,
     columns(*fields), results(head, chart),
     section("More", columns(Chart(yearly([1, 2], [100, 50], [97, 47]), name="years"), Chart(range_chart([("All", 0.5, 1.2, 3)]), name="range")),
             Chart(tornado([("Duration", 5, 6), ("Drop-off", 7, 4)], 5.8), name="tornado"),
             Words(table("Years " + HOSTILE, ["Year", "Value"], [[1, HOSTILE]]))),
     row(Button("Plain"), Button("Gone", kind="danger", disabled=True), Download("Save it", "it.txt", lambda: "kept", kind="main")),
     FileField("A file", on_file=lambda name, data: took.say(f"{name}: {data.decode()}"), limit=100), took, echo,
     steps([("Explore", lambda: Words("the first step")), ("Apply", lambda: Words("the second step"))]), line, kernel_line)
'''


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    """A workshop of one page."""
    folder = tmp_path_factory.mktemp("widgets")
    spec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    about = {"kind": "app", "step": "apply", "title": "Widgets", "purpose": "Show every widget."}
    book = nbformat.v4.new_notebook(metadata={"kernelspec": spec, "svtrain": about}, cells=[nbformat.v4.new_code_cell(CODE)])
    (folder / "notebooks" / "apps").mkdir(parents=True)
    nbformat.write(book, folder / "notebooks" / "apps" / "widgets.ipynb")
    return folder


@contextmanager
def serving(root, command, path="/", **environment):
    """Run a server that listens on ``{port}``; give its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    log = root / f"{port}.log"
    with log.open("w") as out:
        process = subprocess.Popen(
            [sys.executable, *(part.replace("{port}", str(port)) for part in command)], cwd=root / "notebooks",
            env={**os.environ, "PYTHONPATH": str(ROOT), **environment}, stdout=out, stderr=subprocess.STDOUT,
        )
    try:
        end = time.monotonic() + 60
        while True:
            try:
                urllib.request.urlopen(address + path, timeout=5).close()
                break
            except (urllib.error.URLError, OSError):
                assert process.poll() is None and time.monotonic() < end, log.read_text()
                time.sleep(0.1)
        yield address
    finally:
        process.terminate()
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()


@pytest.fixture(scope="module")
def server(root):
    """The workshop's own server."""
    code = f"from svtrain.serve.voila_server import run; run(port={{port}}, root={str(root)!r}, work={str(root / 'work')!r})"
    with serving(root, ["-c", code]) as address:
        yield address


@pytest.fixture
def shown(page, server):
    page.goto(server + "/voila/render/apps/widgets.ipynb")
    page.wait_for_selector("[data-chart=chart] .sv-mark", state="attached")
    return page


def told(page, **values):
    """Wait until the kernel has these values."""
    for name, value in values.items():
        page.wait_for_function("([n, v]) => JSON.parse(document.querySelector('[data-words=echo]').innerText)[n] === v", arg=[name, value])


def test_each_script_is_loaded_once_whatever_the_number_of_widgets(page, server):
    asked = []
    page.on("request", lambda request: asked.append(request.url.rpartition("/")[2]) if "/front/" in request.url else None)
    page.goto(server + "/voila/render/apps/widgets.ipynb")
    page.wait_for_selector("[data-chart=kernel-line]", state="attached")
    assert {"field.js", "chart.js", "theme.js", "house.css"} <= set(asked)
    assert sorted(set(asked)) == sorted(asked)


def test_a_key_changes_the_chart_in_place(shown):
    shown.evaluate("document.querySelector('[data-chart=chart] figure').stays = true")
    box = shown.locator("[data-field=share] input")
    box.focus()
    shown.keyboard.press("Control+A")
    shown.keyboard.type("40%")
    shown.wait_for_selector("[data-words=head]:has-text('First year: £6,000')")
    assert shown.evaluate("document.querySelector('[data-chart=chart] figure').stays") is True
    shown.wait_for_selector("[data-chart=chart] .sv-chart-sentence:has-text('£6,000 is left')")
    assert "£6k" in shown.locator("[data-chart=chart] svg:visible").inner_html()
    expect(box).to_have_value("40%")
    assert box.evaluate("node => node === document.activeElement")


def test_one_key_is_one_change_of_the_chart(shown):
    count = "() => Number(document.querySelector('[data-chart=chart] figure').dataset.change)"
    before = shown.evaluate(count)
    shown.locator("[data-field=share] input").focus()
    shown.keyboard.press("ArrowUp")
    told(shown, share="11%")
    shown.evaluate("() => window.jupyterapp.widgetManager.kernel.requestKernelInfo()")  # what the kernel said before its answer has come
    settled(shown)
    assert shown.evaluate(count) == before + 1


def test_arrow_keys_step_in_the_digits_that_stand_there(shown):
    shown.locator("[data-field=share] input").focus()
    shown.keyboard.press("ArrowUp")
    told(shown, share="11%")
    shown.locator("[data-field=share] input").fill("0.30")
    shown.keyboard.press("ArrowDown")
    told(shown, share="0.29")


def test_a_problem_stands_beside_its_field_and_is_read_out(shown):
    box = shown.locator("[data-field=share] input")
    box.fill("lots")
    shown.wait_for_selector("[data-field=share] [role=alert]:has-text('\"lots\" is not a number')")
    expect(box).to_have_attribute("aria-invalid", "true")
    alert = shown.locator("[data-field=share] [role=alert]").get_attribute("id")
    assert alert in box.get_attribute("aria-describedby").split()
    expect(box).to_have_value("lots")
    told(shown, share="lots")
    box.fill("5%")
    shown.wait_for_selector("[data-field=share][data-problem=no]")
    expect(box).not_to_have_attribute("aria-invalid", re.compile(".*"))


def test_a_word_is_explained_on_focus_and_put_away_with_escape(shown):
    ask = shown.get_by_role("button", name="What does deadweight mean?")
    tip = shown.locator("[data-field=share] [role=tooltip]")
    expect(tip).to_be_hidden()
    ask.focus()
    expect(tip).to_be_visible()
    expect(tip).to_contain_text("without the contract")
    shown.keyboard.press("Escape")
    expect(tip).to_be_hidden()
    ask.hover()
    expect(tip).to_be_visible()


def test_every_kind_of_field_reaches_the_kernel(shown):
    shown.locator("[data-field=choice] select").select_option("b")
    shown.locator("[data-field=list] input").nth(0).focus()
    shown.keyboard.press("ArrowDown")
    shown.get_by_role("checkbox", name="I agree").check()
    shown.get_by_label("Reason").fill("two\nlines")
    told(shown, choice="b", list="y", tick="yes", long="two\nlines")


def test_half_a_letter_does_not_stop_the_page(shown):
    shown.locator("[data-field=long] textarea").evaluate("""box => {
        box.value = "whole \\ud83d\\ude80, half \\ud83d";
        box.dispatchEvent(new Event("input", {bubbles: true}));
    }""")
    told(shown, long="whole \U0001f680, half \ufffd")
    shown.locator("[data-field=share] input").fill("30%")
    told(shown, share="30%")


def test_the_chart_is_read_mark_by_mark(shown):
    shown.locator("[data-chart=chart] .sv-chart-area").focus()
    shown.keyboard.press("ArrowRight")
    shown.keyboard.press("ArrowRight")
    expect(shown.locator("[data-chart=chart] .sv-chart-readout")).to_have_text("Would have happened anyway: −£1k")
    shown.keyboard.press("Escape")
    expect(shown.locator("[data-chart=chart] .sv-chart-readout")).to_have_text("")


def test_the_numbers_stand_in_a_real_table(shown):
    shown.locator("[data-chart=chart] summary").focus()
    shown.keyboard.press("Enter")
    table = shown.locator("[data-chart=chart] table")
    expect(table.locator("caption")).to_have_text("From gross value to present value")
    expect(table.locator("thead th[scope=col]")).to_have_text(["Step", "Amount"])
    expect(table.locator("tbody th[scope=row]").nth(1)).to_have_text("Would have happened anyway")
    expect(table.locator("tbody td").nth(1)).to_have_text("−£1,000")


def test_plotly_comes_from_this_machine_once_and_draws_only_what_needs_it(page, server):
    page.add_init_script("""const sheet = new CSSStyleSheet();
        sheet.replaceSync('html:not([data-drawn-once]) [data-chart=kernel-line] { display: none; }');
        document.adoptedStyleSheets = [sheet];""")  # the chart that asks the kernel waits until the other is drawn
    page.goto(server + "/voila/render/apps/widgets.ipynb")
    for name in ("line", "kernel-line"):
        page.locator(f"[data-chart={name}] .sv-chart-area").scroll_into_view_if_needed()
        page.wait_for_selector(f"[data-chart={name}] figure[data-drawn=plotly] .js-plotly-plot .main-svg")
        page.evaluate("document.documentElement.dataset.drawnOnce = 'yes'")
    asked = page.evaluate("performance.getEntriesByType('resource').map(one => one.name).filter(name => name.includes('plotly'))")
    assert len(asked) == 1 and "/svtrain/static/plotly-" in asked[0]
    assert page.get_attribute("[data-chart=chart] figure", "data-drawn") == "svg"


def test_plotly_comes_from_the_kernel_where_no_server_has_it(shown):
    asked = []
    shown.on("request", lambda request: asked.append(request.url) if "plotly-" in request.url else None)
    shown.evaluate("document.querySelector('[data-chart=line]').style.display = 'none'")
    shown.locator("[data-chart=kernel-line] .sv-chart-area").scroll_into_view_if_needed()
    shown.wait_for_selector("[data-chart=kernel-line] figure[data-drawn=plotly] .js-plotly-plot .main-svg")
    assert not asked


def test_hostile_text_is_shown_and_never_run(shown):
    shown.locator("[data-chart=line]").scroll_into_view_if_needed()
    shown.wait_for_selector("[data-chart=line] figure[data-drawn=plotly]")
    assert shown.evaluate("window.hacked") is None
    expect(shown.locator("[data-words=head]")).to_contain_text("<script>")
    expect(shown.locator("[data-field=list]")).to_contain_text("<img")
    expect(shown.locator("main img[src=x]")).to_have_count(0)


def test_files_go_both_ways(shown, tmp_path):
    with shown.expect_download() as got:
        shown.get_by_role("button", name="Save it").click()
    assert got.value.suggested_filename == "it.txt"
    assert Path(got.value.path()).read_text() == "kept"
    (tmp_path / "mine.txt").write_text("my own")
    shown.set_input_files("input[type=file]", tmp_path / "mine.txt")
    shown.wait_for_selector("[data-words=took]:has-text('mine.txt: my own')")
    (tmp_path / "large.txt").write_text("x" * 200)
    shown.set_input_files("input[type=file]", tmp_path / "large.txt")
    shown.wait_for_selector("[role=alert]:has-text('the most that can be read here')")


def test_steps_are_reached_by_tab(shown):
    second = shown.get_by_role("button", name="2. Apply")
    second.focus()
    shown.keyboard.press("Enter")
    shown.get_by_text("the second step").wait_for()
    expect(second).to_have_attribute("aria-current", "step")


def test_it_is_accessible_and_fits(shown, violations):
    shown.locator("[data-field=share] input").fill("lots")
    shown.wait_for_selector("[data-field=share][data-problem=yes]")
    for summary in shown.locator(".sv-chart summary").all():
        if summary.is_visible():
            summary.click()
    shown.wait_for_selector("[data-chart=kernel-line] figure[data-drawn=plotly]")
    for width in (1280, 320):
        shown.set_viewport_size({"width": width, "height": 900})
        for scheme in ("light", "dark"):
            shown.emulate_media(color_scheme=scheme)
            shown.wait_for_selector(f"html[data-sv-theme={scheme}]", state="attached")
            assert violations(shown) == [], (width, scheme)
        assert shown.evaluate("document.documentElement.scrollWidth") <= width
        drawn = shown.locator("[data-chart=chart] svg.sv-drawing:visible")
        expect(drawn).to_have_count(1)
        assert ("sv-narrow" if width == 320 else "sv-wide") in drawn.get_attribute("class")


def test_print_is_dark_on_white(shown):
    shown.emulate_media(color_scheme="dark")
    shown.wait_for_selector("html[data-sv-theme=dark]", state="attached")
    shown.emulate_media(media="print", color_scheme="dark")
    assert shown.eval_on_selector("[data-chart=chart] svg.sv-wide text:not(.sv-tick)", "node => getComputedStyle(node).fill") == "rgb(0, 0, 0)"
    expect(shown.get_by_role("button", name="Plain")).to_be_hidden()


@pytest.fixture(scope="module")
def lab(root):
    """JupyterLab as it comes, on the same notebook."""
    options = ["--no-browser", "--allow-root", "--ServerApp.port={port}", "--IdentityProvider.token=", "--LabApp.news_url=",
               "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate"]
    home = {"JUPYTER_CONFIG_DIR": str(root / "config"), "JUPYTERLAB_SETTINGS_DIR": str(root / "settings"), "JUPYTERLAB_WORKSPACES_DIR": str(root / "spaces")}
    with serving(root, ["-m", "jupyterlab", *options], "/api", **home) as address:
        yield address


def test_the_same_widgets_work_in_jupyterlab(context, lab):
    from playwright.sync_api import TimeoutError

    page = context.new_page()
    outside = []
    page.on("request", lambda request: None if request.url.startswith((lab, "data:", "blob:")) else outside.append(request.url))
    page.goto(f"{lab}/lab/tree/apps/widgets.ipynb")
    page.wait_for_selector(".jp-Notebook .jp-Cell", timeout=60_000)
    for _ in range(15):  # a run asked for before the kernel is connected is dropped
        if page.locator(".jp-Dialog .jp-mod-accept").count():  # a slow start asks which kernel to use
            page.locator(".jp-Dialog .jp-mod-accept").first.click()
        page.locator(".jp-Notebook .jp-Cell").first.click()
        page.keyboard.press("Control+Enter")
        try:
            page.wait_for_selector("[data-chart=chart] .sv-mark", state="attached", timeout=4000)
            break
        except TimeoutError:
            continue
    page.locator("[data-field=share] input").fill("40%")
    page.wait_for_selector("[data-words=head]:has-text('First year: £6,000')")
    page.locator("[data-chart=line] .sv-chart-area").scroll_into_view_if_needed()
    page.wait_for_selector("[data-chart=line] figure[data-drawn=plotly]")
    page.close()
    assert not outside

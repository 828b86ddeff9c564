"""From a key press to the changed chart, and from a click to the first chart, through a real browser, in one run.

    python bench/chart_update.py [--keys 40] [--visits 5]

One field and one chart are served three ways: by the workshop's server with the house's widgets; by stock Voila with the
house's widgets; by stock Voila with FloatText and plotly's FigureWidget. An empty page of stock Voila is the measure
of the first paint. Visits take turns, so that a busy machine slows all alike; the ratios are the result.

- paint: from the request to the page's last bar (or, on the empty page, its words) being in the page, warm cache
- update: from the key press to the changed chart being in the page, and to the next frame after it
"""

from __future__ import annotations

import argparse
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from contextlib import ExitStack, contextmanager
from pathlib import Path

import nbformat
from playwright.sync_api import sync_playwright

from svtrain.serve.browsers import find_browser

ROOT = Path(__file__).resolve().parents[1]
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"]
SUM = """
def steps(taken):
    left = 10000 * (1 - taken / 100)
    return [("Gross value", 10000), ("Would have happened anyway", left - 10000), ("Due to others", -left / 10), ("First year", left * 0.9)]
"""
HOUSE = SUM + """
from svtrain.ui import Chart, NumberField, page
from svtrain.ui.figures import waterfall
field, chart = NumberField("Would have happened anyway, %", "1", name="taken", step=1), Chart(name="chart")
def change(text):
    (a, b), *middle, (c, d) = steps(float(text or 0))
    chart.show(waterfall([(a, b, "total"), *middle, (c, d, "total")]))
field.on_value(change)
change("1")
page("One chart", "", field, chart)
"""
FIGURE_WIDGET = SUM + """
import ipywidgets, plotly.graph_objects as go
field = ipywidgets.FloatText(value=1, description="Taken", continuous_update=True)
names, values = zip(*steps(1))
chart = go.FigureWidget(go.Bar(x=values, y=names, orientation="h"))
def change(event):
    chart.data[0].x = [value for _, value in steps(event["new"])]
field.observe(change, "value")
ipywidgets.VBox([field, chart])
"""
# The first paint is noted by the page itself; the drawing of the chart is read as one text.
WATCH = """
window.drawn = () => [...document.querySelectorAll("svg.sv-wide rect, .js-plotly-plot .bars path")]
  .map((bar) => bar.getAttribute("d") || bar.getAttribute("x") + " " + bar.getAttribute("width")).join();
window.shown = () => drawn() || /Nothing is here/.test(document.body?.innerText || "");
const poll = setInterval(() => { if (document.body && shown()) { window.painted = performance.now(); clearInterval(poll); } }, 10);
window.addEventListener("keydown", (event) => {
  if (!/^[0-9]$/.test(event.key)) return;
  const begin = performance.now(), before = drawn();
  const watcher = new MutationObserver(() => {
    if (drawn() === before) return;
    watcher.disconnect();
    const changed = performance.now() - begin;
    requestAnimationFrame(() => setTimeout(() => window.times.push([changed, performance.now() - begin]), 0));
  });
  watcher.observe(document.body, { subtree: true, childList: true, attributes: true });
}, true);
window.times = [];
"""


def write(folder: Path, name: str, code: str, words: str = "") -> None:
    cells = [nbformat.v4.new_code_cell(code)] if code else [nbformat.v4.new_markdown_cell(words)]
    about = {"kind": "app", "step": "apply", "title": name, "purpose": "Measure."}
    spec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(nbformat.v4.new_notebook(metadata={"kernelspec": spec, "svtrain": about}, cells=cells), folder / f"{name}.ipynb")


@contextmanager
def serving(command: list[str], folder: Path):
    """Run a server that listens on ``{port}``; give its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen([sys.executable, *(part.replace("{port}", str(port)) for part in command)], cwd=folder,
                               env={**os.environ, "PYTHONPATH": str(ROOT)}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(600):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5).close()
                break
            except urllib.error.HTTPError:
                break
            except OSError:
                time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(15)


def visit(context, address: str) -> tuple[object, float]:
    page = context.new_page()
    page.add_init_script(WATCH)
    page.goto(address)
    page.wait_for_function("() => window.painted !== undefined", timeout=60_000)
    return page, page.evaluate("window.painted")


def updates(page, keys: int) -> list[list[float]]:
    """Press digits one at a time, each after the last one has been drawn."""
    box = page.locator("input").first
    box.focus()
    for number in range(keys):
        page.keyboard.press("Control+A")
        page.keyboard.press(str(number % 8 + 2))
        page.wait_for_function("n => window.times.length > n", arg=number, timeout=20_000)
        page.wait_for_timeout(30)
    return page.evaluate("window.times")


def p95(values: list[float]) -> float:
    return sorted(values)[min(len(values) - 1, round(0.95 * len(values)))]


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--keys", type=int, default=40)
    options.add_argument("--visits", type=int, default=5)
    asked = options.parse_args()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        notebooks = folder / "notebooks" / "apps"
        notebooks.mkdir(parents=True)
        write(notebooks, "house", HOUSE)
        write(notebooks, "figure-widget", FIGURE_WIDGET)
        write(notebooks, "empty", "", "Nothing is here.")
        stage = stack.enter_context(serving(
            ["-c", f"from svtrain.serve.voila_server import run; run(port={{port}}, root={str(folder)!r}, work={str(folder / 'work')!r})"], notebooks))
        voila = stack.enter_context(serving(["-m", "voila", "--no-browser", "--port={port}"], notebooks))
        pages = {
            "workshop, house's widgets": f"{stage}/voila/render/apps/house.ipynb",
            "stock Voila, house's widgets": f"{voila}/voila/render/house.ipynb",
            "stock Voila, FigureWidget": f"{voila}/voila/render/figure-widget.ipynb",
            "stock Voila, empty page": f"{voila}/voila/render/empty.ipynb",
        }
        playwright = stack.enter_context(sync_playwright())
        browser = playwright.chromium.launch(executable_path=find_browser(), args=FLAGS)
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        paints: dict[str, list[float]] = {name: [] for name in pages}
        for turn in range(asked.visits + 1):
            for name, address in pages.items():
                page, painted = visit(context, address)
                page.close()
                if turn:  # the first turn warms servers and cache
                    paints[name].append(painted)
        empty = statistics.median(paints["stock Voila, empty page"])
        print(f"{'':32}{'paint ms':>10}{'x empty':>9}{'update ms':>11}{'p95':>7}{'frame ms':>10}{'p95':>7}")
        for name, address in pages.items():
            paint = statistics.median(paints[name])
            line = f"{name:32}{paint:10.0f}{paint / empty:9.2f}"
            if "empty" not in name:
                page, _ = visit(context, address)
                page.wait_for_timeout(1000)
                times = updates(page, asked.keys)
                page.close()
                for column in (0, 1):
                    values = [time[column] for time in times]
                    line += f"{statistics.median(values):{11 - column}.0f}{p95(values):7.0f}"
            print(line)
        browser.close()


if __name__ == "__main__":
    main()

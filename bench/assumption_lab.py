"""What a keystroke costs in the assumption lab, beside the bare draws and through a real browser, in one run.

    python bench/assumption_lab.py [--keys 30] [--rounds 15] [--no-browser]

A map of 20 outcomes in which each of 160 assumptions has a range is judged, with 2,000 draws after each keystroke.
Rounds take turns, so that a busy machine slows all alike; the ratios are the result. Work is counted in processor seconds.

- keystroke: what the lab works out before it answers (result, checks, draws, bars), against numpy drawing the same numbers
- pause: what it works out when typing has stopped (drivers, what to find out first, what-ifs, each judgement's worth)
- browser: from the key press to the changed range being in the page, and to the changed picture of the draws (wanted: under 100 ms),
  beside a page with the same field, sentence and picture that works nothing out
"""

from __future__ import annotations

import argparse
import json
import statistics
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

import numpy as np
from chart_update import FLAGS, ROOT, p95, serving, write
from playwright.sync_api import sync_playwright

from svtrain.apps.assumption_lab.state import DRAWS, AssumptionLab
from svtrain.core.draws import pert_parameters, shape_of
from svtrain.core.model import Model
from svtrain.data import reference
from svtrain.serve.browsers import find_browser

PAGE = """
from pathlib import Path
from IPython.display import display
from svtrain.apps.assumption_lab.state import AssumptionLab
from svtrain.apps.assumption_lab.view import View
lab = AssumptionLab()
lab.open_file("map.json", Path({path!r}).read_bytes())
lab.commit_guess("o0.quantity")
lab.go("o0", "quantity")
lab.type("reason", "The first line counts most here.")
display(View(lab).render())
"""
# The floor in the browser: the same field, sentence and kind of picture, and nothing worked out.
BARE = """
from IPython.display import display
from markupsafe import Markup
from svtrain.ui import Chart, NumberField, Words, page
from svtrain.ui.figures import density
field, said, chart = NumberField("High", "3", name="high"), Words(), Chart(name="density")
def change(text):
    said.say(Markup("<p data-result='range'>{}</p><p data-result='driver'></p>").format(text))
    chart.show(density([float(text or 0) + n / 7 for n in range(30)]))
field.on_value(change)
change("3")
display(page("Nothing worked out", "", NumberField("Low", name="low"), field, said, chart))
"""
WATCH = """
window.times = [];
window.addEventListener("keydown", (event) => {
  if (!/^[0-9]$/.test(event.key)) return;
  const begin = performance.now(), range = () => document.querySelector("[data-result=range]")?.innerText;
  const picture = () => document.querySelector("[data-chart=density] figure")?.dataset.change;
  const was = [range(), picture()], found = [0, 0];
  const watcher = new MutationObserver(() => {
    [range(), picture()].forEach((now, i) => { if (!found[i] && now !== was[i]) found[i] = performance.now() - begin; });
    if (found[0] && found[1]) { watcher.disconnect(); window.times.push(found); }
  });
  watcher.observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true });
}, true);
"""


def example() -> dict:
    """A map of 20 outcomes; everything that may have a range has one, and the first line counts most."""
    rng = np.random.default_rng(3)

    def between(low: float, high: float) -> dict:
        return dict(zip(("low", "likely", "high"), map(float, np.sort(rng.uniform(low, high, 3))), strict=True))

    def line(number: int) -> dict:
        shares = {name: between(0, 0.6) for name in ("deadweight", "displacement", "attribution", "leakage", "drop_off")}
        return {"id": f"o{number}", "quantity": between(5, 50), "proxy": {"value": between(100, 900), "price_year": 2024}, **shares, "duration_years": between(1, 6)}

    lines = [line(number) for number in range(20)]
    lines[0] |= {"quantity": {"low": 1, "likely": 2, "high": 5}, "proxy": {"value": {"low": 90_000, "likely": 1e5, "high": 1.2e5}, "price_year": 2024}}
    return {"title": "Twenty outcomes", "inputs": [{"name": "Price", "value": 50_000}], "outcomes": lines}


def seconds(work) -> float:
    begin = time.process_time()
    work()
    return time.process_time() - begin


def only_draw(model: Model) -> None:
    """The floor: the same numbers from numpy, and nothing done with them."""
    rng = np.random.default_rng(1)
    for estimate in model.estimates:
        low, high = estimate.ends
        rng.beta(*pert_parameters(shape_of(estimate)[1]), DRAWS) * (high - low) + low


def sums(content: bytes, rounds: int) -> None:
    lab = AssumptionLab()
    lab.open_file("map.json", content)
    lab.go("o0", "quantity")
    lab.type("reason", "The first line counts most here.")
    lab.type("low", "1")
    model = Model(lab.map, reference())
    times: dict[str, list[float]] = {"bare draws": [], "keystroke": [], "pause": []}
    for turn in range(rounds + 1):
        found = (seconds(lambda: only_draw(model)), seconds(lambda: lab.type("high", str(3 + turn % 6))), seconds(lab.deepen))
        if turn:  # the first turn imports and fills caches
            for name, spent in zip(times, found, strict=True):
                times[name].append(spent)
    floor = statistics.median(times["bare draws"])
    print(f"{len(model.fields)} ranges, {DRAWS:,} draws{'ms':>12}{'x bare draws':>15}")
    for name, spent in times.items():
        middle = statistics.median(spent)
        print(f"{name:24}{1000 * middle:11.1f}{middle / floor:15.2f}")


def typed(page, address: str, keys: int) -> list[list[float]]:
    """Milliseconds from each key press to the changed range, and to the changed picture."""
    page.goto(address)
    page.wait_for_selector("[data-result=driver]", timeout=60_000, state="attached")
    page.locator("[data-field=low] input").fill("1")
    page.locator("[data-field=high] input").focus()
    page.wait_for_timeout(1500)
    for number in range(keys):
        page.keyboard.press("Control+A")
        page.keyboard.press(str(4 + number % 5))
        page.wait_for_function("n => window.times.length > n", arg=number, timeout=20_000)
        page.wait_for_timeout(60)
    return page.evaluate("window.times")


def browser(content: bytes, keys: int) -> None:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        notebooks = folder / "notebooks" / "apps"
        notebooks.mkdir(parents=True)
        (folder / "map.json").write_bytes(content)
        write(notebooks, "bare", BARE)
        write(notebooks, "lab", PAGE.format(path=str(folder / "map.json")))
        address = stack.enter_context(serving(
            ["-c", f"from svtrain.serve.voila_server import run; run(port={{port}}, root={str(folder)!r}, work={str(folder / 'work')!r})"], ROOT))
        playwright = stack.enter_context(sync_playwright())
        chromium = playwright.chromium.launch(executable_path=find_browser(), args=FLAGS)
        page = chromium.new_page(viewport={"width": 1280, "height": 900})
        page.add_init_script(WATCH)
        times: dict[str, list[list[float]]] = {"bare": [], "lab": []}
        for _ in range(2):  # turns, so that a busy machine slows both
            for name, found in times.items():
                found += typed(page, f"{address}/voila/render/apps/{name}.ipynb", keys // 2)
        chromium.close()
    floor = statistics.median(one[0] for one in times["bare"])
    print(f"{'key to screen':24}{'range ms':>11}{'p95':>6}{'picture ms':>12}{'p95':>6}{'x bare':>8}")
    for name, found in times.items():
        line = f"{name:24}"
        for place, width in ((0, 11), (1, 12)):
            values = [one[place] for one in found]
            line += f"{statistics.median(values):{width}.0f}{p95(values):6.0f}"
        print(f"{line}{statistics.median(one[0] for one in found) / floor:8.2f}")


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--keys", type=int, default=30)
    words.add_argument("--rounds", type=int, default=15)
    words.add_argument("--no-browser", action="store_true")
    asked = words.parse_args()
    content = json.dumps(example()).encode()
    sums(content, asked.rounds)
    if not asked.no_browser:
        browser(content, asked.keys)


if __name__ == "__main__":
    main()

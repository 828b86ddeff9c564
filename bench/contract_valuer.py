"""How soon the contract valuer can be used, against an empty page of stock Voilà: one browser, one run, by turns.

    python bench/contract_valuer.py [--visits 7]

Prints the median time to the first usable paint of an empty stock page, of the valuer for a newcomer (its first step is there and
takes a press) and for a person who comes back to three valued contracts (their ranges are there), with the ratios to the empty page.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

from peers import FLAGS, Peer, serve, write_notebooks
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from svtrain.serve.browsers import find_browser

PAGE = "/voila/render/apps/contract-valuer.ipynb"
NUMBERS = {"quantity.low": "3", "quantity.likely": "5", "quantity.high": "9", "deadweight.low": "20%", "deadweight.likely": "40%", "deadweight.high": "60%"}
# The moment at which something is there, noted by the page itself.
WATCH = """(() => { const poll = setInterval(() => { if (%s) { window.__ready = performance.now(); clearInterval(poll); } }, 20); })()"""
EMPTY = "/Nothing here/.test(document.body?.innerText || '')"
NEW = "document.querySelector('[data-words=handed] p') && document.querySelector('.sv-steps button') && document.querySelector('[data-button=take-blank] button')"
BACK = "document.querySelectorAll('[data-words=summary] tbody tr').length === 3 && " + NEW


def paint(context: BrowserContext, address: str, there: str) -> float:
    """Seconds to the first usable paint of one visit."""
    page = context.new_page()
    page.add_init_script(WATCH % there)
    page.goto(address, wait_until="commit")
    for _ in range(600):
        if ready := page.evaluate("window.__ready"):
            page.close()
            return ready / 1000
        time.sleep(0.05)
    raise SystemExit(f"nothing came of {address}")


def three_valued() -> dict:
    """The saved work of somebody who valued three practice contracts."""
    from svtrain.apps.contract_valuer.state import ContractValuer
    from svtrain.data import practice

    app = ContractValuer()
    for one in practice().contracts[:3]:
        app.take_practice(one.slug)
        app.accept("jobs")
        for name, text in NUMBERS.items():
            app.type("jobs", name, text)
    assert all(one.spread for one in app.every)
    return app.to_dict()


def back_again(browser: Browser, address: str, work: Path) -> BrowserContext:
    """A visitor whose saved work holds the three contracts."""
    from svtrain.data.saved_work import SavedWork

    context = browser.new_context()
    page = context.new_page()
    page.goto(address)
    page.wait_for_selector("[data-words=handed] p")
    page.locator("[data-button=take-blank] button").click()
    page.wait_for_selector("[data-words=saved] p")
    page.close()
    time.sleep(1)
    owner = max((work / "people").iterdir(), key=lambda path: path.stat().st_mtime).name
    kept = SavedWork("contract-valuer", 1, folder=work, owner=owner)
    kept.load()
    kept.save(three_valued())
    return context


def main() -> None:
    wanted = argparse.ArgumentParser()
    wanted.add_argument("--visits", type=int, default=7)
    visits = wanted.parse_args().visits
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        work = Path(folder) / "work"
        os.environ["SVTRAIN_WORK"] = str(work)
        write_notebooks(Path(folder))
        empty = Peer("empty", [sys.executable, "-m", "voila", "--no-browser", "--Voila.ip=127.0.0.1", "--port=PORT", str(Path(folder) / "notebooks" / "apps" / "empty.ipynb")], "/")
        ours = Peer("ours", [sys.executable, "-m", "svtrain", "start", "--no-browser", "--port", "PORT"], PAGE)
        started = [serve(empty), serve(ours)]
        try:
            browser = playwright.chromium.launch(executable_path=find_browser(), args=FLAGS)
            at_empty, at_ours = f"http://127.0.0.1:{empty.port}/", f"http://127.0.0.1:{ours.port}{PAGE}"
            back = back_again(browser, at_ours, work)
            times: dict[str, list[float]] = {"an empty stock page": [], "the contract valuer, a newcomer": [], "the contract valuer, back to three contracts": []}
            visitors = [(at_empty, EMPTY, browser.new_context()), (at_ours, NEW, browser.new_context()), (at_ours, BACK, back)]
            for _, _, context in visitors:  # a stock page asks other hosts; a network that never answers would only make it slower
                context.route(lambda url: not url.startswith(("http://127.0.0.1", "ws://127.0.0.1", "data:", "blob:")), lambda route: route.abort())
            for turn in range(visits + 1):
                for name, (address, there, context) in zip(times, visitors, strict=True):
                    took = paint(context, address, there)
                    if turn:  # the first visit fills the browser's cache and is not counted
                        times[name].append(took)
            browser.close()
        finally:
            for process in started:
                process.terminate()
                process.wait(20)
    floor = statistics.median(times["an empty stock page"])
    for name, took in times.items():
        print(f"{name:46s} {statistics.median(took):5.2f} s   {statistics.median(took) / floor:.2f} times the empty page")
    print(json.dumps({name: [round(one, 2) for one in took] for name, took in times.items()}))


if __name__ == "__main__":
    main()

"""How soon an answer stands on the facilitator's page, browser to browser, while thirty people answer.

    python bench/estimate_room.py [--people 30] [--estimates 5] [--over 6]

A facilitator and one participant sit at real pages in Chromium. The other people open the same page and type into it over
the real HTTP and websocket path, as in bench/visitors.py. All of them came through join links. In each estimate everybody
presses the button at a moment of their own, spread over some seconds; the participant at the real page presses last.

An answer is seen when the facilitator's page shows a number of answers that counts it: the first press belongs to the
first 1, the second to the first 2, and so on. So a press that overtakes another may be paired with its time, which moves
no mean. The page at which the last one presses is timed by itself. The ratio is to the time between two looks of a page.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import re
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tornado.httpclient import AsyncHTTPClient, HTTPClientError, HTTPRequest
from visitors import OURS, ROOT, Visitor, answering, free_port, late

from svtrain.apps.estimate_room.question import START, item_of, questions
from svtrain.data.starts import open_start
from svtrain.room import Seat, Store
from svtrain.room.seat import POLL
from svtrain.serve.browsers import find_browser
from svtrain.serve.links import RoomLinks
from svtrain.serve.session import server_secret

PAGE = "apps/estimate-room.ipynb"
PARTS = ("low", "likely", "high", "reason")
QUIET = ["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
WATCH = """() => { window.seen = []; const look = () => {
    const found = /^(\\d+)/.exec(document.querySelector("[data-words=count]")?.textContent.trim() ?? "");
    const now = found ? Number(found[1]) : -1;
    if (window.seen.at(-1)?.[1] !== now) window.seen.push([Date.now(), now]); };
  new MutationObserver(look).observe(document.body, {subtree: true, childList: true, characterData: true}); look(); }"""
PRESS = """() => { const button = document.querySelector("[data-button=send] button"); const at = Date.now(); button.click(); return at; }"""


class Person(Visitor):
    """One person's page, of which the fields and the button of the form are known."""

    def pick(self, states: dict) -> None:
        named = {found["state"].get("name"): number for number, found in states.items()}
        self.parts = {part: named[part] for part in PARTS}
        self.button = named["send"]

    async def fill(self) -> None:
        """Type an estimate."""
        likely = random.randint(10, 80)
        for part, text in zip(PARTS, (f"{likely - 10}%", f"{likely}%", f"{likely + 20}%", "What happened in the years before"), strict=True):
            await self.say("comm_msg", {"comm_id": self.parts[part], "data": {"method": "update", "state": {"value": text}, "buffer_paths": []}})

    async def press(self) -> float:
        """Press the button; when it was pressed, in seconds since 1970."""
        await self.say("comm_msg", {"comm_id": self.button, "data": {"method": "custom", "content": {"did": "click"}}})
        return time.time()


async def joined(address: str, token: str) -> str:
    """The cookie of somebody who has followed a link and pressed its button."""
    try:
        answer = await AsyncHTTPClient().fetch(HTTPRequest(f"{address}/join/{token}", method="POST", body="", headers={"Origin": address}, follow_redirects=False))
    except HTTPClientError as redirected:
        answer = redirected.response
    return "; ".join(each.split(";")[0] for each in answer.headers.get_list("Set-Cookie"))


async def browser_page(browser, address: str, token: str):
    """The same in a real browser: the app, joined through a link."""
    page = await (await browser.new_context()).new_page()
    await page.goto(f"{address}/join/{token}")
    await page.locator("main form button").first.click()
    await page.goto(f"{address}/voila/render/{PAGE}")
    await page.wait_for_selector("[data-words=count], [data-words=standing]", state="attached", timeout=120_000)
    return page


async def until(count: int, page, seconds: float = 30) -> None:
    """Wait until the facilitator's page shows so many answers."""
    await page.wait_for_selector(f"[data-words=count] p:has-text('{count} of')", timeout=seconds * 1000)


async def one_estimate(runs: Seat, item: str, payload: dict, people: list[Person], board, person, over: float) -> tuple[list[float], float]:
    """Everybody answers once: seconds from each press to the board, and from the press at the real page to the board."""
    runs.open(item, payload)
    await until(0, board)
    await person.wait_for_selector(f"[data-words=question] p:has-text('{payload['about']}')")
    for name, text in zip(PARTS, ("10%", "20%", "40%", "Some would have done it"), strict=True):
        await person.locator(f"[data-field='{name}'] :is(input, textarea)").first.fill(text)
    await asyncio.sleep(1.5)  # all pages have seen that it is open

    async def answer(one: Person) -> float:
        await one.fill()
        await asyncio.sleep(random.uniform(0, over))
        return await one.press()

    await board.evaluate("() => { window.seen = [[Date.now(), 0]]; }")
    pressed = sorted(await asyncio.gather(*(answer(one) for one in people)))
    await until(len(people), board)
    at_page = (await person.evaluate(PRESS)) / 1000
    await until(len(people) + 1, board)
    seen = [(at / 1000, count) for at, count in await board.evaluate("() => window.seen")]
    shown = [next(at for at, count in seen if count >= number) for number in range(1, len(people) + 2)]
    return [there - here for here, there in zip(pressed, shown)], shown[-1] - at_page


async def measure(given) -> tuple[list[float], list[float]]:
    from playwright.async_api import async_playwright

    port = free_port()
    address = f"http://127.0.0.1:{port}"
    with tempfile.TemporaryDirectory(prefix="estimate-room") as work:
        store = Store(Path(work) / "room" / "room.sqlite", make=True)
        room = store.new("bench")
        server = subprocess.Popen([sys.executable, "-c", OURS, str(port), str(given.people + 10)], cwd=ROOT,
                                  env={**os.environ, "SVTRAIN_WORK": work}, stdout=subprocess.DEVNULL)
        try:
            await answering(address, server)
            links = RoomLinks(server_secret(Path(work)))
            runs = Seat(store.seat(room, "who-runs-it", "facilitator"), store.address)
            async with async_playwright() as playwright:
                sandbox = [] if os.geteuid() else ["--no-sandbox"]
                browser = await playwright.chromium.launch(executable_path=find_browser(), args=QUIET + sandbox)
                board = await browser_page(browser, address, links.token(room, "facilitator"))
                person = await browser_page(browser, address, links.token(room))
                people = [Person(address, PAGE, "", await joined(address, links.token(room))) for _ in range(given.people - 1)]
                for some in range(0, len(people), 5):
                    await asyncio.gather(*(one.open() for one in people[some:some + 5]))
                await board.evaluate(WATCH)
                return await estimates(given, runs, people, board, person)
        finally:
            server.terminate()
            try:
                server.wait(30)
            except subprocess.TimeoutExpired:
                server.kill()


async def estimates(given, runs: Seat, people: list[Person], board, person) -> tuple[list[float], list[float]]:
    asked = [one for field, one in questions(open_start(START), START).items() if re.search(r"\.deadweight$", field)][:given.estimates]
    all_presses, at_pages = [], []
    for one in asked:
        spread, last = await one_estimate(runs, item_of(one.field), one.payload(), people, board, person, given.over)
        all_presses += spread
        at_pages.append(last)
    return all_presses, at_pages


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--people", type=int, default=30)
    ask.add_argument("--estimates", type=int, default=5)
    ask.add_argument("--over", type=float, default=6, help="seconds over which people press")
    given = ask.parse_args()
    AsyncHTTPClient.configure(None, max_clients=1000)
    every, last = asyncio.run(measure(given))
    print(f"{given.people} people, {len(every) + len(last)} answers, all on the facilitator's page; a page looks every {POLL * 1000:.0f} ms")
    print(f"  from the press to the facilitator's page   p50 {statistics.median(every) * 1000:5.0f} ms   p95 {late(every, 0.95) * 1000:5.0f} ms")
    print(f"  from the real page's press, {len(last):2} presses     p50 {statistics.median(last) * 1000:5.0f} ms   last {max(last) * 1000:4.0f} ms")
    print(f"  ratio of the median to the time between two looks: {statistics.median(every) / POLL:.2f}")


if __name__ == "__main__":
    main()

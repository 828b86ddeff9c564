"""A page in a real browser, with the same verbs as a page without one."""

from __future__ import annotations

import asyncio
import json
import os
import time
from urllib.parse import urlsplit

from svtrain.serve.rehearsal.heard import Ear
from svtrain.serve.rehearsal.relay import Relay
from svtrain.serve.rehearsal.times import Times
from svtrain.serve.rehearsal.wire import PATIENCE, NotSeen, instead, opened

# Chromium asks its maker's hosts for updates by itself; these flags keep it silent.
QUIET = ["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
         "--disable-dev-shm-usage"]
WIDE = {"width": 1280, "height": 900}
MISSING = "Playwright is not installed, so no page is opened in a real browser; everybody is a program that speaks to the server."
NO_BROWSER = "No Chromium, Chrome or Edge was found, so no page is opened in a real browser; everybody is a program that speaks to the server."


def why_not() -> str:
    """Why no browser can be used, in a sentence; nothing when one can."""
    from svtrain.serve.browsers import find_browser

    try:
        import playwright.async_api  # noqa: F401
    except ImportError:
        return MISSING
    return "" if find_browser() else NO_BROWSER


class Browsers:
    """One running browser; each person has a context of their own in it."""

    async def __aenter__(self) -> Browsers:
        from playwright.async_api import async_playwright

        from svtrain.serve.browsers import find_browser

        sandbox = [] if not hasattr(os, "geteuid") or os.geteuid() else ["--no-sandbox"]
        self._driver = await async_playwright().start()
        self._browser = await self._driver.chromium.launch(executable_path=find_browser(), args=QUIET + sandbox)
        return self

    async def __aexit__(self, *_) -> None:
        await self._browser.close()
        await self._driver.stop()

    async def page(self, who: str, address: str, ear: Ear, times: Times, relay: Relay | None = None) -> BrowserPage:
        """A visitor of their own: no cookie or cache of anybody else."""
        context = await self._browser.new_context(viewport=WIDE, locale="en-GB")
        return BrowserPage(who, address, context, await context.new_page(), ear, times, relay)


class BrowserPage:
    """One person at a real page."""

    kind = "browser"

    def __init__(self, who: str, address: str, context, page, ear: Ear, times: Times, relay: Relay | None = None):
        self.who, self.address, self.context, self.page, self.ear, self.times = who, (relay.address if relay else address).rstrip("/"), context, page, ear, times
        self.path, self.faults, self.relay = "", [], relay
        self._listening: set[asyncio.Task] = set()
        page.on("websocket", lambda line: line.on("framereceived", self._framed))
        page.on("response", self._answered)
        page.on("pageerror", lambda error: self.faults.append(str(error)))

    def _framed(self, payload: bytes | str) -> None:
        self.ear.hear(self.who, payload if isinstance(payload, str) else payload.decode("utf-8", "replace"))

    def _answered(self, response) -> None:
        if response.request.resource_type == "document":
            task = asyncio.ensure_future(self._read(response))
            self._listening.add(task)
            task.add_done_callback(self._listening.discard)

    async def _read(self, response) -> None:
        from playwright.async_api import Error

        try:
            self.ear.hear(self.who, await response.text())
        except Error:
            pass  # a redirect has no text, and a page that is left takes its text along

    # -- coming and going

    async def join(self, link: str) -> None:
        """Follow a link into the room, and press its button."""
        self.address = "{0.scheme}://{0.netloc}".format(urlsplit(link))
        await self.page.goto(link)
        await self.page.locator("main form button").first.click()
        await self.page.wait_for_url(f"{self.address}/")

    async def join_with(self, code: str) -> None:
        """Type the short code."""
        await self.page.goto(f"{self.address}/join")
        await self.page.locator("main form input[name=code]").fill(code)
        await self.page.locator("main form button").first.click()
        await self.page.wait_for_url(f"{self.address}/")

    async def leave(self) -> None:
        """Press the button that gives the place in the room back."""
        await self.page.goto(f"{self.address}/")
        await self.page.locator("form[action$='room/leave'] button").first.click()
        await self.page.wait_for_url(f"{self.address}/")

    async def person_cookie(self) -> str:
        """The sealed cookie that says who this is."""
        from svtrain.serve.session import COOKIE

        return next((one["value"] for one in await self.context.cookies() if one["name"] == COOKIE), "")

    # -- pages

    async def open(self, path: str, ready: str, why: str = "") -> float:
        """Open a page; seconds until the words named ``ready`` are there, kept under ``why`` or the page's own name."""
        began = time.perf_counter()
        await self._patient(self.page.goto(f"{self.address}/voila/render/{path}", timeout=PATIENCE * 1000), path)
        await self._seen(f"[data-words='{ready}']", f"{path} to be ready", PATIENCE)
        took = time.perf_counter() - began
        self.path = path
        self.times.note(why or opened(path, self.kind), took)
        return took

    async def reload(self, ready: str) -> None:
        """Press the browser's own button to load the page again."""
        await self.page.reload()
        await self._seen(f"[data-words='{ready}']", "the page to come back", PATIENCE)

    async def beside(self) -> BrowserPage:
        """Another tab of the same person."""
        return BrowserPage(self.who, self.address, self.context, await self.context.new_page(), self.ear, self.times)

    async def shut(self) -> None:
        """Close the page."""
        await self.page.close()

    async def cut(self) -> None:
        """The network goes."""
        if self.relay is not None:
            self.relay.cut()
        await self._seen("#connection p", "the page to say that its line is down", 30)

    async def mend(self) -> None:
        """The network is back; the page finds out by itself."""
        if self.relay is not None:
            self.relay.mend()
        await self._seen("#connection:has-text('Connected again')", "the page to connect again", 30)

    # -- what a person does

    async def type(self, field: str, text: str) -> None:
        """Type over what stands in a field."""
        await self._patient(self.page.locator(f"[data-field='{field}'] :is(input, textarea)").first.fill(text), f"the field {field}")

    async def choose(self, field: str, value: str) -> None:
        """Choose one of several, in a drop-down list or among radio buttons."""
        box = self.page.locator(f"[data-field='{field}']").first
        await self._patient(box.wait_for(), f"the field {field}")
        if await box.locator("select").count():
            await self._patient(box.locator("select").select_option(value), f"{value} in {field}")
        else:
            await self._patient(box.locator(f"input[value='{value}']").check(), f"{value} in {field}")

    async def press(self, button: str) -> None:
        """Press a button."""
        await self._patient(self.page.locator(f"[data-button='{button}'] button").first.click(), f"the button {button}")

    async def step(self, number: int) -> None:
        """Go to another step of a page that has steps; 0 is the first."""
        await self._patient(self.page.locator(".sv-steps button").nth(number).click(), f"step {number + 1}")

    async def download(self, button: str) -> bytes:
        """Press a button that hands over a file, and take the file."""
        async with self.page.expect_download() as coming:
            await self.press(button)
        path = await (await coming.value).path()
        return path.read_bytes()

    # -- what a person sees

    async def says(self, words: str, text: str = "", seconds: float = 30) -> str:
        """Wait until the words of that name hold a text, and give all of them."""
        place = f"[data-words='{words}']" + (f":has-text({json.dumps(text, ensure_ascii=False)})" if text else "")
        try:
            await self._seen(place, f'"{text}" in {words}', seconds)
        except NotSeen as error:
            there = self.page.locator(f"[data-words='{words}']").first
            raise NotSeen(f"{error} {instead(await there.text_content() if await there.count() else None)}") from None
        return " ".join((await self.page.locator(f"[data-words='{words}']").first.text_content() or "").split())

    async def value(self, field: str) -> str:
        """What stands in a field."""
        return await self.page.locator(f"[data-field='{field}'] :is(input, select, textarea)").first.input_value()

    async def _seen(self, place: str, what: str, seconds: float) -> None:
        await self._patient(self.page.wait_for_selector(place, state="attached", timeout=seconds * 1000), what)

    async def _patient(self, doing, what: str):
        """Do something in the browser; where it never comes, say who waited for what."""
        from playwright.async_api import Error

        try:
            return await doing
        except Error as error:
            raise NotSeen(f"{self.who} waited in a browser for {what}: {str(error).splitlines()[0]}") from None

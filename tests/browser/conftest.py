"""A real server and a real browser; where there is no browser the tests say so, and in CI they fail."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import psutil
import pytest
from hands import screen

from svtrain.serve.browsers import find_browser

ROOT = Path(__file__).resolve().parents[2]

# Chromium asks its maker's hosts for updates by itself; these flags keep a test run silent.
QUIET = [
    "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
]


def pytest_collection_modifyitems(items):
    """The browser's tests come last: its driver keeps an event loop, in which other tests could not start theirs."""
    for item in items:
        if "browser" in Path(item.fspath).parts:
            item.add_marker(pytest.mark.browser)
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(address: str, process: subprocess.Popen, seconds: float = 60) -> None:
    """Return when the address answers; fail with the server's own words when it does not."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if process.poll() is not None:
            raise RuntimeError(f"the server stopped: {process.stdout.read()}")
        try:
            urllib.request.urlopen(address, timeout=2).close()
            return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.1)
    process.kill()
    raise RuntimeError(f"no answer from the server: {process.stdout.read()}")


class Workshop:
    """A workshop, started as a person starts it, with its work in a folder of its own."""

    def __init__(self, work: Path):
        self.work, self.port = work, free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.start()

    def start(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "svtrain", "start", "--no-browser", "--port", str(self.port)],
            cwd=ROOT, env={**os.environ, "SVTRAIN_WORK": str(self.work)},
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )
        wait_for(self.address, self.process)

    def stop(self, *, kindly: bool = True) -> None:
        self.process.terminate() if kindly else self.process.kill()
        try:
            self.process.wait(15)
        except subprocess.TimeoutExpired:
            self.process.kill()

    def kernels(self) -> list[psutil.Process]:
        """The processes that run visitors' pages: forks of the warmed parent, or stock kernels."""
        def is_kernel(process: psutil.Process) -> bool:
            return "ipykernel_launcher" in process.cmdline() or any(".zygote" in word for word in process.parent().cmdline())

        return [child for child in psutil.Process(self.process.pid).children(recursive=True) if is_kernel(child)]


@pytest.fixture(scope="session")
def shared(tmp_path_factory):
    """A workshop that the tests share."""
    workshop = Workshop(tmp_path_factory.mktemp("work"))
    yield workshop
    workshop.stop()


@pytest.fixture(scope="session")
def server(shared):
    """Its address."""
    return shared.address


@pytest.fixture
def workshop(tmp_path_factory):
    """A workshop for one test, which may do to it what it likes."""
    workshop = Workshop(tmp_path_factory.mktemp("work"))
    yield workshop
    workshop.stop()


def install_browser() -> str | None:
    """Let Playwright fetch its own Chromium, where the network allows; None where it does not."""
    try:
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], capture_output=True, timeout=600, check=True)
    except (subprocess.SubprocessError, OSError):
        return None
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


@pytest.fixture(scope="session")
def chromium():
    """A running browser, shared by the session."""
    path = find_browser() or install_browser()
    if path is None:
        sentence = "No Chromium, Chrome or Edge was found or could be installed, so the browser tests cannot run."
        if os.environ.get("CI") == "true":
            pytest.fail(sentence)
        pytest.skip(sentence)
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=30_000)  # as long as every other wait of Playwright's
    sandbox = [] if not hasattr(os, "geteuid") or os.geteuid() else ["--no-sandbox"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=QUIET + sandbox)
        yield browser
        browser.close()


@pytest.fixture
def context(chromium):
    """A visitor of their own: no cookie or cache of another test."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, locale="en-GB")
    yield context
    context.close()


@pytest.fixture
def page(context, server):
    """A page that fails its test if a request leaves the machine or the console shows an error."""
    page = context.new_page()
    outside: list[str] = []
    errors: list[str] = []
    allowed = (server, server.replace("http", "ws", 1), "data:", "blob:", "about:")
    page.on("request", lambda r: None if r.url.startswith(allowed) else outside.append(r.url))
    page.on("websocket", lambda w: None if w.url.startswith(allowed) else outside.append(w.url))
    page.on("console", lambda m: errors.append(m.text) if m.type == "error" else None)
    page.on("pageerror", lambda e: errors.append(str(e)))
    page.expect_errors = errors.clear  # a test that provokes an error says so
    yield page
    page.close()
    assert not outside, f"requests left the machine: {outside}"
    assert not errors, f"errors on the console: {errors}"


# WCAG 2.2 A and AA, and axe's own advice on landmarks and headings; what passes is not written out, which halves the time
AXE = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}, "resultTypes": ["violations"]}


@pytest.fixture
def violations():
    """Ask axe about a page; each violation is one line: the rule, its words and the first places."""
    from axe_playwright_python.sync_playwright import Axe

    def ask(page) -> list[str]:
        found = Axe().run(page, options=AXE).response["violations"]
        return [f"{one['id']}: {one['help']} at {[node['target'] for node in one['nodes'][:4]]}" for one in found]

    return ask


@pytest.fixture
def fits(violations):
    """Hold that a page passes axe and does not scroll sideways, on a wide light screen and on a narrow dark one."""

    def check(page) -> None:
        for width, scheme in ((1280, "light"), (320, "dark")):
            screen(page, width, scheme)
            assert violations(page) == []
            assert page.evaluate("document.documentElement.scrollWidth") <= width, "the page scrolls sideways"

    return check

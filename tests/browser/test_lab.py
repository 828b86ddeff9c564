"""JupyterLab in a real browser: a lesson with its page beside it, and widgets there that everybody can use."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from svtrain.data.places import content

# JupyterLab's own frame is not ours to judge; what our cells put into a notebook is.
OURS = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    """The address of a running JupyterLab, with the token that lets its owner in."""
    work = tmp_path_factory.mktemp("lab")
    log = work / "log.txt"
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with log.open("w") as told:
        process = subprocess.Popen([sys.executable, "-m", "svtrain", "lab", "--no-browser", "--port", str(port)], stdout=told,
                                   stderr=subprocess.STDOUT, env={**os.environ, "SVTRAIN_WORK": str(work), "HOME": str(work)})
    end = time.monotonic() + 60
    while not (found := re.search(r"(http://127\.0\.0\.1:\d+)\S*token=(\w+)", log.read_text())):
        assert process.poll() is None and time.monotonic() < end, log.read_text()
        time.sleep(0.1)
    yield f"{found.group(1)}/lab?token={found.group(2)}"
    process.terminate()
    try:
        process.wait(15)
    except subprocess.TimeoutExpired:
        process.kill()


def test_a_lesson_opens_with_its_page_beside_it_and_its_widgets_are_accessible(context, lab):
    page = context.new_page()
    outside: list[str] = []
    page.on("request", lambda sent: outside.append(sent.url) if not sent.url.startswith((lab.partition("/lab")[0], "data:", "blob:")) else None)
    page.goto(lab)
    first = sorted(path.name for path in (content("notebooks") / "1-explore").glob("*.ipynb"))[0]
    page.wait_for_selector(".jp-NotebookPanel .jp-MarkdownOutput h1", timeout=90_000)
    beside = page.frame_locator("iframe").locator("h1").first
    beside.wait_for(timeout=90_000)
    assert beside.inner_text().split() == page.locator(".jp-MarkdownOutput h1").first.inner_text().rstrip("¶").split()
    expect(page.locator(".jp-Dialog"), "the lesson is trusted: nobody is asked").to_have_count(0)
    assert page.locator(f"[title*='{first}']").count() >= 2
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name=re.compile("^Run All Cells")).click()
    page.wait_for_selector(".jp-OutputArea .sv-exercise", timeout=90_000)
    found = Axe().run(page, context={"include": [[".jp-OutputArea-output"]]}, options=OURS).response["violations"]
    assert [(one["id"], [node["target"] for node in one["nodes"][:3]]) for one in found] == []
    assert outside == []
    page.close()

"""JupyterLab over the shipped lessons: it opens them, shows their pages, and leaves the shipped files as they are."""

from __future__ import annotations

import hashlib
import os
import re
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
import requests

from svtrain.data.places import content
from svtrain.serve.own_copies import own_copies


def prints(folder: Path) -> dict[str, str]:
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts}


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    """A running JupyterLab: its address, the header that lets its owner in, and the folder of its work."""
    work = tmp_path_factory.mktemp("lab")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with (work / "log.txt").open("w") as log:
        process = subprocess.Popen([sys.executable, "-m", "svtrain", "lab", "--no-browser", "--port", str(port)],
                                   stdout=log, stderr=subprocess.STDOUT, env={**os.environ, "SVTRAIN_WORK": str(work), "HOME": str(work)})
    end = time.monotonic() + 60
    while not (found := re.search(r"token=(\w+)", (work / "log.txt").read_text())):
        assert process.poll() is None and time.monotonic() < end, (work / "log.txt").read_text()
        time.sleep(0.1)
    visitor = requests.Session()
    visitor.headers["Authorization"] = f"token {found.group(1)}"
    yield f"http://127.0.0.1:{port}", visitor, work
    process.terminate()
    try:
        process.wait(15)
    except subprocess.TimeoutExpired:
        process.kill()


def until_answered(visitor, address, seconds=30):
    end = time.monotonic() + seconds
    while True:
        try:
            return visitor.get(address, timeout=60)
        except requests.ConnectionError:
            assert time.monotonic() < end
            time.sleep(0.1)


def test_lessons_open_save_and_render_and_the_shipped_files_stay(lab):
    address, visitor, work = lab
    before = prints(content("notebooks"))
    page = until_answered(visitor, f"{address}/lab")
    assert page.status_code == 200
    first = sorted(name for name in before if re.match(r"1-explore/.*\.ipynb$", name))[0]
    model = visitor.get(f"{address}/api/contents/{first}").json()
    saved = visitor.put(f"{address}/api/contents/{first}", json={"type": "notebook", "content": model["content"]})
    assert saved.status_code == 200
    assert visitor.post(f"{address}/api/contents/{first}/checkpoints").status_code == 201
    shown = visitor.get(f"{address}/voila/render/{first}", timeout=60)
    assert 'lang="en-GB"' in shown.text and "stage.css" in shown.text
    assert not re.search(r"https?://[^\"' ]*(cdn|cloudflare|jsdelivr|unpkg)", shown.text)
    assert prints(content("notebooks")) == before
    assert (work / "jupyterlab" / "checkpoints" / first.replace(".ipynb", "-checkpoint.ipynb")).is_file()
    assert not list((work / "lessons").rglob(".ipynb_checkpoints"))


def test_nobody_comes_in_without_the_token(lab):
    address, visitor, _ = lab
    until_answered(visitor, f"{address}/api")
    for path in ("/api/contents", "/api/kernels", "/voila/render/1-explore/01-what-is-social-value.ipynb"):
        answer = requests.get(address + path, allow_redirects=False)
        assert answer.status_code in (302, 403)


def test_news_and_updates_are_off(lab):
    address, visitor, _ = lab
    config = until_answered(visitor, f"{address}/lab").text
    assert "apputils-extension:announcements" in config
    assert visitor.get(f"{address}/lab/api/news").json()["news"] == []
    assert visitor.get(f"{address}/lab/api/update").json()["notification"] is None


def test_a_copy_somebody_worked_in_is_never_written_over(tmp_path):
    shipped, own = tmp_path / "shipped", tmp_path / "own"
    (shipped / "1-explore").mkdir(parents=True)
    for name in ("left.ipynb", "worked.ipynb"):
        (shipped / "1-explore" / name).write_text("first edition")
    own_copies(shipped, own)
    (own / "1-explore" / "worked.ipynb").write_text("mine")
    for name in ("left.ipynb", "worked.ipynb", "new.ipynb"):
        (shipped / "1-explore" / name).write_text("second edition")
    own_copies(shipped, own)
    assert (own / "1-explore" / "left.ipynb").read_text() == "second edition"
    assert (own / "1-explore" / "new.ipynb").read_text() == "second edition"
    assert (own / "1-explore" / "worked.ipynb").read_text() == "mine"

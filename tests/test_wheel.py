"""The wheel carries the lessons, exercises and data, and opens a workshop outside a checkout."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """Built with what is installed: no network."""
    out = tmp_path_factory.mktemp("wheel")
    subprocess.run([sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "-w", out, ROOT],
                   check=True, timeout=120)
    return next(out.glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory):
    """The wheel unpacked alone in a folder, as an installation would; its packages come from this environment."""
    target = tmp_path_factory.mktemp("site")
    subprocess.run([sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", target, wheel],
                   check=True, timeout=120)
    return target


def command(installed, *words, cwd, **options):
    env = {**os.environ, "PYTHONPATH": str(installed), "SVTRAIN_WORK": str(Path(cwd) / ".work")}
    return subprocess.Popen([sys.executable, "-m", "svtrain", *words], cwd=cwd, env=env, text=True,
                            stdout=subprocess.PIPE, stderr=subprocess.PIPE, **options)


def test_the_wheel_carries_all_that_git_does(wheel):
    names = set(zipfile.ZipFile(wheel).namelist())
    for part in ("notebooks", "exercises", "datasets"):
        shipped = {path.relative_to(ROOT).as_posix() for path in (ROOT / part).rglob("*")
                   if path.is_file() and ".ipynb_checkpoints" not in path.parts}
        assert shipped
        assert {f"svtrain/content/{name}" for name in shipped} <= names
    code = {path.relative_to(ROOT).as_posix() for path in (ROOT / "svtrain").rglob("*")
            if path.is_file() and "__pycache__" not in path.parts}
    assert code <= names, f"left out: {sorted(code - names)[:5]}"


def test_it_values_a_case_outside_a_checkout(installed, tmp_path):
    case = installed / "svtrain" / "content" / "datasets" / "cases" / "lwtc-westbank-2015.yaml"
    process = command(installed, "value", str(case), "--json", cwd=tmp_path)
    out, err = process.communicate(timeout=60)
    assert process.returncode in {0, 1}, err
    assert round(json.loads(out)["sroi_ratio"], 2) == 5.80


def test_start_lays_out_a_folder_and_answers(installed, tmp_path):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = command(installed, "start", "mine", "--no-browser", "--port", str(port), cwd=tmp_path)
    try:
        for _ in range(300):
            assert process.poll() is None, process.communicate()[1]
            try:
                page = urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=2).read().decode()
                break
            except OSError:
                time.sleep(0.1)
        assert "What is social value" in page
        assert (tmp_path / "mine" / "notebooks" / "1-explore").is_dir()
        assert (tmp_path / "mine" / "datasets" / "cases" / "lwtc-westbank-2015.yaml").exists()
    finally:
        process.terminate()
        process.communicate(timeout=20)

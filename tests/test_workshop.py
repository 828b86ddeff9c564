"""The newcomer's one file, run for real; where it cannot go on it says one sentence and ends with 2."""

from __future__ import annotations

import ast
import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture
def newcomer(tmp_path):
    """A folder with only what the first start reads."""
    for name in ("workshop.py", "requirements.lock", "pyproject.toml"):
        shutil.copy(ROOT / name, tmp_path / name)
    return tmp_path


def run(folder: Path, *words: str, **env: str) -> subprocess.CompletedProcess:
    return subprocess.run([sys.executable, "workshop.py", *words], cwd=folder, env={**os.environ, **env},
                          capture_output=True, text=True, timeout=120)


def test_an_old_python_can_read_it():
    ast.parse((ROOT / "workshop.py").read_text(encoding="utf-8"), feature_version=(3, 5))


def test_an_old_python_is_told_what_to_do():
    code = "import sys, runpy; sys.version_info = (3, 9, 2); sys.argv = ['workshop.py']; runpy.run_path('workshop.py', run_name='__main__')"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 2
    assert done.stderr.strip() == "This is Python 3.9, and svtrain needs 3.11 or newer; install one from python.org and run this again with it."


def test_a_half_made_folder_is_mended_and_a_missing_network_is_named(newcomer):
    inside = newcomer / ".venv" / ("Scripts" if os.name == "nt" else "bin")
    inside.mkdir(parents=True)
    (inside / ("python.exe" if os.name == "nt" else "python")).write_text("not a program")
    with socket.socket() as closed:  # bound but not listening: a connection is refused at once
        closed.bind(("127.0.0.1", 0))
        nowhere = f"http://127.0.0.1:{closed.getsockname()[1]}/simple"
        done = run(newcomer, PIP_INDEX_URL=nowhere, PIP_EXTRA_INDEX_URL="", PIP_FIND_LINKS="", PIP_CONFIG_FILE=os.devnull)
    assert done.returncode == 2
    assert "half-made" in done.stderr
    assert "needs a network" in done.stderr.strip().splitlines()[-1]
    assert "Traceback" not in done.stderr
    assert not (newcomer / ".venv" / "svtrain-ready").exists()


def test_help_names_the_two_commands(newcomer):
    done = run(newcomer, "--help")
    assert done.returncode == 0
    assert "workshop.py lab" in done.stdout and "workshop.py test" in done.stdout


@pytest.mark.parametrize("verb", ["start", "lab"])
def test_a_port_in_use_is_one_sentence(verb):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = subprocess.run([sys.executable, "-m", "svtrain", verb, "--no-browser", "--port", str(port)],
                              capture_output=True, text=True, timeout=60)
    assert done.returncode == 2
    assert done.stderr.startswith(f"Port {port} is in use") and done.stderr.count("\n") == 1
    assert "--port" in done.stderr

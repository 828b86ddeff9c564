"""The command line's manners: exit codes and one sentence per problem."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
from pathlib import Path

import pytest

import svtrain


def run(*words: str, **options) -> subprocess.CompletedProcess:
    return subprocess.run([sys.executable, "-m", "svtrain", *words], capture_output=True, text=True, timeout=60, **options)


@pytest.mark.parametrize("words", [("bogus",), ("doctor", "--nope"), ("start", "--port", "many"), ("start", "--port", "0"), ("value",)])
def test_a_word_it_does_not_know_is_one_sentence(words):
    done = run(*words)
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1 and done.stderr.endswith("Ask for help with --help.\n")


def test_without_a_word_it_shows_its_verbs():
    done = run()
    assert done.returncode == 0
    for verb in ("start", "lab", "doctor", "value"):
        assert verb in done.stdout


def test_it_tells_its_version():
    done = run("--version")
    assert done.returncode == 0 and done.stdout.strip() == f"svtrain {svtrain.__version__}"


def test_importing_the_package_loads_nothing_heavy():
    code = "import sys, svtrain; print([m for m in ('numpy', 'pandas', 'plotly', 'pydantic', 'ipywidgets') if m in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout.strip() == "[]"


def test_a_plain_valuation_loads_no_table_or_chart_library():
    code = ("import sys; sys.argv = ['svtrain', 'value', 'datasets/cases/lwtc-westbank-2015.yaml', '--json']\n"
            "from svtrain.cli import main\ntry: main()\nexcept SystemExit: pass\n"
            "print([m for m in ('pandas', 'plotly', 'scipy', 'ipywidgets', 'openpyxl') if m in sys.modules], file=sys.stderr)")
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert json.loads(done.stdout)["title"]
    assert done.stderr.strip() == "[]"


def test_doctor_says_what_is_installed(tmp_path):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    done = run("doctor", "--json", "--port", str(port), env=_env(SVTRAIN_WORK=str(tmp_path)))
    findings = {finding["what"]: finding for finding in json.loads(done.stdout)}
    assert done.returncode == 0, done.stdout
    assert {"Python", "voila", "Lessons", "Datasets", "Browser for tests", "Port", "Saved work"} <= set(findings)
    assert all(finding["well"] for finding in findings.values())


def test_doctor_says_what_is_wrong_and_what_to_do(tmp_path):
    (tmp_path / "file").write_text("")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = run("doctor", "--port", str(port), env=_env(SVTRAIN_WORK=str(tmp_path / "file" / "work")))
    assert done.returncode == 1
    assert f"127.0.0.1:{port} is in use" in done.stdout and f"--port {port + 1}" in done.stdout
    assert "Set SVTRAIN_WORK" in done.stdout


def _env(**more):
    import os

    return {**os.environ, **more}


MANY = "outcomes:\n" + "".join(f"- {{id: o{n}, quantity: 1, proxy: {{value: 1}}}}\n" for n in range(2000))


@pytest.mark.skipif(sys.platform == "win32", reason="pipes end otherwise there")
@pytest.mark.parametrize("words", [(), ("--json",)])
def test_a_reader_that_goes_away_is_no_finding(tmp_path, words):
    (tmp_path / "map.yaml").write_text(MANY, encoding="utf-8")
    command = subprocess.Popen([sys.executable, "-m", "svtrain", "value", str(tmp_path / "map.yaml"), *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    command.stdout.readline()
    command.stdout.close()
    assert command.stderr.read() == b"" and command.wait(60) == 0
    command.stderr.close()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no such device here")
@pytest.mark.parametrize("words", [("value", "map.yaml"), ("value", "map.yaml", "--json"), ("--help",)])
def test_output_that_cannot_be_written_is_one_sentence(tmp_path, words):
    (tmp_path / "map.yaml").write_text(MANY, encoding="utf-8")
    with open("/dev/full", "wb") as full:
        done = subprocess.run([sys.executable, "-m", "svtrain", *words], stdout=full, stderr=subprocess.PIPE, text=True, cwd=tmp_path)
    assert done.returncode == 2 and done.stderr == "The output cannot be written: No space left on device.\n"


@pytest.mark.skipif(sys.platform == "win32", reason="a shell of another kind")
def test_output_that_was_closed_beforehand_is_no_traceback(tmp_path):
    (tmp_path / "map.yaml").write_text("outcomes: []\n", encoding="utf-8")
    done = subprocess.run(["/bin/sh", "-c", f'"{sys.executable}" -m svtrain value map.yaml --json >&-'], stderr=subprocess.PIPE, text=True, cwd=tmp_path)
    assert done.returncode == 0 and done.stderr == ""

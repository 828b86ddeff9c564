"""What no verb may be stopped by, hang on or overwrite: pipes, devices, loops of links, folders that are gone, an input that is closed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from svtrain.data.places import content

CASE = content("datasets") / "cases" / "lwtc-westbank-2015.yaml"
PROMISES = content("datasets") / "practice" / "commitments.csv"
ROOT = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="pipes and devices have no path there")


def run(*words: object, **options) -> subprocess.CompletedProcess:
    """The command in a process of its own: one that waits for a pipe could not be stopped here."""
    return subprocess.run([sys.executable, "-m", "svtrain", *map(str, words)], capture_output=True, text=True, timeout=60,
                          env={**os.environ, "PYTHONPATH": str(ROOT)}, **options)


def refused(done: subprocess.CompletedProcess, said: str) -> None:
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr and len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize(("name", "words"), [
    ("bids.xlsx", ["score", "@"]), ("register.csv", ["register", "read", "@"]), ("register.xlsx", ["register", "read", "@"]), ("contracts.csv", ["register", "value", "@", "--commitments", PROMISES]),
    ("commitments.xlsx", ["monitor", "--commitments", "@", "--deliveries", "@"]), ("bids.csv", ["publish", "@", "--to", "@out"]), ("map.xlsx", ["publish", "@", "--to", "@out"])])
def test_a_pipe_that_nobody_fills_is_not_waited_for(tmp_path, name, words):
    os.mkfifo(tmp_path / name)
    given = {"@": tmp_path / name, "@out": tmp_path / "out"}
    done = run(*(given.get(word, word) for word in words))
    assert done.returncode == 2 and done.stdout == "" and f"{tmp_path / name}" in done.stderr
    assert len(done.stderr.splitlines()) == 1 and "Traceback" not in done.stderr


@pytest.mark.parametrize("words", [["value", CASE, "--html", "@"], ["value", CASE, "--xlsx", "@"], ["plan", "--minutes", "60", "--out", "@"]])
def test_a_pipe_or_a_device_is_not_replaced_by_a_file(tmp_path, words):
    os.mkfifo(tmp_path / "pipe")
    refused(run(*(tmp_path / "pipe" if word == "@" else word for word in words)), "pipe: This is a pipe or a device, not a file; name a file.")
    assert (tmp_path / "pipe").is_fifo()


def test_a_register_is_not_written_over_a_pipe(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "contracts.csv").write_text("reference,title,buyer,supplier,value,start,end\nK1,Works,Us,A Ltd,10000,2026-04-01,2027-03-31\n", encoding="utf-8")
    refused(run("register", "read", tmp_path / "contracts.csv", "--out", tmp_path / "pipe"), "pipe: This is a pipe or a device")
    refused(run("register", "read", "-"), "-: What is piped in is not read here; save it, and name that file.")


@pytest.mark.parametrize(("words", "said"), [
    (["start", "loop", "--no-browser"], "loop: The lessons could not be laid out: Too many levels of symbolic links."),
    (["practice", "make", "--count", "2", "--out", "loop"], "loop: --out: The folder could not be written"),
    (["publish", "~nobody-of-that-name/x", "--to", "out"], "There is no file, folder, app or resume code of that name."),
    (["room", "status", "--store", "."], ".: A room store is one file, and this is a folder or a device. Name a file."),
    (["register", "value", "broken.parquet", "--commitments", PROMISES], "broken.parquet: This is not a Parquet file that can be read."),
    (["register", "value", "none.parquet", "--commitments", PROMISES], "none.parquet: The file cannot be read: No such file or directory."),
    (["register", "value", "binary.csv", "--commitments", PROMISES], "binary.csv: The file is not UTF-8 text; save it as CSV UTF-8."),
])
def test_odd_places_are_one_sentence(tmp_path, words, said):
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    (tmp_path / "broken.parquet").write_bytes(b"PAR1 not at all")
    (tmp_path / "binary.csv").write_bytes(b"\x81\x8d\x8f" * 50)
    refused(run(*words, cwd=tmp_path), said)


def test_an_input_that_is_closed_is_one_sentence():
    done = subprocess.run(["sh", "-c", f"'{sys.executable}' -m svtrain value - <&-"], capture_output=True, text=True, timeout=60, cwd=ROOT)
    refused(done, "-: Nothing is piped in.")


def test_a_folder_that_is_gone_is_said(tmp_path):
    script = f"mkdir gone && cd gone && rmdir ../gone && '{sys.executable}' -m svtrain value '{CASE}'"
    refused(subprocess.run(["sh", "-c", script], capture_output=True, text=True, timeout=60, cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(ROOT)}),
            "The folder that this was started in is gone; change to another one.")

"""`svtrain plan` as a person types it."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest


def run(folder, *words: str) -> subprocess.CompletedProcess:
    return subprocess.run([sys.executable, "-m", "svtrain", "plan", *words], capture_output=True, text=True, encoding="utf-8", check=False,
                          cwd=folder, env={**os.environ, "SVTRAIN_WORK": str(folder)})


def test_a_plan_is_printed_and_written(tmp_path):
    made = run(tmp_path, "--minutes", "90", "--steps", "explore", "--json", "--out", "mine.yaml")
    assert made.returncode == 0 and json.loads(made.stdout)["sessions"][0]["minutes"] == 90
    shown = run(tmp_path, "--plan", "mine.yaml", "--online")
    assert shown.returncode == 0 and "0:00   10 min  Welcome" in shown.stdout and "type one contract" in shown.stdout.lower()


@pytest.mark.parametrize(("words", "sentence"), [
    (["--minutes", "20"], "from 30 to 600"), (["--minutes", "90", "--steps", "explre"], "Did you mean 'explore'?"),
    (["--plan", "dayy"], "Did you mean 'day'?"), (["--plan", "no such.yaml"], "cannot be read"), (["--minutes", "90", "--plan", "90"], "not both"),
    (["--minutes", "0"], "from 30 to 600"), (["--plan", "day", "--steps", "apply"], "Give --minutes with --steps"), (["--steps", ","], "at least one step"),
])
def test_what_cannot_be_planned_is_said(words, sentence, tmp_path):
    told = run(tmp_path, *words)
    assert told.returncode == 2 and sentence in told.stderr and "Traceback" not in told.stderr


def test_steps_alone_make_a_plan_of_them_and_what_does_not_fit_is_said(tmp_path):
    assert {block["step"] for block in json.loads(run(tmp_path, "--steps", "apply", "--json").stdout)["sessions"][0]["blocks"]} == {"", "apply"}
    assert "Nothing of Challenge and Apply fits into 30 minutes." in run(tmp_path, "--minutes", "30").stdout

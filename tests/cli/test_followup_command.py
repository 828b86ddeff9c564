"""`svtrain followup` as a person types it, on the export of a real room."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest


def run(folder, *words: str) -> subprocess.CompletedProcess:
    return subprocess.run([sys.executable, "-m", "svtrain", "followup", *words], capture_output=True, text=True, encoding="utf-8", check=False,
                          cwd=folder, env={**os.environ, "SVTRAIN_WORK": str(folder / "work"), "PYTHONIOENCODING": "utf-8"})


def test_questions_go_out_and_answers_come_back(tmp_path, hold, fill):
    hold("north", 6)
    made = run(tmp_path, "export-north", "--day", "30", "--out", "ask")
    assert made.returncode == 0 and "6 commitments" in made.stdout
    page = (tmp_path / "ask" / "followup-30.html").read_text(encoding="utf-8")
    assert all(f">PV{n}<" in page for n in range(6)) and "P-" not in page
    sheet = tmp_path / "ask" / "followup-30.csv"
    assert "'=ask the café" in sheet.read_text(encoding="utf-8-sig"), "a spreadsheet runs no formula"
    fill(sheet, [{"done": said, "helped": "Café staff"} for said in ("yes", "Yes", "in part", "Not yet", "Yes")], encoding="cp1252")
    told = run(tmp_path, "export-north", "--day", "30", "--answers", "ask/followup-30.csv")
    assert told.returncode == 0 and "Of 6 commitments: yes 3, in part 1, not yet 1, no longer wanted 0, no answer 1." in told.stdout
    assert "“Café staff”" in told.stdout
    plain = json.loads(run(tmp_path, "export-north", "--day", "30", "--answers", "ask/followup-30.csv", "--json").stdout)
    assert (plain["asked"], plain["answered"]) == (6, 5) and plain["levels"][0]["name"] == "Behaviour"


def test_of_fewer_than_five_nothing_is_shown(tmp_path, hold, fill):
    hold("north", 6)
    run(tmp_path, "export-north", "--out", "ask")
    fill(tmp_path / "ask" / "followup-30.csv", [{"done": "Yes", "what": "Something that only one person did"}] * 4)
    told = run(tmp_path, "export-north", "--answers", "ask/followup-30.csv")
    assert told.returncode == 0 and "Fewer than 5 people" in told.stdout and "only one person" not in told.stdout


@pytest.mark.parametrize(("words", "sentence"), [
    (["export-north", "--day", "31", "--out", "ask"], "after 30 or 90 days"), (["export-north"], "one of the two"),
    (["nowhere", "--out", "ask"], "cannot be read"), (["export-north", "--answers", "export-north/answers.csv"], 'The heading "done" is missing.'),
    (["export-north", "--answers", "wrong.csv"], "row 2"),
])
def test_what_cannot_be_done_is_said(words, sentence, tmp_path, hold):
    hold("north", 5)
    (tmp_path / "wrong.csv").write_text("code,done,what,helped,changed,next\nPV9,perhaps,,,,\n", encoding="utf-8")
    told = run(tmp_path, *words)
    assert told.returncode == 2 and sentence in told.stderr and "Traceback" not in told.stderr
    assert not (tmp_path / "ask").exists()

"""`svtrain measure` as a person types it, on the exports of real rooms."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest


def run(folder, *words: str) -> subprocess.CompletedProcess:
    return subprocess.run([sys.executable, "-m", "svtrain", "measure", *words], capture_output=True, text=True, encoding="utf-8", check=False,
                          cwd=folder, env={**os.environ, "SVTRAIN_WORK": str(folder / "work"), "PYTHONIOENCODING": "utf-8"})


def test_one_cohort_by_level_with_followup_and_reasons(tmp_path, hold, fill):
    export = hold("north", 6)
    codes = json.loads((export / "room.json").read_text(encoding="utf-8"))
    pseudonyms = {event["person"] for event in codes["events"]}
    subprocess.run([sys.executable, "-m", "svtrain", "followup", "export-north", "--out", "ask"], cwd=tmp_path, check=True, capture_output=True)
    fill(tmp_path / "ask" / "followup-30.csv", [{"done": "Yes"}] * 5)
    asked = run(tmp_path, "export-north", "--write-reasons", "reasons.csv")
    sheet = (tmp_path / "reasons.csv").read_text(encoding="utf-8-sig")
    assert asked.returncode == 0 and "evidence" in asked.stdout and sheet.count("\n") == 7 and "'=Half" in sheet
    assert not any(person in sheet for person in pseudonyms if person), "the sheet says nothing of who wrote what"
    fill(tmp_path / "reasons.csv", [{"who": "x", "evidence": "X"}] * 4 + [{"none_of_these": "yes"}], encoding="cp1252")
    told = run(tmp_path, "export-north", "--followup", "30=ask/followup-30.csv", "--reasons", "reasons.csv", "--out", "page.html")
    assert told.returncode == 0, told.stderr
    said = " ".join(told.stdout.split())
    assert "From 2.0 to 4.0 of 5: 6 of 6 went up" in said and "yes 5" in said and "1.6 of 4 on average, over 5 reasons." in said
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert page.count("What this cannot show.") == 4 and "&lt;b&gt;Number 0" in page and "<b>Number" not in page
    assert page.count('class="way"') == 6, "five statements and the ranges, before and after"


def test_cohorts_stand_side_by_side_and_small_groups_nowhere(tmp_path, hold):
    for name, people in (("north", 6), ("south", 5), ("west", 4)):
        hold(name, people)
    told = run(tmp_path, "export-south", "export-north", "export-west", "--json", "--out", "page.html")
    found = json.loads(told.stdout)
    assert [each["room"] for each in found["cohorts"]] == ["north", "south", "west"]
    trend = next(each for each in found["trends"] if each["id"] == "statement.anyway")
    assert trend["cohorts"] == ["north", "south", "west"] and trend["values"] == [2, 2, None]
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert "Cohorts side by side" in page and "too few" in page and page.count("&lt;b&gt;Number 3") == 2


@pytest.mark.parametrize(("words", "sentence"), [
    (["export-north", "export-north"], "Give each cohort once"), (["export-north", "--followup", "answers.csv"], "Write it like 30=answers.csv"),
    (["export-north", "--followup", "30=no-such.csv"], "cannot be read"), (["export-north", "export-south", "--reasons", "bad.csv"], "whose answers these are: north, south"),
    (["export-north", "--reasons", "bad.csv"], 'bad.csv, row 2'), (["export-north", "export-south", "--reasons", "nort=bad.csv"], "Did you mean 'north'?"),
    (["export-north/answers.csv"], "This is not a room's export"),
])
def test_what_cannot_be_measured_is_said(words, sentence, tmp_path, hold):
    for name in ("north", "south"):
        hold(name, 5)
    (tmp_path / "bad.csv").write_text("reason_code,reason,who,because,evidence,doubt,none_of_these\nR-123,Because,x,,,,\n", encoding="utf-8")
    told = run(tmp_path, *words)
    assert told.returncode == 2 and sentence in told.stderr and "Traceback" not in told.stderr


def test_an_odd_tick_is_named_by_its_row(tmp_path, hold, fill):
    hold("north", 5)
    run(tmp_path, "export-north", "--write-reasons", "reasons.csv")
    fill(tmp_path / "reasons.csv", [{}, {"who": "maybe"}, {"who": "x", "none_of_these": "x"}])
    told = run(tmp_path, "export-north", "--reasons", "reasons.csv")
    assert told.returncode == 2 and 'row 3: who: "maybe" is no tick' in told.stderr and "row 4: none_of_these" in told.stderr

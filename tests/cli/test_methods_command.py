from __future__ import annotations

import json
import subprocess
import sys

import pytest

from svtrain.data.places import content

MAP = str(content("datasets") / "practice" / "value-maps" / "grounds-maintenance.yaml")


def run(*words: str) -> subprocess.CompletedProcess:
    return subprocess.run([sys.executable, "-m", "svtrain", "methods", MAP, *words], capture_output=True, text=True, timeout=60)


def test_four_methods_with_what_each_hides(tmp_path):
    (tmp_path / "spend.csv").write_text("supplier,amount,local,sme,vcse\nA,\"£75,000\",yes,yes,\nB,25k,no,no,yes\n", encoding="utf-8")
    done = run("--json", "--spend", str(tmp_path / "spend.csv"))
    assert (done.returncode, done.stderr) == (0, "")
    found = json.loads(done.stdout)["methods"]
    assert [method["id"] for method in found] == ["principles", "counted", "change_in_lives", "green_book"]
    assert (found[0]["local_share"], found[0]["vcse_share"], found[1]["synthetic"]) == (0.75, 0.25, True)
    assert run().stdout.count("It hides:") == sum(len(method["hides"]) for method in found)


@pytest.mark.parametrize(("name", "text", "said"), [
    ("--prices", "outcome_id,price\nhops,5\n", "an outcome that the map does not have"),
    ("--prices", "outcome,price\nhops,5\n", "no column 'outcome_id'"),
    ("--prices", "outcome_id,price\nhops,\nhops,ten\n", "The price is blank."),
    ("--spend", "supplier,amount,local\nA,lots,maybe\n", '"lots" is not a number')])
def test_what_cannot_be_read_is_a_sentence(tmp_path, name, text, said):
    (tmp_path / "file.csv").write_text(text, encoding="utf-8")
    done = run(name, str(tmp_path / "file.csv"))
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr and "Traceback" not in done.stderr

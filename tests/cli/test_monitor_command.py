from __future__ import annotations

import json
import subprocess
import sys

from svtrain.data.places import content

PRACTICE = content("datasets") / "practice"
FILES = ("--commitments", str(PRACTICE / "commitments.csv"), "--deliveries", str(PRACTICE / "deliveries.csv"))


def run(*words: str) -> subprocess.CompletedProcess:
    return subprocess.run([sys.executable, "-m", "svtrain", "monitor", *words], capture_output=True, text=True, timeout=60)


def test_the_practice_contracts_are_rated_in_the_acts_words():
    done = run(*FILES, "--spend", str(PRACTICE / "spend.csv"), "--contracts", str(PRACTICE / "contracts.csv"), "--as-of", "2026-06-30", "--json")
    assert (done.returncode, done.stderr) == (0, "")
    found = json.loads(done.stdout)
    assert found["as_of"] == "2026-06-30"
    assert set(found["ratings"]) == {"Good", "Approaching target", "Requires improvement", "Inadequate", "Other"}
    assert {each["phased_by"] for each in found["commitments"]} == {"spend"}
    assert sum(found["ratings"].values()) == len(found["commitments"])


def test_for_people():
    done = run(*FILES)
    assert done.returncode == 0
    assert "PC06-C1 and PC06-C2 rest on the same evidence" in " ".join(done.stdout.split())


def test_a_day_that_is_no_day():
    done = run(*FILES, "--as-of", "soon")
    assert (done.returncode, done.stdout) == (2, "")
    assert '"soon" is not a date' in done.stderr

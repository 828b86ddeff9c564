"""`svtrain practice` as a person types it."""

from __future__ import annotations

import subprocess
import sys


def run(*words: str) -> subprocess.CompletedProcess:
    return subprocess.run([sys.executable, "-m", "svtrain", "practice", *words], capture_output=True, text=True, encoding="utf-8",
                          check=False)


def test_the_list_shows_twelve_contracts_and_says_that_none_is_real():
    shown = run("list").stdout
    assert sum(line.startswith("PC") for line in shown.splitlines()) == 12
    assert shown.count("Trap:") == 7 and shown.rstrip().endswith("Nothing here is real.")


def test_making_and_refusing(tmp_path):
    folder = tmp_path / "made"
    first = run("make", "--count", "5", "--seed", "3", "--out", str(folder))
    assert first.returncode == 0 and first.stdout.startswith("5 invented contracts are in")
    assert sorted(path.name for path in folder.iterdir()) == ["commitments.csv", "contracts.csv", "deliveries.csv", "spend.csv"]
    second = run("make", "--count", "5", "--seed", "3", "--out", str(folder))
    assert second.returncode == 2 and "name a new one" in second.stderr and "Traceback" not in second.stderr

"""`svtrain rules` as a person types it."""

from __future__ import annotations

import json
import subprocess
import sys


def run(*words: str) -> subprocess.CompletedProcess:
    return subprocess.run([sys.executable, "-m", "svtrain", "rules", *words], capture_output=True, text=True, encoding="utf-8",
                          env=None, check=False)


def test_a_missing_fact_is_named():
    done = run("which", "--buyer", "council", "--value", "250000", "--start", "2026-02-01")
    assert done.returncode == 0
    assert "find out:\n  - services, goods or works\n  - whether the contract is light-touch\n  - the name of the council\n" in done.stdout
    assert "\nUnknown\n" in done.stdout and "\nApplies\n" not in done.stdout


def test_with_the_facts_it_answers_as_json():
    done = run("which", "--buyer", "Central Government", "--value", "£5,000,000.01", "--start", "01/10/2025", "--kind", "services",
               "--not-light-touch", "--json")
    shown = json.loads(done.stdout)
    assert shown["facts"]["value"] == 5000000.01 and shown["facts"]["start"] == "2025-10-01"
    assert shown["answers"]["applies"] == ["social-value-act", "ppn-002", "pa-award-criteria", "pa-kpi", "pa-rating"]
    assert shown["answers"]["unknown"] == []
    assert {rule["id"] for rule in shown["rules"] if rule["answer"] == "applies"} == set(shown["answers"]["applies"])
    assert shown["missing"] == []


def test_every_bad_fact_is_one_sentence_and_nothing_is_answered():
    done = run("which", "--buyer", "councl", "--value", "-3", "--start", "31/2/2026", "--framework-start", "2025-01-01")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.splitlines() == [
        '--buyer: "councl" is not known. Did you mean "council"?',
        "--value: The value must be an amount of pounds above zero.",
        '--start: "31/2/2026" is not a day; type it as 2026-02-01.',
        "--framework-start: A framework's day belongs to a call-off; add --form call-off."]


def test_the_list_marks_what_is_unconfirmed():
    done = run("list", "--json")
    held = {rule["id"]: rule for rule in json.loads(done.stdout)}
    assert len(held) == 16
    assert [name for name, rule in held.items() if not rule["used_by_default"]] == ["ppn-026-lower", "ppn-026-upper"]
    assert "never used by default" in run("list").stdout

from __future__ import annotations

import json
import subprocess
import sys

import pytest

MAP = """\
svtrain: value-map/1
title: Grounds maintenance
conventions: {mode: custom, discount_rate: 0}
inputs: [{name: Contract price, value: 100}]
outcomes:
  - {id: jobs, quantity: 2, proxy: {value: 90, unit: person}, deadweight: 0.1}
"""
RECORDS = """\
- {id: c1, target: assumption, field: jobs.deadweight, expect: 0.1, set: 0.5, reason: Half leave anyway, decision: accept}
- {id: c2, target: proxy, field: jobs.proxy, expect: 80, set: 70, decision: accept}
"""


@pytest.fixture
def files(tmp_path):
    (tmp_path / "map.yaml").write_text(MAP, encoding="utf-8")
    (tmp_path / "records.yaml").write_text(RECORDS, encoding="utf-8")
    return tmp_path


def run(*words: str) -> subprocess.CompletedProcess:
    return subprocess.run([sys.executable, "-m", "svtrain", *words], capture_output=True, text=True, timeout=60)


def test_stale_is_a_finding_and_the_rest_is_applied(files):
    done = run("challenge", str(files / "map.yaml"), str(files / "records.yaml"), "--json", "--out", str(files / "after.yaml"))
    assert done.returncode == 1, done.stderr
    found = json.loads(done.stdout)
    assert [each["status"] for each in found["challenges"]] == ["applied", "stale"]
    assert found["difference"]["present_value"] == pytest.approx(-72)
    after = json.loads(run("value", str(files / "after.yaml"), "--json").stdout)
    assert after["present_value"] == pytest.approx(found["after"]["present_value"])


def test_for_people(files):
    done = run("challenge", str(files / "map.yaml"), str(files / "records.yaml"))
    assert "jobs.deadweight goes from 0.1 to 0.5: -£72 of present value." in done.stdout
    assert "Stale: it was written when jobs.proxy was 80; now it is 90." in " ".join(done.stdout.split())


def test_a_field_that_is_not_there(files):
    (files / "records.yaml").write_text("- {id: c1, field: jobs.dedweight, expect: 0.1, set: 0.5}\n", encoding="utf-8")
    done = run("challenge", str(files / "map.yaml"), str(files / "records.yaml"), "--out", str(files / "after.yaml"))
    assert (done.returncode, done.stdout) == (2, "")
    assert "Did you mean 'jobs.deadweight'?" in done.stderr
    assert not (files / "after.yaml").exists()

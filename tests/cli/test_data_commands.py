from __future__ import annotations

import json
import os
import subprocess
import sys
from types import SimpleNamespace

import pytest
from typer.testing import CliRunner

from svtrain.cli import data, proxies
from svtrain.data.packages import packages


@pytest.fixture
def run(tmp_path, monkeypatch):
    """Run a command in a folder of work of its own, with no private values, in this process."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SVTRAIN_PRIVATE", raising=False)

    def call(verb: str, *words: str, **variables: str) -> SimpleNamespace:
        done = CliRunner().invoke({"proxies": proxies.app, "data": data.app}[verb], words, env=variables)
        if done.exception and not isinstance(done.exception, SystemExit):
            raise done.exception
        return SimpleNamespace(returncode=done.exit_code, stdout=done.stdout, stderr=done.stderr)
    return call


def whole(folder, *words: str) -> subprocess.CompletedProcess:
    """The program itself, as a person starts it."""
    surroundings = {name: value for name, value in os.environ.items() if name != "SVTRAIN_PRIVATE"}
    return subprocess.run([sys.executable, "-m", "svtrain", *words], cwd=folder, env=surroundings, capture_output=True,
                          text=True, timeout=60)


def test_find_never_breaks_an_id(run):
    done = run("proxies", "find", "volunteer hour", COLUMNS="40")
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[0] == "ons-volunteer-hour: 11.27 GBP per hour; prices of 2012/13; market price (replacement cost)"


def test_find_as_json_and_words_unquoted(run):
    found = json.loads(run("proxies", "find", "volunteer", "hour", "--limit", "2", "--json").stdout)
    assert [item["id"] for item in found][0] == "ons-volunteer-hour"
    assert len(found) == 2
    assert {"value", "unit", "price_year", "source", "locator", "licence", "last_checked", "question"} <= set(found[0])


def test_the_program_finds_what_the_words_say(tmp_path):
    done = whole(tmp_path, "proxies", "find", "volunteer hour", "--limit", "1")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("ons-volunteer-hour: 11.27")


def test_find_with_no_answer_says_so(run):
    done = run("proxies", "find", "xyzzy")
    assert (done.returncode, done.stderr) == (0, "")
    assert 'No proxy answers to "xyzzy"' in done.stdout
    assert json.loads(run("proxies", "find", "xyzzy", "--json").stdout) == []


def test_show_prints_the_whole_passport(run):
    shown = run("proxies", "show", "gmca-cr1-0-fiscal").stdout
    for words in ("500 GBP per incident (published range 100 to 1,000)", "2002/03", "fiscal saving", "police and council",
                  "England (national averages)", "compiled from LSE 2003", 'entry CR1.0, sheet "Crime", row 3', "CC BY 4.0",
                  "2026-11-22", "Caveat", "Ask"):
        assert words in shown
    assert "Others answer this differently" not in shown


def test_show_says_what_is_unclear_and_what_is_contested(run):
    shown = run("proxies", "show", "dwp-fjf-exchequer").stdout
    assert "-3,100 GBP per participant" in shown
    assert "unclear. Not stated where seen" in shown
    assert "svtrain proxies contested job" in shown


def test_unknown_names_exit_2_with_the_nearest(tmp_path):
    for words, said in ((("show", "gmca-cr3-fiscal"), 'Did you mean "gmca-cr3-0-fiscal"'), (("contested", "jobs"), 'Did you mean "job"')):
        done = whole(tmp_path, "proxies", *words)
        assert (done.returncode, done.stdout) == (2, "")
        assert said in done.stderr
        assert "Traceback" not in done.stderr


def test_contested_shows_every_row_and_why_none_is_averaged(run):
    shown = run("proxies", "contested", "job").stdout
    assert sum(line[:1].isalpha() and ": " in line and "; " in line for line in shown.splitlines()) == 23
    assert "never averaged" in shown
    found = json.loads(run("proxies", "contested", "job", "--json").stdout)
    assert set(found) == {"group", "reasons", "proxies"}
    assert len(found["proxies"]) == 23


def test_contested_without_a_name_lists_the_groups(run):
    assert json.loads(run("proxies", "contested", "--json").stdout)["volunteering"] == 13
    assert "volunteering" in run("proxies", "contested").stdout


def test_check_is_quiet_when_fresh_and_exits_1_when_stale(run):
    fresh, stale = run("data", "check", "--as-of", "2026-11-22"), run("data", "check", "--as-of", "2029-01-01")
    assert fresh.returncode == 0, fresh.stdout
    assert "0 warnings" in fresh.stdout
    assert "note: proxies-cited-facts: 12 values with a price year that the source leaves unclear" in fresh.stdout
    assert stale.returncode == 1
    assert "warning: proxies-gmca: ucd-dwp-2013: Last checked on 2026-11-22, over 24 months ago; 2 rows rest on it." in stale.stdout
    findings = json.loads(run("data", "check", "--as-of", "2029-01-01", "--json").stdout)["findings"]
    assert {"level", "rule", "dataset", "item", "message"} == set(findings[0])


def test_check_refuses_a_day_that_is_none(run):
    assert run("data", "check", "--as-of", "soon").returncode == 2


def test_versions_names_every_collection(run):
    rows = json.loads(run("data", "versions", "--json").stdout)
    assert {row["dataset"]: (row["version"], row["sha256"]) for row in rows} == {
        item.name: (item.version, item.sha256) for item in packages()}
    assert all(row["licences"] and row["last_checked"] for row in rows)
    plain = run("data", "versions").stdout
    assert all(row["sha256"] in plain for row in rows)


def test_private_values_are_watermarked_wherever_they_are_listed(run, tmp_path):
    made = run("data", "private-template")
    assert made.returncode == 0, made.stderr
    path = tmp_path / "private" / "my_licensed_proxies.csv"
    assert run("proxies", "find", "job").returncode == 0, "an empty private file is no fault"
    header = path.read_text(encoding="utf-8")
    row = dict.fromkeys(header.strip().split(","), "") | {
        "proxy_id": "our-job", "outcome": "A licensed job", "unit": "per person", "value": "12,345", "price_year": "2024",
        "perspective": "economic", "geography": "UK", "source": "Ours", "locator": "row 1", "licence": "CC BY-NC-ND 4.0",
        "last_checked": "2026-01-05", "contested_group": "job"}
    path.write_text(header + ",".join(f'"{cell}"' for cell in row.values()) + "\n", encoding="utf-8")
    for words in (("find", "licensed job"), ("show", "our-job"), ("contested", "job")):
        shown = run("proxies", *words).stdout
        assert "Private: licensed to your organisation." in shown, words
    assert [row["private"] for row in json.loads(run("data", "versions", "--json").stdout)].count(True) == 1
    stale = run("data", "check", "--as-of", "2028-01-06")
    assert (stale.returncode, "private-my_licensed_proxies: our-job: Last checked on 2026-01-05" in stale.stdout) == (1, True)
    again = whole(tmp_path, "data", "private-template")
    assert again.returncode == 2
    assert "already there" in again.stderr

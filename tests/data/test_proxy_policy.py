"""Proxy policies read from files, sound and hostile, and held back where they are licensed."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from svtrain.core.problems import CannotDo
from svtrain.data.proxy_policy import policy_from, policy_from_bytes, policy_text, read_policy, write_policy

SAID = {"decision": "accept", "reason": "Fits us.", "grade": "amber", "on": "2026-11-22"}
PLAIN = {"svtrain": "proxy-policy/1", "title": "=1+1", "owner": "North", "made": "2026-11-22", "proxies": [
    {"proxy": "gmca-ee1-0-fiscal", "was": {"value": 9800, "unit": "per claimant per year", "price_year": "2012/13"}, "first": {**SAID, "blind": True},
     "now": {**SAID, "decision": "adapt", "question": "perspective", "would_change_if": "A local study.",
             "use": {"value": {"low": 6000, "likely": 7000, "high": 9000}, "source": "Our study", "price_year": 2024}}},
    {"proxy": "nlw-2019-20", "was": {"value": 8.21}, "first": {**SAID, "decision": "reject"}}],
    "vintage": [{"dataset": "proxies-gmca", "version": "1.0.0", "sha256": "ab"}]}


def policy():
    found, problems = policy_from(PLAIN)
    assert problems == []
    return found


@pytest.mark.parametrize("name", ["policy.yaml", "policy.json"])
def test_it_is_read_back_equal(tmp_path, name):
    write_policy(policy(), tmp_path / name)
    assert read_policy(tmp_path / name) == policy()


@pytest.mark.parametrize(("change", "field", "said"), [
    (lambda plain: plain.update(owners="x"), "owners", "Did you mean 'owner'?"),
    (lambda plain: plain["proxies"][0].update(fist=1), "proxies.gmca-ee1-0-fiscal.fist", "Did you mean 'first'?"),
    (lambda plain: plain["proxies"][0]["first"].update(resaon="x"), "proxies.gmca-ee1-0-fiscal.first.resaon", "Did you mean 'reason'?"),
    (lambda plain: plain["proxies"][0]["now"]["use"].update(sorce="x"), "proxies.gmca-ee1-0-fiscal.now.use.sorce", "Did you mean 'source'?"),
    (lambda plain: plain["proxies"][0]["was"].update(value="lots"), "proxies.gmca-ee1-0-fiscal.was.value", "This must be a number, not 'lots'."),
    (lambda plain: plain["proxies"][1]["first"].update(on="soon"), "proxies.nlw-2019-20.first.on", "a date such as"),
    (lambda plain: plain["proxies"][1]["first"].update(decision="maybe"), "proxies.nlw-2019-20.first.decision", "not 'maybe'"),
    (lambda plain: plain["proxies"][1]["was"].update(price_year="19"), "proxies.nlw-2019-20.was.price_year", "2019 or 2012/13"),
    (lambda plain: plain["proxies"].append("x"), "proxies.3", "names and values"),
    (lambda plain: plain.update(proxies=7), "proxies", "a list"),
    (lambda plain: plain["proxies"].append(plain["proxies"][0]), "proxies", "judged twice"),
    (lambda plain: plain["proxies"][0]["now"]["use"]["value"].update(low=8000), "proxies.gmca-ee1-0-fiscal.now.use.value", "must rise"),
])
def test_what_is_wrong_is_said_once_and_by_name(change, field, said):
    plain = json.loads(json.dumps(PLAIN))
    change(plain)
    found, problems = policy_from(plain, "mine.yaml")
    assert found is None and [problem.field for problem in problems] == [field]
    assert said in problems[0].message and problems[0].place == "mine.yaml"


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"[]", b"- a", b"svtrain: value-map/1", b"a: &x 1", b"!!python/object:os.system x", b"[" * 5000,
                                     b'{"svtrain": "proxy-policy/1", "svtrain": "x"}'])
@pytest.mark.parametrize("kind", ["yaml", "json", "xlsx", "xlsm"])
def test_what_is_no_policy_is_refused_by_the_name_it_came_with(content, kind):
    with pytest.raises(CannotDo) as refused:
        policy_from_bytes(f"odd.{kind}", content)
    assert len(refused.value.problems) == 1 and "odd." in str(refused.value.problems[0])


def run(*words):
    return subprocess.run([sys.executable, "-m", "svtrain", *words], capture_output=True, text=True, timeout=60)


def test_a_map_is_valued_under_a_policy_from_the_terminal(tmp_path):
    (tmp_path / "policy.yaml").write_text(policy_text(policy()), encoding="utf-8")
    (tmp_path / "map.json").write_text(json.dumps({"price_year": "2024", "conventions": {"discount_rate": 0}, "inputs": [{"name": "Price", "value": 100}], "outcomes": [
        {"id": "jobs", "quantity": 2, "proxy": "gmca-ee1-0-fiscal"}, {"id": "hours", "quantity": 0, "proxy": "nlw-2019-20"}]}), encoding="utf-8")
    done = run("value", str(tmp_path / "map.json"), "--policy", str(tmp_path / "policy.yaml"), "--json", "--html", str(tmp_path / "out.html"))
    assert done.returncode == 1 and done.stderr == ""  # a rejected proxy is an error to put right
    result = json.loads(done.stdout)
    assert result["present_value"] == 14000
    assert [(one["rule"], one["field"]) for one in result["lint"][:2]] == [("policy-rejects", "hours.proxy"), ("policy-adapts", "jobs.proxy")]
    assert "The policy rejects" in (tmp_path / "out.html").read_text(encoding="utf-8")
    broken = run("value", str(tmp_path / "map.json"), "--policy", str(tmp_path / "map.json"))
    assert broken.returncode == 2 and "starts with svtrain: proxy-policy/1" in broken.stderr and broken.stdout == ""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

TENDER = """\
svtrain: tender/1
title: Grounds maintenance
weights: {price: 60, social_value: 20, quality: 20}
price: {formula: P1, scale_low: 800000, scale_high: 1600000}
social_value: {formula: V1, target: 650000}
bids:
  - {bidder: A, price: 1000000, promised: 400000, quality: 70, qualitative: 60}
  - {bidder: B, price: 1080000, promised: 650000, quality: 70, qualitative: 70}
  - {bidder: C, price: 2000000, promised: 3000000, quality: 20, qualitative: 30}
"""


@pytest.fixture
def tender(tmp_path):
    path = tmp_path / "tender.yaml"
    path.write_text(TENDER, encoding="utf-8")
    return str(path)


def run(*words: str) -> subprocess.CompletedProcess:
    return subprocess.run([sys.executable, "-m", "svtrain", "score", *words], capture_output=True, text=True, timeout=60)


def test_json_has_the_documented_names(tender):
    done = run(tender, "--json", "--without", "C")
    assert (done.returncode, done.stderr) == (0, "")
    found = json.loads(done.stdout)
    assert found["winner"] == "B"
    assert {"bidder", "total", "price", "social_value", "quality", "rank", "p_win"} <= found["ranking"][0].keys()
    assert [round(row["total"], 2) for row in found["ranking"]] == [89.56, 86.31]
    assert found["exchange_rate"]["dearer"] == 0.5
    assert found["warnings"] == []


def test_other_formulae_and_every_pair(tender):
    found = json.loads(run(tender, "--price", "P4", "--social-value", "v3", "--all", "--json").stdout)
    assert (found["winner"], found["formulae"]) == ("B", {"price": "P4", "social_value": "V3"})
    assert "P1+V1" in found["flips"] and "P1+V3" not in found["flips"]
    assert [left["formula"] for left in found["skipped"]] == ["P5", "WTP", "V9"]
    assert len(found["pairs"]) == 6 * 7


def test_for_people(tender):
    done = run(tender, "--all")
    assert done.returncode == 0
    assert "A wins." in done.stdout
    assert "The winner flips under" in done.stdout
    assert "P5 is left out. P5 needs multiple" in done.stdout


def test_problems_are_sentences_on_standard_error(tender, tmp_path):
    bids = tmp_path / "bids.csv"
    bids.write_text("bidder,price,promised,quality\nAcme,,4,70\nBolt,0,4,70\n", encoding="utf-8")
    done = run(str(bids), "--weights", "60/20/25")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.splitlines() == [
        "--weights: The weights add up to 105; they must add up to 100.",
        f"{bids}: bids.Acme.price: The price of Acme is blank; every bid needs a price above zero.",
        f"{bids}: bids.Bolt.price: The price of Bolt is 0; a price must be above zero."]


@pytest.mark.parametrize(("words", "sentence"), [
    (["--weights", "60/20"], "--weights: Write three weights with slashes, such as 60/20/20."),
    (["--weights", "150/20/20"], "--weights: A weight is from 0 to 100, not 150."),
    (["--price", "P9"], "--price: There is no formula 'P9'. The known ones are"),
    (["--social-value", "V3", "--target", "-5"], "--target: target must be above zero, not -5."),
    (["--price", "WTP", "--willingness-to-pay", "-5"], "--willingness-to-pay: willingness_to_pay must be zero or more, not -5."),
    (["--without", "Z"], "--without: Nobody called 'Z' bids here."),
])
def test_what_an_option_got_wrong_is_not_blamed_on_the_file(tender, words, sentence):
    done = run(tender, *words)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(sentence) and len(done.stderr.splitlines()) == 1

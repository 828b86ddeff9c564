from __future__ import annotations

import json
import subprocess
import sys

import pytest

CONTRACTS = "reference,title,value\nK1,Grounds,100000\nK2,Cleaning,50000\n"
COMMITMENTS = """\
commitment_id,contract_ref,measure,unit,target_qty,proxy_id,due_date,owner,evidence_required,deadweight,duration_years
C1,K1,Jobs,person,2,gmca-ee1-0-fiscal,2027-03-31,Ann,payroll,0.5,2
=C2,K2,Jobs,person,1,gmca-ee1-0-fiscal,2027-03-31,Ann,payroll,,
"""


@pytest.fixture
def files(tmp_path):
    (tmp_path / "contracts.csv").write_text(CONTRACTS, encoding="utf-8")
    (tmp_path / "commitments.csv").write_text(COMMITMENTS, encoding="utf-8")
    return tmp_path


def run(folder, *words: str) -> subprocess.CompletedProcess:
    return subprocess.run([sys.executable, "-m", "svtrain", "register", "value", str(folder / "contracts.csv"), "--commitments",
                           str(folder / "commitments.csv"), *words], capture_output=True, text=True, timeout=60)


def test_a_register_is_valued_and_every_line_written(files):
    done = run(files, "--json", "--out", str(files / "lines.csv"), "--discount-rate", "0")
    assert (done.returncode, done.stderr) == (0, "")
    found = json.loads(done.stdout)
    assert (found["rows"], found["read"], found["price_year"]) == (2, 2, None)
    assert [contract["present_value"] for contract in found["contracts"]] == [2 * 9800 * 0.5 * 2, 9800]
    assert found["vintage"]
    assert "\n'=C2,K2,9800.0" in (files / "lines.csv").read_text(encoding="utf-8")


def test_lines_that_cannot_be_read_are_findings(files):
    with (files / "commitments.csv").open("a", encoding="utf-8") as file:
        file.write("C3,K9,Jobs,person,1,gmca-ee1-0-fiscal,,,,,\nC4,K1,Jobs,person,TBC,gmca-ee1-0-fiscl,,,,,\n")
    done = run(files)
    assert done.returncode == 1
    said = " ".join(done.stdout.split())
    assert "Row 4 (C3): The register has no contract 'K9'." in said
    assert 'Row 5 (C4): target_qty: "TBC" is not a number' in said


def test_prices_past_the_end_of_the_deflator_are_moved_by_an_assumption_that_is_printed(files):
    with (files / "commitments.csv").open("a", encoding="utf-8") as file:
        file.write("C3,K1,Pay,hour,10,rlw-2024-25-uk,,,,,\n")
    said = " ".join(run(files).stdout.split())
    assert "3 of 3 lines valued" in said and "Assumed: UK GDP deflator ends in 2024. For 2025 the same rise as in 2024 is assumed" in said
    assert "It was needed for 2024/25 prices." in json.loads(run(files, "--json").stdout)["assumed"][0]


@pytest.mark.parametrize(("words", "said"), [(("--price-year", "24"), "A price year is written 2019 or 2012/13, not '24'."),
                                             (("--discount-rate", "-5"), "A discount rate is a share between -1 and 1")])
def test_what_cannot_be_done_is_one_sentence(files, words, said):
    done = run(files, *words)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr

"""`svtrain register read` as a person types it."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

NOTICES = Path(__file__).parents[1] / "data" / "register" / "fixtures" / "contracts_finder.csv"
COLUMNS = ("reference,title,description,buyer,supplier,suppliers_count,value,value_basis,start,end,cpv,category,place,sme,vcse,source_row")


@pytest.fixture
def run(tmp_path):
    def call(*words: object) -> subprocess.CompletedProcess:
        return subprocess.run([sys.executable, "-m", "svtrain", "register", "read", *map(str, words)], capture_output=True, text=True,
                              encoding="utf-8", env={**os.environ, "SVTRAIN_WORK": str(tmp_path / "work")}, check=False)
    return call


def test_a_clean_file_ends_with_0_and_writes_the_columns(run, tmp_path):
    out = tmp_path / "contracts.csv"
    done = run(NOTICES, "--out", out, "--json")
    assert (done.returncode, done.stderr) == (0, "")
    shown = json.loads(done.stdout)
    assert {"rows", "read", "skipped", "columns", "problems", "encoding", "kind"} <= set(shown)
    assert (shown["rows"], shown["read"], shown["skipped"], shown["problems"]) == (10, 10, 0, [])
    assert shown["columns"]["value"] == "Awarded Value"
    assert out.read_text(encoding="utf-8").splitlines()[0] == COLUMNS
    with out.open(encoding="utf-8", newline="") as file:
        assert len(list(csv.DictReader(file))) == 10


def test_findings_end_with_1_and_name_row_and_field(run, tmp_path):
    path = tmp_path / "spend.csv"
    path.write_bytes("Suplier,Amt,Date\nA Ltd,£5,1/4/26\nB Ltd,TBC,1/4/26\n".encode("cp1252"))
    done = run(path)
    assert done.returncode == 1
    assert "2 of 2 rows read (spend, cp1252, headings on row 1)." in done.stdout
    assert '"Suplier" is taken for supplier: it is like "Supplier" (93 of 100). Correct it with --map.' in done.stdout
    assert 'Row 3, value: "TBC" is not an amount.' in done.stdout


def test_a_correction_is_used_kept_and_forgotten(run, tmp_path):
    path = tmp_path / "spend.csv"
    path.write_text("Supplier,Date,Wages bill,Amount\nA,1/4/26,7,5\n")
    first = json.loads(run(path, "--map", "Wages bill=value", "--json").stdout)
    assert first["columns"]["value"] == "Wages bill"
    again = json.loads(run(path, "--json").stdout)
    assert again["columns"]["value"] == "Wages bill" and again["mapping"][2]["how"] == "remembered"
    assert json.loads(run(path, "--no-remember", "--json").stdout)["columns"]["value"] == "Amount"
    assert json.loads(run(path, "--forget", "--json").stdout)["columns"]["value"] == "Amount"
    assert json.loads(run(path, "--json").stdout)["columns"]["value"] == "Amount"


def test_what_cannot_be_done_ends_with_2_one_sentence_each_and_writes_nothing(run, tmp_path):
    path, out = tmp_path / "spend.csv", tmp_path / "out.csv"
    path.write_text("Supplier,Amount\nA,1\n")
    done = run(path, "--map", "Amuont=value", "--map", "Amount=valeu", "--out", out)
    assert (done.returncode, done.stdout, out.exists()) == (2, "", False)
    assert done.stderr.splitlines() == [f"{path}: --map: There is no column 'Amuont'. Did you mean 'Amount'?",
                                        f"{path}: --map: There is no field 'valeu'. Did you mean 'value'?"]
    for words in ([tmp_path / "none.csv"], [tmp_path], [path, "--out", path], [path, "--out", tmp_path], [path, "--map", "x"],
                  [path, "--header-row", "9"], [path, "--encoding", "klingon"], [path, "--delimiter", "ab"], [path, "--out", tmp_path / "no" / "o.csv"]):
        done = run(*words)
        assert done.returncode == 2 and done.stdout == ""
        assert len(done.stderr.splitlines()) == 1 and "Traceback" not in done.stderr
    assert sorted(item.name for item in tmp_path.iterdir()) == ["spend.csv"]


def test_control_characters_do_not_reach_the_terminal(run, tmp_path):
    path = tmp_path / "spend.csv"
    path.write_text("Supplier,Amount\nA,\x1b[2Jlots\n")
    done = run(path)
    assert "\x1b" not in done.stdout and done.returncode == 1


def test_a_correction_is_kept_for_headings_with_blank_ones_behind_and_forgotten_though_nothing_is_left_without_it(run, tmp_path):
    path = tmp_path / "odd.csv"
    path.write_text("Who,How many,When,,\nA,5,01/04/2026,,\n")
    assert run(path, "--header-row", 1, "--map", "Who=supplier", "--map", "How many=value").returncode == 0
    again = json.loads(run(path, "--header-row", 1, "--json").stdout)
    assert again["columns"] == {"supplier": "Who", "value": "How many"}
    assert run(path, "--header-row", 1, "--forget").returncode == 2
    done = run(path, "--header-row", 1)
    assert (done.returncode, done.stdout) == (2, "") and done.stderr.count("\n") == 1


def test_a_row_that_is_not_there_is_named(run, tmp_path):
    path = tmp_path / "spend.csv"
    path.write_text("Supplier,Amount\nA,5\n")
    assert run(path, "--header-row", 9).stderr.endswith("Row 9 holds no headings that can be read.\n")

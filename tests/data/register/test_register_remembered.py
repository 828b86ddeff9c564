from __future__ import annotations

import json

import pytest

from svtrain.data.register import Options, Reading, read_register, remember_columns, write_register
from svtrain.data.register.remembered import forget_columns, recall

DATA = b"Who,Amt,Note\nA Ltd,5,x\nB Ltd,6,y\n"


@pytest.fixture(autouse=True)
def work(tmp_path, monkeypatch):
    monkeypatch.setenv("SVTRAIN_WORK", str(tmp_path / "work"))
    return tmp_path / "work"


def test_a_correction_is_remembered_for_files_of_the_same_shape(work):
    first = read_register(DATA, {"Who": "supplier"}, header_row=1)
    assert first.report.mapping.uses[0].how == "corrected"
    remember_columns(["Who", "Amt", "Note"], {"Who": "supplier"})
    again = read_register(DATA.replace(b"Who", b" WHO ").replace(b"A Ltd", b"C Ltd"), header_row=1)
    assert again.frame.supplier.tolist() == ["C Ltd", "B Ltd"]
    assert again.report.mapping.uses[0].how == "remembered"
    assert read_register(DATA, header_row=1, remember=False).report.mapping.fields.get("supplier") is None


def test_only_headings_are_kept(work):
    remember_columns(["Who", "Amt", "Note"], {"Who": "supplier"})
    kept = "".join(path.read_text() for path in work.rglob("*.json"))
    assert json.loads(kept)["columns"] == {"Who": "supplier"}
    assert "A Ltd" not in kept


def test_a_damaged_note_is_no_note(work):
    path = remember_columns(["Who", "Amt"], {"Who": "supplier"})
    for rubbish in ("", "[", "[]", '{"svtrain": 1}', '{"svtrain": "register-columns/1", "columns": [1]}'):
        path.write_text(rubbish)
        assert recall(["Who", "Amt"]) == {}


def test_forgetting():
    remember_columns(["Who", "Amt"], {"Who": "supplier"})
    assert forget_columns(["who", "amt"]) and recall(["Who", "Amt"]) == {}
    assert not forget_columns(["who", "amt"])


def test_a_remembered_column_that_is_gone_stops_nothing():
    remember_columns(["Supplier", "Amount"], {"Gone": "value", "Amount": "nonsense"})
    assert read_register(b"Supplier,Amount\nA,1\n").frame.value.tolist() == [1]


def test_what_a_spreadsheet_would_run_is_written_as_text(tmp_path):
    out = tmp_path / "out.csv"
    write_register(Reading(b"Supplier,Description,Amount\n=1+1,@x,-5\n+A,-B,6\n", "f", Options(remember=False)), out)
    lines = out.read_text().splitlines()
    assert lines[1].split(",")[2:7] == ["'@x", "", "'=1+1", "1", "-5"]
    assert read_register(out, remember=False).frame.supplier.tolist() == ["=1+1", "+A"]


def test_nothing_half_written_is_left(tmp_path, monkeypatch):
    from svtrain.data.register import output

    out = tmp_path / "out.csv"
    out.write_text("mine")
    monkeypatch.setattr(output, "rows", lambda piece: (_ for _ in ()).throw(OSError(28, "No space left on device")))
    with pytest.raises(Exception, match="No space left"):
        write_register(Reading(DATA, "f", Options({"Who": "supplier"}, header_row=1)), out)
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["out.csv"] and out.read_text() == "mine"


def test_a_row_of_headings_that_only_a_person_knows_is_found_again():
    odd = b"Register of things,,\nWho,How much,Sort\nA Ltd,5,x\n"
    first = read_register(odd, {"Who": "supplier", "How much": "value"})
    assert first.report.header_row == 2
    remember_columns(["Who", "How much", "Sort"], {"Who": "supplier", "How much": "value"})
    assert read_register(odd.replace(b"A Ltd", b"B Ltd")).frame[["supplier", "value"]].values.tolist() == [["B Ltd", 5]]

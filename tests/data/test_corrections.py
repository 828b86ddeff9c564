from __future__ import annotations

import shutil
from dataclasses import replace

import pytest

from svtrain.core.problems import CannotDo
from svtrain.data import series
from svtrain.data.corrections import Correction, apply_corrections, read_corrections
from svtrain.data.packages import Package, package
from svtrain.data.places import content

FIX = Correction("values", "a/2019", "value", "2.80", "2.90", "Three pages disagree.", "reader", "2026-11-22", "applied")
ROWS = [{"id": "a", "year": "2019", "value": "2.80"}, {"id": "a", "year": "2020", "value": "2.80"}]


def test_an_applied_record_changes_its_cell_and_no_other():
    assert [row["value"] for row in apply_corrections(ROWS, [FIX], "values", ["id", "year"], "v.csv")] == ["2.90", "2.80"]
    assert ROWS[0]["value"] == "2.80", "the rows given stay as they were"


@pytest.mark.parametrize("status", ["reported", "refused"])
def test_a_record_that_was_not_accepted_changes_nothing(status):
    assert apply_corrections(ROWS, [replace(FIX, status=status)], "values", ["id", "year"], "v.csv") == ROWS


def test_a_record_of_another_table_changes_nothing():
    assert apply_corrections(ROWS, [FIX], "series", ["id", "year"], "v.csv") == ROWS


@pytest.mark.parametrize(("change", "sentence"), [
    ({"was": "2.85"}, r'v.csv: a/2019.value: The correction expects "2.85" but finds "2.80"; review it again.'),
    ({"key": "a/2021"}, "names a cell that is not there"), ({"field": "price"}, "names a cell that is not there"),
])
def test_loading_stops_when_the_value_has_moved_on(change, sentence):
    with pytest.raises(CannotDo, match=sentence):
        apply_corrections(ROWS, [replace(FIX, **change)], "values", ["id", "year"], "v.csv")


def test_the_shipped_correction_is_made_and_its_reason_kept():
    assert series("landfill-tax-lower").at("2019/20") == 2.90
    assert series("landfill-tax-lower").at("2018/19") == 2.80
    record, = read_corrections(package("landfill-tax"))
    assert (record.was, record.becomes, record.status) == ("2.80", "2.90", "applied")
    assert record.reason.endswith(".")


@pytest.fixture
def copy(tmp_path):
    return shutil.copytree(content("datasets") / "landfill-tax", tmp_path / "landfill-tax")


def test_loading_stops_when_the_file_was_edited_under_the_record(copy):
    values = copy / "values.csv"
    values.write_text(values.read_text(encoding="utf-8").replace("2019/20,2.80", "2019/20,2.95"), encoding="utf-8")
    with pytest.raises(CannotDo, match='expects "2.80" but finds "2.95"'):
        Package(copy).rows("values")


def test_a_record_needs_a_reason_and_a_known_status(copy):
    path = copy / "corrections.csv"
    header, row = path.read_text(encoding="utf-8").splitlines()
    cells = row.split(",")
    cells[5], cells[-1] = "", "maybe"
    path.write_text(f"{header}\n{','.join(cells)}\n", encoding="utf-8")
    with pytest.raises(CannotDo) as error:
        Package(copy).rows("values")
    assert len(error.value.problems) == 2

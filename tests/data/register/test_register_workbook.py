from __future__ import annotations

import io
import zipfile
from datetime import date, datetime

import openpyxl
import pytest

from svtrain.core.problems import CannotDo
from svtrain.data.register import read_register


def book(**sheets: list[list]) -> bytes:
    whole = openpyxl.Workbook()
    whole.remove(whole.active)
    for name, rows in sheets.items():
        sheet = whole.create_sheet(name)
        for row in rows:
            sheet.append(row)
    out = io.BytesIO()
    whole.save(out)
    return out.getvalue()


def changed(data: bytes, name: str, replace) -> bytes:
    """A workbook with one part replaced."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            new.writestr(info.filename, replace(old.read(info)) if info.filename == name else old.read(info))
    return out.getvalue()


def read(data: bytes, **more):
    return read_register(data, remember=False, **more)


HEAD = ["Supplier", "Net Amount", "Date Paid", "Purpose"]


def test_numbers_days_and_words_as_a_workbook_holds_them():
    found = read(book(April=[["Payments over £500"], [], HEAD, ["A Ltd", 12.5, date(2026, 1, 2), "x"], ["B", "£1,200", 45000, 7.0],
                             [None, None, None, None], ["C", True, datetime(2026, 1, 31, 9, 30), True]]))
    assert found.report.header_row == 3
    assert found.frame.value.tolist()[:2] == [12.5, 1200]
    assert [str(day.date()) for day in found.frame.start] == ["2026-01-02", "2023-03-15", "2026-01-31"]
    assert found.frame.description.tolist() == ["x", "7", "TRUE"]
    assert found.frame.source_row.tolist() == [4, 5, 7]
    assert [(problem.row, problem.reason) for problem in found.report.problems] == [(7, '"TRUE" is not an amount')]
    assert found.report.blank_rows == 1


def test_merged_title_rows_and_a_table_that_starts_in_another_column():
    whole = openpyxl.Workbook()
    sheet = whole.active
    sheet["C2"] = "Contract register"
    sheet.merge_cells("C2:F2")
    for at, row in enumerate([HEAD, ["A Ltd", 1, "31/03/2026", "x"]]):
        for beside, cell in enumerate(row):
            sheet.cell(4 + at, 3 + beside, cell)
    out = io.BytesIO()
    whole.save(out)
    found = read(out.getvalue())
    assert found.frame[["supplier", "value", "source_row"]].values.tolist() == [["A Ltd", 1, 5]]
    assert found.report.as_json()["mapping"][2]["column"] == 3


def test_sheets_of_the_same_shape_are_read_together():
    found = read(book(April=[HEAD, ["A", 1, None, "x"]], May=[["May"], HEAD, ["B", 2, None, "y"]], Notes=[["Read me"]]))
    assert found.frame.source_row.tolist() == ["April!2", "May!3"]
    assert found.report.sheets == ["April", "May"]
    assert any("Notes" in note for note in found.report.notes)
    assert read(book(April=[HEAD, ["A", 1, None, "x"]], May=[HEAD, ["B", 2, None, "y"]]), sheet="May").frame.supplier.tolist() == ["B"]
    with pytest.raises(CannotDo, match="There is no sheet 'Mai'. Did you mean 'May'"):
        read(book(May=[HEAD]), sheet="Mai")


def test_a_formula_is_never_worked_out_and_one_without_a_result_is_said():
    found = read(book(April=[HEAD, ["A", "=1+1", None, "x"], ["B", 2, None, "y"]]))
    assert found.frame.value.isna().tolist() == [True, False]
    assert "1 cells hold a formula without its result" in found.report.notes[0]


def test_macros_are_said_and_never_run():
    data = book(April=[HEAD, ["A", 1, None, "x"]])
    out = io.BytesIO(data)
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0macro")
    found = read(out.getvalue())
    assert found.frame.value.tolist() == [1]
    assert found.report.notes == ["The workbook holds macros; they were not run, and only values were read."]


def test_a_zip_bomb_is_not_opened(monkeypatch):
    from svtrain.data.register import workbook

    monkeypatch.setattr(workbook, "MOST_UNPACKED", 20_000_000)
    data = changed(book(April=[HEAD]), "xl/worksheets/sheet1.xml", lambda xml: xml + b" " * 30_000_000)
    assert len(data) < 100_000
    with pytest.raises(CannotDo, match="unfolds to more than"):
        read(data)


def test_an_archive_that_lies_about_its_size_is_counted_by_what_is_there(monkeypatch):
    from svtrain.data.register import workbook

    monkeypatch.setattr(workbook, "MOST_UNPACKED", 20_000_000)
    data = bytearray(changed(book(April=[HEAD]), "xl/worksheets/sheet1.xml", lambda xml: xml + b" " * 30_000_000))
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as archive:
        info = archive.getinfo("xl/worksheets/sheet1.xml")
        true = info.file_size.to_bytes(4, "little")
    data = bytes(data).replace(true, (1000).to_bytes(4, "little"))
    with pytest.raises(CannotDo, match="unfolds to more than|damaged"):
        read(data)


@pytest.mark.parametrize("cell", [b"XFD1048576", b"AZ1048576", b"A99999999", b"XFD40000000"])
def test_one_stray_cell_does_not_take_all_the_memory(cell):
    data = changed(book(April=[HEAD, ["A", 1, None, "x"]]), "xl/worksheets/sheet1.xml",
                   lambda xml: xml.replace(b"</sheetData>", b'<row r="9"><c r="' + cell + b'"><v>1</v></c></row></sheetData>'))
    with pytest.raises(CannotDo, match="too wide and too long|damaged"):
        read(data)


def test_other_archives_are_refused():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("spend.csv", "Supplier,Amount\nA,1\n")
    with pytest.raises(CannotDo, match="zip archive, not a workbook"):
        read(out.getvalue())


@pytest.mark.parametrize("cut", [0.3, 0.6, 0.9])
def test_a_workbook_cut_short_is_refused_in_a_sentence(cut):
    data = book(April=[HEAD, ["A", 1, None, "x"]])
    with pytest.raises(CannotDo, match="damaged"):
        read(data[: int(len(data) * cut)])


def test_rubbish_inside_a_workbook_is_refused_in_a_sentence(capfd):
    for name in ("xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/styles.xml", "xl/sharedStrings.xml"):
        data = changed(book(April=[HEAD, ["A", 1, None, "x"]]), name, lambda xml: xml[: len(xml) // 2])
        try:
            read(data)
        except CannotDo as told:
            assert len(told.problems) == 1
    assert "panick" not in capfd.readouterr().err


def test_the_1904_calendar():
    whole = openpyxl.Workbook()
    whole.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    for row in [HEAD, ["A", 1, date(2026, 1, 2), "x"], ["B", 2, 44561, "y"]]:
        whole.active.append(row)
    out = io.BytesIO()
    whole.save(out)
    assert [str(day.date()) for day in read(out.getvalue()).frame.start] == ["2026-01-02", "2026-01-01"]


def test_a_document_under_a_workbooks_name_is_called_a_document():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    with pytest.raises(CannotDo, match="a document or slides, not a table"):
        read_register(out.getvalue(), remember=False)

"""Web pages with tables, under whatever name, and XML spreadsheets of 2003: what older systems call Excel."""

from __future__ import annotations

import pytest

from svtrain.core.problems import CannotDo
from svtrain.data.register import read_register

PAGE = """<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><meta http-equiv=Content-Type content="text/html; charset=windows-1252">
<style>td{mso-number-format:"\\@"}</style></head><body><table border=1><tr><td colspan=6>Contracts register</td></tr>
<tr><th rowspan=2>Contract Reference<th rowspan=2>Title<th rowspan=2>Supplier<th colspan=2>Contract<th rowspan=2>Contract Value (£)</tr><tr><th>Start date<th>End date</tr>
<tr><td>C1<td>Bins &amp; Tins<td>Acme<br>Ltd<td>01/04/2024<td>31/03/2026<td align=right>&pound;1,200.00</tr>
<tr><td>C2<td>Grounds<script>no()</script><td rowspan=2>Beta Ltd<td>01/04/2024<td>31/03/2026<td>(5.00)</tr><tr><td>C3<td>Trees<td>01/04/2024<td>31/03/2026<td>7</tr>
<tr><td>Total<td colspan=4><td>1,202.00</tr></table></body></html>"""
SPACE = "urn:schemas-microsoft-com:office:spreadsheet"


def read(text: str | bytes, **more):
    return read_register(text if isinstance(text, bytes) else text.encode(), remember=False, **more)


def sheet(name: str, *rows: str, more: str = "") -> str:
    return f'<Worksheet ss:Name="{name}"><Table>{"".join(rows)}</Table>{more}</Worksheet>'


def book(*sheets: str, before: str = "") -> str:
    return (f'<?xml version="1.0"?>{before}<?mso-application progid="Excel.Sheet"?><Workbook xmlns="{SPACE}" xmlns:ss="{SPACE}">'
            f'<DocumentProperties xmlns="urn:schemas-microsoft-com:office:office"><Author>Jo Bloggs</Author></DocumentProperties>{"".join(sheets)}</Workbook>')


def row(*cells: tuple | str, more: str = "") -> str:
    return f"<Row{more}>" + "".join(f'<Cell{cell[2] if len(cell) > 2 else ""}><Data ss:Type="{cell[0]}">{cell[1]}</Data></Cell>' if isinstance(cell, tuple)
                                    else f'<Cell><Data ss:Type="String">{cell}</Data></Cell>' for cell in cells) + "</Row>"


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8", "utf-8-sig", "utf-16"])
def test_a_page_that_excel_wrote(encoding):
    found = read(PAGE.encode(encoding))
    assert found.frame[["reference", "title", "supplier", "value"]].values.tolist() == [["C1", "Bins & Tins", "Acme Ltd", 1200.0], ["C2", "Grounds", "Beta Ltd", -5.0], ["C3", "Trees", "", 7.0]]
    assert found.frame["end"].astype(str).unique().tolist() == ["2026-03-31"] and found.frame["source_row"].tolist() == [4, 5, 6]
    assert [(problem.row, problem.reason) for problem in found.report.problems] == [(7, "it is a total of other rows")]
    assert "Cells merged over several rows count for the first of those rows only. Merged cells here: 1." in found.report.all_notes
    assert found.report.rows == found.report.read + found.report.skipped == 4


def test_tables_laid_out_in_a_table_and_pages_of_one_register():
    head = "<tr><th>Supplier<th>Amount<th>Contact email"
    found = read(f"<!DOCTYPE html><html><body><!-- menu --><table><tr><td><table><tr><td>Home<td>About</table><td><table>{head}<tr><td>Acme<td>5<td>jo@x.org</table>"
                 f"<p>Page 2<table>{head}<tr><td>Beta<td>6<td></table></table>")
    assert found.frame[["supplier", "value", "source_row"]].values.tolist() == [["Acme", 5.0, "Table 3!2"], ["Beta", 6.0, "Table 4!2"]]
    assert "Tables read together, because their headings are the same: Table 3, Table 4." in found.report.all_notes
    assert "jo@x.org" not in found.frame.to_csv()
    assert read("<table><tr><td>Supplier<td>Amount<tr><td>A<td>1</table><table><tr><td>Payee<td>Total paid<tr><td>B<td>2</table>", sheet="Table 2").frame["supplier"].tolist() == ["B"]


def test_an_xml_spreadsheet_with_gaps_comments_and_a_hidden_sheet():
    comment = '<Comment ss:Author="Jo Bloggs"><ss:Data>Ask Jo Bloggs</ss:Data></Comment>'
    hidden = '<WorksheetOptions xmlns="urn:schemas-microsoft-com:office:excel"><Visible>SheetHidden</Visible></WorksheetOptions>'
    found = read(book(
        sheet("Cover", row("Register")),
        sheet("Live", row("Contract Ref", "Supplier", "Title", "Start Date", "Contract Value", more=' ss:Index="3"').replace("</Data></Cell><Cell>", f"</Data>{comment}</Cell><Cell>", 1),
              row(("Number", "101"), "Acme &amp; Son", ("DateTime", "2024-04-01T00:00:00.000", ' ss:Index="4"'), ("Number", "1.2345E3", ' ss:Formula="=1+1"')),
              row(("Number", "102"), "Beta", "Tins", ("DateTime", "2024-05-01T00:00:00.000"), ("Error", "#N/A"), more=' ss:Index="9"')),
        sheet("Old", row("Contract Ref", "Supplier", "Title", "Start Date", "Contract Value"), row("9", "Gone", "x", "", "1"), more=hidden)))
    assert found.frame[["reference", "supplier", "title", "source_row"]].values.tolist() == [["101", "Acme & Son", "", 4], ["102", "Beta", "Tins", 9]]
    assert found.frame["value"].tolist()[0] == 1234.5 and found.frame["start"].astype(str).tolist() == ["2024-04-01", "2024-05-01"]
    assert "Bloggs" not in found.frame.to_csv() + str(found.report.as_json())
    assert {"Hidden sheets are not read unless you name one: Old.", "Sheets not read, because their headings are others or none: Cover."} <= set(found.report.all_notes)


@pytest.mark.parametrize(("data", "sentence"), [
    (book(sheet("A", row("x")), before='<!DOCTYPE w [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'), "declares a document type"),
    (book(sheet("A", row("x")), before='<!DOCTYPE w SYSTEM "file:///etc/passwd">'), "declares a document type"),
    (book(sheet("A", row("x")))[:-30], "it is no valid XML"), (book(), "The workbook has no sheets"),
    (book(sheet("A", row("x", more=' ss:Index="99999999"'))), "more than 1,100,000 rows"), (book(sheet("A", row(("String", "x", ' ss:Index="16385"')))), "more than 5,000 columns wide"),
    ("<table><tr><td colspan=999999>x</table>", "more than 5,000 columns wide"), ("<table>" + "<tr><td rowspan=9 colspan=3000>x" * 3 + "</table>", "more than 5,000 columns wide"),
    ("<html><body>Not found</body></html>", "The web page holds no table."), ("<table>" * 5000, "The web page holds no table.")])
def test_a_flood_a_trick_and_what_is_no_table_are_refused_in_a_sentence(data, sentence):
    with pytest.raises(CannotDo, match=sentence):
        read(data)


def test_cells_that_fill_rows_below_are_counted_as_cells(monkeypatch):
    from svtrain.data.register import grid, markup

    monkeypatch.setattr(grid, "MOST_CELLS", 1000)
    with pytest.raises(CannotDo, match="more than 1,000 cells"):
        read("<table><tr>" + "<td rowspan=900>x" * 20 + "<tr>" * 100)
    monkeypatch.setattr(markup, "LARGEST", 100)
    with pytest.raises(CannotDo, match="the most that is read"):
        read(PAGE)


def test_depth_takes_no_row_away():
    found = read("<div>" * 20_000 + "<table><tr><td>Supplier<td>Amount<tr><td>Acme<td>5</table>")
    assert found.frame["supplier"].tolist() == ["Acme"]

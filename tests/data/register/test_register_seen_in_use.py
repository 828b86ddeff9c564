"""What councils and departments publish besides: group totals, a second table, odd headings, people under any heading."""

from __future__ import annotations

import io
import json
import zipfile

import openpyxl
import pytest

from svtrain.core.problems import CannotDo
from svtrain.data.register import read_register
from svtrain.data.register.aliases import match

NAMESPACES = " ".join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text"))


def read(text: str | bytes, **more):
    return read_register(text if isinstance(text, bytes) else text.encode(), remember=False, **more)


def left_out(found) -> list[tuple]:
    assert found.report.rows == found.report.read + found.report.skipped
    return [(problem.row, problem.reason) for problem in found.report.problems if problem.skipped]


TOTAL = "it is a total of other rows"


def test_totals_of_a_group_are_no_lines_and_a_firm_called_total_is():
    found = read("Supplier Name,Date,Invoice No,Net Amount\nAcme Ltd,01/04/2025,1,100\nAcme Ltd Total,,,100\nTotal Produce Ltd,02/04/2025,2,50\n"
                 "Total Produce Ltd Total,,,50\nCarried forward,,,150\nBrought forward,,,150\nTotal for Acme Ltd,,,100\nGrand Total,,,150\n")
    assert left_out(found) == [(row, TOTAL) for row in (3, 5, 6, 7, 8, 9)]
    assert found.frame.supplier.tolist() == ["Acme Ltd", "Total Produce Ltd"]
    assert found.frame.value.sum() == 150


def test_a_group_total_in_another_column():
    found = read("Directorate,Supplier,Date,Amount\nPlace,Acme,01/04/2025,100\nPlace Total,,,100\nPeople,Beta,01/04/2025,5\nPeople Total,,,5\n")
    assert left_out(found) == [(3, TOTAL), (5, TOTAL)]


def test_an_amount_and_nothing_else_is_no_line_but_a_grouped_one_is():
    found = read("Supplier,Payment Date,Amount\nAcme,01/04/2025,100\n,02/04/2025,200\n,,300\n")
    assert left_out(found) == [(4, "it has an amount and nothing else, as a total has")]
    assert found.frame.value.tolist() == [100, 200]


def test_another_table_below_is_not_read_as_lines():
    found = read("Supplier,Amount,Date\nAcme,10,01/04/2025\n\nSummary,,\nDirectorate,Amount,\nPlace,10,\n\nSupplier,Amount,Date\nBeta,5,02/04/2025\n")
    below = "another table begins on row 5; only the first is read"
    assert left_out(found) == [(4, "only one cell is filled: a note, not a line"), (5, below), (6, below), (8, "it repeats the headings")]
    assert found.frame.supplier.tolist() == ["Acme", "Beta"]


def test_headings_said_again_in_capitals():
    found = read("Date,Supplier,Amount (£)\n01/04/2025,Acme,1\nDATE,SUPPLIER,AMOUNT (£)\n02/04/2025,Beta,2\n")
    assert left_out(found) == [(3, "it repeats the headings")]


def test_a_table_below_ends_with_its_sheet():
    head = ["Supplier", "Amount", "Date"]
    whole = openpyxl.Workbook()
    for sheet, rows in ((whole.active, [head, ["Acme", 1, "01/04/2025"], ["Directorate", "Amount"], ["Place", 1]]),
                        (whole.create_sheet("May"), [head, ["Beta", 2, "01/05/2025"]])):
        for row in rows:
            sheet.append(row)
    whole.active.title = "April"
    out = io.BytesIO()
    whole.save(out)
    found = read(out.getvalue())
    assert found.frame.supplier.tolist() == ["Acme", "Beta"]
    assert [row for row, _ in left_out(found)] == ["April!3", "April!4"]


@pytest.mark.parametrize(("heading", "field", "sure"), [
    ("Contract: Reference", "reference", True), ("Contract: Contract Title", "title", False), ("Contract end (exc. extensions)", "end", False),
    ("Contract value (inc. extensions)", "value", False), ("Start Date (DD/MM/YYYY)", "start", False), ("Purchasing Organisation", "buyer", True),
    ("Sum to be paid over the length of the contract or the estimated annual spending or budget for the contract", "value", True),
    ("Contract Owner: Full Name", "contact", True), ("Director", "contact", True), ("Line manager", "contact", True), ("SRO", "contact", True)])
def test_headings_of_systems_and_of_the_transparency_code(heading, field, sure):
    found = match(heading)
    assert found is not None and found.alias.field == field and (found.score == 100) == sure


@pytest.mark.parametrize("heading", ["Supplier (parent group)", "Office", "Start Date (invoice)"])
def test_brackets_that_change_the_meaning_are_no_trimmings(heading):
    assert match(heading) is None


def test_what_no_heading_tells_is_asked_or_taken_as_a_likeness():
    taken = read("Supplier,AP Amount in £,Paid on\nAcme,\"30,000\",01/04/2025\nBeta,20,02/04/2025\n")
    assert taken.report.mapping.fields["value"] == "AP Amount in £"
    only = read("Supplier,Zq amount,Date\nAcme,30,01/04/2025\nBeta,20,02/04/2025\n")
    assert [(use.field, use.how) for use in only.report.mapping.uses][1] == ("value", "taken for")
    assert any('"Zq amount" is taken for value' in sentence for sentence in only.report.mapping_sentences())
    asked = read("Who,Total,Date,Sort\nAcme,1,01/04/2025,x\nBeta,2,01/04/2025,x\n").report.all_notes
    assert 'No column was taken for the supplier. "Who" may hold it: say which one with --map.' in asked
    two = read("Supplier,Date,First,Second\nAcme,01/04/2025,30,1\nBeta,02/04/2025,20,2\n").report.all_notes
    assert 'No column was taken for the amount. "First", "Second" may hold it: say which one with --map.' in two


def test_a_heading_that_its_cells_contradict_is_not_used():
    found = read("Payee,Amount,Paid\nAcme,,01/04/2025\nBeta,5,02/04/2025\n")
    assert found.frame.value.isna().tolist() == [True, False] and not found.report.problems
    paid = next(use for use in found.report.mapping.uses if use.header == "Paid")
    assert (paid.field, paid.how, paid.like) == ("start", "taken for", "Payment Date")
    dated = read("Payee,Amount,Paid,Date\nAcme,,01/04/2025,02/04/2025\n").report.mapping
    assert dated.fields["start"] == "Date" and dated.uses[2].reason == "its cells are days, not amounts"


def test_what_was_paid_back_stands_in_a_column_of_its_own():
    found = read("Vendor,Posting Date,Debit,Credit\nAcme,01/04/2025,100.00,0.00\nAcme,02/04/2025,0.00,40.00\nBeta,02/04/2025,,5\nBeta,02/04/2025,0,\n")
    assert found.frame.value.tolist() == [100, -40, -5, 0]
    assert found.frame.value_basis.tolist()[:2] == ["spend", "credit"]


def test_headings_that_come_twice_are_told_apart():
    said = read("Supplier,Amount,Amount\nAcme,1,2\nBeta,,3\n").report.mapping_sentences()
    assert 'value: "Amount" (column 2), or where that is blank "Amount" (column 3)' in said


@pytest.mark.parametrize("names", [("Jane Smith", "Priya Patel"), ("Smith, Jane", "Ms P Patel"), ("Cllr A Jones", "Mark Brown")])
@pytest.mark.parametrize("heading", ["Buyer", "Team", "Location"])
def test_people_are_dropped_under_any_heading(heading, names):
    found = read(f'Contract,Supplier,Value,{heading}\nBins,Acme,1,"{names[0]}"\nBags,Beta,2,"{names[1]}"\n')
    assert not {"Jane", "Priya", "Patel", "Brown", "Jones"} & set(found.frame.astype(str).to_csv().replace('"', " ").replace(",", " ").split())
    assert found.report.as_json()["dropped"] == [heading]


def test_headings_and_notes_carry_no_contact_data():
    found = read("Supplier,Amount\u200b (£),Notes (ask zeb.quill@x.gov.uk)\nAcme,1,x\n")
    assert found.report.mapping.fields["value"] == "Amount (£)"
    assert "quill" not in json.dumps(found.report.as_json())


def test_names_that_lead_to_contact_data_go_with_it():
    found = read("Title,Supplier,Value,Description\nBins,Jo Bloggs Ltd (jo.bloggs@x.org),1,Contact Zeb Quill on 07700 900123\n"
                 "Bags,Beta,2,\"Zeb Quill, zeb.quill@x.org\"\n")
    assert found.frame.supplier[0] == "Jo Bloggs Ltd ([e-mail removed])"
    assert found.frame.description.tolist() == ["Contact [name removed] on [telephone removed]", "[name removed], [e-mail removed]"]


def test_firms_parted_by_commas_or_lines_are_counted():
    found = read('Title,Supplier(s),Value\na,"A Ltd, B plc",1\nb,"A Ltd\nC LLP",2\nc,"Smith, Jones and Sons Ltd",3\n')
    assert found.frame.supplier.tolist() == ["A Ltd; B plc", "A Ltd; C LLP", "Smith, Jones and Sons Ltd"]
    assert found.frame.suppliers_count.tolist() == [2, 2, 1]


def test_a_spoilt_line_of_json_lines_is_one_row_left_out():
    line = json.dumps({"ocid": "o1", "tender": {"title": "Bins"}, "awards": [{"id": "1", "value": {"amount": 5}}]})
    found = read("\n".join([line, '{"ocid": "brok', line.replace("o1", "o3")]))
    assert left_out(found) == [(2, "the line is not valid JSON")]
    assert found.frame.reference.tolist() == ["o1", "o3"]


def test_notes_about_the_headings_outlive_a_second_reading():
    rows = "".join(f'Acme {at},"line\nbreak {at}",{at},5\n' for at in range(4000))  # large enough for the quick reader, which gives up
    notes = read("Supplier,Purpose,First,Second\n" + rows).report.all_notes
    assert any(note.startswith("No column was taken for the amount.") for note in notes)


def open_document(rows: str, manifest: str = "") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        made.writestr("content.xml", f'<?xml version="1.0"?><office:document-content {NAMESPACES} office:version="1.2"><office:body><office:spreadsheet>'
                                     f'<table:table table:name="Spend">{rows}</table:table></office:spreadsheet></office:body></office:document-content>')
        made.writestr("META-INF/manifest.xml", f'<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
                                               f'{manifest}</manifest:manifest>')
    return out.getvalue()


def ods_row(*cells: str, times: str = "1") -> str:
    made = "".join(f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>' if cell else "<table:table-cell/>" for cell in cells)
    return f'<table:table-row table:number-rows-repeated="{times}">{made}</table:table-row>'


def test_an_open_document_workbook():
    blank = '<table:table-row table:number-rows-repeated="{}"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    typed = ('<table:table-row><table:table-cell/><table:table-cell office:value-type="string"><text:p>Beta</text:p></table:table-cell>'
             '<table:table-cell office:value-type="currency" office:value="12.5"><text:p>£12.50</text:p></table:table-cell>'
             '<table:table-cell office:value-type="date" office:date-value="2025-04-02"><text:p>2/4</text:p></table:table-cell></table:table-row>')
    found = read(open_document(blank.format(2) + ods_row("", "Supplier", "Amount", "Date") + ods_row("", "Acme", "£1,000.00", "01/04/2025") + typed + blank.format(1048000)))
    assert found.frame[["supplier", "value", "source_row"]].values.tolist() == [["Acme", 1000, 4], ["Beta", 12.5, 5]]
    assert [str(day.date()) for day in found.frame.start] == ["2025-04-01", "2025-04-02"]


@pytest.mark.parametrize(("rows", "sentence"), [
    (ods_row("Acme", "1", times="1000000000"), "too wide and too long"), (ods_row("", times="999999999") + ods_row("Acme"), "too wide and too long"),
    (ods_row("Acme", times="9" * 30), "too wide and too long"), ("<table:table-row>", "damaged"), ("&boom;", "damaged")])
def test_an_open_document_that_would_unfold_into_a_flood_is_refused(rows, sentence):
    with pytest.raises(CannotDo, match=sentence):
        read(open_document(ods_row("Supplier", "Amount", "Date") + rows))


def test_a_locked_open_document_is_refused():
    with pytest.raises(CannotDo, match="password"):
        read(open_document(ods_row("Supplier", "Amount"), "<manifest:encryption-data/>"))

"""Layouts met after the reader was first written: purchase cards, shortened headings, two languages, UTF-16 with totals between."""

from __future__ import annotations

import pytest

from svtrain.core.problems import CannotDo
from svtrain.data.register import read_register

FILES = {
    "purchase card": (b"TRANS DATE,TRANS VAT DESC,ORIGINAL GROSS AMT,MERCHANT NAME,CARDHOLDER,EXP TYPE\n01/04/2024,VR,12.99,AMAZON,J SMITH,Books\n"
                      b"02/04/2024,VZ,-3.00,TRAINLINE,J SMITH,Travel\n", ["AMAZON", "TRAINLINE"], [12.99, -3.0]),
    "short headings": (b"Directorate,Payment Date,Creditor Name,Net Amt,Purchase Category\nB,20240401,Acme,100.5,x\n", ["Acme"], [100.5]),
    "two languages": ('Cyflenwr / Supplier,Swm / Amount,Dyddiad / Date\nA Cyf,"1,000",01/04/2024\n'.encode(), ["A Cyf"], [1000.0]),
    "UTF-16 with totals between": ("\tPayments over £500\n\nBody\tDate of Payment\tBeneficiary\tAmount excl VAT £\nTown\t03-Apr-24\tA Ltd\t1,234.50CR\n"
                                   "\t\tSub-total Housing\t1,234.50\nTown\t45385\tB & Sons\t(1,200.00)\n".encode("utf-16"), ["A Ltd", "B & Sons"], [-1234.5, -1200.0]),
    "pipes, bands and several": ('"Contract Reference"|"Contract Title"|"Supplier(s)"|"Contract Value (£)"|"End"|\r\n"C1"|"Grounds\r\nupkeep"|"A Ltd; B Ltd"|'
                                 '"£50,000 - £100,000"|"31st March 2027"|\r\n"C2"|"Bins"|"C Ltd"|"circa £250k p.a."|"ongoing"|\r\n'.encode(),
                                 ["A Ltd; B Ltd", "C Ltd"], [None, 250000.0]),
}


@pytest.mark.parametrize("name", FILES)
def test_is_read(name):
    data, suppliers, values = FILES[name]
    found = read_register(data, remember=False)
    assert found.report.rows == found.report.read + found.report.skipped
    assert found.frame["supplier"].tolist() == suppliers
    assert [None if value != value else value for value in found.frame["value"]] == values
    assert not found.frame.astype(str).apply(lambda column: column.str.contains("SMITH")).any().any()


@pytest.mark.parametrize(("text", "secret"), [
    ("Books for J Bloggs tel 07700 900123", "Bloggs"), ("Ring 0191 498 0123 (Jane Smith)", "Smith"), ("Lead: Priya K Shah, 0191 498 0123", "Shah"),
    ("jo@x.org Sarah O'Neill", "Neill")])
def test_the_name_beside_contact_data_goes_with_it(text, secret):
    found = read_register(f'Supplier,Amount,Description\nA Ltd,5,"{text}"\n'.encode(), remember=False)
    assert secret not in found.frame.to_csv() and "removed" in found.frame.description[0]


def test_a_firm_beside_contact_data_stays():
    found = read_register(b'Supplier,Amount,Description\nA Ltd,5,"Acme Tools, 0191 498 0123"\nB Ltd,6,"Hire of A Ltd, 0191 498 0123"\n', remember=False)
    assert found.frame.description.tolist() == ["Acme Tools, [telephone removed]", "Hire of A Ltd, [telephone removed]"]


@pytest.mark.parametrize(("encoding", "ends"), [("mac_roman", "\r"), ("mac_roman", "\n"), ("cp1252", "\r\n"), ("utf-8", "\r")])
def test_letters_of_an_old_macintosh(encoding, ends):
    text = "Payee,Amount £,Date\nCafé Noël,£5,01/04/2025\nO’Brien “Plant” – hire,6,01/04/2025\n".replace("\n", ends)
    found = read_register(text.encode(encoding), remember=False)
    assert found.frame.supplier.tolist() == ["Café Noël", "O’Brien “Plant” – hire"] and found.report.encoding == encoding


def test_a_note_beyond_the_last_heading_costs_no_row():
    found = read_register(b"Supplier,Amount,,\nA,1,,\nB,2,,a note\nC,3,,\n", remember=False)
    assert found.frame.value.tolist() == [1, 2, 3] and not found.report.problems
    assert "Rows with something to the right of the last heading, which was not used: 1." in found.report.all_notes
    broken = read_register(b"Supplier,Amount\nA,1\nB, Sons,2\n", remember=False)  # an unquoted comma: nobody knows which cell is which
    assert [problem.reason for problem in broken.report.problems] == ["it has 3 values under 2 headings"]


def test_a_column_without_a_heading_is_named():
    found = read_register(b"Supplier,,Amount\nA,Bins,1\nB,,2\n", remember=False)
    assert found.report.all_notes == ['Column 2 has no heading and was not used. If it matters, name it with --map, as in "column 2=title".']
    assert read_register(b"Supplier,,Amount\nA,Bins,1\n", {"column 2": "title"}, remember=False).frame.title.tolist() == ["Bins"]


def test_not_applicable_is_no_category_and_no_place():
    found = read_register(b"Supplier,Amount,Category,Region\nA,1,Not applicable,N/A\nB,2,Roads,Leeds\n", remember=False)
    assert found.frame[["category", "place"]].values.tolist() == [["", ""], ["Roads", "Leeds"]]


@pytest.mark.parametrize(("data", "said"), [(b"\xff\xd8\xff\xe0rest", "a picture"), (b"\r\n \r\n", "The file holds nothing"), (b"\xef\xbb\xbf", "The file holds nothing")])
def test_what_is_nothing_is_said(data, said):
    with pytest.raises(CannotDo, match=said):
        read_register(data, remember=False)


def test_a_hidden_sheet_is_not_counted_and_a_merged_cell_is_said(tmp_path):
    import openpyxl

    book = openpyxl.Workbook()
    hidden = book.create_sheet("Old")
    hidden.sheet_state = "hidden"
    for sheet in (book.active, hidden):
        for row in (["Supplier", "Amount"], ["A Ltd", 5], [None, 6]):
            sheet.append(row)
    book.active.merge_cells("A2:A3")
    book.active["D2"] = "a note"
    book.save(tmp_path / "spend.xlsx")
    found = read_register(tmp_path / "spend.xlsx", remember=False)
    assert (found.report.rows, found.frame.value.tolist()[0]) == (2, 5) and found.report.sheets == ["Sheet"]
    notes = " ".join(found.report.all_notes)
    assert "Hidden sheets are not read unless you name one: Old." in notes and "Merged cells here: 1." in notes
    assert read_register(tmp_path / "spend.xlsx", sheet="Old", remember=False).report.sheets == ["Old"]


def test_lines_that_were_each_saved_as_one_cell():
    found = read_register(b'"Supplier,Amount,Date"\n"A Ltd,""1,200.00"",01/04/2025"\n"B Ltd,50,02/04/2025"\n', remember=False)
    assert found.frame[["supplier", "value"]].values.tolist() == [["A Ltd", 1200], ["B Ltd", 50]] and found.frame.source_row.tolist() == [2, 3]
    assert "Each line stood in quotation marks as one cell; the cells inside it were read." in found.report.all_notes

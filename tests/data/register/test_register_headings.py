from __future__ import annotations

import pytest

from svtrain.core.problems import CannotDo
from svtrain.data.packages import package
from svtrain.data.register import read_register
from svtrain.data.register.aliases import aliases, holds_contact_data, match, normal
from svtrain.data.register.columns import FIELDS
from svtrain.data.register.mapping import find_header, map_columns, shape_of


def test_no_two_reviewed_headings_contradict_each_other():
    seen = {}
    for row in package("header-aliases").rows("headings"):
        first = seen.setdefault(normal(row["alias"]), row)
        assert (first["field"], first["basis"]) == (row["field"], row["basis"]), (first["alias"], row["alias"])


def test_every_field_has_headings_and_money_says_what_it_is():
    held = {alias.field for alias in aliases().values()}
    assert set(FIELDS) <= held
    assert all(alias.basis for alias in aliases().values() if alias.field == "value" and alias.alias != "value")


@pytest.mark.parametrize(("heading", "field"), [
    ("Net Amount £", "value"), ("AMOUNT (GBP)", "value"), (" Amount\n(ex VAT) ", "value"), ("Amount_Paid", "value"), ("NetAmount", "value"),
    ("Benificiary Name", "supplier"), ("SUPPLIER  NAME", "supplier"), ("Vendor Name", "supplier"), ("Clearing Date", "start"),
    ("Date paid", "start"), ("ContractStartDate", "start"), ("Expiry date", "end"), ("CPV code", "cpv"), ("Body Name", "buyer")])
def test_headings_in_the_list(heading, field):
    found = match(heading)
    assert found.alias.field == field and found.score == 100


@pytest.mark.parametrize(("heading", "field"), [("Suplier Name", "supplier"), ("Amuont Paid", "value"), ("Contarct Start Date", "start"),
                                                ("Contract Titel", "title"), ("Payment Dtae", "start")])
def test_a_likeness_is_never_a_fact(heading, field):
    found = match(heading)
    assert found.alias.field == field and 82 <= found.score < 100


@pytest.mark.parametrize("heading", ["Colour", "Wibble", "Supplier Rating", "Frequency", "xx", "1", "£"])
def test_what_is_like_nothing_is_nothing(heading):
    found = match(heading)
    assert found is None or found.alias.field in ("ignored", "contact")


@pytest.mark.parametrize("heading", ["Contact Name", "E-mail", "Supplier's contact name", "email_address", "Mobile No", "Main contact (tel)",
                                     "Site Address", "Officer", "Contract Manager", "Home Telephone", "Cardholder"])
def test_contact_data_is_seen_by_its_heading(heading):
    assert holds_contact_data(heading)


def test_a_likeness_is_believed_only_when_its_cells_agree():
    header = ["Suplier", "Amuont", "Payment Dtae"]
    good = map_columns(header, [["A Ltd", "12", "1/2/2024"]] * 3)
    assert good.fields == {"supplier": "Suplier", "value": "Amuont", "start": "Payment Dtae"}
    bad = map_columns(header, [["A Ltd", "blue", "green"]] * 3)
    assert bad.fields == {"supplier": "Suplier"}
    assert bad.uses[1].reason == 'it is like "Amount", but its cells are not'


def test_corrections():
    header, rows = ["Who", "How much", "When"], [["A Ltd", "12", "1/2/2024"]]
    found = map_columns(header, rows, {"Who": "supplier", "how much": "value", "column 3": "start"})
    assert found.fields == {"supplier": "Who", "value": "How much", "start": "When"}
    ignored = map_columns(["Supplier", "Amount"], [], {"Amount": "ignore"})
    assert ignored.fields == {"supplier": "Supplier"}


def test_corrections_that_cannot_be_followed_are_all_named():
    with pytest.raises(CannotDo) as told:
        map_columns(["Supplier", "Amt", "Contact Name"], [], {"Amtt": "value", "Amt": "valeu", "Contact Name": "title"}, place="f.csv")
    assert [str(problem) for problem in told.value.problems] == [
        "f.csv: --map: There is no column 'Amtt'. Did you mean 'Amt'?",
        "f.csv: --map: There is no field 'valeu'. Did you mean 'value'?",
        "f.csv: --map: The column 'Contact Name' holds personal contact data, which is never kept."]


def test_of_several_columns_the_best_is_used_and_the_others_are_said():
    found = map_columns(["Supplier", "Vendor Name", "Gross Amount", "Net Amount"], [])
    assert [use.header for use in found.columns("value")] == ["Net Amount", "Gross Amount"]
    assert found.uses[1].reason == '"Supplier" is used for supplier'


def test_the_header_is_found_under_titles_and_blank_rows():
    rows = [["Payments over £500", "", ""], ["April 2026", "", ""], [], ["Supplier", "Amount", "Date"], ["A", "1", "2"]]
    assert find_header(rows).row == 3
    assert find_header([["a", "b"], ["1", "2"]]) is None


def test_the_shape_forgets_case_and_spaces():
    assert shape_of(["Net Amount", "Supplier"]) == shape_of([" net amount", "SUPPLIER "]) != shape_of(["Supplier", "Net Amount"])


def read(text, **more):
    return read_register(text.encode(), name="x.csv", remember=False, **more)


TWO_ROWS = ("Register 2026,,,,,,\n,,,,,,\nSupplier,,Contract,,,,Approval\nName,E-mail,Title,Start date,End date,Value,Date\n"
            "A Ltd,a@b.org,Cleaning,01/04/2026,31/03/2027,\"1,200\",01/02/2026\n")


def test_headings_in_two_rows_are_read_together():
    found = read(TWO_ROWS)
    assert found.report.mapping.fields == {
        "title": "Contract / Title", "supplier": "Supplier / Name", "value": "Contract / Value", "start": "Contract / Start date", "end": "Contract / End date"}
    assert found.report.mapping.notes == ["The headings stand in two rows, 3 and 4, and were read together."]
    assert found.report.rows == found.report.read == 1 and found.frame["value"].tolist() == [1200]
    assert "a@b.org" not in str(found.frame.values)
    assert [(use.header, use.how) for use in found.report.mapping.uses if use.header.endswith(("E-mail", "Date"))][0][1] == "dropped"


@pytest.mark.parametrize("top", ["Spend over £500,,", "Contract register,,", "Supplier,,"])
def test_a_title_above_the_headings_is_no_part_of_them(top):
    found = read(f"{top}\nSupplier,Amount,Date\nA Ltd,10,01/02/2026\n")
    assert found.report.mapping.fields == {"supplier": "Supplier", "value": "Amount", "start": "Date"} and found.report.read == 1


def test_two_rows_in_a_workbook_and_by_hand(tmp_path):
    import openpyxl

    book = openpyxl.Workbook()
    for row in (["Supplier", None, "Contract", None], ["Name", "Town", "Title", "End date"], ["A Ltd", "Leeds", "Cleaning", "2027-03-31"]):
        book.active.append(row)
    book.save(tmp_path / "register.xlsx")
    for more in ({}, {"header_row": 2}):
        found = read_register(tmp_path / "register.xlsx", remember=False, **more)
        assert found.frame["supplier"].tolist() == ["A Ltd"] and found.report.mapping.fields["end"] == "Contract / End date"


@pytest.mark.parametrize(("text", "said"), [
    ("Supplier,Q1,Q2,Q3,Q4\nA Ltd,1,2,3,4\n", '4 columns, one for each quarter ("Q1", "Q2" ...)'),
    ("Supplier,Amount,,\n,Q1,Q2,Q3\nA Ltd,1,2,3\n", "3 columns, one for each quarter"),
    ("Supplier,Apr 25,May 25,Jun 25\nA Ltd,1,2,3\n", "3 columns, one for each month"),
])
def test_amounts_by_quarter_are_refused_with_what_to_do(text, said):
    with pytest.raises(CannotDo) as refused:
        read(text)
    assert said in str(refused.value) and "Add a column with their sum" in str(refused.value)


def test_quarters_beside_a_total_or_chosen_by_a_person_are_read():
    assert read("Supplier,Q1,Q2,Total\nA Ltd,1,2,3\n").frame["value"].tolist() == [3]
    assert read("Supplier,Q1,Q2\nA Ltd,1,2\n", columns={"Q2": "value"}).frame["value"].tolist() == [2]

"""Every kind of file that formats.md names, in every dress."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pandas as pd
import pytest

from svtrain.core.problems import CannotDo
from svtrain.data.register import OUTPUT, read_register

NOTICES = Path(__file__).parent / "fixtures" / "contracts_finder.csv"


def read(data: str | bytes, **more):
    return read_register(data.encode() if isinstance(data, str) else data, remember=False, **more)


def table(found, *columns: str) -> list[list]:
    return found.frame[list(columns)].astype(object).where(found.frame[list(columns)].notna(), None).values.tolist()


def reasons(found) -> list[tuple]:
    return [(problem.row, problem.field, problem.reason) for problem in found.report.problems]


def test_contracts_finder_with_42_values_under_43_headings():
    found = read_register(NOTICES, remember=False)
    assert (found.report.kind, found.report.encoding) == ("contracts-finder-csv", "utf-8-sig")
    assert tuple(found.frame.columns) == OUTPUT
    assert (found.report.rows, found.report.read, found.report.skipped, reasons(found)) == (10, 10, 0, [])
    assert found.frame.source_row.tolist() == list(range(2, 12))
    assert found.frame.value.sum() == pytest.approx(sum(float(row["Awarded Value"]) for row in notices()))
    assert set(found.frame.value_basis) == {"awarded"}
    assert found.frame.suppliers_count.tolist() == [1, 1, 1, 1, 1, 1, 2, 1, 1, 6]
    first = found.frame.iloc[0]
    assert first.supplier == "SWIG Finance Limited"
    assert (first.start, first.end) == (pd.Timestamp(2020, 6, 1), pd.Timestamp(2030, 7, 31))
    assert (first.cpv, first.place, first.sme, first.vcse) == ("66000000", "South West", "yes", "no")


def notices() -> list[dict]:
    with NOTICES.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_contracts_finder_with_and_without_the_last_value_and_line_breaks_in_cells():
    with NOTICES.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    rows[1] = [*rows[1], "12:00"]
    rows[2][rows[0].index("Description")] = "One\r\n\r\nTwo, three\nfour"
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    found = read(out.getvalue())
    assert found.report.read == 10 and not found.report.problems
    assert found.frame.description[1] == "One Two, three four"


def test_placeholders_do_not_hide_the_amount():
    rows = [["Notice Identifier", "Title", "Awarded Value", "Value High", "Value Low"], ["1", "a", "0", "500", "1"], ["2", "b", "10800000", "1", "0"],
            ["3", "c", "", "", "250"], ["4", "d", "0", "0", "0"]]
    found = read("\n".join(",".join(row) for row in rows))
    assert table(found, "value", "value_basis") == [[500, "value_high"], [10800000, "awarded"], [250, "value_low"], [0, "awarded"]]


PAGE = ("Title,Buyer,Industry,Location of contract,Value of contract,Procurement reference,Published date,Closing date,Closing time,"
        "Contract start date,Contract end date,Contract type,Procedure type,Contract is suitable for SMEs?,Contract is suitable for VCSEs?,"
        "Description,Awarded date,Buyer Contact name,Buyer Address,Buyer Email,Website,Supplier,Supplier Address,Reference,Supplier is SME?,"
        "Supplier is VCSE?\n"
        'Grounds,Our Council,Gardening services - 77310000,LS1 1AA,"£10,000 ",GM-17,15 June 2015,1 July 2015,Midday,1 August 2015,31 July 2018,'
        'Services,Open,Yes,No,Cut grass; ask Jo on 0113 496 0000,2 July 2015,Jo Bloggs,"1 St, Leeds",jo@leeds.gov.uk,http://x,Green CIC,"2 St, Leeds",'
        "COMPANIES_HOUSE: 01234567,Yes,Not applicable\n")


def test_the_26_columns_of_a_notice_page():
    found = read(PAGE)
    assert found.report.kind == "contracts-finder-page"
    assert not found.report.problems
    row = found.frame.iloc[0]
    assert (row.reference, row.buyer, row.supplier, row.value, row.value_basis) == ("GM-17", "Our Council", "Green CIC", 10000, "contract")
    assert (str(row.start.date()), str(row.end.date()), row.sme, row.vcse) == ("2015-08-01", "2018-07-31", "yes", "")
    assert row.place == "LS1 1AA" and row.category == "Gardening services - 77310000"
    everything = found.frame.to_csv() + str(found.report.as_json())
    for secret in ("Jo Bloggs", "jo@leeds", "0113 496", "1 St", "2 St"):
        assert secret not in everything


LGA = ("OrganisationLabel,OrganisationURI,ContractReference,ContractTitle,OrganisationalUnit,ServiceCategoryLabel,Description,CPVCode,StartDate,EndDate,"
       "ReviewDate,ContractValue,SupplierName,SMESupplier,VCSESupplier,ContactName,ContactEmail,AreaServedLabel\n"
       "Norfolk,http://x,C1,Care,Adults,Home care,Care at home,85310000,2024-04-01,2027-03-31,2026-04-01,1200000.5,Care CIC,TRUE,Yes,Jo,jo@x.org,Norwich\n")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_the_lga_schema_in_any_encoding(encoding):
    found = read(LGA.replace("Care CIC", "Caf\u00e9 CIC").encode(encoding))
    assert found.report.kind == "lga-contracts"
    assert table(found, "reference", "title", "buyer", "supplier", "value", "sme", "vcse", "place", "category", "cpv") == [
        ["C1", "Care", "Norfolk", "Caf\u00e9 CIC", 1200000.5, "yes", "yes", "Norwich", "Home care", "85310000"]]
    assert found.report.as_json()["dropped"] == ["ContactName", "ContactEmail"]


@pytest.mark.parametrize("mark", [",", "\t", ";", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_any_delimiter_and_line_end(mark, end):
    found = read(end.join(mark.join(row) for row in [["Supplier", "Net Amount", "Date Paid"], ["A Ltd", "12.50", "31/01/2026"], ["B", "3", "1/2/26"]]))
    assert table(found, "supplier", "value", "source_row") == [["A Ltd", 12.5, 2], ["B", 3, 3]]


def test_what_excel_writes_above_a_table_is_not_a_row():
    found = read(b"sep=;\r\n\"Payments over \xa3500\";;\r\n;;\r\nPayee;Net Amount \xa3;Date of Payment\r\nCaf\xe9;1.234,56;01.02.2024\r\n")
    assert (found.report.header_row, found.report.encoding) == (4, "cp1252")
    assert table(found, "supplier", "value", "source_row") == [["Caf\u00e9", 1234.56, 5]]


def test_utf8_with_strays_of_another_encoding():
    found = read("Supplier,Amount\nCaf\u00e9,\u00a31\n".encode() + b"Stray caf\xe9,\xa32\n")
    assert found.report.encoding == "utf-8 with cp1252"
    assert table(found, "supplier", "value") == [["Caf\u00e9", 1], ["Stray caf\u00e9", 2]]


def test_every_row_is_read_or_left_out_with_its_reason():
    found = read("Supplier,Description,Net Amount,Date\n"      # 1
                 "A Ltd,Mowing,\"£1,234.50 \",31/03/2026\n"    # 2
                 ",,,\n"                                       # 3 blank
                 "\n"                                          # 4 blank
                 "B Ltd,Mowing,TBC,31/02/2026\n"               # 5
                 "C Ltd,Mowing,\"1,200\",1/4/26,extra\n"       # 6
                 "Supplier,Description,Net Amount,Date\n"      # 7
                 ",Total,\"2,434.50\",\n"                      # 8
                 "Source: the finance system,,,\n"             # 9
                 ",,,1/4/26\n")                                # 10
    assert reasons(found) == [
        (5, "value", '"TBC" is not an amount'), (5, "start", '"31/02/2026" is not a day in the calendar'),
        (6, "", "it has 5 values under 4 headings"), (7, "", "it repeats the headings"), (8, "", "it is a total of other rows"),
        (9, "", "only one cell is filled: a note, not a line"), (10, "", "it has no supplier, no title and no amount")]
    report = found.report
    assert (report.rows, report.read, report.skipped, report.blank_rows) == (7, 2, 5, 2)
    assert found.frame.source_row.tolist() == [2, 5]


def test_a_blank_amount_is_filled_from_the_next_column_and_says_so():
    found = read("Vendor,Gross Amount,Net Amount\nA,120,100\nB,24,\n")
    assert table(found, "value", "value_basis") == [[100, "spend_net"], [24, "spend_gross"]]


def test_an_unclosed_quotation_mark_swallows_nothing():
    found = read('Supplier,Amount,Date\nA,1,1/1/24\nB 5" pipe,2,1/1/24\nC,"3,1/1/24\nD,4,1/1/24\nE,5,1/1/24\n"F",6,1/1/24\nG,7,1/1/24\n')
    assert found.frame.value.tolist() == [1, 2, 3, 4, 5, 6, 7]
    assert found.frame.source_row.tolist() == [2, 3, 4, 5, 6, 7, 8]
    assert "Row 4 opens a quotation mark that is never closed" in found.report.notes[0]


def test_a_cell_of_two_lines_after_an_unclosed_mark_stays_one_row():
    found = read('Supplier,Amount,Details\nA,1,"two\nlines"\nB,"2,open\nC,3,fine\nD,4,"two\r\nlines, too"\nE,5,end\n')
    assert found.frame.value.tolist() == [1, 2, 3, 4, 5] and not found.report.problems
    assert found.frame.description.tolist() == ["two lines", "open", "fine", "two lines, too", "end"]


def test_formulas_in_a_text_file_stay_text():
    found = read('Supplier,Amount\n"=cmd|\' /C calc\'!A0",5\n@SUM(1),6\n')
    assert found.frame.supplier.tolist() == ["=cmd|' /C calc'!A0", "@SUM(1)"]


def test_both_readers_of_text_give_the_same_register():
    lines = [f'S{number % 7} Ltd,"£{number:,}.50 ",{number % 28 + 1:02}/0{number % 9 + 1}/2024,Line {number}' for number in range(3000)]
    lines[500:500] = ["", ",,,", "Total,9,,", "A,B,C,D,E", "X,TBC,1/1/24,t"]
    plain = "Supplier,Amount,Date,Description\n" + "\n".join(lines) + "\n"
    quick, patient = read(plain), read(plain.replace("Line 7\n", "Line\0 7\n", 1))
    assert len(plain) > 50_000
    pd.testing.assert_frame_equal(quick.frame, patient.frame)
    assert reasons(quick) == reasons(patient)
    assert (quick.report.rows, quick.report.blank_rows) == (patient.report.rows, patient.report.blank_rows) == (3003, 2)


def test_our_own_output_can_be_read_again(tmp_path):
    from svtrain.data.register import Options, Reading, write_register

    once, twice = tmp_path / "once.csv", tmp_path / "twice.csv"
    write_register(Reading(NOTICES, "notices", Options(remember=False)), once)
    reading = Reading(once, "once", Options(remember=False))
    write_register(reading, twice)
    assert reading.report.kind == "svtrain-register" and not reading.report.problems
    assert once.read_text() == twice.read_text()


@pytest.mark.parametrize(("data", "sentence"), [
    (b"", "The file is empty."), (b"hello", "No row looks like column headings"), (b"%PDF-1.7", "The file is a PDF, not a table."),
    (b"<html><table>", "The web page holds no table."), (b"<?xml version='1.0'?><a/>", "The file is XML of a kind that is not read"),
    (b"MIME-Version: 1.0\n", "saved with its pictures or a message"), (b"\x1f\x8b\x08", "The file is a gzip archive"),
    (b"PK\x03\x04rubbish", "The workbook is damaged"), (b"\xd0\xcf\x11\xe0rubbish", "The workbook is damaged"),
    (b'{"releases": [', "The file is not valid JSON"), (b'{"a": 1}', "holds no OCDS releases"), (b'[{"a": 1}]', "No column tells the supplier"),
    (b'{"a":' * 100_000, "nested too deeply"), (bytes(range(256)) * 20, "No row looks like column headings")])
def test_what_is_no_register_is_refused_in_a_sentence(data, sentence):
    with pytest.raises(CannotDo, match=sentence):
        read(data)


def test_a_file_too_large_to_hold_is_refused_not_swapped_to_death(tmp_path, monkeypatch):
    from svtrain.data.register import reader

    path = tmp_path / "big.csv"
    with path.open("wb") as file:
        file.write(b"Supplier,Amount\n")
        file.truncate(reader.LARGEST_IN_MEMORY + 1)
    with pytest.raises(CannotDo, match="too large to hold; write it out"):
        read_register(path)


@pytest.mark.parametrize("filling", ["x", "x@", "[a|", "\"\"", " ", "0191 ", "(", "Total "])
def test_a_huge_cell_takes_no_row_with_it_and_no_age(filling):
    _huge_cell(filling, 5_200_000)


@pytest.mark.parametrize("filling", ["\n", "Supplier,1\n"])
def test_a_huge_cell_of_many_lines_takes_no_row_with_it(filling, monkeypatch):
    from svtrain.data.register import text_table

    monkeypatch.setattr(text_table, "LONGEST_CELL", 250_000)  # each of its lines becomes a row, which takes its time
    before = csv.field_size_limit(250_000)
    try:
        _huge_cell(filling, 260_000)
    finally:
        csv.field_size_limit(before)


def _huge_cell(filling: str, length: int) -> None:
    found = read('Supplier,Amount\nA,1\n"' + filling * (length // len(filling)) + '",2\nB,3\n')
    assert {"A", "B"} <= set(found.frame.supplier)  # the row after it is not swallowed
    assert found.report.rows == found.report.read + found.report.skipped


def test_a_line_too_long_to_hold_is_read_in_parts(monkeypatch):
    from svtrain.data.register import encodings, text_table

    monkeypatch.setattr(text_table, "LONGEST_LINE", 100)
    monkeypatch.setattr(encodings, "BLOCK", 1000)
    found = read("Supplier,Amount\nA,1\n" + "\0" * 5000 + "\nB,2\n" + "x" * 5000 + ",3\nC,4\n")
    assert found.report.rows == found.report.read + found.report.skipped
    assert {"A", "B", "C"} <= set(found.frame.supplier) and max(map(len, found.frame.supplier)) <= 100

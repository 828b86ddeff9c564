"""Where suppliers are: told by some files, and never finer than a town or the first half of a postcode."""

from __future__ import annotations

import csv

from svtrain.data.register import OUTPUT, Options, Reading, read_register, write_register

COUNCIL = b"Supplier Name,Supplier Postcode,Net Amount\nA Ltd,NE1 4AB,100\nB Ltd,TR4,200\nC Ltd,n/a,300\n"
NOTICES = (b"Notice Identifier,Title,Awarded Value,Supplier [Name|Address|Ref type|Ref Number|Is SME|Is VCSE]\n"
           b'N1,Parks,1000,"[Greenway CIC|1 High St, Truro TR4 9NY|NONE||Yes|Yes][Acme Ltd|no address|NONE||No|No]"\nN2,Bins,10,A Ltd\n')


def test_a_postcode_is_halved():
    found = read_register(COUNCIL, remember=False)
    assert found.supplier_place == ["NE1", "TR4", ""]
    assert tuple(found.frame.columns) == OUTPUT
    assert not found.frame.astype(str).apply(lambda column: column.str.contains("4AB")).any().any()


def test_notices_tell_it_in_the_suppliers_address_which_is_not_kept():
    found = read_register(NOTICES, remember=False)
    assert found.supplier_place == ["TR4", ""]
    assert found.frame["supplier"].tolist() == ["Greenway CIC; Acme Ltd", "A Ltd"]


def test_a_file_that_tells_it_is_written_with_one_column_more_and_read_again(tmp_path):
    write_register(Reading(COUNCIL, "spend.csv", Options(remember=False)), tmp_path / "clean.csv")
    with (tmp_path / "clean.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    assert tuple(rows[0]) == (*OUTPUT, "supplier_place") and [row[-1] for row in rows[1:]] == ["NE1", "TR4", ""]
    assert read_register(tmp_path / "clean.csv", remember=False).supplier_place == ["NE1", "TR4", ""]


def test_rows_left_out_take_their_place_with_them():
    found = read_register(COUNCIL + b"Total,NE9,600\nD Ltd,Leeds,5\n", remember=False)
    assert found.report.skipped == 1 and found.supplier_place == ["NE1", "TR4", "", "Leeds"]


def test_a_row_that_says_only_where_a_supplier_is_is_no_line():
    found = read_register(b"Supplier,Supplier Town,Amount,Date\nA Ltd,Leeds,1,\n,Hull,,\n", remember=False)
    assert found.report.read == 1 and found.report.problems[0].skipped

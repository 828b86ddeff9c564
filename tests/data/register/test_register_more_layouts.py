"""Layouts met after the reader was first written: purchase cards, shortened headings, two languages, UTF-16 with totals between."""

from __future__ import annotations

import pytest

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

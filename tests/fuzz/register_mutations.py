"""Registers and spend files, spoilt at random; the tests and the longer run in bench/ share it."""

from __future__ import annotations

import csv
import io
import json
from random import Random
from xml.sax.saxutils import escape

HEADINGS = ["Q1", "Q2", "Contract", "Start date", "Supplier", "Supplier Name", "Net Amount", "Amount (£)", "Payment Date", "Contract End Date", "Description", "Title", "Buyer", "CPV", "SME",
            "VCSE", "Region", "Contact Name", "E-mail", "Suplier", "Amuont", "", "Notice Identifier", "Awarded Value", "Value High",
            "Supplier [Name|Address|Ref type|Ref Number|Is SME|Is VCSE]", "value_basis", "source_row", "suppliers_count", "Expense Type"]
CELLS = ["", " ", "A Ltd", "£1,234.50 ", "(1,200.00)", "1.2m", "TBC", "31/03/2026", "2026-03-31", "43831", "06/25/2024", "31/02/2020", "N/A", "=1+1",
         "@SUM(1)", "-5", "a\nb", 'quote " inside', "jo@x.org", "0191 498 0123", "[A|b|NONE||Yes|No][C|d|NONE||No|No]", "[A|b", "][|", "Total", "1e308",
         "9" * 40, "\u00e9\u00e8\u4e2d", "\U0001f600", "\u202e", "x" * 5000, "Yes", "maybe", "72222300 66000000", "€5", "10%", "nan", "inf", "\x00", "\x1a",
         "\ud83d".encode("utf-8", "surrogatepass").decode("utf-8", "replace"), "&amp;", "'=x", "March 2026", "99/99/9999", "1/1/1", "£10k - £20k", "|", ";", "\t"]
ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "latin-1"]


def text_file(chance: Random, rows: int) -> bytes:
    """A table of odd cells under known and unknown headings."""
    width = chance.randint(1, 12)
    out = io.StringIO()
    writer = csv.writer(out, delimiter=chance.choice(",,,\t;|"), lineterminator=chance.choice(["\n", "\r\n", "\r"]),
                        quoting=chance.choice([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]))
    for _ in range(chance.choice([0, 0, 1, 3])):
        writer.writerow([chance.choice(["Spend over £500", "", "Total"])])
    header = [chance.choice(HEADINGS) for _ in range(width)]
    if chance.random() < 0.2:
        writer.writerow([chance.choice(["", chance.choice(HEADINGS)]) for _ in range(width)])  # headings in two rows
    writer.writerow(header)
    for _ in range(rows):
        row = [chance.choice(CELLS) for _ in range(chance.choice([width, width, width, width, width + 1, max(0, width - 1), 0]))]
        writer.writerow(header if chance.random() < 0.01 else row)
    return out.getvalue().encode(chance.choice(ENCODINGS), "replace")


def json_file(chance: Random, rows: int) -> bytes:
    """Releases with parts missing, doubled or of the wrong kind."""
    def anything(depth: int = 0):
        return chance.choice([None, True, 0, -1.5, 1e308, "", "x", "cut \ud83d", "2024-01-01T00:00:00Z", chance.choice(CELLS), [], {}, [1], [{}]] + (
            [{"id": anything(depth + 1), "name": "A", "value": anything(depth + 1), "amount": anything(depth + 1)}, [anything(depth + 1)]] if depth < 3 else []))

    keys = ["ocid", "date", "tender", "awards", "contracts", "parties", "buyer", "planning", "id"]
    inner = ["id", "title", "description", "value", "suppliers", "items", "contractPeriod", "roles", "details", "status", "classification", "awardID", "period"]
    releases = []
    for _ in range(min(rows, 200)):
        release = {key: anything() for key in chance.sample(keys, chance.randint(0, 9))}
        for key in ("tender", "buyer"):
            if chance.random() < 0.6:
                release[key] = {name: anything() for name in chance.sample(inner, 5)}
        for key in ("awards", "contracts", "parties"):
            if chance.random() < 0.6:
                release[key] = [{name: anything() for name in chance.sample(inner, 6)} for _ in range(chance.randint(0, 3))]
        releases.append(chance.choice([release, release, release, anything()]))
    key = chance.choice(["releases", "records"])
    whole = {key: releases if key == "releases" else [{"ocid": "x", chance.choice(["compiledRelease", "releases"]): one} for one in releases]}
    return json.dumps(chance.choice([whole, releases])).encode()


def records_file(chance: Random, rows: int) -> bytes:
    """Flat records, bare or wrapped as portals and maps wrap them, with strangers among them."""
    keys = chance.sample(HEADINGS, chance.randint(1, 12))
    odd = [None, True, 0, -1.5, 1e308, 10**50, 1711926000000, [], {}, [1, "a"], {"name": "A", "email": "jo@x.org"}, [{"name": "A"}, {"name": "B"}], "\ud83d"]
    records = [{key: chance.choice([*CELLS, *odd]) for key in chance.sample(keys, chance.randint(0, len(keys)))} for _ in range(rows)]
    records = [chance.choice([5, None, "x", []]) if chance.random() < 0.02 else one for one in records]
    wrapped = [{"attributes": one, "geometry": None} for one in records]
    whole = chance.choice([records, {"data": records}, {"success": True, "result": {"records": records}}, {"features": wrapped, "fields": [{"name": keys[0], "type": "esriFieldTypeDate"}]},
                           [keys, *([chance.choice(CELLS) for _ in keys] for _ in range(rows))], {"columns": keys, "data": [[chance.choice(odd) for _ in keys]]}])
    if isinstance(whole, list) and chance.random() < 0.2:
        return "\n".join(json.dumps(one) for one in whole).encode()
    return json.dumps(whole, ensure_ascii=chance.random() < 0.5).encode(errors="replace")


def page_file(chance: Random, rows: int) -> bytes:
    """A table in a web page as old systems write it: tags left open, cells that span, tables in tables."""
    def one(tag: str, text: str) -> str:
        spans = chance.choice(["", "", "", "", f' colspan={chance.choice([0, 2, "x", 9])}', f' rowspan="{chance.choice([2, 3, 70000])}"'])
        return f"<{tag}{spans}>{text}" + chance.choice([f"</{tag}>", ""])

    header = chance.sample(HEADINGS, chance.randint(1, 12))
    lines = ["<tr>" + "".join(one("th", name) for name in header)]
    lines += [chance.choice(["<tr>", "</tr><tr>", "<tbody><tr>", ""]) + "".join(one("td", chance.choice([*CELLS, "<table><tr><td>in</table>", "<script>x</script>", "&pound;5<br>6"]))
                                                                                 for _ in header) for _ in range(rows)]
    start = chance.choice(["<html><body><table>", "<table border=1>", "<!DOCTYPE html><html><meta charset=windows-1252><table><tr><td>Menu<td>Home</table><table>"])
    return (start + "\n".join(lines) + chance.choice(["</table></body></html>", ""])).encode(chance.choice(ENCODINGS), "replace")


def spreadsheet_file(chance: Random, rows: int) -> bytes:
    """An XML spreadsheet with gaps, merged cells and values of the wrong kind."""
    space = "urn:schemas-microsoft-com:office:spreadsheet"

    def one(text: str) -> str:
        more = chance.choice(["", "", "", f' ss:Index="{chance.choice([0, 3, 9])}"', ' ss:MergeAcross="1"', ' ss:MergeDown="2"'])
        kind = chance.choice(["String", "String", "Number", "DateTime", "Boolean", "Error", ""])
        return f'<Cell{more}><Data ss:Type="{kind}">{escape("".join(letter for letter in text if letter.isprintable()))}</Data></Cell>'

    header = chance.sample(HEADINGS, chance.randint(1, 12))
    lines = ["<Row>" + "".join(map(one, header)) + "</Row>"]
    lines += [f'<Row{chance.choice(["", "", " ss:Index=" + chr(34) + "7" + chr(34)])}>' + "".join(one(chance.choice(CELLS)) for _ in header) + "</Row>" for _ in range(rows)]
    sheets = "".join(f'<Worksheet ss:Name="{name}"><Table>{"".join(lines)}</Table></Worksheet>' for name in chance.choice([["A"], ["A", "B"], ["", ""]]))
    return f'<?xml version="1.0"?><Workbook xmlns="{space}" xmlns:ss="{space}">{sheets}</Workbook>'.encode(chance.choice(["utf-8", "utf-16"]))


def spoilt(chance: Random, data: bytes) -> bytes:
    """Bytes struck out, doubled, changed or put in."""
    found = bytearray(data)
    for _ in range(chance.choice([0, 0, 1, 5, 50])):
        if not found:
            break
        at = chance.randrange(len(found))
        kind = chance.randrange(5)
        if kind == 0:
            found[at] = chance.randrange(256)
        elif kind == 1:
            del found[at: at + chance.randint(1, 20)]
        elif kind == 2:
            found[at:at] = bytes(chance.randrange(256) for _ in range(chance.randint(1, 8)))
        elif kind == 3:
            found[at:at] = chance.choice([b'"', b"\0", b"\r", b"\n", b",", b";", b"\xff\xfe", b"\xef\xbb\xbf", b"\x1a", b"\xc2", b'"\n"'])
        else:
            found[at:at] = found[at: at + chance.randint(1, 200)]
    return bytes(found)


def mutated(chance: Random, rows: int) -> bytes:
    """One spoilt file."""
    make = chance.choices([text_file, json_file, records_file, page_file, spreadsheet_file], [70, 12, 6, 6, 6])[0]
    return spoilt(chance, make(chance, rows))

"""Published tables as a workbook, and any workbook made the same byte for byte on the same day."""

from __future__ import annotations

import io
import re
from datetime import date

from svtrain.report.publish.record import Drawing, Published, Table
from svtrain.report.same_bytes import timeless

_WHEN = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(</dcterms:)")
_NOT_IN_A_NAME = re.compile(r"[\[\]:*?/\\'\x00-\x1f]")


def dated(workbook: bytes, on: date) -> bytes:
    """The same workbook, made at midnight of a day: nothing in it tells when it was written but that day."""
    midnight = f"{on.isoformat()}T00:00:00Z".encode()

    def told(name: str, content: bytes) -> bytes:
        return _WHEN.sub(rb"\g<1>" + midnight + rb"\g<2>", content) if name == "docProps/core.xml" else content

    return timeless(workbook, told)


def record_workbook(record: Published) -> bytes:
    """Every sentence and table of a record on sheets; all text stays text, whatever it begins with."""
    from xlsxwriter import Workbook

    from svtrain.report.workbook.style import NOT_XML, Book

    out = io.BytesIO()
    written = Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False})
    book = Book(written)
    _about(book, record)
    names: set[str] = {"about"}
    for section in record.sections:
        for table in [*section.tables, *(_table_of(drawing) for drawing in section.drawings if drawing.table)]:
            _sheet(book, _free(table.caption, names), section.heading, table)
    written.set_properties({"title": NOT_XML.sub(" ", record.title[:200]), "comments": "Published with svtrain."})
    written.close()
    return dated(out.getvalue(), date.fromisoformat(record.on))


def _table_of(drawing: Drawing) -> Table:
    table = drawing.table
    return Table(str(table.get("caption") or drawing.title), tuple(map(str, table.get("columns", ()))),
                 tuple(tuple(map(str, row)) for row in table.get("rows", ())))


def _about(book, record: Published) -> None:
    sheet = book.sheet("About", landscape=False)
    sheet.set_column(0, 0, 100)
    book.text(sheet, 0, 0, record.title, "title")
    book.text(sheet, 1, 0, record.intro, "wrapped")
    book.text(sheet, 2, 0, f"Published on {record.day}.", "quiet")
    row = 4
    for section in record.sections:
        said = [*section.sentences, *section.points]
        if said:
            book.text(sheet, row, 0, section.heading, "section")
            for n, sentence in enumerate(said, row + 1):
                book.text(sheet, n, 0, sentence, "wrapped")
            row += len(said) + 2
    for heading, said in (("What was left out", record.left_out), ("Editions of the data", [f"{name} {version} ({mark[:12]})" for name, version, mark in record.vintage])):
        if said:
            book.text(sheet, row, 0, heading, "section")
            for n, sentence in enumerate(said, row + 1):
                book.text(sheet, n, 0, sentence, "wrapped")
            row += len(said) + 2


def _sheet(book, name: str, heading: str, table: Table) -> None:
    sheet = book.sheet(name)
    book.text(sheet, 0, 0, heading, "title")
    book.text(sheet, 1, 0, table.caption, "quiet")
    for column, said in enumerate(table.columns):
        sheet.set_column(column, column, 34 if column == 0 else 22)
        book.text(sheet, 3, column, said, "heading")
    for row, cells in enumerate(table.rows, 4):
        for column, said in enumerate(cells):
            book.text(sheet, row, column, said, "computed", text_wrap=True)
    sheet.freeze_panes(4, 1)
    sheet.repeat_rows(3)


def _free(caption: str, names: set[str]) -> str:
    """A sheet's name: at most 31 letters, none that a spreadsheet forbids, and not used yet."""
    base = " ".join(_NOT_IN_A_NAME.sub(" ", caption.split(":")[0]).split())[:28].strip() or "Table"
    name, n = base, 2
    while name.lower() in names or name.lower() == "history":
        name, n = f"{base[:26]} {n}", n + 1
    names.add(name.lower())
    return name

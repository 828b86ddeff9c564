"""The sheets of marks with their reasons, and of what the workbook was made with."""

from __future__ import annotations

from svtrain.report.tender_workbook.plan import ABOUT, MARKS, Plan
from svtrain.report.workbook.style import Book, cell

COLUMNS = (("Bidder", 34), ("What", 14), ("Mark", 10), ("Reason", 90))


def write_marks(book: Book, plan: Plan) -> None:
    """For each answer: every evaluator's mark with its reason, the spread (live), and the agreed mark."""
    sheet = book.sheet(MARKS)
    book.text(sheet, 0, 0, "Marks and moderation", "title")
    book.text(sheet, 1, 0, "Each evaluator marked alone, with a reason, before any mark was shown. No evaluator is named.", "quiet")
    for column, (heading, width) in enumerate(COLUMNS):
        sheet.set_column(column, column, width)
        book.text(sheet, 3, column, heading, "heading")
    row = 4
    for one in plan.record.moderated:
        first = row
        for mark in one.spread.marks:
            _line(book, sheet, row, one.bidder, "alone", mark.mark, mark.reason)
            row += 1
        marks = f"{cell(first, 2)}:{cell(row - 1, 2)}"
        book.text(sheet, row, 0, one.bidder, "computed")
        book.text(sheet, row, 1, "spread", "computed")
        book.formula(sheet, row, 2, f"=MAX({marks})-MIN({marks})", one.spread.width, number="0.##")
        book.text(sheet, row, 3, f"From {one.spread.low:g} to {one.spread.high:g}; the middle is {one.spread.middle:g}.", "wrapped")
        _line(book, sheet, row + 1, one.bidder, "agreed", one.mark, one.reason, "result")
        row += 2
    if not plan.record.moderated:
        book.text(sheet, row, 0, "No answer was moderated here.")
    sheet.freeze_panes(4, 1)


def _line(book: Book, sheet, row: int, bidder: str, what: str, mark: float, reason: str, kind: str = "computed") -> None:
    book.text(sheet, row, 0, bidder, kind)
    book.text(sheet, row, 1, what, kind)
    book.number(sheet, row, 2, mark, kind, "0.##")
    book.text(sheet, row, 3, reason, "wrapped")


def write_about(book: Book, plan: Plan) -> None:
    """Versions, notes on the file that was opened, and formulae that were left out."""
    sheet, record = book.sheet(ABOUT, landscape=False), plan.record
    sheet.set_column(0, 0, 110)
    book.text(sheet, 0, 0, "About this workbook", "title")
    said = [*record.versions, *record.notes, *(f"{left.formula} is left out. {left.reason}" for left in record.skipped),
            "Award criteria must relate to the subject of the contract and be published before bids are made.",
            "A published formula cannot be changed after bids are opened: these sheets show what it does, not what you may do."]
    for row, sentence in enumerate(said, 2):
        book.text(sheet, row, 0, sentence, "wrapped")

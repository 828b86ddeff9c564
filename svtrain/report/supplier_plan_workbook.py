"""A supplier's plan as an Excel workbook; `svtrain.data.supplier_plan_files` reads it back."""

from __future__ import annotations

import io

from svtrain.core.supplier_plan import OPERATIONS, SECTORS, SIZES, STATUSES, Plan, choices
from svtrain.data.supplier_actions import actions, edition
from svtrain.data.supplier_plan_files import ABOUT, FORM, SHEET

COLUMNS = (("action_id", "Action", 18), ("=action", "What to do", 40), ("=reason", "Why it was chosen", 40), ("=first_step", "First step", 34), ("=evidence", "Evidence", 34),
           ("status", "Status", 14), ("due", "Due", 12), ("owner", "Who", 20), ("note", "Progress", 40))
HEAD = 3  # the row of headings


def supplier_plan_workbook(plan: Plan) -> bytes:
    """The workbook. Text that starts like a formula stays text.

    Examples
    --------
    >>> from svtrain.core.supplier_plan import Supplier
    >>> supplier_plan_workbook(Plan(Supplier("Van & Son", "transport", 3)))[:2]
    b'PK'
    """
    from xlsxwriter import Workbook

    from svtrain.report.workbook.style import Book

    out = io.BytesIO()
    written = Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False})
    book = Book(written)
    _plan(book, plan)
    _about(book, plan)
    written.close()
    return out.getvalue()


def _plan(book, plan: Plan) -> None:
    sheet = book.sheet(SHEET)
    book.text(sheet, 0, 0, f"Action plan of {plan.supplier.name}", "title")
    book.text(sheet, 1, 0, "Change status, day, who and progress here; then open the workbook on the same page again.", "quiet")
    book.headings(sheet, HEAD - 1, COLUMNS, "")
    sheet.freeze_panes(HEAD + 1, 2)
    sheet.repeat_rows(HEAD)
    known, reasons = actions(), {one.action.id: one.reason for one in choices(plan.supplier, actions().values())}
    for row, entry in enumerate(plan.entries, HEAD + 1):
        one = known[entry.action_id]
        for column, text in enumerate((one.id, one.action, reasons.get(one.id, "Added by hand."), one.first_step, one.evidence)):
            book.text(sheet, row, column, text, "computed", text_wrap=True)
        book.text(sheet, row, 5, STATUSES[entry.status], "input")
        book.day(sheet, row, 6, entry.due)
        book.text(sheet, row, 7, entry.owner, "input", text_wrap=True)
        book.text(sheet, row, 8, entry.note, "input", text_wrap=True)
    sheet.data_validation(HEAD + 1, 5, HEAD + 200, 5, {"validate": "list", "source": list(STATUSES.values())})


def _about(book, plan: Plan) -> None:
    sheet = book.sheet(ABOUT, landscape=False)
    sheet.set_column(0, 0, 2, None, {"hidden": True})
    sheet.set_column(1, 1, 24)
    sheet.set_column(2, 2, 60)
    about = plan.supplier
    lines = (("form", "Form", FORM), ("name", "Supplier", about.name), ("sector", "Trade", about.sector), ("people", "People", str(about.people)),
             ("operations", "What it does", ";".join(about.operations)), ("made", "Plan made on", plan.made.isoformat() if plan.made else ""),
             ("named", "May a buyer see the name?", "yes" if plan.named else "no"), ("id", "Mark of this plan", plan.id))
    for row, (key, label, value) in enumerate(lines, 1):
        book.text(sheet, row, 0, key, "key")
        book.text(sheet, row, 1, label, "label")
        book.text(sheet, row, 2, value, "computed")
    said = (f"{SECTORS[about.sector]}; {SIZES[about.size]}.", *(f"They {OPERATIONS[one]}." for one in about.operations),
            f"Suggestions: {edition().dataset} {edition().version}, the toolkit's own, CC BY 4.0. Nobody requires them.")
    for row, sentence in enumerate(said, len(lines) + 2):
        book.text(sheet, row, 1, sentence, "quiet")

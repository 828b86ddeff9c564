"""The sheets of what the map is about and of what is put in."""

from __future__ import annotations

from datetime import date

from svtrain.core.value_map import Input
from svtrain.data.workbook_layout import ABOUT, CONTRACT, FORMAT, INPUT_COLUMNS, INPUTS, KEY_ROW_MARK, YEARS
from svtrain.report.workbook.plan import FIRST_INPUT, FIRST_YEAR, Plan
from svtrain.report.workbook.style import FACTOR, MONEY, RULE, Book, cell

_LABELS = {"reference": "Contract reference", "title": "Contract title", "buyer": "Buyer", "supplier": "Supplier",
           "value": "Contract value", "start": "Starts", "end": "Ends", "cpv": "CPV code", "place": "Place code"}


def write_about(book: Book, plan: Plan) -> None:
    """Title, contract, currency, price year, notes and the size of each group of people."""
    sheet = book.sheet(ABOUT, "#7A8B91", landscape=False)
    sheet.set_column(0, 0, 2, None, {"hidden": True})
    sheet.set_column(1, 1, 26)
    sheet.set_column(2, 2, 70)
    book.text(sheet, 0, 1, "About this map", "title")
    book.text(sheet, 1, 0, FORMAT, "key")
    row = _line(book, sheet, 2, "title", "Title", plan.value_map.title)
    row = _line(book, sheet, row, "currency", "Currency", plan.value_map.currency)
    book.book.define_name("map_price_year", f"={cell(row, 2, sheet=ABOUT)}")
    row = _line(book, sheet, row, "price_year", "Price year of the map", plan.value_map.price_year or "")
    row = _section(book, sheet, row + 1, "Contract")
    for name in CONTRACT:
        row = _line(book, sheet, row, f"contract.{name}", _LABELS[name], getattr(plan.value_map.contract, name, None))
    row = _section(book, sheet, row + 1, "People in each group")
    for name, people in (*plan.value_map.stakeholders.items(), ("", None)):
        book.text(sheet, row, 0, "stakeholder", "key")
        book.text(sheet, row, 1, name, "input")
        book.number(sheet, row, 2, people, "input")
        row += 1
    row = _section(book, sheet, row + 1, "Notes")
    notes = plan.value_map.notes
    for key, note in [("notes.line", note) for note in notes] or [("notes", "")]:
        row = _line(book, sheet, row, key, "Note", note)
    sheet.freeze_panes(2, 0)


def _section(book: Book, sheet, row: int, title: str) -> int:
    book.text(sheet, row, 1, title, "section")
    book.text(sheet, row, 2, "", "section")
    return row + 1


def _line(book: Book, sheet, row: int, key: str, label: str, given: object) -> int:
    book.text(sheet, row, 0, key, "key")
    book.text(sheet, row, 1, label, "label")
    if isinstance(given, date):
        book.day(sheet, row, 2, given)
    elif isinstance(given, float | int):
        book.number(sheet, row, 2, given, "input", "#,##0.##")
    else:
        book.text(sheet, row, 2, str(given or ""), "input", text_wrap=True)
    return row + 1


def write_inputs(book: Book, plan: Plan) -> None:
    """What is put in, counted on the map's own years where the conventions say so."""
    sheet = book.sheet(INPUTS)
    book.text(sheet, 0, 0, "What is put in", "title")
    book.text(sheet, 1, 0, "Year 1 is the first year of the activity; year 0 comes before it and is never discounted.", "quiet")
    book.headings(sheet, FIRST_INPUT - 2, INPUT_COLUMNS, KEY_ROW_MARK)
    for row, item in enumerate(plan.value_map.inputs, FIRST_INPUT):
        _input(book, sheet, plan, row, item)
    for column in range(len(INPUT_COLUMNS)):
        sheet.write_blank(plan.inputs_end, column, None, book.format("plain", top=1, top_color=RULE))
    sheet.set_row(plan.inputs_end, 6)
    column = plan.input_column("=counted")
    book.text(sheet, plan.inputs_end + 1, column - 1, "All inputs", "label", align="right")
    book.formula(sheet, plan.inputs_end + 1, column, f"=SUM({cell(FIRST_INPUT, column)}:{cell(plan.inputs_end, column)})",
                 plan.result.total_inputs, "result")
    sheet.freeze_panes(FIRST_INPUT, 1)
    sheet.repeat_rows(FIRST_INPUT - 1)


def _input(book: Book, sheet, plan: Plan, row: int, item: Input) -> None:
    estimate, at = item.value, {key: position for position, (key, _, _) in enumerate(INPUT_COLUMNS)}
    book.text(sheet, row, at["name"], item.name, "input", text_wrap=True)
    book.number(sheet, row, at["value"], estimate.likely, "input", '#,##0.00')
    book.number(sheet, row, at["year"], item.year, "input", "0")
    book.number(sheet, row, at["low"], estimate.low, "input", '#,##0.00')
    book.number(sheet, row, at["high"], estimate.high, "input", '#,##0.00')
    texts = {"distribution": estimate.distribution if estimate.low is not None else "", "shared": estimate.shared,
             "grade": estimate.grade, "reason": estimate.reason, "evidence": estimate.evidence, "notes": item.notes}
    for key, given in texts.items():
        book.text(sheet, row, at[key], given, "input", **({"text_wrap": True} if key in ("reason", "evidence", "notes") else {}))
    year = cell(row, at["year"], fixed_row=False)
    factors = f"{cell(FIRST_YEAR, 3, sheet=YEARS)}:{cell(FIRST_YEAR + plan.years - 1, 3)}"
    factor = plan.axis.input_factor(item.year)
    book.formula(sheet, row, at["=factor"], f"=IF(AND(discount_inputs_in_force,{year}>=1),INDEX({factors},MAX(1,{year})),1)", factor, number=FACTOR)
    book.formula(sheet, row, at["=counted"],
                 f"={cell(row, at['value'], fixed_row=False)}*{cell(row, at['=factor'], fixed_row=False)}",
                 estimate.likely * factor, number=MONEY)

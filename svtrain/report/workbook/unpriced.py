"""The sheet of outcomes without a price, and where they show on the first sheet: beside the ratio, in no sum."""

from __future__ import annotations

from svtrain.core.unpriced import Unpriced
from svtrain.data.workbook_layout import KEY_ROW_MARK, UNPRICED, UNPRICED_COLUMNS
from svtrain.report.workbook.plan import Plan
from svtrain.report.workbook.style import Book, cell

FIRST = 4
_AT = {key: position for position, (key, _, _) in enumerate(UNPRICED_COLUMNS)}


def write_unpriced(book: Book, plan: Plan) -> None:
    """One row an outcome; whether its red line holds is a live formula. A map that prices everything has no such sheet."""
    if not plan.value_map.unpriced:
        return
    sheet = book.sheet(UNPRICED, "#B86A4B")
    book.text(sheet, 0, 0, "Kept without a price", "title")
    book.text(sheet, 1, 0, "Nothing here enters the ratio. A red line may not be crossed, whatever the ratio is.", "quiet")
    book.headings(sheet, FIRST - 2, UNPRICED_COLUMNS, KEY_ROW_MARK)
    for row, item in enumerate(plan.value_map.unpriced, FIRST):
        _row(book, sheet, row, item)
    sheet.freeze_panes(FIRST, 1)
    sheet.repeat_rows(FIRST - 1)


def _row(book: Book, sheet, row: int, item: Unpriced) -> None:
    said = item.quantity
    line = item.red_line
    numbers = {"quantity": said and said.likely, "low": said and said.low, "high": said and said.high, "weight": item.weight,
               "red_line.at_least": line and line.at_least, "red_line.at_most": line and line.at_most}
    texts = {"id": item.id, "stakeholder": item.stakeholder, "outcome": item.outcome, "unit": item.unit, "reason": item.reason,
             "distribution": said.distribution if said and said.low is not None else "", "notes": item.notes,
             **{key: getattr(said, key) if said else "" for key in ("shared", "grade", "evidence")},
             "quantity.reason": said.reason if said else ""}
    for key, given in numbers.items():
        book.number(sheet, row, _AT[key], given, "input")
    for key, given in texts.items():
        book.text(sheet, row, _AT[key], given, "input", text_wrap=True)
    book.formula(sheet, row, _AT["=state"], _state(row), item.state, "result", "@")


def _state(row: int) -> str:
    """The same judgement as `Unpriced.state`, from the cells of one row."""
    quantity, low, high, least, most = (cell(row, _AT[key], fixed_row=False)
                                        for key in ("quantity", "low", "high", "red_line.at_least", "red_line.at_most"))
    crossed = f'OR(AND({least}<>"",{quantity}<{least}),AND({most}<>"",{quantity}>{most}))'
    doubtful = f'OR(AND({least}<>"",{low}<>"",{low}<{least}),AND({most}<>"",{high}<>"",{high}>{most}))'
    return (f'=IF(AND({least}="",{most}=""),"",IF({quantity}="","not known",IF({crossed},"not met",'
            f'IF({doubtful},"in doubt","met"))))')


def write_alarm(book: Book, sheet, plan: Plan, row: int) -> int:
    """Above the ratio: which red lines are not met, live."""
    for position, item in enumerate(plan.value_map.unpriced, FIRST):
        if item.red_line is None:
            continue
        state = cell(position, _AT["=state"], sheet=UNPRICED)
        name = item.words.replace('"', "'")[:80]
        said = f"Red line not met: {name}. No ratio makes up for it."
        book.formula(sheet, row, 0, f'=IF({state}="not met","{said}","")', said if item.state == "not met" else "", "alarm", "@")
        row += 1
    return row


def write_beside(book: Book, sheet, plan: Plan, row: int) -> int:
    """Under the totals: each outcome without a price, how it stands and how it counts."""
    if not plan.value_map.unpriced:
        return row
    book.text(sheet, row, 0, "Beside the ratio, without a price", "section")
    for column in range(1, 5):
        book.text(sheet, row, column, "", "section")
    for position, item in enumerate(plan.value_map.unpriced, FIRST):
        row += 1
        book.text(sheet, row, 0, item.words, "label")
        quantity = cell(position, _AT["quantity"], sheet=UNPRICED)
        book.formula(sheet, row, 1, f'=IF({quantity}="","not known",{quantity})', item.quantity.likely if item.quantity else "not known",
                     "plain", "#,##0.######")
        book.text(sheet, row, 2, item.unit, "plain")
        book.formula(sheet, row, 3, f"={cell(position, _AT['=state'], sheet=UNPRICED)}", item.state, "label", "@")
        book.text(sheet, row, 4, item.rule, "plain")
    return row + 2

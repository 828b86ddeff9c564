"""The sheet of every pair of formulae: totals, winner and margin, live."""

from __future__ import annotations

from svtrain.core.scoring import PRICE_FORMULAE
from svtrain.report.tender_workbook.plan import FIRST, PAIRS, Plan
from svtrain.report.workbook.style import Book, cell

HEADINGS = ("Price", "Social value", "First", "Margin", "Other than under the chosen pair", "Chance of the first, as drawn", "A losing bid decides, as written")
BEFORE = len(HEADINGS)  # columns before the bids' totals


def write_pairs(book: Book, plan: Plan) -> None:
    """One row a pair; each bid's total stands to the right."""
    sheet, bids = book.sheet(PAIRS), plan.record.tender.bids
    book.text(sheet, 0, 0, "Every pair of formulae", "title")
    book.text(sheet, 1, 0, "Under PQP and WTP the lowest total comes first.", "quiet")
    sheet.set_column(0, 1, 12)
    sheet.set_column(2, 2, 34)
    sheet.set_column(3, 5, 15)
    sheet.set_column(6, 6, 40)
    sheet.set_column(BEFORE, BEFORE + len(bids) - 1, 18)
    for column, heading in enumerate(HEADINGS):
        book.text(sheet, FIRST - 1, column, heading, "heading")
    for offset, bid in enumerate(bids):
        book.formula(sheet, FIRST - 1, BEFORE + offset, f"={plan.bid('bidder', FIRST + offset)}", bid.bidder, "heading", "@")
    for row, pair in enumerate(plan.record.pairs, FIRST):
        _row(book, sheet, plan, row, pair)
    sheet.freeze_panes(FIRST, 3)
    sheet.autofilter(FIRST - 1, 0, FIRST + len(plan.record.pairs) - 1, BEFORE - 1)


def _row(book: Book, sheet, plan: Plan, row: int, pair) -> None:
    book.text(sheet, row, 0, pair.price, "computed")
    book.text(sheet, row, 1, pair.social_value, "computed")
    for offset, bid in enumerate(plan.record.tender.bids):
        book.formula(sheet, row, BEFORE + offset, _total(plan, FIRST + offset, pair), pair.totals[bid.bidder], number="0.00######")
    last = BEFORE + plan.count - 1
    totals = f"{cell(row, BEFORE, fixed_row=False)}:{cell(row, last, fixed_row=False)}"
    names = f"{cell(FIRST - 1, BEFORE)}:{cell(FIRST - 1, last)}"
    low = PRICE_FORMULAE[pair.price].lowest_wins
    best = f"{'MIN' if low else 'MAX'}({totals})"
    near = f"SUMPRODUCT(--ISNUMBER({totals}),--({totals}{'<=' if low else '>='}{best}{'+' if low else '-'}0.000000001*ABS({best})))"
    book.formula(sheet, row, 2, f'=IF({near}>1,"A tie",INDEX({names},MATCH({best},{totals},0)))', pair.winner or "A tie", "result", "@")
    second = f"{'SMALL' if low else 'LARGE'}({totals},2)"
    book.formula(sheet, row, 3, f'=IF(COUNT({totals})<2,"",ABS({best}-{second}))', pair.margin, number="0.00######")
    book.formula(sheet, row, 4, f'=IF({cell(row, 2, fixed_row=False)}=winner,"","other")', "other" if pair.flips else "", "computed", "@")
    book.number(sheet, row, 5, max(pair.p_win.values()), "computed", "0%")
    book.text(sheet, row, 6, " ".join(flip.sentence for flip in pair.decided_by_losers), "wrapped")


def _total(plan: Plan, row: int, pair) -> str:
    social, quality, price = plan.share(pair.social_value, row), plan.bid("quality", row), plan.bid("price", row)
    if not PRICE_FORMULAE[pair.price].ratio:
        return f"=weight_price*{plan.share(pair.price, row)}+weight_social_value*{social}+weight_quality*{quality}/100"
    points = f"(100*(weight_social_value*{social}+weight_quality*{quality}/100)/(weight_social_value+weight_quality))"
    return {"PQP": f'=IF({points}>0,{price}/{points},"")', "QPR": f"={points}/{price}", "WTP": f"={price}-willingness_to_pay*{points}"}[pair.price]

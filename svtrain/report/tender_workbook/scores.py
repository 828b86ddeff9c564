"""The sheets of scores and of the result, all live."""

from __future__ import annotations

import numpy as np

from svtrain.core.scoring import PRICE_FORMULAE, SOCIAL_VALUE_FORMULAE
from svtrain.core.scoring.figures import likely_figures
from svtrain.core.scoring.formulae import quality_points
from svtrain.report.tender_workbook.plan import ADDED, FIRST, SCORES, Plan
from svtrain.report.workbook.style import Book, cell

SHARE, POINTS = "0.0000", "#,##0.00"
TOTAL = "0.00######"
PER_POINT = len(ADDED) + len(SOCIAL_VALUE_FORMULAE) + 1  # the column of quality points under the chosen formulae
TOTALS, PLACE = PER_POINT + 1, PER_POINT + 2


def write_scores(book: Book, plan: Plan) -> None:
    """The share of its weight that each bid earns under every formula, then the total under the chosen pair."""
    sheet = book.sheet(SCORES)
    book.text(sheet, 0, 0, "Scores", "title")
    book.text(sheet, 1, 0, "Shares of the weight, 0 to 1. A formula that these bids cannot be scored with is empty.", "quiet")
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, PLACE, 11)
    for column, heading in enumerate(("Bidder", *ADDED, *SOCIAL_VALUE_FORMULAE, "Quality points", "Total", "Place")):
        book.text(sheet, FIRST - 1, column, heading, "heading")
    figures, tender = likely_figures(plan.record.tender), plan.record.tender
    for offset, bid in enumerate(tender.bids):
        row = FIRST + offset
        book.formula(sheet, row, 0, f"={plan.bid('bidder', row)}", bid.bidder, number="@")
        for name in (*ADDED, *SOCIAL_VALUE_FORMULAE):
            if plan.can(name):
                book.formula(sheet, row, plan.share_column(name), _formulas(plan, row)[name], _share(name, figures, tender)[offset], number=SHARE)
    _totals(book, sheet, plan)
    sheet.freeze_panes(FIRST, 1)


def _share(name: str, figures, tender) -> np.ndarray:
    if name in PRICE_FORMULAE:
        return PRICE_FORMULAE[name].shares(figures.price, tender.price)
    return SOCIAL_VALUE_FORMULAE[name].shares(figures, tender.social_value)


def _formulas(plan: Plan, row: int) -> dict[str, str]:
    """Each formula in the words of a spreadsheet."""
    price, promised, mark, delivery, passed = (plan.bid(part, row) for part in ("price", "promised", "qualitative", "delivery", "passed"))
    prices, promises, deliveries = (plan.bids(part) for part in ("price", "promised", "delivery"))
    highest = f"IF(MAX({promises})>0,{promised}/MAX({promises}),0)"
    likely = f"SUMPRODUCT(MAX({promises}*{deliveries}))"
    return {
        "P1": f"=MIN({prices})/{price}",
        "P2": f"=MAX(0,1-({price}-MIN({prices}))/MIN({prices}))",
        "P3": f"=MAX(0,MIN(1,0.5+(AVERAGE({prices})-{price})/AVERAGE({prices})))",
        "P4": f"=MAX(0,MIN(1,(scale_high-{price})/(scale_high-scale_low)))",
        "P5": f"=1-LN({price}/MIN({prices}))/LN(multiple)",
        "V1": f"={highest}",
        "V2": f"=split*{highest}+(1-split)*{mark}/100",
        "V3": f"=MIN(1,{promised}/target)",
        "V4": f"=IF(MAX({promises})>0,({promised}/{price})/SUMPRODUCT(MAX({promises}/{prices})),0)",
        "V5": f"={mark}/100",
        "V6": f'=IF({passed}="no",0,1)',
        "V7": "=0",
        "V9": f"=IF({likely}>0,{promised}*{delivery}/{likely},0)",
    }


def chosen(plan: Plan, row: int, formula: str, names) -> str:
    """The share under whichever formula stands in the sheet of rules."""
    first, last = plan.share_column(names[0]), plan.share_column(names[-1])
    heads = f"{cell(FIRST - 1, first, sheet=SCORES)}:{cell(FIRST - 1, last)}"
    shares = f"{cell(row, first, sheet=SCORES, fixed_row=False)}:{cell(row, last, fixed_row=False)}"
    return f"INDEX({shares},MATCH({formula},{heads},0))"


def _totals(book: Book, sheet, plan: Plan) -> None:
    tender, result = plan.record.tender, {row.bidder: row for row in plan.record.result.ranking}
    figures = likely_figures(tender)
    points = quality_points(_share(tender.social_value.formula, figures, tender), figures.quality, tender.weights) \
        if tender.weights.social_value + tender.weights.quality > 0 else np.zeros(plan.count)
    lowest = 'OR(price_formula="PQP",price_formula="WTP")'
    for offset, bid in enumerate(tender.bids):
        row = FIRST + offset
        social, quality, price = chosen(plan, row, "social_value_formula", tuple(SOCIAL_VALUE_FORMULAE)), plan.bid("quality", row), plan.bid("price", row)
        book.formula(sheet, row, PER_POINT, f"=IF(weight_social_value+weight_quality>0,100*(weight_social_value*{social}+weight_quality*{quality}/100)"
                     "/(weight_social_value+weight_quality),0)", float(points[offset]), number=POINTS)
        per_point = cell(row, PER_POINT, fixed_row=False)
        added = f"weight_price*{chosen(plan, row, 'price_formula', ADDED)}+weight_social_value*{social}+weight_quality*{quality}/100"
        book.formula(sheet, row, TOTALS, f'=IF(price_formula="PQP",IF({per_point}>0,{price}/{per_point},""),IF(price_formula="QPR",{per_point}/{price},'
                     f'IF(price_formula="WTP",{price}-willingness_to_pay*{per_point},{added})))', result[bid.bidder].total, "result", TOTAL)
        total, totals = cell(row, TOTALS, fixed_row=False), plan.scores(TOTALS)
        better = (f'IF({lowest},SUMPRODUCT(--(ISNUMBER({totals})),--({totals}<{total}-0.000000001*ABS({total}))),'
                  f'SUMPRODUCT(--(ISNUMBER({totals})),--({totals}>{total}+0.000000001*ABS({total}))))')
        book.formula(sheet, row, PLACE, f'=IF({total}="",COUNT({totals})+1,1+{better})', result[bid.bidder].rank, "result", "0")


def write_result(book: Book, plan: Plan, sheet) -> None:
    """Who wins, live; then the ranking as it was, what a promised pound is worth, and the warnings."""
    record, result = plan.record, plan.record.result
    for column, width in enumerate((34, 16, 16, 16, 16, 16)):
        sheet.set_column(column, column, width)
    book.text(sheet, 0, 0, record.tender.title or "A tender", "title")
    places, names = plan.scores(PLACE), plan.scores(0)
    live = f'=IF(COUNTIF({places},1)=1,INDEX({names},MATCH(1,{places},0)),"A tie")'
    book.text(sheet, 2, 0, "Winner", "card label")
    book.formula(sheet, 2, 1, live, result.winner or "A tie", "card", "@")
    book.book.define_name("winner", f"={cell(2, 1, sheet='Result')}")
    book.text(sheet, 3, 0, "Formulae", "card label")
    book.formula(sheet, 3, 1, '=price_formula&" and "&social_value_formula', f"{record.tender.price.formula} and {record.tender.social_value.formula}", "card", "@")
    for column, heading in enumerate(("Bidder", "Total", "Place", "Chance of coming first")):
        book.text(sheet, 5, column, heading, "heading")
    rows = {row.bidder: row for row in result.ranking}
    for offset, bid in enumerate(record.tender.bids):
        at, there = 6 + offset, FIRST + offset
        book.formula(sheet, at, 0, f"={cell(there, 0, sheet=SCORES)}", bid.bidder, number="@")
        book.formula(sheet, at, 1, f"={cell(there, TOTALS, sheet=SCORES)}", rows[bid.bidder].total, number=TOTAL)
        book.formula(sheet, at, 2, f"={cell(there, PLACE, sheet=SCORES)}", rows[bid.bidder].rank, number="0")
        book.number(sheet, at, 3, rows[bid.bidder].p_win, "plain", "0%")
    row = 7 + plan.count
    said = ("Chances were drawn when this workbook was written; they do not follow a change.", record.doubt, *result.exchange_rate.words, *result.warnings)
    for sentence in filter(None, said):
        book.text(sheet, row, 0, sentence, "quiet")
        row += 1

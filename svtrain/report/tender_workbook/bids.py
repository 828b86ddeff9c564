"""The sheets that are typed in: the bids, and the rules by which they are scored."""

from __future__ import annotations

from svtrain.core.scoring import PRICE_FORMULAE, SOCIAL_VALUE_FORMULAE
from svtrain.report.tender_workbook.plan import BID_COLUMNS, BIDS, FIRST, RULE_ROWS, RULES, Plan
from svtrain.report.workbook.style import MONEY, NUMBER, Book, cell

FORMS = {"price": MONEY, "promised": MONEY, "promised_low": MONEY, "promised_high": MONEY, "delivery": "0.0##%"}
LABELS = {"weight_price": "Weight of price", "weight_social_value": "Weight of social value", "weight_quality": "Weight of other quality",
          "price_formula": "How price is scored", "social_value_formula": "How social value is scored",
          "scale_low": "P4: the price that earns full marks", "scale_high": "P4: the price that earns none",
          "multiple": "P5: times the lowest price that earns none", "willingness_to_pay": "WTP: pounds for one quality point",
          "split": "V2: the share of marks given to pounds", "target": "V3: the promise that earns full marks"}


def write_bids(book: Book, plan: Plan) -> None:
    """One row a bid; the headings are those that the toolkit reads."""
    sheet = book.sheet(BIDS)
    book.text(sheet, 0, 0, "Bids", "title")
    book.text(sheet, 1, 0, "Change a yellow box and every score follows. Money is in pounds.", "quiet")
    for column, name in enumerate(BID_COLUMNS):
        sheet.set_column(column, column, 34 if name == "bidder" else 16)
        book.text(sheet, FIRST - 1, column, name.replace("_", " ").capitalize(), "heading")
    for row, bid in enumerate(plan.record.tender.bids, FIRST):
        book.text(sheet, row, 0, bid.bidder, "input")
        book.number(sheet, row, 1, bid.price, "input", MONEY)
        for name in ("promised", "quality", "qualitative", "delivery"):
            given = getattr(bid, name)
            book.number(sheet, row, BID_COLUMNS.index(name), None if given is None else given.likely, "input", FORMS.get(name, NUMBER))
        book.text(sheet, row, BID_COLUMNS.index("passed"), "yes" if bid.passed else "no", "input")
        for name, end in (("promised_low", "low"), ("promised_high", "high")):
            book.number(sheet, row, BID_COLUMNS.index(name), getattr(bid.promised, end, None), "input", MONEY)
    sheet.data_validation(FIRST, BID_COLUMNS.index("passed"), FIRST + plan.count - 1, BID_COLUMNS.index("passed"), {"validate": "list", "source": ["yes", "no"]})
    sheet.freeze_panes(FIRST, 1)


def write_rules(book: Book, plan: Plan) -> None:
    """Weights, formulae and what they need, each under a name that formulas use; then why they were chosen."""
    sheet, tender = book.sheet(RULES, landscape=False), plan.record.tender
    sheet.set_column(0, 0, 44)
    sheet.set_column(1, 1, 18)
    sheet.set_column(2, 2, 60)
    book.text(sheet, 0, 0, "Rules", "title")
    book.text(sheet, 1, 0, "To be settled before bids are opened.", "quiet")
    weights, price, social = tender.weights, tender.price, tender.social_value
    given = {"weight_price": weights.price, "weight_social_value": weights.social_value, "weight_quality": weights.quality, "scale_low": price.scale_low,
             "scale_high": price.scale_high, "multiple": price.multiple, "willingness_to_pay": price.willingness_to_pay, "split": social.split, "target": social.target}
    for name, row in RULE_ROWS.items():
        book.text(sheet, row, 0, LABELS[name], "label")
        if name in given:
            book.number(sheet, row, 1, given[name], "input", NUMBER)
        book.book.define_name(name, f"={cell(row, 1, sheet=RULES)}")
    for name, chosen, known in (("price_formula", price.formula, PRICE_FORMULAE), ("social_value_formula", social.formula, SOCIAL_VALUE_FORMULAE)):
        row, able = RULE_ROWS[name], [one for one in known if plan.can(one)]
        book.text(sheet, row, 1, chosen, "input")
        book.text(sheet, row, 2, f"{known[chosen].title}: {known[chosen].words} (as written)", "quiet")
        sheet.data_validation(row, 1, row, 1, {"validate": "list", "source": able})
    last = RULE_ROWS["target"] + 1
    total = weights.price + weights.social_value + weights.quality
    said = "The weights add up to 100."
    book.formula(sheet, last, 0, '=IF(ABS(weight_price+weight_social_value+weight_quality-100)<0.000001,"The weights add up to 100.","The weights must add up to 100.")',
                 said if abs(total - 100) < 1e-6 else "The weights must add up to 100.", "quiet", "@")
    book.text(sheet, last + 2, 0, "Why these weights and formulae", "section")
    book.text(sheet, last + 3, 0, plan.record.reason or "No reason was written.", "wrapped")
    sheet.set_row(last + 3, 80)

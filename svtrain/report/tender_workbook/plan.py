"""Where the numbers of a tender's workbook lie, so that formulas can point at them."""

from __future__ import annotations

from dataclasses import dataclass

from svtrain.core.scoring import PRICE_FORMULAE, SOCIAL_VALUE_FORMULAE, TenderRecord
from svtrain.report.workbook.style import cell

BIDS, RULES, SCORES, PAIRS, MARKS, ABOUT = "Bids", "Rules", "Scores", "Every pair", "Marks", "About"
FIRST = 4  # the first bid's row on the sheets of bids and scores, from 0
BID_COLUMNS = ("bidder", "price", "promised", "quality", "qualitative", "delivery", "passed", "promised_low", "promised_high")
ADDED = tuple(name for name, formula in PRICE_FORMULAE.items() if not formula.ratio)  # price formulae that give points
RULE_ROWS = {name: row for row, name in enumerate((
    "weight_price", "weight_social_value", "weight_quality", "price_formula", "social_value_formula", "scale_low", "scale_high", "multiple",
    "willingness_to_pay", "split", "target"), 4)}


@dataclass(frozen=True)
class Plan:
    """A record that is being written, and the addresses that its formulas use."""

    record: TenderRecord

    @property
    def count(self) -> int:
        return len(self.record.tender.bids)

    def bid(self, part: str, row: int) -> str:
        """One figure of one bid, on the sheet of bids."""
        return cell(row, BID_COLUMNS.index(part), sheet=BIDS, fixed_row=False)

    def bids(self, part: str) -> str:
        """One figure of all bids."""
        column = BID_COLUMNS.index(part)
        return f"{cell(FIRST, column, sheet=BIDS)}:{cell(FIRST + self.count - 1, column)}"

    def share_column(self, formula: str) -> int:
        """The column of the sheet of scores that holds a formula's share of its weight."""
        return 1 + [*ADDED, *SOCIAL_VALUE_FORMULAE].index(formula)

    def share(self, formula: str, row: int) -> str:
        return cell(row, self.share_column(formula), sheet=SCORES, fixed_row=False)

    def scores(self, column: int) -> str:
        """One column of the sheet of scores, all bids."""
        return f"{cell(FIRST, column, sheet=SCORES)}:{cell(FIRST + self.count - 1, column)}"

    def can(self, formula: str) -> bool:
        """Whether these bids could be scored with a formula."""
        return formula not in {left.formula for left in self.record.skipped}

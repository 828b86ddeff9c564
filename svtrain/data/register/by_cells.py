"""Columns that their cells tell more surely than their headings do; what is taken so is a likeness, for a person to look at."""

from __future__ import annotations

import re
from collections.abc import Sequence

from svtrain.data.register.aliases import normal
from svtrain.data.register.asking import HARDLY, SURE, filled, shares
from svtrain.data.register.columns import CURRENCY, NOT_USED, TAKEN_FOR, UNKNOWN, ColumnUse
from svtrain.data.register.money import in_pounds
from svtrain.data.register.people import is_a_person

# what a column beside the amounts says of each: a year's, or the whole
BASES = {**dict.fromkeys(("annual", "annually", "per annum", "p.a.", "pa", "per year", "yearly", "annual value", "each year"), "annual"),
         **dict.fromkeys(("total", "whole life", "lifetime", "contract", "total value", "total contract value", "whole contract", "full term", "one off", "one-off"), "contract")}
_A_CODE = re.compile(r"[A-Z]{3}|[£€$]")
_FEW = 0.3  # share of a column of payees that may be people: tradesmen, say; a column of cardholders has more


def take_the_bare_name(uses: Sequence[ColumnUse], sample: Sequence[Sequence]) -> None:
    """In a file of payments a column called "Name" is the payee's, where no other column is and its cells are not people's names.

    Examples
    --------
    >>> uses = [ColumnUse("Name:", 0), ColumnUse("Amount Paid", 1, "value", basis="spend")]
    >>> take_the_bare_name(uses, [["Acme Ltd", "5"], ["Beta Ltd", "6"]])
    >>> uses[0].field, uses[0].how
    ('supplier', 'taken for')
    """
    if any(use.field == "supplier" for use in uses) or not any(use.field == "value" and use.basis.startswith("spend") for use in uses):
        return
    named = [use for use in uses if use.how == UNKNOWN and normal(use.header) == "name"]
    cells = filled(sample, named[0].index) if len(named) == 1 else []
    if cells and max(shares(cells)) < HARDLY and sum(is_a_person(str(cell)) for cell in cells) < _FEW * len(cells):
        _take(named[0], "supplier", "Supplier Name")


def are_currencies(cells: Sequence) -> list[bool]:
    """Of each cell, whether it names a currency: by its three letters, its sign, or as pounds.

    Examples
    --------
    >>> are_currencies(["GBP", "£", "Pounds", "C100"])
    [True, True, True, False]
    """
    return [bool(_A_CODE.fullmatch(str(cell).strip())) or in_pounds(str(cell)) for cell in cells]


def take_the_currency(uses: Sequence[ColumnUse], sample: Sequence[Sequence]) -> None:
    """A column whose heading speaks of a currency and whose cells are codes of currencies tells in which money the amounts are.

    Examples
    --------
    >>> uses = [ColumnUse("Invoice Currency Unit", 0)]
    >>> take_the_currency(uses, [["GBP"], ["EUR"]])
    >>> uses[0].field
    'currency'
    """
    if any(use.field == CURRENCY for use in uses):
        return
    for use in uses:
        cells = filled(sample, use.index) if use.how == UNKNOWN and "currency" in normal(use.header) else []
        if cells and all(are_currencies(cells)):
            _take(use, CURRENCY, "Currency")
            return


def take_what_amounts_are(uses: Sequence[ColumnUse], sample: Sequence[Sequence]) -> None:
    """A column that says "Annual" or "Total" beside each amount says what the amount is; a year's worth must not pass for the whole.

    Examples
    --------
    >>> uses = [ColumnUse("Value", 0, "value"), ColumnUse("Annual or Total", 1)]
    >>> take_what_amounts_are(uses, [["5", "Annual"], ["6", "Total"]])
    >>> uses[1].field, uses[1].how
    ('value_basis', 'taken for')
    """
    if any(use.field == "value_basis" for use in uses) or not any(use.field == "value" for use in uses):
        return
    for use in uses:
        said = [BASES.get(str(cell).strip().lower()) for cell in filled(sample, use.index)] if use.how in (UNKNOWN, NOT_USED) and not use.field else []
        if "annual" in said and all(said):
            _take(use, "value_basis", "Annual or total")
            return


def leave_out_the_day_of_a_notice(uses: Sequence[ColumnUse]) -> None:
    """Where a file names contracting processes, its bare "date" is the day of the notice.

    Examples
    --------
    >>> uses = [ColumnUse("ocid", 0, "reference"), ColumnUse("date", 1, "start")]
    >>> leave_out_the_day_of_a_notice(uses)
    >>> uses[1].field, uses[1].reason
    ('', 'the day of the notice, not of the contract')
    """
    if any(normal(use.header) == "ocid" for use in uses):
        for use in uses:
            if use.field == "start" and use.rank and normal(use.header) == "date":
                use.field, use.how, use.reason = "", NOT_USED, "the day of the notice, not of the contract"


def are_codes(cells: Sequence) -> bool:
    """Whether cells are numbers that name something, as an account's or a supplier's.

    Examples
    --------
    >>> are_codes(["544071", 544072.0]), are_codes(["Housing", "5"]), are_codes([])
    (True, False, False)
    """
    return bool(cells) and all(str(cell).strip().removesuffix(".0").isdigit() for cell in cells)


def leave_out_codes(uses: Sequence[ColumnUse], sample: Sequence[Sequence]) -> None:
    """A category that is only a number is left out where another column says it in words.

    Examples
    --------
    >>> uses = [ColumnUse("Cost Element", 0, "category"), ColumnUse("Service", 1, "category")]
    >>> leave_out_codes(uses, [["544071", "Housing"]])
    >>> uses[0].field, uses[0].reason, uses[1].field
    ('', 'its cells are codes, not names', 'category')
    """
    kinds = [(use, filled(sample, use.index)) for use in uses if use.field == "category" and use.rank]
    codes = [use for use, cells in kinds if are_codes(cells)]
    if any(cells and use not in codes for use, cells in kinds):
        for use in codes:
            use.field, use.how, use.reason = "", NOT_USED, "its cells are codes, not names"


def _take(use: ColumnUse, field: str, like: str) -> None:
    use.field, use.how, use.score, use.rank, use.like = field, TAKEN_FOR, SURE, 5, like

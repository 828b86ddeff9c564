"""What a person should look at because no heading tells it: columns that hold amounts or names, but are not known."""

from __future__ import annotations

import re
from collections.abc import Sequence

from svtrain.data.register.aliases import normal
from svtrain.data.register.columns import NOT_USED, TAKEN_FOR, UNKNOWN, ColumnUse, Mapping
from svtrain.data.register.dates import read_day
from svtrain.data.register.money import amount
from svtrain.data.register.words import is_blank

LOOK_AT = 400  # rows
AGREE = 0.6    # share of the cells that must read as money or days
HARDLY = 0.2
SURE = 70      # how sure an amount is that only its cells and one word of its heading tell, of 100
MOST_NAMED = 3

_MONEY_WORD = re.compile(r"\b(amount|amounts|amt|value|cost|costs|spend|paid|payment|price|sum)\b")
_PART_OF_IT = re.compile(r"\b(vat|tax|annual|annually|year|yearly|pa|per|month|monthly|quarter|weekly|rate|unit|budget|saving|savings|fee|band|percent"
                         r"|percentage|number|no|id|code|ref|type|count|social|previous|last|retention|discount|variance|balance)\b|%")
_A_POUND = re.compile(r"\W*(?:£|\ufffd|gbp)\W*(?:s|p)?\W*", re.IGNORECASE)


def filled(sample: Sequence[Sequence], index: int) -> list:
    """The cells of one column among the first rows that say something."""
    cells = [row[index] for row in sample[:LOOK_AT] if index < len(row)]
    return [cell for cell in cells if cell is not None and not (isinstance(cell, str) and is_blank(cell))][:100]


def shares(cells: Sequence) -> tuple[float, float]:
    """Which shares of some cells read as money, and as days."""
    if not cells:
        return 0, 0
    return sum(amount(cell).value is not None for cell in cells) / len(cells), sum(bool(read_day(cell).iso) for cell in cells) / len(cells)


def leave_out_what_its_cells_contradict(uses: Sequence[ColumnUse], sample: Sequence[Sequence]) -> None:
    """A column known by its heading as an amount, whose cells are days, is none; nor is a day whose cells are amounts.

    The one such column of days is taken for the day, as a likeness, where no other tells it.
    """
    are_days = []
    for use in uses:
        if use.field not in ("value", "start", "end") or use.rank == 0:
            continue
        money, days = shares(filled(sample, use.index))
        if use.field == "value" and money < HARDLY and days >= AGREE:
            use.field, use.how, use.reason = "", NOT_USED, "its cells are days, not amounts"
            are_days.append(use)
        elif use.field != "value" and days < HARDLY and money >= AGREE:
            use.field, use.how, use.reason = "", NOT_USED, "its cells are amounts, not days"
    if len(are_days) == 1 and not any(use.field in ("start", "end") for use in uses):
        use = are_days[0]  # "Paid", with the days of payment below it
        use.field, use.how, use.score, use.rank, use.basis, use.like, use.reason = "start", TAKEN_FOR, SURE, 5, "", "Payment Date", ""


def take_the_only_amount(uses: Sequence[ColumnUse], sample: Sequence[Sequence]) -> None:
    """Where no column is known as the amount, take the one unknown column that says so and holds nothing else; as a likeness.

    Examples
    --------
    >>> uses = [ColumnUse("AP Amount (£)", 0)]
    >>> take_the_only_amount(uses, [["30,000"], ["45,500.99"]])
    >>> uses[0].field, uses[0].how, uses[0].like
    ('value', 'taken for', 'Amount')
    """
    if any(use.field == "value" for use in uses):
        return
    named = [use for use in uses if use.how == UNKNOWN and _says_money(use.header) and shares(filled(sample, use.index))[0] >= AGREE]
    if len(named) == 1:
        use = named[0]
        use.field, use.how, use.score, use.rank, use.basis, use.like = "value", TAKEN_FOR, SURE, 5, "", "Amount"


def _says_money(header: str) -> bool:
    """Whether a heading speaks of money and of no part of it; a bare pound sign does.

    Examples
    --------
    >>> _says_money("AP Amount (£)"), _says_money("£"), _says_money("VAT amount")
    (True, True, False)
    """
    if _A_POUND.fullmatch(header):
        return True
    return bool(_MONEY_WORD.search(normal(header))) and not _PART_OF_IT.search(normal(header) + header)


def questions(mapping: Mapping, sample: Sequence[Sequence]) -> list[str]:
    """Sentences that ask a person for the amount or the supplier where no column was taken for it, but one may hold it.

    Examples
    --------
    >>> from svtrain.data.register.mapping import map_columns
    >>> rows = [["A Ltd", "100", ""], ["B Ltd", "", "40"]]
    >>> questions(map_columns(["Vendor", "Dr", "Cr"], rows), rows)
    ['No column was taken for the amount. "Dr", "Cr" may hold it: say which one with --map.']
    """
    found, said = mapping.fields, []
    if "value" not in found:
        said += _ask("the amount", [use for use in mapping.uses if use.how == UNKNOWN and use.header and shares(filled(sample, use.index))[0] >= AGREE])
    if "supplier" not in found:
        said += _ask("the supplier", [use for use in mapping.uses if use.how == UNKNOWN and use.header and _is_text(filled(sample, use.index))])
    return said


def _is_text(cells: Sequence) -> bool:
    money, days = shares(cells)
    return bool(cells) and money < HARDLY and days < HARDLY and len({str(cell) for cell in cells}) > 1


def _ask(what: str, uses: Sequence[ColumnUse]) -> list[str]:
    if not uses:
        return []
    names = ", ".join(f'"{use.header[:60]}"' for use in uses[:MOST_NAMED])
    return [f"No column was taken for {what}. {names} may hold it: say which one with --map."]


def unheaded_notes(mapping: Mapping, sample: Sequence[Sequence]) -> list[str]:
    """A sentence on the columns without a heading that hold something, so that none is left out unsaid.

    Examples
    --------
    >>> from svtrain.data.register.mapping import map_columns
    >>> unheaded_notes(map_columns(["Supplier", "", "Amount"], [["A Ltd", "Bins", "5"]]), [["A Ltd", "Bins", "5"]])
    ['Column 2 has no heading and was not used. If it matters, name it with --map, as in "column 2=title".']
    """
    bare = [use.index + 1 for use in mapping.uses if not use.header and not use.field and filled(sample, use.index)]
    if not bare:
        return []
    named = ", ".join(map(str, bare[:MOST_NAMED])) + (f" and {len(bare) - MOST_NAMED} more" if len(bare) > MOST_NAMED else "")
    return [f'Column{"s" if len(bare) > 1 else ""} {named} {"have" if len(bare) > 1 else "has"} no heading and {"were" if len(bare) > 1 else "was"} not used. '
            f'If {"they matter" if len(bare) > 1 else "it matters"}, name {"them" if len(bare) > 1 else "it"} with --map, as in "column {bare[0]}=title".']

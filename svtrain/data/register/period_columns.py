"""Amounts in one column for each quarter or month: no column of them is a row's amount."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from svtrain.core.problems import CannotDo, Problem
from svtrain.data.register.aliases import normal
from svtrain.data.register.money import amount
from svtrain.data.register.words import is_blank

if TYPE_CHECKING:
    from svtrain.data.register.columns import Mapping

_QUARTER = re.compile(r"\b(?:q|qtr|quarter) ?([1-4])\b|\b([1-4])(?:st|nd|rd|th)? (?:qtr|quarter)\b")
_MONTH = re.compile(r"\b(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)(?:uary|ruary|ch|il|e|y|ust|t|tember|ober|ember)?\b")
LEAST = {"quarter": 2, "month": 3}
AGREE = 0.6
LOOK_AT = 400


def names_periods(header: Sequence[str]) -> bool:
    """Whether a row of headings names two or more quarters, or three or more months.

    Examples
    --------
    >>> names_periods(["Supplier", "Q1", "Q2"]), names_periods(["Supplier", "Q1 report"])
    (True, False)
    """
    names = [normal(cell) for cell in header[:400] if cell and len(cell) <= 60]
    return any(len({found.group(0) for name in names if (found := pattern.search(name))}) >= LEAST[what]
               for what, pattern in (("quarter", _QUARTER), ("month", _MONTH)))


def period_columns(mapping: Mapping, sample: Sequence[Sequence]) -> tuple[str, list[str]]:
    """``quarter`` or ``month`` and the headings whose cells are amounts; nothing where there are too few.

    Examples
    --------
    >>> from svtrain.data.register.mapping import map_columns
    >>> rows = [["A Ltd", "£1,200", "£800"]]
    >>> period_columns(map_columns(["Supplier", "Q1", "Q2 2025/26 (£)"], rows), rows)
    ('quarter', ['Q1', 'Q2 2025/26 (£)'])
    """
    for what, pattern in (("quarter", _QUARTER), ("month", _MONTH)):
        found = {}
        for use in mapping.uses:
            said = None if use.field else pattern.search(normal(use.header))
            if said and _are_amounts([row[use.index] for row in sample[:LOOK_AT] if use.index < len(row)]):
                found[use.header] = said.group(0)
        if len(set(found.values())) >= LEAST[what]:
            return what, list(found)
    return "", []


def _are_amounts(cells: Sequence) -> bool:
    filled = [cell for cell in cells if cell is not None and not (isinstance(cell, str) and is_blank(cell))][:100]
    return bool(filled) and sum(1 for cell in filled if amount(cell).value is not None) >= AGREE * len(filled)


def refuse_periods(mapping: Mapping, sample: Sequence[Sequence], place: str) -> None:
    """Refuse a table without one amount a row whose amounts are parted by time: none of the parts is the whole.

    Raises
    ------
    CannotDo
        With what to do.
    """
    if "value" in mapping.fields:
        return
    what, names = period_columns(mapping, sample)
    if names:
        first = ", ".join(f'"{name}"' for name in names[:2])
        raise CannotDo(Problem(f"The amounts stand in {len(names)} columns, one for each {what} ({first} ...), and are not added up. "
                               f"Add a column with their sum, headed Amount, and read the file again; or name one column as the value.", "--map", place))

"""A workbook of bids: the first sheet whose headings name a bidder and a price, or the sheet called Bids."""

from __future__ import annotations

from pathlib import Path

from svtrain.core.problems import CannotDo, Problem
from svtrain.data.bids_csv import BidRows, bids_from_table

SHEET = "Bids"
MACROS = (".xlsm", ".xlsb", ".xltm", ".xls")


def bids_from_workbook(path: Path) -> BidRows:
    """Every bid in an Excel workbook with the columns of a tender, under headings as a CSV of bids has them.

    Values alone are read, never a formula or a macro.

    Raises
    ------
    CannotDo
        When the file cannot be read, or no row names the columns.
    """
    place = str(path)
    if path.suffix.lower() in MACROS:
        raise CannotDo(Problem("Workbooks that may hold macros, and old ones, are not opened; save it as .xlsx.", place=place))
    rows = [[_text(cell) for cell in row] for row in _rows(path, place)]
    names = [[cell.lower().replace(" ", "_") for cell in row] for row in rows]
    at = next((number for number, row in enumerate(names) if {"bidder", "price"} <= set(row)), None)
    if at is None:
        raise CannotDo(Problem("No row of the workbook has the headings Bidder and Price.", place=place))
    header = list(names[at])
    while header and not header[-1]:
        header.pop()
    found = [(number, dict(zip(header, [*cells, *[""] * len(header)], strict=False)))
             for number, cells in enumerate(rows[at + 1:], at + 2) if any(cells)]
    if not found:
        raise CannotDo(Problem("The workbook has no bids under its headings.", place=place))
    return bids_from_table([name for name in header if name], found, place)


def _rows(path: Path, place: str) -> list[list]:
    from svtrain.data.register.workbook import WorkbookTable

    try:
        return WorkbookTable(path, place, SHEET).top()
    except CannotDo as error:
        if error.problems[0].field != "--sheet":
            raise
    return WorkbookTable(path, place).top()


def _text(cell: object) -> str:
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    return "" if cell is None else str(cell).strip()

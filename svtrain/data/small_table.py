"""A small table that a person sent back: a CSV as they saved it, or the workbook that they kept it in."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

from svtrain.data.small_csv import LARGEST, headed, read_small_csv
from svtrain.data.whole_file import refuse_what_is_no_file

WORKBOOKS = (".xlsx", ".ods", ".xls")


def read_small_table(path: Path | str) -> tuple[list[str], list[tuple[int, dict[str, str]]]]:
    """The header, in lower case, and every row that is not blank with its number, as text.

    Raises
    ------
    CannotDo
        When the file is missing, too large, neither a CSV nor a workbook, has no rows, or a column twice.
    """
    path = Path(path)
    return _from_workbook(path) if path.suffix.lower() in WORKBOOKS else read_small_csv(path)


def _from_workbook(path: Path) -> tuple[list[str], list[tuple[int, dict[str, str]]]]:
    from svtrain.data.register.workbook import WorkbookTable

    refuse_what_is_no_file(path, LARGEST)
    rows = [(number, [cell_text(cell) for cell in cells]) for number, cells in enumerate(WorkbookTable(path, str(path)).rows(), start=1)]
    return headed(rows, str(path))


def cell_text(cell: object) -> str:
    """A workbook's cell as a CSV would hold it."""
    if isinstance(cell, datetime | date):
        return cell.isoformat()[:10]
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    return "" if cell is None else str(cell).strip()

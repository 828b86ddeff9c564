"""Rows of cells that may span several columns and rows, put where they stand; a flood of them is refused."""

from __future__ import annotations

from typing import Any

from svtrain.data.register.columns import MOST_COLUMNS

MOST_ROWS = 1_100_000
MOST_CELLS = 10_000_000


class Flood(Exception):
    """More than a register has; the message is the sentence that says so."""


class Grid:
    """One table being built, cell by cell.

    A cell that spans stands once, in the first of its columns and rows, as in a workbook with merged cells.

    Examples
    --------
    >>> grid = Grid()
    >>> grid.begin_row(); grid.add("Acme", rows=2); grid.add("Bins", columns=2); grid.add("5")
    >>> grid.begin_row(); grid.add("Tins"); grid.add("x"); grid.add("6")
    >>> grid.rows, grid.merged
    ([['Acme', 'Bins', '', '5'], ['', 'Tins', 'x', '6']], [0])
    """

    def __init__(self):
        self.rows: list[list[Any]] = []
        self.merged: list[int] = []  # the rows in which a cell with text begins that spans several
        self._below: dict[int, int] = {}  # column to how many more rows a cell from above fills
        self._cells = 0

    def begin_row(self, at: int | None = None) -> None:
        """A new row; `at` is its number from 1, where the file says that rows were left out before it."""
        wanted = max(len(self.rows) + 1, at or 0)
        if wanted > MOST_ROWS:
            raise Flood(f"The table has more than {MOST_ROWS:,} rows, more than is held; save it as CSV.")
        passed = wanted - len(self.rows) - 1
        if passed:
            self.rows += [[] for _ in range(passed)]
        self._count(len(self._below))
        self._below = {column: left - 1 - passed for column, left in self._below.items() if left - 1 - passed > 0}
        self.rows.append([])

    def add(self, cell: Any, columns: int = 1, rows: int = 1, at: int | None = None) -> None:
        """A cell, `columns` wide and `rows` high; `at` is its column from 1, where the file says so."""
        if not self.rows:
            self.begin_row()
        row = self.rows[-1]
        self._fill(row, (at or 0) - 1)
        while self._below.get(len(row), 0):
            self._fill(row, len(row) + 1)
        start = len(row)
        self._fill(row, start + columns)
        row[start] = cell
        if rows > 1:
            if str(cell).strip():
                self.merged.append(len(self.rows) - 1)
            for column in range(start, start + columns):
                self._below[column] = min(rows, MOST_ROWS)

    def _fill(self, row: list, width: int) -> None:
        more = width - len(row)
        if more <= 0:
            return
        if width > MOST_COLUMNS:
            raise Flood(f"A row of the table is more than {MOST_COLUMNS:,} columns wide, which no register is.")
        self._count(more)
        row += [""] * more

    def _count(self, more: int) -> None:
        """Count cells in, those that a cell above fills among them."""
        self._cells += more
        if self._cells > MOST_CELLS:
            raise Flood(f"The table has more than {MOST_CELLS:,} cells, more than is held; save it as CSV.")

"""What every kind of file is turned into: rows in pieces, with their numbers in the file."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np

AT_A_TIME = 100_000  # rows in one piece
Progress = Callable[[int, int], None]


@dataclass(slots=True)
class Piece:
    """Some rows, column by column.

    ``numbers`` are the rows' numbers in the file, as a spreadsheet would number them. ``cells`` maps the index of a column to
    its cells (text, or numbers and days from a workbook; blank is ``""``). ``faults`` says why a row cannot be read.
    """

    numbers: Sequence
    cells: dict[int, np.ndarray]
    faults: dict[int, str] = field(default_factory=dict)
    blanks: int = 0
    whole: bool = True    # whether a row that is blank here is blank in the file too
    typed: bool = False   # whether cells may be numbers and days

    def __len__(self) -> int:
        return len(self.numbers)


class Table(Protocol):
    """A file as rows: the top for finding the headings, then all of them."""

    encoding: str
    place: str
    notes: list[str]

    def top(self) -> list[list]:
        """The first rows as they stand, blank ones too."""

    def pieces(self, wanted: Sequence[int], width: int, first: int, progress: Progress | None = None) -> Iterator[Piece]:
        """The rows from `first` (counted from 0) on, only the `wanted` of `width` columns."""


def from_rows(rows: list[Sequence], numbers: Sequence, wanted: Sequence[int], width: int) -> Piece:
    """Turn rows of any length into columns; a row with more filled cells than headings cannot be read.

    Examples
    --------
    >>> piece = from_rows([["a", "1"], ["b"], [], ["c", "3", "x"]], [2, 3, 4, 5], [1], 2)
    >>> piece.cells[1].tolist(), list(piece.numbers), piece.blanks
    (['1', '', '3'], [2, 3, 5], 1)
    >>> piece.faults
    {2: 'it has 3 values under 2 headings'}
    """
    faults: dict[int, str] = {}
    blanks = 0
    if not set(map(len, rows)) <= {width} or not all(map(any, rows)):
        rows, numbers, blanks = _squared(rows, numbers, width, faults)
    cells = {}
    for index in wanted:
        column = np.empty(len(rows), dtype=object)
        column[:] = [row[index] for row in rows]
        cells[index] = column
    return Piece(numbers, cells, faults, blanks)


def _squared(rows: list[Sequence], numbers: Sequence, width: int, faults: dict[int, str]) -> tuple[list, list, int]:
    kept, kept_numbers, blanks = [], [], 0
    for row, number in zip(rows, numbers, strict=True):
        if not row or not any(cell.strip() if isinstance(cell, str) else cell is not None for cell in row):
            blanks += 1
            continue
        if len(row) > width:
            filled = max((place for place, cell in enumerate(row, start=1) if cell not in ("", None) and str(cell).strip()), default=0)
            if filled > width:
                faults[len(kept)] = f"it has {filled} values under {width} headings"
            row = row[:width]
        elif len(row) < width:
            row = [*row, *[""] * (width - len(row))]
        kept.append(row)
        kept_numbers.append(number)
    return kept, kept_numbers, blanks

"""What every kind of file is turned into: rows in pieces, with their numbers in the file."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Protocol

AT_A_TIME = 50_000  # rows in one piece
Progress = Callable[[int, int], None]


@dataclass(slots=True)
class Piece:
    """Some rows, column by column.

    ``numbers`` are the rows' numbers in the file, as a spreadsheet would number them. ``cells`` holds the columns: text, or
    numbers and days where ``typed`` (a workbook); blank is ``""``. ``faults`` says why a row, counted from 0, cannot be read.
    """

    numbers: Sequence
    cells: list[Sequence]
    faults: dict[int, str] = field(default_factory=dict)
    blanks: int = 0
    typed: bool = False

    def __len__(self) -> int:
        return len(self.numbers)


class Table(Protocol):
    """A file as rows: the top for finding the headings, then all of them."""

    encoding: str
    place: str
    notes: list[str]

    def top(self) -> list[list]:
        """The first rows as they stand, blank ones too."""

    def pieces(self, width: int, first: int, progress: Progress | None = None) -> Iterator[Piece]:
        """The rows from `first` (counted from 0) on, `width` columns of them."""


def from_rows(rows: list[Sequence], numbers: Sequence, width: int, typed: bool = False) -> Piece:
    """Turn rows of any length into columns; a row with more filled cells than headings cannot be read.

    Examples
    --------
    >>> piece = from_rows([["a", "1"], ["b"], [], ["c", "3", "x"]], [2, 3, 4, 5], 2)
    >>> piece.cells[1], list(piece.numbers), piece.blanks
    (('1', '', '3'), [2, 3, 5], 1)
    >>> piece.faults
    {2: 'it has 3 values under 2 headings'}
    """
    faults: dict[int, str] = {}
    blanks = 0
    if not set(map(len, rows)) <= {width} or not all(map(any, rows)):
        rows, numbers, blanks = _squared(rows, numbers, width, faults)
    cells = list(zip(*rows, strict=True)) if rows else [()] * width
    return Piece(numbers, cells, faults, blanks, typed)


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

"""A quotation mark that nobody closed swallows the lines after it; here they are given back."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence


def mended(row: Sequence[str], delimiter: str, width: int) -> list[list[str]]:
    """The rows that one record of several lines really is.

    A cell may rightly hold line breaks. It holds swallowed rows when its lines, parted again, look like rows of the file: two
    of them at least have as many cells as there are headings.

    Examples
    --------
    >>> mended(["a", "one\\ntwo", "3"], ",", 3)
    [['a', 'one\\ntwo', '3']]
    >>> mended(["1", 'Pipe,5\\n2,Hose,6\\n3,Tap,7\\n'], ",", 3)
    [['1', 'Pipe', '5'], ['2', 'Hose', '6'], ['3', 'Tap', '7']]
    """
    if width < 2:
        return [list(row)]
    for place, cell in enumerate(row):
        if cell.count("\n") + cell.count("\r") == 0 or cell.count(delimiter) < width:
            continue
        lines = cell.splitlines()
        inner = [parted(line, delimiter) for line in lines]
        alike = sum(1 for cells in inner[1:] if len(cells) == width)
        if alike >= 1 and (alike >= 2 or len(row) != width):
            head, tail = [*row[:place], *inner[0]], list(row[place + 1:])
            rows = [head, *inner[1:]]
            rows[-1] = [*rows[-1], *tail]
            return [cells for cells in rows if cells]
    return [list(row)]


def parted(line: str, delimiter: str) -> list[str]:
    """One line on its own, as cells."""
    try:
        return next(csv.reader(io.StringIO(line), delimiter=delimiter), [])
    except csv.Error:
        return line.split(delimiter)

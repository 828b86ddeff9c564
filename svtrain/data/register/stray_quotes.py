"""A quotation mark that nobody closed swallows the lines after it; here they are given back."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

MOST_NAMED = 5
_LINE_END = re.compile(r"\r\n|\n|\r")


def swallowing(row: Sequence[str], delimiter: str, width: int) -> tuple[list[str], int] | None:
    """The row that a record of several lines begins with, and of how many lines it is, where the rest are rows of their own.

    A cell may rightly hold line breaks. It holds swallowed rows when its lines, parted again, look like rows of the file: two
    of them at least have as many cells as there are headings.

    Examples
    --------
    >>> swallowing(["a", "one\\ntwo", "3"], ",", 3) is None
    True
    >>> swallowing(["1", 'Pipe,5\\n2,Hose,6\\n3,Tap,7\\n'], ",", 3)
    (['1', 'Pipe', '5'], 1)
    """
    if width < 2:
        return None
    for place, cell in enumerate(row):
        if cell.count("\n") + cell.count("\r") == 0 or cell.count(delimiter) < width:
            continue
        lines = _LINE_END.split(cell)
        alike = sum(1 for line in lines[1:] if len(parted(line, delimiter)) == width)
        if alike >= 1 and (alike >= 2 or len(row) != width):
            before = sum(len(_LINE_END.findall(earlier)) for earlier in row[:place])
            return [*row[:place], *parted(lines[0], delimiter)], before + 1
    return None


def parted(line: str, delimiter: str) -> list[str]:
    """One line on its own, as cells."""
    try:
        return next(csv.reader(io.StringIO(line), delimiter=delimiter), [])
    except csv.Error:
        return line.split(delimiter)


@dataclass(slots=True)
class Unclosed:
    """The rows that open a quotation mark and never close it."""

    rows: list[int] = field(default_factory=list)

    def notes(self) -> list[str]:
        """One sentence on all of them, or none.

        Examples
        --------
        >>> Unclosed([4, 9]).notes()
        ['Rows 4, 9 open a quotation mark that is never closed; each was read as one line, and the rows after it on their own.']
        """
        if not self.rows:
            return []
        more = len(self.rows) - MOST_NAMED
        named = ", ".join(f"{row:,}" for row in self.rows[:MOST_NAMED]) + (f" and {more:,} more" if more > 0 else "")
        one = len(self.rows) == 1
        return [f"{'Row' if one else 'Rows'} {named} {'opens' if one else 'open'} a quotation mark that is never closed; "
                f"{'it' if one else 'each'} was read as one line, and the rows after it on their own."]

"""Plain tables for a terminal; whatever a person typed is printed as it is, never read as markup."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table


def page() -> Console:
    """Standard output, at least 80 characters wide."""
    from rich.console import Console

    console = Console(markup=False, highlight=False, emoji=False)
    return console if console.width >= 80 else Console(markup=False, highlight=False, emoji=False, width=80)


def table(header: Sequence[str], rows: Sequence[Sequence[str]], text: Sequence[int] = (), whole: Sequence[int] = ()) -> Table:
    """A table whose first column is text and whose others are numbers, but for the columns in `text`; words of those in `whole` stay whole."""
    from rich.box import SIMPLE
    from rich.table import Table
    from rich.text import Text

    found = Table(box=SIMPLE, pad_edge=False)
    for position, name in enumerate(header):
        number = position > 0 and position not in text
        words = [len(word) for row in rows for word in row[position].split()] if position in whole else []
        found.add_column(name, justify="right" if number else "left", overflow="fold", no_wrap=number, min_width=max(words, default=None))
    for row in rows:
        found.add_row(*(Text(printable(cell)) for cell in row))
    return found


def printable(text: str) -> str:
    """Text without control characters, which could move a terminal's cursor.

    Examples
    --------
    >>> printable("jobs\\x1b[2J")
    'jobs[2J'
    """
    return "".join(letter for letter in text if letter.isprintable() or letter == " ")


def money(amount: float) -> str:
    """Whole pounds (or euros, or dollars) with thousands separated.

    Examples
    --------
    >>> money(-1234.5), money(0.4)
    ('-1,234', '0')
    """
    shown = f"{amount:,.0f}"
    return "0" if shown == "-0" else shown

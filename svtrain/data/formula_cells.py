"""Text that a spreadsheet would take for a formula, kept as text."""

from __future__ import annotations

BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def as_text(cell: str) -> str:
    """The cell with an apostrophe before it where it begins like a formula; else as it is.

    Examples
    --------
    >>> as_text("=1+1"), as_text("Fence & Gate Ltd")
    ("'=1+1", 'Fence & Gate Ltd')
    """
    return f"'{cell}" if cell.startswith(BEGINS_A_FORMULA) else cell

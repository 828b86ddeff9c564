"""One number for each of several steps, in the order given."""

from __future__ import annotations

from collections.abc import Sequence

from svtrain.ui.figures.picture import BLUE, Picture, bars, layout, table_of


def in_order(rows: Sequence[tuple[str, float, str]], *, columns: tuple[str, str] = ("Step", "Amount"), title: str = "", sentence: str = "",
             money: bool = False, table: dict | None = None) -> Picture:
    """A bar for each row, as given; the text at its end is given too.

    Parameters
    ----------
    rows : sequence of (label, number, text)
    money : bool
        Whether the numbers are pounds.
    table : dict, optional
        Another table than the labels and texts.

    Examples
    --------
    >>> in_order([("Small", 3, "3 of 4"), ("Large", 1, "1 of 4")], title="Sizes").table["rows"]
    [['Small', '3 of 4'], ['Large', '1 of 4']]
    """
    trace = bars([row[0] for row in rows], [row[1] for row in rows], BLUE, [row[2] for row in rows])
    made = layout(money_axis="x", other_axis="y") if money else layout(other_axis="y", xaxis={"rangemode": "tozero", "nticks": 5})
    found = table or table_of(title, columns, [(row[0], row[2]) for row in rows])
    return Picture({"data": [trace] if rows else [], "layout": made}, sentence or "There is nothing to show yet.", found, title)

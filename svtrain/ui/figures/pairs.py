"""Two numbers for each of several things, side by side."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from svtrain.ui.amounts import money, short_money
from svtrain.ui.figures.picture import BLUE, ORANGE, Picture, bars, layout, table_of


def pairs(
    rows: Sequence[tuple[str, float, float]], names: tuple[str, str], *, shown: Callable[[float], str] = short_money,
    exact: Callable[[float], str] = money, title: str = "", sentence: str = "",
) -> Picture:
    """Two bars for each row, in the order given.

    Parameters
    ----------
    rows : sequence of (label, first, second)
    names : pair of str
        What the two bars are called.

    Examples
    --------
    >>> picture = pairs([("Jobs", 10, 30), ("Trees", 20, 5)], ("East", "West"), title="Worth")
    >>> picture.sentence
    'East has most in “Trees”, West in “Jobs”.'
    """
    labels = [row[0] for row in rows]
    traces = [
        bars(labels, [row[place] for row in rows], colour, [shown(row[place]) for row in rows], name=name)
        for name, place, colour in ((names[0], 1, BLUE), (names[1], 2, ORANGE))
    ]
    made = layout(money_axis="x", other_axis="y", barmode="group")
    made["showlegend"] = True
    if not sentence and rows:
        first, second = (max(rows, key=lambda row: row[place])[0] for place in (1, 2))
        sentence = f"{names[0]} has most in “{first}”, {names[1]} in “{second}”."
    table = table_of(title, ["Name", *names], [(row[0], exact(row[1]), exact(row[2])) for row in rows])
    return Picture({"data": traces, "layout": made}, sentence or "There is nothing to show yet.", table, title)

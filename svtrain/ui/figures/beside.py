"""One number for each of several named things, yours among them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from svtrain.ui.figures.picture import BLUE, ORANGE, Picture, bars, layout, table_of


def beside(
    rows: Sequence[tuple[str, float]], *, yours: str = "", shown: Callable[[float], str] = "{:g}".format, title: str = "", sentence: str = "",
    column: str = "Value",
) -> Picture:
    """A bar for each, largest first; yours in its own colour and named as such.

    Parameters
    ----------
    rows : sequence of (name, value)
    yours : str
        The name of the row to point out; it need not be there.

    Examples
    --------
    >>> picture = beside([("Durham", 19), ("Your team", 12)], yours="Your team", title="People")
    >>> picture.sentence
    'Your team has 12: place 2 of 2, from the largest.'
    >>> picture.figure["data"][0]["y"]
    ['Durham', 'Your team']
    """
    ordered = sorted(rows, key=lambda row: -row[1])
    names = [name for name, _ in ordered]
    colours = [ORANGE if name == yours else BLUE for name in names]
    trace = bars(names, [value for _, value in ordered], colours, [shown(value) for _, value in ordered])
    table = table_of(title, ["Name", column], [(name, shown(value)) for name, value in ordered])
    return Picture({"data": [trace], "layout": layout(other_axis="y", xaxis={"rangemode": "tozero", "nticks": 5})},
                   sentence or _sentence(ordered, yours, shown), table, title)


def _sentence(ordered: Sequence[tuple[str, float]], yours: str, shown: Callable[[float], str]) -> str:
    names = [name for name, _ in ordered]
    if not ordered:
        return "There is nothing to show yet."
    if yours in names:
        place = names.index(yours)
        return f"{yours} has {shown(ordered[place][1])}: place {place + 1} of {len(names)}, from the largest."
    return f"{names[0]} has the most, {shown(ordered[0][1])}; {names[-1]} the least, {shown(ordered[-1][1])}."

"""How far a result may move: the likely range, and what moves it most."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from svtrain.ui.amounts import ratio
from svtrain.ui.figures.picture import BLUE, GREEN, GREY, ORANGE, Picture, bars, layout, table_of


def range_chart(
    rows: Sequence[tuple[str, float, float, float]], *, target: float | None = 1.0, shown: Callable[[float], str] = ratio,
    title: str = "The likely range of the ratio", sentence: str = "", prefix: str = "",
) -> Picture:
    """A bar from the low to the high end of each result, with a mark in the middle.

    Parameters
    ----------
    rows : sequence of (label, low, middle, high)
        Low and high are the 5th and 95th of a hundred equal steps; the middle is the median.
    target : float or None
        A line to compare with: 1 is a pound of value for a pound put in.
    prefix : str
        What stands before the numbers of the axis, such as a currency's sign.

    Examples
    --------
    >>> range_chart([("This contract", 3.1, 5.2, 8.4)]).sentence
    'Nine times in ten the result lies between 3.10 and 8.40; the middle is 5.20.'
    """
    labels = [row[0] for row in rows]
    spread = bars(labels, [high - low for _, low, _, high in rows], BLUE, [f"{shown(low)} to {shown(high)}" for _, low, _, high in rows],
                  base=[low for _, low, _, _ in rows])
    middle = {
        "type": "scatter", "mode": "markers", "x": [row[2] for row in rows], "y": labels, "name": "Middle",
        "marker": {"color": "#FFFFFF", "size": 12, "symbol": "circle", "line": {"color": "#1B1F24", "width": 2}},
        "hovertemplate": "Middle: %{x:.3g}<extra></extra>",
    }
    made = layout(other_axis="y", bargap=0.5)
    made["xaxis"] = {"rangemode": "tozero", "nticks": 6, **({"tickprefix": prefix} if prefix else {})}
    if target is not None:
        made["shapes"] = [_line(target)]
        made["annotations"] = [_note(target, f"Target {shown(target)}")]
    if not sentence and rows:
        _, low, mid, high = rows[0]
        sentence = f"Nine times in ten the result lies between {shown(low)} and {shown(high)}; the middle is {shown(mid)}."
    table = table_of(title, ["Result", "Low (5%)", "Middle", "High (95%)"], [(row[0], *map(shown, row[1:])) for row in rows])
    return Picture({"data": [spread, middle], "layout": made}, sentence, table, title)


def tornado(
    rows: Sequence[tuple[str, float, float]], base: float, *, shown: Callable[[float], str] = ratio,
    title: str = "What moves the result most", sentence: str = "",
) -> Picture:
    """One bar an assumption: the result when it is at its low and at its high, the rest at likely.

    Parameters
    ----------
    rows : sequence of (label, result at low, result at high)
        In any order; the widest swing is put first.
    base : float
        The result with everything at likely.

    Examples
    --------
    >>> picture = tornado([("Duration", 5.0, 6.0), ("Deadweight", 7.1, 4.2)], base=5.8)
    >>> picture.sentence
    'Deadweight moves the result most: from 4.20 to 7.10.'
    >>> picture.figure["data"][0]["y"]
    ['Deadweight', 'Duration']
    """
    ordered = sorted(rows, key=lambda row: -abs(row[2] - row[1]))
    labels = [row[0] for row in ordered]
    traces = []
    for name, place, colour in (("At its low", 1, ORANGE), ("At its high", 2, GREEN)):
        ends = [row[place] for row in ordered]
        traces.append(bars(labels, [end - base for end in ends], colour, [shown(end) for end in ends], name=name, base=[base] * len(ends)))
    made = layout(other_axis="y", barmode="overlay", shapes=[_line(base)])
    made["annotations"] = [_note(base, f"Likely {shown(base)}")]
    made["xaxis"] = {"nticks": 6}
    made["showlegend"] = True
    made["legend"] = {"orientation": "h", "y": 1.08, "yanchor": "bottom", "x": 0}
    if not sentence and ordered:
        label, low, high = ordered[0]
        sentence = f"{label} moves the result most: from {shown(min(low, high))} to {shown(max(low, high))}."
    table = table_of(title, ["Assumption", "At its low", "At its high"], [(row[0], shown(row[1]), shown(row[2])) for row in ordered])
    return Picture({"data": traces, "layout": made}, sentence or "There is nothing to show yet.", table, title)


def _line(at: float) -> dict:
    return {"type": "line", "xref": "x", "yref": "paper", "x0": at, "x1": at, "y0": 0, "y1": 1, "line": {"color": GREY, "width": 2, "dash": "dash"}}


def _note(at: float, text: str) -> dict:
    return {"xref": "x", "yref": "paper", "x": at, "y": 1, "yanchor": "bottom", "text": text, "showarrow": False}

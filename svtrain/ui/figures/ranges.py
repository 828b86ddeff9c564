"""Several ranges on one scale, and how many fall where."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from svtrain.ui.drawing import ticks_between
from svtrain.ui.figures.picture import BLUE, GREEN, ORANGE, Picture, bars, layout, table_of

MOST_HEAPS = 8


def ranges(
    rows: Sequence[tuple[str, float, float, float]], *, yours: str = "", others: Sequence[str] = (), shown: Callable[[float], str] = "{:g}".format,
    title: str = "", sentence: str = "", names: tuple[str, str, str, str] = ("Answer", "Low", "Likely", "High"),
) -> Picture:
    """A bar from the low to the high end of each range, with a ring at the likely figure, in the order given.

    Parameters
    ----------
    rows : sequence of (label, low, likely, high)
    yours : str
        The label of the range to point out; it need not be there.
    others : sequence of str
        Labels of ranges of another kind, in a third colour.
    names : four str
        What the table's columns are called.

    Examples
    --------
    >>> picture = ranges([("1", 0, 10, 20), ("You", 5, 30, 60)], yours="You")
    >>> picture.sentence
    '2 ranges: the likely figures run from 10 to 30.'
    >>> picture.figure["data"][0]["base"]
    [0, 5]
    """
    labels = [row[0] for row in rows]
    colours = [ORANGE if label == yours else GREEN if label in others else BLUE for label in labels]
    room = "\N{NO-BREAK SPACE}" * 2  # for the ring, which may stand at the bar's end
    texts = [f"{room}{shown(low)} to {shown(high)}" if high > low else f"{room}{shown(likely)}" for _, low, likely, high in rows]
    spread = bars(labels, [high - low for _, low, _, high in rows], colours, texts, base=[low for _, low, _, _ in rows])
    likely = {
        "type": "scatter", "mode": "markers", "x": [row[2] for row in rows], "y": labels, "name": names[2],
        "marker": {"color": "#FFFFFF", "size": 12, "symbol": "circle", "line": {"color": "#1B1F24", "width": 2}},
    }
    made = layout(other_axis="y", bargap=0.5)
    made["xaxis"] = {"rangemode": "tozero", "nticks": 6}
    middle = [row[2] for row in rows]
    said = f"{len(rows)} ranges: the likely figures run from {shown(min(middle))} to {shown(max(middle))}." if rows else "There is nothing to show yet."
    table = table_of(title, names, [(row[0], *map(shown, row[1:])) for row in rows])
    return Picture({"data": [spread, likely], "layout": made}, sentence or said, table, title)


def heaps(values: Sequence[float], *, shown: Callable[[float], str] = "{:g}".format, title: str = "", sentence: str = "") -> Picture:
    """How many of the values fall into each step of a round size.

    Examples
    --------
    >>> heaps([1, 2, 2, 9]).table["rows"]
    [['0 to 2', '1'], ['2 to 4', '2'], ['4 to 6', '0'], ['6 to 8', '0'], ['8 to 10', '1']]
    """
    steps = _steps(min(values), max(values))
    counts = [sum(low <= value < high or (value == high and high == steps[-1]) for value in values) for low, high in zip(steps, steps[1:])]
    labels = [f"{shown(low)} to {shown(high)}" for low, high in zip(steps, steps[1:])]
    trace = bars(labels, counts, BLUE, [str(count) if count else "" for count in counts])
    most = labels[counts.index(max(counts))]
    whole = sorted({int(tick) for tick in ticks_between(0, max(counts))})  # nobody is half a person
    table = table_of(title, ["From and to", "People"], [(label, str(count)) for label, count in zip(labels, counts)])
    return Picture({"data": [trace], "layout": layout(other_axis="y", xaxis={"rangemode": "tozero", "tickvals": whole})},
                   sentence or f"Most answers, {max(counts)} of {len(values)}, lie at {most}.", table, title)


def _steps(low: float, high: float) -> list[float]:
    """Ends of equal steps that hold every value; at most `MOST_HEAPS` steps."""
    if low == high:
        low, high = min(low, 0.0), high or 1.0
    ticks = ticks_between(low, high, about=MOST_HEAPS - 3)
    size = ticks[1] - ticks[0]
    if ticks[0] > low:
        ticks.insert(0, round(ticks[0] - size, 10))
    if ticks[-1] < high:
        ticks.append(round(ticks[-1] + size, 10))
    return ticks

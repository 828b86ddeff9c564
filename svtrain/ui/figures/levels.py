"""How far raters lie apart on a scale of levels."""

from __future__ import annotations

from collections.abc import Sequence

from svtrain.ui.figures.picture import BLUE, ORANGE, Picture, bars, layout, table_of


def level_spread(rows: Sequence[tuple[str, int, int, int]], *, top: int = 5, far: int = 2, title: str = "", sentence: str = "") -> Picture:
    """A bar from the lowest to the highest rater, and a mark at the level that most could agree on.

    Parameters
    ----------
    rows : sequence of (label, lowest, agreed, highest)
    top : int
        The highest level of the scale.
    far : int
        From so many levels apart the bar has another colour and says so.

    Examples
    --------
    >>> picture = level_spread([("People", 1, 2, 4), ("Policy", 2, 2, 2)])
    >>> picture.sentence
    'Raters lie 2 or more levels apart on 1 of 2: People.'
    """
    labels = [row[0] for row in rows]
    colours = [ORANGE if high - low >= far else BLUE for _, low, _, high in rows]
    room = "\N{NO-BREAK SPACE}" * 2  # for the ring, which may stand at the bar's end
    texts = [f"{room}{low} to {high}" if high > low else f"{room}{low}" for _, low, _, high in rows]
    spread = bars(labels, [high - low for _, low, _, high in rows], colours, texts, base=[low for _, low, _, _ in rows])
    agreed = {
        "type": "scatter", "mode": "markers", "x": [row[2] for row in rows], "y": labels, "name": "Agreed",
        "marker": {"color": "#FFFFFF", "size": 12, "symbol": "circle", "line": {"color": "#1B1F24", "width": 2}},
    }
    made = layout(other_axis="y", bargap=0.5)
    made["xaxis"] = {"rangemode": "tozero", "range": [0, top], "nticks": top + 1}
    apart = [label for label, low, _, high in rows if high - low >= far]
    said = f"Raters lie {far} or more levels apart on {len(apart)} of {len(rows)}{': ' + ', '.join(apart) if apart else ''}."
    table = table_of(title, ["Theme", "Lowest", "Agreed", "Highest"], [(row[0], *map(str, row[1:])) for row in rows])
    return Picture({"data": [spread, agreed], "layout": made}, sentence or said, table, title)

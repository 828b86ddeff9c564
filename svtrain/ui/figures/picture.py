"""What a chart is made of: the figure, its one sentence and its table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

# Told apart by people who are colour-blind (after Okabe and Ito 2008), at least 3:1 against a white and a near-black page.
BLUE, ORANGE, GREEN, GREY = "#0878B8", "#D55E00", "#008F68", "#767676"


@dataclass(frozen=True)
class Picture:
    """A figure in plotly's form, the sentence that says what it shows, and the numbers behind it.

    ``table`` has ``caption``, ``columns`` and ``rows``, all ready to be read by people.
    """

    figure: dict
    sentence: str
    table: dict = field(default_factory=dict)
    title: str = ""


def table_of(caption: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> dict:
    return {"caption": caption, "columns": list(columns), "rows": [list(row) for row in rows]}


def bars(labels, widths, colours, texts, *, base=None, name: str = "", sideways: bool = True, **more) -> dict:
    """One trace of bars that carry their own labels; no legend is needed to read them."""
    along, across = ("x", "y") if sideways else ("y", "x")
    trace = {
        "type": "bar", "orientation": "h" if sideways else "v", across: list(labels), along: list(widths),
        "marker": {"color": colours if isinstance(colours, str) else list(colours)},
        "text": list(texts), "textposition": "outside", "cliponaxis": False, "name": name,
        "hovertemplate": f"%{{{across}}}: %{{text}}<extra></extra>", **more,
    }
    if base is not None:
        trace["base"] = list(base)
    return trace


def layout(*, money_axis: str = "", other_axis: str = "", currency: str = "£", **more) -> dict:
    """What the figures share. Axis names are those of plotly: ``x`` or ``y``; ``currency`` stands before the numbers of the money axis."""
    made: dict = {"showlegend": False, "bargap": 0.3, **more}
    if money_axis:
        made[f"{money_axis}axis"] = {"tickprefix": currency, "separatethousands": True, "nticks": 6}
    if other_axis:
        made[f"{other_axis}axis"] = {"type": "category", **({"autorange": "reversed"} if other_axis == "y" else {})}
    return made

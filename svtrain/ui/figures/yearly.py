"""What each year is worth, when it happens and today."""

from __future__ import annotations

from collections.abc import Sequence

from svtrain.ui.amounts import money, short_money
from svtrain.ui.figures.picture import BLUE, ORANGE, Picture, bars, layout, table_of


def yearly(
    years: Sequence[int | str], values: Sequence[float], present_values: Sequence[float] | None = None, *,
    title: str = "Value by year", sentence: str = "", currency: str = "£",
) -> Picture:
    """Bars by year: the value in the year, and beside it what that is worth today.

    Parameters
    ----------
    years : sequence
        Year numbers (1 is the activity's year) or names.
    values, present_values : sequence of float
        Money.
    currency : str
        What stands before each amount.

    Examples
    --------
    >>> picture = yearly([1, 2], [8702, 4351], [8407.73, 4061.71])
    >>> picture.sentence
    'The value adds up to £13,053 over 2 years, worth £12,469 today.'
    >>> [trace["name"] for trace in picture.figure["data"]]
    ['Value in the year', 'Worth today']
    """
    names = [f"Year {year}" if isinstance(year, int) else str(year) for year in years]
    many = len(names) > 8
    pairs = [("Value in the year", values, BLUE)]
    if present_values is not None:
        pairs.append(("Worth today", present_values, ORANGE))
    traces = [
        bars(names, amounts, colour, ["" if many else short_money(amount, currency) for amount in amounts], name=name, sideways=False,
             customdata=[money(amount, currency) for amount in amounts],
             hovertemplate="%{x}, " + name.lower() + ": %{customdata}<extra></extra>")
        for name, amounts, colour in pairs
    ]
    rows = [[name, *(money(amounts[i], currency) for _, amounts, _ in pairs)] for i, name in enumerate(names)]
    made = layout(money_axis="y", other_axis="x", currency=currency, barmode="group")
    made["showlegend"] = len(pairs) > 1
    made["legend"] = {"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0}
    table = table_of(title, ["Year", *(name for name, _, _ in pairs)], rows)
    return Picture({"data": traces, "layout": made}, sentence or _sentence(values, present_values, currency), table, title)


def _sentence(values: Sequence[float], present_values: Sequence[float] | None, currency: str) -> str:
    if not len(values):
        return "There is nothing to show yet."
    over = "in one year" if len(values) == 1 else f"over {len(values)} years"
    worth = "" if present_values is None else f", worth {money(sum(present_values), currency)} today"
    return f"The value adds up to {money(sum(values), currency)} {over}{worth}."

"""From gross value to present value, one bar a step."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from svtrain.ui.amounts import money, short_money
from svtrain.ui.figures.picture import BLUE, GREEN, GREY, ORANGE, Picture, bars, layout, table_of


class Step(NamedTuple):
    """One step: ``amount`` is a level for a ``total`` and a change (with its sign) for a ``change``."""

    label: str
    amount: float
    kind: str = "change"


def waterfall(steps: Sequence[tuple | Step], *, title: str = "From gross value to present value", sentence: str = "", currency: str = "£") -> Picture:
    """Show what each deduction takes away, and what later years add.

    Parameters
    ----------
    steps : sequence of Step or (label, amount[, kind])
        Money. The first is a total; a change moves the level; a total restates it.
    currency : str
        What stands before each amount.

    Examples
    --------
    >>> picture = waterfall([("Gross value", 10743.21, "total"), ("Would have happened anyway", -1074.32),
    ...                      ("Due to others", -966.89), ("First year's value", 8702.00, "total")])
    >>> picture.sentence
    "Of £10,743 gross value, £8,702 is left: first year's value."
    >>> picture.figure["data"][0]["base"]
    [0.0, 9668.89, 8702.0, 0.0]
    """
    parts = [Step(*step) for step in steps]
    level, base, width, colour = 0.0, [], [], []
    for step in parts:
        if step.kind == "total":
            level = step.amount
            base.append(0.0)
            width.append(step.amount)
            colour.append(BLUE if step.amount >= 0 else ORANGE)
        else:
            base.append(round(min(level, level + step.amount), 9))
            width.append(abs(step.amount))
            colour.append(ORANGE if step.amount < 0 else GREEN if step.amount > 0 else GREY)
            level += step.amount
    labels = [step.label for step in parts]
    trace = bars(labels, width, colour, [short_money(step.amount, currency) for step in parts], base=base)
    table = table_of(title, ["Step", "Amount"], [(step.label, money(step.amount, currency)) for step in parts])
    return Picture({"data": [trace], "layout": layout(money_axis="x", other_axis="y", currency=currency)}, sentence or _sentence(parts, currency), table, title)


def _sentence(parts: Sequence[Step], currency: str) -> str:
    totals = [step for step in parts if step.kind == "total"]
    if len(totals) < 2:
        return "There is nothing to show yet."
    first, last = totals[0], totals[-1]
    if last.amount > first.amount:
        return f"{money(first.amount, currency)} {_small(first.label)} becomes {money(last.amount, currency)}: {_small(last.label)}."
    return f"Of {money(first.amount, currency)} {_small(first.label)}, {money(last.amount, currency)} is left: {_small(last.label)}."


def _small(label: str) -> str:
    return label[:1].lower() + label[1:]
